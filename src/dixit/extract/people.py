"""What single words say about people and bodies: class, gender, state; read from ``words/people-*``.

"ministre" -> a person of the classes minister and diplomat; "tchèque" -> the state "tchequie".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal

from dixit.folding import fold
from dixit.lexicon import entries, words
from dixit.types import Gender, Number

Sort = Literal["person", "body", "document"]

# Set before an office without changing who is meant: "l'ex-ministre", "le vice-président".
_PREFIXES: Final = ("ex-", "vice-", "sous-", "co-", "néo-", "pro-", "anti-", "haut-", "haute-", "ancien-")
_ANY: Final = "*"


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that names a person, a body or a document."""

    base: str  # folded masculine singular: "president" for "présidentes"
    sort: Sort
    gender: Gender  # "": the form serves both
    number: Number
    classes: frozenset[str]
    wider: frozenset[str]  # classes that it may stand for later; "*" for any

    @property
    def grammatical(self) -> bool:
        """Whether its gender says nothing about the person: "cette source" may be a man."""
        return self.base in _GRAMMATICAL


# Nouns of one gender for persons of both.
_GRAMMATICAL: Final = frozenset(
    "source personne victime figure personnalite star voix "
    "eminence saintete excellence altesse majeste beatitude seigneurie".split()
)


def _classes(name: str) -> Mapping[str, list[str]]:
    """Lines ``key: a, b`` of a word list."""
    pairs = (line.partition(":") for line in entries(name))
    return {key.strip(): [entry.strip() for entry in rest.split(",")] for key, _, rest in pairs}


def _plural(word: str) -> str:
    """The regular French plural: "général" -> "généraux"."""
    if word.endswith(("s", "x")):
        return word
    if word.endswith("al"):
        return word[:-1] + "ux"
    if word.endswith("eau"):
        return word + "x"
    return word + "s"


def _wider(name: str) -> dict[str, frozenset[str]]:
    return {fold(noun): frozenset(classes) for noun, classes in _classes(name).items()}


def _person_nouns() -> dict[str, Noun]:
    """Each form, singular and plural, folded, with its noun."""
    classes: dict[str, set[str]] = {}
    feminine: dict[str, str] = {}
    for name, nouns in _classes("people-nouns").items():
        for entry in nouns:
            base, _, other = entry.partition("/")
            if " " not in base:
                classes.setdefault(base, set()).add(name)
                feminine[base] = other or feminine.get(base, "")
    wider = _wider("people-wider")
    found: dict[str, Noun] = {}
    for base, other in feminine.items():
        both = base == other
        kin = frozenset(classes[base])
        broad = wider.get(fold(base), frozenset())
        genders: list[tuple[str, Gender]] = [(base, "" if both else _own_gender(base, kin))]
        if other and not both:
            genders = [(base, "m"), (other, "f")]
        for form, gender in genders:
            found.setdefault(fold(form), Noun(fold(base), "person", gender, "s", kin, broad))
            found.setdefault(fold(_plural(form)), Noun(fold(base), "person", gender, "p", kin, broad))
    return found


def _own_gender(base: str, classes: frozenset[str]) -> Gender:
    """Gender of a noun with one form: "tante" is a woman, "personne" and "source" are grammatically so."""
    return "f" if base in _FEMININE else "m" if "family" in classes or "church" in classes else ""


_FEMININE: Final = frozenset(
    [
        "soeur",
        "sœur",
        "demi-soeur",
        "demi-sœur",
        "mère",
        "fille",
        "épouse",
        "femme",
        "compagne",
        "tante",
        "nièce",
        "grand-mère",
        "belle-soeur",
        "belle-mère",
        "petite-fille",
        "personne",
        "victime",
        "source",
        "figure",
        "personnalité",
        "éminence",
        "excellence",
        "altesse",
        "majesté",
        "béatitude",
        "seigneurie",
        "sainteté",
        "autrice",
        "mairesse",
        "ambassadrice",
        "star",
    ]
)


def _body_nouns() -> dict[str, Noun]:
    classes: dict[str, set[str]] = {}
    genders: dict[str, Gender] = {}
    for name, nouns in _classes("people-bodies").items():
        for entry in nouns:
            base, _, gender = entry.rpartition(".")
            classes.setdefault(base, set()).add(name)
            genders[base] = "f" if gender == "f" else "m"
    wider = _wider("people-body-wider")
    found: dict[str, Noun] = {}
    for base, gender in genders.items():
        broad = wider.get(fold(base), frozenset())
        kin = frozenset(classes[base])
        found.setdefault(fold(base), Noun(fold(base), "body", gender, "s", kin, broad))
        found.setdefault(fold(_plural(base)), Noun(fold(base), "body", gender, "p", kin, broad))
    return found


