"""Records in a store: what is put comes back, once, whatever happens."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dixit
from dixit.errors import ExtraError, NoStoreError, QueryError, StoreError, UnknownError, VersionError
from dixit.record import Record
from dixit.store import Search, Store, database, migrations
from dixit.store.database import Value
from dixit.store.finding import match
from dixit.store.migrations import VERSION
from dixit.types import Act

COMMUNIQUE = (Path(__file__).parent / "fixtures" / "communique.json").read_text(encoding="utf-8")
PORT = """Réouverture du port

LUZ, 3 mars 2024 (Presse-Littoral) - « Le port rouvrira lundi », a déclaré la ministre des Transports Ana Bel.

Le maire Léo Roc a demandé au conseil de réparer le quai. Ana Bel a promis de financer les travaux."""


@cache
def communique() -> Record:
    """A record from a file, so that no model is loaded."""
    return Record.from_json(COMMUNIQUE)


@cache
def port() -> Record:
    """A record of a small dispatch; its acts are set, so that no training of the models changes what is tested."""
    record = dixit.read(PORT, name="port.txt")
    acts: tuple[Act, ...] = ("assert", "demand", "commit")
    said = tuple(replace(s, act=act) for s, act in zip(record.statements, acts, strict=True))
    return replace(record, statements=said)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty one."""
    with Store.open(tmp_path / "s.db") as opened:
        yield opened


def dump(store: Store) -> list[str]:
    """Everything in it but the log of times."""
    return [line for line in store.connection.iterdump() if "sqlite_sequence" not in line]


def test_a_record_comes_back_as_it_was(store: Store) -> None:
    """By its digest, the beginning of that, its file."""
    assert "new" == store.put(communique())
    digest = communique().document.id

    assert [communique()] * 4 == [store.get(name) for name in (digest, digest[:20], digest[7:15], "communique.txt")]


def test_the_same_record_again_changes_nothing(store: Store) -> None:
    """Not a row."""
    store.put(communique())
    before = dump(store)

    assert "known" == store.put(communique())
    assert before == dump(store)


def test_another_reading_takes_the_place_of_the_first(store: Store) -> None:
    """All of its rows, and only its own."""
    store.put(port())
    store.put(communique())
    shorter = replace(communique(), statements=communique().statements[:1])

    assert "changed" == store.put(shorter)
    assert shorter == store.get(shorter.document.id)
    assert 1 + len(port().statements) == store.stats().statements


def test_every_part_of_a_record_has_its_row(store: Store) -> None:
    """With the same words at the same place."""
    store.put(communique())
    record, text = communique(), communique().document.text
    counts = {
        "statements": len(record.statements),
        "appearances": len(record.actors),
        "mentions": sum(len(actor.mentions) for actor in record.actors),
        "roles": sum(len(actor.roles) for actor in record.actors),
        "parties": sum(len(one.addressees) + len(one.targets) for one in record.statements),
    }

    assert counts == {table: store.rows(f"SELECT count(*) FROM {table}")[0][0] for table in counts}  # noqa: S608
    for table in ("mentions", "roles"):
        for start, end, words in store.rows(f'SELECT "start", "end", text FROM {table}'):  # noqa: S608
            assert isinstance(start, int)
            assert isinstance(end, int)
            assert text[start:end] == words


class _WithMore(Record):
    """A record whose JSON has events and identities, as readers to come will give them."""

    def to_dict(self) -> dict[str, object]:
        """The same, with an event that is told twice, and an actor of the knowledge base."""
        value: dict[str, Any] = Record.to_dict(self)
        mention = value["actors"][0]["mentions"][0]
        place = {name: mention[name] for name in ("start", "end", "text")}
        value["events"] = [
            {
                "id": "e1",
                "type": "CONSULT",
                "mode": "visit",
                "trigger": place,
                "participants": [
                    {"role": "actor", "actor": value["actors"][0]["id"], "mention": place},
                    {"role": "recipient", "actor": value["actors"][1]["id"], "mention": None},
                ],
                "place": place,
                "time": {**place, "value": "2024-03-12"},
                "status": "actual",
                "asserted_by": None,
                "confidence": 0.9,
            }
        ]
        again: dict[str, Any] = {**value["events"][0], "id": "e2", "same_as": "e1"}
        value["events"].append(again)
        value["actors"][0]["identity"] = {"key": "person/x", "name": "X", "state": "FR", "office": "ministre"}
        return value


