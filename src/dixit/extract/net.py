"""Small recurrent nets over words: what a run of tokens, and a few named traits beside it, say of some classes.

Each token is its word's vector (models/LANGUAGE-rules/words.npy, see training/word_table.py), its part of speech and
its part in the run; a gated recurrent unit reads the run from both sides (Cho et al., EMNLP 2014), and what it holds at
each token is pooled by learned attention and by the maximum. Learned by ``training/net.py``; several nets that differ
only in their beginnings are averaged. No library is needed to read with them but numpy.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt

from dixit.folding import fold

Array = npt.NDArray[np.float32]
POS: Final = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM",
    "VERB", "X",
)  # fmt: skip
_POS_AT: Final = {pos: n + 1 for n, pos in enumerate(POS)}
LONGEST: Final = 90  # tokens of a run; what follows is not read


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens as a net sees them: (form, part of speech, part in the run), and the traits beside them."""

    tokens: Sequence[tuple[str, str, int]]
    traits: tuple[str, ...]  # one of each kind of trait, in the order of the net's kinds


@dataclass(frozen=True, slots=True)
class Words:
    """Rows of the table of vectors by word in small letters; row 0 is of a word that it does not hold."""

    rows: dict[str, int]
    plain: dict[str, int]  # the same by the word without accents: of several the commonest
    vectors: npt.NDArray[np.int8]

    def row(self, form: str) -> int:
        """A form's row; one that is only spelled without its accents ("ETATS") has its own word's."""
        small = form.lower()
        return self.rows.get(small) or self.plain.get(fold(small), 0)


@cache
def table(language: str) -> Words:
    """The package's table of word vectors."""
    folder = files("dixit") / "models" / f"{language}-rules"
    words = (folder / "words.txt").read_text(encoding="utf-8").splitlines()
    with (folder / "words.npy").open("rb") as stream:
        data = np.load(stream)
    unknown = np.zeros((1, data.shape[1]), np.int8)
    plain: dict[str, int] = {}
    for n, word in enumerate(words):
        plain.setdefault(fold(word), n + 1)
    return Words({word: n + 1 for n, word in enumerate(words)}, plain, np.concatenate([unknown, data]))


Codes = tuple[list[int], list[int], list[int]]


def codes(words: Words, run: Run) -> Codes:
    """Numbers of a run's words, parts of speech and parts."""
    kept = run.tokens[:LONGEST]
    rows = [words.row(form) for form, _, _ in kept]
    return rows, [_POS_AT.get(pos, 0) for _, pos, _ in kept], [part for _, _, part in kept]


class Net:
    """Averaged nets with their vocabulary; every array has the nets as its first axis."""

    def __init__(self, arrays: dict[str, Array], kinds: Sequence[dict[str, int]], words: Words) -> None:
        self._a = {name: value.astype(np.float32) for name, value in arrays.items()}
        self._kinds = kinds
        self._words = words

    def probabilities(self, runs: Sequence[Run]) -> Array:
        """The chance of each class (columns) for each run (rows); each run is read for itself."""
        classes = self._a["out2.b"].shape[-1]
        if not runs:
            return np.zeros((0, classes), np.float32)
        order = sorted(range(len(runs)), key=lambda n: -len(runs[n].tokens))
        found = np.zeros((len(runs), classes), np.float32)
        for first in range(0, len(order), 32):
            batch = order[first : first + 32]
            found[batch] = self._batch([runs[n] for n in batch])
        return found

    def _batch(self, runs: Sequence[Run]) -> Array:
        """The same for runs from the longest to the shortest."""
        a = self._a
        coded = [codes(self._words, run) for run in runs]
        sizes = [max(len(rows), 1) for rows, _, _ in coded]
        held = both_ways(a, inputs(a, self._words, coded, sizes[0]), sizes)
        beside = [a[f"kind{k}"][:, [kind.get(run.traits[k], 0) for run in runs]] for k, kind in enumerate(self._kinds)]
        logits = layers(a, np.concatenate([*summed_up(a, held, sizes), *beside], axis=-1), "out")
        result: Array = softmax_of(logits).mean(axis=0)
        return result


def both_ways(arrays: dict[str, Array], x: Array, sizes: Sequence[int]) -> Array:
    """States at each token, read from the left and from the right: (nets, runs, tokens, 2 x width).

    `x` holds what is read, (nets, runs, tokens, inputs), runs from the longest to the shortest.
    """
    turned = np.stack([_turned(x[:, n], size) for n, size in enumerate(sizes)], axis=1)
    left = _states(arrays, x, "left", sizes)
    right = _states(arrays, turned, "right", sizes)
    back = np.stack([_turned(right[:, n], size) for n, size in enumerate(sizes)], axis=1)
    return np.concatenate([left, back], axis=-1)


