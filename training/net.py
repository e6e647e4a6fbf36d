"""What teaching the nets of extract/net.py shares: batches, seeds, and the arrays that are written.

The same seed gives the same arrays on the same machine. Needs PyTorch (training/requirements.txt).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from dixit.extract.net import Words

RULES = Path(__file__).resolve().parents[1] / "src" / "dixit" / "models" / "fr-rules"
PARTS = 8
SIDE = 20  # inputs beside a word's: of its part of speech and its part in the run
RARE = 3  # a trait seen less often is none


@dataclass(frozen=True, slots=True)
class Size:
    """How large a net is, and how long it learns."""

    width: int
    hidden: int
    kind: int
    epochs: int
    rate: float
    dropout: float = 0.35


Taught = tuple[dict[str, np.ndarray], list[list[str]]]


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


def save(name: str, taught: Taught) -> None:
    """Write models/fr-rules/NAME.npz and NAME-kinds.json."""
    arrays, kinds = taught
    np.savez(RULES / f"{name}.npz", **arrays)
    text = json.dumps(kinds, ensure_ascii=False, indent=0)
    (RULES / f"{name}-kinds.json").write_text(text + "\n", encoding="utf-8")
    print(f"{name}.npz: {sum(a.size for a in arrays.values())} numbers")
