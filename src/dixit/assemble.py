"""Facts and actors -> Record: doubles out, everything in text order, each statement under the one that tells it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from dixit.extract.tellers import Tellers
from dixit.header import place_name
from dixit.record import (
    SCHEMA,
    ActorRecord,
    CueQuote,
    DatelineRecord,
    DocumentRecord,
    EventRecord,
    Identifiers,
    IdentityRecord,
    NamedQuote,
    ParticipantRecord,
    Party,
    Quote,
    ReaderRecord,
    Record,
    RoleQuote,
    StatementRecord,
    TimeQuote,
)
from dixit.resolve.same import same_events
from dixit.types import Actor, Cast, Document, Event, Span, Statement, Time


def assemble(
    document: Document,
    statements: Sequence[Statement],
    cast: Cast,
    events: Sequence[Event] = (),
    *,
    reader: ReaderRecord,
) -> Record:
    """Each fact once, under ids that count from the text's beginning: a1, a2 ..., s1, s2 ... and e1, e2 ..."""
    order = sorted(range(len(cast.actors)), key=lambda i: _first_mention(cast.actors[i]))
    ids = {i: f"a{n}" for n, i in enumerate(order, 1)}
    actors = tuple(_actor(document, cast.actors[i], ids[i], ids) for i in order)
    kept = _in_text_order(statements)
    parents = _parents([statements[i] for i in kept])
    told = tuple(
        _statement(
            document,
            statements[i],
            (f"s{n}", None if parent is None else f"s{parent + 1}"),
            _parties(document, i, cast, ids, statements[i]),
        )
        for n, (i, parent) in enumerate(zip(kept, parents, strict=True), 1)
    )
    happened = tuple(_events(document, events, cast, ids, Tellers([statements[i] for i in kept])))
    return Record(SCHEMA, _document(document), actors, told, happened, reader)


def _events(
    document: Document, events: Sequence[Event], cast: Cast, ids: dict[int, str], tellers: Tellers
) -> Iterator[EventRecord]:
    """The events, each under the innermost statement that tells it."""
    same = same_events(document, events, cast.participants)
    for n, event in enumerate(events):
        teller, first, time = tellers.of(event.trigger), same[n], event.time
        yield EventRecord(
            id=f"e{n + 1}",
            type=event.type,
            mode=event.mode,
            trigger=_quote(document, event.trigger),
            participants=tuple(
                ParticipantRecord(one.role, None if actor is None else ids[actor], _quote(document, one.span))
                for one, actor in zip(event.participants, cast.participants[n], strict=True)
            ),
            place=None if event.place is None else _quote(document, event.place),
            time=None if time is None else _time(document, time),
            status=event.status,
            asserted_by=None if teller is None else f"s{teller + 1}",
            same_as=None if first is None else f"e{first + 1}",
            confidence=round(event.evidence.confidence, 3),
        )


def _time(document: Document, time: Time) -> TimeQuote:
    return TimeQuote(time.span.start, time.span.end, document.cut(time.span), time.value)


def _first_mention(actor: Actor) -> float:
    """Where it is first named; an actor without a mention comes last."""
    return min((mention.span.start for mention in actor.mentions), default=float("inf"))


def _in_text_order(statements: Sequence[Statement]) -> list[int]:
    """Indices of the statements without doubles, in text order, the outer before the inner.

    Of two with the same speaker, cue and content the surer one stays.
    """
    best: dict[tuple[Span | None, Span | None, tuple[Span, ...]], int] = {}
    for i, statement in enumerate(statements):
        key = (statement.speaker, statement.cue, statement.content)
        if key not in best or statement.evidence.confidence > statements[best[key]].evidence.confidence:
            best[key] = i
    return sorted(best.values(), key=lambda i: (*_extent(statements[i]), i))


def _extent(statement: Statement) -> tuple[int, int]:
    spans = [*statement.content, *([statement.cue] if statement.cue else [])]
    return min(span.start for span in spans), -max(span.end for span in spans)


def _parents(statements: Sequence[Statement]) -> list[int | None]:
    """For each statement the innermost one whose content holds its cue, or for a bare quotation all its content.

    Never the statement itself and never a circle: where two would hold each other, the earlier is the outer.
    """
    pieces = _Pieces(statements)
    parents: list[int | None] = [None] * len(statements)
    for child in reversed(range(len(statements))):
        for parent in pieces.holders(child):
            if child not in _line(parents, parent):
                parents[child] = parent
                break
    return parents


def _line(parents: Sequence[int | None], start: int) -> Iterator[int]:
    """A statement and all those inside which it is told, the innermost first."""
    at: int | None = start
    while at is not None:
        yield at
        at = parents[at]


