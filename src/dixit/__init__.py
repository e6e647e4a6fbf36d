"""Reads French dispatches, and keeps the record of who said what to whom, in whose words.

>>> import dixit
>>> record = dixit.read(text)
>>> record.statements_as_rows()
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import dixit.read  # noqa: F401 - first: the function of that name, below, takes its place here
from dixit.errors import DixitError, ModelError, ReadError, RecordError
from dixit.record import Record
from dixit.store import Search, Store

if TYPE_CHECKING:
    from dixit.pipeline import Reader

__all__ = ["DixitError", "ModelError", "ReadError", "Reader", "Record", "RecordError", "Search", "Store", "read"]


def read(
    text: str | bytes | Path, *, name: str | None = None, encoding: str | None = None, published: date | None = None
) -> Record:
    """One dispatch in, one record out; a Path is a file to read. The model is loaded on the first call and kept.

    Raises ReadError for a text that cannot be read, ModelError where the French model is missing.
    """
    from dixit.pipeline import packaged_reader  # noqa: PLC0415 - see below

    return packaged_reader().read(text, name=name, encoding=encoding, published=published)


def __getattr__(name: str) -> object:
    """``dixit.Reader`` is imported when it is asked for: a question to a store should not wait for the rules."""
    if name == "Reader":
        from dixit.pipeline import Reader  # noqa: PLC0415 - as above

        return Reader
    raise AttributeError(f"module 'dixit' has no attribute {name!r}")
