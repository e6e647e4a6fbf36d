"""The French words that a reader sees for acts, modes, events, and text made safe to show; knows nothing of records."""

from __future__ import annotations

import re
from typing import Final

from dixit.types import Act, EventType, Mode, Status

ACTS: Final[dict[Act, str]] = {
    "assert": "affirme",
    "demand": "demande",
    "commit": "s’engage",
    "criticise": "critique",
    "accuse": "accuse",
    "praise": "salue",
    "deny": "dément",
    "refuse": "refuse",
    "warn": "avertit",
    "express": "exprime",
}

# One colour for each family: ten would be more than an eye keeps apart.
FAMILIES: Final[dict[Act, str]] = {
    "assert": "dire",
    "express": "dire",
    "demand": "demander",
    "warn": "demander",
    "commit": "promettre",
    "praise": "louer",
    "criticise": "blamer",
    "accuse": "blamer",
    "deny": "refuser",
    "refuse": "refuser",
}

MODES: Final[dict[Mode, str]] = {
    "direct": "mot à mot",
    "mixed": "en partie mot à mot",
    "indirect": "rapporté",
    "mention": "évoqué",
}

EVENTS: Final[dict[EventType, str]] = {
    "AGREE": "accord",
    "CONSULT": "consultation",
    "SUPPORT": "soutien",
    "CONCEDE": "concession",
    "COOPERATE": "coopération",
    "AID": "aide",
    "RETREAT": "retrait",
    "PROTEST": "protestation",
    "SANCTION": "sanction",
    "MOBILIZE": "mobilisation",
    "COERCE": "contrainte",
    "ASSAULT": "violence",
}

# PLOVER's four quadrants, with the colours of the families that are nearest.
QUADRANTS: Final[dict[EventType, str]] = {
    "AGREE": "promettre",
    "CONSULT": "dire",
    "SUPPORT": "louer",
    "CONCEDE": "louer",
    "COOPERATE": "promettre",
    "AID": "promettre",
    "RETREAT": "louer",
    "PROTEST": "demander",
    "SANCTION": "refuser",
    "MOBILIZE": "demander",
    "COERCE": "refuser",
    "ASSAULT": "blamer",
}

STATUSES: Final[dict[Status, str]] = {
    "actual": "rapporté comme un fait",
    "planned": "prévu",
    "hypothetical": "hypothétique",
    "denied": "nié",
}

NOBODY: Final = "Locuteur non nommé"

CUT: Final = " […] "  # for words of the text that are left out

_INVERTED: Final = re.compile(r"^-(?:t-)?", re.IGNORECASE)
_CONTROL_PICTURES = 0x2400  # U+2400 to U+241F picture the characters U+0000 to U+001F
_REORDERING = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_SHOWN: Final[dict[int, str]] = (
    {code: chr(_CONTROL_PICTURES + code) for code in range(0x20) if chr(code) not in "\t\n"}
    | dict.fromkeys([*range(0x7F, 0xA0), *_REORDERING, *range(0xD800, 0xE000)], "\N{REPLACEMENT CHARACTER}")
    | dict.fromkeys([0x2028, 0x2029], " ")
)


def visible(text: str) -> str:
    """The text with each character that would steer a terminal or turn the direction of reading made visible.

    One character for one: offsets into the text stay right.
    """
    return text.translate(_SHOWN)


def called(mention: str) -> str:
    """What a sentence calls somebody, without the hyphens of ``a-t-elle dit``."""
    return _INVERTED.sub("", mention)
