"""`generate --from FILE`: the request that a file records, with what the command line says otherwise."""

import contextlib
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from onetake._sdk.inputs import SCHEMES
from onetake.core.making import Given, Making, read
from onetake.core.request import ASSET, BY_HASH, Media
from onetake.media import tags

TAG = "synopsis"
MOST_FILES = 2000
"""How many files of a folder are looked at for an input."""
_NOT_ASKED = "web_search"
"""Recorded, and no option of the command line's."""


def recorded(file: Path) -> Making:
    """The record in a file. Raises ValueError in words, OSError."""
    written = tags.read(file).get(TAG)
    if written is None:
        raise ValueError("it carries no record of how it was made")
    return read(written)


def merged(file: Path, said: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of `videos.create`: those of the record, then what was said.

    Inputs that were given take the place of recorded ones of equal content, or of all of them where they are
    others. The rest is looked for beside the file and in the current folder; what is not there is asked of
    the server, which may still hold it. Raises click.BadParameter for a file without a usable record.
    """
    try:
        making = recorded(file)
    except ValueError as error:
        raise click.BadParameter(f"{file}: {error}", param_hint="--from") from None
    asked = dict(making.asked)
    if asked.pop(_NOT_ASKED, False):
        click.echo("The record asked for web search, which only providers have: left out.", err=True)
    asked.update((name, value) for name, value in said.items() if value not in (None, "", []))
    given = _given(said)
    if given and not set(given) <= {item.sha256 for item in making.inputs}:
        return asked  # other inputs than the recorded ones
    for name in ("first_frame", "last_frame", "references"):
        asked.pop(name, None)
    return asked | _inputs(making, {**_beside(file, making.inputs), **given})


def _given(said: Mapping[str, Any]) -> dict[str, Any]:
    """What the command line gave as inputs, by content; an address by itself."""
    sources = [said.get("first_frame"), said.get("last_frame"), *(said.get("references") or ())]
    return {_name_of(source): source for source in sources if source}


def _name_of(source: Any) -> str:
    if isinstance(source, Media):
        return source.url
    return source if source.startswith(SCHEMES) else _digest(Path(source))


def _inputs(making: Making, here: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in making.inputs:
        source = here.get(item.sha256)
        if source is None:
            source = f"{ASSET}{BY_HASH}{item.sha256}"
            click.echo(
                f"Not here, asked of the server: {item.kind} {item.name}, SHA-256 {item.sha256}", err=True
            )
        if item.role == "reference":
            kept = Media(item.kind, "reference", source) if source.startswith(SCHEMES) else source  # pyright: ignore[reportArgumentType]
            found.setdefault("references", []).append(kept)
        else:
            found[item.role] = source
    return found


def _beside(file: Path, inputs: tuple[Given, ...]) -> dict[str, str]:
    """Files of the right size and content, beside the film and in the current folder."""
    wanted = {item.sha256: item.bytes for item in inputs if item.bytes}
    found: dict[str, str] = {}
    for path in _files(file.resolve().parent, Path.cwd()) if wanted else ():
        if len(found) == len(wanted):
            break
        with contextlib.suppress(OSError):  # not ours to read: not the one
            if path.stat().st_size in wanted.values() and (sha256 := _digest(path)) in wanted:
                found[sha256] = str(path)
    for path in found.values():
        click.echo(f"Input found: {path}", err=True)
    return found


def _files(*folders: Path) -> Iterator[Path]:
    for folder in dict.fromkeys(folders):
        for _, path in zip(range(MOST_FILES), sorted(folder.iterdir()), strict=False):
            if path.is_file():
                yield path


def _digest(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
