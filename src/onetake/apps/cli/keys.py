"""`onetake keys …`."""

import os
import time
from pathlib import Path

import click

from onetake.apps.cli import rows
from onetake.apps.cli.amounts import Credits
from onetake.apps.cli.finish import as_text
from onetake.apps.cli.key_acts import DATA_DIR, PROJECT, day, directory_of, grant, rotate, scopes_of, show
from onetake.apps.cli.limits import limit, limits
from onetake.apps.cli.spans import Span


@click.group()
def keys() -> None:
    """Make, list and revoke API keys."""


for command in (limit, limits, show, rotate, grant):
    keys.add_command(command)


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
@PROJECT
@click.option(
    "--scopes",
    multiple=True,
    metavar="S,S",
    help="What it may do: read, create, cancel, upload, webhooks, account, metrics, admin, or all. "
    "Default: all but the last two.",
)
@click.option("--expires", type=Span(), metavar="TIME", help="After how long it opens nothing: 12h, 30d.")
@DATA_DIR
def create(
    name: str,
    credits: int | None,
    route: str | None,
    dedupe: int,
    scenario: str | None,
    project: str,
    scopes: tuple[str, ...],
    expires: float | None,
    data_dir: Path | None,
) -> None:
    """Make a key and print it, alone, on standard output. It is not shown again."""
    from onetake.apps import secret
    from onetake.core.catalogue import catalogue
    from onetake.services import accounts, projects
    from onetake.services.platform import derive

    if scenario is not None:
        scenario = _scenario(scenario)
    if route is not None and route not in catalogue().routes:
        raise click.BadParameter(f"one of {', '.join(catalogue().routes)}", param_hint="--route")
    directory, now, chosen = directory_of(data_dir), time.time(), scopes_of(scopes)
    pepper = derive(secret.read_secret(directory), "keys")

    def script(sql: rows.Sql) -> str:
        told = {"credits": credits, "route": route, "dedupe": dedupe, "scenario": scenario, "scopes": chosen}
        owner, end = projects.find(sql, project)["id"], None if expires is None else now + expires
        return accounts.create_key(sql, pepper, os.urandom, now, name, project=owner, expires_at=end, **told)

    made = rows.change(directory, script)
    click.echo(made)


@keys.command("list")
@PROJECT
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@DATA_DIR
def list_(project: str, data_dir: Path | None, as_json: bool) -> None:
    """Keys, newest first; of a key itself only its beginning is known."""
    from onetake.services import keys as service
    from onetake.services import projects

    def script(sql: rows.Sql) -> list[dict]:
        return [dict(row) for row in sql.all("key.all", project=projects.find(sql, project)["id"])]

    for row in rows.read(directory_of(data_dir), script):
        if as_json:
            click.echo(as_text(row))
        else:
            state = service.state(row, time.time())
            plays = f"  plays {row['scenario']}" if row["scenario"] else ""
            made, route = day(row["created_at"]), row["route"] or "-"
            click.echo(f"{row['prefix']}…  {state:8} {made}  {route:12} {row['name']}{plays}")


@keys.command()
@click.argument("name")
@PROJECT
@DATA_DIR
def revoke(name: str, project: str, data_dir: Path | None) -> None:
    """Refuse a key from now on; NAME is its name or its id (every live key of that name)."""
    from onetake.services import keys as service
    from onetake.services import projects

    def script(sql: rows.Sql) -> int:
        owner, now = projects.find(sql, project)["id"], time.time()
        return sum(service.revoke(sql, now, owner, key_id) for key_id in service.called(sql, owner, name))

    count = rows.read(directory_of(data_dir), script)
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
