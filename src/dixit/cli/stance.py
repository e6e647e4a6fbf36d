"""dixit stance: who is for and against whom; and whether the members of a group take the same side."""

from __future__ import annotations

import sys
from typing import Final, get_args

import click

from dixit.ask import Convergence, Judged, Stance, Wanted, convergence, judged, matrix, stances
from dixit.ask.convergence import Period
from dixit.ask.intervals import Interval
from dixit.ask.periods import Per
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
from dixit.labels import ACTS
from dixit.store import Store
from dixit.store.queries import short

_DAY = click.DateTime(["%Y-%m-%d"])

_VERDICTS: Final = {
    "together": "du même côté",
    "divided": "partagés",
    "uncertain": "incertain",
    "too few": "trop peu pour conclure",
}
_TURNS: Final = {
    "towards": "vers le positif",
    "away": "vers le négatif",
    "none shown": "aucun n'est établi",
    "too few": "trop peu pour conclure",
}


@click.command("stance")
@click.argument("terms", metavar="[TERM]...", nargs=-1)
@click.option("--by", metavar="NAME", help="Who judges; a state means all that speak for it.")
@click.option("--on", metavar="NAME", help="Who is judged.")
@click.option("--since", type=_DAY, help="First day of issue.")
@click.option("--until", type=_DAY, help="Last day of issue.")
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, metavar="C", help="Leave out less sure ones."
)
@click.option("--states", is_flag=True, help="Count all that speak for a state as that state.")
@click.option("--words", is_flag=True, help="List the statements that the counts are made of.")
@click.option("--matrix", "size", type=click.IntRange(1), metavar="N", help="The N who judge and are judged most.")
@click.option("--members", metavar="GROUP", help="Whether its members agree: a body, or names with commas.")
@click.option("--per", type=click.Choice(get_args(Per)), help="With --members: also by period.")
@no_words_option
@limit_option
@json_option
@csv_option
@store_option
def stance_command(  # noqa: PLR0913, PLR0917 - one parameter for each option
    path: str,
    limit: int,
    as_json: bool,
    as_csv: bool,
    states: bool,
    words: bool,
    wordless: bool,
    size: int | None,
    members: str | None,
    per: Per | None,
    **wanted: object,
) -> None:
    """Count who praises, criticises, accuses, warns, refuses whom; the TERMs stand in what is said.

    With --members: do the members of a group take the same side, towards --on or on the TERMs, and does it shift?
    """
    asked = Wanted(**{name: day_text(value) for name, value in wanted.items()})  # type: ignore[arg-type]
    if members and (size or words):
        raise click.UsageError("--members goes with neither --matrix nor --words")
    if members and not (asked.on or asked.terms):
        raise click.UsageError("--members needs a matter: name whom they judge with --on, or a TERM")
    with Store.open(path, create=False) as store, kept():
        if members:
            _print_convergence(convergence(store, members, asked, per=per), as_json=as_json, as_csv=as_csv)
        elif words:
            _print_words(
                shown(judged(store, asked)[: limit or None], wordless=wordless), as_json=as_json, as_csv=as_csv
            )
        else:
            rows = stances(store, asked, by="state" if states else "actor")
            _print_stances(rows, size, limit, as_json=as_json, as_csv=as_csv)


def _print_stances(rows: list[Stance], size: int | None, limit: int, *, as_json: bool, as_csv: bool) -> None:
    if size and not (as_json or as_csv):
        table = matrix(rows, size)
        print_table(
            ("", *table.targets),
            [
                (name, *("" if cell is None else f"+{cell[0]} −{cell[1]}" for cell in cells))
                for name, cells in zip(table.speakers, table.cells, strict=True)
            ],
            wide=0,
            named=True,
        )
    elif as_json:
        print_objects(rows[: limit or None])
    elif as_csv:
        columns = Stance._fields[:-1]
        print_csv([row[:-1] for row in rows[: limit or None]], columns)
    else:
        print_table(
            ("qui", "sur qui", *(ACTS[act] for act in ("praise", "criticise", "accuse", "warn", "refuse")), "en tout"),
            [(row.speaker, row.target, *row[4:10]) for row in rows[: limit or None]],
            wide=1,
        )


def _print_words(rows: list[Judged], *, as_json: bool, as_csv: bool) -> None:
    if as_json:
        print_objects(rows)
    elif as_csv:
        print_csv(rows, Judged._fields)
    elif sys.stdout.isatty():
        print_words(
            Line(row.speaker, f"{_act(row.act)} · {row.targets}", f"{row.date or ''} {_at(row)}", row.content)
            for row in rows
        )
    else:
        print_table((), [(row.date, _at(row), row.speaker, _act(row.act), row.targets, row.content) for row in rows])


def _at(row: Judged) -> str:
    return f"{short(row.dispatch)}:{row.statement}"


def _act(act: str) -> str:
    return ACTS[act]  # type: ignore[index]


def _print_convergence(found: Convergence, *, as_json: bool, as_csv: bool) -> None:
    if as_json:
        print_objects([found])
        return
    periods = [found.whole, *found.periods]
    if as_csv:
        rows = [(*row[:6], *row.share, *(row.agreement or (None,) * 3), row.verdict) for row in periods]
        parts = [f"{name}{end}" for name in ("favour_share", "agreement") for end in ("", "_low", "_high")]
        print_csv(rows, (*Period._fields[:6], *parts, "verdict"))
        return
    click.echo(f"{found.group} : {found.whole.heard} membres sur {found.size} entendus")
    print_table(
        ("membre", "pour", "contre", "part pour, à 95 %"),
        [(row.name, row.favour, row.against, _percent(row.share)) for row in found.members],
        wide=0,
        named=True,
    )
    print_table(
        ("période", "énoncés", "dépêches", "membres", "part pour, à 95 %", "accord, à 95 %", "verdict"),
        [
            (
                *("en tout" if row.period == "all" else row.period, row.statements, row.dispatches, row.heard),
                *(_percent(row.share), _percent(row.agreement), _VERDICTS[row.verdict]),
            )
            for row in periods
        ],
        named=True,
    )
    if found.before and found.after and found.shift:
        change = f"{found.shift.value:+.0%} ({found.shift.low:+.0%} à {found.shift.high:+.0%})"
        spans = f"{found.before.period} puis {found.after.period}"
        click.echo(f"déplacement : {spans} : {change} : {_TURNS[found.turn]}")


def _percent(share: Interval | None) -> str:
    return f"{share.value:.0%} ({share.low:.0%} à {share.high:.0%})" if share else "–"
