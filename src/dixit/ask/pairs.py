"""Dispatches -> pairs that report one happening, apart from copies.

Two reports are of days near each other, begin alike, share the rare words of what they tell first and of what is said,
and name the same people. Words are compared by lemmas, weighed by how few dispatches have them (TF-IDF, cosine). How
they begin, and the day of the week that they name there, tell a report from a follow-up, which has the same background
and other news. All pairs of near days are compared, by products of matrices for each day: no pair is missed for want of
a common hash.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from dixit.folding import fold
from dixit.store.database import Database

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

# Days between two reports of one happening: a report of the evening, and its follow-ups.
_DAYS: Final = 2
# Characters of the title and first words, and of the first paragraphs; what is said stands in the statements.
_HEAD: Final = 160
_LEAD: Final = 700
_WORD: Final = re.compile(r"\w{2,}")
# The news is of this day, as an agency writes it; where it is looked for, in characters.
_WEEKDAYS: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_NEWS: Final = 500
# What counts how much in the likeness, what each day between takes off, and from where on a pair is one happening.
# Chosen on 86 pairs that were read, measured on others: docs/compare.md.
_HEAD_COUNTS: Final = 0.4
_WORDS_COUNT: Final = 0.3
_PEOPLE_COUNT: Final = 0.3
_DAY_COSTS: Final = 0.05
_SAME_WEEKDAY: Final = 0.05
_OTHER_WEEKDAY: Final = -0.20
LIKE: Final = 0.30
# A text with fewer different words is a headline; it is like too much.
_FEWEST: Final = 15
_HANDFUL: Final = 2  # of so few dispatches nothing is common
_RARE: Final = 0.05  # a word in more than this share of dispatches says nothing of what has happened


class PairRow(NamedTuple):
    """Two reports of one happening."""

    one: str  # digest of the earlier
    other: str
    likeness: float  # 0 to 1, of all that follows
    head: float  # likeness of how they begin
    words: float  # of what they tell first, and of what is said
    people: float  # of those who are named
    shared_words: str  # the rarest that both have
    shared_people: str
    shared_days: str  # of the week, that both name where they begin
    one_date: str | None
    other_date: str | None
    one_title: str | None
    other_title: str | None
    one_publisher: str | None
    other_publisher: str | None


@dataclass(frozen=True, slots=True)
class _Bags:
    """What each dispatch has of one kind of feature, as the rows of a sparse matrix whose rows have length one."""

    names: Sequence[str]
    starts: Ints  # row n is places starts[n] to starts[n + 1]
    columns: Ints
    weights: Floats

    def row(self, n: int) -> dict[int, float]:
        """Weights by column."""
        part = slice(self.starts[n], self.starts[n + 1])
        return dict(zip(self.columns[part].tolist(), self.weights[part].tolist(), strict=True))


class _Dispatch(NamedTuple):
    number: int
    digest: str
    title: str | None
    publisher: str | None
    published: str | None
    lead: str


_DISPATCHES: Final = """
SELECT d.id, d.digest, d.title, d.publisher, d.published, substr(t.text, 1, $lead)
FROM dispatches AS d JOIN texts AS t ON t.dispatch_id = d.id
WHERE d.copy_of IS NULL AND ($since IS NULL OR d.published >= $since) AND ($until IS NULL OR d.published <= $until)
ORDER BY d.published, d.id
"""
_SAID: Final = "SELECT dispatch_id, group_concat(lemmas, ' ') FROM statements GROUP BY dispatch_id"
_FORMS: Final = "SELECT form, min(lemma) FROM forms GROUP BY form"
_NAMED: Final = """
SELECT p.dispatch_id, a.name FROM appearances AS p JOIN actors AS a ON a.id = p.actor_id
"""


def pairs(
    store: Database, *, dispatch: str | None = None, days: tuple[str | None, str | None] = (None, None)
) -> list[PairRow]:
    """Pairs of reports of one happening, the likest first; ``dispatch`` is the digest of one of the two.

    ``days`` are the first and last day of issue.
    """
    dispatches = [
        _Dispatch(*row)  # type: ignore[arg-type]
        for row in store.rows(_DISPATCHES, lead=_LEAD, since=days[0], until=days[1])
    ]
    if not dispatches:
        return []
    heads, words = _words(store, dispatches)
    people = _people(store, dispatches)
    named = _weekdays(dispatches)
    wanted = next((n for n, one in enumerate(dispatches) if one.digest == dispatch), None)
    if dispatch is not None and wanted is None:
        return []
    found = []
    for one, other, (likeness, *alike) in _near(dispatches, (heads, words, people), named, wanted):
        a, b = dispatches[one], dispatches[other]
        found.append(
            PairRow(
                a.digest,
                b.digest,
                round(likeness, 3),
                round(alike[0], 3),
                round(alike[1], 3),
                round(alike[2], 3),
                _shared(words, one, other),
                _shared(people, one, other),
                ", ".join(day for day, both in zip(_WEEKDAYS, named[one] & named[other], strict=True) if both),
                a.published,
                b.published,
                a.title,
                b.title,
                a.publisher,
                b.publisher,
            )
        )
    return sorted(found, key=lambda row: (-row.likeness, row.one, row.other))


class _Plain(dict[str, str]):
    """A lemma, or a form with its lemma found -> that lemma in small letters without accents; each looked up once."""

    def __init__(self, lemmas: Mapping[str, str]) -> None:
        self._lemmas = lemmas

    def __missing__(self, word: str) -> str:
        plain = word if word.isascii() else fold(word)
        found = self._lemmas.get(plain, plain)
        self[word] = plain = found if found.isascii() else fold(found)
        return plain


class _Ids(dict[str, int]):
    """Names -> numbers, in the order in which they are met."""

    def __missing__(self, name: str) -> int:
        self[name] = number = len(self)
        return number


def _words(store: Database, dispatches: Sequence[_Dispatch]) -> tuple[_Bags, _Bags]:
    """Lemmas of how they begin; and of the first paragraphs and what is said."""
    form = _Plain({str(form): str(lemma) for form, lemma in store.rows(_FORMS)})
    lemma = _Plain({})
    said = {number: str(text) for number, text in store.rows(_SAID)}
    heads, bags = [], []
    for one in dispatches:
        first = f"{one.title or ''} {one.lead}".casefold()
        heads.append(set(map(form.__getitem__, set(_WORD.findall(first[: len(one.title or "") + _HEAD])))))
        begins = map(form.__getitem__, set(_WORD.findall(first)))
        bags.append({*begins, *map(lemma.__getitem__, set(said.get(one.number, "").split()))})
    return _weighed(heads, fewest=1), _weighed(bags, fewest=_FEWEST)


def _weekdays(dispatches: Sequence[_Dispatch]) -> Flags:
    """Which days of the week each names where it begins; rows of seven."""
    heads = (one.lead[:_NEWS].casefold() for one in dispatches)
    return np.asarray([[day in head for day in _WEEKDAYS] for head in heads])


def _people(store: Database, dispatches: Sequence[_Dispatch]) -> _Bags:
    """Actors that the store knows again."""
    bags: dict[int, set[str]] = {one.number: set() for one in dispatches}
    for number, slug in store.rows(_NAMED):
        if number in bags:
            bags[number].add(slug)  # type: ignore[index, arg-type]
    return _weighed(list(bags.values()), fewest=1)


def _weighed(bags: Sequence[Set[str]], *, fewest: int) -> _Bags:
    """Each name by the log of how rare it is; rows of length one, or empty where they have too little.

    How often a dispatch has a word makes little difference in texts of this length.
    """
    ids = _Ids()
    kept = [list(map(ids.__getitem__, bag)) if len(bag) >= fewest else [] for bag in bags]
    columns = np.fromiter(chain.from_iterable(kept), dtype=np.int64)
    rows = np.repeat(np.arange(len(bags)), np.fromiter(map(len, kept), dtype=np.int64, count=len(bags)))
    spread = np.bincount(columns, minlength=len(ids))
    common = len(bags) * _RARE
    rarity = np.log(len(bags) / np.maximum(spread, 1))
    if common > _HANDFUL:
        rarity[spread > common] = 0
    else:
        rarity += 1  # of a handful of dispatches, what all have is not common
    weights = rarity[columns]
    lengths = np.sqrt(np.bincount(rows, weights=weights**2, minlength=len(bags)))
    weights = (weights / np.maximum(lengths[rows], 1e-9)).astype(np.float32)
    shared = (weights > 0) & (spread[columns] > 1)  # the others make a row longer, and no pair liker
    starts = np.searchsorted(rows[shared], np.arange(len(bags) + 1))
    return _Bags(list(ids), starts, columns[shared], weights[shared])


def _near(
    dispatches: Sequence[_Dispatch], bags: tuple[_Bags, _Bags, _Bags], named: Flags, wanted: int | None
) -> Iterator[tuple[int, int, tuple[float, ...]]]:
    """Places of two dispatches that are like each other, and how much: in all, and by each of the bags."""
    days = np.asarray([date.fromisoformat(one.published).toordinal() if one.published else 0 for one in dispatches])
    counts = (_HEAD_COUNTS, _WORDS_COUNT, _PEOPLE_COUNT)
    seen: set[tuple[int, int]] = set()
    threads = ThreadpoolController()
    for left, right in _blocks(days):
        if wanted is not None and wanted not in left and wanted not in right:
            continue
        # Matrices as small as these are multiplied sooner by one thread than by several.
        with threads.limit(limits=1, user_api="blas"):
            parts = [_cosines(bag, left, right) for bag in bags]
        apart = np.abs(days[left][:, None] - days[right][None, :])
        apart[(days[left] == 0)[:, None] | (days[right] == 0)[None, :]] = 0
        likeness = sum(count * part for count, part in zip(counts, parts, strict=True)) - _DAY_COSTS * apart
        here, there = named[np.asarray(left)].astype(np.int8), named[np.asarray(right)].astype(np.int8)
        same = here @ there.T > 0
        both = np.outer(here.any(axis=1), there.any(axis=1))
        likeness += _SAME_WEEKDAY * same + _OTHER_WEEKDAY * (both & ~same)
        for i, j in zip(*np.nonzero(likeness >= LIKE), strict=True):
            first, second = min(left[i], right[j]), max(left[i], right[j])
            if first != second and (first, second) not in seen and (wanted is None or wanted in (first, second)):
                seen.add((first, second))
                yield first, second, (float(likeness[i, j]), *(float(part[i, j]) for part in parts))


def _blocks(days: Ints) -> Iterator[tuple[list[int], list[int]]]:
    """Those of one day, and those of that day and the next ones; who has no day (0) is near to all."""
    by_day: dict[int, list[int]] = defaultdict(list)
    for n, day in enumerate(days.tolist()):
        by_day[day].append(n)
    undated = by_day.pop(0, [])
    for day, here in list(by_day.items()):
        yield here, here + [n for ahead in range(1, _DAYS + 1) for n in by_day.get(day + ahead, [])]
    if undated:
        yield undated, list(range(len(days)))


def _cosines(bags: _Bags, left: Sequence[int], right: Sequence[int]) -> Floats:
    """How like each of some rows is each of others, in the columns that the first have at all."""
    parts = [np.arange(bags.starts[n], bags.starts[n + 1]) for n in left]
    used = np.unique(bags.columns[np.concatenate(parts)]) if parts else np.zeros(0, dtype=np.int64)
    if not len(used):
        return np.zeros((len(left), len(right)), dtype=np.float32)
    return _dense(bags, left, used) @ _dense(bags, right, used).T


def _dense(bags: _Bags, rows: Sequence[int], used: Ints) -> Floats:
    sizes = [bags.starts[n + 1] - bags.starts[n] for n in rows]
    parts = np.concatenate([np.arange(bags.starts[n], bags.starts[n + 1]) for n in rows])
    at = np.minimum(np.searchsorted(used, bags.columns[parts]), len(used) - 1)
    fits = used[at] == bags.columns[parts]
    matrix = np.zeros((len(rows), len(used)), dtype=np.float32)
    matrix[np.repeat(np.arange(len(rows)), sizes)[fits], at[fits]] = bags.weights[parts][fits]
    return matrix


def _shared(bags: _Bags, one: int, other: int, *, most: int = 6) -> str:
    """What two rows have in common, what counts most first."""
    first, second = bags.row(one), bags.row(other)
    both = sorted(
        first.keys() & second.keys(), key=lambda column: (-first[column] * second[column], bags.names[column])
    )
    return ", ".join(bags.names[column] for column in both[:most])
