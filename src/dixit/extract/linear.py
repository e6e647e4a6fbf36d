"""Sparse linear models: weights by feature name, read from JSON; the only arithmetic that rules do."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, log


@dataclass(frozen=True, slots=True)
class Logistic:
    """Binary logistic regression over features that are present or absent."""

    bias: float
    weights: Mapping[str, float]

    def probability(self, features: Iterable[str]) -> float:
        """P(yes | features), 0 to 1; an unknown feature weighs nothing."""
        get = self.weights.get
        score = self.bias + sum(get(feature, 0.0) for feature in features)
        return 1.0 / (1.0 + exp(-score)) if score > -60 else 0.0


@cache
def logistic(language: str, name: str) -> Logistic:
    """The weights that ``training/`` wrote to ``models/LANGUAGE-rules/NAME.json``."""
    path = files("dixit") / "models" / f"{language}-rules" / f"{name}.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    return Logistic(float(data["bias"]), data["weights"])


@dataclass(frozen=True, slots=True)
class Platt:
    """Probabilities put straight: slope and offset over their log-odds (Platt 1999)."""

    slope: float
    offset: float

    def probability(self, raw: float) -> float:
        """How often what is believed at `raw` (0 to 1) is true."""
        clipped = min(max(raw, 1e-3), 1 - 1e-3)
        return 1.0 / (1.0 + exp(-(self.slope * log(clipped / (1 - clipped)) + self.offset)))


@cache
def platt(language: str, name: str) -> Platt:
    """The two numbers that ``training/`` wrote to ``models/LANGUAGE-rules/NAME.json``."""
    path = files("dixit") / "models" / f"{language}-rules" / f"{name}.json"
    return Platt(**json.loads(path.read_text(encoding="utf-8")))
