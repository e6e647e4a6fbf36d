"""Train resolve/ranking.py: whom a speaker's title or description stands for.

    python -m training.ranking

The gold statements of every text are resolved; where a speaker is a title or a description, each candidate is right whose
name shares a word with the gold name (gold.py's own rule), and who is new where the phrase itself does. Fits a
conditional logit with an L2 penalty (training/voice.py). Prints cross-validated figures against the rules' own choice,
folds by document. Deterministic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum

from eval.who import as_statement

from dixit.extract.mentions import mentions
from dixit.parse import Parser
from dixit.resolve import antecedents
from dixit.resolve.contents import Contents
from dixit.resolve.entities import Entities
from dixit.resolve.fit import Phrase
from dixit.resolve.memory import Memory
from dixit.resolve.ranking import Ranking, Row, decide
from dixit.resolve.titles import tie_titles
from training.annotations import everything
from training.belief import RULES, save
from training.goldset import GoldText, gold_tool
from training.voice import Case, cross_validate, fit

OUT = RULES / "ranking.json.gz"


class Recorder(Ranking):
    """Leaves the choice to the rules, and keeps what could have been chosen."""

    def __init__(self, walk: antecedents.Antecedents, gold: dict[int, str]) -> None:
        """`gold`: the names of the speakers, by mention."""
        super().__init__(walk.entities, walk.memory, walk.doubtful, walk.score)
        self._gold, self._tool = gold, gold_tool()
        self.cases: list[Case] = []

    def choose(self, index: int, phrase: Phrase, ruled: int | None) -> int | None:
        """As the rules have it."""
        if index in self._gold and self.asked(index, phrase):
            rows = self.rows(index, phrase, ruled)
            labels = self._labels(rows, phrase, self._gold[index])
            own = [number for number, _ in rows].index(ruled)
            self.cases.append(Case([traits for _, traits in rows], labels, labels, own))
        return ruled

    def _labels(self, rows: Sequence[Row], phrase: Phrase, name: str) -> list[bool]:
        """Whether each candidate is who the gold annotation says."""
        called = [
            self.entities.text(phrase.mention) if n is None else self.entities.name(self.entities.all[n])
            for n, _ in rows
        ]
        wanted = self._tool.name_tokens(name)
        return [bool(self._tool.name_tokens(one) & wanted) for one in called]


def cases(text: GoldText) -> list[Case]:
    """The titles and descriptions that speak in a text."""
    statements = [as_statement(row) for row in text.rows]
    entities = Entities(text.parsed, statements, mentions(text.parsed))
    tie_titles(entities)
    walk = antecedents.Antecedents(entities, Memory(entities, Contents(statements)))
    gold: dict[int, str] = {}
    for row in text.rows:
        found = entities.parties.find(row.draft.speaker) if row.draft.speaker and row.who else ()
        if len(found) == 1 and row.who:
            gold.setdefault(found[0], row.who)
    walk.ranking = recorder = Recorder(walk, gold)
    walk.walk()
    return recorder.cases


def decided(weights: Mapping[str, float], case: Case) -> int:
    """Place of who is chosen."""
    return decide([fsum(weights.get(trait, 0.0) for trait in row) for row in case.rows], case.own)


def main() -> None:
    texts = [cases(text) for text in everything(Parser.load())]
    cross_validate(texts, decided)
    save(OUT, (0.0, fit([case for text in texts for case in text])))


if __name__ == "__main__":
    main()
