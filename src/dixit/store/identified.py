"""Whom the reader's knowledge base has surely found in a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dixit.checked import Checked
from dixit.record import Record

_IDENTITY: Final = ("key", "name", "state", "office")


@dataclass(frozen=True, slots=True)
class Identity:
    """What the reader's knowledge base says of an actor."""

    key: str  # "state/FR", "person/ana-bel"
    name: str  # "France", whatever the dispatch calls it
    state: str | None  # ISO 3166-1 code of the state that it is, belongs to or governs
    office: str | None  # what it was on the day


def identities(record: Record) -> dict[str, Identity]:
    """By the record's key, as far as the reader has a knowledge base and the actor stands in it."""
    found = {}
    for node in Checked(record.to_dict()["actors"], "actors").each(lambda actor: actor):
        held = node.value.get("identity") if isinstance(node.value, dict) else None
        if isinstance(held, dict) and isinstance(node.value, dict):
            key, name, state, office = (Checked(held.get(one), f"{node.place}.{one}") for one in _IDENTITY)
            found[str(node.value["id"])] = Identity(
                key.text(), name.text(), state.optional(Checked.text), office.optional(Checked.text)
            )
    return found
