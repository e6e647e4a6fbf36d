"""The parser's word vectors, smaller, for the nets of extract/net.py: models/fr -> models/fr-rules/words.{txt,npy}.

    python -m training.word_table

The two halves of each vector (ours, and the published ones: vectors.py) are brought down together by principal
components and rounded to a byte a number.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from spacy.strings import StringStore
from spacy.vectors import Vectors

MODELS = Path(__file__).resolve().parents[1] / "src" / "dixit" / "models"
DIMENSIONS = 96


def main() -> None:
    folder = MODELS / "fr" / "vocab"
    strings = StringStore().from_disk(folder / "strings.json")
    table = Vectors(strings=strings).from_disk(folder)
    keys = sorted((int(row), strings[key]) for key, row in table.key2row.items())
    data = np.stack([table.data[row] for row, _ in keys]).astype(np.float64)
    centred = data - data.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    shorter = centred @ axes[:DIMENSIONS].T
    shorter /= np.linalg.norm(shorter, axis=1, keepdims=True) + 1e-8
    largest = np.quantile(np.abs(shorter), 0.9995)
    small = np.clip(np.rint(shorter / largest * 127), -127, 127).astype(np.int8)
    out = MODELS / "fr-rules"
    np.save(out / "words.npy", small)
    (out / "words.txt").write_text("\n".join(word for _, word in keys) + "\n", encoding="utf-8")
    print(f"words.npy: {len(keys)} words, {small.nbytes / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
