"""A text -> the other dispatches that are copies of it: cut, retitled, lightly edited.

Runs of words are hashed and their smallest hashes kept (MinHash, by rensa); texts that share a band of them are
compared run by run. What counts is how much of the shorter text the longer one has too: a cut copy lies wholly
inside its original.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from rensa import RMinHash

from dixit.store.database import Database

# Words in a run. Four in a row that two texts share by chance are rare.
_RUN: Final = 4
# 64 bands of 2: a pair that shares a quarter of its runs, as a copy cut to a third does, is compared at 98 %.
_HASHES: Final = 128
_ROWS: Final = 2
_SEED: Final = 42  # any; must stay, for the bands of old texts were made with it
# From this share on a text is called a copy. Of the dispatches of a year of one agency, pairs above it are versions
# of one dispatch, and from 0.5 to 0.7 mostly follow-ups with new facts. See docs/store.md.
COPY: Final = 0.7
# A shorter text is made of set phrases; not compared.
_FEWEST: Final = 20

_WORD: Final = re.compile(r"\w+")


def runs(text: str) -> set[str]:
    """All runs of four words."""
    words = _WORD.findall(text.casefold())
    return {" ".join(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)}


def shared(one: set[str], other: set[str]) -> float:
    """The share of the smaller set that the larger has too."""
    fewest = min(len(one), len(other))
    return len(one & other) / fewest if fewest >= _FEWEST else 0.0


def _bands(found: Iterable[str]) -> list[int]:
    minhash = RMinHash(num_perm=_HASHES, seed=_SEED)
    minhash.update(sorted(found))
    hashes: list[int] = minhash.digest()
    # 62 bits of the two hashes and the band's number, as SQLite's integers have a sign.
    return [
        ((hashes[n] << 32 | hashes[n + 1]) ^ (n * 0x9E3779B97F4A7C15)) & 0x3FFF_FFFF_FFFF_FFFF
        for n in range(0, _HASHES, _ROWS)
    ]


def place(store: Database, dispatch: int, text: str) -> None:
    """Finds the copies of a new dispatch, and which of them all is the fullest."""
    mine = runs(text)
    if len(mine) < _FEWEST:
        return
    bands = sorted(set(_bands(mine)))
    found = _candidates(store, bands)
    store.run_many("INSERT OR IGNORE INTO bands VALUES (?, ?)", [(band, dispatch) for band in bands])
    pairs = []
    for other in found:
        row = store.one("SELECT text FROM texts WHERE dispatch_id = $id", id=other)
        share = shared(mine, runs(str(row[0]))) if row else 0.0
        if share >= COPY:
            pairs += [(dispatch, other, share), (other, dispatch, share)]
    if pairs:
        store.run_many("INSERT OR IGNORE INTO likenesses VALUES (?, ?, ?)", pairs)
        _choose(store, _group(store, dispatch))


def _candidates(store: Database, bands: Sequence[int]) -> list[int]:
    found: set[int] = set()
    for band in bands:
        rows = store.rows("SELECT dispatch_id FROM bands WHERE band = $band", band=band)
        found.update(number for (number,) in rows if isinstance(number, int))
    return sorted(found)


_GROUP: Final = """
WITH RECURSIVE "group" (id) AS (
    SELECT $id UNION SELECT l.other_id FROM likenesses AS l JOIN "group" ON l.dispatch_id = "group".id
)
SELECT id FROM "group" ORDER BY id
"""


def _group(store: Database, dispatch: int) -> list[int]:
    """A dispatch and its copies, the copies of those included."""
    return [number for (number,) in store.rows(_GROUP, id=dispatch) if isinstance(number, int)]


_SIZES: Final = "SELECT id, words FROM dispatches WHERE id IN (SELECT value FROM json_each($ids))"


def _choose(store: Database, group: Sequence[int]) -> None:
    """The longest is the original of all; of two as long, the one kept first."""
    rows = store.rows(_SIZES, ids=str([*group]))
    sizes = {number: words for number, words in rows if isinstance(number, int) and isinstance(words, int)}
    first = max(group, key=lambda number: (sizes[number], -number))
    for number in group:
        store.run(
            "UPDATE dispatches SET copy_of = $of WHERE id = $id", of=first if number != first else None, id=number
        )


_REPEATED_STATEMENTS: Final = """
UPDATE statements SET repeats = (
    SELECT o.id FROM statements AS o JOIN dispatches AS d ON d.id = o.dispatch_id
    WHERE o.dispatch_id IN (SELECT value FROM json_each($ids)) AND o.lemmas = statements.lemmas
      AND +o.act = statements.act AND o.dispatch_id <> statements.dispatch_id
      AND (d.copy_of IS NULL OR (o.dispatch_id < statements.dispatch_id AND EXISTS (
          SELECT 1 FROM dispatches AS m WHERE m.id = statements.dispatch_id AND m.copy_of IS NOT NULL)))
    ORDER BY d.copy_of IS NOT NULL, o.dispatch_id, o.id LIMIT 1
) WHERE dispatch_id IN (SELECT value FROM json_each($ids))
"""

_REPEATED_EVENTS: Final = """
UPDATE events SET repeats = (
    SELECT o.id FROM events AS o JOIN dispatches AS d ON d.id = o.dispatch_id
    WHERE o.dispatch_id IN (SELECT value FROM json_each($ids)) AND +o.type = events.type
      AND o."trigger" = events."trigger" AND o.dispatch_id <> events.dispatch_id
      AND (d.copy_of IS NULL OR (o.dispatch_id < events.dispatch_id AND EXISTS (
          SELECT 1 FROM dispatches AS m WHERE m.id = events.dispatch_id AND m.copy_of IS NOT NULL)))
    ORDER BY d.copy_of IS NOT NULL, o.dispatch_id, o.id LIMIT 1
) WHERE dispatch_id IN (SELECT value FROM json_each($ids))
"""


def mark_repeats(store: Database, dispatch: int) -> None:
    """Which statements and events of a group of copies stand in an earlier or the fullest one already."""
    group = _group(store, dispatch)
    if len(group) > 1:
        store.run(_REPEATED_STATEMENTS, ids=str(group))
        store.run(_REPEATED_EVENTS, ids=str(group))
