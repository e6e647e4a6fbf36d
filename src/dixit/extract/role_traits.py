"""What can be seen of a nominal near a trigger: features for judging whether it acts, undergoes, or takes no part.

Names are the same in training (training/events.py) and in reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dixit.extract.classes import class_of, sorts_of
from dixit.extract.event_traits import Scene, shape_of
from dixit.extract.participants import Near, kind_of
from dixit.extract.syntax import Sheet
from dixit.extract.triggers import Trigger, fitting
from dixit.types import Statement, Token

_NOBODY: Final = frozenset({"noun", "num", "document", "adj"})  # kinds that seldom act
_BELOW: Final = frozenset({"nmod", "flat", "appos", "amod", "conj"})  # relations inside one noun phrase
_INSIDE: Final = 3  # steps up a noun phrase
_LONGEST: Final = 6  # steps of a way that is worth a name; not measured


@dataclass(frozen=True, slots=True)
class Place:
    """An event whose participants are asked for."""

    sheet: Sheet
    trigger: Trigger
    kind: str  # the event's type
    near: Sequence[Near]  # all nominals near the trigger
    scene: Scene
    told: Statement | None  # the innermost statement whose content holds the trigger


def role_features(place: Place, near: Near) -> list[str]:
    """Names of the features that are present."""
    kind, slot, key = place.kind, near.slot, place.trigger.known.key
    token = place.sheet.tokens[near.head]
    pos = "v" if place.trigger.verbal else "n"
    frame = frame_of(place.sheet, place.trigger, kind, slot)
    found = [f"frame={frame}", f"{kind}|{frame}", f"{key}|{frame}", f"slot={slot}", f"{pos}|{slot}", f"{kind}|{slot}"]
    found += [f"{pos}{kind}|{slot}", f"{key}|{slot}", f"joined={near.joined}|{slot}"]
    found += _words(place, token, slot, frame)
    found += _where(place, near, pos)
    found += _among(place, near, pos)
    found += _line(place, near, pos)
    found += _said(place, near)
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
    names = sorts_of(token)
    yield f"names={names}"
    first = names[:1] if names[0] != "?" else names
    yield f"names1={first}"
    yield from (f"{part}|names={first}" for part in (slot, kind, f"{kind}|{slot}", frame))
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


def _among(place: Place, near: Near, pos: str) -> Iterator[str]:
    """Which of several it is: the nearest before or after that names somebody; whether it stands inside another."""
    tokens, head, kind = place.sheet.tokens, place.trigger.head, place.kind
    somebody = [one.head for one in place.near if kind_of(tokens[one.head]) not in _NOBODY]
    if near.head in somebody:
        before, after = [k for k in somebody if k < head], [k for k in somebody if k > head]
        rank = before[::-1].index(near.head) if near.head < head else after.index(near.head)
        side = f"{'<' if near.head < head else '>'}{min(rank, 2)}"
        yield f"rank={side}"
        yield f"{kind}|rank={side}"
        yield f"{pos}|{near.slot}|rank={side}"
        yield f"first={near.head == somebody[0]}"
        yield f"alone={len(somebody) == 1}"
    others = {one.head for one in place.near} - {near.head}
    at = near.head
    for _ in range(_INSIDE):
        token = tokens[at]
        if token.dep not in _BELOW or token.head == at:
            break
        at = token.head
        if at in others:
            yield f"inside={tokens[near.head].dep}"
            yield f"inside|{kind_of(tokens[near.head])}"
            yield f"inside|{tokens[near.head].dep}|{kind_of(tokens[at])}"
            break


def _line(place: Place, near: Near, pos: str) -> Iterator[str]:
    """The way through the tree from the trigger to the nominal, and the word on which the nominal hangs."""
    tokens, kind = place.sheet.tokens, place.kind
    token = tokens[near.head]
    above = tokens[token.head]
    if above.i not in (near.head, place.trigger.head):
        yield f"on={above.lemma}|{token.dep}"
        yield f"on={class_of(above)}|{token.dep}"
        yield f"{near.slot}|on={class_of(above)}"
    yield f"number={token.feature('Number')}|{near.slot}"
    if any(tokens[k].dep == "nummod" for k in place.sheet.children[near.head]):
        yield f"counted|{near.slot}"
        yield f"{kind}|counted"
    up, down = _climbed(place.sheet, place.trigger.head), _climbed(place.sheet, near.head)
    meeting = next((k for k in up if k in down), None)
    if meeting is None:
        yield "way=none"
        return
    rise = [tokens[k].dep for k in up[: up.index(meeting)]]
    fall = [tokens[k].dep for k in down[: down.index(meeting)]]
    if len(rise) + len(fall) > _LONGEST:
        yield "way=long"
        return
    way = f"{'>'.join(rise)}<{'<'.join(reversed(fall))}"
    yield f"way={way}"
    yield f"{pos}|way={way}"
    yield f"{kind}|way={way}"


def _climbed(sheet: Sheet, i: int) -> list[int]:
    """A token and those above it."""
    found = [i]
    while sheet.tokens[i].head != i and len(found) <= _LONGEST:
        i = sheet.tokens[i].head
        found.append(i)
    return found


def _said(place: Place, near: Near) -> Iterator[str]:
    """Whether the nominal stands in the content that holds the trigger, or names its speaker."""
    if place.told is None:
        return
    span = place.sheet.span(near.head, near.head)
    inside = any(piece.holds(span) for piece in place.told.content)
    speaks = place.told.speaker is not None and place.told.speaker.holds(span)
    yield f"said={inside}{speaks}"
    yield f"said={inside}{speaks}|{near.slot}"
    yield f"{place.kind}|said={inside}{speaks}"
    if not inside:
        yield f"said={speaks}|{place.told.act}"


def _governor(place: Place, slot: str) -> Iterator[str]:
    """For a nominal above the trigger: the word on which the trigger hangs, and how."""
    own = place.sheet.tokens[place.trigger.head]
    governor = place.sheet.tokens[own.head]
    yield f"{slot}|{governor.lemma}"
    yield f"{slot}|{own.dep}"
    yield f"{slot}|{place.kind}|{governor.pos}"
    yield f"{slot}|{own.dep}|{governor.lemma}"


def frame_of(sheet: Sheet, trigger: Trigger, kind: str, slot: str) -> str:
    """What the lexicon expects in a slot: A an actor, R a recipient, "-" nobody, "?" for an unknown type."""
    sense = next((sense for sense in fitting(sheet, trigger) if sense.type == kind), None)
    if sense is None:
        return "?"
    plain = slot.lstrip("^")
    role = "A" if plain in sense.actors else "R" if plain in sense.recipients else "-"
    return f"{'^' * (len(slot) - len(plain))}{role}"
