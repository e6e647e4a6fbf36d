"""The pages for putting right: the least certain in a queue, one statement in a form, actors, what is done."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from typing import Annotated, Final, get_args

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dixit.record import Party, Record, StatementRecord
from dixit.store import changes, coding, gold, queries
from dixit.store.changes import Addition, Change
from dixit.types import Act, Mode
from dixit.web.desk import Desk, by_of, checked_form, desk_of, field, local
from dixit.web.text import Sheet

router = APIRouter(include_in_schema=False)

Form = Annotated[FormData, Depends(checked_form)]
Skip = Annotated[int, Query(ge=0, le=1_000_000)]

BELOW: Final = 0.6  # readings that the queue counts as unsure; see docs/accuracy.md for what a confidence means
_QUEUE: Final = 30  # rows of the queue that are shown
_DONE: Final = 40  # corrections that are shown


@router.get("/correct")
def queue(request: Request) -> HTMLResponse:
    """What is unsure, what was done, and by whom."""
    desk = desk_of(request)
    with desk.room.store() as store:
        held = queries.correction_rows(store)
        values = {
            "unsure": coding.unsure(store, limit=_QUEUE),
            "left": coding.left(store, below=BELOW),
            "below": BELOW,
            "work": coding.work(store),
            "done": held[::-1][:_DONE],
            "corrected": sum(one.undone is None for one in held),
            "changes": coding.actor_changes(store),
        }
    return desk.page(request, "correct.html", values)


@router.get("/correct/next")
def next_one(request: Request, skip: Skip = 0) -> Response:
    """The first of the queue, after those that were left for later."""
    with desk_of(request).room.store() as store:
        found = coding.unsure(store, limit=1, skip=skip)
    if not found:
        return RedirectResponse("/correct", 303)
    return RedirectResponse(f"/correct/{queries.short(found[0].dispatch)}/{found[0].statement}?queue={skip}", 303)


@router.get("/correct/{dispatch}/new")
def missed(request: Request, dispatch: str, content: str = "") -> HTMLResponse:
    """A form for a statement that the reading has missed."""
    desk = desk_of(request)
    with desk.room.store() as store:
        record = queries.get(store, dispatch)
    values = {"record": record, "content": content[:5000], "acts": get_args(Act), "modes": get_args(Mode)}
    return desk.page(request, "missed.html", {**values, "sheet": Sheet(record, {}), "people": people(record)})


@router.post("/correct/{dispatch}/new")
def add_missed(request: Request, dispatch: str, form: Form) -> Response:
    """Keeps it."""
    act, mode = field(form, "act"), field(form, "mode")
    if act not in get_args(Act) or mode not in get_args(Mode):
        raise HTTPException(400, "choose an act and a mode")
    new = Addition(
        content=lines(field(form, "content")),
        act=act,  # type: ignore[arg-type]
        mode=mode,  # type: ignore[arg-type]
        speaker=field(form, "speaker") or None,
        cue=field(form, "cue") or None,
        to=field(form, "to") or None,
        target=field(form, "target") or None,
    )
    desk = desk_of(request)
    with desk.room.store(write=True) as store:
        changes.add_statement(store, dispatch, new, by=by_of(request))
    desk.memo.forget()
    return RedirectResponse(f"/dispatch/{dispatch}", 303)


@router.get("/correct/{dispatch}/{key}")
def one(request: Request, dispatch: str, key: str, queue: Skip | None = None) -> HTMLResponse:
    """One statement in its text, with a form."""
    desk = desk_of(request)
    with desk.room.store() as store:
        record = queries.get(store, dispatch)
        statement = statement_of(record, key)
        done = [row for row in queries.correction_rows(store) if row.dispatch == record.document.id]
        left = coding.left(store, below=BELOW)
    values = {
        "record": record,
        "sheet": Sheet(record, {}),
        "statement": statement,
        "initial": initial(record, statement),
        "acts": get_args(Act),
        "people": people(record),
        "done": [row for row in done if row.undone is None][::-1],
        "queue": queue,
        "left": left,
    }
    return desk.page(request, "edit.html", values)


@router.post("/correct/{dispatch}/{key}")
def put_right(request: Request, dispatch: str, key: str, form: Form) -> Response:
    """Keeps what differs from the reading; a reading that is right as it is becomes sure."""
    desk = desk_of(request)
    with desk.room.store(write=True) as store:
        statement = statement_of(record := queries.get(store, dispatch), key)
        changes.correct(store, dispatch, key, _change(record, statement, form), by=by_of(request))
    desk.memo.forget()
    queue = field(form, "queue")
    if queue.isdecimal():
        return RedirectResponse(f"/correct/next?skip={queue}", 303)
    return RedirectResponse(f"/dispatch/{dispatch}#{key}", 303)


def _change(record: Record, statement: StatementRecord, form: FormData) -> Change:
    if field(form, "action") == "remove":
        return Change(remove=True)
    held, act = initial(record, statement), field(form, "act")
    if field(form, "action") == "right" or act not in get_args(Act):
        return Change(act=statement.act)
    speaker, targets, limits = (field(form, name) for name in ("speaker", "targets", "limits"))
    change = Change(
        speaker=speaker if speaker != held["speaker"] else None,
        act=act if act != statement.act else None,  # type: ignore[arg-type]
        targets=lines(targets) if targets != held["targets"] else None,
        limits=lines(limits) if lines(limits) != lines(held["limits"]) else None,
    )
    return change if change != Change() else Change(act=statement.act)


@router.post("/undo")
def undo(request: Request, form: Form) -> Response:
    """Takes a correction back."""
    number = field(form, "number")
    desk = desk_of(request)
    with desk.room.store(write=True) as store:
        changes.undo(store, int(number) if number.isdecimal() and len(number) < 10 else -1, by=by_of(request))
    desk.memo.forget()
    return RedirectResponse(local(field(form, "back") or "/correct"), 303)


@router.post("/actor/{slug}/change")
def change_actor(request: Request, slug: str, form: Form) -> Response:
    """Merges an actor into another, gives it a name, or takes a name out of it."""
    desk, by = desk_of(request), by_of(request)
    words = field(form, "words")
    if not words:
        raise HTTPException(400, "give a name")
    with desk.room.store(write=True) as store:
        match field(form, "action"):
            case "merge":
                changes.merge(store, slug, words, by=by)
                slug = queries.actor_of(store, words)
            case "rename":
                changes.rename(store, slug, words, by=by)
            case "split":
                slug = changes.split(store, slug, name=words, by=by)
            case _:
                raise HTTPException(400, "merge, rename or split")
    desk.memo.forget()
    return RedirectResponse(f"/actor/{slug}", 303)


@router.get("/export/annotation.zip")
def export(request: Request) -> Response:
    """Every corrected dispatch in the format of examples/gold."""
    return zipped(desk_of(request))


def zipped(desk: Desk) -> Response:
    """The same, for page and API."""
    out = io.BytesIO()
    with tempfile.TemporaryDirectory(prefix="dixit-out-") as folder, desk.room.store() as store:
        gold.export(store, Path(folder))
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(Path(folder).iterdir()):
                archive.write(path, path.name)
    headers = {"content-disposition": 'attachment; filename="dixit-annotation.zip"'}
    return Response(out.getvalue(), media_type="application/zip", headers=headers)


# What a form shows and gives back.


def lines(text: str) -> tuple[str, ...]:
    """Each line that is not blank."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def initial(record: Record, statement: StatementRecord) -> dict[str, str]:
    """The parts of a statement, in words of the text, as a form shows them."""

    def words(party: Party) -> str:
        return " ".join((party.mention.text if party.mention else record.name_of(party) or "").split())

    return {
        "speaker": words(statement.speaker),
        "targets": "\n".join(filter(None, map(words, statement.targets))),
        "limits": "\n".join(" ".join(piece.text.split()) for piece in statement.content),
    }


def people(record: Record) -> list[str]:
    """Words that name somebody in the text, pronouns left out."""
    found = (m.text for actor in record.actors for m in actor.mentions if m.form != "pronoun")
    return list(dict.fromkeys(" ".join(text.split()) for text in found))


def statement_of(record: Record, key: str) -> StatementRecord:
    """Raises HTTPException."""
    for one in record.statements:
        if one.id == key:
            return one
    raise HTTPException(404, f"this dispatch has no statement {key[:20]!r}")
