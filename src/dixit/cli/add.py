"""dixit add, dixit failures: documents into the store, and which of them could not be read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from dixit.cli.stores import json_option, print_json, print_table, store_option
from dixit.labels import visible
from dixit.store import Store

if TYPE_CHECKING:
    from dixit.keep import Tally, Watch


@click.command("add")
@click.argument("sources", metavar="SOURCE...", nargs=-1)
@store_option
@click.option("--again", is_flag=True, help="Read anew what is there; without SOURCE everything in the store.")
@click.option("--failed", is_flag=True, help="Try again what could not be read.")
@click.option("--encoding", metavar="NAME", help="Encoding of plain text, where it is not recognised.")
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="Day of issue of those that come without one.")
@click.option(
    "--actors",
    "table",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A table of actors of your own; docs/actors.md tells what stands in it.",
)
@click.option(
    "--allow-host", "allowed", multiple=True, metavar="HOST", help="Fetch from it though its address is private."
)
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes to use.  [default: as many as pay]")
def add_command(  # noqa: PLR0913, PLR0917 - one parameter for each option
    sources: tuple[str, ...],
    path: str,
    again: bool,
    failed: bool,
    encoding: str | None,
    published: datetime | None,
    table: Path | None,
    allowed: tuple[str, ...],
    jobs: int | None,
) -> None:
    """Read each SOURCE and keep what it says in the store.

    SOURCE is a file, a folder or a URL: plain text, HTML, PDF, Word, mail, NewsML-G2, ninjs, JSON Lines,
    RSS and Atom, WARC, zip. What is there already is left as it is. What cannot be read is listed by
    "dixit failures", its first reasons on standard error, and the exit status is 1.
    """
    from dixit.batch import Reading  # noqa: PLC0415 - takes half a second, which no other command should wait for
    from dixit.keep import Adding, Tally, add, failed_sources  # noqa: PLC0415 - the same

    if not (sources or again or failed):
        raise click.UsageError("name a SOURCE, or --again to read anew what is there")
    reading = Reading(encoding, published.date() if published else None, table)
    with Store.open(path) as store:
        wanted = [*sources, *(failed_sources(store) if failed else [])]
        if not wanted and failed and not again:
            click.echo("nothing has failed")
            return
        adding = Adding(reading, jobs, again, allowed)
        tally = Tally()
        try:
            with _progress() as watch:
                add(store, wanted, adding, watch, tally)
        except KeyboardInterrupt:
            click.echo(f"{_said(tally)}; the same command again adds the rest")
            raise
        click.echo(_said(tally))
    if tally.failed:
        for reason in tally.reasons:
            click.echo(f"dixit: {visible(reason)}", err=True)
        click.echo(f"dixit: {tally.failed} could not be read; all reasons: dixit failures --store {path}", err=True)
        sys.exit(1)


def _said(tally: Tally) -> str:
    parts = {
        "kept": tally.new,
        "read anew": tally.changed,
        "found in another place": tally.elsewhere,
        "known": tally.known,
    }
    return ", ".join(f"{count:,} {what}" for what, count in parts.items() if count or what == "kept")


class _Rate(ProgressColumn):
    """Documents a second, since the beginning."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.completed / task.elapsed:.1f}/s" if task.elapsed else "")


@contextmanager
def _progress() -> Iterator[Watch]:
    """A bar on standard error, with rate and time left; none off a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("Reading", total=None)
        yield lambda tally: progress.update(task, completed=tally.done, total=tally.total)


@click.command("failures")
@store_option
@json_option
def failures_command(path: str, as_json: bool) -> None:
    """List what could not be read, and why; "dixit add --failed" tries again."""
    with Store.open(path, create=False) as store:
        rows = store.failures()
    if as_json:
        print_json(rows)
    else:
        print_table(("quand", "essais", "pourquoi"), [(row.last[:10], row.tries, row.reason) for row in rows])
