"""Trains the pipeline: one tok2vec under morphologizer, parser and entity recogniser."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.training import Example
from thinc.api import Adam, Config, NumpyOps, fix_random_seed, set_current_ops

from training import corpus, lemmas

REPORT_EVERY = 400
DROPOUT = 0.2
VERB_FORMS = "reporting-verb-forms-fr.txt"
CONFIG = Path(__file__).with_name("config.cfg")


@dataclass(frozen=True, slots=True)
class Plan:
    """What to train from, where to put it and for how long."""

    corpora: Path
    out: Path
    vectors: Path
    steps: int
    width: int = 128
    seed: int = 7


def train(plan: Plan) -> None:
    """Train for `steps` batches and keep the average of the weights; half-trained ones lie at `out`.part."""
    # OpenBLAS under numpy is three times as fast as blis here.
    set_current_ops(NumpyOps(use_blis=False))
    fix_random_seed(plan.seed)
    rng = random.Random(plan.seed)
    corpora = corpus.load(plan.corpora, plan.seed)
    nlp = blank(plan.width, plan.vectors)
    sample = list(islice(mixture(nlp, corpora, rng), 9000))
    nlp.initialize(lambda: sample)
    load_vectors(nlp, plan.vectors)
    optimizer = Adam(0.001, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=True)
    losses: dict[str, float] = {}
    for step, batch in enumerate(islice(batches(mixture(nlp, corpora, rng)), plan.steps)):
        optimizer.learn_rate = rate(step, step / plan.steps)
        nlp.update(batch, sgd=optimizer, drop=DROPOUT, losses=losses)
        if step and step % REPORT_EVERY == 0:
            with nlp.use_params(optimizer.averages):
                report(nlp, corpora, step, losses)
                nlp.to_disk(plan.out.with_suffix(f".{step}"))
            losses = {}
    with nlp.use_params(optimizer.averages):
        report(nlp, corpora, plan.steps, losses)
        lemmas.add_lemmatizer(nlp, corpora.treebank, plan.corpora / "knowledge" / VERB_FORMS)
        nlp.to_disk(plan.out)


def batches(examples: Iterator[Example]) -> Iterator[list[Example]]:
    """Batches that grow from 500 to 1,600 tokens over the first 400."""
    batch: list[Example] = []
    words, made = 0, 0
    for example in examples:
        batch.append(example)
        words += len(example.x)
        if words >= min(1600, 500 * 1.003**made):
            yield batch
            batch, words, made = [], 0, made + 1


def rate(step: int, done: float) -> float:
    """Learning rate: 200 steps up, level for the first half, then straight down to a twentieth."""
    peak = 0.0015
    if step < 200:
        return peak * (step + 1) / 200
    return peak * max(0.05, min(1.0, 2 * (1 - done)))


def blank(width: int, vectors: Path) -> Language:
    """The untrained pipeline of config.cfg."""
    overrides = {"variables.width": width}
    config = Config().from_disk(CONFIG, interpolate=False, overrides=overrides)
    nlp = spacy.util.load_model_from_config(config, auto_fill=True)
    load_vectors(nlp, vectors)
    return nlp


def load_vectors(nlp: Language, path: Path) -> None:
    """Word vectors from a saved spaCy table."""
    nlp.vocab.vectors.from_disk(path)


def mixture(nlp: Language, corpora: corpus.Corpora, rng: random.Random) -> Iterator[Example]:
    """Epochs without end: all syntax, new inversions, and a third of the paragraphs with names."""
    while True:
        examples = [
            *corpus.parsed_examples(nlp.vocab, corpora, rng, 1200),
            *corpus.named_examples(nlp.vocab, corpora.paragraphs, rng, 0.45),
        ]
        rng.shuffle(examples)
        yield from examples


def report(nlp: Language, corpora: corpus.Corpora, step: int, losses: dict[str, float]) -> None:
    """One line of scores on the development data."""
    groups = [corpora.dev[i : i + 5] for i in range(0, len(corpora.dev), 5)]
    syntax = [
        corpus.example(corpus.doc_of(nlp.vocab, kept)) for group in groups if (kept := [s for s in group if s.exact])
    ]
    named = [corpus.example(corpus.named_doc(nlp.vocab, p)) for p in corpora.dev_paragraphs]
    scores = nlp.evaluate([e for e in syntax if len(e.x)])
    entities = nlp.evaluate([e for e in named if len(e.x)])
    line = {k: scores[k] for k in ("pos_acc", "morph_acc", "dep_uas", "dep_las", "sents_f")}
    line["ents_f"] = entities["ents_f"]
    shown = {k: round(100 * (v or 0), 2) for k, v in line.items()}
    rounded = {k: round(v) for k, v in losses.items()}
    print(json.dumps({"step": step, **shown, **rounded}), flush=True)
