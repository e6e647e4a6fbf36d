"""Learn what tells acts apart, and who a target is: gold statements -> models/acts.

    python -m training.acts           learn, report grouped cross-validation of the traits' weights, write the models
    python -m training.acts --dev     and measure once on ../shared/gold/dev

Deterministic; takes ten minutes of one core. The transformer that judges beside the traits is encoder.py's. Needs training/requirements.txt and ../shared.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import numpy as np  # noqa: E402
from sklearn.feature_extraction import DictVectorizer  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402
from sklearn.model_selection import GroupKFold  # noqa: E402

from dixit.extract.acts import ACTS, SHARE, Weights, probabilities  # noqa: E402
from dixit.extract.aims import AIMED, addressed, candidate_traits, candidates, hearers, phrase  # noqa: E402
from dixit.extract.traits import Parts, Traits, parts_of, traits  # noqa: E402
from dixit.parse import Parser  # noqa: E402
from training.annotations import everything  # noqa: E402
from training.belief import write_table  # noqa: E402
from training.goldset import SHARED, GoldText, Row, load  # noqa: E402
from training.labels import labelled  # noqa: E402

OUT = ROOT / "src" / "dixit" / "models" / "acts"
FOLDS = 5
STRENGTHS = (
    0.2,
)  # inverses of the L2 penalty to choose from; on unseen texts what is right is the same from 0.2 to 0.4
TARGET_STRENGTH = 0.3
TEXTS, TEXTS_OF_WORDS = 2, 3  # a trait that stands in fewer texts is left out; of words and pairs
LEXICAL = re.compile("w=|bi=|first ")  # traits of extract/ngrams.py
LEAST = 0.05  # traits of which no weight is as large are left out: nothing changes on unseen texts
LABELLED = 0.8  # weight of a statement whose limits the reader drew (labels.py); 1 was no different
# Of a candidate's score: where recall on the folds stops to pay for itself; of -2, -2.2 and -2.5 chosen on gold/dev.
THRESHOLD = -2.2

# --- acts --------------------------------------------------------------------------------------------------------


class Examples:
    """All statements of some gold texts, with what can be seen of them."""

    def __init__(self, texts: Sequence[GoldText], *, gold: int | None = None) -> None:
        """The first `gold` texts (all: None) are whole; of the others only acts and targets are known."""
        self.rows: list[Row] = [row for text in texts for row in text.rows]
        self.groups = np.array([n for n, text in enumerate(texts) for _ in text.rows])
        self.parts: list[Parts] = [parts_of(text.parsed, row.draft) for text in texts for row in text.rows]
        self.seen = [traits(p) for p in self.parts]
        self.acts = np.array([ACTS.index(row.act) for row in self.rows])
        whole = len(texts) if gold is None else gold
        self.weights = np.where(self.groups < whole, 1.0, LABELLED)
        first = [-1 if row.first_act is None else ACTS.index(row.first_act) for row in self.rows]
        self.first = np.array(first)  # the act before a second reading corrected it; -1: none did
        self.has_targets = np.array([text.has_targets and not _is_open(row) for text in texts for row in text.rows])


def _is_open(row: Row) -> bool:
    """Whether nobody was asked for the target of an act: it was corrected from one that has none."""
    return row.first_act is not None and row.first_act not in AIMED and row.target is None


def fit(data: Examples, chosen: np.ndarray, strength: float) -> Weights:
    """Logistic regression over the traits that stand in enough texts, from the chosen statements; small weights go.

    A statement whose act was corrected teaches both acts, half each.
    """
    twice = chosen[data.first[chosen] >= 0]
    weights = np.concatenate([np.where(data.first[chosen] >= 0, 0.5, 1.0), np.full(len(twice), 0.5)])
    labels = np.concatenate([data.acts[chosen], data.first[twice]])
    chosen = np.concatenate([chosen, twice])
    weights *= data.weights[chosen]
    seen, groups = [data.seen[n] for n in chosen], data.groups[chosen]
    texts_of: dict[str, set[int]] = {}
    for each, group in zip(seen, groups, strict=True):
        for name in each:
            texts_of.setdefault(name, set()).add(int(group))
    kept = {
        name for name, texts in texts_of.items() if len(texts) >= (TEXTS_OF_WORDS if LEXICAL.match(name) else TEXTS)
    }
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([{k: v for k, v in each.items() if k in kept} for each in seen])
    model = LogisticRegression(C=strength, max_iter=300).fit(matrix, labels, weights)
    rows = {
        str(name): tuple(row)
        for name, row in zip(vectors.get_feature_names_out(), model.coef_.T.round(2).tolist(), strict=True)
        if max(map(abs, row)) >= LEAST
    }
    return Weights(tuple(model.intercept_.round(3).tolist()), rows, {})


def chances_of(model: Weights, seen: Sequence[Traits]) -> np.ndarray:
    return np.array([probabilities(model, each) for each in seen])


def cross(data: Examples, strength: float) -> np.ndarray:
    """Chances of each statement's acts, from a model that has not seen its text."""
    out = np.zeros((len(data.acts), len(ACTS)), np.float32)
    for train, test in GroupKFold(FOLDS).split(data.acts, data.acts, data.groups):
        out[test] = chances_of(fit(data, train, strength), [data.seen[n] for n in test])
    return out


