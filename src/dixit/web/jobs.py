"""Documents that people bring -> the store, one job after the other, in one process beside the server.

The process reads and writes; the server goes on answering. It is started with the first job and keeps its model.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import queue
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final, Literal

from dixit.errors import DixitError
from dixit.keep import Adding, Tally, add
from dixit.store import Store
from dixit.store.database import now

State = Literal["waiting", "running", "done", "failed"]

_HELD: Final = 200  # jobs that are remembered
_UNSAFE: Final = re.compile(r"[^\w.() -]+")


@dataclass(frozen=True, slots=True)
class Job:
    """What somebody brought, and what has become of it so far."""

    id: int
    names: tuple[str, ...]  # of the files, or the URL
    by: str
    at: str  # when, UTC
    state: State = "waiting"
    total: int | None = None  # None: not known yet
    new: int = 0
    changed: int = 0
    known: int = 0  # were there
    elsewhere: int = 0  # the same text was there, from another place
    failed: int = 0
    reasons: tuple[str, ...] = ()  # why documents failed, or the job as a whole

    @property
    def done(self) -> int:
        """Documents of which it is known what became of them."""
        return self.new + self.changed + self.known + self.elsewhere + self.failed

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ("done", "failed")


@dataclass(frozen=True, slots=True)
class _Task:
    """What the process is handed."""

    store: Path
    sources: tuple[str, ...]  # URLs, or names of files in the folder
    folder: Path | None  # None: nothing lies in a folder
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _News:
    """What the process says, each time that something is on the disk."""

    counts: tuple[int | None, int, int, int, int, int]
    over: bool = False
    reasons: tuple[str, ...] = ()
    broken: bool = False  # the job as a whole failed


class Jobs:
    """The queue and its one process; for any number of threads."""

    def __init__(self, store: Path, allowed: tuple[str, ...], told: Callable[[], None]) -> None:
        self._store, self._allowed, self._told = store.absolute(), allowed, told
        self._numbers = itertools.count(1)
        self._held: dict[int, Job] = {}
        self._todo: queue.Queue[tuple[int, _Task] | None] = queue.Queue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._clerk: _Clerk | None = None
        self._paused = False

    def url(self, url: str, *, by: str) -> Job:
        """A page, a file or a feed from the network."""
        return self._queue((url,), by, _Task(self._store, (url,), None, self._allowed))

    def files(self, brought: Sequence[tuple[str, Path]], *, by: str) -> Job:
        """Files that lie somewhere for now, by the names that people gave them; they are moved away from there."""
        folder = Path(tempfile.mkdtemp(prefix="dixit-"))
        names: list[str] = []
        for name, path in brought:
            names.append(_free(safe_name(name), names))
            shutil.move(path, folder / names[-1])
        return self._queue(tuple(names), by, _Task(self._store, tuple(names), folder, self._allowed))

    def get(self, number: int) -> Job | None:
        """A job; None where none has that number."""
        return self._held.get(number)

    def latest(self) -> list[Job]:
        """The latest first."""
        return sorted(self._held.values(), key=lambda job: -job.id)

    def pause(self) -> None:
        """Jobs are taken and wait; for a store that somebody else is writing."""
        self._paused = True

    def close(self) -> None:
        """No more jobs; the one that runs is broken off, and adding again completes it."""
        self._todo.put(None)
        if self._clerk:
            self._clerk.stop()

    def _queue(self, names: tuple[str, ...], by: str, task: _Task) -> Job:
        with self._lock:
            job = Job(next(self._numbers), names, by, now())
            self._held[job.id] = job
            for old in [one.id for one in self._held.values() if one.over][: max(0, len(self._held) - _HELD)]:
                del self._held[old]
            self._todo.put((job.id, task))
            if self._thread is None and not self._paused:
                self._thread = threading.Thread(target=self._work, name="dixit-jobs", daemon=True)
                self._thread.start()
        return job

    def _work(self) -> None:
        while (todo := self._todo.get()) is not None:
            number, task = todo
            try:
                self._run(number, task)
            finally:
                if task.folder:
                    shutil.rmtree(task.folder, ignore_errors=True)

    def _run(self, number: int, task: _Task) -> None:
        self._update(number, state="running")
        if self._clerk is None or not self._clerk.alive:
            self._clerk = _Clerk()
        try:
            self._clerk.give(task)
            while True:
                news = self._clerk.hear()
                total, new, changed, known, elsewhere, failed = news.counts
                state: State = "running" if not news.over else "failed" if news.broken else "done"
                self._held[number] = replace(
                    self._held[number],
                    state=state, total=total, new=new, changed=changed, known=known, elsewhere=elsewhere, failed=failed,
                    reasons=news.reasons,
                )  # fmt: skip
                if news.over:
                    break
        except (EOFError, OSError):
            self._clerk = None
            reason = "the process that read this died, probably for want of memory; bring it in smaller parts"
            self._update(number, state="failed", reasons=(reason,))
        self._told()

    def _update(self, number: int, *, state: State, reasons: tuple[str, ...] = ()) -> None:
        self._held[number] = replace(self._held[number], state=state, reasons=reasons)


class _Clerk:
    """The process, and the pipe to it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), name="dixit-clerk")
        self._process.start()
        theirs.close()

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    def give(self, task: _Task) -> None:
        self._pipe.send(task)

    def hear(self) -> _News:
        heard = self._pipe.recv()
        if not isinstance(heard, _News):
            raise EOFError
        return heard

    def stop(self) -> None:
        self._process.terminate()
        self._process.join(5)
        self._pipe.close()


# In the process.


def _serve(pipe: Connection) -> None:
    """One task after the other until the server is gone."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            task = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        pipe.send(_do(task, pipe))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(task: _Task, pipe: Connection) -> _News:
    tally = Tally()
    try:
        with Store.open(task.store) as store:
            before = {(row.source, row.tries) for row in store.failures()}
            adding = Adding(allowed=task.allowed, lent=task.folder)
            sources = [str(task.folder / one) if task.folder else one for one in task.sources]
            add(store, sources, adding, lambda now: pipe.send(_News(_counts(now))), tally)
            fresh = [row.reason for row in store.failures() if (row.source, row.tries) not in before]
    except DixitError as error:
        return _News(_counts(tally), over=True, reasons=(str(error),), broken=True)
    except Exception as error:  # noqa: BLE001 - a mistake of ours, of whatever kind, must not stop the room
        reason = f"a mistake in dixit ({type(error).__name__}: {error}); please report it"
        return _News(_counts(tally), over=True, reasons=(reason,), broken=True)
    return _News(_counts(tally), over=True, reasons=tuple(fresh))


def _counts(tally: Tally) -> tuple[int | None, int, int, int, int, int]:
    return tally.total, tally.new, tally.changed, tally.known, tally.elsewhere, tally.failed


# Names of files, which come from elsewhere.


def safe_name(name: str) -> str:
    """A name without folders, controls or a leading dot, not longer than a file system takes."""
    bare = _UNSAFE.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    stem, dot, end = bare.rpartition(".")
    return (f"{stem[:80]}{dot}{end[:12]}" if stem else bare[:80]) or "document"


def _free(name: str, taken: Sequence[str]) -> str:
    """The name, or with a number where two files have the same."""
    stem, dot, end = name.rpartition(".")
    numbered = (f"{stem or end}-{n}{dot}{end if stem else ''}" for n in itertools.count(2))
    return name if name not in taken else next(one for one in numbered if one not in taken)
