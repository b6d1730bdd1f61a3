"""Where a garment lies on a body, and the sash that holds it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from onetake.animatic.canvas import Point
from onetake.animatic.colour import RGB
from onetake.animatic.figures.outfit import Outfit
from onetake.animatic.figures.pen import Pen
from onetake.animatic.figures.skeleton import Body

GOLD: RGB = (226, 184, 92)


@dataclass(frozen=True, slots=True)
class Fit:
    """Where a garment lies: joints as they are seen, half widths, how far the front's middle is moved."""

    neck: Point
    chest: Point
    hip: Point
    front: float
    wide: float
    waist: float
    low: float
    """The height of the hem."""

    def row(self, share: float, across: float) -> Point:
        """A place on the front: `share` from the neck (0) to the hips (1), `across` -1..1 of the width."""
        x = self.neck[0] + (self.hip[0] - self.neck[0]) * share + self.front
        y = self.neck[1] + (self.hip[1] - self.neck[1]) * share
        half = self.wide if share < 0.5 else self.waist
        return x + across * (half - abs(self.front) * 0.8), y


def fitted(body: Body, wear: Outfit) -> Fit:
    """The fit of somebody's garment."""
    neck, chest, hip = (body.flat(joint) for joint in (body.neck, body.chest, body.pelvis))
    wide, deep = body.half
    return Fit(
        neck,
        chest,
        hip,
        math.sin(body.stance.yaw) * deep * 0.75,
        body.girth(wide * 0.96, deep),
        body.girth(wide * (0.72 if wear.lashes else 0.84), deep * 0.92),
        hip[1] - wear.hem,
    )


def sash(pen: Pen, fit: Fit, top: float, end: float, colour: RGB) -> None:
    a, b = fit.row(top, 0.0), fit.row(end, 0.0)
    x, half = (a[0] + b[0]) / 2 - fit.front, fit.waist * 1.04
    pen.shape([(x - half, a[1]), (x + half, a[1]), (x + half, b[1]), (x - half, b[1])], colour)
