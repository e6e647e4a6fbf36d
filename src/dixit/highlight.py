"""A text and the marks on it -> the text cut where a mark begins or ends; marks may nest and overlap."""

from __future__ import annotations

import html
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from dixit.labels import CUT, FAMILIES, visible
from dixit.types import Act, Span

MarkKind = Literal["speaker", "cue", "content", "trigger"]

# Inline, for a notebook drops style sheets; readable on white and on black.
_FAINT: Final = "color:inherit;opacity:.72"
_STYLES: Final[dict[MarkKind, str]] = {
    "speaker": "font-weight:600",
    "cue": "text-decoration:underline dotted;text-underline-offset:.2em",
    "content": "border-radius:2px;background:",
    "trigger": "font-style:italic",
}
_TINTS: Final = {
    "dire": "#5b7fa640",
    "demander": "#c9832040",
    "promettre": "#3f8f5f40",
    "louer": "#1e8f9b40",
    "blamer": "#c2484840",
    "refuser": "#8a5bb040",
}
_PUNCTUATION: Final = frozenset(".,;:!?…")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text that plays a part in a statement, or names an event."""

    span: Span
    kind: MarkKind
    statement: str  # id of the statement or event
    act: Act  # of an event's trigger "assert", which colours nothing


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text over which the marks do not change."""

    start: int
    text: str
    marks: tuple[Mark, ...]  # in the order given


def parts(text: str, marks: Sequence[Mark]) -> Iterator[Part]:
    """The whole text in parts, in order; joined they are the text again.

    A mark that reaches over the end of the text is cut there.
    """
    opening: dict[int, list[int]] = defaultdict(list)
    closing: dict[int, list[int]] = defaultdict(list)
    for i, mark in enumerate(marks):
        opening[mark.span.start].append(i)
        closing[mark.span.end].append(i)
    inside = {at for at in itertools.chain(opening, closing) if at < len(text)}
    open_marks: set[int] = set()
    for start, end in itertools.pairwise(sorted({0, len(text)} | inside)):
        open_marks.difference_update(closing[start])
        open_marks.update(opening[start])
        yield Part(start, text[start:end], tuple(marks[i] for i in sorted(open_marks)))


def joined(text: str, spans: Sequence[Span]) -> str:
    """The words of some spans in text order; a sign shows where words between them are left out.

    "Nous partons. Demain", in two spans, is joined by the full stop of the text.
    """
    if not spans:
        return ""
    words = text[spans[0].start : spans[0].end]
    for one, after in itertools.pairwise(spans):
        gap = text[one.end : after.start]
        leaves_out = any(sign not in _PUNCTUATION and not sign.isspace() for sign in gap)
        words += (CUT if leaves_out else gap or " ") + text[after.start : after.end]
    return words


def fragment(text: str, marks: Sequence[Mark], lines: Iterable[str]) -> str:
    """HTML for a notebook's cell: the marked text, and under it one line for each statement.

    Neither ids nor scripts nor style sheets: many of them stand on one page, on a ground that is not ours.
    """
    marked = "".join(_inline(part) for part in parts(text, marks))
    rows = "".join(f"<li>{html.escape(visible(line))}</li>" for line in lines)
    return (
        '<div lang="fr" style="max-width:44em;line-height:1.55">'
        f'<div style="font-family:Georgia,serif;white-space:pre-line;text-align:left">{marked}</div>'
        f'<ol style="{_FAINT};margin-top:.8em;text-align:left">{rows}</ol></div>'
    )


def _inline(part: Part) -> str:
    shown = html.escape(visible(part.text))
    if not part.marks:
        return shown
    styles = {mark.kind: _STYLES[mark.kind] for mark in part.marks}
    contents = [mark for mark in part.marks if mark.kind == "content"]
    if contents:
        styles["content"] += _TINTS[FAMILIES[contents[-1].act]]  # the innermost, for a parent comes before its child
    return f'<span style="{";".join(styles.values())}">{shown}</span>'
