"""What people put right stands beside the reading, and outlives the next."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import yaml

import dixit
from dixit.errors import ChangeError, OutputError, UnknownError
from dixit.record import ActorRecord, Identifiers, NamedQuote, ReaderRecord, Record
from dixit.store import Store
from dixit.store.changes import Addition, Change, add_statement, correct, undo
from dixit.store.gold import annotation, export
from dixit.store.queries import correction_rows

TEXT = """Réouverture du port

LUZ, 3 mars 2024 (Presse-Littoral) - « Le port rouvrira lundi », a déclaré la ministre des Transports Eve Mas.

Le maire Léo Roc a demandé au conseil de réparer le quai. Eve Mas a promis de financer les travaux.

La préfète Odile Karsenty juge que le quai est perdu. Le quai est vieux, et le maire le sait."""
TOOL = Path(__file__).parent.parent.parent / "shared" / "tools" / "gold.py"


@cache
def record() -> Record:
    """One for all tests."""
    return dixit.read(TEXT, name="port.txt")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """With the dispatch in it."""
    with Store.open(tmp_path / "s.db") as opened:
        opened.put(record())
        yield opened


def said(store: Store) -> list[tuple[str, str | None, str | None, str]]:
    """Act, speaker, targets and content of each statement."""
    return [(row.act, row.speaker, row.targets, row.content) for row in store.find()]


def reread(store: Store, *, without: str | None = None) -> None:
    """Another reading, which numbers its statements anew and may miss one."""
    statements = [
        replace(one, id=f"s{n + 7}", parent=None, act="express")
        for n, one in enumerate(record().statements)
        if one.id != without
    ]
    assert "changed" == store.put(replace(record(), statements=tuple(statements), reader=ReaderRecord("9", "fr-9")))


def test_each_part_can_be_put_right(store: Store) -> None:
    """In words of the text; the reading itself stays as it was."""
    before = said(store)
    change = Change(
        speaker="La préfète Odile Karsenty", act="deny", targets=("Le maire Léo Roc",), limits=("rouvrira lundi",)
    )
    correct(store, "port.txt", "s1", change, by="léa")

    assert ("deny", "Odile Karsenty", "Léo Roc", "rouvrira lundi") == said(store)[0]
    assert before[1:] == said(store)[1:]
    assert record() == store.get("port.txt", as_read=True)
    assert record() != store.get("port.txt")
    assert ["rouvrira lundi"] == [row.content for row in store.find("rouvrira", speaker="Karsenty")]


def test_a_correction_says_who_and_when_and_can_be_undone(store: Store) -> None:
    """It stays in the list."""
    before = said(store)
    (made,) = correct(store, "port.txt", "s2", Change(act="warn"), by="léa")
    assert "warn" == said(store)[1][0]
    undo(store, made.number, by="zoé")
    (row,) = correction_rows(store)

    assert before == said(store)
    assert ("act", "léa", "zoé", "réparer le quai") == (row.kind, row.by, row.undone_by, row.content)
    assert row.at[:2] == (row.undone or "")[:2] == "20"
    with pytest.raises(UnknownError):
        undo(store, made.number, by="zoé")


def test_corrections_survive_a_new_reading(store: Store) -> None:
    """That numbers its statements anew and judges them otherwise."""
    correct(store, "port.txt", "s2", Change(act="warn", targets=("Eve Mas",)), by="léa")
    correct(store, "port.txt", "s1", Change(remove=True), by="léa")
    add_statement(
        store, "port.txt", Addition(("Le quai est vieux",), "assert", "indirect", "le maire", "le sait"), by="léa"
    )
    reread(store)
    rows = {row.content: row for row in store.find()}

    assert "Le port rouvrira lundi" not in rows
    assert ("warn", "Eve Mas") == (rows["réparer le quai"].act, rows["réparer le quai"].targets)
    assert "express" == rows["financer les travaux"].act
    assert ("assert", "le maire") == (rows["Le quai est vieux"].act, rows["Le quai est vieux"].speaker_text)


def test_a_statement_that_a_reading_no_longer_finds_is_put_back(store: Store) -> None:
    """As the person left it."""
    correct(store, "port.txt", "s2", Change(act="warn"), by="léa")
    reread(store, without="s2")

    assert ("warn", "Léo Roc", "conseil", "réparer le quai") in said(store)


def test_a_new_statement_stands_inside_the_one_that_tells_it(store: Store) -> None:
    """And is found like any other."""
    add_statement(store, "port.txt", Addition(("le quai est perdu",), "criticise", "mixed"), by="léa")
    made = add_statement(store, "port.txt", Addition(("lundi",), "express", "mixed"), by="léa")
    one = store.get("port.txt")
    added = next(s for s in one.statements if s.id == f"c{made.number}")

    assert "s1" == added.parent
    assert Record.from_json(one.to_json()) == one


@pytest.mark.parametrize("inside", [True, False])
def test_who_speaks_is_whom_all_the_words_name(tmp_path: Path, inside: bool) -> None:
    """Not who only completes them, also where the reading has no mention of all the words."""
    whole = NamedQuote(3, 29, "Président de la République", "title")
    body = ActorRecord(
        "a2", "République", "organisation", Identifiers(), (), (NamedQuote(19, 29, "République", "name"),)
    )
    head = ActorRecord("a3", "Léo Roc", "person", Identifiers(), (), (whole,))
    text = "Le Président de la République a promis un quai."
    one = replace(dixit.read(text, name="quai.txt"), actors=(body, head) if inside else (body,), statements=())
    with Store.open(tmp_path / "quai.db") as opened:
        opened.put(replace(one, events=()))
        new = Addition(("un quai",), "commit", "indirect", speaker="Président de la République")
        add_statement(opened, "quai.txt", new, by="léa")

        assert ["Léo Roc" if inside else "Président de la République"] == [row.speaker for row in opened.find()]


def test_what_cannot_be_put_right_is_said(store: Store) -> None:
    """With the way out."""
    for change, says in (
        (Change(), "nothing is changed"),
        (Change(speaker="le roi"), "do not stand in the text"),
        (Change(limits=("le quai est", "quai est perdu")), "overlap"),
    ):
        with pytest.raises(ChangeError, match=says):
            correct(store, "port.txt", "s1", change, by="léa")
    with pytest.raises(UnknownError, match="there is s1, s2"):
        correct(store, "port.txt", "s99", Change(act="deny"), by="léa")
    assert [] == store.corrections()


def test_corrected_dispatches_are_exported_as_annotation(store: Store, tmp_path: Path) -> None:
    """Every string stands in the text; what a person has checked is marked."""
    correct(store, "port.txt", "s3", Change(act="deny"), by="léa")
    assert 1 == export(store, tmp_path / "gold")
    (path,) = (tmp_path / "gold").glob("*.yaml")
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["statements"]

    assert TEXT == path.with_suffix(".txt").read_text(encoding="utf-8")
    assert [None, None, True, None] == [row.get("checked") for row in rows]
    assert ("deny", "Eve Mas", "Eve Mas") == (rows[2]["act"], rows[2]["who"], rows[2]["speaker"])
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError):
        export(store, tmp_path / "file")


@pytest.mark.skipif(not TOOL.is_file(), reason="the gold tool lies in ../shared")
def test_the_gold_tool_reads_an_export_as_it_was(tmp_path: Path) -> None:
    """Each string leads to the place that was meant."""
    spec = importlib.util.spec_from_file_location("gold", TOOL)
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    examples = Path(__file__).parent.parent / "examples"
    for path in examples.glob("*.txt"):
        one = dixit.read(path.read_bytes())
        (tmp_path / path.name).write_text(one.document.text, encoding="utf-8")
        (tmp_path / path.name).with_suffix(".yaml").write_text(annotation(one), encoding="utf-8")
    for stem, (_, rows) in tool.load_gold(tmp_path).items():
        one = dixit.read((examples / f"{stem}.txt").read_bytes())
        spans = [[(piece.start, piece.end) for piece in statement.content] for statement in one.statements]
        cues = [(s.cue.start, s.cue.end) if s.cue else None for s in one.statements]
        speakers = [(m.start, m.end) if (m := s.speaker.mention) else None for s in one.statements]

        assert spans == [row["content"] for row in rows]
        assert cues == [row["cue"] for row in rows]
        assert speakers == [row["speaker"] for row in rows]


def test_what_a_statement_told_stays_when_it_is_none(store: Store) -> None:
    """An event inside it is told by whoever told the statement; the corrected record is still whole."""
    text = TEXT + "\n\nLe porte-parole Jean Roux a affirmé que l'armée avait attaqué le port de Luz lundi."
    whole = dixit.read(text, name="attack.txt")
    assert whole.events
    event = replace(whole.events[0], asserted_by=whole.statements[0].id, same_as=None)
    whole = replace(whole, events=(event,))
    store.put(whole)

    correct(store, "attack.txt", whole.statements[0].id, Change(remove=True), by="léa")
    corrected = store.get("attack.txt")

    assert [None] == [e.asserted_by for e in corrected.events]
    assert corrected == Record.from_json(corrected.to_json())
