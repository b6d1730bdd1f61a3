"""What comes straight towards the camera on wheels, or goes away from it: fronts and backs."""

import math

from onetake.animatic.colour import mix, scaled
from onetake.animatic.figures import person
from onetake.animatic.figures.gear import ring
from onetake.animatic.figures.outfit import Outfit
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.figures.skeleton import Arm, Body, Foot, Stance
from onetake.animatic.figures.vehicle import glass

CAR = (-0.95, -0.03, 0.95, 0.95)
TRUCK = (-1.0, -0.03, 1.0, 1.55)
BIKE = (-0.6, -0.03, 0.6, 1.75)


def _lamp(pen: Pen, look: Look, x: float, y: float, r: float, back: bool) -> None:
    colour = (232, 44, 44) if back else mix(look.lamp, look.light, 0.35)
    glow = 70 if look.night > 0.5 else 26
    for reach, share in ((2.6, 0.5), (1.8, 1.0)):
        pen.disc((x, y), r * reach, colour, int(glow * share))
    pen.disc((x, y), r, colour)
    pen.disc((x, y), r * 0.5, mix(colour, (255, 255, 255), 0.6))


def _wheels(pen: Pen, look: Look, half: float, high: float) -> None:
    for side in (-1, 1):
        pen.limb([(side * half, 0.1), (side * half, high)], [0.1, 0.1], scaled(look.dark, 0.55))


def _grille(pen: Pen, look: Look) -> None:
    pen.limb([(-0.3, 0.36), (0.3, 0.36)], [0.06, 0.06], scaled(look.dark, 0.7))
    for i in range(6):
        pen.limb(
            [(-0.27 + 0.108 * i, 0.32), (-0.27 + 0.108 * i, 0.4)],
            [0.008, 0.008],
            mix(look.light, look.dark, 0.3),
        )
    pen.box(-0.14, 0.2, 0.14, 0.27, look.light)


def car(pen: Pen, phase: float, look: Look, back: bool) -> None:
    """A car from ahead or from behind; it rocks a little on its springs."""
    bob = 0.008 * math.sin(4 * math.pi * phase)
    _wheels(pen, look, 0.6, 0.22)
    pen.blob(
        [(-0.56, 0.5), (-0.44, 0.86 + bob), (0.0, 0.9 + bob), (0.44, 0.86 + bob), (0.56, 0.5)],
        scaled(look.main, 0.86),
    )
    pen.blob(
        [(-0.48, 0.54), (-0.38, 0.8 + bob), (0.0, 0.83 + bob), (0.38, 0.8 + bob), (0.48, 0.54)], glass(look)
    )
    if not back:
        for x in (-0.2, 0.2):
            pen.disc((x, 0.62), 0.09, scaled(look.dark, 0.9))
        pen.limb([(-0.3, 0.57), (0.0, 0.56)], [0.008, 0.008], look.dark)
    pen.blob(
        [
            (-0.74, 0.2),
            (-0.78, 0.46),
            (-0.6, 0.57 + bob),
            (0.0, 0.6 + bob),
            (0.6, 0.57 + bob),
            (0.78, 0.46),
            (0.74, 0.2),
            (0.0, 0.15),
        ],
        look.main,
    )
    pen.limb([(-0.5, 0.52), (0.5, 0.52)], [0.012, 0.012], mix(look.main, look.light, 0.4))
    pen.box(-0.72, 0.15, 0.72, 0.24, scaled(look.dark, 1.1))
    for x in (-0.58, 0.58):
        _lamp(pen, look, x, 0.4, 0.085, back)
    if back:
        pen.box(-0.2, 0.3, 0.2, 0.4, look.light)
    else:
        _grille(pen, look)
    for side in (-1, 1):
        pen.limb([(side * 0.6, 0.6), (side * 0.74, 0.62)], [0.03, 0.045], look.main)


