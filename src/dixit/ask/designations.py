"""An actor -> what each outlet calls it over time, and which of these wordings take a side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, NamedTuple

from dixit.ask.periods import Per, period
from dixit.store.database import Database
from dixit.store.queries import actor_of
from dixit.wordings import takes_side


class Designation(NamedTuple):
    """One wording in one outlet, over all days or in one period."""

    text: str  # as it stands first
    form: str  # name, title, description
    sides: bool  # whether it takes a side: "l'entité sioniste"
    publisher: str | None  # None: the dispatch does not say it
    period: str | None  # "2020-06", "2020-Q2", "2020"; None: none are asked for
    dispatches: int
    mentions: int
    first: str | None  # day; None: no dispatch has one
    last: str | None
    places: tuple[tuple[str, int, int], ...]  # digest, start, end of each mention


# A text that stands in two outlets is what each of them says.
_MENTIONS: Final = """
SELECT m.text, m.form, p.identity, d.digest, m."start", m."end",
       coalesce(o.publisher, d.publisher) AS publisher, coalesce(o.published, d.published, d.dateline) AS day
FROM mentions AS m JOIN appearances AS p ON p.id = m.appearance_id JOIN actors AS a ON a.id = p.actor_id
JOIN dispatches AS d ON d.id = p.dispatch_id
JOIN (SELECT dispatch_id, publisher, min(published) AS published FROM sources GROUP BY dispatch_id, publisher) AS o
  ON o.dispatch_id = d.id
WHERE a.slug = $actor AND m.form <> 'pronoun'
  AND ($since IS NULL OR day >= $since) AND ($until IS NULL OR day <= $until)
  AND ($publisher IS NULL OR coalesce(o.publisher, d.publisher) LIKE $publisher)
ORDER BY day, d.digest, m."start", publisher
"""


@dataclass(frozen=True, slots=True)
class Outlets:
    """Where and when is looked; None asks for nothing."""

    publisher: str | None = None  # a part of its name
    since: str | None = None  # ISO 8601
    until: str | None = None
    per: Per | None = None  # rows for each period
    sides: bool = False  # only wordings that take a side


def designations(store: Database, actor: str, outlets: Outlets | None = None) -> list[Designation]:
    """By period and outlet, the commonest wording first; pronouns are left out.

    ``actor`` is a slug or a name that only one bears. Raises UnknownError.
    """
    asked = outlets or Outlets()
    found = store.rows(
        _MENTIONS,
        actor=actor_of(store, actor),
        since=asked.since,
        until=asked.until,
        publisher=f"%{asked.publisher}%" if asked.publisher else None,
    )
    taken = cache(lambda text, key, day: takes_side(text, key, day=date.fromisoformat(day) if day else None))
    groups: dict[tuple[str, str, str, bool], list[tuple[str, str, str, int, int, str | None]]] = {}
    for text, form, key, digest, start, end, outlet, day in found:
        side = taken(text, key, day)
        if side or not asked.sides:
            at = (
                period(str(day), asked.per) if asked.per and day else "",
                str(outlet or ""),
                str(text).casefold(),
                side,
            )
            row = (str(text), str(form), str(digest), int(str(start)), int(str(end)), None if day is None else str(day))
            groups.setdefault(at, []).append(row)
    rows = [_designation(at, held) for at, held in groups.items()]
    return sorted(rows, key=lambda r: (r.period or "", r.publisher or "", -r.dispatches, -r.mentions, r.text))


def _designation(at: tuple[str, str, str, bool], held: list[tuple[str, str, str, int, int, str | None]]) -> Designation:
    when, outlet, _, side = at
    days = [day for *_, day in held if day]
    return Designation(
        text=held[0][0],
        form=held[0][1],
        sides=side,
        publisher=outlet or None,
        period=when or None,
        dispatches=len({digest for _, _, digest, *_ in held}),
        mentions=len(held),
        first=min(days, default=None),
        last=max(days, default=None),
        places=tuple((digest, start, end) for _, _, digest, start, end, _ in held),
    )
