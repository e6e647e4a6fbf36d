"""Statements and events of the store with everything that is known of them, for exports and comparisons."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from dixit.store.database import Database
from dixit.store.finding import Search, find


class Side(NamedTuple):
    """Somebody who takes part in a statement or event."""

    part: str  # speaker, addressee, target; actor, recipient
    actor: str | None  # slug over all dispatches; None: only described, or nobody can be resolved
    name: str | None  # None: the text names nobody and nobody can be resolved
    kind: str | None
    iso3166: str | None
    wikidata: str | None
    identity: str | None  # key of the knowledge base
    state: str | None  # ISO 3166-1 code of the state that it is, belongs to or governs
    office: str | None
    body: str | None  # the body that its title belongs to; None: none is named
    text: str | None  # the words that name it here
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with its parties."""

    dispatch: str  # digest
    statement: str
    date: str | None
    publisher: str | None
    title: str | None
    language: str
    source: str
    outlets: int
    speaker: Side
    addressees: tuple[Side, ...]
    targets: tuple[Side, ...]
    act: str
    mode: str
    cue: str | None
    cue_lemma: str | None
    content: str
    pieces: tuple[tuple[int, int], ...]
    negated: bool
    parent: str | None
    confidence: float
    corrected: bool
    lemmas: str  # of the content

    @property
    def ref(self) -> str:
        """Its name on the command line: 90ab12cd34:s3."""
        return f"{self.dispatch[7:17]}:{self.statement}"


@dataclass(frozen=True, slots=True)
class Happened:
    """An event with its participants."""

    dispatch: str  # digest
    event: str
    date: str | None
    publisher: str | None
    title: str | None
    language: str
    source: str
    type: str
    mode: str | None
    trigger: str
    start: int
    end: int
    actors: tuple[Side, ...]
    recipients: tuple[Side, ...]
    place: str | None
    time: str | None
    day: str | None  # what the time means, ISO 8601
    status: str
    asserted_by: str | None
    same_as: str | None
    confidence: float

    @property
    def ref(self) -> str:
        """Its name beside the statements': 90ab12cd34:e2."""
        return f"{self.dispatch[7:17]}:{self.event}"


_WANTED: Final = """
WITH wanted (n, id) AS MATERIALIZED (
    SELECT w.key, s.id FROM json_each($wanted) AS w JOIN dispatches AS d ON d.digest = w.value ->> 0
    JOIN statements AS s ON s.dispatch_id = d.id AND s.key = w.value ->> 1
)
"""
_SIDE: Final = """a.slug, coalesce(a.name, p.name, {text}), coalesce(a.kind, p.kind), coalesce(p.iso3166, a.iso3166),
       coalesce(p.wikidata, a.wikidata), p.identity, p.state, p.office,
       (SELECT coalesce(ba.name, b.name) FROM roles AS r JOIN appearances AS b ON b.id = r.of_id
        LEFT JOIN actors AS ba ON ba.id = b.actor_id WHERE r.appearance_id = p.id ORDER BY r.n LIMIT 1)"""

_STATEMENTS: Final = f"""
{_WANTED}
SELECT w.n, d.language, s.cue, s.cue_lemma, s.pieces, s.parent, s.corrected, s.lemmas,
       {_SIDE.format(text="s.speaker")}, s.speaker, s.speaker_start, s.speaker_end
FROM wanted AS w JOIN statements AS s ON s.id = w.id JOIN dispatches AS d ON d.id = s.dispatch_id
LEFT JOIN appearances AS p ON p.id = s.speaker_id LEFT JOIN actors AS a ON a.id = p.actor_id
ORDER BY w.n
"""  # noqa: S608 - names of ours

_PARTIES: Final = f"""
{_WANTED}
SELECT w.n, t.part, {_SIDE.format(text="t.text")}, t.text, t."start", t."end"
FROM wanted AS w JOIN parties AS t ON t.statement_id = w.id
LEFT JOIN appearances AS p ON p.id = t.appearance_id LEFT JOIN actors AS a ON a.id = p.actor_id
ORDER BY w.n, t.part, t.n
"""  # noqa: S608 - names of ours


