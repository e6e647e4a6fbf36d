"""Teach the nets of extract/event_net.py: sentences with their triggers and nominals in, arrays out.

One recurrent unit learns four judgements at once: whether a trigger tells of an event, and of those that do the type, the
status and each nominal's role. The same seed gives the same arrays on the same machine. Needs PyTorch
(training/requirements.txt). A unit that had begun as a language model of 14 million words of the corpora, twice as wide, was
no better (see docs/accuracy.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from dixit.extract.event_net import EventNet, Told
from dixit.extract.net import POS, Codes, codes, table
from dixit.types import EventType, Status
from training.net import PARTS, RARE, SIDE, Size, Taught, batches, each_seed, named_arrays, vectors_of

TYPES: tuple[str, ...] = get_args(EventType)
STATUSES: tuple[str, ...] = get_args(Status)
ROLES = ("none", "actor", "recipient")
BATCH = 48
KIND = 16
SIZE = Size(width=64, hidden=128, kind=KIND, epochs=6, rate=3e-3)
# What each judgement counts for beside whether there is an event; not tuned.
TYPE, STATUS, ROLE = 0.5, 0.7, 0.3


@dataclass(frozen=True, slots=True)
class Example:
    """A trigger with what was annotated of it."""

    told: Told
    event: bool
    type: str = ""
    status: str = ""
    beside: tuple[tuple[str, ...], ...] = ()  # the traits of each nominal
    roles: tuple[str, ...] = ()


class Reader(nn.Module):
    """The net of extract/event_net.py, to be taught."""

    def __init__(self, kinds: Sequence[int], near: Sequence[int], size: Size, vectors: Tensor) -> None:
        super().__init__()
        self.vectors = vectors
        self.pos = nn.Embedding(len(POS) + 1, SIDE // 2)
        self.part = nn.Embedding(PARTS, SIDE // 2)
        self.own = len(kinds)
        self.kinds = nn.ModuleList(nn.Embedding(n + 1, size.kind) for n in (*kinds, *near))
        self.types = nn.Embedding(len(TYPES), size.kind)
        self.unit = nn.GRU(vectors.shape[1] + SIDE, size.width, batch_first=True, bidirectional=True)
        width = 2 * size.width
        self.attend = nn.Linear(width, 2)
        self.out1 = nn.Linear(4 * width + size.kind * len(kinds), size.hidden)
        self.out2 = nn.Linear(size.hidden, 1 + len(TYPES) + len(STATUSES))
        self.role1 = nn.Linear(3 * width + size.kind * (len(near) + 2), size.hidden)
        self.role2 = nn.Linear(size.hidden, len(ROLES))
        self.drop_words, self.drop, self.drop_hidden = nn.Dropout(0.2), nn.Dropout(size.dropout), nn.Dropout(0.4)

    def forward(self, words: tuple[Tensor, ...], at: Tensor, kinds: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """States (runs, tokens, states), the numbers of each trigger's word, and logits: event, types, statuses."""
        rows, pos, part, sizes = words
        x = torch.cat([self.drop_words(self.vectors[rows]), self.pos(pos), self.part(part)], -1)
        packed = pack_padded_sequence(x, sizes, batch_first=True, enforce_sorted=False)
        held = self.drop(pad_packed_sequence(self.unit(packed)[0], batch_first=True)[0])
        mask = (torch.arange(held.shape[1])[None, :] < sizes[:, None])[..., None]
        weight = self.attend(held).masked_fill(~mask, -1e9).softmax(1)
        pooled = torch.einsum("blk,blh->bkh", weight, held).flatten(1)
        most = held.masked_fill(~mask, -1e9).max(1).values
        own = [kind(kinds[:, k]) for k, kind in enumerate(self.kinds[: self.own])]
        trigger = held[torch.arange(len(at)), at]
        hidden = torch.relu(self.out1(torch.cat([trigger, pooled, most, *own], -1)))
        return held, own[0], self.out2(self.drop_hidden(hidden))

    def roles(self, nominals: Tensor, triggers: Tensor, key: Tensor, types: Tensor, near: Tensor) -> Tensor:
        """Logits of none, actor and recipient for nominals."""
        own = [kind(near[:, k]) for k, kind in enumerate(self.kinds[self.own :])]
        joined = torch.cat([nominals, triggers, nominals * triggers, key, self.types(types), *own], -1)
        out: Tensor = self.role2(self.drop_hidden(torch.relu(self.role1(joined))))
        return out


@dataclass(frozen=True, slots=True)
class _Coded:
    """An example as numbers."""

    words: Codes
    at: int
    kinds: list[int]
    event: float
    type: int
    status: int
    near: list[tuple[int, list[int], int]]  # place in the run, traits, role