def together(linear: np.ndarray, other: np.ndarray, share: float = SHARE) -> np.ndarray:
    """The chances of traits and transformer as extract/acts.py weighs them, not normalised."""
    return np.exp((1 - share) * np.log(linear + 1e-6) + share * np.log(other + 1e-6))


def report(title: str, chances: np.ndarray, acts: np.ndarray, *, confusion: bool = False) -> float:
    guess = chances.argmax(1)
    recalls = [float((guess[acts == n] == n).mean()) for n in range(len(ACTS)) if (acts == n).any()]
    micro = float((guess == acts).mean())
    print(f"{title}: micro {micro:.3f}, macro recall {np.mean(recalls):.3f}, macro F1 {macro_f1(guess, acts):.3f}")
    if confusion:
        print("   gold \\ given  " + " ".join(f"{a[:6]:>6}" for a in ACTS))
        for n, act in enumerate(ACTS):
            print(f"   {act:>12}  " + " ".join(f"{((acts == n) & (guess == m)).sum():>6}" for m in range(len(ACTS))))
    return micro


def macro_f1(guess: np.ndarray, acts: np.ndarray) -> float:
    each = []
    for n in range(len(ACTS)):
        both, either = ((guess == n) & (acts == n)).sum(), (guess == n).sum() + (acts == n).sum()
        each.append(2 * both / either if either else 0.0)
    return float(np.mean(each))


# --- hearers and targets -----------------------------------------------------------------------------------------


def report_hearers(title: str, data: Examples) -> None:
    """Precision and recall of hearers, by overlap of their phrases."""
    right = given = wanted = 0
    for row, parts in zip(data.rows, data.parts, strict=True):
        found = addressed(parts, hearers(parts))
        given += len(found)
        wanted += row.to is not None
        right += row.to is not None and any(span.overlaps(row.to) for span in found)
    print(
        f"{title}: hearers precision {right / max(given, 1):.3f}, recall {right / max(wanted, 1):.3f} ({wanted} gold)"
    )


def target_examples(data: Examples) -> Iterator[tuple[int, list]]:
    """Statement, and its candidates: (traits, whether right, phrase)."""
    for n, (row, parts) in enumerate(zip(data.rows, data.parts, strict=True)):
        if row.act not in AIMED or not data.has_targets[n]:
            continue
        made = []
        for c in candidates(parts, hearers(parts)):
            inside = row.target is not None and row.target.start <= c.head.start < row.target.end
            governor = parts.parsed.tokens[c.head.head]
            top = inside and not (
                row.target and c.head.i != c.head.head and row.target.start <= governor.start < row.target.end
            )
            made.append((dict.fromkeys(candidate_traits(parts, row.act, c), 1.0), top, phrase(parts.parsed, c.head)))
        yield n, made


