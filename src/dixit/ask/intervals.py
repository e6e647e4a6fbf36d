"""Counts -> how sure a share is: Wilson's interval, and Newcombe's for the difference of two shares; 95 %."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

_Z: Final = 1.959964  # of the normal distribution, for 95 %


class Interval(NamedTuple):
    """A share, or a difference of two, and where it lies with 95 % certainty."""

    value: float
    low: float
    high: float


def wilson(part: float, whole: float) -> Interval:
    """The share of ``part`` in ``whole`` (Wilson 1927); nothing of nothing is anywhere from 0 to 1."""
    if not whole:
        return Interval(0.5, 0.0, 1.0)
    share, square = part / whole, _Z * _Z / whole
    middle = (share + square / 2) / (1 + square)
    half = _Z / (1 + square) * math.sqrt(share * (1 - share) / whole + square / whole / 4)
    return Interval(share, max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))


def difference(before: Interval, after: Interval) -> Interval:
    """How much more the later share is than the earlier one (Newcombe 1998, method 10)."""
    value = after.value - before.value
    low = value - math.hypot(after.value - after.low, before.high - before.value)
    high = value + math.hypot(after.high - after.value, before.value - before.low)
    return Interval(value, max(-1.0, low), min(1.0, high))
