"""A reading room that runs by itself, and a headless Chromium of Debian's to visit it; where there is none, no test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

# "make e2e" says so; a plain pytest run needs neither browser nor axe.
collect_ignore_glob = [] if os.environ.get("DIXIT_E2E") else ["test_*.py"]

CHROMIUM: Final = os.environ.get("CHROMIUM") or shutil.which("chromium")  # run.sh names one that starts
FLAGS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DIXIT: Final = [sys.executable, "-c", "from dixit.cli import main; main()"]
EXAMPLES: Final = Path(__file__).parent.parent.parent / "examples"
COPY: Final = "Port : réouverture partielle\n\n"


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our own examples, and a copy of one of them under another title."""
    folder = tmp_path_factory.mktemp("e2e")
    body = (EXAMPLES / "depeche.txt").read_text(encoding="utf-8").split("\n\n", 1)[1]
    (folder / "reprise.txt").write_text(COPY + body, encoding="utf-8")
    path = folder / "room.db"
    sources = [*sorted(map(str, EXAMPLES.glob("*.txt"))), str(folder / "reprise.txt")]
    given = ["--store", str(path), "--jobs", "1", "--published", "2024-10-05"]
    subprocess.run([*DIXIT, "add", *sources, *given], check=True)
    return path


@pytest.fixture(scope="session")
def here(store: Path) -> Iterator[str]:
    """The address of the room."""
    command = [*DIXIT, "serve", "--store", str(store), "--port", "0", "--by", "Ada"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as room:
        assert room.stdout is not None
        yield room.stdout.readline().split()[0].rstrip("/")
        room.terminate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all tests."""
    if CHROMIUM is None:
        pytest.skip("there is no chromium; make e2e installs it")
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, here: str) -> Iterator[Page]:
    """A window in English; whatever a page writes to the console as an error fails the test."""
    context = browser.new_context(base_url=here, locale="en-GB", viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    opened.on("request", lambda asked: wrong.append(asked.url) if not _ours(asked.url, here) else None)
    yield opened
    context.close()
    assert [] == [one for one in wrong if "status of 4" not in one]


def _ours(url: str, here: str) -> bool:
    return url.startswith((here, "data:", "blob:"))
