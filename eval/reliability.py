"""How often statements of a confidence are right: the expected calibration error and docs/reliability.svg.

    python -m eval.reliability

Reads ../shared/gold/dev; a statement is right where gold.py pairs it with a gold statement. Needs matplotlib
(training/requirements.txt).
"""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "dixit"

import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402
from eval.score import pairs, read_folder  # noqa: E402
from training.confidence import BINS, error  # noqa: E402
from training.goldset import SHARED  # noqa: E402

from dixit import Reader  # noqa: E402

OUT = Path(__file__).resolve().parents[1] / "docs" / "reliability.svg"


def main() -> None:
    scored = read_folder(SHARED / "gold" / "dev", Reader.load())
    rows = [(b["confidence"], a is not None) for _, _, a, b in pairs(scored) if b is not None]
    confidence, right = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    print(f"{len(rows)} statements, expected calibration error {error(confidence, right):.3f}")
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    figure, axes = plt.subplots(figsize=(4.6, 4.2))
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    for n in sorted(set(bins)):
        here = bins == n
        axes.scatter(confidence[here].mean(), right[here].mean(), s=12 + 2 * here.sum(), color="#2b5d8a", alpha=0.8)
        print(
            f"  {n / BINS:.1f}-{(n + 1) / BINS:.1f}  {here.sum():4}  said {confidence[here].mean():.2f}  right {right[here].mean():.2f}"
        )
    axes.set(xlim=(0, 1.02), ylim=(0, 1.02), xlabel="confidence", ylabel="share that is right")
    axes.set_title("gold/dev; area by number of statements", fontsize=9)
    figure.tight_layout()
    figure.savefig(OUT, metadata={"Date": None})


if __name__ == "__main__":
    main()
