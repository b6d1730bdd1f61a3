"""`onetake audit`."""

import time
from dataclasses import asdict
from pathlib import Path

import click

from onetake.apps.cli import rows
from onetake.apps.cli.finish import as_text
from onetake.apps.cli.key_acts import DATA_DIR, day, directory_of
from onetake.apps.cli.spans import Span


@click.command()
@click.option("--since", type=Span(), metavar="TIME", help="Only what happened in this time: 1h, 30d.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@DATA_DIR
def audit(since: float | None, as_json: bool, data_dir: Path | None) -> None:
    """Who changed what, oldest first: keys, projects, credentials and credit."""
    from onetake.services import audit as service

    begin, after = 0.0 if since is None else time.time() - since, 0
    while found := rows.read(
        directory_of(data_dir), lambda sql, after=after: service.page(sql, since=begin, after=after)
    ):
        for act in found:
            told = " ".join(f"{name}={value}" for name, value in act.details.items() if value is not None)
            line = f"{act.seq:6}  {day(act.at)}  {act.actor:26}  {act.action:18}  {act.target}  {told}"
            click.echo(as_text(asdict(act)) if as_json else line)
        after = found[-1].seq
