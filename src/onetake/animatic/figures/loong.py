"""The Chinese dragon: a long body in waves through the air, antlers, whiskers, a pearl ahead of it."""

import math

from onetake.animatic.canvas import Point
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures.pen import Look, Pen

BOX = (-2.15, -0.85, 1.75, 1.05)
_JOINTS = 22


def draw(pen: Pen, phase: float, look: Look) -> None:
    """Waves run down the body from head to tail, once a cycle."""
    turn = 2 * math.pi * phase
    line = [_joint(i / (_JOINTS - 1), turn) for i in range(_JOINTS)]
    thick = [
        0.15 - 0.03 * math.cos(i / 3) if i < 14 else 0.15 * (1 - (i - 13) / 9) + 0.012 for i in range(_JOINTS)
    ]
    gold = look.shown((240, 200, 96))
    _tail(pen, look, line, gold)
    for at, lag in ((5, 0.0), (13, 2.0)):
        _leg(pen, look, line[at], turn + lag, True)
    for i in range(_JOINTS - 2):
        x, y = line[i]
        pen.shape(
            [(x - 0.1, y + thick[i] * 0.6), (x - 0.07, y + thick[i] + 0.1), (x + 0.06, y + thick[i] * 0.7)],
            gold,
        )
    pen.sweep(line, thick, look.main)
    pen.sweep(
        [(x, y - t * 0.55) for (x, y), t in zip(line, thick, strict=True)],
        [t * 0.4 for t in thick],
        mix(gold, look.light, 0.4),
    )
    for i in range(1, _JOINTS - 4):
        x, y = line[i]
        pen.limb(
            [(x - 0.05, y + thick[i] * 0.5), (x + 0.01, y - thick[i] * 0.1)],
            [0.012, 0.008],
            scaled(look.main, 0.7),
        )
    for at, lag in ((4, 3.1), (12, 5.0)):
        _leg(pen, look, line[at], turn + lag, False)
    _head(pen, look, line[0], turn)


def _joint(share: float, turn: float) -> Point:
    """A place along the body: 0 the neck, 1 the end of the tail."""
    swell = 0.1 + 0.3 * math.sin(math.pi * min(share * 1.15, 1.0))
    return 1.0 - 2.9 * share, swell * math.sin(9.5 * share - turn) + 0.12 * (1 - share)


def _tail(pen: Pen, look: Look, line: list[Point], gold: RGB) -> None:
    x, y = line[-1]
    for dx, dy in ((-0.2, 0.16), (-0.26, 0.0), (-0.18, -0.14)):
        pen.limb([(x + 0.04, y), (x + dx, y + dy)], [0.05, 0.008], gold)


def _leg(pen: Pen, look: Look, at: Point, turn: float, far: bool) -> None:
    """A short leg with claws that rows through the air."""
    colour = look.far(look.main) if far else scaled(look.main, 0.92)
    x, y = at
    swing = 0.09 * math.sin(turn)
    foot = (x + 0.1 + swing, y - 0.36)
    pen.sweep([(x, y - 0.02), (x - 0.1, y - 0.2), foot], [0.08, 0.055, 0.04], colour)
    for dx in (-0.05, 0.03, 0.1):
        pen.limb([foot, (foot[0] + dx, foot[1] - 0.08)], [0.022, 0.006], look.light)


def _whiskers(pen: Pen, at: Point, turn: float, gold: RGB) -> None:
    """Two long whiskers that wave back over the head."""
    x, y = at
    for side in (0.0, 0.04):
        wave = 0.07 * math.sin(turn + 8 * side)
        pen.sweep(
            [
                (x + 0.46, y + 0.03),
                (x + 0.62, y + 0.18 + wave - 4 * side),
                (x + 0.42, y + 0.32 - wave - 9 * side),
                (x + 0.16, y + 0.3 + wave - 12 * side),
            ],
            [0.02, 0.016, 0.012, 0.005],
            gold,
        )


def _head(pen: Pen, look: Look, neck: Point, turn: float) -> None:
    x, y = neck[0] + 0.2, neck[1] + 0.05
    gold, bone = look.shown((240, 200, 96)), look.shown((244, 232, 206))
    sway = 0.05 * math.sin(turn + 1)
    for i in range(7):
        a = 1.7 + 0.42 * i
        tip = (x - 0.08 + 0.42 * math.cos(a), y + 0.4 * math.sin(a) + sway)
        pen.limb([(x - 0.06, y), tip], [0.13, 0.012], gold if i % 2 else scaled(gold, 0.82))
    for dx in (-0.02, 0.1):
        spots = [(x + dx - 0.04, y + 0.12), (x + dx - 0.14, y + 0.34), (x + dx - 0.32, y + 0.48)]
        pen.sweep(spots, [0.032, 0.026, 0.01], bone)
        pen.limb([spots[1], (spots[1][0] + 0.06, spots[1][1] + 0.14)], [0.02, 0.007], bone)
    gape = 0.05 + 0.05 * (0.5 + 0.5 * math.sin(turn))
    pen.limb([(x, y - 0.08), (x + 0.34, y - 0.12 - gape)], [0.1, 0.05], scaled(look.main, 0.9))
    pen.shape([(x + 0.04, y - 0.04), (x + 0.44, y - 0.02), (x + 0.36, y - 0.1 - gape)], (150, 40, 44))
    pen.limb([(x, y + 0.02), (x + 0.24, y + 0.02), (x + 0.44, y + 0.03)], [0.17, 0.11, 0.085], look.main)
    pen.disc((x + 0.46, y + 0.08), 0.06, mix(look.main, gold, 0.5))
    for i in range(4):
        tooth = x + 0.16 + 0.08 * i
        pen.shape([(tooth, y - 0.05), (tooth + 0.04, y - 0.05), (tooth + 0.02, y - 0.11)], bone)
    _whiskers(pen, (x, y), turn, gold)
    for i in range(3):
        pen.limb(
            [(x + 0.1 + 0.07 * i, y - 0.18 - gape * 0.6), (x + 0.02 + 0.07 * i, y - 0.36 + sway)],
            [0.028, 0.006],
            gold,
        )
    pen.disc((x + 0.14, y + 0.12), 0.06, (250, 240, 210))
    pen.disc((x + 0.16, y + 0.12), 0.032, (24, 16, 16))
    pen.disc((x + 0.175, y + 0.135), 0.011, (255, 255, 255))
    pen.limb([(x + 0.04, y + 0.19), (x + 0.22, y + 0.17)], [0.035, 0.016], gold)
