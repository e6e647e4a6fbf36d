"""Whom a speaker's title or description stands for: what learned weights may choose, and what they may not."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest

from dixit.extract.linear import Logistic
from dixit.extract.mentions import mentions
from dixit.extract.statements import drafts_of
from dixit.parse import Parser
from dixit.read import read
from dixit.resolve import ranking, resolve
from dixit.types import Parsed, Statement

ANYBODY = {"new:": -50.0}  # whoever has come up, rather than somebody new
NEW = {"new:": 50.0}


@cache
def parser() -> Parser:
    """The French model."""
    return Parser.load()


def speaks_last(text: str, weights: Mapping[str, float], monkeypatch: pytest.MonkeyPatch) -> str | None:
    """The name of the last statement's speaker, with these weights."""
    monkeypatch.setattr(ranking, "logistic", lambda language, name: Logistic(0.0, weights))
    parsed: Parsed = parser()(read(text.encode(), name="test"))
    statements = [
        Statement(
            d.speaker, d.cue, d.cue_lemma, d.content, d.mode, "assert", (), (), d.negated, d.continues, d.evidence
        )
        for d in drafts_of(parsed)
    ]
    cast = resolve(parsed, statements, mentions(parsed))
    at = cast.speakers[-1]
    return None if at is None else cast.actors[at].name


SKIPPER = "Paul Noir a déclaré que le quai tenait. La ville l'a fermé. « Il est ouvert », a dit {}."


@pytest.mark.parametrize(
    ("phrase", "rules", "anybody"),
    [
        ("le procureur", "le procureur", "Paul Noir"),
        ("la procureure de Luz", "la procureure de Luz", "la procureure de Luz"),  # a woman
        ("une source", "une source", "une source"),  # of whom nobody is told
        ("un procureur", "un procureur", "un procureur"),  # who is new
        ("le procureur de Luz", "le procureur de Luz", "le procureur de Luz"),  # of whom more is told than of the other
    ],
)
def test_weights_choose_among_those_whom_the_rules_allow(
    phrase: str, rules: str, anybody: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A man's name is not ranked behind a woman's title, nor anybody behind a source, whatever the weights."""
    assert rules == speaks_last(SKIPPER.format(phrase), {}, monkeypatch)
    assert anybody == speaks_last(SKIPPER.format(phrase), ANYBODY, monkeypatch)


def test_whom_the_rules_know_is_not_new(monkeypatch: pytest.MonkeyPatch) -> None:
    """No weight makes somebody new of "la maire" after "la maire Anna Roux"."""
    text = "La maire Anna Roux a déclaré que le quai tenait. « Il est ouvert », a dit la maire."
    assert "Anna Roux" == speaks_last(text, NEW, monkeypatch)


def test_a_small_lead_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who leads by less than SURE does not take the place of whom the rules choose."""
    text = SKIPPER.format("le procureur")
    assert "le procureur" == speaks_last(text, {"new:": 0.01 - ranking.SURE}, monkeypatch)
    assert "Paul Noir" == speaks_last(text, {"new:": -0.01 - ranking.SURE}, monkeypatch)