def said(store: Database, search: Search) -> list[Said]:
    """The statements that fit, as ``find`` gives them, with all their parties."""
    found = find(store, search)
    wanted = json.dumps([(row.dispatch, row.statement) for row in found])
    parties: dict[int, list[Side]] = defaultdict(list)
    for n, *side in store.rows(_PARTIES, wanted=wanted):
        parties[int(str(n))].append(Side(*side))  # type: ignore[arg-type]
    statements = []
    for row, more in zip(found, store.rows(_STATEMENTS, wanted=wanted), strict=True):
        n, language, cue, lemma, pieces, parent, corrected, lemmas, *speaker = more
        sides = parties[int(str(n))]
        statements.append(
            Said(
                row.dispatch,
                row.statement,
                row.date,
                row.publisher,
                row.title,
                str(language),
                row.source,
                row.outlets,
                Side("speaker", *speaker),  # type: ignore[arg-type]
                tuple(side for side in sides if side.part == "addressee"),
                tuple(side for side in sides if side.part == "target"),
                row.act,
                row.mode,
                _text(cue),
                _text(lemma),
                row.content,
                tuple((start, end) for start, end in json.loads(str(pieces))),
                bool(row.negated),
                _text(parent),
                row.confidence,
                bool(corrected),
                str(lemmas),
            )
        )
    return statements


_EVENTS: Final = """
SELECT e.id, d.digest, e.key, d.published, d.publisher, d.title, d.language,
       (SELECT min(source) FROM sources AS o WHERE o.dispatch_id = d.id), e.type, e.mode, e."trigger", e.trigger_start,
       e.trigger_end, e.place, e.time, e.day, e.status, e.asserted_by, e.same_as, e.confidence
FROM events AS e JOIN dispatches AS d ON d.id = e.dispatch_id
WHERE ($repeated OR (e.repeats IS NULL AND e.same_as IS NULL)) AND e.confidence >= $min_confidence
  AND ($since IS NULL OR d.published >= $since) AND ($until IS NULL OR d.published <= $until)
  AND ($digest IS NULL OR d.digest = $digest)
  AND ($publisher IS NULL OR d.publisher LIKE $publisher OR EXISTS (
      SELECT 1 FROM sources AS o WHERE o.dispatch_id = d.id AND o.publisher LIKE $publisher))
ORDER BY d.published DESC, d.id, e.trigger_start, e.id
"""

_PARTICIPANTS: Final = f"""
SELECT x.event_id, x.role, {_SIDE.format(text="x.text")}, x.text, x."start", x."end"
FROM participants AS x LEFT JOIN appearances AS p ON p.id = x.appearance_id LEFT JOIN actors AS a ON a.id = p.actor_id
WHERE x.event_id IN (SELECT value FROM json_each($ids)) ORDER BY x.event_id, x.n
"""  # noqa: S608 - names of ours


def happened(store: Database, search: Search) -> list[Happened]:
    """Events by the search's days, publisher, dispatch and confidence, the latest first.

    What is told again only if ``repeated``.
    """
    rows = store.rows(
        _EVENTS,
        repeated=search.repeated,
        min_confidence=search.min_confidence,
        since=search.since,
        until=search.until,
        publisher=f"%{search.publisher}%" if search.publisher else None,
        digest=search.dispatch,
    )
    sides: dict[int, list[Side]] = defaultdict(list)
    for event, *side in store.rows(_PARTICIPANTS, ids=json.dumps([row[0] for row in rows])):
        sides[int(str(event))].append(Side(*side))  # type: ignore[arg-type]
    found = []
    for event, *facts in rows:
        who = sides[int(str(event))]
        actors = tuple(side for side in who if side.part == "actor")
        recipients = tuple(side for side in who if side.part == "recipient")
        found.append(Happened(*facts[:12], actors, recipients, *facts[12:]))  # type: ignore[arg-type, call-arg]
    return found


class Outline(NamedTuple):
    """A dispatch without its text."""

    dispatch: str  # digest
    title: str | None
    publisher: str | None
    date: str | None
    words: int
    source: str


_OUTLINES: Final = """
SELECT d.digest, d.title, d.publisher, d.published, d.words,
       (SELECT min(source) FROM sources AS o WHERE o.dispatch_id = d.id)
FROM json_each($wanted) AS w JOIN dispatches AS d ON d.digest = w.value ORDER BY w.key
"""


def outlines(store: Database, digests: Sequence[str]) -> list[Outline]:
    """Title, day and place of dispatches, in the order asked."""
    rows = store.rows(_OUTLINES, wanted=json.dumps(list(digests)))
    return [Outline(*row) for row in rows]  # type: ignore[arg-type]


_TEXTS: Final = """
SELECT d.digest, t.text FROM json_each($wanted) AS w JOIN dispatches AS d ON d.digest = w.value
JOIN texts AS t ON t.dispatch_id = d.id ORDER BY w.key
"""


def texts(store: Database, digests: Sequence[str]) -> dict[str, str]:
    """The whole texts of dispatches, by digest."""
    rows = store.rows(_TEXTS, wanted=json.dumps(list(digests)))
    return {str(digest): str(text) for digest, text in rows}


def _text(value: object) -> str | None:
    return None if value is None else str(value)
