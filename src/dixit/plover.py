"""Acts of statements -> PLOVER's verbal categories, for exports that code statements beside events."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from dixit.types import Act

VerbalCategory = Literal["AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"]


class VerbalCode(NamedTuple):
    """A verbal category of PLOVER and its mode."""

    category: VerbalCategory
    mode: str | None  # None: the act alone does not tell it


_CODES: Final[dict[Act, VerbalCode]] = {
    "demand": VerbalCode("REQUEST", None),
    "accuse": VerbalCode("ACCUSE", "allege"),
    "criticise": VerbalCode("ACCUSE", "disapprove"),
    "warn": VerbalCode("THREATEN", None),
    "refuse": VerbalCode("REJECT", None),
    "deny": VerbalCode("REJECT", None),
    "praise": VerbalCode("SUPPORT", None),
    "commit": VerbalCode("AGREE", None),
}


def verbal_code(act: Act, *, negated: bool = False) -> VerbalCode | None:
    """PLOVER's code of a statement; None: it only tells or expresses something, or its cue is negated.

    >>> verbal_code("criticise")
    VerbalCode(category='ACCUSE', mode='disapprove')
    """
    return None if negated else _CODES.get(act)
