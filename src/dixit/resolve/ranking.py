"""Whom a speaker's title or description stands for: learned weights over those who come up, and somebody new.

A conditional logit that ranks all candidates at once (Denis & Baldridge, EMNLP 2008). What the rules of ``antecedents``
choose, and how they score each candidate, are traits among others; the words of the phrase, what the candidate is
called, where it was last told of and who has the floor are the rest. Who has no score, as the holder of another
portfolio, is not ranked; nor, where the rules see somebody new, who was never called by the words of the title.
``training/ranking.py`` learns the weights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import fsum
from typing import Final

from dixit.extract.linear import logistic
from dixit.folding import fold
from dixit.resolve.entities import Entities, Entity
from dixit.resolve.fit import Phrase, agrees, says_more
from dixit.resolve.memory import Memory
from dixit.types import Mention

_DETERMINERS: Final = frozenset("le la l' les un une des d' ce cet cette ces son sa ses leur leurs".split())
SURE: Final = 0.5  # by how much somebody must lead whom the rules choose; 0.4 and 0.8 were as good, 0 and 1.2 worse
_SHORT: Final = 3  # letters of a word that does not tell who is meant, at most
_MENTIONS: Final = 12  # of an entity, whose words are looked at: enough for all but the most told of; not tuned
_STEPS: Final = tuple(n / 2 for n in range(-2, 17))  # a trait for each of these that the rules' score reaches
Scorer = Callable[[int, Phrase], float | None]
Row = tuple[int | None, list[str]]


def _step(n: int, *edges: int) -> str:
    """The first edge that a number does not pass."""
    return next((str(edge) for edge in edges if n <= edge), "more")


def _judged(score: float | None, *, chosen: bool) -> Iterator[str]:
    """What the rules say of a candidate."""
    if score is not None:
        yield from (f"score:{least}" for least in _STEPS if score >= least)
    if chosen:
        yield "choice"


def _called(entity: Entity, phrase: Phrase) -> tuple[str, str, str]:
    """Kind of an entity, sort of a phrase's noun and its determiner, as traits tell them."""
    kind = f"named {entity.kind}" if entity.named else entity.kind
    return kind, phrase.known.sort if phrase.known else "", phrase.first if phrase.first in _DETERMINERS else ""


def decide(scores: Sequence[float], own: int) -> int:
    """Place of who is meant: the best score, if it leads that of the rules' choice, ``own``, by SURE; the last is new.

    Whom the rules take for somebody who has come up is not somebody new.
    """
    able = len(scores) if own == len(scores) - 1 else len(scores) - 1
    best = max(range(able), key=lambda k: (scores[k], -k))
    return best if scores[best] - scores[own] >= SURE else own


