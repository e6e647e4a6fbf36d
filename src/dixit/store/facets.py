"""A search -> how many statements fit, and how they divide by act, mode, speaker, target, publisher and year."""

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
