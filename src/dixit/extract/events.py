"""Parsed and its statements -> events: who is reported to have done what to whom, where, when, and whether it happened.

The lexicon proposes triggers generously; learned judgements (training/events.py) say which of them tell of an event, of
which type and status, and which of the nominals near them act and undergo: linear ones over named traits, and nets that
read the sentence (event_net.py), together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, cast, get_args

from dixit.extract.event_net import EventNet, Seen, Told, beside, event_net, run_of
from dixit.extract.event_traits import Scene, event_features
from dixit.extract.linear import Logistic, Softmax, logistic, softmax, weighed, weighed_chance
from dixit.extract.modes import mode_of
from dixit.extract.participants import Near, nearby, span_of
from dixit.extract.places import place_of
from dixit.extract.role_traits import Place, role_features
from dixit.extract.status_traits import status_features
from dixit.extract.syntax import Sheet
from dixit.extract.tellers import Tellers
from dixit.extract.times import Times
from dixit.extract.tones import NEGATIONS
from dixit.extract.triggers import Trigger, triggers
from dixit.folding import fold
from dixit.types import Event, EventType, Evidence, Parsed, Part, Participant, Span, Statement, Status

# Least belief of a kept trigger. By folds F1 of the traits is flat from 0.3 to 0.4; with the nets a held-out third of
# the annotated texts likes 0.32 best, gold/dev 0.36.
THRESHOLD: Final = 0.35
# The same for a word by which somebody speaks ("a condamné la hausse"): of those that the traits believe by 0.3 to 0.5
# on the annotated texts, out of sample, 10 tell of an event and 74 do not. The cue must be surer than _SURE_CUE.
SPOKEN_THRESHOLD: Final = 0.5
_SURE_CUE: Final = 0.6
# Least chance of each role for a nominal to take part: of an actor as the same third chose, of a recipient as gold/dev
# chose (F1 0.577 at 0.30, 0.580 at 0.32, 0.557 at 0.35). On a fifth of the annotated texts, held out, the traits alone
# are flat there (0.497, 0.496, 0.499).
ROLE_THRESHOLDS: Final[Mapping[str, float]] = {"actor": 0.4, "recipient": 0.32}


# How much the nets' word counts beside that of the traits; the same third chose.
SHARES: Final[Mapping[str, float]] = {"event": 0.5, "type": 0.3, "status": 0.4, "role": 0.5}
# A trigger that the traits believe less is not shown to the nets; up to 0.15 nothing changes on gold/dev.
_WORTH_A_LOOK: Final = 0.15
# Of a nominal that takes no part by the nets' word, more surely than this, the traits are not asked; nothing changes on
# gold/dev.
_NOBODY: Final = 0.9
_NONE: Final = 0  # its place among the roles
_DENIALS: Final = frozenset({"démentir", "nier"})  # cues after which what is said did not happen
_TYPES: Final[tuple[EventType, ...]] = get_args(EventType)


@dataclass(frozen=True, slots=True)
class Judges:
    """All that was learned about events."""

    event: Logistic
    type: Softmax
    status: Softmax
    role: Softmax  # none, actor or recipient
    net: EventNet | None = None  # without: the traits alone


@cache
def judges(language: str) -> Judges:
    """The weights shipped in ``models/LANGUAGE-rules``."""
    type_, status, role = (softmax(language, f"event-{name}") for name in ("type", "status", "role"))
    return Judges(logistic(language, "event"), type_, status, role, event_net(language))


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


@dataclass(frozen=True, slots=True)
class _Sight:
    """A trigger with all that is seen of it."""

    trigger: Trigger
    told: Statement | None  # the innermost statement whose content holds it
    features: list[str]
    sure: float  # how far the traits believe it
    near: list[Near]
    run: Told | None = None
    seen: Seen | None = None  # what the nets say


def _judged(
    sheet: Sheet, statements: Sequence[Statement], learned: Judges, given: Collection[Span] | None
) -> Iterator[Event]:
    times = Times(sheet.parsed)
    cues = [one.cue for one in statements if one.cue is not None and one.evidence.confidence > _SURE_CUE]
    found = list(told_triggers(sheet, statements))
    scene = Scene(sheet, [trigger for trigger, _ in found])
    for sight in _shown(learned.net, sheet, list(_sights(sheet, found, scene, learned, given))):
        trigger, features, seen = sight.trigger, sight.features, sight.seen
        sure = sight.sure if seen is None else weighed_chance(sight.sure, seen.event, SHARES["event"])
        span = sheet.span(*trigger.range)
        least = SPOKEN_THRESHOLD if any(cue.overlaps(span) for cue in cues) else THRESHOLD
        if given is None and sure < least:
            continue
        types = _together(learned.type.probabilities(features), seen.types if seen else None, "type")
        kind = cast("EventType", learned.type.classes[types.index(max(types))])
        time = times.of(sheet, trigger.head, ahead=False)
        said = learned.status.probabilities(status_features(features, kind, times.features(time)))
        statuses = _together(said, seen.statuses if seen else None, "status")
        status = cast("Status", learned.status.classes[statuses.index(max(statuses))])
        if status == "actual" and _is_denied(sheet, trigger, sight.told):
            status = "denied"
        yield Event(
            trigger=span,
            head=trigger.head,
            lemma=trigger.known.key,
            type=kind,
            mode=mode_of(sheet, trigger, kind),
            participants=tuple(
                _participants(Place(sheet, trigger, kind, sight.near, scene, sight.told), learned, sight)
            ),
            place=place_of(sheet, trigger),
            time=times.of(sheet, trigger.head, ahead=True) if time and status == "planned" else time,
            status=status,
            evidence=Evidence("trigger", sure),
        )


def _is_denied(sheet: Sheet, trigger: Trigger, told: Statement | None) -> bool:
    """Whether the event is the very thing that its teller says is untrue: "a démenti avoir arrêté trois dockers"."""
    if told is None or told.act != "deny" or told.negated or told.cue_lemma not in _DENIALS or told.mode == "direct":
        return False
    head = sheet.tokens[trigger.head].head
    if head != trigger.head and any(piece.holds(sheet.span(head, head)) for piece in told.content):
        return False
    first, last = sheet.sentence(trigger.head)
    inside = (k for k in range(first, last + 1) if any(piece.holds(sheet.span(k, k)) for piece in told.content))
    return not any(fold(sheet.form(k)) in NEGATIONS for k in inside)


def _sights(
    sheet: Sheet,
    found: Sequence[tuple[Trigger, Statement | None]],
    scene: Scene,
    learned: Judges,
    given: Collection[Span] | None,
) -> Iterator[_Sight]:
    """The triggers that may tell of an event: those that the traits do not rule out, or those given."""
    least = THRESHOLD if learned.net is None else _WORTH_A_LOOK
    for trigger, told in found:
        if given is not None and sheet.span(*trigger.range) not in given:
            continue
        features = event_features(sheet, trigger, told, scene)
        sure = learned.event.probability(features)
        if given is not None or sure >= least:
            yield _Sight(trigger, told, features, sure, nearby(sheet, trigger))


def _shown(judge: EventNet | None, sheet: Sheet, sights: list[_Sight]) -> list[_Sight]:
    """The same with what the nets say."""
    if judge is None:
        return sights
    runs = [run_of(sheet, sight.trigger, sight.near, sight.told) for sight in sights]
    return [replace(sight, run=run, seen=seen) for sight, run, seen in zip(sights, runs, judge.read(runs), strict=True)]


def _together(chances: list[float], nets: Sequence[float] | None, what: str) -> list[float]:
    return chances if nets is None else weighed(chances, nets, SHARES[what])


def _participants(place: Place, learned: Judges, sight: _Sight) -> Iterator[Participant]:
    """Who acts, then who undergoes; each in text order."""
    judge = learned.role
    if learned.net is None or sight.run is None or sight.seen is None:
        rows = [judge.probabilities(role_features(place, near)) for near in place.near]
    else:
        traits = [beside(place.sheet, place.trigger, place.kind, near) for near in place.near]
        kind = _TYPES.index(cast("EventType", place.kind))
        read = learned.net.roles(sight.run, sight.seen, kind, traits).tolist()
        rows = [
            nets
            if nets[_NONE] > _NOBODY
            else weighed(judge.probabilities(role_features(place, near)), nets, SHARES["role"])
            for near, nets in zip(place.near, read, strict=True)
        ]
    chosen: dict[Part, list[Near]] = {"actor": [], "recipient": []}
    for near, row in zip(place.near, rows, strict=True):
        chance, role = max((chance, role) for role, chance in zip(judge.classes, row, strict=True) if role != "none")
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
