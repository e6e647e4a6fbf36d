"""How well the reading reads a gold folder: gold.py's tables, then by mode, act and source, then the losses.

    python eval/score.py [FOLDER] [--losses N]

Without FOLDER: ../shared/gold/dev. All pairing and counting is gold.py's own.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

from training.goldset import SHARED, gold_tool

from dixit import Reader

Row = dict  # gold.py's own shape of a statement
SCORES = ("content", "exact", "speaker", "who", "cue", "mode", "act", "full")


@dataclass(frozen=True, slots=True)
class Scored:
    """A gold folder beside what the reading gave for it."""

    tool: ModuleType
    docs: dict  # stem -> (text, gold rows)
    guesses: dict  # stem -> predicted rows, with the rule that found each
    events: dict  # stem -> (text, gold events), of the texts that carry events
    event_guesses: dict  # stem -> predicted events


def read_folder(folder: Path, reader: Reader) -> Scored:
    """Read every text of a gold folder."""
    tool = gold_tool()
    docs = tool.load_gold(folder)
    with TemporaryDirectory() as name:
        out = Path(name)
        for stem in docs:
            record = reader.read((folder / f"{stem}.txt").read_bytes(), name=stem)
            (out / f"{stem}.json").write_text(record.to_json(), encoding="utf-8")
        guesses = tool.load_predictions(out, docs)
        for stem, rows in guesses.items():
            raw = json.loads((out / f"{stem}.json").read_text(encoding="utf-8"))["statements"]
            for row, full in zip(rows, raw, strict=True):
                row["confidence"] = full["confidence"]
        events = tool.load_events(folder)
        event_guesses = tool.load_event_predictions(out, events)
    return Scored(tool, docs, guesses, events, event_guesses)


def table(scored: Scored, keep: Callable[[Row], bool] = lambda row: True) -> dict[str, float]:
    """F1 by what is scored, over the rows that `keep` keeps on both sides."""
    result = scored.tool.score(scored.docs, scored.guesses, keep=keep)
    return {key: value[2] for key, value in result.items() if key != "count"}


def event_table(scored: Scored) -> dict[str, float]:
    """F1 of events by what is scored; empty where no text carries events."""
    if not scored.events:
        return {}
    result = scored.tool.score_events(scored.events, scored.event_guesses)
    return {key: value[2] for key, value in result.items() if key != "count"}


def event_pairs(scored: Scored) -> Iterator[tuple[str, str, Row | None, Row | None]]:
    """Stem, text, gold and predicted event of each pair, as gold.py pairs them; None for what was missed or invented."""
    for stem, (text, gold) in scored.events.items():
        left = list(scored.event_guesses[stem])
        for a in gold:
            b = next((one for one in left if scored.tool.overlap(a["trigger"], one["trigger"])), None)
            if b is not None:
                left.remove(b)
            yield stem, text, a, b
        yield from ((stem, text, None, b) for b in left)


def event_causes(scored: Scored) -> Iterator[tuple[str, str, Row | None, Row | None, str]]:
    """Every loss of an event with its cause."""
    for stem, text, a, b in event_pairs(scored):
        if b is None:
            yield f"event missed, {a['type']}", stem, a, b, text
        elif a is None:
            yield f"event invented, {b['type']}", stem, a, b, text
        else:
            for label in ("type", "status"):
                if a[label] != b[label]:
                    yield f"event {label}: {a[label]} read as {b[label]}", stem, a, b, text
            if bool(a["in"]) != bool(b["in"]):
                yield "event asserted by somebody else", stem, a, b, text
            for role in ("actor", "recipient"):
                lost = sum(not any(scored.tool.overlap(x, y) for y in b[role]) for x in a[role])
                if lost:
                    yield f"event {role} missed", stem, a, b, text


def pairs(scored: Scored) -> Iterator[tuple[str, str, Row | None, Row | None]]:
    """Stem, text, gold and predicted row of each pair; None on one side for what was missed or invented."""
    for stem, (text, gold) in scored.docs.items():
        guess = scored.guesses[stem]
        found = scored.tool.pair(text, gold, guess)
        for a, b in found:
            yield stem, text, a, b
        for a in gold:
            if not any(a is x for x, _ in found):
                yield stem, text, a, None
        for b in guess:
            if not any(b is y for _, y in found):
                yield stem, text, None, b


def by(scored: Scored, key: Callable[[str, Row], str]) -> dict[str, tuple[int, int, int]]:
    """By a property of a row: how many paired, missed and invented."""
    counts: dict[str, Counter[str]] = {}
    for stem, _, a, b in pairs(scored):
        row = a or b
        kind = "paired" if a and b else "missed" if a else "invented"
        counts.setdefault(key(stem, row), Counter())[kind] += 1
    return {name: (c["paired"], c["missed"], c["invented"]) for name, c in sorted(counts.items())}


def causes(scored: Scored) -> Iterator[tuple[str, str, Row | None, Row | None, str]]:
    """Every loss with its cause."""
    tool = scored.tool
    for stem, text, a, b in pairs(scored):
        if b is None:
            yield f"missed, {a['mode']}", stem, a, b, text
        elif a is None:
            yield f"invented, {b['mode']}", stem, a, b, text
        else:
            if tool.tokens(text, a["content"]) != tool.tokens(text, b["content"]):
                yield "limits of the content", stem, a, b, text
            if not tool.overlap(a["speaker"], b["speaker"]):
                yield "speaker", stem, a, b, text
            elif not tool.name_tokens(a["who"]) & tool.name_tokens(b["who"]) and (a["who"] or b["who"]):
                yield "who, though the speaker is right", stem, a, b, text
            for label in ("mode", "act"):
                if a[label] != b[label]:
                    yield f"{label}: {a[label]} read as {b[label]}", stem, a, b, text


def describe(text: str, row: Row | None) -> str:
    if row is None:
        return "-"
    if "trigger" in row:
        named = [text[slice(*span)] for role in ("actor", "recipient") for span in row[role]]
        return f"{row['type']} {text[slice(*row['trigger'])]!r} {row['status']}: {named}".replace("\n", " ")
    cut = lambda span: text[span[0] : span[1]].replace("\n", " ") if span else None  # noqa: E731
    content = " | ".join(cut(span) for span in row["content"])
    return f"{cut(row['speaker'])!r} {cut(row['cue'])!r} {row['who']!r}: {content[:160]}"


def show(scored: Scored, losses: int) -> None:
    everything, quotations = table(scored), table(scored, lambda row: row["mode"] != "mention")
    print(f"{'':10}{'all':>8}{'quotations':>12}")
    for key in everything:
        print(f"{key:10}{everything[key]:8.3f}{quotations.get(key, 0):12.3f}")
    if scored.events:
        print("\nevents")
        for key, value in event_table(scored).items():
            print(f"{key:10}{value:8.3f}")
    source: Callable[[str, Row], str] = lambda stem, row: "agency" if stem.startswith("afp") else "wikinews"  # noqa: E731
    for title, key in (("mode", lambda s, r: r["mode"]), ("act", lambda s, r: r["act"]), ("source", source)):
        print(f"\n{title:14}{'paired':>8}{'missed':>8}{'invented':>10}")
        for name, (paired, missed, invented) in by(scored, key).items():
            print(f"{name:14}{paired:8}{missed:8}{invented:10}")
    found = [*causes(scored), *event_causes(scored)]
    print("\nlosses by cause")
    for cause, count in Counter(cause for cause, *_ in found).most_common():
        print(f"{count:5}  {cause}")
    for cause, stem, a, b, text in found[:losses]:
        print(f"\n{cause} ({stem})\n  gold  {describe(text, a)}\n  read  {describe(text, b)}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", nargs="?", type=Path, default=SHARED / "gold" / "dev")
    arguments.add_argument("--losses", type=int, default=0, help="show that many losses in words")
    options = arguments.parse_args()
    show(read_folder(options.folder, Reader.load()), options.losses)


if __name__ == "__main__":
    main()
