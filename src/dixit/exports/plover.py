"""A selection -> JSON in the fields of PLOVER's records: events, and statements by the verbal codes of their acts.

The fields are those of the records that PLOVER publishes (github.com/openeventdata/PLOVER, PLOVER_GSR_CAMEO.txt),
the categories and modes those of PLOVER 2.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.metadata import version
from typing import Any, BinaryIO, Final

from dixit.exports.selection import Selection
from dixit.knowledge.tables import memberships, states
from dixit.plover import verbal_code
from dixit.store.details import Happened, Said, Side
from dixit.tokens import ends_sentence

_SENTENCE: Final = re.compile(r"(?<=[.!?…»])\s+(?=[«“\"—–-]?\s?[A-ZÀ-Þ0-9])|\n+")


def write_plover(selection: Selection, out: BinaryIO) -> None:
    """One JSON array; a statement that only tells or expresses something has no code and is left out."""
    out.write(b"[")
    for n, record in enumerate(_records(selection)):
        out.write(b"\n" if n == 0 else b",\n")
        out.write(json.dumps(record, ensure_ascii=False).encode())
    out.write(b"\n]\n")


def _records(selection: Selection) -> Iterator[dict[str, Any]]:
    for event in selection.events:
        yield _event(event, selection.texts[event.dispatch])
    for statement in selection.statements:
        record = _statement(statement, selection.texts[statement.dispatch])
        if record is not None:
            yield record


def _event(fact: Happened, text: str) -> dict[str, Any]:
    start, end, sentence = sentences_around(text, fact.start, fact.end)
    return _record(
        fact,
        fact.event,
        {
            "source": [_actor(side) for side in fact.actors],
            "target": [_actor(side) for side in fact.recipients],
            "event": fact.type,
            "mode": fact.mode or "",
            "eventText": fact.trigger,
            "eventDate": fact.day or "",
            "location": fact.place or "",
            "status": fact.status,
            "text": sentence,
            "textInfo": {"start": fact.start, "end": fact.end, "sentenceStart": start, "sentenceEnd": end},
        },
    )


def _statement(fact: Said, text: str) -> dict[str, Any] | None:
    code = verbal_code(fact.act, negated=fact.negated)  # type: ignore[arg-type]
    if code is None:
        return None
    start, end = fact.pieces[0][0], fact.pieces[-1][1]
    first, last, sentence = sentences_around(text, start, end)
    return _record(
        fact,
        fact.statement,
        {
            "source": [_actor(fact.speaker)] if fact.speaker.name else [],
            "target": [_actor(side) for side in fact.targets or fact.addressees],
            "event": code.category,
            "mode": code.mode or "",
            "eventText": fact.cue or "",
            "eventDate": fact.date or "",
            "location": "",
            "status": "actual",
            "text": sentence,
            "textInfo": {
                "start": start,
                "end": end,
                "sentenceStart": first,
                "sentenceEnd": last,
                "act": fact.act,
                "content": fact.content,
            },
        },
    )


def _record(fact: Said | Happened, key: str, told: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": f"{fact.dispatch}:{key}",
        "date": fact.date or "",
        **told,
        "language": fact.language,
        "publication": fact.publisher or "",
        "url": fact.source if fact.source.startswith(("http:", "https:")) else "",
        "coder": "dixit",
        "version": version("dixit"),
        "confidence": fact.confidence,
    }


def _actor(side: Side) -> dict[str, str]:
    """Who, with the ISO 3166-1 code of three letters of the state that it is or belongs to."""
    found = {"actorText": side.text or side.name or "", "actorName": side.name or "", "actorId": side.actor or ""}
    state = side.iso3166 or side.state
    if state:
        found["code"] = _iso3().get(state) or state
    elif side.identity in _intergovernmental():
        found["code"] = "IGO"
    if side.office:
        found |= {"sector": "GOV", "office": side.office}
    return found


@cache
def _iso3() -> dict[str, str]:
    return {code: state.iso3 for code, state in states().items()}


@cache
def _intergovernmental() -> frozenset[str]:
    """Identities of the organisations that have states as members."""
    return frozenset(f"body/{row.body}" for row in memberships())


def sentences_around(text: str, start: int, end: int) -> tuple[int, int, str]:
    """The sentences that hold a stretch of text, and where they begin and end."""
    ends, begins = _cuts(text)
    before = bisect_right(begins, start)
    after = bisect_left(ends, end)
    first = begins[before - 1] if before else 0
    last = ends[after] if after < len(ends) else len(text)
    return first, last, text[first:last]


@lru_cache(maxsize=16)
def _cuts(text: str) -> tuple[list[int], list[int]]:
    """Where sentences end, and where the next ones begin."""
    found = [cut for cut in _SENTENCE.finditer(text) if "\n" in cut[0] or ends_sentence(text, cut.start() - 1)]
    return [cut.start() for cut in found], [cut.end() for cut in found]
