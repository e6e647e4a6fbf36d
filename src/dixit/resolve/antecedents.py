"""Titles, descriptions and pronouns -> the actor that fits best, in text order.

Candidates are scored by agreement, words in common, and salience: who spoke last (has the floor), who was a
subject, how far back. The weights were set by hand on the gold training texts (eval/who.py).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dixit.extract.people import Office, noun, office
from dixit.folding import fold
from dixit.lexicon import words
from dixit.resolve.entities import Entities, Entity
from dixit.resolve.fit import NAMED, Phrase, agrees, kinds_fit, states_differ, wide_fit, words_agree
from dixit.resolve.parties import FIRST_PERSON
from dixit.types import Gender, Mention

# Behind a pronoun: after a verb ("a-t-il dit"), first in its sentence, elsewhere.
FLOOR: Final = (2.0, 2.0, 1.0)  # who spoke last
CONTINUES: Final = 1.0  # ... where the verb goes on: "a-t-il ajouté"
SUBJECT_HERE: Final = (1.0, 1.0, 1.5)  # subject of the same sentence
SUBJECT_BEFORE: Final = (2.0, 3.0, 1.0)  # subject of the sentence before
BODY: Final = -1.5  # a body, or a name of unknown kind
THING: Final = -4.0  # something without a name that no word list takes for a person or a body
SENTENCE: Final = -0.5  # for each sentence between
QUOTED: Final = -1.0  # named only inside quotations
BACK: Final = -0.05  # for each actor named later
# Behind a title or a description.
SAME_HEAD: Final = 3.0  # "le ministre" after "le ministre de la Santé"
SAME_WORDS: Final = 1.5  # all its words: "le ministre de la Santé" again
STRANGE_WORD: Final = -0.5  # a word that the other lacks
LATER: Final = -1.0  # the antecedent comes only later
SAME_STATE: Final = 1.5
WIDE_FLOOR: Final = 0.8
WIDE_SUBJECT: Final = 0.4
WIDE_SENTENCE: Final = -0.12
WIDE_OFTEN: Final = 0.4  # for each mention, up to five
WIDE_STRANGE: Final = -0.25
ENOUGH: Final = 0.6  # score from which a description is tied
# Behind both.
INSIDE: Final = -0.8  # who spoke last, for a mention inside a quotation
FAR: Final = 10  # sentences after which distance no longer counts
LEAD: Final = 4  # paragraphs in which a name may come up for who was told of without one
RECENT: Final = 14  # actors that are looked back to

_DEMONSTRATIVE: Final = words("people-pointing")
_INDEFINITE: Final = words("people-indefinite")
_LATEST: Final = frozenset(
    ("celui-ci", "celle-ci", "ceux-ci", "celles-ci", "ce dernier", "cette dernière", "ces derniers", "ces dernières")
)
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
# Offices that a name without any may turn out to hold: "Vladimir Roux ... le président russe".
_TITLED: Final = frozenset(["head", "minister", "elected", "diplomat", "spokesman", "soldier", "church", "accused"])


@dataclass(slots=True)
class _Trace:
    """Where an entity was last mentioned, by token."""

    last: int = -1
    outside: int = -1  # outside direct quotations
    subject: int = -1  # as a subject


class Antecedents:
    """A walk over the mentions of a document, which remembers who was named and who spoke."""

    def __init__(self, entities: Entities) -> None:
        self.entities, self.parsed = entities, entities.parsed
        self.traces = [_Trace() for _ in entities.all]
        self.recent: dict[int, None] = {}  # entities, the latest last
        self.floor: int | None = None
        self.takers = self._takers()
        self.quoted = sorted(
            (span.start, span.end) for s in entities.statements if s.mode == "direct" for span in s.content
        )

    def walk(self) -> None:
        """Resolve what is no name, from the first mention to the last."""
        entities = self.entities
        spans = [mention.span for mention in entities.mentions]
        for index in sorted(range(len(spans)), key=lambda i: (spans[i].start, -spans[i].end)):
            mention = entities.mentions[index]
            if entities.owner[index] is None:
                number = self._pronoun(index, mention) if mention.form == "pronoun" else self._description(mention)
                if number is not None:
                    entities.give(index, number)
            self._note(index)

    def _takers(self) -> set[int]:
        """Mentions that take the floor: speakers of statements that are told in nobody else's words."""
        found: set[int] = set()
        for statement in self.entities.statements:
            others = (span for other in self.entities.statements if other is not statement for span in other.content)
            if statement.speaker and not any(span.holds(statement.speaker) for span in others):
                found.update(self.entities.parties.find(statement.speaker))
        return found

    def _note(self, index: int) -> None:
        """Remember who has just been mentioned, and whether they take the floor."""
        number, mention = self.entities.owner[index], self.entities.mentions[index]
        if number is None:
            return
        trace = self.traces[number]
        if trace.last < 0:
            self._introduce(index, number)
        trace.last = mention.head
        if not self._in_quotation(mention):
            trace.outside = mention.head
            if self.parsed.tokens[mention.head].dep.startswith("nsubj"):
                trace.subject = mention.head
        self.recent.pop(number, None)
        self.recent[number] = None
        if index in self.takers:
            self.floor = number

    def _introduce(self, index: int, number: int) -> None:
        """Tie who was told of by an office or a description in the lead to the name that now comes up for him.

        "Le ministre de la Justice a dit ... William Roux a ajouté": both speak, one after the other.
        "L'homme fort du pays est parti ... Ali Roux, 60 ans, était": the one person that the lead tells of.
        """
        entity, mention = self.entities.all[number], self.entities.mentions[index]
        if entity.kind != "person" or not entity.named or entity.heads or self._in_quotation(mention):
            return
        before = self.floor if index in self.takers else None
        if before is None or not self._is_nameless(before, entity.gender):
            before = self._lead(mention, entity.gender)
        if before is None:
            return
        self.entities.merge(before, number)
        self.recent.pop(before, None)
        self.floor = number if self.floor == before else self.floor

    def _is_nameless(self, number: int, gender: Gender) -> bool:
        """Whether an entity is one person of that gender who has come up without a name."""
        entity = self.entities.all[number]
        told = self.traces[number].last >= 0 and not entity.named and bool(entity.mentions)
        return told and entity.kind == "person" and entity.number == "s" and agrees(entity, gender, "s")

    def _lead(self, mention: Mention, gender: Gender) -> int | None:
        """The only person whom title and first paragraph tell of without a name; None: none, or several."""
        if not self.parsed.tokens[mention.head].dep.startswith("nsubj"):
            return None
        paragraphs = self.parsed.document.paragraphs
        if mention.span.start >= paragraphs[min(len(paragraphs), LEAD) - 1].end:
            return None
        told = [
            number
            for number, other in enumerate(self.entities.all)
            if self._is_nameless(number, gender) and other.classes & _TITLED and self._is_definite(other)
        ]
        return told[0] if len(told) == 1 else None

    def _is_definite(self, entity: Entity) -> bool:
        """Whether an entity came up as "le ministre", not as "un ministre"."""
        return self.entities.forms(self.entities.mentions[entity.mentions[0]])[0].lower() in (
            "le",
            "la",
            "l'",
            "ce",
            "cette",
        )

    def _recent(self) -> Iterator[int]:
        """Entities from the latest back."""
        for back, number in enumerate(reversed(self.recent)):
            if back >= RECENT:
                break
            yield number

    def _in_quotation(self, mention: Mention) -> bool:
        at = bisect_right(self.quoted, (mention.span.start, 1 << 60)) - 1
        return at >= 0 and mention.span.start < self.quoted[at][1]

    def _distance(self, number: int, mention: Mention) -> int:
        """Sentences between an entity's latest mention and this one."""
        of, trace = self.parsed.sentence_of, self.traces[number]
        last = trace.last if trace.outside < 0 or self._in_quotation(mention) else trace.outside
        return min(of[mention.head] - of[last], FAR)

    def _was_subject(self, number: int, mention: Mention) -> bool:
        """Whether an entity was a subject in the same sentence or the one before."""
        of, subject = self.parsed.sentence_of, self.traces[number].subject
        return subject >= 0 and of[subject] >= of[mention.head] - 1

    def _floor_bonus(self, number: int, mention: Mention, bonus: float) -> float:
        """What it counts to have the floor; in a quotation "il" is rather somebody else."""
        if number != self.floor:
            return 0.0
        return INSIDE if self._in_quotation(mention) else bonus

    # -- pronouns -------------------------------------------------------------------------------------

    def _pronoun(self, index: int, mention: Mention) -> int | None:
        """The best of the recent entities that agree; None: none does."""
        form = self.entities.text(mention).lower()
        if form in FIRST_PERSON:
            return None
        if form in _INDEFINITE or form.startswith(("les ", "d'")):
            return self._new(mention)
        if form == "qui":
            return self._antecedent(mention)
        scored = [
            (self._pronoun_score(number, mention, form) + BACK * back, -back, number)
            for back, number in enumerate(self._recent())
            if agrees(self.entities.all[number], mention.gender, mention.number)
            and self.entities.all[number].kind != "document"
        ]
        if scored:
            return max(scored)[2]
        return self._new(mention) if index in self.entities.party else None

    def _pronoun_score(self, number: int, mention: Mention, form: str) -> float:
        """How well an entity goes behind a pronoun."""
        entity, trace, of = self.entities.all[number], self.traces[number], self.parsed.sentence_of
        place = self._place(mention)
        score = SENTENCE * self._distance(number, mention) + NAMED * entity.named + QUOTED * (trace.outside < 0)
        if form not in _LATEST:
            score += self._floor_bonus(number, mention, FLOOR[place] + CONTINUES * self._goes_on(mention))
        if trace.subject >= 0:
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

    def _goes_on(self, mention: Mention) -> bool:
        """Whether the words after a pronoun say that its speaker goes on: "a-t-il ajouté"."""
        following = self.parsed.tokens[mention.head + 1 : mention.head + 4]
        return any(fold(token.form).startswith(_GOING_ON) for token in following)

    def _antecedent(self, mention: Mention) -> int | None:
        """Who a relative "qui" stands for: the mention that ends right before it."""
        start = mention.span.start
        for number in self._recent():
            for index in reversed(self.entities.all[number].mentions):
                if start - 4 <= self.entities.mentions[index].span.end < start:
                    return number
        return self.floor

    # -- titles and descriptions ----------------------------------------------------------------------

    def _new(self, mention: Mention) -> int:
        """A new entity for a mention that is tied to nothing."""
        entities = self.entities
        number = entities.add(Entity(mention.kind, mention.gender, mention.number, named=mention.form == "name"))
        self.traces.append(_Trace())
        if mention.form != "pronoun":
            called = office(entities.forms(mention))
            if (
                called.head == "porte-parole"
                and not called.words
                and entities.forms(mention)[0].lower() in ("un", "une")
            ):
                body = self._spoken_for()
                entities.all[number].alias = entities.joined(mention, body) if body else ""
            entities.learn(number, called, noun(self.parsed.tokens[mention.head].form))
        return number

    def _spoken_for(self) -> Entity | None:
        """The body for which a spokesman without more speaks: who spoke last, else the one named most."""
        if self.floor is not None and self.entities.all[self.floor].kind == "organisation":
            return self.entities.all[self.floor]
        bodies = [entity for n in self._recent() if (entity := self.entities.all[n]).kind == "organisation"]
        return max(bodies, key=lambda entity: (entity.named, len(entity.mentions)), default=None)

    def _phrase(self, mention: Mention) -> Phrase:
        """What a title or description says."""
        forms = self.entities.forms(mention)
        called = self._owned(office(forms), forms[0].lower(), mention)
        known = noun(self.parsed.tokens[mention.head].form)
        first = [form.lower() for form in forms[:3]]
        same = bool({"même", "mêmes"} & set(first))
        former = any(form.startswith(("ancien", "ex-")) for form in first)
        title = self.parsed.document.title
        return Phrase(
            mention,
            called,
            known and (noun(called.head) or known),
            open=first[0] in _INDEFINITE and not same,
            pointing=former or bool(_DEMONSTRATIVE & set(first)),
            title_line=title is not None and mention.span.start < title.end,
        )

    def _owned(self, called: Office, first: str, mention: Mention) -> Office:
        """An office with the state that "son" stands for: "la Russie ... son ministre" -> ministre, @russie."""
        if first not in ("son", "sa") or any(word.startswith("@") for word in called.words):
            return called
        known = noun(called.head)
        if known is None or not known.classes & _TITLED:
            return called
        found: frozenset[str] = frozenset()
        for number in self._recent():
            entity = self.entities.all[number]
            if entity.kind == "state" and self._distance(number, mention) == 0:
                states = frozenset(key for key in entity.heads if key[:1] == "@")
                found = states  # in the end that of the first
        return Office(called.head, called.words | found)

    def _description(self, mention: Mention) -> int:
        """The best entity that a title or description can stand for, or a new one."""
        phrase = self._phrase(mention)
        if phrase.open and not phrase.title_line:
            return self._new(mention)
        same = self.entities.called.get(phrase.called.head, [])
        for candidates in (same, [] if phrase.open else self._wide_candidates(phrase)):
            scored = [(score, number) for number in candidates if (score := self._description_score(number, phrase))]
            best = max(scored, default=(0.0, -1))
            if best[0] >= ENOUGH:
                self.entities.learn(best[1], phrase.called, phrase.known)
                return best[1]
        if phrase.called.head == "source" and phrase.pointing and mention.number == "s" and self.floor is not None:
            return self.floor
        return self._new(mention)

    def _wide_candidates(self, phrase: Phrase) -> Iterator[int]:
        """For a wider noun, the recent entities."""
        known = phrase.known
        if phrase.pointing or (known and (known.wider or known.classes & _TITLED)):
            yield from self._recent()

    def _description_score(self, number: int, phrase: Phrase) -> float | None:
        """How well a title or description fits an entity; None: not at all."""
        entity, mention = self.entities.all[number], phrase.mention
        if not entity.mentions or not kinds_fit(entity, mention):
            return None
        if not agrees(entity, phrase.gender, mention.number):
            return None
        own = entity.words
        if states_differ(phrase.called.words, own):
            return None
        seen = self.traces[number].last >= 0
        strange = len(phrase.called.words - own)
        salience = WIDE_SENTENCE * self._distance(number, mention) if seen else 0.0
        salience += self._floor_bonus(number, mention, WIDE_FLOOR)
        narrowed = entity.heads.get(phrase.called.head)
        if narrowed is not None:
            shared = words_agree(phrase, narrowed)
            if strange == 0 and phrase.called.words:
                salience += SAME_WORDS
            late = 0.0 if seen or phrase.title_line else LATER
            return None if shared is None else SAME_HEAD + shared + late + salience + STRANGE_WORD * strange
        wide = wide_fit(entity, phrase, own) if seen and (mention.number == "s" or phrase.pointing) else None
        if any(word.startswith("@") for word in phrase.called.words & own):
            salience += SAME_STATE  # "son homologue allemand"
        salience += WIDE_SUBJECT * self._was_subject(number, mention) + WIDE_OFTEN * min(len(entity.mentions), 5)
        return None if wide is None else wide + salience + WIDE_STRANGE * strange
