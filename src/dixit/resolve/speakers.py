"""Statements -> the entity that speaks in each, also where the text names nobody beside the words.

A bare quotation belongs to who speaks beside it, a title's quotation to who says the same in the text, "je" to
the speaker of the words that hold it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dixit.extract.people import noun
from dixit.folding import fold
from dixit.resolve.contents import Contents
from dixit.resolve.entities import Entities
from dixit.resolve.parties import FIRST_PERSON, SECOND_PERSON
from dixit.types import Span, Statement, Token

LATER: Final = 200  # statements in which a heading's words are looked for
HEADING: Final = 90  # characters of a heading between paragraphs, at most
BEGINNING: Final = 3  # paragraphs, title included, in which an interview says whose it is
_DASHES: Final = 12  # characters of a heading outside its quotation: marks, dashes
_WORD: Final = 4  # letters from which a word tells what a quotation is about
_ANYONE: Final = ("on", "-on", "-t-on")
# What leads to the side for which "on" speaks, and how many tokens it has at most (not measured).
_SIDES: Final = (("du", "côté", "de"), ("du", "côté", "d'"), ("du", "côté", "du"), ("chez",), ("à",), ("a",), ("au",))
_SIDE: Final = 16
_OBJECTS: Final = frozenset(("nous", "vous", "me", "m'", "te", "t'", "lui", "leur"))


def _is_body(token: Token) -> bool:
    """Whether a word names a body or a place: "préfecture", "Bercy"."""
    known = noun(token.form)
    return token.ent in ("ORG", "LOC") or (known is not None and known.sort == "body")


class Speakers:
    """Who speaks in each statement of a document."""

    def __init__(self, entities: Entities, contents: Contents, floor: int | None) -> None:
        self.entities, self.statements, self.parsed = entities, entities.statements, entities.parsed
        self._floor = floor  # who spoke last in the document
        self._contents = contents
        self._read: dict[int, frozenset[str]] = {}  # words of statements
        self._nested = [
            s.speaker is not None and contents.parent(n, s.speaker) is not None for n, s in enumerate(self.statements)
        ]
        self._paragraphs = [self._paragraph(statement) for statement in self.statements]

    def find(self) -> list[int | None]:
        """Entity of each statement's speaker; None: nobody can be made out."""
        found: list[int | None] = [self.entities.of_span(s.speaker) if s.speaker else None for s in self.statements]
        asked = self._asked()
        for number, statement in enumerate(self.statements):
            if asked is not None and statement.speaker is None and statement.evidence.rule == "answer":
                found[number] = asked  # whoever is told of in an answer
            elif statement.speaker is None:
                found[number] = self._carried(number, found)
            elif self.entities.parties.label(statement.speaker) == "r":
                found[number] = self._neighbour(number, found)  # the answers are by who is interviewed
        alone = self._only_voice(found)
        for number, statement in enumerate(self.statements):
            if alone is not None and statement.speaker is None and statement.cue is None:
                found[number] = alone
            if statement.speaker is not None and found[number] is None and self._is_own(statement.speaker):
                parent = self._contents.parent(number, statement.speaker)
                if not self._is_anyone(statement.speaker, told=parent is not None):
                    found[number] = found[parent] if parent is not None else self._floor if asked is None else asked
                    if found[number] is None and parent is None:
                        found[number] = alone
                    self._tie(statement.speaker, found[number])
                elif parent is None:
                    found[number] = self._side(statement.speaker)
        return found

    def _side(self, span: Span) -> int | None:
        """Whose side "on" speaks for: "Du côté de la mairie, on assure", "A la mairie, on assure"."""
        at = self.entities.parties.token_at(span.start)
        first = self.parsed.sentences[self.parsed.sentence_of[at]].first
        forms = [token.form.lower() for token in self.parsed.tokens[first:at]]
        lead = next((lead for lead in _SIDES if forms[: len(lead)] == list(lead)), None)
        if lead is None or forms[-1] != "," or not len(lead) + 1 < len(forms) <= _SIDE:
            return None
        begin = first + len(lead)
        if len(lead) == 1 and not any(map(_is_body, self.parsed.tokens[begin : at - 1])):
            return None  # "au total, on estime"
        return self.entities.known(self.parsed.span(begin, at - 2))

    def _only_voice(self, found: Sequence[int | None]) -> int | None:
        """Whose interview or speech a text is where nobody is said to speak: who is named most in its beginning."""
        return None if any(number is not None for number in found) else self._named_first()

    def _asked(self) -> int | None:
        """Who answers in an interview whose answers are labelled; None: it is none, or its beginning names nobody."""
        answers = any(s.evidence.rule == "answer" and s.speaker is None for s in self.statements)
        return self._named_first() if answers else None

    def _named_first(self) -> int | None:
        """The person who is named most in the beginning."""
        paragraphs = self.parsed.document.paragraphs
        if not paragraphs:
            return None
        end = paragraphs[min(len(paragraphs), BEGINNING) - 1].end
        counts: dict[int, int] = {}
        for mention, number in zip(self.entities.mentions, self.entities.owner, strict=True):
            if number is not None and mention.span.start < end and mention.form == "name" and mention.kind == "person":
                counts[number] = counts.get(number, 0) + 1
        return max(counts, key=lambda number: (counts[number], -number), default=None)

    def of_party(self, span: Span, found: list[int | None]) -> int | None:
        """Entity of an addressee or a target; "je" and "nous" are who says them, "vous" who is spoken to."""
        word = self.parsed.document.cut(span).lower()
        if word not in FIRST_PERSON and word not in SECOND_PERSON:
            return self.entities.of_span(span)
        parent = self._contents.parent(None, span)
        if parent is None or word in _ANYONE:
            return None
        number = found[parent] if word in FIRST_PERSON else self._hearer(self.statements[parent])
        self._tie(span, number)
        return number

    def _hearer(self, statement: Statement) -> int | None:
        """Who a statement says that it is told to."""
        for span in statement.addressees:
            if self.parsed.document.cut(span).lower() not in SECOND_PERSON:
                return self.entities.of_span(span)
        return None

    def _is_own(self, span: Span) -> bool:
        """Whether a span is a pronoun of the first person."""
        return self.parsed.document.cut(span).lower() in FIRST_PERSON

    def _is_anyone(self, span: Span, *, told: bool) -> bool:
        """Whether "on" is nobody who is known: the narrator's, and that of "on nous a dit"."""
        if self.parsed.document.cut(span).lower() not in _ANYONE:
            return False
        after = self.entities.parties.token_at(span.end - 1) + 1
        return not told or (after < len(self.parsed.tokens) and self.parsed.tokens[after].form.lower() in _OBJECTS)

    def _tie(self, span: Span, number: int | None) -> None:
        """Give a "je" or "nous" to who says it."""
        for index in self.entities.parties.find(span):
            if number is not None and self.entities.owner[index] is None:
                self.entities.give(index, number)

    def _carried(self, number: int, found: list[int | None]) -> int | None:
        """Who speaks in a statement that names nobody."""
        statement = self.statements[number]
        title = self.parsed.document.title
        bare = statement.cue is None and bool(statement.content) and statement.evidence.rule != "answer"
        if bare and ((title and statement.content[0].start < title.end) or self._is_heading(number)):
            said = self._said_later(number, found)
            if said is not None:
                return said
        at, seen = statement.continues, {number}
        while at is not None and at not in seen and found[at] is None:
            seen.add(at)
            at = self.statements[at].continues
        if at is not None and found[at] is not None:
            return found[at]
        if statement.cue is not None or not statement.content:
            return None
        if self._contents.parent(number, statement.content[0]) is not None:
            return None
        return self._neighbour(number, found)

    def _paragraph(self, statement: Statement) -> int:
        """Index of the paragraph where a statement begins."""
        spans = (*statement.content, *filter(None, [statement.speaker, statement.cue]))
        token = self.entities.parties.token_at(min(spans).start)
        return self.parsed.sentences[self.parsed.sentence_of[token]].paragraph

    def _is_heading(self, number: int) -> bool:
        """Whether a quotation is a line of its own between paragraphs: - "Un grand jour" -"""
        line = self.parsed.document.paragraphs[self._paragraphs[number]]
        content = self.statements[number].content
        said = sum(span.end - span.start for span in content)
        closing = self.parsed.document.text[content[-1].end : line.end]
        ends = len(content) == 1 and not any(c == "." or c.isalnum() for c in closing) and closing.endswith("-")
        return line.end - line.start < HEADING and (ends or said + _DASHES >= line.end - line.start)

    def _neighbour(self, number: int, found: list[int | None]) -> int | None:
        """Who speaks before in the same paragraph, else after in it, else before, else after."""
        here, last = self._paragraphs[number], len(found)
        before = next((k for k in range(number - 1, -1, -1) if found[k] is not None and not self._nested[k]), None)
        if before is not None and self._paragraphs[before] == here:
            return found[before]
        after = next((k for k in range(number + 1, last) if found[k] is not None and not self._nested[k]), None)
        if after is not None and (before is None or self._paragraphs[after] == here):
            return found[after]
        return found[before] if before is not None else None

    def _said_later(self, number: int, found: list[int | None]) -> int | None:
        """Who says in the text what a title quotes: the later statement that shares most words, else the next one."""
        words = self._words(number)
        later = [k for k in range(number + 1, min(number + LATER, len(found))) if found[k] is not None]
        if not later:
            return None
        return found[max(later, key=lambda k: (len(words & self._words(k)), -k))]

    def _words(self, number: int) -> frozenset[str]:
        """The longer words of a statement's content, folded."""
        known = self._read.get(number)
        if known is None:
            pieces = (self.parsed.document.cut(span) for span in self.statements[number].content)
            known = frozenset(fold(word) for piece in pieces for word in piece.split() if len(word) >= _WORD)
            self._read[number] = known
        return known
