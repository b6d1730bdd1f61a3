"""The database of a data directory, for commands that work beside a running server."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from onetake.core.ports import Sql

T = TypeVar("T")


def change(directory: Path, script: Callable[[Sql], T]) -> T:
    """Run a script in one transaction; the database is made where there is none."""
    from onetake.apps import wiring

    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    with wiring.SqliteStore.open(directory / wiring.DATABASE) as store:
        return store.transact_sync(script)


def read(directory: Path, script: Callable[[Sql], T]) -> T:
    """The same for a script that only reads. Raises ClickException where there is no database."""
    from onetake.apps import wiring

    if not (directory / wiring.DATABASE).exists():
        raise click.ClickException(f"{directory} holds no Onetake data")
    return change(directory, script)
