"""What a person changes in a store: corrections of statements; actors merged, split, renamed. Each is remembered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from dixit.errors import ChangeError, UnknownError
from dixit.record import Record, StatementRecord
from dixit.store import copies, linking
from dixit.store.correcting import Correction, CorrectionKind, Person, Said, corrections, said_of, to_json
from dixit.store.database import Database, now
from dixit.store.fold import fold
from dixit.store.putting import derive, unpacked
from dixit.store.queries import actor_of, digest_of, get, names
from dixit.types import Act, Mode, Span


@dataclass(frozen=True, slots=True)
class Change:
    """What to put in place in a statement, in words of the text; None leaves a part as it is."""

    speaker: str | None = None  # "" for nobody
    act: Act | None = None
    targets: tuple[str, ...] | None = None  # () for none
    limits: tuple[str, ...] | None = None  # the pieces of the content
    remove: bool = False  # it is no statement


@dataclass(frozen=True, slots=True)
class Addition:
    """A statement that the reading has missed, in words of the text."""

    content: tuple[str, ...]
    act: Act
    mode: Mode
    speaker: str | None = None  # None: the text names nobody
    cue: str | None = None  # None: a bare quotation
    to: str | None = None
    target: str | None = None


def correct(store: Database, dispatch: str, statement: str, change: Change, *, by: str) -> list[Correction]:
    """One correction for each part that is changed. Raises UnknownError, ChangeError."""
    record = get(store, dispatch)
    held = _statement(record, statement)
    said, made = said_of(record, held), []
    near = said.content[0].start
    text = record.document.text
    steps: list[tuple[CorrectionKind, Said]] = []
    if change.remove:
        steps.append(("remove", said))
    if change.speaker is not None:
        speaker = Person(place_of(text, change.speaker, near)) if change.speaker else None
        steps.append(("speaker", replace(said, speaker=speaker)))
    if change.act is not None:
        steps.append(("act", replace(steps[-1][1] if steps else said, act=change.act)))
    if change.targets is not None:
        targets = tuple(Person(place_of(text, words, near)) for words in change.targets)
        steps.append(("target", replace(steps[-1][1] if steps else said, targets=targets)))
    if change.limits is not None:
        pieces = _pieces(text, change.limits, near)
        steps.append(("limits", replace(steps[-1][1] if steps else said, content=pieces)))
    if not steps:
        raise ChangeError(f"{dispatch} {statement}", "nothing is changed", "say what: --speaker, --act, --target ...")
    with store.transaction():
        for kind, after in steps:
            made.append(_keep(store, record.document.id, kind, (said.extent, after), by))
        _derive(store, record.document.id)
    return made


def add_statement(store: Database, dispatch: str, new: Addition, *, by: str) -> Correction:
    """A statement that the reading has missed. Raises UnknownError, ChangeError."""
    record = get(store, dispatch)
    text = record.document.text
    content = _pieces(text, new.content, 0)
    near = content[0].start
    cue = place_of(text, new.cue, near) if new.cue else None

    def person(words: str | None) -> Person | None:
        return Person(place_of(text, words, cue.start if cue else near)) if words else None

    to, target = person(new.to), person(new.target)
    said = Said(
        speaker=person(new.speaker),
        cue=cue,
        cue_lemma=new.cue.lower() if new.cue else None,
        content=content,
        mode=new.mode,
        act=new.act,
        addressees=(to,) if to else (),
        targets=(target,) if target else (),
        negated=False,
    )
    with store.transaction():
        made = _keep(store, record.document.id, "new", (said.extent, said), by)
        _derive(store, record.document.id)
    return made


def undo(store: Database, number: int, *, by: str) -> Correction:
    """Takes a correction back; it stays in the list, as undone. Raises UnknownError."""
    held = {one.number: one for one in corrections(store) if one.undone is None}
    if number not in held:
        known = [str(one) for one in [*held][-5:]]
        raise UnknownError("correction", str(number), known, "list them with: dixit correct --list")
    with store.transaction():
        store.run("UPDATE corrections SET undone = $now, undone_by = $by WHERE id = $id", now=now(), by=by, id=number)
        _derive(store, held[number].digest)
    return held[number]


def _keep(store: Database, digest: str, kind: CorrectionKind, said: tuple[Span, Said], by: str) -> Correction:
    at, after = said
    when = now()
    cursor = store.run(
        'INSERT INTO corrections (digest, kind, "start", "end", value, at, by) '
        "VALUES ($digest, $kind, $start, $end, $value, $at, $by)",
        digest=digest,
        kind=kind,
        start=at.start,
        end=at.end,
        value=to_json(after),
        at=when,
        by=by,
    )
    return Correction(cursor.lastrowid or 0, digest, kind, at, after, when, by, None)


def _derive(store: Database, digest: str) -> None:
    """The rows of a dispatch anew, from its reading and what people have corrected."""
    row = store.one(
        "SELECT d.id, t.record FROM dispatches AS d JOIN texts AS t ON t.dispatch_id = d.id WHERE d.digest = $digest",
        digest=digest,
    )
    if row and isinstance(row[0], int):
        derive(store, row[0], unpacked(row[1]))
        copies.mark_repeats(store, row[0])


def _statement(record: Record, key: str) -> StatementRecord:
    for one in record.statements:
        if one.id == key:
            return one
    known = [one.id for one in record.statements]
    shown = known if len(known) < 8 else [known[0], "…", known[-1]]
    raise UnknownError("statement", key, shown, f"see them with: dixit show {record.document.id[7:17]}")


# Words -> their place in the text.


def place_of(text: str, words: str, near: int) -> Span:
    """Where the words stand, nearest to a place; raises ChangeError where they do not."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    starts = list(re.finditer(rf"(?<!\w){pattern}(?!\w)", text)) or list(re.finditer(pattern, text))
    if not words.split() or not starts:
        raise ChangeError(repr(words), "these words do not stand in the text", "copy them from: dixit show ID")
    best = min(starts, key=lambda match: abs(match.start() - near))
    return Span(best.start(), best.end())


