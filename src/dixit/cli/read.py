"""dixit read: texts -> what is shown, printed as JSON, or written to files."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.progress import Progress

from dixit.output import STDOUT, guard, said, show, write
from dixit.page import page
from dixit.read import without_surrogates
from dixit.record import Record
from dixit.view import Order, render

# With fewer files than this there is nothing to watch.
_BAR_FROM: Final = 5


@click.command("read")
@click.argument("names", metavar="FILE...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON; for several files one object a line (JSON Lines).")
@click.option("--output", type=click.Path(path_type=Path), metavar="DIR", help="Write DIR/STEM.json for each FILE.")
@click.option(
    "--html",
    type=click.Path(path_type=Path),
    metavar="PAGE",
    help="Write one page that shows every record; - prints it.",
)
@click.option("--by", type=click.Choice(["order", "actor"]), default="order", show_default=True, help="How to list.")
@click.option("--encoding", metavar="NAME", help="The files' encoding, where it is not recognised.")
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="Day of issue, where the text does not say it.")
@click.option(
    "--actors",
    "table",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A table of actors of your own; docs/actors.md tells what stands in it.",
)
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, metavar="C", help="Leave out less sure ones."
)
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes to use.  [default: as many as pay]")
def read_command(  # noqa: PLR0913, PLR0917 - one parameter for each option
    names: tuple[str, ...],
    as_json: bool,
    output: Path | None,
    html: Path | None,
    by: Order,
    encoding: str | None,
    published: datetime | None,
    table: Path | None,
    min_confidence: float,
    jobs: int | None,
) -> None:
    """Read each FILE, or standard input for -, and show who said what.

    FILE is plain text in French: UTF-8, UTF-16 or Windows-1252. A file that cannot be read is named on
    standard error with the reason; the others are read all the same, and the exit status is 1.
    """
    from dixit.batch import Failure, Reading, read_files  # noqa: PLC0415 - takes half a second

    if output is not None:
        _refuse_same_stems(names)
        for name in names:
            guard(output / f"{_stem(name)}.json", ".json", names)
    if html is not None:
        guard(html, ".html", names)
        if as_json and html == STDOUT:
            raise click.UsageError("--json and --html - both print; name a file for the page")
    reading = Reading(encoding, published.date() if published else None, table)
    sink = _Sink(as_json, output, html, by, len(names))
    failed = False
    with _progress(len(names), quiet=sink.prints) as advance:
        for result in read_files(names, reading, jobs=jobs):
            if isinstance(result, Failure):
                failed = True
                click.echo(f"dixit: {result.reason}", err=True)
            else:
                sink.put(result.at_least(min_confidence))
            advance()
    sink.close()
    if failed:
        sys.exit(1)


@dataclass(slots=True)
class _Sink:
    """Where records go: terminal, JSON, folder, page."""

    as_json: bool
    output: Path | None  # None: no files
    html: Path | None  # None: no page
    by: Order
    count: int  # of files asked for
    console: Console = field(default_factory=Console)
    kept: list[Record] = field(default_factory=list)
    shown: int = 0

    @property
    def prints(self) -> bool:
        """Whether something is printed for each record."""
        return self.as_json or not (self.output or self.html)

    def put(self, record: Record) -> None:
        """One record, as soon as it is there."""
        if self.output is not None:
            write(self.output / f"{_stem(record.document.source)}.json", record.to_json(indent=2) + "\n")
        if self.html is not None:
            self.kept.append(record)
        if self.as_json:
            with said("standard output"):
                show(record.to_json(indent=2 if self.count == 1 else None) + "\n")
        elif self.prints:
            with said("standard output"):
                show("\n" if self.shown else "")
                render(record, self.console, by=self.by)
        self.shown += 1

    def close(self) -> None:
        """After the last record."""
        if self.html is not None and self.kept:
            write(self.html, page(self.kept))


def _stem(source: str) -> str:
    return "stdin" if source in ("-", "<stdin>") else Path(without_surrogates(source)).stem


def _refuse_same_stems(names: Sequence[str]) -> None:
    """Raises UsageError where two records would go into the same file."""
    for stem, count in Counter(map(_stem, names)).items():
        if count > 1:
            same = ", ".join(name for name in names if _stem(name) == stem)
            raise click.UsageError(f"{same} would all be written to {stem}.json; read them into different folders")


@contextmanager
def _progress(count: int, *, quiet: bool) -> Iterator[Callable[[], None]]:
    """A bar on standard error while many files are read; none where it would run through what is printed."""
    console = Console(stderr=True)
    shown = count >= _BAR_FROM and console.is_terminal and not (quiet and sys.stdout.isatty())
    with Progress(console=console, disable=not shown, transient=True) as progress:
        task = progress.add_task("Reading", total=count)
        yield lambda: progress.advance(task)
