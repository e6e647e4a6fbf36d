"""Questions of the reading room: a day's dispatches, an actor over time, who speaks about whom.

CROSS JOIN keeps SQLite to the order in which tables are named: it would begin with the longest one.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from dixit.store.database import Database
from dixit.store.queries import EventRow


class DispatchRow(NamedTuple):
    """A dispatch in a list; its copies are folded into it."""

    dispatch: str  # digest
    title: str | None
    start: str  # the first words, for one without a title
    publisher: str | None
    published: str | None
    place: str | None
    words: int
    statements: int
    events: int
    outlets: int  # places where it or a copy of it stands


_DISPATCHES: Final = """
WITH shown AS (
    SELECT d.id FROM dispatches AS d
    WHERE d.copy_of IS NULL AND ($day IS NULL OR d.published = $day)
      AND ($publisher IS NULL OR d.publisher = $publisher)
    ORDER BY d.published DESC, d.id DESC LIMIT $limit OFFSET $skip
)
SELECT d.digest, d.title, substr(t.text, 1, 120), d.publisher, d.published, d.place, d.words,
       (SELECT count(*) FROM statements AS s WHERE s.dispatch_id = d.id),
       (SELECT count(*) FROM events AS e WHERE e.dispatch_id = d.id AND e.same_as IS NULL),
       (SELECT count(*) FROM sources AS o WHERE o.dispatch_id IN (
            SELECT id FROM dispatches WHERE id = d.id OR copy_of = d.id))
FROM shown JOIN dispatches AS d ON d.id = shown.id JOIN texts AS t ON t.dispatch_id = d.id
ORDER BY d.published DESC, d.id DESC
"""


def dispatches(
    store: Database, *, day: str | None = None, publisher: str | None = None, limit: int = 50, skip: int = 0
) -> list[DispatchRow]:
    """The latest first; of a group of copies the fullest."""
    rows = store.rows(_DISPATCHES, day=day, publisher=publisher, limit=limit, skip=skip)
    return [DispatchRow(*row) for row in rows]  # type: ignore[arg-type]


class Days(NamedTuple):
    """A day that has dispatches, and those before and after it."""

    day: str | None  # None: no dispatch has a day
    before: str | None
    after: str | None


_DAYS: Final = """
WITH shown AS (SELECT max(published) AS day FROM dispatches WHERE $day IS NULL OR published <= $day)
SELECT day, (SELECT max(published) FROM dispatches WHERE published < day),
       (SELECT min(published) FROM dispatches WHERE published > day) FROM shown
"""


def days(store: Database, day: str | None = None) -> Days:
    """The last day that has dispatches, up to the one given."""
    return Days(*store.rows(_DAYS, day=day)[0])  # type: ignore[arg-type]


class VoiceRow(NamedTuple):
    """An actor that is quoted, and what it does with words."""

    actor: str  # slug
    name: str
    statements: int
    dispatches: int


_VOICES: Final = """
SELECT a.slug, a.name, count(*), count(DISTINCT s.dispatch_id)
FROM dispatches AS d JOIN statements AS s ON s.dispatch_id = d.id
JOIN appearances AS p ON p.id = s.speaker_id JOIN actors AS a ON a.id = p.actor_id
WHERE d.published = $day AND s.repeats IS NULL
GROUP BY a.id ORDER BY count(*) DESC, a.slug LIMIT $limit
"""


def voices(store: Database, day: str, *, limit: int = 12) -> list[VoiceRow]:
    """Who is quoted most on a day."""
    return [VoiceRow(*row) for row in store.rows(_VOICES, day=day, limit=limit)]  # type: ignore[arg-type]


class ActorFacts(NamedTuple):
    """What is known of an actor over all dispatches."""

    actor: str  # slug
    name: str
    kind: str
    iso3166: str | None
    wikidata: str | None
    dispatches: int
    first: str | None  # day of the first dispatch that names it
    last: str | None


_FACTS: Final = """
SELECT a.slug, a.name, a.kind, a.iso3166, a.wikidata, count(DISTINCT coalesce(d.copy_of, d.id)), min(d.published),
       max(d.published)
