"""Acronyms of a document -> the names that it spells out somewhere else: RN and "Rassemblement national"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dixit.extract.names import Name
from dixit.folding import fold
from dixit.lexicon import words
from dixit.types import Parsed, Token

SMALL: Final = words("people-small")
SHORTEST: Final = 2  # letters of an acronym
LONGEST: Final = 8
_LONG: Final = 3  # letters of the words that it takes the first letters of, at least
_OPENS: Final = frozenset(("NOUN", "PROPN", "ADJ"))


def letters_of(form: str) -> str:
    """The letters of an acronym, folded: "M.S.F." -> msf; "": no acronym."""
    letters = "".join(c for c in form if c.isalpha())
    return fold(letters) if SHORTEST <= len(letters) <= LONGEST and letters.isupper() else ""


def initials(forms: Sequence[str]) -> str:
    """First letters of the words of a name without the small ones: "Chambre régionale des comptes" -> crc."""
    return "".join(fold(form[0]) for form in forms if fold(form) not in SMALL)


def with_spelled(parsed: Parsed, names: list[list[Name]]) -> list[list[Name]]:
    """The names of each sentence with those that an acronym of the document shows to be one.

    "le PNF ... le Parquet national financier" -> the latter is a name too, of a body.
    """
    tokens = parsed.tokens
    opened: dict[str, set[str]] = {}
    for here in names:
        for name in here:
            letters = letters_of(tokens[name.first].form) if name.first == name.last and name.kind != "person" else ""
            if letters:
                opened.setdefault(letters[0], set()).add(letters)
    if not opened:
        return names
    return [_completed(parsed, n, here, opened) for n, here in enumerate(names)]


def _completed(parsed: Parsed, n: int, names: list[Name], opened: dict[str, set[str]]) -> list[Name]:
    """Names of a sentence, those inside a spelled one left out."""
    tokens, sentence = parsed.tokens, parsed.sentences[n]
    i = sentence.first
    while i < sentence.last:
        form = tokens[i].form
        if form[0].isupper() and len(form) >= _LONG and not form.isupper() and tokens[i].pos in _OPENS:
            found = (_last(parsed, i, sentence.last, letters) for letters in opened.get(fold(form[0]), ()))
            last = max(found, default=0)
            if last and all((i <= name.first and name.last <= last) or _is_away(name, i, last) for name in names):
                names = sorted(
                    [*(name for name in names if _is_away(name, i, last)), Name(i, last, "organisation", "")]
                )
                i = last
        i += 1
    return names


def _is_away(name: Name, first: int, last: int) -> bool:
    return name.last < first or last < name.first


def _last(parsed: Parsed, first: int, end: int, letters: str) -> int:
    """The word at which the words from ``first`` have spelled an acronym; 0: they do not."""
    tokens, k = parsed.tokens, first
    spelled: list[Token] = []
    for at, letter in enumerate(letters):
        while at and k < end and tokens[k].form.lower() in SMALL:
            k += 1
        if k >= end or fold(tokens[k].form[0]) != letter or len(tokens[k].form) < _LONG or tokens[k].form.isupper():
            return 0
        if tokens[k].pos not in _OPENS:
            return 0  # "Polonais ont"
        spelled.append(tokens[k])
        k += 1
    return k - 1 if len(letters) > SHORTEST or _is_pair(spelled) else 0


def _is_pair(spelled: list[Token]) -> bool:
    """Whether two words make a name by themselves: "Port Uni", "Rassemblement national"."""
    capitals = all(token.form[0].isupper() for token in spelled)
    return capitals or [token.pos for token in spelled] == ["NOUN", "ADJ"]
