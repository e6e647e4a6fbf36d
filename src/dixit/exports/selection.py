"""A search -> what an export holds: the statements that fit, the events that belong to them, and their records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dixit.record import Record
from dixit.store import Database, Search
from dixit.store.details import Happened, Said, happened, said, texts
from dixit.store.queries import get


@dataclass(frozen=True)
class Selection:
    """What is exported, the latest first."""

    store: Database
    statements: tuple[Said, ...]
    events: tuple[Happened, ...]
    terms: tuple[str, ...] = ()  # the words that the search asked for
    rows: str = "statements"  # what a table holds: statements, events

    @cached_property
    def dispatches(self) -> tuple[str, ...]:
        """Digests of the dispatches that it is taken from."""
        told = [fact.dispatch for fact in self.statements] + [fact.dispatch for fact in self.events]
        return tuple(dict.fromkeys(told))

    @cached_property
    def texts(self) -> dict[str, str]:
        """Their whole texts."""
        return texts(self.store, self.dispatches)

    def records(self) -> Iterator[Record]:
        """Their records, corrections applied, each with the statements and events of the selection alone."""
        statements: dict[str, set[str]] = defaultdict(set)
        events: dict[str, set[str]] = defaultdict(set)
        for statement in self.statements:
            statements[statement.dispatch].add(statement.statement)
        for event in self.events:
            events[event.dispatch].add(event.event)
        for digest in self.dispatches:
            yield get(self.store, digest).only(statements[digest], events[digest])


def select(store: Database, search: Search | None = None, *, rows: str = "statements") -> Selection:
    """The statements that fit, and the events of the same days, publisher and confidence.

    Where the search asks for words, people, an act or a mode, only the events that the statements found tell.
    """
    asked = search or Search(limit=None)
    statements = said(store, asked)
    events = happened(store, asked)
    plain = Search(
        since=asked.since,
        until=asked.until,
        publisher=asked.publisher,
        dispatch=asked.dispatch,
        min_confidence=asked.min_confidence,
        repeated=asked.repeated,
        limit=asked.limit,
    )
    if asked != plain:
        tellers = {(fact.dispatch, fact.statement) for fact in statements}
        events = [event for event in events if (event.dispatch, event.asserted_by) in tellers]
    if asked.limit is not None:
        events = events[: asked.limit]
    return Selection(store, tuple(statements), tuple(events), asked.terms, rows)
