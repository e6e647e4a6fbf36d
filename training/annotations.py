"""Statements that we annotated ourselves in texts that stay where they are: ids and offsets in, gold texts out.

    python -m training.annotations FOLDER [FOLDER ...]

puts hand-made gold files (X.txt, X.yaml) into annotations.jsonl; a text that is there already is replaced.

`annotations.jsonl` has a line a text: its id in the corpora (afp-ID: afp-fr.jsonl.xz, winer-ID: names/winer-fr.jsonl,
wikinews-ID: wikinews-fr-2012.jsonl),
a digest of the text and the offsets of speaker, cue, content, addressee and target; no word of the text itself.
The texts were read and annotated by ../design/annotation.md; five were annotated twice (see docs/accuracy.md).
"""

from __future__ import annotations

import json
import lzma
import re
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from dixit.parse import Parser
from dixit.read import read
from training.goldset import SHARED, GoldText, gold_tool, load, row_of

HERE = Path(__file__).parent
FILE = HERE / "annotations.jsonl"
HELD = HERE / "held.txt"  # ids of annotated texts that the transformer of encoder.py never sees
CORPORA = SHARED / "corpora"
DEV = SHARED / "gold" / "dev"
SHARED_RUNS = 20  # a sentence of background that two dispatches share has up to ten


def everything(parser: Parser) -> Iterator[GoldText]:
    """The texts of ../shared/gold/train, then ours."""
    yield from load(SHARED / "gold" / "train", parser)
    yield from ours(parser)


def ours(parser: Parser) -> Iterator[GoldText]:
    """Every text of annotations.jsonl; raises ValueError where a corpus no longer holds the text that was annotated."""
    wanted = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    texts = corpus_texts({entry["id"] for entry in wanted})
    for entry in wanted:
        document = read(texts[entry["id"]].encode(), name=entry["id"])
        if digest(document.text) != entry["digest"]:
            raise ValueError(f"{entry['id']}: the corpus holds another text than the one that was annotated")
        parsed = parser(document)
        ids = {s["id"]: n for n, s in enumerate(entry["statements"])}
        rows = tuple(row_of(parsed, _spread(s, document.text), ids.get(s["in"])) for s in entry["statements"])
        yield GoldText(entry["id"], parsed, rows, has_targets=True)


def held_out() -> frozenset[str]:
    """Ids of the annotated texts on which the judges of acts are weighed against each other."""
    return frozenset(HELD.read_text(encoding="utf-8").split())


def whole() -> set[str]:
    """Ids of the texts of annotations.jsonl: what is said of their parts elsewhere is not taught beside them."""
    return {json.loads(line)["id"] for line in FILE.read_text(encoding="utf-8").splitlines()}


def corpus_texts(ids: set[str]) -> dict[str, str]:
    """Texts of the corpora by our ids: title and paragraphs of a dispatch, a Wikinews article as it is."""
    found = {}
    with lzma.open(CORPORA / "afp-fr.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if f"afp-{row['id']}" in ids:
                found[f"afp-{row['id']}"] = row["title"] + "\n\n" + "\n\n".join(row["paragraphs"]) + "\n"
    with (CORPORA / "names" / "winer-fr.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            name = "winer-" + row["id"].replace("/", "_")
            if name in ids:
                found[name] = row["text"]
    with (CORPORA / "wikinews-fr-2012.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if f"wikinews-{row['id']}" in ids:
                found[f"wikinews-{row['id']}"] = row["text"].rstrip("\n") + "\n"
    return found


def runs(text: str) -> set[tuple[str, ...]]:
    """Every run of eight words: agencies send the same text again, longer or shorter, under another id."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[n : n + 8]) for n in range(len(words) - 7)}


def copies(texts: dict[str, str]) -> set[str]:
    """Ids of texts that share more than chance with a text of gold/dev: nothing may be learned from them."""
    held = [runs(path.read_text(encoding="utf-8")) for path in sorted(DEV.glob("*.txt"))]
    return {key for key, text in texts.items() if any(len(runs(text) & other) > SHARED_RUNS for other in held)}


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def _spread(s: dict, text: str) -> dict:  # type: ignore[type-arg]  # gold.py's own shape
    """A stored statement in the shape that gold.py gives."""
    who = text[slice(*s["who"])] if isinstance(s["who"], list) else s["who"]
    return s | {"who": who, "targets": [s["target"]] if s["target"] else []}


def _stored(s: dict, text: str) -> dict:  # type: ignore[type-arg]  # gold.py's own shape
    """A statement of gold.py as it is stored: its name by offsets where the text holds it."""
    at = text.find(s["who"]) if s["who"] else -1
    who = [at, at + len(s["who"])] if at >= 0 else s["who"]
    kept = {key: s[key] for key in ("id", "speaker", "cue", "content", "mode", "act", "to", "in")}
    return kept | {"who": who, "target": s["targets"][0] if s["targets"] else None}


def main(folders: list[str]) -> None:
    tool = gold_tool()
    entries = {entry["id"]: entry for entry in map(json.loads, FILE.read_text(encoding="utf-8").splitlines())}
    for folder in map(Path, folders):
        for stem, (text, statements) in tool.load_gold(folder).items():
            kept = [_stored(s, text) for s in statements]
            entries[stem] = {"id": stem, "digest": digest(text), "annotator": folder.name, "statements": kept}
    for stem in copies(corpus_texts(set(entries))):
        print(f"{stem}: left out, for a text of gold/dev is nearly the same")
        del entries[stem]
    lines = [json.dumps(entries[stem], ensure_ascii=False) for stem in sorted(entries)]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{FILE.name}: {len(lines)} texts, {sum(len(e['statements']) for e in entries.values())} statements")


if __name__ == "__main__":
    main(sys.argv[1:])
