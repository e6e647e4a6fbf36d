"""Everything that is raised on purpose.

DixitError
├── ReadError             a text cannot be read
│   ├── MissingError      there is no such file, or it cannot be opened
│   ├── EmptyError        there is no text in it
│   ├── BinaryError       it is a PDF, an image, an archive ...
│   ├── EncodingError     its bytes are not text in the encodings tried
│   ├── SizeError         it is too large for one reading
│   ├── LanguageError     it is not French
│   ├── DamagedError      it begins as a PDF, a Word document, a feed ... and does not go on as one
│   ├── BoundsError       it would take more time, memory or text than one document may
│   └── FetchError        a URL is refused, or does not answer
├── ModelError            the French model is not there, or is not ours
├── KnowledgeError        a table of actors is not as it should be
├── RecordError           JSON that is not a record
├── WorkerError           a process that reads files has died
├── StoreError            the store cannot be used
│   ├── NoStoreError      there is no store at that place, or something else is
│   ├── VersionError      a newer dixit made it
│   ├── BusyError         another process has been writing for too long
│   └── QueryError        a question in SQL that SQLite refuses
├── UnknownError          no dispatch, statement, actor, correction or format is called that
├── ChangeError           a correction or a change of an actor that cannot be made
├── ExtraError            pandas, Polars or Arrow is not installed
├── MistakeError          a rule of dixit itself broke on a text
└── OutputError           a record cannot be written where it was asked for
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

# What would break a line, or steer a terminal, in a file's name or another program's words.
_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class DixitError(Exception):
    """One line that says what is wrong, where, and what to do."""

    def __init__(self, line: str) -> None:
        super().__init__(_CONTROLS.sub(lambda found: ascii(found[0])[1:-1], line))

    def __reduce__(self) -> tuple[object, ...]:
        """Its line survives the way from another process, whatever its class is made from."""
        return _again, (type(self), str(self)), self.__dict__ or None


def _again(kind: type[DixitError], line: str) -> DixitError:
    error = kind.__new__(kind)
    DixitError.__init__(error, line)
    return error


class ReadError(DixitError):
    """A text cannot be read."""


class MissingError(ReadError):
    """There is no such file, or it cannot be opened."""

    def __init__(self, name: str, reason: str, way_out: str = "check the path and its permissions") -> None:
        super().__init__(f"{name}: {reason}; {way_out}")


class EmptyError(ReadError):
    """There is no text in it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: empty, there is no text in it; give a file with the dispatch as plain text")


class BinaryError(ReadError):
    """The bytes are not text at all."""

    def __init__(self, name: str, looks_like: str, way_out: str) -> None:
        super().__init__(f"{name}: not plain text, it looks like {looks_like}; {way_out}")


class EncodingError(ReadError):
    """The bytes are not text in the encodings tried."""

    def __init__(self, name: str, tried: Sequence[str]) -> None:
        super().__init__(f"{name}: not readable as {' or '.join(tried)}; name its encoding with --encoding")


class WorkerError(DixitError):
    """A process that reads files has died."""

    def __init__(self) -> None:
        super().__init__("a process that read files died, probably for want of memory; try again with --jobs 1")


class MistakeError(DixitError):
    """A rule of dixit itself broke on a text."""

    def __init__(self, name: str, error: Exception) -> None:
        super().__init__(f"{name}: a mistake in dixit ({type(error).__name__}: {error}); please report it")


class SizeError(ReadError):
    """The text is too large for one reading."""

    def __init__(self, name: str, limit: int) -> None:
        super().__init__(
            f"{name}: larger than {limit // 1_000_000} MB, the most that one reading takes; "
            "cut it into one file for each dispatch, or into parts with: split -C 5m FILE"
        )


class LanguageError(ReadError):
    """The text is not French."""

    def __init__(self, name: str, language: str) -> None:
        super().__init__(f"{name}: this looks like {language}, and only French is read; give the French version")


class ModelError(DixitError):
    """The French model is not there, or is not ours."""

    def __init__(self, place: str, reason: str, way_out: str = "build it with: make model") -> None:
        super().__init__(f"{place}: {reason}; {way_out}")


class KnowledgeError(DixitError):
    """A table of actors is not as it should be; without a line it is the whole file."""

    def __init__(self, name: str, line: int | None, reason: str, way_out: str) -> None:
        place = name if line is None else f"{name}, line {line}"
        super().__init__(f"{place}: {reason}; {way_out}")


class RecordError(DixitError):
    """JSON that is not a record; the place is the path to the value, ``statements[3].cue``."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")


class OutputError(DixitError):
    """A record cannot be written where it was asked for."""

    def __init__(self, place: str, reason: str, way_out: str) -> None:
        super().__init__(f"{place}: {reason}; {way_out}")


class DamagedError(ReadError):
    """It begins as a document of a known kind and does not go on as one."""

    def __init__(self, name: str, kind: str, reason: str, way_out: str = "save it again, or give its text") -> None:
        super().__init__(f"{name}: this {kind} cannot be read ({reason}); {way_out}")


class BoundsError(ReadError):
    """It would take more than one document may."""

    def __init__(self, name: str, reason: str, way_out: str = "give its text as plain text") -> None:
        super().__init__(f"{name}: {reason}; {way_out}")


class FetchError(ReadError):
    """A URL is refused, or does not answer."""

    def __init__(self, url: str, reason: str, way_out: str) -> None:
        super().__init__(f"{url}: {reason}; {way_out}")


class StoreError(DixitError):
    """The store cannot be used."""


class NoStoreError(StoreError):
    """There is no store at that place, or something else is."""

    def __init__(self, path: str, reason: str, way_out: str) -> None:
        super().__init__(f"{path}: {reason}; {way_out}")


class VersionError(StoreError):
    """A newer dixit made the store."""

    def __init__(self, path: str, found: int, known: int) -> None:
        super().__init__(
            f"{path}: made by a newer dixit (schema {found}, this one knows {known}); use that version, or another FILE"
        )


class BusyError(StoreError):
    """Another process has been writing for too long."""

    def __init__(self, path: str, seconds: float) -> None:
        super().__init__(f"{path}: another process has been writing for {seconds:.0f} s; try again when it is done")


class QueryError(StoreError):
    """A question in SQL that SQLite refuses; carries the SQL and what was bound into it."""

    def __init__(self, reason: str, sql: str, values: Mapping[str, object]) -> None:
        self.sql = sql
        self.values = dict(values)
        super().__init__(f"{reason}, in: {' '.join(sql.split())} with {self.values}; see the schema in docs/store.md")


class UnknownError(DixitError):
    """Nothing is called that; says what there is."""

    def __init__(self, kind: str, name: str, known: Sequence[str], way_out: str) -> None:
        there = f"there is {', '.join(known)}" if known else "there is none like it"
        super().__init__(f"no {kind} is called {name!r}: {there}; {way_out}")


class ChangeError(DixitError):
    """A correction or a change of an actor that cannot be made."""

    def __init__(self, what: str, reason: str, way_out: str) -> None:
        super().__init__(f"{what}: {reason}; {way_out}")


class ExtraError(DixitError):
    """An optional library is not installed."""

    def __init__(self, library: str) -> None:
        super().__init__(f"{library} is not installed, and is needed for this; install it with: pip install {library}")