def _pieces(text: str, pieces: Sequence[str], near: int) -> tuple[Span, ...]:
    """In text order; each piece the nearest to the one before."""
    found: list[Span] = []
    for words in pieces:
        found.append(place_of(text, words, found[-1].end if found else near))
    found.sort()
    if not found or any(a.overlaps(b) for a, b in pairwise(found)):
        raise ChangeError(" / ".join(pieces), "these pieces overlap or are none", "give each piece of the content once")
    return tuple(found)


# Actors.

_CLASHING: Final = "give the one that goes first: dixit actor merge FROM INTO"


def merge(store: Database, actor: str, into: str, *, by: str) -> None:
    """Two actors are one from now on, in every dispatch to come as well. Raises UnknownError, ChangeError."""
    one, other = actor_of(store, actor), actor_of(store, into)
    if one == other:
        raise ChangeError(one, "an actor cannot be merged with itself", _CLASHING)
    detail = ", ".join(row.name for row in names(store, one))
    with store.transaction():
        number, to = linking.numbers_of(store, [one, other])
        linking.move(store, number, to)
        _log(store, "merge", other, f"{one}: {detail}", by)


def split(store: Database, actor: str, *, name: str | None = None, dispatches: Sequence[str] = (), by: str) -> str:
    """Takes a name, or what some dispatches call so, out of an actor; gives the slug of the new one.

    Raises UnknownError, ChangeError.
    """
    slug = actor_of(store, actor)
    digests = [digest_of(store, one) for one in dispatches]
    with store.transaction():
        (number,) = linking.numbers_of(store, [slug])
        rows = store.rows(
            "SELECT p.id, p.name, p.folded, p.kind, d.digest FROM appearances AS p "
            "JOIN dispatches AS d ON d.id = p.dispatch_id WHERE p.actor_id = $id ORDER BY p.id",
            id=number,
        )
        wanted = fold(name) if name else None
        parted = [r for r in rows if (wanted is None or r[2] == wanted) and (not digests or r[4] in digests)]
        if not parted or len(parted) == len(rows):
            reason = "nothing of it fits" if not parted else "that would be all of it"
            known = ", ".join(row.name for row in names(store, slug)[:5])
            raise ChangeError(slug, reason, f"name one of its names ({known}) or some of its dispatches")
        new = linking.new_actor(store, str(parted[0][1]), str(parted[0][3]))
        for row in parted:
            store.run("UPDATE appearances SET actor_id = $new WHERE id = $id", new=new, id=row[0])
            store.run(
                "INSERT OR REPLACE INTO actor_pins VALUES ($digest, $name, $new)", digest=row[4], name=row[2], new=new
            )
        store.run("INSERT INTO actor_traits VALUES ($id, $apart)", id=new, apart=linking.APART)
        if name and not digests:
            _move_keys(store, name, number, new)
        found = store.one("SELECT slug FROM actors WHERE id = $id", id=new)
        made = str(found[0]) if found else ""
        _log(store, "split", slug, f"{made}: {name or ''} {' '.join(digests)}".strip(), by)
    return made


def _move_keys(store: Database, name: str, number: int, new: int) -> None:
    """Keys that name what was taken out lead to the new actor."""
    for key in linking.keys_of_name(name):
        store.run("DELETE FROM actor_keys WHERE key = $key AND actor_id = $id", key=key, id=number)
        store.run("INSERT OR IGNORE INTO actor_keys VALUES ($key, $id)", key=key, id=new)


def rename(store: Database, actor: str, name: str, *, by: str) -> None:
    """What an actor is called from now on, whatever the dispatches call it. Raises UnknownError, ChangeError."""
    slug = actor_of(store, actor)
    if not fold(name):
        raise ChangeError(slug, "a name needs a letter", "give the new name")
    with store.transaction():
        store.run("UPDATE actors SET name = $name, renamed = 1 WHERE slug = $slug", name=name.strip(), slug=slug)
        _log(store, "rename", slug, name.strip(), by)


def _log(store: Database, action: str, actor: str, detail: str, by: str) -> None:
    store.run(
        "INSERT INTO actor_changes (at, by, action, actor, detail) VALUES ($at, $by, $action, $actor, $detail)",
        at=now(),
        by=by,
        action=action,
        actor=actor,
        detail=detail,
    )