class Ranking:
    """Ranks who may be meant by the phrases of a document's speakers."""

    def __init__(self, entities: Entities, memory: Memory, doubtful: frozenset[int], score: Scorer) -> None:
        """`score`: what the rules give a candidate, None where it cannot be meant."""
        self.entities, self.memory, self._doubtful, self._score = entities, memory, doubtful, score
        self._weights: Mapping[str, float] = logistic(entities.parsed.document.language, "ranking").weights
        self._speaking = {
            index
            for statement in entities.statements
            if statement.speaker is not None
            for index in entities.parties.find(statement.speaker)
        }

    def asked(self, index: int, phrase: Phrase) -> bool:
        """Whether a mention is ranked: a speaker, and not "un ministre", who is new."""
        return index in self._speaking and (not phrase.open or phrase.title_line)

    def choose(self, index: int, phrase: Phrase, ruled: int | None) -> int | None:
        """The entity that the mention ``index`` means; None: a new one. `ruled`: whom the rules choose."""
        if not self.asked(index, phrase):
            return ruled
        rows = self.rows(index, phrase, ruled)
        scores = [fsum(self._weights.get(trait, 0.0) for trait in traits) for _, traits in rows]
        return rows[decide(scores, [number for number, _ in rows].index(ruled))][0]

    def rows(self, index: int, phrase: Phrase, ruled: int | None) -> list[Row]:
        """Each candidate that the rules give a score, with its traits, and last, as None, who is new."""
        named = [*self.memory.recent(), *self.entities.called.get(phrase.called.head, ())]
        rows: list[Row] = []
        for number in dict.fromkeys(named if ruled is None else [*named, ruled]):
            score = self._score(number, phrase)
            if number == ruled or (
                score is not None and not (ruled is None and self._is_told_otherwise(number, phrase))
            ):
                traits = [*self._traits(index, phrase, number), *_judged(score, chosen=number == ruled)]
                rows.append((number, list(dict.fromkeys(traits))))
        new = [*self._new(index, phrase), *(["new:choice"] if ruled is None else [])]
        return [*rows, (None, list(dict.fromkeys(new)))]

    def _is_told_otherwise(self, number: int, phrase: Phrase) -> bool:
        """Whether a phrase says more than an entity is known to be: "la ministre de la Pêche" after another name."""
        return not phrase.pointing and says_more(phrase.called.words, self.entities.all[number].words)

    def _place(self, index: int) -> str:
        """Whether a mention takes the floor, and stands after its verb."""
        if index in self.memory.told_after:
            return "after"
        return "taker" if index in self.memory.takers else "inside"

    def _traits(self, index: int, phrase: Phrase, number: int) -> Iterator[str]:
        """What a candidate is, and how it goes with a phrase."""
        entity, mention = self.entities.all[number], phrase.mention
        kind, sort, first = _called(entity, phrase)
        yield from (f"kind:{kind}", f"kind:{kind}:sort:{sort}", f"kind:{kind}:{first}")
        yield from self._words(phrase, entity, kind)
        own = entity.words
        strange, shared = phrase.called.words - own, phrase.called.words & own
        narrow = "bare" if not phrase.called.words else "all" if not strange else "some" if shared else "none"
        states = [{word for word in words if word.startswith("@")} for words in (phrase.called.words, own)]
        same = "same" if states[0] & states[1] else "other" if all(states) else "one" if any(states) else "none"
        relation = self._relation(phrase, entity)
        yield from (
            f"is:{relation}:{narrow}",
            f"is:{relation}:{narrow}:{kind}",
            f"is:{relation}:{first}",
            f"state:{same}:{relation}",
        )
        yield from (
            f"agrees:{agrees(entity, phrase.gender, '')}:{sort}",
            f"gender:{bool(entity.gender and phrase.gender)}:{kind}",
            f"number:{agrees(entity, '', mention.number)}:{kind}:{mention.number}",
        )
        if number in self._doubtful:
            yield "doubtful"
        seen = "seen" if self.memory.traces[number].last >= 0 else "later"
        yield from (f"{seen}:{relation}:{narrow}", f"{seen}:{first}:{sort}", f"{seen}:{kind}:{sort}:{first}")
        yield from self._salience(index, phrase, number, narrow)

    def _relation(self, phrase: Phrase, entity: Entity) -> str:
        """What a phrase's noun is to what an entity is called."""
        known = phrase.known
        if phrase.called.head in entity.heads:
            return "head"
        if known and known.classes & entity.classes:
            return "class"
        if known and ("*" in known.wider or known.wider & entity.classes):
            return "wider"
        return "other" if entity.classes else "untold"

    def _words(self, phrase: Phrase, entity: Entity, kind: str) -> Iterator[str]:
        """The words of a phrase beside those of an entity."""
        forms = self.entities.forms(phrase.mention)
        head = fold(self.entities.parsed.tokens[phrase.mention.head].form)
        words = {fold(form) for form in forms[1:] if len(form) > _SHORT}
        mentions = [self.entities.mentions[k] for k in entity.mentions[:_MENTIONS]]
        theirs = {fold(form) for mention in mentions for form in self.entities.forms(mention) if len(form) > _SHORT}
        both = min(len(words & theirs), 3)
        yield from (f"shared:{both}", f"shared:{both}:{kind}", f"strange:{min(len(words - theirs), 4)}:{kind}")
        yield from (f"named so:{head in theirs}:{kind}", f"noun:{head}:{kind}")
        if phrase.proper:
            yield f"proper:{'all' if phrase.proper <= theirs else 'some' if phrase.proper & theirs else 'none'}:{kind}"
        for called in list(entity.heads)[:4]:
            yield f"noun:{head}:called:{called}"
        classes = sorted(entity.classes) or ["untold"]
        for other in classes:
            yield f"class:{other}:noun:{head}"
            for own in sorted(phrase.known.classes) if phrase.known else ():
                yield f"class:{other}:{own}:{entity.named}"

    def _salience(self, index: int, phrase: Phrase, number: int, narrow: str) -> Iterator[str]:
        """Where an entity was last told of, and whether it speaks."""
        entity, trace, mention = self.entities.all[number], self.memory.traces[number], phrase.mention
        kind, sort, first = _called(entity, phrase)
        where, floor = self._place(index), number == self.memory.floor
        far = _step(self.memory.distance(number, mention), 0, 1, 2, 3, 5, 8) if trace.last >= 0 else "later"
        yield from (f"far:{far}", f"far:{far}:{kind}", f"floor:{floor}:{kind}:{sort}:{narrow}")
        yield f"floor:{floor}:{first}:{sort}:{where}"
        if floor:
            yield from ("floor", f"floor:{far}", f"floor:{where}:{sort}:{narrow}", f"floor:{self._noun(mention)}")
        of = self.entities.parsed.sentence_of
        subject = _step(of[mention.head] - of[trace.subject], 0, 1, 2, 4) if trace.subject >= 0 else "never"
        yield from (f"subject:{subject}", f"subject:{subject}:{kind}:{sort}", f"subject:{subject}:{floor}")
        often = len(entity.mentions)
        yield from (f"often:{_step(often, 1, 2, 3, 5, 9)}", f"often:{_step(often, 1, 2, 5)}:{kind}:{sort}")
        yield from (f"speaks:{entity.speaks}:{kind}", f"speaks:{entity.speaks}:{kind}:{sort}")

    def _noun(self, mention: Mention) -> str:
        return fold(self.entities.parsed.tokens[mention.head].form)

    def _new(self, index: int, phrase: Phrase) -> Iterator[str]:
        """What speaks for somebody who is new."""
        mention, known, first = phrase.mention, phrase.known, phrase.first
        head, sort, where = self._noun(mention), known.sort if known else "", self._place(index)
        long = _step(len(self.entities.forms(mention)), 2, 3, 4, 6, 9)
        narrow = min(len(phrase.called.words), 3)
        for trait in (
            "", first, f"noun:{head}", f"{first}:noun:{head}", f"sort:{sort}", f"{first}:sort:{sort}", f"long:{long}",
            f"{first}:long:{long}", f"sort:{sort}:long:{long}", f"number:{mention.number}:{sort}", where,
            f"{where}:{sort}", f"open:{phrase.open}", f"pointing:{phrase.pointing}", f"{first}:narrow:{narrow}",
            f"proper:{bool(phrase.proper)}", f"title:{phrase.title_line}",
        ):  # fmt: skip
            yield "new:" + trait
        floor = self.memory.floor
        yield f"new:floor:{self.entities.all[floor].kind if floor is not None else ''}:{sort}"
        for own in sorted(known.classes) if known else ():
            yield from (f"new:class:{own}", f"new:class:{own}:{min(narrow, 2)}")
