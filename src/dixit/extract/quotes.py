"""Parsed -> what stands between quotation marks, nested and unbalanced ones included."""

from __future__ import annotations

from dataclasses import dataclass

from dixit.types import Parsed

OPENING = "«"
CLOSING = "»"


@dataclass(frozen=True, slots=True)
class Quote:
    """Tokens [first, last] between two marks, the marks left out."""

    first: int
    last: int
    opening: int  # index of the opening mark
    closing: int | None  # index of the closing mark; None: the text forgets it
    depth: int  # 0 for an outermost quotation
    parent: int | None  # index of the quotation around it; None: outermost


@dataclass(frozen=True, slots=True)
class Quotes:
    """All quotations of a document in text order, and for each token the innermost one around it."""

    all: tuple[Quote, ...]
    around: tuple[int, ...]  # by token: index into all, or -1; a mark belongs to the outside

    def chain(self, token: int) -> list[int]:
        """Indices of the quotations around a token, innermost first."""
        found = []
        at = self.around[token]
        while at >= 0:
            found.append(at)
            parent = self.all[at].parent
            at = -1 if parent is None else parent
        return found


def find_quotes(parsed: Parsed) -> Quotes:
    """Pair the quotation marks, paragraph by paragraph.

    A quotation that its paragraph does not close ends with the paragraph. A closing mark without
    an opening one is passed over.
    """
    tokens = parsed.tokens
    spans: list[tuple[int, int, int | None]] = []
    stack: list[int] = []
    for k, sentence in enumerate(parsed.sentences):
        for i in range(sentence.first, sentence.last):
            form = tokens[i].form
            if form == OPENING:
                stack.append(i)
            elif form == CLOSING and stack:
                opening = stack.pop()
                if i - opening > 1:
                    spans.append((opening, i - 1, i))
        ends = k + 1 == len(parsed.sentences) or parsed.sentences[k + 1].paragraph != sentence.paragraph
        if ends:
            spans += [(opening, sentence.last - 1, None) for opening in stack if sentence.last - 1 > opening]
            stack = []
    return _nest(sorted(spans), len(tokens))


def _nest(spans: list[tuple[int, int, int | None]], size: int) -> Quotes:
    """Quotations with their depth, from (opening mark, last token, closing mark) in text order."""
    quotes: list[Quote] = []
    around = [-1] * size
    open_now: list[int] = []
    for opening, last, closing in spans:
        while open_now and quotes[open_now[-1]].last < opening:
            open_now.pop()
        parent = open_now[-1] if open_now else None
        quotes.append(Quote(opening + 1, last, opening, closing, len(open_now), parent))
        open_now.append(len(quotes) - 1)
        for i in range(opening + 1, last + 1):
            around[i] = len(quotes) - 1
    return Quotes(tuple(quotes), tuple(around))
