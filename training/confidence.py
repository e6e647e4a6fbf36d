"""Train the confidence of statements: belief -> how often a statement so believed is right (Platt 1999).

    python -m training.confidence

Every text is read with a belief that was learned without it (folds by document). A statement is right where gold.py
pairs it with a gold statement, or where it was looked at again and found to be one that was overlooked (overlooked.py).
Two numbers come out, slope and offset over the log-odds of the belief; they are written to
models/fr-rules/confidence.json. Prints the expected calibration error before and after.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from dixit.extract.linear import Logistic
from dixit.extract.statements import kept
from dixit.parse import Parser
from dixit.types import Draft
from training.annotations import everything
from training.belief import RULES, Example, doubted_examples, examples, fit
from training.doubts import doubted
from training.goldset import SHARED, GoldText, gold_tool
from training.overlooked import said_of

OUT = RULES / "confidence.json"
BINS = 10
FOLDS = 4


def believed(texts: Sequence[GoldText], doubts: list[Example], asked: Collection[str]) -> Iterator[tuple[float, bool]]:
    """Belief in each kept statement of the texts asked for, by a model that has not seen the text; whether it is right.

    The doubtful places teach each of the models as they teach the shipped one: they make it more modest.
    """
    tool = gold_tool()
    rows = [examples(text) for text in texts]
    for fold in range(FOLDS):
        bias, weights = fit([e for n, row in enumerate(rows) if n % FOLDS != fold for e in row] + doubts)
        model = Logistic(bias, weights)
        for text in (t for n, t in enumerate(texts) if n % FOLDS == fold and t.stem in asked):
            found = kept(text.parsed, model=model)
            guesses = [_shape(draft) for draft, _ in found]
            gold = [_shape(row.draft) for row in text.rows]
            paired = {id(b) for _, b in tool.pair(text.parsed.document.text, gold, guesses)}
            for guess, (draft, sure) in zip(guesses, found, strict=True):
                judged = None if id(guess) in paired else said_of(text.stem, draft.cue, draft.content)
                if judged is None or judged.sure:  # what the guide leaves open is neither right nor wrong
                    yield sure, id(guess) in paired or judged is not None


def _shape(draft: Draft) -> dict[str, object]:
    """A draft as gold.py pairs it."""
    cue = (draft.cue.start, draft.cue.end) if draft.cue else None
    return {"content": [(s.start, s.end) for s in draft.content], "cue": cue}


def error(confidence: np.ndarray, right: np.ndarray) -> float:
    """Expected calibration error over ten equal bins (Guo et al. 2017)."""
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    shares = [(bins == n).mean() * abs(confidence[bins == n].mean() - right[bins == n].mean()) for n in set(bins)]
    return float(sum(shares))


def main() -> None:
    parser = Parser.load()
    doubts = [example for text in doubted(parser) for example in doubted_examples(text)]
    asked = {path.stem for path in (SHARED / "gold" / "train").glob("*.txt")}  # our own annotation is looser
    pairs = list(believed(list(everything(parser)), doubts, asked))
    belief = np.clip(np.array([p for p, _ in pairs]), 1e-3, 1 - 1e-3)
    right = np.array([r for _, r in pairs])
    odds = np.log(belief / (1 - belief))
    model = LogisticRegression(C=100.0).fit(odds[:, None], right)
    slope, offset = float(model.coef_[0, 0]), float(model.intercept_[0])
    fitted = 1 / (1 + np.exp(-(slope * odds + offset)))
    print(
        f"{len(pairs)} statements, {right.mean():.3f} right; error {error(belief, right):.3f} -> {error(fitted, right):.3f}"
    )
    OUT.write_text(json.dumps({"slope": round(slope, 3), "offset": round(offset, 3)}) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
