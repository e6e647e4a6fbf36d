"""Counts -> plots as SVG that stands in a page: bars and a matrix; colours come from the page's classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final, NamedTuple

from dixit.labels import visible

_WIDTH: Final = 680
_LABEL: Final = 200  # room for the names at the left
_NUMBER: Final = 44  # and for the figures at the right
_ROW: Final = 24
_BAR: Final = 16
_LETTERS: Final = 28  # of a name that fit beside a bar
_CELL: Final = 34
_HEAD: Final = 128  # room for the slanted names over a matrix


class Part(NamedTuple):
    """A stretch of a bar."""

    kind: str  # class of the page, which gives the colour
    number: int
    says: str  # what is counted


def shown(text: str) -> str:
    """Text made safe for a page."""
    return escape(visible(text))


def bars(title: str, rows: Sequence[tuple[str, Sequence[Part]]]) -> str:
    """One bar for each row, its parts one after the other, its sum at the end; "" where there is nothing."""
    most = max((sum(part.number for part in parts) for _, parts in rows), default=0)
    if not most:
        return ""
    room = _WIDTH - _LABEL - _NUMBER
    drawn = "".join(_bar(n, name, parts, room / most) for n, (name, parts) in enumerate(rows))
    height = len(rows) * _ROW + 4
    told = "; ".join(f"{name} {sum(part.number for part in parts)}" for name, parts in rows)
    return (
        f'<svg class="plot" viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{shown(f"{title} : {told}")}">'
        f"{drawn}</svg>"
    )


def _bar(n: int, name: str, parts: Sequence[Part], scale: float) -> str:
    top, x, drawn = n * _ROW + 4, float(_LABEL), ""
    for part in parts:
        if part.number:
            width = part.number * scale
            drawn += (
                f'<rect class="{part.kind}" x="{x:.1f}" y="{top}" width="{width:.1f}" height="{_BAR}">'
                f"<title>{shown(f'{name} : {part.number} {part.says}')}</title></rect>"
            )
            x += width
    middle = top + _BAR - 4
    total = sum(part.number for part in parts)
    return (
        f'<text class="name" x="{_LABEL - 8}" y="{middle}">{_short(name)}<title>{shown(name)}</title></text>{drawn}'
        f'<text class="sum" x="{x + 6:.1f}" y="{middle}">{total}</text>'
    )


class Cell(NamedTuple):
    """What one says of another."""

    good: int
    bad: int


def matrix(title: str, rows: Sequence[str], columns: Sequence[str], cells: Mapping[tuple[str, str], Cell]) -> str:
    """Who is for or against whom: good over bad in each cell, the stronger the more; "" where there is nothing."""
    most = max((max(cell) for cell in cells.values()), default=0)
    if not most:
        return ""
    width = max(_WIDTH, _LABEL + len(columns) * _CELL + _HEAD)
    height = _HEAD + len(rows) * _CELL + 4
    drawn = ""
    for i, column in enumerate(columns):
        x = _LABEL + i * _CELL + _CELL // 2
        drawn += (
            f'<text class="head" x="{x}" y="{_HEAD - 8}" transform="rotate(-45 {x} {_HEAD - 8})">{_short(column, 20)}'
            f"<title>{shown(column)}</title></text>"
        )
    for j, row in enumerate(rows):
        y = _HEAD + j * _CELL
        drawn += (
            f'<text class="name" x="{_LABEL - 8}" y="{y + _CELL // 2 + 4}">{_short(row)}'
            f"<title>{shown(row)}</title></text>"
        )
        for i, column in enumerate(columns):
            drawn += _cell(_LABEL + i * _CELL, y, (row, column), cells.get((row, column), Cell(0, 0)), most)
    told = "; ".join(f"{one} → {other} : +{cell.good} −{cell.bad}" for (one, other), cell in cells.items())
    label = shown(f"{title} : {told}")
    return f'<svg class="plot" viewBox="0 0 {width} {height}" role="img" aria-label="{label}">{drawn}</svg>'


def _cell(x: int, y: int, who: tuple[str, str], cell: Cell, most: int) -> str:
    drawn = f'<rect class="empty" x="{x + 1}" y="{y + 1}" width="{_CELL - 2}" height="{_CELL - 2}"/>'
    for kind, count, top in (("louer", cell.good, y + 1), ("blamer", cell.bad, y + _CELL // 2)):
        if count:
            says = "favorable" if kind == "louer" else "défavorable"
            drawn += (
                f'<rect class="{kind}" x="{x + 1}" y="{top}" width="{_CELL - 2}" height="{_CELL // 2 - 1}" '
                f'fill-opacity="{0.7 + 0.3 * count / most:.2f}"><title>'
                f"{shown(f'{who[0]} → {who[1]} : {count} {says}')}</title></rect>"
                f'<text class="in" x="{x + _CELL // 2}" y="{top + _CELL // 2 - 4}">{count}</text>'
            )
    return drawn


def _short(name: str, letters: int = _LETTERS) -> str:
    return shown(name if len(name) <= letters else name[: letters - 1].rstrip() + "…")
