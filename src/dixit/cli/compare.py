"""dixit compare, dixit pairs: reports of one happening, side by side."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import asdict
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

import click
from rich.console import Console
from rich.text import Text

from dixit.ask.compare import Comparison, Part, Stretch, compare
from dixit.cli.searching import plain_day, since_option, until_option
from dixit.cli.stores import csv_option, json_option, kept, limit_option, print_csv, print_json, store_option
from dixit.cli.wordless import no_words_option, shown, without_words
from dixit.labels import ACTS, MODES, NOBODY, visible
from dixit.store import Store
from dixit.store.details import Outline, Said, Side
from dixit.store.queries import digest_of, short

if TYPE_CHECKING:
    from dixit.ask.pairs import PairRow

_PARTS: Final[dict[Part, str]] = {
    "speaker": "qui",
    "act": "acte",
    "negated": "négation",
    "targets": "concerne",
    "mode": "forme",
}


@click.command("compare")
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@no_words_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@store_option
def compare_command(path: str, one: str, other: str, as_json: bool, wordless: bool) -> None:
    """Show what the dispatches A and B both tell, with the differences marked, and what one alone tells.

    Words of A alone stand as [-words-], words of B alone as {+words+}.
    """
    with Store.open(path, create=False) as store, kept():
        found = compare(store, one, other)
    found = without_words(found) if wordless else found
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False).encode())
    else:
        _show(found, Console(highlight=False, soft_wrap=not sys.stdout.isatty()))


def _show(found: Comparison, console: Console) -> None:
    for letter, outline in (("A", found.one), ("B", found.other)):
        console.print(Text(f"{letter}  {_outline(outline)}"))
    _heading(console, "Les deux", len(found.both))
    for pair in found.both:
        console.print(Text(f"  {_row(pair.one)}  ·  {_row(pair.other)}", style="bold"))
        console.print(Text("    ") + (marked(pair.wording) if pair.wording else Text(f"{pair.likeness:.2f}")))
        for part in pair.differ:
            values = f"{_value(pair.one, part)} → {_value(pair.other, part)}"
            console.print(Text(f"    {_PARTS[part]} : {values}", style="dim"))
    for letter, alone in (("A", found.only_one), ("B", found.only_other)):
        _heading(console, f"{letter} seul", len(alone))
        for fact in alone:
            console.print(Text(f"  {_row(fact)}", style="bold"))
            if fact.content:
                console.print(Text(visible(f"    {' '.join(fact.content.split())}")))
    _heading(console, "Désignations", len(found.called))
    for row in found.called:
        parts = [("A", row.one), ("B", row.other), ("les deux", row.both)]
        told = "  ".join(f"{who} : {', '.join(' '.join(w.split()) for w in words)}" for who, words in parts if words)
        console.print(Text(visible(f"  {row.name}  —  {told}")))


def _outline(outline: Outline) -> str:
    facts = (short(outline.dispatch), outline.date, outline.publisher, outline.title or PurePath(outline.source).name)
    return visible("  ".join(filter(None, facts)))


def _heading(console: Console, words: str, count: int) -> None:
    console.print()
    console.print(Text(f"{words} ({count})", style="underline"))


def _row(fact: Said) -> str:
    return visible(f"{fact.statement} {fact.speaker.name or NOBODY} {ACTS[fact.act]}")  # type: ignore[index]


def marked(wording: tuple[Stretch, ...]) -> Text:
    """Both wordings in one line."""
    text = Text()
    for stretch in wording:
        if stretch.same:
            text.append(_spaced(stretch.one))
            continue
        for words, (opens, closes), style in (
            (stretch.one, ("[-", "-]"), "red"),
            (stretch.other, ("{+", "+}"), "green"),
        ):
            if words.strip():
                text.append(f"{opens}{_spaced(words.strip())}{closes}", style=style)
                text.append(" " if words[-1].isspace() else "")
    return text


def _spaced(words: str) -> str:
    """With one space for each gap, and signs that would steer the terminal made visible."""
    return visible(re.sub(r"\s+", " ", words))


def _value(fact: Said, part: Part) -> str:
    values: dict[Part, str] = {
        "speaker": fact.speaker.name or NOBODY,
        "act": ACTS[fact.act],  # type: ignore[index]
        "negated": "nié" if fact.negated else "non nié",
        "targets": _names(fact.targets),
        "mode": MODES[fact.mode],  # type: ignore[index]
    }
    return visible(values[part])


def _names(sides: tuple[Side, ...]) -> str:
    return ", ".join(side.name or "…" for side in sides) or "personne"


@click.command("pairs")
@click.argument("name", metavar="[ID]", required=False)
@since_option
@until_option
@no_words_option
@limit_option
@json_option
@csv_option
@store_option
def pairs_command(  # noqa: PLR0913, PLR0917 - one parameter for each option
    path: str, name: str | None, limit: int, as_json: bool, as_csv: bool, wordless: bool, **days: object
) -> None:
    """List pairs of dispatches that report one happening, the likest first, or those with the dispatch ID.

    Copies are apart: see "dixit copies". "dixit compare" shows a pair side by side.
    """
    from dixit.ask.pairs import PairRow, pairs  # noqa: PLC0415 - numpy takes a while, which no other command waits for

    since, until = (plain_day(days[name]) for name in ("since", "until"))
    with Store.open(path, create=False) as store, kept():
        digest = digest_of(store, name) if name else None
        rows = pairs(store, dispatch=digest, days=(since, until))  # type: ignore[arg-type]
    rows = shown(rows[:limit] if limit else rows, wordless=wordless)
    if as_json:
        print_json(rows)
    elif as_csv:
        print_csv(rows, PairRow._fields)
    else:
        for row in rows:
            _print_pair(row)


def _print_pair(row: PairRow) -> None:
    """Three lines: the two, and what they share."""
    first = "  ".join(filter(None, (short(row.one), row.one_date, row.one_publisher, row.one_title)))
    second = "  ".join(filter(None, (short(row.other), row.other_date, row.other_publisher, row.other_title)))
    shared = "; ".join(filter(None, (row.shared_words, row.shared_people, row.shared_days)))
    click.echo(visible(f"{row.likeness:.2f}  {first}\n      {second}\n      {shared}"))
