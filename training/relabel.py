"""Labels of acts that a model which has not seen them doubts: listed, read again by somebody, and corrected.

    python -m training.relabel ask FOLDER [COUNT]       the COUNT (4,000) most doubted statements, to be read
    python -m training.relabel take FOLDER ANSWERS.tsv [ANSWERS.tsv ...]

`ask` cross-validates the traits' weights (acts.py) and writes FOLDER/places.json and FOLDER/read.txt: title, sentence,
speaker, cue and content of each statement, not its label nor the guess. A line of ANSWERS.tsv is n, act (or x: no
statement). `take` changes labels.jsonl and annotations.jsonl where the answer is what the model had guessed: two against
one (confident learning, Northcutt et al., JAIR 2021, with a reader as judge). The first label is kept beside it
("first_act"): acts.py teaches both, half each. What is called no statement leaves labels.jsonl. The texts of gold/train
and those held out (held.txt) are never asked about.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

from dixit.extract.acts import ACTS
from dixit.parse import Parser
from dixit.types import Span
from training import acts, annotations, labels
from training.goldset import GoldText

COUNT = 4000
AROUND = 250  # characters before a statement that are shown


def ask(folder: Path, count: int) -> None:
    parser = Parser.load()
    every = list(annotations.everything(parser))
    ours, labelled = annotations.whole(), list(labels.labelled(parser))
    data = acts.Examples([*every, *labelled], gold=len(every))
    guessed = acts.cross(data, acts.STRENGTHS[0])
    chances = guessed / guessed.sum(axis=1, keepdims=True)
    doubt = np.log(chances.max(1) + 1e-6) - np.log(chances[np.arange(len(chances)), data.acts] + 1e-6)
    rows = [(text, n) for text in [*every, *labelled] for n in range(len(text.rows))]
    held = annotations.held_out()
    for i, (text, _) in enumerate(rows):
        mine = text.stem in ours or i >= len(rows) - sum(len(t.rows) for t in labelled)
        if text.stem in held or not mine:
            doubt[i] = 0
    chosen = [int(i) for i in np.argsort(-doubt)[:count] if doubt[i] > 0]
    np.random.default_rng(0).shuffle(chosen)
    folder.mkdir(parents=True, exist_ok=True)
    places, shown = [], []
    for n, i in enumerate(chosen):
        text, at = rows[i]
        given, guess = ACTS[data.acts[i]], ACTS[int(chances[i].argmax())]
        places.append({"n": n, "doc": text.stem, "at": at, "given": given, "guess": guess})
        shown.append(f"### {n}\n{_shown(text, at)}\n")
    (folder / "places.json").write_text(json.dumps(places), encoding="utf-8")
    (folder / "read.txt").write_text("\n".join(shown), encoding="utf-8")
    print(f"{len(places)} statements to read in {folder / 'read.txt'}")


def _shown(text: GoldText, at: int) -> str:
    """A statement as its reader sees it."""
    body, said = text.parsed.document.text, text.rows[at].draft
    cut = lambda span: body[span.start : span.end].replace("\n", " ") if span else "-"  # noqa: E731
    spans: list[Span] = [*said.content, *(span for span in (said.cue, said.speaker) if span)]
    first = max(body.rfind("\n", 0, min(spans).start) + 1, min(spans).start - AROUND)
    last = max(span.end for span in spans)
    around = body[first : body.find("\n", last) if "\n" in body[last:] else len(body)].replace("\n", " ")
    content = " | ".join(map(cut, said.content))
    title = body[: body.find("\n")]
    return f"TITLE: {title}\nTEXT: {around}\nSPEAKER: {cut(said.speaker)}  CUE: {cut(said.cue)}\nSAYS: {content}"


def take(folder: Path, files: list[str]) -> None:
    answers = dict(
        line.split("\t")[:2] for file in files for line in Path(file).read_text("utf-8").splitlines() if line
    )
    by_text: dict[str, list[tuple[int, str]]] = {}
    for place in json.loads((folder / "places.json").read_text("utf-8")):
        answer = answers.get(str(place["n"]), "").strip()
        if answer == "x" or (answer == place["guess"] and answer != place["given"]):
            by_text.setdefault(place["doc"], []).append((place["at"], answer))
    for file, drop in ((labels.FILE, True), (annotations.FILE, False)):
        entries = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        changed = gone = 0
        for entry in entries:
            for at, answer in by_text.get(entry["id"], ()):
                statement = entry["statements"][at]
                if answer != "x":
                    statement["first_act"] = statement.get("first_act", statement["act"])
                    statement["act"] = answer
                    changed += 1
                elif drop:
                    entry["statements"][at] = None
                    gone += 1
            entry["statements"] = [s for s in entry["statements"] if s is not None]
        lines = [json.dumps(entry, ensure_ascii=False) for entry in entries if entry["statements"] or not drop]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{file.name}: {changed} acts corrected, {gone} statements left out")


def main(job: str, folder: str, *rest: str) -> None:
    if job == "ask":
        ask(Path(folder), int(rest[0]) if rest else COUNT)
    else:
        take(Path(folder), list(rest))


if __name__ == "__main__":
    main(*sys.argv[1:])
