"""Statements that annotators overlooked, found where the reader was sure and they wrote nothing: ids and offsets.

    python -m training.overlooked PLACES.json ANSWERS.tsv [ANSWERS.tsv ...]

writes overlooked.jsonl anew. PLACES.json lists what was read by a belief that had not seen the text and is not annotated
there ({"n", "doc", "cue", "content"}, spans as [start, end]); a line of ANSWERS.tsv is n, then y (a statement that was
overlooked), d (the guide allows both) or n. What is overlooked teaches the belief (belief.py) as a statement, what the
guide leaves open teaches nothing (Northcutt, Jiang and Chuang, JAIR 2021, clean labels likewise by what a model doubts,
out of sample).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dixit.types import Span

FILE = Path(__file__).with_name("overlooked.jsonl")


@dataclass(frozen=True, slots=True)
class Place:
    """What was read where nothing is annotated."""

    cue: Span | None
    content: tuple[Span, ...]
    sure: bool  # whether it is a statement; else the guide leaves it open


@cache
def overlooked() -> dict[str, tuple[Place, ...]]:
    """The places of each text, by its id in goldset.py and annotations.py."""
    found: dict[str, tuple[Place, ...]] = {}
    for entry in map(json.loads, FILE.read_text(encoding="utf-8").splitlines()):
        found[entry["id"]] = tuple(
            Place(Span(*p["cue"]) if p["cue"] else None, tuple(Span(*s) for s in p["content"]), p["answer"] == "y")
            for p in entry["places"]
        )
    return found


def said_of(stem: str, cue: Span | None, content: Sequence[Span]) -> Place | None:
    """The place at which a statement was read; None: nobody looked at it again, or it is none."""
    for place in overlooked().get(stem, ()):
        cues = place.cue == cue or (place.cue is not None and cue is not None and place.cue.overlaps(cue))
        if cues and any(a.overlaps(b) for a in place.content for b in content):
            return place
    return None


def main(places: str, *files: str) -> None:
    answers = dict(
        line.split("\t")[:2] for file in files for line in Path(file).read_text("utf-8").splitlines() if line
    )
    entries: dict[str, list[dict[str, object]]] = {}
    for p in json.loads(Path(places).read_text("utf-8")):
        answer = answers.get(str(p["n"]), "n").strip()
        if answer in ("y", "d"):
            entries.setdefault(p["doc"], []).append({"cue": p["cue"], "content": p["content"], "answer": answer})
    lines = [json.dumps({"id": name, "places": entries[name]}) for name in sorted(entries)]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{FILE.name}: {len(lines)} texts, {sum(map(len, entries.values()))} places")


if __name__ == "__main__":
    main(*sys.argv[1:])
