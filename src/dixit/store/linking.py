"""The actors of a record -> actors over all dispatches: the same one again, or a new one.

An actor is known again by its keys: its identity in the reader's knowledge base, an identifier, else its name, for a
body also its acronym. Two persons of the same name stay two where both their countries and their roles are known and
differ. Who is only described ("une source diplomatique") is nobody beyond its dispatch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dixit.record import ActorRecord, Record
from dixit.store.database import Database, Value
from dixit.store.fold import fold, slug
from dixit.store.identified import Identity, identities

_HONORIFICS: Final = frozenset("m mm mme mmes mlle mr mrs ms dr me sir lord".split())
_ARTICLES: Final = frozenset("le la les l un une des".split())
# They begin a family name: "de Gaulle", "von der Leyen", "Le Pen".
_PARTICLES: Final = frozenset(
    "de du des d la le les van von der den di da del della dos el al ben bin ould abou".split()
)
# Words of a title that say nothing of the office: "l'ancien premier ministre".
_SMALL: Final = _ARTICLES | frozenset(
    "de du d a au aux son sa ses leur ce cette notre ex ancien ancienne futur future nouveau nouvelle actuel actuelle "
    "premier premiere vice grand haut haute jeune actuellement par ailleurs alors".split()
)
_OFFICE: Final = 1  # words of a title that are compared: "ministre", "president"
# The trait of an actor that a person has taken out of another: it is never joined by itself.
APART: Final = "apart"
# The key of an actor under the slug of one that was merged into it: "slug:leo-roc".
FORMER: Final = "slug:"
# So many times as many dispatches decide what an actor is. Not measured.
_OUTVOTED: Final = 3
_SHORTEST: Final = 3  # letters of an acronym that is believed; of two there are too many
_ACRONYM: Final = re.compile(r"[A-Z][A-Z0-9.&-]{1,7}")


@dataclass(frozen=True, slots=True)
class Seen:
    """An actor of one record, as far as it can be known again."""

    name: str
    usual: str | None  # the name of its identity; None: it has none
    kind: str
    iso3166: str | None
    wikidata: str | None
    keys: tuple[str, ...]  # the surest first; empty: it is only described
    traits: frozenset[str]


def link(store: Database, record: Record) -> dict[str, int | None]:
    """By the record's key: the number of the actor, None for whoever is only described."""
    pins = {
        str(name): number
        for name, number in store.rows(
            "SELECT name, actor_id FROM actor_pins WHERE digest = $digest", digest=record.document.id
        )
        if isinstance(number, int)
    }
    known = identities(record)
    found: dict[str, int | None] = {}
    same: list[tuple[int, int]] = []
    for actor in record.actors:
        pinned = pins.get(fold(actor.name))
        one = seen(actor, record, known)
        number = pinned if pinned is not None else _find(store, one)
        found[actor.id] = number
        same += [(other, number) for other in _acronyms(store, one, number)] if number is not None else []
    for other, number in dict(same).items():
        if other not in (number, *dict(same).values()):
            move(store, other, number)
            found = {key: number if held == other else held for key, held in found.items()}
    return found


def _acronyms(store: Database, one: Seen, number: int) -> list[int]:
    """Actors that are known by the initials of this one's name, which the dispatch gives for it."""
    initials = "".join(word[0] for word in fold(one.name).split() if word not in _SMALL)
    key = f"body:{initials}"
    if key not in one.keys or len(initials) < _SHORTEST:
        return []
    others = [other for other in _holders(store, key) if other != number and not _is_apart(store, other)]
    return [other for other in others if _may_share(store, other, one)]


def _may_share(store: Database, number: int, one: Seen) -> bool:
    """Whether two bodies of one acronym may be the same: their long names, if both have any, share a word."""
    rows = store.rows("SELECT key FROM actor_keys WHERE actor_id = $id AND key GLOB 'body:* *'", id=number)
    ours = _telling(bare_name(one.name))
    return not rows or len(ours) < 2 or any(ours & _telling(str(key)[5:]) for (key,) in rows)


def _telling(name: str) -> set[str]:
    """The words of a folded name that say something."""
    return {word for word in name.split() if word not in _SMALL and len(word) >= _SHORTEST}


