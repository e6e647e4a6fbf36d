"""Corpora -> spaCy examples: an endless, seeded mixture of treebanks, inversions and names."""

import csv
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, cast

from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab

from dixit.tokens import tokenize
from training import conllu, names
from training.conllu import REPORTING, Sentence, Tok
from training.synthesis import Synthesis

DEV_SENTENCES = 120
_BARE_CAPITALS = str.maketrans("ÀÂÉÈÊËÎÏÔÙÛÇ", "AAEEEEIIOUUC")


class Corpora(NamedTuple):
    """What the model is trained and chosen on."""

    treebank: list[Sentence]
    synthesis: Synthesis
    paragraphs: list[names.Paragraph]
    dev: list[Sentence]
    dev_paragraphs: list[names.Paragraph]


def load(root: Path, seed: int) -> Corpora:
    """Sequoia train and dev, GSD dev, PUD, FQB and WiNER; the last of Sequoia dev watches over the training."""
    ud = root / "ud-french"
    sequoia = conllu.normalise(list(conllu.read(ud / "fr_sequoia-ud-train.conllu")))
    gsd = conllu.normalise(list(conllu.read(ud / "fr_gsd-ud-dev.conllu")))
    pud = conllu.normalise(list(conllu.read(ud / "fr_pud-ud-test.conllu")), turn_quotatives=True)
    fqb = conllu.normalise(list(conllu.read(ud / "fr_fqb-ud-test.conllu")))
    dev = conllu.normalise(list(conllu.read(ud / "fr_sequoia-ud-dev.conllu")))
    dev, more = dev[-DEV_SENTENCES:], dev[:-DEV_SENTENCES]
    press = [s for s in [*sequoia, *more, *gsd, *pud] if s.exact]
    treebank = [s for s in [*press, *fqb] if s.exact]
    conllu.drop_context_gender(treebank, [s for s in [*sequoia, *gsd] if s.exact])
    for sentence in treebank:
        sentence.toks = colon_content(sentence.toks)
    paragraphs = list(names.read(root / "names" / "winer-fr.jsonl"))
    train = [p for p in paragraphs if not p.held_out]
    cut = len(train) - len(train) // 20
    people = {
        tuple(t.form for t in tokenize(p.text[start:end]))
        for p in train[:cut]
        for start, end, label in p.entities
        if label == "PER" and p.text[start:end].count(" ") in (1, 2)
    }
    people |= leaders(root / "knowledge" / "leaders.csv")
    synthesis = Synthesis(press, seed, sorted(people))
    return Corpora(treebank, synthesis, train[:cut], dev, train[cut:])


def leaders(path: Path) -> set[tuple[str, ...]]:
    """Names of heads of state and government since 1990, as tokens."""
    with path.open(encoding="utf8", errors="replace") as lines:
        rows = [row for row in csv.DictReader(lines) if row["eyear"] >= "1990"]
    return {tuple(t.form for t in tokenize(row["leader"])) for row in rows}


def colon_content(toks: list[Tok]) -> list[Tok]:
    """X a dit : C — the content is `ccomp` of the verb, as in Sequoia; GSD and PUD: `parataxis`."""
    return [
        replace(tok, rel="ccomp")
        if tok.rel == "parataxis"
        and toks[tok.head].lemma in REPORTING
        and any(t.form == ":" for t in toks[tok.head : i])
        else tok
        for i, tok in enumerate(toks)
    ]


def documents(sentences: Sequence[Sentence], rng: random.Random) -> Iterator[list[Sentence]]:
    """Neighbours together, mostly two or three as in a paragraph of press."""
    at = 0
    while at < len(sentences):
        size = rng.choices([1, 2, 3, 4, 6, 9], [22, 24, 20, 14, 10, 10])[0]
        yield list(sentences[at : at + size])
        at += size


