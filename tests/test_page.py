"""The HTML page: what leads where, and that nothing in a text becomes more than text."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dixit.labels import visible
from dixit.page import page
from dixit.record import (
    ActorRecord,
    DocumentRecord,
    EventRecord,
    Identifiers,
    ParticipantRecord,
    Party,
    Quote,
    ReaderRecord,
    Record,
    StatementRecord,
    TimeQuote,
)

COMMUNIQUE = Record.from_json((Path(__file__).parent / "fixtures" / "communique.json").read_text(encoding="utf-8"))
HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</style><style>*{display:none}</style>",
    "<!-- --><base href=//evil.example>",
    "\"'><svg/onload=alert(1)>",
    "&lt;b&gt; &#x202e;",
    "a\x00b\x1b[31mc\u202ed",
    "]]><![CDATA[",
]


class Reading(HTMLParser):
    """A page taken apart: ids, links, elements, and the text inside articles."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.article: list[str] = []
        self._inside = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what a browser would act on."""
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name == "href"]
        self._inside = self._inside or tag == "article"

    def handle_endtag(self, tag: str) -> None:
        """An article ends."""
        self._inside = self._inside and tag != "article"

    def handle_data(self, data: str) -> None:
        """Text as a reader would see and copy it."""
        if self._inside:
            self.article.append(data)


def record(text: str, *pieces: tuple[int, int]) -> Record:
    """A record in which the text says everything and everybody: pieces are contents, the first also a speaker."""
    quotes = [Quote(start, end, text[start:end]) for start, end in pieces]
    statements = tuple(
        StatementRecord(f"s{i}", Party("a1", quote), None, (quote,), "direct", "warn", (), (), i % 2 == 0, None, 0.5)
        for i, quote in enumerate(quotes, 1)
    )
    actor = ActorRecord("a1", text[:40] or "?", "person", Identifiers(), (), ())
    document = DocumentRecord("sha256:0", text[:40], "fr", None, None, None, None, text)
    if not quotes:
        return Record("dixit/1", document, (actor,), (), (), ReaderRecord("0", text[:9]))
    quote = quotes[0]
    people = (ParticipantRecord("actor", "a1", quote), ParticipantRecord("recipient", None, quote))
    time = TimeQuote(quote.start, quote.end, quote.text, "2009")
    happened = EventRecord("e1", "ASSAULT", text[:9], quote, people, quote, time, "denied", "s1", None, 0.5)
    events = (happened, EventRecord("e2", "AID", None, quote, (), None, None, "actual", None, "e1", 0.5))
    return Record("dixit/1", document, (actor,), statements, events, ReaderRecord("0", text[:9]))


def test_every_statement_leads_to_its_words_and_back() -> None:
    """Each number of the list links to a number in the text, and that one back; no id stands twice."""
    reading = Reading(page([COMMUNIQUE, COMMUNIQUE]))

    for key in ("r1", "r2"):
        for statement in COMMUNIQUE.statements:
            assert f"{key}-{statement.id}" in reading.ids
            assert f"{key}-t-{statement.id}" in reading.ids
            assert f"#{key}-{statement.id}" in reading.links
            assert f"#{key}-t-{statement.id}" in reading.links
    assert len(reading.ids) == len(set(reading.ids))
    assert {link[1:] for link in reading.links} <= set(reading.ids)


def test_the_text_of_the_page_is_the_text_of_the_document() -> None:
    """Marks and paragraphs add and take no character."""
    assert COMMUNIQUE.document.text == "".join(Reading(page([COMMUNIQUE])).article)


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(0, 79), st.integers(1, 40)), max_size=4))
def test_any_text_stays_whole_and_leads_both_ways(text: str, places: list[tuple[int, int]]) -> None:
    """Whatever the text and wherever the statements, cut and marked text is the text, and every link has its end."""
    spans = [(start, min(len(text), start + length)) for start, length in places if start < len(text)]
    reading = Reading(page([record(text, *spans)]))

    assert visible(text) == "".join(reading.article)
    assert {link[1:] for link in reading.links} <= set(reading.ids)
    assert sum("-t-" in key for key in reading.ids) == len(spans)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    """No text, name or file name opens an element, an attribute or a comment."""
    harmless = Reading(page([record("x" * len(text), (0, len(text)))]))
    html = page([record(text, (0, len(text)))])
    reading = Reading(html)

    assert harmless.tags == reading.tags
    assert not any(name.startswith("on") for name, _ in reading.attributes)
    assert visible(text) == "".join(reading.article)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", html)


def test_ids_from_elsewhere_cannot_break_out() -> None:
    """A record from another reader may call its statements what it likes."""
    hostile = replace(COMMUNIQUE.statements[0], id='"><script>alert(1)</script>')
    html = page([replace(COMMUNIQUE, statements=(hostile,))])

    assert Reading(html).tags.count("script") == 1


def test_nothing_is_loaded() -> None:
    """The page names no address, and its policy allows its own style and script and nothing else."""
    html = page([COMMUNIQUE])
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    script = re.search(r"<script>(.*?)</script>", html, re.DOTALL)

    assert not re.search(r"https?://|//[a-z]|@import|url\(", html)
    assert "default-src 'none'" in html
    for found in (style, script):
        assert found
        digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
        assert f"'sha256-{digest}'" in html
    assert "unsafe" not in html
    assert " style=" not in html


def test_a_deep_chain_of_statements_is_shown() -> None:
    """Who says that somebody says that somebody says, 2,000 times."""
    first = COMMUNIQUE.statements[0]
    chain = tuple(replace(first, id=f"s{i}", parent=f"s{i - 1}" if i else None) for i in range(2000))

    assert 'id="r1-s1999"' in page([replace(COMMUNIQUE, statements=chain)])


def test_several_records_have_a_list_of_contents() -> None:
    """One record needs none."""
    assert "<nav" in page([COMMUNIQUE, COMMUNIQUE])
    assert "<nav" not in page([COMMUNIQUE])


def test_a_record_without_statements_says_so() -> None:
    """An empty list would look like a fault."""
    assert "Personne n’est cité" in page([record("Rien à signaler.")])
