"""ninjs, the IPTC's news in JSON (1.x to 3.x) -> items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from dixit.errors import DamagedError
from dixit.intake.item import Facts, Item, with_title

_BODIES: Final = ("body_text", "body_xhtml", "body_html")
_NAMES: Final = ("headline", "headlines", "bodies", *_BODIES)


def is_ninjs(value: Mapping[str, object]) -> bool:
    """Whether an object has the fields that only ninjs has."""
    return "uri" in value and any(name in value for name in _NAMES)


def item_of(value: Mapping[str, object], source: str, container: str) -> Item:
    """One item; raises DamagedError where it has no text."""
    title = _string(value.get("headline")) or next(_values(value.get("headlines")), (None, None))[0]
    facts = Facts(
        title,
        _string(value.get("versioncreated"))
        or _string(value.get("firstcreated"))
        or _string(value.get("versionCreated")),
        _string(value.get("copyrightholder")) or _string(value.get("copyrightHolder")) or _provider(value),
        _string(value.get("language")),
    )
    for text, kind in _bodies(value):
        if "html" in (kind or ""):
            return Item(source, container, "html", text.encode("utf-8", "replace"), facts)
        return Item(source, container, "text", with_title(title, text).encode("utf-8", "replace"), facts)
    raise DamagedError(source, "ninjs item", "it has no body", "give items with a body_text or bodies")


def _bodies(value: Mapping[str, object]) -> Iterator[tuple[str, str | None]]:
    """Each body with its media type, plain text first."""
    for name in _BODIES:
        if text := _string(value.get(name)):
            yield text, "text/html" if "html" in name else "text/plain"
    yield from sorted(_values(value.get("bodies")), key=lambda body: "html" in (body[1] or ""))


def _values(listed: object) -> Iterator[tuple[str, str | None]]:
    """As ninjs 2 has them: ``[{"value": …, "contenttype": …}]``; ninjs 3 says contentType."""
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, Mapping) and (text := _string(one.get("value"))):
            yield text, _string(one.get("contenttype")) or _string(one.get("contentType"))


def _provider(value: Mapping[str, object]) -> str | None:
    provider = value.get("provider")
    return _string(provider.get("name")) if isinstance(provider, Mapping) else _string(provider)


def _string(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
