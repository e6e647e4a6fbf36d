"""Parsed and its statements -> events: who is reported to have done what to whom, where, when, and whether it happened.

The lexicon proposes triggers generously; learned linear judgements (training/events.py) say which of them tell of an
event, of which type and status, and which of the nominals near them act and undergo.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, cast

from dixit.extract.event_traits import Scene, event_features
from dixit.extract.linear import Logistic, Softmax, logistic, softmax
from dixit.extract.modes import mode_of
from dixit.extract.participants import Near, nearby, span_of
from dixit.extract.places import place_of
from dixit.extract.role_traits import Place, role_features
from dixit.extract.status_traits import status_features
from dixit.extract.syntax import Sheet
from dixit.extract.tellers import Tellers
from dixit.extract.times import Times
from dixit.extract.triggers import Trigger, triggers
from dixit.types import Event, EventType, Evidence, Parsed, Part, Participant, Span, Statement, Status

# Least belief of a kept trigger. F1 is flat from 0.28 to 0.3 in cross-validation (training/events.py).
THRESHOLD: Final = 0.3
# Least chance of each role for a nominal to take part; cross-validation chose.
ROLE_THRESHOLDS: Final[Mapping[str, float]] = {"actor": 0.45, "recipient": 0.4}


@dataclass(frozen=True, slots=True)
class Judges:
    """All that was learned about events."""

    event: Logistic
    type: Softmax
    status: Softmax
    role: Softmax  # actor, recipient or none


@cache
def judges(language: str) -> Judges:
    """The weights shipped in ``models/LANGUAGE-rules``."""
    type_, status, role = (softmax(language, f"event-{name}") for name in ("type", "status", "role"))
    return Judges(logistic(language, "event"), type_, status, role)


def events_of(
    parsed: Parsed,
    statements: Sequence[Statement],
    *,
    learned: Judges | None = None,
    given: Collection[Span] | None = None,
) -> list[Event]:
    """Events in text order of their triggers.

    To measure: with other judges than the package's own, and with triggers that are known to tell of events.
    """
    sheet = Sheet(parsed)
    return list(_judged(sheet, statements, learned or judges(parsed.document.language), given))


def _judged(
    sheet: Sheet, statements: Sequence[Statement], learned: Judges, given: Collection[Span] | None
) -> Iterator[Event]:
    times = Times(sheet.parsed)
    found = list(told_triggers(sheet, statements))
    scene = Scene(sheet, [trigger for trigger, _ in found])
    for trigger, told in found:
        features = event_features(sheet, trigger, told, scene)
        sure = learned.event.probability(features)
        if sure < THRESHOLD if given is None else sheet.span(*trigger.range) not in given:
            continue
        kind = cast("EventType", learned.type.best(features)[0])
        time = times.of(sheet, trigger.head, ahead=False)
        status = cast("Status", learned.status.best(status_features(features, kind, times.features(time)))[0])
        place = Place(sheet, trigger, kind, nearby(sheet, trigger), scene, told)
        yield Event(
            trigger=sheet.span(*trigger.range),
            head=trigger.head,
            lemma=trigger.known.key,
            type=kind,
            mode=mode_of(sheet, trigger, kind),
            participants=tuple(_participants(place, learned.role)),
            place=place_of(sheet, trigger),
            time=times.of(sheet, trigger.head, ahead=True) if time and status == "planned" else time,
            status=status,
            evidence=Evidence("trigger", sure),
        )


def _participants(place: Place, judge: Softmax) -> Iterator[Participant]:
    """Who acts, then who undergoes; each in text order."""
    chosen: dict[Part, list[Near]] = {"actor": [], "recipient": []}
    for near in place.near:
        chances = zip(judge.classes, judge.probabilities(role_features(place, near)), strict=True)
        chance, role = max((chance, role) for role, chance in chances if role != "none")
        if chance >= ROLE_THRESHOLDS[role]:
            chosen[cast("Part", role)].append(near)
    chosen["actor"] += other_side(place, chosen["actor"])
    for part, found in chosen.items():
        spans: list[Span] = []
        for span in (span_of(place.sheet, near) for near in sorted(found, key=lambda near: near.head)):
            if not any(span.overlaps(other) for other in spans):
                spans.append(span)
        yield from (Participant(part, span) for span in spans)


def other_side(place: Place, actors: Sequence[Near]) -> list[Near]:
    """Who meets, where the noun names only whom with: "Lors d'une rencontre avec Anna, le maire a dit" -> le maire."""
    if place.trigger.verbal or not actors or any(near.slot != "avec" for near in actors):
        return []
    subjects = [
        near for near in place.near if near.slot.strip("^") == "subj" and near.slot != "subj" and not near.joined
    ]
    return sorted(subjects, key=lambda near: len(near.slot))[:1]


def told_triggers(sheet: Sheet, statements: Sequence[Statement]) -> Iterator[tuple[Trigger, Statement | None]]:
    """Every trigger that the lexicon proposes, and the innermost statement whose content holds it."""
    tellers = Tellers(statements)
    for trigger in triggers(sheet):
        at = tellers.of(sheet.span(*trigger.range))
        yield trigger, None if at is None else statements[at]
