"""`onetake generate`."""

from pathlib import Path
from typing import Any

import click

from onetake.apps.cli import asking, door
from onetake.apps.cli.finish import finish, told_as_json
from onetake.core.problem import Problem

FILE = click.Path(path_type=Path, dir_okay=True)


@click.command()
@asking.options
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Ask again for what made this file; other options change it.",
)
@click.option("--timeout", type=float, metavar="S", help="Seconds to wait; the task goes on after that.")
@click.option("-o", "--output", type=FILE, help="Where to save the video. Default: ID.mp4 here.")
@click.option("--last-frame-out", type=FILE, help="Where to save the last frame, as PNG.")
@click.option("--pictures", is_flag=True, help="Save poster, contact sheet and small frames beside it.")
@click.option("--idempotency-key", metavar="TEXT", help="The same key with the same request is one task.")
@click.option("--json", "as_json", is_flag=True, help="Print the task (or the problem) as JSON.")
@door.options
def generate(
    server: str | None,
    key: str | None,
    data_dir: Path | None,
    source: Path | None,
    timeout: float | None,
    output: Path | None,
    last_frame_out: Path | None,
    pictures: bool,
    idempotency_key: str | None,
    as_json: bool,
    **said: Any,
) -> None:
    """Make a video from a prompt and save it. PROMPT "-" reads standard input.

    Uses the server that was named or that runs on this machine; without one it works in this process, by the
    same path. Prints the file's path on standard output and everything else on standard error.
    """
    where = door.where(server, key, data_dir)
    asked = asking.asked(**said)
    if source is not None:
        from onetake.apps.cli import again

        asked = again.merged(source, asked)
    if last_frame_out is not None:
        asked["return_last_frame"] = True
    try:
        with door.opened(where) as client:
            id = client.videos.create(**asked, idempotency_key=idempotency_key).id
            if not as_json:
                click.echo(f"Task {id}", err=True)
            to = output or Path(f"{id}.mp4")
            saved: Any = {"output": to, "frame": last_frame_out, "pictures": pictures}
            finish(client, id, where, timeout=timeout, as_json=as_json, **saved)
    except Problem as problem:
        if not as_json:
            raise
        raise click.exceptions.Exit(told_as_json(problem)) from None
