"""dixit calls, promises, stance, timeline, designations, as a person types them."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dixit import cli
from dixit.ask import calls
from dixit.cli.calls import explained
from dixit.store import Store
from tests.asked import Do, Say, add

Run = Callable[..., str]
STATES = {"France": "FR", "Italie": "IT"}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs ``dixit ARGS`` over a small store; gives what it prints, errors after the rest."""
    monkeypatch.setenv("DIXIT_STORE", str(tmp_path / "s.db"))
    with Store.open(tmp_path / "s.db") as store:
        add(store, "2024-03-01", Say("Habitant", "assert", "le budget de la mairie"))
        add(
            store,
            "2024-03-04",
            Say("Léo Roc", "demand", "réparer le quai", "Conseil du Ponant"),
            Say("Léo Roc", "demand", "lever la grève", "Syndicat des pilotes"),
            Say("France", "praise", "l'accord", "Italie"),
            states=STATES,
        )
        add(
            store,
            "2024-03-05",
            Say("Conseil du Ponant", "commit", "réparer le quai"),
            Do("Conseil du Ponant", "CONSULT", "reçoit", "les pilotes", "2024-03-05"),
        )

    def run_it(*args: str) -> str:
        monkeypatch.setattr(sys, "argv", ["dixit", *args])
        with pytest.raises(SystemExit):
            cli.main()
        captured = capsys.readouterr()
        return captured.out + captured.err

    return run_it


def test_calls_are_lines_with_their_answers(run: Run) -> None:
    """Tabs between the cells; open ones have none."""
    first, second = run("calls").splitlines()

    assert ["Léo Roc", "Conseil du Ponant", "réparer le quai", "suivi"] == first.split("\t")[2:6]
    assert ["2024-03-05", "Conseil du Ponant", "s’engage", "réparer le quai", "1.0"] == [
        *(first.split("\t")[n] for n in (6, 8, 9, 10, 11)),
    ]
    assert "en cours" == second.split("\t")[5]
    assert [second] == run("calls", "--open").splitlines()
    assert [first] == run("calls", "--answered").splitlines()
    assert [second] == run("calls", "grève", "--on", "pilotes").splitlines()
    assert "dixit: the latest 1 are shown" in run("calls", "--limit", "1")


def test_calls_are_objects_and_rows(run: Run) -> None:
    """JSON keeps the answers with their reasons, CSV has a row for each answer."""
    row = json.loads(run("calls", "--answered", "--json"))
    (flat,) = csv.DictReader(io.StringIO(run("calls", "--answered", "--csv")))

    assert (["Conseil du Ponant"], "commit", ["quai", "réparer"]) == (
        row["called"],
        row["later"][0]["kind"],
        sorted(row["later"][0]["why"]["words"]),
    )
    assert ("commit", "réparer le quai", "same") == (flat["answer"], flat["answer_content"], flat["rule"])