def _document_nouns() -> dict[str, Noun]:
    found: dict[str, Noun] = {}
    for entry in entries("people-documents"):
        base, _, gender = entry.rpartition(".")
        kind: Gender = "f" if gender == "f" else "m"
        nothing: frozenset[str] = frozenset()
        found[fold(base)] = Noun(fold(base), "document", kind, "s", nothing, nothing)
        found[fold(_plural(base))] = Noun(fold(base), "document", kind, "p", nothing, nothing)
    return found


@cache
def _nouns() -> Mapping[str, Noun]:
    """All nouns by folded form; a person before a body before a document."""
    return {**_document_nouns(), **_body_nouns(), **_person_nouns()}


_LEARNED: Final = frozenset(("scholar", "doctor"))


@lru_cache(maxsize=1 << 15)
def noun(form: str) -> Noun | None:
    """The noun of a form: "Ex-ministres" -> minister; None: no person, body or document."""
    flat = fold(form)
    found = _nouns().get(flat)
    if found is None and "-" in flat:
        for prefix in _PREFIXES:
            if flat.startswith(fold(prefix)):
                return noun(flat[len(prefix) :])
    single = flat.removesuffix("s")
    if found is None and single.endswith(("ologue", "ologiste", "iatre")):
        return Noun(single, "person", "", "p" if single != flat else "s", _LEARNED, frozenset())
    return found


@cache
def _civilities() -> Mapping[str, tuple[Gender, Number]]:
    found: dict[str, tuple[Gender, Number]] = {}
    for line in entries("people-civility"):
        form, gender, number = line.split(";")
        found[form] = ("f" if gender == "f" else "m" if gender else "", "p" if number == "p" else "s")
    return found


def civility(form: str) -> tuple[Gender, Number] | None:
    """Gender and number of ``Mme``, ``MM.``, ``Me``; None: no such title."""
    return _civilities().get(form.lower()) if form[0].isupper() else None


@cache
def _first_names() -> Mapping[str, Gender]:
    found: dict[str, Gender] = {}
    lines = [line.split(":", 1) for line in entries("people-firstnames")]  # a gender may have several
    genders: tuple[tuple[str, Gender], ...] = (("e", ""), ("m", "m"), ("f", "f"))
    for key, gender in genders:
        for name in (name for own, names in lines if own == key for name in names.split()):
            found.setdefault(fold(name), gender)
    return found


@lru_cache(maxsize=1 << 14)
def first_name(form: str) -> Gender | None:
    """Gender of a first name ("": either), by its first part where it is a compound; None: not known."""
    flat = fold(form)
    known = _first_names()
    return known[flat] if flat in known else known.get(flat.split("-")[0]) if "-" in flat else None


@dataclass(frozen=True, slots=True)
class _States:
    """States by folded name, adjective or inhabitant, and seat."""

    names: Mapping[str, str]
    adjectives: Mapping[str, tuple[str, Gender, Number]]
    seats: Mapping[str, str]


@cache
def _states() -> _States:
    names: dict[str, str] = {}
    adjectives: dict[str, tuple[str, Gender, Number]] = {}
    seats: dict[str, str] = {}
    for line in entries("people-states"):
        called, masculine, feminine, capital = (fold(field).split("/") for field in line.split(";"))
        key = called[0]
        names.update(dict.fromkeys(called, key))
        seats.update(dict.fromkeys(filter(None, capital), key))
        for form in filter(None, masculine):
            adjectives[_plural(form)] = (key, "m", "" if form.endswith(("s", "x")) else "p")
            adjectives[form] = (key, "" if form in feminine else "m", "" if form.endswith(("s", "x")) else "s")
        for form in filter(None, set(feminine) - set(masculine)):
            adjectives[form], adjectives[_plural(form)] = (key, "f", "s"), (key, "f", "p")
    return _States(names, adjectives, seats)


def state(name: str) -> str | None:
    """Key of a state by any of its names: "Etats-Unis" -> "etats-unis"; None: no state."""
    return _states().names.get(fold(name))


# States with a final e that are masculine; without an article, as Chypre, or plural: either.
_MASCULINE_E: Final = frozenset(("mexique", "cambodge", "mozambique", "zimbabwe", "belize", "suriname"))
_EITHER: Final = frozenset(("chypre", "etats-unis", "emirats arabes unis", "pays-bas", "singapour", "monaco", "malte"))