def doc_of(vocab: Vocab, sentences: Sequence[Sentence]) -> Doc:
    """One annotated document of several sentences."""
    toks: list[Tok] = []
    for sentence in sentences:
        at = len(toks)
        toks += [replace(tok, head=tok.head + at) for tok in sentence.toks]
        toks[-1] = replace(toks[-1], space=True)
    return Doc(
        vocab,
        words=[t.form for t in toks],
        spaces=[t.space for t in toks],
        lemmas=[t.lemma for t in toks],
        pos=[t.pos for t in toks],
        morphs=[t.feats for t in toks],
        heads=[t.head for t in toks],
        deps=[t.rel for t in toks],
        ents=_ents([t.ent for t in toks]),
    )


def bare(doc: Doc) -> Doc:
    """The same tokens without annotation."""
    return Doc(doc.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])


def example(doc: Doc) -> Example:
    """What the pipeline sees, and what it should make of it."""
    return Example(bare(doc), doc)


def parsed_examples(vocab: Vocab, corpora: Corpora, rng: random.Random, synthetic: int) -> Iterator[Example]:
    """One epoch of syntax: treebanks regrouped, new inversions, other clothes."""
    order = _shuffled_blocks(corpora.treebank, rng)
    made = corpora.synthesis.make(synthetic)
    groups = [*documents(order, rng)]
    # An inversion alone, or after or before a sentence of the treebanks.
    for sentence in made:
        other = rng.choice(corpora.treebank)
        kind = rng.random()
        groups.append([sentence] if kind < 0.5 else [other, sentence][:: rng.choice([1, -1])])
    rng.shuffle(groups)
    for group in groups:
        yield example(doc_of(vocab, [_dressed(s, rng) for s in group]))


def _shuffled_blocks(sentences: Sequence[Sentence], rng: random.Random) -> list[Sentence]:
    """Order changed in blocks of twelve, so that neighbours mostly stay neighbours."""
    first = rng.randrange(12)
    blocks = [sentences[:first]]
    blocks += [sentences[i : i + 12] for i in range(first, len(sentences), 12)]
    rng.shuffle(blocks)
    return [sentence for block in blocks for sentence in block]


def _dressed(sentence: Sentence, rng: random.Random) -> Sentence:
    """Now and then: no full stop, capitals without accents, a name in capitals."""
    toks = sentence.toks
    kind = rng.random()
    if kind < 0.04 and toks[-1].form == "." and len(toks) > 3:
        if all(t.head != len(toks) - 1 for t in toks[:-1]):
            toks = toks[:-1]
    elif kind < 0.12:
        toks = [replace(t, form=t.form[0].translate(_BARE_CAPITALS) + t.form[1:]) for t in toks]
    elif kind < 0.16:
        toks = [replace(t, form=t.form.upper()) if t.pos == "PROPN" else t for t in toks]
    elif kind < 0.175:
        toks = [replace(t, form=t.form.upper()) for t in toks]
    return sentence if toks is sentence.toks else replace_toks(sentence, toks)


def replace_toks(sentence: Sentence, toks: list[Tok]) -> Sentence:
    """A copy of the sentence with other tokens."""
    return Sentence(sentence.ident, sentence.text, toks, sentence.exact, sentence.doc)


def named_examples(
    vocab: Vocab, paragraphs: Sequence[names.Paragraph], rng: random.Random, share: float
) -> Iterator[Example]:
    """That share of the paragraphs with names, in chance order."""
    for paragraph in rng.sample(list(paragraphs), int(len(paragraphs) * share)):
        doc = named_doc(vocab, paragraph, rng)
        if len(doc):
            yield example(doc)


def named_doc(vocab: Vocab, paragraph: names.Paragraph, rng: random.Random | None = None) -> Doc:
    """A paragraph with its entities and no syntax."""
    tokens, marks = names.tags(paragraph)
    forms = [t.form for t in tokens]
    if rng is not None and rng.random() < 0.06:
        forms = [f.upper() if m != "O" else f for f, m in zip(forms, marks, strict=True)]
    spaces = [b.start > a.end for a, b in pairwise(tokens)] + [False]
    known = _ents([None if m == "-" else m for m in marks])
    return Doc(vocab, words=forms, spaces=spaces[: len(forms)], ents=known)


def _ents(tags: Sequence[str | None]) -> list[str] | None:
    """IOB tags as spaCy wants them: None for a token that nobody has tagged, contrary to its stubs."""
    return cast("list[str]", list(tags)) if any(tags) else None
