"""Drafts -> statements: what the speaker does with the words (act), to whom, and about whom.

The act is the best of ten by two judges together: a linear model over named traits (traits.py), and nets that read the
words of speaker, cue and content in their order (net.py). Both, and the weights that choose a target (aims.py), are
learned by ``training/acts.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, log
from typing import Final, get_args

from dixit.extract.aims import AIMED, addressed, best_target, hearers
from dixit.extract.linear import numbers
from dixit.extract.net import Run, net
from dixit.extract.ngrams import plain_form
from dixit.extract.traits import Parts, Traits, cue_lemma, parts_of, traits
from dixit.types import Act, Draft, Parsed, Statement, Token

ACTS: Final[tuple[Act, ...]] = get_args(Act)
NETS: Final = "act-net"
# How much the nets' word counts beside that of the traits, by cross-validation.
SHARE: Final = 0.5
_SPEAKER_WORDS: Final = 6
_CONTENT_WORDS: Final = 70


@dataclass(frozen=True, slots=True)
class Weights:
    """All that was learned."""

    bias: tuple[float, ...]  # by act, in the order of ACTS
    acts: Mapping[str, tuple[float, ...]]  # by trait, then by act
    target: Mapping[str, float]  # by trait of a candidate; "bias" and "threshold" too


@cache
def weights() -> Weights:
    """The weights shipped in ``models/acts``."""
    folder = files("dixit") / "models" / "acts"
    acts = numbers((folder / "acts.json").read_text(encoding="utf-8"))
    target = numbers((folder / "target.json").read_text(encoding="utf-8"))
    return Weights(tuple(acts.pop("bias")), {name: tuple(row) for name, row in acts.items()}, target)


def judge(parsed: Parsed, drafts: Sequence[Draft]) -> list[Statement]:
    """Each draft with its act, hearers and targets; in the order given."""
    parts = [parts_of(parsed, draft) for draft in drafts]
    read = net(parsed.document.language, NETS).probabilities([run_of(each) for each in parts])
    acts = [chosen(probabilities(weights(), traits(each)), row) for each, row in zip(parts, read.tolist(), strict=True)]
    return [_statement(each, act, weights()) for each, act in zip(parts, acts, strict=True)]


def run_of(parts: Parts) -> Run:
    """What the nets read: the end of the speaker (1), the cue (2), the content (3) and the tops of its clauses (4).

    A word that names a people or a camp is an unknown one to them.
    """
    tops = {t.i for t in parts.tops[:4]}
    tokens = [(_seen(t), t.pos, 1) for t in parts.speaker[-_SPEAKER_WORDS:]]
    tokens += [(_seen(t), t.pos, 2) for t in parts.cue]
    tokens += [(_seen(t), t.pos, 4 if t.i in tops else 3) for t in parts.content[:_CONTENT_WORDS]]
    head = parts.draft.cue_head
    lemma = "-" if head is None else cue_lemma(parts.parsed.tokens[head])
    return Run(tokens, (lemma, parts.draft.mode))


def _seen(token: Token) -> str:
    """A word's form; "" for a side."""
    return "" if plain_form(token) == "@side" else token.form


def chosen(linear: Sequence[float], nets: Sequence[float]) -> Act:
    """The likeliest act by both: a mean of the logarithms of their chances, weighted by SHARE."""
    scores = [(1 - SHARE) * log(a + 1e-9) + SHARE * log(b + 1e-9) for a, b in zip(linear, nets, strict=True)]
    return ACTS[scores.index(max(scores))]


def _statement(parts: Parts, act: Act, learned: Weights) -> Statement:
    draft = parts.draft
    heard = hearers(parts)
    target = best_target(parts, act, heard, learned.target) if act in AIMED else None
    return Statement(
        speaker=draft.speaker,
        cue=draft.cue,
        cue_lemma=draft.cue_lemma,
        content=draft.content,
        mode=draft.mode,
        act=act,
        addressees=addressed(parts, heard),
        targets=(target,) if target else (),
        negated=draft.negated,
        continues=draft.continues,
        evidence=draft.evidence,
    )


def probabilities(learned: Weights, seen: Traits) -> list[float]:
    """The chance of each act, in the order of ACTS: a softmax of summed weights; unknown traits weigh nothing."""
    rows = []
    for name, value in seen.items():
        row = learned.acts.get(name)
        if row is not None:
            rows.append(row if value == 1.0 else tuple(weight * value for weight in row))
    columns = zip(*rows, strict=True) if rows else [()] * len(learned.bias)
    scores = [sum(column, bias) for bias, column in zip(learned.bias, columns, strict=True)]
    most = max(scores)
    powers = [exp(score - most) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]
