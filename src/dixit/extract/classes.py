"""Word -> the group of words that stand in the same places, learned from the model's vectors (training/classes.py)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from dixit.types import Token


@cache
def word_classes(language: str) -> Mapping[str, str]:
    """Common words, in lower case, with the name of the group of each."""
    path = files("dixit") / "models" / f"{language}-rules" / "classes.json"
    groups = json.loads(path.read_text(encoding="utf-8"))
    return {word: f"c{number}" for number, group in enumerate(groups) for word in group.split()}


def class_of(token: Token, language: str = "fr") -> str:
    """The group of a word, by its form, else by its lemma; "" for a rare one."""
    known = word_classes(language)
    return known.get(token.form.lower()) or known.get(token.lemma, "")
