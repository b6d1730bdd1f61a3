"""From a reading to a staged shot: where the camera goes, what stands where, in which order it is drawn."""

from collections.abc import Callable

from onetake.animatic import scenes
from onetake.animatic.backdrop import gathered
from onetake.animatic.camera import Camera
from onetake.animatic.figures.actor import Actor, path
from onetake.animatic.figures.casting import TABLE, Cast, cast
from onetake.animatic.focus import focused
from onetake.animatic.palette import choose
from onetake.animatic.prompt import Reading, Subject
from onetake.animatic.scenes.finish import finish
from onetake.animatic.stage import Prop, Stage

_NEAR = {"close": 1.55, "medium": 1.0, "wide": 0.62}
_FOOT = {"close": 0.95, "medium": 0.845, "wide": 0.80}


def direct(
    reading: Reading, seconds: float, seed: int, size: tuple[int, int], plates: Callable[[Stage], list[Prop]]
) -> tuple[Stage, list[Prop]]:
    """The stage of a text shot and its props, back to front.

    `plates` gives what is put up between the set and the subject: the references.
    """
    stage = _stage(reading, seconds, seed, size)
    back, front = (focused(stage, part) for part in scenes.build(stage))
    actors = _actors(stage)
    props: list[Prop] = [*back, *plates(stage), *actors, *front]
    props += finish(stage)
    return stage, gathered(stage, props)


def footfalls(reading: Reading, seconds: float, seed: int, size: tuple[int, int]) -> list[float]:
    """The seconds at which feet fall in a shot, without its set."""
    actors = _actors(_stage(reading, seconds, seed, size))
    return actors[-1].steps() if actors else []


def _stage(reading: Reading, seconds: float, seed: int, size: tuple[int, int]) -> Stage:
    """The camera needs the subject's path and the path the stage, so the stage is made twice."""
    width, height = size
    unit = min(height, width * 0.88)
    palette = choose(reading.time, reading.weather, seed)
    horizon = height * scenes.horizon(reading.setting, seed)
    on_table = bool(reading.subjects) and reading.setting == "interior" and reading.subjects[0].kind in TABLE
    foot = height * 0.79 if on_table else max(height * _FOOT[reading.framing], horizon + unit * 0.2)
    still = Camera((), "normal", seconds, seed, size, unit)
    stage = Stage(width, height, unit, horizon, foot, seconds, seed, palette, reading, still)
    travel = 0.0
    if reading.subjects and _follows(stage):
        part = cast(reading.subjects[0], stage)
        travel = path(stage, part, reading.subjects[0], True) * side(stage)
    elif "tracking" in reading.moves:
        travel = 0.16 * seconds * side(stage)
    moves = reading.moves or (() if travel else _default(stage))
    camera = Camera(moves, reading.pace, seconds, seed, size, unit, travel)
    return Stage(width, height, unit, horizon, foot, seconds, seed, palette, reading, camera)


def _default(stage: Stage) -> tuple[str, ...]:
    """A prompt without a move gets a slow one, so that there is depth to see."""
    return (
        (stage.chance("move").choice(("push_in", "pan_right", "pan_left")),)
        if not stage.reading.subjects
        else ("push_in",)
    )


def _follows(stage: Stage) -> bool:
    """Whether the camera goes along: it is told to, or nothing is said and the path leaves the frame."""
    reading = stage.reading
    if "tracking" in reading.moves:
        return True
    if reading.moves and "handheld" not in reading.moves:
        return False
    part = cast(reading.subjects[0], stage)
    return path(stage, part, reading.subjects[0], True) > 0.75 * stage.width / stage.unit


def side(stage: Stage) -> int:
    """+1 when the subject goes to the right."""
    if stage.reading.direction:
        return 1 if stage.reading.direction == "right" else -1
    return 1 if stage.chance("side").random() < 0.7 else -1


def _actors(stage: Stage) -> list[Actor]:
    made: list[Actor] = []
    follow = bool(stage.reading.subjects) and _follows(stage)
    for index, subject in enumerate(stage.reading.subjects):
        made += _group(stage, subject, index, follow, len(stage.reading.subjects))
    return sorted(made, key=lambda actor: actor.depth)


def _group(stage: Stage, subject: Subject, index: int, follow: bool, kinds: int) -> list[Actor]:
    part = cast(subject, stage)
    near = min(_near(stage), (0.66 if part.place == "table" else 0.95) / (part.size * part.box[3]))
    chance = stage.chance(f"group{index}")
    count = min(subject.count, 7)
    made: list[Actor] = []
    spread = part.size * near * (1.1 if part.place == "air" else 1.5)
    for member in range(count):
        offset = -0.34 * index * near * (1 if kinds > 1 else 0) + (0.12 if kinds > 1 and index == 0 else 0.0)
        offset *= side(stage)
        row, scale = _row(stage, part, near), near
        if count > 1:
            offset += (member - (count - 1) / 2) * spread + chance.uniform(-0.1, 0.1) * spread
            if part.place == "air":
                row += chance.uniform(-0.16, 0.14) * stage.unit
                scale *= chance.uniform(0.6, 0.95)
            else:
                back = chance.uniform(0.0, 0.16) if member else 0.0
                row -= back * (stage.foot - stage.horizon)
                scale *= 1 - back
        made.append(
            Actor(
                stage,
                part,
                subject,
                follow,
                row,
                offset,
                scale,
                lag=member * 0.37 + index * 0.2,
                side=side(stage),
            )
        )
    return made


def _near(stage: Stage) -> float:
    """How much larger than life-size figures are played: rooms are small, so figures in them are not."""
    return _NEAR[stage.reading.framing] * (1.3 if stage.reading.setting == "interior" else 1.0)


def _row(stage: Stage, part: Cast, near: float) -> float:
    """The row of the feet (or of the middle, for what flies and swims)."""
    setting = stage.reading.setting
    if part.place == "air":
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
    if setting == "interior" and part.place == "table":
        return stage.foot
    return stage.foot
