"""Who speaks about whom -> places on a circle and curves between them; templates/graph.html draws them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dixit.store.rooms import Arc

SIZE: Final = 800
_RADIUS: Final = 185.0
_LARGEST: Final = 16.0  # letters, where few actors leave room
_ROOM: Final = 12.0  # between the circle and a name
_LONGEST: Final = 24  # letters of a name; the table has it whole


@dataclass(frozen=True, slots=True)
class Node:
    """An actor on the circle."""

    actor: str
    name: str
    shown: str  # the name, cut where it is long
    x: float
    y: float
    radius: float
    label_x: float
    label_y: float
    turn: float  # degrees by which the name is turned, so that it leads away from the circle
    anchor: str  # end of the name that stands at the circle


@dataclass(frozen=True, slots=True)
class Curve:
    """From who speaks to whom it is about, where it has its arrow."""

    arc: Arc
    path: str
    wide: float


@dataclass(frozen=True, slots=True)
class Circle:
    """Everything that is drawn."""

    nodes: tuple[Node, ...]
    curves: tuple[Curve, ...]
    letters: float  # their size: as much as there is room for on the circle
    size: int = SIZE


def circle(arcs: Sequence[Arc]) -> Circle:
    """Actors beside those with whom they have most to do, so that few curves cross the middle."""
    names = {arc.speaker: arc.speaker_name for arc in arcs} | {arc.actor: arc.name for arc in arcs}
    weight: Counter[str] = Counter()
    for arc in arcs:
        weight[arc.speaker] += arc.statements
        weight[arc.actor] += arc.statements
    order = _order(arcs, weight)
    most = max(weight.values(), default=1)
    nodes = {actor: _node(actor, names[actor], i / len(order), weight[actor] / most) for i, actor in enumerate(order)}
    heaviest = max((arc.statements for arc in arcs), default=1)
    curves = [_curve(arc, nodes[arc.speaker], nodes[arc.actor], arc.statements / heaviest) for arc in arcs]
    letters = round(min(_LARGEST, 2 * math.pi * _RADIUS / max(1, len(nodes))), 1)
    return Circle(tuple(nodes.values()), tuple(curves), letters)


def _order(arcs: Sequence[Arc], weight: Counter[str]) -> list[str]:
    """The heaviest first, then always the one most tied to those that stand already last."""
    tied: dict[str, Counter[str]] = {actor: Counter() for actor in weight}
    for arc in arcs:
        tied[arc.speaker][arc.actor] += arc.statements
        tied[arc.actor][arc.speaker] += arc.statements
    left, order = set(weight), list[str]()
    while left:
        near = order[-3:]
        best = min(left, key=lambda actor: (-sum(tied[actor][one] for one in near), -weight[actor], actor))
        order.append(best)
        left.discard(best)
    return order


def _node(actor: str, name: str, share: float, weight: float) -> Node:
    angle = 2 * math.pi * share - math.pi / 2
    middle, away = SIZE / 2, _RADIUS + _ROOM
    degrees = math.degrees(angle)
    left = math.cos(angle) < -1e-9
    return Node(
        actor=actor,
        name=name,
        shown=name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…",
        x=round(middle + _RADIUS * math.cos(angle), 1),
        y=round(middle + _RADIUS * math.sin(angle), 1),
        radius=round(3 + 6 * math.sqrt(weight), 1),
        label_x=round(middle + away * math.cos(angle), 1),
        label_y=round(middle + away * math.sin(angle), 1),
        turn=round(degrees + 180 if left else degrees, 1),
        anchor="end" if left else "start",
    )


def _curve(arc: Arc, one: Node, other: Node, share: float) -> Curve:
    """Bent to the right of the way, so that both directions between two actors are seen."""
    middle = SIZE / 2
    aside = 0.12
    bend_x = middle + (one.x + other.x - 2 * middle) * 0.25 - (other.y - one.y) * aside
    bend_y = middle + (one.y + other.y - 2 * middle) * 0.25 + (other.x - one.x) * aside
    path = f"M{one.x} {one.y}Q{bend_x:.1f} {bend_y:.1f} {other.x} {other.y}"
    return Curve(arc, path, round(0.8 + 5 * math.sqrt(share), 2))
