"""Texts cut where marks begin and end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dixit.highlight import Mark, fragment, joined, parts
from dixit.types import Span

SPANS = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


def _marks(spans: list[Span]) -> list[Mark]:
    return [Mark(span, "content", f"s{i}", "assert") for i, span in enumerate(spans)]


@given(st.text(max_size=60), st.lists(SPANS, max_size=8))
def test_parts_join_to_the_text(text: str, spans: list[Span]) -> None:
    """Whatever is marked, no character of the text is lost or doubled."""
    assert text == "".join(part.text for part in parts(text, _marks(spans)))


@given(st.text(min_size=1, max_size=60), st.lists(SPANS, max_size=8))
def test_each_character_bears_the_marks_that_cover_it(text: str, spans: list[Span]) -> None:
    """Nested and overlapping marks are all kept, in their order."""
    marks = _marks(spans)
    expected = [[mark for mark in marks if mark.span.start <= at < mark.span.end] for at in range(len(text))]

    assert expected == [list(part.marks) for part in parts(text, marks) for _ in part.text]


@given(st.text(max_size=60), st.lists(SPANS, max_size=8))
def test_parts_are_as_long_as_they_can_be(text: str, spans: list[Span]) -> None:
    """The text is cut only where a mark begins or ends."""
    edges = {edge for span in spans for edge in (span.start, span.end)}

    assert all(part.start in edges for part in list(parts(text, _marks(spans)))[1:])


def test_a_notebook_cell_escapes_the_text() -> None:
    """What the text holds never becomes an element."""
    html = fragment("<img src=x onerror=alert(1)>", [Mark(Span(0, 4), "cue", "s1", "deny")], ["<script>"])

    assert "<img" not in html
    assert "<script" not in html


def test_what_is_left_out_between_pieces_is_shown() -> None:
    """A full stop is no omission; an inserted clause is one."""
    text = "« Oui. Demain », dit-il, « sans faute »."

    assert joined(text, [Span(2, 5), Span(7, 13)]) == "Oui. Demain"
    assert joined(text, [Span(2, 13), Span(27, 37)]) == "Oui. Demain […] sans faute"
