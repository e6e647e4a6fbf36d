"""A selection -> GraphML: actors as nodes, who speaks or acts towards whom as edges that lead back to the words.

The format is described at http://graphml.graphdrawing.org/; Gephi, yEd, visone, Cytoscape, igraph and networkx read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import BinaryIO, Final
from xml.etree import ElementTree as ET

from dixit.exports.safe import xml_safe
from dixit.exports.selection import Selection
from dixit.plover import verbal_code
from dixit.store.details import Happened, Said, Side

_SPACE: Final = "http://graphml.graphdrawing.org/xmlns"
_NODE: Final = {
    "label": "string",
    "kind": "string",
    "iso3166": "string",
    "wikidata": "string",
    "statements": "long",
    "targeted": "long",
}
_EDGE: Final = {
    "fact": "string",
    "label": "string",
    "plover": "string",
    "reciprocal": "boolean",
    "weight": "long",
    "confidence": "double",
    "first": "string",
    "last": "string",
    "refs": "string",
}


@dataclass(slots=True)
class _Edge:
    """All that one actor says or does to another in one way."""

    refs: list[str] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    confidence: float = 0.0

    def add(self, fact: Said | Happened) -> None:
        self.refs.append(fact.ref)
        self.confidence += fact.confidence
        if fact.date:
            self.days.append(fact.date)


# From whom, to whom, "statement" or "event", act or type, whether it goes both ways.
_Key = tuple[str, str, str, str, bool]


def write_graphml(selection: Selection, out: BinaryIO) -> None:
    """A directed graph with parallel edges; whoever is only described has no node."""
    nodes: dict[str, Side] = {}
    edges: dict[_Key, _Edge] = {}
    for key, one, other, fact in _ties(selection):
        nodes.setdefault(key[0], one)
        nodes.setdefault(key[1], other)
        edges.setdefault(key, _Edge()).add(fact)
    root = ET.Element("graphml", xmlns=_SPACE)
    for kind, keys in (("node", _NODE), ("edge", _EDGE)):
        for name, of in keys.items():
            ET.SubElement(root, "key", {"id": f"{kind}-{name}", "for": kind, "attr.name": name, "attr.type": of})
    graph = ET.SubElement(root, "graph", id="dixit", edgedefault="directed")
    spoken, aimed = _counts(selection)
    for slug, side in sorted(nodes.items()):
        node = ET.SubElement(graph, "node", id=slug)
        _data(node, "node", "label", side.name)
        _data(node, "node", "kind", side.kind)
        _data(node, "node", "iso3166", side.iso3166)
        _data(node, "node", "wikidata", side.wikidata)
        _data(node, "node", "statements", spoken.get(slug, 0))
        _data(node, "node", "targeted", aimed.get(slug, 0))
    for n, (key, edge) in enumerate(sorted(edges.items())):
        _write_edge(graph, n, key, edge)
    ET.ElementTree(root).write(out, encoding="utf-8", xml_declaration=True)


def _write_edge(graph: ET.Element, n: int, key: _Key, edge: _Edge) -> None:
    source, target, fact, label, both = key
    node = ET.SubElement(graph, "edge", id=f"e{n}", source=source, target=target)
    code = verbal_code(label) if fact == "statement" else None  # type: ignore[arg-type]
    _data(node, "edge", "fact", fact)
    _data(node, "edge", "label", label)
    _data(node, "edge", "plover", label if fact == "event" else code.category if code else None)
    _data(node, "edge", "reciprocal", "true" if both else "false")
    _data(node, "edge", "weight", len(edge.refs))
    _data(node, "edge", "confidence", round(edge.confidence / len(edge.refs), 3))
    _data(node, "edge", "first", min(edge.days, default=None))
    _data(node, "edge", "last", max(edge.days, default=None))
    _data(node, "edge", "refs", " ".join(edge.refs))


def _data(node: ET.Element, kind: str, name: str, value: str | float | None) -> None:
    if value is not None:
        ET.SubElement(node, "data", key=f"{kind}-{name}").text = xml_safe(str(value))


def _ties(selection: Selection) -> Iterator[tuple[_Key, Side, Side, Said | Happened]]:
    """Speaker to target; who acts to who undergoes, or each to each where all act on each other."""
    for statement in selection.statements:
        if statement.negated:
            continue
        for one, other in product([statement.speaker], statement.targets):
            if one.actor and other.actor and one.actor != other.actor:  # a promise binds who makes it
                yield (one.actor, other.actor, "statement", statement.act, False), one, other, statement
    for event in selection.events:
        if event.status != "actual":
            continue
        both = not event.recipients
        for one, other in combinations(event.actors, 2) if both else product(event.actors, event.recipients):
            if one.actor and other.actor and one.actor != other.actor:
                first, second = sorted((one, other), key=_slug) if both else (one, other)
                yield (_slug(first), _slug(second), "event", event.type, both), first, second, event


def _slug(side: Side) -> str:
    return side.actor or ""


def _counts(selection: Selection) -> tuple[dict[str, int], dict[str, int]]:
    """How often each speaks, and how often each is spoken about."""
    spoken: dict[str, int] = {}
    aimed: dict[str, int] = {}
    for statement in selection.statements:
        if statement.speaker.actor:
            spoken[statement.speaker.actor] = spoken.get(statement.speaker.actor, 0) + 1
        for slug in {side.actor for side in statement.targets if side.actor}:
            aimed[slug] = aimed.get(slug, 0) + 1
    return spoken, aimed
