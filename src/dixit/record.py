"""The record, what one reading of one document gives; to and from JSON without loss, with checks on the way in."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Final, TypedDict, get_args

from dixit import highlight
from dixit.checked import Checked
from dixit.labels import ACTS, NOBODY
from dixit.promises import check, parties
from dixit.recorded import (
    ActorRecord,
    CueQuote,
    DatelineRecord,
    DocumentRecord,
    Identifiers,
    IdentityRecord,
    NamedQuote,
    Party,
    Quote,
    ReaderRecord,
    RoleQuote,
    StatementRecord,
    read_actor,
    read_document,
    read_reader,
    read_statement,
)
from dixit.recorded_events import EventRecord, ParticipantRecord, TimeQuote, read_event
from dixit.types import Act, EventType, Mode, Part, Status

__all__ = [
    "SCHEMA",
    "ActorRecord",
    "CueQuote",
    "DatelineRecord",
    "DocumentRecord",
    "EventRecord",
    "EventRow",
    "Identifiers",
    "IdentityRecord",
    "NamedQuote",
    "ParticipantRecord",
    "Party",
    "Quote",
    "ReaderRecord",
    "Record",
    "RoleQuote",
    "StatementRecord",
    "StatementRow",
    "TimeQuote",
]

SCHEMA: Final = "dixit/1"

_DIGITS: Final = 10  # more than any number of actors has


class StatementRow(TypedDict):
    """A statement as one flat row of a data frame; several values of a field stand with "; " between."""

    document: str
    title: str | None
    date: str | None
    statement: str
    speaker: str | None
    speaker_text: str | None
    act: Act
    mode: Mode
    cue: str | None
    cue_lemma: str | None
    content: str
    addressees: str
    targets: str
    negated: bool
    parent: str | None
    start: int
    end: int
    confidence: float


class EventRow(TypedDict):
    """An event as one flat row of a data frame; several values of a field stand with "; " between."""

    document: str
    title: str | None
    date: str | None
    event: str
    type: EventType
    event_mode: str | None
    status: Status
    trigger: str
    actors: str
    recipients: str
    place: str | None
    time: str | None
    time_value: str | None
    asserted_by: str | None
    asserted_by_name: str | None
    same_as: str | None
    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Record:
    """What one reading of one document gives; the contract is docs/record.md."""

    schema: str
    document: DocumentRecord
    actors: tuple[ActorRecord, ...]
    statements: tuple[StatementRecord, ...]
    events: tuple[EventRecord, ...]
    reader: ReaderRecord

    def to_dict(self) -> dict[str, object]:
        """Plain dicts, lists and values, as in JSON."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    def to_json(self, *, indent: int | None = None) -> str:
        """One JSON object; without ``indent`` it is one line."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    @classmethod
    def from_dict(cls, value: Mapping[str, object]) -> Record:
        """Raises RecordError that names the place: ``statements[3].cue: …``."""
        return _record(Checked(value))

    @classmethod
    def from_json(cls, text: str) -> Record:
        """Raises RecordError that names the place: ``statements[3].cue: …``."""
        return _record(Checked.parse(text))

    def actor(self, party: Party | ParticipantRecord) -> ActorRecord | None:
        """Who takes that part; None where nobody could be resolved."""
        at = (party.actor or "").removeprefix("a")
        likely = int(at) - 1 if at.isdecimal() and len(at) < _DIGITS else -1  # a7 is the seventh, where dixit wrote it
        if 0 <= likely < len(self.actors) and self.actors[likely].id == party.actor:
            return self.actors[likely]
        return next((actor for actor in self.actors if actor.id == party.actor), None)

    def name_of(self, party: Party | ParticipantRecord) -> str | None:
        """The actor's name, else the words of the text; None where there is neither."""
        actor = self.actor(party)
        if actor is not None:
            return actor.name
        return party.mention.text if party.mention else None

    def at_least(self, confidence: float) -> Record:
        """Without the statements and events that are less sure (0 to 1); what they held stands in the next around."""
        return self.only(
            {s.id for s in self.statements if s.confidence >= confidence},
            {e.id for e in self.events if e.confidence >= confidence},
        )

    def only(self, statements: Collection[str], events: Collection[str]) -> Record:
        """With these statements and events alone, by id, and without who takes part in the others alone.

        What the others held stands in the next around; ids stay.
        """
        around = {s.id: s.parent for s in self.statements if s.id not in statements}
        first = {e.id: e.same_as for e in self.events if e.id not in events}
        if not around and not first:
            return self
        kept = (replace(s, parent=_next(s.parent, around)) for s in self.statements if s.id not in around)
        told: list[EventRecord] = []
        heads: dict[str, str] = {}
        for event in self.events:
            if event.id in first:
                continue
            same = event.same_as
            if same is not None and same in first:  # the first telling is gone: the next one takes its place
                same = heads.setdefault(same, event.id)
                same = None if same == event.id else same
            told.append(replace(event, asserted_by=_next(event.asserted_by, around), same_as=same))
        shorter = replace(self, statements=tuple(kept), events=tuple(told))
        bodies = {role.of for actor in self.actors for role in actor.roles}
        lost = _taking_part(self) - _taking_part(shorter) - bodies
        return replace(shorter, actors=tuple(actor for actor in self.actors if actor.id not in lost))

    def statements_as_rows(self) -> list[StatementRow]:
        """One flat row for each statement: ``pandas.DataFrame(record.statements_as_rows())``."""
        return [_row(self, statement) for statement in self.statements]

    def events_as_rows(self) -> list[EventRow]:
        """One flat row for each event: ``pandas.DataFrame(record.events_as_rows())``."""
        return [_event_row(self, event) for event in self.events]

    def _repr_html_(self) -> str:
        """How a notebook shows it."""
        lines = [
            f"{self.name_of(statement.speaker) or NOBODY} {ACTS[statement.act]} : "
            + " […] ".join(piece.text for piece in statement.content)
            for statement in self.statements
        ]
        return highlight.fragment(self.document.text, list(_marks(self.statements)), lines)


