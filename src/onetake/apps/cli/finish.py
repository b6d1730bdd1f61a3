"""From a task to its file: wait, save, print. Shared by `generate` and `tasks wait`."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import click

from onetake.apps.cli import exits, progress
from onetake.apps.cli.door import Where
from onetake.core import thumbnails
from onetake.core.problem import Problem

if TYPE_CHECKING:
    from onetake.client import Client, Video


def finish(
    client: "Client",
    id: str,
    where: Where,
    *,
    timeout: float | None,
    output: Path | None,
    frame: Path | None,
    as_json: bool,
    pictures: bool = False,
) -> None:
    """Wait for the task, save what was asked for, and print the path (or the task as JSON).

    pictures: whether poster, contact sheet and grid of frames are saved beside the video.

    Ctrl-C and a timeout leave the task alone and say how to pick it up again. Raises Problem; Exit 130.
    """
    try:
        with progress.shown(quiet=as_json) as show:
            video = client.videos.wait(id, timeout=timeout, on_update=show)
            saved = video.save(output) if output is not None else None
    except KeyboardInterrupt:
        click.echo(f"Detached; the task is kept. Resume: {resume(id, where, output)}", err=True)
        raise click.exceptions.Exit(exits.INTERRUPTED) from None
    except Problem as problem:
        if problem.code == "deadline_exceeded" and problem.facts.get("task") == id:
            click.echo(f"Resume: {resume(id, where, output)}", err=True)
        raise
    if frame is not None:
        _save_frame(video, frame)
    if pictures and saved is not None:
        _save_pictures(client, video, saved)
    if as_json:
        click.echo(as_text({**video.raw, "file": str(saved) if saved else None}))
    else:
        click.echo(str(saved) if saved else video.id)


def _save_frame(video: "Video", to: Path) -> None:
    frame = video.last_frame
    if frame is None:
        raise click.ClickException("the task was made without --last-frame-out, so it has no last frame")
    to.write_bytes(frame)


def _save_pictures(client: "Client", video: "Video", saved: Path) -> None:
    """What there is beside the video, named after its file, and the track that tells how the grid lies."""
    assert video.output is not None
    for name, end in (("poster", "poster"), ("contact_sheet", "sheet"), ("sprites", "sprites")):
        to = saved.with_name(f"{saved.stem}.{end}.jpg")
        try:
            to.write_bytes(client.videos.content(video, name))
        except Problem as problem:
            if problem.code != "not_found":
                raise
            click.echo(f"There is no {name.replace('_', ' ')} of this video.", err=True)
            continue
        click.echo(f"Saved {to}", err=True)
        if name == "sprites" and video.output.sprites_grid:
            track = thumbnails.webvtt(video.output.sprites_grid, video.output.seconds, quote(to.name))
            to.with_suffix(".vtt").write_text(track, "utf-8")
            click.echo(f"Saved {to.with_suffix('.vtt')}", err=True)


def resume(id: str, where: Where, output: Path | None) -> str:
    """The command that picks a task up again."""
    to = f" -o {shlex.quote(str(output))}" if output else ""
    return f"onetake tasks wait {id}{where.again()}{to}"


def as_text(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)


def told_as_json(problem: Problem) -> int:
    """A problem on standard output as the native dialect writes it; returns the exit code."""
    from onetake.dialects.native_errors import write_problem

    click.echo(as_text(write_problem(problem, problem.http)))
    return exits.code_of(problem)
