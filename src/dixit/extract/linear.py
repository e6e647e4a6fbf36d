"""Sparse linear models: weights by feature name, read from JSON; the only arithmetic that rules do."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from math import exp, log
from typing import Any, Final

from dixit.errors import ModelError

REINSTALL: Final = "install dixit again"


class _Numbers(dict[str, float]):
    """Each number once: a hundred thousand rounded weights are a few hundred numbers."""

    def __missing__(self, digits: str) -> float:
        self[digits] = value = float(digits)
        return value


def numbers(text: str) -> Any:
    """JSON whose equal numbers are one object, which takes a fraction of the memory."""
    return json.loads(text, parse_float=_Numbers().__getitem__)


def stored(folder: Traversable, name: str) -> Any:
    """What ``training/`` wrote to NAME.json.gz in a folder of the package; ModelError where it is not whole."""
    path = folder / f"{name}.json.gz"
    try:
        return numbers(gzip.decompress(path.read_bytes()).decode("utf-8"))
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise ModelError(str(path), f"these weights cannot be read ({error})", REINSTALL) from error


def _rules(language: str) -> Traversable:
    return files("dixit") / "models" / f"{language}-rules"


@dataclass(frozen=True, slots=True)
class Logistic:
    """Binary logistic regression over features that are present or absent."""

    bias: float
    weights: Mapping[str, float]

    def probability(self, features: Iterable[str]) -> float:
        """P(yes | features), 0 to 1; an unknown feature weighs nothing."""
        score = self.bias + sum(filter(None, map(self.weights.get, features)))
        return 1.0 / (1.0 + exp(-score)) if score > -60 else 0.0


@cache
def logistic(language: str, name: str) -> Logistic:
    """The weights that ``training/`` wrote to ``models/LANGUAGE-rules/NAME.json.gz``."""
    data = stored(_rules(language), name)
    return Logistic(float(data["bias"]), data["weights"])


def chances(scores: Sequence[float]) -> list[float]:
    """A softmax: scores as chances that sum to one."""
    most = max(scores)
    powers = [exp(score - most) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


@dataclass(frozen=True, slots=True)
class Softmax:
    """Multinomial logistic regression over features that are present or absent."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]  # by class
    weights: Mapping[str, tuple[float, ...]]  # by feature, then by class

    def probabilities(self, features: Iterable[str]) -> list[float]:
        """The chance of each class, in the order of `classes`; an unknown feature weighs nothing."""
        rows = list(filter(None, map(self.weights.get, features)))
        columns = zip(*rows, strict=True) if rows else [()] * len(self.bias)
        scores = [sum(column, bias) for bias, column in zip(self.bias, columns, strict=True)]
        return chances(scores)

    def best(self, features: Iterable[str]) -> tuple[str, float]:
        """The likeliest class and its chance; of equal ones the first."""
        chances = self.probabilities(features)
        top = max(chances)
        return self.classes[chances.index(top)], top


def weighed(one: Sequence[float], other: Sequence[float], share: float) -> list[float]:
    """Two judges' chances of the same classes as one's: the mean of their logarithms, `share` of it the other's."""
    raw = [exp((1 - share) * log(a + 1e-6) + share * log(b + 1e-6)) for a, b in zip(one, other, strict=True)]
    total = sum(raw)
    return [value / total for value in raw]


def weighed_chance(one: float, other: float, share: float) -> float:
    """The same for the chance of yes."""
    return weighed([one, 1 - one], [other, 1 - other], share)[0]


@cache
def softmax(language: str, name: str) -> Softmax:
    """The weights that ``training/`` wrote to ``models/LANGUAGE-rules/NAME.json.gz``."""
    data = stored(_rules(language), name)
    weights = {feature: tuple(row) for feature, row in data["weights"].items()}
    return Softmax(tuple(data["classes"]), tuple(data["bias"]), weights)


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
    return Platt(**json.loads((_rules(language) / f"{name}.json").read_text(encoding="utf-8")))
