"""Garments: what tells a hanfu from a coat. Each is drawn over the plain trunk and its skirt."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from onetake.animatic.canvas import Point
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures.outfit import Outfit
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.figures.skeleton import Body

_GOLD: RGB = (226, 184, 92)
_IVORY: RGB = (246, 238, 222)

FLARES = {
    "coat": 0.32,
    "labcoat": 0.3,
    "hanfu": 0.26,
    "kimono": 0.03,
    "qipao": 0.05,
    "sari": 0.1,
    "robe": 0.2,
}
"""How much wider a hem is than the hips, for each unit of its length; 0.5 for what is not here."""

HANGING = {"hanfu": 0.15, "kimono": 0.12, "robe": 0.1}
"""Garments with hanging sleeves: how deep below the wrist, in figure units."""


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


def put_on(pen: Pen, look: Look, wear: Outfit, body: Body) -> None:
    """What the garment shows on its front; nothing when the back is seen."""
    if wear.garment in _FRONTS and math.cos(body.stance.yaw) > -0.5:
        _FRONTS[wear.garment](pen, look, wear, fitted(body, wear))


def sleeve(pen: Pen, wear: Outfit, arm: tuple[Point, Point, Point], flow: float, cloth: RGB) -> None:
    """A sleeve that hangs from the wrist; `arm` is shoulder, elbow and hand."""
    deep = HANGING[wear.garment]
    shoulder, elbow, hand = arm
    sway = 0.02 * flow
    pen.blob(
        [
            (shoulder[0] - 0.02, shoulder[1]),
            (shoulder[0] + 0.03, shoulder[1] - 0.01),
            (hand[0] + 0.035, hand[1] + 0.01),
            (hand[0] + 0.045 - sway, hand[1] - deep),
            (hand[0] - 0.06 - sway, hand[1] - deep * 0.94),
            (elbow[0] - 0.045, elbow[1] - 0.03),
        ],
        cloth,
    )
    pen.limb(
        [(hand[0] + 0.04 - sway, hand[1] - deep + 0.012), (hand[0] - 0.05 - sway, hand[1] - deep * 0.94)],
        [0.009, 0.009],
        mix(cloth, _IVORY, 0.6),
    )


def _collar(pen: Pen, fit: Fit, trim: RGB, under: RGB) -> None:
    """Two bands that cross, the one from the wearer's left over the other, down to the sash."""
    for side, cloth in ((0.62, under), (-0.62, trim)):
        top = (fit.neck[0] + fit.front * 0.4 + side * 0.05, fit.neck[1] + 0.006)
        pen.limb([top, fit.row(0.52, -side * 0.42)], [0.014, 0.017], cloth)


def _sash(pen: Pen, fit: Fit, top: float, end: float, colour: RGB) -> None:
    a, b = fit.row(top, 0.0), fit.row(end, 0.0)
    x, half = (a[0] + b[0]) / 2 - fit.front, fit.waist * 1.04
    pen.shape([(x - half, a[1]), (x + half, a[1]), (x + half, b[1]), (x - half, b[1])], colour)


def _hanfu(pen: Pen, look: Look, wear: Outfit, fit: Fit) -> None:
    """A crossed collar, a high sash whose ends hang down, a pale skirt that shows between two folds."""
    trim, pale = look.shown(_GOLD), mix(look.main, look.shown(_IVORY), 0.72)
    x, y = fit.row(0.62, 0.0)
    foot = fit.waist * 0.95 + 0.07
    pen.shape([(x - 0.03, y), (x + 0.03, y), (x + foot * 0.72, fit.low), (x - foot * 0.72, fit.low)], pale)
    for share in (-0.36, 0.0, 0.36):
        pen.limb(
            [(x + share * 0.06, y), (x + share * foot, fit.low + 0.01)], [0.002, 0.006], scaled(pale, 0.88)
        )
    _collar(pen, fit, trim, pale)
    _sash(pen, fit, 0.5, 0.72, trim)
    _sash(pen, fit, 0.57, 0.65, scaled(look.main, 0.6))
    for side in (-0.016, 0.016):
        pen.limb([(x + side, y), (x + side * 1.8, y - 0.24)], [0.008, 0.011], trim)


