"""Word classes: the vectors of the French model -> for each common word the number of its group, written as JSON.

    python -m training.classes

Words that stand in the same places get one number (k-means over the normalised vectors), so that what is learned of
"soldats" helps with "miliciens". Deterministic.
"""

from __future__ import annotations

import json
import re

import numpy as np
import spacy
from sklearn.cluster import KMeans

from dixit.parse import Parser
from training.belief import RULES

OUT = RULES / "classes.json"
WORDS = 16_000  # the commonest words of the model's table
CLASSES = 160  # chosen by the cross-validation of training/events.py among 80, 160 and 300
WORD = re.compile(r"[a-zà-ÿœ][a-zà-ÿœ'-]{2,}")


def main() -> None:
    nlp = spacy.load(Parser.find(), config={"nlp": {"lang": "xx"}}, exclude=["tokenizer"])
    table = nlp.vocab.vectors
    found = sorted((row, nlp.vocab.strings[key]) for key, row in table.key2row.items())
    chosen = [(row, word) for row, word in found if WORD.fullmatch(word)][:WORDS]
    points = table.data[[row for row, _ in chosen]].astype(np.float64)
    points /= np.linalg.norm(points, axis=1, keepdims=True) + 1e-9
    numbers = KMeans(CLASSES, n_init=1, max_iter=40, random_state=0).fit_predict(points)
    groups: list[list[str]] = [[] for _ in range(CLASSES)]
    for (_, word), number in zip(chosen, numbers, strict=True):
        groups[number].append(word)
    lines = ",\n".join(json.dumps(" ".join(sorted(group)), ensure_ascii=False) for group in groups)
    OUT.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(f"{OUT.name}: {len(chosen)} words in {CLASSES} classes")


if __name__ == "__main__":
    main()
