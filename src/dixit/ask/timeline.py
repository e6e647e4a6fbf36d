"""An actor -> what it said, what was said about it and what it took part in, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from dixit.ask.sentences import AROUND, sentence_of
from dixit.store.database import Database
from dixit.store.queries import actor_of

Sort = Literal["said", "about", "event"]


class Moment(NamedTuple):
    """One statement or event, in which an actor speaks, is meant, or takes part."""

    day: str | None  # of the event where the text says it, else of the issue
    kind: Sort
    what: str  # an act, or a type of PLOVER
    who: str | None  # who speaks, or acts
    whom: str | None  # who is meant, or undergoes it
    content: str  # exact words; an event's sentence
    status: str | None  # of an event: actual, planned, hypothetical, denied
    dispatch: str  # digest
    key: str  # of the statement or event
    date: str | None  # issue of the dispatch
    publisher: str | None
    start: int
    end: int
    confidence: float


_STATEMENTS: Final = """
WITH me (id) AS (SELECT p.id FROM appearances AS p JOIN actors AS a ON a.id = p.actor_id WHERE a.slug = $actor),
     mine (id, kind) AS (
         SELECT id, 'said' FROM statements WHERE speaker_id IN me
         UNION SELECT statement_id, 'about' FROM parties WHERE part = 'target' AND appearance_id IN me)
SELECT coalesce(d.published, d.dateline), m.kind, s.act, coalesce(a.name, p.name, s.speaker),
       (SELECT group_concat(coalesce(ta.name, tp.name, t.text), '; ') FROM parties AS t
        LEFT JOIN appearances AS tp ON tp.id = t.appearance_id LEFT JOIN actors AS ta ON ta.id = tp.actor_id
        WHERE t.statement_id = s.id AND t.part = 'target'),
       s.content, NULL, d.digest, s.key, coalesce(d.published, d.dateline), d.publisher, s."start", s."end",
       s.confidence
FROM mine AS m JOIN statements AS s ON s.id = m.id JOIN dispatches AS d ON d.id = s.dispatch_id
LEFT JOIN appearances AS p ON p.id = s.speaker_id LEFT JOIN actors AS a ON a.id = p.actor_id
WHERE s.repeats IS NULL AND s.confidence >= $min_confidence
  AND (m.kind = 'said' OR s.speaker_id IS NULL OR s.speaker_id NOT IN me)
  AND ($what IS NULL OR s.act = $what)
  AND ($since IS NULL OR coalesce(d.published, d.dateline) >= $since)
  AND ($until IS NULL OR coalesce(d.published, d.dateline) <= $until)
"""

# What is told as a fact did not happen after the dispatch: such a day is misread, and the day of issue stands for it.
_EVENTS: Final = """
WITH me (id) AS (SELECT p.id FROM appearances AS p JOIN actors AS a ON a.id = p.actor_id WHERE a.slug = $actor),
     dated (id, day) AS (
         SELECT e.id, CASE WHEN e.day IS NULL OR (e.status = 'actual' AND e.day > coalesce(d.published, d.dateline))
                           THEN coalesce(d.published, d.dateline) ELSE e.day END
         FROM events AS e JOIN dispatches AS d ON d.id = e.dispatch_id
         WHERE e.id IN (SELECT event_id FROM participants WHERE appearance_id IN me))
SELECT w.day, e.type,
       (SELECT group_concat(coalesce(a.name, p.name, x.text), '; ') FROM participants AS x
        LEFT JOIN appearances AS p ON p.id = x.appearance_id LEFT JOIN actors AS a ON a.id = p.actor_id
        WHERE x.event_id = e.id AND x.role = 'actor'),
       (SELECT group_concat(coalesce(a.name, p.name, x.text), '; ') FROM participants AS x
        LEFT JOIN appearances AS p ON p.id = x.appearance_id LEFT JOIN actors AS a ON a.id = p.actor_id
        WHERE x.event_id = e.id AND x.role = 'recipient'),
       substr(t.text, max(1, e.trigger_start + 1 - $around), min($around, e.trigger_start)),
       substr(t.text, e.trigger_start + 1, $around), e.trigger_start,
       e.status, d.digest, e.key, coalesce(d.published, d.dateline), d.publisher, e.confidence
FROM events AS e JOIN dispatches AS d ON d.id = e.dispatch_id JOIN texts AS t ON t.dispatch_id = d.id
JOIN dated AS w ON w.id = e.id
WHERE e.repeats IS NULL AND e.same_as IS NULL AND e.confidence >= $min_confidence
  AND ($what IS NULL OR e.type = $what)
  AND ($since IS NULL OR w.day >= $since)
  AND ($until IS NULL OR w.day <= $until)
"""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Which moments are looked for; None asks for nothing."""

    kind: Sort | None = None
    what: str | None = None  # an act, or a type of event
    since: str | None = None  # ISO 8601
    until: str | None = None
    min_confidence: float = 0.0


def timeline(store: Database, actor: str, stretch: Stretch | None = None) -> list[Moment]:
    """In the order of days, what stands in several copies once; an actor's word about itself is what it said.

    ``actor`` is a slug or a name that only one bears. Raises UnknownError.
    """
    asked = stretch or Stretch()
    values = {
        "actor": actor_of(store, actor),
        "what": asked.what,
        "since": asked.since,
        "until": asked.until,
        "min_confidence": asked.min_confidence,
    }
    rows: list[Moment] = []
    if asked.kind != "event":
        found = store.rows(_STATEMENTS, **values)
        rows += [Moment(*row) for row in found if asked.kind in {None, row[1]}]  # type: ignore[arg-type]
    if asked.kind in {None, "event"}:
        rows += [_event(*row) for row in store.rows(_EVENTS, around=AROUND, **values)]  # type: ignore[arg-type]
    return sorted(rows, key=lambda row: (row.day or "", row.date or "", row.dispatch, row.start, row.kind, row.key))


def _event(  # noqa: PLR0913, PLR0917 - the columns of the question, in their order
    day: str | None,
    what: str,
    who: str | None,
    whom: str | None,
    before: str,
    after: str,
    at: int,
    status: str,
    *place: object,
) -> Moment:
    digest, key, date, publisher, confidence = place
    start, sentence = sentence_of(before, after, at)
    return Moment(
        day=day,
        kind="event",
        what=what,
        who=who,
        whom=whom,
        content=sentence,
        status=status,
        dispatch=str(digest),
        key=str(key),
        date=None if date is None else str(date),
        publisher=None if publisher is None else str(publisher),
        start=start,
        end=start + len(sentence),
        confidence=float(str(confidence)),
    )
