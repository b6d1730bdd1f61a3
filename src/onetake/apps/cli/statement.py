"""`onetake ledger statement`."""

import csv
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onetake._sdk import place
from onetake.apps.cli import rows

if TYPE_CHECKING:
    from onetake.services.statement import Move, Statement

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.option("--key", metavar="NAME", help="Only the account of this key, by its name or id.")
@click.option("--project", metavar="P", help="Accounts of this project's keys. Default: default.")
@click.option("--month", metavar="YYYY-MM", help="Only this month (UTC). Default: from the beginning.")
@click.option("--json", "as_json", is_flag=True, help="The statement as one JSON object.")
@click.option("--csv", "as_csv", is_flag=True, help="Its moves as CSV.")
@click.option("--data-dir", type=FOLDER, help="Data directory. Default: ONETAKE_DATA_DIR.")
def statement(
    key: str | None,
    project: str | None,
    month: str | None,
    as_json: bool,
    as_csv: bool,
    data_dir: Path | None,
) -> None:
    """Opening balance, grants, holds, releases, charges and closing balance, which sum exactly."""
    from onetake.services import statement as statements
    from onetake.services.accounts import DEFAULT_PROJECT

    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other")
    since, until = statements.month(month)
    told = rows.read(
        data_dir or Path(place.data_dir()),
        lambda sql: statements.statement(sql, project or DEFAULT_PROJECT, key, since, until),
    )
    if as_json:
        from onetake.apps.cli.finish import as_text

        click.echo(as_text(_message(told, month)))
    elif as_csv:
        _write_csv(told)
    else:
        _print(told)


def _row(move: "Move") -> dict[str, Any]:
    from onetake.core.pricing import credits

    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(move.at))
    amounts = {"balance": credits(move.balance), "held": credits(move.held)}
    return {"at": at, "kind": move.kind, "account": move.account, "task": move.task, **amounts}


def _message(told: "Statement", month: str | None) -> dict[str, Any]:
    from onetake.core.pricing import credits

    def standing(pair: tuple[int, int]) -> dict[str, str]:
        return {"balance": credits(pair[0]), "held": credits(pair[1]), "free": credits(pair[0] - pair[1])}

    return {
        "month": month,
        "unit": "credit",
        "opening": standing(told.opening),
        **{f"{kind}s": credits(told.total(kind)) for kind in ("grant", "hold", "release", "charge")},
        "closing": standing(told.closing),
        "moves": [_row(move) for move in told.moves],
    }


def _write_csv(told: "Statement") -> None:
    names: list[str] = ["at", "kind", "account", "task", "balance", "held"]
    writer = csv.DictWriter(sys.stdout, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_row(move) for move in told.moves)


def _print(told: "Statement") -> None:
    from onetake.core.pricing import credits

    def line(name: str, balance: int, held: int) -> None:
        click.echo(f"{name:58} {credits(balance):>16} {credits(held):>16}")

    click.echo(f"{'':58} {'balance':>16} {'held':>16}")
    line("opening", *told.opening)
    for move in told.moves:
        row = _row(move)
        line(f"{row['at']}  {move.kind:8} {move.task or ''}", move.balance, move.held)
    line("closing", *told.closing)
