"""Documents of every kind come in with their text, title, day and publisher; each file is made here."""

from __future__ import annotations

import bz2
import gzip
import html
import io
import json
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from reportlab.pdfgen.canvas import Canvas

from dixit.errors import EmptyError
from dixit.intake import Article, Facts, Item, Refused, article, count, items
from dixit.intake.articles import day_of
from dixit.intake.web import Web
from dixit.read import read

TITLE = "Le quai de Marsane sera réparé"
FIRST = "Le maire de Marsane, Léo Roc, a demandé jeudi au conseil de réparer le quai avant la fin du mois de mars."
SECOND = (
    "« Les bacs ne peuvent plus accoster par gros temps », a déclaré la ministre des Transports, Ana Bel, à la presse."
)
THIRD = (
    "Le syndicat des pilotes du Ponant a salué cette décision, qui était attendue depuis la tempête de janvier dernier."
)
PARAGRAPHS = (FIRST, SECOND, THIRD)
BODY = "\n\n".join(PARAGRAPHS)
FACTS = Facts(TITLE, "2024-03-12", "Presse-Littoral", "fr")

PAGE = f"""<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>{TITLE} | Presse-Littoral</title>
<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="Presse-Littoral">
<meta property="article:published_time" content="2024-03-12T08:30:00+01:00"></head>
<body><nav><a href="/">Accueil</a> <a href="/sport">Sport</a></nav>
<article><h1>{TITLE}</h1>{"".join(f"<p>{one}</p>" for one in PARAGRAPHS)}</article>
<footer>Mentions légales. Tous droits réservés.</footer></body></html>"""

NEWSML = f"""<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2024-03-12T08:31:00Z</sent></header><itemSet>
<newsItem guid="urn:x:1" version="1"><itemMeta><provider literal="Presse-Littoral"/>
<versionCreated>2024-03-12T08:30:00+01:00</versionCreated></itemMeta>
<contentMeta><language tag="fr"/><headline>{TITLE}</headline></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title>
</head><body>{"".join(f"<p>{one}</p>" for one in PARAGRAPHS)}</body></html></inlineXML></contentSet></newsItem>
<newsItem guid="urn:x:2"><itemMeta/><contentSet><remoteContent href="photo.jpg"/></contentSet></newsItem>
</itemSet></newsMessage>"""

HTML = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)

RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Presse-Littoral</title><language>fr</language><item><title>{TITLE}</title><link>https://news.example/quai</link>
<pubDate>Tue, 12 Mar 2024 08:30:00 +0100</pubDate><description>En bref.</description>
<content:encoded><![CDATA[{HTML}]]></content:encoded></item></channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Presse-Littoral</title><entry>
<title>{TITLE}</title>
<id>urn:x:1</id><link href="https://news.example/quai"/><updated>2024-03-12T08:30:00Z</updated>
<content type="html">{html.escape(HTML)}</content></entry></feed>"""


def pdf() -> bytes:
    """One page, a line for each line of the text."""
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setTitle(TITLE)
    lines = [TITLE, "", *(line for one in PARAGRAPHS for line in (*textwrap.wrap(one, 60), ""))]
    for n, line in enumerate(lines):
        canvas.drawString(60, 800 - 16 * n, line)
    canvas.save()
    return out.getvalue()


def word() -> bytes:
    """Paragraphs, and a table with the last."""
    document, out = docx.Document(), io.BytesIO()
    document.core_properties.title = TITLE
    document.core_properties.created = datetime(2024, 3, 12, tzinfo=UTC)
    for one in (TITLE, FIRST, SECOND):
        document.add_paragraph(one)
    document.add_table(1, 1).cell(0, 0).text = THIRD
    document.save(out)
    return out.getvalue()


def mail(kind: str) -> bytes:
    """Plain or HTML, with an attachment that is not read."""
    message = EmailMessage()
    message["Subject"], message["From"] = TITLE, "Presse-Littoral <depeches@littoral.example>"
    message["Date"] = "Tue, 12 Mar 2024 08:30:00 +0100"
    message.set_content(BODY if kind == "plain" else PAGE, subtype=kind)
    message.add_attachment(b"\x00\x01", maintype="application", subtype="octet-stream", filename="../../x.bin")
    return message.as_bytes()


def warc(*, packed: bool) -> bytes:
    """A page, a missing page, a picture; each record packed for itself, as the standard asks."""
    records: list[bytes] = []
    for url, status, kind, body in (
        ("https://news.example/quai", "200 OK", "text/html; charset=utf-8", PAGE.encode()),
        ("https://news.example/rien", "404 Not Found", "text/html", b"<html>rien</html>"),
        ("https://news.example/photo", "200 OK", "image/png", b"\x89PNG"),
    ):
        payload = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-03-13T00:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{len(records):012}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(payload)}\r\n\r\n"
        )
        records.append(head.encode() + payload + b"\r\n\r\n")
    return b"".join(map(gzip.compress, records) if packed else records)


def archive() -> bytes:
    """A zip of a text, a page in a folder, a Word document, and a hidden file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("a.txt", f"{TITLE}\n\n{BODY}")
        opened.writestr("deep/b.html", PAGE)
        opened.writestr("c.docx", word())
        opened.writestr("deep/.hidden", "x")
    return out.getvalue()


