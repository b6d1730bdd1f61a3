"""Birds by their build: in the air, on their feet, on the water."""

import math
from dataclasses import dataclass

from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures.part import Draw
from onetake.animatic.figures.pen import Look, Pen

FLYING = (-1.15, -1.0, 1.15, 1.1)
STANDING = (-0.8, -0.16, 0.95, 1.6)


@dataclass(frozen=True, slots=True)
class Plumage:
    """`span` of a wing, `broad` of it, `neck` length in flight, `beak` length and its colour."""

    span: float = 0.8
    broad: float = 0.26
    neck: float = 0.0
    beak: float = 0.12
    bill: RGB = (226, 160, 60)
    cap: RGB | None = None
    legs: float = 0.0


PLUMAGES: dict[str, Plumage] = {
    "bird": Plumage(),
    "eagle": Plumage(1.0, 0.34, 0.0, 0.13, (230, 176, 60), (240, 238, 232)),
    "gull": Plumage(0.95, 0.22, 0.0, 0.13, (232, 150, 60)),
    "crow": Plumage(0.8, 0.3, 0.0, 0.13, (44, 42, 46)),
    "crane": Plumage(0.95, 0.3, 0.42, 0.2, (120, 108, 84), (206, 62, 48), 0.5),
    "flamingo": Plumage(0.9, 0.28, 0.46, 0.12, (60, 54, 58), None, 0.62),
    "goose": Plumage(0.9, 0.28, 0.34, 0.12, (226, 150, 60)),
    "parrot": Plumage(0.75, 0.28, 0.0, 0.1, (60, 56, 60), (236, 196, 66)),
}


def flying(pen: Pen, phase: float, look: Look, plumage: Plumage) -> None:
    """The wing beats from the shoulder and its tip follows; the body sinks as the wing goes up."""
    turn = 2 * math.pi * phase
    y = -0.05 * math.sin(turn)
    _wing(pen, look, plumage, turn, y, True)
    pen.shape(
        [(-0.24, y + 0.04), (-0.62, y + 0.12), (-0.58, y), (-0.62, y - 0.08), (-0.24, y - 0.04)],
        look.far(look.main),
    )
    if plumage.legs:
        pen.limb([(-0.2, y - 0.04), (-0.7, y - 0.06)], [0.014, 0.01], look.dark)
    pen.sweep(
        [(-0.34, y), (-0.05, y - 0.02), (0.24, y + 0.03), (0.36, y + 0.06)],
        [0.04, 0.12, 0.1, 0.07],
        look.main,
    )
    pen.sweep(
        [(-0.2, y - 0.05), (0.05, y - 0.08), (0.26, y - 0.02)],
        [0.03, 0.06, 0.04],
        mix(look.main, look.light, 0.5),
    )
    at = (0.4 + plumage.neck, y + 0.08 + 0.2 * plumage.neck)
    if plumage.neck:
        pen.sweep(
            [(0.28, y + 0.04), (0.3 + plumage.neck * 0.5, y + 0.06), at], [0.07, 0.045, 0.05], look.main
        )
    _head(pen, look, plumage, at, 0.095, 0.0)
    _wing(pen, look, plumage, turn, y, False)


def _wing(pen: Pen, look: Look, plumage: Plumage, turn: float, y: float, far: bool) -> None:
    late = 0.16 if far else -0.06
    up, tip = math.sin(turn), math.sin(turn - 0.7)
    fold = 1 - 0.22 * max(0.0, math.sin(turn - math.pi / 2))
    wrist = (0.1 + late, y + 0.05 + plumage.span * 0.5 * up)
    end = (-0.16 + late, y + 0.05 + plumage.span * (0.5 * up + 0.5 * tip) * fold)
    wide = plumage.broad
    colour = look.far(look.main) if far else look.main
    pen.blob(
        [
            (0.2, y + 0.06),
            (wrist[0] + 0.1, wrist[1]),
            end,
            (wrist[0] - wide, wrist[1] - 0.1 * up),
            (-0.14, y + 0.02),
        ],
        colour,
    )
    ink = look.far(look.second) if far else look.second
    for i in range(5):
        share = 0.35 + 0.16 * i
        root = (
            wrist[0] + (end[0] - wrist[0]) * share - wide * 0.45 * (1 - share * 0.5),
            wrist[1] + (end[1] - wrist[1]) * share,
        )
        pen.limb([root, (root[0] - 0.16 + 0.05 * share, root[1] - 0.08 * tip - 0.03)], [0.045, 0.012], ink)


