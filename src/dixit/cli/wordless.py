"""Rows -> the same rows without the words of the texts: for whoever may pass on places and counts, and not texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Final, TypeVar

import click

Row = TypeVar("Row")

# What holds words of a text; a name, and what somebody is called, are not its words.
_TEXTS: Final = frozenset(
    {"content", "cue", "cue_lemma", "lemmas", "one_title", "other_title", "shared_words", "title"}
    | {"wording", "words"}
)

no_words_option = click.option(
    "--no-words", "wordless", is_flag=True, help="Places, names and counts alone, without the words of the texts."
)


def without_words(row: Row) -> Row:
    """A named tuple or a dataclass, and all such inside it: "" and () stand for words.

    (..., content="le quai", start=3) -> (..., content="", start=3)
    """
    if is_dataclass(row) and not isinstance(row, type):
        return replace(row, **{one.name: _blank(one.name, getattr(row, one.name)) for one in fields(row)})
    names = getattr(row, "_fields", ())
    return row._replace(**{name: _blank(name, getattr(row, name)) for name in names})  # type: ignore[attr-defined, no-any-return]


def shown(rows: Iterable[Row], *, wordless: bool) -> list[Row]:
    """All rows, with or without words."""
    keep: Callable[[Row], Row] = without_words if wordless else lambda row: row
    return [keep(row) for row in rows]


def _blank(name: str, value: object) -> object:
    if name in _TEXTS and isinstance(value, str | tuple):
        return type(value)()
    if hasattr(value, "_fields") or is_dataclass(value):
        return without_words(value)
    return tuple(_blank("", one) for one in value) if isinstance(value, tuple) else value
