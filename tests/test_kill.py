"""A process that adds documents is killed hard: what it had reported is there, whole, and the rest can be added."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import dixit
from dixit.keep import Adding, Tally, add
from dixit.store import Store

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes as Linux lists them")

# ``make kill`` asks for 100.
KILLS = int(os.environ.get("DIXIT_KILLS", "4"))
DOCUMENTS = 48
ALONE = Adding(jobs=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Texts of our own, each another one, so that all are kept."""
    top = tmp_path_factory.mktemp("in")
    for n in range(DOCUMENTS):
        (top / f"{n:02}.txt").write_text(
            f"Le maire Léo Roc a demandé au conseil de réparer le quai numéro {n}. « Nous rouvrirons le port le {n} », "
            f"a déclaré la ministre Ana Bel. Elle a promis {n} millions et accusé les armateurs de l'île {n}.",
            encoding="utf-8",
        )
    return top


def begin(folder: Path, path: Path) -> tuple[int, int]:
    """A process that adds the folder and tells what is kept; its id, and where it tells."""
    dixit.read("Ana Bel a dit que le port rouvrira.")  # the model is loaded before, so that the time goes into adding
    told, tell = os.pipe()
    child = os.fork()
    if child:
        os.close(tell)
        return child, told

    def watch(tally: Tally) -> None:
        os.write(tell, bytes([tally.new + tally.known]))

    status = 1
    try:
        with Store.open(path) as store:
            add(store, [str(folder)], ALONE, watch)
        status = 0
    finally:
        os._exit(status)


def whole(path: Path) -> int:
    """How many dispatches there are; fails where one of them, or the file, is damaged."""
    with Store.open(path) as store:
        assert [("ok",)] == store.rows("PRAGMA integrity_check")
        assert [] == store.rows("PRAGMA foreign_key_check")
        digests = [str(digest) for (digest,) in store.rows("SELECT digest FROM dispatches")]
        for digest in digests:
            record = store.get(digest)
            kept = "SELECT count(*) FROM said WHERE dispatch = $digest"
            assert [(len(record.statements),)] == store.rows(kept, digest=digest)
        store.run("INSERT INTO statement_words (statement_words) VALUES ('integrity-check')")
    return len(digests)


def test_a_killed_process_loses_nothing_that_it_reported(folder: Path, tmp_path: Path) -> None:
    """At whatever moment; a store that was killed once is killed again on the way to its end."""
    chance = random.Random(5)  # noqa: S311 - not a secret
    path = tmp_path / "s0.db"
    began = time.monotonic()
    child, told = begin(folder, path)
    os.waitpid(child, 0)
    os.close(told)
    longest = time.monotonic() - began
    assert DOCUMENTS == whole(path)
    for n in range(1, KILLS + 1):
        if n % 3 == 1:  # three kills for one store
            path = tmp_path / f"s{n}.db"
        child, told = begin(folder, path)
        time.sleep(chance.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        reported = max(os.read(told, 1 << 16), default=0)
        os.close(told)
        assert reported <= whole(path)
        if n % 3 == 0:
            with Store.open(path) as store:
                add(store, [str(folder)], ALONE)
            assert DOCUMENTS == whole(path)


def test_two_processes_add_to_one_store(folder: Path, tmp_path: Path) -> None:
    """At the same time, from its making on; each document is kept once."""
    path = tmp_path / "s.db"
    for child, told in [begin(folder, path) for _ in range(2)]:
        assert (child, 0) == os.waitpid(child, 0)
        os.close(told)

    assert DOCUMENTS == whole(path)


def test_a_question_does_not_wait_for_a_process_that_writes(folder: Path, tmp_path: Path) -> None:
    """Not for a second, at any time while documents are added."""
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        child, told = begin(folder, path)
        waits = []
        while os.waitpid(child, os.WNOHANG) == (0, 0):
            asked = time.monotonic()
            store.find("quai")
            store.actors()
            waits.append(time.monotonic() - asked)
        os.close(told)

        assert DOCUMENTS == store.stats().dispatches
    assert len(waits) > 5
    assert max(waits) < 1


def test_an_interrupt_says_what_is_kept(folder: Path, tmp_path: Path) -> None:
    """Status 130; the same command again adds the rest."""
    path = tmp_path / "s.db"
    command = [sys.executable, "-c", "from dixit.cli import main; main()", "add", str(folder), "--store", str(path)]
    with subprocess.Popen([*command, "--jobs", "1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        until = time.monotonic() + 30
        while process.poll() is None and time.monotonic() < until and not kept(path):
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, err = (stream.decode() for stream in process.communicate())
    said = int(out.split()[0])

    assert (130, "dixit: interrupted") == (process.returncode, err.strip())
    assert "the same command again adds the rest" in out
    assert 0 < said <= whole(path) < DOCUMENTS


def kept(path: Path) -> int:
    """How many dispatches there are; 0 where the store is still being made."""
    if not path.exists() or not path.stat().st_size:
        return 0
    with Store.open(path) as store:
        return store.stats().dispatches


def test_the_processes_that_read_end_with_the_one_that_writes(folder: Path, tmp_path: Path) -> None:
    """When that is killed."""
    code = "from dixit.cli import main\nif __name__ == '__main__':\n    main()"
    script = tmp_path / "run.py"
    script.write_text(code, encoding="utf-8")
    command = [sys.executable, str(script), "add", str(folder), "--store", str(tmp_path / "s.db"), "--jobs", "2"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        readers = list[int]()
        while len(readers) < 2 and process.poll() is None:
            readers = [
                pid for pid in children(process.pid) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
            ]
            time.sleep(0.05)
        process.kill()
    until = time.monotonic() + 20
    while any(map(alive, readers)) and time.monotonic() < until:
        time.sleep(0.1)

    assert 2 == len(readers)
    assert [] == [pid for pid in readers if alive(pid)]


def children(pid: int) -> list[int]:
    """Its processes, as Linux lists them."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(one) for one in listed.read_text(encoding="utf-8").split()] if listed.exists() else []


def alive(pid: int) -> bool:
    """Neither gone nor only waiting to be buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
