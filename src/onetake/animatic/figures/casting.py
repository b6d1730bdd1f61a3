"""Casting: which figure plays a kind of subject, how large, how fast, where."""

import math
import re
from collections.abc import Callable
from dataclasses import replace

from onetake.animatic.colour import RGB, mix
from onetake.animatic.figures import (
    beast,
    beast_front,
    birds,
    growth,
    thing,
    traits,
    troupe,
    vehicle,
    wheels,
    winged,
)
from onetake.animatic.figures.builds import BUILDS, Build
from onetake.animatic.figures.materials import made, material
from onetake.animatic.figures.part import Cast, Draw
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.figures.specials import Special, special
from onetake.animatic.figures.variants import variant
from onetake.animatic.stage import Stage
from onetake.animatic.text.prompt import Subject

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
    "boat": (0.27, 72, 0.55, "water", (150, 74, 52)),
    "plane": (0.3, 24, 0.75, "air", (196, 60, 54)),
    "rocket": (0.25, 10, 0.0, "air", (206, 66, 52)),
    "balloon": (0.26, 48, 0.18, "air", (206, 78, 58)),
}


_THINGS: dict[str, tuple[float, int, RGB]] = {
    "cup": (0.36, 48, (206, 214, 208)),
    "shoe": (0.4, 1, (206, 84, 62)),
    "flower": (0.36, 48, (214, 76, 96)),
    "ball": (0.3, 20, (226, 126, 58)),
    "card": (0.42, 48, (106, 118, 140)),
}


_FLIERS: dict[str, tuple[Draw, float, RGB]] = {
    "butterfly": (winged.butterfly, 0.17, (226, 146, 52)),
}


_SWIMMERS: dict[str, tuple[Draw, float, int, float, RGB]] = {
    "fish": (winged.fish, 0.26, 28, 0.35, (232, 128, 58)),
    "whale": (winged.whale, 0.62, 60, 0.3, (66, 92, 120)),
}


TABLE = frozenset((*_THINGS, "bottle", "phone"))
"""The kinds that stand on a table when they are indoors."""


def cast(subject: Subject, stage: Stage) -> Cast:
    """The part for a subject. Colours are local; the actor lights them."""
    subject = played(subject)
    part, of = _own(subject, stage), material(subject)
    return made(part, of, subject) if of and known(subject) and part.place != "table" else part


def _own(subject: Subject, stage: Stage) -> Cast:
    """The part in the colours of its kind."""
    if subject.kind == "card" and variant(subject.label):
        return _beast(subject, stage)
    if subject.kind in ("car", "truck", "bicycle") and traits.nearing(stage):
        size, _, _, _, main = _VEHICLES.get(subject.kind, _VEHICLES["car"])
        row = special(subject.kind, _name(subject))
        return wheels.coming(subject, stage, size, row.main if row else main)
    if row := special(_kind(subject, stage), _name(subject)):
        return _special(row, subject, stage)
    return _PARTS.get(subject.kind, _thing)(subject, stage)


def played(subject: Subject) -> Subject:
    """The subject by the kind of figure that plays it: heroes without a kind are people."""
    if subject.kind != "card":
        return subject
    for kind, names in _ROLES:
        if re.search(rf"(?<![a-z])(?:{names})$", subject.label.lower()):
            return replace(subject, kind=kind)
    return subject


_ROLES = (
    ("woman", r"super ?heroines?|wonder woman|supergirl|女超人|女侠"),
    ("man", r"super ?hero(?:es)?|superman|batman|spider-?man|gladiators?|vikings?|超人|超级英雄|侠客"),
)


def known(subject: Subject) -> bool:
    """Whether there is a figure for a subject, so that no card stands in for it."""
    subject = played(subject)
    named = variant(subject.label) or special("card", subject.label)
    return subject.kind != "card" or named is not None


def _name(subject: Subject) -> str:
    """The name by which a special figure is looked for: with the words just before a vehicle."""
    if subject.kind not in ("car", "truck", "train", "boat", "plane"):
        return subject.label
    before = subject.about[0]
    return f"{' '.join(before.split()[-2:]) if before.isascii() else before[-6:]} {subject.label}"


def _kind(subject: Subject, stage: Stage) -> str:
    """The kind by which a special figure is looked for: a bird that sits is another one."""
    rests = subject.action in ("stand", "sit") or (subject.action == "none" and "fl" not in subject.about[1])
    said = subject.action in ("stand", "sit")
    rests = rests and (said or stage.reading.setting not in ("sky", "sea", "space"))
    return "bird perched" if subject.kind == "bird" and rests else subject.kind


def _special(row: Special, subject: Subject, stage: Stage) -> Cast:
    still = row.place == "road" and subject.action in ("stand", "sit")
    high = "bird perched" in row.kinds[:1] and stage.reading.setting in ("sky", "forest", "mountains")
    return Cast(
        birds.on_branch(row.draw) if high else row.draw,
        row.box,
        row.size,
        row.cycle,
        0.0 if still else row.stride,
        row.place,
        row.main,
        row.second,
        half=row.half,
        once=row.once,
    )