def teach(examples: Sequence[Example], seeds: Sequence[int], size: Size = SIZE) -> Taught:
    """Arrays of as many nets as there are seeds, and the vocabulary of each kind of trait."""
    torch.set_num_threads(1)
    own = [_often(example.told.read.traits[k] for example in examples) for k in range(5)]
    near = [_often(traits[k] for example in examples for traits in example.beside) for k in range(3)]
    coded = [_code(example, own, near) for example in examples]
    vectors = vectors_of(table("fr"))

    def one(seed: int) -> dict[str, np.ndarray]:
        torch.manual_seed(seed)
        reader = Reader([len(kind) for kind in own], [len(kind) for kind in near], size, vectors)
        _learn(reader, coded, size, seed)
        arrays = named_arrays(reader, ("attend", "out1", "out2", "role1", "role2"))
        return arrays | {"types": reader.types.weight.detach().numpy()}

    return each_seed(one, seeds), own + near


def _often(values: Iterable[str]) -> list[str]:
    return sorted(value for value, n in Counter(values).items() if n >= RARE)


def _code(example: Example, own: Sequence[Sequence[str]], near: Sequence[Sequence[str]]) -> _Coded:
    def number(kind: Sequence[str], value: str) -> int:
        return kind.index(value) + 1 if value in kind else 0

    known = zip(example.told.near, example.beside, example.roles, strict=True) if example.event else ()
    nominals = [
        (at, [number(kind, value) for kind, value in zip(near, traits, strict=True)], ROLES.index(role))
        for at, traits, role in known
    ]
    return _Coded(
        codes(table("fr"), example.told.read),
        example.told.at,
        [number(kind, value) for kind, value in zip(own, example.told.read.traits, strict=True)],
        0.96 * example.event + 0.02,
        TYPES.index(example.type) if example.event else 0,
        STATUSES.index(example.status) if example.event else 0,
        nominals,
    )


def _learn(reader: Reader, coded: Sequence[_Coded], size: Size, seed: int) -> None:
    rng = np.random.default_rng(seed)
    lengths = np.array([len(one.words[0]) for one in coded])
    optimizer = torch.optim.AdamW(reader.parameters(), size.rate, weight_decay=0.02)
    steps = size.epochs * (len(coded) // BATCH + 2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, size.rate, total_steps=steps)
    reader.train()
    for _ in range(size.epochs):
        for chosen in batches(lengths, BATCH, rng):
            loss = _loss(reader, [coded[k] for k in chosen])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            schedule.step()


def _loss(reader: Reader, batch: Sequence[_Coded]) -> Tensor:
    sizes = torch.tensor([len(one.words[0]) for one in batch])
    longest = int(sizes.max())
    rows, pos, part = (
        torch.tensor([one.words[k] + [0] * (longest - len(one.words[k])) for one in batch]) for k in range(3)
    )
    at = torch.tensor([one.at for one in batch])
    held, key, logits = reader((rows, pos, part, sizes), at, torch.tensor([one.kinds for one in batch]))
    loss = binary_cross_entropy_with_logits(logits[:, 0], torch.tensor([one.event for one in batch]))
    told = [n for n, one in enumerate(batch) if one.event > 0.5]
    if not told:
        return loss
    types, statuses = torch.tensor([batch[n].type for n in told]), torch.tensor([batch[n].status for n in told])
    loss = loss + TYPE * _each(logits[told, 1 : 1 + len(TYPES)], types, 0.05) / len(batch)
    loss = loss + STATUS * _each(logits[told, 1 + len(TYPES) :], statuses, 0.05) / len(batch)
    near = [(n, one) for n in told for one in batch[n].near]
    if near:
        runs = torch.tensor([n for n, _ in near])
        chances = reader.roles(
            held[runs, torch.tensor([place for _, (place, _, _) in near])],
            held[runs, at[runs]],
            key[runs],
            torch.tensor([batch[n].type for n, _ in near]),
            torch.tensor([traits for _, (_, traits, _) in near]),
        )
        loss = loss + ROLE * _each(chances, torch.tensor([role for _, (_, _, role) in near]), 0.03) / len(batch)
    return loss


def _each(logits: Tensor, wanted: Tensor, smoothing: float) -> Tensor:
    return cross_entropy(logits, wanted, label_smoothing=smoothing, reduction="sum")


def net_of(taught: Taught) -> EventNet:
    """What was taught, to read with."""
    arrays, kinds = taught
    return EventNet(arrays, kinds, table("fr"))
