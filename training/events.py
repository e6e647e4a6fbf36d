"""Train the judgements of extract/events.py: which triggers tell of an event, its type and status, who acts.

    python -m training.events [--nets] [--dev]

Reads the texts of events.jsonl, lets the lexicon propose triggers, calls one right where it overlaps an annotated
trigger, fits four L2-regularised linear models and writes their weights as JSON. Prints gold.py's event figures,
cross-validated with folds by document, as it is and with the right triggers given (then P tells how often type, status
and teller are right): of the linear models alone, or with --nets together with the nets (event_net.py; half an hour);
with --dev also those of ../shared/gold/dev. Deterministic.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import get_args

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

from dixit.extract import drafts_of
from dixit.extract.acts import judge
from dixit.extract.event_net import beside, run_of
from dixit.extract.event_traits import Scene, event_features
from dixit.extract.events import Judges, events_of, told_triggers
from dixit.extract.linear import Logistic, Softmax
from dixit.extract.participants import nearby, span_of
from dixit.extract.role_traits import Place, role_features
from dixit.extract.status_traits import status_features
from dixit.extract.syntax import Sheet
from dixit.extract.tellers import Tellers
from dixit.extract.times import Times
from dixit.parse import Parser
from dixit.types import EventType, Span, Statement, Status
from training import event_net, net
from training.belief import RULES, save, write_table
from training.event_annotations import EventText, GoldEvent, annotated, in_folder
from training.goldset import SHARED, gold_tool
from training.net import Taught

FOLDS = 5
LEAST = 0.04  # smaller weights are left out
RARE = 2  # features seen less often than this are left out
COMMON = 20  # features seen so often are penalised as they come, see RARER
# Inverses of the L2 penalties, chosen by cross-validation.
STRENGTH = {"event": 0.12, "type": 0.8, "status": 0.15, "role": 0.1}
# How far rare classes count for more: 0 as they come, 1 all the same; chosen likewise.
EVEN = {"status": 0.4, "role": 0.3}
# How far a rare feature may weigh more than a common one before the penalty holds it back; chosen likewise.
RARER = {"event": 0.25, "type": 0.25, "status": 0.25, "role": 0.0}
ROLES = event_net.ROLES
SEEDS = (2, 3)  # a net each; four of them (0 to 3) are no better on gold/dev, and slower
Row = tuple[list[str], str]


@dataclass(slots=True)
class Examples:
    """Features and labels of one text, by what is learned."""

    event: list[Row] = field(default_factory=list)
    type: list[Row] = field(default_factory=list)
    status: list[Row] = field(default_factory=list)
    role: list[Row] = field(default_factory=list)
    read: list[event_net.Example] = field(default_factory=list)
    missed: int = 0  # annotated events without a trigger in the lexicon


def statements_of(text: EventText) -> list[Statement]:
    """The statements as they are read, so that what they tell is as sure as it will be."""
    return judge(text.parsed, drafts_of(text.parsed))


def examples(text: EventText, statements: Sequence[Statement]) -> Examples:
    """What one text teaches."""
    sheet, found = Sheet(text.parsed), Examples()
    told = list(told_triggers(sheet, statements))
    scene, times = Scene(sheet, [trigger for trigger, _ in told]), Times(text.parsed)
    spans = [sheet.span(*trigger.range) for trigger, _ in told]
    right = {}
    for event in text.events:
        fitting = [k for k, span in enumerate(spans) if span.overlaps(event.trigger) and k not in right]
        if not fitting:
            found.missed += 1
            continue
        first = next((k for k in fitting if any(s.type == event.type for s in told[k][0].known.senses)), fitting[0])
        right[first] = event
    for k, (trigger, teller) in enumerate(told):
        features = event_features(sheet, trigger, teller, scene)
        event = right.get(k)
        if event is None and any(spans[k].overlaps(e.trigger) for e in text.events):
            continue  # a second word of one trigger: neither right nor wrong
        found.event.append((features, str(event is not None)))
        near = nearby(sheet, trigger)
        run = run_of(sheet, trigger, near, teller)
        if event is None:
            found.read.append(event_net.Example(run, event=False))
            continue
        found.type.append((features, event.type))
        when = times.features(times.of(sheet, trigger.head, ahead=False))
        found.status.append((status_features(features, event.type, when), event.status))
        place = Place(sheet, trigger, event.type, near, scene, teller)
        labels = _roles([span_of(sheet, one) for one in near], event)
        for one, label in zip(near, labels, strict=True):
            found.role.append((role_features(place, one), label))
        traits = tuple(beside(sheet, trigger, event.type, one) for one in near)
        found.read.append(event_net.Example(run, True, event.type, event.status, traits, tuple(labels)))
    return found


def _roles(spans: list[Span], event: GoldEvent) -> list[str]:
    """The role of each nominal: of several that overlap one annotated participant, the closest in length has it."""
    labels = ["none"] * len(spans)
    for role, people in (("actor", event.actors), ("recipient", event.recipients)):
        for person in people:
            best = [k for k, span in enumerate(spans) if span.overlaps(person) and labels[k] == "none"]
            if best:
                labels[min(best, key=lambda k: abs(spans[k].end - spans[k].start - person.end + person.start))] = role
    return labels


def _matrix(rows: Sequence[Iterable[str]], index: dict[str, int]) -> csr_matrix:
    data = [sorted({index[f] for f in row if f in index}) for row in rows]
    pointers = np.cumsum([0, *map(len, data)])
    columns = np.concatenate([np.array(d, dtype=int) for d in data])
    return csr_matrix((np.ones(pointers[-1]), columns, pointers), shape=(len(rows), len(index)))


def _index(rows: Sequence[Row]) -> dict[str, int]:
    counts = Counter(f for features, _ in rows for f in set(features))
    return {name: k for k, name in enumerate(sorted(f for f, n in counts.items() if n >= RARE))}


def _scales(matrix: csr_matrix, rarer: float) -> np.ndarray:  # type: ignore[type-arg]
    """By feature what its weight counts for: a rare one may weigh more before the penalty holds it back."""
    return ((np.asarray(matrix.sum(axis=0)).ravel() + 1.0) / COMMON) ** -rarer


def fit_logistic(rows: Sequence[Row], strength: float, rarer: float) -> Logistic:
    index = _index(rows)
    matrix = _matrix([f for f, _ in rows], index)
    scales = _scales(matrix, rarer)
    model = LogisticRegression(C=strength, max_iter=2000, solver="liblinear", random_state=0)
    model.fit(matrix @ diags(scales), [label == "True" for _, label in rows])
    learned = model.coef_[0] * scales
    weights = {name: round(float(learned[k]), 2) for name, k in index.items() if abs(learned[k]) >= LEAST}
    return Logistic(round(float(model.intercept_[0]), 3), weights)


def fit_softmax(
    rows: Sequence[Row], strength: float, classes: Sequence[str], rarer: float, even: float = 0.0
) -> Softmax:
    index = _index(rows)
    counts = Counter(label for _, label in rows)
    heavy = np.array([(len(rows) / counts[label]) ** even for _, label in rows])
    model = LogisticRegression(C=strength, max_iter=150, random_state=0)
    matrix = _matrix([f for f, _ in rows], index)
    scales = _scales(matrix, rarer)
    model.fit(matrix @ diags(scales), [label for _, label in rows], sample_weight=heavy / heavy.mean())
    learned = model.coef_ * scales
    order = [list(model.classes_).index(c) if c in model.classes_ else -1 for c in classes]
    bias = [round(float(model.intercept_[k]), 3) if k >= 0 else -10.0 for k in order]
    weights = {}
    for name, k in index.items():
        row = tuple(round(float(learned[at][k]), 2) if at >= 0 else 0.0 for at in order)
        if any(abs(w) >= LEAST for w in row):
            weights[name] = row
    return Softmax(tuple(classes), tuple(bias), weights)


def fit(texts: Sequence[Examples], seeds: Sequence[int] = ()) -> Judges:
    """All four judgements, and as many nets beside them as there are seeds."""
    rows = {name: [row for text in texts for row in getattr(text, name)] for name in STRENGTH}
    return Judges(
        fit_logistic(rows["event"], STRENGTH["event"], RARER["event"]),
        fit_softmax(rows["type"], STRENGTH["type"], get_args(EventType), RARER["type"]),
        fit_softmax(rows["status"], STRENGTH["status"], get_args(Status), RARER["status"], EVEN["status"]),
        fit_softmax(rows["role"], STRENGTH["role"], ROLES, RARER["role"], EVEN["role"]),
        event_net.net_of(taught(texts, seeds)) if seeds else None,
    )


def taught(texts: Sequence[Examples], seeds: Sequence[int]) -> Taught:
    """Nets over the sentences of the texts."""
    return event_net.teach([example for text in texts for example in text.read], seeds)


def predicted(
    text: EventText, statements: Sequence[Statement], learned: Judges, *, given: Collection[Span] | None = None
) -> list[dict]:  # type: ignore[type-arg]
    """Events of a text in gold.py's shape; `given`: triggers that are known to tell of events."""
    tellers = Tellers(statements)
    return [
        {
            "trigger": (e.trigger.start, e.trigger.end),
            "type": e.type,
            "status": e.status,
            "in": tellers.of(e.trigger) is not None,
            "actor": [(p.span.start, p.span.end) for p in e.participants if p.role == "actor"],
            "recipient": [(p.span.start, p.span.end) for p in e.participants if p.role == "recipient"],
            "sure": e.evidence.confidence,
        }
        for e in events_of(text.parsed, statements, learned=learned, given=given)
    ]


