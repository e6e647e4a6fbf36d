"""The texts of examples/, and what README and docs promise."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import click
import networkx as nx
import pytest
import yaml
from rich.console import Console

import dixit
from dixit import errors
from dixit.cli import cli
from dixit.labels import ACTS, EVENTS, MODES, STATUSES
from dixit.page import page
from dixit.record import EventRow, Record, StatementRow
from dixit.view import render

ROOT = Path(__file__).parent.parent
DISPATCHES = sorted((ROOT / "examples").glob("*.txt"))
GOLD = sorted((ROOT / "examples" / "gold").glob("*.yaml"))
DOCS = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md")))
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [*cli.commands.values()]
ACT_ROWS = re.findall(r"^\| `(\w+)` \|(?:[^|\n]*\|){3} `([^`\n]+)` \|$", DOCS, re.MULTILINE)
SAMPLES = re.findall(r"^```console\n\$ dixit (read \S+)\n(.+?)^```$", f"{README}\n{DOCS}", re.MULTILINE | re.DOTALL)
SHELL_OR_MAKE = re.compile(r"^\$ (.+)$", re.MULTILINE)


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_every_annotated_string_stands_in_its_text(path: Path) -> None:
    """An annotation points at words; a name for a speaker need not stand in one place."""
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    for row in yaml.safe_load(path.read_text(encoding="utf-8"))["statements"]:
        for words in [row["speaker"], row["cue"], row["to"], row.get("target"), *row["content"]]:
            assert words is None or re.sub(r"@\d+$", "", words) in text
        assert row["act"] in ACTS
        assert row["mode"] in MODES


@pytest.mark.parametrize("path", DISPATCHES, ids=lambda path: path.stem)
def test_every_example_is_read_kept_and_shown(path: Path) -> None:
    """The whole road: a text, its record, through JSON and back, and both views."""
    record = dixit.read(path.read_bytes(), name=path.name)
    out = io.StringIO()
    render(record, Console(file=out, width=80))

    assert record.statements
    assert Record.from_json(record.to_json()) == record
    assert f"{len(record.statements)} énoncé" in page([record])
    for statement in record.statements:
        assert statement.content[0].text.split()[0] in out.getvalue()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_every_option_is_in_the_docs(command: click.Command) -> None:
    """A command line that nobody describes is not there."""
    options = [name for parameter in command.params for name in parameter.opts if name.startswith("-")]

    assert f"dixit {command.name}" in DOCS
    assert [name for name in options if f"`{name}" not in DOCS] == []


def test_every_act_mode_error_and_column_is_in_the_docs() -> None:
    """The record's words are explained, with the French word that stands for them."""
    worded = [*ACTS.items(), *MODES.items(), *EVENTS.items(), *STATUSES.items()]
    labels = [f"| `{name}` | {shown} |" for name, shown in worded]
    raised = [name for name in vars(errors) if name.endswith("Error") and name not in ("DixitError", "ReadError")]
    names = [f"`{name}`" for name in [*raised, *StatementRow.__annotations__, *EventRow.__annotations__]]

    assert [words for words in [*labels, *names, *Record.__dataclass_fields__] if words not in DOCS] == []


def test_every_command_of_the_readme_exists() -> None:
    """``make`` names a target, ``dixit`` a command with options that it has, and files are there."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for line in SHELL_OR_MAKE.findall(README):
        words = line.split()
        if words[0] == "make":
            assert re.search(rf"^{words[1]}:", makefile, re.MULTILINE), line
        if words[0] == "dixit":
            command = cli.commands[words[1]]
            known = {name for parameter in command.params for name in parameter.opts}
            assert {word for word in words if word.startswith("--")} <= known, line
        for word in words:
            if word.startswith("examples/") and "*" not in word:
                assert (ROOT / word).is_file(), line


def test_every_file_that_readme_and_docs_link_to_is_there() -> None:
    """No link leads nowhere."""
    for path in [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


@pytest.mark.parametrize(("act", "words"), ACT_ROWS)
def test_every_act_has_an_example_that_is_read_so(act: str, words: str) -> None:
    """The words of the docs, said by a minister."""
    assert [act] == [one.act for one in dixit.read(f"Le ministre {words}.").statements]


@pytest.mark.parametrize(("command", "sample"), SAMPLES)
def test_every_sample_is_what_the_command_prints(
    command: str, sample: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On 80 columns; "..." stands for what is left out. Print it anew where a better reading changes it."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    cli.main(command.split(), standalone_mode=False)
    printed = capsys.readouterr().out

    for part in re.split(r"^\.\.\.\n", sample, flags=re.MULTILINE):
        assert part.strip("\n") in printed


def test_samples_and_acts_are_found() -> None:
    """So that the tests above look at something."""
    assert (10, 3) == (len(ACT_ROWS), len([sample for _, sample in SAMPLES if "..." in sample]))


def blocks(name: str, language: str) -> list[str]:
    """What a file of docs shows in one language."""
    return re.findall(
        rf"^```{language}\n(.+?)^```$", (ROOT / "docs" / name).read_text("utf-8"), re.MULTILINE | re.DOTALL
    )


def test_the_calls_of_the_docs_are_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a terminal of 120 columns. Print them anew where a better reading changes them."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    (adding, asking, *sample) = blocks("calls.md", "console")[0].splitlines()
    for line in (adding, asking):
        capsys.readouterr()
        words = line.removeprefix("$ dixit ").replace("quai.db", str(tmp_path / "quai.db")).split()
        cli.main(words, standalone_mode=False)

    assert sample == re.sub(r"\x1b\[[\d;]*m", "", capsys.readouterr().out).splitlines()


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of the examples."""
    folder = tmp_path_factory.mktemp("examples")
    sources = [str(path) for path in DISPATCHES]
    cli.main(["add", *sources, "--store", str(folder / "dixit.db")], standalone_mode=False)
    return folder


def test_the_export_in_python_runs(examples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As docs/exports.md has it."""
    monkeypatch.chdir(examples)
    (source,) = blocks("exports.md", "python")
    exec(source, {})  # noqa: S102 - our own documentation

    assert {"demand"} == {edge["label"] for *_, edge in nx.read_graphml("net.graphml").edges(data=True)}


def test_the_exports_of_the_docs_are_written(
    examples: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The edges of the graph, and the one record in the fields of PLOVER as far as it is shown."""
    monkeypatch.chdir(examples)
    cli.main(["export", "graphml", "--output", "all.graphml"], standalone_mode=False)
    edges = [
        f"{one} → {other}  {edge['label']}  {edge['plover']}  {edge['weight']}  {edge['refs']}"
        for one, other, edge in nx.read_graphml("all.graphml").edges(data=True)
    ]
    assert blocks("exports.md", "text")[0].splitlines() == sorted(edges)

    capsys.readouterr()
    cli.main(["export", "plover", "correspondant", "--act", "demand"], standalone_mode=False)
    (sample,) = (block for block in blocks("exports.md", "console") if "eventText" in block)
    shown = " ".join(sample[sample.index('{"id"') :].partition("…")[0].split())
    assert shown in capsys.readouterr().out
