"""From a reading to a staged shot: where the camera goes, what stands where, in which order it is drawn."""

from collections.abc import Callable
from dataclasses import replace

from onetake.animatic import scenes, wayside
from onetake.animatic.backdrop import gathered
from onetake.animatic.camera import Camera
from onetake.animatic.figures import blocking, passing
from onetake.animatic.figures.casting import TABLE
from onetake.animatic.figures.perch import perched
from onetake.animatic.figures.shoulder import shoulders
from onetake.animatic.focus import focused
from onetake.animatic.palette import choose
from onetake.animatic.scenes.finish import finish
from onetake.animatic.stage import TEMPO, Flat, Prop, Stage
from onetake.animatic.stand import stand
from onetake.animatic.text.prompt import Reading

_FOOT = {"close": 0.95, "medium": 0.845, "wide": 0.80}


def direct(
    reading: Reading,
    seconds: float,
    seed: int,
    size: tuple[int, int],
    plates: Callable[[Stage], list[Prop]],
    camera: Callable[[Stage], Camera] | None = None,
    bare: bool = False,
) -> tuple[Stage, list[Prop]]:
    """The stage of a text shot and its props, back to front.

    `plates` gives what is put up between the set and the subject: the references. `camera` makes one that
    goes its own way in place of the one that the reading asks for. A `bare` stage has no set: a picture is
    put up in its place.
    """
    stage = _stage(reading, seconds, seed, size)
    if camera is not None:
        stage = replace(stage, camera=camera(stage))
    back, front = ([], []) if bare else (focused(stage, part) for part in scenes.build(stage))
    if "drone" in reading.moves:
        front = [prop for prop in front if not isinstance(prop, Flat) or prop.depth <= 1.0]
    actors = blocking.actors(stage)
    under = [stand(stage)] if perched(reading) else []
    beyond, before = ([], []) if bare else wayside.rows(stage)
    props: list[Prop] = [*back, *beyond, *plates(stage), *under, *actors, *front, *before]
    props += shoulders(stage)
    props += finish(stage)
    return stage, gathered(stage, props)


def footfalls(reading: Reading, seconds: float, seed: int, size: tuple[int, int]) -> list[float]:
    """The seconds at which feet fall in a shot, without its set."""
    actors = blocking.actors(_stage(reading, seconds, seed, size))
    return actors[-1].steps() if actors else []


def _stage(reading: Reading, seconds: float, seed: int, size: tuple[int, int]) -> Stage:
    """The camera needs the subject's path and the path the stage, so the stage is made twice."""
    width, height = size
    unit = min(height, width * 0.88)
    palette = choose(reading.time, reading.weather, seed, reading.setting == "interior")
    horizon = height * (scenes.horizon(reading.setting, seed) - _raised(reading))
    on_table = bool(reading.subjects) and reading.setting == "interior" and reading.subjects[0].kind in TABLE
    on_table = on_table or perched(reading)
    foot = height * 0.79 if on_table else max(height * _FOOT[reading.framing], horizon + unit * 0.2)
    free = Camera(reading.moves, reading.pace, seconds, seed, size, unit)
    stage = Stage(width, height, unit, horizon, foot, seconds, seed, palette, reading, free)
    travel = blocking.going(stage)
    if not travel and "tracking" in reading.moves:
        travel = min(0.16 * seconds, 0.3 * width / unit) * blocking.side(stage)
    told = [move for move in reading.moves if move not in TEMPO]
    moves = (*reading.moves, *(() if told or travel else _default(stage)))
    camera = Camera(
        moves,
        reading.pace,
        seconds,
        seed,
        size,
        unit,
        travel - free.carried if travel else 0.0,
        blocking.aside(reading, seed),
    )
    return replace(stage, camera=camera)


_OPEN = ("meadow", "desert", "snow", "mountains", "forest", "lake", "sea", "beach", "city")
"""Land and water that can be looked down upon."""


def _raised(reading: Reading) -> float:
    """How much higher the horizon lies from a drone, as a share of the height."""
    return 0.15 if "drone" in reading.moves and reading.setting in _OPEN else 0.0


def _default(stage: Stage) -> tuple[str, ...]:
    """A prompt without a move gets a slow one, so that there is depth to see; not where somebody comes or
    goes in depth, for it would undo what they do."""
    if passing.deep(stage):
        return ()
    return (
        (stage.chance("move").choice(("push_in", "pan_right", "pan_left")),)
        if not stage.reading.subjects
        else ("push_in",)
    )