@pytest.mark.parametrize("form", ["", "--json", "--csv"])
@pytest.mark.parametrize(
    "question", ["find", "calls", "promises", "stance --words", "timeline conseil-du-ponant", "pairs"]
)
@pytest.mark.parametrize("terminal", [True, False])
def test_without_words_places_and_names_are_left(
    run: Run, monkeypatch: pytest.MonkeyPatch, question: str, form: str, terminal: bool
) -> None:
    """No word of a content, an event's sentence or a title, in any form; the same rows."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    words = re.compile(r"quai|grève|accord|budget|reçoit|pilotes ce")
    full, bare = (run(*question.split(), *form.split(), *more) for more in ((), ("--no-words",)))

    assert question == "pairs" or words.search(full)
    assert not words.search(bare)
    for kept in ("Léo Roc", "2024-03-04", ":s1"):
        assert full.count(kept) == bare.count(kept)
    if form == "--json":
        assert [list(json.loads(row)) for row in full.splitlines()] == [
            list(json.loads(row)) for row in bare.splitlines()
        ]


def test_why_is_told_without_words(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The score stays."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)

    assert "1.00 : le même acteur ; mots 1.00" in run("calls", "--answered", "--no-words")


def test_calls_are_shown_on_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the words of both, and why they belong together."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    shown = run("calls", "--answered")

    assert " → Conseil du Ponant" in shown
    assert "↳ Conseil du Ponant s’engage" in shown
    assert "1.00 : le même acteur ; mots « " in shown


def test_a_reason_names_all_that_counted(tmp_path: Path) -> None:
    """A refusal that follows, to the one who called, in the same dispatch."""
    with Store.open(tmp_path / "r.db") as store:
        add(
            store,
            "2024-03-04",
            Say("Léo Roc", "demand", "réparer le quai", "Conseil du Ponant"),
            Say("Conseil du Ponant", "refuse", "cela", "Léo Roc"),
        )
        (later,) = calls(store)[0].later

    assert "0.20 : le même acteur ; refus à la suite ; vise ou adresse l'appelant ; même dépêche" == explained(later)


def test_promises_are_lines(run: Run) -> None:
    """With whoever promises as the one who is to act."""
    (line,) = run("promises").splitlines()

    assert ["Conseil du Ponant", "Conseil du Ponant", "réparer le quai", "en cours"] == line.split("\t")[2:6]


def test_stances_open_to_their_words(run: Run) -> None:
    """Counts, a matrix, and the statements behind them."""
    assert "France\tItalie\t1\t0\t0\t0\t0\t1\n" == run("stance")
    assert "\tItalie\nFrance\t+1 −0\n" == run("stance", "--matrix", "3")
    assert "France\tsalue\tItalie\tl'accord\n" == run("stance", "--words").split("\t", 2)[2]
    assert ["state/FR"] == [
        json.loads(line)["speaker_key"] for line in run("stance", "--states", "--json").splitlines()
    ]
    assert "speaker,speaker_key,target,target_key,praise" in run("stance", "--csv")
    assert "l'accord" == json.loads(run("stance", "--words", "--json"))["content"]
    assert "l'accord" in run("stance", "--words", "--csv")


def test_the_side_of_a_group_is_told_with_what_it_rests_on(run: Run) -> None:
    """No verdict from one statement."""
    shown = run("stance", "accord", "--members", "UE", "--per", "year")

    assert "UE : 1 membres sur 27 entendus\n" in shown
    assert "en tout\t1\t1\t1\t100% (21% à 100%)\t–\ttrop peu pour conclure\n" in shown
    assert "2024\t1\t1\t1\t" in shown
    assert "too few" == json.loads(run("stance", "--members", "UE", "--json", "--on", "Italie"))["whole"]["verdict"]
    assert "all,1,1,1,1,0,1.0,0.207,1.0,,,,too few" in run("stance", "accord", "--members", "UE", "--csv")
    assert "--members needs a matter" in run("stance", "--members", "UE")
    assert "--members goes with neither" in run("stance", "--members", "UE", "--words")
    assert "no group with members is called 'Ligue du Ponant'" in run(
        "stance", "accord", "--members", "Ligue du Ponant"
    )


def test_a_shift_is_told_between_two_halves(run: Run, tmp_path: Path) -> None:
    """With the days of each."""
    with Store.open(tmp_path / "s.db") as store:
        add(store, "2024-04-01", Say("Italie", "criticise", "cet accord", "France"), states=STATES)
    shown = run("stance", "accord", "--members", "UE")

    assert "déplacement : 2024-03-04/2024-03-04 puis 2024-04-01/2024-04-01 : -100%" in shown
    assert "trop peu pour conclure" == shown.rstrip().rsplit(" : ", 1)[1]


def test_a_timeline_is_lines(run: Run) -> None:
    """The latest of what was said, heard and done."""
    lines = run("timeline", "Conseil du Ponant").splitlines()

    assert [("visé", "demande"), ("dit", "s’engage"), ("fait", "consultation")] == [
        (line.split("\t")[2], line.split("\t")[3]) for line in lines
    ]
    assert "shows all 3" in run("timeline", "Conseil du Ponant", "--limit", "2")
    assert "CONSULT" == json.loads(run("timeline", "Conseil du Ponant", "--kind", "event", "--json"))["what"]
    assert "said,commit" in run("timeline", "Conseil du Ponant", "--csv")


def test_designations_are_lines(run: Run) -> None:
    """Period, outlet, mark, words, form, counts and days."""
    line = run("designations", "France", "--per", "month")

    assert "2024-03\tPresse-Littoral\t\tFrance\tnom\t1\t1\t2024-03-04\t2024-03-04\n" == line
    assert "France" == json.loads(run("designations", "France", "--json"))["text"]
    assert "text,form,sides,publisher" in run("designations", "France", "--csv")


DOCS = Path(__file__).parent.parent / "docs"
PAGES = ("ask", "calls", "stance", "timeline", "designations")
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")}
# What bench/asking.py puts there is of a store that is not here.
MEASURED = re.compile(r"<!-- bench/asking\.py: \w+ -->\n(.*?)<!-- end -->", re.DOTALL)
COMMANDS = [
    shlex.split(line)[1:]
    for page in PAGES
    for line in re.findall(r"^\$ (dixit .+)$", MEASURED.sub("", TEXTS[page]), re.MULTILINE)
]


def test_every_command_of_the_pages_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """In their order, over the dispatches that they add."""
    monkeypatch.chdir(tmp_path)
    Path("examples").symlink_to(DOCS.parent / "examples")
    for words in COMMANDS:
        monkeypatch.setattr(sys, "argv", ["dixit", *words])
        with pytest.raises(SystemExit) as left:
            cli.main()
        assert (words, 0) == (words, left.value.code)
        captured = capsys.readouterr()
        assert captured.out or words[0] == "add", words


def test_every_measured_output_is_of_a_command_that_is_there() -> None:
    """Each page that bench/asking.py fills has outputs, and their commands have the options that they name."""
    found = [block for text in TEXTS.values() for block in MEASURED.findall(text)]
    lines = [line for block in found for line in re.findall(r"^\$ (dixit [^|\n]+)", block, re.MULTILINE)]
    for line in lines:
        _, name, *words = shlex.split(line)
        known = {option for parameter in cli.cli.commands[name].params for option in parameter.opts}
        assert {word for word in words if word.startswith("-")} <= known, line

    assert 9 == len(found)
    assert {"calls", "promises", "stance", "timeline", "designations", "compare", "pairs", "report"} == {
        line.split()[1] for line in lines
    }


def test_a_promise_that_is_denied_is_none(run: Run, tmp_path: Path) -> None:
    """Neither of the one who denies nor of anybody else; one that is told is."""
    (tmp_path / "stade.txt").write_text(
        "LUZ, 4 mars 2024 (Presse-Littoral) - Le maire a démenti avoir promis un stade au club. "
        "La préfète a promis une digue.\n",
        encoding="utf-8",
    )
    run("add", str(tmp_path / "stade.txt"))

    printed = run("promises", "--json")

    assert ("une digue" in printed, "un stade" in printed) == (True, False)
