"""What every page needs: the room, its memory, its templates in the reader's language; and how a form is checked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Hashable, Mapping
from pathlib import Path
from typing import Concatenate, Final, ParamSpec, TypeVar
from urllib.parse import SplitResult, quote, urlencode, urlsplit

from fastapi import HTTPException, Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse

from dixit.labels import FAMILIES, QUADRANTS, visible
from dixit.store import Store
from dixit.store.queries import short
from dixit.web.aside import Aside, answered
from dixit.web.guard import FORM, FORM_HEADER, same
from dixit.web.jobs import Jobs
from dixit.web.memo import Memo
from dixit.web.room import Room
from dixit.web.words import Lang, labeller, language, long_day, translator

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

LANG: Final = "dixit_lang"  # cookies
THEME: Final = "dixit_theme"
BY: Final = "dixit_by"
_MOST_FILES: Final = 500


class Desk:
    """One for the whole application."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.memo = Memo(room.path)
        self.jobs = Jobs(room.path, room.allowed, self.memo.forget)
        self.aside = Aside()
        self.exports = Aside()  # so that no question waits for one
        self._templates = Environment(
            loader=PackageLoader("dixit.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters.update(short=short, visible=_shown, source_name=source_name, percent=_percent)
        self._templates.filters["seg"] = lambda value: quote(str(value), safe="")
        self._templates.globals.update(with_query=with_query, is_url=is_url, families=FAMILIES, quadrants=QUADRANTS)

    def asked(
        self, question: Callable[Concatenate[Store, Given], Answer], *args: Given.args, **kwargs: Given.kwargs
    ) -> Answer:
        """The answer to a question of seconds, asked aside; it and what it is given must survive pickling."""
        return self.memo.get(*self._question(question, *args, **kwargs))

    def soon(
        self, question: Callable[Concatenate[Store, Given], Answer], *args: Given.args, **kwargs: Given.kwargs
    ) -> Answer | None:
        """The same, or None while it is worked out for the first time."""
        return self.memo.soon(*self._question(question, *args, **kwargs))

    def _question(
        self, question: Callable[Concatenate[Store, Given], Answer], *args: Given.args, **kwargs: Given.kwargs
    ) -> tuple[Hashable, Callable[[], Answer]]:
        key = (question, args, tuple(sorted(kwargs.items())))
        return key, lambda: self.aside.ask(answered, self.room.path, question, args, kwargs)

    def warm(self) -> None:
        """Compiles every template, before somebody waits for it."""
        for name in self._templates.list_templates():
            self._templates.get_template(name)

    def page(self, request: Request, name: str, values: Mapping[str, object], status: int = 200) -> HTMLResponse:
        """A template filled in; everything that it is given is escaped."""
        lang = lang_of(request)
        body = self._templates.get_template(name).render(
            {
                **values,
                "who_corrects": by_of(request),
            },
            request=request,
            lang=lang,
            t=translator(lang),
            label=labeller(lang),
            long_day=lambda day: long_day(day, lang),
            number=lambda value: f"{value:,}".replace(",", "\u202f" if lang == "fr" else ","),
            theme=request.cookies.get(THEME) if request.cookies.get(THEME) in ("light", "dark") else None,
            form_token=request.state.form_token,
            store_name=self.room.path.name,
        )
        return HTMLResponse(body, status)


def desk_of(request: Request) -> Desk:
    """The application's."""
    desk = request.app.state.desk
    if not isinstance(desk, Desk):
        raise TypeError(type(desk))
    return desk


def lang_of(request: Request) -> Lang:
    """The language of the interface."""
    return language(request.cookies.get(LANG), request.headers.get("accept-language", ""))


def by_of(request: Request) -> str:
    """Who corrects: as the person says, else whoever opened the room."""
    return request.cookies.get(BY, "").strip()[:80] or desk_of(request).room.by


async def checked_form(request: Request) -> AsyncIterator[FormData]:
    """The fields of a form, with its files until the answer is made. Raises HTTPException where it is not of ours."""
    async with request.form(max_files=_MOST_FILES, max_fields=200, max_part_size=2_000_000) as form:
        given = request.headers.get(FORM_HEADER) or form.get(FORM)
        if not isinstance(given, str) or not same(given, request.state.form_token):
            raise HTTPException(
                403, "this form has expired or is not of this page; load the page anew and send it again"
            )
        yield form


def field(form: FormData, name: str) -> str:
    """A field's text; "" where there is none."""
    value = form.get(name)
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""


def with_query(request: Request, **changed: object) -> str:
    """The address of this page with some parameters changed; None takes one out."""
    held = {name: value for name, value in request.query_params.items() if name not in changed and value}
    held.update({name: str(value) for name, value in changed.items() if value is not None})
    return f"{request.url.path}?{urlencode(held)}" if held else request.url.path


def local(address: str) -> str:
    """An address on this server, whatever is given."""
    parts = _cut(address.replace("\\", "/"))
    if parts is None or parts.scheme or parts.netloc or not parts.path.startswith("/") or parts.path.startswith("//"):
        return "/"
    return parts.path + (f"?{parts.query}" if parts.query else "")


def is_url(source: str) -> bool:
    """Whether a source can be followed in a browser."""
    parts = _cut(source)
    return parts is not None and parts.scheme in ("http", "https") and bool(parts.netloc)


def _cut(address: str) -> SplitResult | None:
    """None: it is no address at all, as http://["""
    try:
        return urlsplit(address)
    except ValueError:
        return None


def source_name(source: str) -> str:
    """The last part of a path, the whole of a URL."""
    return visible(source if is_url(source) else Path(source).name or source)


def _shown(value: object) -> str:
    return visible(str(value)) if value is not None else ""


def _percent(value: float) -> str:
    return f"{value * 100:.0f}\u202f%"
