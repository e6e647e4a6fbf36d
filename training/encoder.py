"""Teach a pretrained transformer what statements do: acts in, models/fr-encoder out; and weigh it beside the traits.

    python -m training.encoder               an hour of two cores; then the judges' shares, on the texts held out
    python -m training.encoder --shares      the shares alone

In a first stage two questions are learned together (Caruana 1997): which act a statement is, and whether a candidate of the
rules is a statement at all; in the others the acts alone. Only the acts are shipped: for the second question the transformer
brought nothing beside the linear belief (docs/accuracy.md). The texts of held.txt are left out: on them the judges are
weighed against each other. The shipped weights were taught so, but that the 318 texts annotated last came in with the third
stage only, and before labels were corrected (relabel.py). Needs training/requirements.txt and ../shared.
"""

from __future__ import annotations

import argparse
import os
import pickle
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from scipy.special import softmax
from torch import nn

from dixit.extract.acts import ACTS, SURE, words_read
from dixit.extract.encoder import PADDING, Pieces, Word, encoder, sentence
from dixit.extract.linear import logistic
from dixit.extract.traits import parts_of
from dixit.parse import Parser
from training import acts
from training.annotations import everything, held_out
from training.belief import Judged, doubted_judged, judged
from training.doubts import doubted
from training.goldset import GoldText
from training.labels import labelled
from training.transformer import Transformer, kept_pieces, published, write

ROOT = Path(__file__).resolve().parents[1]
WORKERS, BATCH = 2, 16  # sentences a worker takes at a time
SMOOTH = 0.05
LESS = 0.8  # weight of a labelled statement, or of a doubtful place, beside an annotated one
DOUBT = (0.02, 0.985)  # candidates that the linear belief thinks less or more likely teach nothing
NEW = ("masks", "parts", "judge.acts", "judge.statement")  # what begins from nothing learns faster


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the lesson."""

    whole: bool  # with the question whether there is a statement
    epochs: float  # after which the rate would be 0
    share: float  # of the steps that are taken
    rate: float
    head_rate: float
    warm: float  # share of the steps in which the rates rise


STAGES = (
    Stage(True, 1.7, 0.61, 1.5e-4, 1e-3, 0.03),
    Stage(False, 1.25, 1.0, 7e-5, 5e-4, 0.03),
    Stage(False, 1.0, 1.0, 5e-5, 5e-4, 0.03),
)


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, and what is to be learned of it."""

    stem: str
    words: list[Word]
    act: int  # -1: a candidate, of which is learned whether it is a statement
    right: bool
    weight: float


# --- what is learned ---------------------------------------------------------------------------------------------


def act_examples(text: GoldText, weight: float) -> Iterator[Example]:
    """A text's statements."""
    for row in text.rows:
        if words := words_read(parts_of(text.parsed, row.draft)):
            yield Example(text.stem, words, ACTS.index(row.act), right=True, weight=weight)


def candidate_examples(stem: str, rows: Iterable[Judged], weight: float) -> Iterator[Example]:
    """A text's candidates, where the shipped linear belief leaves a doubt."""
    judge = logistic("fr", "belief")
    for row in rows:
        if DOUBT[0] < judge.probability(row.features) < DOUBT[1]:
            yield Example(stem, words_around(row), -1, right=row.right, weight=weight)


def words_around(row: Judged) -> list[Word]:
    """What the transformer reads of a candidate."""
    speaker, cue = row.candidate.speaker, row.candidate.cue
    content = (k for first, last in row.candidate.pieces for k in range(first, last + 1))
    return sentence(
        row.sheet.parsed,
        range(speaker.first, speaker.last + 1) if speaker else (),
        range(cue[0], cue[1] + 1) if cue else (),
        content,
    )


def everything_said(parser: Parser) -> Iterator[Example]:
    """All that teaches: annotated texts, doubtful places, labelled statements."""
    for text in everything(parser):
        yield from act_examples(text, 1.0)
        yield from candidate_examples(text.stem, judged(text), 1.0)
    for doubts in doubted(parser):
        yield from candidate_examples(doubts.stem, doubted_judged(doubts), LESS)
    for text in labelled(parser):
        yield from act_examples(text, LESS)


# --- teaching ----------------------------------------------------------------------------------------------------

Coded = tuple[list[int], list[int]]


def together(coded: Sequence[Coded]) -> tuple[torch.Tensor, torch.Tensor]:
    """Sentences of one batch, filled up: (sentences, pieces) each."""
    longest = max(len(numbers) for numbers, _ in coded)
    numbers = torch.full((len(coded), longest), PADDING)
    parts = torch.zeros((len(coded), longest), dtype=torch.long)
    for n, (some, its) in enumerate(coded):
        numbers[n, : len(some)], parts[n, : len(its)] = torch.tensor(some), torch.tensor(its)
    return numbers, parts


def batches(lengths: Sequence[int], worker: int, seed: int) -> Iterator[list[int]]:
    """Without end: indices of sentences of one length or nearly, another batch for each worker."""
    rng = np.random.default_rng(seed)
    while True:
        order = rng.permutation(len(lengths))
        for at in range(0, len(order), BATCH * 160):
            near = sorted(order[at : at + BATCH * 160].tolist(), key=lambda n: lengths[n])
            some = [near[k : k + BATCH] for k in range(0, len(near), BATCH)]
            groups = [some[k : k + WORKERS] for k in range(0, len(some) - WORKERS + 1, WORKERS)]
            for k in rng.permutation(len(groups)):
                yield groups[k][worker]


