"""Questions to the store: one question, its SQL above it, a named row back."""

from __future__ import annotations

from typing import Final, NamedTuple

from dixit.errors import UnknownError
from dixit.record import Record
from dixit.store.correcting import corrected
from dixit.store.database import Database
from dixit.store.fold import fold, slug
from dixit.store.putting import unpacked

# Enough of a digest to tell it from all others in any store that one person reads.
SHORT: Final = 10
_SHOWN: Final = 5  # names that an error lists


class Stats(NamedTuple):
    """How much there is."""

    dispatches: int
    copies: int  # of them, those that are copies of another
    sources: int
    words: int
    statements: int  # counted once
    events: int
    actors: int
    corrections: int
    failures: int
    first: str | None  # day of the oldest dispatch; None: none has a day
    last: str | None


_STATS: Final = """
SELECT (SELECT count(*) FROM dispatches), (SELECT count(*) FROM dispatches WHERE copy_of IS NOT NULL),
       (SELECT count(*) FROM sources), (SELECT coalesce(sum(words), 0) FROM dispatches),
       (SELECT count(*) FROM statements WHERE repeats IS NULL),
       (SELECT count(*) FROM events WHERE repeats IS NULL AND same_as IS NULL),
       (SELECT count(DISTINCT actor_id) FROM appearances), (SELECT count(*) FROM corrections WHERE undone IS NULL),
       (SELECT count(*) FROM failures), (SELECT min(published) FROM dispatches), (SELECT max(published) FROM dispatches)
"""


def stats(store: Database) -> Stats:
    """How much there is of everything; what stands in several copies is counted once."""
    return Stats(*store.rows(_STATS)[0])  # type: ignore[arg-type]


class Count(NamedTuple):
    """How many statements are of one kind."""

    name: str
    statements: int


_BY_ACT: Final = """
SELECT act, count(*) FROM statements WHERE repeats IS NULL GROUP BY act ORDER BY count(*) DESC, act
"""


def statements_by_act(store: Database) -> list[Count]:
    """What is done with words, the commonest first."""
    return [Count(str(act), int(str(n))) for act, n in store.rows(_BY_ACT)]


class ActorRow(NamedTuple):
    """An actor over all dispatches."""

    actor: str  # its slug
    name: str
    kind: str
    iso3166: str | None
    wikidata: str | None
    dispatches: int
    statements: int  # of which it is the speaker, counted once
    targeted: int  # statements about it


_ACTORS: Final = """
WITH called AS MATERIALIZED (
    SELECT a.id, (SELECT count(*) FROM appearances AS p CROSS JOIN statements AS s ON s.speaker_id = p.id
                  WHERE p.actor_id = a.id AND s.repeats IS NULL) AS spoke
    FROM actors AS a
    WHERE ($kind IS NULL OR a.kind = $kind)
      AND ($name IS NULL OR a.name = $called COLLATE NOCASE OR '-' || a.slug || '-' GLOB $slug
           OR a.id IN (SELECT actor_id FROM appearances WHERE id IN (
               SELECT rowid FROM name_words WHERE name_words MATCH $name)))
), shown AS MATERIALIZED (  -- and all who are quoted as often as the last one that is shown
    SELECT id, spoke FROM called
    WHERE spoke >= coalesce((SELECT spoke FROM called ORDER BY spoke DESC LIMIT 1 OFFSET $limit), 0)
)
SELECT a.slug, a.name, a.kind, a.iso3166, a.wikidata,
       (SELECT count(DISTINCT coalesce(d.copy_of, d.id))
        FROM appearances AS p JOIN dispatches AS d ON d.id = p.dispatch_id WHERE p.actor_id = a.id) AS seen,
       shown.spoke,
       (SELECT count(DISTINCT s.id) FROM appearances AS p
        CROSS JOIN parties AS t ON t.appearance_id = p.id AND t.part = 'target'
        JOIN statements AS s ON s.id = t.statement_id WHERE p.actor_id = a.id AND s.repeats IS NULL)
FROM shown JOIN actors AS a ON a.id = shown.id
WHERE seen > 0
ORDER BY shown.spoke DESC, seen DESC, a.slug
LIMIT $limit
"""


def actors(store: Database, *, name: str | None = None, kind: str | None = None, limit: int = 50) -> list[ActorRow]:
    """Who is quoted most; with a name, those who are called so in the store or in some dispatch."""
    words = f'"{fold(name) or "-"}"' if name else None
    part = f"*-{slug(name or '')}-*" if fold(name or "") else ""
    rows = store.rows(_ACTORS, name=words, called=name, slug=part, kind=kind, limit=limit)
    return [ActorRow(*row) for row in rows]  # type: ignore[arg-type]


class NameRow(NamedTuple):
    """One of an actor's names."""

    name: str
    dispatches: int


_NAMES: Final = """
SELECT p.name, count(*) FROM appearances AS p JOIN actors AS a ON a.id = p.actor_id WHERE a.slug = $actor
GROUP BY p.name ORDER BY count(*) DESC, p.name
"""


