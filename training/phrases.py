"""Phrases under way: tokens that know their head as an object, and what is done to them."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from training.conllu import Sentence, Tok

_DATA = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf8"))
WORDS: dict[str, list[str]] = {k: v.split() for k, v in _DATA.items() if isinstance(v, str)}
PATTERNS: dict[str, list[str]] = _DATA["patterns"]
IRREGULAR: dict[str, list[str]] = {k: v.split() for k, v in _DATA["irregular"].items()}
# Of the words in the patterns that are not their own lemmas.
_LEMMAS = {
    "une": "un",
    "la": "le",
    "l'": "le",
    "les": "le",
    "d'": "de",
    "au": "à",
    "aux": "à",
    "du": "de",
    "sa": "son",
    "cette": "ce",
    "interrogé": "interroger",
    "dénonçant": "dénoncer",
    "appelant": "appeler",
    "recevant": "recevoir",
}


@dataclass(eq=False, slots=True)
class Node:
    """A token under way: its head is another node (None: the root)."""

    form: str
    lemma: str
    pos: str
    feats: str
    rel: str
    head: "Node | None" = None
    space: bool = True
    ent: str | None = None  # IOB tag; None: nobody has said


Phrase = list[Node]


def new(form: str, lemma: str, pos: str, rel: str, feats: str = "") -> Node:
    return Node(form, lemma, pos, feats, rel, ent=None if pos == "PROPN" else "O")


def under(head: Node, *phrases: Phrase) -> None:
    """Hang the tops of the phrases under `head`."""
    for phrase in phrases:
        for node in phrase:
            if node.head is None and node is not head:
                node.head = head


def top_of(phrase: Phrase) -> Node:
    return next(node for node in phrase if node.head is None)


def child_of(phrase: Phrase, head: Node) -> Node:
    return next(node for node in phrase if node.head is head)


def punct(form: str, head: Node) -> Node:
    node = new(form, form, "PUNCT", "punct")
    node.head, node.ent = head, None
    return node


def hung(head: Node, *nodes: Node) -> Phrase:
    for node in nodes:
        node.head = head
        node.lemma = node.lemma or node.form
    return list(nodes)


def parsed(pattern: str) -> Phrase:
    """ "sur|ADP|case>+1 Twitter|PROPN|obl" -> nodes; the one without a head is the top."""
    nodes: Phrase = []
    distances: list[int] = []
    for part in pattern.split(" "):
        form, pos, rel = part.split("|")
        rel, _, offset = rel.partition(">")
        lemma = _LEMMAS.get(form, form)
        if pos == "VERB" and form.endswith("ant"):
            lemma = _LEMMAS.get(form, form[:-3] + "er")
        feats = article_features(form) if pos == "DET" else ""
        nodes.append(Node(form, lemma, pos, feats, rel, None, not form.endswith("'")))
        distances.append(int(offset or 0))
    for i, distance in enumerate(distances):
        if distance:
            nodes[i].head = nodes[i + distance]
    return nodes


def retied(phrase: Phrase, rel: str) -> Phrase:
    """A copy of a phrase, its top with another relation."""
    copies = {
        id(node): Node(node.form, node.lemma, node.pos, node.feats, node.rel, None, node.space) for node in phrase
    }
    for node in phrase:
        copy = copies[id(node)]
        if node.head is None:
            copy.rel = rel
        else:
            copy.head = copies[id(node.head)]
    return list(copies.values())


def finish(ident: str, phrase: Phrase) -> Sentence:
    """Nodes -> a sentence: capital first, heads as places."""
    first = next(node for node in phrase if node.pos != "PUNCT")
    first.form = first.form[0].upper() + first.form[1:]
    places = {id(node): i for i, node in enumerate(phrase)}
    toks = []
    for i, node in enumerate(phrase):
        head = i if node.head is None else places[id(node.head)]
        rel = "ROOT" if node.head is None else node.rel
        toks.append(Tok(node.form, node.lemma, node.pos, node.feats, head, rel, space=node.space, ent=node.ent))
    return Sentence(ident, " ".join(t.form for t in toks), toks)


def phrases(sentence: Sentence, wanted: Callable[[Tok], bool]) -> list[Phrase]:
    """Contiguous phrases of the treebank whose top is wanted, without verbs and commas."""
    found = []
    for place, tok in enumerate(sentence.toks):
        if not wanted(tok):
            continue
        inside = [i for i in range(len(sentence.toks)) if below(sentence.toks, i, place)]
        low, high = inside[0], inside[-1]
        words = sentence.toks[low : high + 1]
        if len(inside) != high - low + 1 or len(inside) > 9:
            continue
        if any(t.pos in ("PUNCT", "VERB") for t in words):
            continue
        if low == 0 and words[0].pos != "PROPN":
            words[0] = replace(words[0], form=words[0].form[0].lower() + words[0].form[1:])
        nodes = [Node(t.form, t.lemma, t.pos, t.feats, t.rel, None, t.space) for t in words]
        for node, t in zip(nodes, words, strict=True):
            if t is not words[place - low]:
                node.head = nodes[t.head - low]
        nodes[-1].space = True
        found.append(nodes)
    return found


def below(toks: list[Tok], place: int, ancestor: int) -> bool:
    for _ in range(len(toks)):
        if place == ancestor:
            return True
        if toks[place].head == place:
            return False
        place = toks[place].head
    return False


def is_subject(tok: Tok) -> bool:
    return tok.rel == "nsubj" and tok.pos in ("NOUN", "PROPN")


def is_oblique(tok: Tok) -> bool:
    return tok.rel == "obl" and tok.pos in ("NOUN", "PROPN")


def plural(subject: Phrase) -> bool:
    """Whether a verb agrees with the phrase in the plural."""
    top = next(n for n in subject if n.rel in ("nsubj", "nsubj:pass"))
    return "Number=Plur" in top.feats or any(n.rel == "conj" and n.head is top for n in subject)


def vowel(word: str) -> bool:
    return word[0].lower() in "aeiouyéèêîâôœhàÉÈÊ"


def article_features(form: str) -> str:
    definite = {"le": "Masc", "la": "Fem", "l'": "", "les": ""}
    if form in definite:
        gender = f"Gender={definite[form]}|" if definite[form] else ""
        return f"Definite=Def|{gender}Number={'Plur' if form == 'les' else 'Sing'}|PronType=Art"
    if form in ("un", "une"):
        return f"Definite=Ind|Gender={'Masc' if form == 'un' else 'Fem'}|Number=Sing|PronType=Art"
    if form in ("ce", "cet", "cette"):
        return f"Gender={'Fem' if form == 'cette' else 'Masc'}|Number=Sing|PronType=Dem"
    return "Number=Sing|Poss=Yes|PronType=Prs"
