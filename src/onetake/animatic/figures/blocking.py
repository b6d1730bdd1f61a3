"""Blocking: who stands where, looks where and goes how far; how the camera goes with them."""

import math
import random
from collections.abc import Sequence
from dataclasses import replace

from onetake.animatic.angle import Angle
from onetake.animatic.figures import passing, traits
from onetake.animatic.figures.actor import Actor, depth_of, path
from onetake.animatic.figures.casting import cast, mounted
from onetake.animatic.figures.marks import Mark, placed
from onetake.animatic.figures.part import Cast
from onetake.animatic.figures.perch import perched
from onetake.animatic.figures.sizes import CROSSED, follows, half, row_of, scale_of
from onetake.animatic.figures.specials import special
from onetake.animatic.figures.troupe import aboard, rideable, rowing
from onetake.animatic.stage import Stage
from onetake.animatic.text.reading import Reading
from onetake.animatic.text.subject import Subject


def actors(stage: Stage) -> list[Actor]:
    """Everybody in the shot, far ones first."""
    marks = _marks(stage)
    if not marks:
        return []
    near = scale_of(stage, [mark.part for mark in marks])
    made = [actor for index, mark in enumerate(marks) for actor in placed(stage, mark, near, index)]
    return sorted(made, key=lambda actor: actor.depth)


def going(stage: Stage) -> float:
    """How far the camera goes along with the first subject, in units, signed; 0 when it stays.

    What is far off passes slowly, so the camera goes farther than it.
    """
    if not stage.reading.subjects:
        return 0.0
    marks = _marks(stage)
    lead, near = marks[0], scale_of(stage, [mark.part for mark in marks])
    if not follows(stage, lead.part, near):
        return 0.0
    row = row_of(stage, lead.part, near, lead.subject.kind == "whale")
    return lead.travel / depth_of(stage, lead.part, row)


def side(stage: Stage) -> int:
    """+1 when the subject goes to the right."""
    return heading(stage.reading, stage.seed)


def aside(reading: Reading, seed: int) -> float:
    """How far from the middle of the set the camera stands for a single: where that one stood before."""
    return -_ASIDE * heading(reading, seed) if isinstance(reading, Angle) else 0.0


_ASIDE = 0.34
_ROOM = 0.09
"""Units that somebody in a single stands off the middle, so that there is room on the side they look to."""


def heading(reading: Reading, seed: int) -> int:
    """+1 for to the right: as it is said, else as the camera pans, else as the seed has it."""
    if reading.direction:
        return 1 if reading.direction == "right" else -1
    for move, turned in (("pan_right", 1), ("pan_left", -1)):
        if move in reading.moves:
            return turned
    return 1 if random.Random(f"side:{seed}").random() < 0.7 else -1


def _marks(stage: Stage) -> list[Mark]:
    subjects = stage.reading.subjects
    if not subjects:
        return []
    way = side(stage)
    if perched(stage.reading) and subjects[0].action in _AFOOT:
        subjects = (replace(subjects[0], action="sit"), *subjects[1:])
    parts = [cast(subject, stage) for subject in subjects]
    if len(parts) == 2:
        parts = [
            _beside(part, one, parts[1 - index])
            for index, (part, one) in enumerate(zip(parts, subjects, strict=False))
        ]
    if len(subjects) == 2 and traits.carries(subjects[0], subjects[1], stage):
        subjects = subjects[:1]
    if len(subjects) == 2 and aboard(subjects):
        small = subjects[1].kind == "boat" and special("boat", subjects[1].label) is None
        part = rowing(subjects[0], stage) if small else cast(subjects[1], stage)
        return [_mark(stage, subjects[1], part, way)]
    if len(subjects) == 2 and rideable(subjects) and "ride" in traits.relation(stage):
        return [_mark(stage, subjects[1], mounted(subjects[0], subjects[1], stage), way)]
    if len(subjects) == 1:
        return _alone(stage, subjects[0], parts[0], way)
    return _pair(stage, subjects, parts, way)


