"""A parse and its record -> the lemmas by which the statements are found in a store."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from dixit.record import Record
from dixit.types import Parsed


@dataclass(frozen=True, slots=True)
class Index:
    """The words of a record's statements, as a search needs them."""

    lemmas: tuple[str, ...]  # by statement: the lemmas of its content, with blanks between
    forms: tuple[tuple[str, str], ...]  # each form in the contents with its lemma, sorted


def index_of(parsed: Parsed, record: Record) -> Index:
    """For "Les négociations reprendront": "le négociation reprendre"; small letters throughout."""
    starts = [token.start for token in parsed.tokens]
    lemmas: list[str] = []
    forms: set[tuple[str, str]] = set()
    for statement in record.statements:
        inside = [
            token
            for piece in statement.content
            for token in parsed.tokens[bisect_left(starts, piece.start) : bisect_left(starts, piece.end)]
        ]
        pairs = [(token.form.lower(), token.lemma.lower()) for token in inside if any(map(str.isalnum, token.form))]
        lemmas.append(" ".join(lemma for _, lemma in pairs))
        forms.update(pairs)
    return Index(tuple(lemmas), tuple(sorted(forms)))
