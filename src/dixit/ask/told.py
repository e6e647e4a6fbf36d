"""A store -> the statements and events that may be asked about or answer one another, with the words that they hold."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from dixit.ask.sentences import AROUND, sentence_of
from dixit.ask.weighing import Bag, Forms, bag, weights
from dixit.lexicon import words
from dixit.store.database import Database, Value


@dataclass(frozen=True)
class Told:
    """A statement or an event, as one dispatch tells it."""

    kind: str  # an act, or a type of PLOVER
    mode: str | None  # of a statement; None: it is an event
    dispatch: int  # its number, for the order of a store
    digest: str
    key: str
    date: str | None  # ISO 8601: issue of the dispatch, else its dateline; None: neither is known
    day: str | None  # of the event, where the text says it; None: it does not, or it is a statement
    publisher: str | None
    title: str | None
    doers: tuple[int, ...]  # appearances: the speaker, who acts
    others: tuple[int, ...]  # whom it is about or said to, who undergoes it
    called: tuple[int, ...]  # on whom it falls to act: who is called on, who promises; () for an event
    words: str  # a statement's exact words; the whole text that tells an event
    at: int  # where a statement's words begin; where an event's trigger does
    until: int  # where they end; of an event the same as ``at``
    lemmas: str  # of a statement; "" for an event, whose words are looked up when they are needed
    forms: Forms  # that the store has met

    @property
    def event(self) -> bool:
        """Whether it is an event."""
        return self.mode is None

    @property
    def when(self) -> str:
        """The day that counts for the horizon; "" where none is known."""
        return self.day or self.date or ""

    @cached_property
    def _place(self) -> tuple[int, str]:
        """Where what tells it begins, and its words: an event's are its sentence, looked for when it is needed."""
        if not self.event:
            return self.at, self.words
        before = self.words[max(0, self.at - AROUND) : self.at]
        return sentence_of(before, self.words[self.at : self.at + AROUND], self.at)

    @property
    def content(self) -> str:
        """Its exact words; an event's sentence."""
        return self._place[1]

    @property
    def start(self) -> int:
        """Where these begin."""
        return self._place[0]

    @property
    def end(self) -> int:
        """Where these end."""
        return self._place[0] + len(self._place[1]) if self.event else self.until

    @cached_property
    def bag(self) -> Bag:
        """Its words with a content."""
        return self.forms.bag(self.content) if self.event else bag(self.lemmas)

    @cached_property
    def names(self) -> frozenset[str]:
        """Those that are written as names."""
        return self.forms.names(self.content, inside=self.mode in {"indirect", "mention"})

    @cached_property
    def mass(self) -> float:
        """The sum of the squares of their weights."""
        return self.forms.known.total(self.bag)

    @cached_property
    def matter(self) -> Bag:
        """Its words with those of its dispatch's title, which name the matter that "cette affaire" is."""
        return {**self.forms.bag(self.title or ""), **self.bag}


_FORMS: Final = "SELECT form, lemma FROM forms ORDER BY form, lemma DESC"


def forms(store: Database) -> Forms:
    """The lemma of each form that the store has met in statements, folded, the first of several; and their weights."""
    return Forms(dict(store.rows(_FORMS)), weights(store))  # type: ignore[arg-type]


ACTS: Final = ("demand", "commit", "refuse", "deny")  # that call, or answer
# The columns in the order of a Told, after those that it is made from.
_STATEMENTS: Final = """
SELECT s.id, s.speaker_id, s.cue_lemma,
       s.act, s.mode, s.dispatch_id, d.digest, s.key, coalesce(d.published, d.dateline), NULL, d.publisher, d.title,
       s.content, s."start", s."end", s.lemmas
FROM statements AS s JOIN dispatches AS d ON d.id = s.dispatch_id
WHERE s.act IN (SELECT value FROM json_each($acts)) AND s.repeats IS NULL AND NOT s.negated
  AND s.confidence >= $min_confidence
  AND NOT EXISTS (SELECT 1 FROM statements AS p WHERE p.dispatch_id = s.dispatch_id AND p.key = s.parent
                  AND p.act = 'deny' AND NOT p.negated)
ORDER BY s.id
"""
_BESIDE: Final = """
SELECT t.statement_id, t.part, t.appearance_id FROM parties AS t JOIN statements AS s ON s.id = t.statement_id
WHERE s.act IN (SELECT value FROM json_each($acts)) AND t.appearance_id IS NOT NULL
ORDER BY t.statement_id, t.part, t.n
"""


