"""Words of a content, pairs of neighbours, and its beginning, as named traits: what is said, whoever is spoken of.

Bags of words and pairs tell more of short texts than their size lets expect (Wang and Manning, ACL 2012). Names,
peoples, sides, and nouns for persons, bodies and places that carry nothing themselves are only counted as what they
are, so that no act is told by who is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from dixit.extract.classes import sort_of
from dixit.extract.inflect import forms
from dixit.extract.participants import nationality
from dixit.extract.syntax import Sheet
from dixit.extract.tones import tone_of
from dixit.folding import fold
from dixit.lexicon import words
from dixit.types import Token

_READ: Final = 70  # words of the content that are looked at; not tuned
_BEGINNING: Final = 3  # words
_CONTENTFUL: Final = frozenset(("NOUN", "VERB", "ADJ", "ADV"))
_WHO_AND_WHERE: Final = frozenset("HCBL")  # sorts of nouns: persons, groups, bodies, places (words/nouns.fr.tsv)
_NAMING: Final = frozenset(("NOUN", "ADJ", "X"))
_CAMPS: Final = ("iste", "istes", "crate", "crates")  # ends of words for camps


def lexical_traits(content: Sequence[Token]) -> Iterator[str]:
    """Each word of weight (w), each pair of neighbours (bi), the first one to three words (first)."""
    read = content[:_READ]
    plain = [masked(token) or _plain_form(token.form, token.lemma, token.pos) for token in read]
    for token, form in zip(read, plain, strict=True):
        if token.pos in _CONTENTFUL:
            yield f"w={form if form.startswith('@') else fold(token.lemma)}"
    yield from (f"bi={one} {two}" for one, two in pairwise(plain))
    beginning = [form for token, form in zip(read, plain, strict=True) if token.pos != "PUNCT"][:_BEGINNING]
    yield from (f"first {' '.join(beginning[:n])}" for n in range(1, len(beginning) + 1))


def word_at(sheet: Sheet, k: int, first: int = 0, last: int | None = None) -> str:
    """The word at a place by `plain_form`; "^" outside the stretch, or outside the document."""
    end = len(sheet.tokens) - 1 if last is None else last
    return plain_form(sheet.tokens[k]) if first <= k <= end else "^"


def plain_form(token: Token) -> str:
    """A word in small letters without accents; "@" and its kind for who or where is named, "#" for a number."""
    if token.pos == "PROPN" or token.ent:
        return f"@{token.ent or 'name'}"
    return _plain_form(token.form, token.lemma, token.pos)


def masked(token: Token) -> str:
    """A name as "@" and its kind, a people, a faith or a camp as "@side"; "" for any other word.

    Common words inside a name are none: which of them the tagger takes for a part of it depends on who is named.
    """
    if token.pos == "PROPN":
        return f"@{token.ent or 'name'}"
    return "@side" if token.pos in _NAMING and is_side(token.form) else ""


@lru_cache(maxsize=1 << 16)
def _plain_form(form: str, lemma: str, pos: str) -> str:
    """The same of a word that is no name."""
    if pos == "NUM" or form[:1].isdigit():
        return "#"
    flat = fold(form) or form
    if pos in _NAMING:
        if is_side(form):
            return "@side"
        sort = sort_of(form.lower(), lemma)[:1] if pos == "NOUN" and tone_of(form) is None else ""
        if sort in _WHO_AND_WHERE:
            return f"@{sort}"
    return flat


@lru_cache(maxsize=1 << 14)
def is_side(form: str) -> bool:
    """Whether a word names a people, a faith or a camp: "russe", "séparatistes", "républicaines"."""
    flat = fold(form)
    if flat in _sides() or nationality(form):
        return True
    return flat.endswith(_CAMPS) and tone_of(form) is None


@cache
def _sides() -> frozenset[str]:
    """Every form of the words of sides.fr.txt."""
    return frozenset(form for word in words("sides.fr") for form in forms(word))
