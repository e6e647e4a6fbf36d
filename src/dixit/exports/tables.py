"""A selection -> JSON Lines (whole records), CSV and Parquet (one row for each statement or event)."""

from __future__ import annotations

import csv
import importlib
import io
from typing import Any, BinaryIO, Final

from dixit.errors import ExtraError
from dixit.exports.selection import Selection
from dixit.store.details import Happened, Said, Side

Cell = str | int | float | bool | None | list[str]

STATEMENT: Final = (
    "dispatch", "statement", "date", "publisher", "title", "source", "outlets", "speaker", "speaker_actor",
    "speaker_kind", "speaker_text", "act", "mode", "cue", "cue_lemma", "content", "addressees", "addressee_actors",
    "targets", "target_actors", "negated", "parent", "confidence", "corrected", "start", "end",
)  # fmt: skip
EVENT: Final = (
    "dispatch", "event", "date", "publisher", "title", "source", "type", "event_mode", "status", "trigger", "actors",
    "actor_actors", "recipients", "recipient_actors", "place", "time", "day", "asserted_by", "same_as", "confidence",
    "start", "end",
)  # fmt: skip
_LISTS: Final = frozenset(
    "addressees addressee_actors targets target_actors actors actor_actors recipients recipient_actors".split()
)
_TYPES: Final = {
    "outlets": "int64",
    "negated": "bool_",
    "confidence": "float64",
    "corrected": "bool_",
    "start": "int64",
    "end": "int64",
}


def write_jsonl(selection: Selection, out: BinaryIO) -> None:
    """One record for each dispatch, as ``dixit read --json`` prints it, with what was selected alone."""
    for record in selection.records():
        out.write(record.to_json().encode() + b"\n")


def write_csv(selection: Selection, out: BinaryIO) -> None:
    """UTF-8, names of the columns first; several values of a cell with "; " between.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    columns, rows = _table(selection)
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    text.detach()


def write_parquet(selection: Selection, out: BinaryIO) -> None:
    """Columns with their types, several values of a cell as a list; raises ExtraError without pyarrow."""
    try:
        pa, parquet = importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        raise ExtraError("pyarrow") from error
    columns, rows = _table(selection)
    fields = [(name, _type(pa, name)) for name in columns]
    arrays = [pa.array([row[n] for row in rows], type=kind) for n, (_, kind) in enumerate(fields)]
    parquet.write_table(pa.Table.from_arrays(arrays, schema=pa.schema(fields)), out, compression="zstd")


def _type(pa: Any, name: str) -> Any:
    if name in _LISTS:
        return pa.list_(pa.string())
    return getattr(pa, _TYPES.get(name, "string"))()


def _table(selection: Selection) -> tuple[tuple[str, ...], list[list[Cell]]]:
    if selection.rows == "events":
        return EVENT, [_event(event) for event in selection.events]
    return STATEMENT, [_statement(statement) for statement in selection.statements]


def _statement(fact: Said) -> list[Cell]:
    speaker = fact.speaker
    return [
        fact.dispatch, fact.statement, fact.date, fact.publisher, fact.title, fact.source, fact.outlets, speaker.name,
        speaker.actor, speaker.kind, speaker.text, fact.act, fact.mode, fact.cue, fact.cue_lemma, fact.content,
        _names(fact.addressees), _actors(fact.addressees), _names(fact.targets), _actors(fact.targets), fact.negated,
        fact.parent, fact.confidence, fact.corrected, fact.pieces[0][0], fact.pieces[-1][1],
    ]  # fmt: skip


def _event(fact: Happened) -> list[Cell]:
    return [
        fact.dispatch, fact.event, fact.date, fact.publisher, fact.title, fact.source, fact.type, fact.mode,
        fact.status, fact.trigger, _names(fact.actors), _actors(fact.actors), _names(fact.recipients),
        _actors(fact.recipients), fact.place, fact.time, fact.day, fact.asserted_by, fact.same_as, fact.confidence,
        fact.start, fact.end,
    ]  # fmt: skip


def _names(sides: tuple[Side, ...]) -> list[str]:
    return [side.name or "" for side in sides]


def _actors(sides: tuple[Side, ...]) -> list[str]:
    """Slugs, parallel to the names; "" for whoever is only described."""
    return [side.actor or "" for side in sides]


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, list):
        cell = "; ".join(cell)
    if isinstance(cell, bool):
        return int(cell)
    return "'" + cell if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
