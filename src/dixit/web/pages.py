"""The pages for reading: a page is a few questions and one template."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dixit.page import gist
from dixit.store import Search, coding, queries, rooms
from dixit.store.correcting import corrected
from dixit.store.facets import Facet, facets
from dixit.store.finding import Found, find, phrase
from dixit.web.desk import LANG, Desk, desk_of, local
from dixit.web.plots import plot
from dixit.web.text import Sheet
from dixit.web.words import language

router = APIRouter(include_in_schema=False)

ROWS: Final = 40  # of a list
_OF_AN_ACTOR: Final = 6  # the same on the page of an actor
_MOST_TIES: Final = 8

Number = Annotated[int, Query(ge=1, le=10_000)]
Day = Annotated[str, Query(max_length=10)]
Words = Annotated[str, Query(max_length=300)]


def counts(desk: Desk) -> queries.Stats:
    """How much there is of everything."""

    def ask() -> queries.Stats:
        with desk.room.store() as store:
            return queries.stats(store)

    return desk.memo.get("stats", ask, lasts=True)


@router.get("/search")
def search(request: Request, page: Number = 1) -> HTMLResponse:
    """Statements that fit, and how they divide."""
    desk, asked = desk_of(request), searched(request)

    def ask() -> list[Found]:
        with desk.room.store() as store:
            return find(store, replace(asked, limit=ROWS, skip=(page - 1) * ROWS))

    rows, divided = desk.memo.get(("search", asked, page), ask), division(desk, asked)
    total = next((one.statements for one in divided if one.facet == "all"), 0)
    values = {"rows": rows, "facets": divided, "total": total, "page": page, "pages": -(-total // ROWS), "asked": asked}
    return desk.page(request, "search.html", values)


def division(desk: Desk, asked: Search) -> list[Facet]:
    """How the statements that fit divide."""

    def ask() -> list[Facet]:
        with desk.room.store() as store:
            return facets(store, asked)

    return desk.memo.get(("facets", asked), ask, lasts=asked == Search())


def searched(request: Request) -> Search:
    """What the address asks for; what cannot be meant is left out."""
    given = {name: value.strip()[:300] for name, value in request.query_params.items() if value.strip()}
    year = given.get("year", "")
    try:
        sure = min(1.0, max(0.0, float(given.get("min_confidence", "0"))))
    except ValueError:
        sure = 0.0
    return Search(
        terms=(given["q"],) if "q" in given else (),
        speaker=given.get("speaker"),
        to=given.get("to"),
        target=given.get("target"),
        about=given.get("about"),
        act=given.get("act"),
        mode=given.get("mode"),
        since=given.get("since") or (f"{year}-01-01" if year else None),
        until=given.get("until") or (f"{year}-12-31" if year else None),
        publisher=given.get("publisher"),
        min_confidence=sure,
        repeated="repeated" in given,
    )


@router.get("/dispatches")
def dispatch_list(request: Request, page: Number = 1, publisher: Words = "") -> HTMLResponse:
    """All dispatches, the latest first."""
    desk = desk_of(request)
    with desk.room.store() as store:
        rows = rooms.dispatches(store, publisher=publisher or None, limit=ROWS + 1, skip=(page - 1) * ROWS)
    values = {"rows": rows[:ROWS], "page": page, "more": len(rows) > ROWS, "publisher": publisher}
    return desk.page(request, "dispatches.html", values)


@router.get("/dispatch/{name:path}")
def dispatch(request: Request, name: str) -> HTMLResponse:
    """One text with its statements and events."""
    desk = desk_of(request)
    with desk.room.store() as store:
        digest = queries.digest_of(store, name)
        record, checked = corrected(store, queries.get(store, digest, as_read=True))
        sheet = Sheet(record, rooms.slugs(store, digest))
        values = {
            "record": record,
            "title": record.document.title or gist(record.document.text),
            "sheet": sheet,
            "checked": checked,
            "copies": queries.copies(store, digest),
            "sources": rooms.sources(store, digest),
            "digest": digest,
        }
    return desk.page(request, "dispatch.html", values)


@router.get("/actors")
def actors(request: Request, q: Words = "", kind: Words = "") -> HTMLResponse:
    """Who is quoted most, or who is called so."""
    desk = desk_of(request)
    return desk.page(request, "actors.html", {"rows": cast(desk, q, kind), "q": q, "kind": kind})


def cast(desk: Desk, name: str, kind: str) -> list[queries.ActorRow]:
    """Actors by how much they are quoted."""

    def ask() -> list[queries.ActorRow]:
        with desk.room.store() as store:
            return queries.actors(store, name=name or None, kind=kind or None, limit=100)

    return desk.memo.get(("actors", name, kind), ask, lasts=not (name or kind))


@router.get("/actor/{slug}")
def actor(request: Request, slug: str) -> Response:
    """Names and roles over time, what somebody said, what is said of them."""
    desk = desk_of(request)
    with desk.room.store() as store:
        found, gone = queries.actor_of(store, slug), queries.merged_into(store, slug)
    if found != slug:
        return RedirectResponse(f"/actor/{found}", 308 if gone else 303)

    def ask() -> dict[str, object]:
        with desk.room.store() as store:
            months = rooms.months(store, slug)
            to, by = rooms.ties(store, slug), rooms.ties(store, slug, aimed_at=True)
            latest = Search(speaker=slug, limit=_OF_AN_ACTOR)
            return {
                "actor": rooms.actor_facts(store, slug),
                "names": queries.names(store, slug)[:20],
                "roles": rooms.role_spans(store, slug),
                "wordings": rooms.wordings(store, slug),
                "months": months,
                "plot": plot(months),
                "acts": rooms.acts_of(store, slug),
                "praises": _ties(to, ("praise",)),
                "blames": _ties(to, ("accuse", "criticise", "warn")),
                "praised_by": _ties(by, ("praise",)),
                "blamed_by": _ties(by, ("accuse", "criticise", "warn")),
                "said": [
                    (name, acts, [row for act in acts for row in find(store, replace(latest, act=act))][:_OF_AN_ACTOR])
                    for name, acts in (("Said", ("assert",)), ("Asked", ("demand",)), ("Promised", ("commit",)))
                ],
                "about": find(store, Search(target=slug, limit=_OF_AN_ACTOR)),
                "events": rooms.events_of(store, slug, limit=_OF_AN_ACTOR),
                "changes": coding.actor_changes(store, slug),
            }

    return desk.page(request, "actor.html", desk.memo.get(("actor", slug), ask))


def _ties(found: list[rooms.Tie], acts: tuple[str, ...]) -> list[rooms.Tie]:
    return [tie for tie in found if tie.act in acts][:_MOST_TIES]


@router.get("/suggest")
def suggest(request: Request, q: Words = "") -> list[dict[str, str]]:
    """Actors of such a name, for a field where one writes."""
    with desk_of(request).room.store() as store:
        return [one._asdict() for one in rooms.named(store, phrase(q))] if q.strip() else []


@router.get("/lang/{to}")
def change_language(request: Request, to: str, back: str = "/") -> RedirectResponse:
    """The interface in another language; nothing else changes."""
    answer = RedirectResponse(local(back), 303)
    answer.set_cookie(LANG, language(to, ""), max_age=31_536_000, httponly=True, samesite="strict")
    return answer
