"""How good ``dixit pairs`` is, on the pairs of pairs.tsv: python -m eval.pairs STORE.

Pairs of the set "chosen" served to choose weights and threshold, those of "measured" did not. Of the latter, 30 were
drawn from what is found, and 20 from the pairs whose likeness is at most 0.1 below; recall is estimated from how many
there are of each, and says nothing of pairs that are less like each other.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from dixit.ask import pairs
from dixit.store import Store

BELOW = 0.1


def main() -> None:
    """Prints precision and recall of each set."""
    threshold = pairs.LIKE
    pairs.LIKE = threshold - BELOW  # type: ignore[misc]
    with Store.open(sys.argv[1], create=False) as store:
        likeness = {frozenset((row.one, row.other)): row.likeness for row in pairs.pairs(store)}
    found = sum(value >= threshold for value in likeness.values())
    lines = Path(__file__).with_name("pairs.tsv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(lines[1:], delimiter="\t"))
    for name in ("chosen", "measured"):
        read = [
            (likeness.get(frozenset((r["one"], r["other"])), 0.0), r["same"] == "1") for r in rows if r["set"] == name
        ]
        above, below = [[same for like, same in read if (like >= threshold) is side] for side in (True, False)]
        right, missed = sum(above) / len(above), sum(below) / len(below)
        print(f"{name}: {len(read)} pairs read; {sum(above)} of {len(above)} found are one happening ({right:.2f})")
        if name == "measured":
            there, left = found * right, (len(likeness) - found) * missed
            print(f"  {sum(below)} of {len(below)} just below are too; recall about {there / (there + left):.2f}")
    print(f"{found} pairs found")


if __name__ == "__main__":
    main()
