"""`onetake inspect FILE`: what a file is, how it was made, and what its manifest is worth."""

import asyncio
import hashlib
import os
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from onetake.apps.cli import exits, table
from onetake.apps.cli.finish import as_text

WIDE = 400
"""Characters of a prompt that are shown."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--trust",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Certificates of authorities that you trust (PEM), such as the C2PA trust list.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Data directory.")
def inspect(file: Path, trust: Path | None, as_json: bool, data_dir: Path | None) -> None:
    """What a file is and how it was made: streams, label, the request behind it, its manifest.

    Nothing is fetched. Exit code 1 when there is a manifest that does not hold or cannot be read.
    """
    found = facts(file, trust, data_dir)
    if as_json:
        click.echo(as_text(found))
    else:
        for name, told in lines(found):
            click.echo(f"{name:10} {told}")
    if "unread" in found or (found["manifest"] or {}).get("verdict") == "invalid":
        raise click.exceptions.Exit(exits.OTHER)


def facts(file: Path, trust: Path | None = None, data_dir: Path | None = None) -> dict[str, Any]:
    """Everything there is to tell, as plain JSON. Raises OSError."""
    with file.open("rb") as opened:
        sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
    name = os.fsencode(file).decode("utf-8", "replace")  # a name may be bytes that are no text
    found: dict[str, Any] = {"file": name, "bytes": file.stat().st_size, "sha256": sha256}
    from onetake.media.sniff import HEAD, sniff

    with file.open("rb") as opened:
        format = sniff(opened.read(HEAD))
    if format is None:
        told = {"unreadable": "this is no picture, video or sound of a known format", "manifest": None}
        return found | told | _record(file)
    return found | _streams(file, format) | _record(file) | _manifest(file, format.mime, trust, data_dir)


def _streams(file: Path, format: Any) -> dict[str, Any]:
    """What the locked child measures; why not, where it cannot."""
    from onetake.core.problem import Problem
    from onetake.media.probe import probe

    try:
        seen = asyncio.run(probe(file, format.kind))
    except Problem as problem:
        return {"format": format.name, "unreadable": problem.detail}
    names = ("kind", "format", "width", "height", "seconds", "fps", "codec", "audio_codec")
    return {name: value for name in names if (value := getattr(seen, name)) is not None}


def _record(file: Path) -> dict[str, Any]:
    from onetake.apps.cli import again
    from onetake.media import tags

    try:
        making = again.recorded(file)
    except ValueError as error:
        said = {name: text for name, text in tags.read(file).items() if name != again.TAG}
        return {"record": None, "no_record": str(error), **({"tags": said} if said else {})}
    about = making.about
    label = about.get("label")
    told: dict[str, Any] = {"label": label if isinstance(label, str) else None, "record": dict(about)}
    return told


def _manifest(file: Path, mime: str, trust: Path | None, data_dir: Path | None) -> dict[str, Any]:
    """What the locked child reads in the manifest, and what that is worth here."""
    from onetake._sdk import place
    from onetake.apps.sealer import own_authority
    from onetake.core.problem import Problem

    if find_spec("c2pa") is None:
        return {"manifest": None, "no_manifest": "c2pa-python is missing: pip install 'onetake[serve]'"}
    from onetake.adapters.provenance import seal

    own = own_authority(data_dir or Path(place.data_dir()))
    anchors = trust.read_text("utf-8", errors="replace") if trust is not None else ""
    try:
        told = asyncio.run(seal.read(file, mime, own, anchors))
    except Problem as problem:
        return {"manifest": None, "no_manifest": f"cannot be read: {problem.detail}", "unread": True}
    return {"manifest": told and {"verdict": verdict(told), **told}}


def verdict(told: Mapping[str, Any]) -> str:
    """invalid: what is signed is not what is there. trusted: by an authority that was named. own: by this
    installation's key, which nobody else trusts. untrusted: it holds, and nobody vouches for the signer."""
    if told.get("faults") or told.get("state") not in ("Valid", "Trusted"):
        return "invalid"
    return "trusted" if told.get("anchors") else "own" if told.get("own") else "untrusted"


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
    if comment := found.get("tags", {}).get("comment"):
        yield "says", table.plain(comment, WIDE)
    if found["record"] is None:
        yield "request", table.plain(found["no_record"], WIDE)
    else:
        yield from _request_in_words(found["record"])
    yield from _manifest_in_words(found)


VERDICTS = {
    "invalid": "INVALID, the file or its manifest was changed: {faults}",
    "own": "valid; signed by this installation's own key, which nobody else trusts",
    "trusted": "valid and trusted; signed by {signer}",
    "untrusted": "valid, untrusted: not changed since {signer} signed it, and nobody vouches for that name",
}


def _manifest_in_words(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    told = found["manifest"]
    if told is None:
        yield "manifest", table.plain(found.get("no_manifest", "none"), WIDE)
        return
    faults = ", ".join(told.get("faults") or told.get("nested_faults") or ["no reason was given"])
    text = VERDICTS[told["verdict"]].format(faults=faults, signer=told.get("signer") or "somebody unnamed")
    yield "manifest", table.plain(text, WIDE)
    yield "claimed by", table.plain(str(told.get("generator")), WIDE)
    for action in told.get("actions", ()):
        source = action.get("source", "").rpartition("/")[2]
        yield "action", table.plain(f"{action.get('action')} {source}".strip(), WIDE)
    for item in told.get("ingredients", ()):
        carried = "with a manifest of its own" if item.get("manifest") else "without a manifest"
        if item.get("faults"):
            carried += f" that did not hold: {', '.join(item['faults'])}"
        yield "ingredient", table.plain(f"{item.get('title')}, {item.get('format')}, {carried}", WIDE)


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
