"""Many files -> their records, on several cores where that pays; the only module that knows processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Final, NamedTuple

from dixit.errors import MissingError, ReadError, SizeError, WorkerError
from dixit.parse import Parser
from dixit.pipeline import Reader
from dixit.read import LARGEST, read
from dixit.record import Record
from dixit.types import Document, Parsed

STDIN: Final = "-"

# A worker takes as long to start as one core takes for this many bytes. Not measured on other machines.
_PAYS_FROM: Final = 150_000
# Files that a worker is handed at once: many enough to go through the model together, few enough to share out.
_PART: Final = 16


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
        return _read_part(names, reading, _reader())
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
    Parser.find()  # a missing model is one clear error, not one for each process
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_ignore_interrupts) as pool:
        try:
            for results in pool.map(partial(_work, reading=reading), parts):
                yield from results
        except BrokenProcessPool as error:
            raise WorkerError from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _ignore_interrupts() -> None:
    """Ctrl-C reaches every process of the group; the first one alone answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _work(names: Sequence[str], *, reading: Reading) -> list[Record | Failure]:
    return list(_read_part(names, reading, _reader()))


@cache
def _reader() -> Reader:
    """One model for each process."""
    return Reader.load()


def _read_part(names: Iterable[str], reading: Reading, reader: Reader) -> Iterator[Record | Failure]:
    failures: deque[Failure] = deque()

    def documents() -> Iterator[Document]:
        for name in names:
            try:
                yield _document(name, reading)
            except ReadError as error:
                failures.append(Failure(name, str(error)))

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
    if name == STDIN:
        return sys.stdin.buffer.read(LARGEST + 1), "<stdin>"
    path = Path(name)
    try:
        if path.is_dir():
            raise MissingError(name, "this is a folder", f"name the files in it: {path / '*.txt'}")
        if path.stat().st_size > LARGEST:
            raise SizeError(name, LARGEST)
        return path.read_bytes(), name
    except OSError as error:
        raise MissingError(name, (error.strerror or str(error)).lower()) from error


def _record(reader: Reader, parsed: Parsed) -> Record | Failure:
    """One text on which a rule breaks does not cost the others theirs."""
    try:
        return reader.record(parsed)
    except Exception as error:  # noqa: BLE001 - a mistake of ours, of whatever kind
        name = parsed.document.name
        return Failure(name, f"{name}: a mistake in dixit ({type(error).__name__}: {error}); please report it")
