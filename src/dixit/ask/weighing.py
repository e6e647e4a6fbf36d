"""Lemmas of statements -> stems with a weight each: the rarer a word is in the store, the more it weighs."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import Stemmer

from dixit.folding import fold
from dixit.lexicon import words
from dixit.store.database import Database

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_FORM: Final = re.compile(r"[^\W\d_]+")
# Not after a stop, an opening quotation mark or a bracket, where any word has a capital.
_CAPITAL: Final = re.compile(r'(?<![^\W\d_])(?<![.!?"«“(…] )(?<!["«“(])[A-ZÀ-ÖØ-Þ][^\W\d_]+')
_STEMMER: Final = Stemmer.Stemmer("french")

Bag = Mapping[str, str]  # a stem, and the lemma that the text has


@dataclass(frozen=True, slots=True)
class Weights:
    """How much it says that two statements share a word: its IDF, smoothed, about 0.7 for what stands everywhere."""

    squares: Mapping[str, float]  # of the weight of each stem
    unknown: float  # the same for a stem that no statement has

    @classmethod
    def of(cls, statements: int, counts: Mapping[str, int]) -> Weights:
        """From the number of statements, and in how many of them each stem stands."""
        # As few counts are different, each logarithm is taken once.
        square = cache(lambda n: math.log(1 + statements / max(1, n)) ** 2)
        return cls({stem: square(n) for stem, n in counts.items()}, square(1))

    def square(self, stem: str) -> float:
        """The weight of one stem, squared for the cosine."""
        return self.squares.get(stem, self.unknown)

    def total(self, stems: Iterable[str]) -> float:
        """The sum of squares."""
        squares, unknown = self.squares.get, self.unknown
        return sum([squares(stem, unknown) for stem in stems])


_VOCABULARY: Final = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, statement_words, row)"
_COUNTS: Final = "SELECT term, doc FROM temp.vocabulary"


def weights(store: Database) -> Weights:
    """From the index of the search; nothing is written to the store."""
    store.run(_VOCABULARY)
    rows = [(str(term), int(str(n))) for term, n in store.rows(_COUNTS)]
    found = store.one("SELECT count(*) FROM statements")
    counts: dict[str, int] = {}
    for stem, (_, n) in zip(_STEMMER.stemWords([term for term, _ in rows]), rows, strict=True):
        counts[stem] = counts.get(stem, 0) + n
    return Weights.of(int(str(found[0])) if found else 0, counts)


def bag(lemmas: str) -> Bag:
    """The words with a content, by their stems: "réparer le quai" -> {"repar": "réparer", "quai": "quai"}."""
    return {stem: word for word in _WORD.findall(lemmas) if (stem := _stem(word))}


class Forms(dict[str, tuple[tuple[str, str], ...]]):
    """A form, as a text has it -> the stems and lemmas of its word, each looked up once; () for one that says nothing.

    An unknown form is its own lemma.
    """

    def __init__(self, lemmas: Mapping[str, str], known: Weights) -> None:
        super().__init__()
        self._lemmas = lemmas
        self.known = known

    def __missing__(self, form: str) -> tuple[tuple[str, str], ...]:
        self[form] = found = tuple(bag(self._lemmas.get(fold(form), form.lower())).items())
        return found

    def bag(self, text: str) -> Bag:
        """The words with a content of a text that no parse is kept of."""
        return {stem: word for form in _FORM.findall(text) for stem, word in self[form]}

    def names(self, text: str, *, inside: bool) -> frozenset[str]:
        """The stems of the words that are written as names; ``inside``: the text begins within a sentence.

        "la France a dit. Elle" -> those of "France": a capital after a stop says nothing.
        """
        found = (match for match in _CAPITAL.finditer(text) if inside or match.start())
        return frozenset(stem for match in found for stem, _ in self[match[0]])


@cache
def _stem(word: str) -> str:
    """Of a lemma; "" for a word that says nothing of what is talked about."""
    folded = fold(word)
    return "" if folded in words("ask-plain") else str(_STEMMER.stemWord(folded))


def cosine(one: Bag, other: Bag, known: Weights) -> float:
    """0 to 1: how much of what is said is the same, each word by its weight."""
    shared = one.keys() & other.keys()
    if not shared:
        return 0.0
    return known.total(shared) / math.sqrt(known.total(one) * known.total(other))
