"""`onetake route explain`."""

from pathlib import Path
from typing import Any

import click

from onetake.apps.cli import asking, door
from onetake.apps.cli.finish import as_text


@click.group()
def route() -> None:
    """Why a request goes where it goes."""


@route.command()
@asking.options
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@door.options
def explain(server: str | None, key: str | None, data_dir: Path | None, as_json: bool, **said: Any) -> None:
    """Which backend would make a request, and what speaks against the others."""
    with door.opened(door.where(server, key, data_dir), works=False) as client:
        found = client.videos.explain_route(**asking.asked(**said))
    if as_json:
        click.echo(as_text(found))
        return
    for row in found["candidates"]:
        mark = "→" if row["name"] == found["chosen"] else " "
        click.echo(f"{mark} {row['name']:14} {row['route']:12} {_verdict(row)}")
    if found["chosen"] is None:
        click.echo("No backend can make it as it is.")


def _verdict(row: dict[str, Any]) -> str:
    if row["missing"]:
        return f"cannot express {', '.join(row['missing'])}"
    if row["over_budget"]:
        return "would cost more than its budget for one task"
    told = "; ".join(row["notes"]) or "takes it as it is"
    if row["circuit"] != "closed":
        told += f"; circuit {row['circuit'].replace('_', ' ')} ({row['reason']})"
    return told
