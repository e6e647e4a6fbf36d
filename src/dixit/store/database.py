"""A path -> an open store: connection, transactions, rows; the only module that opens SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Self

from dixit.errors import BusyError, NoStoreError, QueryError, StoreError, VersionError
from dixit.store.migrations import VERSION, migrate, version_of

Value = str | int | float | bytes | None

# A writer waits so long for another one. A reader never waits: WAL.
_PATIENCE: Final = 30.0
_MIB: Final = 1024  # pages are counted in KiB


class Database:
    """One connection to one store, for one thread."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection

    @classmethod
    def open(cls, path: str | Path, *, create: bool = True) -> Self:
        """Opens a store, and makes it where there is none; brings one of an older version up to this one.

        Raises NoStoreError, VersionError, BusyError.
        """
        path = Path(path)
        if path.is_dir():
            raise NoStoreError(str(path), "this is a folder", "name a file")
        if not path.exists() and not create:
            raise NoStoreError(str(path), "there is no store here", "make one with: dixit add SOURCE, or name it")
        try:
            connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
        except sqlite3.Error as error:
            raise _failure(error, path) from error
        try:
            _prepare(connection, path)
        except sqlite3.Error as error:
            connection.close()
            raise _failure(error, path) from error
        except BaseException:
            connection.close()
            raise
        return cls(path, connection)

    def close(self) -> None:
        """Lets the file go."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is kept together, or nothing of it; on the disk when it is left."""
        if self._inside():
            yield
            return
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            if self._inside():
                self.connection.execute("ROLLBACK")
            raise

    def _inside(self) -> bool:
        """Whether a transaction is open; SQLite itself ends one on some errors."""
        return self.connection.in_transaction

    def run(self, sql: str, **values: Value) -> sqlite3.Cursor:
        """One statement, its values bound by name: ``$limit``. Raises QueryError, BusyError, StoreError."""
        try:
            return self.connection.execute(sql, values)
        except sqlite3.Error as error:
            raise _failure(error, self.path, sql, values) from error

    def run_many(self, sql: str, rows: Sequence[Sequence[Value]]) -> None:
        """The same statement for each row, its values bound by place."""
        try:
            self.connection.executemany(sql, rows)
        except sqlite3.Error as error:
            raise _failure(error, self.path, sql, {"rows": len(rows)}) from error

    def rows(self, sql: str, **values: Value) -> list[tuple[Value, ...]]:
        """The answer to a question."""
        try:
            return self.run(sql, **values).fetchall()
        except sqlite3.Error as error:
            raise _failure(error, self.path, sql, values) from error

    def one(self, sql: str, **values: Value) -> tuple[Value, ...] | None:
        """The first row of the answer, or None."""
        return next(iter(self.rows(sql, **values)), None)


def now() -> str:
    """The time in UTC, for the log of what was kept when."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    version = version_of(connection)
    if version is None:
        raise NoStoreError(str(path), "a database of another program", "name another file")
    if version > VERSION:
        raise VersionError(str(path), version, VERSION)
    if version == 0:
        connection.execute("PRAGMA journal_mode = WAL")
    # Each commit is on the disk before it is reported.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA cache_size = {-64 * _MIB}")
    if version < VERSION:
        migrate(connection)
    connection.execute("PRAGMA foreign_keys = ON")


# What SQLite says, what that means, and the way out.
_MEANINGS: Final = (
    ("not a database", "not a store", "name another file"),
    ("unable to open", "cannot be opened for writing", "name a place where you may write"),
    ("readonly", "cannot be opened for writing", "name a place where you may write"),
    ("malformed", "the file is damaged", "restore it, or add the documents to a new one"),
    ("disk", "the disk is full or does not answer", "make room on it, and try again"),
)


def _failure(
    error: sqlite3.Error, path: Path, sql: str | None = None, values: dict[str, Value] | None = None
) -> StoreError:
    """What SQLite says, in the house's words."""
    reason = str(error)
    if "locked" in reason or "busy" in reason:
        return BusyError(str(path), _PATIENCE)
    for said, meaning, way_out in _MEANINGS:
        if said in reason:
            return NoStoreError(str(path), meaning, way_out)
    return StoreError(f"{path}: {reason}; name another file") if sql is None else QueryError(reason, sql, values or {})
