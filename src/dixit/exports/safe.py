"""Text made fit for XML, and offsets counted as UTF-16 counts them; one character stays one character."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

# What XML 1.0 cannot hold at all (section 2.2, Char).
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LARGE: Final = re.compile("[\U00010000-\U0010ffff]")


def xml_safe(text: str) -> str:
    """The text with U+FFFD for each character that XML cannot hold."""
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)


class Utf16:
    """Offsets in code points -> offsets in UTF-16 units, as Java and UIMA count."""

    def __init__(self, text: str) -> None:
        self._large = [found.start() for found in _LARGE.finditer(text)]

    def __call__(self, offset: int) -> int:
        """The same place, counted in UTF-16 units."""
        return offset + bisect_left(self._large, offset)
