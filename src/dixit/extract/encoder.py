"""A sentence with a statement -> what a pretrained transformer makes of it: the chance of each act.

The lower layers of multilingual-e5-small (Wang et al., arXiv:2402.05672; MIT licence), which was trained on texts of a
hundred languages, and then by ``training/encoder.py`` on our statements; its pieces are cut down to those of French
news. It reads the sentence around a cue and its content in pieces of words (unigram model, Kudo, ACL 2018), each with
its part: speaker, cue, content or beside them. Names, peoples, faiths and camps are only seen as what they are, as far
as the tagger and words/sides.fr.txt know them: no act is to be told by who is named. One sentence is read at a time, by
one thread, in 8-bit integers (ONNX Runtime): what is read does not depend on what else a document holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

import numpy as np
import numpy.typing as npt
import onnxruntime

from dixit.errors import ModelError
from dixit.extract.linear import REINSTALL
from dixit.extract.ngrams import masked
from dixit.types import Parsed

BESIDE, SPEAKER, CUE, CONTENT = range(4)  # parts of a sentence
# None was tuned; the weights were taught with 50 and 20 words of a content, and judge as well by 30 and 12.
BEFORE, AFTER = 25, 15  # words of the sentence that are read on both sides of the statement
# Of a longer run of words of one part so many of the first and of the last are read.
_ENDS: Final = {SPEAKER: (12, 12), CUE: (99, 99), CONTENT: (30, 12), BESIDE: (99, 99)}
_BETWEEN: Final = (5, 5)  # of words beside the statement that stand between its parts
LONGEST: Final = 128  # pieces of a sentence
GAP: Final = "@gap"  # words that are left out
MASKS: Final = ("@PER", "@LOC", "@ORG", "@name", "@side", GAP)
FIRST, PADDING, LAST, UNKNOWN = range(4)  # the pieces that are no text, in the order of pieces.tsv
BLOCK: Final = 32  # weights of a row that share a scale
# However a text writes its quotation marks, apostrophes and capitals, it is read as one that has the plain ones.
_PLAIN: Final = str.maketrans(
    dict.fromkeys("«»“”„‟", '"')
    | dict.fromkeys("’‘", "'")
    | dict(zip("ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜ", "AAACEEEEIIOOUUU", strict=True))
)
_TIGHT: Final = frozenset("»,.;:?!%)")  # no blank counts before them
Floats = npt.NDArray[np.float32]
Word = tuple[str, bool, int]  # form or mask, whether a blank stands before it, part


def sentence(parsed: Parsed, speaker: Iterable[int], cue: Iterable[int], content: Iterable[int]) -> list[Word]:
    """The words around the tokens of a statement, with their parts, long runs thinned; [] where it has no tokens."""
    parts = dict.fromkeys(content, CONTENT) | dict.fromkeys(speaker, SPEAKER) | dict.fromkeys(cue, CUE)
    if not parts:
        return []
    first, last = min(parts), max(parts)
    begin = max(parsed.sentences[parsed.sentence_of[first]].first, first - BEFORE)
    end = min(parsed.sentences[parsed.sentence_of[last]].last, last + AFTER + 1)
    return thinned([_word(parsed, i, parts.get(i, BESIDE)) for i in range(begin, end)])


def _word(parsed: Parsed, i: int, part: int) -> Word:
    token = parsed.tokens[i]
    form = token.form.removeprefix("@") if token.form in MASKS else token.form
    return masked(token) or form, _blank_before(parsed, i), part


def _blank_before(parsed: Parsed, i: int) -> bool:
    """Whether a blank stands before a token, in a text that sets its marks as the agencies do: "il dit: «Non»"."""
    token = parsed.tokens[i]
    if token.form == "«" or token.start == 0:
        return True
    if token.form in _TIGHT or (i and parsed.tokens[i - 1].form == "«"):
        return False
    return parsed.document.text[token.start - 1].isspace()


def thinned(words: Sequence[Word]) -> list[Word]:
    """The same words, but of a long run of one part only both its ends, with a mask between them."""
    runs: list[list[Word]] = []
    for word in words:
        if runs and runs[-1][0][2] == word[2]:
            runs[-1].append(word)
        else:
            runs.append([word])
    kept: list[Word] = []
    for n, run in enumerate(runs):
        part = run[0][2]
        head, tail = _BETWEEN if part == BESIDE and 0 < n < len(runs) - 1 else _ENDS[part]
        if len(run) > head + tail:
            kept += [*run[:head], (GAP, True, part), *run[-tail:]]
        else:
            kept += run
    return kept


class Pieces:
    """Words cut into the likeliest of known pieces (Viterbi over a unigram model)."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float]) -> None:
        numbered = enumerate(zip(pieces, scores, strict=True))
        self._known = {piece: (n, score) for n, (piece, score) in numbered if n > UNKNOWN}
        self._longest = max(map(len, pieces))
        self._worst = min(scores) - 10.0
        self._seen: dict[str, tuple[int, ...]] = {}
        self._first_mask = len(pieces)

    def of(self, words: Sequence[Word]) -> tuple[list[int], list[int]]:
        """Numbers of a sentence's pieces, and their parts; neighbours with the same mask are one piece."""
        cut: list[tuple[tuple[int, ...], int]] = []
        before = ("", -1)
        for form, blank, part in words:
            mask = form if form in MASKS else ""
            if not mask or (mask, part) != before:
                found = (self._first_mask + MASKS.index(mask),) if mask else self.cut(form, blank=blank)
                cut.append((found, part))
            before = (mask, part)
        numbers, parts = [FIRST], [BESIDE]
        for found, part in fitting(cut):
            numbers += found
            parts += [part] * len(found)
        return [*numbers[: LONGEST - 1], LAST], [*parts[: LONGEST - 1], BESIDE]

    def cut(self, form: str, *, blank: bool) -> tuple[int, ...]:
        """Numbers of a word's pieces, of a very long one its beginning's; a letter that no piece holds is UNKNOWN."""
        word = ("▁" if blank else "") + form[:LONGEST].translate(_PLAIN)
        found = self._seen.get(word)
        if found is None:
            if len(self._seen) >= 1 << 16:
                self._seen.clear()
            found = self._seen[word] = tuple(self._cut(word))
        return found

    def _cut(self, word: str) -> list[int]:
        best, back = [0.0] + [float("-inf")] * len(word), [0] * (len(word) + 1)
        for start in range(len(word)):
            for end in range(start + 1, min(len(word), start + self._longest) + 1):
                known = self._known.get(word[start:end])
                if known is None and end > start + 1:
                    continue
                score = best[start] + (known[1] if known else self._worst)
                if score > best[end]:
                    best[end], back[end] = score, start
        cut, end = [], len(word)
        while end:
            cut.append(self._known.get(word[back[end] : end], (UNKNOWN, 0.0))[0])
            end = back[end]
        return cut[::-1]


