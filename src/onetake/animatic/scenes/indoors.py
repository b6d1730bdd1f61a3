"""What everything in a room shares: its light, whether there is a table."""

from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures.casting import TABLE
from onetake.animatic.stage import Stage


def on_table(stage: Stage) -> bool:
    return stage.reading.subjects[0].kind in TABLE


def _light(stage: Stage) -> tuple[float, float]:
    """(how bright the room is, how warm): lamps take over after dark."""
    time = stage.palette.time
    return {"dawn": (0.80, 0.5), "day": (1.0, 0.25), "dusk": (0.74, 0.7), "night": (0.62, 0.9)}[time]


def tone(stage: Stage, colour: RGB, distance: float = 0.0) -> RGB:
    """A local colour in the light of the room."""
    bright, warm = _light(stage)
    lit = mix(colour, (255, 214, 160), 0.12 * warm)
    return mix(scaled(lit, bright * (1 - 0.1 * distance)), stage.palette.shade, 0.14 * (1 - bright) + 0.04)
