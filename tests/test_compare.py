"""Two reports of one happening: how they are found, and how they stand side by side."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dixit
from dixit import cli
from dixit.ask.compare import Comparison, compare, worded
from dixit.ask.pairs import pairs
from dixit.cli.compare import marked
from dixit.errors import UnknownError
from dixit.store.copies import COPY, runs, shared

EXAMPLES = Path(__file__).parent.parent / "examples" / "reports"
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.txt"))}
COPIED = TEXTS["littoral.txt"].replace("Réouverture du port de Luz lundi", "Le port de Luz rouvre")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dixit.Store]:
    """Two reports of one happening, a copy of the first, another happening, and the same port two weeks later."""
    with dixit.Store.open(tmp_path_factory.mktemp("store") / "dixit.db") as opened:
        for name, text in {**TEXTS, "copy.txt": COPIED}.items():
            opened.put(dixit.read(text, name=name))
        yield opened


@pytest.fixture(scope="module")
def found(store: dixit.Store) -> Comparison:
    """The two reports side by side."""
    return compare(store, "littoral.txt", "large.txt")


def test_a_pair_is_found_by_itself(store: dixit.Store) -> None:
    """Not its copies, nor what is of other days or of something else."""
    (pair,) = pairs(store)

    assert COPY <= shared(runs(TEXTS["littoral.txt"]), runs(COPIED))
    assert {store.get("large.txt").document.id} == {pair.one, pair.other} & {store.get("large.txt").document.id}
    assert ("2024-03-03", "2024-03-04") == (pair.one_date, pair.other_date)
    assert "Eve Mas" in pair.shared_people
    assert "quai" in pair.shared_words
    assert 0 < pair.likeness <= 1


def test_pairs_of_one_dispatch_or_some_days(store: dixit.Store) -> None:
    """The same pair, or none."""
    everything = pairs(store)

    assert everything == pairs(store, dispatch=store.get("large.txt").document.id)
    assert [] == pairs(store, dispatch=store.get("theatre.txt").document.id)
    assert [] == pairs(store, days=("2024-03-04", None))
    assert [] == pairs(store, dispatch="sha256:none")


def test_no_pairs_in_an_empty_store(tmp_path: Path) -> None:
    """And no error."""
    with dixit.Store.open(tmp_path / "empty.db") as empty:
        assert [] == pairs(empty)


def test_what_both_tell_stands_side_by_side(found: Comparison) -> None:
    """With the words that differ marked."""
    (port,) = [pair for pair in found.both if "rouvrira" in pair.one.content]

    assert "rouvrira" in port.other.content
    assert "Le port de Luz rouvrira [-lundi-] {+mardi+} à tous les bateaux de pêche" == marked(port.wording).plain
    assert "mode" in port.differ
    assert "speaker" not in port.differ


def test_what_one_alone_tells_is_listed(found: Comparison) -> None:
    """No statement is lost, none stands twice."""
    ones = [pair.one.statement for pair in found.both] + [fact.statement for fact in found.only_one]
    others = [pair.other.statement for pair in found.both] + [fact.statement for fact in found.only_other]

    assert any("financer" in fact.content for fact in found.only_one)
    assert any("avarie" in fact.content or "décision" in fact.content for fact in found.only_other)
    assert len(ones) == len(set(ones))
    assert len(others) == len(set(others))


def test_who_is_called_how(found: Comparison) -> None:
    """Of those whom both name."""
    bel = next(row for row in found.called if row.actor == "eve-mas")

    assert any("ministre" in words for words in bel.one)
    assert not any("ministre" in words for words in bel.other)


def test_a_dispatch_is_like_itself(store: dixit.Store) -> None:
    """Nothing is told by one alone, and no words differ."""
    same = compare(store, "littoral.txt", "littoral.txt")

    assert () == same.only_one + same.only_other + same.called
    assert all(stretch.same for pair in same.both for stretch in pair.wording)
    assert {()} == {pair.differ for pair in same.both}


def test_an_unknown_dispatch_is_named(store: dixit.Store) -> None:
    """As everywhere."""
    with pytest.raises(UnknownError, match="nowhere"):
        compare(store, "littoral.txt", "nowhere")


@given(st.text("ab é'.\n", max_size=40), st.text("ab é'.\n", max_size=40))
def test_stretches_join_to_both_wordings(one: str, other: str) -> None:
    """Whatever differs, no word of either is lost."""
    stretches = list(worded(one, other))

    assert one.strip() == "".join(stretch.one for stretch in stretches).strip()
    assert other.strip() == "".join(stretch.other for stretch in stretches).strip()


def test_a_comparison_without_words_keeps_places_and_likeness(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """For whoever may not pass on the texts: who, which act, what differs; and no content or title."""
    monkeypatch.chdir(tmp_path)
    out = ""
    for command in (f"add {EXAMPLES}", "compare littoral.txt large.txt --no-words", "pairs --no-words"):
        monkeypatch.setattr(sys, "argv", ["dixit", *command.split()])
        with pytest.raises(SystemExit):
            cli.main()
        out = capsys.readouterr().out if "add" in command else out + capsys.readouterr().out

    assert [] == [word for word in ("rouvrir", "lundi à", "quai", "Réouverture") if word in out]
    assert ["s1 Eve Mas s’engage", "forme : mot à mot → rapporté", "0.62  5bee1e5d40  2024-03-03"] == [
        kept
        for kept in ("s1 Eve Mas s’engage", "forme : mot à mot → rapporté", "0.62  5bee1e5d40  2024-03-03")
        if kept in out
    ]


def test_the_docs_show_what_comes_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Word for word."""
    page = (EXAMPLES.parent.parent / "docs" / "compare.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for command in ("add examples/reports", "pairs", "compare littoral.txt large.txt"):
        monkeypatch.setattr(sys, "argv", ["dixit", *command.replace("examples/reports", str(EXAMPLES)).split()])
        with pytest.raises(SystemExit):
            cli.main()
        assert f"$ dixit {command}\n{capsys.readouterr().out}" in page
