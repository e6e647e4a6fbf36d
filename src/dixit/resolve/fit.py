"""Whether an actor can be what a title or a description stands for, and how well its words fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dixit.extract.people import Noun, Office, noun, portfolio
from dixit.resolve.entities import Entity
from dixit.types import Gender, Kind, Mention, Number

# Weights, set by hand on the gold training texts (eval/who.py).
NAMED: Final = 0.9  # has a proper name
OTHER_WORDS: Final = -1.5  # nothing in common but the head: "la maire socialiste" after "la maire de Paris"
WIDER: Final = 1.4  # "l'élu" after "le maire"
UNKNOWN_CLASS: Final = 0.8  # "l'extrémiste" after a name of which nothing is told
UNTOLD_WORD: Final = -0.3  # for each word of the phrase: a full title rather brings up somebody new

# Who is called by several nouns for what he practises.
PRACTICES: Final = frozenset(("doctor", "scholar", "artist", "sport", "press"))
RIVAL: Final = -1.0  # "l'ancien vice-président" after "le président": another of the same class
_LOOSE: Final = frozenset(("company", "ngo", "press", "authority"))  # what a name of a body may turn out to be
# Which entities a wider noun may stand for.
_BEHIND: Final[dict[str, tuple[Kind, ...]]] = {
    "person": ("person", "group"),
    "body": ("organisation",),
    "document": (),
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A title or description that looks for its actor."""

    mention: Mention
    first: str  # its first word, lower case
    called: Office
    known: Noun | None  # None: its head is in no list
    open: bool  # "un", "plusieurs": brings up somebody new
    pointing: bool  # "cette", "l'ancien": takes up somebody known
    proper: frozenset[str]  # words with a capital behind its head, but for states and seats
    former: bool  # "l'ancien", "l'ex-"
    title_line: bool

    @property
    def gender(self) -> Gender:
        """The person's gender; "" where it is only the word's, or that of a body."""
        grammatical = self.mention.kind != "person" or (self.known is not None and self.known.grammatical)
        return "" if grammatical else self.mention.gender


def kinds_fit(entity: Entity, mention: Mention) -> bool:
    """Whether an entity can be what a phrase is for: a person, a body, a text."""
    people = ("person", "group")
    if "unknown" in (entity.kind, mention.kind):
        return True
    if mention.kind in people or entity.kind in people:
        return mention.kind in people and entity.kind in people
    return (mention.kind == "document") == (entity.kind == "document")


def agrees(entity: Entity, gender: Gender, number: Number) -> bool:
    """Whether gender and number, as far as they are known, are an entity's."""
    if gender and entity.gender and gender != entity.gender:
        return False
    return not number or not entity.number or number == entity.number


def says_more(words: frozenset[str], own: set[str]) -> bool:
    """Whether a description has a word, but for states, that is not known of an actor: another portfolio."""
    return any(not word.startswith("@") for word in words - own)


def states_differ(words: frozenset[str], own: set[str]) -> bool:
    """Whether two descriptions name states, and none in common."""
    states = {word for word in words if word.startswith("@")}
    others = {word for word in own if word.startswith("@")}
    return bool(states and others and not states & others)


def words_agree(phrase: Phrase, narrowed: set[str]) -> float | None:
    """What the words around the same head count; None: they name two portfolios."""
    words = phrase.called.words
    if phrase.title_line or not words or not narrowed or words & narrowed:
        return 0.0
    two_portfolios = any(map(portfolio, words)) and any(map(portfolio, narrowed))
    return None if two_portfolios else OTHER_WORDS


def _is_body(word: str) -> bool:
    """Whether a word that narrows an office is a body's noun."""
    known = noun(word)
    return known is not None and known.sort == "body"


def wide_fit(entity: Entity, phrase: Phrase, own: set[str]) -> float | None:
    """What speaks for an entity behind a noun that it was never called by; None: it cannot be."""
    known = phrase.known
    voice = entity.kind == "unknown" and entity.named and entity.speaks  # "Amazon a précisé"
    if known is None or not (entity.kind in _BEHIND[known.sort] or (voice and known.sort == "body")):
        return None
    if known.base == "source":
        return None
    person, narrow = known.sort == "person", any(map(portfolio, phrase.called.words))
    if known.sort == "body" and phrase.proper - own and not phrase.pointing:
        return None  # "le collectif Mer ouverte" is no other body
    first = phrase.called.head == "premier ministre"
    if known.base == "ministre" and entity.classes and (narrow or first) and not phrase.pointing:
        return None
    if not phrase.pointing and any(_is_body(word) for word in phrase.called.words - own):
        return None  # "le chef de la junte" is no other chief
    base = NAMED * entity.named
    found: float | None = None
    if "*" in known.wider or known.wider & entity.classes:
        found = WIDER + base
    elif not entity.classes and entity.named and (person or (known.wider & _LOOSE and not phrase.called.words)):
        found = UNKNOWN_CLASS + base + UNTOLD_WORD * len(phrase.called.words - own)
    elif known.classes & entity.classes & PRACTICES:
        found = WIDER
    elif phrase.pointing and person:
        found = WIDER + RIVAL * bool(phrase.former and known.classes & entity.classes)
    return found
