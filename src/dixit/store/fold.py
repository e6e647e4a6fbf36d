"""Names -> what they are compared by: small letters, no accents, no punctuation."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_APART: Final = re.compile(r"[\W_]+")
_LIGATURES: Final = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"})


def fold(name: str) -> str:
    """From "L'Élysée" to "l elysee"."""
    plain = unicodedata.normalize("NFKD", name.translate(_LIGATURES))
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return _APART.sub(" ", bare.casefold()).strip()


def slug(name: str) -> str:
    """From "Ana Bel" to "ana-bel"."""
    return fold(name).replace(" ", "-") or "x"
