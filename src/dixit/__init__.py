"""Reads French dispatches, and keeps the record of who said what to whom, in whose words.

>>> import dixit
>>> record = dixit.read(text)
>>> record.statements_as_rows()
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dixit.errors import DixitError, ModelError, ReadError, RecordError
from dixit.pipeline import Reader, packaged_reader
from dixit.record import Record

__all__ = ["DixitError", "ModelError", "ReadError", "Reader", "Record", "RecordError", "read"]


def read(
    text: str | bytes | Path, *, name: str | None = None, encoding: str | None = None, published: date | None = None
) -> Record:
    """One dispatch in, one record out; a Path is a file to read. The model is loaded on the first call and kept.

    Raises ReadError for a text that cannot be read, ModelError where the French model is missing.
    """
    return packaged_reader().read(text, name=name, encoding=encoding, published=published)
