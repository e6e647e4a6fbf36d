"""Do the members of a group take the same side towards a target or on a matter, how surely, and does it shift?

Each statement is for (praise) or against (criticise, accuse, warn, refuse). The agreement of a group is the chance that
statements by two of its members, drawn at random, are on the same side: 1 where all take one side, about one half where
they take either. Each member counts the same, however often it speaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, Literal, NamedTuple

from dixit.ask.intervals import Interval, difference, wilson
from dixit.ask.judging import Judgement, Wanted, judgements, who
from dixit.ask.periods import Per, period
from dixit.ask.stance import state_names
from dixit.errors import UnknownError
from dixit.knowledge import identify, members
from dixit.store.database import Database

# No verdict from fewer; below these the intervals are wider than what they could tell.
ENOUGH_MEMBERS: Final = 3
ENOUGH_STATEMENTS: Final = 20
ENOUGH_DISPATCHES: Final = 10
# Agreement from which members are said to take the same side: four in five statements of each are on it (.8² + .2²).
TOGETHER: Final = 0.68

Verdict = Literal["together", "divided", "uncertain", "too few"]
Turn = Literal["towards", "away", "none shown", "too few"]


class Member(NamedTuple):
    """What one member says for and against."""

    member: str  # code of a state, else the name as it was given
    name: str
    favour: int
    against: int
    share: Interval  # in favour, of its statements


class Period(NamedTuple):
    """One stretch of time."""

    period: str  # "2020-06", "2020-Q2", "2020", "all"
    statements: int
    dispatches: int
    heard: int  # members with a statement
    favour: int
    against: int
    share: Interval  # in favour, of all statements
    agreement: Interval | None  # None: too few for a figure
    verdict: Verdict


class Convergence(NamedTuple):
    """The side of a group, member by member, as a whole and over time."""

    group: str
    size: int  # members, heard or not, on the last day
    whole: Period
    members: tuple[Member, ...]  # those who are heard, who says most first
    periods: tuple[Period, ...]  # () where none are asked for
    before: Period | None  # the earlier half of the statements; None: fewer than two days
    after: Period | None
    shift: Interval | None  # in the share in favour, from the earlier half to the later
    turn: Turn
    statements: tuple[str, ...]  # "sha256:…:s3" of each, in the order of days


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement of a member."""

    member: str
    judgement: Judgement


def convergence(store: Database, group: str, wanted: Wanted, *, per: Per | None = None) -> Convergence:
    """The members of a body of docs/actors.md ("OCI"), or names and codes with commas ("FR,DE,ONU").

    Raises UnknownError for a body whose members are not known.
    """
    found = judgements(store, wanted)
    said, size, names = _by_name(store, group, found) if "," in group else _by_body(group, found)
    whole = _period("all", said)
    before, after = _halves(said)
    shift = _rounded(difference(_fair(before), _fair(after))) if before and after else None
    return Convergence(
        group=group,
        size=size,
        whole=whole,
        members=_members(said, names),
        periods=tuple(_period(name, part) for name, part in _parts(said, per)) if per else (),
        before=before,
        after=after,
        shift=shift,
        turn=_turn(before, after, shift),
        statements=tuple(f"{one.judgement.dispatch}:{one.judgement.key}" for one in said),
    )


# Who is a member.


def _by_body(group: str, found: Sequence[Judgement]) -> tuple[list[_Said], int, dict[str, str]]:
    """The states that were members on the day of each statement."""
    body = identify(group, day=None)
    last = date.fromisoformat(max((one.date for one in found if one.date), default="2025-12-31"))
    size = len(members(body.key, day=last)) if body else 0
    if body is None or not size:
        raise UnknownError("group with members", group, [], "name its members with commas: --members FR,DE,IT")
    on_day = cache(lambda day: frozenset(members(body.key, day=date.fromisoformat(day))))
    said = [
        _Said(one.speaker.state, one)
        for one in found
        if one.date and one.speaker.state and one.speaker.state in on_day(one.date)
    ]
    return said, size, state_names()


