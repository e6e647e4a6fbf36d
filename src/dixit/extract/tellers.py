"""Statements -> which of them tells what stands at a place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from dixit.types import Span, Statement


class Tellers:
    """Which statement tells what: the contents of a document by place."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._sizes = [sum(piece.end - piece.start for piece in s.content) for s in statements]
        self._pieces = sorted((piece, i) for i, s in enumerate(statements) for piece in s.content)
        self._starts = [piece.start for piece, _ in self._pieces]
        self._longest = max((piece.end - piece.start for piece, _ in self._pieces), default=0)

    def of(self, span: Span) -> int | None:
        """Index of the statement with the shortest content that holds the span; None: the narrator tells it."""
        at, found = bisect_right(self._starts, span.start), []
        while at and self._starts[at - 1] + self._longest >= span.end:
            at -= 1
            piece, i = self._pieces[at]
            if piece.holds(span):
                found.append((self._sizes[i], i))
        return min(found)[1] if found else None
