"""How large figures are played, whether the camera goes with them, and on which row they stand."""

from onetake.animatic.figures import passing
from onetake.animatic.figures.actor import path
from onetake.animatic.figures.part import Cast
from onetake.animatic.figures.perch import perched
from onetake.animatic.stage import Stage

_NEAR = {"close": 1.9, "medium": 1.0, "wide": 0.62}
_AMONG_LIGHTS = 1.3
"""How much larger figures are in a wide shot of a street at night, whose windows would outshine them."""
_UPRIGHT = 0.6
"""The power by which figures grow with the height of an upright frame, as far as its width allows."""
_NO_GROUND = ("underwater", "space", "sky")
_LEAST = 0.26
"""How tall the largest figure of a shot is at least, in units: smaller nobody would find it."""
_UP = {"close": 0.8, "medium": 0.56, "wide": 0.4}
"""How tall what stands on a table is at most, in units."""
_FIXED = ("static", "whip")
"""Moves that keep the camera from going along with somebody."""
_AIRY = 0.85
"""How much smaller figures are from a drone."""


def follows(stage: Stage, part: Cast, near: float) -> bool:
    """Whether the camera goes along: it is told to, or it is free to and the path leaves the frame."""
    if passing.deep(stage):
        return False
    moves = stage.reading.moves
    if "tracking" in moves:
        return True
    if any(move in _FIXED for move in moves) or (passing.crosses(stage) and "drone" not in moves):
        return False
    return path(stage, part, near) > 0.7 * stage.width / stage.unit


CROSSED = 1.05
"""How many widths of the frame the fast go before a camera that stays: in view for nearly all of the shot."""


def half(part: Cast) -> float:
    """About half of how wide a figure is, in units at its own size."""
    return part.size * part.half


def scale_of(stage: Stage, parts: list[Cast]) -> float:
    """How much larger than life-size figures are played, so that the largest of them fits."""
    reading = stage.reading
    if all(part.focus for part in parts):
        return min(_filling(stage, part) for part in parts) * (1.0 if len(parts) == 1 else 0.86)
    if perched(reading):
        return min(_fitting(stage, parts), _UP[reading.framing] / (parts[0].size * parts[0].box[3]))
    near = _NEAR[reading.framing] * (1.3 if reading.setting == "interior" else 1.0)
    if reading.framing == "wide" and reading.setting == "street" and stage.palette.time == "night":
        near *= _AMONG_LIGHTS
    near *= _AIRY if "drone" in reading.moves else 1.0
    near *= max(stage.height / stage.unit, 1.0) ** _UPRIGHT
    near = max(near, min(_LEAST / (part.size * part.box[3]) for part in parts))
    near = min([near, _fitting(stage, parts)])
    return near * min(_farther(stage, part, near) for part in parts)


def _fitting(stage: Stage, parts: list[Cast]) -> float:
    """The largest scale at which all of them are in the frame."""
    close = stage.reading.framing == "close"
    room = 0.86 / max(stage.camera.closest(1.0), 1.0) ** 0.7 if close else 0.66
    high = min((room if part.place == "table" else 0.95) / (part.size * part.box[3]) for part in parts)
    if len(parts) == 1 and stage.width >= stage.height:
        return high
    broad = [half(part) for part in parts]
    beside = 0.62 * sum(broad) if len(parts) > 1 else 0.0
    return min(high, 0.55 * stage.width / stage.unit / (beside + max(broad)))


def _farther(stage: Stage, part: Cast, near: float) -> float:
    """How much smaller somebody fast is played before a camera that stays: from farther away the way is
    long enough for most of their pace."""
    free = 0.6 * path(stage, part, near)
    room = CROSSED * stage.width / stage.unit
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


def row_of(stage: Stage, part: Cast, near: float, swims: bool = False) -> float:
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
        return stage.height * 0.55 if setting in _NO_GROUND else stage.foot
    if setting in ("sea", "underwater", "space", "sky"):
        return {"sea": stage.foot, "sky": stage.height * 0.72}.get(setting, stage.height * 0.7)
    return stage.foot
