"""The HTTP API: the store's questions and changes under /api, with the names of the record; described by OpenAPI."""

from __future__ import annotations

from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass
from functools import cache, reduce
from operator import or_
from types import UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin, get_type_hints

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field, create_model
from starlette.responses import JSONResponse, RedirectResponse, Response

from dixit.record import Record
from dixit.store import Search, Store, coding, queries, rooms
from dixit.store.facets import EventFacet, Facet, event_facets, facets
from dixit.store.finding import Found, find
from dixit.types import Act, EventType, Kind, Mode
from dixit.web.desk import desk_of
from dixit.web.guard import BROWSER, ENTERED, FORM_HEADER, same


class Wrong(BaseModel):
    """What is wrong, and the way out, in one line."""

    error: str
    kind: str | None = Field(None, description="The exception of dixit.errors; missing for mistakes in the request.")


async def _ours(request: Request) -> None:
    """A browser that has a cookie of ours must also send a form token; a program sends neither."""
    held = BROWSER in request.cookies or ENTERED in request.cookies
    if held and not same(request.headers.get(FORM_HEADER, ""), request.state.form_token):
        raise HTTPException(403, "a browser must send the form token of its page")


errors: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": Wrong, "description": says}
    for status, says in {
        400: "It cannot be done so.",
        401: "The token is missing.",
        403: "It comes from a page of another site.",
        404: "There is no such thing.",
        409: "It does not fit what is there.",
        413: "It is too large.",
        422: "A parameter is not as it should be.",
        503: "The store is busy or not there.",
    }.items()
}
router = APIRouter(prefix="/api", responses=errors)
writing = [Depends(_ours)]


@cache
def model(row: type) -> type[BaseModel]:
    """The fields of a named row or a dataclass as an object with names, as ``plain`` gives it; so are those inside."""
    hints = get_type_hints(row)
    fields: dict[str, Any] = {name: (_shape(hints[name]), ...) for name in _names(row)}
    made: type[BaseModel] = create_model(row.__name__, __doc__=row.__doc__, **fields)
    return made


def _names(row: object) -> tuple[str, ...]:
    """The fields of a named row or a dataclass, or of its class; () of anything else."""
    if is_dataclass(row):
        return tuple(one.name for one in dataclass_fields(row))
    return getattr(row, "_fields", ())


def _shape(hint: Any) -> Any:
    """A type with objects in the place of the rows inside: tuple[Later, ...] -> list[the object of Later]."""
    parts, origin = get_args(hint), get_origin(hint)
    if isinstance(hint, type) and not parts and _names(hint):
        return model(hint)
    if origin is tuple and parts[-1] is Ellipsis:
        return list[_shape(parts[0])]  # type: ignore[misc]
    if origin is UnionType or origin is Union:
        return reduce(or_, map(_shape, parts))
    return hint


def plain(value: object) -> Any:
    """Named rows and dataclasses as objects with names, inside others too."""
    if names := _names(value):
        return {name: plain(getattr(value, name)) for name in names}
    return [plain(item) for item in value] if isinstance(value, list | tuple) else value


def rows(found: list[Any]) -> JSONResponse:
    """Each row as an object with names."""
    return JSONResponse(plain(found))


_Found, _Facet, _Actor, _Event = model(Found), model(Facet), model(queries.ActorRow), model(queries.EventRow)
_Dispatch, _Copy, _Failure = model(rooms.DispatchRow), model(queries.CopyRow), model(queries.FailureRow)
_Unsure, _EventFacet = model(coding.Unsure), model(EventFacet)
_Stats = model(queries.Stats)
_NameRow, _RoleSpan, _Wording = model(queries.NameRow), model(rooms.RoleSpan), model(rooms.Wording)
_ActCount, _Month, _Tie = model(rooms.ActCount), model(rooms.Month), model(rooms.Tie)

