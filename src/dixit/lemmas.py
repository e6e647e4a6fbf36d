"""A form and its part of speech -> its lemma, by tables of known forms and of suffixes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

# More forms than this are met only in corpora of millions of words; forgetting them bounds the memory.
_FULL: Final = 200_000


class LemmaTables(NamedTuple):
    """What is known of one part of speech."""

    known: Mapping[str, Sequence[str]]  # lemmas of a form, the likeliest first
    lemmas: Mapping[str, object]  # its keys are lemmas; a guess that is among them is believed
    rules: Iterable[Sequence[str]]  # (old, new): a suffix and what stands for it in the lemma, the surest first


class Lemmas:
    """Lemmas by spaCy's rule-based procedure for French, without its search through every suffix for each form.

    A form that is a lemma stays; a known form goes by its table; else the longest suffix that gives a
    known lemma, else the longest that is known at all, else the form itself.
    """

    def __init__(self, tables: Mapping[str, LemmaTables]) -> None:
        self._tables = tables
        self._suffixes = {pos: _first_of_each(table.rules) for pos, table in tables.items()}
        self._longest = max((len(old) for rules in self._suffixes.values() for old in rules), default=0)
        self._met: dict[tuple[str, str], str] = {}

    def lemma(self, form: str, pos: str) -> str:
        """("parlaient", "VERB") -> "parler"; a name keeps its capitals."""
        key = (form, pos)
        found = self._met.get(key)
        if found is None:
            if len(self._met) >= _FULL:
                self._met.clear()
            found = self._met[key] = self._find(form, pos)
        return found

    def _find(self, form: str, pos: str) -> str:
        table = self._tables.get(pos)
        if table is None:
            return form
        small = form.lower()
        if small in table.lemmas:
            return small
        known = table.known.get(small)
        return known[0] if known else self._guess(small, pos, table.lemmas)

    def _guess(self, small: str, pos: str, lemmas: Mapping[str, object]) -> str:
        """As "parlions" -> "parler": "lions" -> "ler" and "ions" -> "er" are rules, and "parler" is a lemma."""
        suffixes = self._suffixes[pos]
        guesses = []
        for at in range(max(0, len(small) - self._longest), len(small)):
            new = suffixes.get(small[at:])
            if new is None or not (guess := small[:at] + new):
                continue
            if guess in lemmas or not guess.isalpha():
                return guess
            guesses.append(guess)
        return guesses[0] if guesses else small


def _first_of_each(rules: Iterable[Sequence[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for old, new in rules:
        found.setdefault(old, new)
    return found