def _kimono(pen: Pen, look: Look, wear: Outfit, fit: Fit) -> None:
    """A crossed collar, a broad obi with its cord, one edge of the skirt over the other, and blossoms."""
    pale, band = look.shown(_IVORY), mix(scaled(look.main, 0.45), look.shown((60, 40, 90)), 0.4)
    _collar(pen, fit, pale, scaled(pale, 0.9))
    _sash(pen, fit, 0.44, 0.86, band)
    _sash(pen, fit, 0.61, 0.68, look.shown(_GOLD))
    x, y = fit.row(0.9, -0.2)
    pen.limb([(x, y), (x - 0.02, fit.low + 0.01)], [0.004, 0.008], scaled(look.main, 0.7))
    for dx, up in ((0.05, 0.06), (-0.06, 0.1), (0.01, 0.17), (0.07, 0.24), (-0.05, 0.27)):
        at = (fit.hip[0] + dx, fit.low + up)
        pen.disc(at, 0.02, mix(look.main, pale, 0.75))
        pen.disc(at, 0.008, look.shown(_GOLD))


def _qipao(pen: Pen, look: Look, wear: Outfit, fit: Fit) -> None:
    """A standing collar, piping from the throat to the side, a slit that shows the leg."""
    trim = look.shown(_GOLD)
    x, y = fit.neck[0] + fit.front * 0.4, fit.neck[1]
    pen.limb([(x - 0.03, y + 0.012), (x + 0.03, y + 0.012)], [0.018, 0.018], look.main)
    pen.limb([(x - 0.034, y + 0.028), (x + 0.034, y + 0.028)], [0.005, 0.005], trim)
    pen.sweep([(x, y), fit.row(0.2, 0.35), fit.row(0.34, 0.9)], [0.006] * 3, trim)
    side = fit.hip[0] + fit.waist * 1.05
    pen.shape([(side - 0.012, fit.low + 0.2), (side + 0.03, fit.low), (side - 0.045, fit.low)], look.skin)
    for share, across in ((0.45, -0.3), (0.75, 0.3), (1.05, -0.35), (1.4, 0.2), (1.75, -0.2)):
        at = fit.row(share, across)
        for a in range(5):
            turn = 2 * math.pi * a / 5
            pen.disc((at[0] + 0.012 * math.cos(turn), at[1] + 0.012 * math.sin(turn)), 0.009, trim)


def _robe(pen: Pen, look: Look, wear: Outfit, fit: Fit) -> None:
    """A crossed collar, a rope for a belt, one edge over the other."""
    dark = scaled(look.main, 0.66)
    _collar(pen, fit, dark, mix(look.main, look.light, 0.5))
    _sash(pen, fit, 0.74, 0.86, dark)
    x, y = fit.row(0.9, -0.1)
    pen.limb([(x, y), (x - 0.015, fit.low + 0.02)], [0.005, 0.008], dark)


