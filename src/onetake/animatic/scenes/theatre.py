"""A stage: boards in the light of lamps, curtains at both sides, the heads of those who watch."""

import numpy as np

from onetake.animatic.canvas import Canvas, quad
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.layer import Box
from onetake.animatic.scenes.indoors import tone, wall_foot
from onetake.animatic.scenes.light import cone, halo, overlay
from onetake.animatic.scenes.sheen import Sheen
from onetake.animatic.scenes.towers import NEON
from onetake.animatic.stage import Flat, Ground, Prop, Stage

_CLOTH: tuple[RGB, ...] = ((166, 36, 44), (120, 30, 60), (40, 54, 120))


def back(stage: Stage) -> list[Prop]:
    """Backdrop, boards, the lamps and their cones, curtains."""
    foot = wall_foot(stage)
    return [_backdrop(stage), _boards(stage), Sheen(stage, foot, 0.24), _lamps(stage), _curtains(stage)]


def front(stage: Stage) -> list[Prop]:
    """The first rows, dark against the stage."""
    unit, chance, depth = stage.unit, stage.chance("audience"), 1.5
    dark = scaled(mix(stage.palette.shade, (12, 10, 16), 0.7), 0.7)
    sheet = stage.sheet(depth, dark, top=stage.height - unit * 0.26)
    x = sheet.box.left
    while x < sheet.box.right:
        r = unit * chance.uniform(0.034, 0.044)
        y = stage.height - unit * chance.uniform(0.055, 0.1)
        turn = np.linspace(0, 2 * np.pi, 20, endpoint=False)
        sheet.cut(np.column_stack([x + r * 0.86 * np.cos(turn), y + r * np.sin(turn)]))
        back = [
            (x - r * 2.1, stage.height + r * 4),
            (x - r * 1.7, y + r * 1.7),
            (x, y + r),
            (x + r * 1.7, y + r * 1.7),
        ]
        sheet.cut([*back, (x + r * 2.1, stage.height + r * 4)])
        if chance.random() < 0.14:
            arm = x + r * chance.choice((-1.6, 1.6))
            sheet.cut(quad(arm - r * 0.3, y - r * 2.4, arm + r * 0.3, stage.height))
            sheet.cut(quad(arm - r * 0.5, y - r * 3.3, arm + r * 0.5, y - r * 2.2))
        x += r * chance.uniform(2.5, 3.4)
    return [Flat(stage, sheet.layer(), depth)]


def _inks(stage: Stage) -> list[RGB]:
    """The colours of the lamps: of a concert by night, warm otherwise."""
    if "music" in stage.reading.sounds or stage.palette.time == "night" or stage.reading.palette == "neon":
        return [stage.chance("gels").choice(NEON) for _ in range(2)] + [(255, 240, 214)]
    return [(255, 226, 176), (255, 244, 224), (255, 236, 200)]


def _backdrop(stage: Stage) -> Flat:
    """Folds of a far curtain, lighter where the lamps reach it."""
    unit, foot = stage.unit, wall_foot(stage)
    cloth = scaled(mix(stage.chance("drop").choice(_CLOTH), (30, 26, 40), 0.62), 0.8)
    sheet = stage.sheet(0.5, cloth, opaque=True)
    x, fold = sheet.box.left, stage.chance("folds")
    while x < sheet.box.right:
        wide = unit * fold.uniform(0.03, 0.06)
        sheet.fill(quad(x, sheet.box.top, x + wide * 0.5, sheet.box.bottom), scaled(cloth, 0.78))
        x += wide
    sheet.glow(stage.width / 2, foot - unit * 0.3, unit * 0.95, mix(_inks(stage)[0], cloth, 0.35), 0.75)
    return Flat(stage, sheet.layer(), 0.5)


