"""The tables of the knowledge base as frozen rows; a table that is not as it should be is told by file and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, cast, get_args

from dixit.errors import KnowledgeError
from dixit.types import Gender, Kind

_HERE: Final = Path(__file__).parent
_WAY_OUT: Final = "the format is described in docs/actors.md"


@dataclass(frozen=True, slots=True)
class When:
    """A day in ISO 8601, or only its month or year: the first and the last day that it can be."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table."""

    name: str  # of the file
    number: int
    fields: Mapping[str, str]

    def wrong(self, reason: str) -> KnowledgeError:
        """The error to raise for this line."""
        return KnowledgeError(self.name, self.number, reason, _WAY_OUT)

    def text(self, column: str) -> str:
        """A value that must not be empty."""
        value = self.fields.get(column, "")
        if not value:
            raise self.wrong(f"the column {column!r} is empty")
        return value

    def optional(self, column: str) -> str | None:
        """A value; None: it is empty."""
        return self.fields.get(column) or None

    def several(self, column: str) -> tuple[str, ...]:
        """Values with a semicolon between them."""
        return tuple(part.strip() for part in self.fields.get(column, "").split(";") if part.strip())

    def when(self, column: str) -> When | None:
        """A day, month or year; None: it is empty."""
        value = self.fields.get(column, "")
        if not value:
            return None
        try:
            return _when(value)
        except ValueError:
            raise self.wrong(f"{value!r} in {column!r} is no day like 2009-02-25, month or year") from None

    def kind(self) -> Kind:
        """Raises KnowledgeError where it is none of the kinds of actors."""
        value = self.text("kind")
        if value not in get_args(Kind):
            raise self.wrong(f"{value!r} is no kind; the kinds are {', '.join(get_args(Kind))}")
        return cast("Kind", value)

    def gender(self) -> Gender:
        """The gender of a person."""
        value = self.fields.get("gender", "")
        if value not in get_args(Gender):
            raise self.wrong(f"{value!r} is no gender; write m or f")
        return cast("Gender", value)


def _when(value: str) -> When:
    """Raises ValueError."""
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 3:
        day = date.fromisoformat(value)
        return When(day, day)
    if len(parts) == 2:
        year, month = parts
        after = date(year + month // 12, month % 12 + 1, 1)
        return When(date(year, month, 1), date.fromordinal(after.toordinal() - 1))
    (year,) = parts
    return When(date(year, 1, 1), date(year, 12, 31))


def packaged(name: str) -> Iterator[Line]:
    """Lines of a table of the package."""
    yield from lines(name, (_HERE / name).read_text(encoding="utf-8"), None)


def lines(name: str, text: str, known: tuple[str, ...] | None) -> Iterator[Line]:
    """Lines of a table: tabs between fields, names of columns first, lines with # left out.

    With ``known`` no other columns are allowed. Raises KnowledgeError.
    """
    columns: list[str] | None = None
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split("\t")]
        if columns is None:
            columns = fields
            other = [column for column in fields if known and column not in known]
            if known and other:
                reason = f"no column is called {other[0]!r}; the columns are {', '.join(known)}, with tabs between"
                raise KnowledgeError(name, number, reason, _WAY_OUT)
            continue
        if len(fields) > len(columns):
            reason = f"{len(fields)} fields, and the first line names {len(columns)} columns"
            raise KnowledgeError(name, number, reason, _WAY_OUT)
        yield Line(name, number, dict(zip(columns, fields, strict=False)))


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory with an ISO 3166-1 code."""

    code: str
    iso3: str  # the code of three letters; "": it has none
    name: str
    names: tuple[str, ...]
    capitals: tuple[str, ...]  # towns
    seats: tuple[str, ...]  # "Kremlin"
    masculine: tuple[str, ...]  # adjectives; () where two states share theirs
    feminine: tuple[str, ...]
    head: str  # "président", "roi"; "": no head of its own
    government: str  # "premier ministre"; "": none beside the head
    wikidata: str | None


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation, a group, or whatever else a table names."""

    key: str
    kind: Kind
    name: str
    former: tuple[str, date] | None  # its name until that day; None: it had no other
    forms: tuple[str, ...]
    state: str | None
    wikidata: str | None


@dataclass(frozen=True, slots=True)
class Term:
    """Somebody in an office; a person is the same in several terms by the key."""

    office: str  # "FR.head-of-state"
    person: str  # "person/emmanuel-macron"
    name: str
    surname: str  # "": called by the whole name only
    names: tuple[str, ...]
    gender: Gender
    since: When
    until: When | None  # None: in office on the day of the tables
    wikidata: str | None
    by_hand: bool  # False: from leaders.csv alone


@dataclass(frozen=True, slots=True)
class Member:
    """A state in an organisation."""

    body: str
    state: str
    since: When | None  # None: from the beginning
    until: When | None  # None: on the day of the tables
