"""Two wheels and who sits on them."""

import math

from onetake.animatic.colour import mix
from onetake.animatic.figures import craft, gear, person
from onetake.animatic.figures.outfit import Outfit
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.figures.skeleton import Arm, Body, Foot, Stance

BOX = (-0.85, -0.02, 0.9, 1.6)
_TALL = 1.12
_CRANK = (-0.06, 0.3)


def bicycle(pen: Pen, phase: float, look: Look, wear: Outfit) -> None:
    """A bicycle with its rider; two turns of the wheels are one of the pedals."""
    for x in (-0.44, 0.44):
        pen.limb(gear.ring((x, 0.31), 0.295, 0.295, 0.0, 1.0, 30), [0.02] * 30, look.dark)
        for i in range(7):
            a = -2 * math.pi * (2 * phase + i / 7)
            pen.limb(
                [(x, 0.31), (x + 0.29 * math.cos(a), 0.31 + 0.29 * math.sin(a))],
                [0.004] * 2,
                mix(look.dark, look.light, 0.4),
            )
    pedals = [
        (_CRANK[0] + 0.1 * math.cos(a), _CRANK[1] + 0.1 * math.sin(a))
        for a in (-2 * math.pi * phase, -2 * math.pi * phase + math.pi)
    ]
    frame = look.extra
    for line in (
        [(-0.44, 0.31), _CRANK, (-0.17, 0.64), (-0.44, 0.31)],
        [(-0.16, 0.6), (0.28, 0.64), _CRANK],
        [(0.44, 0.31), (0.28, 0.64), (0.25, 0.78)],
    ):
        pen.limb(line, [0.02] * len(line), frame)
    pen.limb([(-0.26, 0.68), (-0.08, 0.68)], [0.028, 0.018], look.dark)
    pen.limb([(0.2, 0.79), (0.3, 0.77)], [0.018, 0.018], look.dark)
    for pedal in pedals:
        pen.limb([_CRANK, pedal], [0.016, 0.012], mix(look.dark, look.light, 0.3))
    _rider(pen, look, wear, (-0.17, 0.74), pedals, 0.62)


def motorbike(pen: Pen, phase: float, look: Look, wear: Outfit) -> None:
    """A motorbike with its rider."""
    craft.motorbike(pen, phase, look)
    _rider(pen, look, wear, (-0.32, 0.68), [(0.0, 0.3), (0.0, 0.3)], 0.5)


def _rider(
    pen: Pen, look: Look, wear: Outfit, hip: tuple[float, float], feet: list[tuple[float, float]], lean: float
) -> None:
    """Somebody whose hips and feet are at these places, bent over the bars."""
    high = 0.5
    low = hip[1] - high * _TALL
    at = tuple(Foot((x - hip[0]) / _TALL, (y - low) / _TALL + 0.03, -0.15) for x, y in feet)
    arms = (Arm(-0.45, 0.1, 1.15, 0.1), Arm(-0.45, 0.1, 1.15, 0.1))
    stance = Stance(
        yaw=1.3, hip=high, lean=lean, feet=(at[0], at[1]), wide=0.05, arms=arms, nod=0.1, flow=1.0
    )
    person.draw(pen.inner((hip[0], low), _TALL), look, wear, Body(stance, wear.broad))
