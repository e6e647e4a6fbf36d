"""The part of the API for questions across dispatches: calls, promises, stance, groups, timeline, wordings, pairs."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from dixit import ask
from dixit.ask.compare import Comparison, compare
from dixit.ask.pairs import PairRow, pairs
from dixit.ask.periods import Per
from dixit.store import Store, queries, rooms
from dixit.types import Act
from dixit.web.api import Day, Limit, Name, Words, errors, merged, model, moved, plain, rows
from dixit.web.desk import desk_of

router = APIRouter(prefix="/api", responses=errors, tags=["ask"])

_Stance, _Judged, _Moment = model(ask.Stance), model(ask.Judged), model(ask.Moment)
_Raised, _Designation, _Pair, _Arc = model(ask.Raised), model(ask.Designation), model(PairRow), model(rooms.Arc)
_Comparison, _Convergence = model(Comparison), model(ask.Convergence)
_State = Literal["answered", "open", "running", "undated", "unanswered"]
_Asked = Annotated[str, Query(min_length=1, max_length=300)]


def _store(request: Request) -> AbstractContextManager[Store]:
    """Some questions keep what they have found in a table of the moment, which SQLite counts as writing."""
    return desk_of(request).room.store(write=True)


@router.get("/calls", response_model=list[_Raised])  # type: ignore[valid-type]
def calls(  # noqa: PLR0913, PLR0917 - one for each parameter
    request: Request,
    term: Words = None,
    by: Words = None,
    on: Words = None,
    since: Day = None,
    until: Day = None,
    state: _State | None = None,
    limit: Limit = 50,
) -> Response:
    """What was asked, and what came of it."""
    asked = ask.Asked((term,) if term else (), by, on, since, until, state, limit=limit)
    return rows(desk_of(request).asked(ask.calls, asked))


@router.get("/promises", response_model=list[_Raised])  # type: ignore[valid-type]
def promises(  # noqa: PLR0913, PLR0917 - one for each parameter
    request: Request,
    term: Words = None,
    by: Words = None,
    since: Day = None,
    until: Day = None,
    state: _State | None = None,
    limit: Limit = 50,
) -> Response:
    """What was promised, and what came of it."""
    asked = ask.Asked((term,) if term else (), by, None, since, until, state, limit=limit)
    return rows(desk_of(request).asked(ask.promises, asked))


def _wanted(term: Words = None, by: Words = None, on: Words = None, since: Day = None, until: Day = None) -> ask.Wanted:
    return ask.Wanted((term,) if term else (), by, on, since, until)


@router.get("/stances", response_model=list[_Stance])  # type: ignore[valid-type]
def stances(  # noqa: PLR0913, PLR0917 - one for each parameter
    request: Request,
    term: Words = None,
    by: Words = None,
    on: Words = None,
    since: Day = None,
    until: Day = None,
    per: Literal["actor", "state"] = "actor",
    limit: Limit = 50,
) -> Response:
    """Who praises, criticises, accuses, warns, refuses whom."""
    return rows(desk_of(request).asked(ask.stances, _wanted(term, by, on, since, until), by=per)[:limit])


@router.get("/judgements", response_model=list[_Judged])  # type: ignore[valid-type]
def judgements(  # noqa: PLR0913, PLR0917 - one for each parameter
    request: Request,
    term: Words = None,
    by: Words = None,
    on: Words = None,
    since: Day = None,
    until: Day = None,
    limit: Limit = 50,
) -> Response:
    """The statements behind the stances, with their words."""
    return rows(desk_of(request).asked(ask.judged, _wanted(term, by, on, since, until))[:limit])


@router.get("/convergence", response_model=_Convergence)
def convergence(  # noqa: PLR0913, PLR0917 - one for each parameter
    request: Request,
    group: _Asked,
    term: Words = None,
    on: Words = None,
    since: Day = None,
    until: Day = None,
    per: Per | None = None,
) -> Response:
    """Whether the members of a group (a body, or names with commas) take one side, and how that changes."""
    wanted = _wanted(term, None, on, since, until)
    return JSONResponse(plain(desk_of(request).asked(ask.convergence, group, wanted, per=per)))


@router.get("/actors/{actor}/timeline", response_model=list[_Moment], responses=moved)  # type: ignore[valid-type]
def timeline(request: Request, actor: Name, since: Day = None, until: Day = None, limit: Limit = 50) -> Response:
    """What an actor said, what was said of it, what it took part in; the latest first."""
    with _store(request) as store:
        if (away := merged(request, store, actor)) is not None:
            return away
        return rows(ask.timeline(store, actor, ask.Stretch(since=since, until=until))[::-1][:limit])


@router.get("/actors/{actor}/designations", response_model=list[_Designation], responses=moved)  # type: ignore[valid-type]
def designations(request: Request, actor: Name, limit: Limit = 50) -> Response:
    """How outlets call an actor."""
    with _store(request) as store:
        if (away := merged(request, store, actor)) is not None:
            return away
        return JSONResponse(plain(ask.designations(store, actor)[:limit]))


@router.get("/ties", response_model=list[_Arc])  # type: ignore[valid-type]
def ties(
    request: Request,
    part: Literal["addressee", "target"] | None = None,
    act: Act | None = None,
    limit: Limit = 50,
) -> Response:
    """Who speaks to or about whom, the commonest first."""
    with _store(request) as store:
        return rows(rooms.arcs(store, part=part, act=act, limit=limit))


@router.get("/pairs", response_model=list[_Pair])  # type: ignore[valid-type]
def pair_list(
    request: Request, dispatch: Words = None, since: Day = None, until: Day = None, limit: Limit = 50
) -> Response:
    """Reports of one happening, the likest first."""
    with _store(request) as store:
        digest = queries.digest_of(store, dispatch) if dispatch else None
    return rows(desk_of(request).asked(pairs, dispatch=digest, days=(since, until))[:limit])


@router.get("/comparison", response_model=_Comparison)
def comparison(request: Request, one: _Asked, other: _Asked) -> Response:
    """Two reports side by side."""
    with _store(request) as store:
        return JSONResponse(plain(compare(store, one, other)))
