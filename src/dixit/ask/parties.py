"""Appearances -> who can answer for whom: oneself, whoever bears a title of the body, whoever speaks for the state."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final, Literal

from dixit.ask.weighing import bag
from dixit.knowledge import packaged
from dixit.store.database import Database, Value
from dixit.store.finding import phrase

Rule = Literal["same", "title", "state"]


@dataclass(frozen=True)
class Party:
    """Somebody in one dispatch."""

    appearance: int
    actor: int | None  # None: only described, known in its dispatch alone
    name: str
    slug: str | None
    state: str | None  # code of the state for which it speaks; None: for none
    bodies: frozenset[int]  # actors whose titles it bears

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of its name."""
        return frozenset(bag(self.name))

    @property
    def country(self) -> frozenset[str]:
        """The stems of all that names the state for which it speaks: "Russie", "russe", "Moscou"."""
        return _country(self.state) if self.state else frozenset()


@cache
def _country(code: str) -> frozenset[str]:
    state = packaged().states.get(code)
    if state is None:
        return frozenset()
    return frozenset(bag(" ".join((state.name, *state.names, *state.capitals, *state.masculine, *state.feminine))))


# A state, an organ of its government and whoever holds an office in it speak for it; its courts, its parliament, its
# police and its people do not. The column of an appearance p.
SPEAKS_FOR: Final = """
CASE WHEN p.identity LIKE 'state/%' OR p.identity LIKE 'office/%'
       OR (p.identity LIKE 'person/%' AND p.office IS NOT NULL)
       OR (p.identity LIKE 'organ/%' AND p.identity NOT LIKE '%/justice' AND p.identity NOT LIKE '%/parlement'
           AND p.identity NOT LIKE '%/police' AND p.identity NOT LIKE '%/banque-centrale')
     THEN p.state END"""
_PARTIES: Final = f"""
SELECT p.id, p.actor_id, coalesce(a.name, p.name), a.slug, {SPEAKS_FOR}
FROM appearances AS p LEFT JOIN actors AS a ON a.id = p.actor_id
WHERE p.id IN (SELECT speaker_id FROM statements WHERE act IN ('demand', 'commit', 'refuse', 'deny')
               UNION SELECT t.appearance_id FROM parties AS t JOIN statements AS s ON s.id = t.statement_id
                     WHERE s.act IN ('demand', 'commit', 'refuse', 'deny')
               UNION SELECT appearance_id FROM participants)
"""  # noqa: S608 - a column of ours
_BODIES: Final = """
SELECT r.appearance_id, b.actor_id FROM roles AS r JOIN appearances AS b ON b.id = r.of_id
WHERE b.actor_id IS NOT NULL
"""


def parties(store: Database) -> dict[int, Party]:
    """Everybody who asks, answers, is asked or acts, by appearance."""
    bodies: dict[Value, set[int]] = {}
    for appearance, actor in store.rows(_BODIES):
        bodies.setdefault(appearance, set()).add(int(str(actor)))
    found = {}
    for number, actor, name, slug, state in store.rows(_PARTIES):
        found[int(str(number))] = Party(
            appearance=int(str(number)),
            actor=None if actor is None else int(str(actor)),
            name=str(name),
            slug=None if slug is None else str(slug),
            state=None if state is None else str(state),
            bodies=frozenset(bodies.get(number, ())),
        )
    return found


Key = tuple[str, int | str]


def keys(party: Party) -> dict[Key, Rule]:
    """By what others are known to answer for a party, or it for them; the surest rule of each key."""
    own: Key = ("appearance", party.appearance) if party.actor is None else ("actor", party.actor)
    found: dict[Key, Rule] = {own: "same"}
    for body in party.bodies:
        found.setdefault(("actor", body), "title")
    if party.state:
        found.setdefault(("state", party.state), "state")
    return found


def rule(asked: Party, answering: Party) -> Rule | None:
    """How the one answers for the other; None: it does not.

    A title leads from whoever bears it to the body: the minister answers for the ministry, not the other way round.
    """
    theirs = keys(answering)
    for key, way in keys(asked).items():
        if key in theirs and way != "title":
            return theirs[key] if way == "same" else way
    return None


# Whoever bears the name in some dispatch, and all that is the same actor.
_NAMED: Final = """
WITH hits (id) AS (SELECT rowid FROM name_words WHERE name_words MATCH $name)
SELECT id FROM hits
UNION SELECT id FROM appearances WHERE actor_id IN (SELECT actor_id FROM appearances WHERE id IN hits)
"""
_SLUGGED: Final = """
SELECT p.id FROM appearances AS p JOIN actors AS a ON a.id = p.actor_id WHERE a.slug = $slug
UNION SELECT p.id FROM appearances AS p JOIN actor_keys AS k ON k.actor_id = p.actor_id
WHERE k.key = 'slug:' || $slug AND NOT EXISTS (SELECT 1 FROM actors WHERE slug = $slug)
"""


def named(store: Database, name: str) -> frozenset[int]:
    """The appearances of an actor, given by its slug, or of all whose name holds these words."""
    exact = store.rows(_SLUGGED, slug=name)
    found = exact or store.rows(_NAMED, name=phrase(name))
    return frozenset(int(str(one)) for (one,) in found)
