"""Train extract/voice.py: who speaks by a cue, of the noun phrases and pronouns of its sentence, and nobody.

    python -m training.voice

Takes the statements that the rules find and that pair with gold ones (gold.py's own pairing); right is who stands in
the gold speaker's span. Fits a conditional logit with an L2 penalty. Prints cross-validated figures against the rules'
own choice, folds by document. Deterministic.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from dixit.extract.candidates import Candidate, spans_of
from dixit.extract.linear import Logistic, logistic
from dixit.extract.statements import choose, proposals, ruled
from dixit.extract.syntax import Sheet
from dixit.extract.voice import SETTLED, leads, traits, voices, weigh
from dixit.parse import Parser
from dixit.types import Span
from training.annotations import everything
from training.belief import RULES, save
from training.goldset import GoldText, gold_tool

OUT = RULES / "voice.json.gz"
PENALTY = 3.0  # cross-validated without the words: 0.9478 right with 2, 0.9488 with 3, 0.9491 with 5 but fewer gains
RARE = 3  # traits seen less often than this are left out
FOLDS = 5
Offsets = tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Case:
    """A statement: for each of who may speak its traits, whether it is right, whether its span would be counted right."""

    rows: list[list[str]]
    labels: list[bool]
    counted: list[bool]
    own: int  # place of the rules' choice


def cases(text: GoldText) -> list[Case]:
    """The statements of a text that pair with gold ones."""
    tool = gold_tool()
    sheet = Sheet(text.parsed)
    chosen = [one for one, _ in ruled(sheet, choose(sheet, proposals(sheet), logistic("fr", "belief")))]
    guesses = [
        {"content": [_offsets(s) for s in spans_of(sheet, one)], "cue": _of(sheet, one.cue), "n": n}
        for n, one in enumerate(chosen)
    ]
    gold = [
        {
            "content": [_offsets(s) for s in row.draft.content],
            "cue": _offsets(row.draft.cue),
            "speaker": _offsets(row.draft.speaker),
        }
        for row in text.rows
    ]
    found = []
    for wanted, given in tool.pair(text.parsed.document.text, gold, guesses):
        one = chosen[given["n"]]
        same = wanted["cue"] is None or tool.overlap(wanted["cue"], given["cue"])
        if one.main is not None and one.rule not in SETTLED and same:
            found.append(_case(sheet, one, _others(sheet, one, chosen), wanted["speaker"]))
    return found


def _offsets(span: Span | None) -> Offsets:
    return (span.start, span.end) if span else None


def _of(sheet: Sheet, tokens: tuple[int, int] | None) -> Offsets:
    return _offsets(sheet.span(*tokens)) if tokens else None


def _others(sheet: Sheet, one: Candidate, chosen: Sequence[Candidate]) -> frozenset[int]:
    """Who speaks by the other cues of a sentence."""
    return frozenset(
        other.speaker.head
        for other in chosen
        if other is not one and other.speaker is not None and other.main is not None and one.main is not None
        if sheet.sentence(other.main) == sheet.sentence(one.main) and leads(sheet, other)
    )


def _case(sheet: Sheet, one: Candidate, others: frozenset[int], wanted: Offsets) -> Case:
    able = voices(sheet, one)
    own = None if one.speaker is None else one.speaker.head
    labels, counted = [], []
    for k in able:
        phrase = one.speaker if k == own else None if k is None else sheet.speaker(k)
        token = None if k is None else _of(sheet, (k, k))
        labels.append(_meet(wanted, token))
        counted.append(_meet(wanted, None if phrase is None else _of(sheet, (phrase.first, phrase.last))))
    return Case(traits(sheet, one, able, others), labels, counted, able.index(own))


def _meet(a: Offsets, b: Offsets) -> bool:
    """Whether two spans share a character, or both are none."""
    return (a is None and b is None) or (a is not None and b is not None and a[0] < b[1] and b[0] < a[1])


def fit(found: Sequence[Case]) -> dict[str, float]:
    """Weights by trait, from the cases in which somebody is right."""
    counts = Counter(name for case in found for row in case.rows for name in set(row))
    names = sorted(name for name, n in counts.items() if n >= RARE)
    index = {name: n for n, name in enumerate(names)}
    usable = [case for case in found if any(case.labels)]
    rows = [[index[name] for name in set(row) if name in index] for case in usable for row in case.rows]
    labels = np.array([label for case in usable for label in case.labels], dtype=float)
    groups = np.array([n for n, case in enumerate(usable) for _ in case.rows])
    pointers = np.cumsum([0, *map(len, rows)])
    columns = np.concatenate([np.array(row, dtype=int) for row in rows])
    matrix = csr_matrix((np.ones(pointers[-1]), columns, pointers), shape=(len(rows), len(names)))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ weights
        most = np.full(len(usable), -np.inf)
        np.maximum.at(most, groups, scores)
        powers = np.exp(scores - most[groups])
        total = np.bincount(groups, powers, len(usable))
        right = np.bincount(groups, powers * labels, len(usable)) + 1e-12
        slope = matrix.T @ (powers / total[groups] - powers * labels / right[groups]) + PENALTY * weights
        return float(np.sum(np.log(total) - np.log(right)) + PENALTY * weights @ weights / 2), slope

    done = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return {name: round(float(w), 3) for name, w in zip(names, done.x, strict=True) if abs(w) >= 0.005}


def likeliest(weights: Mapping[str, float], case: Case) -> int:
    """Place of who is chosen."""
    chances = weigh(Logistic(0.0, weights), case.rows)
    return chances.index(max(chances))


def cross_validate(texts: Sequence[Sequence[Case]], pick: Callable[[Mapping[str, float], Case], int]) -> None:
    """Print how often the rules and the learned choice are right, and how often each corrects the other."""
    total = before = after = gains = losses = 0
    for fold in range(FOLDS):
        weights = fit([case for n, text in enumerate(texts) if n % FOLDS != fold for case in text])
        for case in (case for n, text in enumerate(texts) if n % FOLDS == fold for case in text):
            was, now = case.counted[case.own], case.counted[pick(weights, case)]
            total += 1
            before, after = before + was, after + now
            gains, losses = gains + (now and not was), losses + (was and not now)
    print(f"{total} statements: rules {before / total:.4f} right, learned {after / total:.4f} (+{gains} -{losses})")


def main() -> None:
    parser = Parser.load()
    texts = [cases(text) for text in everything(parser)]
    cross_validate(texts, likeliest)
    save(OUT, (0.0, fit([case for text in texts for case in text])))


if __name__ == "__main__":
    main()
