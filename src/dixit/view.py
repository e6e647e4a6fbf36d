"""A record -> a page for the terminal: who is quoted, what each says in text order or by speaker; what happens."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from rich.console import Console
from rich.text import Text

from dixit.highlight import joined
from dixit.labels import ACTS, EVENTS, FAMILIES, MODES, NOBODY, QUADRANTS, STATUSES, called, visible
from dixit.record import EventRecord, ParticipantRecord, Party, Record, StatementRecord

Order = Literal["order", "actor"]

WIDEST: Final = 100  # columns; longer lines are hard to read, however wide the terminal is
NARROWEST: Final = 30  # columns; on less, lines run over
_GUTTER: Final = 4  # columns for a statement's number
_DEEPEST: Final = 4  # steps to the right for what is told inside a statement; a terminal has no room for more
_TIE: Final = "\ue000"  # stands for a blank at which no line may break, for rich breaks at every kind of blank
_COLOURS: Final = {
    "dire": "blue",
    "demander": "yellow",
    "promettre": "green",
    "louer": "cyan",
    "blamer": "red",
    "refuser": "magenta",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of the page."""

    text: Text
    indent: int = 0  # columns to its left
    gutter: str = ""  # what stands in the last of them, on its first line


def render(record: Record, console: Console, *, by: Order = "order") -> None:
    """Print it, wrapped to the console's width; what the text holds is shown as it stands and steers nothing."""
    width = max(min(console.width, WIDEST), NARROWEST)
    rows = _in_text_order(record) if by == "order" else _by_actor(record)
    for row in (*_heading(record), *rows, *event_rows(record)):
        for i, line in enumerate(row.text.wrap(console, width - row.indent) or [Text()]):
            line.plain = line.plain.replace(_TIE, "\N{NO-BREAK SPACE}")
            line.rstrip()
            margin = Text((row.gutter if i == 0 else "").rjust(row.indent), style="dim")
            console.print(margin + line if line else "", soft_wrap=True, highlight=False, markup=False, emoji=False)


def _plain(words: str, style: str = "") -> Text:
    """Words of the text on one line, without markup; a no-break space still ties."""
    tied = re.sub(
        "[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", _TIE, visible(words.replace(_TIE, "\N{REPLACEMENT CHARACTER}"))
    )
    return Text(" ".join(tied.split()), style=style, overflow="fold")


def _heading(record: Record) -> Iterator[Row]:
    """Title, where, when and whence; then who is quoted, how often, and in which role."""
    document, dateline = record.document, record.document.dateline
    if document.title:
        yield Row(_plain(document.title, "bold"))
    place, day = (dateline.place, dateline.date) if dateline else (None, None)
    facts = [fact for fact in (place, day or document.published, document.publisher, document.source) if fact]
    yield Row(_plain(" · ".join(facts), "dim"))
    yield Row(Text())


def _in_text_order(record: Record) -> Iterator[Row]:
    if not record.statements:
        yield Row(Text("Personne n’est cité dans ce texte.", style="italic"))
        return
    counts = Counter(_speaker(record, one) for one in record.statements)
    roles = {actor.name: actor.roles[0].title for actor in record.actors if actor.roles}
    for name, count in counts.items():
        row = _plain(name, "bold")
        if role := roles.get(name):
            row.append_text(_plain(f", {role}"))
        yield Row(row.append(f"  {count}", style="dim"), _GUTTER)
    yield Row(Text())
    for one, depth in _outline(record):
        head = _plain(_speaker(record, one), "bold").append(" ").append_text(_act(one))
        yield from _statement(record, one, head, depth)


def _by_actor(record: Record) -> Iterator[Row]:
    """Each speaker, in the order of first words, with what it says under it; numbers stay those of the text's order."""
    if not record.statements:
        yield from _in_text_order(record)
    said: dict[str, list[StatementRecord]] = defaultdict(list)
    for one, _ in _outline(record):
        said[_speaker(record, one)].append(one)
    for name, statements in said.items():
        yield Row(_plain(name, "bold"))
        for one in statements:
            yield from _statement(record, one, _act(one), 0)


