"""What everything in a room shares: its light, whether there is a table."""

from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures.casting import TABLE
from onetake.animatic.stage import Stage

_PRODUCTS = frozenset(("bottle", "phone", "shoe", "ball"))
"""What is shown on a product stage unless the shot says where it is."""


def on_table(stage: Stage) -> bool:
    """Whether the first subject stands on something."""
    subjects = stage.reading.subjects
    return bool(subjects) and subjects[0].kind in TABLE


def in_studio(stage: Stage) -> bool:
    """Whether the shot is of a product, on a sweep."""
    reading = stage.reading
    return reading.setting == "studio" or (on_table(stage) and reading.subjects[0].kind in _PRODUCTS)


def _light(stage: Stage) -> tuple[float, float]:
    """(how bright the room is, how warm): lamps take over after dark."""
    time = stage.palette.time
    return {"dawn": (0.80, 0.5), "day": (1.0, 0.25), "dusk": (0.74, 0.7), "night": (0.62, 0.9)}[time]


def tone(stage: Stage, colour: RGB, distance: float = 0.0) -> RGB:
    """A local colour in the light of the room."""
    bright, warm = _light(stage)
    lit = mix(colour, (255, 214, 160), 0.12 * warm)
    return mix(scaled(lit, bright * (1 - 0.1 * distance)), stage.palette.shade, 0.14 * (1 - bright) + 0.04)


def room_kind(stage: Stage) -> str:
    """Which room it is: "kitchen" (mostly, around a table), "study" or "living"."""
    kinds = ("kitchen", "kitchen", "study") if on_table(stage) else ("living", "living", "study", "kitchen")
    return stage.chance("room kind").choice(kinds)


def window_side(stage: Stage) -> int:
    """+1 when the window is in the right half of the wall."""
    return 1 if stage.chance("window").random() < 0.5 else -1
