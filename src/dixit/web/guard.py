"""Who may come in and what a browser may do with a page: host, token, origin, form token, size, response headers.

- A request must call this machine by a name that it has, so that no page from elsewhere reaches it by another.
- With a token in force, a request bears it in a cookie or as ``Authorization: Bearer``.
- What changes something must come from a page of ours: Origin and Sec-Fetch-Site are checked, cookies are
  SameSite=Strict, and a form carries a token that is signed for the browser's cookie.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dixit.web.room import Room

BROWSER: Final = "dixit_browser"  # cookie: a number by which a browser is known again
ENTERED: Final = "dixit_token"  # cookie: that it has given the token
FORM: Final = "form"  # field of a form with the form token
FORM_HEADER: Final = "x-dixit-form"

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_OPEN: Final = ("/static/", "/enter")  # what is shown without the token
_SMALL: Final = 2_000_000  # bytes of a request that brings no files: a pasted text is the longest
_ROOMY: Final = frozenset({"/add", "/api/files"})


class Guard:
    """Stands before the whole application."""

    def __init__(self, app: ASGIApp, room: Room) -> None:
        self._app, self._room = app, room

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        cookies = _cookies(headers)
        browser = cookies.get(BROWSER) or secrets.token_urlsafe(16)
        scope.setdefault("state", {})["form_token"] = form_token(self._room, browser)
        asked = _Asked(scope, headers, cookies)
        secure = "; Secure" if scope["scheme"] == "https" else ""
        cookie = None if BROWSER in cookies else f"{BROWSER}={browser}; Path=/; HttpOnly; SameSite=Strict{secure}"

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    answer.setdefault(name, value)
                if not asked.path.startswith("/static/"):
                    answer["cache-control"] = "no-store"
                    if cookie:
                        answer.append("set-cookie", cookie)
            await send(message)

        refusal = _refusal(self._room, asked)
        if refusal is not None:
            await refusal(scope, receive, guarded)
            return
        await self._within_size(asked, receive, guarded)

    async def _within_size(self, asked: _Asked, receive: Receive, send: Send) -> None:
        limit = self._room.largest if asked.path in _ROOMY else min(_SMALL, self._room.largest)
        too_large = refused(f"larger than {limit / 1e6:.0f} MB; bring it in parts, or use: dixit add", 413)
        length = asked.headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > limit:
            await too_large(asked.scope, receive, send)
            return
        came, started = 0, False

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            return {"type": "http.disconnect"} if came > limit else message

        async def watched(message: Message) -> None:
            nonlocal started
            if came > limit and not started:
                return  # it answers that it got too little; the answer is below
            started = True
            await send(message)

        try:
            await self._app(asked.scope, counted, watched)
        except ClientDisconnect:
            if came <= limit:
                raise
        if came > limit and not started:
            await too_large(asked.scope, receive, send)


class _Asked:
    """What a request says of itself."""

    def __init__(self, scope: Scope, headers: Headers, cookies: dict[str, str]) -> None:
        self.scope, self.headers, self.cookies = scope, headers, cookies
        self.path: str = scope["path"]
        self.changes = scope["method"] not in _SAFE
        self.bearer = headers.get("authorization", "").removeprefix("Bearer ")


def _refusal(room: Room, asked: _Asked) -> Response | None:
    """What is wrong with a request, before anything of it is read; None: nothing."""
    host = asked.headers.get("host", "")
    if "*" not in room.names and _name(host) not in room.names:
        return refused(f"this is not called {host!r}; name it with: dixit serve --name", 400)
    if asked.changes and not _from_here(asked, host):
        return refused("a page from elsewhere cannot change anything here", 403)
    if not room.token or asked.path.startswith(_OPEN):
        return None
    if same(asked.bearer, room.token) or same(asked.cookies.get(ENTERED, ""), entered(room)):
        return None
    if asked.path.startswith("/api/") or asked.changes:
        return refused("give the token: Authorization: Bearer TOKEN", 401)
    return RedirectResponse("/enter", 303)


def _from_here(asked: _Asked, host: str) -> bool:
    """Whether a page of ours sends it, or no page at all."""
    if asked.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = asked.headers.get("origin")
    if origin is None:
        return True
    return origin.lower() in (f"http://{host}".lower(), f"https://{host}".lower())


def _name(host: str) -> str:
    """The host without its port: "[::1]:8000" -> "::1"; "" where it is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _cookies(headers: Headers) -> dict[str, str]:
    jar: SimpleCookie = SimpleCookie()
    for line in headers.getlist("cookie"):
        try:
            jar.load(line)
        except CookieError:
            continue
    return {name: one.value for name, one in jar.items()}


def refused(reason: str, status: int) -> Response:
    """One line, for a browser and a program alike."""
    return JSONResponse({"error": reason}, status)


def same(given: str, wanted: str) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(given.encode(), wanted.encode())


def form_token(room: Room, browser: str) -> str:
    """What a form must carry that this browser sends."""
    return hmac.new(room.secret, browser.encode(), hashlib.sha256).hexdigest()


def entered(room: Room) -> str:
    """The cookie of a browser that has given the token; it is not the token itself."""
    return hmac.new((room.token or "").encode(), b"entered", hashlib.sha256).hexdigest()
