"""The store: records kept in one SQLite file; put, get, rows, and the questions to it as methods.

>>> with dixit.Store.open("dixit.db") as store:
...     store.put(dixit.read(text))
...     store.find("trêve", speaker="Ana Bel").pandas()
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from dixit.record import Record
from dixit.store import changes, queries
from dixit.store.correcting import Correction, corrections
from dixit.store.database import Database, Value
from dixit.store.finding import Found, Search, find
from dixit.store.putting import Outcome, put
from dixit.store.queries import ActorRow, CopyRow, EventRow, FailureRow, Stats
from dixit.store.tables import Answer

__all__ = ["Answer", "Database", "Found", "Search", "Store"]

Row = TypeVar("Row", Found, ActorRow, EventRow, CopyRow, FailureRow)


class Store(Database):
    """The records of many documents, in one file. For one thread; other processes may read at the same time."""

    def put(self, record: Record) -> Outcome:
        """Keeps a record; "known" where it was there, "changed" where another reading of the text was."""
        return put(self, record)

    def get(self, dispatch: str, *, as_read: bool = False) -> Record:
        """A record by its digest, the beginning of that, or its path or URL; ``as_read`` without corrections.

        Raises UnknownError.
        """
        return queries.get(self, dispatch, as_read=as_read)

    def find(self, *terms: str, search: Search | None = None, **wanted: str | float | bool | None) -> Answer[Found]:
        """The statements that fit; ``wanted`` as in Search: speaker, to, about, target, act, mode, since, until ...

        Without ``limit`` all of them.
        """
        asked = search or Search(terms, **{"limit": None, **wanted})  # type: ignore[arg-type]
        return _answer(find(self, asked), Found)

    def actors(self, *, name: str | None = None, kind: str | None = None, limit: int = -1) -> Answer[ActorRow]:
        """Actors over all dispatches, who is quoted most first."""
        return _answer(queries.actors(self, name=name, kind=kind, limit=limit), ActorRow)

    def events(
        self,
        *,
        actor: str | None = None,
        kind: str | None = None,
        days: tuple[str | None, str | None] = (None, None),
        limit: int = -1,
    ) -> Answer[EventRow]:
        """What happened, the latest first; ``kind`` is a type of PLOVER, ``days`` are the first and the last."""
        slug = queries.actor_of(self, actor) if actor else None
        return _answer(queries.events(self, actor=slug, kind=kind, days=days, limit=limit), EventRow)

    def copies(self, dispatch: str | None = None) -> Answer[CopyRow]:
        """Texts that stand in several places, cut, retitled or lightly edited; or the copies of one dispatch."""
        digest = queries.digest_of(self, dispatch) if dispatch else None
        return _answer(queries.copies(self, digest), CopyRow)

    def failures(self) -> Answer[FailureRow]:
        """What could not be read, and why."""
        return _answer(queries.failures(self), FailureRow)

    def stats(self) -> Stats:
        """How much there is of everything."""
        return queries.stats(self)

    def corrections(self) -> list[Correction]:
        """What people have put right, the undone included."""
        return corrections(self)

    def sql(self, question: str, **values: Value) -> Answer[tuple[Value, ...]]:
        """Any question in SQL over the tables and views of docs/store.md; values are bound by name, ``$day``.

        Raises QueryError.
        """
        cursor = self.run(question, **values)
        columns = tuple(str(column[0]) for column in cursor.description or ())
        return Answer(columns, tuple(cursor.fetchall()))

    def correct(self, dispatch: str, statement: str, change: changes.Change, *, by: str) -> list[Correction]:
        """Puts parts of a statement right. Raises UnknownError, ChangeError."""
        return changes.correct(self, dispatch, statement, change, by=by)

    def undo(self, correction: int, *, by: str) -> Correction:
        """Takes a correction back. Raises UnknownError."""
        return changes.undo(self, correction, by=by)


def _answer(rows: Sequence[Row], kind: type[Row]) -> Answer[Row]:
    return Answer(kind._fields, tuple(rows))
