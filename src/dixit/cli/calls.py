"""dixit calls, promises: what was asked or promised, and what came of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

import click
from rich.console import Console
from rich.text import Text

from dixit.ask import Asked, Later, Raised, calls, promises
from dixit.ask.answering import HORIZON
from dixit.cli.stores import (
    csv_option,
    day_text,
    json_option,
    kept,
    limit_option,
    print_csv,
    print_objects,
    print_table,
    store_option,
)
from dixit.cli.wordless import no_words_option, shown
from dixit.labels import ACTS, EVENTS, NOBODY, visible
from dixit.store import Store
from dixit.store.queries import short

_DAY = click.DateTime(["%Y-%m-%d"])

STATES: Final = {"answered": "suivi", "open": "sans suite", "running": "en cours", "undated": "sans date"}
_RULES: Final = {"same": "le même acteur", "title": "en porte le titre", "state": "parle pour le même État"}

_KINDS: Final = {str(kind): word for words in (ACTS, EVENTS) for kind, word in words.items()}

_filters = (
    click.option("--since", type=_DAY, help="First day of issue."),
    click.option("--until", type=_DAY, help="Last day of issue."),
    click.option(
        "--horizon",
        type=click.IntRange(min=0),
        default=HORIZON,
        show_default=True,
        metavar="DAYS",
        help="Days in which an answer counts.",
    ),
    click.option(
        "--min-confidence", type=click.FloatRange(0, 1), default=0.0, metavar="C", help="Leave out less sure ones."
    ),
    click.option("--open", "state", flag_value="unanswered", help="Only those that nothing followed."),
    click.option("--answered", "state", flag_value="answered", help="Only those that something followed."),
    no_words_option,
    limit_option,
    json_option,
    csv_option,
    store_option,
)


def _with_filters(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_filters):
        command = option(command)
    return command


@click.command("calls")
@click.argument("terms", metavar="[TERM]...", nargs=-1)
@click.option("--by", metavar="NAME", help="Who calls.")
@click.option("--on", metavar="NAME", help="Who is called on.")
@_with_filters
def calls_command(**options: object) -> None:
    """List demands with who is to act, and what they later promised, refused, denied or did about it.

    The TERMs stand in what is asked, as for "dixit find".
    """
    _answer(calls, options)


@click.command("promises")
@click.argument("terms", metavar="[TERM]...", nargs=-1)
@click.option("--by", metavar="NAME", help="Who promises.")
@_with_filters
def promises_command(**options: object) -> None:
    """List promises, and what whoever promised later did, promised again, refused or denied about it.

    The TERMs stand in what is promised, as for "dixit find".
    """
    _answer(promises, options)


class Flat(NamedTuple):
    """A call or promise with one of its answers, as a row of CSV."""

    dispatch: str
    statement: str
    date: str | None
    publisher: str | None
    speaker: str | None
    called: str
    content: str
    state: str
    until: str | None
    answer: str | None  # its kind; None: nothing came
    answer_dispatch: str | None
    answer_key: str | None
    answer_date: str | None
    answer_by: str | None
    answer_content: str | None
    rule: str | None
    words: str | None
    score: float | None


def _answer(question: Callable[[Store, Asked], list[Raised]], options: dict[str, object]) -> None:
    path, as_json, as_csv = str(options.pop("path")), options.pop("as_json"), options.pop("as_csv")
    limit, wordless = options.pop("limit") or None, bool(options.pop("wordless"))
    asked = Asked(**{name: day_text(value) for name, value in options.items()}, limit=limit)  # type: ignore[arg-type]
    with Store.open(path, create=False) as store, kept():
        rows = shown(question(store, asked), wordless=wordless)
    if as_json:
        print_objects(rows)
    elif as_csv:
        print_csv([flat for row in rows for flat in _flat(row)], Flat._fields)
    elif sys.stdout.isatty():
        _print(rows)
    else:
        print_table((), [_line(flat) for row in rows for flat in _flat(row)])
    if limit and len(rows) == limit:
        click.echo(f"dixit: the latest {limit} are shown; --limit 0 shows all", err=True)


def _flat(row: Raised) -> Iterator[Flat]:
    whom = "; ".join(row.called)
    first = (row.dispatch, row.statement, row.date, row.publisher, row.speaker, whom, row.content, row.state, row.until)
    if not row.later:
        yield Flat(*first, *(None,) * 9)
    for one in row.later:
        why = one.why
        rest = (one.kind, one.dispatch, one.key, one.date, one.by, one.content)
        yield Flat(*first, *rest, why.rule, ", ".join((*why.words, *why.title)), why.score)


def _line(row: Flat) -> tuple[object, ...]:
    at = f"{short(row.dispatch)}:{row.statement}"
    after = f"{short(row.answer_dispatch)}:{row.answer_key}" if row.answer_dispatch else None
    return (
        *(row.date, at, row.speaker or NOBODY, row.called, row.content, STATES[row.state]),
        *(row.answer_date, after, row.answer_by, _kind(row.answer), row.answer_content, row.score, row.words),
    )


def _kind(kind: str | None) -> str | None:
    """The French word of an act or a type of event."""
    return _KINDS.get(kind or "")


def _print(rows: Iterable[Raised]) -> None:
    """Each with its words; under it, further in, what came of it, with its words and the reason."""
    console = Console()
    for row in rows:
        head = Text(visible(row.speaker or NOBODY), style="bold")
        if row.called != (row.speaker,):
            head.append(visible(f" → {', '.join(row.called)}"), style="not bold")
        head.append(f"  {STATES[row.state]}", style="not bold green" if row.later else "not bold yellow")
        place = " ".join(filter(None, (row.date, row.publisher, f"{short(row.dispatch)}:{row.statement}")))
        head.append(f"  {visible(place)}", style="dim not bold")
        console.print(head)
        if row.content:
            console.print(Text(visible("    " + " ".join(row.content.split()))))
        for one in row.later:
            _print_later(one, console)


def _print_later(one: Later, console: Console) -> None:
    head = Text(visible(f"  ↳ {one.by} {_kind(one.kind)}"))
    place = " ".join(filter(None, (one.day or one.date, one.publisher, f"{short(one.dispatch)}:{one.key}")))
    head.append(f"  {visible(place)}", style="dim")
    console.print(head)
    if one.content:
        console.print(Text(visible("      " + " ".join(one.content.split()))))
    console.print(Text(visible(f"      {explained(one)}"), style="dim"))


def explained(one: Later) -> str:
    """Why this is an answer, in words: "0,42 : le même acteur ; mots « quai, réparer » 0,32 ; même dépêche"."""
    why = one.why
    reasons = [_RULES[why.rule]]
    if why.overlap:
        parts = [f"« {', '.join(why.words)} »"] * bool(why.words)
        parts += [f"du titre « {', '.join(why.title)} »"] * bool(why.title)
        reasons.append(" ".join(filter(None, ("mots", " et ".join(parts), f"{why.overlap:.2f}"))))
    reasons += ["refus à la suite"] * why.refused + ["vise ou adresse l'appelant"] * why.back
    reasons += ["même dépêche"] * why.near
    return f"{why.score:.2f} : {' ; '.join(reasons)}"
