"""The first bytes of a file, and its name -> what kind of file it is."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePath
from typing import Final, Literal

Kind = Literal["text", "html", "pdf", "zip", "mail", "newsml", "feed", "xml", "jsonl", "json", "warc"]

SAMPLE: Final = 65_536

# Possessive throughout: what a hostile file repeats is tried once.
_BEFORE: Final = (
    rb"(?:\s++|<\?(?:(?!\?>).)*+\?>|<!--(?:(?!-->).)*+-->|<!DOCTYPE(?!\s+html)[^>\[]*+(?:\[[^\]]*+\]\s*+)?>)*+"
)
_XML: Final = re.compile(_BEFORE + rb"<([\w:.-]+)", re.S)
_HTML: Final = re.compile(_BEFORE + rb"<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_NEWSML: Final = frozenset({b"newsMessage", b"newsItem", b"packageItem", b"conceptItem", b"knowledgeItem"})
_FEEDS: Final = frozenset({b"rss", b"feed", b"RDF"})
_MAIL: Final = re.compile(
    rb"(?:Return-Path|Received|Delivered-To|MIME-Version|Message-ID|DKIM-Signature|X-[\w-]+):[^\n]*\n"
    rb"|(?:(?:From|To|Subject|Date):[^\n]*\n(?:[ \t][^\n]*\n)*){2}",
    re.I,
)
_ENDS: Final[dict[str, Kind]] = {".jsonl": "jsonl", ".ndjson": "jsonl", ".jl": "jsonl", ".eml": "mail", ".warc": "warc"}


_SIGNATURES: Final[tuple[tuple[bytes, Kind], ...]] = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"WARC/", "warc"),
)


def kind_of(head: bytes, name: str) -> Kind:
    """The bytes tell; the name only where they do not."""
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    bare = head.removeprefix(codecs.BOM_UTF8)
    if bare.lstrip().startswith(b"<"):
        return "html" if _HTML.match(bare) else _xml(bare)
    by_name = _ENDS.get(PurePath(name).suffix.lower())
    if by_name is None and bare.lstrip().startswith((b"{", b"[")):
        return _json(bare, name)
    return by_name or ("mail" if _MAIL.match(bare) else "text")


def _xml(head: bytes) -> Kind:
    root = _XML.match(head)
    name = root[1].rpartition(b":")[2] if root else b""
    if name in _NEWSML:
        return "newsml"
    if name in _FEEDS:
        return "feed"
    return "xml" if head.lstrip().startswith(b"<?xml") or name else "text"


def _json(head: bytes, name: str) -> Kind:
    if PurePath(name).suffix.lower() == ".json":
        return "json"
    first, _, rest = head.lstrip().partition(b"\n")
    if first.startswith(b"{") and first.rstrip().endswith(b"}"):
        return "jsonl" if rest.lstrip().startswith(b"{") else "json"
    return "json" if first.startswith(b"{") and (b'"' in first or not first[1:].strip()) else "text"
