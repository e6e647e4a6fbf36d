"""The command line: what goes where, and one line for whatever goes wrong."""

import contextlib
import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from dixit import cli
from dixit.read import read
from dixit.record import Record
from dixit.types import Document

COMMAND = [sys.executable, "-c", "from dixit.cli import main; main()"]
ANA = "« Le port rouvrira lundi », a déclaré la ministre Ana Bel."
LEO = "Le maire Léo Roc a demandé au conseil de réparer le quai."


class Outcome(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs ``dixit ARGS`` in a folder of its own that holds ana.txt and leo.txt."""
    (tmp_path / "ana.txt").write_text(ANA, encoding="utf-8")
    (tmp_path / "leo.txt").write_text(LEO, encoding="windows-1252")
    monkeypatch.chdir(tmp_path)

    def run_it(*args: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["dixit", *args])
        with pytest.raises(SystemExit) as left:
            cli.main()
        captured = capsys.readouterr()
        return Outcome(int(left.value.code or 0), captured.out, captured.err)

    return run_it


def test_a_record_is_shown(run: Run) -> None:
    """In the terminal, by text or by actor."""
    for order in ("order", "actor"):
        outcome = run("read", "ana.txt", "--by", order)

        assert (0, "") == (outcome.status, outcome.err)
        assert "Ana Bel" in outcome.out
        assert "Le port rouvrira lundi" in outcome.out


def test_one_file_gives_one_json_object(run: Run) -> None:
    """That is a record."""
    outcome = run("read", "ana.txt", "--json")
    record = Record.from_json(outcome.out)

    assert (0, "") == (outcome.status, outcome.err)
    assert "ana.txt" == record.document.source
    assert ["Le port rouvrira lundi"] == [piece.text for piece in record.statements[0].content]


def test_several_files_give_json_lines(run: Run) -> None:
    """One line for each, in the order given, whatever the number of processes."""
    lines = run("read", "leo.txt", "ana.txt", "--json").out.splitlines()

    assert ["leo.txt", "ana.txt"] == [Record.from_json(line).document.source for line in lines]


def test_processes_change_nothing(run: Run, tmp_path: Path) -> None:
    """Two of them read what one reads, in the same order, and go on over a bad file."""
    names = [f"{i}.txt" for i in range(20)]
    for i, name in enumerate(names):
        (tmp_path / name).write_text("" if i == 3 else f"{i} fois, {ANA}", encoding="utf-8")

    alone, together = (run("read", *names, "--json", "--jobs", jobs) for jobs in ("1", "2"))

    assert alone == together
    assert 1 == together.status
    assert 19 == len(together.out.splitlines())


def test_records_are_written_to_a_folder(run: Run, tmp_path: Path) -> None:
    """That is made where it is missing; nothing is printed, and nothing else is left in it."""
    outcome = run("read", "ana.txt", "leo.txt", "--output", "new/deep")

    assert Outcome(0, "", "") == outcome
    assert ["ana.json", "leo.json"] == sorted(path.name for path in (tmp_path / "new" / "deep").iterdir())
    assert "leo.txt" == json.loads((tmp_path / "new/deep/leo.json").read_text(encoding="utf-8"))["document"]["source"]


def test_two_files_of_one_stem_are_not_written_over_each_other(run: Run, tmp_path: Path) -> None:
    """It is said before anything is read."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "ana.txt").write_text(LEO, encoding="utf-8")
    outcome = run("read", "ana.txt", "sub/ana.txt", "--output", "out")

    assert 2 == outcome.status
    assert "ana.json" in outcome.err
    assert not (tmp_path / "out").exists()


def test_a_page_is_written(run: Run, tmp_path: Path) -> None:
    """One for all the files."""
    outcome = run("read", "ana.txt", "leo.txt", "--html", "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")

    assert Outcome(0, "", "") == outcome
    assert "Ana Bel" in page
    assert "Léo Roc" in page


def test_a_place_where_nothing_can_be_written_is_named(run: Run, tmp_path: Path) -> None:
    """In one line."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    outcome = run("read", "ana.txt", "--output", "file")

    assert 1 == outcome.status
    assert outcome.err.startswith("dixit: file/ana.json: cannot be written: ")
    assert 1 == outcome.err.count("\n")


@pytest.mark.parametrize(
    "args",
    [
        ["ana.txt", "--html", "ana.txt"],
        ["ana.txt", "--html", "link.txt"],
        ["--html", "leo.txt", "ana.txt"],
        ["text.json", "--output", "."],
        ["other.txt", "--output", "."],
    ],
)
def test_nothing_is_written_over_a_text(run: Run, tmp_path: Path, args: list[str]) -> None:
    """Nor over anything else that dixit did not write."""
    (tmp_path / "link.txt").symlink_to("ana.txt")
    (tmp_path / "other.txt").write_text(ANA, encoding="utf-8")
    (tmp_path / "other.json").write_text('{"name": "mine"}', encoding="utf-8")
    (tmp_path / "text.json").write_text(ANA, encoding="utf-8")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    outcome = run("read", *args)

    assert (1, "") == (outcome.status, outcome.out)
    assert 1 == outcome.err.count("\n")
    assert before == {path: path.read_bytes() for path in tmp_path.iterdir()}


def test_what_dixit_wrote_is_written_over(run: Run, tmp_path: Path) -> None:
    """Through a link too, which stays one."""
    (tmp_path / "page.html").write_text("", encoding="utf-8")
    (tmp_path / "link.html").symlink_to("page.html")
    outcomes = [run("read", "ana.txt", "--html", "link.html", "--output", ".") for _ in range(2)]

    assert [Outcome(0, "", "")] * 2 == outcomes
    assert (tmp_path / "link.html").is_symlink()
    assert "Ana Bel" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_page_is_printed(run: Run) -> None:
    """As "-"; never together with JSON."""
    outcome = run("read", "ana.txt", "--html", "-")

    assert (0, "") == (outcome.status, outcome.err)
    assert outcome.out.startswith("<!DOCTYPE html>")
    assert 2 == run("read", "ana.txt", "--html", "-", "--json").status


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("none.txt", None, "no such file"),
        ("empty.txt", b"", "empty"),
        ("blob.txt", b"%PDF-1.7", "a PDF"),
        ("broken.txt", "été".encode("windows-1252") + b"\x81", "--encoding"),
        ("large.txt", b"a" * 10_000_001, "10 MB"),
        ("english.txt", b"The minister said that the road was closed.", "English"),
        ("arabic.txt", "قال وزير الخارجية إن بلاده لن تشارك".encode(), "Arabic"),
    ],
)
def test_a_bad_file_costs_one_line_and_no_other_file(
    run: Run, tmp_path: Path, name: str, raw: bytes | None, says: str
) -> None:
    """The line names file, reason and way out; the other files are read; the status is 1."""
    if raw is not None:
        (tmp_path / name).write_bytes(raw)
    outcome = run("read", name, "ana.txt", "--json")

    assert 1 == outcome.status
    assert outcome.err.startswith(f"dixit: {name}: ")
    assert says in outcome.err
    assert "; " in outcome.err
    assert 1 == outcome.err.count("\n")
    assert "ana.txt" == json.loads(outcome.out)["document"]["source"]


def test_a_mistake_before_the_parse_costs_one_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one in a rule does."""

    def broken(raw: bytes, *, name: str, encoding: str | None, published: date | None) -> Document:
        if name == "leo.txt":
            raise KeyError("aïe")
        return read(raw, name=name, encoding=encoding, published=published)

    monkeypatch.setattr("dixit.batch.read", broken)
    outcome = run("read", "leo.txt", "ana.txt", "--json")

    assert 1 == outcome.status
    assert "dixit: leo.txt: a mistake in dixit (KeyError: 'aïe'); please report it\n" == outcome.err
    assert "ana.txt" == json.loads(outcome.out)["document"]["source"]


def test_a_folder_is_no_file(run: Run) -> None:
    """The way out is its files."""
    assert "this is a folder; name the files in it" in run("read", ".").err


def test_a_mistake_of_ours_is_one_line_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that breaks costs one text its record, and no traceback is shown."""

    def broken(*_: object) -> None:
        raise KeyError("aïe")

    monkeypatch.setattr("dixit.pipeline.Reader.record", broken)
    outcome = run("read", "ana.txt")

    assert (1, "") == (outcome.status, outcome.out)
    assert "dixit: ana.txt: a mistake in dixit (KeyError: 'aïe'); please report it\n" == outcome.err


def test_the_day_of_issue_gives_the_year(run: Run, tmp_path: Path) -> None:
    """That the dateline leaves out."""
    (tmp_path / "note.txt").write_text(f"LUZ, 31 déc (AFP) - {ANA}", encoding="utf-8")
    record = Record.from_json(run("read", "note.txt", "--json", "--published", "2020-01-02").out)

    assert record.document.dateline is not None
    assert ("2019-12-31", "2020-01-02") == (record.document.dateline.date, record.document.published)


def test_a_table_of_actors_is_looked_up(run: Run, tmp_path: Path) -> None:
    """Its names win; a mistake in it is told before anything is read."""
    (tmp_path / "own.tsv").write_text("name\tkind\twikidata\nAna Bel\tperson\tQ1\n", encoding="utf-8")
    (tmp_path / "wrong.tsv").write_text("name\tkind\nAna Bel\tperson\tQ1\tQ2\n", encoding="utf-8")
    record = Record.from_json(run("read", "ana.txt", "--json", "--actors", "own.tsv").out)
    wrong = run("read", "ana.txt", "--actors", "wrong.tsv")

    assert {"Q1"} == {actor.identifiers.wikidata for actor in record.actors if actor.name == "Ana Bel"}
    assert (1, "") == (wrong.status, wrong.out)
    assert "wrong.tsv, line 2" in wrong.err


@pytest.mark.parametrize("args", [["--help"], ["read", "--help"], ["--version"]])
def test_help_is_given(run: Run, args: list[str]) -> None:
    """Without a model."""
    outcome = run(*args)

    assert (0, "") == (outcome.status, outcome.err)
    assert outcome.out


@pytest.mark.parametrize("args", [["read"], ["read", "ana.txt", "--jobs", "0"], ["shout"], ["read", "--nope", "a"]])
def test_a_wrong_command_is_explained(run: Run, args: list[str]) -> None:
    """With status 2, as everywhere."""
    outcome = run(*args)

    assert (2, "") == (outcome.status, outcome.out)
    assert "Error: " in outcome.err


# What only a process of its own can show.


def test_standard_input_is_read() -> None:
    """As "-"; the output is UTF-8 in any locale."""
    done = subprocess.run(
        [*COMMAND, "read", "-", "--json"],
        input=ANA.encode(),
        capture_output=True,
        check=True,
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    )

    assert "<stdin>" == Record.from_json(done.stdout.decode()).document.source


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_an_interrupt_is_quiet(tmp_path: Path) -> None:
    """Status 130 and one line."""
    fifo = tmp_path / "never"
    os.mkfifo(fifo)
    with subprocess.Popen([*COMMAND, "read", str(fifo)], stderr=subprocess.PIPE) as process:
        with fifo.open("wb"):  # it has begun to read
            process.send_signal(signal.SIGINT)
            assert process.stderr is not None
            err = process.stderr.read().decode()
        status = process.wait()

    assert (130, "dixit: interrupted") == (status, err.strip())


@pytest.mark.skipif(sys.platform != "linux", reason="devices of Linux")
@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("read ana.txt > /dev/full", "standard output: cannot be written"),
        ("read ana.txt --json > /dev/full", "standard output: cannot be written"),
        ("read ana.txt --html /dev/full", "/dev/full: cannot be written"),
        ("read ana.txt >&-", "standard output: is closed"),
        ("read ana.txt --json >&-", "standard output: is closed"),
        ("read - <&-", "standard input is closed"),
        ("read /dev/zero", "larger than 10 MB"),
        ("read $'no\\nfile.txt'", "no\\nfile.txt: no such file"),
    ],
)
def test_a_place_that_takes_or_gives_nothing_is_named(tmp_path: Path, command: str, says: str) -> None:
    """In one line, with status 1."""
    (tmp_path / "ana.txt").write_text(ANA, encoding="utf-8")
    done = _shell(tmp_path, command)

    assert 1 == done.returncode
    assert done.stderr.startswith("dixit: ")
    assert says in done.stderr
    assert 1 == done.stderr.count("\n")


def _shell(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """``dixit COMMAND`` in a shell of its own."""
    dixit = f"{shlex.quote(sys.executable)} -c 'from dixit.cli import main; main()' "
    return subprocess.run(
        ["bash", "-c", f"ulimit -v 4000000; {dixit} {command}"],  # noqa: S607 - any bash
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="file names of Linux")
def test_a_file_name_need_not_be_utf8(tmp_path: Path) -> None:
    """What cannot be shown of it is replaced."""
    Path(os.fsdecode(bytes(tmp_path) + b"/d\xe9p.txt")).write_text(ANA, encoding="utf-8")
    done = _shell(tmp_path, "read $'d\\xe9p.txt' --json --output out")

    assert (0, "") == (done.returncode, done.stderr)
    assert "d\N{REPLACEMENT CHARACTER}p.txt" == json.loads(done.stdout)["document"]["source"]
    assert ["d\N{REPLACEMENT CHARACTER}p.json"] == [path.name for path in (tmp_path / "out").iterdir()]


@pytest.mark.skipif(sys.platform != "linux", reason="devices of Linux")
def test_a_page_goes_into_a_pipe(tmp_path: Path) -> None:
    """And a link to a device stays one."""
    (tmp_path / "ana.txt").write_text(ANA, encoding="utf-8")
    (tmp_path / "out").symlink_to("/dev/stdout")
    done = _shell(tmp_path, "read ana.txt --html out")

    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.startswith("<!DOCTYPE html>")
    assert (tmp_path / "out").is_symlink()


@pytest.mark.skipif(sys.platform != "linux", reason="signals of POSIX, /proc of Linux")
@pytest.mark.parametrize("times", [1, 2])
def test_an_interrupt_ends_the_workers_too(tmp_path: Path, times: int) -> None:
    """At once, in one line, and nobody outlives it."""
    fifos = [tmp_path / f"{i}.txt" for i in range(40)]
    for fifo in fifos:
        os.mkfifo(fifo)
    with subprocess.Popen(
        [*COMMAND, "read", *map(str, fifos), "--json", "--jobs", "2"], stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        with fifos[0].open("wb"):  # a worker has begun to read
            began = time.monotonic()
            for _ in range(times):
                os.killpg(process.pid, signal.SIGINT)
                time.sleep(0.05)
            assert process.stderr is not None
            err = process.stderr.read().decode()
            status = process.wait()
        took = time.monotonic() - began

    assert (130, "dixit: interrupted") == (status, err.strip())
    assert took < 3
    while (left := _group(process.pid)) and time.monotonic() < began + 5:
        time.sleep(0.05)  # Python's own tracker of resources ends after the process that it served
    assert [] == left


def _group(number: int) -> list[str]:
    """Processes of a group that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, group = stat.read_text(encoding="utf-8").rpartition(")")[2].split()[:3]
            if int(group) == number and state != "Z":
                found.append(stat.parent.name)
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    """As in ``dixit read ... | head -1``."""
    names = [str(tmp_path / f"{i}.txt") for i in range(200)]
    for name in names:
        Path(name).write_text(ANA, encoding="utf-8")
    with subprocess.Popen(
        [*COMMAND, "read", *names, "--json", "--jobs", "1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        err = process.stderr.read().decode()

    assert "" == err
