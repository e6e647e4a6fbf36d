"""Who held an office on a day, and who of several that bear a name was meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Final

from dixit.knowledge.base import AS_OF, Knowledge
from dixit.knowledge.naming import office_name
from dixit.knowledge.rows import Term
from dixit.knowledge.spelling import key
from dixit.types import Gender, Identity

NEAR: Final = timedelta(days=31)  # around a term in which who is named beside the title is still its holder
LATER: Final = timedelta(days=10 * 365)  # after a term a surname still tells who is meant; not measured
_HEADS: Final = ("head-of-state", "head-of-government", "head", "supreme-leader")


def led(known: Knowledge, name: str, day: date | None = None) -> frozenset[str]:
    """The highest offices of a state that who bears a full name held on a day: "head-of-state", "head-of-government".

    Without a day: that they ever held.
    """
    persons = known.full_names.get(key(name), ())
    terms = (term for person in persons for term in known.people[person] if held(term, day))
    return frozenset({term.office.partition(".")[2] for term in terms} & {"head-of-state", "head-of-government"})


def holder(known: Knowledge, office: str, day: date | None) -> Term | None:
    """Who surely held an office; None: nobody is known, or the day is one on which it changed hands."""
    if day is None:
        return None
    possible = [t for t in known.terms.get(office, ()) if t.since.first <= day <= (t.until.last if t.until else AS_OF)]
    if len({term.person for term in possible}) != 1:
        return None
    return possible[0] if any(_surely(term, day) for term in possible) else None


def _surely(term: Term, day: date) -> bool:
    return term.since.last <= day <= (term.until.first if term.until else AS_OF)


def held(term: Term, day: date | None) -> bool:
    """Whether a term was running on about a day; where no day is known, any term was."""
    if day is None:
        return True
    return term.since.first - NEAR <= day and (term.until is None or day <= term.until.last + NEAR)


def person_identity(known: Knowledge, person: str, day: date | None, office: str | None = None) -> Identity:
    """A person, with the office on the day where one is known."""
    terms = known.people[person]
    on_day = [] if day is None else [term for term in terms if _surely(term, day)]
    if office is None and on_day:
        office = min(on_day, key=lambda t: _HEADS.index(o) if (o := t.office.partition(".")[2]) in _HEADS else 9).office
    wikidata = next((term.wikidata for term in terms if term.wikidata), None)
    place = (office or "").partition(".")[0]
    called = office_called(known, office, terms[0].gender) if office else None
    state = place if place in known.states else None
    return Identity(person, "person", terms[0].name, None, wikidata, state, called, sides=False)


def office_called(known: Knowledge, office: str, gender: Gender = "m") -> str:
    """The French name of an office, as a woman or a man holds it."""
    place, _, rest = office.partition(".")
    if office in known.office_names:
        return known.office_names[office][gender == "f"]
    return office_name(known.states[place], rest, gender) if place in known.states else rest


def office_identity(known: Knowledge, office: str, day: date | None) -> Identity:
    """Who held an office, else the office."""
    term = holder(known, office, day)
    if term is not None:
        return person_identity(known, term.person, day, office)
    place, _, rest = office.partition(".")
    name = office_called(known, office)
    state = place if place in known.states else None
    return Identity(f"office/{place}/{rest}", "person", name, None, None, state, name, sides=False)


def by_full_name(known: Knowledge, words: str, day: date | None) -> str | None:
    """The person with a name; of several the one in office on the day; None: nobody, or no single one."""
    persons = known.full_names.get(words, ())
    if " " not in words and words in known.shared:
        return None  # "François"
    return _one(known, persons, day)


def by_surname(known: Knowledge, words: str, day: date | None, civility: Gender | None) -> str | None:
    """The person with a surname that few bear: who was in office on the day, or is the only one known and was before.

    ``civility`` is the gender of M. or Mme before it, None where neither stands there. None: no single one.
    """
    needed = known.shared.get(words)
    if needed == "title" or (needed and civility is None):
        return None
    persons = [
        person
        for person in known.surnames.get(words, ())
        if (term := known.people[person][0]).by_hand and (not civility or term.gender == civility)
    ]
    running = [p for p in persons if day is not None and any(held(term, day) for term in known.people[p])]
    if len(running) == 1:
        return running[0]
    return persons[0] if len(persons) == 1 and _remembered(known.people[persons[0]], day) else None


def _remembered(terms: Iterable[Term], day: date | None) -> bool:
    """Whether somebody was in office before a day and not long ago."""
    if day is None:
        return True
    return any(term.since.first <= day and (not term.until or day <= term.until.last + LATER) for term in terms)


def of_office(
    known: Knowledge, words: str, day: date | None, is_meant: Callable[[str], bool]
) -> tuple[str, str] | None:
    """Person and office of a name or surname beside a title; None: no single one.

    A whole name is enough if its bearer ever held an office that is meant; a surname counts only for who held it on
    the day.
    """
    full, last = known.full_names.get(words, ()), known.surnames.get(words, ())
    found: dict[str, str] = {}
    for person in dict.fromkeys((*full, *last)):
        for term in known.people[person]:
            if (person in full or held(term, day)) and is_meant(term.office):
                found.setdefault(person, term.office)
    if len(found) > 1 and day is not None:
        found = {p: o for p, o in found.items() if any(t.office == o and held(t, day) for t in known.people[p])}
    return next(iter(found.items())) if len(found) == 1 else None


def _one(known: Knowledge, persons: tuple[str, ...], day: date | None) -> str | None:
    if len(persons) > 1 and day is not None:
        persons = tuple(p for p in persons if any(held(term, day) for term in known.people[p]))
    return persons[0] if len(persons) == 1 else None
