"""An item -> its article: the text out of HTML, PDF, Word or mail, with what is said of it there."""

from __future__ import annotations

import email
import email.errors
import email.policy
import email.utils
import io
import logging
import re
from collections.abc import Callable, Iterator
from datetime import date
from email.message import EmailMessage
from typing import Final
from urllib.parse import urlsplit

from dixit.errors import BoundsError, DamagedError, EmptyError
from dixit.intake.item import Article, Facts, Item, ItemKind, with_title
from dixit.intake.markup import is_fragment, text_of
from dixit.intake.web import is_url
from dixit.read import LARGEST

# A book; reading it takes minutes.
_MOST_PAGES: Final = 1_000
_HEAD: Final = 4_096  # bytes of a page in which <html lang="fr"> stands
_LANG: Final = re.compile(rb"<html\b[^>]*?\slang\s*=\s*[\"']?([A-Za-z-]+)", re.I)
_NOWHERE: Final = logging.NullHandler()
_DAY: Final = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")


def article(item: Item) -> Article:
    """The text of an item. Raises DamagedError, BoundsError, EmptyError."""
    found = _BY_KIND[item.kind](item)
    facts = item.facts.or_else(found.facts)
    text = found.text if isinstance(found.text, bytes) else with_title(facts.title, found.text)
    return Article(text, Facts(facts.title, day_of(facts.published), facts.publisher, facts.language))


def day_of(written: str | None) -> str | None:
    """From "2024-03-12T08:30:00Z" or "20240312": "2024-03-12"; None for what is no day."""
    match = _DAY.match(written.strip()) if written else None
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat() if match else None
    except ValueError:
        return None


def _text(item: Item) -> Article:
    return Article(item.raw)


def _html(item: Item) -> Article:
    import trafilatura  # noqa: PLC0415 - takes half a second

    _hush("trafilatura")
    url = item.source if is_url(item.source) else None
    page = trafilatura.bare_extraction(
        item.raw, url=url, include_comments=False, include_tables=False, with_metadata=True, deduplicate=False
    )
    text = getattr(page, "text", None)
    if not text or is_fragment(item.raw):  # too short for its rules, which look for an article among other things
        text = text_of(trafilatura.utils.decode_file(item.raw))
        if not text:
            raise EmptyError(item.source)
    facts = Facts(
        getattr(page, "title", None),
        getattr(page, "date", None),
        getattr(page, "sitename", None) or (urlsplit(url).hostname if url else None),
        _html_language(item.raw),
    )
    return Article(text, facts)


def _html_language(raw: bytes) -> str | None:
    match = _LANG.search(raw[:_HEAD])
    return match[1].decode() if match else None


def _hush(library: str) -> None:
    """What a library logs of a bad document goes to whoever set up logging, not to standard error as a last resort."""
    logging.getLogger(library).addHandler(_NOWHERE)  # once: a logger knows a handler that it has


def _pdf(item: Item) -> Article:
    from pypdf import PdfReader  # noqa: PLC0415 - seldom needed
    from pypdf.errors import PyPdfError  # noqa: PLC0415 - the same

    _hush("pypdf")
    try:
        reader = PdfReader(io.BytesIO(item.raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DamagedError(item.source, "PDF", "it has a password", "save it without one")
        if len(reader.pages) > _MOST_PAGES:
            raise BoundsError(item.source, f"a PDF of more than {_MOST_PAGES:,} pages", "cut it")
        text = "\n\n".join(_up_to(LARGEST, (page.extract_text() for page in reader.pages), item.source))
        about = reader.metadata
        title = about.title if about else None
        day = about.creation_date if about else None
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, OSError) as error:
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise DamagedError(item.source, "PDF", reason) from error
    if not text.strip():
        raise DamagedError(item.source, "PDF", "no text in it, only pictures", "recognise its text first (OCR)")
    return Article(text, Facts(title, day.date().isoformat() if day else None))


def _up_to(largest: int, pages: Iterator[str], name: str) -> Iterator[str]:
    size = 0
    for page in pages:
        size += len(page)
        if size > largest:
            raise BoundsError(name, f"more than {largest // 1_000_000} MB of text", "cut it")
        yield page.strip()


def _docx(item: Item) -> Article:
    from docx import Document  # noqa: PLC0415 - seldom needed
    from docx.table import Table  # noqa: PLC0415 - the same

    try:
        document = Document(io.BytesIO(item.raw))
        blocks: list[str] = []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                blocks += (cell.text for row in block.rows for cell in row.cells)
            else:
                blocks.append(block.text)
        about = document.core_properties
        day = about.created or about.modified
        facts = Facts(about.title or None, day.date().isoformat() if day else None, None, about.language or None)
    except Exception as error:
        # Whatever python-docx, lxml and zipfile raise for a broken file: they document no common error.
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise DamagedError(item.source, "Word document", reason) from error
    text = "\n\n".join(block for block in blocks if block.strip())
    if not text:
        raise EmptyError(item.source)
    return Article(text, facts)


def _mail(item: Item) -> Article:
    try:
        message = email.message_from_bytes(item.raw, policy=email.policy.default)
        body = message.get_body(("plain", "html")) if isinstance(message, EmailMessage) else None
        content = body.get_content() if body else None
        kind = body.get_content_type() if body else ""
        subject, sent, sender = (str(message[name] or "") for name in ("Subject", "Date", "From"))
    except (email.errors.MessageError, LookupError, ValueError, AttributeError, TypeError, RecursionError) as error:
        raise DamagedError(item.source, "mail", str(error).partition("\n")[0] or type(error).__name__) from error
    if not isinstance(content, str) or not content.strip():
        raise EmptyError(item.source)
    name, address = email.utils.parseaddr(sender)
    facts = Facts(subject.strip() or None, _sent(sent), name or address.rpartition("@")[2] or None)
    if kind == "text/html":
        page = _html(Item(item.source, item.container, "html", content.encode("utf-8", "replace")))
        return Article(page.text, facts)
    return Article(content, facts)


def _sent(written: str) -> str | None:
    try:
        return email.utils.parsedate_to_datetime(written).date().isoformat()
    except (ValueError, TypeError):
        return None


_BY_KIND: Final[dict[ItemKind, Callable[[Item], Article]]] = {
    "text": _text,
    "html": _html,
    "pdf": _pdf,
    "docx": _docx,
    "mail": _mail,
}
