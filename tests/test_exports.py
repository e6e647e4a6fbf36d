"""Each export, read back with a reader of its format that is not ours."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cassis
import networkx as nx
import pytest
import rdflib
from pyarrow import parquet
from pyld import jsonld

import dixit
from dixit import cli, exports
from dixit.errors import UnknownError
from dixit.exports.plover import sentences_around
from dixit.exports.safe import Utf16, xml_safe
from dixit.exports.selection import Selection
from dixit.plover import verbal_code
from dixit.record import Record
from dixit.store import Search

FIXTURES = Path(__file__).parent / "fixtures"
TEXTS = {
    "port.txt": "LUZ, 3 mars 2024 (Presse-Littoral) - « Le port rouvrira lundi », a déclaré la ministre des Transports "
    "Eve Mas.\n\nLe maire Léo Roc a demandé à Eve Mas de réparer le quai. Eve Mas a promis de financer les travaux.",
    # A character of two UTF-16 units, those that XML must escape, one that it cannot hold, a formula.
    "signs.txt": "LUZ, 4 mars 2024 (Presse-Littoral) - Le maire Léo Roc a dit : « =1+1 & <b>deux</b> "
    "\N{CRAB}\N{CRAB} ».\n\n"
    "Léo Roc a critiqué Eve Mas\x0c. Eve Mas a accusé Léo Roc d'avoir retardé les travaux. "
    "Eve Mas a rencontré Léo Roc à Luz mardi.",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dixit.Store]:
    """A store with two dispatches."""
    with dixit.Store.open(tmp_path_factory.mktemp("store") / "dixit.db") as opened:
        for name, text in TEXTS.items():
            opened.put(dixit.read(text, name=name))
        yield opened


@pytest.fixture(scope="module")
def selection(store: dixit.Store) -> Selection:
    """All that it holds."""
    return exports.select(store)


def written(name: str, chosen: Selection) -> bytes:
    """An export as bytes."""
    out = io.BytesIO()
    exports.write(name, chosen, out)
    return out.getvalue()


def test_a_selection_is_what_find_finds(store: dixit.Store) -> None:
    """And the events of the same days; where words or people are asked for, those told in the statements found."""
    everything = exports.select(store)
    roc = exports.select(store, Search(speaker="roc", limit=None))
    late = exports.select(store, Search(since="2024-03-04", limit=None))

    assert [row.statement for row in store.find()] == [fact.statement for fact in everything.statements]
    assert {"Léo Roc"} == {fact.speaker.name for fact in roc.statements}
    assert len(store.events()) == len(everything.events)
    assert all(event.asserted_by for event in roc.events)
    assert {"2024-03-04"} == {fact.date for fact in late.statements} | {fact.date for fact in late.events}
    assert 1 == len(exports.select(store, Search(limit=1)).statements)


@pytest.mark.parametrize("name", exports.FORMATS)
def test_the_same_selection_gives_the_same_bytes(store: dixit.Store, name: str) -> None:
    """Also of nothing at all."""
    nothing = exports.select(store, Search(terms=("introuvable",), limit=None))

    assert written(name, exports.select(store)) == written(name, exports.select(store))
    assert () == nothing.statements + nothing.events
    assert written(name, nothing) == written(name, nothing)


def test_an_unknown_format_is_named(selection: Selection) -> None:
    """With those that there are."""
    with pytest.raises(UnknownError, match="graphml"):
        written("excel", selection)


def test_json_lines_are_records(store: dixit.Store, selection: Selection) -> None:
    """Whole ones, with what was selected alone; each keeps the promises of a record."""
    records = [Record.from_json(line) for line in written("jsonl", selection).decode().splitlines()]
    roc = exports.select(store, Search(speaker="roc", limit=None))
    fewer = [Record.from_json(line) for line in written("jsonl", roc).decode().splitlines()]

    assert {store.get(name).document.id for name in TEXTS} == {record.document.id for record in records}
    assert {fact.content for fact in selection.statements} == {
        " […] ".join(piece.text for piece in s.content) for record in records for s in record.statements
    }
    assert {"Léo Roc"} == {record.name_of(s.speaker) for record in fewer for s in record.statements}


@pytest.mark.parametrize("rows", ["statements", "events"])
def test_tables_are_the_facts(store: dixit.Store, rows: str) -> None:
    """CSV by the csv module, Parquet by Arrow; both hold the same, Parquet with types."""
    chosen = exports.select(store, rows=rows)
    table = parquet.read_table(io.BytesIO(written("parquet", chosen)))
    lines = list(csv.DictReader(io.StringIO(written("csv", chosen).decode())))
    facts = chosen.statements if rows == "statements" else chosen.events

    assert facts
    assert [fact.ref for fact in facts] == [f"{r['dispatch'][7:17]}:{r[rows[:-1]]}" for r in table.to_pylist()]
    assert [fact.ref for fact in facts] == [f"{r['dispatch'][7:17]}:{r[rows[:-1]]}" for r in lines]
    assert table.column_names == list(lines[0])
    assert [fact.confidence for fact in facts] == table["confidence"].to_pylist()
    assert [] == [cell for line in lines for cell in line.values() if cell[:1] == "="]


def test_a_table_says_who(selection: Selection) -> None:
    """Names and slugs side by side."""
    rows = parquet.read_table(io.BytesIO(written("parquet", selection))).to_pylist()
    (asked,) = [row for row in rows if row["act"] == "demand"]

    assert ("Léo Roc", "leo-roc") == (asked["speaker"], asked["speaker_actor"])
    assert len(asked["targets"]) == len(asked["target_actors"])


def test_plover_has_events_and_verbal_codes(selection: Selection) -> None:
    """In the fields of PLOVER's own records; what only tells something has no code."""
    records = json.loads(written("plover", selection))
    coded = [fact for fact in selection.statements if verbal_code(fact.act, negated=fact.negated)]  # type: ignore[arg-type]
    fields = {"id", "date", "source", "target", "event", "mode", "eventText", "text", "language", "coder", "version"}
    demand = next(record for record in records if record["event"] == "REQUEST")

    assert len(selection.events) + len(coded) == len(records)
    assert len(records) == len({record["id"] for record in records})
    assert all(fields <= set(record) for record in records)
    assert "Léo Roc" in [one["actorName"] for one in demand["source"]]
    assert "Le maire Léo Roc a demandé à Eve Mas de réparer le quai." == demand["text"]
    for record in records:
        whole = selection.texts[record["id"].rsplit(":", 1)[0]]
        assert record["text"] == whole[record["textInfo"]["sentenceStart"] : record["textInfo"]["sentenceEnd"]]
        assert whole[record["textInfo"]["start"] : record["textInfo"]["end"]] in record["text"]