def ninjs(version: int) -> bytes:
    """As the IPTC's examples have it, version 1 or 2."""
    value: dict[str, object] = {"uri": "http://x.example/1", "language": "fr", "versioncreated": "2024-03-12T08:30:00Z"}
    if version == 1:
        value |= {"headline": TITLE, "body_text": BODY, "copyrightholder": "Presse-Littoral"}
    else:
        value |= {"headlines": [{"value": TITLE}], "provider": {"name": "Presse-Littoral"}}
        value |= {"bodies": [{"role": "main", "contenttype": "text/html", "value": PAGE}]}
    return json.dumps(value).encode()


TEXT = f"{TITLE}\n\n{BODY}".encode()
LINE = json.dumps({"title": TITLE, "text": BODY, "published": "20240312", "publisher": "Presse-Littoral", "lang": "fr"})


@pytest.mark.parametrize(
    ("name", "made", "facts"),
    [
        ("a.txt", lambda: TEXT, Facts()),
        ("a.txt.gz", lambda: gzip.compress(TEXT), Facts()),
        ("windows.txt", lambda: TEXT.decode().encode("windows-1252"), Facts()),
        ("a.html", PAGE.encode, FACTS),
        ("a.xhtml", lambda: b'<?xml version="1.0"?>\n<!-- x -->\n' + PAGE.encode(), FACTS),
        ("a.pdf", pdf, Facts(TITLE, datetime.now(UTC).date().isoformat())),
        ("a.docx", word, Facts(TITLE, "2024-03-12")),
        ("a.eml", lambda: mail("plain"), Facts(TITLE, "2024-03-12", "Presse-Littoral")),
        ("html.eml", lambda: mail("html"), Facts(TITLE, "2024-03-12", "Presse-Littoral")),
        ("a.xml", NEWSML.encode, FACTS),
        ("a.json", lambda: ninjs(1), FACTS),
        ("2.json", lambda: ninjs(2), FACTS),
        ("list.json", f"[{LINE}]".encode, FACTS),
        ("a.jsonl", LINE.encode, FACTS),
        ("named.otherwise", f"{LINE}\n{LINE}".encode, FACTS),
        ("a.jsonl.bz2", lambda: bz2.compress(LINE.encode()), FACTS),
        ("a.rss", RSS.encode, FACTS),
        ("a.atom", ATOM.encode, FACTS),
        ("a.warc", lambda: warc(packed=False), FACTS),
        ("a.warc.gz", lambda: warc(packed=True), FACTS),
    ],
)
def test_a_document_of_every_kind_comes_in(tmp_path: Path, name: str, made: Callable[[], bytes], facts: Facts) -> None:
    """The title first, then the paragraphs, and nothing else; what is said of it beside it."""
    path = tmp_path / name
    path.write_bytes(made())
    item = next(items(str(path), Web()))
    assert isinstance(item, Item), item
    found = article(item)

    text = found.text if isinstance(found.text, str) else read(found.text).text
    if item.kind == "pdf":  # its lines are broken
        assert " ".join((TITLE, *PARAGRAPHS)) == " ".join(text.split())
    else:
        assert [TITLE, *PARAGRAPHS] == list(filter(None, text.splitlines()))
    for said, expected in zip(facts_of(found), facts_of(Article("", facts)), strict=True):
        assert expected is None or said == expected


def facts_of(found: Article) -> tuple[str | None, ...]:
    """In their order; of a language only what it is called."""
    facts = found.facts
    return facts.title, facts.published, facts.publisher, (facts.language or "")[:2] or None


