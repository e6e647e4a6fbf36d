"""Phrases that name an actor by what it is: an office and its place, an organ of a state, a people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final

from dixit.knowledge.base import Knowledge, Name, Title
from dixit.knowledge.holders import by_full_name, held, of_office, office_identity, person_identity
from dixit.knowledge.naming import organ_identity, people_identity, state_identity
from dixit.knowledge.spelling import SMALL, content, plain
from dixit.types import Identity, Kind


@dataclass(frozen=True, slots=True)
class Phrase:
    """A wording that is looked up: as it stands, by its key, on a day, for a kind of actor."""

    text: str
    words: str
    day: date | None
    kind: Kind | None


Look = Callable[[Knowledge, tuple[Name, ...], Phrase], Identity | None]

MOST: Final = 24  # words of a phrase
_LONGEST_PLACE: Final = 9  # words: "organisation des nations unies pour l education la science ..." is cut short
_FORMER: Final = frozenset("ancien ancienne ex futur future feu defunt".split())
_JOINTS: Final = frozenset("de du des d la le les l".split())
_STATE_NOUNS: Final = frozenset("republique royaume etat sultanat principaute emirat grand duche".split())
_RULERS: Final = frozenset("administration gouvernement cabinet regime equipe".split())
_OF_SEATS: Final = frozenset("gouvernement regime pouvoir executif junte diplomatie".split())
_TERRITORIES: Final = frozenset("republique region enclave territoire province etat".split())
_DISPUTED: Final = frozenset(
    """autoproclame autoproclamee auto proclame proclamee separatiste secessionniste independantiste
    pretendue pretendu""".split()
)
# Said before the name of a body without changing it: "le mouvement islamiste Hamas", "l'ONG Oxfam".
_KINDS_OF_BODIES: Final = frozenset(
    """mouvement groupe organisation parti milice milices rebelles reseau insurges ong association agence secte
    combattants guerilla rebellion islamiste islamistes chiite chiites sunnite jihadiste jihadistes djihadiste
    djihadistes terroriste radical arme armee palestinien libanais extremiste paramilitaire internationale humanitaire
    confrerie front separatiste separatistes kurde kurdes""".split()
)
# What can stand before the whole name of a person: "le ministre de l'Economie Emmanuel Macron".
_PERSONS: Final = frozenset(
    """president presidente premier premiere ministre numero chef cheffe leader dirigeant dirigeante roi reine emir
    sultan prince pape guide colonel general marechal secretaire directeur directrice ancien ancienne ex
    candidat candidate senateur senatrice gouverneur opposant opposante ayatollah cheikh sheikh imam docteur
    professeur chancelier chanceliere procureur procureure haut haute commissaire maire depute deputee vice
    republicain democrate milliardaire patron patronne envoye envoyee emissaire mediateur mediatrice prix
    socialiste conservateur travailliste""".split()
)
_NOT_BEFORE_NAMES: Final = SMALL | frozenset("et ou avec pour par contre chez selon sur".split())


def read_phrase(known: Knowledge, phrase: Phrase, *, named: Look) -> Identity | None:
    """What a phrase names; None: nothing that is certain. ``named`` looks up a name of the tables."""
    words = phrase.words.split()
    if len(words) > MOST:
        return None
    if words[0] not in _FORMER:
        found = _with_place(known, phrase, words, named) or _without_place(known, phrase, words, named)
        if found is not None:
            return found if _wanted(found, phrase.kind) else None
    if phrase.kind in (None, "person", "unknown"):
        return _tail(known, words, phrase.day)
    return None


def read_within(known: Knowledge, phrase: Phrase, state: str) -> Identity | None:
    """An organ or office of the state that is spoken of: "les autorités", "le Premier ministre"."""
    words = phrase.words.split()
    if not words or len(words) > MOST or words[0] in _FORMER:
        return None
    split = _Split(state, words, seat=False)
    found = _organ(known, split) or _office(known, split, phrase)
    return found if found and _wanted(found, phrase.kind) else None


def _wanted(found: Identity, kind: Kind | None) -> bool:
    if kind == "person":
        return found.kind == "person"
    return kind not in ("state", "organisation") or found.kind != "person"


@dataclass(frozen=True, slots=True)
class _Split:
    """A place in a phrase, and the words around it."""

    place: str
    rest: list[str]
    seat: bool  # whether the place is the capital: "le gouvernement de Bagdad"


def _with_place(known: Knowledge, phrase: Phrase, words: list[str], named: Look) -> Identity | None:
    """An office, organ or people of a state or body that the phrase names; the longest name of a place counts."""
    people = _people(known, phrase, words)
    if people is not None:
        return people
    found: dict[str, Identity] = {}
    for split in _splits(known, words):
        identity = _state(known, split) or _organ(known, split) or _office(known, split, phrase)
        identity = identity or _redundant(known, split, phrase, named)
        if identity is not None:
            found.setdefault(identity.key, identity)
    return next(iter(found.values())) if len(found) == 1 else None


def _splits(known: Knowledge, words: list[str]) -> Iterator[_Split]:
    """Each place in the words, with the words around it; a name needs a preposition before it, an adjective none."""
    size = len(words)
    for first in range(1, size):
        for last in range(min(size, first + _LONGEST_PLACE), first, -1):
            name = words[first] if last == first + 1 else " ".join(words[first:last])
            place = known.adjectives.get(name)
            if place is not None:
                yield _Split(place, words[:first] + words[last:], seat=False)
                break
            place = known.places.get(name) or known.seats.get(name)
            if place is not None and words[first - 1] in _JOINTS:
                start = first
                while start > 1 and words[start - 1] in _JOINTS:
                    start -= 1
                yield _Split(place, words[:start] + words[last:], seat=name not in known.places)
                break


def _people(known: Knowledge, phrase: Phrase, words: list[str]) -> Identity | None:
    """A people: "les Iraniens", "le peuple iranien"."""
    code = None
    if plain(phrase.text).startswith("les ") and phrase.text.strip()[4:5].isupper():
        code = known.peoples.get(phrase.words)
    elif words[0] == "peuple":
        code = known.adjectives.get(" ".join(words[1:]))
    return people_identity(known.states[code]) if code is not None and code in known.states else None


def _state(known: Knowledge, split: _Split) -> Identity | None:
    """A state by a long name: "le royaume de Suède"."""
    if split.seat or split.place not in known.states or not split.rest or not set(split.rest) <= _STATE_NOUNS:
        return None
    if (split.rest, split.place) == (["etat"], "GE"):
        return None  # "l'Etat de Géorgie" may lie in the United States
    return state_identity(known.states[split.place])


def _organ(known: Knowledge, split: _Split) -> Identity | None:
    """An organ of a state: "l'armée afghane", "le gouvernement de Bagdad"."""
    organ = known.organs.get(content(" ".join(split.rest)))
    if organ is None or split.place not in known.states:
        return None
    if split.seat and split.rest[-1] not in _OF_SEATS:
        return None  # "le parquet de Paris", "les autorités de Pékin": those of the city
    return organ_identity(known.states[split.place], organ, known.organ_names[organ])


def _office(known: Knowledge, split: _Split, phrase: Phrase) -> Identity | None:
    """An office with its place, and the person who is named or held it."""
    if split.seat:
        return None
    for title, rest in _titles(known, split.rest):
        offices = [f"{split.place}.{t.office}" for t in title if _may_have(known, t, split.place)]
        if not offices:
            continue
        if not rest:
            return _bearer(known, offices[0], title, phrase.day)
        found = of_office(known, " ".join(rest), phrase.day, offices.__contains__)
        return person_identity(known, found[0], phrase.day, found[1]) if found else None
    return None


def _titles(known: Knowledge, words: list[str]) -> Iterator[tuple[tuple[Title, ...], list[str]]]:
    """Titles with which the words begin, the longest first, and the words after each."""
    full = [at for at, word in enumerate(words) if word not in SMALL]
    for size in range(len(full), 0, -1):
        title = known.titles.get(" ".join(words[at] for at in full[:size]))
        if title:
            rest = words[full[size - 1] + 1 :]
            while rest and rest[0] in _JOINTS:
                rest = rest[1:]
            yield title, rest


def _may_have(known: Knowledge, title: Title, place: str) -> bool:
    """Whether a place has the office of a title: no president in a kingdom."""
    state = known.states.get(place)
    if not title.needs:
        return state is not None or f"{place}.{title.office}" in known.terms
    return place in title.needs or (state is not None and bool({state.head, state.government} & title.needs))


def _is_called(known: Knowledge, titles: tuple[Title, ...], office: str) -> bool:
    """Whether one of the titles is that of an office."""
    place, _, rest = office.partition(".")
    return any(title.office == rest and _may_have(known, title, place) for title in titles)


def _bearer(known: Knowledge, office: str, titles: tuple[Title, ...], day: date | None) -> Identity | None:
    """Who bears a title; None: somebody of the other gender held the office."""
    found = office_identity(known, office, day)
    gender = titles[0].gender
    term = next(iter(known.people.get(found.key, ())), None)
    return None if gender and term and term.gender != gender else found


def _redundant(known: Knowledge, split: _Split, phrase: Phrase, named: Look) -> Identity | None:
    """A body or organ with the state that it belongs to anyway: "le Département d'Etat américain"."""
    names = known.names.get(" ".join(split.rest))
    found = named(known, names, phrase) if names else None
    return found if found and found.kind not in ("state", "person") and found.state == split.place else None


def _without_place(known: Knowledge, phrase: Phrase, words: list[str], named: Look) -> Identity | None:
    """A title and a name, a rule and a name, a body: "le président Macron", "l'administration Trump", "l'ONG Oxfam"."""
    for titles, rest in _titles(known, words):
        if rest:
            found = of_office(known, " ".join(rest), phrase.day, partial(_is_called, known, titles))
            if found:
                return person_identity(known, found[0], phrase.day, found[1])
    if words[0] in _RULERS and len(words) > 1:
        return _rule(known, " ".join(words[1:]), phrase.day)
    if words[0] in _TERRITORIES:
        return _contested(known, phrase, words, named)
    at = 0
    while at < len(words) - 1 and words[at] in _KINDS_OF_BODIES:
        at += 1
    return _called(known, phrase, words[at:], named) if at else None


def _called(known: Knowledge, phrase: Phrase, words: list[str], named: Look) -> Identity | None:
    """A body by its name in the tables."""
    names = known.names.get(" ".join(words))
    found = named(known, names, phrase) if names else None
    return found if found and found.kind in ("organisation", "group") else None


def _contested(known: Knowledge, phrase: Phrase, words: list[str], named: Look) -> Identity | None:
    """A body with a word that disputes what it calls itself: "la république autoproclamée de Transnistrie"."""
    rest = [word for word in words[1:] if word not in _DISPUTED]
    disputed = len(rest) < len(words) - 1
    while rest and rest[0] in _JOINTS:
        rest = rest[1:]
    found = _called(known, phrase, rest, named) or _called(known, phrase, [words[0], *rest], named)
    return replace(found, sides=True) if found and disputed else None


def _rule(known: Knowledge, surname: str, day: date | None) -> Identity | None:
    """The government of who was in office: "l'administration Trump"; None where no day is known."""
    persons = known.surnames.get(surname, ())
    codes = {
        term.office.partition(".")[0]
        for person in persons
        for term in known.people[person]
        if day is not None and held(term, day) and "head-of" in term.office
    }
    code = next(iter(codes)) if len(codes) == 1 else None
    if code is None:
        return None
    return organ_identity(known.states[code], "gouvernement", known.organ_names["gouvernement"])


def _tail(known: Knowledge, words: list[str], day: date | None) -> Identity | None:
    """Who is named in full at the end of a phrase for a person: "l'ancien Premier ministre Tony Blair"."""
    if words[0] not in _PERSONS:
        return None
    for first in range(1, len(words) - 1):
        if words[first - 1] not in _NOT_BEFORE_NAMES:
            person = by_full_name(known, " ".join(words[first:]), day)
            if person is not None:
                return person_identity(known, person, day)
    return None
