"""Blocking: who stands where, looks where and goes how far; how the camera goes with them."""

from dataclasses import dataclass, replace

from onetake.animatic.figures import passing, traits
from onetake.animatic.figures.actor import Actor, depth_of, path
from onetake.animatic.figures.casting import cast, mounted
from onetake.animatic.figures.part import Cast
from onetake.animatic.figures.specials import special
from onetake.animatic.figures.troupe import aboard, rideable, rowing
from onetake.animatic.stage import Stage
from onetake.animatic.text.prompt import Subject

_NEAR = {"close": 1.55, "medium": 1.0, "wide": 0.62}
_FIXED = ("static", "whip")
"""Moves that keep the camera from going along with somebody."""
_AIRY = 0.85
"""How much smaller figures are from a drone."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where one subject plays: units off the middle, where it looks, units it goes in the clip."""

    subject: Subject
    part: Cast
    offset: float = 0.0
    facing: int = 1
    travel: float = 0.0
    lag: float = 0.0


def actors(stage: Stage) -> list[Actor]:
    """Everybody in the shot, far ones first."""
    marks = _marks(stage)
    if not marks:
        return []
    near = _scale(stage, [mark.part for mark in marks])
    made = [actor for index, mark in enumerate(marks) for actor in _group(stage, mark, near, index)]
    return sorted(made, key=lambda actor: actor.depth)


def going(stage: Stage) -> float:
    """How far the camera goes along with the first subject, in units, signed; 0 when it stays.

    What is far off passes slowly, so the camera goes farther than it.
    """
    if not stage.reading.subjects:
        return 0.0
    marks = _marks(stage)
    lead, near = marks[0], _scale(stage, [mark.part for mark in marks])
    if not follows(stage, lead.part, near):
        return 0.0
    row = _row(stage, lead.part, near, lead.subject.kind == "whale")
    return lead.travel / depth_of(stage, lead.part, row)


def follows(stage: Stage, part: Cast, near: float) -> bool:
    """Whether the camera goes along: it is told to, or it is free to and the path leaves the frame."""
    if traits.nearing(stage):
        return False
    moves = stage.reading.moves
    if "tracking" in moves:
        return True
    if any(move in _FIXED for move in moves) or (passing.crosses(stage) and "drone" not in moves):
        return False
    return path(stage, part, near) > 0.7 * stage.width / stage.unit


def side(stage: Stage) -> int:
    """+1 when the subject goes to the right: as it is said, else as the camera pans."""
    if stage.reading.direction:
        return 1 if stage.reading.direction == "right" else -1
    for move, way in (("pan_right", 1), ("pan_left", -1)):
        if move in stage.reading.moves:
            return way
    return 1 if stage.chance("side").random() < 0.7 else -1


def _marks(stage: Stage) -> list[Mark]:
    subjects = stage.reading.subjects
    if not subjects:
        return []
    way = side(stage)
    parts = [cast(subject, stage) for subject in subjects]
    if len(parts) == 2 and parts[1].place == "table" and parts[0].place != "table":
        parts[1] = replace(parts[1], size=parts[1].size * 0.3, place="ground")
    if len(subjects) == 2 and traits.carries(subjects[0], subjects[1], stage):
        subjects = subjects[:1]
    if len(subjects) == 2 and aboard(subjects):
        small = subjects[1].kind == "boat" and special("boat", subjects[1].label) is None
        part = rowing(subjects[0], stage) if small else cast(subjects[1], stage)
        return [_mark(stage, subjects[1], part, way)]
    if len(subjects) == 2 and rideable(subjects) and "ride" in traits.relation(stage):
        return [_mark(stage, subjects[1], mounted(subjects[0], subjects[1], stage), way)]
    if len(subjects) == 1:
        alone = _mark(stage, subjects[0], parts[0], way)
        toy = traits.companion(subjects[0])
        return [alone] if not toy else _chase(stage, alone, _toy(stage, toy, subjects[0]), way)
    first, second = (_mark(stage, *pair, way) for pair in zip(subjects[:2], parts[:2], strict=True))
    relation = traits.relation(stage)
    near = _scale(stage, parts)
    gap = (_half(parts[0]) + _half(parts[1])) * near * 0.62 + 0.02
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
    together = second.part.stride and first.part.stride
    return [
        replace(first, offset=gap * way * 0.9, travel=travel if first.part.stride else 0.0),
        replace(second, offset=-gap * way * 1.1, travel=travel if together else second.travel, lag=0.3),
    ]


def _mark(stage: Stage, subject: Subject, part: Cast, way: int) -> Mark:
    near = _scale(stage, [part])
    return Mark(subject, part, facing=way, travel=_travel(stage, part, near) * way)


def _chase(stage: Stage, behind: Mark, ahead: Mark, way: int) -> list[Mark]:
    near = _scale(stage, [behind.part, ahead.part])
    gap = (_half(behind.part) + _half(ahead.part)) * near * 0.75
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
    if traits.nearing(stage) and part.place in ("ground", "road"):
        return 0.0
    if follows(stage, part, near):
        return free
    wide, close = stage.width / stage.unit, max(stage.camera.closest(1.0), 1.0)
    if passing.crosses(stage):
        return min(free, wide / close + 2.6 * _half(part) * near)
    room = max(wide / close - 2.3 * _half(part) * near, 0.25)
    return min(free, room if free < 1.3 * wide else max(room, _CROSSED * wide / close))