@pytest.mark.parametrize("sentence", ["Selon M. Roc, l'art. 5 du Dr. J. Mas tient.", "« Oui », dit MM. Roc et Mas."])
def test_a_sentence_of_plover_goes_on_over_abbreviations(sentence: str) -> None:
    """Of "M.", "art. 5" and initials."""
    text = f"Il pleut. {sentence} Il vente.\n\nFin."
    at = text.index(" Mas") + 1

    assert (10, 10 + len(sentence), sentence) == sentences_around(text, at, at + 3)


def test_graphml_is_a_graph(selection: Selection) -> None:
    """Of actors, by networkx; each edge leads back to its statements and events."""
    graph = nx.read_graphml(io.BytesIO(written("graphml", selection)), force_multigraph=True)
    edges = {(one, other, data["label"]): data for one, other, data in graph.edges(data=True)}
    refs = {fact.ref for fact in selection.statements} | {fact.ref for fact in selection.events}

    assert "Eve Mas" == graph.nodes["eve-mas"]["label"]
    assert graph.is_directed()
    assert "ACCUSE" == edges["leo-roc", "eve-mas", "criticise"]["plover"]
    assert "statement" == edges["eve-mas", "leo-roc", "accuse"]["fact"]
    for data in edges.values():
        assert data["weight"] == len(data["refs"].split())
        assert set(data["refs"].split()) <= refs


