"""Treebank clauses + cue clauses of many shapes -> sentences with quotative inversion.

Treebanks of French have some dozens of `« ... », a prévenu mardi le ministre`; the press has one
in every third sentence. The verb of the cue clause is `parataxis` of the content's head, as in
GSD and Sequoia; after a colon or `que` the content is `ccomp` of the verb.
"""

import random
from collections.abc import Callable, Sequence

from training.conllu import REPORTING, Sentence
from training.cues import Cues, regular
from training.phrases import (
    PATTERNS,
    Node,
    Phrase,
    child_of,
    finish,
    is_oblique,
    is_subject,
    new,
    parsed,
    phrases,
    plural,
    punct,
    retied,
    top_of,
    under,
    vowel,
)
from training.speakers import Speakers

_GERUND = "Tense=Pres|VerbForm=Part"


class Synthesis:
    """Sentences made of `clauses` and of subjects harvested from the same treebanks."""

    def __init__(self, sentences: Sequence[Sentence], seed: int, people: Sequence[Sequence[str]] = ()) -> None:
        self.rng = random.Random(seed)
        self.clauses = [s for s in sentences if usable(s)]
        self.subjects = [p for s in sentences for p in phrases(s, is_subject)]
        obliques = [p for s in sentences for p in phrases(s, is_oblique)]
        verbs = sorted({t.lemma for s in sentences for t in s.toks if t.pos == "VERB" and regular(t.lemma)})
        self.speakers = Speakers(self.rng, people, self.subjects)
        self.cues = Cues(self.rng, self.speakers, verbs, obliques)
        self.shapes: list[tuple[float, Callable[[], Phrase]]] = [
            (5.0, self.quoted_then_cue),
            (2.2, self.bare_then_cue),
            (3.0, self.inserted),
            (1.0, self.colon),
            (1.6, self.that),
            (0.8, self.according_to),
        ]

    def make(self, count: int) -> list[Sentence]:
        """That many sentences, the same for the same seed."""
        weights = [w for w, _ in self.shapes]
        made = []
        for i in range(count):
            _, shape = self.rng.choices(self.shapes, weights)[0]
            made.append(finish(f"inversion-{i}", shape()))
        return made

    def clause(self, *, low: bool = False, stop: int = 30) -> Phrase:
        """A treebank sentence without its full stop; `low`: its first letter made small."""
        while True:
            sentence = self.rng.choice(self.clauses)
            if len(sentence.toks) <= stop:
                break
        toks = sentence.toks
        nodes = [Node(t.form, t.lemma, t.pos, t.feats, t.rel, None, t.space) for t in toks]
        for node, tok in zip(nodes, toks, strict=True):
            if tok.rel != "ROOT":
                node.head = nodes[tok.head]
        nodes = nodes[:-1]
        nodes[-1].space = True
        first = nodes[0]
        if low and first.pos != "PROPN":
            first.form = first.form[0].lower() + first.form[1:]
        return nodes

    def _fragment(self) -> Phrase:
        """Un ballon de baudruche"""
        content = retied(self.rng.choice(self.subjects), "ROOT")
        content[0].form = content[0].form[0].upper() + content[0].form[1:]
        return content

    def quoted(self, content: Phrase, chance: float = 0.85, *, partial: float = 0.15) -> Phrase:
        """The content, mostly in quotation marks, which sometimes open in its middle."""
        if self.rng.random() > chance:
            return content
        top = top_of(content)
        at = 0
        if self.rng.random() < partial and len(content) > 4:
            at = self.rng.randrange(len(content) - 2)
        return [*content[:at], punct("«", top), *content[at:], punct("»", top)]

    def tail(self, verb: Node) -> Phrase:
        """, ajoutant que ... | , en précisant que ... | , sans donner de détails"""
        kind = self.rng.random()
        if kind < 0.25:
            phrase = parsed(self.rng.choice(PATTERNS["tails"]))
            under(verb, phrase)
            return [punct(",", child_of(phrase, verb)), *phrase]
        lemma = self.rng.choice(["ajouter", "préciser", "souligner", "estimer", "affirmer", "expliquer"])
        head = new(lemma[:-2] + "ant", lemma, "VERB", "advcl", _GERUND)
        head.head = verb
        phrase = [punct(",", head)]
        if self.rng.random() < 0.25:
            phrase.append(new("en", "en", "ADP", "mark"))
            phrase[-1].head = head
        return [*phrase, head, *self._that_clause(head)]

    def _that_clause(self, verb: Node) -> Phrase:
        content = self.clause(low=True, stop=22)
        top = top_of(content)
        form = "qu'" if vowel(content[0].form) else "que"
        mark = new(form, "que", "SCONJ", "mark")
        mark.space = form == "que"
        mark.head, top.head, top.rel = top, verb, "ccomp"
        return [mark, *content]

    def quoted_then_cue(self) -> Phrase:
        """« C », a dit X[, ajoutant que ...]. | « C ? », a demandé X. | « C » a dit X."""
        content = self.clause() if self.rng.random() > 0.07 else self._fragment()
        top = top_of(content)
        final = self.rng.choices(["", "?", "!"], [0.86, 0.07, 0.07])[0]
        if final:
            content.append(punct(final, top))
        cue = self.cues.cue(question=final == "?")
        verb = top_of(cue)
        verb.head = top
        comma = [] if self.rng.random() < (0.4 if final else 0.12) else [punct(",", verb)]
        tail = self.tail(verb) if self.rng.random() < 0.15 else []
        words = self.quoted(content, 0.9)
        if self.rng.random() < 0.06 and comma and words[-1].form == "»":
            words = [*words[:-1], *comma, words[-1]]  # « C, » a dit X
            comma = []
        if self.rng.random() < 0.06 and words[0].form == "«":
            words = words[1:]  # the quotation opened in an earlier sentence
        return [*words, *comma, *cue, *tail, self._stop(top)]

    def bare_then_cue(self) -> Phrase:
        """C, a indiqué X."""
        content = self.clause()
        top = top_of(content)
        cue = self.cues.cue()
        verb = top_of(cue)
        verb.head = top
        tail = self.tail(verb) if self.rng.random() < 0.2 else []
        return [*content, punct(",", verb), *cue, *tail, self._stop(top)]

    def inserted(self) -> Phrase:
        """« C1, a dit X, C2. » | « C1 », a dit X, « C2 »."""
        content, at = self._broken()
        top = top_of(content)
        cue = self.cues.cue(inserted=True)
        verb = top_of(cue)
        verb.head = top
        one, two = content[:at], content[at:]
        if one[-1].form == ",":
            one = one[:-1]
        if cue[-1].form == ",":
            cue = cue[:-1]
        cue = [punct(",", verb), *cue, punct(",", verb)]
        if two[0].form == ",":
            two = two[1:]
        kind = self.rng.random()
        if kind < 0.4:
            return [punct("«", top), *one, *cue, *two, self._stop(top), punct("»", top)]
        if kind < 0.75:
            one = [punct("«", top), *one, punct("»", top)]
            two = [punct("«", top), *two, punct("»", top)]
        return [*one, *cue, *two, self._stop(top)]

    def _joint(self, content: Phrase) -> int:
        """A place where the clause can be broken: after a dependent of its top, or at a comma."""
        top = top_of(content)
        places = []
        for i in range(2, len(content) - 1):
            left, right = content[i - 1], content[i]
            crossing = right.head in content[:i] or left.head in content[i:]
            comma = next((n for n in (left, right) if n.form == ","), None)
            if comma is not None:
                if comma.head is top or (comma.head is not None and comma.head.head is top):
                    places += [i, i]
            elif (
                (right.head is top and right.rel in ("obl", "advcl", "conj") and content.index(top) < i)
                or (left.head is top and left.rel in ("nsubj", "obl", "advmod", "nsubj:pass") and crossing)
                or (right.rel == "case" and right.head is not None and right.head.head is top)
            ):
                places.append(i)
        return self.rng.choice(places) if places else 0

    def _broken(self, *, low: bool = False) -> tuple[Phrase, int]:
        """A clause and a place where it can be broken."""
        while True:
            content = self.clause(low=low)
            if at := self._joint(content):
                return content, at

    def colon(self) -> Phrase:
        """X a ajouté : « C »."""
        subject = self.speakers.speaker()
        verb, group = self.cues.verb_group(self.cues.verb(), plural=plural(subject))
        verb.rel = "ROOT"
        content = self.clause()
        top = top_of(content)
        top.head, top.rel = verb, "ccomp"
        after = self.cues.between() if self.rng.random() < 0.4 else []
        under(verb, subject, after)
        one = [punct("«", top), *content, punct("»", top)]
        if self.rng.random() < 0.2:
            one = content
        subject = self._closed(subject)
        return [*self._fronted(verb), *subject, *group, *after, punct(":", top), *one, self._stop(verb)]

    def _fronted(self, verb: Node) -> Phrase:
        """Lors d'une rencontre avec M. X, chef de Y, | Mardi, | nothing, mostly"""
        kind = self.rng.random()
        if kind > 0.4:
            return []
        if kind > 0.25:
            phrase = self.cues.between()
            top = top_of(phrase)
        else:
            phrase, top = self._meeting()
        under(verb, phrase)
        return [*phrase, punct(",", top)]

    def _meeting(self) -> tuple[Phrase, Node]:
        """lors d'une rencontre avec M. X, chef de Y"""
        phrase = parsed(self.rng.choice(PATTERNS["meetings"]))
        case = phrase[-1] if phrase[-1].rel == "case" else None
        top = next(n for n in phrase if n.head is None and n is not case)
        # The noun just before the preposition, or the participle itself, governs who is met.
        place = next((n for n in reversed(phrase) if n.pos == "NOUN" and n.rel in ("obl", "nmod")), top)
        rel = "nmod" if place.pos == "NOUN" else "obl" if case is not None else "obj"
        somebody = self.speakers.apposed(rel) if self.rng.random() < 0.6 else self.speakers.speaker(rel)
        head = top_of(somebody)
        if case is not None:
            case.head = head
        under(place, somebody)
        return [*phrase, *somebody], top

    def _closed(self, subject: Phrase) -> Phrase:
        """An apposition before its verb ends in a comma."""
        if any(n.form == "," for n in subject):
            apposition = next((n for n in subject if n.rel == "appos"), subject[0])
            return [*subject, punct(",", apposition)]
        return subject

    def that(self) -> Phrase:
        """X, Y, a dit [mardi] que C1[, et a réaffirmé que C2][, ajoutant que C3]."""
        subject = self.speakers.apposed("nsubj") if self.rng.random() < 0.5 else self.speakers.speaker()
        verb, group = self.cues.verb_group(self.cues.verb(), plural=plural(subject))
        verb.rel = "ROOT"
        after = self.cues.between() if self.rng.random() < 0.4 else []
        under(verb, subject, after)
        phrase = [*self._fronted(verb), *self._closed(subject), *group, *after, *self._that_clause(verb)]
        kind = self.rng.random()
        if kind < 0.6:
            second, words = self.cues.verb_group(self.cues.verb(), plural=plural(subject))
            second.head, second.rel = verb, "conj"
            conjunction = new("et", "et", "CCONJ", "cc")
            conjunction.head = second
            comma = [punct(",", second)] if self.rng.random() < 0.4 else []
            phrase += [*comma, conjunction, *words, *self._that_clause(second)]
        elif kind < 0.8:
            phrase += self.tail(verb)
        return [*phrase, self._stop(verb)]

    def according_to(self) -> Phrase:
        """Selon X, C. | C, selon X. | C1, selon X, C2."""
        word = self.rng.choice(["selon", "selon", "selon", "d'après"])
        head_phrase = self.speakers.speaker("obl")
        head = top_of(head_phrase)
        case = [new("selon", "selon", "ADP", "case")]
        if word != "selon":
            case = [new("d'", "de", "ADP", "case"), new("après", "après", "ADP", "fixed")]
            case[0].space = False
            case[1].head = case[0]
        case[0].head = head
        kind = self.rng.random()
        content = self.clause(low=kind < 0.4)
        top = top_of(content)
        head.head = top
        phrase = [*case, *head_phrase]
        if kind < 0.4:
            case[0].form = case[0].form[0].upper() + case[0].form[1:]
            return [*phrase, punct(",", head), *content, self._stop(top)]
        if kind < 0.8:
            return [*content, punct(",", head), *phrase, self._stop(top)]
        at = self._joint(content) or 1
        comma = [] if content[at].form == "," else [punct(",", head)]
        start = [] if content[at - 1].form == "," else [punct(",", head)]
        return [*content[:at], *start, *phrase, *comma, *content[at:], self._stop(top)]

    def _stop(self, head: Node) -> Node:
        return punct(".", head)


def usable(sentence: Sentence) -> bool:
    """A plain finite clause that could be somebody's words."""
    toks = sentence.toks
    if not 4 <= len(toks) <= 34 or toks[-1].form != "." or not toks[0].form[0].isupper():
        return False
    if any(t.form in "«»:()?!;..." or t.rel == "parataxis" for t in toks[:-1]):
        return False
    root = next(t for t in toks if t.rel == "ROOT")
    place = toks.index(root)
    kids = [t for t in toks if t.head == place and t is not root]
    finite = "VerbForm=Fin" in root.feats or any(t.rel[:3] in ("aux", "cop") for t in kids)
    subject = any(t.rel in ("nsubj", "nsubj:pass", "expl") for t in kids)
    return finite and subject and root.lemma not in REPORTING and not sentence.ident.startswith("FQB")
