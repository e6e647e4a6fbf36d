"""RSS and Atom -> an item for each entry."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator, Mapping
from typing import Final

from dixit.errors import BoundsError, DamagedError
from dixit.intake.item import Facts, Item, Refused

# An entry of fewer words is the beginning of a page. Not measured.
_WHOLE: Final = 150


def entries(raw: bytes, name: str) -> Iterator[Item | Refused]:
    """One item for each entry; its source is the page that it leads to.

    Raises DamagedError, and BoundsError where the XML has entities of its own.
    """
    if b"<!ENTITY" in raw:
        raise BoundsError(name, "XML with entities of its own, which are not expanded", "give it without a DTD")
    import feedparser  # noqa: PLC0415 - takes a tenth of a second

    # Bytes in a stream: of a string feedparser would believe that it is a URL or a path, and open it.
    feed: Mapping[str, object] = feedparser.parse(io.BytesIO(raw), response_headers={"content-location": name})
    head, found = _mapping(feed.get("feed")), feed.get("entries")
    if not isinstance(found, list) or (not found and feed.get("bozo")):
        reason = str(feed.get("bozo_exception") or "no entries").partition("\n")[0]
        raise DamagedError(name, "feed", reason, "check it in a feed reader")
    publisher = _string(head.get("title"))
    for number, entry in enumerate(found, 1):
        yield _item(
            _mapping(entry),
            f"{name}#{number}",
            name,
            Facts(publisher=publisher, language=_string(head.get("language"))),
        )


def is_whole(item: Item) -> bool:
    """Whether an entry has the text itself, and not only how it begins."""
    return len(item.raw.split()) >= _WHOLE


def _item(entry: Mapping[str, object], number: str, container: str, head: Facts) -> Item | Refused:
    source = _string(entry.get("link")) or number
    day = entry.get("published_parsed") or entry.get("updated_parsed")
    facts = Facts(
        _string(entry.get("title")),
        time.strftime("%Y-%m-%d", day) if isinstance(day, time.struct_time) else None,
        None,
        _string(entry.get("language")),
    ).or_else(head)
    texts = [text for one in _list(entry.get("content")) if (text := _string(one.get("value")))]
    text = max(texts, key=len, default=None) or _string(entry.get("summary"))
    if text is None:
        return Refused(
            source, container, str(DamagedError(source, "entry of a feed", "it has no text", "add its page"))
        )
    return Item(source, container, "html", text.encode("utf-8", "replace"), facts)


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Mapping[str, object]]:
    return [_mapping(one) for one in value] if isinstance(value, list) else []


def _string(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
