"""dixit find, show, actors, copies, stats: questions to the store."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import PurePath
from typing import get_args

import click
from rich.console import Console
from rich.text import Text

from dixit.cli.searching import search_options, searched
from dixit.cli.stores import (
    csv_option,
    json_option,
    limit_option,
    print_csv,
    print_json,
    print_table,
    rows_limit,
    store_option,
)
from dixit.cli.wordless import no_words_option, shown
from dixit.labels import ACTS, NOBODY, visible
from dixit.store import Found, Store
from dixit.store.queries import ActorRow, short, statements_by_act
from dixit.types import Act, Kind
from dixit.view import Order, render


@click.command("find")
@search_options
@no_words_option
@limit_option
@json_option
@csv_option
@store_option
def find_command(path: str, as_json: bool, as_csv: bool, limit: int, wordless: bool, **wanted: object) -> None:
    """Find statements: the TERMs stand in what is said, in any of their forms.

    "négociations" finds "négocier" only as "négoci*"; a TERM of several words is a phrase. A NAME is a
    part of a name, or an actor as "dixit actors" lists it.
    """
    search = searched(wanted, limit or None)
    with Store.open(path, create=False) as store:
        found = shown(store.find(search=search), wordless=wordless)
    if as_json:
        print_json(found)
    elif as_csv:
        print_csv(found, Found._fields)
    else:
        _print_found(found)
        if limit and len(found) == limit:
            click.echo(f"dixit: the latest {limit} are shown; --limit 0 shows all", err=True)


def _print_found(found: list[Found]) -> None:
    """Off a terminal one line for each statement; on one, its words under who, what and where."""
    if not sys.stdout.isatty():
        print_table(
            (),
            [
                (r.date, f"{short(r.dispatch)}:{r.statement}", _speaker(r), ACTS[_act(r)], r.content, where(r))
                for r in found
            ],
        )
        return
    console = Console()
    for row in found:
        head = Text(visible(_speaker(row)), style="bold")
        head.append(f" {ACTS[_act(row)]}{' (nié)' if row.negated else ''}", style="not bold")
        if row.targets:
            head.append(visible(f" · {row.targets}"), style="not bold")
        head.append(
            f"  {row.date or ''} {visible(where(row))} {short(row.dispatch)}:{row.statement}", style="dim not bold"
        )
        console.print(head, soft_wrap=False)
        words = f"« {row.content} »" if row.mode == "direct" else row.content
        if row.content:
            console.print(Text(visible("    " + " ".join(words.split()))))


def _speaker(row: Found) -> str:
    return row.speaker or NOBODY


def _act(row: Found) -> Act:
    return row.act  # type: ignore[return-value]


def where(row: Found) -> str:
    """The publisher, else the file; and in how many other places."""
    place = row.publisher or PurePath(row.source).name
    return f"{place} (+{row.outlets - 1})" if row.outlets > 1 else place


@click.command("show")
@click.argument("name", metavar="ID")
@click.option("--by", type=click.Choice(["order", "actor"]), default="order", show_default=True, help="How to list.")
@click.option("--as-read", is_flag=True, help="Without corrections.")
@click.option("--json", "as_json", is_flag=True, help="Print the record as JSON.")
@store_option
def show_command(path: str, name: str, by: Order, as_read: bool, as_json: bool) -> None:
    """Show the record of a dispatch: ID is the beginning of its digest, or its file or URL."""
    with Store.open(path, create=False) as store:
        record = store.get(name, as_read=as_read)
    if as_json:
        click.echo(record.to_json(indent=2).encode())
    else:
        render(record, Console(), by=by)


@click.command("actors")
@click.argument("name", required=False)
@click.option("--kind", type=click.Choice(get_args(Kind)), help="Only these.")
@limit_option
@json_option
@csv_option
@store_option
def actors_command(path: str, name: str | None, kind: str | None, limit: int, as_json: bool, as_csv: bool) -> None:  # noqa: PLR0913, PLR0917
    """List who is quoted most, or those who are called NAME."""
    with Store.open(path, create=False) as store:
        rows = store.actors(name=name, kind=kind, limit=rows_limit(limit))
    if as_json:
        print_json(rows)
    elif as_csv:
        print_csv(list(rows), ActorRow._fields)
    else:
        print_table(
            ("acteur", "nom", "genre", "dépêches", "énoncés", "visé"),
            [(r.actor, r.name, r.kind, r.dispatches, r.statements, r.targeted) for r in rows],
            wide=1,
        )


@click.command("copies")
@click.argument("name", metavar="[ID]", required=False)
@json_option
@store_option
def copies_command(path: str, name: str | None, as_json: bool) -> None:
    """List texts that stand in several places, cut, retitled or lightly edited; or the copies of one dispatch."""
    with Store.open(path, create=False) as store:
        rows = store.copies(name)
    if as_json:
        print_json(rows)
        return
    for original, group in groupby(rows, key=lambda row: row.original):
        for n, row in enumerate(group):
            mark = short(original) if n == 0 else " " * len(short(original))
            same = "=" if row.dispatch == original else f"{short(row.dispatch)} {row.share:.0%}"
            place = " · ".join(filter(None, (row.published, row.publisher, row.title, row.source)))
            click.echo(visible(f"{mark}  {same}  {place}"))


@click.command("stats")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@store_option
def stats_command(path: str, as_json: bool) -> None:
    """Say how much there is of everything."""
    with Store.open(path, create=False) as store:
        stats = store.stats()
        acts = statements_by_act(store)
    if as_json:
        print_json([stats])
        return
    for name, value in stats._asdict().items():
        click.echo(f"{name:12} {value if isinstance(value, str | None) else f'{value:,}'}")
    for row in acts:
        click.echo(f"  {row.name:10} {row.statements:,}")
