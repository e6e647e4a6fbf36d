"""What a record promises beyond its shape: spans are their text, ids are known, all stands in the order of the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Protocol

from dixit.errors import RecordError
from dixit.recorded import (
    ActorRecord,
    CueQuote,
    DocumentRecord,
    NamedQuote,
    Party,
    Quote,
    RoleQuote,
    StatementRecord,
)
from dixit.recorded_events import EventRecord, TimeQuote


class Parts(Protocol):
    """The parts of a record that refer to each other."""

    @property
    def document(self) -> DocumentRecord: ...  # noqa: D102 - see Record
    @property
    def actors(self) -> tuple[ActorRecord, ...]: ...  # noqa: D102
    @property
    def statements(self) -> tuple[StatementRecord, ...]: ...  # noqa: D102
    @property
    def events(self) -> tuple[EventRecord, ...]: ...  # noqa: D102


def check(record: Parts) -> None:
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


def _check_events(record: Parts, statements: Mapping[str, object]) -> None:
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


def _quotes(record: Parts) -> Iterator[tuple[str, Quote | CueQuote | NamedQuote | RoleQuote | TimeQuote]]:
    """Every stretch of text in the record, with its place."""
    for i, actor in enumerate(record.actors):
        yield from ((f"actors[{i}].mentions[{n}]", mention) for n, mention in enumerate(actor.mentions))
        yield from ((f"actors[{i}].roles[{n}]", role) for n, role in enumerate(actor.roles))
    for i, statement in enumerate(record.statements):
        here = f"statements[{i}]"
        if statement.cue:
            yield f"{here}.cue", statement.cue
        yield from ((f"{here}.content[{n}]", piece) for n, piece in enumerate(statement.content))
        for place, party in parties(statement):
            if party.mention:
                yield f"{here}.{place}.mention", party.mention
    for i, event in enumerate(record.events):
        yield f"events[{i}].trigger", event.trigger
        yield from ((f"events[{i}].{name}", q) for name, q in (("place", event.place), ("time", event.time)) if q)
        yield from ((f"events[{i}].participants[{n}].mention", p.mention) for n, p in enumerate(event.participants))


def parties(statement: StatementRecord) -> Iterator[tuple[str, Party]]:
    """Who takes part in a statement, each with its place in it."""
    yield "speaker", statement.speaker
    yield from ((f"addressees[{n}]", party) for n, party in enumerate(statement.addressees))
    yield from ((f"targets[{n}]", party) for n, party in enumerate(statement.targets))


def _actor_references(record: Parts) -> Iterator[tuple[str, str | None]]:
    for i, actor in enumerate(record.actors):
        yield from ((f"actors[{i}].roles[{n}].of", role.of) for n, role in enumerate(actor.roles))
    for i, statement in enumerate(record.statements):
        yield from ((f"statements[{i}].{place}.actor", party.actor) for place, party in parties(statement))
    for i, event in enumerate(record.events):
        yield from ((f"events[{i}].participants[{n}].actor", p.actor) for n, p in enumerate(event.participants))
