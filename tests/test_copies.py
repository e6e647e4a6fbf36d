"""The same text in several places is known as one, and what it says is counted once."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dixit
from dixit.record import Record
from dixit.store import Store
from dixit.store.copies import COPY, runs, shared

PLACES = ("le quai nord", "la halle", "le phare", "l'école", "la digue", "le marché", "la gare", "le pont")
SENTENCES = [
    f"Le maire de Marsane, Léo Roc, a promis jeudi de réparer {place} avant la fin du mois {n} de cette année."
    for n, place in enumerate(PLACES)
]
WHOLE = "Les travaux de Marsane\n\n" + "\n\n".join(SENTENCES)
CUT = "Marsane se rénove\n\n" + "\n\n".join(SENTENCES[:4])
EDITED = WHOLE.replace("jeudi", "vendredi", 2).replace("la halle", "la vieille halle") + "\n\nAna Bel a salué ce plan."
OTHER = "La tempête de janvier\n\n" + "\n\n".join(
    f"La préfète Odile Karsenty a indiqué que {n} communes du Ponant attendaient encore les secours promis par l'État."
    for n in ("trois", "huit", "douze")
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty one."""
    with Store.open(tmp_path / "s.db") as opened:
        yield opened


@cache
def record(text: str) -> Record:
    """One for all tests."""
    return dixit.read(text)


@pytest.mark.parametrize(
    "texts", [(WHOLE, CUT, EDITED, OTHER), (CUT, OTHER, EDITED, WHOLE), (EDITED, WHOLE, OTHER, CUT)]
)
def test_copies_are_one_group_in_whatever_order_they_come(store: Store, texts: tuple[str, ...]) -> None:
    """The fullest is the original; another text stays alone."""
    for text in texts:
        store.put(record(text))
    rows = store.copies()

    assert {record(text).document.id for text in (WHOLE, CUT, EDITED)} == {row.dispatch for row in rows}
    assert {record(EDITED).document.id} == {row.original for row in rows}
    assert [(4, 2)] == store.rows("SELECT count(*), count(copy_of) FROM dispatches")
    assert all(row.share >= COPY for row in rows)


def test_what_stands_in_copies_is_counted_once(store: Store) -> None:
    """What only one of them says is counted too."""
    for text in (CUT, WHOLE):
        store.put(record(text))
    once = [row.content for row in store.find()]
    store.put(record(EDITED))
    contents = [row.content for row in store.find()]

    assert sorted(once) == sorted({piece.text for one in record(WHOLE).statements for piece in one.content})
    assert 1 == sum("ce plan" in content for content in contents)
    assert len(set(contents)) == len(contents)
    assert len(store.find(repeated=True)) == sum(len(record(text).statements) for text in (CUT, WHOLE, EDITED))
    assert {3} == {row.outlets for row in store.find()}
    assert [1] == [row.dispatches for row in store.actors(name="Roc")]


def test_reading_a_copy_anew_changes_no_count(store: Store) -> None:
    """What repeats what is found again."""
    for text in (CUT, WHOLE):
        store.put(record(text))
    before = store.rows("SELECT count(*), count(repeats) FROM statements")
    for text in (WHOLE, CUT):
        changed = Record.from_json(record(text).to_json().replace('"version": "', '"version": "9.'))
        assert "changed" == store.put(changed)

    assert before == store.rows("SELECT count(*), count(repeats) FROM statements")


def test_short_texts_are_not_compared(store: Store) -> None:
    """Two notes of one line are alike without being copies."""
    for n in range(2):
        store.put(record(f"Le maire Léo Roc a promis de réparer le quai {n}."))

    assert [] == list(store.copies())


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0, max_value=2**32), st.floats(min_value=0.75, max_value=1))
def test_a_cut_text_is_a_copy_of_the_whole(seed: int, share: float) -> None:
    """At whatever length, as long as enough of it is the same."""
    chance = random.Random(seed)  # noqa: S311 - not a secret
    words = [f"mot{chance.randrange(10**6)}" for _ in range(200)]
    start = chance.randrange(100)
    cut = words[start : start + 60]
    new = [f"neuf{n}" for n in range(int(60 * (1 - share)))]

    assert shared(runs(" ".join(words)), runs(" ".join([*cut, *new]))) >= COPY
    assert shared(runs(" ".join(words)), runs(" ".join(reversed(words)))) == 0
