"""A record -> how its text calls each actor, and which of these wordings take a side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from dixit.knowledge import Knowledge, identify
from dixit.record import ActorRecord, NamedQuote, Record
from dixit.types import Form


class Wording(NamedTuple):
    """One way in which one text calls an actor."""

    document: str
    publisher: str | None  # None: nothing says it
    actor: str  # id in the record
    key: str | None  # of its identity; None: nobody whom the knowledge base surely knows
    name: str  # of the identity, else that of the record
    text: str  # as the text writes it first
    form: Form
    sides: bool  # whether it takes a side: "l'entité sioniste"
    starts: tuple[int, ...]  # where it stands


def wordings(record: Record, *, knowledge: Knowledge | None = None, sides: bool = False) -> list[Wording]:
    """The wordings of each actor but pronouns, in the order of the text; with ``sides`` those alone that take one.

    Over many records, the rows tell who calls whom what: sort them by ``key`` and ``publisher``.
    """
    rows = (row for actor in record.actors for row in _of(record, actor, knowledge))
    return [row for row in rows if row.sides or not sides]


def _of(record: Record, actor: ActorRecord, knowledge: Knowledge | None) -> Iterator[Wording]:
    found: dict[str, list[NamedQuote]] = {}
    for mention in actor.mentions:
        if mention.form != "pronoun":
            found.setdefault(mention.text.casefold(), []).append(mention)
    day = _day(record)
    document = record.document
    key, name = (actor.identity.key, actor.identity.name) if actor.identity else (None, actor.name)
    for same in found.values():
        first = same[0]
        takes = takes_side(first.text, key, day=day, knowledge=knowledge)
        starts = tuple(mention.start for mention in same)
        yield Wording(document.id, document.publisher, actor.id, key, name, first.text, first.form, takes, starts)


def takes_side(text: str, key: str | None, *, day: date | None, knowledge: Knowledge | None = None) -> bool:
    """Whether a wording of the actor with that identity is one that a side uses, on a day."""
    known = identify(text, day=day, knowledge=knowledge)
    return known is not None and known.sides and known.key == key


def _day(record: Record) -> date | None:
    """The day of a dispatch."""
    line = record.document.dateline
    told = record.document.published or (line.date if line else None)
    return date.fromisoformat(told) if told else None
