"""Archives -> the documents in them, read in memory: nothing is unpacked to the disk, so no path leads anywhere."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Final

from dixit.errors import BoundsError, DamagedError, ReadError
from dixit.intake.item import Item, ItemKind, Refused
from dixit.intake.kinds import SAMPLE, Kind, kind_of

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

# One document in an archive, unpacked.
_LARGEST: Final = 50_000_000
_MOST_FILES: Final = 10_000
# All of an archive, unpacked; a Word document holds pictures too.
_LARGEST_ALL: Final = 500_000_000
_MOST_RATIO: Final = 100
_WORD: Final = "word/document.xml"
_TAKEN: Final[dict[Kind, ItemKind]] = {"text": "text", "html": "html", "pdf": "pdf", "mail": "mail"}
_TYPES: Final[dict[str, ItemKind]] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "text/plain": "text",
    "message/rfc822": "mail",
}


def zip_items(raw: bytes, name: str) -> Iterator[Item | Refused]:
    """A Word document, or the files of a zip archive. Raises DamagedError, BoundsError."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _check(archive, len(raw), name)
            if _WORD in archive.namelist():
                yield Item(name, name, "docx", raw)
                return
            for info in archive.infolist():
                if not info.is_dir() and not info.filename.rpartition("/")[2].startswith("."):
                    yield _member(archive, info, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise DamagedError(name, "zip archive", str(error) or type(error).__name__) from error


def _check(archive: zipfile.ZipFile, packed: int, name: str) -> None:
    """Raises BoundsError for a bomb, before anything is unpacked."""
    files = archive.infolist()
    size = sum(info.file_size for info in files)
    if len(files) > _MOST_FILES:
        raise BoundsError(name, f"an archive of more than {_MOST_FILES:,} files", "unpack it and add the folder")
    if size > _LARGEST_ALL or (size > _LARGEST and size > _MOST_RATIO * packed):
        raise BoundsError(name, f"unpacks to {size // 1_000_000:,} MB from {packed:,} bytes", "give the text itself")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Item | Refused:
    source = f"{name}:{info.filename}"
    try:
        if info.flag_bits & 0x1:
            raise DamagedError(source, "file", "it has a password", "unpack it and add the folder")
        with archive.open(info) as stream:
            raw = stream.read(_LARGEST + 1)
        if len(raw) > _LARGEST:
            raise BoundsError(source, f"larger than {_LARGEST // 1_000_000} MB")
        kind = kind_of(raw[:SAMPLE], info.filename)
        if kind == "zip" and _is_word(raw):
            return Item(source, name, "docx", raw)
        if kind not in _TAKEN:
            raise DamagedError(source, f"file ({kind})", "not read inside an archive", "unpack it and add the folder")
        return Item(source, name, _TAKEN[kind], raw)
    except ReadError as error:
        return Refused(source, name, str(error))
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        return Refused(source, name, str(DamagedError(source, "file", str(error) or type(error).__name__)))


def _is_word(raw: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        _check(archive, len(raw), "file")
        return _WORD in archive.namelist()


def warc_items(stream: IO[bytes], name: str) -> Iterator[Item | Refused]:
    """The pages of a web archive; what is neither HTML nor text nor PDF gives nothing. Raises DamagedError."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - seldom needed
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415 - the same

    try:
        for record in ArchiveIterator(stream):
            kind = _warc_kind(record)
            if kind is not None:
                yield _page(record, kind, name)
    except (ArchiveLoadFailed, zlib.error, EOFError, ValueError) as error:
        raise DamagedError(name, "web archive", str(error).partition("\n")[0]) from error


def _warc_kind(record: ArcWarcRecord) -> ItemKind | None:
    """By the type that the server gave; None for what is no page."""
    if record.rec_type == "response":
        headers = record.http_headers
        if headers is None or headers.get_statuscode() != "200":
            return None
        kind = headers.get_header("Content-Type")
    elif record.rec_type in ("resource", "conversion"):
        kind = record.rec_headers.get_header("Content-Type")
    else:
        return None
    return _TYPES.get((kind or "").partition(";")[0].strip().lower())


def _page(record: ArcWarcRecord, kind: ItemKind, name: str) -> Item | Refused:
    source = record.rec_headers.get_header("WARC-Target-URI") or name
    raw = record.content_stream().read(_LARGEST + 1)
    if len(raw) > _LARGEST:
        return Refused(source, name, str(BoundsError(source, f"larger than {_LARGEST // 1_000_000} MB")))
    return Item(source, name, kind, raw)
