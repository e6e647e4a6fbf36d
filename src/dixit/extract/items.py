"""Where the items of a list begin: dashes, numbers and letters before them."""

from __future__ import annotations

import re
from typing import Final

from dixit.extract.syntax import Range, Sheet

_DASHES: Final = frozenset({"-", "--", "•", "*", "·", "–", "▪", "◦", "‣"})
_NUMBER: Final = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)°]?", re.IGNORECASE)


def after_marker(sheet: Sheet, first: int) -> int:
    """The token after an item's dash, number or letter; the paragraph's own first token where it has none."""
    form = sheet.form(first)
    if form in _DASHES:
        return first + 1
    if not _NUMBER.fullmatch(form + (sheet.form(first + 1) if sheet.form(first + 1) in (".", ")", "°") else "")):
        return first
    if form[-1] in ".)°":
        return first + 1
    return first + 2 if sheet.form(first + 1) in (".", ")", "°") else first


def by_item(sheet: Sheet, piece: Range) -> list[Range]:
    r"""A content cut where a line of it begins with an item's marker, which is left out.

    "demande :\n1) un quai\n2) une grue" -> un quai | une grue
    """
    first, last = piece
    found = []
    for k in range(first + 1, last + 1):
        begins = after_marker(sheet, k) if sheet.begins_line(k) else k
        if k < begins <= last:
            found.append(sheet.trim(first, k - 1))
            first = begins
    return [one for one in (*found, sheet.trim(first, last) if found else piece) if one is not None]
