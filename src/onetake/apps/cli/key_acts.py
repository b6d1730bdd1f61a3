"""`onetake keys show|rotate|grant`: what is done with a key that is there."""

import os
import time
from pathlib import Path

import click

from onetake._sdk import place
from onetake.apps.cli import rows
from onetake.apps.cli.amounts import Credits
from onetake.apps.cli.finish import as_text
from onetake.apps.cli.spans import Span
from onetake.core.ids import new_core
from onetake.core.pricing import credits
from onetake.core.problem import Problem

DATA_DIR = click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Data directory. Default: ONETAKE_DATA_DIR.",
)
PROJECT = click.option("--project", default="default", help="The key's project, by name or id.")


def directory_of(data_dir: Path | None) -> Path:
    """The data directory that is meant."""
    return (data_dir or Path(place.data_dir())).expanduser().absolute()


def day(seconds: float | None) -> str:
    """A moment for people, UTC."""
    return "-" if seconds is None else time.strftime("%Y-%m-%d %H:%M", time.gmtime(seconds))


@click.command()
@click.argument("name")
@PROJECT
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@DATA_DIR
def show(name: str, project: str, as_json: bool, data_dir: Path | None) -> None:
    """All that is known of a key; NAME is its name, its id or its beginning."""
    from onetake.services import keys, projects

    def script(sql: rows.Sql) -> dict:
        owner = projects.find(sql, project)["id"]
        return keys.get(sql, owner, keys.one(sql, owner, name), time.time())

    told = rows.read(directory_of(data_dir), script)
    if as_json:
        click.echo(as_text(told))
        return
    told["prefix"] += "…"
    told["scopes"] = ", ".join(told["scopes"])
    told["credit"] = "unlimited" if told["credit"] is None else credits(told["credit"])
    for field, value in told.items():
        at = field.endswith("_at") or field == "old_until"
        click.echo(f"{field:12} {day(value) if at else '-' if value is None else value}")


@click.command()
@click.argument("name")
@PROJECT
@click.option(
    "--grace",
    type=Span(),
    metavar="TIME",
    help="How long the old key still opens: 15m, 24h, 7d. Default: not.",
)
@DATA_DIR
def rotate(name: str, project: str, grace: float | None, data_dir: Path | None) -> None:
    """Make a new secret for a key and print it, alone; its id, credit and limits stay."""
    from onetake.apps import secret
    from onetake.services import keys, projects
    from onetake.services.platform import derive

    directory = directory_of(data_dir)
    pepper = derive(secret.read_secret(directory), "keys")

    def script(sql: rows.Sql) -> str:
        owner = projects.find(sql, project)["id"]
        key_id = keys.one(sql, owner, name)
        made = keys.rotate(sql, pepper, os.urandom, time.time(), owner, key_id, grace=grace or 0.0)
        return made.secret

    click.echo(rows.read(directory, script))


@click.command()
@click.argument("name")
@click.argument("amount", type=Credits(), metavar="N")
@click.option("--id", "grant_id", help="Your own name for the grant: given twice, it is one grant.")
@PROJECT
@DATA_DIR
def grant(name: str, amount: int, grant_id: str | None, project: str, data_dir: Path | None) -> None:
    """Give a key N credits."""
    from onetake.services import keys, projects

    def script(sql: rows.Sql) -> bool:
        owner = projects.find(sql, project)["id"]
        key_id = keys.one(sql, owner, name)
        return keys.grant(sql, time.time(), owner, key_id, amount, grant_id or new_core(os.urandom))

    new = rows.read(directory_of(data_dir), script)
    click.echo("granted" if new else "granted before: nothing was added", err=True)


def scopes_of(words: tuple[str, ...]) -> frozenset[str]:
    """The scopes that options name, several to one with commas. Raises BadParameter."""
    from onetake.core import scopes

    try:
        return scopes.chosen(part for word in words for part in word.split(",")) if words else scopes.CUSTOMER
    except Problem as problem:
        offence = problem.offences[0]
        raise click.BadParameter(f"{offence.value!r}: {offence.limit}", param_hint="--scopes") from None
