"""Words -> groups of those that stand in the same places, learned from the model's vectors (training/classes.py).

And nouns -> what they name, judged word by word (``words/nouns.fr.tsv``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from dixit.folding import fold
from dixit.lexicon import noun_sorts
from dixit.types import Token


@cache
def word_classes(language: str) -> Mapping[str, str]:
    """Common words, in lower case, with the name of the group of each."""
    path = files("dixit") / "models" / f"{language}-rules" / "classes.json"
    groups = json.loads(path.read_text(encoding="utf-8"))
    return {word: f"c{number}" for number, group in enumerate(groups) for word in group.split()}


def class_of(token: Token, language: str = "fr") -> str:
    """The group of a word, by its form, else by its lemma; "" for a rare one."""
    return _class(token.form, token.lemma, language)


@lru_cache(maxsize=1 << 15)
def _class(form: str, lemma: str, language: str) -> str:
    known = word_classes(language)
    return known.get(form.lower()) or known.get(lemma, "")


@cache
def _plain_sorts(language: str) -> Mapping[str, str]:
    """The nouns without their accents; of several the first."""
    found: dict[str, str] = {}
    for form, sort in noun_sorts(language).items():
        found.setdefault(fold(form), sort)
    return found


@lru_cache(maxsize=1 << 15)
def sort_of(form: str, lemma: str, language: str = "fr") -> str:
    """What a noun names, by its form, else by its lemma; "" for one that is not known."""
    known = noun_sorts(language)
    return known.get(form) or known.get(lemma) or _plain_sorts(language).get(fold(form), "")


def sorts_of(token: Token, language: str = "fr") -> str:
    """What a noun names, the commoner of two first ("HB"); "?" and its part of speech for a word that is not known."""
    if token.pos not in ("NOUN", "PROPN", "ADJ"):
        return f"?{token.pos}"
    return sort_of(token.form.lower(), token.lemma, language) or f"?{token.pos}"
