"""Casting: which figure plays a kind of subject, how large, how fast, where."""

from collections.abc import Callable
from dataclasses import dataclass

from onetake.animatic.colour import RGB
from onetake.animatic.figures import beast, person, thing, vehicle, winged
from onetake.animatic.figures.builds import BUILDS
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.prompt import Subject
from onetake.animatic.stage import Stage

Draw = Callable[[Pen, float, Look], None]


@dataclass(frozen=True, slots=True)
class Cast:
    """How a kind is played.

    `size` is stage units per figure unit, `cycle` frames, `stride` figure units a cycle.
    """

    draw: Draw
    box: tuple[float, float, float, float]
    size: float
    cycle: int
    stride: float
    place: str
    main: RGB
    second: RGB
    under: RGB = (240, 236, 228)


_GAITS = {"run": (13, 1.75), "walk": (26, 0.62), "trot": (16, 0.95), "dance": (16, 0.0)}


_SIZES = {
    "fox": 0.215,
    "wolf": 0.24,
    "dog": 0.2,
    "cat": 0.17,
    "tiger": 0.26,
    "lion": 0.27,
    "horse": 0.36,
    "deer": 0.31,
    "bear": 0.29,
    "elephant": 0.37,
    "cow": 0.3,
    "rabbit": 0.13,
}


_VEHICLES: dict[str, tuple[float, int, float, str, RGB]] = {
    "car": (0.27, 12, 1.3, "road", (196, 56, 48)),
    "truck": (0.31, 12, 1.3, "road", (58, 106, 150)),
    "train": (0.24, 12, 1.4, "road", (176, 60, 54)),
    "bicycle": (0.34, 16, 1.1, "road", (206, 92, 52)),
    "boat": (0.27, 72, 0.55, "water", (150, 74, 52)),
    "plane": (0.3, 24, 0.75, "air", (196, 60, 54)),
    "rocket": (0.25, 10, 0.0, "air", (206, 66, 52)),
    "balloon": (0.26, 48, 0.18, "air", (206, 78, 58)),
}


_THINGS: dict[str, tuple[float, int, RGB]] = {
    "cup": (0.36, 48, (206, 214, 208)),
    "bottle": (0.34, 48, (74, 132, 116)),
    "phone": (0.36, 48, (88, 132, 196)),
    "shoe": (0.4, 1, (206, 84, 62)),
    "flower": (0.36, 48, (214, 76, 96)),
    "ball": (0.3, 20, (226, 126, 58)),
    "card": (0.42, 48, (106, 118, 140)),
}


TABLE = frozenset(_THINGS)
"""The kinds that stand on a table when they are indoors."""


_COATS: tuple[tuple[RGB, RGB], ...] = (
    ((178, 66, 58), (52, 58, 84)),
    ((214, 150, 62), (58, 62, 72)),
    ((64, 110, 136), (44, 48, 66)),
    ((86, 122, 92), (64, 54, 52)),
    ((210, 196, 176), (78, 84, 104)),
    ((120, 78, 122), (48, 50, 70)),
)


def cast(subject: Subject, stage: Stage) -> Cast:
    """The part for a subject. Colours are local; the actor lights them."""
    kind, action = subject.kind, subject.action
    if kind in BUILDS:
        build = BUILDS[kind]
        gait = "trot" if action in ("trot", "none", "fly", "swim", "dance") else action
        cycle, stride = {"trot": (17, 0.78), "run": (12, 1.35), "walk": (30, 0.62)}.get(gait, (48, 0.0))
        return Cast(
            lambda pen, phase, look: beast.draw(pen, phase, look, build),
            beast.BOX,
            _SIZES[kind],
            cycle,
            stride,
            "ground",
            build.coat,
            build.sock,
            build.under,
        )
    if kind in ("man", "woman", "child", "robot", "astronaut"):
        cycle, stride = _GAITS.get(action, (48, 0.0))
        if action in ("run", "walk", "trot"):
            stride = person.STRIDE[action]
        main, second = stage.chance(f"coat-{kind}").choice(_COATS)
        if kind in ("robot", "astronaut"):
            main, second = (
                ((150, 160, 170), (94, 102, 114)) if kind == "robot" else ((232, 232, 228), (180, 184, 190))
            )
        size = 0.36 if kind == "child" else 0.46
        return Cast(
            lambda pen, phase, look: person.draw(pen, phase, look, kind),
            person.BOX,
            size,
            cycle,
            stride,
            "ground",
            main,
            second,
        )
    if kind in _VEHICLES:
        size, cycle, stride, place, main = _VEHICLES[kind]
        still = action in ("stand", "sit") and place == "road"
        return Cast(
            lambda pen, phase, look: vehicle.draw(pen, phase, look, kind),
            vehicle.BOXES[kind],
            size,
            cycle,
            0.0 if still else stride,
            place,
            main,
            (70, 74, 92),
        )
    if kind in ("bird", "butterfly"):
        play = winged.bird if kind == "bird" else winged.butterfly
        perched = action in ("stand", "sit")
        return Cast(
            play,
            winged.BIRD_BOX,
            0.2 if kind == "bird" else 0.13,
            48 if perched else 15,
            0.0 if perched else 0.7,
            "ground" if perched else "air",
            (222, 226, 230) if kind == "bird" else (226, 146, 52),
            (70, 76, 92),
        )
    if kind in ("fish", "whale"):
        play = winged.fish if kind == "fish" else winged.whale
        return Cast(
            play,
            winged.FISH_BOX,
            0.26 if kind == "fish" else 0.62,
            28 if kind == "fish" else 60,
            0.35 if kind == "fish" else 0.3,
            "air",
            (232, 128, 58) if kind == "fish" else (66, 92, 120),
            (196, 84, 44),
        )
    size, cycle, main = _THINGS.get(kind, _THINGS["card"])
    return Cast(
        lambda pen, phase, look: thing.draw(pen, phase, look, kind if kind in _THINGS else "card"),
        thing.BOX,
        size,
        cycle,
        0.0,
        "table",
        main,
        (60, 64, 78),
    )