def _outline(record: Record) -> Iterator[tuple[StatementRecord, int]]:
    """The statements in text order, those that others tell right under them, with their depth."""
    under: dict[str | None, list[StatementRecord]] = defaultdict(list)
    for one in record.statements:
        under[one.parent].append(one)
    todo = [(one, 0) for one in reversed(under[None])]
    while todo:
        one, depth = todo.pop()
        yield one, depth
        todo += [(inner, depth + 1) for inner in reversed(under[one.id])]


def _statement(record: Record, one: StatementRecord, head: Text, depth: int) -> Iterator[Row]:
    """Who does what, and how that is told; the words; whom it is said to and whom it is about."""
    indent = _GUTTER * (1 + min(depth, _DEEPEST))
    number = visible(one.id.removeprefix("s")) + " "
    yield Row(head.append("  ").append_text(_plain(_manner(record, one), "dim")), indent, number)
    words = joined(record.document.text, [piece.span for piece in one.content])
    yield Row(_plain(_quoted(words) if one.mode == "direct" else words), indent)
    for label, people in (("destinataire", one.addressees), ("concerne", one.targets)):
        if names := _names(record, people):
            yield Row(_plain(f"{label}\N{NO-BREAK SPACE}: {names}", "dim"), indent)
    yield Row(Text())


def event_rows(record: Record) -> Iterator[Row]:
    """What happens according to the text: who, to whom, where, when, who says so; a second telling names the first."""
    if not record.events:
        return
    yield Row(Text("Événements", style="bold"))
    yield Row(Text())
    tellers = {one.id: _speaker(record, one) for one in record.statements}
    for event in record.events:
        number = visible(event.id) + " "
        manner = " · ".join(filter(None, [_quoted(event.trigger.text), event.mode, STATUSES[event.status]]))
        head = Text(EVENTS[event.type], style=_COLOURS[QUADRANTS[event.type]]).append("  ")
        yield Row(head.append_text(_plain(manner, "dim")), _GUTTER + 1, number)
        actors, recipients = (_names(record, event.people(role)) for role in ("actor", "recipient"))
        if people := f"{actors or '…'} → {recipients}" if recipients else actors:
            yield Row(_plain(people), _GUTTER + 1)
        if facts := " · ".join(filter(None, _circumstances(event, tellers))):
            yield Row(_plain(facts, "dim"), _GUTTER + 1)
        yield Row(Text())


def _circumstances(event: EventRecord, tellers: dict[str, str]) -> Iterator[str]:
    """Where, when, who says so, and of which event this is another telling."""
    if event.place:
        yield event.place.text
    if event.time:
        yield event.time.text + (f" ({event.time.value})" if event.time.value else "")
    if event.asserted_by:
        number = event.asserted_by.removeprefix("s")
        yield f"selon {tellers.get(event.asserted_by, NOBODY)} ({number})"
    if event.same_as:
        yield f"le même que {event.same_as}"


def _speaker(record: Record, one: StatementRecord) -> str:
    return record.name_of(one.speaker) or NOBODY


def _act(one: StatementRecord) -> Text:
    return Text(ACTS[one.act] + (" (nié)" if one.negated else ""), style=_COLOURS[FAMILIES[one.act]])


def _manner(record: Record, one: StatementRecord) -> str:
    """``Son Excellence · « a ajouté » · rapporté``: what the text calls the speaker here, the cue, the mode."""
    mention = called(one.speaker.mention.text) if one.speaker.mention else ""
    alias = "" if _speaker(record, one) in mention else mention
    cue = _quoted(one.cue.text) if one.cue else ""
    return " · ".join(filter(None, [alias, cue, MODES[one.mode]]))


def _quoted(words: str) -> str:
    return f"«\N{NO-BREAK SPACE}{words.strip()}\N{NO-BREAK SPACE}»"


def _names(record: Record, people: Sequence[Party | ParticipantRecord]) -> str:
    return ", ".join(dict.fromkeys(name for person in people if (name := record.name_of(person))))
