"""Files that mean harm: each costs one clear line, and no other file."""

from __future__ import annotations

import gzip
import io
import json
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dixit import batch
from dixit.batch import Reading, read_items
from dixit.intake import Item, Refused, items, sources
from dixit.intake.kinds import kind_of
from dixit.intake.web import Web
from dixit.keep import Adding, add
from dixit.store import Store

ANA = "« Le port rouvrira lundi », a déclaré la ministre Ana Bel."
ALONE = Adding(jobs=1)

BILLION = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">{}]>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><contentSet><inlineXML><p>&z;</p></inlineXML></contentSet></newsItem>"""
ENTITIES = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghz", strict=True))
FILE = """<?xml version="1.0"?><!DOCTYPE r [<!ENTITY z SYSTEM "file:///etc/hostname">]>
<newsItem><contentSet><inlineXML><p>&z;</p></inlineXML></contentSet></newsItem>"""
RSS = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">{}]><rss version="2.0"><channel><title>x</title>
<item><title>y</title><description>&z;</description></item></channel></rss>"""


def zipped(**members: bytes) -> bytes:
    """A zip archive with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members.items():
            archive.writestr(name, raw)
    return out.getvalue()


def paths() -> bytes:
    """An archive that would write elsewhere."""
    return zipped(**{"../../../tmp/dixit-evil.txt": ANA.encode(), "/tmp/dixit-evil.txt": f"Ici, {ANA}".encode()})  # noqa: S108


def nested_pdf() -> bytes:
    """A PDF whose pages are each other's children."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )


@pytest.mark.parametrize(
    ("name", "made", "says"),
    [
        ("a.xml", lambda: BILLION.format(ENTITIES).encode(), "entities"),
        ("b.xml", FILE.encode, "entities"),
        ("c.xml", lambda: b"<?xml version='1.0'?><newsItem><unclosed>", "cannot be read"),
        ("d.xml", lambda: b"<?xml version='1.0'?><sheet/>", "of a kind that is not known"),
        ("deep.xml", lambda: b"<newsItem>" + b"<p>" * 100_000, "cannot be read"),
        ("a.docx", lambda: zipped(**{"word/document.xml": b" " * 60_000_000}), "unpacks to 60 MB"),
        ("b.docx", lambda: zipped(**{"word/document.xml": b"<w:document>"}), "Word document cannot be read"),
        ("c.zip", lambda: zipped(a=b"x")[:-30], "zip archive cannot be read"),
        ("a.pdf", lambda: b"%PDF-1.7\n\x00garbage", "PDF cannot be read"),
        ("b.pdf", nested_pdf, "PDF"),
        ("a.warc.gz", lambda: gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9\r\n\r\n")[:-12], ""),
        ("a.jsonl", lambda: b'{"text": "' + b"a" * 25_000_000 + b'"}', "a line of more than 20 MB"),
        ("b.jsonl", lambda: b"[" * 100_000, "JSON cannot be read"),
        ("c.json", lambda: b'{"a":' * 100_000, "JSON cannot be read"),
        ("d.jsonl", lambda: json.dumps({"text": {"a": ANA}}).encode(), "no text among its fields 'text'"),
        ("a.eml", lambda: b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n", "there is no text"),
        ("b.eml", lambda: b"Subject: x\nFrom: y\nContent-Type: text/plain; charset=nonsense\n\n\xff\xfe", ""),
        ("mixed.txt", lambda: "été ".encode() * 40 + "été".encode("windows-1252") * 2, "damaged at byte"),
        ("bomb.txt.gz", lambda: gzip.compress(b"a" * 60_000_000, 9), "unpacks to more than 100 times"),
        ("cut.txt.gz", lambda: gzip.compress(ANA.encode())[:-9], "cannot be read"),
        ("large.txt", lambda: b"a " * 5_000_001, "10 MB"),
        ("old.doc", lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "old Word"),
        ("feed.rss", RSS.format(ENTITIES).encode, "entities"),
    ],
)
def test_a_hostile_file_costs_one_line(tmp_path: Path, name: str, made: Callable[[], bytes], says: str) -> None:
    """The line names the file, the reason and the way out; the file beside it is kept; it is quick."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / name).write_bytes(made())
    (folder / "z.txt").write_text(ANA, encoding="utf-8")
    began = time.monotonic()
    with Store.open(tmp_path / "s.db") as store:
        add(store, [str(folder)], ALONE)
        kept = [Path(str(source)).name for (source,) in store.rows("SELECT source FROM sources")]
        reasons = [row.reason for row in store.failures()]

    assert "z.txt" in kept
    assert time.monotonic() - began < 20
    if says:
        (reason,) = reasons
        assert reason.startswith(str(folder / name))
        assert says in reason
        assert "; " in reason
        assert "\n" not in reason


