"""What several test modules need: a parse that is written down, so that no model is loaded."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dixit.types import Document, Parsed, Sentence, Span, Token


def _paragraphs(text: str) -> tuple[Span, ...]:
    found, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append(Span(at, at + len(line)))
        at += len(line) + 1
    return tuple(found)


def _frozen(text: str, table: str, *, title: bool = False) -> Parsed:
    """A text with its parse: a line "form lemma pos dep head entity features" a token, a blank line after a sentence.

    Heads count from 1 in the sentence, 0 is a root's; "_" stands for nothing, "B-PER" and "I-PER" for an entity.
    """
    paragraphs = _paragraphs(text)
    document = Document("sha256:0", "<test>", "fr", text, paragraphs[0] if title else None, paragraphs, None)
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    at = 0
    for block in table.strip().split("\n\n"):
        first = len(tokens)
        for line in block.strip().splitlines():
            form, lemma, pos, dep, head, entity, morph = line.split()
            start = text.index(form, at)
            at = start + len(form)
            governor = first + int(head) - 1 if head != "0" else len(tokens)
            label = "" if entity == "_" else entity[2:]
            features = "" if morph == "_" else morph
            tokens.append(
                Token(len(tokens), start, at, form, lemma, pos, features, dep, governor, label, entity.startswith("B-"))
            )
        paragraph = next(i for i, span in enumerate(paragraphs) if span.start <= tokens[first].start < span.end)
        sentences.append(Sentence(first, len(tokens), paragraph))
    children: list[list[int]] = [[] for _ in tokens]
    for token in tokens:
        if token.head != token.i:
            children[token.head].append(token.i)
    sentence_of = tuple(i for i, s in enumerate(sentences) for _ in range(s.first, s.last))
    return Parsed(document, tuple(tokens), tuple(sentences), tuple(map(tuple, children)), sentence_of)


@pytest.fixture
def frozen() -> Callable[..., Parsed]:
    """Builds a parsed document from a text and the table of its parse."""
    return _frozen
