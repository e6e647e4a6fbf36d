"""The knowledge base as lookups: names, adjectives, titles, organs, offices and who held them, each by its key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from dixit.knowledge.rows import Member, State, Term
from dixit.types import Gender, Identity

AS_OF: Final = date(2025, 12, 31)  # the day of the tables; later days know only terms whose end is written


@dataclass(frozen=True, slots=True)
class Name:
    """What a wording names, and when it does."""

    identity: Identity
    sure: bool = True  # False: the word is also something else ("Dominique"), and needs an article or a kind
    small: bool = False  # whether it is written with a small letter too: "talibans"
    since: date | None = None  # None: at any time before ``until``
    until: date | None = None  # None: at any time after ``since``
    former: tuple[str, date] | None = None  # what it was called until that day; None: nothing else
    office: str | None = None  # the office that the words name, whose holder is meant; None: no office


@dataclass(frozen=True, slots=True)
class Title:
    """A title, and what the place it is used with must have."""

    office: str  # "head-of-state"
    needs: frozenset[str]  # words for the head and government of a state, codes, bodies; empty: any state
    gender: Gender  # of who bears it; "": either


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """All tables by key; ``packaged`` and ``with_table`` make one."""

    states: Mapping[str, State]
    names: Mapping[str, tuple[Name, ...]]
    adjectives: Mapping[str, str]  # "iranienne" -> "IR"; "europeenne" -> "ue"
    places: Mapping[str, str]  # "iran" -> "IR"; "ligue arabe" -> "ligue-arabe"
    seats: Mapping[str, str]  # "teheran" -> "IR", "kremlin" -> "RU"
    towns: frozenset[str]  # seats that are towns, where things happen too
    peoples: Mapping[str, str]  # "iraniens" -> "IR"
    titles: Mapping[str, tuple[Title, ...]]  # without small words: "ministre affaires etrangeres"
    organs: Mapping[str, str]  # without small words: "forces armees" -> "armee"
    organ_names: Mapping[str, tuple[Gender, str]]  # "armee" -> f, "armée {}"
    office_names: Mapping[str, tuple[str, str]]  # "onu.head" -> "secrétaire général de l'ONU", and of a woman
    terms: Mapping[str, tuple[Term, ...]]  # by office
    people: Mapping[str, tuple[Term, ...]]  # by person
    full_names: Mapping[str, tuple[str, ...]]  # "kofi annan" -> persons
    surnames: Mapping[str, tuple[str, ...]]  # "annan" -> persons
    shared: Mapping[str, str]  # surnames that many bear -> what must stand before them: "title", "civility"
    members: tuple[Member, ...]
