"""A record -> the rows of one dispatch; a new reading takes the place of the old one."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from dixit.checked import Checked
from dixit.index import Index
from dixit.record import Party, Record, StatementRecord
from dixit.store import copies, linking
from dixit.store.correcting import corrected
from dixit.store.database import Database, Value, now
from dixit.store.fold import fold
from dixit.store.identified import identities
from dixit.tokens import tokenize

Outcome = Literal["new", "changed", "known"]

_LEVEL: Final = 6  # of zlib: 9 takes three times as long for 2 % less
_BETWEEN: Final = " […] "


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document was found, and what was said of it there."""

    source: str  # path or URL
    container: str  # the file, folder or URL that "dixit add" was given
    item: str  # digest of what stood there
    title: str | None = None  # None: nothing says it
    publisher: str | None = None  # None: nothing says it
    published: str | None = None  # ISO 8601; None: nothing says it


_HAS_SOURCE: Final = "SELECT 1 FROM sources WHERE source = $source AND dispatch_id = $id"


def put(
    store: Database, record: Record, *, index: Index | None = None, origin: Origin | None = None, replace: bool = True
) -> Outcome:
    """Keeps a record; the same one again changes nothing.

    Without ``index`` the lemmas for the search come from the forms that the store has met. Without
    ``replace`` the reading of a dispatch that is there stays, and only the place where it was found is added.
    """
    document = record.document
    with store.transaction():
        found = store.one("SELECT id FROM dispatches WHERE digest = $digest", digest=document.id)
        if found is None:
            dispatch = _insert(store, record, origin)
            outcome: Outcome = "new"
        else:
            dispatch = _number(found[0])
            outcome = "changed" if replace and _update(store, dispatch, record) else "known"
        if origin is not None or not store.one(_HAS_SOURCE, source=document.source, id=dispatch):
            found_at(store, dispatch, origin or Origin(document.source, document.source, document.id))
        if outcome != "known":
            if index is not None:
                forms = [(fold(form), lemma) for form, lemma in index.forms]
                store.run_many("INSERT OR IGNORE INTO forms (form, lemma) VALUES (?, ?)", forms)
            derive(store, dispatch, record, index)
        if outcome == "new":
            copies.place(store, dispatch, document.text)
        if outcome != "known":
            copies.mark_repeats(store, dispatch)
    return outcome


def found_at(store: Database, dispatch: int, origin: Origin) -> None:
    """A place where a dispatch that is there was found; its failures are forgotten.

    A page comes with other advertisements each time: its place stays one.
    """
    store.run(
        "UPDATE OR IGNORE sources SET item = $item WHERE source = $source AND dispatch_id = $dispatch",
        item=origin.item,
        source=origin.source,
        dispatch=dispatch,
    )
    store.run(
        "INSERT OR IGNORE INTO sources (source, item, container, dispatch_id, title, publisher, published, found) "
        "VALUES ($source, $item, $container, $dispatch, $title, $publisher, $published, $now)",
        source=origin.source,
        item=origin.item,
        container=origin.container,
        dispatch=dispatch,
        title=origin.title,
        publisher=origin.publisher,
        published=origin.published,
        now=now(),
    )
    store.run("DELETE FROM failures WHERE source = $source", source=origin.source)


def packed(record: Record) -> bytes:
    """A record as the store keeps it."""
    return zlib.compress(record.to_json().encode(), _LEVEL)


def unpacked(raw: Value) -> Record:
    """The record as it was put."""
    return Record.from_json(zlib.decompress(raw if isinstance(raw, bytes) else b"").decode())


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _insert(store: Database, record: Record, origin: Origin | None) -> int:
    document, line = record.document, record.document.dateline
    cursor = store.run(
        "INSERT INTO dispatches (digest, title, publisher, published, language, place, dateline, words, reader, "
        "model, kept) VALUES ($digest, $title, $publisher, $published, $language, $place, $dateline, $words, "
        "$reader, $model, $now)",
        digest=document.id,
        title=document.title or (origin.title if origin else None),
        publisher=document.publisher or (origin.publisher if origin else None),
        published=document.published or (origin.published if origin else None),
        language=document.language,
        place=line.place if line else None,
        dateline=line.date if line else None,
        words=len(document.text.split()),
        reader=record.reader.version,
        model=record.reader.model,
        now=now(),
    )
    dispatch = cursor.lastrowid or 0
    store.run(
        "INSERT INTO texts (dispatch_id, text, record) VALUES ($id, $text, $record)",
        id=dispatch,
        text=document.text,
        record=packed(record),
    )
    return dispatch


