"""Spans that name someone -> actors: who each speaker, addressee and target of a document is.

Names are tied first, over the whole document; then titles to the names beside them; then other titles,
descriptions and pronouns in text order. Nothing from outside the text is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dixit.resolve.antecedents import Antecedents
from dixit.resolve.contents import Contents
from dixit.resolve.entities import Entities, Entity
from dixit.resolve.memory import Memory
from dixit.resolve.participants import Participants
from dixit.resolve.speakers import Speakers
from dixit.resolve.titles import tie_titles
from dixit.types import Actor, Cast, Event, Mention, Parsed, Role, Statement

__all__ = ["resolve"]


def resolve(
    parsed: Parsed, statements: Sequence[Statement], mentions: Sequence[Mention], events: Sequence[Event] = ()
) -> Cast:
    """Actors of a document; which of them each statement's speaker, addressees and targets are, and who takes part."""
    entities = Entities(parsed, statements, mentions)
    tie_titles(entities)
    contents = Contents(statements)
    memory = Memory(entities, contents)
    Antecedents(entities, memory).walk()
    voices = Speakers(entities, contents, memory.floor)
    speakers = voices.find()
    addressees = [[voices.of_party(span, speakers) for span in s.addressees] for s in statements]
    targets = [[voices.of_party(span, speakers) for span in s.targets] for s in statements]
    heard = {*speakers, *(number for row in addressees for number in row)}
    targets = [[n if n is None or n in heard or not entities.is_thing(n) else None for n in row] for row in targets]
    participants = Participants(entities, speakers).find(events)
    parties = {*speakers, *(number for row in (*addressees, *targets, *participants) for number in row)}
    kept = _kept(entities, parties)
    places = {number: place for place, number in enumerate(kept)}
    return Cast(
        tuple(_actor(entities, entities.all[number], places) for number in kept),
        _placed(speakers, places),
        tuple(_placed(row, places) for row in addressees),
        tuple(_placed(row, places) for row in targets),
        tuple(_placed(row, places) for row in participants),
    )


def _begin(entities: Entities, entity: Entity) -> int:
    """Where an entity is first mentioned."""
    return min(entities.mentions[index].span.start for index in entity.mentions)


def _kept(entities: Entities, parties: set[int | None]) -> list[int]:
    """Entities that become actors: who speaks or is spoken to or of, and who has a name, in text order."""

    def known(entity: Entity) -> bool:
        proper = entity.named and entity.kind in ("person", "organisation", "state")
        return proper and not entities.is_place(entity)

    kept = [n for n, entity in enumerate(entities.all) if entity.mentions and (n in parties or known(entity))]
    return sorted(kept, key=lambda n: _begin(entities, entities.all[n]))


def _placed(numbers: Iterable[int | None], places: dict[int, int]) -> tuple[int | None, ...]:
    """Numbers of entities as indices of actors."""
    return tuple(places[number] if number is not None else None for number in numbers)


def _actor(entities: Entities, entity: Entity, places: dict[int, int]) -> Actor:
    """An entity as an actor, its mentions in text order."""
    mentions = sorted((entities.mentions[i] for i in set(entity.mentions)), key=lambda m: (m.span.start, -m.span.end))
    roles = tuple(_role(entities, entities.mentions[i], places) for i in sorted(set(entity.roles)))
    return Actor(entities.name(entity), entity.kind, roles, tuple(mentions))


def _role(entities: Entities, title: Mention, places: dict[int, int]) -> Role:
    """A title with the first body or state that is named inside it."""
    for index in entities.parties.within(title.span):
        mention, number = entities.mentions[index], entities.owner[index]
        if mention.form == "name" and mention.kind != "person" and number in places:
            return Role(entities.text(title), title.span, places[number])
    return Role(entities.text(title), title.span, None)
