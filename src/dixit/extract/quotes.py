"""Parsed -> what stands between quotation marks, nested and unbalanced ones included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dixit.types import Parsed

OPENING = "«"
CLOSING = "»"
PARAGRAPHS = 8  # over which a quotation may go on until it is closed; not measured
DEEPEST = 8  # quotations inside each other; a text of marks alone would nest as many as it has


@dataclass(frozen=True, slots=True)
class Quote:
    """Tokens [first, last] between two marks, the marks left out."""

    first: int
    last: int
    opening: int  # index of the opening mark
    closing: int | None  # index of the closing mark; None: the text forgets it
    depth: int  # 0 for an outermost quotation
    parent: int | None  # index of the quotation around it; None: outermost


class Quotes:
    """All quotations of a document in text order, and for each token the innermost one around it."""

    __slots__ = ("_closed", "_opened", "all", "around")

    def __init__(self, found: Sequence[Quote], size: int) -> None:
        self.all: tuple[Quote, ...] = tuple(found)
        self.around: tuple[int, ...] = _innermost(found, size)  # index into all, or -1; a mark belongs to the outside
        self._opened = {quote.opening: quote for quote in found}
        self._closed = {quote.closing: quote for quote in found if quote.closing is not None}

    def chain(self, token: int) -> list[int]:
        """Indices of the quotations around a token, innermost first."""
        found = []
        at = self.around[token]
        while at >= 0:
            found.append(at)
            parent = self.all[at].parent
            at = -1 if parent is None else parent
        return found

    def opened_by(self, mark: int) -> Quote | None:
        """The quotation that a mark opens, or None."""
        return self._opened.get(mark)

    def closed_by(self, mark: int) -> Quote | None:
        """The quotation that a mark closes, or None."""
        return self._closed.get(mark)


def find_quotes(parsed: Parsed) -> Quotes:
    """Pair the quotation marks, paragraph by paragraph.

    A quotation that its paragraph does not close goes on where a later paragraph closes it and none between opens it
    anew; else it ends with the paragraph. A closing mark without an opening one is passed over, and so is a pair deeper
    than anybody quotes.
    """
    spans: list[tuple[int, int, int | None]] = []
    ranges = _paragraphs(parsed)
    held: int | None = None  # an opening mark whose closing one stands in a later paragraph
    for k, (first, last) in enumerate(ranges):
        stack: list[int] = []
        too_deep = 0
        for i in range(first, last + 1):
            form = parsed.tokens[i].form
            if form == OPENING and len(stack) == DEEPEST:
                too_deep += 1
            elif form == OPENING:
                stack.append(i)
            elif form == CLOSING and too_deep:
                too_deep -= 1
            elif form == CLOSING and (stack or held is not None):
                opening = stack.pop() if stack else held
                held = held if opening != held else None
                if opening is not None and i - opening > 1:
                    spans.append((opening, i - 1, i))
        if len(stack) == 1 and held is None and _goes_on(parsed, stack[0], ranges[k + 1 : k + 1 + PARAGRAPHS]):
            held = stack.pop()
        spans += [(opening, last, None) for opening in stack if last > opening]
    return Quotes(_nest(sorted(spans)), len(parsed.tokens))


def _paragraphs(parsed: Parsed) -> list[tuple[int, int]]:
    """First and last token of each paragraph."""
    found: list[tuple[int, int]] = []
    before = -1
    for sentence in parsed.sentences:
        first = found.pop()[0] if sentence.paragraph == before else sentence.first
        found.append((first, sentence.last - 1))
        before = sentence.paragraph
    return found


def _goes_on(parsed: Parsed, opening: int, ranges: Sequence[tuple[int, int]]) -> bool:
    """Whether the next closing mark that lacks an opening one comes before a paragraph opens a quotation anew.

    Only of marks that show on their face that they open: a straight one may be of seconds or inches.
    """
    if parsed.document.text[parsed.tokens[opening].start] in "\"'":
        return False
    for first, last in ranges:
        depth = 0
        if parsed.tokens[first].form == OPENING:
            return False
        for token in parsed.tokens[first : last + 1]:
            depth += (token.form == OPENING) - (token.form == CLOSING)
            if depth < 0:
                return True
        if depth:
            return False
    return False


def _nest(spans: list[tuple[int, int, int | None]]) -> list[Quote]:
    """Quotations with their depth, from (opening mark, last token, closing mark) in text order."""
    quotes: list[Quote] = []
    open_now: list[int] = []
    for opening, last, closing in spans:
        while open_now and quotes[open_now[-1]].last < opening:
            open_now.pop()
        parent = open_now[-1] if open_now else None
        quotes.append(Quote(opening + 1, last, opening, closing, len(open_now), parent))
        open_now.append(len(quotes) - 1)
    return quotes


def _innermost(quotes: Sequence[Quote], size: int) -> tuple[int, ...]:
    """By token: index of the innermost quotation around it, or -1."""
    around = [-1] * size
    for at, quote in enumerate(quotes):  # an inner one comes after the outer
        around[quote.first : quote.last + 1] = [at] * (quote.last + 1 - quote.first)
    return tuple(around)
