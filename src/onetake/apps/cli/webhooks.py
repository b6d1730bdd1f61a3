"""`onetake webhooks …`."""

import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from onetake.apps.cli import door, rows
from onetake.apps.cli.finish import as_text
from onetake.apps.cli.table import plain
from onetake.core.webhooks import STATES

JSON = click.option("--json", "as_json", is_flag=True, help="The answer as JSON.")
PROJECT = click.option("--project", metavar="P", help="Of this project on this machine, without a key of it.")
_SPAN = re.compile(r"([0-9]+(?:\.[0-9]+)?)([smhd]?)")
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400}


class Span(click.ParamType):
    """Seconds, or a number with s, m, h or d behind it."""

    name = "T"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        found = _SPAN.fullmatch(str(value))
        if found is None:
            return self.fail(f"{value!r} is no time: 90s, 30m, 24h, 7d or 0", param, ctx)
        return float(found[1]) * _UNITS[found[2]]


@click.group()
def webhooks() -> None:
    """Messages to customers: what was sent, where it may go, what it is signed with."""


def _asked(
    where: tuple[str | None, str | None, Path | None], ask: Callable[[Any], Any], *, works: bool = True
) -> Any:
    with door.opened(door.where(*where), works=works) as client:
        return ask(client.webhooks)


@webhooks.command("list")
@click.option("--state", type=click.Choice(tuple(STATES)), help="Only these.")
@click.option("--limit", type=click.IntRange(1, 100), default=20, show_default=True, help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@door.options
def list_(
    server: str | None, key: str | None, data_dir: Path | None, state: str | None, limit: int, as_json: bool
) -> None:
    """Messages, newest first, and the origins that are disabled."""

    def ask(hooks: Any) -> tuple[Any, Any]:
        return hooks.list(state=state, limit=limit)["data"], hooks.places()["data"]

    found, places = _asked((server, key, data_dir), ask, works=False)
    for row in found:
        click.echo(as_text(row) if as_json else _line(row))
    for place in places:
        if place["disabled_at"] and not as_json:
            click.echo(f"disabled: {place['place']}: {place['reason']}", err=True)


def _line(row: Mapping[str, Any]) -> str:
    tries = f"{row['tries']} tries" if row["tries"] != 1 else "1 try"
    last = plain(row["last"] or "-", 24)
    return f"{row['id']:40}  {row['state']:10}  {tries:8}  {last:24}  {plain(row['url'], 200)}"


@webhooks.command()
@click.argument("id")
@JSON
@door.options
def show(server: str | None, key: str | None, data_dir: Path | None, id: str, as_json: bool) -> None:
    """A message with every try."""
    row = _asked((server, key, data_dir), lambda hooks: hooks.get(id), works=False)
    if as_json:
        return click.echo(as_text(row))
    click.echo(f"{_line(row)}\n{STATES[row['state']]}")
    for each in row["log"]:
        told = plain(each["told"], 200)
        click.echo(f"{each['n']:3}  {each['at']}  {each['ms']:6} ms  {each['bytes']:5} bytes  {told}")
    if row["due_at"]:
        click.echo(f"next try {row['due_at']}")
    return None


@webhooks.command()
@click.argument("id")
@door.options
def resend(server: str | None, key: str | None, data_dir: Path | None, id: str) -> None:
    """Send a message again, under its id and with the task as it is now."""
    row = _asked((server, key, data_dir), lambda hooks: hooks.resend(id))
    click.echo(row["state"])


@webhooks.command()
@click.argument("url")
@door.options
def test(server: str | None, key: str | None, data_dir: Path | None, url: str) -> None:
    """Send a signed message of no task to URL, once; exit code 1 unless it answers 2xx."""
    told = _asked((server, key, data_dir), lambda hooks: hooks.test(url))
    click.echo(f"{plain(told['told'], 200)}  {told['ms']} ms  {told['id']}")
    if not told["told"].startswith("2"):
        raise click.exceptions.Exit(1)


@webhooks.command()
@JSON
@door.options
def places(server: str | None, key: str | None, data_dir: Path | None, as_json: bool) -> None:
    """Origins: registered, failing, disabled."""
    for row in _asked((server, key, data_dir), lambda hooks: hooks.places(), works=False)["data"]:
        state = "disabled" if row["disabled_at"] else "failing" if row["failing_since"] else "fine"
        listed = "registered" if row["registered_at"] else "-"
        shown = f"{state:8}  {listed:10}  {plain(row['place'], 200)}  {row['reason'] or ''}".rstrip()
        click.echo(as_text(row) if as_json else shown)


@webhooks.command()
@click.argument("url")
@door.options
def register(server: str | None, key: str | None, data_dir: Path | None, url: str) -> None:
    """Allow callbacks to the origin of URL, which has to answer a challenge."""
    row = _asked((server, key, data_dir), lambda hooks: hooks.register(url))
    click.echo(f"registered {row['place']}")


@webhooks.command()
@click.argument("url")
@door.options
def unregister(server: str | None, key: str | None, data_dir: Path | None, url: str) -> None:
    """Take the origin of URL off the list."""
    _asked((server, key, data_dir), lambda hooks: hooks.unregister(url))


@webhooks.command()
@click.argument("origin")
@door.options
def enable(server: str | None, key: str | None, data_dir: Path | None, origin: str) -> None:
    """Send to a disabled origin or address again, what was held back too."""
    told = _asked((server, key, data_dir), lambda hooks: hooks.enable(origin))
    click.echo(f"enabled; {told['released']} held back go out now")


@webhooks.command()
@PROJECT
@door.options
def secret(server: str | None, key: str | None, data_dir: Path | None, project: str | None) -> None:
    """Print what messages are signed with; during a rotation the old secret on a second line."""
    if project is not None:
        return _print(_local(door.where(server, key, data_dir), project, None))
    told = _asked((server, key, data_dir), lambda hooks: hooks.secret(), works=False)
    return _print(told["secrets"])


@webhooks.command()
@click.option(
    "--grace", type=Span(), default="24h", show_default=True, help="How long the old secret signs too."
)
@PROJECT
@door.options
def rotate(
    server: str | None, key: str | None, data_dir: Path | None, grace: float, project: str | None
) -> None:
    """Sign with a new secret and print it; with `--grace 0` the old one ends at once."""
    if project is not None:
        return _print(_local(door.where(server, key, data_dir), project, grace)[:1])
    told = _asked((server, key, data_dir), lambda hooks: hooks.rotate(grace), works=False)
    return _print(told["secrets"][:1])


def _print(secrets: list[str]) -> None:
    for each in secrets:
        click.echo(each)


def _local(where: door.Where, project: str, grace: float | None) -> list[str]:
    """The secrets of a project of this machine, from its data directory."""
    from onetake.apps.secret import read_secret
    from onetake.services import webhook_keys

    directory = where.directory.expanduser().absolute()

    def script(sql: Any) -> list[str]:
        row = sql.one("project.named", name=project) or sql.one("project.get", id=project)
        if row is None:
            raise click.ClickException(f"there is no project {project}")
        now = time.time()
        if grace is not None:
            webhook_keys.rotate(sql, row["id"], now, grace)
        found = webhook_keys.signers(sql, row["id"], now)
        return webhook_keys.spelled(read_secret(directory), row["id"], found)

    return rows.read(directory, script)