def names(store: Database, actor: str) -> list[NameRow]:
    """What the dispatches call an actor, the commonest first."""
    return [NameRow(str(name), int(str(n))) for name, n in store.rows(_NAMES, actor=actor)]


class RoleRow(NamedTuple):
    """A title of an actor, and the body that it belongs to."""

    title: str
    of: str | None  # None: no body is named
    dispatches: int


_ROLES: Final = """
SELECT r.title, coalesce(b.name, o.name), count(DISTINCT p.dispatch_id)
FROM roles AS r JOIN appearances AS p ON p.id = r.appearance_id JOIN actors AS a ON a.id = p.actor_id
LEFT JOIN appearances AS o ON o.id = r.of_id LEFT JOIN actors AS b ON b.id = o.actor_id
WHERE a.slug = $actor GROUP BY r.title, coalesce(b.name, o.name)
ORDER BY count(DISTINCT p.dispatch_id) DESC, r.title, 2
"""


def roles(store: Database, actor: str) -> list[RoleRow]:
    """What the dispatches say that an actor is, the commonest first."""
    return [
        RoleRow(str(title), None if of is None else str(of), int(str(n)))
        for title, of, n in store.rows(_ROLES, actor=actor)
    ]


class EventRow(NamedTuple):
    """Somebody is reported to have done something to somebody."""

    dispatch: str  # digest
    event: str
    date: str | None  # of the dispatch
    day: str | None  # of the event, as far as the text says it
    publisher: str | None
    type: str
    mode: str | None
    trigger: str
    status: str
    place: str | None
    actors: str | None
    recipients: str | None
    asserted_by: str | None  # key of the statement that tells it; None: the dispatch does
    confidence: float


_EVENTS: Final = """
WITH fit AS (
    SELECT d.digest, e.key, coalesce(e.day, d.published) AS day
    FROM events AS e JOIN dispatches AS d ON d.id = e.dispatch_id
    WHERE e.repeats IS NULL AND e.same_as IS NULL AND ($type IS NULL OR e.type = $type) AND %s
    ORDER BY 3 DESC, d.digest, e.key LIMIT $limit
)
SELECT h.dispatch, h.event, h.published, h.day, h.publisher, h.type, h.mode, h."trigger", h.status, h.place, h.actors,
       h.recipients, h.asserted_by, h.confidence
FROM fit JOIN happened AS h ON h.dispatch = fit.digest AND h.event = fit.key
ORDER BY fit.day DESC, h.dispatch, h.event
"""
# Both are told by an index, where they are asked for.
_OF_DAYS: Final = """e.id IN (
    SELECT id FROM events WHERE day >= $since AND day <= $until
    UNION ALL SELECT n.id FROM dispatches AS o CROSS JOIN events AS n ON n.dispatch_id = o.id
    WHERE o.published >= $since AND o.published <= $until AND n.day IS NULL)"""
_OF_ACTOR: Final = """e.id IN (
    SELECT x.event_id FROM actors AS a JOIN appearances AS p ON p.actor_id = a.id
    JOIN participants AS x ON x.appearance_id = p.id WHERE a.slug = $actor)"""
_FIRST_DAY: Final = ""
_LAST_DAY: Final = "~"  # no day is later


def events(
    store: Database,
    *,
    actor: str | None = None,
    kind: str | None = None,
    days: tuple[str | None, str | None] = (None, None),
    limit: int = 50,
) -> list[EventRow]:
    """What happened, the latest first, what is told again or stands in several copies once.

    ``actor`` is the slug of somebody who takes part, ``days`` the first and the last.
    """
    fits = [*([_OF_DAYS] if any(days) else []), *([_OF_ACTOR] if actor else [])]
    since, until = days[0] or _FIRST_DAY, days[1] or _LAST_DAY
    asked = {"actor": actor, "type": kind, "since": since, "until": until, "limit": limit}
    rows = store.rows(_EVENTS % (" AND ".join(fits) or "1"), **asked)
    return [EventRow(*row) for row in rows]  # type: ignore[arg-type]


class CopyRow(NamedTuple):
    """One place where a text stands, or a copy of it."""

    original: str  # digest of the fullest of the group
    dispatch: str  # digest of this one
    title: str | None
    published: str | None
    publisher: str | None
    source: str
    share: float  # of the shorter of the two texts that the other has too; 1 for the original itself


