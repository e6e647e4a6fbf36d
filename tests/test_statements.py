"""The constructions: each proposes what its sentence says, on parses that are written down."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dixit.extract import drafts_of
from dixit.extract.belief import features
from dixit.extract.linear import Logistic, Platt, logistic, platt
from dixit.extract.quotes import find_quotes
from dixit.extract.statements import claims
from dixit.extract.syntax import Sheet
from dixit.extract.voice import traits
from dixit.lexicon import cue_forms, cues
from dixit.parse import Parser
from dixit.read import read
from dixit.types import Parsed, Span

CASES = tomllib.loads((Path(__file__).parent / "cases" / "statements.toml").read_text(encoding="utf-8"))["case"]
KINDS = {"q", "c", "i", "de", "à", "n", "p", "y", "s"}


def _proposed(parsed: Parsed) -> list[dict[str, str]]:
    sheet = Sheet(parsed)

    def cut(first: int, last: int) -> str:
        return parsed.document.cut(sheet.span(first, last))

    return [
        {
            "rule": claim.rule,
            "speaker": cut(claim.speaker.first, claim.speaker.last) if claim.speaker else "",
            "cue": cut(*claim.cue) if claim.cue else "",
            "content": " | ".join(cut(*piece) for piece in claim.pieces),
        }
        for claim in claims(sheet)
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"])[:48])
def test_the_construction_proposes_what_is_said(case: dict[str, Any], frozen: Callable[..., Parsed]) -> None:
    """Speaker, cue and content of each construction."""
    proposed = _proposed(frozen(case["text"], case["parse"]))

    assert [claim for claim in case["claims"] if claim not in proposed] == []


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ('Il dit "oui" et "non".', ["oui", "non"]),
        ("Il dit « une « belle » fête ».", ["une « belle » fête", "belle"]),
        ("Il dit “oui” et +non merci+.", ["oui", "non merci"]),
        ("Il dit « oui sans fin.", ["oui sans fin."]),
        ("Il dit oui » sans début.", []),
        ("Rien à citer.", []),
    ],
)
def test_quotation_marks_pair(text: str, inner: list[str]) -> None:
    """Every kind, nested, left open, closed without a beginning."""
    parsed = _parser()(read(text))
    quotes = find_quotes(parsed)

    assert [parsed.document.cut(parsed.span(q.first, q.last)) for q in quotes.all] == inner


def test_words_beside_a_cue_are_seen(frozen: Callable[..., Parsed]) -> None:
    """Those around the cue, at both ends of the content, and what stands together with the cue."""
    sheet = Sheet(frozen(CASES[0]["text"], CASES[0]["parse"]))
    claim = next(claim for claim in claims(sheet) if claim.rule == "quotative")

    seen = set(features(sheet, claim, []))

    assert {"b1=,", "a1=mardi", "a2=mardi le", "c1=nous", "e0=lundi", "e1=»", "p1=«"} <= seen
    assert {"annoncer|dep=parataxis", "spdep=nsubj|quotative", "order=False|quotative"} <= seen


def test_words_beside_a_speaker_are_seen(frozen: Callable[..., Parsed]) -> None:
    """A person counts as a person, its neighbours as words; nobody has the words of the cue."""
    sheet = Sheet(frozen(CASES[0]["text"], CASES[0]["parse"]))
    claim = next(claim for claim in claims(sheet) if claim.rule == "quotative")
    assert claim.speaker is not None

    nobody, minister = traits(sheet, claim, [None, claim.speaker.head], frozenset())

    assert {"none|annoncer", "none|a1=mardi", "none|b1=avoir"} & set(nobody) == {"none|annoncer", "none|a1=mardi"}
    assert {"word=@H", "before=le", "annoncer|before=False", "on=annoncer|nsubj"} <= set(minister)


HEAP = "« » “ ” \" le ministre a dit que selon , . : ? l' annoncé -t-il Claire Morel nous partirons accuse de qui"
WORDS = st.sampled_from([*HEAP.split(), "\u064b"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, min_size=1, max_size=40).map(" ".join))
def test_any_heap_of_words_is_read(text: str) -> None:
    """Spans lie in the text, contents are there and in order, and reading twice gives the same."""
    parsed = _parser()(read("Le ministre a parlé du port. " + text))
    drafts = drafts_of(parsed)

    whole = Span(0, len(parsed.document.text))
    for draft in drafts:
        assert draft.content
        assert list(draft.content) == sorted(draft.content)
        assert all(whole.holds(span) for span in (*draft.content, *filter(None, (draft.speaker, draft.cue))))
        assert 0 <= draft.evidence.confidence <= 1
    assert drafts_of(parsed) == drafts


def _parser(held: list[Parser] = []) -> Parser:  # noqa: B006 - one model for the module
    if not held:
        held.append(Parser.load())
    return held[0]


def test_every_line_of_the_lexicon_has_frames_that_a_rule_reads() -> None:
    """A frame that no rule knows would never fire."""
    assert {frame.kind for entries in cues("fr").values() for entry in entries for frame in entry.frames} <= KINDS
    assert set(cue_forms("fr").values()) <= {lemma.removeprefix("se ").removeprefix("en ") for lemma in cues("fr")}


@given(st.lists(st.text(max_size=12), max_size=30), st.floats(-50, 50), st.floats(0, 1))
def test_what_is_learned_gives_probabilities(names: list[str], bias: float, raw: float) -> None:
    """Unknown features weigh nothing; nothing leaves 0 to 1."""
    model = Logistic(bias, {"known": 2.0})

    assert 0 <= model.probability(names) <= 1
    assert model.probability(["never seen"]) == model.probability([])
    assert 0 <= Platt(1.0, 0.3).probability(raw) <= 1
    assert platt("fr", "confidence").slope > 0
    assert logistic("fr", "belief").weights
