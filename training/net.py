"""Teach the nets of extract/net.py: runs, their classes and weights in, arrays out.

Adam with decoupled weight decay, one cycle of the learning rate, dropout on words and states, smoothed labels; the same
seed gives the same arrays on the same machine. Needs PyTorch (training/requirements.txt).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from dixit.extract.net import POS, Net, Run, Words, codes, table

RULES = Path(__file__).resolve().parents[1] / "src" / "dixit" / "models" / "fr-rules"
PARTS = 8
SIDE = 20  # inputs beside a word's: of its part of speech and its part in the run
BATCH = 64
RARE = 3  # a trait seen less often is none


@dataclass(frozen=True, slots=True)
class Size:
    """How large a net is, and how long it learns."""

    width: int = 64
    words: int = 80
    hidden: int = 96
    kind: int = 20
    epochs: int = 8
    rate: float = 3e-3
    dropout: float = 0.35


SIZE = Size()


class Reader(nn.Module):
    """The net of extract/net.py, to be taught."""

    def __init__(self, kinds: Sequence[int], classes: int, size: Size, vectors: Tensor) -> None:
        super().__init__()
        self.vectors = vectors
        self.words = nn.Linear(vectors.shape[1], size.words)
        self.pos = nn.Embedding(len(POS) + 1, SIDE // 2)
        self.part = nn.Embedding(PARTS, SIDE // 2)
        self.kinds = nn.ModuleList(nn.Embedding(n + 1, size.kind) for n in kinds)
        self.unit = nn.GRU(size.words + SIDE, size.width, batch_first=True, bidirectional=True)
        self.attend = nn.Linear(2 * size.width, 2)
        self.out1 = nn.Linear(6 * size.width + size.kind * len(kinds), size.hidden)
        self.out2 = nn.Linear(size.hidden, classes)
        self.drop, self.drop_hidden = nn.Dropout(size.dropout), nn.Dropout(0.4)

    def forward(self, rows: Tensor, pos: Tensor, part: Tensor, sizes: Tensor, traits: Tensor) -> Tensor:
        """Logits of the classes."""
        vectors = self.drop(self.vectors[rows])
        x = torch.cat([self.words(vectors), self.pos(pos), self.part(part)], -1)
        packed = pack_padded_sequence(x, sizes, batch_first=True, enforce_sorted=False)
        held, _ = pad_packed_sequence(self.unit(packed)[0], batch_first=True)
        held = self.drop(held)
        mask = (torch.arange(held.shape[1])[None, :] < sizes[:, None])[..., None]
        weight = self.attend(held).masked_fill(~mask, -1e9).softmax(1)
        pooled = torch.einsum("blk,blh->bkh", weight, held).flatten(1)
        most = held.masked_fill(~mask, -1e9).max(1).values
        beside = [kind(traits[:, k]) for k, kind in enumerate(self.kinds)]
        hidden = self.drop_hidden(torch.relu(self.out1(torch.cat([pooled, most, *beside], -1))))
        out: Tensor = self.out2(hidden)
        return out


@dataclass(frozen=True, slots=True)
class Lesson:
    """Runs, the number of each one's class, and how much each counts."""

    runs: Sequence[Run]
    classes: np.ndarray
    weights: np.ndarray


@dataclass(frozen=True, slots=True)
class _Coded:
    """Runs as numbers."""

    tokens: list[tuple[list[int], list[int], list[int]]]
    traits: np.ndarray  # (runs, kinds)


Taught = tuple[dict[str, np.ndarray], list[list[str]]]


def teach(lesson: Lesson, count: int, seeds: Sequence[int], size: Size = SIZE) -> Taught:
    """Arrays of as many nets as there are seeds, for `count` classes, and the vocabulary of each kind of trait."""
    torch.set_num_threads(1)
    words = table("fr")
    vectors = vectors_of(words)
    kinds = []
    for k in range(len(lesson.runs[0].traits)):
        seen = Counter(run.traits[k] for run in lesson.runs)
        kinds.append(sorted(value for value, n in seen.items() if n >= RARE))
    at = [{value: n + 1 for n, value in enumerate(kind)} for kind in kinds]
    traits = np.array([[at[k].get(run.traits[k], 0) for k in range(len(kinds))] for run in lesson.runs])
    coded = _Coded([codes(words, run) for run in lesson.runs], traits)

    def one(seed: int) -> dict[str, np.ndarray]:
        torch.manual_seed(seed)
        reader = Reader([len(kind) for kind in kinds], count, size, vectors)
        _learn(reader, coded, lesson, size, seed)
        return named_arrays(reader, ("words", "attend", "out1", "out2"))

    return each_seed(one, seeds), kinds


