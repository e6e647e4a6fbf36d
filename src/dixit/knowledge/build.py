"""The tables -> the knowledge base; also with a table of the user's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

from dixit.knowledge.base import Knowledge, Name, Title
from dixit.knowledge.naming import organ_identity, state_identity
from dixit.knowledge.rows import Body, Term, When
from dixit.knowledge.rows import packaged as table
from dixit.knowledge.spelling import content, key, plain, plural
from dixit.knowledge.tables import bodies, memberships, own_table, states, terms
from dixit.types import Gender, Identity

T = TypeVar("T")
Named = Iterator[tuple[str, Name]]

# Titles of women and of men only; all others serve both: "le Premier ministre Theresa May".
_WOMEN: Final = frozenset(
    "presidente premiere reine souveraine chanceliere generale directrice patronne cheffe haute procureure".split()
)
_MEN: Final = frozenset(("roi", "empereur", "prince"))
_PARTICLES: Final = frozenset(("al", "el", "ben", "bin", "van", "von", "de", "di", "d", "le"))
_UNION: Final = dict.fromkeys("europeen europeenne europeens europeennes communautaire".split(), "ue")
_NATIONS: Final = dict.fromkeys("onusien onusienne onusiens onusiennes".split(), "onu")


@cache
def packaged() -> Knowledge:
    """The knowledge base of the package, built on the first call."""
    organs, organ_names = _organs()
    names = _grouped(
        (*_state_names(), *_body_names(), *_organ_own_names(organ_names), *_office_phrases(), *_designations())
    )
    people, offices = _grouped((t.person, t) for t in terms()), _grouped((t.office, t) for t in terms())
    return Knowledge(
        states=states(),
        names=names,
        adjectives={**_adjectives(), **_UNION, **_NATIONS},
        places=dict(_places()),
        seats={key(seat.lstrip("?")): s.code for s in states().values() for seat in (*s.capitals, *s.seats)},
        towns=frozenset(key(town.lstrip("?")) for state in states().values() for town in state.capitals),
        peoples=_peoples(),
        titles=_titles(),
        organs=organs,
        organ_names=organ_names,
        office_names={
            line.text("office"): (name := line.text("name"), line.optional("feminine") or name)
            for line in table("offices.tsv")
        },
        terms=offices,
        people=people,
        full_names=_grouped((key(name), term.person) for term in terms() for name in term.names),
        surnames=_grouped((form, term.person) for term in terms() for form in _surnames(term)),
        shared={line.text("surname"): line.text("with") for line in table("surnames.tsv")},
        members=memberships(),
    )


def with_table(knowledge: Knowledge, path: Path) -> Knowledge:
    """The knowledge base and a user's table, whose names win; raises KnowledgeError."""
    added = _grouped((key(form), Name(_of_body(body), small=form[:1].islower())) for body in own_table(path)
                     for form in (body.name, *body.forms))  # fmt: skip
    return replace(knowledge, names={**knowledge.names, **added})


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    """The values of each key, in their order, each once."""
    found: dict[str, dict[T, None]] = {}
    for at, value in pairs:
        found.setdefault(at, {})[value] = None
    return {at: tuple(values) for at, values in found.items()}


def _state_names() -> Named:
    """Names and seats of states; "?" before one says that it is also something else."""
    for state in states().values():
        identity = state_identity(state)
        for form in (state.name, *state.names):
            yield key(form.lstrip("?")), Name(identity, sure=form[0] != "?" and f"?{form}" not in state.names)
        for form in (*state.capitals, *state.seats):
            yield key(form.lstrip("?")), Name(identity, sure=form[0] != "?")


def _of_body(body: Body) -> Identity:
    iso3166 = body.state if body.kind == "state" else None
    return Identity(body.key, body.kind, body.name, iso3166, body.wikidata, body.state, None, sides=False)


def _body_names() -> Named:
    for body in bodies():
        identity = _of_body(body)
        for form in (body.name, *body.forms):
            sure = form[0] != "?" and f"?{form}" not in body.forms
            yield key(form.lstrip("?")), Name(identity, sure, form[0].islower(), former=body.former)