def _pair(stage: Stage, subjects: Sequence[Subject], parts: list[Cast], way: int) -> list[Mark]:
    """Two who chase each other, stand face to face or go together."""
    first, second = (_mark(stage, *pair, way) for pair in zip(subjects[:2], parts[:2], strict=True))
    relation = traits.relation(stage)
    near = scale_of(stage, parts)
    if {one.kind for one in subjects[:2]} == {"butterfly", "flower"}:
        return _visit(first, second, way)
    gap = (half(parts[0]) + half(parts[1])) * near * 0.62 + 0.02
    if parts[0].focus or parts[1].focus:
        gap = 0.27 * stage.width / stage.unit
    if relation == "chase":
        return _chase(stage, first, second, way)
    if relation in ("face", "feed") or (first.travel == 0 and second.travel == 0):
        return [
            replace(first, offset=-gap * way, facing=way, travel=0.0),
            replace(second, offset=gap * way, facing=-way, travel=0.0, lag=0.43),
        ]
    travel = first.travel or second.travel
    if not first.travel or not follows(stage, first.part, near):
        room = max(stage.width / stage.unit / max(stage.camera.closest(1.0), 1.0) - 2.6 * gap, 0.2)
        travel = math.copysign(min(abs(travel), room), travel)
    together = second.part.stride and first.part.stride
    return [
        replace(first, offset=gap * way * 0.9, travel=travel if first.part.stride else 0.0),
        replace(
            second, offset=-gap * way * 1.1, travel=travel if together or second.travel else 0.0, lag=0.3
        ),
    ]


def _visit(first: Mark, second: Mark, way: int) -> list[Mark]:
    """A butterfly before its flower."""
    if first.subject.kind == "butterfly":
        first, second = second, first
    near = replace(second.part, size=second.part.size * 1.5)
    return [replace(first, offset=0.0, travel=0.0), replace(second, part=near, offset=0.1 * way, travel=0.0)]


def _mark(stage: Stage, subject: Subject, part: Cast, way: int) -> Mark:
    near = scale_of(stage, [part])
    travel = _travel(stage, part, near)
    offset = 0.0
    if travel and passing.way(stage) in ("enter", "leave") and not follows(stage, part, near):
        # The slow do not come all of the way, but they are seen.
        inner = min(_edge(stage, part, near) - travel, 0.2 * stage.width / stage.unit)
        offset = (inner + 0.5 * travel) * (1 if passing.way(stage) == "leave" else -1) * way
    return Mark(subject, part, offset, facing=way, travel=travel * way)


def _beside(part: Cast, subject: Subject, other: Cast) -> Cast:
    """Things and birds in their true size where something larger stands with them."""
    if subject.kind == "flower" and other.place == "air":
        return part
    if part.place == "table" and other.place != "table":
        return replace(part, size=part.size * 0.3, place="ground")
    if subject.kind == "bird" and part.place == "ground" and other.place == "ground":
        return replace(part, size=min(part.size, _BIRD))
    return part


_BIRD = 0.11
_AFOOT = ("walk", "run", "trot", "dance")
"""What nobody does for long on a table."""


def _edge(stage: Stage, part: Cast, near: float) -> float:
    """How far from the middle somebody is who is just about out of the frame."""
    return 0.5 * stage.width / stage.unit / max(stage.camera.closest(1.0), 1.0) ** 0.5 + half(part) * near


def _alone(stage: Stage, subject: Subject, part: Cast, way: int) -> list[Mark]:
    alone = _mark(stage, subject, part, way)
    if isinstance(stage.reading, Angle):
        alone = replace(alone, offset=aside(stage.reading, stage.seed) - _ROOM * way)
    toy = traits.companion(subject)
    return [alone] if not toy else _chase(stage, alone, _toy(stage, toy, subject), way)


def _chase(stage: Stage, behind: Mark, ahead: Mark, way: int) -> list[Mark]:
    near = scale_of(stage, [behind.part, ahead.part])
    gap = (half(behind.part) + half(ahead.part)) * near * 0.75
    travel = behind.travel or ahead.travel
    return [
        replace(behind, offset=-gap * way * 0.7, travel=travel),
        replace(ahead, offset=gap * way * 1.2, travel=travel, facing=way, lag=0.2),
    ]


def _toy(stage: Stage, kind: str, owner: Subject) -> Mark:
    toy = Subject(kind, kind, "run")
    part = replace(cast(toy, stage), size=0.075, place="ground", focus=None)
    return Mark(toy, part)


def _travel(stage: Stage, part: Cast, near: float) -> float:
    """How many units it goes: all of its way when the camera goes too, else what the frame has room for."""
    free = path(stage, part, near)
    if passing.deep(stage) and part.place in ("ground", "road"):
        return 0.0
    if follows(stage, part, near):
        return free
    wide, close = stage.width / stage.unit, max(stage.camera.closest(1.0), 1.0)
    if passing.way(stage) == "cross":
        return min(free, wide / close + 2.6 * half(part) * near)
    if passing.crosses(stage):
        return min(free, _edge(stage, part, near) + 0.25 * wide / close)
    room = max(wide / close - 2.3 * half(part) * near, 0.25)
    return min(free, room if free < 1.3 * wide else max(room, CROSSED * wide / close))
