"""Train the judgement of extract/belief.py: which candidates of the rules are statements.

    python -m training.belief

Reads gold texts, lets the rules propose, calls a candidate right where it pairs best with a gold statement of the
same cue (gold.py's own pairing), adds the doubtful places that we judged one by one (doubts.py), fits an L2-regularised
logistic regression and writes its weights as JSON. Prints cross-validated figures, folds by document, over the gold
texts. Deterministic.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from dixit.extract.belief import features
from dixit.extract.candidates import Candidate, spans_of
from dixit.extract.statements import proposals
from dixit.extract.syntax import Sheet
from dixit.parse import Parser
from dixit.types import Draft, Span
from training.annotations import everything
from training.doubts import Doubt, DoubtedText, doubted
from training.goldset import GoldText, gold_tool
from training.overlooked import overlooked

RULES = Path(__file__).resolve().parents[1] / "src" / "dixit" / "models" / "fr-rules"
OUT = RULES / "belief.json.gz"
STRENGTH = 0.15  # inverse of the L2 penalty, chosen by cross-validation
LEAST = 0.02  # smaller weights are left out
RARE = 2  # features seen less often than this are left out
FOLDS = 8
SAME = 0.7  # share of a quotation without a cue that a doubted one covers
Example = tuple[list[str], bool]


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate and whether it is a statement."""

    sheet: Sheet
    candidate: Candidate
    features: list[str]
    right: bool


def examples(text: GoldText) -> list[Example]:
    """Features and label of every candidate of a text."""
    return [(one.features, one.right) for one in judged(text)]


def judged(text: GoldText) -> list[Judged]:
    """Every candidate of a text."""
    tool = gold_tool()
    sheet = Sheet(text.parsed)
    found = proposals(sheet)
    rivals: dict[int | None, list[Candidate]] = defaultdict(list)
    for candidate in found:
        rivals[candidate.main].append(candidate)
    right = _right(tool, sheet, found, [row.draft for row in text.rows])
    added, left_open = _overlooked(sheet, text.stem, found)
    return [
        _judged(sheet, c, rivals[c.main], right=k in right | added)
        for k, c in enumerate(found)
        if k in right | added or k not in left_open
    ]


def _judged(sheet: Sheet, candidate: Candidate, group: Sequence[Candidate], *, right: bool) -> Judged:
    """A candidate, seen among those of its cue."""
    others = [o for o in group if o is not candidate and candidate.main is not None]
    return Judged(sheet, candidate, features(sheet, candidate, others), right)


def _overlooked(sheet: Sheet, stem: str, found: list[Candidate]) -> tuple[set[int], set[int]]:
    """Indices of the candidates that annotators overlooked, and of those that the guide leaves open."""
    added, left_open = set(), set()
    places = overlooked().get(stem, ())
    spans = {k: spans_of(sheet, c) for k, c in enumerate(found)} if places else {}
    for place in places:
        doubt = Doubt(place.cue, (place.content,), 0)
        mine = [k for k, c in enumerate(found) if _there(sheet, doubt, c, spans[k])]
        if mine and place.sure:
            added.add(max(mine, key=lambda k: _alike(spans[k], place.content)))
        elif mine:
            left_open.update(mine)
    return added, left_open


def _right(tool, sheet: Sheet, found: list[Candidate], gold: list[Draft]) -> set[int]:  # type: ignore[no-untyped-def]
    """Indices of the candidates that pair with a gold statement: for each of these, the closest one."""
    body = sheet.parsed.document.text
    right = set()
    for statement in gold:
        wanted = tool.tokens(body, [(s.start, s.end) for s in statement.content])
        best, score = None, 0.0
        for k, candidate in enumerate(found):
            cue = sheet.span(*candidate.cue) if candidate.cue else None
            if not _same_cue(cue, statement.cue):
                continue
            given = tool.tokens(body, [(s.start, s.end) for s in spans_of(sheet, candidate)])
            both = len(wanted & given)
            if both and both / min(len(wanted), len(given)) >= 0.5 and both / len(wanted | given) >= 0.3:
                closeness = both / len(wanted | given)
                if closeness > score:
                    best, score = k, closeness
        if best is not None:
            right.add(best)
    return right


def _same_cue(a: Span | None, b: Span | None) -> bool:
    return (a is None and b is None) or (a is not None and b is not None and a.overlaps(b))


def doubted_examples(text: DoubtedText) -> list[Example]:
    """Features and label of the candidates at the places that were judged."""
    return [(one.features, one.right) for one in doubted_judged(text)]


