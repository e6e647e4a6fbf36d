"""Everything that is raised on purpose.

DixitError
├── ReadError             a text cannot be read
│   ├── MissingError      there is no such file, or it cannot be opened
│   ├── EmptyError        there is no text in it
│   ├── BinaryError       it is a PDF, an image, an archive ...
│   ├── EncodingError     its bytes are not text in the encodings tried
│   ├── SizeError         it is too large for one reading
│   └── LanguageError     it is not French
├── ModelError            the French model is not there, or is not ours
├── KnowledgeError        a table of actors is not as it should be
├── RecordError           JSON that is not a record
├── WorkerError           a process that reads files has died
├── MistakeError          a rule of dixit itself broke on a text
└── OutputError           a record cannot be written where it was asked for
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

# What would break a line, or steer a terminal, in a file's name or another program's words.
_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class DixitError(Exception):
    """One line that says what is wrong, where, and what to do."""

    def __init__(self, line: str) -> None:
        super().__init__(_CONTROLS.sub(lambda found: ascii(found[0])[1:-1], line))


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

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}; build it with: make model")


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
