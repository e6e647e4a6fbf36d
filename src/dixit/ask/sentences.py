"""The text around an event's trigger -> its sentence; the store keeps no sentences."""

from __future__ import annotations

import re
from typing import Final

# So many characters on each side of a trigger are looked through.
AROUND: Final = 400
_STOP: Final = re.compile(r'[.!?]["»”]?\s+(?=[A-ZÀ-Ý"«“])|\n')


def sentence_of(before: str, after: str, at: int) -> tuple[int, str]:
    """Where the sentence of a trigger begins, and its text, from what stands before the trigger and from it on.

    What lies too far away is cut off.
    """
    stops = [match.end() for match in _STOP.finditer(before + after[:1]) if match.end() <= len(before)]
    # Without one, from the first whole word on; at the beginning of the text that is its first.
    first = stops[-1] if stops else before.find(" ") + 1 if at > AROUND else 0
    end = _STOP.search(after)
    return at - len(before) + first, (before[first:] + after[: end.start() + 1 if end else len(after)]).rstrip()
