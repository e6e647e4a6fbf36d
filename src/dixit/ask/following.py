"""What was asked or promised -> rows with what came of it, if anything did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal, NamedTuple

from dixit.ask.answering import ENOUGH, HORIZON, Ground, Why, answers, last_day
from dixit.ask.parties import Key, Party, Rule, acting, keys, named, parties
from dixit.ask.told import ACTS, Told, events, forms, statements
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
    acts = ACTS if act == "demand" else tuple(one for one in ACTS if one != "demand")
    told = list(statements(store, known, acts, min_confidence=asked.min_confidence))
    everybody = parties(store, _appearing(told))
    every = {number: keys(party) for number, party in everybody.items()}
    wanted = [
        (one, called)
        for one in _wanted(store, asked, (one for one in told if one.kind == act), every)
        if (called := _called(one, everybody, every))
    ]
    wanted.sort(key=lambda pair: (pair[0].digest, pair[0].start))
    wanted.sort(key=lambda pair: pair[0].date or "", reverse=True)
    if asked.state is None:  # nothing that is found out about them leaves one out
        wanted = wanted[: asked.limit]
    # Only of these anything can be an answer.
    sought = {key for _, called in wanted for number in called for key, way in every[number].items() if way != "title"}
    later = [one for one in told if one.kind != "demand" and any(not sought.isdisjoint(every[n]) for n in one.doers)]
    happened = list(events(store, known, acting(store, sought), min_confidence=asked.min_confidence))
    everybody |= parties(store, _appearing(happened))
    every = {number: keys(party) for number, party in everybody.items()}
    later += (one for one in happened if act == "commit" or one.kind not in _NO_ANSWERS)
    ground = Ground.of(everybody, every, known.known, later)
    last = store.one(_LAST)
    end = None if last is None or last[0] is None else str(last[0])
    rows = (
        _row(one, called, ground, _later(one, called, ground, asked), (asked.horizon, end)) for one, called in wanted
    )
    return list(islice((row for row in rows if _is(row, asked.state)), asked.limit))


def _appearing(told: Iterable[Told]) -> set[int]:
    """Whoever has a part in these."""
    return {number for one in told for number in (*one.doers, *one.others)}


def _is(row: Raised, state: State | Literal["unanswered"] | None) -> bool:
    return state in {None, row.state} or (state == "unanswered" and not row.later)


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
    found.sort(key=lambda pair: (pair[0].event, pair[0].when, pair[0].dispatch, pair[0].start))
    kept: list[tuple[Told, Why]] = []
    for told, reason in found:
        if not (told.event and any(_same_sentence(told, one) for one, _ in kept)):
            kept.append((told, reason))
    kept.sort(key=lambda pair: (pair[0].when, pair[0].dispatch, pair[0].start))
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
        for told, reason in kept
    )


def _same_sentence(event: Told, other: Told) -> bool:
    """Whether a statement or event before it stands in an event's sentence: "Y s'est engagé à …" is one answer."""
    return other.dispatch == event.dispatch and other.start < event.end and event.start < other.end


def _row(
    one: Told,
    called: Sequence[int],
    ground: Ground,
    later: tuple[Later, ...],
    ends: tuple[int, str | None],
) -> Raised:
    horizon, end = ends
    until = last_day(one.date, horizon) if one.date else None
    speaker = ground.parties[one.doers[0]] if one.doers else None
    whom = [ground.parties[number] for number in called]
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
