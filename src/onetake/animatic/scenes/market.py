"""A market: stalls under striped cloth with what they sell, lanterns on strings between them."""

import random

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.scenes.plot import Plot
from onetake.animatic.stage import Flat, Stage

_CLOTH: tuple[RGB, ...] = ((196, 58, 52), (52, 112, 150), (226, 168, 60), (70, 132, 88), (150, 70, 120))
_WARES: tuple[RGB, ...] = (
    (222, 70, 56),
    (244, 176, 56),
    (122, 172, 72),
    (236, 220, 150),
    (150, 84, 130),
    (200, 120, 64),
)
_LAMP: RGB = (255, 206, 130)


def stalls(stage: Stage) -> Flat:
    """Stalls side by side behind the subject, each under its own roof, and lanterns above."""
    chance, unit, depth = stage.chance("market"), stage.unit, 0.7
    foot = stage.horizon + (stage.foot - stage.horizon) * depth
    sheet = stage.sheet(depth, stage.palette.paint((120, 90, 70), 0.05), bottom=foot + 4)
    x = sheet.box.left - chance.uniform(0, 0.3) * unit
    while x < sheet.box.right:
        wide = chance.uniform(0.44, 0.58)
        if chance.random() < 0.85:
            _stall(stage, Plot(sheet, x, foot, unit), wide, chance)
        x += (wide + chance.uniform(0.04, 0.1)) * unit
    _lanterns(stage, sheet, foot)
    return Flat(stage, sheet.layer(), depth)


def _stall(stage: Stage, plot: Plot, wide: float, chance: random.Random) -> None:
    """Posts, a counter with heaps on it, a roof of striped cloth with scallops, a bare bulb."""
    palette, lit = stage.palette, stage.palette.lamps > 0.3
    cloth, wood = palette.paint(chance.choice(_CLOTH), 0.04), palette.paint((126, 88, 58), 0.04)
    if lit:
        cloth, wood = mix(cloth, _LAMP, 0.16), mix(wood, _LAMP, 0.16)
        plot.box(0.02, 0.18, wide - 0.02, 0.44, mix((120, 74, 40), _LAMP, 0.25))
        plot.halo(wide / 2, 0.36, 0.34, _LAMP, 0.75)
    for post in (0.0, wide):
        plot.box(post - 0.008, 0.0, post + 0.008, 0.46, scaled(wood, 0.7))
    plot.box(-0.02, 0.0, wide + 0.02, 0.17, scaled(wood, 0.8))
    plot.box(-0.03, 0.16, wide + 0.03, 0.19, wood)
    for index in range(int(wide / 0.07)):
        ink = palette.paint(chance.choice(_WARES), 0.03)
        ink = mix(ink, _LAMP, 0.2) if lit else ink
        for dx, up in ((0.0, 0.0), (0.024, 0.0), (0.048, 0.0), (0.012, 0.02), (0.036, 0.02), (0.024, 0.038)):
            plot.disc(0.022 + index * 0.07 + dx, 0.2 + up, 0.0135, scaled(ink, chance.uniform(0.85, 1.12)))
    stripes = max(int(wide / 0.06), 4)
    for index in range(stripes):
        a, b = -0.05 + (wide + 0.1) * index / stripes, -0.05 + (wide + 0.1) * (index + 1) / stripes
        ink = cloth if index % 2 else mix(cloth, (250, 244, 230), 0.75 if not lit else 0.5)
        top = (wide * 0.04 + a * 0.9, wide * 0.04 + b * 0.9)
        middle = (a + b) / 2
        plot.form([(top[0], 0.54), (top[1], 0.54), (b, 0.45), (middle, 0.42), (a, 0.45)], ink)
    if lit:
        plot.disc(wide / 2, 0.4, 0.014, (255, 246, 220))


def _lanterns(stage: Stage, sheet: Canvas, foot: float) -> None:
    """A sagging string of red lanterns, lit after dark."""
    unit, lit = stage.unit, stage.palette.lamps > 0.3
    red = (232, 70, 48) if lit else stage.palette.paint((206, 52, 44), 0.03)
    plot = Plot(sheet, stage.width / 2, foot, unit)
    for index in range(-16, 17):
        x = index * 0.14
        up = 0.7 + 0.0035 * ((index % 8) - 4) ** 2
        if lit:
            plot.halo(x, up - 0.03, 0.09, (255, 120, 70), 0.6)
        plot.line([(x - 0.07, up + 0.004), (x + 0.07, up + 0.004)], scaled(red, 0.3), 0.003)
        oval = [(x - 0.026, up - 0.03), (x, up - 0.008), (x + 0.026, up - 0.03), (x, up - 0.054)]
        plot.form(oval, red, round=4)
        plot.box(x - 0.009, up - 0.062, x + 0.009, up - 0.05, (236, 190, 90))
