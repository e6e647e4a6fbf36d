"""A selection -> W3C Web Annotations as JSON-LD (https://www.w3.org/TR/annotation-model/).

One annotation for each statement and event; a target for each stretch of its words, with its position in code points
and its quotation, so that it is found again in a page that has changed around it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, Final
from urllib.parse import quote

from dixit.exports.selection import Selection
from dixit.record import ActorRecord, EventRecord, ParticipantRecord, Party, Record, StatementRecord
from dixit.types import Span

CONTEXT: Final = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "dixit": "urn:dixit:vocabulary#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "act": "dixit:act",
        "mode": "dixit:mode",
        "negated": {"@id": "dixit:negated", "@type": "xsd:boolean"},
        "confidence": {"@id": "dixit:confidence", "@type": "xsd:double"},
        "toldIn": {"@id": "dixit:toldIn", "@type": "@id"},
        "sameAs": {"@id": "dixit:sameAs", "@type": "@id"},
        "eventType": "dixit:eventType",
        "status": "dixit:status",
        "role": "dixit:role",
        "words": {"@id": "dixit:words", "@type": "@id"},
    },
]
_AROUND: Final = 32  # characters of a quotation's prefix and suffix


def write_annotations(selection: Selection, out: BinaryIO) -> None:
    """One collection, its annotations in one page."""
    total = len(selection.statements) + len(selection.events)
    head = {
        "@context": CONTEXT,
        "id": "urn:dixit:collection",
        "type": "AnnotationCollection",
        "label": "Dixit",
        "total": total,
    }
    page = {"id": "urn:dixit:collection:page:1", "type": "AnnotationPage", "startIndex": 0}
    out.write(_open(head) + b', "first": ' + _open(page) + b', "items": [')
    for n, annotation in enumerate(_annotations(selection.records())):
        out.write(b"\n" if n == 0 else b",\n")
        out.write(json.dumps(annotation, ensure_ascii=False).encode())
    out.write(b"\n]}}\n")


def _open(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()[:-1]


def _annotations(records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    for record in records:
        yield from (_statement(record, statement) for statement in record.statements)
        yield from (_event(record, event) for event in record.events)


def _id(record: Record, key: str) -> str:
    return f"urn:{record.document.id}:{quote(key)}"


def _statement(record: Record, fact: StatementRecord) -> dict[str, Any]:
    parties = [("speaker", fact.speaker), *(("addressee", p) for p in fact.addressees)]
    parties += [("target", p) for p in fact.targets]
    bodies = [{"type": "TextualBody", "purpose": "classifying", "value": fact.act, "format": "text/plain"}]
    bodies += [body for role, party in parties if (body := _who(record, role, party))]
    if fact.cue:
        bodies.append(_words(record, "cue", fact.cue.span))
    return {
        "id": _id(record, fact.id),
        "type": "Annotation",
        "motivation": ["classifying", "identifying"],
        "body": bodies,
        "target": [_part(record, piece.span) for piece in fact.content],
        "act": fact.act,
        "mode": fact.mode,
        "negated": fact.negated,
        "confidence": fact.confidence,
        **({"toldIn": _id(record, fact.parent)} if fact.parent else {}),
    }


def _event(record: Record, fact: EventRecord) -> dict[str, Any]:
    bodies = [{"type": "TextualBody", "purpose": "classifying", "value": fact.type, "format": "text/plain"}]
    bodies += [body for one in fact.participants if (body := _who(record, one.role, one))]
    bodies += [_words(record, role, part.span) for role, part in (("place", fact.place), ("time", fact.time)) if part]
    return {
        "id": _id(record, fact.id),
        "type": "Annotation",
        "motivation": ["classifying", "identifying"],
        "body": bodies,
        "target": [_part(record, fact.trigger.span)],
        "eventType": fact.type,
        "status": fact.status,
        "confidence": fact.confidence,
        **({"mode": fact.mode} if fact.mode else {}),
        **({"toldIn": _id(record, fact.asserted_by)} if fact.asserted_by else {}),
        **({"sameAs": _id(record, fact.same_as)} if fact.same_as else {}),
    }


def _who(record: Record, role: str, party: Party | ParticipantRecord) -> dict[str, Any] | None:
    """Who takes part, and the words that name it; None where the text names nobody and nobody is known."""
    actor = record.actor(party)
    if actor is None:
        return _words(record, role, party.mention.span) if party.mention else None
    return {
        "type": "SpecificResource",
        "purpose": "identifying",
        "role": role,
        "source": {"id": _iri(record, actor), "label": actor.name},
        **({"words": _part(record, party.mention.span)} if party.mention else {}),
    }


def _iri(record: Record, actor: ActorRecord) -> str:
    if actor.identifiers.wikidata:
        return f"http://www.wikidata.org/entity/{quote(actor.identifiers.wikidata)}"
    if actor.identity:
        return f"urn:dixit:{quote(actor.identity.key)}"
    return _id(record, actor.id)


def _words(record: Record, role: str, span: Span) -> dict[str, Any]:
    """A body that is a stretch of the text itself."""
    return {"purpose": "identifying", "role": role, **_part(record, span)}


def _part(record: Record, span: Span) -> dict[str, Any]:
    text, source = record.document.text, record.document.source
    web = source.startswith(("http:", "https:"))
    return {
        "type": "SpecificResource",
        "source": quote(source, safe=":/?#[]@!$&'()*+,;=%~") if web else f"urn:{record.document.id}",
        "selector": [
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
            {
                "type": "TextQuoteSelector",
                "exact": text[span.start : span.end],
                "prefix": text[max(0, span.start - _AROUND) : span.start],
                "suffix": text[span.end : span.end + _AROUND],
            },
        ],
    }
