"""NewsML-G2, the IPTC's news in XML -> an item for each news item with text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from dixit.errors import BoundsError, DamagedError
from dixit.intake.item import Facts, Item, Refused, with_title

_BLOCKS: Final = frozenset({"p", "hl1", "hl2", "h1", "h2", "h3", "li", "td", "pre", "blockquote"})
_NOT_TEXT: Final = frozenset({"head", "script", "style", "media", "figure"})


def items(raw: bytes, name: str) -> Iterator[Item | Refused]:
    """One item for each newsItem; pictures and the like have no text and give none.

    Raises DamagedError, and BoundsError where the XML has entities of its own.
    """
    root = _parse(raw, name)
    found = [root] if _tag(root) == "newsItem" else [one for one in root.iter() if _tag(one) == "newsItem"]
    texts = [(one, text) for one in found if (text := _text(one))]
    if not texts:
        raise DamagedError(name, "NewsML-G2 file", "no news item in it has a text", "give items with inlineXML")
    for number, (one, text) in enumerate(texts, 1):
        source = name if len(texts) == 1 else f"{name}#{one.get('guid') or number}"
        facts = _facts(one)
        yield Item(source, name, "text", with_title(facts.title, text).encode("utf-8", "replace"), facts)


def _parse(raw: bytes, name: str) -> Element:
    try:
        root: Element = fromstring(raw, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise BoundsError(
            name, "XML with entities of its own, which are not expanded", "give it without a DTD"
        ) from error
    except (ParseError, ValueError, RecursionError) as error:
        raise DamagedError(name, "XML file", str(error)) from error
    return root


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _first(element: Element, *tags: str) -> Element | None:
    return next((one for tag in tags for one in element.iter() if _tag(one) == tag), None)


def _words(element: Element | None) -> str | None:
    words = " ".join("".join(element.itertext()).split()) if element is not None else ""
    return words or None


def _facts(item: Element) -> Facts:
    provider, language = _first(item, "provider"), _first(item, "language")
    name = _words(provider) or (provider.get("literal") or provider.get("qcode") if provider is not None else None)
    return Facts(
        _words(_first(item, "headline")),
        _words(_first(item, "contentCreated", "firstCreated", "versionCreated")),
        name.rpartition(":")[2] if name else None,
        (language.get("tag") or language.get("qcode")) if language is not None else None,
    )


def _text(item: Element) -> str | None:
    """The paragraphs of the content, or all of it where it has none."""
    content = _first(item, "inlineXML", "inlineData")
    if content is None:
        return None
    blocks = [words for block in _blocks(content) if (words := _words(block))]
    return "\n\n".join(blocks) if blocks else ("".join(content.itertext()).strip() or None)


def _blocks(element: Element) -> Iterator[Element]:
    """Paragraphs in text order, the outermost of each."""
    for one in element:
        if _tag(one) in _BLOCKS:
            yield one
        elif _tag(one) not in _NOT_TEXT:
            yield from _blocks(one)
