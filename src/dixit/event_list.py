"""A record's events -> the part of the HTML page that lists them, and the marks that lead to it from the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from dixit.highlight import Mark
from dixit.labels import EVENTS, NOBODY, QUADRANTS, STATUSES, visible
from dixit.record import EventRecord, Record
from dixit.types import Part


def event_marks(record: Record) -> list[Mark]:
    """The triggers, as marks in the text."""
    return [Mark(event.trigger.span, "trigger", event.id, "assert") for event in record.events]


def events_list(record: Record, key: str) -> str:
    """The events as a list of cards; "" where there are none."""
    if not record.events:
        return ""
    count = f"{len(record.events)} événement{'s' if len(record.events) > 1 else ''}"
    cards = "".join(_card(record, event, key) for event in record.events)
    return f'<h3 class="happened">{count}</h3><ol class="events">{cards}</ol>'


def slug(name: str) -> str:
    """An id that can stand in an attribute and an address, whatever a record from elsewhere calls its parts."""
    return re.sub(r"[^A-Za-z0-9]", lambda found: f"_{ord(found[0]):x}_", name)


def _shown(text: str) -> str:
    return escape(visible(text))


def _card(record: Record, event: EventRecord, key: str) -> str:
    """One event: what, whether it happened, who and to whom, and where, when and who says so."""
    actors, recipients = _names(record, event, "actor"), _names(record, event, "recipient")
    people = f"{actors or '…'} → {recipients}" if recipients else actors
    mode = f" · {_shown(event.mode)}" if event.mode else ""
    facts = " · ".join(_facts(record, event, key))
    return (
        f'<li class="statement event {QUADRANTS[event.type]}" id="{key}-{slug(event.id)}"><div class="card">'
        f'<p class="head"><span class="act">{EVENTS[event.type]}</span>'
        f' <span class="as">«\u202f{_shown(event.trigger.text)}\u202f»{mode}</span></p>'
        f'<p class="mode">{STATUSES[event.status]}</p>'
        + (f'<p class="what"><bdi>{people}</bdi></p>' if people else "")
        + (f'<p class="aside">{facts}</p>' if facts else "")
        + "</div></li>"
    )


def _names(record: Record, event: EventRecord, role: Part) -> str:
    return ", ".join(dict.fromkeys(_shown(name) for one in event.people(role) if (name := record.name_of(one))))


def _facts(record: Record, event: EventRecord, key: str) -> Iterator[str]:
    """Where, when, who says so, and of which event this is another telling."""
    if event.place:
        yield f"<bdi>{_shown(event.place.text)}</bdi>"
    if event.time:
        value = f" ({_shown(event.time.value)})" if event.time.value else ""
        yield f"<bdi>{_shown(event.time.text)}</bdi>{value}"
    teller = next((one for one in record.statements if one.id == event.asserted_by), None)
    if teller is not None:
        name = _shown(record.name_of(teller.speaker) or NOBODY)
        yield f'<span class="label">selon</span> <a href="#{key}-{slug(teller.id)}"><bdi>{name}</bdi></a>'
    if event.same_as:
        yield f'<a href="#{key}-{slug(event.same_as)}">le même que plus haut</a>'
