"""`onetake tasks …`."""

from pathlib import Path
from typing import Any

import click

from onetake.apps.cli import door, front, table
from onetake.apps.cli.finish import as_text, finish

FILE = click.Path(path_type=Path, dir_okay=True)
STATUSES = click.Choice(front.STATUSES)


@click.group()
def tasks() -> None:
    """List, look at, wait for, cancel and delete tasks."""


@tasks.command("list")
@click.option("--status", type=STATUSES, multiple=True, help="Only these.")
@click.option("--route", help="Only tasks of this route.")
@click.option(
    "--limit", type=click.IntRange(1), default=front.LIMIT, show_default=True, help="At most so many."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@door.options
def list_(
    server: str | None,
    key: str | None,
    data_dir: Path | None,
    status: tuple[str, ...],
    route: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """Tasks, newest first."""
    with door.opened(door.where(server, key, data_dir), works=False) as client:
        found = [v.raw for v in client.videos.list(status=status, route=route, limit=limit)]
    rows: list[Any] = found
    click.echo(table.json_lines(rows) if as_json else table.lines(rows), nl=False)


@tasks.command()
@click.argument("id")
@click.option("--json", "as_json", is_flag=True, help="The task as JSON.")
@door.options
def get(server: str | None, key: str | None, data_dir: Path | None, id: str, as_json: bool) -> None:
    """One task as it is now."""
    with door.opened(door.where(server, key, data_dir), works=False) as client:
        video = client.videos.get(id)
    click.echo(as_text(video.raw) if as_json else described(video))


@tasks.command()
@click.argument("id")
@click.option("--timeout", type=float, metavar="S", help="Seconds to wait; the task goes on after that.")
@click.option("-o", "--output", type=FILE, help="Where to save the video.")
@click.option("--last-frame-out", type=FILE, help="Where to save the last frame, as PNG.")
@click.option("--pictures", is_flag=True, help="Save poster, contact sheet and small frames beside it.")
@click.option("--json", "as_json", is_flag=True, help="Print the task as JSON.")
@door.options
def wait(
    server: str | None,
    key: str | None,
    data_dir: Path | None,
    id: str,
    timeout: float | None,
    output: Path | None,
    last_frame_out: Path | None,
    pictures: bool,
    as_json: bool,
) -> None:
    """Wait until a task has ended; without a server it goes on in this process, where it stopped."""
    where = door.where(server, key, data_dir)
    with door.opened(where) as client:
        saved: Any = {"output": output, "frame": last_frame_out, "pictures": pictures}
        finish(client, id, where, timeout=timeout, as_json=as_json, **saved)


@tasks.command()
@click.argument("id")
@door.options
def cancel(server: str | None, key: str | None, data_dir: Path | None, id: str) -> None:
    """Ask a task to stop; at once before it is submitted, later the backend decides."""
    with door.opened(door.where(server, key, data_dir)) as client:
        video = client.videos.cancel(id)
    click.echo(video.status)


@tasks.command()
@click.argument("id")
@door.options
def delete(server: str | None, key: str | None, data_dir: Path | None, id: str) -> None:
    """Remove an ended task and its files."""
    with door.opened(door.where(server, key, data_dir)) as client:
        client.videos.delete(id)


@tasks.command()
@click.argument("id")
@click.option("--after", type=int, default=0, help="Only events after this number.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@door.options
def events(
    server: str | None, key: str | None, data_dir: Path | None, id: str, after: int, as_json: bool
) -> None:
    """What happened to a task, and what happens, until it has ended."""
    with door.opened(door.where(server, key, data_dir)) as client:
        for event in client.videos.events(id, after=after):
            told = {"seq": event.seq, "kind": event.kind, **event.data}
            if as_json:
                click.echo(as_text(told))
            else:
                facts = [
                    f"{n}={table.plain(str(v))}"
                    for n, v in event.data.items()
                    if n not in ("seq", "kind", "at")
                ]
                click.echo(f"{event.data.get('at', ''):24}  {event.kind:10}  {' '.join(facts)}")


@tasks.command()
@click.argument("id")
@click.option("--json", "as_json", is_flag=True, help="The whole answer as JSON.")
@door.options
def ledger(server: str | None, key: str | None, data_dir: Path | None, id: str, as_json: bool) -> None:
    """What happened to a task's money: held, taken, given back, and what the provider asked for."""
    with door.opened(door.where(server, key, data_dir), works=False) as client:
        told = client.videos.ledger(id)
    if as_json:
        return click.echo(as_text(told))
    for event in told["events"]:
        amount = f"{event['amount']:>16} {table.plain(event['currency'])}"
        click.echo(f"{event['at']:24}  {table.plain(event['kind']):10}  {amount}")
    return click.echo(
        f"Held {told['held']}, taken {told['taken']}, given back {told['given_back']} credits.", err=True
    )


@tasks.command()
@click.argument("id")
@click.option("--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Data directory.")
def release(id: str, data_dir: Path | None) -> None:
    """Let a task go on that was set apart, because work on it ended the server again and again.

    What may have been sent to its provider is looked for first; a running server notices within a minute.
    """
    import time

    from onetake._sdk import place
    from onetake.apps.cli import rows
    from onetake.core.ids import core_of
    from onetake.core.problem import Problem
    from onetake.services import audit, quarantine

    directory = (data_dir or Path(place.data_dir())).expanduser().absolute()
    core = core_of(id) or id
    try:
        rows.change(directory, lambda sql: quarantine.release(sql, core, time.time(), audit.CLI))
    except Problem as problem:
        raise click.ClickException(problem.detail) from None
    click.echo(f"{core} goes on", err=True)


def described(video: Any) -> str:
    """A task for people."""
    asked = video.request
    rows: list[tuple[str, Any]] = [
        ("task", video.id),
        ("status", video.status if video.ended else f"{video.status} ({video.phase})"),
        ("prompt", table.plain(str(asked.get("prompt", "")), 200)),
        (
            "asked",
            f"{asked.get('resolution')} {asked.get('ratio')} {asked.get('duration')} s, {asked.get('model')}",
        ),
        ("backend", f"{video.backend} ({video.route})"),
        ("created", f"{video.created_at:%Y-%m-%d %H:%M:%S} UTC"),
    ]
    if video.progress:
        rows.append(("frames", f"{video.progress[0]} of {video.progress[1]}"))
    if video.output:
        out = video.output
        rows.append(("file", f"{out.width}×{out.height}, {out.seconds} s, {out.bytes:,} bytes, {out.sha256}"))
    if video.problem:
        rows.append(("problem", f"{video.problem.code}: {table.plain(video.problem.detail, 300)}"))
    rows += [("note", table.plain(note, 300)) for note in video.notes]
    return "\n".join(f"{name:8} {value}" for name, value in rows)
