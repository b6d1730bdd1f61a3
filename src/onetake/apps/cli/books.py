"""`onetake ledger …`."""

from pathlib import Path

import click

from onetake._sdk import place
from onetake.apps.cli import exits, rows


@click.group()
def ledger() -> None:
    """Check the books."""


@ledger.command()
@click.option("--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Data directory.")
def verify(data_dir: Path | None) -> None:
    """Recompute every account, hold and the chain of transfers; exit code 1 when anything disagrees."""
    from onetake.services import books

    faults = rows.read(data_dir or Path(place.data_dir()), books.verify)
    for fault in faults:
        click.echo(fault)
    if faults:
        raise click.exceptions.Exit(exits.OTHER)
    click.echo("The books are right.")