def _taking_part(record: Record) -> set[str | None]:
    """Ids of the actors of statements and events."""
    speaking = {party.actor for statement in record.statements for _, party in parties(statement)}
    return speaking | {one.actor for event in record.events for one in event.participants}


def _marks(statements: Iterable[StatementRecord]) -> Iterator[highlight.Mark]:
    for statement in statements:
        if statement.speaker.mention:
            yield highlight.Mark(statement.speaker.mention.span, "speaker", statement.id, statement.act)
        if statement.cue:
            yield highlight.Mark(statement.cue.span, "cue", statement.id, statement.act)
        for piece in statement.content:
            yield highlight.Mark(piece.span, "content", statement.id, statement.act)


def _next(key: str | None, gone: Mapping[str, str | None]) -> str | None:
    """The first of a chain that is still there."""
    while key is not None and key in gone:
        key = gone[key]
    return key


def _event_row(record: Record, event: EventRecord) -> EventRow:
    document, time = record.document, event.time
    teller = next((s for s in record.statements if s.id == event.asserted_by), None)
    names = {
        role: "; ".join(dict.fromkeys(filter(None, map(record.name_of, event.people(role))))) for role in get_args(Part)
    }
    return EventRow(
        document=document.id,
        title=document.title,
        date=document.published,
        event=event.id,
        type=event.type,
        event_mode=event.mode,
        status=event.status,
        trigger=event.trigger.text,
        actors=names["actor"],
        recipients=names["recipient"],
        place=event.place.text if event.place else None,
        time=time.text if time else None,
        time_value=time.value if time else None,
        asserted_by=event.asserted_by,
        asserted_by_name=record.name_of(teller.speaker) if teller else None,
        same_as=event.same_as,
        start=event.trigger.start,
        end=event.trigger.end,
        confidence=event.confidence,
    )


def _row(record: Record, statement: StatementRecord) -> StatementRow:
    document, cue, speaker = record.document, statement.cue, statement.speaker
    return StatementRow(
        document=document.id,
        title=document.title,
        date=document.published,
        statement=statement.id,
        speaker=record.name_of(speaker),
        speaker_text=speaker.mention.text if speaker.mention else None,
        act=statement.act,
        mode=statement.mode,
        cue=cue.text if cue else None,
        cue_lemma=cue.lemma if cue else None,
        content=" […] ".join(piece.text for piece in statement.content),
        addressees="; ".join(filter(None, map(record.name_of, statement.addressees))),
        targets="; ".join(filter(None, map(record.name_of, statement.targets))),
        negated=statement.negated,
        parent=statement.parent,
        start=statement.content[0].start,
        end=statement.content[-1].end,
        confidence=statement.confidence,
    )


def _plain(value: object) -> object:
    """Dataclasses as dicts, tuples as lists; dataclasses.asdict would copy every string, at 20 times the time."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    names = _FIELDS.get(type(value))
    return value if names is None else {name: _plain(getattr(value, name)) for name in names}


_FIELDS: Final[dict[type, tuple[str, ...]]] = {
    kind: tuple(field.name for field in fields(kind))
    for kind in (
        Record,
        DocumentRecord,
        DatelineRecord,
        ActorRecord,
        Identifiers,
        IdentityRecord,
        RoleQuote,
        NamedQuote,
        StatementRecord,
        Party,
        Quote,
        CueQuote,
        ReaderRecord,
        EventRecord,
        ParticipantRecord,
        TimeQuote,
    )
}


def _record(node: Checked) -> Record:
    schema, document, actors, statements, events, reader = node.fields(
        "schema", "document", "actors", "statements", "events", "reader"
    )
    if schema.text() != SCHEMA:
        raise schema.wrong(f"{SCHEMA!r} was expected, not {schema.text()!r}")
    record = Record(
        schema.text(),
        read_document(document),
        actors.each(read_actor),
        statements.each(read_statement),
        events.each(read_event),
        read_reader(reader),
    )
    check(record)
    return record
