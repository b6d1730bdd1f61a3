"""What can be done about files that do not meet the limits, worked out before anything is done.

A repair never invents: nothing is made larger, no picture loses its edges (but a last frame, which takes the
first one's ratio), no codec is guessed. Larger is made smaller, longer is cut at its end, what is too short
is held or followed by silence, and what a route does not read is written in a form that it does. Every
prediction is held against `mediarules`, so a limit stands in the catalogue and nowhere else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor
from typing import Any

from onetake.core import mediarules
from onetake.core.catalogue import Route, catalogue
from onetake.core.mediarules import Limits
from onetake.core.ports import Probe
from onetake.core.problem import Offence
from onetake.core.repair_order import Facts, Repair
from onetake.core.repair_sizes import Box, cropped, fitted, rate_for
from onetake.core.request import Role

ARRIVAL_BYTES: Mapping[str, int] = {"image": 96 * 2**20, "video": 256 * 2**20, "audio": 128 * 2**20}
"""What a file may have on arrival where it may still be repaired; our own choice."""

_LOSSLESS = ("png", "bmp", "gif", "tiff")
_MIMES = {"jpeg": "image/jpeg", "png": "image/png", "mp4": "video/mp4", "wav": "audio/wav"}


@dataclass(frozen=True, slots=True)
class Measured:
    """An input as far as it is known. fixed: it can be looked at but no longer changed."""

    place: int
    kind: str
    role: Role | None
    probe: Probe
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """repairs: one for each file that needs it, as the request has them. refused: what no repair helps."""

    repairs: tuple[Repair, ...]
    refused: tuple[Offence, ...]

    @property
    def offers(self) -> tuple[str, ...]:
        """What would be done, in words."""
        return tuple(repair.offer for repair in self.repairs)


def limits_of(route: Route) -> Limits:
    """The limits of files on a route: those of all routes, narrowed by its own."""
    return {kind: {**rows, **route.media.get(kind, {})} for kind, rows in catalogue().media.items()}


def plan(media: Sequence[Measured], limits: Limits | None = None) -> Plan:
    """What to do so that every file meets `limits` (`catalogue().media` if None), each and together.

    A last frame is cropped to the ratio of the first even where no limit asks for it; a provider would do
    the same unasked (contract §1.5).
    """
    limits = catalogue().media if limits is None else limits
    frames = {item.role: item for item in media if item.kind == "image"}
    head = frames.get("first_frame")
    first = _first_size(head, limits) if head else None
    made = {item.place: _one(item, limits, first, None) for item in media}
    for kind, most in _ceilings(media, made, limits).items():
        for item in media:
            if item.kind == kind and (_after(item, made).seconds or 0.0) > most:
                made[item.place] = _one(item, limits, first, most)
    left = {item.place: _incurable(item, made, limits) for item in media}
    refused = [offence for offences in left.values() for offence in offences]
    refused += mediarules.totals([_after(item, made) for item in media], limits)
    repairs = [repair for item in media if (repair := made[item.place]) and not left[item.place]]
    return Plan(tuple(repairs), tuple(replace(o, fix=f"{o.fix}; this is beyond a repair") for o in refused))


def _one(item: Measured, limits: Limits, first: tuple[int, int] | None, most: float | None) -> Repair | None:
    """Orders for one file, or None. most: a shorter length than its own limit, for the sake of the total."""
    if item.fixed or item.probe.kind != item.kind:
        return None
    before = Facts.of(item.probe)
    said = [offence.limit for offence in _left(item, before, limits)]
    if most is not None:
        said.append(f"at most {floor(limits[item.kind]['total_seconds'])} s of {item.kind} in total")
    if item.kind == "image":
        crop = _crop(item, before, first)
        made = _image(item, before, limits, crop, tuple(said))
        if crop is None or made is None or not _left(item, made.after, limits):
            return made
        # Cropped it would be too small or too narrow: whoever makes the video crops as it can.
        return _image(item, before, limits, None, tuple(said))
    return _clip(item, before, limits, most, tuple(said)) if said else None


def _crop(item: Measured, before: Facts, first: tuple[int, int] | None) -> Box | None:
    if item.role != "last_frame" or first is None or not before.width or not before.height:
        return None
    return cropped((before.width, before.height), first)


def _image(
    item: Measured, before: Facts, limits: Limits, crop: Box | None, said: tuple[str, ...]
) -> Repair | None:
    limit = limits["image"]
    size = (before.width or 0, before.height or 0)
    if crop is None and not said:
        return None
    preferred = ("png", "jpeg") if before.format in _LOSSLESS else ("jpeg", "png")
    formats = tuple(form for form in preferred if form in limit["formats"])
    if not formats or 0 in size:
        return None
    after = replace(before, format=formats[0], mime=_MIMES[formats[0]], bytes=limit["bytes"])
    after = _scaled(item, after, (crop[2], crop[3]) if crop else size, limits)
    return _repair(item, before, after, said, formats=formats, crop=crop)


def _clip(
    item: Measured, before: Facts, limits: Limits, most: float | None, said: tuple[str, ...]
) -> Repair | None:
    limit = limits[item.kind]
    form = "mp4" if item.kind == "video" else "wav"
    if before.seconds is None or form not in limit["formats"]:
        return None
    low, high = limit["seconds"]
    # The last fifth of a second is the servers' tolerance: what is cut is cut to the documented length.
    longest = most if most is not None else floor(high) if round(before.seconds, 3) > high else high
    after = replace(before, format=form, mime=_MIMES[form], bytes=limit["bytes"])
    if item.kind == "audio":
        seconds = round(min(max(before.seconds, low), longest), 3)
        after = replace(after, seconds=seconds, codec="pcm_s16le", audio_codec="pcm_s16le")
        return _repair(item, before, after, said, formats=(form,), longest=longest, shortest=low)
    if not before.fps or not before.width or not before.height:
        return None
    rate = rate_for(before.fps, limit)
    frames = max(min(round(before.seconds * rate), floor(longest * rate)), -floor(-low * rate))
    after = replace(
        after,
        codec="h264",
        audio_codec="aac" if before.audio_codec else None,
        fps=round(float(rate), 3),
        seconds=round(float(frames / rate), 3),
    )
    after = _scaled(item, after, (before.width, before.height), limits)
    longest, shortest = float(floor(longest * rate) / rate), float(-floor(-low * rate) / rate)
    return _repair(item, before, after, said, formats=(form,), rate=rate, longest=longest, shortest=shortest)


def _scaled(item: Measured, after: Facts, size: tuple[int, int], limits: Limits) -> Facts:
    """The facts with the largest size of that ratio with which they meet every limit."""

    def at(made: tuple[int, int]) -> Facts:
        return replace(after, width=made[0], height=made[1])

    def faults(made: tuple[int, int]) -> int:
        return len(_left(item, at(made), limits))

    return at(fitted(size, limits[item.kind], faults, even=item.kind == "video"))


def _repair(item: Measured, before: Facts, after: Facts, said: tuple[str, ...], **orders: Any) -> Repair:
    return Repair(
        place=item.place, kind=item.kind, role=item.role, before=before, after=after, limits=said, **orders
    )


def _first_size(item: Measured, limits: Limits) -> tuple[int, int] | None:
    """Width and height of the first frame as it will be sent."""
    repair = _one(item, limits, None, None)
    shown = repair.after if repair else item.probe
    return (shown.width, shown.height) if shown.width and shown.height else None


def _after(item: Measured, made: Mapping[int, Repair | None]) -> Probe:
    repair = made[item.place]
    return repair.after if repair else item.probe


def _ceilings(
    media: Sequence[Measured], made: Mapping[int, Repair | None], limits: Limits
) -> dict[str, float]:
    """Per kind that is too long in all: the length above which a clip is cut, so that the shorter ones stay
    whole. Empty where cutting cannot help."""
    found = {}
    for kind in ("video", "audio"):
        clips = [item for item in media if item.kind == kind]
        if not mediarules.totals([_after(item, made) for item in clips], limits):
            continue
        room = float(floor(limits[kind]["total_seconds"]))
        room -= sum(item.probe.seconds or 0.0 for item in clips if item.fixed)
        lengths = sorted(_after(item, made).seconds or 0.0 for item in clips if not item.fixed)
        while lengths and lengths[0] * len(lengths) < room:
            room -= lengths.pop(0)
        if lengths and room / len(lengths) >= limits[kind]["seconds"][0]:
            found[kind] = room / len(lengths)
    return found


def _left(item: Measured, probe: Probe, limits: Limits) -> list[Offence]:
    return mediarules.offences(item.place, item.kind, item.role, probe, limits)


def _incurable(item: Measured, made: Mapping[int, Repair | None], limits: Limits) -> list[Offence]:
    """Offences that are left when the orders are carried out, told of the file as it is now."""
    left = _left(item, _after(item, made), limits)
    if not left or made[item.place] is None:
        return left
    told = {offence.limit for offence in left}
    now = _left(item, item.probe, limits)
    return [offence for offence in now if offence.limit in told] or left