_COPIES: Final = """
SELECT o.digest, d.digest, coalesce(s.title, d.title), coalesce(s.published, d.published),
       coalesce(s.publisher, d.publisher), s.source,
       CASE WHEN d.id = o.id THEN 1.0
            ELSE coalesce(l.share, (SELECT max(share) FROM likenesses WHERE dispatch_id = d.id)) END
FROM dispatches AS d
JOIN dispatches AS o ON o.id = coalesce(d.copy_of, d.id)
JOIN sources AS s ON s.dispatch_id = d.id
LEFT JOIN likenesses AS l ON l.dispatch_id = d.id AND l.other_id = o.id
WHERE o.id IN (SELECT copy_of FROM dispatches WHERE copy_of IS NOT NULL
               UNION SELECT dispatch_id FROM sources GROUP BY dispatch_id HAVING count(*) > 1)
  AND ($digest IS NULL OR o.digest = (SELECT x.digest FROM dispatches AS y
       JOIN dispatches AS x ON x.id = coalesce(y.copy_of, y.id) WHERE y.digest = $digest))
ORDER BY o.published, o.id, d.id <> o.id, d.id, s.source
"""


def copies(store: Database, digest: str | None = None) -> list[CopyRow]:
    """Every group of copies with all its places, or the group of one dispatch."""
    return [CopyRow(*row) for row in store.rows(_COPIES, digest=digest)]  # type: ignore[arg-type]


class FailureRow(NamedTuple):
    """What could not be read."""

    source: str
    container: str
    reason: str
    tries: int
    last: str


_FAILURES: Final = "SELECT source, container, reason, tries, last FROM failures ORDER BY last DESC, source"


def failures(store: Database) -> list[FailureRow]:
    """What could not be read and why, the latest first."""
    return [FailureRow(*row) for row in store.rows(_FAILURES)]  # type: ignore[arg-type]


class CorrectionRow(NamedTuple):
    """What somebody put right."""

    number: int
    dispatch: str  # digest
    kind: str
    content: str  # the words that it is about
    by: str
    at: str
    undone: str | None  # when; None: it holds
    undone_by: str | None


_CORRECTED: Final = """
SELECT c.id, c.digest, c.kind, substr(t.text, c."start" + 1, c."end" - c."start"), c.by, c.at, c.undone, c.undone_by
FROM corrections AS c LEFT JOIN dispatches AS d ON d.digest = c.digest LEFT JOIN texts AS t ON t.dispatch_id = d.id
ORDER BY c.id
"""


def correction_rows(store: Database) -> list[CorrectionRow]:
    """What was put right, by whom and when, in the order in which it was done."""
    return [CorrectionRow(*row) for row in store.rows(_CORRECTED)]  # type: ignore[arg-type]


# One dispatch.

_LIKE: Final = "SELECT digest FROM dispatches WHERE digest GLOB $start ORDER BY digest LIMIT 6"


def digest_of(store: Database, name: str) -> str:
    """The dispatch whose digest begins so, or that was found at that path or URL; raises UnknownError."""
    bare = name.removeprefix("sha256:")
    if bare and all(c in "0123456789abcdef" for c in bare):
        found = [str(digest) for (digest,) in store.rows(_LIKE, start=f"sha256:{bare}*")]
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownError("dispatch", name, [short(one) for one in found], "give more of it")
    row = store.one(
        "SELECT d.digest FROM sources AS s JOIN dispatches AS d ON d.id = s.dispatch_id WHERE s.source = $name "
        "OR s.source GLOB '*/' || $name ORDER BY s.found DESC, d.id LIMIT 1",
        name=name,
    )
    if row is None:
        raise UnknownError("dispatch", name, [], "list them with: dixit find")
    return str(row[0])


def short(digest: str) -> str:
    """The first ten digits of "sha256:90ab…", by which a dispatch is called."""
    return digest.removeprefix("sha256:")[:SHORT]


def get(store: Database, digest: str, *, as_read: bool = False) -> Record:
    """The record of a dispatch with what people have corrected; ``as_read`` leaves that out. Raises UnknownError."""
    row = store.one(
        "SELECT t.record FROM texts AS t JOIN dispatches AS d ON d.id = t.dispatch_id WHERE d.digest = $digest",
        digest=digest_of(store, digest),
    )
    record = unpacked(row[0] if row else None)
    return record if as_read else corrected(store, record)[0]


_MERGED: Final = """
SELECT a.slug FROM actor_keys AS k JOIN actors AS a ON a.id = k.actor_id
WHERE k.key = 'slug:' || $slug AND NOT EXISTS (SELECT 1 FROM actors WHERE slug = $slug)
"""


def merged_into(store: Database, slug: str) -> str | None:
    """The slug of the actor into which the one of that slug was merged; None where none was."""
    row = store.one(_MERGED, slug=slug)
    return None if row is None else str(row[0])


def actor_of(store: Database, name: str) -> str:
    """The slug of an actor, given that, one that was merged into it, or a name that only one bears.

    Raises UnknownError.
    """
    if store.one("SELECT 1 FROM actors WHERE slug = $slug", slug=name):
        return name
    if (merged := merged_into(store, name)) is not None:
        return merged
    found = [row.actor for row in actors(store, name=name, limit=_SHOWN + 1)] if fold(name) else []
    exact = [one for one in found if one == slug(name)]
    if len(exact) == 1 or len(found) == 1:
        return (exact or found)[0]
    raise UnknownError("actor", name, found[:_SHOWN], "list them with: dixit actors NAME")
