"""Spans of statements -> mentions: which name, title, description or pronoun stands in a speaker's span.

"le porte-parole du Kremlin, Dmitri Roux" is the mention Dmitri Roux, not Kremlin.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dixit.extract.people import adjective, civility, noun, press
from dixit.lexicon import words
from dixit.types import Form, Gender, Mention, Number, Parsed, Span

PREPOSITIONS: Final = words("people-prepositions")
_PAUSES: Final = frozenset((",", "-", "--", "et", "ou", '"', "«", "»", "ainsi", ":"))
_LIGHT: Final = words("people-light")
FIRST_PERSON: Final = words("people-first-person")
_POSSESSIVE: Final = frozenset(["son", "sa", "ses", "leur", "leurs"])
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
        person = name.kind == "person"
        while k >= 0 and tokens[k].start >= span.start:
            form = tokens[k].form.lower()
            if form in PREPOSITIONS:
                return False
            if form in _PAUSES:
                return after or (person and not self._opens_with_body(span))
            known = noun(form)
            if (
                form in _LIGHT
                or civility(form)
                or adjective(form)
                or tokens[k].pos in ("ADJ", "DET")
                or (known and (known.sort == "person" or not person))
            ):
                pass
            elif form == "(":
                return False
            else:
                return person
            k -= 1
        return True

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
        inside = [index for index in self._overlapping(span) if self.mentions[index].form != "name"]
        first = [index for index in inside if self.mentions[index].span.start <= near]
        text = self.parsed.document.text
        return first or [i for i in inside if text[max(self.mentions[i].span.start - 2, 0)] == ","][:1]

    def _tail(self, mention: Mention, span: Span) -> int:
        """Where a phrase ends inside a longer span: before a verb, a clause, or "à l'AFP"."""
        tokens = self.parsed.tokens
        k = self.token_at(mention.span.end - 1)
        while k + 1 < len(tokens) and tokens[k + 1].end <= span.end and not self._breaks(k + 1):
            k += 1
        if press((tokens[k].form,)) == "agency" and tokens[k - 1].form.lower() in ("l'", "à"):
            k -= 1 + (tokens[k - 1].form.lower() == "l'")
            k -= tokens[k].form.lower() in ("à", "l'")
        return max(tokens[k].end, mention.span.end)

    def _breaks(self, k: int) -> bool:
        """Whether a token ends a noun phrase that speaks."""
        token = self.parsed.tokens[k]
        if token.form.lower() == "que" and self.parsed.tokens[k - 1].form.lower() == "ainsi":
            return False
        if token.pos in ("AUX", "SCONJ") or (token.pos == "VERB" and token.dep not in ("acl", "amod")):
            return True
        return token.feature("PronType") == "Rel" or token.feature("VerbForm") in ("Fin", "Ger")

    def _add(self, mention: Mention) -> int:
        self.mentions.append(mention)
        return len(self.mentions) - 1

    def _new(self, span: Span, opening: int) -> Mention:
        """A mention of words that no list knows."""
        tokens = self.parsed.tokens
        last = self.token_at(span.end - 1)
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
        if head == last and word in _POSSESSIVE:
            return Mention(span, head, "pronoun", "unknown", "", "p" if word.startswith("leur") else "s")
        marked = tokens[head].feature("Gender")
        gender: Gender = "f" if word in ("la", "une", "cette", "sa") or marked == "Fem" else "m" if marked else ""
        return Mention(span, head, form, "group" if plural else "unknown", gender, number)


def _length(mention: Mention) -> int:
    """Characters of a mention."""
    return mention.span.end - mention.span.start
