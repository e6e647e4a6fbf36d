"""The options by which statements are found, for every command that takes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import reduce
from typing import Final, TypeVar, get_args

import click

from dixit.store import Search
from dixit.types import Act, Mode

Command = TypeVar("Command", bound=Callable[..., object])

DAY: Final = click.DateTime(["%Y-%m-%d"])
since_option = click.option("--since", type=DAY, help="First day of issue.")
until_option = click.option("--until", type=DAY, help="Last day of issue.")
_OPTIONS: Final = (
    click.argument("terms", metavar="[TERM]...", nargs=-1),
    click.option("--speaker", metavar="NAME", help="Said by."),
    click.option("--to", metavar="NAME", help="Said to."),
    click.option("--target", metavar="NAME", help="Asked, accused, praised ...: whom the act is about."),
    click.option("--about", metavar="NAME", help="The same, or named in what is said."),
    click.option("--act", type=click.Choice(get_args(Act))),
    click.option("--mode", type=click.Choice(get_args(Mode))),
    since_option,
    until_option,
    click.option("--publisher", metavar="NAME", help="Agency, paper or site."),
    click.option(
        "--min-confidence", type=click.FloatRange(0, 1), default=0.0, metavar="C", help="Leave out less sure ones."
    ),
    click.option("--copies", "repeated", is_flag=True, help="Also what stands in an earlier copy."),
)


def search_options(command: Command) -> Command:
    """The TERMs and options of ``dixit find``, in its order."""
    return reduce(lambda made, option: option(made), reversed(_OPTIONS), command)


def searched(wanted: Mapping[str, object], limit: int | None) -> Search:
    """What those options ask for; without ``limit`` all."""
    plain = {name: plain_day(value) for name, value in wanted.items()}
    return Search(**plain, limit=limit)  # type: ignore[arg-type]


def plain_day(value: object) -> object:
    """A day as ISO 8601 has it; anything else as it is."""
    return value.date().isoformat() if isinstance(value, datetime) else value
