"""dixit serve: the reading room, on this machine."""

from __future__ import annotations

import getpass
import secrets
import socket
from pathlib import Path

import click

from dixit.cli.stores import store_option
from dixit.store import Store


@click.command("serve")
@store_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8420, show_default=True, help="0 for any that is free.")
@click.option(
    "--token", envvar="DIXIT_TOKEN", metavar="SECRET", help="Who comes in must give it; off this machine one is made."
)
@click.option("--name", "names", multiple=True, metavar="HOST", help="What browsers call this machine, beside HOST.")
@click.option("--by", metavar="NAME", default=getpass.getuser, show_default="your login", help="Who corrects.")
@click.option(
    "--allow-host", "allowed", multiple=True, metavar="HOST", help="Fetch from it though its address is private."
)
def serve_command(  # noqa: PLR0913, PLR0917 - one parameter for each option
    path: str, host: str, port: int, token: str | None, names: tuple[str, ...], by: str, allowed: tuple[str, ...]
) -> None:
    """Open the reading room: pages and an API over the store.

    It listens at this machine alone. At another address everybody who comes in must give a token.
    """
    import uvicorn  # noqa: PLC0415 - takes half a second, which no other command should wait for

    from dixit.web.app import app  # noqa: PLC0415 - the same
    from dixit.web.room import LOOPBACK, Room  # noqa: PLC0415 - the same

    Store.open(path).close()
    away = host not in LOOPBACK
    if away:
        token = token or secrets.token_urlsafe(24)
        click.echo(f"dixit: warning: {host} can be reached from other machines, without encryption", err=True)
    called = {one.lower() for one in (*names, host, *LOOPBACK)} | ({socket.gethostname().lower()} if away else set())
    room = Room(Path(path), token, frozenset(called), by, allowed)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        bound = socket.create_server((host, port), family=family)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise click.ClickException(f"{host}:{port}: {reason}; name another with --host or --port") from error
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"http://{shown}:{bound.getsockname()[1]}/   (Ctrl-C closes it)")
    if token:
        click.echo(f"token: {token}")
    config = uvicorn.Config(app(room), log_level="warning", server_header=False, timeout_graceful_shutdown=3)
    uvicorn.Server(config).run(sockets=[bound])
