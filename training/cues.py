"""The cue clause of a made sentence: a prévenu mardi le ministre | dit-il | s'est indigné X."""

import random
from collections.abc import Sequence

from training.phrases import (
    IRREGULAR,
    PATTERNS,
    WORDS,
    Node,
    Phrase,
    hung,
    new,
    parsed,
    plural,
    punct,
    retied,
    under,
    vowel,
)
from training.speakers import Speakers

_SING3 = "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"
_PLUR3 = "Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin"
_PARTICIPLE = "Gender=Masc|Number=Sing|Tense=Past|VerbForm=Part"


class Cues:
    """Cue clauses whose top is the verb, `parataxis` of a content."""

    def __init__(self, rng: random.Random, speakers: Speakers, verbs: list[str], obliques: list[Phrase]) -> None:
        self.rng = rng
        self.speakers = speakers
        self.verbs = verbs
        self.obliques = obliques

    def cue(self, *, question: bool = False, inserted: bool = False) -> Phrase:
        """a prévenu mardi le ministre | dit-il | s'est indigné X | a-t-on appris; its top is the verb"""
        kind = self.rng.random()
        clitic = 0.45 if inserted else 0.25
        if kind < clitic:
            return self._clitic_cue(question)
        if kind < clitic + 0.08 and not question:
            return self._reflexive_cue()
        lemma = "demander" if question and self.rng.random() < 0.7 else self.verb()
        subject = self.speakers.speaker(long=not inserted or self.rng.random() < 0.4)
        verb, group = self.verb_group(lemma, plural=plural(subject))
        between = self.between() if self.rng.random() < 0.35 else []
        after = self._after() if self.rng.random() < 0.35 else []
        under(verb, between, subject, after)
        if any(n.form == "," for n in subject) and (after or inserted) and self.rng.random() < 0.6:
            apposition = next((n for n in subject if n.rel == "appos"), subject[0])
            subject.append(punct(",", apposition))
        return group + between + subject + after

    def verb(self) -> str:
        kind = self.rng.random()
        if kind < 0.3:
            return self.rng.choice(list(IRREGULAR))
        # Any verb can be a cue in this place: learn the shape, not only the words.
        return self.rng.choice(WORDS["regular"] if kind < 0.8 else self.verbs)

    def verb_group(self, lemma: str, *, plural: bool = False) -> tuple[Node, Phrase]:
        """The verb and its words in order: a dit | avait dit | dit | auraient dit"""
        participle, present, presents, imperfect, past = forms(lemma)
        kind = self.rng.random()
        verb = new(participle, lemma, "VERB", "parataxis", _PARTICIPLE)
        if kind < 0.62:
            have, feats = self.rng.choices(
                [
                    ("ont" if plural else "a", _PLUR3 if plural else _SING3),
                    ("avaient" if plural else "avait", tense("Imp", plural)),
                    ("auraient" if plural else "aurait", tense("Pres", plural, mood="Cnd")),
                ],
                [8, 1.5, 0.5],
            )[0]
            aux = new(have, "avoir", "AUX", "aux", feats)
            middle = self._middle() if self.rng.random() < 0.12 else []
            complement = self._complement(verb)
            under(verb, [aux], middle)
            return verb, [aux, *middle, verb, *complement]
        verb.form, verb.feats = (presents, _PLUR3) if plural else (present, _SING3)
        if not plural and kind > 0.86:
            verb.form, verb.feats = self.rng.choice([(imperfect, tense("Imp", False)), (past, tense("Past", False))])
        return verb, [verb]

    def _middle(self) -> Phrase:
        """a [pour sa part] affirmé | a [également] dit"""
        if self.rng.random() < 0.5:
            return parsed(self.rng.choice(PATTERNS["asides"]))
        word = self.rng.choice(["également", "aussi", "ensuite", "notamment", "ainsi", "encore", "aussitôt", "déjà"])
        return [new(word, word, "ADV", "advmod")]

    def _complement(self, verb: Node) -> Phrase:
        """a fait [savoir] | a mis [en garde]: the verb itself is changed"""
        kind = self.rng.random()
        if kind < 0.05:
            verb.form, verb.lemma = "fait", "faire"
            word = self.rng.choice(["savoir", "valoir", "remarquer", "observer", "comprendre"])
            return hung(verb, new(word, word, "VERB", "xcomp", "VerbForm=Inf"))
        if kind < 0.075:
            verb.form, verb.lemma = "mis", "mettre"
            phrase = parsed("en|ADP|case>+1 garde|NOUN|obl")
            under(verb, phrase)
            return phrase
        if kind < 0.1:
            verb.form, verb.lemma = "tenu", "tenir"
            infinitive = self.rng.choice(WORDS["regular"])
            phrase = [new("à", "à", "ADP", "mark"), new(infinitive, infinitive, "VERB", "xcomp")]
            phrase[1].feats = "VerbForm=Inf"
            phrase[0].head, phrase[1].head = phrase[1], verb
            return phrase
        return []

    def _clitic_cue(self, question: bool) -> Phrase:
        """a-t-il déclaré mardi | dit-elle | ont-ils dit | a-t-on appris de source officielle"""
        plural = self.rng.random() < 0.2
        lemma = "demander" if question else self.verb()
        verb, group = self.verb_group(lemma, plural=plural)
        person = self.rng.choice(["ils", "elles"] if plural else ["il", "il", "elle", "on"])
        finite = group[0]
        finite.space = False
        joint = "-" if finite.form[-1] in "td" else "-t-"
        gender = {"il": "Masc", "ils": "Masc", "elle": "Fem", "elles": "Fem"}.get(person)
        number = "Plur" if plural else "Sing"
        feats = f"Gender={gender}|Number={number}|Person=3|PronType=Prs" if gender else ""
        feats = feats or "Number=Sing|Person=3|PronType=Ind"
        pronoun = new(joint + person, "on" if person == "on" else "il", "PRON", "nsubj", feats)
        pronoun.head = verb
        after = self._after() if self.rng.random() < 0.5 else []
        under(verb, after)
        return [finite, pronoun, *group[1:], *after]

    def _reflexive_cue(self) -> Phrase:
        """s'est indigné mardi le président | se félicite X"""
        lemma = self.rng.choice(WORDS["reflexive"])
        participle, present, *_ = forms(lemma)
        verb = new(participle, lemma, "VERB", "parataxis", _PARTICIPLE)
        group = [new("est", "être", "AUX", "aux", _SING3), verb]
        if self.rng.random() < 0.4:
            verb.form, verb.feats = present, _SING3
            group = [verb]
        itself = "s'" if vowel(group[0].form) else "se"
        pronoun = new(itself, "se", "PRON", "expl", "Person=3|PronType=Prs|Reflex=Yes")
        pronoun.space = itself == "se"
        between = self.between() if self.rng.random() < 0.25 else []
        subject = self.speakers.speaker()
        if plural(subject):
            subject = self.speakers.office()
        under(verb, [pronoun], group[:-1], between, subject)
        return [pronoun, *group, *between, *subject]

    def between(self) -> Phrase:
        """mardi | également | pour sa part | dans un communiqué"""
        kind = self.rng.random()
        if kind < 0.45:
            return self._day()
        if kind < 0.7:
            word = self.rng.choice(
                [
                    "également",
                    "aussi",
                    "notamment",
                    "ensuite",
                    "encore",
                    "toutefois",
                    "ainsi",
                    "récemment",
                    "hier",
                    "sobrement",
                    "même",
                    "vivement",
                ]
            )
            return [new(word, word, "ADV", "advmod")]
        return self._oblique()

    def _after(self) -> Phrase:
        """mardi | à la presse | lors d'une réunion | interrogé par l'AFP"""
        if self.rng.random() < 0.4:
            return self._day() + (self._oblique() if self.rng.random() < 0.3 else [])
        return self._oblique()

    def _day(self) -> Phrase:
        day = self.rng.choice(WORDS["days"])
        head = new(day, day, "NOUN", "obl", "Gender=Masc|Number=Sing")
        if self.rng.random() < 0.25:
            part = self.rng.choice(["soir", "matin", "dernier"])
            pos, rel = ("ADJ", "amod") if part == "dernier" else ("NOUN", "nmod")
            return [head, *hung(head, new(part, part, pos, rel, head.feats))]
        return [head]

    def _oblique(self) -> Phrase:
        """A phrase of a preposition, in words of its own: see `PATTERNS["obliques"]`."""
        if self.rng.random() < 0.45:
            return retied(self.rng.choice(self.obliques), "obl")
        return parsed(self.rng.choice(PATTERNS["obliques"] + PATTERNS["asides"]))


def tense(tense: str, plural: bool, mood: str = "Ind") -> str:
    number = "Plur" if plural else "Sing"
    return f"Mood={mood}|Number={number}|Person=3|Tense={tense}|VerbForm=Fin"


def forms(lemma: str) -> Sequence[str]:
    """Past participle, present 3 singular and plural, imperfect and simple past 3 singular."""
    if lemma in IRREGULAR and lemma != "interroger":
        return IRREGULAR[lemma]
    stem = lemma[:-2]
    soft = {"c": stem[:-1] + "ç", "g": stem + "e"}.get(stem[-1], stem)
    accent = stem
    for old, grave in (("él", "èl"), ("ér", "èr"), ("ét", "èt"), ("ev", "èv")):
        if stem.endswith(old):
            accent = stem[: -len(old)] + grave
    if stem.endswith("el") and lemma not in ("révéler",):
        accent = stem + "l" if stem != "martel" else "martèl"
    return stem + "é", accent + "e", accent + "ent", soft + "ait", soft + "a"


def regular(lemma: str) -> bool:
    """Whether `_forms` can conjugate it: parler, but not aller or appeler."""
    return lemma.isalpha() and lemma.endswith("er") and not lemma.endswith(("eler", "eter", "yer", "aller"))
