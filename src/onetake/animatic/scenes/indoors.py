"""What everything in a room shares: which room it is, its light, where its windows are."""

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures.casting import TABLE
from onetake.animatic.layer import Box
from onetake.animatic.stage import Stage
from onetake.animatic.text.places import ROOMS

_PRODUCTS = frozenset(("bottle", "phone", "shoe", "ball"))
"""What is shown on a product stage unless the shot says where it is."""
_KINDS = frozenset(name for name, *_ in ROOMS) - {"market"}
_DIM = {
    "bar": 0.68,
    "theatre": 0.42,
    "church": 0.72,
    "hall": 0.78,
    "museum": 0.84,
    "factory": 0.8,
    "cell": 0.6,
}
"""How bright a room is beside others at the same hour."""
_COLD = frozenset(
    ("office", "hospital", "laboratory", "gym", "shop", "corridor", "factory", "bathroom", "station")
)
"""Rooms under tubes, not under warm lamps."""
WINDOWS = {
    "bar": "",
    "theatre": "",
    "museum": "",
    "shop": "",
    "corridor": "",
    "cell": "",
    "station": "arches",
    "gym": "wide",
    "office": "wide",
    "factory": "high",
    "cafe": "wide",
    "church": "arches",
    "hall": "arches",
    "carriage": "train",
}
"""The windows of a room: "sash" (one, at a side) where it is not named here, "" for none."""
WALL = 0.5
"""The depth at which the wall stands."""


def on_table(stage: Stage) -> bool:
    """Whether the first subject stands on something."""
    subjects = stage.reading.subjects
    return bool(subjects) and subjects[0].kind in TABLE


def in_studio(stage: Stage) -> bool:
    """Whether the shot is of a product, on a sweep, with no room named around it."""
    reading = stage.reading
    if reading.setting == "studio":
        return True
    placed = any(name in _KINDS for name in reading.features)
    return on_table(stage) and reading.subjects[0].kind in _PRODUCTS and not placed


def _light(stage: Stage) -> tuple[float, float]:
    """(how bright the room is, how warm): lamps take over after dark."""
    time, kind = stage.palette.time, room_kind(stage)
    bright, warm = {"dawn": (0.80, 0.5), "day": (1.0, 0.25), "dusk": (0.74, 0.7), "night": (0.62, 0.9)}[time]
    if kind in _COLD:
        bright, warm = max(bright, 0.86), warm * 0.1
    return bright * _DIM.get(kind, 1.0), warm


def tone(stage: Stage, colour: RGB, distance: float = 0.0) -> RGB:
    """A local colour in the light of the room."""
    bright, warm = _light(stage)
    lit = mix(colour, (255, 214, 160), 0.12 * warm)
    return mix(scaled(lit, bright * (1 - 0.1 * distance)), stage.palette.shade, 0.14 * (1 - bright) + 0.04)


def room_kind(stage: Stage) -> str:
    """Which room it is: the one that the shot names, else a home's; around a table mostly the kitchen."""
    named = [name for name in stage.reading.features if name in _KINDS]
    if named:
        return named[0]
    kinds = ("kitchen", "kitchen", "study") if on_table(stage) else ("living", "living", "study", "kitchen")
    return stage.chance("room kind").choice(kinds)


def windows(stage: Stage) -> str:
    """What windows the room has, see `WINDOWS`."""
    return WINDOWS.get(room_kind(stage), "sash")


def window_side(stage: Stage) -> int:
    """+1 when the window is in the right half of the wall."""
    return 1 if stage.chance("window").random() < 0.5 else -1


def wall_foot(stage: Stage) -> float:
    """The row where the wall meets the floor."""
    return stage.horizon + (stage.foot - stage.horizon) * WALL


def window_box(stage: Stage) -> Box:
    """The one window of a room that has one; where its light comes from in every other."""
    unit, foot = stage.unit, wall_foot(stage)
    wide = unit * 0.46
    x = stage.width * (0.62 if window_side(stage) > 0 else 0.14)
    x = min(max(x, unit * 0.12), stage.width - unit * 0.12 - wide)
    return Box(x, foot - unit * 0.70, x + wide, foot - unit * 0.26)


def clear_of_window(stage: Stage, sheet: Canvas) -> list[tuple[float, float]]:
    """The columns of a sheet, left to right, where something may stand before the wall."""
    left, right = sheet.box.left, sheet.box.right
    if windows(stage) != "sash":
        return [(left, right)]
    box, gap = window_box(stage), stage.unit * 0.12
    return [(a, b) for a, b in ((left, box.left - gap), (box.right + gap, right)) if b - a > stage.unit * 0.1]
