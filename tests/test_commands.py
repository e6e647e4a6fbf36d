"""The commands over a store, as a person types them."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from dixit import cli

PORT = """LUZ, 3 mars 2024 (Presse-Littoral) - « Le port rouvrira lundi », a déclaré la ministre des Transports Ana Bel.

Le maire Léo Roc a demandé au conseil de réparer le quai. Ana Bel a promis de financer les travaux."""


class Outcome(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs ``dixit ARGS`` in a folder of its own that holds port.txt."""
    (tmp_path / "port.txt").write_text(PORT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DIXIT_STORE", raising=False)

    def run_it(*args: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["dixit", *args])
        with pytest.raises(SystemExit) as left:
            cli.main()
        captured = capsys.readouterr()
        return Outcome(int(left.value.code or 0), captured.out, captured.err)

    return run_it


@pytest.fixture
def filled(run: Run) -> Run:
    """The same, with the dispatch in the store."""
    assert Outcome(0, "1 kept\n", "") == run("add", "port.txt")
    return run


def test_documents_are_added_once(filled: Run) -> None:
    """What fails is listed, and tried again on request."""
    Path("empty.txt").write_text("", encoding="utf-8")
    outcome = filled("add", "port.txt", "empty.txt")

    assert (1, "0 kept, 1 known\n") == (outcome.status, outcome.out)
    reason, rest = outcome.err.splitlines()
    assert re.match(r"dixit: \S+empty\.txt: empty, there is no text in it", reason)
    assert "dixit: 1 could not be read; all reasons: dixit failures --store dixit.db" == rest
    assert "empty, there is no text in it" in filled("failures").out
    assert 1 == json.loads(filled("failures", "--json").out)["tries"]
    Path("empty.txt").write_text("Le maire Léo Roc a promis un pont.", encoding="utf-8")
    assert Outcome(0, "1 kept\n", "") == filled("add", "--failed")
    assert Outcome(0, "nothing has failed\n", "") == filled("add", "--failed")
    assert Outcome(0, "0 kept, 2 known\n", "") == filled("add", "--again")


def test_the_first_reasons_are_told(run: Run) -> None:
    """Five of seven; all stand in the store."""
    for number in range(7):
        Path(f"empty-{number}.txt").write_text("", encoding="utf-8")
    outcome = run("add", *(f"empty-{number}.txt" for number in range(7)))

    assert 5 == outcome.err.count("there is no text in it")
    assert 7 == run("failures").out.count("there is no text in it")


def test_a_store_is_named_by_option_or_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without either it is dixit.db; a question makes none."""
    assert 1 == run("stats").status
    assert not Path("dixit.db").exists()
    run("add", "port.txt", "--store", "a.db")
    monkeypatch.setenv("DIXIT_STORE", "a.db")

    assert "dispatches   1\n" in run("stats").out
    assert 3 == json.loads(run("stats", "--json").out)["statements"]


def test_statements_are_found(filled: Run) -> None:
    """As lines, as JSON, as CSV."""
    outcome = filled("find", "réparer", "--speaker", "roc")
    (line,) = outcome.out.splitlines()
    date, place, speaker, _, content, where = line.split("\t")
    row = json.loads(filled("find", "réparer", "--json").out)
    table = list(csv.DictReader(io.StringIO(filled("find", "financer", "--csv").out)))

    assert (0, "") == (outcome.status, outcome.err)
    assert ("2024-03-03", "Léo Roc", "réparer le quai", "Presse-Littoral") == (date, speaker, content, where)
    assert place == f"{row['dispatch'][7:17]}:{row['statement']}"
    assert ["financer les travaux"] == [one["content"] for one in table]
    assert "" == filled("find", "nulle part").out
    assert "--limit 0" in filled("find", "--limit", "1").err


def test_a_search_shows_words_on_a_terminal(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under who says them, where and when."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "dumb")
    out = filled("find", "rouvrira").out

    assert out.startswith("Ana Bel ")
    assert "« Le port rouvrira lundi »" in out


def test_a_cell_is_no_formula(filled: Run) -> None:
    """For whoever opens a table in a spreadsheet."""
    Path("b.txt").write_text(
        "Le maire Léo Roc a dit : « =1+1 est vrai pour tous les maires de France ».", encoding="utf-8"
    )
    filled("add", "b.txt")
    contents = [row["content"] for row in csv.DictReader(io.StringIO(filled("find", "maires", "--csv").out))]

    assert contents
    assert [] == [content for content in contents if content.startswith("=")]


def test_a_dispatch_is_shown(filled: Run) -> None:
    """As it counts, and as it was read."""
    filled("correct", "port.txt", "s2", "--act", "warn", "--by", "léa")

    assert "Léo Roc avertit" in filled("show", "port.txt").out
    assert "Léo Roc demande" in filled("show", "port.txt", "--as-read").out
    assert "warn" in [one["act"] for one in json.loads(filled("show", "port.txt", "--json").out)["statements"]]
    assert "no dispatch is called 'nowhere'" in filled("show", "nowhere").err


def test_actors_are_listed_and_changed(filled: Run) -> None:
    """By who is quoted most."""
    assert "ana-bel\tAna Bel\tperson\t1\t2\t" in filled("actors").out
    assert ["ana-bel"] == [json.loads(line)["actor"] for line in filled("actors", "bel", "--json").out.splitlines()]
    assert "actor,name,kind" in filled("actors", "--kind", "person", "--csv").out
    assert 0 == filled("actor", "rename", "ana-bel", "Ana Bel (Luz)").status
    assert "Ana Bel (Luz)" in filled("actors").out
    assert 0 == filled("actor", "merge", "leo-roc", "ana-bel").status
    assert "Léo Roc  1" in filled("actor", "show", "ana-bel").out
    assert "leo-roc\n" == filled("actor", "split", "ana-bel", "--name", "Léo Roc").out
    assert 2 == filled("actor", "split", "ana-bel").status


def test_copies_are_listed(filled: Run) -> None:
    """With every place."""
    Path("b.txt").write_text(PORT, encoding="utf-8")
    assert Outcome(0, "0 kept, 1 found in another place\n", "") == filled("add", "b.txt")

    assert ["b.txt", "port.txt"] == [line.rpartition("/")[2] for line in filled("copies").out.splitlines()]
    assert 2 == len(filled("copies", "port.txt", "--json").out.splitlines())


def test_statements_are_put_right(filled: Run) -> None:
    """Listed, undone, exported."""
    assert "1\n2\n" == filled("correct", "port.txt:s2", "--speaker", "Ana Bel", "--target", "", "--by", "léa").out
    assert "3\n" == filled("correct", "port.txt", "--new", "Le port", "--act", "assert").out
    assert ["1", "2", "3"] == [line.split("\t")[0] for line in filled("correct", "--list").out.splitlines()]
    assert 0 == filled("correct", "--undo", "3").status
    assert "undone" in filled("correct", "--list").out
    assert 3 == len(filled("correct", "--list", "--json").out.splitlines())
    assert "1 written to gold\n" == filled("correct", "--export", "gold").out
    assert 2 == len(list(Path("gold").iterdir()))


@pytest.mark.parametrize(
    "args",
    [
        ["add"],
        ["correct"],
        ["correct", "port.txt", "--new", "Le port"],
        ["find", "--act", "shout"],
        ["actor", "merge", "a"],
    ],
)
def test_a_wrong_command_is_explained(filled: Run, args: list[str]) -> None:
    """With status 2, as everywhere."""
    outcome = filled(*args)

    assert (2, "") == (outcome.status, outcome.out)
    assert "Error: " in outcome.err