def test_events_are_kept_with_who_takes_part(store: Store) -> None:
    """As the contract of the record has them."""
    record = _WithMore(*(getattr(communique(), name) for name in Record.__dataclass_fields__))
    store.put(record)
    first, second = "X", communique().actors[1].name  # the first has an identity

    rows = store.rows("SELECT type, mode, day, actors, recipients, repeated, same_as FROM happened ORDER BY event")
    assert [("CONSULT", "visit", "2024-03-12", first, second, 0, same) for same in (None, "e1")] == rows
    assert 1 == store.stats().events
    assert [("person/x", "FR", "ministre")] == store.rows(
        "SELECT identity, state, office FROM appearances WHERE identity IS NOT NULL"
    )
    assert [("identity:person/x",)] == store.rows("SELECT key FROM actor_keys WHERE key GLOB 'identity:*'")
    assert ["e1"] == [row.event for row in store.events(actor=first, kind="CONSULT", days=("2024-03-12", None))]
    assert [] == list(store.events(kind="AID")) == list(store.events(days=(None, "2024-03-11")))


def test_a_failure_in_the_middle_leaves_nothing_behind(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record is kept whole or not at all."""
    store.put(port())
    before = dump(store)
    monkeypatch.setattr("dixit.store.copies.place", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        store.put(communique())
    assert before == dump(store)


def test_readers_see_the_last_whole_state_while_another_writes(store: Store) -> None:
    """And do not wait for it."""
    store.put(port())
    with store.transaction():
        store.put(communique())
        with Store.open(store.path) as other:
            assert 1 == other.stats().dispatches
    assert 2 == store.stats().dispatches


# What cannot be opened.


def test_a_file_that_is_no_store_is_left_alone(tmp_path: Path) -> None:
    """A text, a folder, another program's database."""
    text, foreign = tmp_path / "a.txt", tmp_path / "b.db"
    text.write_text("Le port rouvrira. " * 200, encoding="utf-8")
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE mine (x)")
    connection.close()

    for path, says in ((text, "not a store"), (tmp_path, "folder"), (foreign, "another program")):
        before = path.read_bytes() if path.is_file() else b""
        with pytest.raises(NoStoreError, match=says):
            Store.open(path)
        assert before == (path.read_bytes() if path.is_file() else b"")
    with pytest.raises(NoStoreError, match="dixit add"):
        Store.open(tmp_path / "none.db", create=False)


def test_a_store_of_a_newer_version_is_left_alone(store: Store) -> None:
    """The line says which version it needs."""
    store.run(f"PRAGMA user_version = {VERSION + 1}")

    with pytest.raises(VersionError, match=f"schema {VERSION + 1}"):
        Store.open(store.path)


def test_a_question_that_sqlite_refuses_carries_its_sql(store: Store) -> None:
    """And what was bound into it."""
    with pytest.raises(QueryError, match="no such table: nowhere") as caught:
        store.sql("SELECT * FROM nowhere WHERE x = $x", x=1)
    assert ("SELECT * FROM nowhere WHERE x = $x", {"x": 1}) == (caught.value.sql, caught.value.values)


def test_a_dispatch_that_is_not_there_is_named(store: Store) -> None:
    """Whether a digest or a file was meant."""
    store.put(port())

    for name in ("0000", "nowhere.txt", ""):
        with pytest.raises(UnknownError, match="dispatch"):
            store.get(name)


# Finding.


def test_statements_are_found_by_any_form_of_their_words(store: Store) -> None:
    """Lemmas, phrases, beginnings; accents and capitals make no difference."""
    store.put(port())
    store.run("INSERT INTO forms VALUES ('rouvrirent', 'rouvrir')")
    lead, demand, promise = (one.id for one in port().statements)

    assert [lead] == [row.statement for row in store.find("PORT")]
    assert [demand] == [row.statement for row in store.find("reparer le quai")]
    assert [demand] == [row.statement for row in store.find("répar*")]
    assert [promise] == [row.statement for row in store.find("financer", "travaux")]
    assert [] == list(store.find("quai", "travaux"))
    assert '("rouvrir")' == match(store, ["rouvrirent"])


@pytest.mark.parametrize(
    ("wanted", "acts"),
    [
        ({"speaker": "Bel"}, ["assert", "commit"]),
        ({"speaker": "ana-bel", "act": "commit"}, ["commit"]),
        ({"speaker": "Be"}, []),
        ({"speaker": '!"'}, []),
        ({"target": "conseil"}, ["demand"]),
        ({"about": "conseil"}, ["demand"]),
        ({"mode": "direct"}, ["assert"]),
        ({"since": "2024-03-03", "until": "2024-03-03"}, ["assert", "demand", "commit"]),
        ({"since": "2024-03-04"}, []),
        ({"publisher": "littoral", "limit": 1}, ["assert"]),
        ({"publisher": "Autre"}, []),
        ({"min_confidence": 1.0}, []),
    ],
)
def test_statements_are_found_by_who_what_and_when(store: Store, wanted: dict[str, Any], acts: list[str]) -> None:
    """Each condition alone and with others."""
    store.put(port())

    assert acts == [row.act for row in store.find(**wanted)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=12), max_size=3))