def each_seed(learn: Callable[[int], dict[str, np.ndarray]], seeds: Sequence[int]) -> dict[str, np.ndarray]:
    """The arrays that are learned from each seed, side by side; as many processes as there are seeds."""
    if len(seeds) == 1:
        nets = [learn(seeds[0])]
    else:
        fork, backs = get_context("fork"), []
        for seed in seeds:
            back, out = fork.Pipe(duplex=False)
            fork.Process(target=lambda seed=seed, out=out: out.send(learn(seed))).start()
            out.close()  # so that a process that dies ends the waiting: EOFError
            backs.append(back)
        nets = [back.recv() for back in backs]
    return {name: np.stack([net[name] for net in nets]).astype(np.float16) for name in nets[0]}


def batches(lengths: np.ndarray, size: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Places of all examples once, in batches by chance, those of a batch nearly as long as each other."""
    order = rng.permutation(len(lengths))
    chunks = np.array_split(order, max(1, len(order) // 1024))
    order = np.concatenate([chunk[np.argsort(lengths[chunk], kind="stable")] for chunk in chunks])
    found = [order[n : n + size] for n in range(0, len(order), size)]
    yield from (found[n] for n in rng.permutation(len(found)))


def _learn(reader: Reader, coded: _Coded, lesson: Lesson, size: Size, seed: int) -> None:
    rng = np.random.default_rng(seed)
    tokens = coded.tokens
    lengths = np.array([max(len(rows), 1) for rows, _, _ in tokens])
    optimizer = torch.optim.AdamW(reader.parameters(), size.rate, weight_decay=0.02)
    steps = size.epochs * (len(tokens) // BATCH + 2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, size.rate, total_steps=steps)
    goal, weight = torch.tensor(lesson.classes), torch.tensor(lesson.weights.astype(np.float32))
    reader.train()
    for _ in range(size.epochs):
        for chosen in batches(lengths, BATCH, rng):
            logits = reader(*_tensors([tokens[c] for c in chosen]), torch.tensor(coded.traits[chosen]))
            each = cross_entropy(logits, goal[chosen], reduction="none", label_smoothing=0.05)
            loss = (each * weight[chosen]).mean()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            schedule.step()


def _tensors(coded: list) -> tuple[Tensor, Tensor, Tensor, Tensor]:  # type: ignore[type-arg]
    sizes = torch.tensor([max(len(rows), 1) for rows, _, _ in coded])
    longest = int(sizes.max())
    columns = (torch.tensor([one[k] + [0] * (longest - len(one[k])) for one in coded]) for k in range(3))
    rows, pos, part = columns
    return rows, pos, part, sizes


def vectors_of(words: Words) -> Tensor:
    """The table of word vectors as the nets read it."""
    return torch.tensor(words.vectors.astype(np.float32) / 127.0)


def named_arrays(reader: nn.Module, layers: Sequence[str]) -> dict[str, np.ndarray]:
    """A net's arrays under the names of extract/net.py, with those of its layers."""
    state = {name: value.detach().numpy() for name, value in reader.state_dict().items()}
    named = {"pos": state["pos.weight"], "part": state["part.weight"]}
    for side, suffix in (("left", ""), ("right", "_reverse")):
        for what in ("ih", "hh"):
            named[f"{side}.{what}.w"] = state[f"unit.weight_{what}_l0{suffix}"].T
            named[f"{side}.{what}.b"] = state[f"unit.bias_{what}_l0{suffix}"]
    for layer in layers:
        named[f"{layer}.w"], named[f"{layer}.b"] = state[f"{layer}.weight"].T, state[f"{layer}.bias"]
    for k in range(sum(name.startswith("kinds.") for name in state)):
        named[f"kind{k}"] = state[f"kinds.{k}.weight"]
    return named


def net_of(taught: Taught) -> Net:
    """What was taught, to read with."""
    arrays, kinds = taught
    return Net(arrays, [{value: n + 1 for n, value in enumerate(kind)} for kind in kinds], table("fr"))


def save(name: str, taught: Taught) -> None:
    """Write models/fr-rules/NAME.npz and NAME-kinds.json."""
    arrays, kinds = taught
    np.savez(RULES / f"{name}.npz", **arrays)
    text = json.dumps(kinds, ensure_ascii=False, indent=0)
    (RULES / f"{name}-kinds.json").write_text(text + "\n", encoding="utf-8")
    print(f"{name}.npz: {sum(a.size for a in arrays.values())} numbers")
