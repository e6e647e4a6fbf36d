"""Many files or items -> their records, on several cores where that pays; the only module that knows processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from dixit.errors import BoundsError, LanguageError, MissingError, MistakeError, ReadError, WorkerError
from dixit.index import Index, index_of
from dixit.intake import Item, Refused, article
from dixit.knowledge.tables import own_table
from dixit.language import tells_french
from dixit.parse import Parser
from dixit.pipeline import Reader, packaged_reader
from dixit.read import LARGEST, load, read
from dixit.record import Record
from dixit.store.putting import Origin
from dixit.types import Document, Parsed, Span

STDIN: Final = "-"

# A worker takes as long to start as one core takes for this many bytes. Not measured on other machines.
_PAYS_FROM: Final = 150_000
# Files that a worker is handed at once: many enough to go through the model together, few enough to share out.
_PART: Final = 16
# Seconds for getting the text out of a PDF, a page or a Word document; the largest of them takes ten. Not measured.
_LONGEST: Final = 60.0
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
    actors: Path | None = None  # a user's own table of actors; None: those of the package alone


def read_files(
    names: Sequence[str], reading: Reading | None = None, *, jobs: int | None = None
) -> Iterator[Record | Failure]:
    """A record or a failure for each file, records in the order of the names; "-" is standard input.

    ``jobs`` is the number of processes; without it as many as there are cores, if that pays. Raises
    ModelError where there is no model, KnowledgeError where the table of actors is not as it should be.
    """
    reading = reading or Reading()
    _checked(reading)
    jobs = jobs or (_cores() if _pays(names) else 1)
    parts = [names[i : i + _PART] for i in range(0, len(names), _PART)]
    jobs = min(jobs, len(parts))
    if jobs <= 1 or STDIN in names:  # a worker has no standard input
        return _read_part(names, reading, packaged_reader(reading.actors))
    return _read_parts(parts, reading, jobs)


def _checked(reading: Reading) -> None:
    """A mistake in the table of actors is one clear error, not one for each process."""
    if reading.actors is not None:
        own_table(reading.actors)


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
    return list(_read_part(names, reading, packaged_reader(reading.actors)))


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


# Items of intake, for a store.


@dataclass(frozen=True, slots=True)
class ItemRead:
    """A document that was read, with where it was found and the words of its statements."""

    origin: Origin
    record: Record
    index: Index


def read_items(
    items: Iterable[Item | Refused], reading: Reading | None = None, *, jobs: int | None = None
) -> Iterator[list[ItemRead | Refused]]:
    """What becomes of each item, part by part as they are done; in no certain order on several processes.

    An item on which a process dies is refused, and costs no other item. Raises ModelError and KnowledgeError.
    """
    reading, jobs = reading or Reading(), jobs or _cores()
    _checked(reading)
    parts = _parts(items)
    if jobs <= 1:
        return (_work_items(part, reading=reading) for part in parts)
    Parser.find()
    return _read_item_parts(parts, reading, jobs)


def _parts(items: Iterable[Item | Refused]) -> Iterator[list[Item | Refused]]:
    """A few items at once, or one that is large."""
    part: list[Item | Refused] = []
    size = 0
    for item in items:
        part.append(item)
        size += len(item.raw) if isinstance(item, Item) else 0
        if len(part) == _PART or size > _PAYS_FROM:
            yield part
            part, size = [], 0
    if part:
        yield part


def _pool(jobs: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin)


def _read_item_parts(
    parts: Iterator[list[Item | Refused]], reading: Reading, jobs: int
) -> Iterator[list[ItemRead | Refused]]:
    """At most twice as many parts as processes are in work, so that a large source is not held in memory."""
    work = partial(_work_items, reading=reading)
    pool, running = _pool(jobs), dict[Future[list[ItemRead | Refused]], list[Item | Refused]]()
    try:
        while True:
            for part in islice(parts, 2 * jobs - len(running)):
                with _uninterrupted():
                    running[pool.submit(work, part)] = part
            if not running:
                pool.shutdown()
                return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            if any(isinstance(future.exception(), BrokenProcessPool) for future in done):
                suspects = [item for part in running.values() for item in part]
                running.clear()
                pool.shutdown(wait=False, cancel_futures=True)
                yield from ([found] for found in _one_by_one(suspects, work))
                pool = _pool(jobs)
                continue
            for future in done:
                del running[future]
                yield future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _one_by_one(
    suspects: Iterable[Item | Refused], work: Callable[[list[Item | Refused]], list[ItemRead | Refused]]
) -> Iterator[ItemRead | Refused]:
    """After a process has died on one of them: each alone, so that it is known which."""
    pool = _pool(1)
    try:
        for item in suspects:
            try:
                yield from pool.submit(work, [item]).result()
            except BrokenProcessPool:
                pool.shutdown(wait=False)
                pool = _pool(1)
                reason = f"{item.source}: reading it killed the process, probably for want of memory; cut it into parts"
                yield Refused(item.source, item.container, reason)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _work_items(part: Sequence[Item | Refused], *, reading: Reading) -> list[ItemRead | Refused]:
    found: list[ItemRead | Refused] = []
    origins: list[Origin] = []

    def documents() -> Iterator[Document]:
        for item in part:
            if isinstance(item, Refused):
                found.append(item)
                continue
            try:
                document, origin = _item_document(item, reading)
            except ReadError as error:
                found.append(Refused(item.source, item.container, str(error)))
            else:
                origins.append(origin)
                yield document

    reader = packaged_reader(reading.actors)
    for n, parsed in enumerate(reader.parser.many(documents())):
        record, origin = _record(reader, parsed), origins[n]
        if isinstance(record, Failure):
            found.append(Refused(origin.source, origin.container, record.reason))
        else:
            found.append(ItemRead(origin, record, index_of(parsed, record)))
    return found


def _item_document(item: Item, reading: Reading) -> tuple[Document, Origin]:
    """The document of an item, with what intake was told of it. Raises ReadError."""
    with _time_limit(item.source):
        found = article(item)
    facts = found.facts
    day = date.fromisoformat(facts.published) if facts.published else reading.published
    document = read(found.text, name=item.source, encoding=reading.encoding, published=day)
    if facts.language and not facts.language.lower().startswith("fr") and not tells_french(document.text):
        raise LanguageError(item.source, f"a text in {facts.language!r}, as it says itself")
    titled = document.title
    if titled is None and facts.title and document.text.startswith(facts.title):
        titled = Span(0, len(facts.title))
    document = replace(document, publisher=facts.publisher or document.publisher, title=titled)
    origin = Origin(item.source, item.container, item.digest, facts.title, facts.publisher, facts.published)
    return document, origin


@contextmanager
def _time_limit(name: str) -> Iterator[None]:
    """Raises BoundsError in what takes too long; only where the system has such an alarm, and in the main thread."""

    def ring(*_: object) -> None:
        raise BoundsError(name, f"its text was not found within {_LONGEST:.0f} s")

    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, _LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _record(reader: Reader, parsed: Parsed) -> Record | Failure:
    """One text on which a rule breaks does not cost the others theirs."""
    try:
        return reader.record(parsed)
    except Exception as error:  # noqa: BLE001 - a mistake of ours, of whatever kind
        name = parsed.document.name
        return Failure(name, str(MistakeError(name, error)))
