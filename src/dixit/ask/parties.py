"""Appearances -> who can answer for whom: oneself, whoever bears a title of the body, whoever speaks for the state."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final, Literal, NamedTuple

from dixit.ask.weighing import bag
from dixit.knowledge import packaged
from dixit.store.database import Database, Value
from dixit.store.finding import phrase

Rule = Literal["same", "title", "state"]


class Party(NamedTuple):
    """Somebody in one dispatch."""

    appearance: int
    actor: int | None  # None: only described, known in its dispatch alone
    name: str
    kind: str  # as for an actor of a record
    slug: str | None
    state: str | None  # code of the state for which it speaks; None: for none
    bodies: frozenset[int]  # actors whose titles it bears

    @property
    def names(self) -> frozenset[str]:
        """The stems of its name, and of all that names the state for which it speaks: "Russie", "russe", "Moscou"."""
        return _words(self.name) | (_country(self.state) if self.state else frozenset())

    @property
    def somebody(self) -> bool:
        """Whether it can ask for something: a thing that nobody knows cannot ("la situation pousse à …")."""
        return self.actor is not None or self.kind != "unknown"


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(bag(name))


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
SELECT p.id, p.actor_id, coalesce(a.name, p.name), coalesce(a.kind, p.kind), a.slug, {SPEAKS_FOR}
FROM appearances AS p LEFT JOIN actors AS a ON a.id = p.actor_id
WHERE p.id IN (SELECT value FROM json_each($appearances))
"""  # noqa: S608 - a column of ours
_BODIES: Final = """
SELECT r.appearance_id, b.actor_id FROM roles AS r JOIN appearances AS b ON b.id = r.of_id
WHERE b.actor_id IS NOT NULL
"""


def parties(store: Database, appearances: Iterable[int]) -> dict[int, Party]:
    """Those who appear as ``appearances``."""
    bodies: dict[Value, set[Value]] = {}
    for appearance, actor in store.rows(_BODIES):
        bodies.setdefault(appearance, set()).add(actor)
    none: frozenset[int] = frozenset()
    found = {}
    for row in store.rows(_PARTIES, appearances=json.dumps(sorted(set(appearances)))):
        body = frozenset(bodies[row[0]]) if row[0] in bodies else none
        found[row[0]] = Party(*row, body)  # type: ignore[arg-type, call-arg]
    return found  # type: ignore[return-value]


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


def rule(asked: Mapping[Key, Rule], answering: Mapping[Key, Rule]) -> Rule | None:
    """How the one with these keys answers for the other; None: it does not.

    A title leads from whoever bears it to the body: the minister answers for the ministry, not the other way round.
    """
    for key, way in asked.items():
        if key in answering and way != "title":
            return answering[key] if way == "same" else way
    return None


# By the columns on which keys() rests.
_ACTING: Final = f"""
SELECT DISTINCT x.event_id FROM participants AS x JOIN appearances AS p ON p.id = x.appearance_id
WHERE x.role = 'actor' AND (p.actor_id IN (SELECT value FROM json_each($actors))
                            OR p.id IN (SELECT value FROM json_each($appearances))
                            OR {SPEAKS_FOR} IN (SELECT value FROM json_each($states))
                            OR p.id IN (SELECT r.appearance_id FROM roles AS r JOIN appearances AS b ON b.id = r.of_id
                                        WHERE b.actor_id IN (SELECT value FROM json_each($actors))))
"""  # noqa: S608 - a column of ours


def acting(store: Database, sought: Iterable[Key]) -> list[int]:
    """The events in which somebody acts who has one of these keys."""
    of: dict[str, list[int | str]] = {"actor": [], "appearance": [], "state": []}
    for kind, key in sought:
        of[kind].append(key)
    lists = {f"{kind}s": json.dumps(keys) for kind, keys in of.items()}
    return [int(str(number)) for (number,) in store.rows(_ACTING, **lists)]


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
