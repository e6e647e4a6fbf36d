"""What the learned parts bring: a learning curve over the size of the training set, and the reading without each part.

    python -m eval.curve

Contents are scored on ../shared/gold/dev by gold.py. The parts are learned anew for every row, by training/'s own code;
nothing is written. About five minutes on one core.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from unittest.mock import patch

from training import belief as learn_belief
from training import extent as learn_extent
from training.annotations import everything, ours
from training.goldset import SHARED, GoldText, gold_tool, load

from dixit.extract import extent, statements
from dixit.extract.candidates import Candidate
from dixit.extract.linear import Logistic, logistic
from dixit.parse import Parser
from dixit.types import Draft

SHARES = (0.1, 0.25, 0.5, 1.0)
Model = tuple[float, dict[str, float]]


def scores(dev: Sequence[GoldText], drafts: Callable[[GoldText], list[Draft]]) -> str:
    """Content precision, recall and F1, and the F1 of exact contents."""
    tool = gold_tool()
    docs = {t.stem: (t.parsed.document.text, [_shape(row.draft) for row in t.rows]) for t in dev}
    guesses = {t.stem: [_shape(draft) for draft in drafts(t)] for t in dev}
    found = tool.score(docs, guesses)
    precision, recall, f1 = found["content"]
    return f"{precision:.3f} | {recall:.3f} | {f1:.3f} | {found['exact'][2]:.3f}"


def _shape(draft: Draft) -> dict[str, object]:
    """A draft as gold.py wants it; only contents, cues, speakers and modes are compared here."""
    pair = lambda span: (span.start, span.end) if span else None  # noqa: E731
    content = [(s.start, s.end) for s in draft.content]
    rest = {"who": None, "act": "assert", "targets": [], "in": None}
    return {"content": content, "cue": pair(draft.cue), "speaker": pair(draft.speaker), "mode": draft.mode, **rest}


def learned(texts: Sequence[GoldText]) -> tuple[Logistic, Logistic]:
    """Belief and ends of contents, learned from some texts."""
    ends = Logistic(*learn_extent.fit([e for t in texts for walk in learn_extent.examples(t) for e in walk]))
    with patch.object(extent, "logistic", lambda *_: ends):
        return Logistic(*learn_belief.fit([e for t in texts for e in learn_belief.examples(t)])), ends


def read_with(belief: Logistic, ends: Logistic) -> Callable[[GoldText], list[Draft]]:
    """The rules with these two judges."""

    def drafts(text: GoldText) -> list[Draft]:
        with patch.object(extent, "logistic", lambda *_: ends):
            return [draft for draft, _ in statements.kept(text.parsed, model=belief)]

    return drafts


class _Sure(Logistic):
    """Believes what the lexicon calls sure, and nothing else."""

    def probability(self, features: object) -> float:
        return 1.0 if "sure=True" in set(features) else 0.0  # type: ignore[call-overload]


def as_parsed(sheet: object, candidate: Candidate) -> Candidate:
    """A content as the parser ends it."""
    return candidate


def main() -> None:
    parser = Parser.load()
    dev = list(load(SHARED / "gold" / "dev", parser))
    texts = list(everything(parser))
    gold = len(texts) - len(list(ours(parser)))
    print("| learned from | precision | recall | content F1 | exact F1 |\n| --- | --- | --- | --- | --- |")
    for share in SHARES:
        some = texts[:: round(1 / share)]
        size = sum(len(t.rows) for t in some)
        print(f"| {len(some)} texts, {size} statements | {scores(dev, read_with(*learned(some)))} |", flush=True)
    print(f"| gold/train alone, {gold} texts | {scores(dev, read_with(*learned(texts[:gold])))} |")
    belief, ends = logistic("fr", "belief"), logistic("fr", "extent")
    print("\n| without | precision | recall | content F1 | exact F1 |\n| --- | --- | --- | --- | --- |")
    print(f"| nothing: as shipped | {scores(dev, read_with(belief, ends))} |")
    with patch.object(statements, "settle", as_parsed):
        print(f"| learned ends of contents | {scores(dev, read_with(belief, ends))} |")
    print(f"| learned belief (what the lexicon calls sure) | {scores(dev, read_with(_Sure(0.0, {}), ends))} |")


if __name__ == "__main__":
    main()
