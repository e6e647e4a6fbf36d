"""A call and what came later -> the answers, each with the rule, the shared words and the score that made it one."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final, NamedTuple

from dixit.ask.parties import Key, Party, Rule, rule
from dixit.ask.told import Told
from dixit.ask.weighing import Weights
from dixit.lexicon import entries

# Chosen on the calls of eval/calls.jsonl, see docs/calls.md.
_NEAR: Final = 0.05  # call and answer stand in one dispatch: for the first and for the second word that both have
_MOST_NEAR: Final = 2
_REFUSED: Final = 0.20  # a refusal soon after the call that points at it: it needs no word of it
_SOON: Final = 400  # characters, two or three sentences
# The answer is about, or said to, whoever called; not measured, none of those calls has such an answer.
_BACK: Final = 0.10
# Events answer less surely than statements, see docs/calls.md.
_EVENT: Final = -0.10
_EVENT_WORDS: Final = 2
# Somebody else who speaks for the state: of 9 such answers in other dispatches that were read none was one, of 2 in the
# same dispatch both.
_STATE: Final = -0.20
_STATE_NEAR: Final = -0.10
_TITLED: Final = 2  # words of the call's title alone that make an answer; a denial or refusal has few words: 1
# From where one word shared with a promise says enough: of 17 follow-ups with one word that were read, 7 of 10 below
# were about something else, and 3 of 7 above.
_ALONE: Final = 0.30
ENOUGH: Final = 0.20
HORIZON: Final = 30  # days

# "rejette cette demande", "refuse cela", "ce qu'elle refuse", "exclut de l'adopter"; the last only of a clause, for
# "le pouvoir" is a noun.
_NOUNS: Final = re.compile(
    rf"\b(?:cet|cette|ces|sa|son|ses|leur|leurs|une telle|un tel) (?:\w+ )?(?:{'|'.join(entries('ask-called'))})s?\b"
    r"|^(?:cela|ceci|ça)\b|^ce$",
    re.IGNORECASE,
)
_CLITIC: Final = re.compile(r"^(?:l'|l’|le |la |les |y |s'y |s’y |en |lui |leur )\w+(?:er|ir|oir|re)\b", re.IGNORECASE)


class Why(NamedTuple):
    """Why something is taken for an answer."""

    rule: Rule  # how it speaks for the one who was called on
    words: tuple[str, ...]  # shared, the rarest first, as the call has them
    title: tuple[str, ...]  # shared with the title of the call's dispatch alone
    overlap: float  # cosine of the words by their weights, without or with the title, whichever is more
    refused: bool  # a refusal that follows the call in its dispatch, and points at it
    back: bool  # about, or said to, whoever called
    near: bool  # in the same dispatch
    score: float


@dataclass(frozen=True)
class Shelf:
    """What one actor, or one state, told, in the order of its days."""

    told: list[Told]

    @cached_property
    def days(self) -> list[str]:
        """The day of each."""
        return [one.when for one in self.told]

    @cached_property
    def words(self) -> Mapping[str, list[int]]:
        """In which of them each stem stands."""
        found: dict[str, list[int]] = {}
        for place, one in enumerate(self.told):
            for stem in one.bag:
                found.setdefault(stem, []).append(place)
        return found

    @cached_property
    def refusals(self) -> Mapping[int, list[int]]:
        """Which of them are refusals, by their dispatch."""
        found: dict[int, list[int]] = {}
        for place, one in enumerate(self.told):
            if one.kind == "refuse":
                found.setdefault(one.dispatch, []).append(place)
        return found

    def near(self, call: Told, asked: Iterable[str], last: str) -> list[Told]:
        """What shares a word with a call, from its day to the last one, or is a refusal in its dispatch."""
        first = bisect_left(self.days, call.date or "")
        until = bisect_right(self.days, last)
        places = {place for place in self.refusals.get(call.dispatch, ()) if first <= place < until}
        if first < until:
            for stem in asked:
                if stand := self.words.get(stem):
                    places.update(stand[bisect_left(stand, first) : bisect_left(stand, until)])
        return [self.told[place] for place in sorted(places)]


@dataclass(frozen=True, slots=True)
class Ground:
    """What all comparisons in one store need."""

    parties: Mapping[int, Party]
    keys: Mapping[int, Mapping[Key, Rule]]  # of each party
    known: Weights
    shelves: Mapping[Key, Shelf]  # what was told, by who did it

    @classmethod
    def of(
        cls,
        parties: Mapping[int, Party],
        keys: Mapping[int, Mapping[Key, Rule]],
        known: Weights,
        answers: Iterable[Told],
    ) -> Ground:
        """With the answers under each key of those who give them, in the order of their days."""
        index: dict[Key, list[Told]] = {}
        for one in sorted(answers, key=_when):
            for key in {key for doer in one.doers for key in keys[doer]}:
                index.setdefault(key, []).append(one)
        return cls(parties, keys, known, {key: Shelf(told) for key, told in index.items()})

    def call(self, told: Told, called: Sequence[int]) -> Call:
        """A call on those who appear as ``called``, with what is looked up once for all its answers."""
        every = {key: way for one in told.doers for key, way in self.keys[one].items()}
        return Call(
            told=told,
            called=tuple(called),
            names=frozenset().union(*(self.parties[one].names for one in (*told.doers, *told.called))),
            callers=frozenset(every),
            own=frozenset(key for key, way in every.items() if way == "same"),
        )


@dataclass(frozen=True, slots=True)
class Call:
    """A call or a promise, to which answers are looked for."""

    told: Told
    called: tuple[int, ...]  # appearances of those who may answer
    names: frozenset[str]  # stems of the names of whoever calls and is called on, and of their countries
    callers: frozenset[Key]  # by what whoever calls is known
    own: frozenset[Key]  # the same, of itself alone


def _when(told: Told) -> str:
    return told.when


def answers(call: Call, ground: Ground, *, horizon: int, enough: float) -> Iterator[tuple[Told, Why]]:
    """What those who were called on said or did from that day on, if it is about what was asked."""
    for told, found in _candidates(call, ground, horizon):
        reason = _why(call, told, found, ground)
        if reason and reason.score >= enough:
            yield told, reason


def _candidates(call: Call, ground: Ground, horizon: int) -> Iterator[tuple[Told, Rule]]:
    """What shares a word with the call, or refuses it; who answers, and when, fits."""
    one = call.told
    seen: set[tuple[int, str]] = {(one.dispatch, one.key)}
    last = last_day(one.date, horizon) if one.date else ""
    asked = (one.matter if one.kind == "demand" else one.bag).keys() - call.names
    for keys in (ground.keys[party] for party in call.called):
        shelves = [ground.shelves[key] for key, by in keys.items() if by != "title" and key in ground.shelves]
        for told in (told for shelf in shelves for told in shelf.near(one, asked, last)):
            if (told.dispatch, told.key) in seen or not _in_time(one, told):
                continue
            if one.kind == "demand" and any(not call.own.isdisjoint(ground.keys[doer]) for doer in told.doers):
                continue  # whoever calls on its own party does not answer for it
            found = next((way for doer in told.doers if (way := rule(keys, ground.keys[doer]))), None)
            if found:
                seen.add((told.dispatch, told.key))
                yield told, found


def _in_time(call: Told, told: Told) -> bool:
    """Told on that day or later; in the same dispatch a statement, or an event of a later day."""
    if call.dispatch == told.dispatch:
        apart = told.start >= call.end or call.start >= told.end
        return apart and (not told.event or bool(told.day and call.date and told.day > call.date))
    return bool(call.date and told.date and told.date >= call.date)


def _refuses(call: Told, told: Told) -> bool:
    """Whether it is a refusal soon after the call that points at what was asked: "a rejeté cette demande"."""
    if told.kind != "refuse" or call.dispatch != told.dispatch or not 0 <= told.start - call.end <= _SOON:
        return False
    if told.mode == "indirect" and _CLITIC.search(told.content):
        return True
    return told.mode in {"indirect", "mention"} and bool(_NOUNS.search(told.content))


def last_day(day: str, horizon: int) -> str:
    """The day on which the horizon ends."""
    return (date.fromisoformat(day) + timedelta(days=horizon)).isoformat()


def _why(call: Call, told: Told, found: Rule, ground: Ground) -> Why | None:
    """The comparison of a call with one candidate; None: nothing says that it is an answer.

    Something that the text does not write as a name must be shared, for all that is said of a place or a person shares
    its name: a word of the call; or two of its title, which names the matter that "cette affaire" is.
    """
    one = call.told
    near = one.dispatch == told.dispatch
    # That both name who acts, or its country, says nothing.
    names = call.names.union(*(ground.parties[doer].names for doer in told.doers))
    shared = (one.bag.keys() & told.bag.keys()) - names
    common = len(shared - one.names - told.names) if shared else 0
    about = common >= (_EVENT_WORDS if told.event else 1)
    overlap = _alike(shared, one, told, names) if about else 0.0
    about = about and (one.kind == "demand" or common > 1 or overlap >= _ALONE)
    titled: frozenset[str] = frozenset()
    if one.kind == "demand" and not (near or told.event):
        title = (one.matter.keys() & told.bag.keys()) - names - shared
        if title and (about or len(title) >= (1 if told.kind in {"deny", "refuse"} else _TITLED)):
            wider = _alike(shared | title, one, told, names, with_title=True)
            titled, overlap = (frozenset(title), wider) if wider > overlap else (titled, overlap)
    refused = _refuses(one, told)
    if not (about or titled or refused):
        return None
    back = any(not call.callers.isdisjoint(ground.keys[other]) for other in told.others)
    score = overlap + _BACK * back + _NEAR * near * min(_MOST_NEAR, common) + _EVENT * told.event
    score += (_STATE_NEAR if near else _STATE) * (found == "state")
    return Why(
        rule=found,
        words=_in_order(shared, one.bag, ground.known),
        title=_in_order(titled, one.matter, ground.known),
        overlap=round(overlap, 3),
        refused=refused,
        back=back,
        near=near,
        score=round(min(1.0, max(0.0, score * (about or bool(titled)), _REFUSED * refused)), 3),
    )


def _alike(shared: Set[str], one: Told, told: Told, names: Set[str], *, with_title: bool = False) -> float:
    """The cosine of the words of a call, or of these and its title's, with those of a candidate; names left out."""
    known = one.forms.known
    asked, mass = (one.matter, known.total(one.matter)) if with_title else (one.bag, one.mass)
    lengths = (mass - known.total(asked.keys() & names), told.mass - known.total(told.bag.keys() & names))
    return known.total(shared) / math.sqrt(math.prod(lengths))


def _in_order(stems: Iterable[str], lemmas: Mapping[str, str], known: Weights) -> tuple[str, ...]:
    """The words of stems, the rarest first."""
    return tuple(lemmas[stem] for stem in sorted(stems, key=lambda stem: (-known.square(stem), stem)))
