"""Questions that take seconds of thinking, asked in a process of their own, so that no reader waits for them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from dixit.store import Store

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

_NICER: Final = 10  # steps by which readers and writers go before it


class Aside:
    """One process, started with the first question; for any number of threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._closed = False

    def ask(self, question: Callable[Given, Answer], *args: Given.args, **kwargs: Given.kwargs) -> Answer:
        """The answer of a function of a module; both must survive pickling. Raises CancelledError."""
        with self._lock:
            if self._closed:
                raise CancelledError
            if self._pool is None:
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=_begin)
            pool = self._pool
        try:
            return pool.submit(question, *args, **kwargs).result()
        except BrokenProcessPool:
            with self._lock:
                if self._pool is pool:
                    self._pool = None
            raise

    def open(self) -> None:
        """It may be asked, also after it was closed."""
        with self._lock:
            self._closed = False

    def close(self) -> None:
        """Whatever it is asked now is broken off."""
        with self._lock:
            pool, self._pool, self._closed = self._pool, None, True
        if pool is not None:
            processes = list((pool._processes or {}).values())
            pool.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                process.terminate()


def answered(
    path: Path, question: Callable[..., Answer], args: Sequence[object], kwargs: Mapping[str, object]
) -> Answer:
    """The answer of a store that is opened for it."""
    with Store.open(path, create=False) as store:
        return question(store, *args, **kwargs)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICER)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
