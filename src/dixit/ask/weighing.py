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
        squares = {stem: math.log(1 + statements / max(1, n)) ** 2 for stem, n in counts.items()}
        return cls(squares, math.log(1 + statements) ** 2)

    def square(self, stem: str) -> float:
        """The weight of one stem, squared for the cosine."""
        return self.squares.get(stem, self.unknown)

    def total(self, stems: Iterable[str]) -> float:
        """The sum of squares."""
        return sum(map(self.square, stems))


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
