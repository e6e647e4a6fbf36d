"""JSON of unknown origin -> values of a known type, or a RecordError that names the place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar, cast

from dixit.errors import RecordError

T = TypeVar("T")
Word = TypeVar("Word", bound=str)

_HALF: Final = re.compile("[\ud800-\udfff]")
_SHOWN: Final = 40  # characters of a wrong value in an error: enough to recognise it by


@dataclass(frozen=True, slots=True)
class Checked:
    """A JSON value and the path that leads to it: ``statements[3].cue``."""

    value: object
    place: str = ""

    @classmethod
    def parse(cls, text: str) -> Checked:
        """Raises RecordError with line and column where the text is not JSON."""
        try:
            return cls(json.loads(text))
        except json.JSONDecodeError as error:
            raise RecordError(f"line {error.lineno}, column {error.colno}", f"not JSON: {error.msg}") from error
        except RecursionError as error:
            raise RecordError("record", "lists or objects stand in each other too deeply") from error
        except ValueError as error:  # Python reads no whole number of more than 4,300 digits
            raise RecordError("record", "a number has too many digits") from error

    def wrong(self, reason: str) -> RecordError:
        """The error to raise for this value."""
        return RecordError(self.place or "record", reason)

    def fields(self, *names: str, optional: tuple[str, ...] = ()) -> tuple[Checked, ...]:
        """The values of an object that has these fields and no others; null for an optional one that is not there."""
        if not isinstance(self.value, dict):
            raise self.wrong(f"an object was expected, not {self._kind()}")
        inside = self.value
        for name in names:
            if name not in inside:
                raise self.wrong(f"the field {name!r} is missing")
        for name in inside:
            if name not in names + optional:
                raise self.wrong(f"no field is called {name!r}; the fields are {', '.join(names + optional)}")
        return tuple(Checked(inside.get(name), f"{self.place}.{name}".lstrip(".")) for name in names + optional)

    def each(self, read: Callable[[Checked], T]) -> tuple[T, ...]:
        """A list, each of its values read in the same way."""
        if not isinstance(self.value, list):
            raise self.wrong(f"a list was expected, not {self._kind()}")
        return tuple(read(Checked(item, f"{self.place}[{i}]")) for i, item in enumerate(self.value))

    def optional(self, read: Callable[[Checked], T]) -> T | None:
        """Null, or a value."""
        return None if self.value is None else read(self)

    def text(self) -> str:
        """A string."""
        if not isinstance(self.value, str):
            raise self.wrong(f"a string was expected, not {self._kind()}")
        if _HALF.search(self.value):
            raise self.wrong("half of a character, which no text holds (a lone surrogate)")
        return self.value

    def day(self) -> str:
        """A day in ISO 8601, as it was written."""
        day = self.text()
        try:
            written = date.fromisoformat(day).isoformat()
        except ValueError:
            written = ""
        if written != day:  # Python reads 20090225 and 2009-W09-3 too
            raise self.wrong(f"a day like 2009-02-25 was expected, not {self._kind()}")
        return day

    def count(self) -> int:
        """A whole number, 0 or more."""
        if not isinstance(self.value, int) or isinstance(self.value, bool) or self.value < 0:
            raise self.wrong(f"a whole number was expected, not {self._kind()}")
        return self.value

    def share(self) -> float:
        """A number from 0 to 1."""
        value = self.value
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
            raise self.wrong(f"a number from 0 to 1 was expected, not {self._kind()}")
        return float(value)

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            raise self.wrong(f"true or false was expected, not {self._kind()}")
        return self.value

    def one_of(self, words: Collection[Word]) -> Word:
        """One of the words of a closed list."""
        if self.value not in words:
            raise self.wrong(f"one of {', '.join(words)} was expected, not {self._kind()}")
        return cast("Word", self.value)

    def _kind(self) -> str:
        try:
            shown = json.dumps(self.value, ensure_ascii=False)
        except (TypeError, ValueError, RecursionError):  # what ``from_dict`` was given need not come from JSON
            shown = type(self.value).__name__
        return shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