def _update(store: Database, dispatch: int, record: Record) -> bool:
    """Whether the reading is another one than that which is there."""
    held = store.one("SELECT record FROM texts WHERE dispatch_id = $id", id=dispatch)
    raw = packed(record)
    if held is not None and held[0] == raw:
        return False
    store.run("UPDATE texts SET record = $record WHERE dispatch_id = $id", record=raw, id=dispatch)
    store.run(
        "UPDATE dispatches SET reader = $reader, model = $model WHERE id = $id",
        reader=record.reader.version,
        model=record.reader.model,
        id=dispatch,
    )
    return True


# The rows of a reading.


def derive(store: Database, dispatch: int, record: Record, index: Index | None = None) -> None:
    """Statements, actors and events of a dispatch, with what people have corrected; what was there goes."""
    rows = store.rows("SELECT pieces, lemmas FROM statements WHERE dispatch_id = $id", id=dispatch)
    lemmas = {str(pieces): str(words) for pieces, words in rows}
    if index is not None:
        lemmas |= dict(zip(map(_pieces, record.statements), index.lemmas, strict=True))
    for table in ("statements", "events", "appearances"):
        store.run(f"DELETE FROM {table} WHERE dispatch_id = $id", id=dispatch)  # noqa: S608 - names of ours
    record, touched = corrected(store, record)
    appearances = _appearances(store, dispatch, record)
    for statement in record.statements:
        words = lemmas.get(_pieces(statement))
        if words is None:
            words = lemmatised(store, _content(statement))
        _statement(store, dispatch, statement, appearances, (words, statement.id in touched))
    _events(store, dispatch, record, appearances)


def lemmatised(store: Database, text: str) -> str:
    """The lemmas of words that no parse has seen, by the forms that the store has met; else the forms themselves."""
    found = []
    for token in tokenize(text, 0, len(text)):
        form = token.form.lower()
        if any(map(str.isalnum, form)):
            row = store.one("SELECT min(lemma) FROM forms WHERE form = $form", form=fold(form))
            found.append(str(row[0]) if row and row[0] else form)
    return " ".join(found)


_APPEARANCE: Final = """
INSERT INTO appearances (dispatch_id, key, name, folded, kind, iso3166, wikidata, identity, state, office, actor_id)
VALUES ($dispatch, $key, $name, $folded, $kind, $iso, $wikidata, $identity, $state, $office, $actor)
"""


def _appearances(store: Database, dispatch: int, record: Record) -> dict[str, int]:
    """Their numbers by the keys of the record."""
    numbers: dict[str, int] = {}
    known = identities(record)
    actors = linking.link(store, record)
    for actor in record.actors:
        identity = known.get(actor.id)
        cursor = store.run(
            _APPEARANCE,
            dispatch=dispatch,
            key=actor.id,
            name=actor.name,
            folded=fold(actor.name),
            kind=actor.kind,
            iso=actor.identifiers.iso3166,
            wikidata=actor.identifiers.wikidata,
            identity=identity.key if identity else None,
            state=identity.state if identity else None,
            office=identity.office if identity else None,
            actor=actors[actor.id],
        )
        numbers[actor.id] = cursor.lastrowid or 0
    for actor in record.actors:
        number = numbers[actor.id]
        store.run_many(
            "INSERT INTO mentions VALUES (?, ?, ?, ?, ?, ?)",
            [(number, n, m.start, m.end, m.text, m.form) for n, m in enumerate(actor.mentions)],
        )
        store.run_many(
            "INSERT INTO roles VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (number, n, r.title, numbers[r.of] if r.of else None, r.start, r.end, r.text)
                for n, r in enumerate(actor.roles)
            ],
        )
    return numbers


def _pieces(statement: StatementRecord) -> str:
    return json.dumps([[piece.start, piece.end] for piece in statement.content])


def _content(statement: StatementRecord) -> str:
    return _BETWEEN.join(piece.text for piece in statement.content)


_STATEMENT: Final = """
INSERT INTO statements (dispatch_id, key, speaker_id, speaker, speaker_start, speaker_end, cue, cue_start, cue_end,
    cue_lemma, content, pieces, "start", "end", mode, act, negated, parent, confidence, corrected, lemmas)
VALUES ($dispatch, $key, $speaker_id, $speaker, $speaker_start, $speaker_end, $cue, $cue_start, $cue_end,
    $cue_lemma, $content, $pieces, $start, $end, $mode, $act, $negated, $parent, $confidence, $corrected, $lemmas)
"""