class _Pieces:
    """The pieces of all contents by place, so that a long text costs no comparison of each with each."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._statements = statements
        self._sizes = [sum(piece.end - piece.start for piece in s.content) for s in statements]
        self._pieces = sorted((piece, i) for i, s in enumerate(statements) for piece in s.content)
        self._starts = [piece.start for piece, _ in self._pieces]
        self._longest = max((piece.end - piece.start for piece, _ in self._pieces), default=0)

    def holders(self, child: int) -> list[int]:
        """The other statements inside whose content this one is told, the smallest first."""
        told = self._statements[child]
        first = told.cue or told.content[0]
        holders = {
            i
            for i in self._over(first)
            if i != child and (self._reaches_over(i, child) if told.cue else self._holds_all(i, child))
        }
        return sorted(holders, key=lambda i: (self._sizes[i], i))

    def _over(self, span: Span) -> Iterator[int]:
        at = bisect_right(self._starts, span.start)
        while at and self._starts[at - 1] + self._longest >= span.end:
            at -= 1
            piece, i = self._pieces[at]
            if piece.holds(span):
                yield i

    def _reaches_over(self, outer: int, inner: int) -> bool:
        """Whether a content begins and ends within another."""
        around, told = self._statements[outer].content, self._statements[inner].content
        return around[0].start <= told[0].start and told[-1].end <= around[-1].end

    def _holds_all(self, outer: int, inner: int) -> bool:
        """Whether a bare quotation lies strictly inside; of two equal contents neither holds the other."""
        pieces = self._statements[outer].content
        return self._sizes[outer] > self._sizes[inner] and all(
            any(piece.holds(span) for piece in pieces) for span in self._statements[inner].content
        )


def _parties(
    document: Document, i: int, cast: Cast, ids: dict[int, str], statement: Statement
) -> tuple[Party, tuple[Party, ...], tuple[Party, ...]]:
    """Speaker, addressees and targets of the i-th statement."""

    def party(actor: int | None, span: Span | None) -> Party:
        return Party(None if actor is None else ids[actor], None if span is None else _quote(document, span))

    return (
        party(cast.speakers[i], statement.speaker),
        tuple(map(party, cast.addressees[i], statement.addressees)),
        tuple(map(party, cast.targets[i], statement.targets)),
    )


def _statement(
    document: Document,
    statement: Statement,
    ids: tuple[str, str | None],
    parties: tuple[Party, tuple[Party, ...], tuple[Party, ...]],
) -> StatementRecord:
    speaker, addressees, targets = parties
    return StatementRecord(
        id=ids[0],
        speaker=speaker,
        cue=_cue(document, statement),
        content=tuple(_quote(document, piece) for piece in statement.content),
        mode=statement.mode,
        act=statement.act,
        addressees=addressees,
        targets=targets,
        negated=statement.negated,
        parent=ids[1],
        confidence=round(statement.evidence.confidence, 3),
    )


def _cue(document: Document, statement: Statement) -> CueQuote | None:
    span = statement.cue
    if span is None:
        return None
    return CueQuote(span.start, span.end, document.cut(span), statement.cue_lemma or document.cut(span).lower())


def _quote(document: Document, span: Span) -> Quote:
    return Quote(span.start, span.end, document.cut(span))


def _actor(document: Document, actor: Actor, key: str, ids: dict[int, str]) -> ActorRecord:
    roles = tuple(
        RoleQuote(
            role.title,
            None if role.of is None else ids[role.of],
            role.span.start,
            role.span.end,
            document.cut(role.span),
        )
        for role in sorted(actor.roles, key=lambda role: role.span)
    )
    mentions = tuple(
        NamedQuote(mention.span.start, mention.span.end, document.cut(mention.span), mention.form)
        for mention in sorted(actor.mentions, key=lambda mention: mention.span)
    )
    known = actor.identity
    if known is None:
        return ActorRecord(key, actor.name, actor.kind, Identifiers(), roles, mentions)
    identity = IdentityRecord(known.key, known.name, known.state, known.office)
    identifiers = Identifiers(known.iso3166, known.wikidata)
    return ActorRecord(key, actor.name, actor.kind, identifiers, roles, mentions, identity)


def _document(document: Document) -> DocumentRecord:
    line = document.dateline
    dateline = None
    if line is not None:
        dateline = DatelineRecord(
            place=None if line.place is None else place_name(document.cut(line.place)),
            date=None if line.day is None else line.day.isoformat(),
        )
    return DocumentRecord(
        id=document.doc_id,
        source=document.name,
        language=document.language,
        title=None if document.title is None else document.cut(document.title),
        publisher=document.publisher,
        published=None if document.published is None else document.published.isoformat(),
        dateline=dateline,
        text=document.text,
    )
