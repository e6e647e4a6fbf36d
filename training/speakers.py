"""Who speaks in a made sentence: names, offices, bodies, and what treebanks have as subjects."""

import random
from collections.abc import Callable, Sequence

from training.phrases import (
    WORDS,
    Node,
    Phrase,
    article_features,
    hung,
    new,
    punct,
    retied,
    top_of,
    under,
    vowel,
)


class Speakers:
    """Noun phrases of many makes, drawn by `rng`."""

    def __init__(self, rng: random.Random, people: Sequence[Sequence[str]], subjects: list[Phrase]) -> None:
        self.rng = rng
        made = [(first, last) for first in WORDS["first_names"] for last in WORDS["last_names"]]
        self.people = [*rng.sample(made, 300), *people]
        self.subjects = subjects
        # Each make with the upper end of its share; what is left has an apposition.
        self.makes: list[tuple[float, Callable[[str], Phrase]]] = [
            (0.04, self._pair),
            (0.18, self.name),
            (0.34, self.office),
            (0.46, self.body),
            (0.60, self._harvested),
            (0.68, self._titled_name),
        ]

    def name(self, rel: str = "nsubj") -> Phrase:
        """Jean Durand | M. Durand | Durand"""
        words = list(self.rng.choice(self.people))
        kind = self.rng.random()
        if kind < 0.25:
            title = self.rng.choice(["M.", "Mme", "M.", "Dr", "Me"])
            head = new(title, title, "NOUN", rel)
            last = new(words[-1], words[-1], "PROPN", "nmod")
            last.ent = "B-PER"
            return [head, *hung(head, last)]
        if kind < 0.38:
            words = words[-1:]
        head = new(words[0], words[0], "PROPN", rel)
        parts = [new(w, w, "PROPN", "flat") for w in words[1:]]
        head.ent = "B-PER"
        for part in parts:
            part.ent = "I-PER"
        return [head, *hung(head, *parts)]

    def office(self, rel: str = "nsubj") -> Phrase:
        """le ministre [iranien] [de la Défense] | un porte-parole du gouvernement"""
        word = self.rng.choice(WORDS["offices"] + WORDS["honorifics"])
        head = new(word.replace("_", " "), word, "NOUN", rel, "Gender=Masc|Number=Sing")
        before: Phrase = []
        if "_" in word:
            head.form = head.lemma = "ministre"
            before = hung(head, new("Premier", "premier", "ADJ", "amod", "Gender=Masc|Number=Sing"))
        det = "un" if self.rng.random() < 0.25 else "le"
        return self._noun_phrase(head, det, before)

    def body(self, rel: str = "nsubj") -> Phrase:
        """la présidence égyptienne | le Kremlin | l'ONU"""
        masculine = self.rng.random() < 0.5
        word = self.rng.choice(WORDS["bodies_masculine"] if masculine else WORDS["bodies_feminine"]).split("_")[0]
        gender = "Masc" if masculine else "Fem"
        pos = "PROPN" if word[0].isupper() else "NOUN"
        feats = f"Gender={gender}|Number=Sing" if pos == "NOUN" else ""
        head = new(word, word, pos, rel, feats)
        det = "le" if masculine else "la"
        if self.rng.random() < 0.2 and pos == "NOUN":
            det = self.rng.choice(["un", "ce"] if masculine else ["une", "cette", "notre"])
        return self._noun_phrase(head, det, [], adjectives=pos == "NOUN")

    def _noun_phrase(self, head: Node, det: str, before: Phrase, *, adjectives: bool = True) -> Phrase:
        first = (before or [head])[0].form
        article = "l'" if det in ("le", "la") and vowel(first) else det
        article = "cet" if det == "ce" and vowel(first) else article
        node = new(article, "le" if det in ("le", "la") else det, "DET", "det", article_features(det))
        node.space = article != "l'"
        phrase = [node, *before, head]
        under(head, [node])
        if adjectives and self.rng.random() < 0.35:
            word = self.rng.choice(WORDS["adjectives"])
            form = feminine(word) if "Gender=Fem" in head.feats else word
            phrase += hung(head, new(form, word, "ADJ", "amod", head.feats))
        if adjectives and self.rng.random() < 0.5:
            phrase += self.of(head)
        return phrase

    def of(self, head: Node) -> Phrase:
        """de la Défense | du parti | d'Israël, under `head`"""
        word = self.rng.choice(WORDS["of"])
        pos = "PROPN" if word[0].isupper() else "NOUN"
        noun = new(word, word, pos, "nmod")
        noun.head = head
        case = new("de", "de", "ADP", "case")
        nodes = [case, noun]
        if word in WORDS["of_bare"] or (word == "Iran" and self.rng.random() < 0.3):
            case.form, case.space = ("d'", False) if vowel(word) else ("de", True)
        elif word in WORDS["of_masculine"] and not vowel(word):
            case.form = "du"
            case.feats = "Definite=Def|Gender=Masc|Number=Sing|PronType=Art"
        else:
            article = "l'" if vowel(word) else "la"
            det = new(article, "le", "DET", "det", article_features(article))
            det.space = article == "la"
            nodes = [case, det, noun]
        for node in nodes:
            if node is not noun:
                node.head = noun
        return nodes

    def speaker(self, rel: str = "nsubj", *, long: bool = True) -> Phrase:
        """A subject of any make; `long` allows appositions set off by commas."""
        kind = self.rng.random()
        for limit, make in self.makes:
            if kind < limit:
                return make(rel)
        return self.apposed(rel) if long else self.office(rel)

    def _harvested(self, rel: str) -> Phrase:
        return retied(self.rng.choice(self.subjects), rel)

    def _pair(self, rel: str) -> Phrase:
        """Jean Durand et le ministre de la Défense"""
        one, two = self.name(rel), self.name("conj") if self.rng.random() < 0.5 else self.office("conj")
        conjunction = new("et", "et", "CCONJ", "cc")
        conjunction.head = top_of(two)
        under(top_of(one), two)
        return [*one, conjunction, *two]

    def _titled_name(self, rel: str) -> Phrase:
        """le ministre de la Défense Jean Durand"""
        phrase = self.office(rel)
        name = self.name(self.rng.choice(["appos", "nmod"]))
        under(top_of(phrase), name)
        return phrase + name

    def apposed(self, rel: str) -> Phrase:
        """le Guide suprême, l'ayatollah X | X, ministre de la Défense | le porte-parole, X"""
        kind = self.rng.random()
        if kind < 0.45:
            phrase = self.name(rel)
            other = self.office("appos") if self.rng.random() < 0.4 else self._bare_office("appos")
        elif kind < 0.8:
            phrase = self.office(rel)
            other = self.name("appos")
        else:
            phrase = self.office(rel)
            other = self._titled("appos")
        apposition = top_of(other)
        under(top_of(phrase), other)
        return [*phrase, punct(",", apposition), *other]

    def _titled(self, rel: str) -> Phrase:
        """l'ayatollah Karimi | le général Jean Durand"""
        word = self.rng.choice(WORDS["honorifics"])
        capital = self.rng.random() < 0.6
        head = new(word[0].upper() + word[1:] if capital else word, word, "NOUN", rel)
        head.feats = "Gender=Masc|Number=Sing"
        article = "l'" if vowel(word) else "le"
        det = new(article, "le", "DET", "det", article_features(article))
        det.space = article == "le"
        name = self.name("nmod")
        phrase = [det, head]
        under(head, [det], name)
        return phrase + name

    def _bare_office(self, rel: str) -> Phrase:
        """ministre de la Défense"""
        word = self.rng.choice(WORDS["offices"]).split("_")[-1]
        head = new(word, word, "NOUN", rel, "Gender=Masc|Number=Sing")
        return [head, *self.of(head)]


def feminine(word: str) -> str:
    irregular = {"turc": "turque", "local": "locale", "régional": "régionale"}
    if word in irregular:
        return irregular[word]
    if word.endswith("ien"):
        return word + "ne"
    return word if word.endswith("e") else word + "e"
