"""The parser's word vectors, smaller, for the nets of extract/net.py: models/fr -> models/fr-rules/words.{txt,npy}.

    python -m training.word_table

The two halves of each vector (ours, and the published ones: vectors.py) are brought down together by principal
components and rounded to a byte a number. Eight more numbers say what a word carries in political speech, and
how strongly (tone.fr.tsv).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from spacy.strings import StringStore
from spacy.vectors import Vectors

from dixit.lexicon import TONES, tones

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
    known = [word for _, word in keys]
    toned = tones("fr")
    rare = sorted(toned.keys() - set(known))
    small = np.concatenate([small, np.zeros((len(rare), DIMENSIONS), np.int8)])
    tone = np.array([toned.get(word, (0,) * len(TONES)) for word in known + rare], np.int8)
    small = np.concatenate([small, np.minimum(tone.astype(int) * 32, 127).astype(np.int8)], axis=1)
    out = MODELS / "fr-rules"
    np.save(out / "words.npy", small)
    (out / "words.txt").write_text("\n".join(known + rare) + "\n", encoding="utf-8")
    print(f"words.npy: {len(small)} words, {small.nbytes / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
