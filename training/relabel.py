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
    """Write the `count` statements whose labels are doubted most to places.json and read.txt of a folder."""
    parser = Parser.load()
    every, labelled = list(annotations.everything(parser)), list(labels.labelled(parser))
    data = acts.Examples([*every, *labelled], gold=len(every))
    guessed = acts.cross(data, acts.STRENGTHS[0])
    chances = guessed / guessed.sum(axis=1, keepdims=True)
    doubt = np.log(chances.max(1) + 1e-6) - np.log(chances[np.arange(len(chances)), data.acts] + 1e-6)
    rows = [(text, at) for text in [*every, *labelled] for at in range(len(text.rows))]
    open_to = (annotations.whole() | {text.stem for text in labelled}) - annotations.held_out()
    doubt[[text.stem not in open_to for text, _ in rows]] = 0
    chosen = [int(i) for i in np.argsort(-doubt)[:count] if doubt[i] > 0]
    np.random.default_rng(0).shuffle(chosen)
    folder.mkdir(parents=True, exist_ok=True)
    places = [_place(n, *rows[i], ACTS[int(chances[i].argmax())]) for n, i in enumerate(chosen)]
    (folder / "places.json").write_text(json.dumps(places), encoding="utf-8")
    shown = [f"### {n}\n{_shown(*rows[i])}\n" for n, i in enumerate(chosen)]
    (folder / "read.txt").write_text("\n".join(shown), encoding="utf-8")
    print(f"{len(places)} statements to read in {folder / 'read.txt'}")


def _place(number: int, text: GoldText, at: int, guess: str) -> dict[str, object]:
    """Where a statement stands, by its cue and content, what it is called and what the model calls it."""
    row = text.rows[at]
    content = [[piece.start, piece.end] for piece in row.draft.content]
    cue = None if row.draft.cue is None else [row.draft.cue.start, row.draft.cue.end]
    return {"n": number, "doc": text.stem, "cue": cue, "content": content, "given": row.act, "guess": guess}


def _shown(text: GoldText, at: int) -> str:
    """A statement as its reader sees it."""
    body, said = text.parsed.document.text, text.rows[at].draft

    def cut(span: Span | None) -> str:
        return "-" if span is None else body[span.start : span.end].replace("\n", " ")

    spans: list[Span] = [*said.content, *(span for span in (said.cue, said.speaker) if span)]
    first = max(body.rfind("\n", 0, min(spans).start) + 1, min(spans).start - AROUND)
    last = max(span.end for span in spans)
    around = body[first : body.find("\n", last) if "\n" in body[last:] else len(body)].replace("\n", " ")
    content = " | ".join(map(cut, said.content))
    title = body[: body.find("\n")]
    return f"TITLE: {title}\nTEXT: {around}\nSPEAKER: {cut(said.speaker)}  CUE: {cut(said.cue)}\nSAYS: {content}"


def take(folder: Path, files: list[str]) -> None:
    """Correct both files of labels by answers; what was corrected before is left as it is.

    ValueError: a line of an answer file that is no number with an act or x.
    """
    answers = dict(_answer(file, line) for file in files for line in Path(file).read_text("utf-8").splitlines() if line)
    by_text: dict[str, dict[tuple[str, ...], str]] = {}
    for place in json.loads((folder / "places.json").read_text("utf-8")):
        answer = answers.get(place["n"], place["given"])
        if answer == "x" or (answer == place["guess"] and answer != place["given"]):
            where = str(place["cue"]), str(place["content"]), place["given"]
            by_text.setdefault(place["doc"], {})[where] = answer
    for file, drop in ((labels.FILE, True), (annotations.FILE, False)):
        entries = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        changed = gone = 0
        for entry in entries:
            wanted, kept = by_text.get(entry["id"], {}), []
            for statement in entry["statements"]:
                where = str(statement["cue"]), str(statement["content"]), statement["act"]
                answer = wanted.get(where, "")
                if answer == "x" and drop:
                    gone += 1
                    continue
                if answer and answer != "x":
                    changed += 1
                    statement["first_act"] = statement.get("first_act", statement["act"])
                    statement["act"] = answer
                kept.append(statement)
            entry["statements"] = kept
        lines = [json.dumps(entry, ensure_ascii=False) for entry in entries if entry["statements"] or not drop]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{file.name}: {changed} acts corrected, {gone} statements left out")


def _answer(file: str, line: str) -> tuple[int, str]:
    """A line of an answer file."""
    number, _, answer = (part.strip() for part in line.partition("\t"))
    if not number.isdigit() or answer not in (*ACTS, "x"):
        raise ValueError(f"{file}: {line!r} is not a number, a tab and one of {', '.join(ACTS)} or x")
    return int(number), answer


def main(job: str, folder: str, *rest: str) -> None:
    """`ask` or `take`, and what they are given."""
    if job == "ask":
        ask(Path(folder), int(rest[0]) if rest else COUNT)
    else:
        take(Path(folder), list(rest))


if __name__ == "__main__":
    main(*sys.argv[1:])
