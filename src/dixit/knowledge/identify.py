"""A wording and a day -> whom or what it names, or None where that is not certain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Final

from dixit.knowledge.base import Knowledge, Name
from dixit.knowledge.build import packaged
from dixit.knowledge.holders import by_full_name, by_surname, office_identity, person_identity
from dixit.knowledge.phrases import Phrase, read_phrase, read_within
from dixit.knowledge.spelling import ARTICLES, key, plain
from dixit.types import Gender, Identity, Kind

LONGEST: Final = 160  # characters; no name of the tables is longer
_CIVILITIES: Final[dict[str, Gender]] = {
    **dict.fromkeys("m mm monsieur mr".split(), "m"),
    **dict.fromkeys("mme mlle madame mrs".split(), "f"),
}
# Before a surname, as M. is, but also before those of whom few have heard.
_HONOURS: Final = frozenset("colonel general marechal capitaine ayatollah cheikh sheikh imam lord".split())
_NOT_ONE: Final = frozenset("un une des deux trois quatre cinq plusieurs certains certaines d autres".split())
_PERSON: Final[frozenset[Kind | None]] = frozenset((None, "person", "unknown"))


def identify(
    text: str,
    *,
    day: date | None,
    kind: Kind | None = None,
    within: str | None = None,
    knowledge: Knowledge | None = None,
) -> Identity | None:
    """Whom or what a wording names on the day of its dispatch; None: that is not certain.

    Without a day only what holds on every day is told: "le président français" is then the office. With a kind only
    that is looked for: "Dominique" is the state where a state is wanted, and else nobody. ``within`` is the code of the
    state that is spoken of, to which "les autorités" and "le Premier ministre" belong.

    "le président français", 2009-02-25 -> person/nicolas-sarkozy
    "la diplomatie iranienne" -> organ/IR/affaires-etrangeres
    """
    if not text or len(text) > LONGEST:
        return None
    known = knowledge or packaged()
    found = _identified(known, text, day, kind)
    if found is None and within is not None and within in known.states:
        return read_within(known, Phrase(text, key(text), day, kind), within)
    return found


@lru_cache(maxsize=1 << 14)
def _identified(known: Knowledge, text: str, day: date | None, kind: Kind | None) -> Identity | None:
    words = key(text)
    if not words:
        return None
    named = known.names.get(words)
    if named:
        return _named(known, named, Phrase(text, words, day, kind))
    first, _, rest = words.partition(" ")
    if first in _NOT_ONE:
        return None
    if kind in _PERSON:
        civility = _CIVILITIES.get(first) if rest else None
        bare = rest if civility or (rest and first in _HONOURS) else words
        person = _person(known, bare, Phrase(text, words, day, kind), civility)
        if person or civility:
            return person
    return read_phrase(known, Phrase(text, words, day, kind), named=_named)


def _named(known: Knowledge, names: tuple[Name, ...], phrase: Phrase) -> Identity | None:
    """The one thing that a name of the tables names here; None: several, or it is not sure to be that name."""
    found: dict[str, Name] = {}
    for name in names:
        if _fits(name, phrase):
            found.setdefault(name.identity.key, name)
    if len(found) != 1:
        return None
    name = next(iter(found.values()))
    if name.office:
        return office_identity(known, name.office, phrase.day)
    if name.former and phrase.day is not None and phrase.day < name.former[1]:
        return replace(name.identity, name=name.former[0])
    return name.identity


def _fits(name: Name, phrase: Phrase) -> bool:
    """Whether case, article, day and kind let a name be meant."""
    day, kind = phrase.day, phrase.kind
    if not name.small and not any(letter.isupper() for letter in phrase.text):
        return False
    if kind == "person" and name.identity.kind != "person":
        return False
    if kind in ("state", "organisation", "group") and name.identity.kind == "person":
        return False
    if not name.sure and kind not in ("state", "organisation", "group") and not _has_article(phrase.text):
        return False
    return day is None or (name.since or day) <= day <= (name.until or day)


def _has_article(text: str) -> bool:
    first, _, rest = plain(text).partition(" ")
    return bool(rest) and first in ARTICLES


def _person(known: Knowledge, words: str, phrase: Phrase, civility: Gender | None) -> Identity | None:
    """A person by the whole name, or by a surname that few bear."""
    if not any(letter.isupper() for letter in phrase.text):
        return None
    person = by_full_name(known, words, phrase.day) or by_surname(known, words, phrase.day, civility)
    return person_identity(known, person, phrase.day) if person else None
