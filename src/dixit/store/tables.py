"""Rows of an answer -> pandas, Polars, Arrow; each library is imported when it is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar, cast, overload

from dixit.errors import ExtraError

if TYPE_CHECKING:
    from types import ModuleType

    import pandas as pd
    import polars as pl
    import pyarrow as pa

Row_co = TypeVar("Row_co", bound=tuple[object, ...], covariant=True)


@dataclass(frozen=True, slots=True)
class Answer(Sequence[Row_co], Generic[Row_co]):
    """Rows with the names of their columns; a sequence, and a table of whichever library is at hand."""

    columns: tuple[str, ...]
    rows: tuple[Row_co, ...]

    @overload
    def __getitem__(self, at: int) -> Row_co: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Row_co, ...]: ...

    def __getitem__(self, at: int | slice) -> Row_co | tuple[Row_co, ...]:
        return self.rows[at]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row_co]:
        return iter(self.rows)

    def dicts(self) -> list[dict[str, object]]:
        """One dict for each row."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def pandas(self) -> pd.DataFrame:
        """A data frame of pandas; raises ExtraError where it is not installed."""
        frame = _library("pandas").DataFrame(list(self.rows), columns=list(self.columns))
        return cast("pd.DataFrame", frame)

    def polars(self) -> pl.DataFrame:
        """A data frame of Polars; raises ExtraError where it is not installed."""
        frame = _library("polars").DataFrame(self._by_column(), infer_schema_length=None)
        return cast("pl.DataFrame", frame)

    def arrow(self) -> pa.Table:
        """A table of Arrow, for Parquet and DuckDB; raises ExtraError where it is not installed."""
        return cast("pa.Table", _library("pyarrow").table(self._by_column()))

    def _by_column(self) -> dict[str, list[object]]:
        return {name: [row[i] for row in self.rows] for i, name in enumerate(self.columns)}


def _library(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise ExtraError(name) from error
