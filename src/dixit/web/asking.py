"""The pages for questions across dispatches: calls, stance, timeline, graph, two reports side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final, Literal, get_args

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from dixit import ask
from dixit.ask.compare import compare
from dixit.ask.following import State
from dixit.ask.judging import Grouping
from dixit.ask.pairs import PairRow, pairs
from dixit.ask.periods import Per
from dixit.errors import UnknownError
from dixit.store import Search, Store, queries, rooms
from dixit.store.finding import find, phrase
from dixit.web.circle import circle
from dixit.web.desk import Desk, desk_of
from dixit.web.pages import ROWS, Day, Number, Words
from dixit.web.plots import plot, shares

router = APIRouter(include_in_schema=False)

Acts = Literal["demand", "commit"]
STATES: Final = get_args(State)
_WIDEST: Final = 14  # rows and columns of the matrix
_MOMENTS: Final = 200  # of a timeline, on one page
_PAIRS: Final = 60
_TIES: Final = 60


# Calls and promises.


@router.get("/calls")
def calls(  # noqa: PLR0913, PLR0917 - one for each field
    request: Request,
    what: str = "calls",
    q: Words = "",
    by: Words = "",
    on: Words = "",
    since: Day = "",
    until: Day = "",
    state: str = "",
    page: Number = 1,
) -> HTMLResponse:
    """What was asked or promised, and what came of it."""
    desk, act = desk_of(request), "commit" if what == "promises" else "demand"
    found = raised(desk, "commit" if act == "commit" else "demand")
    if found is not None and (since or until):
        found = [row for row in found if row.date and since <= row.date <= (until or "~")]
    rows = None if found is None else _fitting(desk, found, (act, q), (by, on))
    counts = {one: sum(row.state == one for row in rows or ()) for one in STATES}
    shown = [row for row in rows or () if state in ("", row.state)]
    values = {
        "rows": None if rows is None else shown[(page - 1) * ROWS : page * ROWS],
        "total": len(shown),
        "counts": counts,
        "states": STATES,
        "what": "promises" if act == "commit" else "calls",
        "state": state,
        "page": page,
        "more": len(shown) > page * ROWS,
    }
    return desk.page(request, "calls.html", values)


def raised(desk: Desk, act: Acts) -> list[ask.Raised] | None:
    """All calls or all promises with what came of them; None while they are worked out for the first time."""
    return desk.soon(ask.promises if act == "commit" else ask.calls)


def _fitting(desk: Desk, found: Sequence[ask.Raised], words: tuple[str, str], who: tuple[str, str]) -> list[ask.Raised]:
    """Those with the words in their content, by or on somebody; a name that nobody bears fits nothing."""
    (act, terms), (by, on) = words, who
    rows = list(found)
    with desk.room.store() as store:
        if terms:
            held = {(row.dispatch, row.statement) for row in find(store, Search((terms,), act=act, limit=None))}
            rows = [row for row in rows if (row.dispatch, row.statement) in held]
        if by:
            slugs = _slugs(store, by)
            rows = [row for row in rows if row.actor in slugs]
        if on:
            slugs = _slugs(store, on)
            rows = [row for row in rows if slugs.intersection(row.called_actors)]
    return rows


def _slugs(store: Store, name: str) -> set[str]:
    return {name, queries.merged_into(store, name) or name} | {
        row.actor for row in rooms.named(store, phrase(name), limit=500)
    }


# Stance.


@router.get("/stance")
def stance(  # noqa: PLR0913, PLR0917 - one for each field
    request: Request,
    q: Words = "",
    by: Words = "",
    on: Words = "",
    per: Grouping = "actor",
    since: Day = "",
    until: Day = "",
) -> HTMLResponse:
    """Who is for and against whom; a pair opens to its words."""
    desk = desk_of(request)
    wanted = ask.Wanted((q,) if q else (), by or None, on or None, since or None, until or None)

    rows, words = desk.soon(_stance, wanted, per) or (None, [])
    held = rows or []
    table = ask.matrix(held, _WIDEST)
    keys = {row.speaker: row.speaker_key for row in held} | {row.target: row.target_key for row in held}
    values = {"rows": rows, "matrix": table, "keys": keys, "words": words, "per": per, "q": q, "by": by, "on": on}
    return desk.page(request, "stance.html", {**values, "since": since, "until": until})


def _stance(store: Store, wanted: ask.Wanted, per: Grouping) -> tuple[list[ask.Stance], list[ask.Judged]]:
    """The pairs; and the words behind them, where two are named."""
    words = ask.judged(store, wanted) if wanted.by and wanted.on else []
    return ask.stances(store, wanted, by=per), words


@router.get("/convergence")
def convergence(
    request: Request,
    group: Words = "",
    on: Words = "",
    q: Words = "",
    per: Per = "month",
) -> HTMLResponse:
    """Whether a group takes one side, and how that changes."""
    desk = desk_of(request)
    wanted = ask.Wanted((q,) if q else (), None, on or None)
    found: ask.Convergence | str | None = None

    if group.strip():
        found = desk.soon(_convergence, group, wanted, per)
    wrong = found if isinstance(found, str) else None
    shown = found if isinstance(found, ask.Convergence) else None
    values = {"found": shown, "wrong": wrong, "group": group, "on": on, "q": q, "per": per}
    drawn = shares([(one.period, one.share) for one in shown.periods]) if shown else None
    return desk.page(request, "convergence.html", {**values, "plot": drawn})


def _convergence(store: Store, group: str, wanted: ask.Wanted, per: Per) -> ask.Convergence | str:
    """The answer, or why there is none."""
    try:
        return ask.convergence(store, group, wanted, per=per)
    except UnknownError as error:
        return str(error)


# Timeline.


@router.get("/timeline")
def timeline(  # noqa: PLR0913, PLR0917 - one for each field
    request: Request, actor: Words = "", kind: str = "", since: Day = "", until: Day = "", page: Number = 1
) -> HTMLResponse:
    """An actor day by day: what it said, what was said of it, what it took part in."""
    desk = desk_of(request)
    values: dict[str, object] = {"actor": None, "asked": actor, "kind": kind, "since": since, "until": until}
    if not actor:
        return desk.page(
            request, "timeline.html", {**values, "rows": [], "plot": None, "months": [], "page": 1, "more": 0}
        )
    stretch = ask.Stretch(
        kind=kind if kind in ("said", "about", "event") else None,  # type: ignore[arg-type]
        since=since or None,
        until=until or None,
    )
    with desk.room.store() as store:
        slug = queries.actor_of(store, actor)

    def work() -> tuple[list[ask.Moment], list[rooms.Month], rooms.ActorFacts]:
        with desk.room.store(write=True) as store:
            moments = ask.timeline(store, slug, stretch)[::-1][(page - 1) * _MOMENTS : page * _MOMENTS + 1]
            return moments, rooms.months(store, slug), rooms.actor_facts(store, slug)

    rows, months, values["actor"] = desk.memo.get(("timeline", slug, stretch, page), work)
    # "" for no day: the template sorts by it, which None cannot be.
    shown = [row._replace(day=row.day or "") for row in rows[:_MOMENTS]]
    more = len(rows) > _MOMENTS
    return desk.page(
        request,
        "timeline.html",
        {**values, "rows": shown, "plot": plot(months), "months": months, "page": page, "more": more},
    )


# Graph.


@router.get("/graph")
def graph(  # noqa: PLR0913, PLR0917 - one for each field
    request: Request,
    part: str = "",
    act: str = "",
    since: Day = "",
    until: Day = "",
    most: Annotated[int, Query(ge=5, le=150)] = _TIES,
) -> HTMLResponse:
    """Who speaks to and about whom."""
    desk = desk_of(request)
    arcs = tied(desk, (part, act), (since or None, until or None), most)
    values = {"arcs": arcs, "circle": circle(arcs), "part": part, "act": act, "most": most}
    return desk.page(request, "graph.html", {**values, "since": since, "until": until})


def tied(
    desk: Desk,
    what: tuple[str, str] = ("", ""),
    days: tuple[str | None, str | None] = (None, None),
    most: int = _TIES,
) -> list[rooms.Arc]:
    """The ties of a part and an act; of all parts and acts for ""."""
    part, act = what

    def work() -> list[rooms.Arc]:
        asked = part if part in ("addressee", "target") else None
        with desk.room.store() as store:
            return rooms.arcs(store, part=asked, act=act or None, days=days, limit=most)

    plain = not any((*what, *days)) and most == _TIES
    return desk.memo.get(("graph", what, days, most), work, lasts=plain)


# Two reports.


def all_pairs(desk: Desk) -> list[PairRow] | None:
    """Reports of one happening; None while they are worked out for the first time."""
    return desk.soon(pairs)


@router.get("/compare")
def compare_page(request: Request, one: Words = "", other: Words = "", page: Number = 1) -> HTMLResponse:
    """Two reports side by side, or the pairs that tell the same happening."""
    desk = desk_of(request)
    if one and other:
        with desk.room.store(write=True) as store:  # it keeps what it has found in a table for the moment
            found = compare(store, one, other)
        return desk.page(request, "compare.html", {"found": found, "one": one, "other": other})
    rows = all_pairs(desk)
    if one and rows is not None:
        with desk.room.store() as store:
            digest = queries.digest_of(store, one)
        rows = [row for row in rows if digest in (row.one, row.other)]
    shown = None if rows is None else rows[(page - 1) * _PAIRS : page * _PAIRS]
    more = len(rows or ()) > page * _PAIRS
    return desk.page(request, "pairs.html", {"rows": shown, "one": one, "other": other, "page": page, "more": more})
