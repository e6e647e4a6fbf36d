"""WiNER-fr -> paragraphs with PER, LOC, ORG; a tenth of the articles is held out by its id."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dixit.tokens import RawToken, tokenize

LABELS = {"Person": "PER", "Location": "LOC", "Organization": "ORG"}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's text, its entities as (start, end, label), and where they are held out."""

    text: str
    entities: tuple[tuple[int, int, str], ...]
    held_out: bool


def held_out(ident: str) -> bool:
    """Whether the article is in the test tenth: the digest of its id ends in 0 modulo 10."""
    return int(hashlib.sha256(ident.encode()).hexdigest(), 16) % 10 == 0


def read(path: Path) -> Iterator[Paragraph]:
    """All paragraphs. Of nested entities the outermost of our three kinds counts."""
    with path.open(encoding="utf8") as lines:
        for line in lines:
            article = json.loads(line)
            entities = _outermost(
                (e["start"], e["end"], LABELS[e["label"]]) for e in article["entities"] if e["label"] in LABELS
            )
            test = held_out(article["id"])
            at = 0
            for text in article["text"].split("\n"):
                inside = tuple(
                    (start - at, end - at, label)
                    for start, end, label in entities
                    if at <= start and end <= at + len(text)
                )
                if text.strip():
                    yield Paragraph(text, inside, test)
                at += len(text) + 1


def _outermost(spans: Iterator[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for start, end, label in sorted(spans, key=lambda s: (s[0], -s[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, label))
    return kept


def tags(paragraph: Paragraph) -> tuple[list[RawToken], list[str]]:
    """The paragraph's tokens with IOB tags; an entity that cuts a token is "-" (unknown)."""
    tokens = tokenize(paragraph.text)
    marks = ["O"] * len(tokens)
    for start, end, label in paragraph.entities:
        inside = [i for i, t in enumerate(tokens) if t.start < end and start < t.end]
        if not inside:
            continue
        exact = tokens[inside[0]].start == start and tokens[inside[-1]].end == end
        for i in inside:
            marks[i] = f"I-{label}" if exact else "-"
        if exact:
            marks[inside[0]] = f"B-{label}"
    return tokens, marks
