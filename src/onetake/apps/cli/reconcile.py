"""`onetake ledger reconcile`: our books beside a provider's own account."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from onetake._sdk import place
from onetake.apps.cli import exits, rows, table
from onetake.apps.cli.amounts import Credits

if TYPE_CHECKING:
    from onetake.core.usage import Comparison, Ours, Usage

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.command()
@click.argument("route")
@click.option(
    "--usage", type=FILE, help="The provider's export, CSV or JSON: its task ids with amounts or tokens."
)
@click.option(
    "--balance", type=(Credits(), Credits()), metavar="BEFORE AFTER", help="Its balance at both ends."
)
@click.option("--month", metavar="YYYY-MM", help="What was sent in this month (UTC). Default: everything.")
@click.option("--data-dir", type=FOLDER, help="Data directory. Default: ONETAKE_DATA_DIR.")
def reconcile(
    route: str, usage: Path | None, balance: tuple[int, int] | None, month: str | None, data_dir: Path | None
) -> None:
    """Compare what ROUTE's provider charged with what is booked; exit code 1 when anything differs."""
    from onetake.core.catalogue import catalogue
    from onetake.services import expenses, statement

    if (usage is None) == (balance is None):
        raise click.UsageError("say --usage FILE or --balance BEFORE AFTER")
    if route not in catalogue().routes:
        raise click.BadParameter(f"one of {', '.join(catalogue().routes)}", param_hint="ROUTE")
    since, until = statement.month(month)
    ours = rows.read(data_dir or Path(place.data_dir()), lambda sql: expenses.sent(sql, route, since, until))
    same = _by_usage(ours, usage) if usage is not None else _by_balance(ours, *(balance or (0, 0)))
    if not same:
        raise click.exceptions.Exit(exits.OTHER)


def _by_usage(ours: "list[Ours]", file: Path) -> bool:
    from onetake.core import usage

    try:
        told = usage.read(file.read_text("utf-8-sig"))
    except ValueError as error:
        raise click.ClickException(f"{file}: {error}") from None
    found = usage.compare(ours, told)
    _say(found)
    return found.agrees


def _say(found: "Comparison") -> None:
    for attempt in found.ours_only:
        name = attempt.provider_id or f"id unknown, {attempt.outcome}"
        click.echo(f"ours only    {attempt.name}  {table.plain(name)}  {_amount(attempt)}")
    for usage in found.theirs_only:
        click.echo(f"theirs only  {table.plain(usage.provider_id)}  {_amount(usage)}")
    for attempt, usage in found.different:
        click.echo(
            f"different    {attempt.name}  {table.plain(usage.provider_id)}  "
            f"ours {_amount(attempt)}, theirs {_amount(usage)}"
        )
    counts = len(found.matched), len(found.ours_only), len(found.theirs_only), len(found.different)
    click.echo("{} matched, {} ours only, {} theirs only, {} different".format(*counts))


def _amount(said: "Ours | Usage") -> str:
    from onetake.core.pricing import credits

    amount = [credits(said.amount)] if said.amount is not None else []
    return ", ".join([*amount, *([f"{said.tokens} tokens"] if said.tokens is not None else [])])


def _by_balance(ours: "list[Ours]", before: int, after: int) -> bool:
    from onetake.core.pricing import credits

    booked = sum(attempt.amount for attempt in ours)
    doubtful = sum(attempt.amount for attempt in ours if attempt.outcome == "suspense")
    gone = before - after
    click.echo(f"charged {credits(gone)}, booked {credits(booked)}, difference {credits(gone - booked)}")
    if doubtful:
        click.echo(f"{credits(doubtful)} of what is booked is in suspense (onetake ledger suspense)")
    return gone == booked
