"""Contents of statements by place: in whose words a span stands; looked up without a pass over all statements."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from dixit.types import Span, Statement


class Contents:
    """The contents of a document's statements."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._pieces = sorted((span.start, span.end, n) for n, s in enumerate(statements) for span in s.content)
        self._starts = [start for start, _, _ in self._pieces]
        self._reach = list(accumulate((end for _, end, _ in self._pieces), max))  # how far those up to here go

    def holding(self, span: Span) -> Iterator[tuple[int, int]]:
        """Length and statement of each content that holds a span, the one that begins last first."""
        k = bisect_right(self._starts, span.start) - 1
        while k >= 0 and self._reach[k] >= span.end:
            start, end, number = self._pieces[k]
            if end >= span.end:
                yield end - start, number
            k -= 1

    def parent(self, number: int | None, span: Span) -> int | None:
        """The statement, other than ``number``, with the shortest content that holds a span; None: none holds it."""
        holding = [(length, other) for length, other in self.holding(span) if other != number]
        return min(holding)[1] if holding else None
