"""`onetake keys …`."""

import os
import time
from pathlib import Path

import click

from onetake._sdk import place
from onetake.apps.cli import rows
from onetake.apps.cli.amounts import Credits
from onetake.apps.cli.finish import as_text
from onetake.apps.cli.limits import limit, limits

FOLDER = click.Path(path_type=Path, file_okay=False)
DATA_DIR = click.option("--data-dir", type=FOLDER, help="Data directory. Default: ONETAKE_DATA_DIR.")


@click.group()
def keys() -> None:
    """Make, list and revoke API keys."""


keys.add_command(limit)
keys.add_command(limits)


@keys.command()
@click.argument("name")
@click.option(
    "--credits", type=Credits(), help="Credits granted; without it the key is unlimited, 0 is none."
)
@click.option("--route", help="Profile of /api/v3 where the model does not say.")
@click.option(
    "--dedupe",
    type=click.IntRange(0),
    default=0,
    metavar="S",
    help="Answer an equal request within S seconds with the first one's task.",
)
@click.option("--scenario", help="Sandbox scenario that every create with it plays (`onetake sandbox list`).")
@DATA_DIR
def create(
    name: str,
    credits: int | None,
    route: str | None,
    dedupe: int,
    scenario: str | None,
    data_dir: Path | None,
) -> None:
    """Make a key and print it, alone, on standard output. It is not shown again."""
    from onetake.apps import secret
    from onetake.core.catalogue import catalogue
    from onetake.services import accounts
    from onetake.services.platform import derive

    if scenario is not None:
        scenario = _scenario(scenario)
    if route is not None and route not in catalogue().routes:
        raise click.BadParameter(f"one of {', '.join(catalogue().routes)}", param_hint="--route")
    directory = _directory(data_dir)
    pepper = derive(secret.read_secret(directory), "keys")
    made = rows.change(
        directory,
        lambda sql: accounts.create_key(
            sql,
            pepper,
            os.urandom,
            time.time(),
            name,
            credits=credits,
            route=route,
            dedupe=dedupe,
            scenario=scenario,
        ),
    )
    click.echo(made)


@keys.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@DATA_DIR
def list_(data_dir: Path | None, as_json: bool) -> None:
    """Keys, newest first; of a key itself only its beginning is known."""
    from onetake.services.accounts import DEFAULT_PROJECT

    found = rows.read(
        _directory(data_dir), lambda sql: [dict(r) for r in sql.all("key.all", project=DEFAULT_PROJECT)]
    )
    for row in found:
        if as_json:
            click.echo(as_text(row))
        else:
            made = time.strftime("%Y-%m-%d %H:%M", time.gmtime(row["created_at"]))
            state = "revoked" if row["revoked_at"] else "live"
            plays = f"  plays {row['scenario']}" if row["scenario"] else ""
            click.echo(f"{row['prefix']}…  {state:8} {made}  {row['route'] or '-':12} {row['name']}{plays}")


@keys.command()
@click.argument("name")
@DATA_DIR
def revoke(name: str, data_dir: Path | None) -> None:
    """Refuse a key from now on; NAME is its name or its id (every live key of that name)."""
    from onetake.services.accounts import DEFAULT_PROJECT

    count = rows.read(
        _directory(data_dir),
        lambda sql: sql.run("key.revoke", project=DEFAULT_PROJECT, id=name, now=time.time()),
    )
    if not count:
        raise click.ClickException(f"there is no live key {name}")
    click.echo(f"{count} revoked", err=True)


def _scenario(told: str) -> str:
    """The name as it is stored. Raises BadParameter with those that are near it."""
    from onetake.core.problem import Problem
    from onetake.core.scenarios import named

    try:
        return named(told).name
    except Problem as problem:
        offence = problem.offences[0]
        raise click.BadParameter(f"{offence.limit}. {offence.fix}", param_hint="--scenario") from None


def _directory(data_dir: Path | None) -> Path:
    return (data_dir or Path(place.data_dir())).expanduser().absolute()
