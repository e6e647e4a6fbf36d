"""Actors of a document -> the same actors with what the knowledge base surely knows of each, doubles made one.

A name counts for more than a title: who is named otherwise is not whoever held the office.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from dixit.header import place_name
from dixit.knowledge import Knowledge, identify, packaged
from dixit.knowledge.spelling import key, plain
from dixit.resolve.apart import apart, is_before_name
from dixit.types import Actor, Cast, Document, Event, Identity, Kind, Mention, Statement

# Two actors with one such identity are the same; two of an organ may not be, as "les autorités" and "le gouvernement".
_ONE: Final = ("person/", "body/", "state/")
_BODIES: Final[tuple[Kind, ...]] = ("organisation", "state", "group", "unknown")


def with_identities(
    document: Document,
    statements: Sequence[Statement],
    cast: Cast,
    events: Sequence[Event] = (),
    *,
    knowledge: Knowledge | None = None,
) -> Cast:
    """Each actor with its identity, where one is certain; actors that are certainly the same are one."""
    day = document.published or (document.dateline.day if document.dateline else None)
    looked = _Lookup(document, day, knowledge)
    cast = apart(document, statements, cast, looked.look, events)
    parties = {*cast.speakers, *(n for row in (*cast.addressees, *cast.targets, *cast.participants) for n in row)}
    actors = [_known(actor, looked.of(actor, speaks=n in parties)) for n, actor in enumerate(cast.actors)]
    here = _spoken_of(document, actors, looked)
    if here is not None:
        actors = [a if a.identity else _known(a, looked.organ(a, here)) for a in actors]
    return _merged(document, replace(cast, actors=tuple(actors)))


def _known(actor: Actor, identity: Identity | None) -> Actor:
    """An actor with an identity, which knows its kind better."""
    if identity is None:
        return actor
    return replace(actor, identity=identity, kind=identity.kind)


class _Lookup:
    """Looks up the wordings of one document on its day."""

    def __init__(self, document: Document, day: date | None, knowledge: Knowledge | None) -> None:
        self._document, self._day, self._knowledge = document, day, knowledge

    def of(self, actor: Actor, *, speaks: bool) -> Identity | None:
        """Whom or what an actor's mentions name; None: nobody who is certain, or they disagree.

        ``speaks`` tells whether it takes part in a statement: a town is its state only where it does.
        """
        if actor.kind == "document":
            return None
        names = self._texts(actor, "name")
        if actor.kind == "person":
            return self._person(actor, names)
        if not names:
            return self._only(self._texts(actor, "title", "description"), None)
        if not speaks and all(self._is_town(name) for name in names):
            return None
        return self._body(actor, names)

    def _is_town(self, name: str) -> bool:
        return key(name) in (self._knowledge or packaged()).towns

    def organ(self, actor: Actor, state: str) -> Identity | None:
        """The organ of the state spoken of that "les autorités" names."""
        if actor.kind not in _BODIES or self._texts(actor, "name"):
            return None
        texts = self._texts(actor, "title", "description")
        found = {self.look(text, "organisation", within=state) for text in texts}
        one = next(iter(found)) if len(found) == 1 else None
        return one if one and one.key.startswith("organ/") else None

    def place(self) -> str | None:
        """Code of the state from whose capital a dispatch comes; None: from elsewhere."""
        line = self._document.dateline
        if line is None or line.place is None:
            return None
        found = self.look(place_name(self._document.cut(line.place)), "state")
        return found.iso3166 if found else None

    def _texts(self, actor: Actor, *forms: str) -> list[str]:
        """Different wordings of some forms, the longest first."""
        named = any(mention.form == "name" for mention in actor.mentions)
        texts = (
            self._document.cut(mention.span)
            for mention in actor.mentions
            if mention.form in forms and (named or not is_before_name(self._document.text, mention.span.end))
        )
        return sorted(dict.fromkeys(texts), key=lambda text: -len(text.split()))

    def look(self, text: str, kind: Kind | None, within: str | None = None) -> Identity | None:
        """Whom a wording names on the day."""
        return identify(text, day=self._day, kind=kind, within=within, knowledge=self._knowledge)

    def _only(self, texts: Sequence[str], kind: Kind | None) -> Identity | None:
        """The one identity of all wordings that have one."""
        found = {identity.key: identity for text in texts if (identity := self.look(text, kind))}
        return next(iter(found.values())) if len(found) == 1 else None

    def _person(self, actor: Actor, names: list[str]) -> Identity | None:
        """A person by name, else by a title whose holder has that name, or whom no name contradicts."""
        titles = self._texts(actor, "title", "description")
        by_title = self._only(titles, "person")
        if not names:
            return by_title
        if by_title and self._bears(by_title, names):
            return by_title
        whole = [text for text in names if len(_bare(text).split()) > 1]
        by_name = self._first([text for text in whole if not self._is_part(text, whole)] or names)
        if whole or by_name is None:
            return by_name
        return None if by_title and by_title.key != by_name.key else by_name

    def _first(self, names: Sequence[str]) -> Identity | None:
        return next(filter(None, (self.look(text, "person") for text in names)), None)

    def _is_part(self, text: str, names: Sequence[str]) -> bool:
        """Whether a name is a part of a longer one that is nobody's: "Juan Carlos" of "Juan Carlos Roux"."""
        longer = (name for name in names if f" {_bare(text)} " in f" {_bare(name)} " and len(name) > len(text))
        return any(self.look(name, "person") is None for name in longer)

    def _bears(self, person: Identity, names: list[str]) -> bool:
        """Whether a person has all words of a name that the document gives, without M. and Mme."""
        own = set(plain(person.name).split())
        return all(set(_bare(text).split()) <= own for text in names)

    def _body(self, actor: Actor, names: list[str]) -> Identity | None:
        """A state or body by its fullest name, which tells apart what has one acronym: "... de ski (FIS)"."""
        full = self.look(names[0], None)
        return full if full and (full.kind != "person" or actor.kind == "unknown") else None