_CROSSED = 1.05
"""How many widths of the frame the fast go before a camera that stays: in view for nearly all of the shot."""


def _half(part: Cast) -> float:
    """About half of how wide a figure is, in units at its own size."""
    return part.size * part.half


def _scale(stage: Stage, parts: list[Cast]) -> float:
    """How much larger than life-size figures are played, so that the largest of them fits."""
    reading = stage.reading
    if all(part.focus for part in parts):
        return min(_filling(stage, part) for part in parts) * (1.0 if len(parts) == 1 else 0.86)
    near = _NEAR[reading.framing] * (1.3 if reading.setting == "interior" else 1.0)
    near *= _AIRY if "drone" in reading.moves else 1.0
    near = min([near, _fitting(stage, parts)])
    return near * min(_farther(stage, part, near) for part in parts)


def _fitting(stage: Stage, parts: list[Cast]) -> float:
    """The largest scale at which all of them are in the frame."""
    high = min((0.66 if part.place == "table" else 0.95) / (part.size * part.box[3]) for part in parts)
    if len(parts) == 1 and stage.width >= stage.height:
        return high
    broad = [_half(part) for part in parts]
    beside = 0.62 * sum(broad) if len(parts) > 1 else 0.0
    return min(high, 0.55 * stage.width / stage.unit / (beside + max(broad)))


def _farther(stage: Stage, part: Cast, near: float) -> float:
    """How much smaller somebody fast is played before a camera that stays: from farther away the way is
    long enough for most of their pace."""
    free = 0.6 * path(stage, part, near)
    room = _CROSSED * stage.width / stage.unit
    if free <= room or part.place == "road" or passing.crosses(stage) or follows(stage, part, near):
        return 1.0
    return max(room / free, 0.6)


def _filling(stage: Stage, part: Cast) -> float:
    """The scale at which what a close shot shows of a figure fills the frame."""
    assert part.focus is not None
    bottom, top = part.focus
    high = (
        stage.height / max(stage.camera.closest(1.0), 1.0) ** 0.5 / ((top - bottom) * part.size * stage.unit)
    )
    return min(high, stage.width / (0.62 * part.size * stage.unit))


def _group(stage: Stage, mark: Mark, near: float, index: int) -> list[Actor]:
    part, chance = mark.part, stage.chance(f"group{index}")
    count = min(max(mark.subject.count, traits.many(mark.subject)), 7)
    spread = _half(part) * near * (2.1 if part.place != "air" else 1.3)
    spread = min(spread, 0.9 * stage.width / stage.unit / count)
    speaks = count == 2 and part.place == "ground" and not part.stride
    made: list[Actor] = []
    for member in range(count):
        offset, row, scale, facing = (
            mark.offset,
            _row(stage, part, near, mark.subject.kind == "whale"),
            near,
            mark.facing,
        )
        if count > 1:
            offset += (member - (count - 1) / 2) * spread + chance.uniform(-0.1, 0.1) * spread
            if part.place == "air":
                row += chance.uniform(-0.16, 0.14) * stage.unit
                scale *= chance.uniform(0.6, 0.95)
            elif speaks:
                facing = 1 if member == 0 else -1
            else:
                back = chance.uniform(0.0, 0.16) if member else 0.0
                row -= back * (stage.foot - stage.horizon)
                scale *= 1 - back
        if part.focus:
            offset -= part.aim * facing * part.size * near
        lag = mark.lag + member * 0.37
        coming = traits.nearing(stage) if part.place in ("ground", "road") else 0
        subject = mark.subject
        if member and subject.kind in traits.PEOPLE:
            other = (
                "woman" if subject.kind == "man" and member % 2 and traits.mixed(subject) else subject.kind
            )
            subject = replace(subject, kind=other, label=f"{subject.label} {member}")
            part = cast(subject, stage)
        made.append(Actor(stage, part, subject, row, offset, scale, lag, mark.travel, facing, coming))
    return made


def _row(stage: Stage, part: Cast, near: float, swims: bool = False) -> float:
    """The row of the feet (or of the middle, for what flies and swims)."""
    setting = stage.reading.setting
    if part.focus:
        return stage.height * 1.03 + part.focus[0] * part.size * near * stage.unit
    if part.place == "air":
        if setting in ("sea", "lake", "beach") and swims:
            return stage.horizon + (stage.foot - stage.horizon) * 0.5
        if part.box[1] > -0.1:
            return stage.height * 0.7
        if setting == "underwater":
            return stage.height * 0.5
        if setting == "space":
            return stage.height * 0.52
        return stage.height * 0.38 + 0.06 * stage.unit * near
    if part.place == "water":
        if setting in ("sea", "lake", "beach"):
            return stage.horizon + (stage.foot - stage.horizon) * (0.72 if setting == "sea" else 0.42)
        return stage.foot
    if setting in ("sea", "underwater", "space", "sky"):
        return {"sea": stage.foot, "sky": stage.height * 0.72}.get(setting, stage.height * 0.7)
    return stage.foot
