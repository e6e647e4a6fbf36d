"""Drafts -> statements: what the speaker does with the words (act), to whom, and about whom.

The act is the best of ten by a linear model over named traits (traits.py); its weights, and those that choose a target
(aims.py), are learned by ``training/acts.py``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp
from typing import Final, get_args

from dixit.extract.aims import AIMED, addressed, best_target, hearers
from dixit.extract.traits import Parts, Traits, parts_of, traits
from dixit.types import Act, Draft, Parsed, Statement

ACTS: Final[tuple[Act, ...]] = get_args(Act)


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
    acts = json.loads((folder / "acts.json").read_text(encoding="utf-8"))
    target = json.loads((folder / "target.json").read_text(encoding="utf-8"))
    return Weights(tuple(acts.pop("bias")), {name: tuple(row) for name, row in acts.items()}, target)


def judge(parsed: Parsed, drafts: Sequence[Draft]) -> list[Statement]:
    """Each draft with its act, hearers and targets; in the order given."""
    return [_statement(parts_of(parsed, draft), weights()) for draft in drafts]


def _statement(parts: Parts, learned: Weights) -> Statement:
    draft = parts.draft
    chances = probabilities(learned, traits(parts))
    act = ACTS[chances.index(max(chances))]
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
    scores = list(learned.bias)
    for name, value in seen.items():
        row = learned.acts.get(name)
        if row is not None:
            for n, weight in enumerate(row):
                scores[n] += weight * value
    most = max(scores)
    powers = [exp(score - most) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]
