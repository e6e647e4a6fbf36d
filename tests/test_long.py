"""Texts that nobody writes, but somebody may send: time and memory grow with their length, not with its square."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

import dixit
from dixit.extract.candidates import Taken
from dixit.extract.quotes import DEEPEST, find_quotes
from dixit.header import layout
from dixit.page import page
from dixit.parse import Parser
from dixit.read import read
from dixit.record import Record
from dixit.tokens import tokenize

# What the square of these lengths would take is a minute or more, on any machine.
SECONDS = 10
LONG = 60_000


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@pytest.mark.parametrize("text", ["Paris" + " " * LONG + "x", "Paris, " + "le " * LONG, "Paris" + "\t, " * LONG])
def test_a_line_of_blanks_is_laid_out(text: str) -> None:
    """A dateline's gaps are short."""
    assert _seconds(lambda: layout(text)) < SECONDS


@pytest.mark.parametrize("piece", ["_", "a.", "A.", "a-", "1.", "www.", "+a", "a@", '"', "l'"])
def test_a_long_word_is_cut(piece: str) -> None:
    """No pattern looks at the same characters again and again."""
    assert _seconds(lambda: tokenize(piece * LONG)) < SECONDS


@pytest.mark.parametrize("piece", ["« ", "« oui ", "« oui » ", "» ", "( ", ": ", "selon lui ", ", a dit Luc, ", "mot "])
def test_a_paragraph_of_marks_and_cues_is_read(piece: str) -> None:
    """One sentence without an end, or quotations without a bottom."""
    text = "Le maire a dit " + piece * 1500
    assert _seconds(lambda: dixit.read(text).to_json()) < 4 * SECONDS


def test_blanks_in_a_page_are_passed_over() -> None:
    """Once."""
    record = dixit.read("Oui." + " " * LONG + "Non.")

    assert _seconds(lambda: page([record])) < SECONDS


def test_quotations_have_a_bottom() -> None:
    """Marks deeper than that are words; those outside them still find their partners."""
    parsed = Parser.load()(read("Il dit " + "« oui " * 20 + "» " * 20 + "et « non »."))
    quotes = find_quotes(parsed)

    assert DEEPEST == max(quote.depth for quote in quotes.all) + 1
    assert "non" == parsed.document.cut(parsed.span(quotes.all[-1].first, quotes.all[-1].last))
    assert all(quotes.closed_by(quote.closing) is quote for quote in quotes.all if quote.closing is not None)
    assert all(quotes.opened_by(quote.opening) is quote for quote in quotes.all)


def test_a_long_chain_of_parents_is_checked() -> None:
    """Each statement once."""
    value = dixit.read("« Non », a dit Luc.").to_dict()
    statements = value["statements"]
    assert isinstance(statements, list)
    value["statements"] = [
        {**statements[0], "id": f"s{i}", "parent": f"s{i - 1}" if i else None} for i in range(20_000)
    ]

    assert _seconds(lambda: Record.from_dict(value)) < SECONDS


def test_tokens_that_are_taken() -> None:
    """A range meets another where they share a token."""
    taken = Taken(10, [(2, 3), (3, 5)])

    assert [False, True, True, False] == [taken.meets(piece) for piece in [(0, 1), (1, 2), (5, 9), (6, 9)]]
