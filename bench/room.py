"""Twenty readers at once while documents are added: how long each page's first byte takes, and whether any fails.

python bench/room.py STORE [SECONDS]: the store is copied; a server is started over the copy.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from dixit.errors import RecordError
from dixit.store import Store

DIXIT = [sys.executable, "-c", "from dixit.cli import main; main()"]
READERS = 20


def addresses(path: Path) -> dict[str, list[str]]:
    """Of each kind of page some."""
    with Store.open(path) as store:
        digests = readable(store)
        slugs = [row.actor for row in store.actors(limit=20)]
        days = [
            str(row[0]) for row in store.sql("SELECT DISTINCT published FROM dispatches WHERE published > '' LIMIT 30")
        ]
    quote = urllib.parse.quote
    return {
        "today": ["/", *(f"/?day={day}" for day in days)],
        "search": ["/search", *(f"/search?q={quote(word)}" for word in ("accord", "élection", "port", "trêve"))],
        "search by speaker": [f"/search?speaker={slug}" for slug in slugs],
        "dispatches": ["/dispatches", "/dispatches?page=20"],
        "dispatch": [f"/dispatch/{digest}" for digest in digests],
        "actors": ["/actors", "/actors?q=macron"],
        "actor": [f"/actor/{slug}" for slug in slugs],
        "timeline": [f"/timeline?actor={slug}" for slug in slugs[5:]],
        "calls": ["/calls", "/calls?q=accord", "/calls?what=promises"],
        "stance": ["/stance", *(f"/stance?by={slug}" for slug in slugs[:3])],
        "graph": ["/graph", "/graph?act=demand"],
        "compare": ["/compare"],
        "correct": ["/correct", "/correct/next"],
        "add": ["/add"],
        "api": ["/api/openapi.json", "/api/statements?term=port", "/api/stats"],
    }


def readable(store: Store) -> list[str]:
    """Dispatches whose records this version reads."""
    found = []
    for (digest,) in store.sql("SELECT digest FROM dispatches ORDER BY id DESC LIMIT 80"):
        try:
            store.get(str(digest))
        except RecordError:
            continue
        found.append(str(digest)[7:17])
    return found[:50]


def arrival(url: str) -> tuple[float, float]:
    """Seconds to the first byte and to the last; raises where the page fails."""
    begun = time.perf_counter()
    with urllib.request.urlopen(url, timeout=30) as answer:
        answer.read(1)
        first = time.perf_counter() - begun
        answer.read()
    return first, time.perf_counter() - begun


def worked(process: int) -> float:
    """Seconds for which the processors have worked for a process: the same whatever else they have to do."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def alone(here: str, pages: dict[str, list[str]], server: int) -> None:
    """One reader: each kind of page, met for the first time, to the first byte and to the last."""
    for kind, some in pages.items():
        begun = worked(server)
        took = [arrival(here + one) for one in some]
        first, last = zip(*took, strict=True)
        print(
            f"{kind:18} {1000 * median(first):6.0f} ms median {1000 * max(first):6.0f} ms at most to the first byte, "
            f"{1000 * max(last):6.0f} to the last, {1000 * (worked(server) - begun) / len(some):4.0f} ms of work, of {len(some)}"
        )


def usable(here: str, pages: dict[str, list[str]]) -> None:
    """A browser: from the address to the page that is drawn and answers to keys, two of each kind."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("no chromium: how soon a page is usable is not measured")
        return
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        window = browser.new_page()
        window.goto(f"{here}/help")
        for kind, some in pages.items():
            took = []
            for one in some[-2:]:
                begun = time.perf_counter()
                window.goto(here + one, wait_until="load")
                took.append(1000 * (time.perf_counter() - begun))
            print(f"{kind:18} usable after {', '.join(f'{each:.0f}' for each in took)} ms")
        browser.close()


def together(here: str, pages: dict[str, list[str]], path: Path, seconds: float) -> None:
    """Twenty readers, while a process adds documents."""
    took: list[float] = []
    failed: list[str] = []
    until = time.monotonic() + seconds

    def read(seed: int) -> None:
        chance = random.Random(seed)
        while time.monotonic() < until:
            url = here + chance.choice(chance.choice(list(pages.values())))
            try:
                took.append(arrival(url)[0])
            except (OSError, urllib.error.URLError) as error:
                failed.append(f"{url}: {error}")
            time.sleep(chance.uniform(0.5, 1.5))

    with tempfile.TemporaryDirectory() as folder:
        for n in range(400):
            text = f"Le maire Léo Roc a promis de réparer le quai numéro {n}. Ana Bel a dit que ce serait long."
            Path(folder, f"{n}.txt").write_text(text, encoding="utf-8")
        command = [*DIXIT, "add", folder, "--store", str(path), "--jobs", "1"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as adding:
            readers = [threading.Thread(target=read, args=(n,)) for n in range(READERS)]
            for one in readers:
                one.start()
            for one in readers:
                one.join()
            adding.wait()
    took.sort()
    at = {share: 1000 * took[int(share * (len(took) - 1))] for share in (0.5, 0.95, 0.99, 1)}
    print(f"{READERS} readers while adding: {len(took)} pages, {len(failed)} failed; ms at 50, 95, 99, 100 %:", end=" ")
    print(*(f"{value:.0f}" for value in at.values()))
    for one in failed[:5]:
        print(one)


def main() -> None:
    """Both, over a copy."""
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 60
    command = [*DIXIT, "serve", "--port", "0", "--store"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "room.db")
        shutil.copy(sys.argv[1], path)
        pages = addresses(path)
        with subprocess.Popen([*command, str(path)], stdout=subprocess.PIPE, text=True) as room:
            try:
                assert room.stdout is not None
                here = room.stdout.readline().split()[0].rstrip("/")
                time.sleep(15)  # what is counted at the beginning
                alone(here, pages, room.pid)
                usable(here, pages)
                begun = worked(room.pid)
                together(here, pages, path, seconds)
                print(
                    f"the server worked {worked(room.pid) - begun:.1f} s; load of the machine {os.getloadavg()[0]:.1f}"
                )
            finally:
                room.terminate()


if __name__ == "__main__":
    main()
