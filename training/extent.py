"""Train extract/extent.py: where a content ends.

    python -m training.extent

For each gold statement that a rule proposes from the same cue, every place before its end says "go on" and the place
at its end says "stop". L2-regularised logistic regression; prints cross-validated accuracy, folds by document.
"""

from __future__ import annotations

from dixit.extract.candidates import Candidate
from dixit.extract.extent import boundaries, features, is_open
from dixit.extract.statements import claims
from dixit.extract.syntax import Sheet
from dixit.parse import Parser
from dixit.types import Draft
from training.annotations import everything
from training.belief import FOLDS, RULES, Example, fit, probability, save
from training.goldset import GoldText

OUT = RULES / "extent.json.gz"


def examples(text: GoldText) -> list[list[Example]]:
    """For each settled content of a text: its places in turn, up to the one where it ends."""
    sheet = Sheet(text.parsed)
    found = [c for c in claims(sheet) if is_open(c)]
    rows = []
    for row in text.rows:
        for candidate in found:
            if _same(sheet, candidate, row.draft):
                walk = _walk(sheet, candidate, row.draft.content[-1].end)
                if walk:
                    rows.append(walk)
    return rows


def _same(sheet: Sheet, candidate: Candidate, gold: Draft) -> bool:
    """Whether a candidate has the gold statement's cue and begins its last piece about where gold does."""
    if candidate.cue is None or gold.cue is None or not sheet.span(*candidate.cue).overlaps(gold.cue):
        return False
    start = sheet.tokens[candidate.pieces[-1][0]].start
    return any(abs(start - piece.start) <= 4 for piece in gold.content) and gold.content[-1].end > start


def _walk(sheet: Sheet, candidate: Candidate, end: int) -> list[Example]:
    """Places with their labels; empty where gold ends at none of them."""
    walk = []
    for k in boundaries(sheet, candidate):
        words = [j for j in range(candidate.pieces[-1][0], k) if sheet.tokens[j].pos != "PUNCT"]
        stop = bool(words) and sheet.tokens[words[-1]].end >= end
        if stop and sheet.tokens[words[-1]].start >= end:
            return walk
        walk.append((features(sheet, candidate, k), stop))
        if stop:
            return walk
    return walk


def first_stop(model: tuple[float, dict[str, float]], walk: list[Example]) -> int:
    return next((n for n, (found, _) in enumerate(walk) if probability(model, found) >= 0.5), len(walk))


def main() -> None:
    parser = Parser.load()
    texts = [examples(t) for t in everything(parser)]
    right = total = 0
    for fold in range(FOLDS):
        model = fit([e for n, t in enumerate(texts) if n % FOLDS != fold for walk in t for e in walk])
        for walk in (w for n, t in enumerate(texts) if n % FOLDS == fold for w in t):
            total += 1
            right += first_stop(model, walk) == next((n for n, (_, stop) in enumerate(walk) if stop), len(walk))
    print(f"{total} contents, the right end in {right / total:.3f}")
    save(OUT, fit([e for text in texts for walk in text for e in walk]))


if __name__ == "__main__":
    main()
