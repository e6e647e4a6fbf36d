"""The command line: read arguments, call one function, print."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
from importlib.metadata import version
from typing import NoReturn

import click

from dixit.cli.add import add_command, failures_command
from dixit.cli.ask import actors_command, copies_command, find_command, show_command, stats_command
from dixit.cli.calls import calls_command, promises_command
from dixit.cli.change import actor_group, correct_command
from dixit.cli.compare import compare_command, pairs_command
from dixit.cli.export import export_command
from dixit.cli.read import read_command
from dixit.cli.report import report_command
from dixit.cli.stance import stance_command
from dixit.cli.timeline import designations_command, timeline_command
from dixit.errors import DixitError, OutputError
from dixit.output import said


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("dixit"), message="dixit %(version)s")
def cli() -> None:
    """Read French dispatches, and keep the record of who said what to whom, in whose words."""


for command in (
    read_command,
    add_command,
    find_command,
    show_command,
    calls_command,
    promises_command,
    stance_command,
    timeline_command,
    designations_command,
    actors_command,
    actor_group,
    copies_command,
    correct_command,
    failures_command,
    stats_command,
    export_command,
    compare_command,
    pairs_command,
    report_command,
):
    cli.add_command(command)


def main() -> NoReturn:
    """The command ``dixit``; every way out is one line and an exit status."""
    # A text may hold characters that the terminal's encoding has not.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    sys.exit(_run())


def _stop(number: int, _: object) -> NoReturn:
    """The first Ctrl-C ends everything in order; a second one would only break that off."""
    signal.signal(number, signal.SIG_IGN)
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    sys.exit(128 + number)


def _run() -> int:
    try:
        cli.main(prog_name="dixit", standalone_mode=False)
        if sys.stdout is not None:
            with said("standard output"):
                sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Exit as left:
        return left.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("dixit: interrupted", err=True)
        return 128 + signal.SIGINT
    except BrokenPipeError:
        # Whoever was to read has gone ("| head"): nothing is left to say.
        _drop_output()
        return 128 + signal.SIGPIPE
    except DixitError as error:
        click.echo(f"dixit: {error}", err=True)
        if isinstance(error, OutputError):
            _drop_output()
        return 1
    return 0


def _drop_output() -> None:
    """What could not be printed must not be tried again at the interpreter's end."""
    with contextlib.suppress(AttributeError, OSError):  # closed, or not a file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