def test_no_path_in_an_archive_leads_out_of_it(tmp_path: Path) -> None:
    """Members are read in memory; nothing is written anywhere."""
    (tmp_path / "a.zip").write_bytes(paths())
    before = sorted(Path("/tmp").glob("dixit-evil*"))  # noqa: S108
    found = list(items(str(tmp_path / "a.zip"), Web()))

    assert 2 == len(found)
    assert before == sorted(Path("/tmp").glob("dixit-evil*"))  # noqa: S108
    assert ["a.zip"] == [path.name for path in tmp_path.iterdir()]


def test_a_line_of_100_mb_is_skipped_without_being_held(tmp_path: Path) -> None:
    """And the next one is read."""
    path = tmp_path / "a.jsonl"
    with path.open("wb") as out:
        out.write(b'{"text": "')
        for _ in range(100):
            out.write(b"a" * 1_000_000)
        out.write(b'"}\n' + json.dumps({"text": ANA}).encode())
    long, good = items(str(path), Web())

    assert isinstance(long, Refused)
    assert isinstance(good, Item)
    assert (f"{path}:1", f"{path}:2") == (long.source, good.source)


def test_a_text_that_takes_too_long_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """One document cannot hold up the others."""
    monkeypatch.setattr(batch, "_LONGEST", 0.05)
    monkeypatch.setattr(batch, "article", lambda _: time.sleep(5))
    item = Item("slow.pdf", "slow.pdf", "pdf", b"%PDF-")

    ((refused,),) = read_items([item], jobs=1)
    assert isinstance(refused, Refused)
    assert "was not found within" in refused.reason


def test_a_document_that_kills_its_process_costs_only_itself() -> None:
    """It is found among those that were in work, and refused."""
    good = [Item(f"{n}.txt", f"{n}.txt", "text", f"{n} fois, {ANA}".encode()) for n in range(3)]
    found = [one for part in read_items([*good, KILLER], Reading(), jobs=2) for one in part]

    (refused,) = (one for one in found if isinstance(one, Refused))
    assert ("killer.pdf", 4) == (refused.source, len(found))
    assert "killed the process" in refused.reason


class _Killer(bytes):
    """Bytes on which a process dies as soon as it unpacks them."""

    def __reduce__(self) -> tuple[Callable[[int], object], tuple[int]]:
        import os  # noqa: PLC0415 - for the process that dies

        return os._exit, (9,)


KILLER = Item("killer.pdf", "killer.pdf", "pdf", _Killer(b"%PDF-"))


@pytest.mark.parametrize("unit", [b"<?xml ?>", b"<!-- -->", b" ", b"<!DOCTYPE x>", b"From: a\n", b"X-a: b\n ", b"{"])
def test_no_beginning_makes_the_kind_slow_to_tell(unit: bytes) -> None:
    """However often something is repeated."""
    began = time.monotonic()
    kind_of((unit * 65_536)[:65_536], "a")

    assert time.monotonic() - began < 1


def test_unpacked_bytes_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """News that packs well is no bomb."""
    monkeypatch.setattr(sources, "_RATIO_FROM", 1_000)
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(ANA.encode() * 90))
    found: Iterator[Item | Refused] = items(str(tmp_path / "a.txt.gz"), Web())

    assert isinstance(next(found), Item)
