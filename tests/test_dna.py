"""The export for Discourse Network Analyzer: its tables are those of DNA 3's source, and its questions are answered.

The tables, columns and types are those that ``Sql.createTables`` of DNA 3.0.x (github.com/leifeld/dna) makes in SQLite;
the questions are those of its coder dialog, its statement table and its importer, put in our own words.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

import dixit
from dixit import exports
from dixit.exports.selection import Selection
from tests.test_exports import TEXTS, written

_COLOURS = {"Red": "INTEGER", "Green": "INTEGER", "Blue": "INTEGER"}
_RIGHTS = (
    *("AddDocuments", "EditDocuments", "DeleteDocuments", "ImportDocuments", "AddStatements", "EditStatements"),
    *("DeleteStatements", "EditAttributes", "EditRegex", "EditStatementTypes", "EditCoders", "EditCoderRelations"),
    *("ViewOthersDocuments", "EditOthersDocuments", "ViewOthersStatements", "EditOthersStatements"),
)
_SHOWN = ("Refresh", "FontSize", "PopupWidth", "ColorByCoder", "PopupDecoration", "PopupAutoComplete")
_DATUM = {"ID": "INTEGER", "StatementId": "INTEGER", "VariableId": "INTEGER"}
TABLES: dict[str, dict[str, str]] = {
    "SETTINGS": {"Property": "TEXT", "Value": "TEXT"},
    "CODERS": {
        "ID": "INTEGER",
        "Name": "TEXT",
        **_COLOURS,
        "Password": "TEXT",
        **dict.fromkeys((*_SHOWN, *(f"Permission{right}" for right in _RIGHTS)), "INTEGER"),
    },
    "DOCUMENTS": {
        "ID": "INTEGER",
        "Title": "TEXT",
        "Text": "TEXT",
        "Coder": "INTEGER",
        "Author": "TEXT",
        "Source": "TEXT",
        "Section": "TEXT",
        "Notes": "TEXT",
        "Type": "TEXT",
        "Date": "INTEGER",
    },
    "STATEMENTTYPES": {"ID": "INTEGER", "Label": "TEXT", **_COLOURS},
    "VARIABLES": {"ID": "INTEGER", "Variable": "TEXT", "DataType": "TEXT", "StatementTypeId": "INTEGER"},
    "VARIABLELINKS": {"ID": "INTEGER", "SourceVariableId": "INTEGER", "TargetVariableId": "INTEGER"},
    "REGEXES": {"Label": "TEXT", **_COLOURS},
    "CODERRELATIONS": dict.fromkeys(
        ("ID", "Coder", "OtherCoder", "viewStatements", "editStatements", "viewDocuments", "editDocuments"), "INTEGER"
    ),
    "STATEMENTS": dict.fromkeys(("ID", "StatementTypeId", "DocumentId", "Start", "Stop", "Coder"), "INTEGER"),
    "DATABOOLEAN": {**_DATUM, "Value": "INTEGER"},
    "DATAINTEGER": {**_DATUM, "Value": "INTEGER"},
    "DATALONGTEXT": {**_DATUM, "Value": "TEXT"},
    "DATASHORTTEXT": {**_DATUM, "Entity": "INTEGER"},
    "ENTITIES": {"ID": "INTEGER", "VariableId": "INTEGER", "Value": "TEXT", **_COLOURS, "ChildOf": "INTEGER"},
    "ATTRIBUTEVARIABLES": {"ID": "INTEGER", "VariableId": "INTEGER", "AttributeVariable": "TEXT"},
    "ATTRIBUTEVALUES": {
        "ID": "INTEGER",
        "EntityId": "INTEGER",
        "AttributeVariableId": "INTEGER",
        "AttributeValue": "TEXT",
    },
}
# Which table leads to which, as DNA deletes along.
REFERENCES = {
    ("DOCUMENTS", "Coder", "CODERS"),
    ("VARIABLES", "StatementTypeId", "STATEMENTTYPES"),
    ("VARIABLELINKS", "SourceVariableId", "VARIABLES"),
    ("VARIABLELINKS", "TargetVariableId", "VARIABLES"),
    ("CODERRELATIONS", "Coder", "CODERS"),
    ("CODERRELATIONS", "OtherCoder", "CODERS"),
    ("STATEMENTS", "StatementTypeId", "STATEMENTTYPES"),
    ("STATEMENTS", "DocumentId", "DOCUMENTS"),
    ("STATEMENTS", "Coder", "CODERS"),
    *((f"DATA{kind}", "StatementId", "STATEMENTS") for kind in ("BOOLEAN", "INTEGER", "LONGTEXT", "SHORTTEXT")),
    *((f"DATA{kind}", "VariableId", "VARIABLES") for kind in ("BOOLEAN", "INTEGER", "LONGTEXT", "SHORTTEXT")),
    ("DATASHORTTEXT", "Entity", "ENTITIES"),
    ("ENTITIES", "VariableId", "VARIABLES"),
    ("ENTITIES", "ChildOf", "ENTITIES"),
    ("ATTRIBUTEVARIABLES", "VariableId", "VARIABLES"),
    ("ATTRIBUTEVALUES", "EntityId", "ENTITIES"),
    ("ATTRIBUTEVALUES", "AttributeVariableId", "ATTRIBUTEVARIABLES"),
}
DATA = {"boolean": "DATABOOLEAN", "integer": "DATAINTEGER", "long text": "DATALONGTEXT", "short text": "DATASHORTTEXT"}


@pytest.fixture(scope="module")
def selection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Selection]:
    """All of two dispatches."""
    with dixit.Store.open(tmp_path_factory.mktemp("store") / "dixit.db") as opened:
        for name, text in TEXTS.items():
            opened.put(dixit.read(text, name=name))
        yield exports.select(opened)


@pytest.fixture(scope="module")
def base(selection: Selection, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """The file as DNA opens it: by its path, foreign keys enforced, columns by name."""
    path: Path = tmp_path_factory.mktemp("dna") / "all.dna"
    path.write_bytes(written("dna", selection))
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    yield connection
    connection.close()


@pytest.mark.parametrize("table", TABLES)
def test_each_table_has_the_columns_and_types_of_dna(base: sqlite3.Connection, table: str) -> None:
    """None more, none less; the order of columns does not count, for DNA asks for all by name."""
    rows = base.execute(f"PRAGMA table_info({table})")  # a name of ours

    assert TABLES[table] == {row["name"]: row["type"] for row in rows}


def test_the_tables_lead_to_each_other_as_in_dna(base: sqlite3.Connection) -> None:
    """And no table is there that DNA does not have."""
    names = {row["name"] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    found = {
        (table, row["from"], row["table"])
        for table in names
        for row in base.execute(f"PRAGMA foreign_key_list({table})")
        if row["on_delete"] == "CASCADE"
    }

    assert set(TABLES) == names
    assert REFERENCES == found
    assert [] == base.execute("PRAGMA foreign_key_check").fetchall()


def test_the_coder_of_a_dna_file_may_do_all(base: sqlite3.Connection) -> None:
    """Version 3 is told by what the version does not begin with; the first coder opens the file with the password."""
    (version,) = base.execute("SELECT Value FROM SETTINGS WHERE Property = 'version'").fetchone()
    (coder,) = base.execute("SELECT * FROM CODERS")

    assert version.startswith("3.")
    assert (1, "Admin", 64) == (coder["ID"], coder["Name"], len(coder["Password"]))
    assert {1} == {coder[f"Permission{right}"] for right in _RIGHTS}


def test_dna_finds_every_value_of_every_statement(base: sqlite3.Connection, selection: Selection) -> None:
    """As its statement table asks: the type, its variables, and one value of each in the table of its data type."""
    contents = {
        selection.texts[fact.dispatch][fact.pieces[0][0] : max(end for _, end in fact.pieces)]
        for fact in selection.statements
    }
    statements = base.execute(
        "SELECT s.ID, s.StatementTypeId, t.Label, c.Name, d.Date, d.Text, s.Start, s.Stop FROM STATEMENTS AS s"
        " JOIN CODERS AS c ON s.Coder = c.ID JOIN STATEMENTTYPES AS t ON s.StatementTypeId = t.ID"
        " JOIN DOCUMENTS AS d ON d.ID = s.DocumentId ORDER BY d.Date"
    ).fetchall()
    for one in statements:
        variables = base.execute("SELECT * FROM VARIABLES WHERE StatementTypeId = ?", (one["StatementTypeId"],))
        values = {row["Variable"]: _value(base, one["ID"], row) for row in variables}

        assert ("DNA Statement", "Admin") == (one["Label"], one["Name"])
        assert ["person", "organization", "concept", "agreement"] == list(values)
        assert values["person"] or values["organization"]
        assert values["concept"]
        assert values["agreement"] in {0, 1}
        assert one["Text"].encode("utf-16-le")[2 * one["Start"] : 2 * one["Stop"]].decode("utf-16-le") in contents
    assert statements


def _value(base: sqlite3.Connection, statement: int, variable: sqlite3.Row) -> object:
    """The one value that a statement has for a variable."""
    table, where = DATA[variable["DataType"]], (statement, variable["ID"])
    if table == "DATASHORTTEXT":
        question = (
            "SELECT e.Value, e.Red, e.Green, e.Blue, e.ChildOf FROM DATASHORTTEXT AS s LEFT JOIN ENTITIES AS e"
            " ON e.ID = s.Entity AND e.VariableId = s.VariableId WHERE s.StatementId = ? AND s.VariableId = ?"
        )
    else:
        question = f"SELECT Value FROM {table} WHERE StatementId = ? AND VariableId = ?"  # noqa: S608 - a name of ours
    (row,) = base.execute(question, where)
    return row["Value"]


def test_dna_s_importer_finds_types_entities_and_attributes(base: sqlite3.Connection) -> None:
    """The two types of a new file, by label and variables; each entity with each attribute of its variable."""
    types = {
        row["Label"]: [
            (one["Variable"], one["DataType"])
            for one in base.execute("SELECT * FROM VARIABLES WHERE StatementTypeId = ?", (row["ID"],))
        ]
        for row in base.execute("SELECT * FROM STATEMENTTYPES")
    }
    short = ("person", "organization", "concept")
    assert {
        "DNA Statement": [*((name, "short text") for name in short), ("agreement", "boolean")],
        "Annotation": [("note", "long text")],
    } == types
    for variable in (1, 2, 3):
        attributes = base.execute(
            "SELECT ID, AttributeVariable FROM ATTRIBUTEVARIABLES WHERE VariableId = ?", (variable,)
        )
        wanted = {row["ID"]: row["AttributeVariable"] for row in attributes}
        assert {"Type", "Alias", "Notes"} == set(wanted.values())
        for entity in base.execute("SELECT ID FROM ENTITIES WHERE VariableId = ?", (variable,)):
            values = base.execute("SELECT AttributeVariableId FROM ATTRIBUTEVALUES WHERE EntityId = ?", (entity["ID"],))
            assert sorted(wanted) == sorted(row["AttributeVariableId"] for row in values)
