"""What the store holds -> files in the formats that other tools read; docs/exports.md describes each.

>>> with dixit.Store.open("dixit.db") as store, Path("net.graphml").open("wb") as out:
...     dixit.exports.write("graphml", dixit.exports.select(store), out)
"""

from __future__ import annotations

from typing import BinaryIO, Final, NamedTuple, Protocol

from dixit.errors import UnknownError
from dixit.exports import dna, graphml, plover, tables, webannotations, xmi
from dixit.exports.selection import Selection, select

__all__ = ["FORMATS", "Format", "Selection", "select", "write"]


class Writer(Protocol):
    """Writes a selection in one format."""

    def __call__(self, selection: Selection, out: BinaryIO) -> None:
        """The whole file."""


class Format(NamedTuple):
    """A format, and how it is written."""

    writer: Writer
    text: bool  # whether it can be shown on a terminal


FORMATS: Final[dict[str, Format]] = {
    "jsonl": Format(tables.write_jsonl, text=True),
    "csv": Format(tables.write_csv, text=True),
    "parquet": Format(tables.write_parquet, text=False),
    "plover": Format(plover.write_plover, text=True),
    "graphml": Format(graphml.write_graphml, text=True),
    "annotations": Format(webannotations.write_annotations, text=True),
    "xmi": Format(xmi.write_xmi, text=False),
    "dna": Format(dna.write_dna, text=False),
}


def write(name: str, selection: Selection, out: BinaryIO) -> None:
    """Writes a selection in the format of that name; raises UnknownError, ExtraError."""
    if name not in FORMATS:
        raise UnknownError("format", name, list(FORMATS), "name one of these")
    FORMATS[name].writer(selection, out)
