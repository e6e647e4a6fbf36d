"""Drafts -> statements: what the speaker does with the words (act), to whom, and about whom.

The act is the best of ten by two judges: a linear model over named traits (traits.py), and where that is in doubt also
the transformer that reads the sentence (encoder.py). The traits' weights, and those that choose a target (aims.py), are
learned by ``training/acts.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, get_args

from dixit.extract.aims import AIMED, addressed, best_target, hearers
from dixit.extract.encoder import Word, encoder, sentence
from dixit.extract.linear import chances, stored, weighed
from dixit.extract.traits import Parts, Traits, parts_of, traits
from dixit.types import Act, Draft, Parsed, Statement

ACTS: Final[tuple[Act, ...]] = get_args(Act)
# An act that the traits think likelier is not doubted: on the texts held out (training/held.txt) asking changes none.
SURE: Final = 0.8
# How much the transformer counts beside the traits: 0.816 are right there, with 0.3 or 0.7 0.813 or less.
SHARE: Final = 0.5


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
    acts, target = stored(folder, "acts"), stored(folder, "target")
    return Weights(tuple(acts.pop("bias")), {name: tuple(row) for name, row in acts.items()}, target)


def judge(parsed: Parsed, drafts: Sequence[Draft]) -> list[Statement]:
    """Each draft with its act, hearers and targets; in the order given."""
    parts = [parts_of(parsed, draft) for draft in drafts]
    return [_statement(each, _act(each), weights()) for each in parts]


def _act(parts: Parts) -> Act:
    """What the speaker does."""
    linear = probabilities(weights(), traits(parts))
    if max(linear) >= SURE:
        return ACTS[linear.index(max(linear))]
    read = encoder(parts.parsed.document.language).read(words_read(parts))
    return chosen(linear, chances(read))


def words_read(parts: Parts) -> list[Word]:
    """What the transformer reads of a statement."""
    return sentence(parts.parsed, *([t.i for t in part] for part in (parts.speaker, parts.cue, parts.content)))


def chosen(linear: Sequence[float], other: Sequence[float]) -> Act:
    """The likeliest act by both: a mean of the logarithms of their chances, weighted by SHARE."""
    scores = weighed(linear, other, SHARE)
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
    return chances(scores)