FROM actors AS a LEFT JOIN appearances AS p ON p.actor_id = a.id LEFT JOIN dispatches AS d ON d.id = p.dispatch_id
WHERE a.slug = $actor GROUP BY a.id
"""


def actor_facts(store: Database, actor: str) -> ActorFacts:
    """The actor of that slug, which is one of the store's."""
    return ActorFacts(*store.rows(_FACTS, actor=actor)[0])  # type: ignore[arg-type]


class RoleSpan(NamedTuple):
    """A title of an actor, and from when to when dispatches give it."""

    title: str  # without its article
    of: str | None  # None: no body is named
    first: str | None
    last: str | None
    dispatches: int


# "Le président" and "président" are one; of two ways of writing max() takes the one in small letters.
_ROLE_SPANS: Final = """
WITH held AS (
    SELECT CASE WHEN r.title LIKE 'le %' OR r.title LIKE 'la %' OR r.title LIKE 'un %' THEN substr(r.title, 4)
                WHEN r.title LIKE 'les %' OR r.title LIKE 'une %' THEN substr(r.title, 5)
                WHEN r.title LIKE 'l''%' OR r.title LIKE 'l’%' THEN substr(r.title, 3) ELSE r.title END AS title,
           coalesce(b.name, o.name) AS body, d.published, d.id
    FROM actors AS a JOIN appearances AS p ON p.actor_id = a.id JOIN roles AS r ON r.appearance_id = p.id
    JOIN dispatches AS d ON d.id = p.dispatch_id
    LEFT JOIN appearances AS o ON o.id = r.of_id LEFT JOIN actors AS b ON b.id = o.actor_id
    WHERE a.slug = $actor
)
SELECT max(title), body, min(published), max(published), count(DISTINCT id) FROM held GROUP BY lower(title), body
ORDER BY count(DISTINCT id) DESC, 1, 2 LIMIT $limit
"""


def role_spans(store: Database, actor: str, *, limit: int = 12) -> list[RoleSpan]:
    """What dispatches say that an actor is, the commonest first."""
    return [RoleSpan(*row) for row in store.rows(_ROLE_SPANS, actor=actor, limit=limit)]  # type: ignore[arg-type]


class Wording(NamedTuple):
    """Words by which dispatches mean an actor."""

    text: str
    form: str  # name, title, description
    publishers: str | None  # those that write so; None: none is known
    dispatches: int


_WORDINGS: Final = """
SELECT max(m.text), m.form, group_concat(DISTINCT d.publisher), count(DISTINCT d.id)
FROM actors AS a JOIN appearances AS p ON p.actor_id = a.id JOIN mentions AS m ON m.appearance_id = p.id
JOIN dispatches AS d ON d.id = p.dispatch_id
WHERE a.slug = $actor AND m.form <> 'pronoun' AND d.copy_of IS NULL
GROUP BY lower(m.text), m.form ORDER BY count(DISTINCT d.id) DESC, 1 LIMIT $limit
"""


def wordings(store: Database, actor: str, *, limit: int = 16) -> list[Wording]:
    """How dispatches call an actor, pronouns left out, the commonest first."""
    return [Wording(*row) for row in store.rows(_WORDINGS, actor=actor, limit=limit)]  # type: ignore[arg-type]


class Tie(NamedTuple):
    """How often one actor does one thing with words to another."""

    act: str
    actor: str  # slug of the other
    name: str
    statements: int


_TO_OTHERS: Final = """
SELECT s.act, o.slug, o.name, count(DISTINCT s.id)
FROM actors AS a JOIN appearances AS p ON p.actor_id = a.id JOIN statements AS s ON s.speaker_id = p.id
JOIN parties AS t ON t.statement_id = s.id AND t.part = 'target'
JOIN appearances AS q ON q.id = t.appearance_id JOIN actors AS o ON o.id = q.actor_id
WHERE a.slug = $actor AND s.repeats IS NULL AND NOT s.negated
GROUP BY s.act, o.id ORDER BY count(DISTINCT s.id) DESC, s.act, o.slug
"""
_FROM_OTHERS: Final = """
SELECT s.act, o.slug, o.name, count(DISTINCT s.id)
FROM actors AS a JOIN appearances AS p ON p.actor_id = a.id
JOIN parties AS t ON t.appearance_id = p.id AND t.part = 'target' JOIN statements AS s ON s.id = t.statement_id
JOIN appearances AS q ON q.id = s.speaker_id JOIN actors AS o ON o.id = q.actor_id
WHERE a.slug = $actor AND s.repeats IS NULL AND NOT s.negated
GROUP BY s.act, o.id ORDER BY count(DISTINCT s.id) DESC, s.act, o.slug
"""


