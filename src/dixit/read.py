"""Bytes -> Document: decode, fix the text for good, lay it out. Whatever comes later counts characters of that text."""

from __future__ import annotations

import codecs
import hashlib
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Final

from dixit.errors import BinaryError, EmptyError, EncodingError, LanguageError, MissingError, SizeError
from dixit.header import layout
from dixit.language import FRENCH, language_of
from dixit.types import Document

# A dispatch has some thousand bytes. Ten million are 1.7 million words, which would take minutes and gigabytes.
LARGEST: Final = 10_000_000

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAVE: Final = "save its text as plain text (UTF-8) and read that"
_UNPACK: Final = "unpack it and read the files inside"
# How files of other kinds begin.
_SIGNATURES: Final = (
    (b"%PDF-", "a PDF", "extract its text first, for instance with: pdftotext FILE"),
    (b"PK\x03\x04", "a Word document or a zip archive", _SAVE),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel document", _SAVE),
    (b"{\\rtf", "a document in Rich Text Format", _SAVE),
    (b"\x89PNG", "an image (PNG)", "recognise its text first (OCR)"),
    (b"\xff\xd8\xff", "an image (JPEG)", "recognise its text first (OCR)"),
    (b"GIF8", "an image (GIF)", "recognise its text first (OCR)"),
    (b"II*\x00", "an image (TIFF)", "recognise its text first (OCR)"),
    (b"MM\x00*", "an image (TIFF)", "recognise its text first (OCR)"),
    (b"\x1f\x8b", "a compressed file (gzip)", _UNPACK),
    (b"BZh", "a compressed file (bzip2)", _UNPACK),
    (b"\xfd7zXZ", "a compressed file (xz)", _UNPACK),
    (b"7z\xbc\xaf", "an archive (7z)", _UNPACK),
    (b"Rar!", "an archive (RAR)", _UNPACK),
    (b"\x7fELF", "a program", "give a text file"),
    (b"MZ\x90", "a program", "give a text file"),
    (b"ID3", "a sound recording", "give its transcript"),
    (b"OggS", "a sound recording", "give its transcript"),
    (b"RIFF", "a sound or video recording", "give its transcript"),
    (b"SQLite format 3", "a database (SQLite)", "export its texts as text files"),
)
_MARKUP: Final = re.compile(rb"\s*(?:<\?xml\b[^>]*>\s*)?<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
# Signs between letters where MacRoman, CP850 or doubly encoded UTF-8 have letters: "prŽsident", "soir‚e", "citÃ©".
_GARBLED: Final = re.compile(
    "[a-z][ŠŽƒ„ˆ˜¢¤¦¬¯¶\u2500-\u257f]|[a-z][‚†‡‰™›®£¥±•][a-z]|Ã[\u0080-\u00bf]|â€[™œ\u009d˜“”¦]"
)
# "c½ur", "20 ¤": what ISO-8859-15 has for "œ" and "€".
_LATIN_9: Final = re.compile(r"[a-z]½|½[a-z]|\d\s?¤")
_C1: Final = re.compile(rb"[\x80-\x9f]")
_SAMPLE: Final = 65_536
# Text holds next to no control characters; compressed data has 12 % of them.
_MOST_CONTROLS: Final = 0.02
_CONTROLS: Final = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1a\x1b")) + b"\x7f"
# In UTF-16 every other byte of a Latin text is NUL.
_UTF16_NULS: Final = 0.3

_LINE_ENDS: Final = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
# Characters that no reader sees and that would part a word in two: controls, soft hyphens, zero-width spaces.
_UNSEEN: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff]")
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def read(
    raw: bytes | str, *, name: str = "<text>", encoding: str | None = None, published: date | None = None
) -> Document:
    """One text, fixed for good; the same bytes always give the same document.

    Without ``encoding``, UTF-8, UTF-16 and Windows-1252 are told apart. ``published`` is the day of
    issue, and gives the year that a dateline leaves out.

    Raises EmptyError, BinaryError, EncodingError, SizeError, LanguageError.
    """
    if len(raw) > LARGEST:
        raise SizeError(name, LARGEST)
    text = fix(raw if isinstance(raw, str) else _decode(raw, name, encoding))
    if not text.strip():
        raise EmptyError(name)
    language = language_of(text)
    if language != FRENCH:
        raise LanguageError(name, language)
    found = layout(text, published=published)
    line = found.dateline
    return Document(
        doc_id=doc_id(text),
        name=without_surrogates(name),
        language="fr",
        text=text,
        title=found.title,
        paragraphs=found.paragraphs,
        dateline=line,
        published=published or (line.day if line else None),
        publisher=line.agency if line else None,
    )


