"""The events of a record: who did what to whom, where, when; each with a function that reads it from JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, get_args

from dixit.checked import Checked
from dixit.recorded import Quote, read_quote
from dixit.types import EventType, Part, Span, Status

# A day, month, year or week, or an interval of them that may be open: 2009-02-25, 2019-04, 2013/.., 2009-W08
_POINT: Final = r"\d{4}(?:-\d{2}(?:-\d{2})?|-W\d{2})?"
_ISO: Final = re.compile(rf"{_POINT}(?:/(?:{_POINT}|\.\.))?|\.\./{_POINT}")


@dataclass(frozen=True, slots=True)
class ParticipantRecord:
    """Who does or undergoes an event."""

    role: Part
    actor: str | None  # id; None: nobody can be resolved
    mention: Quote


@dataclass(frozen=True, slots=True)
class TimeQuote:
    """An expression of time, and what it means."""

    start: int
    end: int
    text: str
    value: str | None  # ISO 8601, a day or a longer stretch; None: text and day of issue say too little

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class EventRecord:
    """Something reported as happening, planned, demanded or denied between political actors."""

    id: str
    type: EventType
    mode: str | None  # PLOVER's; None: the type has none, or none is told
    trigger: Quote
    participants: tuple[ParticipantRecord, ...]
    place: Quote | None  # None: the sentence tells none
    time: TimeQuote | None  # None: the sentence tells none
    status: Status
    asserted_by: str | None  # id of the innermost statement that tells it; None: the narrator does
    same_as: str | None  # id of the event of which this is another telling; None: it is the first
    confidence: float

    def people(self, role: Part) -> tuple[ParticipantRecord, ...]:
        """Those who act, or those who undergo."""
        return tuple(one for one in self.participants if one.role == role)


def read_event(node: Checked) -> EventRecord:
    """Raises RecordError; ``same_as`` may be missing."""
    key, kind, mode, trigger, participants, place, time, status, teller, confidence, same = node.fields(
        "id",
        "type",
        "mode",
        "trigger",
        "participants",
        "place",
        "time",
        "status",
        "asserted_by",
        "confidence",
        optional=("same_as",),
    )
    return EventRecord(
        key.text(),
        kind.one_of(get_args(EventType)),
        mode.optional(Checked.text),
        read_quote(trigger),
        participants.each(_participant),
        place.optional(read_quote),
        time.optional(_time),
        status.one_of(get_args(Status)),
        teller.optional(Checked.text),
        same.optional(Checked.text),
        confidence.share(),
    )


def _participant(node: Checked) -> ParticipantRecord:
    role, actor, mention = node.fields("role", "actor", "mention")
    return ParticipantRecord(role.one_of(get_args(Part)), actor.optional(Checked.text), read_quote(mention))


def _time(node: Checked) -> TimeQuote:
    start, end, text, value = node.fields("start", "end", "text", "value")
    return TimeQuote(start.count(), end.count(), text.text(), value.optional(_iso))


def _iso(node: Checked) -> str:
    if not _ISO.fullmatch(node.text()):
        raise node.wrong(f"ISO 8601 like 2009-02-25, 2009-02 or 2013/.. was expected, not {node.text()!r}")
    return node.text()