def test_no_term_breaks_the_search(store: Store, terms: list[str]) -> None:
    """Quotation marks, operators and the rest are words or nothing."""
    assert isinstance(store.find(search=Search(tuple(terms))).rows, tuple)


# Results.


def test_an_answer_is_a_table_of_any_library(store: Store) -> None:
    """pandas, Polars and Arrow hold the same cells."""
    store.put(port())
    found = store.find()
    rows = [tuple(row.values()) for row in found.dicts()]

    assert 3 == len(found)
    assert rows == [tuple(row) for row in found]
    assert rows == list(map(tuple, found.polars().rows()))
    assert rows == [tuple(row.values()) for row in found.arrow().to_pylist()]
    assert [row[1] for row in rows] == list(found.pandas()["statement"])
    assert ("n",) == store.sql("SELECT count(*) AS n FROM said").columns


def test_a_library_that_is_missing_is_named(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it."""

    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("dixit.store.tables.importlib.import_module", missing)
    with pytest.raises(ExtraError, match="pip install polars"):
        store.find().polars()


def test_the_questions_of_the_docs_can_be_asked(store: Store) -> None:
    """Every SQL block of docs/store.md."""
    store.put(port())
    docs = (Path(__file__).parent.parent / "docs" / "store.md").read_text(encoding="utf-8")
    blocks = [block.partition("```")[0] for block in docs.split("```sql")[1:]]
    questions = [question for block in blocks for question in block.split(";") if question.strip()]

    assert questions
    answers: list[tuple[tuple[Value, ...], ...]] = [store.sql(question).rows for question in questions]
    assert all(answers)


def test_every_table_and_view_is_in_the_docs(store: Store) -> None:
    """Those that a person asks; the inner ones of search, copies and actors are explained in schema.sql."""
    docs = (Path(__file__).parent.parent / "docs" / "store.md").read_text(encoding="utf-8")
    inner = (
        "statement_words",
        "name_words",
        "bands",
        "likenesses",
        "forms",
        "actor_keys",
        "actor_traits",
        "actor_pins",
    )
    names = [str(name) for (name,) in store.rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]

    assert [] == [name for name in names if not name.startswith(inner) and f"`{name}`" not in docs]


def test_a_record_is_kept_as_json(store: Store) -> None:
    """That any program can unpack."""
    store.put(communique())

    assert json.loads(COMMUNIQUE) == store.get("communique.txt").to_dict()


# Older stores.


def test_an_older_store_is_brought_up_to_date(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """With everything that is in it; a step that fails leaves it as it was."""
    store.put(communique())
    monkeypatch.setattr(migrations, "VERSION", VERSION + 1)
    monkeypatch.setattr(database, "VERSION", VERSION + 1)
    monkeypatch.setattr(migrations, "_STEPS", {VERSION: "CREATE TABLE newer (x);\nCREATE TABLE newer (x);\n"})
    with pytest.raises(StoreError, match="newer"):
        Store.open(store.path)
    assert [] == store.rows("SELECT 1 FROM sqlite_master WHERE name = 'newer'")
    monkeypatch.setattr(migrations, "_STEPS", {VERSION: "CREATE TABLE newer (x);\n"})
    with Store.open(store.path) as newer:
        assert communique() == newer.get("communique.txt")
        assert [(VERSION + 1,)] == newer.rows("PRAGMA user_version")
        assert [(1,)] == newer.rows("SELECT 1 FROM sqlite_master WHERE name = 'newer'")
