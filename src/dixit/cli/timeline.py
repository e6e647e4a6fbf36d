"""dixit timeline, designations: one actor over time, and what each outlet calls it."""

from __future__ import annotations

import sys
from typing import Final, get_args

import click

from dixit.ask import Designation, Moment, Outlets, Stretch, designations, timeline
from dixit.ask.periods import Per
from dixit.ask.timeline import Sort
from dixit.cli.stores import (
    Line,
    csv_option,
    day_text,
    json_option,
    kept,
    limit_option,
    print_csv,
    print_objects,
    print_table,
    print_words,
    store_option,
)
from dixit.cli.wordless import no_words_option, shown
from dixit.labels import ACTS, EVENTS, NOBODY, STATUSES
from dixit.store import Store
from dixit.store.queries import short
from dixit.types import Act, EventType

_DAY = click.DateTime(["%Y-%m-%d"])
_KINDS: Final = {"said": "dit", "about": "visé", "event": "fait"}
_FORMS: Final = {"name": "nom", "title": "titre", "description": "description"}
_WHAT: Final[dict[str, str]] = {str(kind): word for words in (ACTS, EVENTS) for kind, word in words.items()}


@click.command("timeline")
@click.argument("actor", metavar="ACTOR")
@click.option("--kind", type=click.Choice(get_args(Sort)), help="Only what it said, what is about it, or events.")
@click.option(
    "--what", type=click.Choice([*get_args(Act), *get_args(EventType)]), metavar="ACT|TYPE", help="Only these."
)
@click.option("--since", type=_DAY, help="First day.")
@click.option("--until", type=_DAY, help="Last day.")
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, metavar="C", help="Leave out less sure ones."
)
@no_words_option
@limit_option
@json_option
@csv_option
@store_option
def timeline_command(  # noqa: PLR0913, PLR0917 - one parameter for each option
    path: str, actor: str, limit: int, as_json: bool, as_csv: bool, wordless: bool, **stretch: object
) -> None:
    """Show day by day what ACTOR said, what was said about it, and what it took part in."""
    asked = Stretch(**{name: day_text(value) for name, value in stretch.items()})  # type: ignore[arg-type]
    with Store.open(path, create=False) as store, kept():
        rows = timeline(store, actor, asked)
    left = len(rows) - limit if limit else 0
    rows = shown(rows[-limit:] if limit else rows, wordless=wordless)
    if as_json:
        print_objects(rows)
    elif as_csv:
        print_csv(rows, Moment._fields)
    elif sys.stdout.isatty():
        print_words(
            Line(row.day or "", f"{_KINDS[row.kind]} : {_deed(row)}", f"{row.publisher or ''} {_at(row)}", row.content)
            for row in rows
        )
    else:
        print_table(
            (),
            [(row.day, _at(row), _KINDS[row.kind], _what(row), row.who, row.whom, row.content) for row in rows],
        )
    if left > 0:
        click.echo(f"dixit: the latest {limit} are shown; --limit 0 shows all {limit + left}", err=True)


def _at(row: Moment) -> str:
    return f"{short(row.dispatch)}:{row.key}"


def _deed(row: Moment) -> str:
    """Who does what, and to whom."""
    return f"{row.who or NOBODY} · {_what(row)}" + (f" · {row.whom}" if row.whom else "")


def _what(row: Moment) -> str:
    """An event that is not told as a fact says so: "consultation (prévu)"."""
    if row.status in {None, "actual"}:
        return _WHAT[row.what]
    return f"{_WHAT[row.what]} ({STATUSES[row.status]})"  # type: ignore[index]


@click.command("designations")
@click.argument("actor", metavar="ACTOR")
@click.option("--publisher", metavar="NAME", help="Only this outlet.")
@click.option("--since", type=_DAY, help="First day of issue.")
@click.option("--until", type=_DAY, help="Last day of issue.")
@click.option("--per", type=click.Choice(get_args(Per)), help="By period.")
@click.option("--sides", is_flag=True, help="Only wordings that take a side.")
@limit_option
@json_option
@csv_option
@store_option
def designations_command(path: str, actor: str, limit: int, as_json: bool, as_csv: bool, **outlets: object) -> None:
    """List what each outlet calls ACTOR, and how often; a * marks wordings that one side uses."""
    asked = Outlets(**{name: day_text(value) for name, value in outlets.items()})  # type: ignore[arg-type]
    with Store.open(path, create=False) as store, kept():
        rows = designations(store, actor, asked)[: limit or None]
    if as_json:
        print_objects(rows)
    elif as_csv:
        print_csv([row[:-1] for row in rows], Designation._fields[:-1])
    else:
        print_table(
            ("période", "organe", "", "mots", "forme", "dépêches", "mentions", "du", "au"),
            [
                (
                    *(row.period, row.publisher, "*" if row.sides else "", row.text, _FORMS[row.form]),
                    *(row.dispatches, row.mentions, row.first, row.last),
                )
                for row in rows
            ],
            wide=3,
        )
