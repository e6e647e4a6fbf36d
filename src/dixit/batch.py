"""Many files -> their records, on several cores where that pays; the only module that knows processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from dixit.errors import MissingError, MistakeError, ReadError, WorkerError
from dixit.parse import Parser
from dixit.pipeline import Reader, packaged_reader
from dixit.read import LARGEST, load, read
from dixit.record import Record
from dixit.types import Document, Parsed

STDIN: Final = "-"

# A worker takes as long to start as one core takes for this many bytes. Not measured on other machines.
_PAYS_FROM: Final = 150_000
# Files that a worker is handed at once: many enough to go through the model together, few enough to share out.
_PART: Final = 16
# Parts for each worker that are read before somebody asks for their records.
_AHEAD: Final = 3


class Failure(NamedTuple):
    """A file that gave no record, and the line that says why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are to be read."""

    encoding: str | None = None  # None: told by the bytes
    published: date | None = None  # None: told by the dateline


def read_files(
    names: Sequence[str], reading: Reading | None = None, *, jobs: int | None = None
) -> Iterator[Record | Failure]:
    """A record or a failure for each file, records in the order of the names; "-" is standard input.

    ``jobs`` is the number of processes; without it as many as there are cores, if that pays. Raises
    ModelError where there is no model.
    """
    reading = reading or Reading()
    jobs = jobs or (_cores() if _pays(names) else 1)
    parts = [names[i : i + _PART] for i in range(0, len(names), _PART)]
    jobs = min(jobs, len(parts))
    if jobs <= 1 or STDIN in names:  # a worker has no standard input
        return _read_part(names, reading, packaged_reader())
    return _read_parts(parts, reading, jobs)


def _cores() -> int:
    """Those that this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _pays(names: Iterable[str]) -> bool:
    size = 0
    for name in names:
        try:
            size += Path(name).stat().st_size
        except OSError:
            continue  # reading it says what is wrong
    return size > _PAYS_FROM


def _read_parts(parts: Sequence[Sequence[str]], reading: Reading, jobs: int) -> Iterator[Record | Failure]:
    """Results in the order of the parts; whoever stops asking for more stops the workers too."""
    Parser.find()  # a missing model is one clear error, not one for each process
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), initializer=_begin)
    waiting: deque[Future[list[Record | Failure]]] = deque()
    done = False
    try:
        for part in parts:
            with _uninterrupted():
                waiting.append(pool.submit(_work, part, reading))
            if len(waiting) > _AHEAD * jobs:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
        done = True
    except BrokenProcessPool as error:
        raise WorkerError from error
    finally:
        if not done:
            for worker in set(multiprocessing.active_children()) - others:
                worker.terminate()
        pool.shutdown()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """What starts in here never sees Ctrl-C, which reaches every process of the group: the first one alone answers it.

    A signal handler of the worker's own would come too late, after seconds of imports.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """In a worker: leave Ctrl-C to the first process, and do not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(names: Sequence[str], reading: Reading) -> list[Record | Failure]:
    return list(_read_part(names, reading, packaged_reader()))


def _read_part(names: Iterable[str], reading: Reading, reader: Reader) -> Iterator[Record | Failure]:
    failures: deque[Failure] = deque()

    def documents() -> Iterator[Document]:
        for name in names:
            try:
                yield _document(name, reading)
            except ReadError as error:
                failures.append(Failure(name, str(error)))
            except Exception as error:  # noqa: BLE001 - a mistake of ours, of whatever kind
                failures.append(Failure(name, str(MistakeError(name, error))))

    for parsed in reader.parser.many(documents()):
        while failures:
            yield failures.popleft()
        yield _record(reader, parsed)
    yield from failures


def _document(name: str, reading: Reading) -> Document:
    raw, shown = _bytes(name)
    return read(raw, name=shown, encoding=reading.encoding, published=reading.published)


def _bytes(name: str) -> tuple[bytes, str]:
    """What a file holds, and what to call it; not a byte of one that is too large."""
    if name == STDIN and sys.stdin is None:
        raise MissingError("<stdin>", "standard input is closed", "name a file, or pipe the text in")
    if name != STDIN:
        return load(Path(name), name), name
    try:
        return sys.stdin.buffer.read(LARGEST + 1), "<stdin>"
    except OSError as error:
        raise MissingError("<stdin>", (error.strerror or str(error)).lower()) from error


def _record(reader: Reader, parsed: Parsed) -> Record | Failure:
    """One text on which a rule breaks does not cost the others theirs."""
    try:
        return reader.record(parsed)
    except Exception as error:  # noqa: BLE001 - a mistake of ours, of whatever kind
        name = parsed.document.name
        return Failure(name, str(MistakeError(name, error)))