def _sari(pen: Pen, look: Look, wear: Outfit, fit: Fit) -> None:
    """A short blouse, a bare waist, cloth from the hip over one shoulder, a border of gold."""
    gold = look.shown(_GOLD)
    blouse = mix(scaled(look.main, 0.6), look.shown((120, 30, 80)), 0.3)
    pen.blob([fit.row(0.12, -0.8), fit.row(0.12, 0.8), fit.row(0.48, 0.85), fit.row(0.48, -0.85)], blouse)
    _sash(pen, fit, 0.54, 0.8, look.skin)
    shoulder, hip = fit.row(0.06, -0.72), fit.row(0.98, 0.98)
    pen.limb([shoulder, hip], [0.034, 0.056], mix(look.main, gold, 0.35))
    pen.limb([(shoulder[0] + 0.03, shoulder[1] - 0.01), (hip[0], hip[1] + 0.05)], [0.007, 0.009], gold)
    pen.limb([shoulder, (shoulder[0] - 0.05, fit.hip[1] - 0.12)], [0.03, 0.045], scaled(look.main, 0.86))
    half = fit.waist + 0.045
    pen.limb(
        [(fit.hip[0] - half, fit.low + 0.022), (fit.hip[0] + half, fit.low + 0.022)], [0.011, 0.011], gold
    )
    for share in (-0.3, 0.0, 0.3):
        x = fit.hip[0] + share * half
        pen.limb([(x * 0.98, fit.hip[1]), (x, fit.low + 0.03)], [0.002, 0.005], scaled(look.main, 0.8))


def _armour(pen: Pen, look: Look, wear: Outfit, fit: Fit) -> None:
    """A breastplate with a ridge, plates over the hips, rivets."""
    steel, dark = look.main, scaled(look.main, 0.62)
    pen.blob(
        [fit.row(0.1, -0.9), fit.row(0.1, 0.9), fit.row(0.5, 1.0), fit.row(0.8, 0.4), fit.row(0.8, -0.4)],
        mix(steel, look.light, 0.2),
    )
    pen.limb([fit.row(0.14, 0.0), fit.row(0.78, 0.0)], [0.006, 0.004], mix(steel, look.light, 0.75))
    pen.limb([fit.row(0.2, -0.6), fit.row(0.5, -0.66)], [0.014, 0.008], mix(steel, look.light, 0.7))
    for drop in (0.86, 1.0):
        a, b = fit.row(drop, -1.06), fit.row(drop, 1.06)
        pen.limb([a, (fit.hip[0], a[1] - 0.02), b], [0.026, 0.03, 0.026], mix(steel, look.light, 0.1))
        pen.limb([(a[0], a[1] - 0.024), (fit.hip[0], a[1] - 0.048), (b[0], b[1] - 0.024)], [0.004] * 3, dark)
    for across in (-0.7, 0.7):
        pen.disc(fit.row(0.16, across), 0.008, dark)


def _uniform(pen: Pen, look: Look, wear: Outfit, fit: Fit) -> None:
    """Buttons down the front, two breast pockets, a belt with a buckle, a collar."""
    dark, brass = scaled(look.main, 0.62), look.shown(_GOLD)
    for across in (-0.5, 0.5):
        x, y = fit.row(0.3, across)
        pen.box(x - 0.024, y - 0.03, x + 0.024, y + 0.02, scaled(look.main, 0.82))
        pen.box(x - 0.024, y + 0.008, x + 0.024, y + 0.02, dark)
        pen.limb([fit.row(0.0, across * 0.5), fit.row(0.1, across * 0.3)], [0.012, 0.01], dark)
        pen.limb([fit.row(0.1, across * 1.7), fit.row(0.09, across * 2.1)], [0.014, 0.014], brass)
    for share in (0.2, 0.36, 0.52, 0.68):
        pen.disc(fit.row(share, 0.0), 0.008, brass)
    _sash(pen, fit, 0.8, 0.92, look.dark)
    x, y = fit.row(0.86, 0.0)
    pen.box(x - 0.016, y - 0.013, x + 0.016, y + 0.013, brass)


def _school(pen: Pen, look: Look, wear: Outfit, fit: Fit) -> None:
    """A sailor's collar with a white line and a knotted scarf."""
    navy = look.second
    for side in (-1, 1):
        edge = [fit.row(0.02, side * 0.2), fit.row(0.4, 0.0), fit.row(0.26, side * 0.85)]
        pen.shape([fit.row(0.02, side * 0.75), *edge], navy)
        pen.limb([fit.row(0.35, side * 0.1), fit.row(0.235, side * 0.72)], [0.004] * 2, look.light)
    x, y = fit.row(0.42, 0.0)
    red = look.shown((198, 48, 56))
    for side in (-1, 1):
        pen.shape([(x, y), (x + side * 0.045, y + 0.016), (x + side * 0.03, y - 0.07)], red)


