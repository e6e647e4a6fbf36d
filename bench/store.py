"""How fast documents come into a store, how large it grows, and how long a question takes.

    python bench/store.py [--corpus ../shared/corpora/afp-fr.jsonl.xz] [--store build/bench.db] [--jobs N]

Adds the corpus, adds it again, and asks each question several times. A store that is there is only asked.
Run it on a machine that does nothing else: every number is wall time.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

from dixit.keep import Adding, add
from dixit.store import Store

MIB = 1 << 20
QUESTIONS = {
    "a word": {"terms": ["vaccin"]},
    "two words": {"terms": ["rouvrir", "frontière"]},
    "a common word": {"terms": ["avoir"]},
    "a phrase": {"terms": ["deuxième vague"]},
    "a speaker": {"speaker": "Macron"},
    "a speaker and a word": {"terms": ["Europe"], "speaker": "Merkel"},
    "a target": {"target": "Chine"},
    "about a body": {"about": "OMS"},
    "an act": {"act": "accuse"},
    "an act in a month": {"act": "deny", "since": "2020-08-01", "until": "2020-08-31"},
    "everything, sure": {"min_confidence": 0.9},
}


def once(store: Path, options: dict[str, object]) -> float:
    """Seconds of the command, from its start to its end."""
    names = {"min_confidence": "--min-confidence"}
    words = [str(word) for word in options.get("terms", [])]  # type: ignore[attr-defined]
    flags = [part for k, v in options.items() if k != "terms" for part in (names.get(k, f"--{k}"), str(v))]
    dixit = [sys.executable, "-c", "from dixit.cli import main; main()"]
    command = [*dixit, "find", *words, *flags, "--store", str(store)]
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def inside(store: Store, options: dict[str, object]) -> tuple[float, int]:
    """Seconds of the question alone, and how many rows it gave."""
    wanted = {name: value for name, value in options.items() if name != "terms"}
    start = time.perf_counter()
    rows = store.find(*options.get("terms", []), limit=50, **wanted)  # type: ignore[misc,arg-type]
    return time.perf_counter() - start, len(rows)


def fill(corpus: Path, path: Path, jobs: int | None) -> None:
    """Adds the corpus twice."""
    with Store.open(path) as store:
        for title in ("added", "added again"):
            start = time.perf_counter()
            tally = add(store, [str(corpus)], Adding(jobs=jobs))
            seconds = time.perf_counter() - start
            print(f"{title:14} {seconds:8.1f} s   {tally.done / seconds:8.1f} documents/s   {tally}", flush=True)
    own, child = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"core seconds   {own.ru_utime + own.ru_stime:8.1f} to write, {child.ru_utime + child.ru_stime:.1f} to read")
    print(f"peak memory    {own.ru_maxrss / 1024:8.0f} MB to write, {child.ru_maxrss / 1024:.0f} MB in each that reads")


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--corpus", type=Path, default=Path("../shared/corpora/afp-fr.jsonl.xz"))
    arguments.add_argument("--store", type=Path, default=Path("build/bench.db"))
    arguments.add_argument("--jobs", type=int)
    options = arguments.parse_args()
    print(f"Python {platform.python_version()}, {len(os.sched_getaffinity(0))} cores, load {os.getloadavg()[0]:.1f}")
    if not options.store.exists():
        options.store.parent.mkdir(parents=True, exist_ok=True)
        fill(options.corpus, options.store, options.jobs)
    size = sum(path.stat().st_size for path in options.store.parent.glob(options.store.name + "*"))
    with Store.open(options.store) as store:
        stats = store.stats()
        print(f"store          {size / MIB:8.1f} MB   {size / stats.dispatches / 1024:.1f} KB a dispatch   {stats}")
        print(f"\n{'dixit find':24} {'command':>9} {'question':>9} {'worst':>9} {'rows':>6}")
        for name, question in QUESTIONS.items():
            asked = [inside(store, question) for _ in range(7)]
            seconds = [one for one, _ in asked]
            whole = statistics.median(once(options.store, question) for _ in range(3))
            print(f"{name:24} {whole:8.2f}s {statistics.median(seconds):8.3f}s {max(seconds):8.3f}s {asked[0][1]:6}")


if __name__ == "__main__":
    main()
