"""Parsed -> what stands between quotation marks, nested and unbalanced ones included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dixit.types import Parsed

OPENING = "«"
CLOSING = "»"
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

    A quotation that its paragraph does not close ends with the paragraph. A closing mark without
    an opening one is passed over, and so is a pair deeper than anybody quotes.
    """
    tokens = parsed.tokens
    spans: list[tuple[int, int, int | None]] = []
    stack: list[int] = []
    too_deep = 0
    for k, sentence in enumerate(parsed.sentences):
        for i in range(sentence.first, sentence.last):
            form = tokens[i].form
            if form == OPENING and len(stack) == DEEPEST:
                too_deep += 1
            elif form == OPENING:
                stack.append(i)
            elif form == CLOSING and too_deep:
                too_deep -= 1
            elif form == CLOSING and stack:
                opening = stack.pop()
                if i - opening > 1:
                    spans.append((opening, i - 1, i))
        ends = k + 1 == len(parsed.sentences) or parsed.sentences[k + 1].paragraph != sentence.paragraph
        if ends:
            spans += [(opening, sentence.last - 1, None) for opening in stack if sentence.last - 1 > opening]
            stack, too_deep = [], 0
    return Quotes(_nest(sorted(spans)), len(tokens))


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
