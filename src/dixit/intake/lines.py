"""JSON Lines, and JSON in one piece: objects -> items, by the names under which texts are kept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import IO, Final

from dixit.errors import BoundsError, DamagedError, ReadError
from dixit.intake import ninjs
from dixit.intake.item import Facts, Item, Refused, with_title
from dixit.read import LARGEST

# The names of fields, the likeliest first.
_TEXTS: Final = ("text", "texte", "body", "content", "contenu", "article", "paragraphs", "paragraphes")
_TITLES: Final = ("title", "titre", "headline")
_DATES: Final = ("published", "date", "published_at", "datePublished", "publication_date", "versioncreated", "created")
_PUBLISHERS: Final = ("publisher", "agency", "outlet", "journal", "provider", "source_name")
_LANGUAGES: Final = ("language", "lang", "langue")
# A line holds a text of the largest size, each of its characters escaped.
LONGEST_LINE: Final = 2 * LARGEST


def json_lines(stream: IO[bytes], name: str) -> Iterator[Item | Refused]:
    """One item for each line; a line that is none costs only itself."""
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        source = f"{name}:{number}"
        if len(line) > LONGEST_LINE:
            _skip_line(stream, line)
            error: ReadError = BoundsError(source, f"a line of more than {LONGEST_LINE // 1_000_000} MB", "cut it")
            yield Refused(source, name, str(error))
        elif line.strip():
            yield _from_line(line, source, name)


def _skip_line(stream: IO[bytes], line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(1 << 20)


def _from_line(line: bytes, source: str, container: str) -> Item | Refused:
    try:
        return item_of(parsed(line, source), source, container)
    except ReadError as error:
        return Refused(source, container, str(error))


def parsed(raw: bytes, source: str) -> object:
    """Raises DamagedError."""
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except RecursionError as error:
        raise DamagedError(source, "JSON", "nested too deep", "give its text") from error
    except ValueError as error:
        raise DamagedError(source, "JSON", str(error).partition("\n")[0][:80], "give one JSON object a line") from error


def json_items(raw: bytes, name: str) -> Iterator[Item | Refused]:
    """A file that is one JSON value: an object, or a list of them."""
    value = parsed(raw, name)
    if not isinstance(value, list):
        yield item_of(value, name, name)
        return
    for number, one in enumerate(value, 1):
        source = f"{name}:{number}"
        try:
            yield item_of(one, source, name)
        except ReadError as error:
            yield Refused(source, name, str(error))


def item_of(value: object, source: str, container: str) -> Item:
    """An object with a text field, or a ninjs item; raises DamagedError."""
    if not isinstance(value, Mapping):
        raise DamagedError(source, "JSON", "not an object", f"give an object with a field like {_TEXTS[0]!r}")
    if ninjs.is_ninjs(value):
        return ninjs.item_of(value, source, container)
    text = next((found for name in _TEXTS if (found := _text(value.get(name)))), None)
    if text is None:
        fields = ", ".join(map(repr, list(value)[:6])) or "none"
        raise DamagedError(
            source, "JSON", f"no text among its fields {fields}", f"call the text {' or '.join(map(repr, _TEXTS[:3]))}"
        )
    title = _first(value, _TITLES)
    facts = Facts(title, _first(value, _DATES), _first(value, _PUBLISHERS), _first(value, _LANGUAGES))
    return Item(source, container, "text", with_title(title, text).encode("utf-8", "replace"), facts)


def _text(value: object) -> str | None:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = "\n\n".join(value)
    return value if isinstance(value, str) and value.strip() else None


def _first(value: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    return next((found for name in names if isinstance(found := value.get(name), str) and found.strip()), None)
