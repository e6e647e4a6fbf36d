"""The text around an event's trigger -> its sentence; the store keeps no sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dixit.tokens import ends_sentence

# So many characters on each side of a trigger are looked through.
AROUND: Final = 400
_STOP: Final = re.compile(r'[.!?]["»”]?\s+(?=[A-ZÀ-Ý"«“])|\n')


def sentence_of(before: str, after: str, at: int) -> tuple[int, str]:
    """Where the sentence of a trigger begins, and its text, from what stands before the trigger and from it on.

    What lies too far away is cut off.
    """
    text, cut = before + after, len(before)
    stops = list(_stops(text))
    begins = [match.end() for match in stops if match.end() <= cut]
    # Without one, from the first whole word on; at the beginning of the text that is its first.
    first = begins[-1] if begins else before.find(" ") + 1 if at > AROUND else 0
    end = next((match.start() + 1 for match in stops if match.start() >= cut), len(text))
    return at - cut + first, text[first:end].rstrip()


def _stops(text: str) -> Iterator[re.Match[str]]:
    """Where sentences end, with the space behind."""
    return (match for match in _STOP.finditer(text) if "\n" in match[0] or ends_sentence(text, match.start()))
