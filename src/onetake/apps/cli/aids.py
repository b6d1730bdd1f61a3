"""`onetake estimate`, `lint` and `explain`."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from onetake.apps.cli import asking, door, exits
from onetake.apps.cli.finish import as_text


@click.command()
@asking.options
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@door.options
def estimate(server: str | None, key: str | None, data_dir: Path | None, as_json: bool, **said: Any) -> None:
    """What a request would cost, before it is made."""
    with door.opened(door.where(server, key, data_dir), works=False) as client:
        found = client.videos.estimate(**asking.asked(**said))
    if as_json:
        click.echo(as_text(found))
        return
    here = f"{found['expected']} credits, {found['hold']} held, {found['tokens']:,} tokens"
    click.echo(f"Here ({found['backend']}): {here}")
    for name, row in found["routes"].items():
        times = f"{row['p50_seconds']:.0f}-{row['p90_seconds']:.0f} s"
        click.echo(
            f"{name:12} {row['expected']:>12} {row['currency']:6} (at most {row['hold']}), {times}{_but(row)}"
        )


def _but(row: Mapping[str, Any]) -> str:
    return f"; not with this {', '.join(row['cannot'])}" if row.get("cannot") else ""


@click.command()
@asking.options
@click.option(
    "--body", type=click.File("rb"), help="A file with a body as it would be sent; - is standard input."
)
@click.option("--dialect", default="native", help="The contract of that body.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@door.options
def lint(
    server: str | None,
    key: str | None,
    data_dir: Path | None,
    as_json: bool,
    body: Any,
    dialect: str,
    **said: Any,
) -> None:
    """Every fault of a request, found without making it; exit code 3 when there is one."""
    with door.opened(door.where(server, key, data_dir), works=False) as client:
        if body is not None:
            found = client.videos.lint_body(dialect, _message(body), said["route"])
        else:
            found = client.videos.lint(**asking.asked(**said))
    if as_json:
        click.echo(as_text(found))
    else:
        _print_faults(found)
    if not found["ok"]:
        raise click.exceptions.Exit(exits.VALIDATION)


def _message(body: Any) -> dict[str, Any]:
    try:
        message = json.loads(body.read())
    except ValueError as error:
        raise click.BadParameter(f"not JSON: {error}", param_hint="--body") from None
    if not isinstance(message, dict):
        raise click.BadParameter("not a JSON object", param_hint="--body")
    return message


def _print_faults(found: Mapping[str, Any]) -> None:
    for o in found.get("offences", ()):
        click.echo(f"{o['field']}: {o['limit']}. {o['fix']}.")
    for row in found.get("corrected", ()):
        click.echo(f"With {row['about']}:\n{json.dumps(row['body'], ensure_ascii=False)}")
    for advice in found.get("warnings", ()):
        click.echo(f"{advice['field']}: {advice['text']} (a warning).")
    for backend, parts in found.get("cannot", {}).items():
        click.echo(f"{backend} cannot express: {', '.join(parts)}.")
    if found["ok"]:
        click.echo(f"Nothing wrong. Can be made by: {', '.join(found.get('backends', ()))}.")
    for name, row in found.get("routes", {}).items():
        if not row["ok"]:
            told = "; ".join(f"{o['field']}: {o['limit']}" for o in row["offences"])
            click.echo(f"Not on {name}: {told}.")


@click.command()
@click.argument("code")
@click.option("--lang", type=click.Choice(("en", "zh")), default="en", help="Language.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def explain(code: str, lang: str, as_json: bool) -> None:
    """What an error CODE means and what to do."""
    from dataclasses import asdict
    from difflib import get_close_matches

    from onetake.core.guide import guide
    from onetake.core.problem import kinds

    kind = kinds().get(code)
    if kind is None:
        near = get_close_matches(code, kinds(), 3)
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        raise click.BadParameter(f"there is no such code{hint}", param_hint="CODE")
    if as_json:
        click.echo(as_text({**asdict(kind), **asdict(guide()[code])}))
        return
    title, fix = (kind.title_zh, kind.fix_zh) if lang == "zh" else (kind.title, kind.fix)
    click.echo(f"{kind.code}: {title}\n{fix}")
    if lang == "en":
        retry = "may succeed later as it is" if kind.retry != "no" else "will not succeed as it is"
        click.echo(f"Blame: {kind.blame}. The same request {retry}. Nothing is charged.")
        entry = guide()[code]
        click.echo(f"\n{entry.about}\nTry again: {entry.again}\n\nSee it happen:\n{entry.reproduce}")