def fit_target(rows: Sequence[tuple[Traits, bool]], strength: float) -> dict[str, float]:
    count = Counter(name for seen, _ in rows for name in seen)
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([{k: v for k, v in seen.items() if count[k] > 2} for seen, _ in rows])
    model = LogisticRegression(C=strength, max_iter=200).fit(matrix, [right for _, right in rows])
    weights = dict(zip(vectors.get_feature_names_out(), model.coef_[0].tolist(), strict=True))
    return {**weights, "bias": float(model.intercept_[0])}


def cross_target(data: Examples, strength: float) -> list[tuple[int, list[tuple[float, object]]]]:
    """For each statement its candidates' scores, from weights that have not seen its text."""
    made = list(target_examples(data))
    groups = np.array([data.groups[n] for n, _ in made])
    out = []
    for train, test in GroupKFold(FOLDS).split(groups, groups, groups):
        weights = fit_target([(seen, right) for t in train for seen, right, _ in made[t][1]], strength)
        for t in test:
            n, each = made[t]
            scored = [(weights["bias"] + sum(weights.get(k, 0.0) for k in seen), span) for seen, _, span in each]
            out.append((n, scored))
    return out


def target_figures(data: Examples, scored: list, threshold: float) -> tuple[float, float]:
    """(share of gold targets that ours overlaps, share of ours that is right)."""
    right = given = wanted = 0
    for n, each in scored:
        best = max(each, key=lambda x: x[0], default=None)
        gold = data.rows[n].target
        wanted += gold is not None
        if best and best[0] > threshold:
            given += 1
            right += gold is not None and best[1].overlaps(gold)
    return right / max(wanted, 1), right / max(given, 1)


# --- all together ------------------------------------------------------------------------------------------------


def save(acts: Weights, target: dict[str, float]) -> None:
    """models/acts: the traits' weights by act, and those of targets."""
    write_table(OUT / "acts.json.gz", {"bias": acts.bias, **acts.acts})
    short = {k: round(v, 3) for k, v in sorted(target.items()) if abs(v) >= 0.02 or k in ("threshold", "bias")}
    write_table(OUT / "target.json.gz", short)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--dev", action="store_true", help="measure on gold/dev too")
    given = options.parse_args()
    began = time.time()
    parser = Parser.load()
    gold = list(everything(parser))
    data = Examples([*gold, *labelled(parser)], gold=len(gold))
    whole = data.weights == 1
    print(f"{len(data.rows)} statements read, {time.time() - began:.0f} s")
    tried = {strength: cross(data, strength) for strength in STRENGTHS}
    micro = {
        s: report(f"acts, cross-validated, C={s}", chances[whole], data.acts[whole]) for s, chances in tried.items()
    }
    strength = max(STRENGTHS, key=lambda s: (micro[s], -s))
    report(f"chosen C={strength}", tried[strength][whole], data.acts[whole], confusion=True)
    report_hearers("train", data)
    scored = cross_target(data, TARGET_STRENGTH)
    for threshold in (-4.0, -3.0, -2.0, -1.0, 0.0):
        found, right = target_figures(data, scored, threshold)
        print(f"targets above {threshold}: found {found:.3f}, right {right:.3f}")
    acts = fit(data, np.arange(len(data.acts)), strength)
    target = fit_target([(s, r) for _, each in target_examples(data) for s, r, _ in each], TARGET_STRENGTH)
    target["threshold"] = THRESHOLD
    save(acts, target)
    print(f"written, {time.time() - began:.0f} s")
    if given.dev:
        dev = Examples(list(load(SHARED / "gold" / "dev", parser)))
        report("dev, traits", chances_of(acts, dev.seen), dev.acts, confusion=True)
        report_hearers("dev", dev)
        score = lambda seen: target["bias"] + sum(target.get(k, 0.0) for k in seen)  # noqa: E731
        on_dev = [(n, [(score(seen), span) for seen, _, span in each]) for n, each in target_examples(dev)]
        print("dev targets: found {:.3f}, right {:.3f}".format(*target_figures(dev, on_dev, THRESHOLD)))


if __name__ == "__main__":
    main()