def fitting(cut: Sequence[tuple[tuple[int, ...], int]]) -> list[tuple[tuple[int, ...], int]]:
    """Words in pieces with their parts, as many as are read.

    Where they are too many, what stands beside the statement goes first, from the ends, then the middle of the content.
    """
    over = sum(len(found) for found, _ in cut) - (LONGEST - 2)
    kept = list(cut)
    for end in (-1, 0):
        while over > 0 and kept and kept[end][1] == BESIDE:
            over -= len(kept.pop(end)[0])
    while over > 0:
        content = [n for n, (_, part) in enumerate(kept) if part == CONTENT]
        if not content:
            break
        over -= len(kept.pop(content[len(content) // 2])[0])
    return kept


class Vectors:
    """The vectors that a sentence is read by: of its pieces, their places and their parts."""

    def __init__(self, pieces: Pieces, arrays: dict[str, npt.NDArray[np.generic]]) -> None:
        """`arrays`: what training/transformer.py writes to vectors.npz."""
        self.pieces = pieces
        self._codes, self._scales = arrays["codes"].astype(np.uint8), arrays["scales"]  # 4 bits a number
        self._masks = arrays["masks"].astype(np.float32)
        self._places, self._parts = arrays["places"].astype(np.float32), arrays["parts"].astype(np.float32)

    def of(self, numbers: Sequence[int]) -> Floats:
        """A row for each piece, without its place: (pieces, width)."""
        at, known = np.array(numbers), len(self._codes)
        of_text = np.minimum(at, known - 1)
        codes = self._codes[of_text].reshape(len(at), -1, BLOCK // 2)
        both = np.concatenate([codes & 15, codes >> 4], axis=2).astype(np.float32) - 8.0
        rows = (both * self._scales[of_text].astype(np.float32)[:, :, None]).reshape(len(at), -1)
        masks = at >= known
        rows[masks] = self._masks[at[masks] - known]
        result: Floats = rows
        return result

    def placed(self, numbers: Sequence[int], parts: Sequence[int]) -> Floats:
        """The same with place and part added."""
        result: Floats = self.of(numbers) + self._places[: len(numbers)] + self._parts[parts]
        return result


class Encoder:
    """The transformer with its vectors."""

    def __init__(self, vectors: Vectors, layers: bytes) -> None:
        """`layers`: the ONNX graph that training/transformer.py writes."""
        self._vectors = vectors
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._layers = onnxruntime.InferenceSession(layers, options, providers=["CPUExecutionProvider"])

    def read(self, words: Sequence[Word]) -> list[float]:
        """The logits of a statement's acts, in the order of acts.ACTS."""
        numbers, parts = self._vectors.pieces.of(words)
        given = {"given": self._vectors.placed(numbers, parts), "shares": shares(parts)}
        (logits,) = self._layers.run(["acts"], given)
        found: list[float] = logits.tolist()
        return found


def shares(parts: Sequence[int]) -> Floats:
    """What each piece counts in the mean of its part: (speaker cue content, pieces); an absent part has a row of 0."""
    there = np.equal(np.array(parts)[None, :], np.array((SPEAKER, CUE, CONTENT))[:, None]).astype(np.float32)
    result: Floats = there / np.maximum(there.sum(axis=1, keepdims=True), 1.0)
    return result


@cache
def encoder(language: str) -> Encoder:
    """The package's transformer for a language, from ``models/LANGUAGE-encoder``; ModelError where it is not whole."""
    try:
        return Encoder(_vectors(language), layers_of(language))
    except Exception as error:  # ONNX Runtime has a class of its own for each reason
        raise ModelError(str(_folder(language)), f"the transformer cannot be loaded ({error})", REINSTALL) from error


def _vectors(language: str) -> Vectors:
    folder = _folder(language)
    lines = (folder / "pieces.tsv").read_text(encoding="utf-8").splitlines()
    pieces, scores = zip(*(line.split("\t") for line in lines), strict=True)
    with (folder / "vectors.npz").open("rb") as stream, np.load(stream) as stored:
        arrays = {key: stored[key] for key in stored.files}
    return Vectors(Pieces(pieces, [float(score) for score in scores]), arrays)


def layers_of(language: str) -> bytes:
    """The ONNX graph of a language."""
    return (_folder(language) / "layers.onnx").read_bytes()


def _folder(language: str) -> Traversable:
    return files("dixit") / "models" / f"{language}-encoder"
