"""The words of the house: spans, documents, parsed text, facts and actors; imports nothing of ours.

Every offset counts Unicode code points of ``Document.text``; ``text[start:end]`` is the span's text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

Mode = Literal["direct", "indirect", "mixed", "mention"]
Act = Literal["assert", "demand", "commit", "criticise", "accuse", "praise", "deny", "refuse", "warn", "express"]
Form = Literal["name", "title", "description", "pronoun"]
Kind = Literal["person", "organisation", "state", "group", "document", "unknown"]
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID",
    "RETREAT", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Status = Literal["actual", "planned", "hypothetical", "denied"]
Part = Literal["actor", "recipient"]
Gender = Literal["m", "f", ""]
Number = Literal["s", "p", ""]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters [start, end) of a document's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"empty or reversed span {self.start}:{self.end}")

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Whether the other lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Dateline:
    """What stands before the first sentence of a dispatch: ``TÉHÉRAN, 25 fév (AFP) -``."""

    span: Span
    place: Span | None  # None: the dateline names no place
    day: date | None  # None: no date, or one without a year that nothing else gives
    agency: str | None  # None: no agency is named


@dataclass(frozen=True, slots=True)
class Document:
    """One text, fixed once; whatever is found later points into ``text``."""

    doc_id: str  # "sha256:…" of the text in UTF-8
    name: str  # path or URL as given
    language: str  # ISO 639-1
    text: str
    title: Span | None  # None: the text has no title line
    paragraphs: tuple[Span, ...]  # in text order: title (if any), then body, the dateline left out
    dateline: Dateline | None  # None: the text has none
    published: date | None = None  # None: nothing says the day
    publisher: str | None = None  # None: nothing says it

    def cut(self, span: Span) -> str:
        """The characters of a span."""
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a paragraph's parse. Indices count over the whole document."""

    i: int
    start: int
    end: int
    form: str  # as the model sees it: apostrophes, quotation marks and dashes unified
    lemma: str
    pos: str  # UPOS
    morph: str  # UD features, "Gender=Fem|Number=Sing", or ""
    dep: str  # UD relation, subtypes only nsubj:pass, aux:pass, obl:agent, acl:relcl
    head: int  # index of the governor; its own index for a root
    ent: str  # "" or PER, LOC, ORG
    ent_begin: bool  # whether a named entity begins here

    def feature(self, name: str) -> str:
        """The value of a UD feature, or "" where there is none."""
        return _features(self.morph).get(name, "")


@lru_cache(maxsize=1 << 12)
def _features(morph: str) -> dict[str, str]:
    """UD features by name."""
    return {name: value for name, _, value in (pair.partition("=") for pair in morph.split("|"))}


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens [first, last) of a document."""

    first: int
    last: int
    paragraph: int  # index into Document.paragraphs


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document with its tokens and sentences, and for each token its dependents in text order."""

    document: Document
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    children: tuple[tuple[int, ...], ...]  # by token index
    sentence_of: tuple[int, ...]  # by token index: index into sentences

    def subtree(self, i: int) -> list[int]:
        """Indices of a token and of all that hangs on it, in text order."""
        found, todo = [], [i]
        while todo:
            at = todo.pop()
            found.append(at)
            todo.extend(self.children[at])
        return sorted(found)

    def span(self, first: int, last: int) -> Span:
        """Characters from token ``first`` to token ``last``, both included."""
        return Span(self.tokens[first].start, self.tokens[last].end)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a fact is believed: which rule, and how surely (0 to 1)."""

    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement as the rules propose it, before act, addressees and targets are judged."""

    speaker: Span | None  # None: the text names nobody
    cue: Span | None  # None: a bare quotation
    cue_head: int | None  # token index of the cue's main word (participle, verb, noun, "selon"); None: no cue
    cue_lemma: str | None  # lemma of that word; None: no cue
    content: tuple[Span, ...]
    mode: Mode
    negated: bool
    continues: int | None  # index of the draft whose speaker goes on here; None: it has its own
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Statement:
    """Someone is reported to have communicated something."""

    speaker: Span | None  # None: the text names nobody ("it was announced that")
    cue: Span | None  # None: a bare quotation
    cue_lemma: str | None  # None: no cue
    content: tuple[Span, ...]  # in text order; an inserted cue clause splits it
    mode: Mode
    act: Act
    addressees: tuple[Span, ...]
    targets: tuple[Span, ...]
    negated: bool
    continues: int | None  # index of the statement whose speaker goes on here; None: it has its own
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Participant:
    """Who does or undergoes an event; all sides of a reciprocal event are actors."""

    role: Part
    span: Span


@dataclass(frozen=True, slots=True)
class Time:
    """An expression of time."""

    span: Span
    value: str | None  # ISO 8601: a day, month, year, week, or an interval; None: the text does not say enough


@dataclass(frozen=True, slots=True)
class Event:
    """Something that the text reports as happening, planned, demanded or denied between political actors."""

    trigger: Span
    head: int  # token index of the trigger's main word
    lemma: str  # what the lexicon calls it
    type: EventType
    mode: str | None  # PLOVER's; None: the type has none, or none is told
    participants: tuple[Participant, ...]  # actors first, each in text order
    place: Span | None  # None: the sentence tells none
    time: Time | None  # None: the sentence tells none
    status: Status
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names somebody or some body."""

    span: Span
    head: int  # index of its head token
    form: Form
    kind: Kind
    gender: Gender
    number: Number


@dataclass(frozen=True, slots=True)
class Role:
    """A title that an actor bears in the text, and the body that it belongs to."""

    title: str
    span: Span
    of: int | None  # index of the actor it belongs to; None: none is named


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom or what a wording names, the same in every document."""

    key: str  # "state/FR", "body/onu", "organ/IR/armee", "people/US", "person/kofi-annan", "office/FR/head-of-state"
    kind: Kind
    name: str  # in French, as of the day of the dispatch
    iso3166: str | None  # ISO 3166-1 code of a state; None: no state
    wikidata: str | None  # None: not certain
    state: str | None  # ISO 3166-1 code of the state that it is, belongs to or governs; None: no single one
    office: str | None  # what a person was on the day, "président français"; None: nothing that is known
    sides: bool  # whether the wording takes a side: "le régime sioniste"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or some body, with every mention that names it in the document."""

    name: str  # the fullest proper name in the document, else the fullest description
    kind: Kind
    roles: tuple[Role, ...]
    mentions: tuple[Mention, ...]
    identity: Identity | None = None  # None: nobody whom the knowledge base surely knows


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is who in a document: actors, and which actor each statement's people are."""

    actors: tuple[Actor, ...]
    speakers: tuple[int | None, ...]  # by statement: index into actors; None: nobody can be resolved
    addressees: tuple[tuple[int | None, ...], ...]  # by statement, parallel to Statement.addressees
    targets: tuple[tuple[int | None, ...], ...]  # by statement, parallel to Statement.targets
    participants: tuple[tuple[int | None, ...], ...] = ()  # by event, parallel to Event.participants
