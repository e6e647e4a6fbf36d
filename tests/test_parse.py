"""Parses in the house's own terms, from a stand-in for the model."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span

from dixit.errors import ModelError
from dixit.parse import Parser
from dixit.read import read
from dixit.types import Parsed


@Language.component("each_sentence_hangs_on_its_first_word")
def hang(doc: Doc) -> Doc:
    """Sentences end with a full stop; capitals are names."""
    root = 0
    for token in doc:
        if token.i and doc[token.i - 1].text == ".":
            root = token.i
        token.head = doc[root]
        token.dep_ = "ROOT" if token.i == root else "nsubj"
        token.pos_ = "PROPN" if token.text[0].isupper() else "VERB"
        token.set_morph("Number=Sing" if token.pos_ == "VERB" else "")  # type: ignore[attr-defined]  # not in its stub
    doc.set_ents([Span(doc, t.i, t.i + 1, label="PER") for t in doc if t.pos_ == "PROPN"])
    return doc


@pytest.fixture(scope="module")
def parser() -> Parser:
    """A parser over the stand-in."""
    pipeline = spacy.blank("fr")
    pipeline.add_pipe("each_sentence_hangs_on_its_first_word")
    return Parser(pipeline)


def test_tokens_say_what_the_model_said(parser: Parser) -> None:
    """Indices count over the document, offsets over its text; the dateline is not parsed."""
    parsed = parser(read("Un titre\n\nPARIS - Ana part. Léa  reste."))
    ana, part = parsed.tokens[2], parsed.tokens[3]

    assert ["Un", "titre", "Ana", "part", ".", "Léa", "reste", "."] == [t.form for t in parsed.tokens]
    assert ["root", "nsubj", "root", "nsubj", "nsubj", "root", "nsubj", "nsubj"] == [t.dep for t in parsed.tokens]
    assert ("Ana", "PROPN", "", 2, "PER", True) == (ana.lemma, ana.pos, ana.morph, ana.head, ana.ent, ana.ent_begin)
    assert ("part", "Number=Sing", 2, "", False) == (part.lemma, part.morph, part.head, part.ent, part.ent_begin)
    assert [(0, 2, 0), (2, 5, 1), (5, 8, 1)] == [(s.first, s.last, s.paragraph) for s in parsed.sentences]
    assert ((1,), (), (3, 4), (), (), (6, 7), (), ()) == parsed.children
    assert (0, 0, 1, 1, 1, 2, 2, 2) == parsed.sentence_of


def test_many_documents_come_out_in_their_order(parser: Parser) -> None:
    """As each alone, and one without a word among them."""
    documents = [read(text) for text in ("Ana part.", "…", "Léa reste. Ana part.", "Zoé.")]

    assert [parser(document) for document in documents] == list(parser.many(documents))


def test_documents_are_taken_as_they_are_needed(parser: Parser) -> None:
    """An endless stream of documents gives an endless stream of parses."""

    def endless() -> Iterator[str]:
        while True:
            yield "Ana part. " * 500

    first = next(parser.many(read(text) for text in endless()))

    assert 1500 == len(first.tokens)


def test_a_long_paragraph_goes_through_in_pieces(parser: Parser) -> None:
    """Cut after a full stop, so that no sentence is."""
    parsed = parser(read("Ana part. " * 2000))

    assert 2000 == len(parsed.sentences)
    assert {(3, 0)} == {(s.last - s.first, s.paragraph) for s in parsed.sentences}


def whole(parsed: Parsed) -> bool:
    """Whether every token lies in one sentence, and every head in the same one."""
    sentences = [i for s in parsed.sentences for i in range(s.first, s.last)]
    heads = all(parsed.sentence_of[t.i] == parsed.sentence_of[t.head] for t in parsed.tokens)
    return heads and sentences == [t.i for t in parsed.tokens] and len(sentences) == len(parsed.children)


@given(st.text(alphabet=st.sampled_from("aÉ.' \n-«»,1"), min_size=1, max_size=80).filter(str.strip))
def test_any_text_gives_a_whole_parse(parser: Parser, text: str) -> None:
    """Sentences part the tokens, and offsets lie in the text."""
    parsed = parser(read(text))

    assert whole(parsed)
    assert all(text_of.strip() for text_of in (parsed.document.text[t.start : t.end] for t in parsed.tokens))


def test_a_missing_model_is_named_with_the_way_to_make_one(tmp_path: Path) -> None:
    """And one that is broken too."""
    with pytest.raises(ModelError, match="is not there; build it with: make model"):
        Parser.load(tmp_path)
    (tmp_path / "config.cfg").write_text("[nlp]\nlang = 'fr'\n", encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be loaded"):
        Parser.load(tmp_path)
