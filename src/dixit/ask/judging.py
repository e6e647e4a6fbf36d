"""A store -> the statements by which somebody judges somebody: praises, criticises, accuses, warns, refuses."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from dixit.ask.parties import SPEAKS_FOR, named
from dixit.knowledge import identify
from dixit.store.database import Database, Value
from dixit.store.finding import match

# What an act says for or against whom it is about; the others take no side.
FOR: Final = frozenset({"praise"})
AGAINST: Final = frozenset({"criticise", "accuse", "warn", "refuse"})


class Someone(NamedTuple):
    """A speaker or a target, in one dispatch."""

    appearance: int
    actor: int
    slug: str
    name: str
    state: str | None  # code of the state for which it speaks; None: for none


@dataclass(frozen=True, slots=True)
class Judgement:
    """Somebody's statement for or against somebody, with its words."""

    dispatch: str  # digest
    key: str
    date: str | None
    publisher: str | None
    act: str
    speaker: Someone
    targets: tuple[Someone, ...]  # those that have a name
    content: str
    start: int
    end: int
    confidence: float

    @property
    def favours(self) -> bool:
        """Whether it is for whom it is about, else against."""
        return self.act in FOR


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which judgements are looked for; None and () ask for nothing."""

    terms: tuple[str, ...] = ()  # in the content, as in a search
    by: str | None = None  # a name, part of a name, a slug, or a state for all that speak for it
    on: str | None = None  # the same; what they say of themselves is left out
    since: str | None = None  # ISO 8601
    until: str | None = None
    min_confidence: float = 0.0


_JUDGEMENTS: Final = f"""
WITH aimed AS (
    SELECT t.statement_id, json_group_array(json_array(p.id, a.id, a.slug, a.name, {SPEAKS_FOR})) AS whom
    FROM parties AS t JOIN appearances AS p ON p.id = t.appearance_id JOIN actors AS a ON a.id = p.actor_id
    WHERE t.part = 'target' GROUP BY t.statement_id
)
SELECT d.digest, s.key, coalesce(d.published, d.dateline), d.publisher, s.act,
       p.id, a.id, a.slug, a.name, {SPEAKS_FOR}, aimed.whom, s.content, s."start", s."end", s.confidence
FROM statements AS s JOIN dispatches AS d ON d.id = s.dispatch_id
JOIN appearances AS p ON p.id = s.speaker_id JOIN actors AS a ON a.id = p.actor_id
LEFT JOIN aimed ON aimed.statement_id = s.id
WHERE s.act IN ('praise', 'criticise', 'accuse', 'warn', 'refuse') AND s.repeats IS NULL AND NOT s.negated
  AND s.confidence >= $min_confidence
  AND ($since IS NULL OR coalesce(d.published, d.dateline) >= $since)
  AND ($until IS NULL OR coalesce(d.published, d.dateline) <= $until)
  AND ($words IS NULL OR s.id IN (SELECT rowid FROM statement_words WHERE statement_words MATCH $words))
ORDER BY coalesce(d.published, d.dateline), d.digest, s."start", s.key
"""  # noqa: S608 - columns of ours


def judgements(store: Database, wanted: Wanted) -> list[Judgement]:
    """What fits, in the order of days; what stands in several copies once, negated and unnamed speakers left out."""
    found = store.rows(
        _JUDGEMENTS,
        min_confidence=wanted.min_confidence,
        since=wanted.since,
        until=wanted.until,
        words=match(store, wanted.terms) or None,
    )
    by = who(store, wanted.by) if wanted.by else None
    on = who(store, wanted.on) if wanted.on else None
    rows = (_judgement(row) for row in found)
    return [
        row
        for row in rows
        if (by is None or by.holds(row.speaker))
        and (on is None or (any(on.holds(one) for one in row.targets) and not on.holds(row.speaker)))
    ]


def _judgement(row: tuple[Value, ...]) -> Judgement:
    digest, key, date, publisher, act, *speaker, whom, content, start, end, confidence = row
    return Judgement(
        dispatch=str(digest),
        key=str(key),
        date=None if date is None else str(date),
        publisher=None if publisher is None else str(publisher),
        act=str(act),
        speaker=Someone(*speaker),  # type: ignore[arg-type]
        targets=tuple(Someone(*one) for one in json.loads(str(whom))) if whom else (),
        content=str(content),
        start=int(str(start)),
        end=int(str(end)),
        confidence=float(str(confidence)),
    )


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a name means: appearances, and all that speak for a state."""

    appearances: frozenset[int]
    state: str | None  # None: the name is not a state's

    def holds(self, one: Someone) -> bool:
        """Whether that is meant."""
        return one.appearance in self.appearances or (self.state is not None and one.state == self.state)


def who(store: Database, name: str) -> Who:
    """A name -> whom it means; "France" is also the president, the government and the ministers of France."""
    known = identify(name, day=None)
    state = known.iso3166 if known and known.kind == "state" else None
    return Who(named(store, name), state)


Grouping = Literal["actor", "state"]


def group(one: Someone, by: Grouping, names: dict[str, str]) -> tuple[str, str]:
    """The key and the name under which somebody is counted: by itself, or with all that speak for its state."""
    if by == "state" and one.state:
        return f"state/{one.state}", names.get(one.state, one.state)
    return one.slug, one.name
