"""What a reader keeps in mind on the way through a document: who was named where, who was a subject, who spoke last."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dixit.resolve.contents import Contents
from dixit.resolve.entities import Entities, Entity
from dixit.resolve.fit import agrees
from dixit.types import Gender, Mention

INSIDE: Final = -0.8  # who spoke last, for a mention inside a quotation
FAR: Final = 10  # sentences after which distance no longer counts
LEAD: Final = 4  # paragraphs in which a name may come up for who was told of without one
RECENT: Final = 14  # actors that are looked back to

# Offices that a name without any may turn out to hold: "Vladimir Roux ... le président russe".
TITLED: Final = frozenset(["head", "minister", "elected", "diplomat", "spokesman", "soldier", "church", "accused"])

# Who stays unnamed, whoever speaks next.
_ANONYMOUS: Final = frozenset(("source", "temoin", "habitant", "riverain", "passant", "voisin"))
_BETWEEN: Final = 8  # tokens between two names of a series
_TITLING: Final = frozenset(("CCONJ", "DET", "NOUN", "ADJ", "PROPN", "ADP"))  # what a title consists of


@dataclass(slots=True)
class Trace:
    """Where an entity was last mentioned, by token."""

    last: int = -1
    outside: int = -1  # outside direct quotations
    subject: int = -1  # as a subject


class Memory:
    """Who was named and who spoke, up to a place in a document."""

    def __init__(self, entities: Entities, contents: Contents) -> None:
        self.entities, self.contents, self.parsed = entities, contents, entities.parsed
        self.traces = [Trace() for _ in entities.all]
        self._latest: dict[int, None] = {}  # entities, the latest last
        self.ended: dict[int, int] = {}  # entity of the mention that ends at an offset
        self.company: tuple[int, ...] = ()  # the last entities named in one series: "Anna Roux, Ali Blanc et Paul Noir"
        self._series: list[int] = []
        self._series_end = -1  # last token of the last of them
        self.floor: int | None = None
        self._voices: set[int] = set()  # who has had the floor
        self.takers = self._takers()
        self.told_after = self._told_after()
        self.quoted = sorted(
            (span.start, span.end) for s in entities.statements if s.mode == "direct" for span in s.content
        )

    def _takers(self) -> set[int]:
        """Mentions that take the floor: speakers of statements that are told in nobody else's words."""
        found: set[int] = set()
        for number, statement in enumerate(self.entities.statements):
            if statement.speaker and self.contents.parent(number, statement.speaker) is None:
                found.update(self.entities.parties.find(statement.speaker))
        return found

    def _told_after(self) -> set[int]:
        """Those of them that stand after their verb: "..., a ajouté le maire", who mostly speaks on."""
        found: set[int] = set()
        for statement in self.entities.statements:
            if statement.speaker and statement.cue and statement.cue.start < statement.speaker.start:
                verb = self.parsed.tokens[self.entities.parties.token_at(statement.cue.start)]
                if verb.pos in ("VERB", "AUX", "PRON"):
                    found.update(self.takers.intersection(self.entities.parties.find(statement.speaker)))
        return found

    def note(self, index: int, *, title: bool) -> None:
        """Remember who has just been mentioned, and whether they take the floor."""
        number, mention = self.entities.owner[index], self.entities.mentions[index]
        if number is None:
            return
        if title and self.traces[number].last >= 0:
            self.floor = number if self.floor is None and index in self.takers else self.floor
            return
        trace = self.traces[number]
        if trace.last < 0:
            self._introduce(index, number)
        trace.last = mention.head
        self.ended[mention.span.end] = number
        if mention.form == "name" and self.entities.all[number].named:
            self._line_up(number, mention)
        if not self.in_quotation(mention):
            trace.outside = mention.head
            if self._is_subject(mention):
                trace.subject = mention.head
        self._latest.pop(number, None)
        self._latest[number] = None
        if index in self.takers and (self.floor is None or not title):
            self.floor = number
            self._voices.add(number)

    def _is_subject(self, mention: Mention) -> bool:
        """Whether a mention is a subject; the last word of a name may hang on its first."""
        tokens, head = self.parsed.tokens, mention.head
        while (
            tokens[head].dep in ("flat", "appos", "amod")
            and mention.span.start <= tokens[tokens[head].head].start < tokens[head].start
        ):
            head = tokens[head].head
        return tokens[head].dep.startswith("nsubj")

    def _line_up(self, number: int, mention: Mention) -> None:
        """Add who is named to the series before, where only titles, commas and "et" lie between."""
        first = self.entities.first_token(mention)
        between = self.parsed.tokens[self._series_end + 1 : first]
        joined = self._series_end >= 0 and 0 < len(between) <= _BETWEEN
        joined = joined and all(token.pos in _TITLING or token.form == "," for token in between)
        if joined and any(token.form in (",", "et") for token in between[:1]):
            self._series = [*(n for n in self._series if n != number), number]
            self.company = tuple(self._series) if len(self._series) > 1 else self.company
        else:
            self._series = [number]
        self._series_end = mention.head

    def _introduce(self, index: int, number: int) -> None:
        """Tie who was told of by an office or a description in the lead to the name that now comes up for him.

        "Le ministre de la Justice a dit ... William Roux a ajouté": both speak, one after the other.
        "L'homme fort du pays est parti ... Ali Roux, 60 ans, était": the one person that the lead tells of.
        """
        entity, mention = self.entities.all[number], self.entities.mentions[index]
        if entity.kind != "person" or not entity.named or self.in_quotation(mention):
            return
        before = self.floor if index in self.takers else None
        if before is None or not self._is_nameless(before, entity.gender):
            before = self._lead(mention, entity.gender)
        if before is None or not self._may_be(before, number):
            return
        self.entities.merge(before, number)
        self._latest.pop(before, None)
        self.floor = number if self.floor == before else self.floor

    def _may_be(self, before: int, number: int) -> bool:
        """Whether who was told of without a name may be the one who is now named.

        "Le ministre" may be; "un haut responsable" only if the lead brings him up, nobody else has spoken or the name
        bears such an office, and nobody in the text asks for anonymity.
        """
        told, named = self.entities.all[before], self.entities.all[number]
        if self._is_definite(told):
            return not named.heads
        if not self._is_in_lead(told) or "anonym" in self.parsed.document.text:
            return False
        return bool(told.classes & named.classes) if named.heads else bool(named.gender) and self._voices == {before}

    def _is_in_lead(self, entity: Entity) -> bool:
        """Whether an entity comes up in title or first paragraph."""
        document = self.parsed.document
        first = document.paragraphs[min(document.title is not None, len(document.paragraphs) - 1)]
        return any(self.entities.mentions[index].span.start < first.end for index in entity.mentions)

    def _is_nameless(self, number: int, gender: Gender) -> bool:
        """Whether an entity is one person of that gender who has come up without a name."""
        entity = self.entities.all[number]
        told = self.traces[number].last >= 0 and not entity.named and bool(entity.mentions)
        told = told and not _ANONYMOUS & entity.heads.keys()
        if "human" in entity.classes and not entity.classes & TITLED and not gender:
            return False  # "un homme" is not whoever speaks next
        return told and entity.kind == "person" and entity.number == "s" and agrees(entity, gender, "s")

    def _lead(self, mention: Mention, gender: Gender) -> int | None:
        """The only person whom title and first paragraph tell of without a name; None: none, or several."""
        if not self._is_subject(mention):
            return None
        paragraphs = self.parsed.document.paragraphs
        if mention.span.start >= paragraphs[min(len(paragraphs), LEAD) - 1].end:
            return None
        told = [
            number
            for number, other in enumerate(self.entities.all)
            if self._is_nameless(number, gender) and other.classes & TITLED and self._is_definite(other)
        ]
        if len(told) == 1:
            return told[0]
        alone = next(iter(self._voices)) if len(self._voices) == 1 and gender else None
        return alone if alone is not None and self._is_nameless(alone, gender) else None

    def _is_definite(self, entity: Entity) -> bool:
        """Whether an entity came up as "le ministre", not as "un ministre"."""
        return self.entities.forms(self.entities.mentions[entity.mentions[0]])[0].lower() in (
            "le",
            "la",
            "l'",
            "ce",
            "cette",
        )

    def recent(self) -> Iterator[int]:
        """Entities from the latest back."""
        for back, number in enumerate(reversed(self._latest)):
            if back >= RECENT:
                break
            yield number

    def is_alone(self, number: int) -> bool:
        """Whether nobody else has had the floor."""
        return self._voices == {number}

    def in_quotation(self, mention: Mention) -> bool:
        """Whether a mention stands in somebody's quoted words."""
        at = bisect_right(self.quoted, (mention.span.start, 1 << 60)) - 1
        return at >= 0 and mention.span.start < self.quoted[at][1]

    def distance(self, number: int, mention: Mention) -> int:
        """Sentences between an entity's latest mention and this one."""
        of, trace = self.parsed.sentence_of, self.traces[number]
        last = trace.last if trace.outside < 0 or self.in_quotation(mention) else trace.outside
        return min(abs(of[mention.head] - of[last]), FAR)

    def was_subject(self, number: int, mention: Mention) -> bool:
        """Whether an entity was a subject in the same sentence or the one before."""
        of, subject = self.parsed.sentence_of, self.traces[number].subject
        return subject >= 0 and of[subject] >= of[mention.head] - 1

    def floor_bonus(self, number: int, mention: Mention, bonus: float) -> float:
        """What it counts to have the floor; in a quotation "il" is rather somebody else."""
        if number != self.floor:
            return 0.0
        return INSIDE if self.in_quotation(mention) else bonus
