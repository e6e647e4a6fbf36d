"""Taking away: what a search finds, in each format of docs/exports.md, for page and API."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from threading import BoundedSemaphore
from typing import Annotated, Final, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from pydantic import Field
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from dixit.exports import select, write
from dixit.store import Search, Store
from dixit.web.api import Fitting, errors
from dixit.web.aside import answered
from dixit.web.desk import Desk, desk_of
from dixit.web.pages import searched

router = APIRouter()

Name = Literal["jsonl", "csv", "parquet", "plover", "graphml", "annotations", "xmi", "dna"]
# The ending of its files, and what a browser is told that they are.
FORMATS: Final[dict[Name, tuple[str, str]]] = {
    "csv": ("csv", "text/csv; charset=utf-8"),
    "jsonl": ("jsonl", "application/jsonl"),
    "parquet": ("parquet", "application/vnd.apache.parquet"),
    "graphml": ("graphml", "application/graphml+xml"),
    "dna": ("dna", "application/vnd.sqlite3"),
    "xmi": ("zip", "application/zip"),
    "annotations": ("jsonld", "application/ld+json"),
    "plover": ("json", "application/json"),
}
_AT_ONCE: Final = BoundedSemaphore(4)  # who waits for one holds a thread that others read by


class Taken(Fitting):
    """What is taken away; what is left out asks for nothing."""

    events: bool = Field(False, description="In csv and parquet: the events instead of the statements.")
    limit: int | None = Field(None, ge=1, le=1_000_000, description="Left out: all.")


@router.get("/export/{name}", include_in_schema=False)
def from_page(request: Request, name: Name) -> Response:
    """What the search of a page finds."""
    return taken(
        desk_of(request), name, replace(searched(request), limit=None), events="events" in request.query_params
    )


@router.get("/api/export/{format}", response_class=Response, responses=errors, tags=["read"])
def export(request: Request, format: Name, wanted: Annotated[Taken, Query()]) -> Response:  # noqa: A002 - as the command
    """What fits, with corrections, as dixit export writes it."""
    return taken(desk_of(request), format, wanted.search(), events=wanted.events)


def taken(desk: Desk, name: Name, asked: Search, *, events: bool) -> Response:
    """The file, written by a process of its own. Raises HTTPException."""
    if not _AT_ONCE.acquire(blocking=False):
        raise HTTPException(503, "other exports are being written; ask again in a minute")
    ending, kind = FORMATS[name]
    folder = tempfile.mkdtemp(prefix="dixit-out-")
    path = Path(folder, f"dixit.{ending}")
    try:
        desk.exports.ask(answered, desk.room.path, _write, (path, name, asked), {"events": events})
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    finally:
        _AT_ONCE.release()
    gone = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    return FileResponse(path, media_type=kind, filename=path.name, background=gone)


def _write(store: Store, path: Path, name: Name, asked: Search, *, events: bool) -> None:
    with path.open("wb") as out:
        write(name, select(store, asked, rows="events" if events else "statements"), out)
