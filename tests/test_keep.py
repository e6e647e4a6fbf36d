"""Documents into a store: each once, whatever is added again, fails, or is killed."""

from __future__ import annotations

import json
import lzma
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dixit.keep import Adding, Tally, add, failed_sources
from dixit.store import Store

ANA = "LUZ, 3 mars 2024 (Presse-Littoral) - « Le port rouvrira lundi », a déclaré la ministre Ana Bel."
LEO = "Le maire Léo Roc a demandé au conseil de réparer le quai."
ALONE = Adding(jobs=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty one."""
    with Store.open(tmp_path / "s.db") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two texts, one of them in a folder of its own, one that cannot be read, and what is hidden."""
    top = tmp_path / "in"
    (top / "deep").mkdir(parents=True)
    (top / "ana.txt").write_text(ANA, encoding="utf-8")
    (top / "deep" / "leo.txt").write_text(LEO, encoding="windows-1252")
    (top / "empty.txt").write_text("", encoding="utf-8")
    (top / ".hidden").write_text("rien", encoding="utf-8")
    return top


def sources(store: Store) -> list[str]:
    """Where the dispatches were found."""
    return [Path(str(source)).name for (source,) in store.rows("SELECT source FROM sources ORDER BY source")]


def test_a_folder_is_added_with_all_that_is_in_it(store: Store, folder: Path) -> None:
    """What cannot be read is listed, and costs nothing else."""
    seen: list[int] = []
    tally = add(store, [str(folder)], ALONE, lambda now: seen.append(now.done))

    assert (2, 1, 3, 3) == (tally.new, tally.failed, tally.total, tally.done)
    assert ["ana.txt", "leo.txt"] == sources(store)
    assert [str(folder / "empty.txt")] == [row.source for row in store.failures()]
    assert 3 == seen[-1]


def test_the_same_folder_again_changes_nothing(store: Store, folder: Path) -> None:
    """Nothing is even read."""
    (folder / "empty.txt").unlink()
    add(store, [str(folder)], ALONE)
    before = list(store.connection.iterdump())
    tally = add(store, [str(folder)], ALONE)

    assert (0, 2) == (tally.new, tally.known)
    assert before == list(store.connection.iterdump())


def test_what_failed_is_tried_again(store: Store, folder: Path) -> None:
    """And is no failure any more once it is kept."""
    add(store, [str(folder)], ALONE)
    assert 1 == add(store, failed_sources(store), ALONE).failed
    assert [2] == [row.tries for row in store.failures()]
    (folder / "empty.txt").write_text(f"Ici, {LEO}", encoding="utf-8")

    assert 1 == add(store, failed_sources(store), ALONE).new
    assert [] == list(store.failures())


def test_the_same_text_in_two_places_is_one_dispatch(store: Store, tmp_path: Path) -> None:
    """With both places; whether it comes at once or later, packed or plain."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(ANA, encoding="utf-8")
    add(store, [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")], ALONE)
    lines = json.dumps({"text": ANA, "publisher": "Le Courrier"}) + "\n"
    (tmp_path / "c.jsonl.xz").write_bytes(lzma.compress(lines.encode()))
    tally = add(store, [str(tmp_path / "c.jsonl.xz")], ALONE)

    assert 1 == tally.elsewhere
    assert (1, 3) == (store.stats().dispatches, store.stats().sources)
    assert ["a.txt", "b.txt", "c.jsonl.xz:1"] == sources(store)
    assert [3] == [row.outlets for row in store.find()]


def test_a_page_with_other_trimmings_is_one_place(store: Store, tmp_path: Path) -> None:
    """Its text is the same, whatever stands around it."""
    path = tmp_path / "a.html"
    for day in ("mardi", "mercredi"):
        page = (
            f"<html><head><meta name=x content={day}></head><body><article><p>{ANA} {LEO}</p></article></body></html>"
        )
        path.write_text(page, encoding="utf-8")
        add(store, [str(path)], ALONE)

    assert (1, 1) == (store.stats().dispatches, store.stats().sources)
    assert 1 == add(store, [str(path)], ALONE).known


def test_a_document_that_says_its_language_is_believed(store: Store, tmp_path: Path) -> None:
    """Where its words do not say another one."""
    path = tmp_path / "a.jsonl"
    rows = [
        {"text": "Ana Bel, Luz", "lang": "es"},
        {"text": ANA + LEO, "lang": "en"},
        {"text": "Ana Bel, Luz", "lang": "fr"},
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    add(store, [str(path)], ALONE)

    assert ["a.jsonl:2", "a.jsonl:3"] == sources(store)
    assert ["'es'" in row.reason for row in store.failures()] == [True]


def test_a_changed_file_is_a_second_dispatch(store: Store, tmp_path: Path) -> None:
    """The first stays: it did say so."""
    path = tmp_path / "a.txt"
    for text in (ANA, f"{ANA} {LEO}"):
        path.write_text(text, encoding="utf-8")
        add(store, [str(path)], ALONE)

    assert 2 == store.stats().dispatches


def test_json_lines_say_title_day_and_publisher(store: Store, tmp_path: Path) -> None:
    """A line that is none costs only itself."""
    rows = [
        {
            "titre": "Le port rouvre",
            "date": "2024-03-04T10:00:00+01:00",
            "agency": "Presse-Littoral",
            "paragraphs": [LEO],
        },
        {"title": "Sans texte"},
    ]
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join([*map(json.dumps, rows), "{oops", ""]), encoding="utf-8")
    tally = add(store, [str(path)], ALONE)

    assert (1, 2) == (tally.new, tally.failed)
    assert [("Le port rouvre", "2024-03-04", "Presse-Littoral")] == store.rows(
        "SELECT title, published, publisher FROM dispatches"
    )
    assert [f"{path}:2", f"{path}:3"] == sorted(row.source for row in store.failures())


def test_processes_keep_what_one_keeps(tmp_path: Path) -> None:
    """The same rows, whatever their order."""
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join(json.dumps({"text": f"{n} fois, {LEO}"}) for n in range(40)), encoding="utf-8")
    said = []
    for jobs in (1, 2):
        with Store.open(tmp_path / f"{jobs}.db") as store:
            assert 40 == add(store, [str(path)], Adding(jobs=jobs)).new
            said.append(store.rows("SELECT dispatch, speaker, content, targets FROM said ORDER BY dispatch"))

    assert said[0] == said[1]


def test_everything_can_be_read_anew(store: Store, folder: Path) -> None:
    """From the store alone; the same version of dixit gives the same record."""
    add(store, [str(folder)], ALONE)
    for path in folder.rglob("*.txt"):
        path.unlink()

    before = list(store.connection.iterdump())

    assert Tally(total=2, known=2) == add(store, [], ALONE)
    assert before == list(store.connection.iterdump())


def test_a_folder_may_hold_the_store(tmp_path: Path) -> None:
    """Which is no document."""
    (tmp_path / "ana.txt").write_text(ANA, encoding="utf-8")
    with Store.open(tmp_path / "s.db") as store:
        assert Tally(total=1, new=1) == add(store, [str(tmp_path)], ALONE)


@pytest.mark.skipif(sys.platform != "linux", reason="names of bytes")
def test_a_name_that_is_no_text_costs_nothing(store: Store, tmp_path: Path) -> None:
    """It is kept as far as it is text."""
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
    Path(path).write_text(ANA, encoding="utf-8")

    assert 1 == add(store, [path], ALONE).new
    assert ["caf\N{REPLACEMENT CHARACTER}.txt"] == sources(store)