def state_gender(key: str) -> Gender:
    """Gender of a state's name by its key: its first word ends in e, or not."""
    if key in _EITHER:
        return ""
    return "f" if key.split(maxsplit=1)[0].endswith("e") and key not in _MASCULINE_E else "m"


def seat(name: str) -> str | None:
    """Key of the state for which a capital or seat speaks: "Kremlin" -> "russie"; None: no seat."""
    return _states().seats.get(fold(name))


def adjective(form: str) -> tuple[str, Gender, Number] | None:
    """State, gender and number of "tchèque" or "Américains"; None: no such adjective."""
    return _states().adjectives.get(fold(form))


def press(name: Iterable[str]) -> str:
    """The class of a body by the words of its name: "agency" for AFP, "press" for the New York Times, else ""."""
    folded = {fold(word) for word in name}
    return "agency" if folded & _folded("people-agencies") else "press" if folded & _folded("people-press") else ""


def portfolio(form: str) -> bool:
    """Whether a word is written with a capital inside an office: "Justice", "Affaires"."""
    return fold(form) in _folded("people-portfolios")


@cache
def _folded(name: str) -> frozenset[str]:
    """A word list, folded."""
    return frozenset(fold(word) for word in words(name))


@cache
def _synonyms() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    pairs = []
    for line in entries("people-synonyms"):
        other, _, plain = line.partition("=")
        pairs.append((key_words(other.replace("'", " ").split()), key_words(plain.replace("'", " ").split())))
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


# Words that say nothing about which office it is.
_EMPTY: Final = words("people-empty")


def key_words(forms: Iterable[str]) -> tuple[str, ...]:
    """What identifies an office or a body: folded, without small words, states by their key.

    ["la", "ministre", "iranienne", "de", "la", "Santé"] -> ("ministre", "@iran", "sante")
    """
    return tuple(_key_word(form) for form in forms if (flat := fold(form)) and flat not in _EMPTY)


@lru_cache(maxsize=1 << 15)
def _key_word(form: str) -> str:
    flat = fold(form)
    of_state = _states().adjectives.get(flat)
    if of_state:
        return "@" + of_state[0]
    if flat in _states().names:
        return "@" + _states().names[flat]
    known = noun(flat)
    if known:
        return known.base
    return flat[:-1] if len(flat) > 4 and flat[-1] in "sx" else flat


@dataclass(frozen=True, slots=True)
class Office:
    """What a phrase calls somebody: its head noun and the words that narrow it."""

    head: str  # "ministre"; "premier ministre" is a head of its own; "": no word is left
    words: frozenset[str]  # {"@iran", "sante"}


@lru_cache(maxsize=1 << 15)
def office(forms: tuple[str, ...]) -> Office:
    """The office in a phrase, under its plain name.

    ["la", "cheffe", "de", "la", "diplomatie", "iranienne"] -> ministre, {affaire, etrangere, @iran}
    """
    keys = _plain(key_words(forms))
    if not keys:
        return Office("", frozenset())
    first = {"premier", "premiere"} & set(keys)
    if first and "ministre" in keys:
        return Office("premier ministre", frozenset(keys) - first - {"ministre"})
    head = next((key for key in keys if noun(key)), keys[0])
    return Office(head, frozenset(keys) - {head})


def _plain(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Keys of the plain name of an office instead of those of another: chef, diplomatie -> ministre, affaire ..."""
    for other, usual in _synonyms():
        if other[0] in keys and set(other) <= set(keys):
            return usual + tuple(key for key in keys if key not in other and key not in usual)
    return keys


@cache
def _long_states() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """State names and seats of several words by their first word, longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for name in (*_states().names, *_states().seats):
        parts = tuple(name.replace("'", "' ").split())
        if len(parts) > 1:
            found.setdefault(parts[0], []).append(parts)
    return {first: tuple(sorted(parts, key=len, reverse=True)) for first, parts in found.items()}


def state_length(forms: list[str]) -> int:
    """How many words from the first make a state's name or seat: ["Corée", "du", "Nord", "a"] -> 3; 0: none."""
    first = fold(forms[0])
    for parts in _long_states().get(first, ()):
        if len(forms) >= len(parts) and all(fold(form) == part for form, part in zip(forms, parts, strict=False)):
            return len(parts)
    return 1 if first in _states().names or first in _states().seats else 0
