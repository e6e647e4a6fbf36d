"""dixit export: what the store holds, in the formats that other tools read."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import click

from dixit.cli.searching import search_options, searched
from dixit.cli.stores import store_option
from dixit.errors import OutputError
from dixit.exports import FORMATS, select, write
from dixit.output import written
from dixit.store import Store


@click.command("export")
@click.argument("name", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@search_options
@click.option("--events", "events", is_flag=True, help="In csv and parquet: the events instead of the statements.")
@click.option("--limit", type=click.IntRange(min=0), default=0, help="At most so many of each; 0 for all.")
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Where to write it.")
@store_option
def export_command(path: str, name: str, events: bool, limit: int, output: Path | None, **wanted: object) -> None:
    """Write what fits in a FORMAT: jsonl, csv, parquet, plover, graphml, annotations, xmi, dna.

    TERMs and options choose as in "dixit find". Without --output it goes to standard output.
    """
    if output is None and not FORMATS[name].text and sys.stdout.isatty():
        raise click.UsageError(f"{name} is nothing for a terminal; name a file with --output")
    if output is not None and output.exists() and Path(path).exists() and output.samefile(path):
        raise OutputError(str(output), "is the store, and would be lost", "name another place")
    with Store.open(path, create=False) as store:
        selection = select(store, searched(wanted, limit or None), rows="events" if events else "statements")
        if output is not None:
            with written(output) as out:
                write(name, selection, out)
            click.echo(
                f"{len(selection.statements):,} statements and {len(selection.events):,} events of "
                f"{len(selection.dispatches):,} dispatches written to {output}",
                err=True,
            )
        else:
            buffer = io.BytesIO()
            write(name, selection, buffer)
            click.echo(buffer.getvalue(), nl=False)
