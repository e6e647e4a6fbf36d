"""Events that we annotated ourselves: ids and offsets in, texts with their events out.

    python -m training.event_annotations FOLDER [FOLDER ...]     merge hand-made files (X.txt, X.yaml) into events.jsonl

`events.jsonl` has a line a text: its id (a text of ../shared/gold/train, or of the corpora as in annotations.py), a
digest of the text, who annotated it, and for each event its type, status, the id of the statement that tells it, and
the offsets of trigger, actors, recipients, place and time; no word of the text itself. A text that is there already is
replaced. The texts of the folder "own" were annotated without their statements: nothing says which of them tell what.
Files without an `events` key, files that gold.py cannot read (it says why), and texts that are nearly those of
../shared/gold/dev are left out.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from dixit.parse import Parser
from dixit.read import read
from dixit.types import Parsed, Span
from training.annotations import copies, corpus_texts, digest
from training.goldset import SHARED, gold_tool

FILE = Path(__file__).with_name("events.jsonl")
TRAIN = SHARED / "gold" / "train"


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """One annotated event."""

    trigger: Span
    type: str
    status: str
    told: bool  # whether a statement tells it
    actors: tuple[Span, ...]
    recipients: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class EventText:
    """A text, parsed, with its events, and the same in gold.py's own shape."""

    stem: str
    parsed: Parsed
    events: tuple[GoldEvent, ...]
    rows: list[dict]  # type: ignore[type-arg]  # gold.py's own shape


def annotated(parser: Parser) -> Iterator[EventText]:
    """Every text of events.jsonl; raises ValueError where the text is no longer the one that was annotated."""
    wanted = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    texts = {e["id"]: path.read_text(encoding="utf-8") for e in wanted if (path := TRAIN / f"{e['id']}.txt").is_file()}
    texts |= corpus_texts({e["id"] for e in wanted} - texts.keys())
    for entry in wanted:
        yield _text(parser, entry, texts[entry["id"]])


def in_folder(folder: Path, parser: Parser) -> Iterator[EventText]:
    """The texts of a gold folder that carry events."""
    for stem, (text, rows) in gold_tool().load_events(folder).items():
        yield _text(parser, {"id": stem, "digest": digest(text), "events": rows}, text)


def _text(parser: Parser, entry: dict, text: str) -> EventText:  # type: ignore[type-arg]
    document = read(text.encode(), name=entry["id"])
    if digest(document.text) != entry["digest"]:
        raise ValueError(f"{entry['id']}: this is another text than the one that was annotated")
    rows = [
        row | {key: [tuple(x) for x in row[key]] for key in ("actor", "recipient")} | {"trigger": tuple(row["trigger"])}
        for row in entry["events"]
    ]
    events = tuple(
        GoldEvent(
            Span(*row["trigger"]),
            row["type"],
            row["status"],
            row["in"] is not None,
            tuple(Span(*x) for x in row["actor"]),
            tuple(Span(*x) for x in row["recipient"]),
        )
        for row in rows
    )
    return EventText(entry["id"], parser(document), events, rows)


def stored(path: Path) -> dict | None:  # type: ignore[type-arg]
    """A hand-made file as a line of events.jsonl; None: it has no events key, or strings that are not in its text."""
    tool = gold_tool()
    raw = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    if "events" not in raw:
        return None
    with TemporaryDirectory() as name:
        for file in (path, path.with_suffix(".txt")):
            shutil.copy(file, name)
        try:
            text, rows = tool.load_events(Path(name))[path.stem]
        except tool.GoldError as error:
            print(error)
            return None
    events = []
    for given, row in zip(raw["events"] or [], rows, strict=True):
        near = row["trigger"][0]
        spots = {key: tool.find(text, given[key], near) if given.get(key) else None for key in ("place", "when")}
        events.append({"id": given["id"]} | row | spots)
    return {"id": path.stem, "digest": digest(text), "annotator": path.parent.name, "events": events}


def _write(entries: dict[str, dict]) -> None:  # type: ignore[type-arg]
    lines = (json.dumps(entries[key], ensure_ascii=False) + "\n" for key in sorted(entries))
    FILE.write_text("".join(lines), encoding="utf-8")


def main(folders: list[str]) -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines() if FILE.exists() else []
    entries = {(entry := json.loads(line))["id"]: entry for line in lines}
    for path in (path for folder in folders for path in sorted(Path(folder).glob("*.yaml"))):
        entry = stored(path)
        if entry is not None:
            entries[entry["id"]] = entry
    _write(entries)
    wanted = {json.loads(line)["id"] for line in FILE.read_text(encoding="utf-8").splitlines()}
    texts = {key: path.read_text(encoding="utf-8") for key in wanted if (path := TRAIN / f"{key}.txt").is_file()}
    for key in copies(texts | corpus_texts(wanted - texts.keys())):
        print(f"{key}: left out, for a text of gold/dev is nearly the same")
        del entries[key]
    _write(entries)
    print(f"{FILE.name}: {len(entries)} texts, {sum(len(e['events']) for e in entries.values())} events")


if __name__ == "__main__":
    main(sys.argv[1:])
