"""Statements of members for and against -> how likely two members take the same side, with a bootstrap's interval."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final

import numpy as np

from dixit.ask.intervals import Interval, wilson

_DRAWS: Final = 1000  # of the bootstrap
_SEED: Final = 1  # the same store gives the same answer


def agreement(said: Sequence[tuple[str, str, bool]]) -> Interval:
    """Of the statements of members, each with its dispatch and whether it is for.

    The interval is that of a bootstrap that draws whole dispatches, for what one of them tells hangs together.

    A bootstrap of statements that are all on one side knows no doubt; so the lower end is at most what Wilson's
    interval of the larger side leaves open, each dispatch counted once.
    """
    names = sorted({member for member, _, _ in said})
    places = sorted({dispatch for _, dispatch, _ in said})
    counts = np.zeros((len(places), 2 * len(names)))
    for member, dispatch, favours in said:
        counts[places.index(dispatch), 2 * names.index(member) + (not favours)] += 1
    value = float(_alike(counts.sum(axis=0)[None, :])[0])
    draws = np.random.default_rng(_SEED).multinomial(len(places), np.full(len(places), 1 / len(places)), size=_DRAWS)
    spread = _alike(draws @ counts)
    low, high = np.nanquantile(spread, [0.025, 0.975]) if not np.isnan(spread).all() else (0.0, 1.0)
    favour = sum(favours for _, _, favours in said) / len(said)
    side = wilson(max(favour, 1 - favour) * len(places), len(places)).low
    open_to = max(side, 0.5) ** 2 + (1 - max(side, 0.5)) ** 2
    return Interval(value, min(float(low), open_to, value), max(float(high), value))


def _alike(counts: np.ndarray) -> np.ndarray:
    """For each row of counts (for and against, member by member): the mean over pairs of members who are heard."""
    favour, against = counts[:, 0::2], counts[:, 1::2]
    with np.errstate(invalid="ignore", divide="ignore"):
        share = favour / (favour + against)
        pairs = [
            share[:, i] * share[:, j] + (1 - share[:, i]) * (1 - share[:, j])
            for i, j in combinations(range(share.shape[1]), 2)
        ]
    together = np.stack(pairs)
    known = ~np.isnan(together)
    total = np.where(known, together, 0.0).sum(axis=0)
    n = known.sum(axis=0)
    return np.where(n > 0, total / np.maximum(n, 1), np.nan)
