"""`onetake sandbox list` and `show`: what the sandbox can play."""

import json
from dataclasses import asdict, fields
from typing import Any

import click

from onetake.apps.cli.finish import as_text

PERCENT = "{:.2f} %"


@click.group()
def sandbox() -> None:
    """Scripted failures of providers, on demand."""


@sandbox.command("list")
@click.option("--codes", is_flag=True, help="The scenario of every error code too, each named as its code.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_(codes: bool, as_json: bool) -> None:
    """Every scenario: its row, what a careful client does about it, what happens. Then the chaos profiles."""
    from onetake.core.chaos import profiles
    from onetake.core.scenarios import PERFECT, scenarios

    shown = [s for s in scenarios().values() if codes or s.row or s.name == PERFECT]
    if as_json:
        for scenario in shown:
            click.echo(as_text(_plain(scenario)))
        return
    width = max(len(s.name) for s in shown)
    for s in shown:
        click.echo(f"{s.name:{width}}  {s.row or '-':6} {s.reaction or '-':18}  {s.title}")
    click.echo("\nChaos profiles (onetake serve --chaos NAME):")
    for profile in profiles().values():
        click.echo(
            f"{profile.name:{width}}  {_percent(profile.failures / profile.calls):>8}  {profile.title}"
        )
        if profile.assumption:
            click.echo(f"{'':{width}}  {'':8}  Assumption: {profile.assumption}")


@sandbox.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def show(name: str, as_json: bool) -> None:
    """What NAME does, a scenario or a chaos profile, and a command that plays it."""
    from difflib import get_close_matches

    from onetake.core.chaos import profiles
    from onetake.core.scenarios import scenarios

    found: Any = profiles().get(name) or scenarios().get(name)
    if found is None:
        near = get_close_matches(name, [*profiles(), *scenarios()], 3, 0.5)
        hint = f"; did you mean {', '.join(near)}?" if near else "; `onetake sandbox list` shows all"
        raise click.BadParameter(f"there is no such scenario or profile{hint}", param_hint="NAME")
    if as_json:
        click.echo(as_text(_plain(found)))
    elif name in profiles():
        _show_profile(found)
    else:
        _show_scenario(found)


def _plain(found: Any) -> dict[str, Any]:
    told = asdict(found)
    if "acts" in told:
        told["acts"] = [_act(act) for act in found.acts]
    return told


def _act(act: Any) -> dict[str, Any]:
    """Only what is not as it would be anyway."""
    usual = {part.name: part.default for part in fields(act)}
    return {"do": act.do, **{k: v for k, v in asdict(act).items() if v != usual[k]}}


def _percent(share: float) -> str:
    return PERCENT.format(100 * share)


def _show_profile(profile: Any) -> None:
    click.echo(f"{profile.name}: {profile.title}")
    share = _percent(profile.failures / profile.calls)
    click.echo(f"{profile.failures:,} of {profile.calls:,} creates fail ({share}).")
    for label in ("source", "assumption"):
        if text := getattr(profile, label):
            click.echo(f"{label.capitalize()}: {text}")
    for name, share in profile.shares.items():
        click.echo(f"  {_percent(float(share)):>8}  {profile.draw[name]:12} {name}")
    click.echo(f"\nonetake serve --chaos {profile.name}")


def _show_scenario(scenario: Any) -> None:
    click.echo(f"{scenario.name}: {scenario.title}")
    facts = {
        "row": scenario.row,
        "told by": ", ".join(scenario.routes),
        "code": scenario.code,
        "a careful client": scenario.reaction,
        "its task ends as": scenario.ends,
        "money meanwhile": scenario.charge,
        "note": scenario.note,
        "nothing is played": scenario.nothing,
        "shown by": scenario.test,
    }
    for label, value in facts.items():
        if value:
            click.echo(f"  {label:18} {value}")
    for act in scenario.acts:
        told = _act(act)
        where, what = told.pop("at"), told.pop("do")
        click.echo(
            f"  {'at ' + where:18} {what} {json.dumps(told, ensure_ascii=False) if told else ''}".rstrip()
        )
    for command in commands(scenario):
        click.echo(f"\n{command}")


def commands(scenario: Any) -> list[str]:
    """Shell commands that play it against a server at $ONETAKE_BASE_URL with the key $ONETAKE_API_KEY."""
    told = []
    if (example := scenario.request) is not None:
        told.append(_curl(example.post or example.get, example.body, post=bool(example.post)))
    if scenario.acts:
        place = scenario.acts[0].at
        route = scenario.routes[0] if scenario.routes else "native"
        path, body = CALLS.get(place) or CREATES.get(route) or CREATES["native"]
        if place == "callback":
            body = {**body, "callback_url": "https://hooks.example/onetake"}
        told.append(_curl(path, body, post=bool(body) or "presign" in path, scenario=scenario.name))
    return told


TEXT = [{"type": "text", "text": "A paper boat"}]
ARK = {"content": TEXT, "duration": 4, "resolution": "480p"}
PLAIN = {"prompt": "A paper boat", "duration": 4, "resolution": "480p"}
CREATES: dict[str, tuple[str, dict[str, Any]]] = {
    "native": ("/onetake/v1/videos", PLAIN),
    "segmind": ("/v2/seedance-2.0", PLAIN),
    "evolink": (
        "/v1/videos/generations",
        {"model": "seedance-2.0-text-to-video", "prompt": "A paper boat", "duration": 4, "quality": "480p"},
    ),
    "byteplus": ("/api/v3/contents/generations/tasks", {"model": "dreamina-seedance-2-0-260128", **ARK}),
    "apiyi": ("/seedance/api/v3/contents/generations/tasks", {"model": "doubao-seedance-2-0-260128", **ARK}),
    "movie": ("/api/v1/video/task", ARK),
}
"""A create in the words of each document."""
CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "list": ("/onetake/v1/videos?limit=1", {}),
    "upload": ("/api/v1/video/upload/presign?filename=boat.png&content_type=image/png", {}),
    "put": ("/api/v1/video/upload/presign?filename=boat.png&content_type=image/png", {}),
}
"""What has to be asked for an act at a place to happen, where it is no create."""


def _curl(path: str, body: Any, *, post: bool, scenario: str = "") -> str:
    verb = "-X POST " if post and not body else ""
    lines = [f'curl {verb}"$ONETAKE_BASE_URL{path}"', '-H "Authorization: Bearer $ONETAKE_API_KEY"']
    if scenario:
        lines.append(f"-H 'X-Onetake-Scenario: {scenario}'")
    if body:
        data = json.dumps(body, ensure_ascii=False)
        lines.append(f"-H 'Content-Type: application/json' -d '{data}'")
    return " \\\n  ".join(lines)
