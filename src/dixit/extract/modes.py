"""Trigger and type -> PLOVER mode: how it was done (visit, phone, arrest, aerial ...)."""

from __future__ import annotations

from functools import cache
from typing import Final

from dixit.extract.syntax import Sheet
from dixit.extract.triggers import Trigger, fitting
from dixit.lexicon import entries
from dixit.types import EventType

_NEAR: Final = 6  # tokens on either side that are looked at for a word that tells the mode; not measured


def mode_of(sheet: Sheet, trigger: Trigger, kind: EventType) -> str | None:
    """What stands beside the trigger decides, else the lexicon; None: the type has no modes, or none is told.

    "un entretien téléphonique" -> phone; "une attaque de drones" -> drone; "a été arrêté" -> arrest
    """
    hints = _hints()
    first, last = sheet.sentence(trigger.head)
    near = range(max(first, trigger.head - _NEAR), min(last, trigger.last + _NEAR) + 1)
    for k in sorted(near, key=lambda k: abs(k - trigger.head)):
        told = hints.get((kind, sheet.tokens[k].lemma)) or hints.get((kind, sheet.tokens[k].form.lower()))
        if told:
            return told
    senses = [sense for sense in fitting(sheet, trigger) if sense.type == kind]
    return next((sense.mode for sense in senses if sense.beside), senses[0].mode if senses else None)


@cache
def _hints() -> dict[tuple[str, str], str]:
    """By type and word: the mode that the word tells."""
    found = {}
    for line in entries("event-modes.fr"):
        kind, mode, _, told = line.replace(":", " :", 1).split(maxsplit=3)
        found.update({(kind, word): mode for word in told.split()})
    return found
