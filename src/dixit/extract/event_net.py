"""What nets that read a trigger's sentence say of it: whether it tells of an event, type, status, who takes part.

Each run is a sentence in which the trigger and the nominals near it are marked; a recurrent unit reads it from both
sides (net.py), and what it holds at the trigger and at each nominal is judged. Learned by ``training/event_net.py``;
the linear judgements over named traits (events.py) are asked beside it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np

from dixit.extract.net import Array, Words, both_ways, codes, layers, readable, softmax_of, summed_up, table
from dixit.extract.net import Run as Read
from dixit.extract.participants import Near, kind_of
from dixit.extract.role_traits import frame_of
from dixit.extract.syntax import Sheet
from dixit.extract.triggers import Trigger, fitting
from dixit.types import Statement

_BEFORE: Final = 40  # tokens of the sentence that are read before the trigger's head
_AFTER: Final = 45
_TRIGGER, _NEAR, _OTHER, _TOLD, _CUE = 1, 2, 3, 3, 7  # parts in a run; what a statement tells stands _TOLD higher
_BATCH: Final = 32


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence as the nets see it for one trigger."""

    read: Read  # its traits: key, first type, sureness, the teller's act and mode
    at: int  # the trigger's head in the run
    near: tuple[int, ...]  # each nominal's head in the run


def run_of(sheet: Sheet, trigger: Trigger, near: Sequence[Near], told: Statement | None) -> Told:
    """What the nets read for a trigger, the nominals near it and the statement that tells it."""
    first, last = sheet.sentence(trigger.head)
    first, last = max(first, trigger.head - _BEFORE), min(last, trigger.head + _AFTER)
    heads = {one.head for one in near}
    tokens = []
    for i in range(first, last + 1):
        token = sheet.tokens[i]
        part = _TRIGGER if trigger.head <= i <= trigger.last else _NEAR if i in heads else _OTHER
        if told is not None:
            span = sheet.span(i, i)
            if any(piece.holds(span) for piece in told.content):
                part += _TOLD
            elif told.cue is not None and told.cue.holds(span):
                part = _CUE
        tokens.append((token.form, token.pos, part))
    key = f"{'v' if trigger.verbal else 'n'}:{trigger.known.key}"
    act, mode = ("none", "none") if told is None else (told.act, told.mode)
    traits = (key, fitting(sheet, trigger)[0].type, trigger.known.sure, act, mode)
    places = tuple(min(max(one.head - first, 0), len(tokens) - 1) for one in near)
    return Told(Read(tokens, traits), trigger.head - first, places)


def beside(sheet: Sheet, trigger: Trigger, kind: str, near: Near) -> tuple[str, ...]:
    """The traits of a nominal: its slot, what it names, and what the lexicon expects in its slot for a type."""
    return near.slot, kind_of(sheet.tokens[near.head]), frame_of(sheet, trigger, kind, near.slot)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the nets hold of one run, and what they say of its trigger."""

    event: float  # the chance that it tells of an event
    types: tuple[float, ...]  # the chance of each type, in the order of types.EventType
    statuses: tuple[float, ...]  # likewise
    held: Array  # (nets, tokens, states)
    key: Array  # (nets, numbers of the trigger's own word)


class EventNet:
    """Averaged nets with their vocabulary; every array has the nets as its first axis."""

    def __init__(self, arrays: dict[str, Array], kinds: Sequence[Sequence[str]], words: Words) -> None:
        """`kinds`: the known values of the traits of a trigger (five kinds), then of a nominal (three)."""
        self._a = readable(arrays)
        self._kinds = [{value: n + 1 for n, value in enumerate(kind)} for kind in kinds]
        self._words = words

    def read(self, runs: Sequence[Told]) -> list[Seen]:
        """Each run for itself, in the order given."""
        order = sorted(range(len(runs)), key=lambda n: -len(runs[n].read.tokens))
        found: dict[int, Seen] = {}
        for first in range(0, len(order), _BATCH):
            batch = order[first : first + _BATCH]
            found |= zip(batch, self._batch([runs[n] for n in batch]), strict=True)
        return [found[n] for n in range(len(runs))]

    def _batch(self, runs: Sequence[Told]) -> list[Seen]:
        """The same for runs from the longest to the shortest."""
        a = self._a
        coded = [codes(self._words, run.read) for run in runs]
        held, sizes = both_ways(a, self._words, coded), [len(rows) for rows, _, _ in coded]
        trigger = held[:, np.arange(len(runs)), [run.at for run in runs]]
        kinds = [
            a[f"kind{k}"][:, [self._kinds[k].get(run.read.traits[k], 0) for run in runs]]
            for k in range(len(runs[0].read.traits))
        ]
        logits = layers(a, np.concatenate([trigger, *summed_up(a, held, sizes), *kinds], axis=-1), "out")
        types = a["types"].shape[1]
        event = (1.0 / (1.0 + np.exp(-logits[..., 0]))).mean(axis=0)
        type_, status = softmax_of(logits[..., 1 : 1 + types]).mean(0), softmax_of(logits[..., 1 + types :]).mean(0)
        return [
            Seen(float(event[n]), tuple(type_[n].tolist()), tuple(status[n].tolist()), held[:, n], kinds[0][:, n])
            for n in range(len(runs))
        ]

    def roles(self, run: Told, seen: Seen, kind: int, traits: Sequence[tuple[str, ...]]) -> Array:
        """The chance of none, actor, recipient (columns) for each nominal of a run, the trigger being of a type."""
        if not run.near:
            return np.zeros((0, 3), np.float32)
        a, first = self._a, len(run.read.traits)
        nominals = seen.held[:, list(run.near)]
        trigger = np.broadcast_to(seen.held[:, run.at][:, None], nominals.shape)
        key = np.broadcast_to(seen.key[:, None], (*nominals.shape[:2], seen.key.shape[-1]))
        of_type = np.broadcast_to(a["types"][:, kind][:, None], (*nominals.shape[:2], a["types"].shape[-1]))
        own = [
            a[f"kind{first + k}"][:, [self._kinds[first + k].get(each[k], 0) for each in traits]]
            for k in range(len(traits[0]))
        ]
        joined = np.concatenate([nominals, trigger, nominals * trigger, key, of_type, *own], axis=-1)
        chances: Array = softmax_of(layers(a, joined, "role")).mean(axis=0)
        return chances


@cache
def event_net(language: str) -> EventNet:
    """The nets that ``training/`` wrote to ``models/LANGUAGE-rules/event-net.npz`` and ``event-net-kinds.json``."""
    folder = files("dixit") / "models" / f"{language}-rules"
    with (folder / "event-net.npz").open("rb") as stream, np.load(stream) as stored:
        arrays = {key: stored[key] for key in stored.files}
    kinds = json.loads((folder / "event-net-kinds.json").read_text(encoding="utf-8"))
    return EventNet(arrays, kinds, table(language))
