"""Events -> the entity that each participant is: who is named, the state of an adjective, the speaker of "nous"."""

from __future__ import annotations

from collections.abc import Sequence

from dixit.extract.people import adjective, state
from dixit.extract.tellers import Tellers
from dixit.resolve.entities import Entities
from dixit.resolve.groups import plain_name
from dixit.resolve.parties import FIRST_PERSON
from dixit.types import Event, Span


class Participants:
    """Who takes part in the events of a document."""

    def __init__(self, entities: Entities, speakers: Sequence[int | None]) -> None:
        self._entities, self._speakers = entities, speakers
        self._tellers = Tellers(entities.statements)
        self._states: dict[str, int] | None = None

    def find(self, events: Sequence[Event]) -> list[list[int | None]]:
        """By event, parallel to its participants: the number of an entity; None: nobody is known by these words."""
        return [[self._of(one.span) for one in event.participants] for event in events]

    def _of(self, span: Span) -> int | None:
        """Only who is known already: participants make no new entities and change no mention."""
        words = self._entities.parsed.document.cut(span)
        if words.lower() in FIRST_PERSON:
            teller = self._tellers.of(span)
            return None if teller is None else self._speakers[teller]
        known = self._entities.known(span)
        if known is not None or " " in words:
            return known
        people = adjective(words)
        return self._by_state().get(people[0]) if people else None

    def _by_state(self) -> dict[str, int]:
        """Number of each state that the document names."""
        if self._states is None:
            self._states = {}
            for number, entity in enumerate(self._entities.all):
                if entity.kind == "state" and entity.mentions:
                    forms = self._entities.forms(self._entities.mentions[entity.mentions[0]])
                    key = state(plain_name(forms))
                    if key:
                        self._states.setdefault(key, number)
        return self._states
