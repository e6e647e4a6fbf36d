"""What intake hands on: items, which may be a document each, and articles: texts with what is said of them."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass
from typing import Literal, NamedTuple

ItemKind = Literal["text", "html", "pdf", "docx", "mail"]


class Refused(NamedTuple):
    """What gave no document, and the line that says why."""

    source: str
    container: str
    reason: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of a document outside its text; None where nothing is."""

    title: str | None = None
    published: str | None = None  # ISO 8601, with or without a time
    publisher: str | None = None
    language: str | None = None  # as written: "fr", "fr-FR"

    def or_else(self, other: Facts) -> Facts:
        """These, and where there is nothing the others."""
        return Facts(*(mine or theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True, slots=True)
class Item:
    """Bytes that may be one document."""

    source: str  # path or URL; "file.jsonl:12" for line 12
    container: str  # the file or URL that holds it
    kind: ItemKind
    raw: bytes
    facts: Facts = Facts()

    @property
    def digest(self) -> str:
        """The same for the same bytes and facts, wherever they stand."""
        said = "\0".join(value or "" for value in astuple(self.facts))
        return hashlib.sha256(f"{self.kind}\0{said}\0".encode() + self.raw).hexdigest()


@dataclass(frozen=True, slots=True)
class Article:
    """A text, and what is said of it."""

    text: str | bytes  # bytes: plain text in an encoding that is still to be told
    facts: Facts = Facts()


def with_title(title: str | None, body: str) -> str:
    """The title as the first line, where the text does not begin with it."""
    body = body.strip()
    title = " ".join((title or "").split())
    if not title or body.startswith(title):
        return body
    return f"{title}\n\n{body}"
