"""Mentions that surely name somebody else than their actor -> actors of their own.

"Le président russe" that was taken for Alexandre Loukachenko is not; "le régime iranien" is no "régime sioniste".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from dixit.knowledge.spelling import plain
from dixit.types import Actor, Cast, Document, Event, Identity, Kind, Mention, Span, Statement

BESIDE: Final = 3  # characters between a title and its name, at most: ", "
_LOOSE: Final = ("office/", "people/")  # identities that contradict nothing
Look = Callable[[str, Kind | None], Identity | None]


def apart(
    document: Document, statements: Sequence[Statement], cast: Cast, look: Look, events: Sequence[Event] = ()
) -> Cast:
    """The cast with those mentions taken apart; ``look`` says whom a wording names."""
    moves = _Moves(document, cast, look)
    moved = {(number, mention.span): moves.home(number, mention) for number, mention in moves.wrong()}
    if not moved:
        return cast
    actors = [
        _without(document, actor, {span for was, span in moved if was == number})
        for number, actor in enumerate(cast.actors)
    ]

    def party(number: int | None, span: Span | None) -> int | None:
        """Who takes part where a span names somebody, now that mentions have moved."""
        if number is None or span is None or any(m.span.overlaps(span) for m in actors[number].mentions):
            return number
        homes = (home for (was, at), home in moved.items() if was == number and at.overlaps(span))
        return next(homes, number)

    return Cast(
        (*actors, *moves.new),
        tuple(party(n, s.speaker) for n, s in zip(cast.speakers, statements, strict=True)),
        _parties(party, cast.addressees, [s.addressees for s in statements]),
        _parties(party, cast.targets, [s.targets for s in statements]),
        _parties(party, cast.participants, [[one.span for one in event.participants] for event in events]),
    )


def _without(document: Document, actor: Actor, gone: set[Span]) -> Actor:
    """An actor without the mentions that moved, under a name that it keeps."""
    if not gone:
        return actor
    kept = tuple(mention for mention in actor.mentions if mention.span not in gone)
    roles = tuple(role for role in actor.roles if role.span not in gone)
    texts = [document.cut(mention.span) for mention in kept if mention.form != "pronoun"]
    name = actor.name if any(actor.name in text for text in texts) else max(texts, key=len, default=actor.name)
    return replace(actor, name=name, roles=roles, mentions=kept)


def _parties(
    party: Callable[[int | None, Span | None], int | None],
    numbers: Sequence[Sequence[int | None]],
    spans: Sequence[Sequence[Span]],
) -> tuple[tuple[int | None, ...], ...]:
    return tuple(tuple(map(party, row, named)) for row, named in zip(numbers, spans, strict=True))


class _Moves:
    """Which mentions of a cast move, and the actors that they make."""

    def __init__(self, document: Document, cast: Cast, look: Look) -> None:
        self._document, self._cast, self._look = document, cast, look
        self.new: list[Actor] = []

    def wrong(self) -> Iterator[tuple[int, Mention]]:
        """Mentions that name somebody else than their actor, with its number."""
        for number, actor in enumerate(self._cast.actors):
            if actor.kind == "document":
                continue
            names = [mention for mention in actor.mentions if mention.form == "name"]
            yield from ((number, m) for m in (self._untitled(actor, names) if names else self._others(actor)))

    def home(self, number: int, mention: Mention) -> int:
        """Number of the actor that a mention goes to: one that moved before, or a new one."""
        identity = self._named(mention)
        kept = self._cast.actors[number]
        first = len(self._cast.actors)
        for at, actor in enumerate(self.new):
            if actor.identity and identity and actor.identity.key == identity.key:
                self.new[at] = replace(actor, mentions=(*actor.mentions, mention))
                return first + at
        kind = identity.kind if identity else kept.kind
        self.new.append(Actor(self._document.cut(mention.span), kind, (), (mention,), identity))
        return first + len(self.new) - 1

    def _named(self, mention: Mention) -> Identity | None:
        """Whom a mention surely names by itself."""
        found = self._look(self._document.cut(mention.span), None)
        return found if found and not found.key.startswith(_LOOSE) else None

    def _untitled(self, actor: Actor, names: Sequence[Mention]) -> list[Mention]:
        """Titles of somebody else than the known person of that name that do not stand beside a name.

        Where one of them does, the text gives the actor this office, as of another day.
        """
        own = {name.key for m in names if (name := self._look(self._document.cut(m.span), "person"))}
        if actor.kind != "person" or not own:
            return []
        words = {word for m in names for word in _words(self._document.cut(m.span))}
        beside, away = set(), []
        for mention in actor.mentions:
            named = self._named(mention) if mention.form in ("title", "description") else None
            if named is None or named.kind != "person" or named.key in own or words & _words(named.name):
                continue
            if is_before_name(self._document.text, mention.span.end) or any(_are_beside(mention, n) for n in names):
                beside.add(named.key)
            else:
                away.append((mention, named.key))
        return [mention for mention, key in away if key not in beside]

    def _others(self, actor: Actor) -> list[Mention]:
        """Of descriptions that name several, those that do not name the first."""
        named = [(m, found.key) for m in actor.mentions if m.form != "pronoun" and (found := self._named(m))]
        return [mention for mention, key in named if key != named[0][1]]


def _words(name: str) -> set[str]:
    return set(plain(name).split())


def is_before_name(text: str, end: int) -> bool:
    """Whether a word with a capital follows at once: the name of who bears the title that ends there."""
    return text[end : end + 1].isspace() and text[end + 1 : end + 2].isupper()


def _are_beside(one: Mention, other: Mention) -> bool:
    first, second = sorted((one.span, other.span))
    return second.start - first.end <= BESIDE
