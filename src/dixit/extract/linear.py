"""Sparse linear models: weights by feature name, read from JSON; the only arithmetic that rules do."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp


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
