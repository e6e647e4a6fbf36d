"""Answers that take long, kept until the store changes; while it does, the last one is shown for a little."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import BrokenExecutor, CancelledError
from pathlib import Path
from typing import Final, TypeVar

from dixit.errors import DixitError

Answer = TypeVar("Answer")

_MOST: Final = 500  # answers
# While documents are being added each page would count everything anew; an answer may be so many seconds old.
_FRESH: Final = 10.0
# What takes seconds is worked out anew no more often than this.
_SLOW: Final = 60.0
# What takes longest, counts over the whole store, is shown up to this age while it is counted anew.
_STALE: Final = 600.0


class Memo:
    """For one store; for any number of threads."""

    def __init__(self, path: Path) -> None:
        self._files = [path, path.with_name(path.name + "-wal")]
        self._held: OrderedDict[Hashable, tuple[tuple[int, ...], float, object]] = OrderedDict()
        self._lasting: set[Hashable] = set()
        self._asking: set[Hashable] = set()
        self._lock = threading.Lock()
        self._changes = 0

    def get(self, key: Hashable, ask: Callable[[], Answer], *, lasts: bool = False) -> Answer:
        """The answer, asked for where none is held; ``lasts`` keeps it even when it should be forgotten.

        ``ask`` opens a store of its own: it may be called in another thread.
        """
        with self._lock:
            found = self._held.get(key)
            if lasts:
                self._lasting.add(key)
        if found is None:
            return self._ask(key, ask)
        age = time.monotonic() - found[1]
        if age >= _FRESH and found[0] != self._stamp():
            if not lasts or age >= _STALE:
                return self._ask(key, ask)
            self._renew(key, ask)
        return found[2]  # type: ignore[return-value]

    def soon(self, key: Hashable, ask: Callable[[], Answer]) -> Answer | None:
        """The last answer to what takes seconds, or None while the first one is worked out; never waits for one."""
        with self._lock:
            found = self._held.get(key)
            self._lasting.add(key)
        if found is None or (time.monotonic() - found[1] >= _SLOW and found[0] != self._stamp()):
            self._renew(key, ask)
        return found[2] if found else None  # type: ignore[return-value]

    def forget(self) -> None:
        """After a change of ours, which whoever made it wants to see."""
        with self._lock:
            self._changes += 1
            self._held = OrderedDict((key, held) for key, held in self._held.items() if key in self._lasting)

    def _ask(self, key: Hashable, ask: Callable[[], Answer]) -> Answer:
        stamp, now, changes = self._stamp(), time.monotonic(), self._changes
        answer = ask()
        with self._lock:
            if changes != self._changes and key not in self._lasting:
                return answer  # it may be from before the change
            self._held[key] = (stamp, now, answer)
            self._held.move_to_end(key)
            while len(self._held) > _MOST:
                self._held.popitem(last=False)
        return answer

    def _renew(self, key: Hashable, ask: Callable[[], Answer]) -> None:
        """In a thread of its own, one for each question."""
        with self._lock:
            if key in self._asking:
                return
            self._asking.add(key)

        def work() -> None:
            try:
                self._ask(key, ask)
            except (DixitError, BrokenExecutor, CancelledError):
                return  # the old answer stays, and the next reader tries again
            finally:
                with self._lock:
                    self._asking.discard(key)

        threading.Thread(target=work, name="dixit-memo", daemon=True).start()

    def _stamp(self) -> tuple[int, ...]:
        found: list[int] = []
        for path in self._files:
            try:
                status = path.stat()
            except OSError:
                continue
            found += [status.st_mtime_ns, status.st_size]
        return tuple(found)
