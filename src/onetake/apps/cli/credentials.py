"""`onetake credentials …`: keys of providers, sealed in the database."""

import os
import sys
import time
from pathlib import Path

import click

from onetake.apps.cli import rows
from onetake.apps.cli.finish import as_text
from onetake.apps.cli.key_acts import DATA_DIR, day, directory_of
from onetake.core.secret import Secret

FILE = click.option(
    "--file",
    "file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Read the value from this file; else from standard input.",
)


@click.group()
def credentials() -> None:
    """Keep keys of providers, sealed; their values are never shown."""


@credentials.command()
@click.argument("name")
@click.option("--route", required=True, help="The route that it is for (`onetake route`).")
@click.option("--origin", help="The one origin that it may go to. Default: the route's own.")
@FILE
@DATA_DIR
def add(name: str, route: str, origin: str | None, file: Path | None, data_dir: Path | None) -> None:
    """Seal a credential and bind it to its origin."""
    from onetake.apps import credentials as sealed
    from onetake.apps import settings, wiring
    from onetake.core import catalogue
    from onetake.services import credentials as service

    directory = directory_of(data_dir)
    found = settings.load(directory)
    catalogue.overlay(found.catalogue)
    known = catalogue.catalogue().routes.get(route)
    if known is None or not (origin or known.origin):
        names = ", ".join(name for name, row in catalogue.catalogue().routes.items() if row.origin)
        raise click.BadParameter(f"one of {names}", param_hint="--route")
    try:
        place = wiring.origin_of(origin or known.origin)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--origin") from None
    ring, value = sealed.keyring(found), _value(file)
    rows.change(
        directory, lambda sql: service.add(sql, ring, os.urandom, time.time(), name, route, place, value)
    )


@credentials.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@DATA_DIR
def list_(as_json: bool, data_dir: Path | None) -> None:
    """Credentials, oldest first, removed ones too; never their values."""
    for row in rows.read(directory_of(data_dir), lambda sql: [dict(r) for r in sql.all("credential.all")]):
        if as_json:
            click.echo(as_text(row))
        else:
            state = "removed" if row["revoked_at"] else "live"
            changed = day(row["rotated_at"] or row["created_at"])
            click.echo(f"{row['name']:20}  {state:8}  {changed}  {row['route']:12}  {row['origin']}")


@credentials.command()
@click.argument("name")
@FILE
@DATA_DIR
def rotate(name: str, file: Path | None, data_dir: Path | None) -> None:
    """Put another value in a credential's place; a running server uses it from its next call on."""
    from onetake.apps import credentials as sealed
    from onetake.apps import settings
    from onetake.services import credentials as service

    directory = directory_of(data_dir)
    ring, value = sealed.keyring(settings.load(directory)), _value(file)
    rows.read(directory, lambda sql: service.rotate(sql, ring, time.time(), name, value))


@credentials.command()
@click.argument("name")
@DATA_DIR
def remove(name: str, data_dir: Path | None) -> None:
    """Forget a credential; a running server stops using it at once."""
    from onetake.services import credentials as service

    rows.read(directory_of(data_dir), lambda sql: service.remove(sql, time.time(), name))


@credentials.command()
@click.option(
    "--to",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File of the new key, made where there is none; needed where sealing.key_file is set.",
)
@DATA_DIR
def rekey(to: Path | None, data_dir: Path | None) -> None:
    """Seal every credential anew, with a new key."""
    from onetake.apps import credentials as sealed
    from onetake.apps import settings
    from onetake.services import credentials as service

    directory = directory_of(data_dir)
    found = settings.load(directory)
    fresh, file, final = sealed.renewed(found, to)
    ring = sealed.keyring(found, fresh)
    count = rows.read(directory, lambda sql: service.rekey(sql, ring, time.time()))
    if file != final:
        file.replace(final)
    click.echo(f"{count} sealed anew", err=True)
    if to is not None:
        click.echo(f"now set sealing.key_file to {final}, and delete the old key", err=True)


def _value(file: Path | None) -> Secret:
    text = file.read_text("utf-8") if file is not None else sys.stdin.read()
    return Secret(text.strip())
