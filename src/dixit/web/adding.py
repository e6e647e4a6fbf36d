"""The pages for bringing documents: a text, files, a URL or a feed; and what becomes of them."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dixit.store import queries
from dixit.web.desk import Desk, by_of, checked_form, desk_of, field, is_url
from dixit.web.jobs import Job

router = APIRouter(include_in_schema=False)

Form = Annotated[FormData, Depends(checked_form)]
_SHOWN: Final = 30  # failures on the page


@router.get("/add")
def add_page(request: Request) -> HTMLResponse:
    """Where documents are brought, and what became of the last ones."""
    desk = desk_of(request)
    with desk.room.store() as store:
        failures = queries.failures(store)[:_SHOWN]
    return desk.page(request, "add.html", {"jobs": desk.jobs.latest()[:12], "failures": failures, "wrong": None})


@router.post("/add")
def bring(request: Request, form: Form) -> Response:
    """Takes what was brought; the page of the job shows the rest."""
    desk = desk_of(request)
    files = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    url, text = field(form, "url"), field(form, "text")
    if files:
        job = take_files(desk, files, by=by_of(request))
    elif url:
        job = take_url(desk, url, by=by_of(request))
    elif text:
        job = take_text(desk, text, title=field(form, "title"), by=by_of(request))
    else:
        raise HTTPException(400, "there is nothing to add; paste a text, choose files or give a URL")
    return RedirectResponse(f"/add/{job.id}", 303)


@router.get("/add/{number}")
def job_page(request: Request, number: int) -> HTMLResponse:
    """How far a job is; the page asks again by itself."""
    desk = desk_of(request)
    job = desk.jobs.get(number)
    if job is None:
        raise HTTPException(404, "there is no such job; the store has what was added")
    return desk.page(request, "job.html", {"job": job})


def take_files(desk: Desk, files: list[UploadFile], *, by: str) -> Job:
    """Uploads as they lie in memory or in a temporary file."""
    with tempfile.TemporaryDirectory(prefix="dixit-in-") as folder:
        brought: list[tuple[str, Path]] = []
        for n, one in enumerate(files):
            path = Path(folder, str(n))
            with path.open("wb") as out:
                shutil.copyfileobj(one.file, out)
            brought.append((one.filename or "document", path))
        return desk.jobs.files(brought, by=by)


def take_url(desk: Desk, url: str, *, by: str) -> Job:
    """A page, a file or a feed; never a path of this machine. Raises HTTPException."""
    if not is_url(url) or len(url) > 2000:
        raise HTTPException(400, "this is no URL; it begins with https:// or http://")
    return desk.jobs.url(url, by=by)


def take_text(desk: Desk, text: str, *, title: str, by: str) -> Job:
    """A text that was pasted, as a file named by its digest. Raises HTTPException."""
    whole = f"{title}\n\n{text}" if title else text
    if not whole.strip():
        raise HTTPException(400, "there is no text in it")
    raw = whole.encode("utf-8", "replace")
    with tempfile.TemporaryDirectory(prefix="dixit-in-") as folder:
        path = Path(folder, "0")
        path.write_bytes(raw)
        return desk.jobs.files([(f"pasted-{hashlib.sha256(raw).hexdigest()[:10]}.txt", path)], by=by)