def _statement(
    store: Database,
    dispatch: int,
    statement: StatementRecord,
    appearances: Mapping[str, int],
    found: tuple[str, bool],
) -> None:
    speaker, mention, cue = statement.speaker, statement.speaker.mention, statement.cue
    lemmas, touched = found
    cursor = store.run(
        _STATEMENT,
        dispatch=dispatch,
        key=statement.id,
        speaker_id=appearances[speaker.actor] if speaker.actor else None,
        speaker=mention.text if mention else None,
        speaker_start=mention.start if mention else None,
        speaker_end=mention.end if mention else None,
        cue=cue.text if cue else None,
        cue_start=cue.start if cue else None,
        cue_end=cue.end if cue else None,
        cue_lemma=cue.lemma if cue else None,
        content=_content(statement),
        pieces=_pieces(statement),
        start=statement.content[0].start,
        end=statement.content[-1].end,
        mode=statement.mode,
        act=statement.act,
        negated=statement.negated,
        parent=statement.parent,
        confidence=statement.confidence,
        corrected=touched,
        lemmas=lemmas,
    )
    number = cursor.lastrowid or 0
    rows = [
        *_parties(number, "addressee", statement.addressees, appearances),
        *_parties(number, "target", statement.targets, appearances),
    ]
    store.run_many("INSERT INTO parties VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def _parties(
    number: int, part: str, people: Sequence[Party], appearances: Mapping[str, int]
) -> list[tuple[Value, ...]]:
    return [
        (number, part, n, appearances[p.actor] if p.actor else None)
        + ((p.mention.text, p.mention.start, p.mention.end) if p.mention else (None, None, None))
        for n, p in enumerate(people)
    ]


# Events, from the record's JSON: see docs/record.md.

_EVENT: Final = """
INSERT INTO events (dispatch_id, key, type, mode, "trigger", trigger_start, trigger_end, place, place_start, place_end,
    time, time_start, time_end, day, status, asserted_by, same_as, confidence)
VALUES ($dispatch, $key, $type, $mode, $trigger, $trigger_start, $trigger_end, $place, $place_start, $place_end,
    $time, $time_start, $time_end, $day, $status, $asserted_by, $same_as, $confidence)
"""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words of the text, or nothing."""

    text: str | None = None
    start: int | None = None
    end: int | None = None
    value: str | None = None  # of a time: the day that it means


def _events(store: Database, dispatch: int, record: Record, appearances: Mapping[str, int]) -> None:
    for told in Checked(record.to_dict()["events"], "events").each(lambda event: event):
        node, same = _without(told, "same_as")  # which older readers do not give
        key, kind, mode, trigger, people, place, time, status, asserted_by, confidence = node.fields(
            "id", "type", "mode", "trigger", "participants", "place", "time", "status", "asserted_by", "confidence"
        )
        words, where, when = _stretch(trigger), _stretch(place), _stretch(time)
        cursor = store.run(
            _EVENT,
            dispatch=dispatch,
            key=key.text(),
            type=kind.text(),
            mode=mode.optional(Checked.text),
            trigger=words.text,
            trigger_start=words.start,
            trigger_end=words.end,
            place=where.text,
            place_start=where.start,
            place_end=where.end,
            time=when.text,
            time_start=when.start,
            time_end=when.end,
            day=when.value,
            status=status.text(),
            asserted_by=asserted_by.optional(Checked.text),
            same_as=same.optional(Checked.text),
            confidence=confidence.share(),
        )
        number = cursor.lastrowid or 0
        rows = [(number, n, *_participant(one, appearances)) for n, one in enumerate(people.each(lambda one: one))]
        store.run_many("INSERT INTO participants VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def _stretch(node: Checked) -> _Stretch:
    if not isinstance(node.value, dict):
        return _Stretch()
    words, value = _without(node, "value")
    text, start, end = words.fields("text", "start", "end")
    return _Stretch(text.text(), start.count(), end.count(), value.optional(Checked.text))


def _without(node: Checked, name: str) -> tuple[Checked, Checked]:
    """An object without a field that may be missing, and the value of that, or null."""
    inside = node.value if isinstance(node.value, dict) else {}
    rest = Checked({key: value for key, value in inside.items() if key != name}, node.place)
    return rest, Checked(inside.get(name), f"{node.place}.{name}")


def _participant(node: Checked, appearances: Mapping[str, int]) -> tuple[Value, ...]:
    role, actor, mention = node.fields("role", "actor", "mention")
    words, key = _stretch(mention), actor.optional(Checked.text)
    return role.text(), appearances[key] if key else None, words.text, words.start, words.end