_DAY: Final = r"^\d{4}-\d{2}-\d{2}$"
Day = Annotated[str | None, Query(pattern=_DAY, examples=["2024-03-12"])]
Words = Annotated[str | None, Query(max_length=300)]
Limit = Annotated[int, Query(ge=1, le=1000)]
Skip = Annotated[int, Query(ge=0, le=1_000_000)]
Share = Annotated[float, Query(ge=0, le=1)]
Name = Annotated[str, Path(max_length=300)]


class Fitting(BaseModel):
    """What a statement must be; what is left out asks for nothing."""

    model_config = ConfigDict(extra="forbid")

    term: list[Annotated[str, Field(max_length=300)]] = Field([], max_length=20, description="Each in the content.")
    speaker: str | None = Field(None, max_length=300, description="A name, part of a name or a slug; so are the next.")
    to: str | None = Field(None, max_length=300)
    target: str | None = Field(None, max_length=300)
    about: str | None = Field(None, max_length=300, description="A target, or named inside the content.")
    act: Act | None = None
    mode: Mode | None = None
    since: str | None = Field(None, pattern=_DAY)
    until: str | None = Field(None, pattern=_DAY)
    publisher: str | None = Field(None, max_length=300)
    min_confidence: float = Field(0.0, ge=0, le=1)
    repeated: bool = Field(False, description="Also what stands in an earlier copy.")

    def search(self) -> Search:
        """As the store takes it."""
        asked = self.model_dump(exclude={"events"})
        return Search(terms=tuple(asked.pop("term")), **asked)


class Wanted(Fitting):
    """What is looked for, and which of it."""

    limit: int = Field(50, ge=1, le=1000)
    skip: int = Field(0, ge=0, le=1_000_000)


Asked = Annotated[Wanted, Query()]


@router.get("/statements", response_model=list[_Found], tags=["read"])  # type: ignore[valid-type]
def statements(request: Request, wanted: Asked) -> Response:
    """Statements that fit, the latest first."""
    with desk_of(request).room.store() as store:
        return rows(find(store, wanted.search()))


@router.get("/facets", response_model=list[_Facet], tags=["read"])  # type: ignore[valid-type]
def facet_list(request: Request, wanted: Asked) -> Response:
    """How the statements that fit divide."""
    with desk_of(request).room.store() as store:
        return rows(facets(store, wanted.search()))


@router.get("/dispatches", response_model=list[_Dispatch], tags=["read"])  # type: ignore[valid-type]
def dispatches(
    request: Request, day: Day = None, publisher: Words = None, limit: Limit = 50, skip: Skip = 0
) -> Response:
    """Dispatches, the latest first; of a group of copies the fullest."""
    with desk_of(request).room.store() as store:
        return rows(rooms.dispatches(store, day=day, publisher=publisher, limit=limit, skip=skip))


@router.get("/dispatches/{dispatch}", response_model=Record, tags=["read"])
def dispatch(request: Request, dispatch: Name, as_read: bool = False) -> Response:
    """A record, as in docs/record.md; ``as_read`` without corrections. ``dispatch`` is the beginning of its digest."""
    with desk_of(request).room.store() as store:
        return JSONResponse(queries.get(store, dispatch, as_read=as_read).to_dict())


@router.get("/dispatches/{dispatch}/copies", response_model=list[_Copy], tags=["read"])  # type: ignore[valid-type]
def copies(request: Request, dispatch: Name) -> Response:
    """Where the same text stands."""
    with desk_of(request).room.store() as store:
        return rows(queries.copies(store, queries.digest_of(store, dispatch)))


@router.get("/actors", response_model=list[_Actor], tags=["read"])  # type: ignore[valid-type]
def actors(request: Request, name: Words = None, kind: Kind | None = None, limit: Limit = 50) -> Response:
    """Who is quoted most."""
    with desk_of(request).room.store() as store:
        return rows(queries.actors(store, name=name, kind=kind, limit=limit))


