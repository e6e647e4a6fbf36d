"""The terminal view: everything is there, within the width, and no text steers the terminal."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from dixit.labels import ACTS, FAMILIES, MODES, STATUSES, called, visible
from dixit.record import EventRecord, ParticipantRecord, Quote, Record, TimeQuote
from dixit.view import Order, render

COMMUNIQUE = Record.from_json((Path(__file__).parent / "fixtures" / "communique.json").read_text(encoding="utf-8"))
ORDERS: list[Order] = ["order", "actor"]


def shown(record: Record, *, by: Order = "order", width: int = 80, colour: bool = False) -> str:
    """What the view prints on a terminal of this width, or into a file."""
    out = io.StringIO()
    terminal = {"force_terminal": True, "color_system": "standard"} if colour else {}
    render(record, Console(file=out, width=width, **terminal), by=by)  # type: ignore[arg-type]
    return out.getvalue()


def saying(words: str) -> Record:
    """A record whose title, speaker and only content are these words."""
    quote = Quote(0, len(words), words)
    one = COMMUNIQUE.statements[0]
    one = replace(one, speaker=replace(one.speaker, actor=None, mention=quote), content=(quote,))
    document = replace(COMMUNIQUE.document, title=words, source=words, text=words)
    return replace(COMMUNIQUE, document=document, statements=(one,), actors=())


@pytest.mark.parametrize("by", ORDERS)
@pytest.mark.parametrize("width", [60, 80, 200])
def test_every_word_of_every_statement_is_there_within_the_width(by: Order, width: int) -> None:
    """Nothing is cut off, and nothing runs over."""
    text = shown(COMMUNIQUE, by=by, width=width)
    flat = " ".join(text.split())

    for statement in COMMUNIQUE.statements:
        for piece in statement.content:
            assert " ".join(piece.text.split()) in flat
    assert max(map(len, text.splitlines())) <= width


@pytest.mark.parametrize("by", ORDERS)
def test_a_statement_told_by_another_stands_right_under_it_or_under_its_speaker(by: Order) -> None:
    """In the text's order the nested statement follows its parent, further in; by speaker it has its own place."""
    lines = shown(COMMUNIQUE, by=by).splitlines()
    numbers = [line.split()[0] for line in lines if re.match(r" *\d+ ", line)]
    at_13 = next(line for line in lines if line.lstrip().startswith("13 "))
    at_14 = next(line for line in lines if line.lstrip().startswith("14 "))

    assert sorted(numbers, key=int) == [str(i) for i in range(1, 17)]
    if by == "order":
        assert numbers == sorted(numbers, key=int)
        assert at_14.index("14") > at_13.index("13")


def test_colour_stays_on_the_terminal() -> None:
    """A file or a pipe gets plain text without blanks at the ends of lines."""
    plain = shown(COMMUNIQUE)

    assert "\x1b" not in plain
    assert not re.search(r"[ \t]+$", plain, re.MULTILINE)
    assert "\x1b[" in shown(COMMUNIQUE, colour=True)


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR leaves bold and dim, and takes every colour."""
    monkeypatch.setenv("NO_COLOR", "1")

    assert not re.search(r"\x1b\[[0-9;]*3[0-7]", shown(COMMUNIQUE, colour=True))


@pytest.mark.parametrize("words", ["[red]rouge[/red]", "[/]", "[link=https://x.example]ici[/link]", ":smile: \\[b]"])
def test_markup_in_a_text_is_text(words: str) -> None:
    """Square brackets and colons are what the dispatch wrote."""
    assert words in shown(saying(words))


@given(st.text(min_size=1, max_size=60))
def test_no_control_character_reaches_the_terminal(words: str) -> None:
    """Escapes, bells, and characters that turn the direction of reading are pictured, never sent."""
    text = shown(saying(words))

    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", text)


def test_an_escape_is_seen() -> None:
    """A reader sees that something stood there."""
    assert "\N{SYMBOL FOR ESCAPE}[31m" in shown(saying("\x1b[31mrouge"))


def test_a_guillemet_does_not_stand_alone() -> None:
    """Lines break at blanks, but not between a guillemet and its word."""
    text = "\n".join(shown(COMMUNIQUE, width=width) for width in range(40, 80))

    assert not re.search(r"«\s*$|^\s*»", text, re.MULTILINE)


def test_an_inverted_pronoun_loses_its_hyphens() -> None:
    """``a-t-elle dit`` names her ``elle``."""
    assert [called(words) for words in ("-t-elle", "-il", "Jean-Paul", "T-elle")] == [
        "elle",
        "il",
        "Jean-Paul",
        "T-elle",
    ]


def test_nobody_quoted_is_said() -> None:
    """An empty page would look like a fault."""
    for by in ORDERS:
        assert "Personne n’est cité" in shown(replace(COMMUNIQUE, statements=()), by=by)


def test_every_act_and_mode_has_its_word() -> None:
    """The labels cover the contract."""
    assert set(ACTS) == set(FAMILIES)
    assert len(ACTS) == len(set(ACTS.values())) == 10
    assert len(MODES) == len(set(MODES.values())) == 4


@given(st.text(max_size=60))
def test_visible_text_is_as_long_as_the_text(words: str) -> None:
    """Offsets into the text stay right."""
    assert len(words) == len(visible(words))


def _happening(record: Record) -> Record:
    """The record with two events, the second another telling of the first."""
    text = record.document.text
    trigger, who = Quote(0, 2, text[:2]), Quote(3, 9, text[3:9])
    people = (ParticipantRecord("actor", None, who), ParticipantRecord("recipient", "a1", who))
    time = TimeQuote(0, 2, text[:2], "2009-02-24")
    first = EventRecord("e1", "CONSULT", "visit", trigger, people, who, time, "planned", "s1", None, 0.9)
    return replace(record, events=(first, replace(first, id="e2", participants=(), same_as="e1", asserted_by=None)))


def test_events_follow_the_statements() -> None:
    """Who, to whom, where, when, who says so, and which is the same."""
    flat = " ".join(shown(_happening(COMMUNIQUE)).split())

    assert "Événements e1 consultation « Le »" in flat.replace("\N{NO-BREAK SPACE}", " ")
    assert f"→ {COMMUNIQUE.actors[0].name}" in flat
    assert "(2009-02-24)" in flat
    assert f"{STATUSES['planned']}" in flat
    assert "le même que e1" in flat
    assert "Événements" not in shown(COMMUNIQUE)
