"""A room -> the application: its pages, its API, its guard, and what is shown where something is wrong."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Final

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as AnyHTTPException
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles

from dixit.errors import BusyError, ChangeError, DixitError, NoStoreError, UnknownError
from dixit.labels import visible
from dixit.store import Search
from dixit.web import adding, api, api_asking, api_changes, asking, correcting, door, pages, taking, today
from dixit.web.desk import Desk
from dixit.web.guard import Guard
from dixit.web.room import Room

_STATUS: Final[dict[type[DixitError], int]] = {UnknownError: 404, ChangeError: 409, BusyError: 503, NoStoreError: 503}


def app(room: Room) -> FastAPI:
    """The reading room over one store."""
    desk = Desk(room)

    @asynccontextmanager
    async def lifespan(made: FastAPI) -> AsyncIterator[None]:
        desk.aside.open()
        desk.exports.open()
        if room.warm:
            desk.warm()
            threading.Thread(target=_warm, args=(made, desk), daemon=True).start()
        yield
        desk.jobs.close()
        desk.aside.close()
        desk.exports.close()

    made = FastAPI(
        title="Dixit",
        summary="Who said, demanded, promised, praised, denied or blamed what, to whom, in whose words.",
        version=version("dixit"),
        lifespan=lifespan,
        docs_url=None,  # they load scripts from elsewhere; /api shows the same
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    made.state.desk = desk
    for part in (
        today.router,
        pages.router,
        asking.router,
        correcting.router,
        adding.router,
        door.router,
        api.router,
        api_asking.router,
        taking.router,
        api_changes.router,
    ):
        made.include_router(part)
    made.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    made.add_exception_handler(DixitError, _wrong)
    made.add_exception_handler(RequestValidationError, _misunderstood)
    made.add_exception_handler(AnyHTTPException, _refused)
    made.add_exception_handler(Exception, _broken)
    made.add_middleware(Guard, room=room)
    return made


def _warm(made: FastAPI, desk: Desk) -> None:
    """The answers that take longest, before somebody waits for them."""
    made.openapi()
    try:
        pages.counts(desk)
        pages.division(desk, Search())
        pages.cast(desk, "", "")
        asking.tied(desk)
        asking.raised(desk, "demand")
        asking.all_pairs(desk)
    except DixitError:
        return  # the first page says what is wrong


def _wrong(request: Request, error: Exception) -> Response:
    """What was raised on purpose: its line says what to do."""
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 400)
    return _answer(request, str(error), status, type(error).__name__)


def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, AnyHTTPException) else 500
    reason = str(error.detail) if isinstance(error, AnyHTTPException) else "?"
    headers = error.headers if isinstance(error, HTTPException) else None
    answer = _answer(request, reason, status, None)
    answer.headers.update(headers or {})
    return answer


def _misunderstood(request: Request, error: Exception) -> Response:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    lines = [f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in found]
    return _answer(request, "; ".join(lines), 422, None)


def _broken(request: Request, error: Exception) -> Response:
    return _answer(request, f"a mistake in dixit ({type(error).__name__}); please report it", 500, None)


def _answer(request: Request, reason: str, status: int, kind: str | None) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": visible(reason), **({"kind": kind} if kind else {})}, status)
    desk: Desk = request.app.state.desk
    return desk.page(request, "error.html", {"reason": reason, "status": status}, status)
