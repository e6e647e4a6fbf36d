"""A selection -> a file of Discourse Network Analyzer 3.0 (.dna, SQLite), which opens it or imports from it.

A statement of DNA is a person, an organisation, a concept, and whether they agree. The person or body is the speaker;
the concept is whom the act is about, one statement for each: praise agrees, blame, denial and refusal do not; a demand
or warning, and a promise, are concepts of their own, for they judge nobody. Where the search asked for words, they are
the concept. Offsets are UTF-16 units, as Java counts.
"""

from __future__ import annotations

import base64
import hashlib
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import BinaryIO, Final, NamedTuple

from dixit.exports.safe import Utf16
from dixit.exports.selection import Selection
from dixit.knowledge.tables import states
from dixit.store.details import Outline, Said, Side, outlines

PASSWORD: Final = "dixit"  # noqa: S105 - of the file's only coder, Admin; DNA asks for one, and the docs give it
_LONGEST: Final = 190  # characters of a title or a name
_VARIABLES: Final = {"person": 1, "organization": 2, "concept": 3}
_AGREEMENT: Final = 4
_SALT: Final = b"dixit exports it"  # 16 bytes; the password is no secret
_ITERATIONS: Final = 100_000
# Of acts that judge somebody. The others are not for or against whom they are about.
_SIDES: Final = {"praise": True, "criticise": False, "accuse": False, "deny": False, "refuse": False}
_CALLS: Final = {"demand": "Demande", "warn": "Avertissement", "commit": "Engagement"}
# Where the words of the search are the concept, whoever tells or asks is for it.
_FOR: Final = frozenset({"assert", "express", "demand", "commit", "praise"})


class _Coded(NamedTuple):
    """One statement as DNA has it."""

    person: str
    organization: str
    concept: str
    agreement: bool
    fact: Said


def write_dna(selection: Selection, out: BinaryIO) -> None:
    """The database; what has neither a target nor a searched word has no concept, and is left out."""
    coded = list(_coded(selection))
    digests = list(dict.fromkeys(one.fact.dispatch for one in coded))
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(files("dixit.exports").joinpath("dna.sql").read_text(encoding="utf-8"))
        connection.execute(
            "INSERT INTO CODERS (ID, Name, Red, Green, Blue, Password) VALUES (1, 'Admin', 255, 255, 0, ?)",
            (password_digest(PASSWORD),),
        )
        documents = {row.dispatch: n for n, row in enumerate(outlines(selection.store, digests), 1)}
        connection.executemany(
            "INSERT INTO DOCUMENTS (ID, Title, Text, Coder, Source, Notes, Date) VALUES (?, ?, ?, 1, ?, ?, ?)",
            [_document(n, row, selection) for n, row in enumerate(outlines(selection.store, digests), 1)],
        )
        _insert_statements(connection, coded, documents, selection)
        connection.commit()
        out.write(connection.serialize())
    finally:
        connection.close()


def password_digest(password: str) -> str:
    """As Jasypt's StrongPasswordEncryptor keeps it: SHA-256 over salt and password, 100,000 times, after the salt."""
    digest = hashlib.sha256(_SALT + password.encode()).digest()
    for _ in range(_ITERATIONS - 1):
        digest = hashlib.sha256(digest).digest()
    return base64.b64encode(_SALT + digest).decode()


def _document(number: int, row: Outline, selection: Selection) -> tuple[object, ...]:
    day = datetime.fromisoformat(row.date).replace(tzinfo=UTC) if row.date else None
    notes = row.dispatch if day else f"{row.dispatch}; no day of issue is known"
    title = row.title or f"{row.source} {row.date or ''}"
    return (
        number,
        title[:_LONGEST],
        selection.texts[row.dispatch],
        (row.publisher or row.source)[:_LONGEST],
        notes,
        int(day.timestamp()) if day else 0,
    )


def _coded(selection: Selection) -> Iterator[_Coded]:
    for fact in selection.statements:
        person, organization = _who(fact.speaker)
        if not (person or organization):
            continue
        for concept, agrees in _concepts(fact, selection.terms):
            yield _Coded(person, organization, concept, agrees != fact.negated, fact)


def _who(speaker: Side) -> tuple[str, str]:
    """The person, and the body that the person speaks for; the state where no body is named."""
    name = (speaker.name or "")[:_LONGEST]
    if speaker.kind != "person":
        return "", name
    state = states().get(speaker.state or "")
    return name, (speaker.body or (state.name if state else ""))[:_LONGEST]


def _concepts(fact: Said, terms: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    if terms:
        yield " ".join(terms)[:_LONGEST], fact.act in _FOR
        return
    for name in dict.fromkeys(side.name for side in fact.targets if side.name):
        if fact.act in _SIDES:
            yield name[:_LONGEST], _SIDES[fact.act]
        elif fact.act in _CALLS and name != fact.speaker.name:  # a promise binds who makes it
            yield f"{_CALLS[fact.act]} : {name}"[:_LONGEST], True


def _insert_statements(
    connection: sqlite3.Connection, coded: list[_Coded], documents: dict[str, int], selection: Selection
) -> None:
    entities: dict[tuple[int, str], int] = {}
    kinds: dict[tuple[int, str], str] = {}
    for variable in _VARIABLES.values():
        entities[variable, ""] = len(entities) + 1
    units = cache(lambda digest: Utf16(selection.texts[digest]))
    for number, one in enumerate(coded, 1):
        place = units(one.fact.dispatch)
        start, stop = place(one.fact.pieces[0][0]), place(max(end for _, end in one.fact.pieces))
        connection.execute(
            "INSERT INTO STATEMENTS VALUES (?, 1, ?, ?, ?, 1)", (number, documents[one.fact.dispatch], start, stop)
        )
        for name, variable in _VARIABLES.items():
            value: str = getattr(one, name)
            entity = entities.setdefault((variable, value), len(entities) + 1)
            if name != "concept":
                kinds.setdefault((variable, value), (one.fact.speaker.kind or "") if value else "")
            connection.execute(
                "INSERT INTO DATASHORTTEXT (StatementId, VariableId, Entity) VALUES (?, ?, ?)",
                (number, variable, entity),
            )
        connection.execute(
            "INSERT INTO DATABOOLEAN (StatementId, VariableId, Value) VALUES (?, ?, ?)",
            (number, _AGREEMENT, int(one.agreement)),
        )
    for (variable, value), entity in entities.items():
        connection.execute("INSERT INTO ENTITIES VALUES (?, ?, ?, 0, 0, 0, NULL)", (entity, variable, value))
        types = {variable: kinds.get((variable, value), ""), variable + 3: "", variable + 6: ""}
        connection.executemany(
            "INSERT INTO ATTRIBUTEVALUES (EntityId, AttributeVariableId, AttributeValue) VALUES (?, ?, ?)",
            [(entity, attribute, text) for attribute, text in types.items()],
        )
