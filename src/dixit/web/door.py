"""Coming in: the token is given once and remembered in a cookie; and the name under which somebody corrects."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from dixit.web.desk import BY, checked_form, desk_of, field, local
from dixit.web.guard import ENTERED, entered, same

router = APIRouter(include_in_schema=False)

_YEAR: Final = 31_536_000  # seconds

Form = Annotated[FormData, Depends(checked_form)]


@router.get("/enter")
def door(request: Request) -> Response:
    """Asks for the token."""
    if not desk_of(request).room.token:
        return RedirectResponse("/", 303)
    return desk_of(request).page(request, "enter.html", {"wrong": False})


@router.post("/enter")
def enter(request: Request, form: Form) -> Response:
    """Lets in whoever has it."""
    room = desk_of(request).room
    if not room.token or not same(field(form, "token"), room.token):
        return desk_of(request).page(request, "enter.html", {"wrong": True}, 403)
    answer = RedirectResponse("/", 303)
    secure = request.url.scheme == "https"
    answer.set_cookie(ENTERED, entered(room), max_age=_YEAR, httponly=True, samesite="strict", secure=secure)
    return answer


@router.get("/help")
def help_page(request: Request) -> Response:
    """Keys, and what a confidence means."""
    return desk_of(request).page(request, "help.html", {})


@router.get("/api")
def api_page(request: Request) -> Response:
    """The description of the API, for people."""
    return desk_of(request).page(request, "api.html", {"spec": request.app.openapi()})


@router.post("/name")
def name(form: Form) -> Response:
    """Under which corrections are kept from now on."""
    answer = RedirectResponse(local(field(form, "back")), 303)
    wanted = "".join(c for c in field(form, "by") if c.isalnum() or c in " .-_@")[:80].strip()
    # A cookie holds ASCII; a name that has more is kept without it.
    plain = wanted.encode("ascii", "ignore").decode()
    answer.set_cookie(BY, plain, max_age=_YEAR, httponly=True, samesite="strict")
    return answer