def _context(url: str, _: object) -> dict[str, Any]:
    """The context of the W3C from a file, for a test needs no network."""
    assert "http://www.w3.org/ns/anno.jsonld" == url
    document = json.loads((FIXTURES / "anno.jsonld").read_text(encoding="utf-8"))
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": document}


def test_annotations_are_linked_data(selection: Selection) -> None:
    """By pyld and rdflib; positions and quotations point at the same words."""
    flat = jsonld.to_rdf(
        json.loads(written("annotations", selection)), {"documentLoader": _context, "format": "application/n-quads"}
    )
    graph = rdflib.Graph().parse(data=flat, format="nt")
    oa = rdflib.Namespace("http://www.w3.org/ns/oa#")
    found = set(graph.subjects(rdflib.RDF.type, oa.Annotation))

    assert len(selection.statements) + len(selection.events) == len(found)
    pointed = 0
    for part in graph.subjects(oa.hasSelector, None):
        source = str(graph.value(part, oa.hasSource)).removeprefix("urn:")
        places = {graph.value(one, rdflib.RDF.type): one for one in graph.objects(part, oa.hasSelector)}
        position, words = places[oa.TextPositionSelector], places[oa.TextQuoteSelector]
        start, end = (int(str(graph.value(position, name))) for name in (oa.start, oa.end))
        assert str(graph.value(words, oa.exact)) == selection.texts[source][start:end]
        pointed += 1
    assert pointed > len(found)


def test_annotations_say_what_is_done(selection: Selection) -> None:
    """The act is a body that classifies, and a property of ours beside it."""
    document = json.loads(written("annotations", selection))
    items = document["first"]["items"]
    acts = [item["body"][0]["value"] for item in items if "act" in item]

    assert document["total"] == len(items)
    assert sorted(fact.act for fact in selection.statements) == sorted(acts)
    assert {"speaker", "cue"} <= {body.get("role") for item in items for body in item["body"]}


def test_xmi_is_a_cas_for_each_dispatch(store: dixit.Store, selection: Selection) -> None:
    """By dkpro-cassis: the words under each annotation are those of the record."""
    archive = zipfile.ZipFile(io.BytesIO(written("xmi", selection)))
    types = cassis.load_typesystem(io.BytesIO(archive.read("TypeSystem.xml")))
    names = [name for name in archive.namelist() if name.endswith(".xmi")]

    assert len(TEXTS) == len(names)
    for name in names:
        cas = cassis.load_cas_from_xmi(io.BytesIO(archive.read(name)), typesystem=types)
        record = store.get(name.removesuffix(".xmi"))
        assert xml_safe(record.document.text) == cas.sofa_string
        statements = {one.key: one for one in cas.select("webanno.custom.Statement")}
        assert {s.id for s in record.statements} == set(statements)
        for statement in record.statements:
            one = statements[statement.id]
            words = [link.target.get_covered_text() for link in one.parts.elements if link.role == "content"]
            assert [piece.text.replace("\x0c", "\N{REPLACEMENT CHARACTER}") for piece in statement.content] == words
            assert (statement.act, statement.negated) == (one.act, one.negated)
            speakers = [link.target.get_covered_text() for link in one.parts.elements if link.role == "speaker"]
            assert [statement.speaker.mention.text] == speakers if statement.speaker.mention else not speakers
        events = [(one.eventType, one.get_covered_text()) for one in cas.select("webanno.custom.Event")]
        assert sorted((e.type, e.trigger.text) for e in record.events) == sorted(events)


# As DNA 3 itself asks for a statement's values.
_DNA = """
SELECT d.Text, s.Start, s.Stop, v.Variable, e.Value FROM STATEMENTS AS s JOIN DOCUMENTS AS d ON d.ID = s.DocumentId
JOIN DATASHORTTEXT AS t ON t.StatementId = s.ID JOIN VARIABLES AS v ON v.ID = t.VariableId
JOIN ENTITIES AS e ON e.ID = t.Entity AND e.VariableId = v.ID WHERE s.ID = ?
"""


