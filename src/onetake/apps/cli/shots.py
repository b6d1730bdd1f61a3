"""`onetake shots`: how the embedded engine reads a prompt, without a server and without rendering."""

import sys
from typing import Any

import click

from onetake.animatic.text.vocabulary import COLOURS
from onetake.apps.cli.finish import as_text
from onetake.apps.cli.table import plain

_COLOURS = {rgb: name for name, _, _, rgb in COLOURS}


@click.command()
@click.argument("prompt")
@click.option("--seconds", type=click.IntRange(4, 15), help="Length of the clip; else what the prompt needs.")
@click.option("--json", "as_json", is_flag=True, help="Print the shot list as JSON.")
def shots(prompt: str, seconds: int | None, as_json: bool) -> None:
    """How the embedded engine reads a prompt, shot by shot: camera, who does what, light, sound, lines.

    Nothing is rendered and no server is asked. "-" reads the prompt from standard input.
    """
    from onetake.animatic.text import shotlist

    text = sys.stdin.read() if prompt == "-" else prompt
    read = shotlist.to_json(shotlist.read(text), seconds)
    if as_json:
        click.echo(as_text(read))
        return
    for number, shot in enumerate(read["shots"], 1):
        for line in _shot(number, shot):
            click.echo(line)
    for tag in read["tags"]:
        click.echo(f"@{tag['kind'].title()}{tag['number']}: {_words(tag['job']) or 'no job named'}")


def _shot(number: int, shot: dict[str, Any]) -> list[str]:
    """A head with number, time and how the shot begins, then one line for each thing that is said of it."""
    camera = [*shot["moves"], *_but(shot["framing"], "medium"), *_but(shot["lens"], "")]
    light = [shot["time"], *_but(shot["weather"], "clear"), *_but(shot["palette"], "")]
    rows = [
        ("camera", _listed(camera, "as the engine likes")),
        ("who", "; ".join(_subject(one) for one in shot["subjects"]) or "nobody"),
        ("where", _listed([shot["setting"], *shot["also"], *shot["features"]])),
        ("light", _listed(light)),
        ("look", _listed([*_but(shot["style"], ""), *_but(shot["mood"], "")])),
        ("sound", _listed(shot["sounds"])),
    ]
    for line in shot["spoken"]:
        rows.append(("says", f"{line['speaker'] or 'somebody'} ({line['language']}): {line['text']}"))
    rows += [("written", sign) for sign in shot["signs"]]
    entry = f"  ({shot['transition']})" if number > 1 else ""
    head = f"{number:>2}  {shot['start']:5.2f} - {shot['end']:5.2f} s{entry}"
    return [head, *(f"    {name:8}{plain(text, 120)}" for name, text in rows if text)]


def _but(value: str, default: str) -> list[str]:
    return [] if value == default else [value]


def _listed(names: list[str], nothing: str = "") -> str:
    return ", ".join(_words(name) for name in names) or nothing


def _words(name: str) -> str:
    return name.replace("_", " ")


def _subject(one: dict[str, Any]) -> str:
    """A subject with its number, its colour and what it does."""
    count = f"{one['count']} × " if one["count"] > 1 else ""
    colour = f" in {_COLOURS[tuple(one['colour'])]}" if one["colour"] else ""
    does = f", {_words(one['action'])}" if one["action"] != "none" else ""
    played = "" if one["kind"] != "card" else " (a card stands in)"
    return f"{count}{one['label']}{colour}{does}{played}"
