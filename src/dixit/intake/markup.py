"""HTML -> its text block by block, for what is too short to be told from what stands around an article."""

from __future__ import annotations

import html
import re
from typing import Final

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

# What is never text of an article.
_NOT_READ: Final = (
    *("head", "script", "style", "template", "noscript", "nav", "footer", "form", "button", "select", "iframe"),
    *("object", "svg"),
)
_BLOCKS: Final = frozenset(
    "address article aside blockquote body caption dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 "
    "header hr html li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_TAG: Final = re.compile(r"<[a-z!/?]", re.I)
_PAGE: Final = re.compile(rb"<(?:!doctype|html|head|body)\b", re.I)


def is_fragment(raw: bytes) -> bool:
    """Whether it is a piece of a page, as an entry of a feed has it: no page of its own with menus and a foot."""
    return not _PAGE.search(raw)


def text_of(source: str) -> str:
    """The text in blocks with an empty line between them; what has no tag is plain text and keeps its lines."""
    if not _TAG.search(source):
        return html.unescape(source).strip()
    # Bytes: of a string with an XML declaration lxml would refuse to read anything.
    raw, parser = source.encode("utf-8", "replace"), HTMLParser(encoding="utf-8")
    try:
        tree = document_fromstring(raw, parser)
    except etree.ParserError:  # nothing but comments
        return ""
    etree.strip_elements(tree, *_NOT_READ, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    pieces: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag in _BLOCKS:
            pieces.append("\n\n")
        elif element.tag == "br" and event == "start":
            pieces.append("\n")
        words = element.text if event == "start" else element.tail
        pieces.append(" ".join(re.split(r"[ \t\r\n\f]+", words or "")))
    lines = (" ".join(line.split(" ")).strip() for line in "".join(pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" {2,}", " ", "\n".join(lines))).strip()
