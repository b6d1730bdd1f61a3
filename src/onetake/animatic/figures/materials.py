"""What a figure is made of: brass and gears, gold, glass, ice, wood, paper, stone, jade, wool."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from onetake.animatic.canvas import Point
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures.part import Cast
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.text.prompt import Subject

Spots = tuple[tuple[Point, float], ...]
"""Places on a body, each with a radius that has room there."""


@dataclass(frozen=True, slots=True)
class Material:
    """Colours of what is made of it; `finish` is gears, sparks, grain or folds."""

    names: str
    main: RGB
    second: RGB
    pale: RGB
    finish: str


_ALL = (
    Material(
        r"clockwork|mechanical|steampunk|brass|wind-?up|automat(?:on|a)|发条|机械|蒸汽朋克|黄铜",
        (196, 148, 70),
        (124, 84, 44),
        (244, 216, 150),
        "gears",
    ),
    Material(
        r"(?:solid|pure|molten|made of) gold|gold statue|纯金|黄金",
        (230, 182, 66),
        (176, 124, 40),
        (255, 240, 176),
        "sparks",
    ),
    Material(
        r"glass|crystal|diamond|transparent|translucent|玻璃|水晶|琉璃|透明",
        (168, 208, 236),
        (120, 166, 214),
        (244, 252, 255),
        "sparks",
    ),
    Material(
        r"ice(?! cream)|icy|frozen|冰晶|冰雪|冰雕|冰(?!淇淋|激凌)",
        (190, 226, 244),
        (134, 186, 222),
        (250, 254, 255),
        "sparks",
    ),
    Material(
        r"wooden|wood|carved|木头|木制|木雕|木", (176, 124, 74), (120, 80, 46), (226, 188, 138), "grain"
    ),
    Material(
        r"paper|origami|papercraft|剪纸|折纸|纸", (242, 238, 230), (206, 204, 202), (255, 255, 255), "folds"
    ),
    Material(
        r"stone|marble|granite|石头|石雕|大理石|石",
        (168, 166, 162),
        (122, 120, 118),
        (214, 212, 208),
        "grain",
    ),
    Material(r"bronze|copper|青铜", (134, 112, 76), (84, 96, 78), (206, 190, 140), "sparks"),
    Material(r"jade|emerald|翡翠|玉", (112, 178, 132), (74, 136, 98), (206, 240, 214), "sparks"),
    Material(
        r"robot(?:ic)?|cyber(?:netic)?|cyborg|metal(?:lic)?|steel|iron|chrome|机器|金属|钢铁",
        (158, 166, 178),
        (96, 104, 118),
        (226, 234, 244),
        "bolts",
    ),
    Material(
        r"plush|felt|woollen|knitted|stuffed|yarn|毛绒|毛线|羊毛毡",
        (206, 162, 124),
        (160, 116, 88),
        (244, 226, 204),
        "stitches",
    ),
)

_SOFT = (
    "man",
    "woman",
    "child",
    "robot",
    "astronaut",
    "car",
    "truck",
    "train",
    "bicycle",
    "cup",
    "bottle",
    "phone",
)
"""Whom such words do not change: a woman of steel is a woman; things have colours of their own."""


def material(subject: Subject) -> Material | None:
    """What the words right before the name say that it is made of, or None."""
    if subject.kind in _SOFT:
        return None
    before, label = subject.about[0], subject.label.lower()
    if _FOLDED.search(label):
        return None
    near = f"{' '.join(before.split()[-2:])} {label}"
    for one in _ALL:
        if re.search(rf"(?<![a-z])(?:{one.names})(?![a-z])", near if before.isascii() else label):
            return one
        if re.search(rf"(?:{one.names})[质制做雕]?的?$", before):
            return one
    return None


_FOLDED = re.compile(
    r"paper (?:boat|(?:air)?plane|lantern)|house|cottage|cabin|hut|castle|mill|纸船|纸飞机|屋|城堡"
)
"""What has a figure of its own in its material, or has no body to work on."""


def made(part: Cast, of: Material, subject: Subject) -> Cast:
    """The part in that material: its colours, and its finish over what is drawn."""
    spots = _spots(part)

    def play(pen: Pen, phase: float, look: Look) -> None:
        body = look.main if subject.colour else look.shown(of.main)
        own = replace(look, main=body, second=look.shown(of.second), light=look.shown(of.pale))
        if of.finish == "gears":
            _key(pen, phase, own, spots)
        part.draw(pen, phase, own)
        _FINISHES[of.finish](pen, phase, own, spots)

    left, bottom, right, top = part.box
    return replace(part, draw=play, box=(left - 0.12, bottom, right, top + 0.12))


def _spots(part: Cast) -> Spots:
    """Places on its body, each with the radius that has room there, by how its sheet lies."""
    left, bottom, right, _ = part.box
    if part.place == "air" or bottom < -0.3:
        return ((0.0, 0.0), 0.11), ((0.24, 0.02), 0.07), ((-0.26, 0.0), 0.08)
    if right - left > 3.0:
        return ((-0.02, 0.8), 0.13), ((0.24, 0.78), 0.09), ((-0.32, 0.82), 0.1)
    return ((0.0, 0.46), 0.15), ((0.12, 0.27), 0.09), ((-0.14, 0.3), 0.08)


def _key(pen: Pen, phase: float, look: Look, spots: Spots) -> None:
    """A key in its back that turns."""
    x, y = spots[0][0]
    high = y + 0.3 if y > 0.6 else y + 0.12
    at = (x - 0.06, high + 0.24) if y > 0.6 else (x - 0.44, high)
    brass = look.shown((226, 186, 96))
    pen.limb([(x, y), at], [0.03, 0.026], scaled(brass, 0.7))
    wide = 0.11 * math.cos(2 * math.pi * phase)
    for side in (-1, 1):
        pen.disc((at[0] + side * wide, at[1]), 0.075, brass)
        pen.disc((at[0] + side * wide, at[1]), 0.032, scaled(brass, 0.5))


def _gears(pen: Pen, phase: float, look: Look, spots: Spots) -> None:
    """Wheels with teeth that turn against each other, rivets between them."""
    for i, ((x, y), r) in enumerate(spots):
        metal = (look.light, mix(look.main, look.light, 0.4), scaled(look.main, 0.72))[i]
        turn = 2 * math.pi * phase * (-1 if i % 2 else 1)
        pen.disc((x, y), r * 1.25, scaled(look.second, 0.55))
        for tooth in range(8):
            a = turn + 2 * math.pi * tooth / 8
            tip = (x + r * 1.05 * math.cos(a), y + r * 1.05 * math.sin(a))
            pen.limb([(x, y), tip], [r * 0.2, r * 0.16], metal)
        pen.disc((x, y), r * 0.78, metal)
        pen.disc((x, y), r * 0.52, scaled(metal, 0.7))
        for spoke in range(4):
            a = turn + math.pi * spoke / 2
            pen.limb([(x, y), (x + r * 0.6 * math.cos(a), y + r * 0.6 * math.sin(a))], [r * 0.1] * 2, metal)
        pen.disc((x, y), r * 0.16, scaled(look.second, 0.5))


def _sparks(pen: Pen, phase: float, look: Look, spots: Spots) -> None:
    """Facets that catch the light one after the other."""
    for i, ((x, y), r) in enumerate(spots):
        for facet in range(3):
            a = 2.1 * facet + i
            lit = 0.5 + 0.5 * math.sin(2 * math.pi * (phase + (facet + 3 * i) / 9))
            corners = [(x + 1.3 * r * math.cos(a + d), y + 1.1 * r * math.sin(a + d)) for d in (0.0, 0.9)]
            pen.shape([(x, y), *corners], look.light, int(30 + 110 * lit))
        star = r * 1.5 * max(0.0, math.sin(2 * math.pi * (phase + i / 3))) ** 4
        if star > 0.01:
            cx, cy = x + r * 0.4, y + r * 0.7
            for wide, tall in ((star, star * 0.12), (star * 0.12, star)):
                pen.shape(
                    [(cx - wide, cy), (cx, cy + tall), (cx + wide, cy), (cx, cy - tall)], (255, 255, 255)
                )


def _grain(pen: Pen, phase: float, look: Look, spots: Spots) -> None:
    """Lines along the body and a knot."""
    del phase
    (x, y), r = spots[0]
    dark = scaled(look.main, 0.7)
    for i in range(4):
        dy = r * (0.9 - 0.55 * i)
        line = [(x - 2.4 * r, y + dy), (x - 0.6 * r, y + dy - 0.2 * r), (x + 2.2 * r, y + dy + 0.1 * r)]
        pen.sweep(line, [0.004, 0.008, 0.004], dark)
    pen.disc((x + r * 0.7, y), r * 0.32, dark, squash=0.6)
    pen.disc((x + r * 0.7, y), r * 0.18, look.main, squash=0.6)


def _folds(pen: Pen, phase: float, look: Look, spots: Spots) -> None:
    """Creases with a bright and a shaded side."""
    del phase
    (x, y), r = spots[0]
    pen.shape([(x - 2 * r, y + 0.6 * r), (x, y + 1.1 * r), (x + 0.2 * r, y - r)], look.light, 170)
    pen.shape(
        [(x, y + 1.1 * r), (x + 2 * r, y + 0.5 * r), (x + 0.2 * r, y - r)], scaled(look.second, 0.92), 170
    )


def _stitches(pen: Pen, phase: float, look: Look, spots: Spots) -> None:
    """A seam of short threads."""
    del phase
    (x, y), r = spots[0]
    for i in range(9):
        at = x - 2 * r + 0.5 * r * i
        pen.limb([(at, y - 0.25 * r), (at + 0.1 * r, y + 0.25 * r)], [0.008, 0.008], scaled(look.second, 0.8))


_FINISHES: dict[str, Callable[[Pen, float, Look, Spots], None]] = {
    "gears": _gears,
    "bolts": _gears,
    "sparks": _sparks,
    "grain": _grain,
    "folds": _folds,
    "stitches": _stitches,
}
