"""Lemmas of statements -> stems with a weight each: the rarer a word is in the store, the more it weighs."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
    """How much it says that two statements share a word."""

    statements: int
    counts: Mapping[str, int]  # in how many statements a stem stands

    def of(self, stem: str) -> float:
        """IDF, smoothed: about 0.7 for what stands everywhere."""
        return math.log(1 + self.statements / max(1, self.counts.get(stem, 1)))

    def total(self, stems: Iterable[str]) -> float:
        """The sum of squares, for the cosine."""
        return sum(self.of(stem) ** 2 for stem in stems)


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
    return Weights(int(str(found[0])) if found else 0, counts)


def bag(lemmas: str) -> Bag:
    """The words with a content, by their stems: "réparer le quai" -> {"repar": "réparer", "quai": "quai"}."""
    plain = words("ask-plain")
    found = [(fold(word), word) for word in _WORD.findall(lemmas)]
    kept = [(folded, word) for folded, word in found if folded not in plain]
    return dict(zip(_STEMMER.stemWords([folded for folded, _ in kept]), (word for _, word in kept), strict=True))


def cosine(one: Bag, other: Bag, known: Weights) -> float:
    """0 to 1: how much of what is said is the same, each word by its weight."""
    shared = one.keys() & other.keys()
    if not shared:
        return 0.0
    return known.total(shared) / math.sqrt(known.total(one) * known.total(other))
