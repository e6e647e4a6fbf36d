"""A wording -> its key, in which case, accents, hyphens, apostrophes and a leading article do not count."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from dixit.folding import fold

_LETTERS: Final = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae"})
_INITIALS: Final = re.compile(r"\b(?:\w\.){2,}")  # "O.N.U.", "U.S."
_WORD: Final = re.compile(r"[\w+]+")
ARTICLES: Final = frozenset(("le", "la", "les", "l", "the"))
# Small words that say nothing about which office or body it is.
SMALL: Final = frozenset("de du des d la le les l a au aux en of the".split())


@lru_cache(maxsize=1 << 14)
def key(text: str) -> str:
    """Folded words with one space between: "l'Organisation de la Conférence" -> "organisation de la conference"."""
    found = plain(text)
    first, _, rest = found.partition(" ")
    return rest if first in ARTICLES and rest else found


def plain(text: str) -> str:
    """The same with its article: "l'Elysée" -> "l elysee"."""
    flat = fold(text).translate(_LETTERS)
    if "." in flat:
        flat = _INITIALS.sub(lambda found: found[0].replace(".", ""), flat)
    return " ".join(_WORD.findall(flat))


def slug(text: str) -> str:
    """A key with hyphens, for use in identities: "Kofi Annan" -> "kofi-annan"."""
    return plain(text).replace(" ", "-")


def content(words: str) -> str:
    """A key without its small words: "ministre des affaires etrangeres" -> "ministre affaires etrangeres"."""
    return " ".join(word for word in words.split() if word not in SMALL)


def plural(word: str) -> str:
    """The regular French plural of an adjective: "libéral" -> "libéraux"."""
    if word.endswith(("s", "x")):
        return word
    if word.endswith("al"):
        return word[:-2] + "aux"
    return word + "s"