def _beast(subject: Subject, stage: Stage) -> Cast:
    name = f"{subject.about[0][-12:]} {subject.label}" if subject.kind == "bear" else subject.label
    build, action = variant(name) or BUILDS.get(subject.kind, BUILDS["dog"]), traits.act(subject)
    if stage.reading.framing == "close" and subject.action == "none" and action == "walk":
        action = "stand"
    gait = "trot" if action in ("trot", "fly", "swim", "dance") else action
    way = traits.nearing(stage) if gait not in beast.CALM else 0
    if way:
        return _coming_beast(subject, build, gait, way < 0)
    eye = _eyes(build, gait) if stage.reading.framing == "close" and gait in beast.CALM else None
    return Cast(
        lambda pen, phase, look: beast.draw(pen, phase, replace(look, action=gait), build),
        beast.BOX if build.neck < 0.8 else beast.TALL,
        build.size or _SIZES[subject.kind],
        {"trot": 17, "run": 13, "walk": 30}.get(gait, 96),
        beast.STRIDES.get(gait, 0.0),
        "ground",
        build.coat,
        _pelt(build, subject),
        build.under,
        focus=(eye[1] - 0.66, eye[1] + 0.46) if eye else None,
        aim=eye[0] if eye else 0.0,
        half=1.0,
    )


def _coming_beast(subject: Subject, build: Build, gait: str, back: bool) -> Cast:
    """An animal that comes towards the camera or goes away from it."""
    return Cast(
        lambda pen, phase, look: beast_front.draw(pen, phase, replace(look, action=gait), build, back),
        beast_front.BOX,
        build.size or _SIZES[subject.kind],
        {"trot": 17, "run": 13}.get(gait, 30),
        0.0,
        "ground",
        build.coat,
        _pelt(build, subject),
        build.under,
        half=0.4,
    )


def _pelt(build: Build, subject: Subject) -> RGB:
    """The colour of mane, tail and feet: those of a white animal are nearly white."""
    own = subject.colour
    return mix(own, build.sock, 0.3) if own and build.tail == "flow" and min(own) > 170 else build.sock


def _eyes(build: Build, gait: str) -> tuple[float, float]:
    """About where the head of a resting animal is."""
    if gait in ("sit", "sleep", "eat"):
        return (0.2, 0.9) if gait == "sit" else (0.7, 0.5)
    angle = math.atan(build.rise)
    return build.length / 2 + build.neck * math.cos(angle), 0.95 + build.neck * math.sin(angle)


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
    return Cast(
        play,
        winged.BIRD_BOX,
        size,
        15,
        0.7,
        "air",
        main,
        (70, 76, 92),
    )


def _swimmer(subject: Subject, stage: Stage) -> Cast:
    play, size, cycle, stride, main = _SWIMMERS[subject.kind]
    return Cast(play, winged.FISH_BOX, size, cycle, stride, "air", main, (196, 84, 44))


def _thing(subject: Subject, stage: Stage) -> Cast:
    kind = subject.kind if subject.kind in _THINGS else "card"
    size, cycle, main = _THINGS[kind]
    opens = kind == "flower" and subject.action in ("open", "none")
    return Cast(
        growth.flower if opens else lambda pen, phase, look: thing.draw(pen, phase, look, kind),
        thing.BOX,
        size,
        96 if opens else cycle,
        0.0,
        "table",
        main,
        (60, 64, 78),
        half=0.5,
        once=opens,
    )


def mounted(rider: Subject, mount: Subject, stage: Stage) -> Cast:
    """An animal with somebody on its back."""
    under = cast(mount, stage)
    if not under.stride and rider.action in ("walk", "run", "trot", "none"):
        under = cast(replace(mount, action="run" if rider.action == "run" else "trot"), stage)
    if under.box != beast_front.BOX:
        return troupe.mounted(rider, under, stage)
    build, back = variant(mount.label) or BUILDS[mount.kind], traits.nearing(stage) < 0
    gait = "run" if rider.action == "run" or mount.action == "run" else "walk"

    def across(pen: Pen, phase: float, look: Look, paint: Callable[[], None]) -> None:
        beast_front.draw(pen, phase, replace(look, action=gait), build, back, paint)

    return troupe.mounted(rider, under, stage, across)


_PARTS: dict[str, Callable[[Subject, Stage], Cast]] = {
    **dict.fromkeys(BUILDS, _beast),
    **dict.fromkeys(traits.PEOPLE, troupe.person_part),
    **dict.fromkeys(troupe.SUITS, troupe.suited_part),
    **dict.fromkeys(_VEHICLES, _vehicle),
    "bicycle": wheels.rider_part,
    **dict.fromkeys(_FLIERS, _flier),
    **dict.fromkeys(_SWIMMERS, _swimmer),
}
"""Who plays a kind; what is not here is a thing, or a card."""
