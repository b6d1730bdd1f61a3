"""`onetake projects …`."""

import os
import time
from pathlib import Path

import click

from onetake.apps.cli import rows
from onetake.apps.cli.finish import as_text
from onetake.apps.cli.key_acts import DATA_DIR, day, directory_of


@click.group()
def projects() -> None:
    """Make, list, rename and archive projects."""


@projects.command()
@click.argument("name")
@DATA_DIR
def create(name: str, data_dir: Path | None) -> None:
    """Make a project and print its id, alone."""
    from onetake.services import projects as service

    made = rows.change(directory_of(data_dir), lambda sql: service.create(sql, os.urandom, time.time(), name))
    click.echo(made)


@projects.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@DATA_DIR
def list_(as_json: bool, data_dir: Path | None) -> None:
    """Projects, oldest first, with the number of their live keys."""
    from onetake.services import projects as service

    for row in rows.read(directory_of(data_dir), lambda sql: [dict(r) for r in service.every(sql)]):
        if as_json:
            click.echo(as_text(row))
        else:
            state = "archived" if row["archived_at"] else "live"
            click.echo(f"{row['id']:26}  {state:8}  {day(row['created_at'])}  {row['keys']:4}  {row['name']}")


@projects.command()
@click.argument("name")
@click.argument("new")
@DATA_DIR
def rename(name: str, new: str, data_dir: Path | None) -> None:
    """Call the project NAME (or the one of that id) NEW."""
    from onetake.services import projects as service

    rows.read(directory_of(data_dir), lambda sql: service.rename(sql, time.time(), name, new))


@projects.command()
@click.argument("name")
@DATA_DIR
def archive(name: str, data_dir: Path | None) -> None:
    """End a project: its keys open nothing from now on, and it gets no others."""
    from onetake.services import projects as service

    count = rows.read(directory_of(data_dir), lambda sql: service.archive(sql, time.time(), name))
    click.echo(f"{count} keys revoked", err=True)