def doubted_judged(text: DoubtedText) -> list[Judged]:
    """The candidates at the places that were judged."""
    sheet = Sheet(text.parsed)
    found = [(c, spans_of(sheet, c)) for c in proposals(sheet)]
    rivals: dict[int | None, list[Candidate]] = defaultdict(list)
    for candidate, _ in found:
        rivals[candidate.main].append(candidate)
    rows: list[Judged] = []
    for doubt in text.doubts:
        mine = [(c, spans) for c, spans in found if _there(sheet, doubt, c, spans)]
        right = None
        if doubt.right is not None:
            near = [_alike(spans, doubt.options[doubt.right]) for _, spans in mine]
            if not near or max(near) < 0.3:  # the rules no longer propose it
                continue
            right = near.index(max(near))
        rows += [_judged(sheet, c, rivals[c.main], right=k == right) for k, (c, _) in enumerate(mine)]
    return rows


def _there(sheet: Sheet, doubt: Doubt, candidate: Candidate, spans: list[Span]) -> bool:
    """Whether a candidate stands at a judged place."""
    if candidate.cue is None or doubt.cue is None:
        same = any(_both(spans, o) >= SAME * max(_length(spans), _length(o)) for o in doubt.options)
        return candidate.cue is None and doubt.cue is None and same
    return sheet.span(*candidate.cue).overlaps(doubt.cue)


def _both(some: Sequence[Span], others: Sequence[Span]) -> int:
    """Characters that two contents share."""
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in some for b in others)


def _length(spans: Sequence[Span]) -> int:
    return sum(span.end - span.start for span in spans)


def _alike(some: Sequence[Span], others: Sequence[Span]) -> float:
    """Shared characters of two contents by all of theirs (Jaccard)."""
    both = _both(some, others)
    return both / max(_length(some) + _length(others) - both, 1)


def fit(rows: list[Example]) -> tuple[float, dict[str, float]]:
    """Bias and weights."""
    counts = Counter(f for features_, _ in rows for f in set(features_))
    names = sorted(f for f, n in counts.items() if n >= RARE)
    index = {name: k for k, name in enumerate(names)}
    data = [[index[f] for f in set(features_) if f in index] for features_, _ in rows]
    pointers = np.cumsum([0, *map(len, data)])
    matrix = csr_matrix(
        (np.ones(pointers[-1]), np.concatenate([np.array(d, dtype=int) for d in data]), pointers),
        shape=(len(rows), len(names)),
    )
    model = LogisticRegression(C=STRENGTH, max_iter=2000, solver="liblinear", random_state=0)
    model.fit(matrix, [label for _, label in rows])
    weights = {name: round(float(w), 3) for name, w in zip(names, model.coef_[0], strict=True) if abs(w) >= LEAST}
    return round(float(model.intercept_[0]), 3), weights


def probability(model: tuple[float, dict[str, float]], found: list[str]) -> float:
    bias, weights = model
    return float(1 / (1 + np.exp(-(bias + sum(weights.get(f, 0.0) for f in found)))))


def cross_validate(texts: list[list[Example]], gold: int, doubts: list[Example]) -> None:
    """Print precision, recall and F1 of the kept candidates at several thresholds; recall against all gold."""
    scored: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        model = fit([e for k, t in enumerate(texts) if k % FOLDS != fold for e in t] + doubts)
        scored += [(probability(model, f), label) for k, t in enumerate(texts) if k % FOLDS == fold for f, label in t]
    right = sum(label for _, label in scored)
    print(f"{len(scored)} candidates, {right} right, {gold} gold: recall of the rules {right / gold:.3f}")
    for threshold in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55):
        kept = [label for p, label in scored if p >= threshold]
        precision, recall = sum(kept) / max(len(kept), 1), sum(kept) / gold
        print(
            f"  {threshold:.2f}  P {precision:.3f}  R {recall:.3f}  F1 {2 * precision * recall / (precision + recall):.3f}"
        )


def main() -> None:
    parser = Parser.load()
    texts = list(everything(parser))
    rows = [examples(text) for text in texts]
    doubts = [e for text in doubted(parser) for e in doubted_examples(text)]
    cross_validate(rows, sum(len(text.rows) for text in texts), doubts)
    save(OUT, fit([e for text in rows for e in text] + doubts))


def write_table(path: Path, data: object) -> None:
    """Write a table of weights as gzipped JSON, one a line, the same bytes for the same weights."""
    text = json.dumps(data, ensure_ascii=False, indent=0) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))


def save(path: Path, model: tuple[float, dict[str, float]]) -> None:
    """Write a model, in the order of its features' names."""
    bias, weights = model
    write_table(path, {"bias": bias, "weights": dict(sorted(weights.items()))})
    print(f"{path.name}: {len(weights)} weights")


if __name__ == "__main__":
    main()