def show(title: str, texts: Sequence[EventText], guesses: dict[str, list[dict]]) -> None:  # type: ignore[type-arg]
    docs = {text.stem: (text.parsed.document.text, text.rows) for text in texts}
    result = gold_tool().score_events(docs, guesses)
    given, gold, _ = result.pop("count")
    print(f"{title}: {gold} gold, {given} given")
    for key, (p, r, f) in result.items():
        print(f"  {key:10} P {p:.3f}  R {r:.3f}  F1 {f:.3f}")


def cross_validated(
    texts: Sequence[EventText], told: Sequence[list[Statement]], seen: Sequence[Examples], seeds: Sequence[int]
) -> Iterator[tuple[str, list[dict], list[dict]]]:  # type: ignore[type-arg]
    """Each text read by judges that have not seen it: as it is, and with the right triggers given."""
    for fold in range(FOLDS):
        learned = fit([t for k, t in enumerate(seen) if k % FOLDS != fold], seeds)
        for k in range(fold, len(texts), FOLDS):
            text, statements = texts[k], told[k]
            given = predicted(text, statements, learned, given=right_triggers(text, statements))
            yield text.stem, predicted(text, statements, learned), given


def right_triggers(text: EventText, statements: Sequence[Statement]) -> list[Span]:
    """Triggers of the lexicon that overlap annotated ones, one for each."""
    sheet, free, found = Sheet(text.parsed), list(text.events), []
    for trigger, _ in told_triggers(sheet, statements):
        span = sheet.span(*trigger.range)
        event = next((event for event in free if span.overlaps(event.trigger)), None)
        if event is not None:
            free.remove(event)
            found.append(span)
    return found