def _head(pen: Pen, look: Look, plumage: Plumage, at: tuple[float, float], size: float, lids: float) -> None:
    x, y = at
    bill = look.shown(plumage.bill)
    pen.shape(
        [
            (x + size * 0.7, y + size * 0.45),
            (x + size * 0.9 + plumage.beak, y - size * 0.15),
            (x + size * 0.6, y - size * 0.4),
        ],
        bill,
    )
    pen.disc((x, y), size, look.main)
    if plumage.cap:
        pen.blob(
            [
                (x - size, y + size * 0.1),
                (x - size * 0.5, y + size * 0.95),
                (x + size * 0.7, y + size * 0.75),
                (x + size * 0.5, y + size * 0.25),
            ],
            look.shown(plumage.cap),
        )
    pen.disc((x + size * 0.38, y + size * 0.2), size * 0.2, scaled(look.dark, 0.4), squash=1 - lids)
    pen.disc((x + size * 0.44, y + size * 0.28), size * 0.07, (250, 250, 250))


def perched(pen: Pen, phase: float, look: Look, plumage: Plumage) -> None:
    """On its feet: it looks about in jerks, as birds do, and preens its tail."""
    look_up = 0.05 if (phase * 6) % 2 < 1 else 0.0
    lids = max(0.0, *(1 - abs(phase - at) / 0.02 for at in (0.2, 0.55, 0.86)))
    tail = 0.03 * math.sin(4 * math.pi * phase)
    low = 0.12 + plumage.legs * 0.5
    for x in (-0.04, 0.05):
        pen.limb(
            [(x, low + 0.12), (x + 0.01, 0.02), (x + 0.09, 0.012)],
            [0.018, 0.014, 0.01],
            look.shown((206, 140, 70)),
        )
    pen.shape(
        [(-0.14, low + 0.18), (-0.56, low + 0.0 + tail), (-0.5, low - 0.08 + tail), (-0.06, low + 0.06)],
        look.second,
    )
    pen.sweep([(-0.2, low + 0.16), (-0.02, low + 0.22), (0.12, low + 0.42)], [0.09, 0.19, 0.12], look.main)
    pen.sweep([(0.06, low + 0.14), (0.14, low + 0.32)], [0.1, 0.08], mix(look.main, look.light, 0.5))
    at = (0.16, low + 0.56 + plumage.neck * 0.8)
    if plumage.neck:
        pen.sweep(
            [(0.1, low + 0.4), (0.2, low + 0.46 + plumage.neck * 0.4), at], [0.1, 0.05, 0.06], look.main
        )
    _head(pen, look, plumage, (at[0] + look_up * 0.4, at[1] + look_up * 0.3), 0.13, lids)
    pen.blob(
        [(0.08, low + 0.4), (-0.12, low + 0.34), (-0.4, low + 0.04), (-0.06, low + 0.12), (0.06, low + 0.22)],
        look.far(look.main),
    )
    for i in range(3):
        pen.limb(
            [(-0.02 - 0.06 * i, low + 0.26 - 0.05 * i), (-0.26 - 0.04 * i, low + 0.1 - 0.02 * i)],
            [0.014, 0.006],
            look.second,
        )


def on_branch(draw: Draw) -> Draw:
    """The same bird on a bough with leaves."""

    def play(pen: Pen, phase: float, look: Look) -> None:
        wood = mix((110, 78, 52), look.dark, 0.2)
        pen.sweep([(-0.72, -0.02), (-0.2, 0.02), (0.3, 0.0), (0.76, 0.06)], [0.05, 0.045, 0.035, 0.015], wood)
        sway = 0.02 * math.sin(2 * math.pi * phase)
        for x, up in ((-0.5, 1), (-0.4, -1), (0.42, 1), (0.56, -1), (0.68, 1)):
            pen.blob(
                [
                    (x, 0.02),
                    (x + 0.06, 0.02 + up * 0.06),
                    (x + 0.16, up * (0.1 + sway)),
                    (x + 0.1, up * 0.03),
                ],
                look.shown((92, 142, 76)),
            )
        draw(pen, phase, look)

    return play


def swan(pen: Pen, phase: float, look: Look) -> None:
    """On the water: an S of a neck, a wake."""
    turn = 2 * math.pi * phase
    nod = 0.03 * math.sin(turn)
    for i, alpha in enumerate((90, 60, 40)):
        pen.disc((-0.1, 0.0), 0.62 + 0.16 * i, look.light, alpha, 0.05)
    pen.shape([(-0.5, 0.16), (-0.78, 0.36), (-0.42, 0.3)], scaled(look.main, 0.9))
    pen.blob(
        [(-0.62, 0.12), (-0.5, 0.34), (-0.1, 0.42), (0.3, 0.3), (0.46, 0.08), (0.2, -0.03), (-0.4, -0.03)],
        look.main,
    )
    pen.sweep(
        [(0.3, 0.14), (0.5, 0.42), (0.34, 0.74), (0.5, 0.94 + nod), (0.6, 0.9 + nod)],
        [0.13, 0.07, 0.06, 0.065, 0.07],
        look.main,
    )
    pen.shape([(0.64, 0.95 + nod), (0.84, 0.85 + nod), (0.62, 0.84 + nod)], look.shown((232, 140, 56)))
    pen.disc((0.63, 0.93 + nod), 0.03, scaled(look.dark, 0.4))
    pen.blob([(0.2, 0.34), (-0.16, 0.5), (-0.6, 0.4), (-0.3, 0.16), (0.1, 0.12)], scaled(look.main, 0.93))
    for i in range(3):
        pen.limb(
            [(0.04 - 0.1 * i, 0.2 + 0.07 * i), (-0.38 - 0.06 * i, 0.22 + 0.07 * i)],
            [0.012, 0.006],
            scaled(look.main, 0.8),
        )


