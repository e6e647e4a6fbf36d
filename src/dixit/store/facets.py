"""A search -> how many statements or events fit, and how they divide: by act or type, mode, who, publisher, year."""

from __future__ import annotations

from typing import Final, NamedTuple

from dixit.store.database import Database
from dixit.store.finding import PEOPLE, Search, asked


class Facet(NamedTuple):
    """One way to narrow a search, and how many statements would be left."""

    facet: str  # act, mode, speaker, target, publisher, year; "all" counts everything
    value: str  # what to ask for; of an actor the slug
    name: str
    statements: int


_FACETS: Final = f"""
{PEOPLE}, fit AS MATERIALIZED (
    SELECT s.id, s.act, s.mode, s.speaker_id, d.published, d.publisher
    FROM statements AS s JOIN dispatches AS d ON d.id = s.dispatch_id
    WHERE %s
)
SELECT 'all', '', '', count(*) FROM fit
UNION ALL SELECT 'act', act, act, count(*) FROM fit GROUP BY act
UNION ALL SELECT 'mode', mode, mode, count(*) FROM fit GROUP BY mode
UNION ALL SELECT 'year', substr(published, 1, 4), substr(published, 1, 4), count(*) FROM fit
    WHERE published IS NOT NULL GROUP BY substr(published, 1, 4)
UNION ALL SELECT * FROM (SELECT 'publisher', publisher, publisher, count(*) FROM fit
    WHERE publisher IS NOT NULL GROUP BY publisher ORDER BY count(*) DESC, publisher LIMIT $most)
UNION ALL SELECT * FROM (SELECT 'speaker', a.slug, a.name, count(*) FROM fit
    JOIN appearances AS p ON p.id = fit.speaker_id
    JOIN actors AS a ON a.id = p.actor_id GROUP BY a.id ORDER BY count(*) DESC, a.slug LIMIT $most)
UNION ALL SELECT * FROM (SELECT 'target', a.slug, a.name, count(DISTINCT fit.id) FROM fit
    JOIN parties AS t ON t.statement_id = fit.id AND t.part = 'target'
    JOIN appearances AS p ON p.id = t.appearance_id JOIN actors AS a ON a.id = p.actor_id
    GROUP BY a.id ORDER BY count(DISTINCT fit.id) DESC, a.slug LIMIT $most)
"""  # noqa: S608 - names of ours


def facets(store: Database, search: Search, *, most: int = 12) -> list[Facet]:
    """Facet by facet the commonest first; at most so many publishers, speakers and targets."""
    fits, values = asked(store, search)
    found = [Facet(*row) for row in store.rows(_FACETS % fits, most=most, **values)]  # type: ignore[arg-type]
    order = ("all", "act", "mode", "speaker", "target", "publisher", "year")
    return sorted(found, key=lambda one: (order.index(one.facet), -one.statements, one.value))


class EventFacet(NamedTuple):
    """One way to narrow the events, and how many would be left."""

    facet: str  # type, mode, status, actor, recipient, publisher, year; "all" counts everything
    value: str  # what to ask for; of an actor the slug
    name: str
    events: int


_EVENT_FACETS: Final = """
WITH fit AS MATERIALIZED (
    SELECT e.id, e.type, e.mode, e.status, d.publisher, coalesce(e.day, d.published) AS day
    FROM events AS e JOIN dispatches AS d ON d.id = e.dispatch_id
    WHERE e.repeats IS NULL AND e.same_as IS NULL AND ($type IS NULL OR e.type = $type)
      AND ($since IS NULL OR coalesce(e.day, d.published) >= $since)
      AND ($until IS NULL OR coalesce(e.day, d.published) <= $until)
      AND ($actor IS NULL OR e.id IN (
          SELECT x.event_id FROM actors AS a JOIN appearances AS p ON p.actor_id = a.id
          JOIN participants AS x ON x.appearance_id = p.id WHERE a.slug = $actor))
), who AS (
    SELECT x.role, a.slug, a.name, count(DISTINCT fit.id) AS n,
           row_number() OVER (PARTITION BY x.role ORDER BY count(DISTINCT fit.id) DESC, a.slug) AS place
    FROM fit JOIN participants AS x ON x.event_id = fit.id JOIN appearances AS p ON p.id = x.appearance_id
    JOIN actors AS a ON a.id = p.actor_id GROUP BY x.role, a.id
)
SELECT 'all', '', '', count(*) FROM fit
UNION ALL SELECT 'type', type, type, count(*) FROM fit GROUP BY type
UNION ALL SELECT 'mode', mode, mode, count(*) FROM fit WHERE mode IS NOT NULL GROUP BY mode
UNION ALL SELECT 'status', status, status, count(*) FROM fit GROUP BY status
UNION ALL SELECT 'year', substr(day, 1, 4), substr(day, 1, 4), count(*) FROM fit
    WHERE day IS NOT NULL GROUP BY substr(day, 1, 4)
UNION ALL SELECT * FROM (SELECT 'publisher', publisher, publisher, count(*) FROM fit
    WHERE publisher IS NOT NULL GROUP BY publisher ORDER BY count(*) DESC, publisher LIMIT $most)
UNION ALL SELECT role, slug, name, n FROM who WHERE place <= $most
"""


def event_facets(
    store: Database,
    *,
    actor: str | None = None,
    kind: str | None = None,
    days: tuple[str | None, str | None] = (None, None),
    most: int = 12,
) -> list[EventFacet]:
    """How the events that queries.events gives divide; facet by facet the commonest first."""
    asked = {"actor": actor, "type": kind, "since": days[0], "until": days[1]}
    found = [EventFacet(*row) for row in store.rows(_EVENT_FACETS, most=most, **asked)]  # type: ignore[arg-type]
    order = ("all", "type", "mode", "status", "actor", "recipient", "publisher", "year")
    return sorted(found, key=lambda one: (order.index(one.facet), -one.events, one.value))