class Actor(BaseModel):
    """Somebody or some body over all dispatches."""

    actor: str
    name: str
    kind: Kind
    iso3166: str | None
    wikidata: str | None
    dispatches: int
    first: str | None
    last: str | None
    names: list[_NameRow]  # type: ignore[valid-type]
    roles: list[_RoleSpan]  # type: ignore[valid-type]
    wordings: list[_Wording]  # type: ignore[valid-type]
    acts: list[_ActCount]  # type: ignore[valid-type]
    months: list[_Month]  # type: ignore[valid-type]
    targets: list[_Tie]  # type: ignore[valid-type]
    targeted_by: list[_Tie]  # type: ignore[valid-type]


moved: Final[dict[int | str, dict[str, Any]]] = {308: {"description": "It was merged into the actor at Location."}}


def merged(request: Request, store: Store, actor: str) -> RedirectResponse | None:
    """The way to the same of the actor into which this one was merged; None where it was not."""
    into = queries.merged_into(store, actor)
    if into is None:
        return None
    rest = request.scope["path"].removeprefix("/api/actors/").removeprefix(actor)
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/api/actors/{into}{rest}{query}", 308)


@router.get("/actors/{actor}", response_model=Actor, responses=moved, tags=["read"])
def actor(request: Request, actor: Name) -> Response:
    """Names, roles, what it does with words, and what others do to it."""
    with desk_of(request).room.store() as store:
        if (away := merged(request, store, actor)) is not None:
            return away
        slug = queries.actor_of(store, actor)
        lists: dict[str, Any] = {
            "names": queries.names(store, slug),
            "roles": rooms.role_spans(store, slug, limit=100),
            "wordings": rooms.wordings(store, slug, limit=100),
            "acts": rooms.acts_of(store, slug),
            "months": rooms.months(store, slug),
            "targets": rooms.ties(store, slug),
            "targeted_by": rooms.ties(store, slug, aimed_at=True),
        }
        shown = {name: [row._asdict() for row in held] for name, held in lists.items()}
        return JSONResponse({**rooms.actor_facts(store, slug)._asdict(), **shown})


@router.get("/events", response_model=list[_Event], tags=["read"])  # type: ignore[valid-type]
def events(  # noqa: PLR0913, PLR0917 - one for each parameter
    request: Request,
    actor: Words = None,
    type: EventType | None = None,  # noqa: A002 - the record's name
    since: Day = None,
    until: Day = None,
    limit: Limit = 50,
) -> Response:
    """What happened, the latest first."""
    with desk_of(request).room.store() as store:
        slug = queries.actor_of(store, actor) if actor else None
        return rows(queries.events(store, actor=slug, kind=type, days=(since, until), limit=limit))


@router.get("/events/facets", response_model=list[_EventFacet], tags=["read"])  # type: ignore[valid-type]
def event_facet_list(
    request: Request,
    actor: Words = None,
    type: EventType | None = None,  # noqa: A002 - the record's name
    since: Day = None,
    until: Day = None,
) -> Response:
    """How the events that fit divide: by type, mode, status, actor, recipient, publisher, year."""
    with desk_of(request).room.store() as store:
        slug = queries.actor_of(store, actor) if actor else None
        return rows(event_facets(store, actor=slug, kind=type, days=(since, until)))


@router.get("/failures", response_model=list[_Failure], tags=["read"])  # type: ignore[valid-type]
def failures(request: Request) -> Response:
    """What could not be read, and why."""
    with desk_of(request).room.store() as store:
        return rows(queries.failures(store))


@router.get("/stats", response_model=_Stats, tags=["read"])
def stats(request: Request) -> Response:
    """How much there is of everything."""
    desk = desk_of(request)

    def ask() -> queries.Stats:
        with desk.room.store() as store:
            return queries.stats(store)

    return JSONResponse(desk.memo.get("stats now", ask)._asdict())


@router.get("/unsure", response_model=list[_Unsure], tags=["correct"])  # type: ignore[valid-type]
def unsure(request: Request, limit: Limit = 50, skip: Skip = 0) -> Response:
    """The readings that are least certain."""
    with desk_of(request).room.store() as store:
        return rows(coding.unsure(store, limit=limit, skip=skip))