def inputs(arrays: dict[str, Array], words: Words, coded: Sequence[Codes], longest: int) -> Array:
    """What is read of each token: its word's vector, its part of speech and its part in the run."""
    rows, pos, part = (_padded([one[k] for one in coded], longest) for k in range(3))
    vectors = words.vectors[rows].astype(np.float32) / 127.0
    seen = np.broadcast_to(vectors, (len(arrays["pos"]), *vectors.shape))
    if "words.w" in arrays:
        seen = np.matmul(vectors[None], arrays["words.w"][:, None]) + arrays["words.b"][:, None, None]
    return np.concatenate([seen, arrays["pos"][:, pos], arrays["part"][:, part]], axis=-1)


def summed_up(arrays: dict[str, Array], held: Array, sizes: Sequence[int]) -> list[Array]:
    """The states of each run, pooled by learned attention and by the maximum: two arrays (nets, runs, ...)."""
    nets, runs, longest, _ = held.shape
    mask = (np.arange(longest)[None, :] < np.array(sizes)[:, None])[None, :, :, None]
    scores = np.matmul(held, arrays["attend.w"][:, None]) + arrays["attend.b"][:, None, None]
    scores = np.where(mask, scores, -1e9)
    weight = np.exp(scores - scores.max(axis=2, keepdims=True))
    weight /= weight.sum(axis=2, keepdims=True)
    pooled = np.matmul(weight.swapaxes(2, 3), held).reshape(nets, runs, -1)
    return [pooled, np.where(mask, held, -1e9).max(axis=2)]


def layers(arrays: dict[str, Array], joined: Array, name: str) -> Array:
    """Two layers over (nets, rows, numbers): logits."""
    hidden = np.maximum(np.matmul(joined, arrays[f"{name}1.w"]) + arrays[f"{name}1.b"][:, None], 0.0)
    logits: Array = np.matmul(hidden, arrays[f"{name}2.w"]) + arrays[f"{name}2.b"][:, None]
    return logits


def softmax_of(logits: Array) -> Array:
    """Chances over the last axis."""
    chances = np.exp(logits - logits.max(axis=-1, keepdims=True))
    result: Array = chances / chances.sum(axis=-1, keepdims=True)
    return result


def _states(a: dict[str, Array], x: Array, side: str, sizes: Sequence[int]) -> Array:
    """A gated recurrent unit over runs that are sorted from the longest to the shortest."""
    nets, runs, longest, _ = x.shape
    width = a[f"{side}.hh.b"].shape[-1] // 3
    flat = np.matmul(x.reshape(nets, runs * longest, -1), a[f"{side}.ih.w"]) + a[f"{side}.ih.b"][:, None]
    fed = flat.reshape(nets, runs, longest, -1)
    recurrent, bias = a[f"{side}.hh.w"], a[f"{side}.hh.b"][:, None]
    states = np.zeros((nets, runs, longest, width), np.float32)
    state = np.zeros((nets, runs, width), np.float32)
    active = runs
    for at in range(longest):
        while sizes[active - 1] <= at:
            active -= 1
        here, given = state[:, :active], fed[:, :active, at]
        gates = np.matmul(here, recurrent) + bias
        opened = 1.0 / (1.0 + np.exp(-(given[..., : 2 * width] + gates[..., : 2 * width])))
        reset, keep = opened[..., :width], opened[..., width:]
        fresh = np.tanh(given[..., 2 * width :] + reset * gates[..., 2 * width :])
        here = fresh + keep * (here - fresh)
        states[:, :active, at] = here
        state = here
    return states


def _turned(x: Array, size: int) -> Array:
    """A run's tokens from last to first; what pads it stays behind."""
    return np.concatenate([x[:, size - 1 :: -1] if size else x[:, :0], x[:, size:]], axis=1)


def _padded(lists: Sequence[Sequence[int]], size: int) -> npt.NDArray[np.int64]:
    out = np.zeros((len(lists), size), np.int64)
    for n, one in enumerate(lists):
        out[n, : len(one)] = one
    return out


@cache
def net(language: str, name: str) -> Net:
    """The nets that ``training/`` wrote to ``models/LANGUAGE-rules/NAME.npz`` and ``NAME-kinds.json``."""
    folder = files("dixit") / "models" / f"{language}-rules"
    with (folder / f"{name}.npz").open("rb") as stream, np.load(stream) as stored:
        arrays = {key: stored[key] for key in stored.files}
    kinds = json.loads((folder / f"{name}-kinds.json").read_text(encoding="utf-8"))
    return Net(arrays, [{value: n + 1 for n, value in enumerate(kind)} for kind in kinds], table(language))
