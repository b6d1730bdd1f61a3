"""`onetake keys limit` and `onetake keys limits`."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onetake._sdk import place
from onetake.apps.cli import rows
from onetake.apps.cli.amounts import TAKEN_AWAY, Credits, OrNone
from onetake.apps.cli.finish import as_text
from onetake.core import limits as limiting
from onetake.core.pricing import credits

if TYPE_CHECKING:
    from onetake.services.limiting import Use

DATA_DIR = click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Data directory. Default: ONETAKE_DATA_DIR.",
)
PROJECT = click.option("--project", default="default", help="The key's project, by name or id.")
_MONEY, _TEXT = OrNone(Credits()), OrNone(click.STRING)
_COUNT, _COUNT_OR_ZERO = OrNone(click.IntRange(1)), OrNone(click.IntRange(0))
_RATE = OrNone(click.FloatRange(0.001))
OR_NONE = "N|none"
_NAMES = {"budget_day": "day", "budget_month": "month", "budget_total": "total"}


@click.command()
@click.argument("name")
@click.option("--budget-day", type=_MONEY, metavar=OR_NONE, help="Credits that it may spend a day (UTC).")
@click.option("--budget-month", type=_MONEY, metavar=OR_NONE, help="Credits that it may spend a month (UTC).")
@click.option("--budget-total", type=_MONEY, metavar=OR_NONE, help="Credits that it may spend in all.")
@click.option(
    "--concurrency",
    type=_COUNT,
    metavar=OR_NONE,
    help="Tasks that are under way at a time; more wait in line.",
)
@click.option(
    "--queue", type=_COUNT_OR_ZERO, metavar=OR_NONE, help="How many may wait; a create above that is refused."
)
@click.option(
    "--weight", type=_COUNT, metavar=OR_NONE, help="Its share where keys wait for one backend. Default: 1."
)
@click.option("--per-minute", type=_RATE, metavar=OR_NONE, help="Creates a minute.")
@click.option("--per-second", type=_RATE, metavar=OR_NONE, help="Requests a second, of any kind.")
@click.option(
    "--burst",
    type=_COUNT,
    metavar=OR_NONE,
    help="How many of them may come at once. Default: a whole minute's, second's.",
)
@click.option(
    "--allow-route", "routes", multiple=True, metavar="ROUTE|none", help="Route that it may use; repeat."
)
@click.option(
    "--allow-model", "models", multiple=True, metavar="MODEL|none", help="Model that it may use; repeat."
)
@click.option("--group", type=_TEXT, metavar="GROUP|none", help="Token group, as S4 (apiyi) asks for.")
@click.option(
    "--billing-mode", type=_TEXT, metavar="MODE|none", help=f"One of {', '.join(limiting.BILLING_MODES)}."
)
@PROJECT
@DATA_DIR
def limit(name: str, project: str, data_dir: Path | None, **told: Any) -> None:
    """Limit what the key NAME may do. What is not named stays; none takes a limit away."""
    from onetake.services import keys, projects
    from onetake.services import limiting as setting

    changes = {_NAMES.get(n, n): _plain(v) for n, v in told.items() if v is not None and v != ()}
    if not changes:
        raise click.UsageError("name a limit, or see what is set: onetake keys limits NAME")

    def script(sql: Any) -> "Use":
        key_id, now = keys.one(sql, projects.find(sql, project)["id"], name), time.time()
        setting.set_limits(sql, key_id, changes, now)
        return setting.use_of(sql, key_id, now)

    click.echo(_written(rows.read(_directory(data_dir), script)), nl=False)


@click.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@PROJECT
@DATA_DIR
def limits(name: str, as_json: bool, project: str, data_dir: Path | None) -> None:
    """Show what the key NAME may do, and what it has used of it."""
    from onetake.dialects.native_limits import USE
    from onetake.services import keys, projects
    from onetake.services import limiting as setting

    def script(sql: Any) -> "Use":
        return setting.use_of(sql, keys.one(sql, projects.find(sql, project)["id"], name), time.time())

    use = rows.read(_directory(data_dir), script)
    click.echo(as_text(USE.encode(use.attributes())) + "\n" if as_json else _written(use), nl=False)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return None if any(v.lower() == "none" for v in value) else list(value)
    return None if value is TAKEN_AWAY else value


def _written(use: "Use") -> str:
    told = use.limits.as_dict()
    lines = [f"{use.name}  {use.id}"]
    for budget in limiting.BUDGETS:
        most, anew = told.pop(budget, None), use.anew[budget]
        line = f"{budget:12} {credits(use.spent[budget])} spent"
        if most is not None:
            line += f" of {credits(most)}, {credits(max(most - use.spent[budget], 0))} left"
            line += f"; anew {time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime(anew))}" if anew else ""
        lines.append(line)
    lines.append(f"{'tasks':12} {use.open} open, {use.waiting} of them not begun")
    for name, value in told.items():
        lines.append(f"{name:12} {', '.join(value) if isinstance(value, list) else value}")
    return "".join(f"{line}\n" for line in lines)


def _directory(data_dir: Path | None) -> Path:
    return (data_dir or Path(place.data_dir())).expanduser().absolute()
