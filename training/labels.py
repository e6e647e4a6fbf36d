"""Acts and targets that we chose for statements which the reader had proposed: ids and offsets in, gold texts out.

    python -m training.labels PARTS.json LABELS.tsv [LABELS.tsv ...]

puts labels into labels.jsonl; a text that is there already is replaced. PARTS.json lists statements ({"n", "doc", "speaker", "cue", "content", "mode"}, spans as
[start, end]); a line of LABELS.tsv is n, act (or x: no statement), target (its words in speaker or content, or -).
`labels.jsonl` has a line a text, as annotations.jsonl has, but not every statement of the text, and limits that the
reader drew, not we: they teach acts and targets only.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from dixit.extract.acts import ACTS
from dixit.parse import Parser
from dixit.read import read
from training.annotations import copies, corpus_texts, digest, whole
from training.goldset import GoldText, row_of

FILE = Path(__file__).parent / "labels.jsonl"


def labelled(parser: Parser) -> Iterator[GoldText]:
    """Every text of labels.jsonl with its labelled statements; ValueError where a corpus holds another text."""
    entries = {entry["id"]: entry for entry in map(json.loads, FILE.read_text(encoding="utf-8").splitlines())}
    texts = corpus_texts(set(entries))
    documents = (read(texts[name].encode(), name=name) for name in entries)
    for parsed in parser.many(documents):
        entry = entries[parsed.document.name]
        if digest(parsed.document.text) != entry["digest"]:
            raise ValueError(f"{entry['id']}: the corpus holds another text than the one that was labelled")
        rows = tuple(row_of(parsed, _spread(n, s), None) for n, s in enumerate(entry["statements"]))
        yield GoldText(entry["id"], parsed, rows, has_targets=True)


def _spread(n: int, s: dict) -> dict:  # type: ignore[type-arg]  # gold.py's own shape
    """A stored statement in the shape that gold.py gives."""
    targets = [s["target"]] if s["target"] else []
    return s | {"id": f"s{n + 1}", "who": None, "to": None, "in": None, "targets": targets}


def _target(text: str, words: str, s: dict) -> list[int] | None:  # type: ignore[type-arg]
    """Offsets of a target's words in the content, else in the speaker; None where neither holds them."""
    for start, end in [*s["content"], *([s["speaker"]] if s["speaker"] else [])]:
        at = text.find(words, start, end)
        if at >= 0:
            return [at, at + len(words)]
    return None


def main(parts: str, *files: str) -> None:
    chosen = {}
    for line in (line for file in files for line in Path(file).read_text(encoding="utf-8").splitlines()):
        number, act, target = (*line.split("\t"), "-")[:3]
        chosen[int(number)] = (act, target)
    proposed = json.loads(Path(parts).read_text(encoding="utf-8"))
    raw = corpus_texts({s["doc"] for s in proposed})
    texts = {name: read(text.encode(), name=name).text for name, text in raw.items()}
    kept_before = FILE.read_text(encoding="utf-8").splitlines() if FILE.exists() else []
    entries: dict[str, dict] = {e["id"]: e for e in map(json.loads, kept_before)}  # type: ignore[type-arg]
    for name in texts:
        entries.pop(name, None)
    for s in proposed:
        act, target = chosen[s["n"]]
        if act not in ACTS:
            continue
        text = texts[s["doc"]]
        entry = entries.setdefault(s["doc"], {"id": s["doc"], "digest": digest(text), "statements": []})
        kept = {key: s[key] for key in ("speaker", "cue", "content", "mode")}
        found = None if target == "-" else _target(text, target, s)
        entry["statements"].append(kept | {"act": act, "target": found})
    for name in whole() & entries.keys():
        del entries[name]
    for name in copies(corpus_texts(set(entries))):
        print(f"{name}: left out, for a text of gold/dev is nearly the same")
        del entries[name]
    lines = [json.dumps(entries[name], ensure_ascii=False) for name in sorted(entries)]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{FILE.name}: {len(lines)} texts, {sum(len(e['statements']) for e in entries.values())} statements")


if __name__ == "__main__":
    main(*sys.argv[1:])
