"""Trigger -> where its event happened, if its sentence tells it."""

from __future__ import annotations

from typing import Final

from dixit.extract.syntax import Sheet
from dixit.extract.triggers import Trigger
from dixit.types import Span

_WHERE: Final = frozenset({"à", "en", "dans", "sur", "près", "vers", "au-dessus", "de", "chez"})
_SURE: Final = frozenset({"à", "en", "dans", "près"})
_CLIMB: Final = frozenset({"obj", "nsubj", "nsubj:pass", "obl", "obl:agent", "nmod", "conj", "xcomp", "acl", "advcl"})
_LEFT_OUT: Final = frozenset({"conj", "acl:relcl", "acl", "parataxis", "advcl", "advmod", "appos"})


def place_of(sheet: Sheet, trigger: Trigger) -> Span | None:
    """The name of a place that hangs on the trigger with a preposition, or on the verbs and nouns above it.

    "Trois hommes ont été arrêtés à Genève" -> Genève; "une réunion, mardi, dans la capitale" -> None
    """
    at = trigger.head
    for step in range(4):
        found = _hanging(sheet, at, sure=step > 0)
        if found is not None:
            return sheet.span(*sheet.phrase(found, leave=_LEFT_OUT))
        token = sheet.tokens[at]
        if token.head == at or token.dep not in _CLIMB:
            return None
        at = token.head
    return None


def _hanging(sheet: Sheet, at: int, *, sure: bool) -> int | None:
    """The head of the first place name among the dependents and theirs."""
    wanted = _SURE if sure else _WHERE
    for k in sheet.children[at]:
        token = sheet.tokens[k]
        if token.ent == "LOC" and _case(sheet, k) in wanted and token.dep.startswith(("obl", "nmod")):
            return k
    for k in sheet.children[at]:
        if sheet.tokens[k].dep.startswith(("obl", "nmod", "advmod")) and _case(sheet, k) in _SURE | {""}:
            for below in sheet.children[k]:
                token = sheet.tokens[below]
                if token.ent == "LOC" and _case(sheet, below) in _SURE | {"de"}:
                    return below
    return None


def _case(sheet: Sheet, k: int) -> str:
    return next((sheet.tokens[c].lemma for c in sheet.children[k] if sheet.tokens[c].dep == "case" and c < k), "")