def _lapels(pen: Pen, look: Look, wear: Outfit, fit: Fit) -> None:
    """A shirt between two lapels; a tie under a suit."""
    neck, hip, front = fit.neck, fit.hip, fit.front
    low = fit.chest[0] + (hip[0] - fit.chest[0]) * 0.55, fit.chest[1] + (hip[1] - fit.chest[1]) * 0.55
    shirt = mix(look.light, look.main, 0.12)
    pen.shape(
        [
            (neck[0] + front - 0.03, neck[1] - 0.005),
            (neck[0] + front + 0.03, neck[1] - 0.005),
            (low[0] + front, low[1]),
        ],
        shirt if wear.garment != "labcoat" else look.shown((96, 132, 168)),
    )
    if wear.garment == "suit":
        tie = [(neck[0] + front, neck[1] - 0.025), (low[0] + front, low[1] + 0.02)]
        pen.limb(tie, [0.008, 0.013], (150, 40, 44))
    line = scaled(look.main, 0.72)
    for sign in (-1, 1):
        pen.limb([(neck[0] + front + sign * 0.036, neck[1]), (low[0] + front, low[1])], [0.011, 0.006], line)
    pen.limb([(low[0] + front, low[1]), (hip[0] + front, hip[1] - wear.hem * 0.9)], [0.005, 0.005], line)
    if wear.garment == "labcoat":
        for across in (-0.62, 0.62):
            x, y = fit.row(1.12, across)
            pen.box(x - 0.028, y - 0.03, x + 0.028, y + 0.024, scaled(look.main, 0.86))


def _apron(pen: Pen, look: Look, wear: Outfit, fit: Fit) -> None:
    """A bib on two straps and a skirt with a pocket."""
    cloth = look.extra if min(look.main) > 120 else look.light
    a, b = fit.row(0.3, -0.5), fit.row(0.3, 0.5)
    x, y = fit.hip[0] + fit.front, fit.hip[1]
    for at, side in ((a, -1), (b, 1)):
        pen.limb([at, (fit.neck[0] + side * 0.035, fit.neck[1] - 0.01)], [0.007, 0.007], cloth)
    wide = fit.waist * 0.96
    pen.shape(
        [a, b, (x + wide, y + 0.1), (x + wide, y - 0.16), (x - wide, y - 0.16), (x - wide, y + 0.1)], cloth
    )
    pen.limb([(x - wide, y + 0.1), (x + wide, y + 0.1)], [0.008, 0.008], scaled(cloth, 0.74))
    pen.limb([(x - 0.04, y - 0.03), (x + 0.04, y - 0.03)], [0.005, 0.005], scaled(cloth, 0.7))


def _hero(pen: Pen, look: Look, wear: Outfit, fit: Fit) -> None:
    """A sign on the breast and a belt."""
    gold = look.shown((244, 200, 70))
    x, y = fit.row(0.28, 0.0)
    pen.shape([(x - 0.05, y + 0.03), (x + 0.05, y + 0.03), (x, y - 0.055)], gold)
    pen.disc((x, y + 0.008), 0.015, scaled(look.main, 0.8))
    _sash(pen, fit, 0.86, 0.97, gold)


_FRONTS: dict[str, Callable[[Pen, Look, Outfit, Fit], None]] = {
    "hanfu": _hanfu,
    "kimono": _kimono,
    "qipao": _qipao,
    "robe": _robe,
    "sari": _sari,
    "armour": _armour,
    "uniform": _uniform,
    "school": _school,
    "suit": _lapels,
    "jacket": _lapels,
    "coat": _lapels,
    "labcoat": _lapels,
    "apron": _apron,
    "hero": _hero,
}