def truck(pen: Pen, phase: float, look: Look, back: bool) -> None:
    """A lorry or a bus from ahead or from behind."""
    bob = 0.01 * math.sin(4 * math.pi * phase)
    _wheels(pen, look, 0.62, 0.26)
    pen.box(-0.78, 0.2, 0.78, 1.4 + bob, look.main)
    pen.limb([(-0.76, 1.4 + bob), (0.76, 1.4 + bob)], [0.045, 0.045], scaled(look.main, 0.85))
    if back:
        pen.box(-0.012, 0.3, 0.012, 1.34, scaled(look.main, 0.6))
        for x in (-0.4, 0.4):
            pen.limb([(x, 0.4), (x, 1.3)], [0.008, 0.008], scaled(look.main, 0.7))
    else:
        pen.box(-0.68, 0.72, 0.68, 1.26 + bob, glass(look))
        pen.box(-0.02, 0.72, 0.02, 1.26 + bob, scaled(look.main, 0.7))
        pen.disc((0.34, 0.86), 0.1, scaled(look.dark, 0.9))
        pen.limb([(-0.4, 0.46), (0.4, 0.46)], [0.09, 0.09], scaled(look.dark, 0.8))
        for i in range(4):
            pen.limb(
                [(-0.42, 0.4 + 0.04 * i), (0.42, 0.4 + 0.04 * i)],
                [0.007, 0.007],
                mix(look.light, look.dark, 0.4),
            )
    pen.box(-0.8, 0.16, 0.8, 0.28, scaled(look.dark, 1.1))
    for x in (-0.64, 0.64):
        _lamp(pen, look, x, 0.42 if not back else 0.34, 0.075, back)
    for side in (-1, 1):
        if not back:
            pen.limb(
                [(side * 0.8, 1.1), (side * 0.88, 1.08), (side * 0.88, 0.9)], [0.02, 0.03, 0.03], look.dark
            )


def bike(pen: Pen, phase: float, look: Look, wear: Outfit, back: bool, motor: bool) -> None:
    """Two wheels in one line with their rider over them; the knees go up and down on a bicycle."""
    turn = 2 * math.pi * phase
    wide = 0.085 if motor else 0.03
    r = 0.28 if motor else 0.31
    pen.limb([(0.0, wide), (0.0, 2 * r - wide)], [wide, wide], scaled(look.dark, 0.6))
    seat = 0.66 if motor else 0.72
    lift = 0.0 if motor else 0.055 * math.sin(turn)
    feet = (Foot(0.0, 0.09 + lift, 0.0), Foot(0.0, 0.09 - lift, 0.0))
    stance = Stance(
        yaw=math.pi if back else 0.0,
        hip=0.46,
        lean=0.45,
        feet=feet,
        wide=0.1,
        arms=(Arm(0.35, 0.24, 0.7, 0.1), Arm(0.35, 0.24, 0.7, 0.1)),
        nod=0.15,
        flow=0.8,
    )
    rider = pen.inner((0.0, seat - 0.46 * 1.12), 1.12)
    body = Body(stance, wear.broad)
    if back:
        person.draw(rider, look, wear, body)
    frame = look.main if motor else look.extra
    if motor:
        pen.blob([(-0.16, 0.5), (-0.18, 0.78), (0.0, 0.86), (0.18, 0.78), (0.16, 0.5), (0.0, 0.42)], frame)
    for side in (-1, 1):
        pen.limb([(side * 0.055, r), (side * 0.05, 0.7)], [0.018, 0.018], mix(look.light, look.dark, 0.3))
    if not back:
        person.draw(rider, look, wear, body)
    pen.sweep([(-0.3, 0.9), (-0.12, 0.86), (0.12, 0.86), (0.3, 0.9)], [0.022, 0.018, 0.018, 0.022], look.dark)
    pen.limb([(0.0, 0.62), (0.0, 0.86)], [0.022, 0.022], frame)
    _lamp(pen, look, 0.0, 0.5 if back else 0.76, 0.06 if motor else 0.04, back)
    if not motor:
        pen.limb(ring((0.0, r), 0.035, 0.3, 0.0, 1.0, 16), [0.008] * 16, mix(look.dark, look.light, 0.3))