def _by_name(store: Database, group: str, found: Sequence[Judgement]) -> tuple[list[_Said], int, dict[str, str]]:
    """Each name is a member; a code or a name of a state means all that speak for it."""
    states = state_names()
    given = [name.strip() for name in group.split(",") if name.strip()]
    meant = {name: who(store, states.get(name, name)) for name in given}
    said = []
    for one in found:
        member = next((name for name in given if meant[name].holds(one.speaker)), None)
        if member:
            said.append(_Said(member, one))
    return said, len(given), states


# Counting.


def _period(name: str, said: Sequence[_Said]) -> Period:
    favour = sum(one.judgement.favours for one in said)
    dispatches = len({one.judgement.dispatch for one in said})
    heard = len({one.member for one in said})
    few = len(said) < ENOUGH_STATEMENTS or dispatches < ENOUGH_DISPATCHES or heard < ENOUGH_MEMBERS
    agreement = None if few else _agreement(said)
    return Period(
        period=name,
        statements=len(said),
        dispatches=dispatches,
        heard=heard,
        favour=favour,
        against=len(said) - favour,
        share=_rounded(wilson(favour, len(said))),
        agreement=agreement,
        verdict=_verdict(agreement),
    )


def _verdict(agreement: Interval | None) -> Verdict:
    if agreement is None:
        return "too few"
    if agreement.low >= TOGETHER:
        return "together"
    return "divided" if agreement.high < TOGETHER else "uncertain"


def _agreement(said: Sequence[_Said]) -> Interval:
    """How likely two members take the same side, each dispatch counted once."""
    from dixit.ask.agreement import agreement  # noqa: PLC0415 - numpy takes a while, which no other question waits for

    return _rounded(agreement([(one.member, one.judgement.dispatch, one.judgement.favours) for one in said]))


def _members(said: Sequence[_Said], names: dict[str, str]) -> tuple[Member, ...]:
    rows = []
    for member in {one.member for one in said}:
        sides = [one.judgement.favours for one in said if one.member == member]
        share = _rounded(wilson(sum(sides), len(sides)))
        rows.append(Member(member, names.get(member, member), sum(sides), len(sides) - sum(sides), share))
    return tuple(sorted(rows, key=lambda row: (-row.favour - row.against, row.member)))


# Over time.


def _parts(said: Sequence[_Said], per: Per) -> list[tuple[str, list[_Said]]]:
    parts: dict[str, list[_Said]] = {}
    for one in said:
        if one.judgement.date:
            parts.setdefault(period(one.judgement.date, per), []).append(one)
    return sorted(parts.items())


def _halves(said: Sequence[_Said]) -> tuple[Period | None, Period | None]:
    """The earlier and the later half of the statements; a day is not cut in two."""
    dated = [one for one in said if one.judgement.date]
    days = [one.judgement.date for one in dated]
    cut = next((i for i in range(len(days) // 2, len(days)) if i and days[i] != days[i - 1]), None)
    if cut is None:
        return None, None
    halves = dated[:cut], dated[cut:]
    spans = [f"{part[0].judgement.date}/{part[-1].judgement.date}" for part in halves]
    return _period(spans[0], halves[0]), _period(spans[1], halves[1])


def _fair(period: Period) -> Interval:
    """The share in favour as sure as its dispatches make it, not its statements."""
    return wilson(period.share.value * period.dispatches, period.dispatches)


def _turn(before: Period | None, after: Period | None, shift: Interval | None) -> Turn:
    if before is None or after is None or shift is None or min(before.dispatches, after.dispatches) < ENOUGH_DISPATCHES:
        return "too few"
    if shift.low <= 0 <= shift.high:
        return "none shown"
    return "towards" if shift.value > 0 else "away"


def _rounded(interval: Interval) -> Interval:
    return Interval(*(round(float(part), 3) for part in interval))
