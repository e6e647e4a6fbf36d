"""Corrected dispatches -> annotation in the gold format, for training: a text and a YAML file for each.

All statements of a corrected dispatch are written as they count now. ``checked: true`` marks those that a person
has corrected or added; the others are as the reader gave them, and want a look before one trains on them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from dixit.errors import OutputError
from dixit.record import Party, Quote, Record, StatementRecord
from dixit.store.correcting import apply, corrections
from dixit.store.database import Database
from dixit.store.queries import get, short


def export(store: Database, folder: Path) -> int:
    """Writes FOLDER/DIGEST.txt and .yaml for each corrected dispatch; how many there were. Raises OutputError."""
    by_digest: dict[str, list[int]] = {}
    held = [one for one in corrections(store) if one.undone is None]
    for n, one in enumerate(held):
        by_digest.setdefault(one.digest, []).append(n)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for digest, numbers in by_digest.items():
            record, touched = apply(get(store, digest, as_read=True), [held[n] for n in numbers])
            stem = folder / short(digest)
            stem.with_suffix(".txt").write_text(record.document.text, encoding="utf-8", newline="\n")
            stem.with_suffix(".yaml").write_text(annotation(record, touched), encoding="utf-8", newline="\n")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(str(folder), f"cannot be written: {reason}", "name a place where you may write") from error
    return len(by_digest)


def annotation(record: Record, checked: frozenset[str] = frozenset()) -> str:
    """The statements of a record as YAML; every string stands in the text, with @n where the nearest is not meant."""
    lines = [f"doc: {json.dumps(short(record.document.id))}", "statements:" if record.statements else "statements: []"]
    for statement in record.statements:
        fields = {name: json.dumps(value, ensure_ascii=False) for name, value in _fields(record, statement)}
        if statement.id in checked:
            fields["checked"] = "true"
        first, *rest = (f"{name}: {value}" for name, value in fields.items())
        lines += [f"  - {first}", *(f"    {field}" for field in rest)]
    return "\n".join(lines) + "\n"


def _fields(record: Record, statement: StatementRecord) -> Iterator[tuple[str, object]]:
    text, content, cue = record.document.text, statement.content, statement.cue
    near = content[0].start
    beside = cue.start if cue else near

    def words(party: Party | None, place: int) -> str | None:
        return needle(text, party.mention, place) if party and party.mention else None

    yield "id", statement.id
    yield "speaker", words(statement.speaker, beside)
    yield "who", record.name_of(statement.speaker)
    yield "cue", needle(text, Quote(cue.start, cue.end, cue.text), near) if cue else None
    yield "content", [needle(text, piece, 0) for piece in content]
    yield "mode", statement.mode
    yield "act", statement.act
    yield "to", words(next(iter(statement.addressees), None), beside)
    yield "target", words(next(iter(statement.targets), None), near)
    yield "in", statement.parent


def needle(text: str, quote: Quote, near: int) -> str:
    """The words, with @n where they stand nearer to ``near`` in another place; as the gold tool looks them up."""
    escaped = re.escape(quote.text)
    starts = [m.start() for m in re.finditer(rf"(?<!\w){escaped}(?!\w)", text)]
    starts = starts or [m.start() for m in re.finditer(escaped, text)]
    nearest = min(starts, key=lambda start: abs(start - near), default=quote.start)
    ends_as_number = re.search(r"@\d+$", quote.text) is not None
    if (nearest == quote.start and not ends_as_number) or quote.start not in starts:
        return quote.text
    return f"{quote.text}@{starts.index(quote.start) + 1}"
