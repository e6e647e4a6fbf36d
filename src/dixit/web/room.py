"""What the reading room is told when it is opened: the store, who may come in, how much may be brought."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from dixit.store import Store

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Room:
    """One store and its rules; the same for every request."""

    path: Path
    token: str | None = None  # None: whoever reaches it may come in, which only a loopback address allows
    names: frozenset[str] = LOOPBACK  # what a request may call this machine
    by: str = "?"  # who corrects, where nobody says otherwise
    allowed: tuple[str, ...] = ()  # hosts whose private addresses may be fetched from
    largest: int = 100_000_000  # bytes of one request that brings files
    warm: bool = True  # whether what takes long is counted before somebody asks
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))  # signs forms

    @contextmanager
    def store(self, *, write: bool = False) -> Iterator[Store]:
        """The store, opened for one request in one thread; it refuses to be written unless ``write``."""
        with Store.open(self.path, create=False) as store:
            if not write:
                store.run("PRAGMA query_only = 1")
            yield store
