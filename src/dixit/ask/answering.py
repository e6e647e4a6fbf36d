"""A call and what came later -> the answers, each with the rule, the shared words and the score that made it one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from dixit.ask.parties import Key, Party, Rule, keys, rule
from dixit.ask.told import Told
from dixit.ask.weighing import Bag, Weights, cosine

# Chosen on the calls of eval/calls.jsonl, see docs/calls.md.
_NEAR: Final = 0.10  # call and answer stand in one dispatch
_REFUSED: Final = 0.20  # a refusal soon after the call: it needs no word of it ("Y a refusé")
_SOON: Final = 400  # characters, two or three sentences
_BACK: Final = (
    0.10  # the answer is about, or said to, whoever called; not measured, none of those calls has such an answer
)
_EVENT: Final = -0.05  # events answer less surely than statements, see docs/calls.md
_STATE: Final = -0.20  # somebody else who speaks for the state: of 6 such answers that were read one was
ENOUGH: Final = 0.20
HORIZON: Final = 30  # days


class Why(NamedTuple):
    """Why something is taken for an answer."""

    rule: Rule  # how it speaks for the one who was called on
    words: tuple[str, ...]  # shared, the rarest first, as the call or its title has them
    overlap: float  # cosine of the words by their weights, without or with the title, whichever is more
    refused: bool  # a refusal that follows the call in its dispatch
    back: bool  # about, or said to, whoever called
    near: bool  # in the same dispatch
    score: float


@dataclass(frozen=True, slots=True)
class Ground:
    """What all comparisons in one store need."""

    parties: Mapping[int, Party]
    known: Weights
    index: Mapping[Key, tuple[Told, ...]]  # what was told later or before, by who did it

    @classmethod
    def of(cls, parties: Mapping[int, Party], known: Weights, answers: Iterable[Told]) -> Ground:
        """With the answers under each key of those who give them, in the order of their dispatches' days."""
        index: dict[Key, list[Told]] = {}
        for one in answers:
            for key in {key for doer in one.doers for key in keys(parties[doer])}:
                index.setdefault(key, []).append(one)
        return cls(parties, known, {key: tuple(sorted(told, key=_date)) for key, told in index.items()})


def _date(told: Told) -> str:
    return told.date or ""


def candidates(call: Told, asked: Iterable[int], ground: Ground, horizon: int) -> Iterator[tuple[Told, Rule]]:
    """What those who were called on said or did from that day on that shares a word with the call, or refuses it."""
    seen: set[tuple[int, str]] = {(call.dispatch, call.key)}
    own = {key for one in call.doers for key, way in keys(ground.parties[one]).items() if way == "same"}
    last = last_day(call.date, horizon) if call.date else ""
    words = call.matter if call.kind == "demand" else call.bag
    for party in (ground.parties[one] for one in asked):
        for key, by in keys(party).items():
            told_by = ground.index.get(key, ()) if by != "title" else ()
            for told in told_by[bisect_left(told_by, _date(call), key=_date) :]:
                if not _in_time(call, told, last) or (told.dispatch, told.key) in seen:
                    continue
                if words.keys().isdisjoint(told.bag) and not _refuses(call, told):
                    continue
                if call.kind == "demand" and any(not own.isdisjoint(keys(ground.parties[one])) for one in told.doers):
                    continue  # whoever calls on its own party does not answer for it
                found = next((way for doer in told.doers if (way := rule(party, ground.parties[doer]))), None)
                if found:
                    seen.add((told.dispatch, told.key))
                    yield told, found


def _in_time(call: Told, told: Told, last: str) -> bool:
    """Later, to the last day of the horizon; in the same dispatch a statement, or an event of a later day."""
    if call.dispatch == told.dispatch:
        apart = told.start >= call.end or call.start >= told.end
        return apart and (not told.event or bool(told.day and call.date and told.day > call.date))
    if not call.date or not told.date or told.date < call.date:
        return False
    return call.date <= (told.day or told.date) <= last


def _refuses(call: Told, told: Told) -> bool:
    """Whether it is a refusal soon after the call."""
    return told.kind == "refuse" and call.dispatch == told.dispatch and 0 <= told.start - call.end <= _SOON


def last_day(day: str, horizon: int) -> str:
    """The day on which the horizon ends."""
    return (date.fromisoformat(day) + timedelta(days=horizon)).isoformat()


def why(call: Told, told: Told, found: Rule, ground: Ground) -> Why:
    """The comparison of a call with one candidate."""
    near = call.dispatch == told.dispatch
    # That both name who acts says nothing: its name in a title or an event's sentence, its country anywhere.
    parties = [ground.parties[one] for one in (*call.doers, *call.called, *told.doers)]
    countries = {stem for one in parties for stem in one.country}
    names = countries.union(*(one.words for one in parties))
    answer = _without(told.bag, names if told.event else countries)
    said = _without(call.bag, names if told.event else countries)
    overlap = cosine(said, answer, ground.known)
    if call.kind == "demand" and not (near or told.event):
        # The title names the matter that "cette affaire" is.
        wider = {**_without(call.matter, names), **said}
        if (more := cosine(wider, answer, ground.known)) > overlap:
            said, overlap = wider, more
    shared = sorted(said.keys() & answer.keys(), key=lambda stem: (-ground.known.square(stem), stem))
    callers = {key for one in call.doers for key in keys(ground.parties[one])}
    back = any(key in callers for one in told.others for key in keys(ground.parties[one]))
    refused = _refuses(call, told)
    score = overlap + _BACK * back + _NEAR * near + _STATE * (found == "state") + _EVENT * told.event if shared else 0.0
    score = max(score, _REFUSED if refused else 0.0)
    return Why(
        rule=found,
        words=tuple(said[stem] for stem in shared),
        overlap=round(overlap, 3),
        refused=refused,
        back=back,
        near=near,
        score=round(max(0.0, min(1.0, score)), 3),
    )


def _without(words: Bag, names: set[str]) -> Bag:
    return {stem: word for stem, word in words.items() if stem not in names}
