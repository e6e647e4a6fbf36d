"""Events of one document -> which of them are another telling of an earlier one, so that events can be counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dixit.folding import fold
from dixit.types import Document, Event, Part

Actors = tuple[int | None, ...]  # parallel to Event.participants

_STEM: Final = 5  # letters that tell two words of one family: "libération", "libérer"
_MORE: Final = frozenset(
    {"autre", "autres", "nouvelle", "nouveau", "nouvel", "nouvelles", "nouveaux", "second", "deuxième"}
)

_POINTING: Final = frozenset({"ce", "cet", "cette"})
_STILL: Final = frozenset({"même"})


def same_events(document: Document, events: Sequence[Event], actors: Sequence[Actors]) -> list[int | None]:
    """For each event the index of the first telling of the same one; None: it is told first here.

    "Le ministre a rencontré son homologue à Luz. ... Lors de cette rencontre" -> the second is the first.
    Two are the same where type and word family (or mode) agree, somebody takes part in the same role in both, and
    neither status, side, place nor time speaks against it. One that is pointed at ("cette rencontre") is the nearest
    before it against which nothing speaks, though nobody may be named in both.
    """
    found: list[int | None] = []
    for n, event in enumerate(events):
        alike = [k for k in range(n) if _one_kind(events[k], event) and _fit(document, events[k], event)]
        shared = [_shared(document, (events[k], actors[k]), (event, actors[n])) for k in alike]
        first = next((k for k, share in zip(alike, shared, strict=True) if share and found[k] is None), None)
        if first is None and _pointed(document, event):
            nearest = next((k for k, share in reversed([*zip(alike, shared, strict=True)]) if share is None), None)
            first = nearest if nearest is None or found[nearest] is None else found[nearest]
        found.append(None if _another(document, event) else first)
    return found


def _one_kind(one: Event, other: Event) -> bool:
    if one.type != other.type or one.status != other.status:
        return False
    if one.mode is not None and one.mode == other.mode:
        return True
    return fold(one.lemma)[:_STEM] == fold(other.lemma)[:_STEM]


def _another(document: Document, event: Event) -> bool:
    """Whether the words before the trigger say that it is one more: "une autre attaque"."""
    before = document.text[max(event.trigger.start - 12, 0) : event.trigger.start].lower().split()
    return bool(before) and before[-1] in _MORE


def _pointed(document: Document, event: Event) -> bool:
    """Whether the words before the trigger point back: "cette rencontre", "cette même rencontre"."""
    before = document.text[max(event.trigger.start - 14, 0) : event.trigger.start].lower().split()
    while before and before[-1] in _STILL:
        before.pop()
    return bool(before) and before[-1] in _POINTING


def _shared(document: Document, one: tuple[Event, Actors], other: tuple[Event, Actors]) -> bool | None:
    """Whether somebody has the same role in both; False too where a role is taken by wholly different people.

    None: no role is taken in both.
    """
    shared = None
    for role in ("actor", "recipient"):
        first, second = _people(document, *one, role), _people(document, *other, role)
        if first and second:
            if not first & second:
                return False
            shared = True
    return shared


def _people(document: Document, event: Event, actors: Actors, role: Part) -> set[int | str]:
    """Those in a role: by actor, else by the last word that names them."""
    pairs = zip(event.participants, actors, strict=True)
    return {
        fold(document.cut(one.span).split()[-1]) if actor is None else actor for one, actor in pairs if one.role == role
    }


def _fit(document: Document, one: Event, other: Event) -> bool:
    """Whether place and time allow both to be one."""
    if one.place and other.place and fold(document.cut(one.place)) != fold(document.cut(other.place)):
        return False
    first, second = (event.time.value if event.time else None for event in (one, other))
    return first is None or second is None or first.startswith(second) or second.startswith(first)
