"""dixit report: a day or a week as one page."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from dixit.cli.searching import DAY
from dixit.cli.stores import store_option
from dixit.errors import UnknownError
from dixit.output import STDOUT, guard, write
from dixit.store import Store


@click.command("report")
@click.argument("day", metavar="[DATE]", type=DAY, required=False)
@click.option("--week", is_flag=True, help="The week in which it lies, from Monday to Sunday.")
@click.option(
    "--output", type=click.Path(path_type=Path), metavar="PAGE", default="report.html", show_default=True, help="Where."
)
@store_option
def report_command(path: str, day: datetime | None, week: bool, output: Path) -> None:
    """Write a page on one day: who said, asked, promised and judged what, what happened, with plots.

    Without DATE the latest day in the store. The page loads nothing; - prints it.
    """
    from dixit.report import Period, latest, report  # noqa: PLC0415 - numpy takes a while, which no other waits for

    guard(output, ".html", [path])
    with Store.open(path, create=False) as store:
        when = day.date() if day else latest(store)
        if when is None:
            raise UnknownError("day", "latest", [], "no dispatch has one: dixit add --again --published gives it")
        text = report(store, Period.week(when) if week else Period(when, when))
    write(output, text)
    if output != STDOUT:
        click.echo(str(output))
