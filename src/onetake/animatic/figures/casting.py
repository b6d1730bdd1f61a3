"""Casting: which figure plays a kind of subject, how large, how fast, where."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from onetake.animatic.colour import RGB
from onetake.animatic.figures import beast, held, manners, person, suited, thing, traits, vehicle, winged
from onetake.animatic.figures.builds import BUILDS, Build
from onetake.animatic.figures.outfit import dress
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.figures.variants import variant
from onetake.animatic.prompt import Subject
from onetake.animatic.stage import Stage

Draw = Callable[[Pen, float, Look], None]


@dataclass(frozen=True, slots=True)
class Cast:
    """How a kind is played.

    `size` is stage units per figure unit, `cycle` frames, `stride` figure units a cycle, `focus` the
    (bottom, top) in figure units of what a close shot shows of it, None all of it.
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
    skin: RGB = (222, 176, 140)
    focus: tuple[float, float] | None = None
    aim: float = 0.0
    """How far in front of its feet the middle of a close shot is, in figure units."""
    half: float = 0.6
    """About half of how wide it is, in figure units."""


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


_FLIERS: dict[str, tuple[Draw, float, RGB]] = {
    "bird": (winged.bird, 0.2, (222, 226, 230)),
    "butterfly": (winged.butterfly, 0.13, (226, 146, 52)),
}


