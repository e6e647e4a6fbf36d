"""How often resolve names the right actor when the speakers' spans are those of the gold annotation.

    python -m eval.who [-v] [FOLDER ...]

Without a folder: gold/train, our own annotations (training/annotations.jsonl) and gold/dev of ``../shared``. -v lists
what is lost. Whom descriptions stand for was learned from train and ours (training/ranking.py). Takes ``gold.py`` from ``../shared/tools``; needs PyYAML.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path

from training.annotations import ours
from training.goldset import SHARED, GoldText, Row, gold_tool, load

from dixit.extract.mentions import mentions
from dixit.parse import Parser
from dixit.resolve import resolve
from dixit.types import Cast, Evidence, Statement


def as_statement(row: Row) -> Statement:
    """A gold row as a statement; a bare quotation without a speaker is left to resolve."""
    draft = row.draft
    return Statement(
        speaker=draft.speaker,
        cue=draft.cue,
        cue_lemma=draft.cue_lemma,
        content=draft.content,
        mode=draft.mode,
        act=row.act,
        addressees=tuple(filter(None, [row.to])),
        targets=tuple(filter(None, [row.target])),
        negated=False,
        continues=None,
        evidence=Evidence("gold", 1.0),
    )


def names(cast: Cast) -> list[str | None]:
    """The name of each statement's speaker."""
    return [cast.actors[at].name if at is not None else None for at in cast.speakers]


def measure(texts: Iterable[GoldText], *, verbose: bool) -> tuple[int, int, float]:
    """Right, all, and microseconds per word for mentions and resolve."""
    gold = gold_tool()
    right = total = words = 0
    spent = 0.0
    for text in texts:
        document = text.parsed.document
        start = time.process_time()
        cast = resolve(text.parsed, [as_statement(row) for row in text.rows], mentions(text.parsed))
        spent += time.process_time() - start
        words += len(document.text.split())
        for row, name in zip(text.rows, names(cast), strict=True):
            hit = (not row.who and not name) or bool(gold.name_tokens(row.who) & gold.name_tokens(name))
            right += hit
            total += 1
            if verbose and not hit:
                speaker = document.cut(row.draft.speaker) if row.draft.speaker else None
                print(f"{text.stem} {row.id}: {speaker!r} is {row.who!r}, given {name!r}")
    return right, total, 1e6 * spent / max(words, 1)


def main(arguments: list[str]) -> int:
    """Print the share of right actors for each set."""
    parser = Parser.load()
    folders = [Path(a) for a in arguments if a != "-v"]
    sets = {folder.name: load(folder, parser) for folder in folders} or {
        "train": load(SHARED / "gold" / "train", parser),
        "ours": ours(parser),
        "dev": load(SHARED / "gold" / "dev", parser),
    }
    for name, texts in sets.items():
        right, total, speed = measure(texts, verbose="-v" in arguments)
        print(f"{name}: {right}/{total} = {right / total:.3f} of the actors right, {speed:.1f} µs a word")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
