"""How often the answers that ``dixit calls`` finds are answers, and how many it finds.

    python -m eval.calls STORE [-v]

STORE holds ``afp-fr.jsonl.xz`` of ``../shared/corpora``. ``calls.jsonl`` has calls in it with what was judged of what
came later, as places without texts. ``set`` 1 are 60 calls on which rules and thresholds were chosen, 2 are 60 that
were drawn and judged after that; ``draw`` says whether a call was drawn among those with a likely answer ("likely")
or among the others ("any"); ``call`` is false where the reader saw a call where there is none, or another is called
on. For these, ``later`` has the seven to twelve statements of whoever is called on that share most with the call, of
all acts, and all in the same dispatch that promise, refuse or deny. ``set`` 3 are all other calls to which an answer
was returned: it measures precision alone. ``set`` 4 are 40 calls that were drawn, after the rules were mended on the
others, among those whose addressee said something later that shares a word, and judged once. ``set`` 5 are all calls
with an answer returned, by the rules before that or by those after, in 2,490 articles of ``press-fr.txt.xz`` that have
a word of calling and one of answering, one article a line, in a store of their own; they have no day, so that call and
answer stand in one article. Nothing was tuned to 4; of 5 it was learned that "ce" points at what was asked. What is not
in STORE is left out. An answer grants, promises, does, refuses, denies or takes back what is asked. Events were not
judged.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dixit.ask import Asked, calls
from dixit.ask.following import Later, Raised
from dixit.store import Store

CALLS = Path(__file__).with_name("calls.jsonl")
ACTS = ("commit", "refuse", "deny")
Place = tuple[str, int, int]


@dataclass
class Score:
    returned: int = 0
    right: int = 0
    unjudged: int = 0
    there: int = 0
    answered: int = 0  # calls that have an answer
    found: int = 0  # of them, those for which one is found
    wrong: int = 0  # calls that are given answers, none of them right

    def line(self, name: str) -> str:
        precision = self.right / max(1, self.returned - self.unjudged)
        recall = self.right / max(1, self.there)
        return (
            f"{name:12} answers: {self.returned} returned ({self.unjudged} not judged), {self.right} right of "
            f"{self.there}, precision {precision:.2f}, recall {recall:.2f}; calls: {self.found} of {self.answered} "
            f"answered ones found, {self.wrong} others said to be answered"
        )


def same(one: Place, other: Place) -> bool:
    """Whether two places share half of the shorter one, so that another reading may have moved a limit."""
    shared = min(one[2], other[2]) - max(one[1], other[1])
    return one[0] == other[0] and 2 * shared >= min(one[2] - one[1], other[2] - other[1])


def judged(one: Later, rows: Iterable[dict[str, object]]) -> bool | None:
    place = (one.dispatch, one.start, one.end)
    for row in rows:
        if same(place, (str(row["dispatch"]), int(str(row["start"])), int(str(row["end"])))):
            return bool(row["answer"])
    return None


def main(arguments: list[str]) -> int:
    with Store.open(arguments[0], create=False) as store:
        kept = {digest for (digest,) in store.rows("SELECT digest FROM dispatches")}
        found: dict[str, list[Raised]] = {}
        for row in calls(store, Asked()):
            found.setdefault(row.dispatch, []).append(row)
    scores: dict[str, Score] = {}
    for line in CALLS.read_text(encoding="utf-8").splitlines():
        call = json.loads(line)
        if call["dispatch"] not in kept:
            continue
        place = (call["dispatch"], call["start"], call["end"])
        here = [row for row in found.get(place[0], ()) if same(place, (row.dispatch, row.start, row.end))]
        given = [one for row in here[:1] for one in row.later if one.kind in ACTS]
        marks = [judged(one, call["later"]) for one in given]
        there = sum(one["answer"] and one["act"] in ACTS for one in call["later"])
        for name in (f"set {call['set']}", f"set {call['set']} {call['draw']}"):
            score = scores.setdefault(name, Score())
            score.returned += len(marks)
            score.right += marks.count(True)
            score.unjudged += marks.count(None)
            score.there += there
            score.answered += bool(there)
            score.found += bool(there) and True in marks
            score.wrong += bool(marks) and True not in marks
        if "-v" in arguments:
            for one, mark in zip(given, marks, strict=True):
                print(place[0][7:17], place[1], mark, one.kind, one.dispatch[7:17], one.start, one.why)
    for name, score in sorted(scores.items()):
        print(score.line(name))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