def write(path: Path, model: Softmax) -> None:
    """A softmax, in the order of its features' names."""
    write_table(path, {"classes": model.classes, "bias": model.bias, "weights": dict(sorted(model.weights.items()))})
    print(f"{path.name}: {len(model.weights)} features")


def main(arguments: list[str]) -> None:
    parser = Parser.load()
    texts = list(annotated(parser))
    told = [statements_of(text) for text in texts]
    seen = [examples(text, statements) for text, statements in zip(texts, told, strict=True)]
    gold = sum(len(text.events) for text in texts)
    print(f"{len(texts)} texts, {gold} events, {sum(t.missed for t in seen)} without a trigger in the lexicon")
    read = list(cross_validated(texts, told, seen, SEEDS[:1] if "--nets" in arguments else ()))
    show("cross-validated", texts, {stem: free for stem, free, _ in read})
    show("cross-validated, right triggers given", texts, {stem: given for stem, _, given in read})
    learned, nets = fit(seen), taught(seen, SEEDS)
    learned = replace(learned, net=event_net.net_of(nets))
    if "--dev" in arguments:
        dev = list(in_folder(SHARED / "gold" / "dev", parser))
        show("gold/dev", dev, {text.stem: predicted(text, statements_of(text), learned) for text in dev})
    save(RULES / "event.json.gz", (learned.event.bias, dict(learned.event.weights)))
    for name in ("type", "status", "role"):
        write(RULES / f"event-{name}.json.gz", getattr(learned, name))
    net.save("event-net", nets)


if __name__ == "__main__":
    main(sys.argv[1:])
