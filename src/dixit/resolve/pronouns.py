"""Pronouns -> the actor that fits best; who is named, who was a subject and who speaks decides.

The weights were set by hand on the gold training texts (eval/who.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from dixit.folding import fold
from dixit.resolve.clauses import is_clitic, object_above, subject_of
from dixit.resolve.entities import Entities
from dixit.resolve.fit import NAMED, agrees
from dixit.resolve.memory import Memory, Trace
from dixit.resolve.titles import LATEST
from dixit.types import Gender, Mention, Number

# Behind a pronoun: after a verb ("a-t-il dit"), first in its sentence, elsewhere.
FLOOR: Final = (2.0, 2.0, 1.0)  # who spoke last
CONTINUES: Final = 1.0  # ... where the verb goes on: "a-t-il ajouté"
ACCORDING: Final = 1.0  # ... in "selon lui"
SUBJECT_HERE: Final = (1.0, 1.0, 1.5)  # subject of the same sentence
SUBJECT_BEFORE: Final = (2.0, 3.0, 1.0)  # subject of the sentence before
BODY: Final = -1.5  # a body, or a name of unknown kind
THING: Final = -4.0  # something without a name that no word list takes for a person or a body
SENTENCE: Final = -0.5  # for each sentence between
QUOTED: Final = -1.0  # named only inside quotations
BACK_LATEST: Final = -0.5  # ... behind "ce dernier"
BACK: Final = -0.05  # for each actor named later
_SOURCES: Final = frozenset(("selon", "pour", "après"))
_PAIR: Final = 2
_GOING_ON: Final = (
    "ajout",
    "poursui",
    "precis",
    "insist",
    "encore",
    "conclu",
    "rencheri",
    "enchain",
    "repris",
    "aussi",
)


class Pronouns:
    """Looks up whom the pronouns of a document stand for."""

    def __init__(self, entities: Entities, memory: Memory, heads: Mapping[int, int]) -> None:
        self.entities, self.memory, self.parsed = entities, memory, entities.parsed
        self._heads = heads  # mention of each head

    def find(self, mention: Mention) -> int | None:
        """The best of the recent entities that agree; None: none does."""
        form = self.entities.text(mention).lower()
        if form == "qui":
            return self._antecedent(mention)
        above = object_above(self.parsed, mention.head)
        owner = None if above is None or above not in self._heads else self.entities.owner[self._heads[above]]
        if owner is not None and agrees(self.entities.all[owner], mention.gender, mention.number):
            return owner
        other = self._subject(mention)
        step = BACK_LATEST if form in LATEST else BACK
        scored = [
            found for found in self.ranked(mention, form, mention.gender, mention.number, step) if found[2] != other
        ]
        if scored:
            return max(scored)[2]
        return self.together(self.memory.company) if mention.number == "p" else None

    def ranked(
        self, mention: Mention, form: str, gender: Gender, number: Number, step: float = BACK
    ) -> list[tuple[float, int, int]]:
        """Score, place from the latest back (negative) and number of each recent entity that agrees."""
        everyone = self.entities.all
        return [
            (self._score(n, mention, form) + step * back, -back, n)
            for back, n in enumerate(self.memory.recent())
            if agrees(everyone[n], gender, number) and everyone[n].kind != "document"
        ]

    def together(self, members: Sequence[int]) -> int | None:
        """Several as one; None: there are not so many."""
        company = tuple(n for n in members if self.entities.all[n].mentions)
        if len(company) < _PAIR:
            return None
        number = self.entities.together(company)
        self.memory.traces += [Trace() for _ in range(len(self.entities.all) - len(self.memory.traces))]
        return number

    def _subject(self, mention: Mention) -> int | None:
        """The entity that is the subject of the verb of which a pronoun is the object; None: no such pronoun."""
        if not is_clitic(self.parsed, mention.head):
            return None
        subject = subject_of(self.parsed, mention.head)
        index = self._heads.get(subject) if subject is not None else None
        if index is None:
            return None
        other = self.entities.mentions[index]
        if self.entities.owner[index] is None and other.form == "pronoun" and other.head > mention.head:
            return self.find(other)  # "lui a-t-il dit"
        return self.entities.owner[index]

    def _score(self, number: int, mention: Mention, form: str) -> float:
        """How well an entity goes behind a pronoun."""
        entity, trace, of = self.entities.all[number], self.memory.traces[number], self.parsed.sentence_of
        place = self._place(mention)
        score = SENTENCE * self.memory.distance(number, mention) + NAMED * entity.named + QUOTED * (trace.outside < 0)
        latest = form in LATEST
        if not latest:
            bonus = FLOOR[place] + CONTINUES * self._goes_on(mention) + ACCORDING * self._is_source(mention)
            score += self.memory.floor_bonus(number, mention, bonus)
        if trace.subject >= 0 and not latest:
            between = of[mention.head] - of[trace.subject]
            score += SUBJECT_HERE[place] if between == 0 else SUBJECT_BEFORE[place] if between == 1 else 0.0
        if entity.kind in ("organisation", "state", "unknown") and mention.number == "s":
            score += BODY if entity.named or entity.kind != "unknown" else THING
        return score

    def _place(self, mention: Mention) -> int:
        """Where a pronoun stands: 0 after its verb, 1 first in its sentence, 2 elsewhere."""
        if self.parsed.tokens[mention.head].form.startswith("-"):
            return 0
        return 1 if mention.head == self.parsed.sentences[self.parsed.sentence_of[mention.head]].first else 2

    def _is_source(self, mention: Mention) -> bool:
        """Whether a pronoun stands in "selon lui"."""
        return mention.head > 0 and self.parsed.tokens[mention.head - 1].form.lower() in _SOURCES

    def _goes_on(self, mention: Mention) -> bool:
        """Whether the words after a pronoun say that its speaker goes on: "a-t-il ajouté"."""
        following = self.parsed.tokens[mention.head + 1 : mention.head + 4]
        return any(fold(token.form).startswith(_GOING_ON) for token in following)

    def _antecedent(self, mention: Mention) -> int | None:
        """Who a relative "qui" stands for: the mention that ends right before it."""
        start = mention.span.start
        before = (self.memory.ended[end] for end in range(start - 1, start - 5, -1) if end in self.memory.ended)
        return next(before, self.memory.floor)