def _is_apart(store: Database, number: int) -> bool:
    """Whether a person has taken it out of another actor."""
    held = "SELECT 1 FROM actor_traits WHERE actor_id = $id AND trait = $apart"
    return store.one(held, id=number, apart=APART) is not None


def seen(actor: ActorRecord, record: Record, known: Mapping[str, Identity]) -> Seen:
    """Keys and traits of one actor of a record."""
    names = {actor.id: actor for actor in record.actors}
    identity = known.get(actor.id)
    traits = {f"country:{identity.state}"} if identity and identity.state else set()
    for role in actor.roles:
        office = [word for word in fold(role.title).split() if word not in _SMALL and not word.isdigit()]
        traits.update(f"role:{word}" for word in office[:_OFFICE])
        body = names[role.of] if role.of else None
        if body is not None and body.kind == "state":
            traits.add(f"country:{body.identifiers.iso3166 or fold(body.name)}")
    identifiers = actor.identifiers
    return Seen(
        _without_honorific(actor.name),
        identity.name if identity else None,
        actor.kind,
        identifiers.iso3166,
        identifiers.wikidata,
        tuple(dict.fromkeys(_keys(actor, identity))),
        frozenset(traits),
    )


def _keys(actor: ActorRecord, identity: Identity | None) -> Iterator[str]:
    if identity:
        yield f"identity:{identity.key}"
    if actor.identifiers.wikidata:
        yield f"wikidata:{actor.identifiers.wikidata}"
    if actor.identifiers.iso3166 and actor.kind == "state":
        yield f"iso:{actor.identifiers.iso3166}"
    named = [mention.text for mention in actor.mentions if mention.form == "name"]
    if not named:
        return
    if actor.kind == "person":
        yield f"person:{_person(actor.name)}"
        return
    yield f"body:{bare_name(actor.name)}"
    for name in named:
        bare = bare_name(name)
        if _ACRONYM.fullmatch(name.strip()) or " " in bare:
            yield f"body:{bare}"


def keys_of_name(name: str) -> tuple[str, str]:
    """By which keys a name is known, whether of a person or of a body."""
    return f"person:{_person(name)}", f"body:{bare_name(name)}"


def _without_honorific(name: str) -> str:
    first, _, rest = name.partition(" ")
    return rest if rest and fold(first) in _HONORIFICS else name


def bare_name(name: str) -> str:
    """A name as keys have it: folded, without article and honorific."""
    words = fold(_without_honorific(name)).split()
    while len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    return " ".join(words)


def _person(name: str) -> str:
    """The same for a person, whose "Le" belongs to the name."""
    return fold(_without_honorific(name))


def _find(store: Database, one: Seen) -> int | None:
    if not one.keys:
        return None
    for key in one.keys:
        known = _by_key(store, key, one)
        if known is not None:
            _learn(store, known, one)
            return known
    return _new(store, one)


def _by_key(store: Database, key: str, one: Seen) -> int | None:
    """The first actor of that key that may be the same; for a lone family name, the one person who bears it."""
    for number in _holders(store, key):
        other = key.startswith("body:") and key != f"body:{bare_name(one.name)}"  # an acronym, or another name
        if other and not _may_share(store, number, one):
            continue
        if _agrees(store, number, one, sure=key.startswith(("identity:", "wikidata:", "iso:"))):
            return number
    family = _lone_family(key)
    if family is not None:
        bearers = [n for n in _holders(store, f"family:{family}") if _agrees(store, n, one, sure=False)]
        return bearers[0] if len(bearers) == 1 else None
    return None


def _lone_family(key: str) -> str | None:
    """The family name where a person's name is no more than that: "bel", "de gaulle"; else None."""
    words = key.removeprefix("person:").split()
    lone = key.startswith("person:") and (len(words) == 1 or words[0] in _PARTICLES)
    return " ".join(words) if lone else None


def _families(key: str) -> Iterator[str]:
    """By what family names a whole name is known: "charles de gaulle" by "gaulle" and "de gaulle"."""
    words = key.removeprefix("person:").split()
    if not key.startswith("person:") or _lone_family(key) is not None:
        return
    yield words[-1]
    start = next((n for n, word in enumerate(words[1:-1], 1) if word in _PARTICLES), None)
    if start is not None:
        yield " ".join(words[start:])


