"""The record, what one reading of one document gives; to and from JSON without loss, with checks on the way in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import Final, TypedDict, get_args

from dixit import highlight
from dixit.checked import Checked
from dixit.errors import RecordError
from dixit.labels import ACTS, NOBODY
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
        """Without the statements and events that are less sure (0 to 1), and who takes part in these alone.

        What they held stands in the next around; ids stay.
        """
        around = {s.id: s.parent for s in self.statements if s.confidence < confidence}
        first = {e.id: e.same_as for e in self.events if e.confidence < confidence}
        if not around and not first:
            return self
        kept = tuple(replace(s, parent=_next(s.parent, around)) for s in self.statements if s.id not in around)
        events: list[EventRecord] = []
        heads: dict[str, str] = {}
        for event in self.events:
            if event.id in first:
                continue
            same = event.same_as
            if same is not None and same in first:  # the first telling is gone: the next one takes its place
                same = heads.setdefault(same, event.id)
                same = None if same == event.id else same
            events.append(replace(event, asserted_by=_next(event.asserted_by, around), same_as=same))
        bodies = {role.of for actor in self.actors for role in actor.roles}
        lost = _taking_part(self.statements, self.events) - _taking_part(kept, events) - bodies
        actors = tuple(actor for actor in self.actors if actor.id not in lost)
        return replace(self, actors=actors, statements=kept, events=tuple(events))

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


def _taking_part(statements: Iterable[StatementRecord], events: Iterable[EventRecord]) -> set[str | None]:
    """Ids of the actors of some statements and events."""
    said = {party.actor for statement in statements for _, party in _parties(statement)}
    return said | {one.actor for event in events for one in event.participants}


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
    _check(record)
    return record


# What a record promises beyond its shape.


def _check(record: Record) -> None:
    """Raises RecordError where a span is not its text, or an id is double, unknown, or its own parent's parent."""
    text = record.document.text
    for place, quote in _quotes(record):
        if quote.start >= quote.end or text[quote.start : quote.end] != quote.text:
            raise RecordError(place, f"the document's text from {quote.start} to {quote.end} is not {quote.text!r}")
    actors = _ids("actors", [actor.id for actor in record.actors])
    parents = dict(zip(_ids("statements", [s.id for s in record.statements]), record.statements, strict=True))
    for place, key in _actor_references(record):
        if key is not None and key not in actors:
            raise RecordError(place, f"no actor has the id {key!r}")
    _check_order(record.statements)
    sound: set[str] = set()  # statements whose line up to the dispatch itself is known to end
    for i, statement in enumerate(record.statements):
        line, key = {statement.id}, statement.parent
        while key is not None and key not in sound:
            if key not in parents:
                raise RecordError(f"statements[{i}].parent", f"no statement has the id {key!r}")
            if key in line:
                raise RecordError(f"statements[{i}].parent", "a statement cannot be told inside itself")
            line.add(key)
            key = parents[key].parent
        sound |= line
        above = parents[statement.parent] if statement.parent else statement
        if not (above.content[0].start <= statement.content[0].start and _end(statement) <= _end(above)):
            raise RecordError(f"statements[{i}].parent", "that statement's content does not hold this one's")
    _check_events(record, parents)


def _end(statement: StatementRecord) -> int:
    return statement.content[-1].end


def _check_order(statements: Sequence[StatementRecord]) -> None:
    """Raises RecordError where statements, or the pieces of a content, are not in the order of the text."""
    before = 0
    for i, statement in enumerate(statements):
        for n, (one, after) in enumerate(pairwise(statement.content), 1):
            if after.start < one.end:
                raise RecordError(f"statements[{i}].content[{n}]", "pieces stand in the order of the text")
        begins = min(statement.content[0].start, statement.cue.start if statement.cue else statement.content[0].start)
        if begins < before:
            raise RecordError(f"statements[{i}]", "statements stand in the order of the text")
        before = begins


def _check_events(record: Record, statements: Mapping[str, object]) -> None:
    """Raises RecordError where an event names no statement, or is told again before it is told."""
    _ids("events", [event.id for event in record.events])
    before: set[str] = set()
    for i, event in enumerate(record.events):
        if event.asserted_by is not None and event.asserted_by not in statements:
            raise RecordError(f"events[{i}].asserted_by", f"no statement has the id {event.asserted_by!r}")
        if event.same_as is not None and event.same_as not in before:
            raise RecordError(
                f"events[{i}].same_as", f"no event before it that is told first has the id {event.same_as!r}"
            )
        if event.same_as is None:
            before.add(event.id)


def _ids(place: str, ids: Iterable[str]) -> dict[str, None]:
    seen: dict[str, None] = {}
    for i, key in enumerate(ids):
        if key in seen:
            raise RecordError(f"{place}[{i}].id", f"the id {key!r} stands twice")
        seen[key] = None
    return seen


def _quotes(record: Record) -> Iterator[tuple[str, Quote | CueQuote | NamedQuote | RoleQuote | TimeQuote]]:
    """Every stretch of text in the record, with its place."""
    for i, actor in enumerate(record.actors):
        yield from ((f"actors[{i}].mentions[{n}]", mention) for n, mention in enumerate(actor.mentions))
        yield from ((f"actors[{i}].roles[{n}]", role) for n, role in enumerate(actor.roles))
    for i, statement in enumerate(record.statements):
        here = f"statements[{i}]"
        if statement.cue:
            yield f"{here}.cue", statement.cue
        yield from ((f"{here}.content[{n}]", piece) for n, piece in enumerate(statement.content))
        for place, party in _parties(statement):
            if party.mention:
                yield f"{here}.{place}.mention", party.mention
    for i, event in enumerate(record.events):
        yield f"events[{i}].trigger", event.trigger
        yield from ((f"events[{i}].{name}", q) for name, q in (("place", event.place), ("time", event.time)) if q)
        yield from ((f"events[{i}].participants[{n}].mention", p.mention) for n, p in enumerate(event.participants))


def _parties(statement: StatementRecord) -> Iterator[tuple[str, Party]]:
    yield "speaker", statement.speaker
    yield from ((f"addressees[{n}]", party) for n, party in enumerate(statement.addressees))
    yield from ((f"targets[{n}]", party) for n, party in enumerate(statement.targets))


def _actor_references(record: Record) -> Iterator[tuple[str, str | None]]:
    for i, actor in enumerate(record.actors):
        yield from ((f"actors[{i}].roles[{n}].of", role.of) for n, role in enumerate(actor.roles))
    for i, statement in enumerate(record.statements):
        yield from ((f"statements[{i}].{place}.actor", party.actor) for place, party in _parties(statement))
    for i, event in enumerate(record.events):
        yield from ((f"events[{i}].participants[{n}].actor", p.actor) for n, p in enumerate(event.participants))
