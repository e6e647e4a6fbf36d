"""Small recurrent nets over words: what a run of tokens, and a few named traits beside it, say of some classes.

Each token is its word's vector (models/LANGUAGE-rules/words.npy, see training/word_table.py), its part of speech and
its part in the run; a gated recurrent unit reads the run from both sides (Cho et al., EMNLP 2014), and what it holds at
each token is pooled by learned attention and by the maximum. What is judged, and by which layers, is event_net.py's.
No library is needed to read with them but numpy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt

from dixit.folding import fold

Array = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
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
    """Numbers of a run's words, parts of speech and parts; a run without words is one unknown word."""
    kept = run.tokens[:LONGEST] or [("", "", 0)]
    rows = [words.row(form) for form, _, _ in kept]
    return rows, [_POS_AT.get(pos, 0) for _, pos, _ in kept], [part for _, _, part in kept]


def readable(arrays: Mapping[str, Array]) -> dict[str, Array]:
    """Arrays in single precision, and those of both directions put together: what `both_ways` reads with.

    All that happens to a token before the recurrence is linear, so each word, part of speech and part has its own sum.
    """
    a = {name: value.astype(np.float32) for name, value in arrays.items()}
    fed = np.concatenate([a["left.ih.w"], a["right.ih.w"]])
    bias = np.concatenate([a["left.ih.b"], a["right.ih.b"]])
    pos, part = (np.concatenate([a[name]] * 2) for name in ("pos", "part"))
    seen = fed.shape[1] - pos.shape[2] - part.shape[2]
    word = fed[:, :seen]
    if "words.w" in a:
        bias = bias + np.matmul(np.concatenate([a["words.b"]] * 2)[:, None], word)[:, 0]
        word = np.matmul(np.concatenate([a["words.w"]] * 2), word)
    return a | {
        "both.word": word / 127.0,
        "both.pos": np.matmul(pos, fed[:, seen : seen + pos.shape[2]]) + bias[:, None],
        "both.part": np.matmul(part, fed[:, seen + pos.shape[2] :]),
        "both.hh.w": np.concatenate([a["left.hh.w"], a["right.hh.w"]]),
        "both.hh.b": np.concatenate([a["left.hh.b"], a["right.hh.b"]])[:, None],
    }


def both_ways(arrays: Mapping[str, Array], words: Words, coded: Sequence[Codes]) -> Array:
    """States at each token, read from the left and from the right: (nets, runs, tokens, 2 x width).

    `coded`: runs from the longest to the shortest. Each word is looked at once, however often it stands in them.
    """
    sizes = [len(rows) for rows, _, _ in coded]
    known: dict[tuple[int, int, int], int] = {}
    at = np.zeros((sizes[0], len(coded)), np.int64)
    back = np.zeros_like(at)
    for n, one in enumerate(coded):
        numbers = [known.setdefault(token, len(known)) for token in zip(*one, strict=True)]
        at[: len(numbers), n], back[: len(numbers), n] = numbers, numbers[::-1]
    rows, pos, part = (np.array(column, np.int64) for column in zip(*known, strict=True))
    vectors = words.vectors[rows].astype(np.float32)
    fed = np.matmul(vectors, arrays["both.word"]) + arrays["both.pos"][:, pos] + arrays["both.part"][:, part]
    states, nets = _states(arrays, fed, (at, back), sizes), len(fed) // 2
    held = np.zeros((nets, len(coded), sizes[0], 2 * states.shape[-1]), np.float32)
    width = states.shape[-1]
    held[..., :width] = states[:, :nets].transpose(1, 2, 0, 3)
    for n, size in enumerate(sizes):
        held[:, n, :size, width:] = states[:size, nets:, n][::-1].transpose(1, 0, 2)
    return held


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


def _states(a: Mapping[str, Array], fed: Array, at: tuple[Numbers, Numbers], sizes: Sequence[int]) -> Array:
    """A gated recurrent unit over runs that are sorted from the longest to the shortest: (tokens, units, runs, width).

    `fed`: what each known token gives, (units, known, 3 x width), the units being all nets from the left, then all from
    the right; `at`: which token stands where for both, (tokens, runs) each.
    """
    (longest, runs), units, width = at[0].shape, len(fed), fed.shape[2] // 3
    left, right = fed[: units // 2], fed[units // 2 :]
    recurrent, bias = a["both.hh.w"], a["both.hh.b"]
    states = np.zeros((longest, units, runs, width), np.float32)
    state = states[0]
    active = runs
    for step in range(longest):
        while sizes[active - 1] <= step:
            active -= 1
        given = np.concatenate([left[:, at[0][step, :active]], right[:, at[1][step, :active]]])
        gates = np.matmul(state[:, :active], recurrent)
        gates += bias
        opened = given[..., : 2 * width] + gates[..., : 2 * width]
        np.exp(np.negative(opened, out=opened), out=opened)
        opened += 1.0
        np.reciprocal(opened, out=opened)
        fresh = opened[..., :width] * gates[..., 2 * width :]
        fresh += given[..., 2 * width :]
        np.tanh(fresh, out=fresh)
        states[step, :, :active] = fresh + opened[..., width:] * (state[:, :active] - fresh)
        state = states[step]
    return states