def _boards(stage: Stage) -> Ground:
    """Planks that run towards us, with the pool of the spot on them."""
    seen = stage.camera.extent_ground(stage.horizon, stage.foot)
    unit, foot = stage.unit, wall_foot(stage)
    wood = scaled((120, 82, 56), 0.62)
    sheet = Canvas(Box(seen.left, foot - 2, seen.right, max(seen.bottom, foot + 20)), wood)
    middle, reach = stage.width / 2, foot - stage.horizon
    near = (sheet.box.bottom - stage.horizon) / reach
    for index in range(-60, 60):
        x = middle + index * unit * 0.07
        sheet.line(
            [(x, foot), (middle + (x - middle) * near, sheet.box.bottom)], scaled(wood, 0.72), 1, alpha=None
        )
    turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    for size in np.linspace(1.0, 0.5, 8):
        ring = [middle + unit * 0.62 * size * np.cos(turn), stage.foot + unit * 0.11 * size * np.sin(turn)]
        sheet.fill(np.column_stack(ring), mix(wood, (255, 232, 190), 0.62 * float(1.5 - size)))
    sheet.cut(quad(sheet.box.left - 4, foot, sheet.box.right + 4, sheet.box.bottom + 4))
    return Ground(stage, sheet.layer())


def _lamps(stage: Stage) -> Flat:
    """Lamps on a bar under the roof, each with its cone."""
    unit, foot, depth = stage.unit, wall_foot(stage), 0.62
    sheet = stage.sheet(depth, (30, 28, 34), bottom=stage.foot)
    bar = max(foot - unit * 0.82, unit * 0.02)
    sheet.shape(quad(sheet.box.left, bar - unit * 0.012, sheet.box.right, bar + unit * 0.006), (34, 32, 38))
    inks, middle = _inks(stage), stage.width / 2
    for index, dx in enumerate((-0.66, 0.66, 0.0, -0.33, 0.33)):
        x, ink = middle + dx * unit, inks[(index % 2) if index < 4 else 1] if index != 2 else inks[2]
        aim, wide = middle + dx * unit * (0.15 if index < 2 else 0.4), unit * (0.17 if index < 3 else 0.1)
        part = Canvas(
            Box(min(x, aim - wide) - unit * 0.1, bar, max(x, aim + wide) + unit * 0.1, stage.foot), ink
        )
        ends = [
            (x - unit * 0.012, bar),
            (x + unit * 0.012, bar),
            (aim + wide, stage.foot),
            (aim - wide, stage.foot),
        ]
        cone(part, ends, ink, 0.5 if index == 2 else 0.34, unit * 0.012)
        overlay(sheet, part)
        sheet.shape(quad(x - unit * 0.022, bar, x + unit * 0.022, bar + unit * 0.05), (38, 36, 42))
        halo(sheet, x, bar + unit * 0.055, unit * 0.12, ink, 0.8)
    return Flat(stage, sheet.layer(), depth)


def _curtains(stage: Stage) -> Flat:
    """Heavy curtains at both sides and a valance above."""
    unit, depth = stage.unit, 0.8
    cloth = mix(
        tone(stage, stage.chance("curtain").choice(_CLOTH)), stage.chance("curtain").choice(_CLOTH), 0.5
    )
    sheet = stage.sheet(depth, cloth)
    for side in (-1, 1):
        edge = 0.0 if side < 0 else stage.width
        reach, fold = unit * (0.3 if stage.width > stage.height else 0.16), 0
        x = reach
        while (
            edge + side * (x - reach) > sheet.box.left - unit
            and edge + side * (x - reach) < sheet.box.right + unit
            and x > -unit
        ):
            a, b = edge - side * x, edge - side * (x - unit * 0.034)
            shade = (0.62, 0.92, 1.12, 0.84)[fold % 4]
            low = stage.foot + unit * (0.02 if fold % 2 else 0.035)
            sheet.shape(quad(min(a, b), sheet.box.top, max(a, b) + 1, low), scaled(cloth, shade))
            x, fold = x - unit * 0.034, fold + 1
    x, index = sheet.box.left, 0
    while x < sheet.box.right:
        scallop = [
            (x + unit * 0.08 * k, unit * (0.055 + 0.03 * np.sin(np.pi * k / 2))) for k in (0, 0.5, 1, 1.5, 2)
        ]
        sheet.shape(
            [(x, sheet.box.top), *scallop, (x + unit * 0.16, sheet.box.top)],
            scaled(cloth, 1.0 if index % 2 else 0.86),
        )
        x, index = x + unit * 0.16, index + 1
    return Flat(stage, sheet.layer(), depth)
