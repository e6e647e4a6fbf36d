"""Text -> its folded form, in which spellings of one word are equal; imports nothing of ours."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=1 << 15)
def fold(text: str) -> str:
    """Lower case without accents: "Élysée" -> "elysee"."""
    flat = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe"))
    return "".join(c for c in flat if not unicodedata.combining(c))
