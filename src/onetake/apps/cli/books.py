"""`onetake ledger …`."""

import time
from pathlib import Path
from typing import Any

import click

from onetake._sdk import place
from onetake.apps.cli import exits, rows
from onetake.apps.cli.reconcile import reconcile
from onetake.apps.cli.statement import statement

FOLDER = click.Path(path_type=Path, file_okay=False)
DATA_DIR = click.option("--data-dir", type=FOLDER, help="Data directory. Default: ONETAKE_DATA_DIR.")


@click.group()
def ledger() -> None:
    """Check, explain and compare the books."""


ledger.add_command(statement)
ledger.add_command(reconcile)


@ledger.command()
@DATA_DIR
def verify(data_dir: Path | None) -> None:
    """Recompute every account, hold and the chain of transfers; exit code 1 when anything disagrees."""
    from onetake.core.pricing import credits
    from onetake.services import books, outlay
    from onetake.services.platform import Policy

    def script(sql: Any) -> tuple[list[str], dict[str, tuple[int, int, int]], list[str]]:
        late = books.overdue(sql, time.time(), Policy().overdue_stop)
        return [*books.verify(sql), *outlay.audit(sql)], books.sums(sql), late

    faults, sums, late = rows.read(data_dir or Path(place.data_dir()), script)
    for fault in faults:
        click.echo(fault)
    for currency, (count, moved, total) in sums.items():
        click.echo(
            f"{currency}: {count} transfers of {credits(moved)} in all, balances sum to {credits(total)}"
        )
    if late:
        told = f"{len(late)} holds are overdue, the first of task {late[0]}"
        click.echo(f"{told}; a running server closes them.", err=True)
    if faults:
        raise click.exceptions.Exit(exits.OTHER)
    click.echo("The books are right.")


@ledger.command()
@click.argument("task")
@click.argument("word", type=click.Choice(["found", "not-found"]), metavar="found|not-found")
@DATA_DIR
def settle(task: str, word: str, data_dir: Path | None) -> None:
    """Say whether a provider has, and charges for, an attempt of TASK that is in suspense or absorbed."""
    from onetake.services import expenses

    directory = data_dir or Path(place.data_dir())
    count = rows.read(directory, lambda sql: expenses.settle(sql, task, word == "found", time.time()))
    click.echo(f"{count} settled as {word}", err=True)


@ledger.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@DATA_DIR
def suspense(as_json: bool, data_dir: Path | None) -> None:
    """Attempts of which nobody knows whether their provider has them, oldest first."""
    from onetake.apps.cli.finish import as_text
    from onetake.core.pricing import credits
    from onetake.services import expenses

    for row in rows.read(data_dir or Path(place.data_dir()), expenses.doubtful):
        if as_json:
            click.echo(as_text(dict(row)))
        else:
            sent = time.strftime("%Y-%m-%d %H:%M", time.gmtime(row["begun_at"]))
            amount = f"{credits(row['amount'])} {row['currency']}"
            click.echo(f"{row['task']}  attempt {row['attempt']}  {sent}  {row['backend']}  {amount}")
