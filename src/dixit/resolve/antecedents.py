"""Titles and descriptions -> the actor that fits best, in text order; pronouns by ``pronouns``.

Candidates are scored by agreement, words in common, and salience: who spoke last (has the floor), who was a
subject, how far back. These weights were set by hand on the gold training texts (eval/who.py); of speakers
``ranking``, whose weights are learned, has the last word.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dixit.extract.mentions import PERSONAL
from dixit.extract.people import Noun, Office, noun, office, seat, state
from dixit.folding import fold
from dixit.lexicon import words
from dixit.resolve.clauses import CLITICS
from dixit.resolve.entities import Entities, Entity
from dixit.resolve.fit import PRACTICES, Phrase, agrees, kinds_fit, says_more, states_differ, wide_fit, words_agree
from dixit.resolve.memory import TITLED, Memory, Trace
from dixit.resolve.parties import FIRST_PERSON, SECOND_PERSON
from dixit.resolve.pronouns import Pronouns
from dixit.resolve.ranking import Ranking
from dixit.resolve.wording import joined
from dixit.types import Mention, Number, Span

# Behind a title or a description.
SAME_HEAD: Final = 3.0  # "le ministre" after "le ministre de la Santé"
SAME_WORDS: Final = 1.5  # all its words: "le ministre de la Santé" again
STRANGE_WORD: Final = -0.5  # a word that the other lacks
LATER: Final = -1.0  # the antecedent comes only later
WIDE_SPEAKS: Final = 0.6  # says something in the text, where the phrase does
SAME_STATE: Final = 1.5
WIDE_FLOOR: Final = 1.0
AFTER_VERB: Final = 1.0  # ... for "a ajouté le maire"
SPEAKS_ON: Final = 1.4  # who spoke last, where no word list lets him be called so
WIDE_SUBJECT: Final = 0.4
WIDE_SENTENCE: Final = -0.12
WIDE_OFTEN: Final = 0.4  # for each mention, up to five
WIDE_DOUBTFUL: Final = -3.0  # a person by the entity tagger alone
WIDE_STRANGE: Final = -0.25
LED: Final = 1.5  # "le chef de l'Etat" after who is one by the knowledge base, on the day if it is known; not tuned
NOT_LED: Final = -4.0  # ... after "le président de la région"
SAME_VOICE: Final = 4  # sentences over which who speaks goes on under a plain word
CLEAR: Final = 0.8  # by how much the owner of "son frère" must lead to be named
ENOUGH: Final = 0.7  # score from which a description is tied
_DEMONSTRATIVE: Final = words("people-pointing")
_INDEFINITE: Final = words("people-indefinite")
LEADING: Final = 3  # paragraphs of a text, title included, from which its first one tells who the title is about
# How many own what is "son" and what is "leur".
_POSSESSIVE: Final[dict[str, Number]] = {
    **dict.fromkeys(("son", "sa", "ses"), "s"),
    **dict.fromkeys(("leur", "leurs"), "p"),
}
# Whose owner is rather the other in the story: "l'avocat de Roux a dit que son client".
_MUTUAL: Final = frozenset(("client", "homologue", "pays", "adversaire", "rival", "interlocuteur"))
_APART: Final = {"law", "spokesman", "human"}  # classes of who speaks for or about somebody else
_OFFICIAL: Final = TITLED | {"law", "police", "justice"}  # classes of whom a case or a meeting has one more
_STATES: Final = frozenset(("pays", "voisin", "capitale", "etat", "gouvernement", "puissance"))  # nouns for states
_HUMAN: Final = {"human"}
_TRADES: Final = ("iste", "euse", "trice", "ienne", "ien", "eur", "ogue", "ier", "ière")  # ends of words for persons
_FACTS: Final = ("ment", "tion", "sion", "age", "ure", "ité", "isme", "ance", "ence")  # ends of words for things
# "les deux hommes"
_COUNTED: Final = {"couple": 2, "deux": 2, "trois": 3, "quatre": 4}
# People who are spoken of for the body that they serve.
_CORPS: Final = {
    **dict.fromkeys(("militaire", "soldat"), "army"),
    "policier": "police",
    **dict.fromkeys(("juge", "magistrat"), "justice"),
}
_HOUSES: Final = frozenset(("presidence", "palais"))  # what the seat of a state is called by
_ISSUED: Final = frozenset(("communique", "lettre", "message", "courrier"))  # texts that somebody puts out
# Offices by which somebody is called without more, and what the knowledge base calls them.
_HIGHEST: Final = {"president": "head-of-state", "premier ministre": "head-of-government"}
_OF_STATE: Final = frozenset(("Etat", "État", "République"))
_NO_ONE: Final = frozenset(("aucun", "aucune", "nul", "nulle", "personne", "pas"))
# Pronouns that stand for a thing or a fact.
_THINGS: Final = frozenset(("tout", "ça", "cela", "ceci", "ce", "c'", "rien", "que", "qu'", "dont", "y", "en", "quoi"))


class Antecedents:
    """A walk over the mentions of a document, which remembers who was named and who spoke."""

    def __init__(self, entities: Entities, memory: Memory) -> None:
        self.entities, self.memory, self.parsed = entities, memory, entities.parsed
        self._persons = {entities.first_token(m) for m in entities.mentions if m.form == "name" and m.kind == "person"}
        self.doubtful = frozenset(filter(entities.is_doubtful, range(len(entities.all))))
        self._heads = {mention.head: index for index, mention in enumerate(entities.mentions)}
        self._pronouns = Pronouns(entities, memory, self._heads)
        self.ranking = Ranking(entities, memory, self.doubtful, self.score)

    def walk(self) -> None:
        """Resolve what is no name, from the first mention to the last."""
        entities = self.entities
        spans = [mention.span for mention in entities.mentions]
        for index in sorted(range(len(spans)), key=lambda i: (self._turn(spans[i]), spans[i].start, -spans[i].end)):
            mention = entities.mentions[index]
            if entities.owner[index] is None and not entities.parties.label(mention.span):
                number = (
                    self._pronoun(index, mention) if mention.form == "pronoun" else self._description(index, mention)
                )
                if number is not None:
                    entities.give(index, number)
            self.memory.note(index, title=self._turn(spans[index]) == 1)

    def _turn(self, span: Span) -> int:
        """When a mention is read: the title after the first paragraph, which says who its people are."""
        document = self.parsed.document
        if document.title is None or len(document.paragraphs) < LEADING:
            return 0
        if span.start < document.title.end:
            return 1
        return 0 if span.start < document.paragraphs[1].end else 2

    def _pronoun(self, index: int, mention: Mention) -> int | None:
        """Whom a pronoun stands for, one who has been named or somebody new; None: no one."""
        form = self.entities.text(mention).lower()
        if form in FIRST_PERSON or form in SECOND_PERSON or form in _THINGS or form in _NO_ONE:
            return None
        if form in _INDEFINITE or form.startswith(("les ", "d'")):
            return self._new(mention)
        found = self._pronouns.find(mention)
        if found is not None or mention.number == "p" or form in PERSONAL or form in CLITICS or form == "qui":
            return found
        return self._new(mention) if index in self.entities.party else None

    def _new(self, mention: Mention) -> int:
        """A new entity for a mention that is tied to nothing."""
        entities = self.entities
        number = entities.add(Entity(mention.kind, mention.gender, mention.number, named=mention.form == "name"))
        self.memory.traces.append(Trace())
        if mention.form != "pronoun":
            called, known = office(entities.forms(mention)), noun(self.parsed.tokens[mention.head].form)
            first = entities.forms(mention)[0].lower()
            whose: Entity | None = None
            if called.head == "porte-parole" and not called.words and first in ("un", "une"):
                whose = self._spoken_for()
            elif first in _POSSESSIVE and known is not None and known.sort != "document" and known.base not in _MUTUAL:
                whose = self._possessor(mention, _POSSESSIVE[first])
            entities.all[number].alias = joined(entities.text(mention), entities.name(whose)) if whose else ""
            entities.learn(number, called, known)
        return number

    def _possessor(self, mention: Mention, owners: Number) -> Entity | None:
        """Whose brother "son frère" is; None: nobody who has been named, or not clear."""
        all_entities = self.entities.all
        ranked = sorted(self._pronouns.ranked(mention, "son", "", owners), reverse=True)
        if not ranked or not all_entities[ranked[0][2]].named:
            return None
        clear = len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= CLEAR
        return all_entities[ranked[0][2]] if clear else None

    def _spoken_for(self) -> Entity | None:
        """The body for which a spokesman without more speaks: who spoke last, else the one named most."""
        if self.memory.floor is not None and self.entities.all[self.memory.floor].kind == "organisation":
            return self.entities.all[self.memory.floor]
        bodies = [entity for n in self.memory.recent() if (entity := self.entities.all[n]).kind == "organisation"]
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
        behind = forms[mention.head - self.entities.first_token(mention) + 1 :]
        return Phrase(
            mention,
            first[0],
            called,
            known and (noun(called.head) or known),
            open=first[0] in _INDEFINITE and not same,
            pointing=former or bool(_DEMONSTRATIVE & set(first)),
            proper=frozenset(fold(form) for form in behind if form[0].isupper() and not state(form) and not seat(form)),
            former=former,
            title_line=title is not None and mention.span.start < title.end,
        )

    def _owned(self, called: Office, first: str, mention: Mention) -> Office:
        """An office with the state that "son" stands for: "la Russie ... son ministre" -> ministre, @russie."""
        if first not in ("son", "sa") or any(word.startswith("@") for word in called.words):
            return called
        known = noun(called.head)
        if known is None or not known.classes & TITLED:
            return called
        found: frozenset[str] = frozenset()
        for number in self.memory.recent():
            entity = self.entities.all[number]
            if entity.kind == "state" and self.memory.distance(number, mention) == 0:
                states = frozenset(key for key in entity.heads if key[:1] == "@")
                found = states  # in the end that of the first
        return Office(called.head, called.words | found)

    def _description(self, index: int, mention: Mention) -> int | None:
        """The best entity that a title or description can stand for, or a new one; None: "aucun responsable"."""
        phrase = self._phrase(mention)
        if phrase.first in _NO_ONE or (mention.number == "p" and self._opens_names(mention)):
            return None
        found: int | None = None
        fits: int | None = None
        if not phrase.open or phrase.title_line:
            if (phrase.pointing and not phrase.former) or self._is_aged(mention):
                found = self._speaks_as(phrase, self._introduced(phrase))
            fits = self._best(phrase) if found is None else None
            found = fits if found is None else found
            found = self._collective(phrase) if found is None else found
            found = self._speaks_as(phrase, self.memory.floor) if found is None else found
        if found == fits:  # by how well it fits, or nobody's
            found = self.ranking.choose(index, phrase, found)
            if found is not None:
                self.entities.learn(found, phrase.called, phrase.known)
        found = self._new(mention) if found is None else found
        self._name_text(found, phrase)
        return found

    def _name_text(self, number: int, phrase: Phrase) -> None:
        """Name a text that speaks for who has just spoken by it: "le communiqué du ministère"."""
        known, floor, entity = phrase.known, self.memory.floor, self.entities.all[number]
        if floor is None or known is None or known.base not in _ISSUED or phrase.called.words or entity.alias:
            return
        issuer = self.entities.all[floor]
        if phrase.open or self._heads[phrase.mention.head] not in self.memory.takers or any(entity.heads.values()):
            return
        if issuer.kind == "organisation" or (issuer.named and issuer.kind in ("state", "person", "unknown")):
            entity.alias = joined(self.entities.text(phrase.mention), self.entities.name(issuer))

    def _best(self, phrase: Phrase) -> int | None:
        """The entity that a phrase fits best, one of its own office before one of a wider noun; None: none enough."""
        same = self.entities.called.get(phrase.called.head, [])
        for candidates in (same, [] if phrase.open else self._wide_candidates(phrase)):
            scored = [(score, number) for number in candidates if (score := self.score(number, phrase))]
            best = max(scored, default=(0.0, -1))
            if candidates is same and self._yields(best[1], phrase):
                continue
            if best[0] >= ENOUGH:
                return best[1]
        return None

    def _yields(self, number: int, phrase: Phrase) -> bool:
        """Whether somebody of the same office, but not of these words, comes after who may speak on."""
        floor = self.memory.floor
        if number < 0 or floor is None or number == floor or not self._may_speak_on(floor, phrase):
            return False
        return says_more(phrase.called.words, self.entities.all[number].words)

    def _collective(self, phrase: Phrase) -> int | None:
        """Who is meant by a phrase for people of a body, for several who were named, or for a source; None: no one."""
        corps = self._corps(phrase)
        if corps is not None:
            return corps
        counted = next((n for form in self.entities.forms(phrase.mention)[:3] if (n := _COUNTED.get(form.lower()))), 0)
        if counted and not phrase.called.words:
            if counted == len(self.memory.company):
                return self._pronouns.together(self.memory.company)
            if phrase.first in ("les", "ces"):
                return self._latest_together(phrase, counted)
        source = phrase.called.head == "source" and phrase.pointing and phrase.mention.number == "s"
        return self.memory.floor if source else None

    def _speaks_as(self, phrase: Phrase, number: int | None) -> int | None:
        """A named person, where a word that no office narrows may stand for them: "l'adolescente"; None: it may not."""
        mention, known = phrase.mention, phrase.known
        definite = phrase.pointing or (phrase.first in ("le", "la", "l'") and not phrase.proper)
        if (
            number is None
            or not definite
            or mention.number != "s"
            or self._heads[mention.head] not in self.memory.takers
        ):
            return None
        if known is None:
            head = self.parsed.tokens[mention.head]
            after = self._heads[mention.head] in self.memory.told_after and head.pos in ("NOUN", "ADJ")
            word = head.form.lower()
            plain = word.endswith(_TRADES) or (after and not word.endswith(_FACTS))
        else:
            plain = known.sort == "person" and not known.classes & _OFFICIAL
        entity = self.entities.all[number]
        somebody = entity.named or (known is not None and known.classes == _HUMAN)
        fits = entity.kind == "person" and somebody and agrees(entity, phrase.gender, "s")
        near = self.memory.distance(number, mention) <= SAME_VOICE
        return number if fits and near and (plain or phrase.former) else None

    def _introduced(self, phrase: Phrase) -> int | None:
        """The named person who was last the subject of a sentence, since somebody took the floor; None: nobody."""
        for number in self.memory.recent():
            if number == self.memory.floor:
                break
            entity, trace = self.entities.all[number], self.memory.traces[number]
            fits = entity.named and entity.kind == "person" and number not in self.doubtful
            if fits and trace.subject >= 0 and agrees(entity, phrase.gender, "s"):
                return number if self.memory.distance(number, phrase.mention) <= SAME_VOICE else None
        return None

    def _is_aged(self, mention: Mention) -> bool:
        """Whether a description gives an age: "la retraitée de 64 ans"."""
        forms = [form.lower() for form in self.entities.forms(mention)]
        return any(
            before == "de" and number.isdigit() and unit == "ans"
            for before, number, unit in zip(forms, forms[1:], forms[2:], strict=False)
        )

    def _latest_together(self, phrase: Phrase, count: int) -> int | None:
        """As many as "les deux voisins" counts of those who were named last, as one; None: there are not so many."""
        known = phrase.known
        if known is None or known.sort == "document":
            return None
        states = known.base in _STATES
        kinds = ("state",) if states else ("person",) if known.sort == "person" else ("organisation",)
        found = []
        for number in self.memory.recent():
            entity = self.entities.all[number]
            fits = entity.named and entity.kind in kinds and entity.number != "p"
            if fits and (states or agrees(entity, phrase.gender, "")):
                found.append(number)
        return self._pronouns.together(sorted(found[:count])) if len(found) >= count else None

    def _corps(self, phrase: Phrase) -> int | None:
        """The body whose people "les policiers" are, where it has just been named: "la police"; None: none has."""
        kind = _CORPS.get(phrase.known.base) if phrase.known else None
        if kind is None or phrase.first != "les" or any(word[0] != "@" for word in phrase.called.words):
            return None
        for number in self.memory.recent():
            entity = self.entities.all[number]
            if kind in entity.classes and entity.kind == "organisation":
                return None if states_differ(phrase.called.words, entity.words) else number
        return None

    def _opens_names(self, mention: Mention) -> bool:
        """Whether a plural title stands right before names, who are together what it says."""
        return self.entities.parties.token_at(mention.span.end - 1) + 1 in self._persons

    def _wide_candidates(self, phrase: Phrase) -> Iterator[int]:
        """For a wider noun, the recent entities."""
        known = phrase.known
        plain = phrase.first in ("le", "la", "l'") and not phrase.called.words and known and known.classes & PRACTICES
        if phrase.pointing or plain or (known and (known.wider or known.classes & TITLED)):
            yield from self.memory.recent()
        elif (number := self.memory.floor) is not None and self._may_speak_on(number, phrase):
            yield number

    def _may_speak_on(self, number: int, phrase: Phrase) -> bool:
        """Whether somebody spoke last and may be the one of whom a phrase tells by another word."""
        known, entity = phrase.known, self.entities.all[number]
        if known is None or phrase.mention.number == "p" or not entity.named or number != self.memory.floor:
            return False
        if not self._is_told_on(number, phrase, known) or self.memory.distance(number, phrase.mention) > SAME_VOICE:
            return False
        if known.sort == "body":
            if entity.kind == "state":
                return known.base in _HOUSES and not phrase.called.words
            kin = phrase.pointing or not entity.classes or bool(entity.classes & known.classes)
            return kin and entity.kind in ("organisation", "unknown") and not phrase.proper - entity.words
        return known.sort == "person" and entity.kind == "person" and not known.classes & _APART

    def _highest(self, entity: Entity, phrase: Phrase) -> float:
        """What speaks for who has led a state, and against who presides over something else, in "le chef de l'Etat"."""
        head = phrase.called.head
        if head not in _HIGHEST or any(word[0] != "@" for word in phrase.called.words):
            return 0.0
        of_state = not _OF_STATE.isdisjoint(self.entities.forms(phrase.mention))
        if _HIGHEST[head] in entity.led:
            return LED if of_state or head != "president" else LED / 2
        elsewhere = any(word[0] != "@" for word in entity.heads.get("president", ()))
        return NOT_LED if of_state and elsewhere else 0.0

    def _is_told_on(self, number: int, phrase: Phrase, known: Noun) -> bool:
        """Whether a phrase stands after its verb, or nobody but this person has spoken and it is no high office."""
        index = self._heads[phrase.mention.head]
        if index in self.memory.told_after:
            return True
        entity = self.entities.all[number]
        high = known.classes & TITLED and not phrase.called.words and not phrase.former  # "le chef de l'Etat"
        alone = entity.kind == "person" and len(entity.mentions) > 1 and self.memory.is_alone(number)
        return alone and not high and index in self.memory.takers

    def score(self, number: int, phrase: Phrase) -> float | None:
        """How well a title or description fits an entity; None: not at all."""
        entity, mention = self.entities.all[number], phrase.mention
        if not entity.mentions or not kinds_fit(entity, mention):
            return None
        body = entity.named and entity.kind in ("organisation", "state", "unknown")
        if not agrees(entity, phrase.gender, "" if body and mention.number == "s" else mention.number):
            return None
        own = entity.words
        factions = phrase.called.words & self.entities.factions
        other_faction = factions and entity.factions and not factions & entity.factions
        if other_faction or states_differ(phrase.called.words, own):
            return None
        seen = self.memory.traces[number].last >= 0
        strange = len(phrase.called.words - own)
        salience = WIDE_SENTENCE * self.memory.distance(number, mention) if seen else 0.0
        after = self._heads[mention.head] in self.memory.told_after
        salience += self.memory.floor_bonus(number, mention, WIDE_FLOOR + AFTER_VERB * after)
        salience += self._highest(entity, phrase)
        narrowed = entity.heads.get(phrase.called.head)
        if narrowed is not None:
            shared = words_agree(phrase, narrowed)
            if strange == 0 and phrase.called.words:
                salience += SAME_WORDS
            late = 0.0 if seen or phrase.title_line else LATER
            return None if shared is None else SAME_HEAD + shared + late + salience + STRANGE_WORD * strange
        wide = wide_fit(entity, phrase, own) if seen and (mention.number == "s" or phrase.pointing) else None
        if wide is None and self._may_speak_on(number, phrase):
            wide = SPEAKS_ON
        salience += WIDE_SPEAKS * (entity.speaks and self._heads[mention.head] in self.memory.takers)
        told = phrase.called.head != "source" and (
            phrase.pointing or (phrase.known is not None and phrase.known.classes == _HUMAN)
        )
        salience += WIDE_DOUBTFUL * (number in self.doubtful and not told)
        if phrase.called.words & own:
            salience += SAME_STATE  # "son homologue allemand", "la candidate LDM"
        salience += WIDE_SUBJECT * self.memory.was_subject(number, mention) + WIDE_OFTEN * min(len(entity.mentions), 5)
        return None if wide is None else wide + salience + WIDE_STRANGE * strange