@pytest.mark.parametrize(
    ("name", "made", "sources", "number"),
    [
        ("a.zip", archive, [":a.txt", ":deep/b.html", ":c.docx"], None),
        ("a.warc", lambda: warc(packed=False), ["https://news.example/quai"], None),
        ("a.rss", RSS.encode, ["https://news.example/quai"], None),
        ("a.jsonl", f"{LINE}\n\n{LINE}".encode, [":1", ":3"], 2),
        ("a.txt", lambda: TEXT, [""], 1),
    ],
)
def test_an_item_says_where_it_stood(
    tmp_path: Path, name: str, made: Callable[[], bytes], sources: list[str], number: int | None
) -> None:
    """In the file, or at the URL that an archive or a feed gives; how many is told beforehand where that is quick."""
    path = tmp_path / name
    path.write_bytes(made())
    found = list(items(str(path), Web()))

    assert sources == [one.source.removeprefix(str(path)) for one in found]
    assert {str(path)} == {one.container for one in found}
    assert number == count(str(path))


def test_nothing_there_is_said(tmp_path: Path) -> None:
    """In one line; an empty folder gives nothing."""
    (tmp_path / "empty").mkdir()

    (refused,) = items(str(tmp_path / "none"), Web())
    assert isinstance(refused, Refused)
    assert "no such file or folder" in refused.reason
    assert [] == list(items(str(tmp_path / "empty"), Web()))


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-03-12T08:30:00Z", "2024-03-12"),
        ("20240312T083000+0100", "2024-03-12"),
        ("2024-13-45", None),
        ("hier", None),
    ],
)
def test_a_day_is_told_from_what_is_none(written: str, day: str | None) -> None:
    """Whatever time and zone follow it."""
    assert day == day_of(written)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (FIRST, FIRST),
        (f"<p>{FIRST}</p>", FIRST),
        ("<div><p>Un <b>bac</b>,<!-- c --> puis&nbsp;deux.</p>Et\n trois.<br>Quatre</div>", None),
        (f"<html><body><p>{FIRST}</p></body></html>", FIRST),
        (f"<html><head><style>p {{}}</style></head><body><script>x()</script><p>{FIRST}</p></body></html>", FIRST),
        (f"<?xml version='1.0' encoding='UTF-8'?><p>{FIRST}</p><p>{SECOND}</p>", f"{FIRST}\n\n{SECOND}"),
    ],
)
def test_a_short_page_has_its_text(source: str, text: str | None) -> None:
    """Block by block, where there is too little of it to look for an article."""
    expected = text or "Un bac, puis\xa0deux.\n\nEt trois.\nQuatre"
    assert expected == article(Item("court.html", "court.html", "html", source.encode())).text


def test_a_page_without_words_is_empty() -> None:
    """A comment and a script are none."""
    with pytest.raises(EmptyError):
        article(Item("vide.html", "vide.html", "html", b"<!-- rien --><script>x()</script>"))


@pytest.mark.parametrize("summary", [FIRST, html.escape(f"<p>{FIRST}</p>")])
def test_a_short_entry_of_a_feed_comes_in(tmp_path: Path, summary: str) -> None:
    """A plain summary, and one with a single paragraph."""
    feed = tmp_path / "fil.xml"
    entry = f"<item><title>{TITLE}</title><description>{summary}</description></item>"
    feed.write_text(
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>P</title>{entry}</channel></rss>', "utf-8"
    )
    (item,) = items(str(feed), Web())
    assert isinstance(item, Item)

    assert f"{TITLE}\n\n{FIRST}" == article(item).text


def test_a_short_mail_in_html_comes_in() -> None:
    """With one paragraph."""
    message = EmailMessage()
    message["Subject"] = TITLE
    message.set_content(f"<html><body><p>{FIRST}</p></body></html>", subtype="html")

    assert FIRST in str(article(Item("m.eml", "m.eml", "mail", message.as_bytes())).text)


def test_a_broken_pdf_says_so_once() -> None:
    """In its exception; what the library warns of is not on standard error."""
    process = subprocess.run([sys.executable, "-c", _LOUD], capture_output=True, text=True, check=True)

    assert ("x.pdf\n", "") == (process.stdout[:6], process.stderr)


_LOUD = """
from dixit.errors import DamagedError
from dixit.intake import Item, article
try:
    article(Item("x.pdf", "x.pdf", "pdf", b"%PDF-1.4\\nstartxref\\n9\\n"))
except DamagedError as error:
    print(str(error).replace(":", "\\n", 1))
"""