def ties(store: Database, actor: str, *, aimed_at: bool = False) -> list[Tie]:
    """Whom an actor's statements are about; ``aimed_at``: whose statements are about it."""
    rows = store.rows(_FROM_OTHERS if aimed_at else _TO_OTHERS, actor=actor)
    return [Tie(*row) for row in rows]  # type: ignore[arg-type]


class Arc(NamedTuple):
    """How often one actor speaks to or about another."""

    speaker: str  # slug
    speaker_name: str
    actor: str  # slug of the other
    name: str
    statements: int


_ARCS: Final = """
SELECT a.slug, a.name, b.slug, b.name, count(DISTINCT s.id)
FROM statements AS s INDEXED BY statements_of_speaker CROSS JOIN parties AS t ON t.statement_id = s.id
CROSS JOIN appearances AS p ON p.id = s.speaker_id JOIN dispatches AS d ON d.id = p.dispatch_id
JOIN actors AS a ON a.id = p.actor_id
JOIN appearances AS q ON q.id = t.appearance_id JOIN actors AS b ON b.id = q.actor_id
WHERE s.speaker_id IS NOT NULL AND s.repeats IS NULL AND a.id <> b.id AND ($act IS NULL OR s.act = $act)
  AND ($part IS NULL OR t.part = $part)
  AND ($since IS NULL OR d.published >= $since) AND ($until IS NULL OR d.published <= $until)
GROUP BY a.id, b.id ORDER BY count(DISTINCT s.id) DESC, a.slug, b.slug LIMIT $limit
"""


def arcs(
    store: Database,
    *,
    part: str | None = None,
    act: str | None = None,
    days: tuple[str | None, str | None] = (None, None),
    limit: int = 60,
) -> list[Arc]:
    """Who speaks to whom (part "addressee"), about whom ("target"), or either, the commonest first."""
    rows = store.rows(_ARCS, part=part, act=act, since=days[0], until=days[1], limit=limit)
    return [Arc(*row) for row in rows]  # type: ignore[arg-type]


class ActCount(NamedTuple):
    """How often an actor does one thing with words, and how often it is done to it."""

    act: str
    said: int
    about: int


_ACTS_OF: Final = """
WITH mine AS (SELECT p.id FROM appearances AS p JOIN actors AS a ON a.id = p.actor_id WHERE a.slug = $actor),
counted AS (
    SELECT s.act, count(*) AS said, 0 AS about FROM mine CROSS JOIN statements AS s ON s.speaker_id = mine.id
    WHERE s.repeats IS NULL GROUP BY s.act
    UNION ALL
    SELECT s.act, 0, count(DISTINCT s.id) FROM mine
    CROSS JOIN parties AS t ON t.appearance_id = mine.id AND t.part = 'target'
    JOIN statements AS s ON s.id = t.statement_id
    WHERE s.repeats IS NULL GROUP BY s.act
)
SELECT act, sum(said), sum(about) FROM counted GROUP BY act ORDER BY sum(said) + sum(about) DESC, act
"""


def acts_of(store: Database, actor: str) -> list[ActCount]:
    """What an actor does with words, and what others do to it, the commonest first."""
    return [ActCount(*row) for row in store.rows(_ACTS_OF, actor=actor)]  # type: ignore[arg-type]


class Month(NamedTuple):
    """Statements of one month."""

    month: str  # 2020-06
    said: int  # by the actor
    about: int  # about it