def doc_id(text: str) -> str:
    """The id of a text that ``fix`` has fixed."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def load(path: Path, name: str) -> bytes:
    """What a file holds; not a byte of one that is too large, or of a device without an end.

    Raises MissingError, SizeError.
    """
    try:
        if path.is_dir():
            raise MissingError(name, "this is a folder", f"name the files in it: {path / '*.txt'}")
        if path.stat().st_size > LARGEST:
            raise SizeError(name, LARGEST)
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError) as error:  # a name may hold what no file system takes
        raise MissingError(name, (getattr(error, "strerror", None) or str(error)).lower()) from error


def fix(text: str) -> str:
    """Newlines unified, characters that nobody sees taken out, accents composed (NFC); nothing else changes.

    Typographic spaces, quotation marks and apostrophes stay as they were written.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = _UNSEEN.sub("", text)
    return unicodedata.normalize("NFC", without_surrogates(text))


def without_surrogates(text: str) -> str:
    """What can be written as UTF-8: a file's name that is not UTF-8 comes with halves of characters."""
    return _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def _decode(raw: bytes, name: str, encoding: str | None) -> str:
    """The characters; with the mark of byte order, which ``fix`` takes out."""
    if not raw.strip():
        raise EmptyError(name)
    _refuse_other_kinds(raw, name)
    if encoding is not None:
        return _decode_as(raw, name, encoding)
    known = next((known for mark, known in _BOMS if raw.startswith(mark)), None) or _utf16(raw)
    if known is not None:
        return _decode_as(raw, name, known)
    _refuse_data(raw, name)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if _damaged_utf8(raw):
            raise EncodingError(name, [f"UTF-8 (damaged at byte {error.start})"]) from error
        text = _latin(raw, name)
    _refuse_garbled(text, name)
    return text


def _latin(raw: bytes, name: str) -> str:
    """Windows-1252, or ISO-8859-15 where a euro or œ says so."""
    try:
        text = raw.decode("windows-1252")
    except UnicodeDecodeError as error:
        raise EncodingError(name, ["UTF-8", "Windows-1252"]) from error
    if _LATIN_9.search(text) and not _C1.search(raw):
        return raw.decode("iso8859-15")
    return text


def _refuse_garbled(text: str, name: str) -> None:
    """Raises EncodingError where letters stand among signs that only another encoding puts there."""
    found = _GARBLED.search(text, 0, _SAMPLE)
    if found:
        word = text[max(0, found.start() - 8) : found.end() + 8].split()
        held = next((part for part in word if found[0] in part), found[0])
        raise EncodingError(name, [f'UTF-8 or Windows-1252 (it would say "{held}")'])


def _decode_as(raw: bytes, name: str, encoding: str) -> str:
    try:
        return str(raw, encoding)
    except LookupError as error:
        raise EncodingError(name, [f'"{encoding}", which is the name of no text encoding']) from error
    except ValueError as error:
        raise EncodingError(name, [encoding]) from error


def _refuse_other_kinds(raw: bytes, name: str) -> None:
    """Raises BinaryError for a file that begins as another kind of file does."""
    for signature, kind, way_out in _SIGNATURES:
        if raw.startswith(signature):
            raise BinaryError(name, kind, way_out)
    if _MARKUP.match(raw.removeprefix(codecs.BOM_UTF8)):
        raise BinaryError(name, "a web page (HTML)", _SAVE)


def _refuse_data(raw: bytes, name: str) -> None:
    """Raises BinaryError for bytes that hold more control characters than any text."""
    sample = raw[:_SAMPLE]
    if len(sample) - len(sample.translate(None, _CONTROLS)) > _MOST_CONTROLS * len(sample):
        raise BinaryError(name, "binary data", "give a text file")


def _utf16(raw: bytes) -> str | None:
    """UTF-16 without a mark, by where its NULs lie; None for anything else."""
    sample = raw[: _SAMPLE & ~1]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    enough = _UTF16_NULS * len(sample) / 2
    if odd > enough and even < odd / 10:
        return "utf-16-le"
    if even > enough and odd < even / 10:
        return "utf-16-be"
    return None


def _damaged_utf8(raw: bytes) -> bool:
    """Whether bytes that are not UTF-8 are mostly that: read as Windows-1252 they would give "Ã©" for "é"."""
    text = raw.decode("utf-8", errors="replace")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    return sum(map(str.isalpha, re.findall(r"[^\x00-\x7f\ufffd]", text))) > broken
