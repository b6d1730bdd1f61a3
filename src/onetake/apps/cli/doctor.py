"""`onetake doctor`."""

import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import click

from onetake import __version__
from onetake.apps.cli import exits
from onetake.apps.cli.finish import as_text

Line = tuple[str, bool, str]
"""What was looked at, whether it is well, and what was found."""
PACKAGES = (
    "starlette", "uvicorn", "aiohttp", "cryptography", "av", "numpy", "opencv-python-headless", "pillow",
)  # fmt: skip


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Data directory.")
@click.option(
    "--route", metavar="NAME", help="Ask this upstream what its documents leave open; costs nothing."
)
def doctor(as_json: bool, data_dir: Path | None, route: str | None) -> None:
    """Check this installation, or one upstream; exit code 1 when something is not well."""
    well = True
    for name, fine, found in upstream(data_dir, route) if route is not None else checks(data_dir):
        well = well and fine
        if as_json:
            click.echo(as_text({"check": name, "ok": fine, "found": found}))
        else:
            click.echo(f"{'ok ' if fine else 'BAD'}  {name:16} {found}")
    if not well:
        raise click.exceptions.Exit(exits.OTHER)


def upstream(data_dir: Path | None, name: str) -> Iterator[Line]:
    """What the upstream of that name or route says of itself. Raises BadParameter for one that is not
    there."""
    import asyncio

    from onetake.apps import upstreams
    from onetake.apps.settings import load

    settings = load(data_dir)
    rows = [row for row in settings.upstreams if name in (row.name, row.route)]
    if not rows:
        names = ", ".join(row.name for row in settings.upstreams) or "none is configured"
        raise click.BadParameter(f"one of: {names}", param_hint="--route")
    for row in rows:
        yield from asyncio.run(upstreams.probed(settings, row))


def checks(data_dir: Path | None) -> Iterator[Line]:
    """Every line, one after the other; a check that cannot run is a line too."""
    yield "onetake", True, f"{__version__}, Python {platform.python_version()}, {platform.platform()}"
    for look in (_packages, _encoder, _jail):
        yield from _tried(look)
    yield from _tried(_data, data_dir)
    yield from _tried(_certificate, data_dir)
    yield from _tried(_provenance, data_dir)


def _tried(look: Any, *given: Any) -> Iterator[Line]:
    try:
        yield from look(*given)
    except Exception as error:
        yield getattr(look, "__name__", "check").strip("_<>"), False, f"{type(error).__name__}: {error}"


def _packages() -> Iterator[Line]:
    found, missing = [], []
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        told = f"{', '.join(missing)} missing: pip install 'onetake[serve]' to serve and to render here"
        yield "packages", False, told
    else:
        yield "packages", True, ", ".join(found)


def _encoder() -> Iterator[Line]:
    import av
    from av.codec import Codec

    libraries = ", ".join(f"{n} {'.'.join(map(str, v))}" for n, v in sorted(av.library_versions.items()))
    yield "ffmpeg", True, f"{getattr(av, 'ffmpeg_version_info', '')} ({libraries})".strip()
    yield "x264", True, Codec("libx264", "w").long_name


def _jail() -> Iterator[Line]:
    from onetake.apps import jails
    from onetake.media.jail import jail_report

    for name, work in jails.JAILS:
        report = jail_report(work)
        yield name, bool(report["holds"]), jails.in_words(report)


def _data(data_dir: Path | None) -> Iterator[Line]:
    from onetake.adapters.owner import running
    from onetake.apps.settings import load

    settings = load(data_dir)
    notice = running(settings.data_dir)
    state = "free" if notice is None else f"process {notice['pid']}, {notice['url'] or 'serving nobody'}"
    yield "data directory", True, f"{settings.data_dir} ({state})"
    yield "backends", True, ", ".join(["animatic", *(f"{u.name} ({u.route})" for u in settings.upstreams)])
    unread = [u.name for u in settings.upstreams if u.credential_file and not u.credential_file.is_file()]
    if unread:
        yield "credentials", False, f"no credential_file for {', '.join(unread)}"
    for sink in ("input", "output", "callback"):
        yield f"allow {sink}", True, ", ".join(settings[f"fetch.allow_{sink}"]) or "public addresses only"


def _certificate(data_dir: Path | None) -> Iterator[Line]:
    from onetake.apps import tls
    from onetake.apps.settings import load

    if (found := tls.state(load(data_dir))) is not None:
        yield "certificate", *found


def _provenance(data_dir: Path | None) -> Iterator[Line]:
    from onetake.apps import sealer
    from onetake.apps.settings import load

    yield "provenance", *sealer.state(load(data_dir))