def _organs() -> tuple[dict[str, str], dict[str, tuple[Gender, str]]]:
    """Nouns of organs, and how an organ is called."""
    nouns: dict[str, str] = {}
    names: dict[str, tuple[Gender, str]] = {}
    for line in table("organs.tsv"):
        organ = line.text("organ")
        names[organ] = line.gender(), line.text("name")
        nouns.update({content(key(noun)): organ for noun in line.several("nouns")})
    return nouns, names


def _organ_own_names(names: Mapping[str, tuple[Gender, str]]) -> Named:
    """The organs of single states: "US: Pentagone, Pentagon"."""
    for line in table("organs.tsv"):
        organ = line.text("organ")
        for entry in line.several("own"):
            code, _, forms = entry.partition(":")
            identity = organ_identity(states()[code.strip()], organ, names[organ])
            for form in forms.split(","):
                yield key(form), Name(identity, small=form.strip()[0].islower())


def _office_phrases() -> Named:
    """Phrases that name an office as a whole: "souverain pontife"."""
    for line in table("offices.tsv"):
        office, name = line.text("office"), line.text("name")
        place, _, rest = office.partition(".")
        state = place if place in states() else None
        identity = Identity(f"office/{place}/{rest}", "person", name, None, None, state, name, sides=False)
        for phrase in line.several("phrases"):
            yield key(phrase), Name(identity, small=phrase[0].islower(), office=office)


def _designations() -> Named:
    """Wordings that take a side."""
    known: dict[str, Identity] = {body.key: _of_body(body) for body in bodies()}
    _, organ_names = _organs()
    for line in table("designations.tsv"):
        named = line.text("key")
        sort, place, organ = (*named.split("/"), "")[:3]
        if sort == "state":
            identity = state_identity(states()[place])
        elif sort == "organ":
            identity = organ_identity(states()[place], organ, organ_names[organ])
        elif named in known:
            identity = known[named]
        else:
            raise line.wrong(f"{named!r} stands in no other table")
        identity = replace(identity, sides=True)
        since, until = line.when("since"), line.when("until")
        first, last = since.first if since else None, until.last if until else None
        for wording in line.several("wordings"):
            small = wording[0].islower()
            yield key(wording), Name(identity, small=small, since=first, until=last)


def _places() -> Iterator[tuple[str, str]]:
    """Names of states and bodies as they stand in a title: "président de la Banque mondiale"."""
    for body in bodies():
        for form in (body.name, *body.forms):
            yield key(form.lstrip("?")), body.key.partition("/")[2]
    for state in states().values():
        for form in (state.name, *state.names):
            yield key(form.lstrip("?")), state.code


def _adjectives() -> dict[str, str]:
    """Adjectives in all forms; one that two states share is left out."""
    found: dict[str, set[str]] = {}
    for state in states().values():
        for form in (*state.masculine, *state.feminine):
            for each in (form, plural(form)):
                found.setdefault(plain(each), set()).add(state.code)
    return {form: next(iter(codes)) for form, codes in found.items() if len(codes) == 1}


def _peoples() -> dict[str, str]:
    """Plural demonyms."""
    known = _adjectives()
    forms = ((plain(plural(f)), s.code) for s in states().values() for f in (*s.masculine, *s.feminine))
    return {form: code for form, code in forms if form in known}


def _titles() -> dict[str, tuple[Title, ...]]:
    found: list[tuple[str, Title]] = []
    for line in table("titles.tsv"):
        for form in line.several("titles"):
            words = content(key(form))
            one = set(words.split())
            gender: Gender = "f" if one & _WOMEN else "m" if one & _MEN else ""
            found.append((words, Title(line.text("office"), frozenset(line.several("needs")), gender)))
    return _grouped(found)


def _surnames(term: Term) -> Iterator[str]:
    """A surname, also without its article: "al-Assad", "Assad"."""
    if not term.surname:
        return
    full = key(term.surname)
    yield full
    first, _, rest = full.partition(" ")
    if first in ("al", "el") and rest:
        yield rest
        yield ("el " if first == "al" else "al ") + rest


def earliest(when: When | None) -> date:
    """The first day that it can be; None: the beginning of time."""
    return when.first if when else date.min