_SWIMMERS: dict[str, tuple[Draw, float, int, float, RGB]] = {
    "fish": (winged.fish, 0.26, 28, 0.35, (232, 128, 58)),
    "whale": (winged.whale, 0.62, 60, 0.3, (66, 92, 120)),
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


_SUITS: dict[str, tuple[RGB, RGB]] = {
    "robot": ((150, 160, 170), (94, 102, 114)),
    "astronaut": ((232, 232, 228), (180, 184, 190)),
}
"""Those who wear no coat: (main, second)."""


def cast(subject: Subject, stage: Stage) -> Cast:
    """The part for a subject. Colours are local; the actor lights them."""
    if subject.kind == "card" and variant(subject.label):
        return _beast(subject, stage)
    return _PARTS.get(subject.kind, _thing)(subject, stage)


def known(subject: Subject) -> bool:
    """Whether there is a figure for a subject, so that no card stands in for it."""
    return subject.kind != "card" or variant(subject.label) is not None


def _beast(subject: Subject, stage: Stage) -> Cast:
    name = f"{subject.about[0][-12:]} {subject.label}" if subject.kind == "bear" else subject.label
    build, action = variant(name) or BUILDS.get(subject.kind, BUILDS["dog"]), traits.act(subject)
    gait = "trot" if action in ("trot", "fly", "swim", "dance") else action
    eye = _eyes(build, gait) if stage.reading.framing == "close" and gait in beast.CALM else None
    return Cast(
        lambda pen, phase, look: beast.draw(pen, phase, replace(look, action=gait), build),
        beast.BOX if build.neck < 0.8 else beast.TALL,
        build.size or _SIZES[subject.kind],
        {"trot": 17, "run": 13, "walk": 30}.get(gait, 96),
        beast.STRIDES.get(gait, 0.0),
        "ground",
        build.coat,
        build.sock,
        build.under,
        focus=(eye[1] - 0.66, eye[1] + 0.46) if eye else None,
        aim=eye[0] if eye else 0.0,
        half=1.0,
    )


def _eyes(build: Build, gait: str) -> tuple[float, float]:
    """About where the head of a resting animal is."""
    if gait in ("sit", "sleep", "eat"):
        return (0.2, 0.9) if gait == "sit" else (0.7, 0.5)
    angle = math.atan(build.rise)
    return build.length / 2 + build.neck * math.cos(angle), 0.95 + build.neck * math.sin(angle)


def _person(subject: Subject, stage: Stage) -> Cast:
    how, wear = traits.manner(subject, stage), dress(subject, stage.chance(f"dress-{subject.label}"))
    hold = traits.holds(subject, stage) if how not in ("run", "jump", "dance", "sleep", "swim") else ""
    how = {"stand": held.POSES.get(hold, how)}.get(how, how) if hold else how
    turn = traits.yaw(subject, stage, how)
    if traits.nearing(stage) < 0:
        turn = math.pi
    seat = _seat(how, stage)
    main, second = _coat(subject, stage)
    main = wear.cloth or main
    close = stage.reading.framing == "close" and how not in ("run", "dance", "jump", "sleep", "swim")
    still = manners.CYCLES.get(how, manners.CALM)
    tall = {"child": 0.36}.get(subject.kind, 0.46)
    return Cast(
        lambda pen, phase, look: person.draw(
            pen, look, wear, person.posed(how, phase, turn, wear, bool(hold)), hold, seat
        ),
        person.FLAT if how in ("sleep", "swim") else person.CLOSE if close else person.BOX,
        tall * (0.97 if wear.lashes or wear.old else 1.0),
        still,
        traits.stride(how, turn),
        "ground",
        main,
        second,
        skin=wear.skin,
        half=0.26,
        focus=_FACE if close else None,
    )


def _coat(subject: Subject, stage: Stage) -> tuple[RGB, RGB]:
    """Cloth by chance, another one for another name."""
    return _COATS[(stage.chance("coat").randrange(len(_COATS)) + sum(map(ord, subject.label))) % len(_COATS)]


_FACE = (0.5, 1.14)
"""What of a person a close shot shows."""


def _seat(how: str, stage: Stage) -> str:
    if how not in ("sit", "chat", "read"):
        return ""
    return "chair" if stage.reading.setting == "interior" else "bench"


def _suited(subject: Subject, stage: Stage) -> Cast:
    """Robots and astronauts: no clothes, no hair, the gaits of people."""
    kind, how = subject.kind, traits.manner(subject, stage)
    turn = traits.yaw(subject, stage, how)
    main, second = _SUITS[kind]
    return Cast(
        lambda pen, phase, look: suited.draw(pen, look, kind, manners.stance(how, phase, turn)),
        person.BOX,
        0.46,
        manners.CYCLES.get(how, manners.CALM),
        traits.stride(how, turn),
        "ground" if how != "float" else "air",
        main,
        second,
        half=0.26,
    )


def rideable(subjects: Sequence[Subject]) -> bool:
    """Whether the first can sit on the second."""
    return subjects[0].kind in traits.PEOPLE and subjects[1].kind in (
        "horse",
        "elephant",
        "cow",
        "deer",
        "tiger",
    )


def mounted(rider: Subject, mount: Subject, stage: Stage) -> Cast:
    """An animal with somebody on its back."""
    under = cast(mount, stage)
    if not under.stride and rider.action in ("walk", "run", "trot", "none"):
        under = cast(replace(mount, action="run" if rider.action == "run" else "trot"), stage)
    wear = dress(rider, stage.chance(f"dress-{rider.label}"))
    coat = rider.colour or wear.cloth or _coat(rider, stage)[0]
    tall = 0.46 / under.size * (0.8 if rider.kind == "child" else 1.0)

    def play(pen: Pen, phase: float, look: Look) -> None:
        under.draw(pen, phase, look)
        seat = pen.inner((-0.12, 0.93 - 0.3 * tall + 0.02 * math.sin(2 * math.pi * phase)), tall)
        own = replace(
            look, main=look.shown(coat), second=look.shown((66, 62, 78)), skin=look.shown(wear.skin)
        )
        person.draw(seat, own, wear, person.posed("ride", phase, 1.25, wear, False))

    left, bottom, right, top = under.box
    return replace(under, draw=play, box=(left, bottom, right, top + tall * 0.62))


def _vehicle(subject: Subject, stage: Stage) -> Cast:
    kind = subject.kind
    size, cycle, stride, place, main = _VEHICLES[kind]
    still = subject.action in ("stand", "sit") and place == "road"
    return Cast(
        lambda pen, phase, look: vehicle.draw(pen, phase, look, kind),
        vehicle.BOXES[kind],
        size,
        cycle,
        0.0 if still else stride,
        place,
        main,
        (70, 74, 92),
        half=vehicle.BOXES[kind][2] * 0.9,
    )


def _flier(subject: Subject, stage: Stage) -> Cast:
    play, size, main = _FLIERS[subject.kind]
    perched = subject.action in ("stand", "sit")
    return Cast(
        play,
        winged.BIRD_BOX,
        size,
        48 if perched else 15,
        0.0 if perched else 0.7,
        "ground" if perched else "air",
        main,
        (70, 76, 92),
    )


def _swimmer(subject: Subject, stage: Stage) -> Cast:
    play, size, cycle, stride, main = _SWIMMERS[subject.kind]
    return Cast(play, winged.FISH_BOX, size, cycle, stride, "air", main, (196, 84, 44))


def _thing(subject: Subject, stage: Stage) -> Cast:
    kind = subject.kind if subject.kind in _THINGS else "card"
    size, cycle, main = _THINGS[kind]
    return Cast(
        lambda pen, phase, look: thing.draw(pen, phase, look, kind),
        thing.BOX,
        size,
        cycle,
        0.0,
        "table",
        main,
        (60, 64, 78),
    )


_PARTS: dict[str, Callable[[Subject, Stage], Cast]] = {
    **dict.fromkeys(BUILDS, _beast),
    **dict.fromkeys(("man", "woman", "child"), _person),
    **dict.fromkeys(_SUITS, _suited),
    **dict.fromkeys(_VEHICLES, _vehicle),
    **dict.fromkeys(_FLIERS, _flier),
    **dict.fromkeys(_SWIMMERS, _swimmer),
}
"""Who plays a kind; what is not here is a thing, or a card."""
