"""Spans of statements -> mentions: which name, title, description or pronoun stands in a speaker's span.

"le porte-parole du Kremlin, Dmitri Roux" is the mention Dmitri Roux, not Kremlin.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dixit.extract.mentions import tells
from dixit.extract.people import adjective, civility, noun
from dixit.lexicon import words
from dixit.resolve.clauses import CLITICS, clitic_gender, is_clitic
from dixit.types import Form, Gender, Mention, Number, Parsed, Span

PREPOSITIONS: Final = words("people-prepositions")
_PAUSES: Final = frozenset((",", "-", "--", "et", "ou", '"', "«", "»", "ainsi", ":"))
_LIGHT: Final = words("people-light")
FIRST_PERSON: Final = words("people-first-person")
SECOND_PERSON: Final = frozenset(("vous", "-vous", "tu", "-tu", "te", "t'", "toi", "votre", "vos"))
_POSSESSIVE: Final = frozenset(["son", "sa", "ses", "leur", "leurs"])
_APPOSED: Final = frozenset(("PRON", "DET", "PROPN", "ADV"))
_LABELS: Final = {"Q": "q", "QUESTION": "q", "Question": "q", "R": "r", "REPONSE": "r", "RÉPONSE": "r", "Réponse": "r"}
_LONGEST: Final = 200  # characters before a span in which a mention that reaches into it may begin


class Parties:
    """The mentions of a document, with those that its statements add."""

    def __init__(self, parsed: Parsed, mentions: Sequence[Mention]) -> None:
        self.parsed = parsed
        self.mentions: list[Mention] = list(mentions)
        self._starts = [mention.span.start for mention in mentions]
        self._tokens = [token.start for token in parsed.tokens]
        self._found: dict[Span, tuple[int, ...]] = {}

    def find(self, span: Span) -> tuple[int, ...]:
        """Indices of the mentions that a span stands for: one, or several of equal rank."""
        found = self._found.get(span)
        if found is None:
            found = self._found[span] = self._heads(span) or (self._phrase(span),)
        return found

    def heads(self, span: Span) -> tuple[int, ...]:
        """Indices of the mentions that a span stands for, as ``find``; empty where there is none, and none is added."""
        found = self._found.get(span) or self._heads(span)
        if found:
            return found
        inside = self._phrases(span)
        return tuple(
            sorted(inside, key=lambda i: (self.mentions[i].span.end > span.end, -_length(self.mentions[i])))[:1]
        )

    def token_at(self, offset: int) -> int:
        """Index of the token that holds a character, or of the last one before it."""
        return max(bisect_right(self._tokens, offset) - 1, 0)

    def _overlapping(self, span: Span) -> list[int]:
        first = bisect_left(self._starts, span.start - _LONGEST)
        last = bisect_left(self._starts, span.end)
        return [index for index in range(first, last) if self.mentions[index].span.overlaps(span)]

    def label(self, span: Span) -> str:
        """What a span labels in an interview: "q" for "Q:", "r" for "R:"; empty where it is no label."""
        first = self.token_at(span.start)
        tokens = self.parsed.tokens[first : first + 2]
        labels = len(tokens) > 1 and tokens[0].start == span.start and tokens[1].form in (":", "-", "--")
        return _LABELS.get(tokens[0].form, "") if labels else ""

    def within(self, span: Span) -> list[int]:
        """Indices of the mentions inside a span, of those that do not come from statements."""
        return [index for index in self._overlapping(span) if span.holds(self.mentions[index].span)]

    def _heads(self, span: Span) -> tuple[int, ...]:
        """Names in a span that are the one who is meant, not a part of a title."""
        found: list[int] = []
        for index in self._overlapping(span):
            mention = self.mentions[index]
            if mention.form == "name" and self._is_head(span, mention, after=bool(found)):
                found.append(index)
        persons = [index for index in found if self.mentions[index].kind == "person"]
        return tuple(persons or found)

    def _opens_with_body(self, span: Span) -> bool:
        """Whether a span begins with a body or a text, so that a person after a comma is somebody else."""
        near = self._near(span)
        return any(
            self.mentions[index].kind in ("organisation", "document") and self.mentions[index].span.start <= near
            for index in self._overlapping(span)
        )

    def _near(self, span: Span) -> int:
        """Where the second token of a span begins."""
        following = min(self.token_at(span.start) + 1, len(self.parsed.tokens) - 1)
        return self.parsed.tokens[following].start

    def _is_head(self, span: Span, name: Mention, *, after: bool) -> bool:
        """Whether a name is not governed by a preposition inside the span."""
        tokens = self.parsed.tokens
        k = self.token_at(name.span.start) - 1
        while k >= 0 and tokens[k].start >= span.start:
            form = tokens[k].form.lower()
            if form in _PAUSES and form not in PREPOSITIONS:
                return after or (name.kind == "person" and not self._opens_with_body(span))
            head = self._heads_on(k, name)
            if head is not None:
                return head
            k -= 1
        return True

    def _heads_on(self, k: int, name: Mention) -> bool | None:
        """What a word before a name says of it: True a head, False a complement, None nothing yet."""
        token, person = self.parsed.tokens[k], name.kind == "person"
        form = token.form.lower()
        if token.ent == "PER" and self.parsed.tokens[k + 1].ent == "PER" and not self.parsed.tokens[k + 1].ent_begin:
            return None  # "le général de Roux"
        if form in PREPOSITIONS or form == "(":
            return False
        known = noun(form)
        if known and known.sort == "person" and person and known.number == "p":
            return True  # "le numéro deux des Verts Paul Roux"
        if known and known.sort == "person" and name.kind in ("organisation", "unknown"):
            return False  # "la candidate LREM"
        small = form in _LIGHT or civility(form) or adjective(form) or token.pos in ("ADJ", "DET")
        return None if small or (known and (known.sort == "person" or not person)) else person

    def _phrase(self, span: Span) -> int:
        """The title, description or pronoun of a span, which gets the whole span; a new one where there is none."""
        opening = self.token_at(span.start)
        word = self.parsed.tokens[opening].form.lower()
        inside = self._phrases(span)
        if not inside or (span.end <= self.parsed.tokens[opening].end and word in _POSSESSIVE):
            return self._add(self._new(span, opening))
        best = max(inside, key=lambda i: (self.mentions[i].span.end <= span.end, _length(self.mentions[i])))
        mention = self.mentions[best]
        if mention.form != "pronoun" and mention.span.end < span.end:
            start = (
                min(span.start, mention.span.start) if mention.span.start <= self._near(span) else mention.span.start
            )
            self.mentions[best] = replace(mention, span=Span(start, self._tail(mention, span)))
        return best

    def _phrases(self, span: Span) -> list[int]:
        """Mentions other than names at the beginning of a span, else after a comma in it."""
        near = self._near(span)
        tokens, mentions = self.parsed.tokens, self.mentions
        inside = [
            index
            for index in self._overlapping(span)
            if mentions[index].form != "name" and tokens[mentions[index].head].end > span.start
        ]
        first = [index for index in inside if self.mentions[index].span.start <= near]
        text = self.parsed.document.text
        return first or [i for i in inside if text[max(mentions[i].span.start - 2, 0)] == ","][:1]

    def _tail(self, mention: Mention, span: Span) -> int:
        """Where a phrase ends inside a longer span: before a verb, a clause, "à l'AFP" or "à la ministre"."""
        tokens = self.parsed.tokens
        first = k = self.token_at(mention.span.end - 1)
        while k + 1 < len(tokens) and tokens[k + 1].end <= span.end and not self._breaks(k + 1):
            k += 1
            if tells(tokens, k, mention.head):
                k -= 1
                break
        while k > first and self._dangles(k):
            k -= 1
        return max(tokens[k].end, mention.span.end)

    def _breaks(self, k: int) -> bool:
        """Whether a token ends a noun phrase that speaks."""
        token = self.parsed.tokens[k]
        if token.form == "," and self.parsed.tokens[min(k + 1, len(self.parsed.tokens) - 1)].pos in _APPOSED:
            return True  # "les syndicats, eux", "le patron de Roux, une filiale"
        if token.feature("VerbForm") == "Part" and token.feature("Tense") == "Pres":
            return True  # "la maire en partant"
        if token.form.lower() == "que" and self.parsed.tokens[k - 1].form.lower() == "ainsi":
            return False
        if token.pos in ("AUX", "SCONJ") or (token.pos == "VERB" and token.dep not in ("acl", "amod")):
            return True
        return token.feature("PronType") == "Rel" or token.feature("VerbForm") in ("Fin", "Ger")

    def _dangles(self, k: int) -> bool:
        """Whether a token is what no phrase ends with: "de" in "les deux pays de"."""
        token = self.parsed.tokens[k]
        return token.pos in ("ADP", "DET", "CCONJ") or token.form in (",", ";", ":", "-", "«")

    def _add(self, mention: Mention) -> int:
        self.mentions.append(mention)
        return len(self.mentions) - 1

    def _new(self, span: Span, opening: int) -> Mention:
        """A mention of words that no list knows."""
        tokens = self.parsed.tokens
        last = self.token_at(span.end - 1)
        while last > opening and self._dangles(last):
            last -= 1
        span = (
            Span(span.start, max(tokens[last].end, tokens[opening].end)) if last < self.token_at(span.end - 1) else span
        )
        nominal = (k for k in range(opening, last + 1) if tokens[k].pos in ("NOUN", "PROPN", "PRON", "NUM"))
        head = next(nominal, opening)
        word = tokens[opening].form.lower()
        form: Form = (
            "pronoun" if head == last and (tokens[head].pos == "PRON" or word in FIRST_PERSON) else "description"
        )
        plural = (
            word in ("les", "des", "plusieurs", "certains", "nous", "ces", "ses")
            or tokens[head].feature("Number") == "Plur"
        )
        number: Number = "p" if plural else "s"
        if head == last and is_clitic(self.parsed, head):
            return Mention(span, head, "pronoun", "unknown", clitic_gender(self.parsed, head), CLITICS[word][1])
        if head == last and word in _POSSESSIVE:
            return Mention(span, head, "pronoun", "unknown", "", "p" if word.startswith("leur") else "s")
        marked = tokens[head].feature("Gender")
        gender: Gender = "f" if word in ("la", "une", "cette", "sa") or marked == "Fem" else "m" if marked else ""
        return Mention(span, head, form, "group" if plural else "unknown", gender, number)


def _length(mention: Mention) -> int:
    """Characters of a mention."""
    return mention.span.end - mention.span.start
