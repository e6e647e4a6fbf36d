"""dixit correct, dixit actor: what a person puts right in the store."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from dixit.cli.stores import by_option, json_option, print_json, print_table, store_option
from dixit.errors import ChangeError
from dixit.store import Store
from dixit.store.changes import Addition, Change, add_statement, correct, merge, rename, split, undo
from dixit.store.gold import export
from dixit.store.queries import actor_of, correction_rows, names, roles
from dixit.types import Act, Mode


@click.group("actor")
def actor_group() -> None:
    """Show one actor, or say which names are one and which are two."""


@actor_group.command("show")
@click.argument("actor")
@store_option
def actor_show(path: str, actor: str) -> None:
    """Show names and roles of an ACTOR."""
    with Store.open(path, create=False) as store:
        slug = actor_of(store, actor)
        click.echo(slug)
        for name in names(store, slug):
            click.echo(f"  {name.name}  {name.dispatches}")
        for role in roles(store, slug):
            click.echo(f"  · {role.title}{f' ({role.of})' if role.of else ''}  {role.dispatches}")


@actor_group.command("merge")
@click.argument("actor")
@click.argument("into")
@by_option
@store_option
def actor_merge(path: str, actor: str, into: str, by: str) -> None:
    """Say that ACTOR is INTO, in every dispatch to come as well."""
    with Store.open(path, create=False) as store:
        merge(store, actor, into, by=by)


@actor_group.command("split")
@click.argument("actor")
@click.option("--name", help="Take this name out of the actor.")
@click.option("--dispatch", "dispatches", multiple=True, metavar="ID", help="Only in this dispatch; can be repeated.")
@by_option
@store_option
def actor_split(path: str, actor: str, name: str | None, dispatches: tuple[str, ...], by: str) -> None:
    """Say that a name of ACTOR, or what some dispatches call so, is somebody else; prints the new actor."""
    if name is None and not dispatches:
        raise click.UsageError("say what to take out: --name, --dispatch or both")
    with Store.open(path, create=False) as store:
        click.echo(split(store, actor, name=name, dispatches=dispatches, by=by))


@actor_group.command("rename")
@click.argument("actor")
@click.argument("name")
@by_option
@store_option
def actor_rename(path: str, actor: str, name: str, by: str) -> None:
    """Say what ACTOR is called from now on."""
    with Store.open(path, create=False) as store:
        rename(store, actor, name, by=by)


@click.command("correct")
@click.argument("dispatch", metavar="[ID", required=False)
@click.argument("statement", metavar="[STATEMENT]]", required=False)
@click.option("--speaker", metavar="WORDS", help="Who says it, in words of the text; '' for nobody.")
@click.option("--act", type=click.Choice(get_args(Act)))
@click.option("--target", "targets", multiple=True, metavar="WORDS", help="Whom it is about; '' for nobody.")
@click.option("--limits", multiple=True, metavar="WORDS", help="What is said; once for each piece.")
@click.option("--not-a-statement", "remove", is_flag=True, help="It is none.")
@click.option("--new", "new", multiple=True, metavar="WORDS", help="A statement that is missing; once for each piece.")
@click.option("--cue", metavar="WORDS", help="With --new: the words that signal it.")
@click.option("--to", metavar="WORDS", help="With --new: to whom it is said.")
@click.option("--mode", type=click.Choice(get_args(Mode)), default="indirect", show_default=True, help="With --new.")
@click.option("--undo", "number", type=int, metavar="N", help="Take correction N back.")
@click.option("--list", "listed", is_flag=True, help="List what was corrected, by whom and when.")
@click.option(
    "--export", "folder", type=click.Path(path_type=Path), metavar="DIR", help="Write annotation for training."
)
@json_option
@by_option
@store_option
def correct_command(  # noqa: PLR0913, PLR0917 - one parameter for each option
    dispatch: str | None,
    statement: str | None,
    speaker: str | None,
    act: Act | None,
    targets: tuple[str, ...],
    limits: tuple[str, ...],
    remove: bool,
    new: tuple[str, ...],
    cue: str | None,
    to: str | None,
    mode: Mode,
    number: int | None,
    listed: bool,
    folder: Path | None,
    as_json: bool,
    by: str,
    path: str,
) -> None:
    """Put a STATEMENT of the dispatch ID right; the reading itself stays, and can be had back.

    WORDS are copied from the text. Corrections outlive a new reading.
    """
    with Store.open(path, create=False) as store:
        if listed:
            _list(store, as_json)
        elif folder is not None:
            click.echo(f"{export(store, folder)} written to {folder}")
        elif number is not None:
            undo(store, number, by=by)
        elif dispatch is None:
            raise click.UsageError("name a dispatch ID and its STATEMENT, as dixit find lists them")
        elif new:
            if act is None:
                raise click.UsageError("a new statement needs its --act")
            target = targets[0] if targets else None
            made = add_statement(store, dispatch, Addition(new, act, mode, speaker, cue, to, target), by=by)
            click.echo(made.number)
        else:
            wanted = tuple(filter(None, targets)) if targets else None
            change = Change(speaker, act, wanted, limits or None, remove)
            for one in correct(store, *_names(dispatch, statement), change, by=by):
                click.echo(one.number)


def _names(dispatch: str, statement: str | None) -> tuple[str, str]:
    """ID and STATEMENT, also as one word as "dixit find" prints them: 90ab12cd34:s3."""
    if statement is None:
        dispatch, _, statement = dispatch.rpartition(":")
    if not dispatch or not statement:
        raise ChangeError("correct", "which statement is not said", "name it as dixit find lists it: 90ab12cd34:s3")
    return dispatch, statement


def _list(store: Store, as_json: bool) -> None:
    rows = correction_rows(store)
    if as_json:
        print_json(rows)
        return
    print_table(
        ("n°", "quand", "qui", "quoi", "énoncé"),
        [
            (r.number, r.at[:10], r.by, r.kind + (" (undone)" if r.undone else ""), f"{r.dispatch[7:17]} {r.content}")
            for r in rows
        ],
    )
