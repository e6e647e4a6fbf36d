"""What was asked or promised -> rows with what came of it, if anything did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from dixit.ask.answering import ENOUGH, HORIZON, Ground, Why, answers, last_day
from dixit.ask.parties import Key, Party, Rule, keys, named, parties
from dixit.ask.told import Told, events, forms, statements
from dixit.ask.weighing import weights
from dixit.store.database import Database
from dixit.store.finding import match

State = Literal["answered", "open", "running", "undated"]


# Types of events that share words with a call by chance: of 11 that were read none was an answer.
_NO_ANSWERS: Final = frozenset({"ASSAULT", "SUPPORT"})


@dataclass(frozen=True, slots=True)
class Asked:
    """Which calls or promises are looked for; None and () ask for nothing."""

    terms: tuple[str, ...] = ()  # in the content, as in a search
    by: str | None = None  # who calls or promises: a name, part of a name, or a slug
    on: str | None = None  # who is called on
    since: str | None = None  # ISO 8601
    until: str | None = None
    state: State | Literal["unanswered"] | None = None  # "unanswered": open, running or undated
    horizon: int = HORIZON  # days in which an answer counts
    enough: float = ENOUGH  # score from which something is an answer
    min_confidence: float = 0.0  # of the statements and events
    limit: int | None = None


class Later(NamedTuple):
    """What somebody who was called on, or who promised, later said or did about it."""

    kind: str  # commit, refuse, deny, or a type of PLOVER
    dispatch: str  # digest
    key: str  # of the statement or event
    date: str | None
    day: str | None  # of the event
    publisher: str | None
    by: str
    content: str
    start: int
    end: int
    why: Why


class Raised(NamedTuple):
    """A call or a promise, with what came of it."""

    dispatch: str  # digest
    statement: str
    date: str | None
    publisher: str | None
    speaker: str | None  # None: nobody can be resolved
    actor: str | None  # slug of the speaker
    called: tuple[str, ...]  # who is to act
    called_actors: tuple[str, ...]  # their slugs, of those that have one
    content: str
    start: int
    end: int
    # open: nothing came within the horizon; running: the store ends before that does; undated: none can be counted
    state: State
    until: str | None  # last day of the horizon; None: the dispatch has no day
    later: tuple[Later, ...]  # in the order of days


_FOUND: Final = """
SELECT d.digest, s.key FROM statements AS s JOIN dispatches AS d ON d.id = s.dispatch_id
WHERE s.id IN (SELECT rowid FROM statement_words WHERE statement_words MATCH $words)
"""
_LAST: Final = "SELECT max(coalesce(published, dateline)) FROM dispatches"


def follow(store: Database, asked: Asked, act: Literal["demand", "commit"]) -> list[Raised]:
    """The calls ("demand") or promises ("commit") that fit, the latest first, each with what came of it."""
    known = forms(store)
    told = list(statements(store, known, min_confidence=asked.min_confidence))
    everybody = parties(store)
    every = {number: keys(party) for number, party in everybody.items()}
    wanted = [
        (one, called)
        for one in _wanted(store, asked, (one for one in told if one.kind == act), every)
        if (called := _called(one, everybody, every))
    ]
    # Only of these anything can be an answer.
    sought = {key for _, called in wanted for number in called for key, way in every[number].items() if way != "title"}
    doers = {number for number, own in every.items() if not sought.isdisjoint(own)}
    happened = events(store, known, doers=doers, min_confidence=asked.min_confidence)
    later = [one for one in told if one.kind != "demand" and not doers.isdisjoint(one.doers)]
    later += (one for one in happened if act == "commit" or one.kind not in _NO_ANSWERS)
    ground = Ground.of(everybody, every, weights(store), later)
    last = store.one(_LAST)
    end = None if last is None or last[0] is None else str(last[0])
    rows = []
    for one, called in wanted:
        row = _row(one, called, everybody, _later(one, called, ground, asked), (asked.horizon, end))
        if asked.state in {None, row.state} or (asked.state == "unanswered" and not row.later):
            rows.append(row)
    rows.sort(key=lambda row: (row.dispatch, row.start))
    rows.sort(key=lambda row: row.date or "", reverse=True)
    return rows[: asked.limit]


def _wanted(
    store: Database, asked: Asked, told: Iterable[Told], every: Mapping[int, Mapping[Key, Rule]]
) -> Iterator[Told]:
    by = named(store, asked.by) if asked.by else None
    on = named(store, asked.on) if asked.on else None
    words = match(store, asked.terms)
    found = {(str(digest), str(key)) for digest, key in store.rows(_FOUND, words=words)} if words else None
    for one in told:
        if by is not None and by.isdisjoint(one.doers):
            continue
        if on is not None and on.isdisjoint(_not_itself(one, every)):
            continue
        if found is not None and (one.digest, one.key) not in found:
            continue
        if (asked.since and (one.date or "") < asked.since) or (asked.until and (one.date or "~") > asked.until):
            continue
        yield one


def _called(one: Told, everybody: Mapping[int, Party], every: Mapping[int, Mapping[Key, Rule]]) -> tuple[int, ...]:
    """Who is to act; whoever promises is bound. A thing calls on nobody ("la situation pousse le maire à …")."""
    if one.kind == "commit":
        return one.called
    return _not_itself(one, every) if all(everybody[doer].somebody for doer in one.doers) else ()


def _not_itself(one: Told, every: Mapping[int, Mapping[Key, Rule]]) -> tuple[int, ...]:
    """Whoever calls on itself ("we must") is not called on."""
    own = {key for doer in one.doers for key, way in every[doer].items() if way == "same"}
    return one.called if one.kind == "commit" else tuple(n for n in one.called if own.isdisjoint(every[n]))


def _later(one: Told, called: Sequence[int], ground: Ground, asked: Asked) -> tuple[Later, ...]:
    found = [
        (told, reason)
        for told, reason in answers(ground.call(one, called), ground, horizon=asked.horizon, enough=asked.enough)
        # The promise itself, told again on its day, is not what came of it.
        if not (one.kind == told.kind == "commit" and told.date == one.date)
    ]
    found = [pair for pair in found if not (pair[0].event and _told_by(pair[0], [told for told, _ in found]))]
    found.sort(key=lambda pair: (pair[0].when, pair[0].dispatch, pair[0].start))
    return tuple(
        Later(
            kind=told.kind,
            dispatch=told.digest,
            key=told.key,
            date=told.date,
            day=told.day,
            publisher=told.publisher,
            by=ground.parties[told.doers[0]].name,
            content=told.content,
            start=told.start,
            end=told.end,
            why=reason,
        )
        for told, reason in found
    )


def _told_by(event: Told, answers: Iterable[Told]) -> bool:
    """Whether the event's sentence is that of a statement which is an answer itself: "Y s'est engagé à …" is one."""
    return any(
        not one.event and one.dispatch == event.dispatch and one.start < event.end and event.start < one.end
        for one in answers
    )


