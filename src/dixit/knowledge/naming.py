"""Identities of states, their organs and peoples, with their French names: IR, armee -> "armée iranienne"."""

from __future__ import annotations

from typing import Final

from dixit.knowledge.rows import State
from dixit.types import Gender, Identity


def state_identity(state: State) -> Identity:
    """A state itself."""
    return Identity(
        f"state/{state.code}", "state", state.name, state.code, state.wikidata, state.code, None, sides=False
    )


def organ_identity(state: State, organ: str, called: tuple[Gender, str]) -> Identity:
    """A part of a state that speaks or acts for it."""
    gender, pattern = called
    adjectives = state.feminine if gender == "f" else state.masculine
    plural = "services" in pattern
    adjective = (adjectives[0] + "s" * (plural and adjectives[0][-1] not in "sx")) if adjectives else ""
    name = pattern.replace("{}", adjective) if adjective else " ".join(pattern.replace("{}", "").split())
    name += "" if adjective else f" ({state.name})"
    return Identity(f"organ/{state.code}/{organ}", "organisation", name, None, None, state.code, None, sides=False)


def people_identity(state: State) -> Identity:
    """The people of a state."""
    name = f"peuple {state.masculine[0]}" if state.masculine else f"peuple ({state.name})"
    return Identity(f"people/{state.code}", "group", name, None, None, state.code, None, sides=False)


_WOMEN: Final = {
    "président": "présidente",
    "roi": "reine",
    "empereur": "impératrice",
    "chancelier": "chancelière",
    "premier ministre": "première ministre",
    "président du conseil": "présidente du conseil",
}


def office_name(state: State, office: str, gender: Gender) -> str:
    """An office of a state: "président français", "ministre iranienne des Affaires étrangères"."""
    adjectives = state.feminine if gender == "f" else state.masculine
    adjective = adjectives[0] if adjectives else f"({state.name})"
    if office == "foreign-minister":
        return f"ministre {adjective} des Affaires étrangères"
    called = state.head if office == "head-of-state" else state.government
    called = _WOMEN.get(called, called) if gender == "f" else called
    if office == "head-of-government":
        called = called[:1].upper() + called[1:]
    return f"{called} {adjective}"
