"""The part of the API that changes the store: corrections, actors, documents that are brought."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, File, HTTPException, Path, Request, UploadFile
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from dixit.errors import ChangeError
from dixit.store import changes, coding, queries
from dixit.store.correcting import Correction
from dixit.types import Act, Mode
from dixit.web.adding import take_files, take_text, take_url
from dixit.web.api import Limit, Name, errors, model, rows, writing
from dixit.web.correcting import zipped
from dixit.web.desk import by_of, desk_of
from dixit.web.jobs import Job

router = APIRouter(prefix="/api", responses=errors)

_Corrected, _Change = model(queries.CorrectionRow), model(coding.Change)
_Words = Annotated[str, Field(min_length=1, max_length=20_000)]
_Short = Annotated[str, Field(min_length=1, max_length=300)]


class Given(BaseModel):
    """A body of a request; a field that it does not know is a mistake."""

    model_config = ConfigDict(extra="forbid")


class ChangeIn(Given):
    """What to put in place, in words of the text; what is left out stays."""

    speaker: str | None = Field(None, max_length=1000, description='"" for nobody')
    act: Act | None = None
    targets: list[_Short] | None = Field(None, max_length=50)
    limits: list[_Words] | None = Field(None, max_length=50, description="The pieces of the content.")
    remove: bool = Field(False, description="It is no statement.")


class AdditionIn(Given):
    """A statement that the reading has missed, in words of the text."""

    content: list[_Words] = Field(min_length=1, max_length=50)
    act: Act
    mode: Mode
    speaker: _Short | None = None
    cue: _Short | None = None
    to: _Short | None = None
    target: _Short | None = None


class Made(BaseModel):
    """A correction that is kept."""

    number: int
    dispatch: str
    kind: str
    start: int
    end: int
    by: str
    at: str


def _made(one: Correction) -> dict[str, object]:
    at = one.at
    return Made(
        number=one.number, dispatch=one.digest, kind=one.kind, start=at.start, end=at.end, by=one.by, at=one.when
    ).model_dump()


@router.get("/corrections", response_model=list[_Corrected], tags=["correct"])  # type: ignore[valid-type]
def corrections(request: Request) -> Response:
    """What was put right, the undone included."""
    with desk_of(request).room.store() as store:
        return rows(queries.correction_rows(store))


@router.post(
    "/dispatches/{dispatch}/statements/{statement}/corrections",
    response_model=list[Made],
    status_code=201,
    tags=["correct"],
    dependencies=writing,
)
def correct(request: Request, dispatch: Name, statement: Name, change: ChangeIn) -> Response:
    """Puts parts of a statement right."""
    wanted = changes.Change(
        change.speaker,
        change.act,
        None if change.targets is None else tuple(change.targets),
        None if change.limits is None else tuple(change.limits),
        change.remove,
    )
    desk = desk_of(request)
    with desk.room.store(write=True) as store:
        made = changes.correct(store, dispatch, statement, wanted, by=by_of(request))
    desk.memo.forget()
    return JSONResponse([_made(one) for one in made], 201)


@router.post(
    "/dispatches/{dispatch}/statements",
    response_model=Made,
    status_code=201,
    tags=["correct"],
    dependencies=writing,
)
def add_statement(request: Request, dispatch: Name, addition: AdditionIn) -> Response:
    """Adds a statement that was missed."""
    given = addition.model_dump()
    desk = desk_of(request)
    with desk.room.store(write=True) as store:
        new = changes.Addition(tuple(given.pop("content")), **given)
        made = changes.add_statement(store, dispatch, new, by=by_of(request))
    desk.memo.forget()
    return JSONResponse(_made(made), 201)


@router.delete("/corrections/{number}", response_model=Made, tags=["correct"], dependencies=writing)
def undo(request: Request, number: Annotated[int, Path(ge=1, le=2**53)]) -> Response:
    """Takes a correction back; it stays in the list, as undone."""
    desk = desk_of(request)
    with desk.room.store(write=True) as store:
        gone = changes.undo(store, number, by=by_of(request))
    desk.memo.forget()
    return JSONResponse(_made(gone))


@router.get("/annotation.zip", tags=["correct"], response_class=Response)
def annotation(request: Request) -> Response:
    """Every corrected dispatch as annotation, in the format of examples/gold."""
    return zipped(desk_of(request))


# Actors.


class Merge(Given):
    """Into whom."""

    into: _Short


class Rename(Given):
    """How it is called from now on."""

    name: _Short


class Split(Given):
    """Which of its names is somebody else, or in which dispatches it is."""

    name: _Short | None = None
    dispatches: list[_Short] = Field([], max_length=1000)


class ActorName(BaseModel):
    """The slug of an actor after a change."""

    actor: str


@router.post("/actors/{actor}/merge", response_model=ActorName, tags=["correct"], dependencies=writing)
def merge(request: Request, actor: Name, merge: Merge) -> Response:
    """Says that an actor is another one, in every dispatch to come as well."""
    desk = desk_of(request)
    with desk.room.store(write=True) as store:
        into = queries.actor_of(store, merge.into)
        changes.merge(store, actor, into, by=by_of(request))
    desk.memo.forget()
    return JSONResponse({"actor": into})


@router.post("/actors/{actor}/rename", response_model=ActorName, tags=["correct"], dependencies=writing)
def rename(request: Request, actor: Name, rename: Rename) -> Response:
    """Says what an actor is called."""
    desk = desk_of(request)
    with desk.room.store(write=True) as store:
        slug = queries.actor_of(store, actor)
        changes.rename(store, slug, rename.name, by=by_of(request))
    desk.memo.forget()
    return JSONResponse({"actor": slug})


@router.post("/actors/{actor}/split", response_model=ActorName, tags=["correct"], dependencies=writing)
def split(request: Request, actor: Name, split: Split) -> Response:
    """Says that a name of an actor is somebody else; answers with the new one."""
    desk = desk_of(request)
    if split.name is None and not split.dispatches:
        raise ChangeError(actor, "nothing is taken out", "say what: name, dispatches or both")
    with desk.room.store(write=True) as store:
        made = changes.split(store, actor, name=split.name, dispatches=split.dispatches, by=by_of(request))
    desk.memo.forget()
    return JSONResponse({"actor": made})


@router.get("/actor-changes", response_model=list[_Change], tags=["correct"])  # type: ignore[valid-type]
def actor_changes(request: Request, limit: Limit = 50) -> Response:
    """Merges, splits and renamings, the latest first."""
    with desk_of(request).room.store() as store:
        return rows(coding.actor_changes(store, limit=limit))


# Documents.


class TextIn(Given):
    """A text."""

    text: str = Field(pattern=r"\S", max_length=1_000_000)
    title: str | None = Field(None, max_length=500)


class UrlIn(Given):
    """A page, a file or a feed."""

    url: str = Field(pattern=r"^https?://[\w.:@%~-]+([/?#]\S*)?$", max_length=2000)


class JobOut(BaseModel):
    """What has become of documents that were brought."""

    id: int
    names: list[str]
    by: str
    at: str
    state: Literal["waiting", "running", "done", "failed"]
    total: int | None
    new: int
    changed: int
    known: int
    elsewhere: int
    failed: int
    reasons: list[str]


def _job(job: Job) -> dict[str, object]:
    return JobOut.model_validate(asdict(job) | {"names": list(job.names), "reasons": list(job.reasons)}).model_dump()


@router.post("/documents", response_model=JobOut, status_code=202, tags=["add"], dependencies=writing)
def add_document(request: Request, document: TextIn | UrlIn) -> Response:
    """Adds a text or what is at a URL; the job says what becomes of it."""
    desk, by = desk_of(request), by_of(request)
    if isinstance(document, UrlIn):
        job = take_url(desk, document.url, by=by)
    else:
        job = take_text(desk, document.text, title=document.title or "", by=by)
    return JSONResponse(_job(job), 202)


@router.post("/files", response_model=JobOut, status_code=202, tags=["add"], dependencies=writing)
def add_files(request: Request, files: Annotated[list[UploadFile], File(min_length=1, max_length=500)]) -> Response:
    """Adds files of any kind that dixit add takes."""
    return JSONResponse(_job(take_files(desk_of(request), list(files), by=by_of(request))), 202)


@router.get("/jobs", response_model=list[JobOut], tags=["add"])
def jobs(request: Request) -> Response:
    """What was brought since the room was opened, the latest first."""
    return JSONResponse([_job(job) for job in desk_of(request).jobs.latest()])


@router.get("/jobs/{number}", response_model=JobOut, tags=["add"])
def job(request: Request, number: Annotated[int, Path(ge=1, le=2**53)]) -> Response:
    """How far a job is."""
    found = desk_of(request).jobs.get(number)
    if found is None:
        raise HTTPException(404, "there is no such job; the store has what was added")
    return JSONResponse(_job(found))
