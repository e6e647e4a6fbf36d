"""What can be seen of whether an event happened: all that is seen of its trigger, and what that says together.

"aurait été limité" and "a dit qu'il limiterait" differ in how form, governor and statement go together. Names are the
same in training (training/events.py) and in reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

# Traits that are looked at together, by the names of extract/event_traits.py; "form" is the shape of a verb, the
# determiner of a noun. Chosen by cross-validation.
_PAIRS: Final = (
    ("form", "act"), ("form", "up1class"), ("form", "up1shape"), ("form", "type"), ("form", "case"),
    ("act", "up1shape"), ("case", "up1class"), ("case", "up1shape"), ("dep", "up1shape"), ("dep", "up1class"),
    ("up1class", "up2class"),
)  # fmt: skip
# Traits of which there may be several, each with those beside it.
_MANY: Final = {
    "hint": ("act", "form"),
    "chainhint": ("act", "form"),
    "ahead": ("form",),
    "chain": ("act", "form"),
}


def status_features(features: Sequence[str], kind: str, when: Iterable[str]) -> list[str]:
    """What tells the status: all that is seen of the trigger, the type of the event, when it is, and pairs of these."""
    return [*features, f"type={kind}", *when, *_together(features, kind)]


def _together(features: Sequence[str], kind: str) -> Iterator[str]:
    """Pairs of traits, named after both."""
    first = {"type": kind, "act": "none"}
    for feature in features:
        name, _, value = feature.partition("=")
        if name == "act" and first["act"] == "none":
            first["act"] = value
        first.setdefault(name, value)
    first["form"] = first.get("shape", first.get("det", ""))
    for one, other in _PAIRS:
        yield f"{one}={first.get(one, '')}+{other}={first.get(other, '')}"
    for feature in features:
        name = feature.partition("=")[0]
        for other in _MANY.get(name, ()):
            yield f"{feature}+{other}={first[other]}"
