"""A reading and what people have put right in it -> the reading as it counts.

A correction hangs on a place in the text, which never changes, and not on the number of a statement, which the next
reading may give to another. It holds the whole statement as it was left, so that it stands even where a later
reading no longer finds it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from dixit.checked import Checked
from dixit.record import ActorRecord, CueQuote, Identifiers, NamedQuote, Party, Quote, Record, StatementRecord
from dixit.store.database import Database
from dixit.store.linking import bare_name
from dixit.types import Act, Mode, Span

CorrectionKind = Literal["speaker", "act", "target", "limits", "remove", "new"]

# Two extents are of the same statement if they share so much of what they cover together. Not measured.
_SAME: Final = 0.5
# Before the complement of a noun, which is not who is meant.
_OF: Final = re.compile(r"\b(?:(?:de|à)(?:\s+la|\s+l['’])?|du|des|aux?|d['’])\s*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Person:
    """Who takes part, by the words that name them there, or by a name where no words do."""

    span: Span | None  # None: the text names nobody here
    name: str | None = None  # None: the words say it


@dataclass(frozen=True, slots=True)
class Said:
    """A statement without the ids of a reading."""

    speaker: Person | None  # None: nobody is named
    cue: Span | None  # None: a bare quotation
    cue_lemma: str | None  # None: no cue
    content: tuple[Span, ...]
    mode: Mode
    act: Act
    addressees: tuple[Person, ...]
    targets: tuple[Person, ...]
    negated: bool

    @property
    def extent(self) -> Span:
        """From the first to the last character of the content."""
        return Span(self.content[0].start, self.content[-1].end)


@dataclass(frozen=True, slots=True)
class Correction:
    """What one person put right at one place."""

    number: int
    digest: str  # of the dispatch
    kind: CorrectionKind
    at: Span  # extent of the content of the statement as it was before
    said: Said  # the statement as it was left; for "remove" as it was
    when: str
    by: str
    undone: str | None  # when; None: it holds


# To and from JSON.


def to_json(said: Said) -> str:
    """One object; spans as [start, end]."""

    def span(one: Span | None) -> list[int] | None:
        return [one.start, one.end] if one else None

    def person(one: Person | None) -> dict[str, object] | None:
        return {"span": span(one.span), "name": one.name} if one else None

    return json.dumps(
        {
            "speaker": person(said.speaker),
            "cue": span(said.cue),
            "cue_lemma": said.cue_lemma,
            "content": [span(piece) for piece in said.content],
            "mode": said.mode,
            "act": said.act,
            "addressees": [person(one) for one in said.addressees],
            "targets": [person(one) for one in said.targets],
            "negated": said.negated,
        },
        ensure_ascii=False,
    )


def from_json(text: str) -> Said:
    """Raises RecordError."""
    speaker, cue, lemma, content, mode, act, addressees, targets, negated = Checked.parse(text).fields(
        "speaker", "cue", "cue_lemma", "content", "mode", "act", "addressees", "targets", "negated"
    )
    return Said(
        speaker.optional(_person),
        cue.optional(_span),
        lemma.optional(Checked.text),
        content.each(_span),
        mode.one_of(get_args(Mode)),
        act.one_of(get_args(Act)),
        addressees.each(_person),
        targets.each(_person),
        negated.flag(),
    )


def _span(node: Checked) -> Span:
    start, end = node.each(Checked.count)
    return Span(start, end)


def _person(node: Checked) -> Person:
    span, name = node.fields("span", "name")
    return Person(span.optional(_span), name.optional(Checked.text))


# Between a record's statement and one without ids.


def said_of(record: Record, statement: StatementRecord) -> Said:
    """A statement of a reading, without its ids."""

    def person(party: Party) -> Person | None:
        if party.mention:
            return Person(party.mention.span)
        name = record.name_of(party)
        return Person(None, name) if name else None

    def people(parties: Sequence[Party]) -> tuple[Person, ...]:
        return tuple(one for party in parties if (one := person(party)))

    return Said(
        person(statement.speaker),
        statement.cue.span if statement.cue else None,
        statement.cue.lemma if statement.cue else None,
        tuple(piece.span for piece in statement.content),
        statement.mode,
        statement.act,
        people(statement.addressees),
        people(statement.targets),
        statement.negated,
    )


class _Sheet:
    """A record on which corrections are entered one after the other."""

    def __init__(self, record: Record) -> None:
        self.document = record.document
        self.record = record
        self.actors = list(record.actors)
        self.statements = list(record.statements)
        self.events = list(record.events)
        self.touched: set[str] = set()

    def enter(self, correction: Correction) -> None:
        """One correction; a statement that the reading no longer has is put back as the person left it."""
        found = self._at(correction.at) or self._at(correction.said.extent)
        if correction.kind == "remove":
            if found:
                self._remove(found)
            return
        key = found.id if found else f"c{correction.number}"
        changed = self._as_record(correction.said, key)
        if found is None:
            self.statements.append(changed)
        else:
            wanted = found if correction.kind in ("speaker", "act", "target", "limits") else changed
            changed = _mixed(wanted, changed, correction.kind)
            self.statements[self.statements.index(found)] = changed
        self.touched.add(key)

    def done(self) -> Record:
        """The record with everything in text order, each statement under the innermost that tells it."""
        order = sorted(self.statements, key=lambda s: (s.content[0].start, -s.content[-1].end, s.id))
        placed = [replace(s, parent=self._parent(s)) if s.id in self.touched else s for s in order]
        return replace(self.record, actors=tuple(self.actors), statements=tuple(placed), events=tuple(self.events))

    def _at(self, extent: Span) -> StatementRecord | None:
        """The statement that covers the place best."""
        scored = [(_share(_extent(s), extent), -i, s) for i, s in enumerate(self.statements)]
        best = max(scored, key=lambda one: one[:2], default=None)
        return best[2] if best and best[0] >= _SAME else None

    def _remove(self, gone: StatementRecord) -> None:
        self.statements = [
            replace(s, parent=gone.parent) if s.parent == gone.id else s for s in self.statements if s.id != gone.id
        ]
        self.events = [replace(e, asserted_by=gone.parent) if e.asserted_by == gone.id else e for e in self.events]

    def _parent(self, statement: StatementRecord) -> str | None:
        """The smallest statement around it, never one that is told inside it."""
        first = statement.cue.span if statement.cue else statement.content[0].span
        around = [
            s
            for s in self.statements
            if statement.id not in (s.id, s.parent)
            and any(piece.span.holds(first) and piece.span != first for piece in s.content)
        ]
        known = {s.id for s in self.statements}
        if not around:
            return statement.parent if statement.parent in known and statement.id not in self.touched else None
        return min(around, key=lambda s: (sum(p.end - p.start for p in s.content), s.id)).id

    def _as_record(self, said: Said, key: str) -> StatementRecord:
        cue = self._quote(said.cue) if said.cue else None
        return StatementRecord(
            id=key,
            speaker=self._party(said.speaker) if said.speaker else Party(None, None),
            cue=CueQuote(cue.start, cue.end, cue.text, said.cue_lemma or cue.text.lower()) if cue else None,
            content=tuple(map(self._quote, said.content)),
            mode=said.mode,
            act=said.act,
            addressees=tuple(map(self._party, said.addressees)),
            targets=tuple(map(self._party, said.targets)),
            negated=said.negated,
            parent=None,
            confidence=1.0,
        )

    def _quote(self, span: Span) -> Quote:
        return Quote(span.start, span.end, self.document.text[span.start : span.end])

    def _party(self, person: Person) -> Party:
        """The actor whose mention it is, else the one of that name, else a new one."""
        if person.span is None:
            named = next((actor.id for actor in self.actors if actor.name == person.name), None)
            return Party(named or self._new(person.name or "", None), None)
        quote = self._quote(person.span)
        scored = [
            (_share(Span(m.start, m.end), person.span), actor.id)
            for actor in self.actors
            for m in actor.mentions
            if not _completes(quote, m)
        ]
        best = max(scored, key=lambda one: one[0], default=(0.0, ""))
        if best[0] > 0:
            return Party(best[1], quote)
        return Party(self._called(quote.text) or self._new(quote.text, quote), quote)

    def _called(self, words: str) -> str | None:
        """The actor that the text calls so elsewhere; None: nobody."""
        wanted = bare_name(words)
        return next((a.id for a in self.actors for m in a.mentions if bare_name(m.text) == wanted), None)

    def _new(self, name: str, quote: Quote | None) -> str:
        key = f"c{len(self.actors) + 1}"
        form: Final = "name" if name[:1].isupper() else "description"
        mentions = (NamedQuote(quote.start, quote.end, quote.text, form),) if quote else ()
        self.actors.append(ActorRecord(key, name, "unknown", Identifiers(), (), mentions))
        return key


def _completes(words: Quote, mention: NamedQuote) -> bool:
    """Whether a mention only completes the words: République in "Président de la République"."""
    return mention.end <= words.end and _OF.search(words.text[: max(mention.start - words.start, 0)]) is not None


def _mixed(held: StatementRecord, put: StatementRecord, kind: CorrectionKind) -> StatementRecord:
    """What the reading has, with that part which the person put right."""
    changed = replace(held, confidence=1.0)
    if kind == "speaker":
        return replace(changed, speaker=put.speaker)
    if kind == "act":
        return replace(changed, act=put.act)
    if kind == "target":
        return replace(changed, targets=put.targets)
    if kind == "limits":
        return replace(changed, content=put.content, mode=put.mode)
    return replace(put, parent=held.parent)


def _extent(statement: StatementRecord) -> Span:
    return Span(statement.content[0].start, statement.content[-1].end)


def _share(one: Span, other: Span) -> float:
    both = min(one.end, other.end) - max(one.start, other.start)
    return max(both, 0) / (max(one.end, other.end) - min(one.start, other.start))


def apply(record: Record, corrections: Sequence[Correction]) -> tuple[Record, frozenset[str]]:
    """The reading as it counts, and the keys of the statements that a person has changed or added."""
    held = [correction for correction in corrections if correction.undone is None]
    if not held:
        return record, frozenset()
    sheet = _Sheet(record)
    for correction in held:
        sheet.enter(correction)
    return sheet.done(), frozenset(sheet.touched)


def corrected(store: Database, record: Record) -> tuple[Record, frozenset[str]]:
    """The same for the corrections that the store holds of that text."""
    return apply(record, corrections(store, record.document.id))


_CORRECTIONS: Final = """
SELECT id, digest, kind, "start", "end", value, at, by, undone FROM corrections
WHERE $digest IS NULL OR digest = $digest ORDER BY id
"""


def corrections(store: Database, digest: str | None = None) -> list[Correction]:
    """All of them, or those of one dispatch, in the order in which they were made."""
    found = []
    for row in store.rows(_CORRECTIONS, digest=digest):
        number, of, kind, start, end, value, at, by, undone = row
        found.append(
            Correction(
                int(str(number)),
                str(of),
                Checked(kind, "corrections.kind").one_of(get_args(CorrectionKind)),
                Span(int(str(start)), int(str(end))),
                from_json(str(value)),
                str(at),
                str(by),
                None if undone is None else str(undone),
            )
        )
    return found
