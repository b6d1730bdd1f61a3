"""The limits that a probed file must meet (contract §1.6), as offences with field, limit and fix."""

from collections.abc import Iterable, Mapping
from math import fsum, isfinite
from typing import Any

from onetake.core.catalogue import catalogue
from onetake.core.ports import Probe
from onetake.core.problem import Offence
from onetake.core.request import Role

Limits = Mapping[str, Mapping[str, Any]]
"""Per kind (image, video, audio), as in catalogue/limits.toml."""

_MIB = 1024 * 1024


def offences(
    index: int, kind: str, role: Role | None, probe: Probe, limits: Limits | None = None
) -> list[Offence]:
    """Everything wrong with input number `index`; empty when it may be used.

    limits: `catalogue().media`, or a route's narrower rows in the same shape. Codes: media_too_large for the
    bytes, media_invalid for all else. A property that the limits name and the probe lacks is an offence.
    """
    where = f"media[{index}]"
    name = f"{role.replace('_', ' ')} {kind}" if role else kind
    if probe.kind != kind:
        fix = f"Send {_a(kind)} file here, or declare this file as {probe.kind}"
        return [Offence(where, probe.kind, f"must be {_a(kind)} file", fix, "media_invalid")]
    limit = (catalogue().media if limits is None else limits)[kind]
    found: list[Offence] = []
    _check_bytes(where, name, probe, limit, found)
    _check_format(where, name, probe, limit, found)
    if "side" in limit:
        _check_picture(where, name, probe, limit, found)
    if "fps" in limit:
        low, high = limit["fps"]
        if not _within(probe.fps, low, high, digits=2):
            fix = f"Re-encode the {name} at {_number(max(low, 24))} to {_number(high)} frames a second"
            found.append(_invalid(where, f"{_number(probe.fps)} fps", f"{_span(low, high)} fps", fix))
    if "seconds" in limit:
        low, high = limit["seconds"]
        if not _within(probe.seconds, low, high):
            fix = f"Cut the {name} to between {_number(low)} and {int(high)} seconds"
            found.append(_invalid(where, f"{_number(probe.seconds)} s", f"{_span(low, high)} s", fix))
    return found


def totals(probes: Iterable[Probe], limits: Limits | None = None) -> list[Offence]:
    """Offences of the files together: the total length of the videos, and of the audio files."""
    limits = catalogue().media if limits is None else limits
    files, found = list(probes), []
    for kind in ("video", "audio"):
        most = limits[kind]["total_seconds"]
        total = fsum(p.seconds or 0.0 for p in files if p.kind == kind)
        if not _within(total, 0, most):
            text = f"at most {_number(most)} s of {kind} in total"
            fix = f"Shorten or remove {kind} files until they last {int(most)} seconds together"
            found.append(_invalid("media", f"{_number(total)} s", text, fix))
    return found


def _check_bytes(where: str, name: str, probe: Probe, limit: Mapping[str, Any], found: list[Offence]) -> None:
    most = limit["bytes"]
    if probe.bytes > most:
        # A limit of one byte less than whole MiB is the documents' "under 30 MB".
        text = f"under {(most + 1) // _MIB} MB" if (most + 1) % _MIB == 0 else f"at most {most / _MIB:g} MB"
        fix = f"Re-encode the {name} to {text}"
        found.append(Offence(where, f"{probe.bytes / _MIB:.2f} MB", text, fix, "media_too_large"))


def _check_format(
    where: str, name: str, probe: Probe, limit: Mapping[str, Any], found: list[Offence]
) -> None:
    checks = (
        ("formats", "format", probe.format, True),
        ("codecs", "video codec", probe.codec, True),
        # A film without sound has no audio codec, and that is fine.
        ("audio_codecs", "audio codec", probe.audio_codec, False),
    )
    for key, label, value, needed in checks:
        if key not in limit or (value is None and not needed):
            continue
        if (value or "").lower() not in limit[key]:
            listed = ", ".join(limit[key])
            fix = f"Convert the {name} to {limit[key][0]}"
            found.append(_invalid(where, f"{label} {value or 'unknown'}", f"{label} must be {listed}", fix))


def _check_picture(
    where: str, name: str, probe: Probe, limit: Mapping[str, Any], found: list[Offence]
) -> None:
    width, height, open_ = probe.width or 0, probe.height or 0, limit["open"]
    if width <= 0 or height <= 0:
        found.append(_invalid(where, "no picture", "must hold a picture", f"Send the {name} again"))
        return
    shown = f"{width}x{height}"
    low, high = limit["side"]
    if not (_within(width, low, high, open_=open_) and _within(height, low, high, open_=open_)):
        fix = f"Resize the {name} so that both sides are {_span(low, high, open_)} px"
        found.append(_invalid(where, shown, f"each side {_span(low, high, open_)} px", fix))
    low, high = limit["ratio"]
    # Correctly rounded division of such small integers lands on a bound only when it is exactly the bound.
    if not _within(width / height, low, high, open_=open_, digits=15):
        fix = f"Crop the {name}; 16:9, 1:1 and 9:16 are all inside"
        text = f"width to height {_span(low, high, open_)}"
        found.append(_invalid(where, f"{shown} ({width / height:.3f})", text, fix))
    low, high = limit.get("pixels", (0, width * height))
    if not low <= width * height <= high:
        fix = f"Resize the {name} to {_span(low, high)} pixels in all, for example 1280x720"
        found.append(_invalid(where, f"{shown} ({width * height} px)", f"{_span(low, high)} pixels", fix))


def _within(value: float | None, low: float, high: float, *, open_: bool = False, digits: int = 3) -> bool:
    """Whether a measured value is inside; measurements are rounded first, so 15.2000001 s counts as 15.2."""
    if value is None or not isfinite(value):
        return False
    rounded = round(value, digits)
    return low < rounded < high if open_ else low <= rounded <= high


def _invalid(where: str, value: str, limit: str, fix: str) -> Offence:
    return Offence(where, value, limit, fix, "media_invalid")


def _span(low: float, high: float, open_: bool = False) -> str:
    if open_:
        return f"more than {_number(low)} and less than {_number(high)}"
    return f"from {_number(low)} to {_number(high)}"


def _number(value: float | None) -> str:
    return "unknown" if value is None else f"{round(value, 3):.12g}"


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