def loss_of(net: Transformer, coded: Sequence[Coded], examples: Sequence[Example]) -> torch.Tensor:
    """Mean loss of a batch: cross-entropy of acts, or of whether there is a statement."""
    with torch.autocast("cpu", torch.bfloat16):
        logits, sure = net(*together(coded))
    wanted = torch.tensor([e.act for e in examples])
    of_acts = F.cross_entropy(logits.float(), wanted.clamp(min=0), reduction="none", label_smoothing=SMOOTH)
    right = torch.tensor([float(e.right) for e in examples])
    of_belief = F.binary_cross_entropy_with_logits(sure.float(), right, reduction="none")
    weights = torch.tensor([e.weight for e in examples])
    return (torch.where(wanted >= 0, of_acts, of_belief) * weights).mean()


def teach(worker: int, path: str) -> None:
    """One of WORKERS processes; the first writes what was learned beside the examples."""
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT="29511")
    torch.distributed.init_process_group("gloo", rank=worker, world_size=WORKERS)
    torch.set_num_threads(1)
    torch.manual_seed(0)
    kept, coded, examples = pickle.loads(Path(path).read_bytes())  # written by main a moment ago
    net = Transformer(published(), kept)
    net.train()
    for n, stage in enumerate(STAGES):
        chosen = [k for k, e in enumerate(examples) if stage.whole or e.act >= 0]
        learn(net, [coded[k] for k in chosen], [examples[k] for k in chosen], stage, worker, seed=n)
    if worker == 0:
        torch.save(net.state_dict(), f"{path}.pt")
    torch.distributed.barrier()


def learn(
    net: Transformer, coded: Sequence[Coded], examples: Sequence[Example], stage: Stage, worker: int, *, seed: int
) -> None:
    """One stage; all workers have the same weights after each step."""
    named = [(name, p) for name, p in net.named_parameters() if p.requires_grad]
    groups = [[p for name, p in named if name.startswith(NEW) is new] for new in (False, True)]
    optimizer = torch.optim.AdamW(
        [{"params": groups[0], "lr": stage.rate}, {"params": groups[1], "lr": stage.head_rate}], weight_decay=0.01
    )
    steps = int(len(examples) * stage.epochs / BATCH / WORKERS)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min(1, n / (stage.warm * steps)) * max(0.0, (steps - n) / steps)
    )
    began, chosen = time.time(), batches([len(numbers) for numbers, _ in coded], worker, seed)
    for step in range(1, int(steps * stage.share) + 1):
        some = next(chosen)
        loss = loss_of(net, [coded[n] for n in some], [examples[n] for n in some])
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        average([p for _, p in named])
        nn.utils.clip_grad_norm_([p for _, p in named], 1.0)
        optimizer.step()
        rate.step()
        if worker == 0 and step % 100 == 0:
            print(f"step {step}: {float(loss.detach()):.3f}, {time.time() - began:.0f} s", flush=True)


def average(parameters: Sequence[nn.Parameter]) -> None:
    """The workers' mean gradients."""
    flat = torch.cat([(p.grad if p.grad is not None else torch.zeros_like(p)).reshape(-1) for p in parameters])
    torch.distributed.all_reduce(flat)
    flat, at = flat / WORKERS, 0
    for p in parameters:
        p.grad = flat[at : at + p.numel()].view_as(p).clone()
        at += p.numel()


# --- the judges together -----------------------------------------------------------------------------------------


def shares(parser: Parser) -> None:
    """Print what traits and transformer get right of the acts of the texts held out, alone and together.

    The traits' weights are learned anew here without these texts.
    """
    asked, texts = held_out(), list(everything(parser))
    rest, held = [t for t in texts if t.stem not in asked], [t for t in texts if t.stem in asked]
    data = acts.Examples([*rest, *(t for t in labelled(parser) if t.stem not in asked)], gold=len(rest))
    tried = acts.Examples(held)
    model = acts.fit(data, np.arange(len(data.acts)), acts.STRENGTHS[0])
    linear = acts.chances_of(model, tried.seen)
    logits = np.array([encoder("fr").read(words_read(parts)) for parts in tried.parts])
    other = softmax(logits, axis=1)
    acts.report("traits", linear, tried.acts)
    acts.report("transformer", other, tried.acts, confusion=True)
    doubted_ones = linear.max(1) < SURE
    print(f"the transformer is asked in {doubted_ones.mean():.2f} of {len(linear)} statements")
    for share in (0.3, 0.4, 0.5, 0.6, 0.7):
        both = acts.together(linear, other, share)
        acts.report(f"together, {share} of the transformer", np.where(doubted_ones[:, None], both, linear), tried.acts)
        acts.report("   asked in all", both, tried.acts)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--shares", action="store_true", help="only weigh the judges against each other")
    parser = Parser.load()
    if not options.parse_args().shares:
        held, model = held_out(), published()
        kept = kept_pieces(model)
        pieces = Pieces([model.pieces[n] for n in kept], [round(float(model.scores[n]), 3) for n in kept])
        examples = [e for e in everything_said(parser) if e.stem not in held]
        coded = [pieces.of(e.words) for e in examples]
        print(f"{len(examples)} examples, {np.mean([len(numbers) for numbers, _ in coded]):.0f} pieces each")
        path = ROOT / "build" / "encoder.pkl"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(pickle.dumps((kept, coded, examples)))
        torch.multiprocessing.spawn(teach, (str(path),), WORKERS)
        net = Transformer(model, kept)
        net.load_state_dict(torch.load(f"{path}.pt"))
        write(net, model, kept)
    shares(parser)


if __name__ == "__main__":
    main()
