"""What the commands over a store share: where it is, and how rows are printed."""

from __future__ import annotations

import csv
import gc
import getpass
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Final, NamedTuple, TypeVar

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dixit.labels import visible

Command = TypeVar("Command", bound=Callable[..., object])

DEFAULT: Final = "dixit.db"

store_option = click.option(
    "--store",
    "path",
    metavar="FILE",
    default=DEFAULT,
    envvar="DIXIT_STORE",
    show_default=True,
    help="The store; $DIXIT_STORE names another.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON Lines: one object for each row.")
csv_option = click.option("--csv", "as_csv", is_flag=True, help="Print CSV, with the names of the columns first.")
limit_option = click.option(
    "--limit", type=click.IntRange(min=0), default=50, show_default=True, help="At most so many rows; 0 for all."
)
by_option = click.option(
    "--by", metavar="NAME", default=getpass.getuser, show_default="your login", help="Who does it."
)


@contextmanager
def kept() -> Iterator[None]:
    """What a question builds is kept until it is printed: to look for circles in it would take a third of the time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def rows_limit(limit: int) -> int:
    """As SQLite says it: -1 for all."""
    return limit or -1


def print_json(rows: Iterable[NamedTuple]) -> None:
    """One object a line, in UTF-8 whatever the terminal's encoding."""
    for row in rows:
        click.echo(json.dumps(row._asdict(), ensure_ascii=False).encode())


def print_objects(rows: Iterable[NamedTuple]) -> None:
    """The same for rows that hold rows: these become objects too."""
    for row in rows:
        click.echo(json.dumps(_plain(row), ensure_ascii=False).encode())


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        fields = getattr(value, "_fields", None)
        return dict(zip(fields, map(_plain, value), strict=True)) if fields else [_plain(one) for one in value]
    return value


def day_text(value: object) -> object:
    """A day as an option gives it -> as the store has it, "2024-03-12"; anything else as it is."""
    return value.date().isoformat() if isinstance(value, datetime) else value


def print_csv(rows: Sequence[Sequence[object]], columns: Sequence[str]) -> None:
    """A cell that a spreadsheet would take for a formula begins with an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([["'" + v if isinstance(v, str) and v[:1] in "=+-@\t\r" else v for v in row] for row in rows])
    click.echo(out.getvalue().encode(), nl=False)


class Line(NamedTuple):
    """Exact words, under who says or does what, and where that stands."""

    who: str
    what: str
    where: str
    words: str


def print_words(lines: Iterable[Line]) -> None:
    """On a terminal: each with its words under it."""
    console = Console()
    for line in lines:
        head = Text(visible(line.who), style="bold")
        head.append(visible(f" {line.what}"), style="not bold")
        head.append(f"  {visible(line.where)}", style="dim not bold")
        console.print(head)
        if line.words:
            console.print(Text(visible("    " + " ".join(line.words.split()))))


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, wide: int = -1, named: bool = False
) -> None:
    """A table as wide as the terminal; off a terminal cells are parted by tabs.

    ``wide`` is the column that folds; with ``named`` columns keep their names also off a terminal.
    """
    if not sys.stdout.isatty():
        for row in [columns, *rows] if named else rows:
            click.echo("\t".join(" ".join(str("" if cell is None else cell).split()) for cell in row))
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for n, name in enumerate(columns):
        folds = n == wide % len(columns)
        table.add_column(name, overflow="fold", ratio=1 if folds else None, no_wrap=not folds)
    for row in rows:
        table.add_row(*(Text(visible(" ".join(str("" if cell is None else cell).split()))) for cell in row))
    Console().print(table)
