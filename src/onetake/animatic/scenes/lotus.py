"""A lotus pond: pads that lie on the water, larger when nearer, and blossoms that stand over them."""

import math
import random

import numpy as np

from onetake.animatic.canvas import Canvas, Point
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.layer import Box
from onetake.animatic.scenes.plot import Plot
from onetake.animatic.stage import Flat, Ground, Prop, Stage

_LEAF: RGB = (74, 124, 82)
_PETALS: tuple[RGB, ...] = ((240, 150, 176), (248, 206, 214), (250, 240, 236))


def wanted(stage: Stage) -> bool:
    return "lotus" in stage.reading.features


def back(stage: Stage) -> list[Prop]:
    """Pads on the water up to the subject, a few blossoms far off."""
    return [
        _pads(stage),
        _blossoms(stage, "far lotus", 0.5, 5, 0.075),
        _blossoms(stage, "lotus", 0.78, 3, 0.12),
    ]


def front(stage: Stage) -> list[Prop]:
    """Large pads and a bud at the lower edge."""
    unit, depth, chance = stage.unit, 1.35, stage.chance("near pads")
    tone = stage.palette.dark(_LEAF, 0.0)
    sheet = stage.sheet(depth, tone, top=stage.height - unit * 0.3)
    x = sheet.box.left
    while x < sheet.box.right:
        away = abs(x - stage.width / 2) / stage.width
        r, y = unit * chance.uniform(0.12, 0.22), stage.height - unit * (0.12 * away - 0.02)
        _pad(stage, sheet, x, y, r, 0.34, chance)
        if away > 0.28 and chance.random() < 0.4:
            _lotus(stage, sheet, x + r * 0.4, y, unit * chance.uniform(0.13, 0.2), chance)
        x += r * chance.uniform(1.5, 2.6)
    return [Flat(stage, sheet.layer(), depth)]


def _pads(stage: Stage) -> Ground:
    """Pads in drifts over the plane of the water."""
    seen = stage.camera.extent_ground(stage.horizon, stage.foot)
    unit, chance, reach = stage.unit, stage.chance("pads"), stage.foot - stage.horizon
    top = stage.horizon + reach * 0.12
    sheet = Canvas(
        Box(seen.left, top, seen.right, max(seen.bottom, stage.height)), stage.palette.paint(_LEAF, 0.1)
    )
    drifts = [chance.random() for _ in range(5)]
    places = []
    for _ in range(int(95 * sheet.box.width / stage.width)):
        near = 0.16 + 1.2 * chance.random() ** 1.3
        at = (chance.choice(drifts) + chance.gauss(0, 0.1)) % 1.0
        places.append((near, sheet.box.left + at * sheet.box.width, chance.uniform(0.06, 0.12)))
    places += [
        (1.0 + dy, stage.width / 2 + dx * unit, 0.17)
        for dx, dy in ((-0.03, 0.0), (0.22, 0.05), (-0.26, -0.06))
    ]
    for near, x, size in sorted(places):
        row = stage.horizon + reach * near
        if row < sheet.box.bottom + unit * 0.05:
            _pad(stage, sheet, x, row, unit * size * near, 0.12 + 0.16 * near, chance)
    return Ground(stage, sheet.layer())


def _pad(
    stage: Stage, sheet: Canvas, x: float, y: float, r: float, flat: float, chance: random.Random
) -> None:
    """A round leaf with a notch, a lit rim, veins, and its shadow on the water."""
    palette, start = stage.palette, chance.uniform(0, 2 * math.pi)
    local = mix(
        _LEAF, chance.choice(((120, 150, 70), (58, 110, 96), (150, 140, 70))), chance.uniform(0.0, 0.5)
    )
    distance = max(0.5 - r / stage.unit * 4, 0.0)
    tone, dark = palette.paint(local, distance), palette.dark(scaled(local, 0.5), distance)
    turn = np.linspace(start + 0.22, start + 2 * math.pi - 0.22, 26)

    def ring(size: float, drop: float = 0.0) -> list[Point]:
        edge = [(x + r * size * math.cos(a), y + drop + r * size * flat * math.sin(a)) for a in turn]
        return [(x, y + drop), *edge]

    sheet.shape(ring(1.04, r * 0.07), dark, 190)
    sheet.shape(ring(1.0), mix(tone, palette.glow, 0.3))
    sheet.fill(ring(0.95), tone)
    sheet.fill(ring(0.5), mix(tone, palette.paint((150, 176, 104), distance), 0.35))
    for index in range(2, 25, 4):
        a = float(turn[index])
        tip = (x + r * 0.9 * math.cos(a), y + r * 0.9 * flat * math.sin(a))
        sheet.line([(x, y), tip], mix(tone, dark, 0.35), max(r * 0.014, 1), alpha=None)


def _blossoms(stage: Stage, name: str, depth: float, count: int, tall: float) -> Flat:
    """Blossoms and buds on their stalks at one depth, away from the middle."""
    chance, unit = stage.chance(name), stage.unit
    row = stage.horizon + (stage.foot - stage.horizon) * depth
    sheet = stage.sheet(depth, stage.palette.paint(_LEAF, 0.2), top=row - unit * tall * 3, bottom=row + 6)
    for _ in range(int(count * sheet.box.width / stage.width)):
        side = chance.choice((chance.uniform(0.0, 0.36), chance.uniform(0.64, 1.0)))
        x = sheet.box.left + side * sheet.box.width
        _lotus(stage, sheet, x, row + 4, unit * tall * chance.uniform(0.8, 1.4), chance)
    return Flat(stage, sheet.layer(), depth)


def _lotus(stage: Stage, sheet: Canvas, x: float, y: float, tall: float, chance: random.Random) -> None:
    """One flower, open or in bud, `tall` stage pixels from the water to its crown."""
    palette, plot = stage.palette, Plot(sheet, x, y, tall)
    ink = palette.paint(chance.choice(_PETALS), 0.08)
    plot.line([(0.0, 0.0), (0.03, 0.5)], palette.paint((84, 120, 70), 0.1), 0.05)
    wide = 0.14 if chance.random() < 0.35 else 0.42
    for layer, share in enumerate((1.0, 0.72, 0.42)):
        for way in (-1, 1, 0) if layer else (-1, 1):
            tip = (0.03 + way * wide * share, 0.62 + 0.34 * (1.2 - share) + (0.12 if way == 0 else 0.0))
            fat = 0.09 + 0.05 * share
            petal = [(0.03, 0.46), (tip[0] * 0.55 - fat, 0.6), tip, (tip[0] * 0.55 + fat, 0.6)]
            plot.form(petal, scaled(ink, 0.8 + 0.11 * layer), round=3)