_MONTHS: Final = """
WITH mine AS (SELECT p.id FROM appearances AS p JOIN actors AS a ON a.id = p.actor_id WHERE a.slug = $actor),
counted AS (
    SELECT substr(d.published, 1, 7) AS month, count(*) AS said, 0 AS about FROM mine
    CROSS JOIN statements AS s ON s.speaker_id = mine.id JOIN dispatches AS d ON d.id = s.dispatch_id
    WHERE s.repeats IS NULL AND d.published IS NOT NULL GROUP BY 1
    UNION ALL
    SELECT substr(d.published, 1, 7), 0, count(DISTINCT s.id) FROM mine
    CROSS JOIN parties AS t ON t.appearance_id = mine.id AND t.part = 'target'
    JOIN statements AS s ON s.id = t.statement_id
    JOIN dispatches AS d ON d.id = s.dispatch_id
    WHERE s.repeats IS NULL AND d.published IS NOT NULL GROUP BY 1
)
SELECT month, sum(said), sum(about) FROM counted GROUP BY month ORDER BY month
"""


def months(store: Database, actor: str) -> list[Month]:
    """How much an actor says, and how much is said of it, month by month; months without either are left out."""
    return [Month(*row) for row in store.rows(_MONTHS, actor=actor)]  # type: ignore[arg-type]


_EVENTS_OF: Final = """
WITH mine AS (
    SELECT DISTINCT d.digest, e.key, coalesce(e.day, d.published) AS day
    FROM actors AS a JOIN appearances AS p ON p.actor_id = a.id JOIN participants AS x ON x.appearance_id = p.id
    JOIN events AS e ON e.id = x.event_id JOIN dispatches AS d ON d.id = e.dispatch_id
    WHERE a.slug = $actor AND e.repeats IS NULL AND e.same_as IS NULL
    ORDER BY day DESC, d.digest, e.key LIMIT $limit
)
SELECT h.dispatch, h.event, h.published, h.day, h.publisher, h.type, h.mode, h."trigger", h.status, h.place, h.actors,
       h.recipients, h.asserted_by, h.confidence
FROM mine JOIN happened AS h ON h.dispatch = mine.digest AND h.event = mine.key
ORDER BY mine.day DESC, h.dispatch, h.event
"""


def events_of(store: Database, actor: str, *, limit: int = 6) -> list[EventRow]:
    """What an actor takes part in, the latest first."""
    return [EventRow(*row) for row in store.rows(_EVENTS_OF, actor=actor, limit=limit)]  # type: ignore[arg-type]


class SourceRow(NamedTuple):
    """A place where a dispatch was found."""

    source: str  # path or URL
    publisher: str | None
    found: str


_SOURCES: Final = """
SELECT o.source, o.publisher, o.found FROM sources AS o JOIN dispatches AS d ON d.id = o.dispatch_id
WHERE d.digest = $digest ORDER BY o.found, o.source
"""


def sources(store: Database, digest: str) -> list[SourceRow]:
    """Where a dispatch was found, the first place first."""
    return [SourceRow(*row) for row in store.rows(_SOURCES, digest=digest)]  # type: ignore[arg-type]


_SLUGS: Final = """
SELECT p.key, a.slug FROM dispatches AS d JOIN appearances AS p ON p.dispatch_id = d.id
JOIN actors AS a ON a.id = p.actor_id WHERE d.digest = $digest ORDER BY p.id
"""


def slugs(store: Database, digest: str) -> dict[str, str]:
    """Who the actors of a dispatch are over all dispatches: "a1" -> "ana-bel"."""
    return {str(key): str(slug) for key, slug in store.rows(_SLUGS, digest=digest)}


_SUGGESTIONS: Final = """
SELECT DISTINCT a.slug, a.name FROM name_words AS w JOIN appearances AS p ON p.id = w.rowid
JOIN actors AS a ON a.id = p.actor_id WHERE name_words MATCH $words LIMIT $limit
"""


class Named(NamedTuple):
    """An actor by name alone."""

    actor: str  # slug
    name: str


def named(store: Database, words: str, *, limit: int = 20) -> list[Named]:
    """Actors that some dispatch calls so; ``words`` as finding.phrase makes them."""
    return [Named(str(slug), str(name)) for slug, name in store.rows(_SUGGESTIONS, words=words, limit=limit)]
