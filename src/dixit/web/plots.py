"""Counts by month -> the bars of a plot, as places in a drawing; templates/plot.svg draws them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dixit.store.rooms import Month

WIDE: Final = 640
HIGH: Final = 180
_LEFT, _BOTTOM, _TOP = 48, 26, 10
_MOST_BARS: Final = 48  # more are drawn by quarter or year
_WIDEST: Final = 72.0  # of a stretch: one month alone is no wall
_NAME: Final = 96  # room for the name of a stretch, in the large letters of a narrow window


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of time, with two counts one beside the other."""

    name: str
    x: float
    wide: float  # of each of the two
    said: int
    about: int
    said_y: float
    about_y: float
    label: bool  # whether there is room for its name


@dataclass(frozen=True, slots=True)
class Plot:
    """Everything that is drawn."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[int, float], ...]  # count, and its place from the top
    floor: float
    left: int = _LEFT
    wide: int = WIDE
    high: int = HIGH


def plot(months: Sequence[Month]) -> Plot | None:
    """The bars from the first month to the last, empty ones too; None where there is nothing to draw."""
    counts = _filled(months)
    if not counts:
        return None
    floor = float(HIGH - _BOTTOM)
    most = max(max(said, about) for _, said, about in counts)
    step = _step(most)
    top = -(-most // step) * step
    scale = (floor - _TOP) / top
    slot = min(_WIDEST, (WIDE - _LEFT) / len(counts))
    every = math.ceil(_NAME / slot)
    bars = tuple(
        Bar(
            name=name,
            x=round(_LEFT + i * slot + slot * 0.1, 2),
            wide=round(slot * 0.4, 2),
            said=said,
            about=about,
            said_y=round(floor - said * scale, 2),
            about_y=round(floor - about * scale, 2),
            label=i % every == 0,
        )
        for i, (name, said, about) in enumerate(counts)
    )
    ticks = tuple((value, round(floor - value * scale, 2)) for value in range(0, top + 1, step))
    return Plot(bars, ticks, floor)


def _filled(months: Sequence[Month]) -> list[tuple[str, int, int]]:
    """With the months between, or by year where months are too many."""
    if not months:
        return []
    held = {one.month: one for one in months}
    names = [min(held)]
    while names[-1] < max(held):
        names.append(_after(names[-1]))
    if len(names) <= _MOST_BARS:
        return [
            (name, held[name].said if name in held else 0, held[name].about if name in held else 0) for name in names
        ]
    years: dict[str, list[int]] = {}
    for name in names:
        counts = years.setdefault(name[:4], [0, 0])
        if name in held:
            counts[0] += held[name].said
            counts[1] += held[name].about
    return [(year, said, about) for year, (said, about) in years.items()]


def _after(month: str) -> str:
    year, number = int(month[:4]), int(month[5:7])
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def _step(most: int) -> int:
    """Between two lines of the grid: 1, 2, 5, 10, 20 ... so that there are four or so."""
    steps = [factor * power for power in (1, 10, 100, 1_000, 10_000, 100_000) for factor in (1, 2, 5)]
    return next((step for step in steps if most / step <= 5), steps[-1])


@dataclass(frozen=True, slots=True)
class Dot:
    """A share with its interval, in one stretch of time."""

    name: str
    x: float
    value: float
    y: float
    low_y: float
    high_y: float
    label: bool


@dataclass(frozen=True, slots=True)
class Shares:
    """Everything that is drawn of shares over time."""

    dots: tuple[Dot, ...]
    ticks: tuple[tuple[str, float], ...]
    left: int = _LEFT
    wide: int = WIDE
    high: int = HIGH


def shares(periods: Sequence[tuple[str, tuple[float, float, float]]]) -> Shares | None:
    """Each period's share, with how low and how high it may be; None where there is nothing to draw."""
    if not periods:
        return None
    floor = float(HIGH - _BOTTOM)
    slot = min(2 * _WIDEST, (WIDE - _LEFT) / len(periods))
    every = math.ceil(_NAME / slot)

    def place(share: float) -> float:
        return round(floor - share * (floor - _TOP), 2)

    dots = tuple(
        Dot(name, round(_LEFT + (i + 0.5) * slot, 2), value, place(value), place(low), place(high), i % every == 0)
        for i, (name, (value, low, high)) in enumerate(periods)
    )
    return Shares(dots, tuple((f"{n * 25} %", place(n / 4)) for n in range(5)))
