"""How often resolve names the right actor when the speakers' spans are those of the gold annotation.

    python eval/who.py ../shared/gold/train [-v]

-v lists what is lost. Takes ``gold.py`` from ``../shared/tools``; needs PyYAML.
"""

from __future__ import annotations

import importlib.util
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

from dixit.extract.mentions import mentions
from dixit.parse import Parser
from dixit.read import read
from dixit.resolve import resolve
from dixit.types import Cast, Evidence, Span, Statement

SHARED = Path(__file__).resolve().parents[2] / "shared"


def gold_tool() -> ModuleType:
    """``shared/tools/gold.py`` as a module."""
    spec = importlib.util.spec_from_file_location("gold", SHARED / "tools" / "gold.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_statements(rows: list[dict[str, Any]], text: str) -> list[Statement]:
    """Gold rows as statements; a bare quotation without a speaker is left to resolve."""

    def span(pair: tuple[int, int] | None) -> Span | None:
        return Span(*pair) if pair else None

    return [
        Statement(
            speaker=span(row["speaker"]),
            cue=span(row["cue"]),
            cue_lemma=None,
            content=tuple(Span(*piece) for piece in row["content"]),
            mode=row["mode"],
            act=row["act"],
            addressees=tuple(filter(None, [span(row["to"])])),
            targets=tuple(Span(*pair) for pair in row["targets"]),
            negated=False,
            continues=None,
            evidence=Evidence("gold", 1.0),
        )
        for row in rows
    ]


def names(cast: Cast) -> list[str | None]:
    """The name of each statement's speaker."""
    return [cast.actors[at].name if at is not None else None for at in cast.speakers]


def measure(folder: Path, *, verbose: bool) -> tuple[int, int, float]:
    """Right, all, and microseconds per word for mentions and resolve."""
    gold = gold_tool()
    docs = gold.load_gold(folder)
    right = total = words = 0
    spent = 0.0
    parses = Parser.load().many([read(text, name=stem) for stem, (text, _) in docs.items()])
    for (stem, (text, rows)), parsed in zip(docs.items(), parses, strict=True):
        statements = as_statements(rows, text)
        start = time.process_time()
        cast = resolve(parsed, statements, mentions(parsed))
        spent += time.process_time() - start
        words += len(text.split())
        for row, name in zip(rows, names(cast), strict=True):
            hit = (not row["who"] and not name) or bool(gold.name_tokens(row["who"]) & gold.name_tokens(name))
            right += hit
            total += 1
            if verbose and not hit:
                speaker = text[slice(*row["speaker"])] if row["speaker"] else None
                print(f"{stem} {row['id']}: {speaker!r} is {row['who']!r}, given {name!r}")
    return right, total, 1e6 * spent / max(words, 1)


def main(arguments: list[str]) -> int:
    """Print the share of right actors for each folder."""
    for folder in [Path(a) for a in arguments if a != "-v"] or [SHARED / "gold" / "train", SHARED / "gold" / "dev"]:
        right, total, speed = measure(folder, verbose="-v" in arguments)
        print(f"{folder.name}: {right}/{total} = {right / total:.3f} of the actors right, {speed:.1f} µs a word")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
