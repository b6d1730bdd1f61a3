"""`onetake inspect FILE`: what a file is, how it was made, and what its manifest is worth."""

import asyncio
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from onetake.apps.cli import table
from onetake.apps.cli.finish import as_text

WIDE = 400
"""Characters of a prompt that are shown."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def inspect(file: Path, as_json: bool) -> None:
    """What a file is and how it was made: streams, label, the request behind it."""
    found = facts(file)
    if as_json:
        click.echo(as_text(found))
        return
    for name, told in lines(found):
        click.echo(f"{name:10} {told}")


def facts(file: Path) -> dict[str, Any]:
    """Everything there is to tell, as plain JSON. Raises OSError."""
    with file.open("rb") as opened:
        sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
    found: dict[str, Any] = {"file": str(file), "bytes": file.stat().st_size, "sha256": sha256}
    return found | _streams(file) | _record(file)


def _streams(file: Path) -> dict[str, Any]:
    """What the locked child measures; why not, where it cannot."""
    from onetake.core.problem import Problem
    from onetake.media.probe import probe
    from onetake.media.sniff import HEAD, sniff

    with file.open("rb") as opened:
        format = sniff(opened.read(HEAD))
    if format is None:
        return {"unreadable": "this is no picture, video or sound of a known format"}
    try:
        seen = asyncio.run(probe(file, format.kind))
    except Problem as problem:
        return {"format": format.name, "unreadable": problem.detail}
    names = ("kind", "format", "width", "height", "seconds", "fps", "codec", "audio_codec")
    return {name: value for name in names if (value := getattr(seen, name)) is not None}


def _record(file: Path) -> dict[str, Any]:
    from onetake.apps.cli import again

    try:
        making = again.recorded(file)
    except ValueError as error:
        return {"record": None, "no_record": str(error)}
    about = making.about
    label = about.get("label")
    told: dict[str, Any] = {"label": label if isinstance(label, str) else None, "record": dict(about)}
    return told


def lines(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The facts for people, a name and a text each. What a stranger wrote is shown without its control
    characters."""
    yield "file", f"{found['file']}, {found['bytes']:,} bytes"
    yield "sha256", found["sha256"]
    if "unreadable" in found:
        yield "streams", table.plain(found["unreadable"], WIDE)
    else:
        yield "streams", _streams_in_words(found)
    if found.get("label"):
        yield "label", table.plain(found["label"], WIDE)
    if found["record"] is None:
        yield "request", table.plain(found["no_record"], WIDE)
    else:
        yield from _request_in_words(found["record"])


def _streams_in_words(found: Mapping[str, Any]) -> str:
    size = f"{found['width']}x{found['height']}" if "width" in found else ""
    rate = f"{found['fps']:g} fps" if "fps" in found else ""
    length = f"{found['seconds']:.2f} s" if "seconds" in found else ""
    sound = found.get("audio_codec") or ("no sound" if found.get("kind") == "video" else "")
    picture = found.get("codec", "")
    return ", ".join(part for part in (found["format"], picture, size, rate, length, sound) if part)


def _request_in_words(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    asked = record["request"]
    maker = record.get("made_by")
    if isinstance(maker, Mapping):
        yield (
            "made by",
            table.plain(" ".join(str(maker.get(n, "")) for n in ("name", "version", "engine")), 80),
        )
    yield "prompt", table.plain(asked["prompt"], WIDE)
    names = ("model", "duration", "resolution", "ratio", "seed", "generate_audio", "watermark")
    yield "request", ", ".join(f"{n} {table.plain(str(asked[n]), 60)}" for n in names if n in asked)
    for item in asked.get("media", []):
        yield "input", " ".join(str(item.get(n, "")) for n in ("role", "kind", "name", "sha256"))
    shots = record.get("shots")
    if isinstance(shots, Mapping) and isinstance(shots.get("shots"), list):
        for number, shot in enumerate(shots["shots"][:20], 1):
            yield f"shot {number}", table.plain(_shot(shot), WIDE)


def _shot(shot: Any) -> str:
    if not isinstance(shot, Mapping):
        return "?"
    told = [f"{shot.get('start')}-{shot.get('end')} s"]
    for name in ("setting", "time", "weather", "framing", "moves", "subjects", "transition"):
        value = shot.get(name)
        if isinstance(value, list):
            value = "+".join(str(v.get("label", "") if isinstance(v, Mapping) else v) for v in value)
        if value:
            told.append(str(value))
    return ", ".join(told)
