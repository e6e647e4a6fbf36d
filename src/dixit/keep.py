"""SOURCE... -> the store: what is new is read on all cores and kept, what fails is listed, what is there stays."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from dixit.batch import ItemRead, Reading, read_items
from dixit.intake import Facts, Item, Refused, count, items
from dixit.intake.web import Web
from dixit.read import doc_id, fix
from dixit.store import Store, linking
from dixit.store.database import now
from dixit.store.putting import Origin, found_at, put, unpacked

# With fewer documents than this a second process does not pay.
_PAYS_FROM: Final = 40
# Reasons that a tally keeps; the store has all of them.
_TOLD: Final = 5


@dataclass(frozen=True, slots=True)
class Adding:
    """How documents are to be added."""

    reading: Reading = field(default_factory=Reading)
    jobs: int | None = None  # None: as many as there are cores, where that pays
    again: bool = False  # what is there is read anew
    allowed: tuple[str, ...] = ()  # hosts whose private addresses may be called
    lent: Path | None = None  # folder whose files lie there only for now: they are known by their names alone


@dataclass(slots=True)
class Tally:
    """What has become of the documents so far; everything counted here is on the disk."""

    total: int | None = None  # None: not known beforehand
    new: int = 0
    changed: int = 0  # read anew, with another result
    known: int = 0  # were there
    elsewhere: int = 0  # the same text was there, found now in another place
    failed: int = 0
    reasons: list[str] = field(default_factory=list)  # of the first that failed

    @property
    def done(self) -> int:
        """All of them."""
        return self.new + self.changed + self.known + self.elsewhere + self.failed


Watch = Callable[[Tally], None]


def add(
    store: Store,
    sources: Sequence[str],
    adding: Adding | None = None,
    watch: Watch = lambda _: None,
    tally: Tally | None = None,
) -> Tally:
    """Adds every document of the sources; without sources, reads anew what the store holds.

    ``watch`` is called each time that something is on the disk; ``tally`` is counted up, so that it can be read
    also after an interrupt. Raises ModelError, StoreError.
    """
    adding, tally = adding or Adding(), tally or Tally()
    web = Web(adding.allowed)
    own = [store.path.absolute().with_name(store.path.name + end) for end in ("", "-wal", "-shm")]
    counts = [count(source, skip=own) for source in sources]
    known = [one for one in counts if one is not None]
    tally.total = sum(known) if len(known) == len(counts) and counts else None
    if sources:
        found: Iterable[Item | Refused] = (one for source in sources for one in items(source, web, skip=own))
        if adding.lent:
            found = _by_name(found, f"{adding.lent.absolute()}{os.sep}")
    else:
        tally.total = store.stats().dispatches
        found = _held(store)
        adding = replace(adding, again=True)
    few = tally.total is not None and tally.total < _PAYS_FROM
    desk = _Desk(store, adding, tally, watch)
    desk.held = not sources
    for part in read_items(desk.fresh(found), adding.reading, jobs=adding.jobs or (1 if few else None)):
        desk.keep(part)
    desk.keep([])
    if tally.new or tally.changed:
        linking.tidy(store)
    return tally


def _by_name(found: Iterable[Item | Refused], folder: str) -> Iterator[Item | Refused]:
    """Items without the folder in which they lie for now."""
    for one in found:
        source, container = one.source.removeprefix(folder), one.container.removeprefix(folder)
        if isinstance(one, Refused):
            yield Refused(source, container, one.reason.replace(folder, ""))
        else:
            yield replace(one, source=source, container=container)


def failed_sources(store: Store) -> list[str]:
    """What is to be added again so that each failure is tried again."""
    return list(dict.fromkeys(row.container for row in store.failures()))


def _held(store: Store) -> Iterator[Item]:
    """The texts of the store, as they were read."""
    for (number,) in store.rows("SELECT id FROM dispatches ORDER BY id"):
        row = store.one("SELECT record FROM texts WHERE dispatch_id = $id", id=number)
        document = unpacked(row[0] if row else None).document
        facts = Facts(document.title, document.published, document.publisher)
        yield Item(document.source, document.source, "text", document.text.encode(), facts)


class _Desk:
    """Sorts what comes in, and keeps what comes back."""

    def __init__(self, store: Store, adding: Adding, tally: Tally, watch: Watch) -> None:
        self._store, self._adding, self._tally, self._watch = store, adding, tally, watch
        self.held = False  # whether the items come out of the store itself
        self._elsewhere: list[tuple[int, Origin]] = []  # to be kept with the next part
        self._known = 0

    def fresh(self, found: Iterable[Item | Refused]) -> Iterator[Item | Refused]:
        """The items that have to be read; of the others is noted where they stand."""
        for item in found:
            if isinstance(item, Refused) or self._adding.again:
                yield item
                continue
            digest = item.digest
            if self._store.one(_HAS_ITEM, item=digest, container=item.container):
                self._known += 1
                if self._known % 1000 == 0:
                    self._flush()
                continue
            dispatch = self._same_text(item)
            if dispatch is None:
                yield item
            else:
                facts = item.facts
                origin = Origin(item.source, item.container, digest, facts.title, facts.publisher, facts.published)
                self._elsewhere.append((dispatch, origin))

    def _same_text(self, item: Item) -> int | None:
        """The dispatch that has exactly this text, where that is told without the trouble of reading."""
        if item.kind != "text":
            return None
        try:
            digest = doc_id(fix(item.raw.decode()))
        except UnicodeDecodeError:
            return None
        row = self._store.one("SELECT id FROM dispatches WHERE digest = $digest", digest=digest)
        return row[0] if row and isinstance(row[0], int) else None

    def keep(self, part: Sequence[ItemRead | Refused]) -> None:
        """One part, in one transaction: all of it is on the disk afterwards, or nothing."""
        tally = self._tally
        counted = {"new": 0, "changed": 0, "known": 0, "failed": 0}
        reasons: list[str] = []
        with self._store.transaction():
            for dispatch, origin in self._elsewhere:
                found_at(self._store, dispatch, origin)
            for one in part:
                if isinstance(one, Refused):
                    self._store.run(_FAILED, now=now(), **one._asdict())
                    counted["failed"] += 1
                    reasons.append(one.reason)
                else:
                    counted[self._put(one)] += 1
        tally.elsewhere += len(self._elsewhere)
        self._elsewhere.clear()
        tally.new += counted["new"]
        tally.changed += counted["changed"]
        tally.known += counted["known"]
        tally.failed += counted["failed"]
        tally.reasons += reasons[: _TOLD - len(tally.reasons)]
        self._flush()

    def _put(self, one: ItemRead) -> str:
        origin = None if self.held else one.origin
        return put(self._store, one.record, index=one.index, origin=origin, replace=self._adding.again)

    def _flush(self) -> None:
        self._tally.known += self._known
        self._known = 0
        self._watch(self._tally)


_HAS_ITEM: Final = "SELECT 1 FROM sources WHERE item = $item AND container = $container"
_FAILED: Final = """
INSERT INTO failures (source, container, reason, first, last, tries)
VALUES ($source, $container, $reason, $now, $now, 1)
ON CONFLICT (source) DO UPDATE SET reason = excluded.reason, last = excluded.last, tries = tries + 1
"""
