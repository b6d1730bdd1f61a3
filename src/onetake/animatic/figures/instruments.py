"""Music in hand: a guitar, a violin with its bow."""

import math

from onetake.animatic.canvas import Point
from onetake.animatic.colour import mix, scaled
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.figures.skeleton import Body


def guitar(pen: Pen, look: Look, at: Point, body: Body) -> None:
    x, y = body.flat(body.pelvis)
    front = 0.05 * math.sin(body.stance.yaw)
    x, y = x + front + 0.02, y + 0.1
    wood = mix((176, 108, 56), look.dark, 0.1)
    pen.limb([(x, y), (x + 0.3, y + 0.13)], [0.013, 0.011], scaled(wood, 0.5))
    pen.disc((x - 0.05, y - 0.02), 0.085, wood)
    pen.disc((x + 0.04, y + 0.015), 0.062, wood)
    pen.disc((x + 0.01, y), 0.026, scaled(wood, 0.35))
    pen.limb([(x + 0.29, y + 0.125), (x + 0.33, y + 0.145)], [0.018, 0.018], scaled(wood, 0.4))


def violin(pen: Pen, look: Look, at: Point, body: Body) -> None:
    """From under the chin to the hand at its neck; the bow in the other hand lies on the strings."""
    chin = body.flat(body.neck)
    chin = (chin[0] + 0.03 * math.sin(body.stance.yaw), chin[1] + 0.015)
    wood = mix((150, 76, 40), look.dark, 0.08)
    dx, dy = at[0] - chin[0], at[1] - chin[1]

    def spot(share: float) -> Point:
        return chin[0] + dx * share, chin[1] + dy * share

    pen.limb([spot(0.4), spot(1.1)], [0.011, 0.008], scaled(wood, 0.45))
    pen.limb([spot(0.06), spot(0.3)], [0.046, 0.024], wood)
    pen.limb([spot(0.3), spot(0.5)], [0.026, 0.038], wood)
    pen.limb([spot(0.12), spot(0.9)], [0.004, 0.003], look.light)
    other = body.flat(body.hands[0])
    strings = spot(0.36)
    bow = (strings[0] - other[0], strings[1] - other[1])
    long = math.hypot(*bow) or 1.0
    tip = (other[0] + bow[0] / long * 0.3, other[1] + bow[1] / long * 0.3)
    pen.limb([other, tip], [0.006, 0.004], scaled(wood, 0.6))