def owl(pen: Pen, phase: float, look: Look) -> None:
    """It turns its head and blinks slowly."""
    turn = 0.07 * math.sin(2 * math.pi * phase)
    lids = max(0.0, *(1 - abs(phase - at) / 0.05 for at in (0.35, 0.8)))
    pen.blob([(-0.3, 0.2), (-0.34, 0.6), (0.0, 0.86), (0.34, 0.6), (0.3, 0.2), (0.0, 0.08)], look.main)
    for row in range(4):
        for i in range(4):
            pen.disc(
                (-0.15 + 0.1 * i + 0.05 * (row % 2), 0.56 - 0.1 * row), 0.03, mix(look.main, look.light, 0.6)
            )
    for sign in (-1, 1):
        pen.blob(
            [(sign * 0.3, 0.66), (sign * 0.38, 0.4), (sign * 0.24, 0.1), (sign * 0.2, 0.5)],
            look.far(look.main),
        )
        pen.limb([(sign * 0.1, 0.1), (sign * 0.12, 0.04)], [0.05, 0.03], look.shown((226, 160, 60)))
        pen.shape(
            [(sign * 0.3 + turn, 0.92), (sign * 0.3 + turn, 1.18), (sign * 0.1 + turn, 1.02)], look.main
        )
    pen.disc((turn, 0.84), 0.34, look.main, squash=0.82)
    for sign in (-1, 1):
        x = turn * 1.3 + sign * 0.145
        pen.disc((x, 0.86), 0.15, mix(look.main, look.light, 0.7))
        pen.disc((x, 0.86), 0.1, (240, 190, 60), squash=max(1 - lids, 0.1))
        pen.disc((x + turn * 0.2, 0.86), 0.055, scaled(look.dark, 0.3), squash=max(1 - lids, 0.1))
        pen.disc((x + 0.03, 0.89), 0.018, (250, 250, 250))
    pen.shape(
        [(turn * 1.3 - 0.05, 0.8), (turn * 1.3 + 0.05, 0.8), (turn * 1.3, 0.68)], look.shown((206, 150, 60))
    )


def penguin(pen: Pen, phase: float, look: Look) -> None:
    """It waddles: the weight goes from side to side, the flippers stand off."""
    turn = 2 * math.pi * phase
    lean = 0.07 * math.sin(turn) * (look.action not in ("stand", "sit", "none"))
    for sign in (-1, 1):
        low = 0.03 + (0.05 * max(0.0, sign * lean / 0.07) if lean else 0.0)
        toes = [(sign * 0.12, low + 0.01), (sign * 0.12 + 0.1, low)]
        pen.limb(toes, [0.05, 0.035], look.shown((236, 160, 56)))
    pen.blob(
        [
            (-0.3, 0.1),
            (-0.34 + lean, 0.5),
            (-0.2 + lean, 0.86),
            (0.2 + lean, 0.86),
            (0.32 + lean, 0.5),
            (0.28, 0.1),
            (0.0, 0.03),
        ],
        look.main,
    )
    pen.blob(
        [
            (-0.06, 0.1),
            (-0.08 + lean, 0.5),
            (0.04 + lean, 0.8),
            (0.24 + lean, 0.74),
            (0.29 + lean, 0.46),
            (0.24, 0.1),
        ],
        look.light,
    )
    _penguin_head(pen, look, lean * 1.5)
    flap = 0.08 * math.sin(turn + 1)
    pen.sweep(
        [(-0.14 + lean, 0.76), (-0.32 + lean, 0.5), (-0.36 + lean - abs(flap), 0.32 + flap)],
        [0.05, 0.07, 0.02],
        scaled(look.main, 0.8),
    )


def _penguin_head(pen: Pen, look: Look, x: float) -> None:
    pen.disc((x, 0.98), 0.22, look.main)
    pen.blob(
        [(x + 0.02, 0.84), (x + 0.04, 1.02), (x + 0.18, 1.06), (x + 0.21, 0.94), (x + 0.14, 0.82)], look.light
    )
    pen.shape([(x + 0.18, 1.0), (x + 0.38, 0.94), (x + 0.18, 0.9)], look.shown((236, 160, 56)))
    pen.disc((x + 0.12, 1.02), 0.03, scaled(look.dark, 0.3))
