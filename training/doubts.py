"""Places where the reader doubted whether there is a statement, and what we say of them: ids and offsets.

    python -m training.doubts PLACES.json ANSWERS.tsv [ANSWERS.tsv ...]

puts answers into doubts.jsonl; a text that is there already is replaced. PLACES.json lists places ({"n", "doc", "cue", "options"}: the cue as
[start, end] or null, the contents proposed for it as lists of [start, end]); a line of ANSWERS.tsv is n, then the letter of the content that an
annotator would draw (a: the first), n: no statement, or z: a statement, but none of the contents is its own.
`doubts.jsonl` has a line a text: its id in the corpora as annotations.py has it, a digest, and the places with the
number of the right content (null: no statement). They teach the belief in candidates only (belief.py).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dixit.parse import Parser
from dixit.read import read
from dixit.types import Parsed, Span
from training.annotations import copies, corpus_texts, digest, whole

FILE = Path(__file__).with_name("doubts.jsonl")
LETTERS = "abcd"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place, the contents proposed there, and which of them is right; None: there is no statement."""

    cue: Span | None
    options: tuple[tuple[Span, ...], ...]
    right: int | None


@dataclass(frozen=True, slots=True)
class DoubtedText:
    """A text, parsed, with its doubtful places."""

    stem: str
    parsed: Parsed
    doubts: tuple[Doubt, ...]


def doubted(parser: Parser) -> Iterator[DoubtedText]:
    """Every text of doubts.jsonl; ValueError where a corpus holds another text."""
    entries = {entry["id"]: entry for entry in map(json.loads, FILE.read_text(encoding="utf-8").splitlines())}
    texts = corpus_texts(set(entries))
    for parsed in parser.many(read(texts[name].encode(), name=name) for name in entries):
        entry = entries[parsed.document.name]
        if digest(parsed.document.text) != entry["digest"]:
            raise ValueError(f"{entry['id']}: the corpus holds another text than the one that was labelled")
        yield DoubtedText(entry["id"], parsed, tuple(map(_doubt, entry["places"])))


def _doubt(place: dict) -> Doubt:  # type: ignore[type-arg]  # the shape of doubts.jsonl
    options = tuple(tuple(Span(*span) for span in option) for option in place["options"])
    return Doubt(Span(*place["cue"]) if place["cue"] else None, options, place["right"])


def main(places: str, *files: str) -> None:
    answers = dict(
        line.split("\t")[:2] for file in files for line in Path(file).read_text("utf-8").splitlines() if line
    )
    asked = [p for p in json.loads(Path(places).read_text("utf-8")) if answers.get(str(p["n"]), "z") != "z"]
    raw = corpus_texts({p["doc"] for p in asked})
    texts = {name: read(text.encode(), name=name).text for name, text in raw.items()}
    kept = FILE.read_text("utf-8").splitlines() if FILE.exists() else []
    entries = {e["id"]: e for e in map(json.loads, kept) if e["id"] not in texts}
    for p in asked:
        entry = entries.setdefault(p["doc"], {"id": p["doc"], "digest": digest(texts[p["doc"]]), "places": []})
        answer = answers[str(p["n"])].strip()
        right = None if answer == "n" else LETTERS.index(answer)
        if right is None or right < len(p["options"]):
            entry["places"].append({"cue": p["cue"], "options": p["options"], "right": right})
    for name in whole() & entries.keys():
        del entries[name]
    for name in copies(corpus_texts(set(entries))):
        print(f"{name}: left out, for a text of gold/dev is nearly the same")
        del entries[name]
    lines = [json.dumps(entries[name], ensure_ascii=False) for name in sorted(entries)]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{FILE.name}: {len(lines)} texts, {sum(len(e['places']) for e in entries.values())} places")


if __name__ == "__main__":
    main(*sys.argv[1:])
