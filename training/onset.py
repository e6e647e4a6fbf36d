"""Train extract/onset.py: where a content that stands beside its cue clause or source begins.

    python -m training.onset

For each gold statement that a rule proposes from the same cue, the place where its content begins says "begin", every
other "go on". L2-regularised logistic regression; prints cross-validated accuracy, folds by document.
"""

from __future__ import annotations

from dixit.extract.candidates import Candidate
from dixit.extract.onset import RULES, features, places_of
from dixit.extract.statements import claims
from dixit.extract.syntax import Sheet
from dixit.parse import Parser
from dixit.types import Draft
from training.annotations import everything
from training.belief import FOLDS, Example, fit, probability, save
from training.belief import RULES as FOLDER
from training.goldset import GoldText

OUT = FOLDER / "onset.json.gz"


def examples(text: GoldText) -> list[tuple[list[Example], bool]]:
    """For each content of a text: its places with their labels, and whether its own first word is right."""
    sheet = Sheet(text.parsed)
    found = [c for c in claims(sheet) if c.rule in RULES]
    rows = []
    for row in text.rows:
        for candidate in found:
            if _same(sheet, candidate, row.draft):
                start = _first_word(sheet, row.draft)
                walk = [(features(sheet, candidate, k), k == start) for k in places_of(sheet, candidate)]
                own = start == candidate.pieces[0][0]
                if own or any(label for _, label in walk):
                    rows.append((walk, own))
    return rows


def _first_word(sheet: Sheet, gold: Draft) -> int:
    """Index of the first token of a gold content that is no mark."""
    start = gold.content[0].start
    return next(t.i for t in sheet.tokens if t.start >= start and t.pos != "PUNCT")


def _same(sheet: Sheet, candidate: Candidate, gold: Draft) -> bool:
    """Whether a candidate has the gold statement's cue and its first piece shares words with gold's content."""
    if candidate.cue is None or gold.cue is None or not sheet.span(*candidate.cue).overlaps(gold.cue):
        return False
    return any(sheet.span(*candidate.pieces[0]).overlaps(piece) for piece in gold.content)


def main() -> None:
    parser = Parser.load()
    texts = [examples(t) for t in everything(parser)]
    right = total = before = 0
    for fold in range(FOLDS):
        model = fit([e for n, t in enumerate(texts) if n % FOLDS != fold for walk, _ in t for e in walk])
        for walk, own in (w for n, t in enumerate(texts) if n % FOLDS == fold for w in t):
            total += 1
            before += own
            sure, label = max(((probability(model, found), label) for found, label in walk), default=(0.0, False))
            right += label if sure >= 0.5 else own
    print(f"{total} contents, the right beginning in {right / total:.3f}, without this {before / total:.3f}")
    save(OUT, fit([e for text in texts for walk, _ in text for e in walk]))


if __name__ == "__main__":
    main()
