"""A record -> what the page of a dispatch shows: paragraphs cut where a mark begins, cards, who says that who said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from dixit.event_list import slug
from dixit.highlight import Mark, Part, joined, parts
from dixit.labels import FAMILIES, QUADRANTS, called, visible
from dixit.page import blocks, marks, within
from dixit.record import EventRecord, ParticipantRecord, Party, Record, StatementRecord
from dixit.types import Span

Tag = Literal["h1", "p"]
_SURE: Final = 0.9  # nine in ten of such are right, docs/accuracy.md


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks."""

    text: str
    classes: str  # "" where nothing is marked
    ids: str  # of the cards that it belongs to, with blanks between
    refs: tuple[Card, ...]  # whose content, or whose trigger, begins here


@dataclass(frozen=True, slots=True)
class Block:
    """The title or a paragraph."""

    tag: Tag
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody, with a page of their own where the store knows who it is."""

    name: str | None  # None: the text names nobody
    actor: str | None  # slug; None: nobody beyond this dispatch
    alias: str | None = None  # what the sentence calls them, where that is not the name


@dataclass(frozen=True, slots=True)
class Card:
    """A statement or an event beside the text."""

    key: str  # id in the record
    id: str  # the same, fit for an attribute
    number: str
    event: bool
    act: str  # act, or type of the event
    family: str  # of colours
    manner: str  # mode of a statement, status of an event
    mode: str | None  # PLOVER's of an event; None: it has none
    negated: bool
    who: Who
    to: tuple[Who, ...]  # addressees; of an event the recipients
    targets: tuple[Who, ...]
    words: str  # content; of an event the trigger
    facts: tuple[str, ...]  # place and time of an event
    chain: tuple[tuple[Who, str], ...]  # who says so, the outermost first; () where the dispatch itself does
    depth: int
    start: int
    confidence: float
    sure: bool


class Sheet:
    """One record laid out; ``slugs`` leads from its actors to those of the store."""

    def __init__(self, record: Record, slugs: Mapping[str, str]) -> None:
        self.record, self._slugs = record, slugs
        self._statements = {one.id: one for one in record.statements}
        self._told = {one.id for one in record.events if one.asserted_by}
        told = [self._statement(one) for one in record.statements]
        happened = [self._event(one) for one in record.events]
        self.cards = tuple(sorted([*told, *happened], key=lambda card: (card.start, card.event, card.depth)))

    def blocks(self) -> Iterator[Block]:
        """Title and paragraphs, in order."""
        document = self.record.document
        cut = list(parts(document.text, marks(self.record)))
        first: dict[int, list[Card]] = {}
        for card in self.cards:
            first.setdefault(card.start, []).append(card)
        for span in blocks(document.text, document.title):
            tag: Tag = "h1" if document.title and document.text[span.start : span.end] == document.title else "p"
            yield Block(tag, tuple(self._pieces(cut, first, span)))

    def _pieces(self, cut: Sequence[Part], first: Mapping[int, list[Card]], span: Span) -> Iterator[Piece]:
        for part in within(cut, span.start, span.end):
            kinds = sorted({mark.kind for mark in part.marks if not _quoted_inside(mark, part)})
            contents = [mark for mark in part.marks if mark.kind == "content"]
            classes = [*kinds, *([FAMILIES[contents[-1].act], f"deep{min(len(contents), 3)}"] if contents else [])]
            ids = dict.fromkeys(slug(mark.statement) for mark in part.marks)
            if any(mark.kind == "trigger" and mark.statement in self._told for mark in part.marks):
                classes.append("told")
            yield Piece(visible(part.text), " ".join(classes), " ".join(ids), tuple(first.get(part.start, ())))

    def chain(self, teller: str | None) -> tuple[tuple[Who, str], ...]:
        """Who says so, the outermost first, each with the act."""
        found: list[tuple[Who, str]] = []
        seen: set[str] = set()
        while teller is not None and teller in self._statements and teller not in seen:
            seen.add(teller)
            one = self._statements[teller]
            found.append((self._who(one.speaker), one.act))
            teller = one.parent
        return tuple(reversed(found))

    def _who(self, party: Party | ParticipantRecord) -> Who:
        name = self.record.name_of(party)
        mention = called(party.mention.text) if party.mention else ""
        alias = mention if name and mention and name not in mention else None
        return Who(
            visible(name) if name else None, self._slugs.get(party.actor or ""), visible(alias) if alias else None
        )

    def _statement(self, one: StatementRecord) -> Card:
        chain = self.chain(one.parent)
        words = visible(joined(self.record.document.text, [piece.span for piece in one.content]))
        return Card(
            key=one.id,
            id=slug(one.id),
            number=visible(one.id.removeprefix("s")),
            event=False,
            act=one.act,
            family=FAMILIES[one.act],
            manner=one.mode,
            mode=None,
            negated=one.negated,
            who=self._who(one.speaker),
            to=tuple(map(self._who, one.addressees)),
            targets=tuple(map(self._who, one.targets)),
            words=f"«\u202f{words}\u202f»" if one.mode == "direct" else words,
            facts=(),
            chain=chain,
            depth=min(len(chain), 3),
            start=one.content[0].start,
            confidence=one.confidence,
            sure=one.confidence >= _SURE,
        )

    def _event(self, one: EventRecord) -> Card:
        chain = self.chain(one.asserted_by)
        actors = [self._who(person) for person in one.people("actor")]
        time = f"{one.time.text} ({one.time.value})" if one.time and one.time.value else one.time and one.time.text
        return Card(
            key=one.id,
            id=slug(one.id),
            number=visible(one.id),
            event=True,
            act=one.type,
            family=QUADRANTS[one.type],
            manner=one.status,
            mode=one.mode,
            negated=one.status == "denied",
            who=actors[0] if actors else Who(None, None),
            to=tuple(map(self._who, one.people("recipient"))),
            targets=tuple(actors[1:]),
            words=visible(one.trigger.text),
            facts=tuple(visible(fact) for fact in (one.place.text if one.place else None, time) if fact),
            chain=chain,
            depth=min(len(chain), 3),
            start=one.trigger.start,
            confidence=one.confidence,
            sure=one.confidence >= _SURE,
        )


def _quoted_inside(mark: Mark, part: Part) -> bool:
    """Whether words that name a speaker hold what that speaker says: "la ministre, qui a promis « un retour »"."""
    inner = (other.span for other in part.marks if other.kind == "content")
    return mark.kind == "speaker" and any(mark.span.holds(span) and span != mark.span for span in inner)
