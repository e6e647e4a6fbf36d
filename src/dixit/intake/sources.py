"""SOURCE as "dixit add" is given it -> items, one after the other; nothing large is held in memory."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import zlib
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import IO, Final, cast

from dixit.errors import BoundsError, DamagedError, MissingError, ReadError
from dixit.intake import archives, feeds, newsml
from dixit.intake.item import Facts, Item, ItemKind, Refused
from dixit.intake.kinds import SAMPLE, Kind, kind_of
from dixit.intake.lines import json_items, json_lines
from dixit.intake.web import Web, is_url

# A PDF or a Word document with pictures; text of more than read.LARGEST is refused later.
LARGEST_FILE: Final = 50_000_000
# What unpacks to more than so many times its size is no text: news packs to a third or a fifth.
_MOST_RATIO: Final = 100
_RATIO_FROM: Final = 50_000_000

_PACKED: Final[tuple[tuple[bytes, str, Callable[[IO[bytes]], IO[bytes]]], ...]] = (
    (b"\x1f\x8b", ".gz", lambda stream: cast("IO[bytes]", gzip.GzipFile(fileobj=stream))),
    (b"\xfd7zXZ", ".xz", lambda stream: cast("IO[bytes]", lzma.LZMAFile(stream))),  # noqa: SIM115 - closed with the file
    (b"BZh", ".bz2", lambda stream: cast("IO[bytes]", bz2.BZ2File(stream))),
)
_SINGLE: Final[dict[Kind, ItemKind]] = {"text": "text", "html": "html", "pdf": "pdf", "mail": "mail"}
_BROKEN: Final = (OSError, EOFError, lzma.LZMAError, zlib.error)


def items(source: str, web: Web, *, skip: Collection[Path] = ()) -> Iterator[Item | Refused]:
    """Everything that a file, a folder or a URL holds; what cannot be opened is refused in its turn.

    ``skip`` are absolute paths that are left out of a folder.
    """
    try:
        if is_url(source):
            yield from _url(source, web)
            return
        for path in _files(Path(source), skip):
            yield from _file(path)
    except ReadError as error:
        name = source if is_url(source) else _name(Path(source).absolute())
        yield Refused(name, name, str(error))


def count(source: str, *, skip: Collection[Path] = ()) -> int | None:
    """How many items there will be, where that is quickly told; None where it is not."""
    if is_url(source):
        return None
    total = 0
    try:
        for path in _files(Path(source), skip):
            with path.open("rb") as raw:
                stream, name = _unpacked(raw, path)
                kind = kind_of(stream.peek(SAMPLE)[:SAMPLE], name)
                if kind in ("warc", "feed", "newsml", "zip", "json"):
                    return None
                total += _lines(stream) if kind == "jsonl" else 1
    except (ReadError, *_BROKEN):
        return None
    return total


def _lines(stream: IO[bytes]) -> int:
    return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b""))


def _name(path: Path) -> str:
    """A path as text; bytes in it that are not UTF-8 are replaced, for no store keeps them."""
    return os.fsencode(path).decode("utf-8", "replace")


def _files(path: Path, skip: Collection[Path]) -> Iterator[Path]:
    """A file, or those of a folder and of the folders in it, in the order of their names; none that is hidden."""
    path = path.absolute()
    if not path.exists():
        raise MissingError(_name(path), "no such file or folder")
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            inside = Path(folder) / name
            if not name.startswith(".") and inside not in skip and inside.is_file():
                yield inside


class _Bounded(io.RawIOBase):
    """Unpacked bytes, as long as they are no bomb."""

    def __init__(self, stream: IO[bytes], packed: int, name: str) -> None:
        self._stream, self._packed, self._name = stream, packed, name
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        """Raises BoundsError."""
        view = memoryview(cast("bytearray", buffer))
        chunk = self._stream.read(len(view))
        view[: len(chunk)] = chunk
        self._given += len(chunk)
        if self._given > max(_RATIO_FROM, _MOST_RATIO * self._packed):
            raise BoundsError(
                self._name, f"unpacks to more than {_MOST_RATIO} times its size", "unpack it yourself if it is meant so"
            )
        return len(chunk)


def _unpacked(raw: IO[bytes], path: Path) -> tuple[io.BufferedReader, str]:
    """A file's bytes, unpacked where they are packed, and its name without the ending that says so."""
    head = raw.read(6)
    raw.seek(0)
    for signature, end, opened in _PACKED:
        if head.startswith(signature):
            bounded = _Bounded(opened(raw), path.stat().st_size, _name(path))
            return io.BufferedReader(bounded, SAMPLE), path.name.removesuffix(end)
    return io.BufferedReader(cast("io.RawIOBase", raw), SAMPLE), path.name


def _file(path: Path) -> Iterator[Item | Refused]:
    name = _name(path)
    try:
        with path.open("rb") as raw:
            stream, bare = _unpacked(raw, path)
            yield from _stream(stream, kind_of(stream.peek(SAMPLE)[:SAMPLE], bare), name)
    except ReadError as error:
        yield Refused(name, name, str(error))
    except _BROKEN as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        wrong = MissingError(name, reason) if isinstance(error, PermissionError) else DamagedError(name, "file", reason)
        yield Refused(name, name, str(wrong))


def _stream(stream: IO[bytes], kind: Kind, name: str) -> Iterator[Item | Refused]:
    """The items of one file, by its kind."""
    if kind == "jsonl":
        yield from json_lines(stream, name)
    elif kind == "warc":
        yield from archives.warc_items(stream, name)
    else:
        yield from _whole(_bytes(stream, name), kind, name)


def _bytes(stream: IO[bytes], name: str) -> bytes:
    raw = stream.read(LARGEST_FILE + 1)
    if len(raw) > LARGEST_FILE:
        raise BoundsError(name, f"larger than {LARGEST_FILE // 1_000_000} MB", "cut it into one file for each dispatch")
    return raw


def _whole(raw: bytes, kind: Kind, name: str, facts: Facts = Facts()) -> Iterator[Item | Refused]:  # noqa: B008 - frozen
    """The items of bytes that are held in memory."""
    if kind == "zip":
        yield from archives.zip_items(raw, name)
    elif kind == "feed":
        yield from feeds.entries(raw, name)
    elif kind == "newsml":
        yield from newsml.items(raw, name)
    elif kind == "json":
        yield from json_items(raw, name)
    elif kind == "xml":
        raise DamagedError(name, "XML file", "of a kind that is not known", "give NewsML-G2, RSS, Atom or (X)HTML")
    else:
        yield Item(name, name, _SINGLE[kind], raw, facts)


def _url(url: str, web: Web) -> Iterator[Item | Refused]:
    """A page, a file or a feed; of a feed whose entries are cut the pages that they lead to."""
    fetched = web.fetch(url)
    kind = kind_of(fetched.body[:SAMPLE], fetched.name)
    if kind == "jsonl":
        yield from json_lines(io.BytesIO(fetched.body), url)
        return
    if kind == "warc":
        yield from archives.warc_items(io.BytesIO(fetched.body), url)
        return
    if kind != "feed":
        yield from _whole(fetched.body, kind, url)
        return
    for entry in feeds.entries(fetched.body, url):
        if isinstance(entry, Refused) or feeds.is_whole(entry) or not is_url(entry.source):
            yield entry
            continue
        try:
            page = web.fetch(entry.source)
            page_kind = kind_of(page.body[:SAMPLE], page.name)
            yield Item(entry.source, url, _SINGLE.get(page_kind, "text"), page.body, entry.facts)
        except ReadError as error:
            yield Refused(entry.source, url, str(error))