def statements(
    store: Database, known: Forms, acts: Iterable[str] = ACTS, *, min_confidence: float = 0.0
) -> Iterator[Told]:
    """Those of some acts; copies once; what is negated or said to be untrue ("a démenti avoir promis") left out."""
    wanted = json.dumps(list(acts))
    beside = _grouped(store.rows(_BESIDE, acts=wanted))
    rows = store.rows(_STATEMENTS, acts=wanted, min_confidence=min_confidence)
    for number, speaker, cue, *head, content, start, end, lemmas in rows:
        doers = () if speaker is None else (int(str(speaker)),)
        others = beside.get(number, [])
        called = _called(str(head[1]), _text(cue), others) if head[0] == "demand" else doers
        whom = tuple(one for _, one in others)
        yield Told(*head, doers, whom, called, content, start, end, lemmas, known)  # type: ignore[arg-type, call-arg]


def _grouped(rows: Iterable[tuple[Value, ...]]) -> dict[Value, list[tuple[str, int]]]:
    """Parts and appearances of each statement or event."""
    found: dict[Value, list[tuple[str, int]]] = defaultdict(list)
    for number, part, appearance in rows:
        found[number].append((part, appearance))  # type: ignore[arg-type]
    return found


def _called(mode: str, cue: str | None, beside: Sequence[tuple[str, int]]) -> tuple[int, ...]:
    """Who is surely called on by a demand.

    "X appelle Y à partir" calls on Y. « Y doit partir », selon X, is an opinion, and the reader finds whom it is about,
    which is less often who is to act: the cue must be one of calling, or Y be spoken to.
    """
    targets = tuple(one for part, one in beside if part == "target")
    if mode == "mention":  # "la demande de X à Y" and the like, of which few call on Y
        return ()
    calling = cue in words("act-demand")
    if calling and mode != "direct":
        return targets
    spoken_to = {one for part, one in beside if part == "addressee"}
    return tuple(one for one in targets if one in spoken_to) if calling or mode != "direct" else ()


_EVENTS: Final = """
SELECT e.id, e.status,
       e.type, NULL, e.dispatch_id, d.digest, e.key, coalesce(d.published, d.dateline), e.day, d.publisher, d.title,
       e.trigger_start
FROM events AS e JOIN dispatches AS d ON d.id = e.dispatch_id
WHERE e.repeats IS NULL AND e.same_as IS NULL AND e.status IN ('actual', 'planned')
  AND e.confidence >= $min_confidence AND e.id IN (SELECT value FROM json_each($events))
ORDER BY e.id
"""
_TAKING_PART: Final = """
SELECT event_id, role, appearance_id FROM participants
WHERE appearance_id IS NOT NULL AND event_id IN (SELECT value FROM json_each($events)) ORDER BY event_id, n
"""
_TEXTS: Final = "SELECT dispatch_id, text FROM texts WHERE dispatch_id IN (SELECT value FROM json_each($dispatches))"


def events(store: Database, known: Forms, among: Collection[int], *, min_confidence: float = 0.0) -> Iterator[Told]:
    """Which of these happened or are to happen, with the sentence that tells it; in several copies once."""
    numbers = json.dumps(sorted(among))
    parts = _grouped(store.rows(_TAKING_PART, events=numbers))
    rows = store.rows(_EVENTS, events=numbers, min_confidence=min_confidence)
    dispatches = json.dumps(sorted({int(str(row[4])) for row in rows}))
    texts = dict(store.rows(_TEXTS, dispatches=dispatches))  # type: ignore[var-annotated, arg-type]
    for number, status, *head, at in rows:
        head[6] = _first_day(head[6], None if status != "actual" else _text(head[5]))
        beside = parts.get(number, [])
        doers, others = (tuple(one for role, one in beside if role == side) for side in ("actor", "recipient"))
        yield Told(*head, doers, others, (), texts[head[2]], at, at, "", known)  # type: ignore[arg-type, call-arg]


def _first_day(day: Value, last: str | None) -> str | None:
    """The first day of "2020-03-01/2020-03-10"; a month or a year alone tells no order.

    What is told as a fact did not happen after the dispatch, ``last``: such a day is misread.
    """
    first = str(day or "").split("/")[0]
    return first if len(first) == len("2020-03-01") and (last is None or first <= last) else None


def _text(value: Value) -> str | None:
    return None if value is None else str(value)
