"""What can be seen of a nominal near a trigger: features for judging whether it acts, undergoes, or takes no part.

Names are the same in training (training/events.py) and in reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dixit.extract.classes import class_of
from dixit.extract.event_traits import Scene, shape_of
from dixit.extract.participants import Near, kind_of
from dixit.extract.syntax import Sheet
from dixit.extract.triggers import Trigger, fitting
from dixit.types import Token


@dataclass(frozen=True, slots=True)
class Place:
    """An event whose participants are asked for."""

    sheet: Sheet
    trigger: Trigger
    kind: str  # the event's type
    near: Sequence[Near]  # all nominals near the trigger
    scene: Scene


def role_features(place: Place, near: Near) -> list[str]:
    """Names of the features that are present."""
    kind, slot, key = place.kind, near.slot, place.trigger.known.key
    token = place.sheet.tokens[near.head]
    pos = "v" if place.trigger.verbal else "n"
    frame = _frame(place, slot)
    found = [f"frame={frame}", f"{kind}|{frame}", f"{key}|{frame}", f"slot={slot}", f"{pos}|{slot}", f"{kind}|{slot}"]
    found += [f"{pos}{kind}|{slot}", f"{key}|{slot}", f"joined={near.joined}|{slot}"]
    found += _words(place, token, slot, frame)
    found += _where(place, near, pos)
    if slot.startswith("^"):
        found += _governor(place, slot)
    if place.trigger.verbal:
        found.append(f"{slot}|{shape_of(place.sheet, place.trigger.head)}")
    return found


def _words(place: Place, token: Token, slot: str, frame: str) -> Iterator[str]:
    """What the nominal is: its kind, its group, its word; and whether it tells of an event itself."""
    kind, sort, group = place.kind, kind_of(token), class_of(token)
    yield f"sort={sort}"
    yield from (f"{part}|{sort}" for part in (slot, f"{kind}|{slot}", frame, kind))
    yield f"class={group}"
    yield from (f"{part}|class={group}" for part in (kind, slot, f"{kind}|{frame}"))
    if token.pos == "PRON":
        yield f"form={token.form.lower()}"
    else:
        yield f"lemma={token.lemma}"
        yield f"{kind}|lemma={token.lemma}"
    sure = place.scene.is_trigger(token.i)
    if sure:
        yield f"trigger={sure}"
        yield f"trigger={sure}|{frame}"


def _where(place: Place, near: Near, pos: str) -> Iterator[str]:
    """How far the nominal is from the trigger, what lies between, and which slots others take."""
    tokens, head, slot = place.sheet.tokens, place.trigger.head, near.slot
    taken = {other.slot for other in place.near if other.head != near.head}
    others = "".join(str(int(side in taken)) for side in ("subj", "obj", "de", "avec"))
    yield f"{slot}|others={others}"
    yield f"{pos}|{slot}|others={others}"
    distance = abs(near.head - head)
    size = 0 if distance < 3 else 3 if distance < 7 else 7 if distance < 15 else 15
    side = "<" if near.head < head else ">"
    yield f"distance={side}{size}"
    yield f"{slot}|{side}{size}"
    between = tokens[min(head, near.head) + 1 : max(head, near.head)]
    yield f"comma={any(token.form == ',' for token in between)}"
    yield f"verb={any(token.pos == 'VERB' for token in between)}|{slot}"


def _governor(place: Place, slot: str) -> Iterator[str]:
    """For a nominal above the trigger: the word on which the trigger hangs, and how."""
    own = place.sheet.tokens[place.trigger.head]
    governor = place.sheet.tokens[own.head]
    yield f"{slot}|{governor.lemma}"
    yield f"{slot}|{own.dep}"
    yield f"{slot}|{place.kind}|{governor.pos}"
    yield f"{slot}|{own.dep}|{governor.lemma}"


def _frame(place: Place, slot: str) -> str:
    """What the lexicon expects in a slot: A an actor, R a recipient, "-" nobody, "?" for an unknown type."""
    sense = next((sense for sense in fitting(place.sheet, place.trigger) if sense.type == place.kind), None)
    if sense is None:
        return "?"
    plain = slot.lstrip("^")
    role = "A" if plain in sense.actors else "R" if plain in sense.recipients else "-"
    return f"{'^' * (len(slot) - len(plain))}{role}"