def _dna(content: bytes) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(content)
    return connection


def test_dna_has_persons_concepts_and_agreement(selection: Selection) -> None:
    """In the tables of its version 3, which hold together; offsets are of UTF-16."""
    base = _dna(written("dna", selection))
    contents = {
        selection.texts[f.dispatch][f.pieces[0][0] : max(end for _, end in f.pieces)] for f in selection.statements
    }
    coded = set()
    for number, agrees in base.execute("SELECT StatementId, Value FROM DATABOOLEAN"):
        rows = base.execute(_DNA, (number,)).fetchall()
        text, start, stop = rows[0][:3]
        values = {variable: value for *_, variable, value in rows}
        content = text.encode("utf-16-le")[2 * start : 2 * stop].decode("utf-16-le")
        coded.add((values["person"], values["concept"], agrees, content in contents))

    assert [] == base.execute("PRAGMA foreign_key_check").fetchall()
    assert ("Léo Roc", "Eve Mas", 0, True) in coded
    assert ("Eve Mas", "Léo Roc", 0, True) in coded
    assert [("person",), ("organization",), ("concept",), ("agreement",)] == base.execute(
        "SELECT Variable FROM VARIABLES WHERE StatementTypeId = 1 ORDER BY ID"
    ).fetchall()


def test_searched_words_are_a_concept_of_dna(store: dixit.Store) -> None:
    """Whoever asks for it is for it."""
    base = _dna(written("dna", exports.select(store, Search(terms=("quai",), limit=None))))

    assert [("quai",)] == base.execute("SELECT Value FROM ENTITIES WHERE VariableId = 3 AND Value <> ''").fetchall()
    assert [(1,)] == base.execute("SELECT Value FROM DATABOOLEAN").fetchall()
    assert [("2024-03-03",)] == base.execute("SELECT date(Date, 'unixepoch') FROM DOCUMENTS").fetchall()


def test_offsets_in_utf16_are_those_of_java() -> None:
    """A character beyond U+FFFF counts twice."""
    text = "a\N{CRAB}b\N{CRAB}c"
    units = Utf16(text)

    assert [len(text[:n].encode("utf-16-le")) // 2 for n in range(6)] == [units(n) for n in range(6)]


def run(monkeypatch: pytest.MonkeyPatch, *args: str) -> int:
    """``dixit ARGS``, and its exit status."""
    monkeypatch.setattr(sys, "argv", ["dixit", *args])
    with pytest.raises(SystemExit) as left:
        cli.main()
    return int(left.value.code or 0)


def test_the_command_writes_a_file_or_to_standard_output(
    store: dixit.Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """The same bytes, and says how much it is; the TERMs and options are those of find."""
    wanted = ("export", "csv", "quai", "--act", "demand", "--store", str(store.path))
    assert 0 == run(monkeypatch, *wanted)
    shown = capfdbinary.readouterr().out
    assert 0 == run(monkeypatch, *wanted, "--output", str(tmp_path / "new" / "out.csv"))

    assert shown == (tmp_path / "new" / "out.csv").read_bytes()
    assert [["réparer le quai", "Léo Roc"]] == [
        [row["content"], row["speaker"]] for row in csv.DictReader(io.StringIO(shown.decode()))
    ]
    assert b"1 statements and 0 events of 1 dispatches" in capfdbinary.readouterr().err


def test_the_store_is_not_written_over(
    store: dixit.Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor are bytes written on a terminal."""
    size = store.path.stat().st_size

    assert 1 == run(monkeypatch, "export", "dna", "--store", str(store.path), "--output", str(store.path))
    assert "is the store, and would be lost" in capsys.readouterr().err
    assert size == store.path.stat().st_size
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert 2 == run(monkeypatch, "export", "dna", "--store", str(store.path))
