"""Garments: what tells a hanfu from a coat. Each is drawn over the plain trunk and its skirt."""

from __future__ import annotations

import math
from collections.abc import Callable

from onetake.animatic.canvas import Point
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures import uniforms
from onetake.animatic.figures.fit import GOLD, Fit, fitted, sash
from onetake.animatic.figures.outfit import Outfit
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.figures.skeleton import Body

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


def put_on(pen: Pen, look: Look, wear: Outfit, body: Body) -> None:
    """What the garment shows on its front; nothing when the back is seen."""
    if wear.garment in _FRONTS and math.cos(body.stance.yaw) > -0.5:
        _FRONTS[wear.garment](pen, look, wear, fitted(body, wear))


def behind(pen: Pen, look: Look, wear: Outfit, body: Body) -> None:
    """A hero's cape, which follows every move late."""
    if wear.garment != "hero":
        return
    x, y = body.flat(body.neck)
    back, flow = -math.sin(body.stance.yaw), body.stance.flow
    trail = back * (0.08 + 0.07 * abs(flow)) + 0.02 * math.sin(3 * flow)
    half = body.girth(0.11, 0.03)
    pen.blob(
        [
            (x - half * 0.6, y),
            (x + half * 0.6, y),
            (x + half * 1.1 + trail * 0.6, y - 0.3),
            (x + half * 1.5 + trail * 1.8, y - 0.6),
            (x - half * 1.5 + trail * 1.8, y - 0.62 - 0.03 * flow),
            (x - half * 1.1 + trail * 0.6, y - 0.3),
        ],
        look.shown((196, 44, 50)),
    )


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


def _hanfu(pen: Pen, look: Look, wear: Outfit, fit: Fit) -> None:
    """A crossed collar, a high sash whose ends hang down, a pale skirt that shows between two folds."""
    trim, pale = look.shown(GOLD), mix(look.main, look.shown(_IVORY), 0.72)
    x, y = fit.row(0.62, 0.0)
    foot = fit.waist * 0.95 + 0.07
    pen.shape([(x - 0.03, y), (x + 0.03, y), (x + foot * 0.72, fit.low), (x - foot * 0.72, fit.low)], pale)
    for share in (-0.36, 0.0, 0.36):
        pen.limb(
            [(x + share * 0.06, y), (x + share * foot, fit.low + 0.01)], [0.002, 0.006], scaled(pale, 0.88)
        )
    _collar(pen, fit, trim, pale)
    sash(pen, fit, 0.5, 0.72, trim)
    sash(pen, fit, 0.57, 0.65, scaled(look.main, 0.6))
    for side in (-0.016, 0.016):
        pen.limb([(x + side, y), (x + side * 1.8, y - 0.24)], [0.008, 0.011], trim)


def _kimono(pen: Pen, look: Look, wear: Outfit, fit: Fit) -> None:
    """A crossed collar, a broad obi with its cord, one edge of the skirt over the other, and blossoms."""
    pale, band = look.shown(_IVORY), mix(scaled(look.main, 0.45), look.shown((60, 40, 90)), 0.4)
    _collar(pen, fit, pale, scaled(pale, 0.9))
    sash(pen, fit, 0.44, 0.86, band)
    sash(pen, fit, 0.61, 0.68, look.shown(GOLD))
    x, y = fit.row(0.9, -0.2)
    pen.limb([(x, y), (x - 0.02, fit.low + 0.01)], [0.004, 0.008], scaled(look.main, 0.7))
    for dx, up in ((0.05, 0.06), (-0.06, 0.1), (0.01, 0.17), (0.07, 0.24), (-0.05, 0.27)):
        at = (fit.hip[0] + dx, fit.low + up)
        pen.disc(at, 0.02, mix(look.main, pale, 0.75))
        pen.disc(at, 0.008, look.shown(GOLD))


def _qipao(pen: Pen, look: Look, wear: Outfit, fit: Fit) -> None:
    """A standing collar, piping from the throat to the side, a slit that shows the leg."""
    trim = look.shown(GOLD)
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
    sash(pen, fit, 0.74, 0.86, dark)
    x, y = fit.row(0.9, -0.1)
    pen.limb([(x, y), (x - 0.015, fit.low + 0.02)], [0.005, 0.008], dark)


def _sari(pen: Pen, look: Look, wear: Outfit, fit: Fit) -> None:
    """A short blouse, a bare waist, cloth from the hip over one shoulder, a border of gold."""
    gold = look.shown(GOLD)
    blouse = mix(scaled(look.main, 0.6), look.shown((120, 30, 80)), 0.3)
    pen.blob([fit.row(0.12, -0.8), fit.row(0.12, 0.8), fit.row(0.48, 0.85), fit.row(0.48, -0.85)], blouse)
    sash(pen, fit, 0.54, 0.8, look.skin)
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


_FRONTS: dict[str, Callable[[Pen, Look, Outfit, Fit], None]] = {
    "hanfu": _hanfu,
    "kimono": _kimono,
    "qipao": _qipao,
    "robe": _robe,
    "sari": _sari,
    "armour": uniforms.armour,
    "uniform": uniforms.uniform,
    "school": uniforms.school,
    "suit": uniforms.lapels,
    "jacket": uniforms.lapels,
    "coat": uniforms.lapels,
    "labcoat": uniforms.lapels,
    "apron": uniforms.apron,
    "hero": uniforms.hero,
}
