"""What each question across dispatches answers on a store, without the words of its texts, and how long it takes.

    python bench/asking.py STORE [--page calls] [--times 5] [--output-only | --times-only] [--write docs]

The outputs stand in docs/, under "On 8,186 agency dispatches": each command as it is typed, and what it prints on a
terminal of 110 columns. --write puts them there, between the comments that name this file. Beside the times stands the same work of a fixed reference, done in turns with the questions,
for other work on the machine slows both.
"""

from __future__ import annotations

import argparse
import os
import pty
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WIDTH = 110
# The figures in the head of a page.
_COUNTS = "grep -o '<b>[^<]*</b> [^<]*' week.html | sed 's/<[^>]*>//g'"
_STATES = "cut -f2,6 | sort -u | cut -f2 | sort | uniq -c"
# Two reports of one happening in the agency's dispatches; a digest is of the text, so that it stays.
_PAIR = "b9b64891cf 266d8dc860"

PAGES: dict[str, list[str]] = {
    "calls": [
        f"dixit calls --no-words --limit 0 | {_STATES}",
        "dixit calls --answered --no-words --limit 0 | cut -f10 | sort | uniq -c | sort -rn",
        "dixit calls --answered --no-words --limit 0 | cut -f9 | sort | uniq -c | sort -rn | head -n 6",
        "dixit calls --answered --on Loukachenko --no-words --limit 3",
    ],
    "promises": [
        f"dixit promises --no-words --limit 0 | {_STATES}",
        "dixit promises --answered --no-words --limit 0 | cut -f10 | sort | uniq -c | sort -rn | head -n 6",
        "dixit promises --answered --by Castex --no-words --limit 2",
    ],
    "stance": [
        "dixit stance --limit 0 | wc -l",
        "dixit stance --states --limit 6",
        "dixit stance --states --matrix 5",
        "dixit stance --by Allemagne --on Russie --words --no-words --limit 4",
    ],
    "convergence": [
        "dixit stance pandémie --members G20 --per month",
        "dixit stance --on Israël --members OCI",
        "dixit stance --on Russie --members UE",
    ],
    "timeline": [
        "dixit timeline chine --no-words --limit 0 | cut -f3 | sort | uniq -c",
        "dixit timeline chine --no-words --limit 0 --kind event | cut -f4 | sort | uniq -c | sort -rn | head -n 6",
        "dixit timeline chine --no-words --kind about --since 2020-09-20 --limit 4",
    ],
    "designations": [
        "dixit designations emmanuel-macron --limit 6",
        "dixit designations israel --sides",
        "dixit designations emmanuel-macron --limit 0 | wc -l",
    ],
    "compare": [
        f"dixit compare {_PAIR} --no-words | grep '('",
        f"dixit compare {_PAIR} --no-words | grep -A 3 -B 2 '→' | head -n 12",
    ],
    "pairs": [
        "dixit pairs --no-words --limit 0 --csv | tail -n +2 | wc -l",
        "dixit pairs --no-words --limit 3",
    ],
    "report": ["dixit report 2020-08-24 --week --output week.html", _COUNTS],
}
# The questions as they are asked most: the latest 50 rows; and those that are looked at whole.
TIMED = {
    "calls": "dixit calls",
    "calls, all": "dixit calls --limit 0",
    "promises": "dixit promises",
    "promises, all": "dixit promises --limit 0",
    "stance": "dixit stance",
    "stance --matrix": "dixit stance --states --matrix 8",
    "stance --members": "dixit stance pandémie --members G20 --per month",
    "timeline": "dixit timeline emmanuel-macron",
    "designations": "dixit designations emmanuel-macron",
    "pairs": "dixit pairs",
    "compare": f"dixit compare {_PAIR}",
    "report": "dixit report 2020-08-24 --week --output week.html",
}
# Half a second of Python on a core of its own.
REFERENCE = [sys.executable, "-c", "x = 0\nfor n in range(5_000_000): x = (x + n * n) % 1_000_003"]


def terminal(command: str, folder: Path, environment: dict[str, str]) -> str:
    """What a command prints on a terminal, without colours; several words of a shell."""
    reader, writer = pty.openpty()
    process = subprocess.Popen(
        ["bash", "-c", command], cwd=folder, env=environment, stdout=writer, stderr=writer, stdin=subprocess.DEVNULL
    )
    os.close(writer)
    parts = []
    while True:
        try:
            part = os.read(reader, 65536)
        except OSError:  # a terminal ends so
            break
        if not part:
            break
        parts.append(part)
    os.close(reader)
    if process.wait():
        sys.exit(f"{command}: ended with {process.returncode}: {b''.join(parts).decode()}")
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", b"".join(parts).decode())
    return "\n".join(line.rstrip() for line in plain.replace("\r\n", "\n").splitlines())


def seconds(command: list[str], folder: Path, environment: dict[str, str]) -> tuple[float, float]:
    """Of the clock, and of one core."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    core = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, core


def write(docs: Path, page: str, text: str) -> None:
    """Puts the outputs of a page where docs/ has a place for them."""
    begin, end = f"<!-- bench/asking.py: {page} -->\n", "<!-- end -->"
    for path in sorted(docs.glob("*.md")):
        words = path.read_text(encoding="utf-8")
        if begin in words:
            before, after = words.split(begin)
            path.write_text(f"{before}{begin}{text}{end}{after.split(end, 1)[1]}", encoding="utf-8")
            print(f"{path}: {page}")
            return
    sys.exit(f"{docs}: no page has {begin.strip()}; put it where the outputs of {page} belong, and {end} after it")


def main() -> None:
    """Print, or write."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("store", type=Path)
    arguments.add_argument("--page", choices=PAGES)
    arguments.add_argument("--times", type=int, default=5)
    arguments.add_argument("--output-only", action="store_true")
    arguments.add_argument("--times-only", action="store_true")
    arguments.add_argument("--write", type=Path, metavar="DOCS")
    options = arguments.parse_args()
    # The program of this environment, with the store named once.
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    store = str(options.store.resolve())
    environment = {**os.environ, "PATH": path, "DIXIT_STORE": store, "COLUMNS": str(WIDTH), "LC_ALL": "C.UTF-8"}
    if shutil.which("dixit", path=path) is None or not options.store.is_file():
        sys.exit(f"{options.store}: no such store, or dixit is not installed beside {sys.executable}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for page, commands in PAGES.items():
            if not options.times_only and options.page in {None, page}:
                parts = [f"```console\n$ {one}\n{terminal(one, folder, environment)}\n```\n" for one in commands]
                if options.write:
                    write(options.write, page, "\n".join(parts))
                else:
                    print(f"## {page}\n", *parts, sep="\n", flush=True)
        if not options.output_only:
            measured(options.times, folder, environment)


def measured(times: int, folder: Path, environment: dict[str, str]) -> None:
    """Prints the median seconds of each question, and of the reference in the same rounds."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in (*TIMED, "reference")}
    for _ in range(times):
        for name, command in TIMED.items():
            taken[name].append(seconds(["bash", "-c", command], folder, environment))
        taken["reference"].append(seconds(REFERENCE, folder, environment))
    print(
        f"{'question':20} {'clock':>8} {'core':>8} {'least core':>11}   medians of {times}, load {os.getloadavg()[0]:.1f}"
    )
    for name, values in taken.items():
        clock, core = (statistics.median(value[n] for value in values) for n in (0, 1))
        print(f"{name:20} {clock:7.2f}s {core:7.2f}s {min(value[1] for value in values):10.2f}s")


if __name__ == "__main__":
    main()
