"""Shots that start on a given picture, and those that end on one too: what is put up for them."""

import re
from collections.abc import Sequence

from onetake.animatic.air import air, said
from onetake.animatic.captions import timed
from onetake.animatic.colour import Bytes
from onetake.animatic.given import footage, glide
from onetake.animatic.given.ahead import Ahead
from onetake.animatic.given.breeze import Breeze
from onetake.animatic.given.diorama import Diorama, Push
from onetake.animatic.given.flow import Pair
from onetake.animatic.given.mien import Mien
from onetake.animatic.given.paced import Paced
from onetake.animatic.given.photo import Leg, Still, aim
from onetake.animatic.given.ripple import Ripple
from onetake.animatic.given.slate import lifted
from onetake.animatic.given.steam import Steam
from onetake.animatic.given.turning import Turning, overcast, turned
from onetake.animatic.job import Clip, Job
from onetake.animatic.stage import Prop
from onetake.animatic.text.reading import Reading

_MATCH = re.compile(r"\bmatch(?:ed|ing)? cut\b|匹配剪辑|匹配切", re.IGNORECASE)
Times = Sequence[tuple[float, float]]


def between(job: Job, shots: Sequence[Reading], times: Times, first: Clip, last: Clip | None) -> list[Prop]:
    """The props of a clip from a first frame, to a last one where there is one. Raises Failure."""
    later = Ahead(shown(job, footage.still(clip)) for clip in (last,) if clip is not None)
    start = footage.still(first)
    if last is not None:
        entry = "match" if _MATCH.search(job.prompt) else shots[-1].transition
        return [Paced(_towards(shown(job, start), next(later), entry), job.seed)]
    return [still(job, shots, times, start)]


def _towards(first: Bytes, last: Bytes, entry: str) -> Prop:
    """From one picture to another: one camera where both show one scene, else by what flows or dissolves."""
    way = glide.found(first, last) if entry != "match" else None
    if way is not None and glide.moves(way, first.shape[1], first.shape[0]):
        return glide.Glide(first, last, way)
    pair = Pair(first, last, entry)
    if way is not None and not pair.morphs and pair.carry is None:
        return glide.Glide(first, last, way)  # the light has changed, or what is in the scene
    return pair


def shown(job: Job, rgb: Bytes) -> Bytes:
    """A picture at the frame's size, without the slate of the clip that it may be the last frame of."""
    return footage.fitted(lifted(rgb), job.width, job.height)


def still(job: Job, shots: Sequence[Reading], times: Times, rgb: Bytes) -> Still:
    """A picture under the camera of all shots in turn: one scene, whatever the cuts."""
    rgb = shown(job, rgb)
    set_up = Diorama(rgb)
    seconds = times[-1][1]
    legs = [
        Leg(start / seconds, end / seconds, _goal(shot, set_up, end - start))
        for shot, (start, end) in zip(shots, times, strict=True)
    ]
    reading = shots[0]
    hand = any("handheld" in shot.moves for shot in shots)
    water = said(job.prompt, "water") or reading.setting in ("lake", "sea", "beach", "river")
    ripple = Ripple.found(rgb, set_up, job.seed) if water else None
    breeze = Breeze.found(rgb, set_up, job.seed) if said(job.prompt, "wind") else None
    around = air(job.prompt, reading, seconds, set_up.relief, set_up.picture, job.seed)
    if said(job.prompt, "steam"):
        around.append(Steam(rgb, set_up.relief, seconds, job.seed))
    clouds = overcast(set_up.picture, reading.weather)
    if clouds is not None:  # under what falls, not over it
        around.insert(0, Turning([clouds], job.width, job.height, (0.0, 0.5)))
    laid = turned(job.prompt, reading)
    if laid:
        around.append(Turning(laid, job.width, job.height))
    faces = set_up.relief.faces if set_up.figure is not None else ()
    speaks = [
        (a, b)
        for shot, (start, end) in zip(shots, times, strict=True)
        for _, a, b in timed(shot.lines, start, end)
    ]
    mien = Mien.of(rgb, faces, job.prompt, seconds, job.seed, speaks)
    return Still(set_up, legs, seconds, job.seed, hand, around, ripple, mien, breeze)


def _goal(shot: Reading, set_up: Diorama, seconds: float) -> Push:
    near = set_up.relief.near if set_up.relief.figure is not None else 0.7
    return aim(shot.moves, shot.pace, near, seconds, shot.direction)
