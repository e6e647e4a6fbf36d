"""The parts of a record: stretches of text, people, statements; each with a function that reads it from JSON."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final, get_args

from dixit.checked import Checked
from dixit.types import Act, Form, Kind, Mode, Span

LANGUAGES: Final = ("fr",)  # that dixit reads, by ISO 639-1


@dataclass(frozen=True, slots=True)
class Quote:
    """Characters [start, end) of the document's text, and what they are."""

    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class CueQuote:
    """The words that signal a statement, and the lemma of their main word."""

    start: int
    end: int
    text: str
    lemma: str

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class NamedQuote:
    """A stretch of text that names an actor."""

    start: int
    end: int
    text: str
    form: Form


@dataclass(frozen=True, slots=True)
class RoleQuote:
    """A title that an actor bears in the text."""

    title: str
    of: str | None  # id of the actor that the title belongs to; None: the text names none
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class DatelineRecord:
    """Where and when the dispatch says that it was sent."""

    place: str | None  # None: no place is named
    date: str | None  # ISO 8601; None: no date, or one without a year that nothing else gives


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """The text that was read, and what is known of it."""

    id: str
    source: str
    language: str
    title: str | None  # None: the text has no title line
    publisher: str | None  # None: nothing says it
    published: str | None  # ISO 8601; None: nothing says the day
    dateline: DatelineRecord | None  # None: the text has none
    text: str


@dataclass(frozen=True, slots=True)
class Identifiers:
    """What others call the same actor."""

    iso3166: str | None = None  # None: no state, or not looked up
    wikidata: str | None = None  # None: not looked up


@dataclass(frozen=True, slots=True)
class IdentityRecord:
    """Whom or what an actor is in every document, see docs/actors.md."""

    key: str
    name: str
    state: str | None  # None: it is, belongs to or governs no single state
    office: str | None  # None: no office on that day


@dataclass(frozen=True, slots=True)
class ActorRecord:
    """Somebody or some body in the document."""

    id: str
    name: str
    kind: Kind
    identifiers: Identifiers
    roles: tuple[RoleQuote, ...]
    mentions: tuple[NamedQuote, ...]
    identity: IdentityRecord | None = None  # None: nobody whom the knowledge base surely knows


@dataclass(frozen=True, slots=True)
class Party:
    """Who takes part in a statement: the actor, and the words that name it there."""

    actor: str | None  # id; None: nobody can be resolved
    mention: Quote | None  # None: the text names nobody here


@dataclass(frozen=True, slots=True)
class StatementRecord:
    """Someone is reported to have communicated something."""

    id: str
    speaker: Party
    cue: CueQuote | None  # None: a bare quotation
    content: tuple[Quote, ...]
    mode: Mode
    act: Act
    addressees: tuple[Party, ...]
    targets: tuple[Party, ...]
    negated: bool
    parent: str | None  # id of the statement inside whose content this one is told; None: the narrator tells it
    confidence: float


@dataclass(frozen=True, slots=True)
class ReaderRecord:
    """What read the document."""

    version: str
    model: str


# From JSON. Each function reads one kind of object; the names stand in the order of the class.


def read_document(node: Checked) -> DocumentRecord:
    """Raises RecordError."""
    key, source, language, title, publisher, published, dateline, text = node.fields(
        "id", "source", "language", "title", "publisher", "published", "dateline", "text"
    )
    whole = text.text()
    if key.text() != f"sha256:{hashlib.sha256(whole.encode()).hexdigest()}":
        raise key.wrong("this is not the digest of the document's text")
    return DocumentRecord(
        key.text(),
        source.text(),
        language.one_of(LANGUAGES),
        title.optional(Checked.text),
        publisher.optional(Checked.text),
        published.optional(Checked.day),
        dateline.optional(_dateline),
        whole,
    )


def _dateline(node: Checked) -> DatelineRecord:
    place, date = node.fields("place", "date")
    return DatelineRecord(place.optional(Checked.text), date.optional(Checked.day))


def read_actor(node: Checked) -> ActorRecord:
    """Raises RecordError."""
    key, name, kind, identifiers, roles, mentions, identity = node.fields(
        "id", "name", "kind", "identifiers", "roles", "mentions", optional=("identity",)
    )
    iso3166, wikidata = identifiers.fields("iso3166", "wikidata")
    return ActorRecord(
        key.text(),
        name.text(),
        kind.one_of(get_args(Kind)),
        Identifiers(iso3166.optional(Checked.text), wikidata.optional(Checked.text)),
        roles.each(_role),
        mentions.each(_named),
        identity.optional(_identity),
    )


def _identity(node: Checked) -> IdentityRecord:
    key, name, state, office = node.fields("key", "name", "state", "office")
    return IdentityRecord(key.text(), name.text(), state.optional(Checked.text), office.optional(Checked.text))


def _role(node: Checked) -> RoleQuote:
    title, of, start, end, text = node.fields("title", "of", "start", "end", "text")
    return RoleQuote(title.text(), of.optional(Checked.text), start.count(), end.count(), text.text())


def _named(node: Checked) -> NamedQuote:
    start, end, text, form = node.fields("start", "end", "text", "form")
    return NamedQuote(start.count(), end.count(), text.text(), form.one_of(get_args(Form)))


def read_quote(node: Checked) -> Quote:
    """Raises RecordError."""
    start, end, text = node.fields("start", "end", "text")
    return Quote(start.count(), end.count(), text.text())


def _cue(node: Checked) -> CueQuote:
    start, end, text, lemma = node.fields("start", "end", "text", "lemma")
    return CueQuote(start.count(), end.count(), text.text(), lemma.text())


def _party(node: Checked) -> Party:
    actor, mention = node.fields("actor", "mention")
    return Party(actor.optional(Checked.text), mention.optional(read_quote))


def read_statement(node: Checked) -> StatementRecord:
    """Raises RecordError."""
    key, speaker, cue, content, mode, act, addressees, targets, negated, parent, confidence = node.fields(
        "id",
        "speaker",
        "cue",
        "content",
        "mode",
        "act",
        "addressees",
        "targets",
        "negated",
        "parent",
        "confidence",
    )
    pieces = content.each(read_quote)
    if not pieces:
        raise content.wrong("a statement has a content")
    return StatementRecord(
        key.text(),
        _party(speaker),
        cue.optional(_cue),
        pieces,
        mode.one_of(get_args(Mode)),
        act.one_of(get_args(Act)),
        addressees.each(_party),
        targets.each(_party),
        negated.flag(),
        parent.optional(Checked.text),
        confidence.share(),
    )


def read_reader(node: Checked) -> ReaderRecord:
    """Raises RecordError."""
    version, model = node.fields("version", "model")
    return ReaderRecord(version.text(), model.text())