def _holders(store: Database, key: str) -> list[int]:
    rows = store.rows("SELECT actor_id FROM actor_keys WHERE key = $key ORDER BY actor_id", key=key)
    return [number for (number,) in rows if isinstance(number, int)]


def _agrees(store: Database, number: int, one: Seen, *, sure: bool) -> bool:
    """Whether nothing speaks against their being the same: other identifiers, or other countries and roles."""
    row = store.one("SELECT iso3166, wikidata FROM actors WHERE id = $id", id=number)
    held = row or (None, None)
    pairs = zip(held, (one.iso3166, one.wikidata), strict=True)
    if any(theirs and ours and theirs != ours for theirs, ours in pairs):
        return False
    if sure or not one.traits:
        return True
    traits = {str(t) for (t,) in store.rows("SELECT trait FROM actor_traits WHERE actor_id = $id", id=number)}
    return not all(_differ(traits, one.traits, start) for start in ("country:", "role:"))


def _differ(theirs: set[str], ours: frozenset[str], start: str) -> bool:
    mine = {trait for trait in ours if trait.startswith(start)}
    other = {trait for trait in theirs if trait.startswith(start)}
    return bool(mine and other) and not mine & other


def _learn(store: Database, number: int, one: Seen) -> None:
    """Traits, identifiers, the name of its identity, and those keys that lead to nobody yet."""
    if one.usual is not None and not _identified(store, number):
        store.run("UPDATE actors SET name = $name WHERE id = $id AND renamed = 0", name=one.usual, id=number)
    store.run_many("INSERT OR IGNORE INTO actor_traits VALUES (?, ?)", [(number, t) for t in sorted(one.traits)])
    if one.iso3166 or one.wikidata:
        store.run(
            "UPDATE actors SET iso3166 = coalesce(iso3166, $iso), wikidata = coalesce(wikidata, $wikidata) "
            "WHERE id = $id",
            iso=one.iso3166,
            wikidata=one.wikidata,
            id=number,
        )
    free = [key for key in one.keys if not _holders(store, key)]
    store.run_many("INSERT OR IGNORE INTO actor_keys VALUES (?, ?)", [(key, number) for key in free])


def _identified(store: Database, number: int) -> bool:
    held = "SELECT 1 FROM actor_keys WHERE actor_id = $id AND key GLOB 'identity:*'"
    return store.one(held, id=number) is not None


def _new(store: Database, one: Seen) -> int:
    number = new_actor(store, one.usual or one.name, one.kind)
    keys = [*one.keys]
    keys += (f"family:{family}" for family in _families(one.keys[-1]))
    store.run_many("INSERT OR IGNORE INTO actor_keys VALUES (?, ?)", [(key, number) for key in keys])
    _learn(store, number, one)
    return number


def new_actor(store: Database, name: str, kind: str) -> int:
    """An actor under the first slug that is free: "ana-bel", "ana-bel-2"."""
    first = slug(name)
    taken = {
        str(held)
        for (held,) in store.rows(
            "SELECT slug FROM actors WHERE slug = $slug OR slug GLOB $more", slug=first, more=f"{first}-*"
        )
    }
    free, n = first, 1
    while free in taken:
        n += 1
        free = f"{first}-{n}"
    cursor = store.run(
        "INSERT INTO actors (slug, name, kind) VALUES ($slug, $name, $kind)", slug=free, name=name, kind=kind
    )
    return cursor.lastrowid or 0


# After many dispatches: what only all of them together tell.

_LONE: Final = """
SELECT k.key, k.actor_id FROM actor_keys AS k JOIN actors AS a ON a.id = k.actor_id
WHERE k.key GLOB 'person:*' AND a.renamed = 0
ORDER BY k.key, k.actor_id
"""

_MISREAD: Final = """
SELECT p.actor_id, b.actor_id,
       (SELECT count(*) FROM appearances WHERE actor_id = p.actor_id),
       (SELECT count(*) FROM appearances WHERE actor_id = b.actor_id)
FROM actor_keys AS p JOIN actor_keys AS b ON b.key = 'body:' || substr(p.key, 8)
WHERE p.key GLOB 'person:*' AND p.actor_id <> b.actor_id
ORDER BY p.key, p.actor_id, b.actor_id
"""