def _spoken_of(document: Document, actors: Sequence[Actor], looked: _Lookup) -> str | None:
    """The state that a dispatch from its capital speaks of most; None: another, or two as often."""
    counts: Counter[str] = Counter()
    for actor in actors:
        if actor.identity and actor.identity.state:
            counts[actor.identity.state] += len(actor.mentions)
    first = counts.most_common(2)
    if not first or (len(first) == 2 and first[0][1] == first[1][1]):
        return None
    return first[0][0] if looked.place() == first[0][0] else None


def _bare(text: str) -> str:
    """The words of a name without M. and Mme."""
    return " ".join(word for word in plain(text).split() if word not in ("m", "mm", "mme"))


# Doubles.


def _merged(document: Document, cast: Cast) -> Cast:
    """Actors with one identity as one, in the place of the first."""
    home: dict[str, int] = {}
    places: list[int] = []
    kept: list[list[Actor]] = []
    for actor in cast.actors:
        key = _one_key(document, actor)
        at = home.get(key) if key.startswith(_ONE) else None
        if at is None:
            at = len(kept)
            kept.append([])
            home[key] = at
        kept[at].append(actor)
        places.append(at)
    if len(kept) == len(places):
        return cast
    actors = (_placed(_one(document, same), places) for same in kept)
    return Cast(
        tuple(actors),
        tuple(_at(places, cast.speakers)),
        tuple(tuple(_at(places, row)) for row in cast.addressees),
        tuple(tuple(_at(places, row)) for row in cast.targets),
        tuple(tuple(_at(places, row)) for row in cast.participants),
    )


# Houses under whose name a presidency or a government speaks: an actor beside the state whose identity they have.
_HOUSES: Final = frozenset(("maison blanche", "elysee", "matignon"))


def _one_key(document: Document, actor: Actor) -> str:
    """What actors that are one share: their identity, and the house where they are named by nothing else."""
    if actor.identity is None:
        return ""
    names = {_bare(document.cut(mention.span)) for mention in actor.mentions if mention.form == "name"}
    house = next(iter(names)) if len(names) == 1 and names <= _HOUSES else ""
    return f"{actor.identity.key} {house}" if house else actor.identity.key


def _at(places: Sequence[int], actors: Sequence[int | None]) -> Iterator[int | None]:
    return (None if actor is None else places[actor] for actor in actors)


def _placed(actor: Actor, places: Sequence[int]) -> Actor:
    """An actor whose roles point at the places after merging."""
    roles = (replace(role, of=None if role.of is None else places[role.of]) for role in actor.roles)
    return replace(actor, roles=tuple(dict.fromkeys(roles)))


def _one(document: Document, same: list[Actor]) -> Actor:
    """Several actors as one, under the fullest name; the name of a seat only where there is no other."""
    if len(same) == 1:
        return same[0]
    mentions = sorted({m for actor in same for m in actor.mentions}, key=lambda m: (m.span.start, -m.span.end))
    best = max(same, key=lambda actor: _fullness(document, actor))
    roles = tuple(dict.fromkeys(role for actor in same for role in actor.roles))
    return replace(best, roles=roles, mentions=tuple(_distinct(mentions)))


def _fullness(document: Document, actor: Actor) -> tuple[bool, bool, int]:
    """How well an actor's name serves for all: a proper name, the usual one, of many words."""
    named = any(mention.form == "name" for mention in actor.mentions)
    usual = actor.identity is not None and plain(actor.identity.name) == plain(actor.name)
    return named, usual, len(actor.name.split())


def _distinct(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Mentions without a second one of the same characters."""
    seen = None
    for mention in mentions:
        if mention.span != seen:
            yield mention
        seen = mention.span