def _row(
    one: Told,
    called: Sequence[int],
    everybody: Mapping[int, Party],
    later: tuple[Later, ...],
    ends: tuple[int, str | None],
) -> Raised:
    horizon, end = ends
    until = last_day(one.date, horizon) if one.date else None
    speaker = everybody[one.doers[0]] if one.doers else None
    whom = [everybody[number] for number in called]
    return Raised(
        dispatch=one.digest,
        statement=one.key,
        date=one.date,
        publisher=one.publisher,
        speaker=speaker.name if speaker else None,
        actor=speaker.slug if speaker else None,
        called=tuple(dict.fromkeys(party.name for party in whom)),
        called_actors=tuple(dict.fromkeys(party.slug for party in whom if party.slug)),
        content=one.content,
        start=one.start,
        end=one.end,
        state="answered" if later else _unanswered(until, end),
        until=until,
        later=later,
    )


def _unanswered(until: str | None, end: str | None) -> State:
    """What is to be said of what nothing answers; ``end`` is the last day of the store."""
    if until is None or end is None:
        return "undated"
    return "running" if until > end else "open"


def calls(store: Database, asked: Asked | None = None) -> list[Raised]:
    """Every demand with who is to act, and what they later promised, refused, denied or did about it."""
    return follow(store, asked or Asked(), "demand")


def promises(store: Database, asked: Asked | None = None) -> list[Raised]:
    """Every promise, and what whoever promised later did, promised again, refused or denied about it."""
    return follow(store, asked or Asked(), "commit")