# A person's lone family name comes last; who has an identity is called by its name.
_BEST_NAMES: Final = """
UPDATE actors SET name = best.name FROM (
    SELECT actor_id, name, row_number() OVER (
        PARTITION BY actor_id
        ORDER BY kind = 'person' AND (instr(name, ' ') = 0 OR name GLOB '[a-z]*'),
                 count(*) DESC, length(name) DESC, name
    ) AS place
    FROM appearances WHERE actor_id IS NOT NULL GROUP BY actor_id, name
) AS best
WHERE best.actor_id = actors.id AND best.place = 1 AND actors.renamed = 0 AND actors.name <> best.name
  AND NOT EXISTS (SELECT 1 FROM actor_keys AS k WHERE k.actor_id = actors.id AND k.key GLOB 'identity:*')
"""

_BEST_KINDS: Final = """
UPDATE actors SET kind = best.kind FROM (
    SELECT actor_id, kind, row_number() OVER (PARTITION BY actor_id ORDER BY count(*) DESC, kind) AS place
    FROM appearances WHERE actor_id IS NOT NULL GROUP BY actor_id, kind
) AS best
WHERE best.actor_id = actors.id AND best.place = 1 AND actors.kind <> best.kind
"""


def tidy(store: Database) -> None:
    """A lone family name joins the one person who bears it; each actor is called by its identity or the name most used.

    Where a few dispatches take for a person what many call a body, or the reverse, the few are wrong.
    """
    with store.transaction():
        for person, body, persons, bodies in store.rows(_MISREAD):
            few, many = sorted([(_number(persons), _number(person)), (_number(bodies), _number(body))])
            if many[0] >= _OUTVOTED * few[0] and not _is_apart(store, few[1]):
                move(store, few[1], many[1])
        for key, lone in store.rows(_LONE):
            family = _lone_family(str(key))
            if family is None:
                continue
            bearers = _holders(store, f"family:{family}")
            if len(bearers) != 1 or not isinstance(lone, int) or lone in bearers or _is_apart(store, lone):
                continue
            if _identified(store, lone):
                continue
            if not _clash(store, lone, bearers[0]):
                move(store, lone, bearers[0])
        store.run(_BEST_NAMES)
        store.run(_BEST_KINDS)


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _clash(store: Database, one: int, other: int) -> bool:
    traits = [
        {str(t) for (t,) in store.rows("SELECT trait FROM actor_traits WHERE actor_id = $id", id=n)}
        for n in (one, other)
    ]
    return all(_differ(traits[0], frozenset(traits[1]), start) for start in ("country:", "role:"))


def move(store: Database, number: int, to: int) -> None:
    """All that leads to one actor leads to another from now on, its slug and the name of its identity too."""
    if _identified(store, number) and not _identified(store, to):
        named = "UPDATE actors SET name = (SELECT name FROM actors WHERE id = $id) WHERE id = $to AND renamed = 0"
        store.run(named, id=number, to=to)
    row = store.one("SELECT slug FROM actors WHERE id = $id", id=number)
    former = FORMER + str(row[0] if row else "")
    store.run("DELETE FROM actor_keys WHERE key = $key", key=former)  # of an earlier one of that slug
    store.run("INSERT INTO actor_keys VALUES ($key, $id)", key=former, id=number)
    for table in ("actor_keys", "actor_traits", "actor_pins"):
        store.run(f"UPDATE OR IGNORE {table} SET actor_id = $to WHERE actor_id = $id", to=to, id=number)  # noqa: S608
        store.run(f"DELETE FROM {table} WHERE actor_id = $id", id=number)  # noqa: S608 - names of ours
    store.run("UPDATE appearances SET actor_id = $to WHERE actor_id = $id", to=to, id=number)
    store.run(
        "UPDATE actors SET iso3166 = coalesce(iso3166, (SELECT iso3166 FROM actors WHERE id = $id)), "
        "wikidata = coalesce(wikidata, (SELECT wikidata FROM actors WHERE id = $id)) WHERE id = $to",
        to=to,
        id=number,
    )
    store.run("DELETE FROM actors WHERE id = $id", id=number)


def numbers_of(store: Database, slugs: Sequence[str]) -> list[int]:
    """The numbers of actors by their slugs; a slug that leads nowhere gives nothing."""
    rows = [store.one("SELECT id FROM actors WHERE slug = $slug", slug=one) for one in slugs]
    return [row[0] for row in rows if row and isinstance(row[0], int)]
