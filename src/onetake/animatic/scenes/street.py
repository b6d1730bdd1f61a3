"""A street: house fronts along a pavement, the road before them."""

import random

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.layer import Box
from onetake.animatic.scenes import sky
from onetake.animatic.scenes.city import WALLS
from onetake.animatic.scenes.city import row as towers
from onetake.animatic.stage import Flat, Ground, Prop, Stage

_NEON: tuple[RGB, ...] = ((255, 62, 138), (52, 214, 255), (255, 178, 54), (146, 92, 255), (70, 240, 170))


def back(stage: Stage) -> list[Prop]:
    """House fronts along a pavement, the road before them."""
    unit, horizon = stage.unit, stage.horizon
    props: list[Prop] = list(sky.build(stage))
    props.append(towers(stage, "towers", 0.12, horizon, 18, 0.44, 0.62, 0.5))
    props.append(sky.mist(stage, "haze", 0.2, horizon - unit * 0.04, unit * 0.4, 0.5))
    props.append(towers(stage, "blocks", 0.3, horizon + unit * 0.01, 8, 0.46, 0.3, 0.8))
    props.append(_fronts(stage))
    props.append(_road(stage))
    wet = stage.reading.weather in ("rain", "storm") or stage.palette.time == "night"
    if wet:
        from onetake.animatic.scenes.sheen import Sheen

        props.append(Sheen(stage, horizon + (stage.foot - horizon) * 0.56))
    props.append(lamps(stage, 0.74))
    return props


def front(stage: Stage) -> list[Prop]:
    return [lamps(stage, 1.9, 0.3)]


def _fronts(stage: Stage) -> Flat:
    """Shops and houses at the back of the pavement."""
    chance, palette, unit = stage.chance("fronts"), stage.palette, stage.unit
    depth = 0.56
    foot = stage.horizon + (stage.foot - stage.horizon) * depth
    sheet = stage.sheet(depth, palette.paint((130, 116, 108), 0.12), bottom=foot + 8)
    x = sheet.box.left - chance.uniform(0, 0.3) * unit
    while x < sheet.box.right:
        wide, tall = unit * chance.uniform(0.3, 0.52), unit * chance.uniform(0.46, 0.86)
        if chance.random() < 0.18:
            x += wide * 0.55
            continue
        _house(stage, sheet, Box(x, foot - tall, x + wide, foot), chance)
        x += wide + unit * 0.004
    return Flat(stage, sheet.layer(), depth)


def _house(stage: Stage, sheet: Canvas, box: Box, chance: random.Random) -> None:
    palette, unit = stage.palette, stage.unit
    wall = palette.paint(chance.choice(WALLS), 0.14)
    x, y, right, foot = box.left, box.top, box.right, box.bottom
    sheet.shape([(x, y), (right, y), (right, foot + 6), (x, foot + 6)], wall)
    sheet.shape(
        [
            (x - unit * 0.008, y),
            (right + unit * 0.008, y),
            (right + unit * 0.008, y + unit * 0.022),
            (x - unit * 0.008, y + unit * 0.022),
        ],
        scaled(wall, 0.8),
    )
    shop = unit * 0.17
    cell, gap = unit * 0.062, unit * 0.105
    columns, rows = (
        max(int((box.width - 0.04 * unit) / gap), 1),
        int((box.height - shop - unit * 0.04) / (gap * 1.15)),
    )
    glass = mix(palette.paint((92, 116, 134), 0.1), palette.sky[2], 0.3)
    for row in range(rows):
        for column in range(columns):
            wx = x + (box.width - columns * gap) / 2 + column * gap + (gap - cell) / 2
            wy = y + unit * 0.05 + row * gap * 1.15
            on = chance.random() < palette.lamps * 0.5
            colour = mix((255, 202, 118), (255, 238, 206), chance.random()) if on else glass
            sheet.fill(
                [
                    (wx - 2, wy - 2),
                    (wx + cell + 2, wy - 2),
                    (wx + cell + 2, wy + cell * 1.3 + 2),
                    (wx - 2, wy + cell * 1.3 + 2),
                ],
                scaled(wall, 0.74),
            )
            sheet.fill(
                [(wx, wy), (wx + cell, wy), (wx + cell, wy + cell * 1.3), (wx, wy + cell * 1.3)], colour
            )
            sheet.fill(
                [
                    (wx + cell * 0.46, wy),
                    (wx + cell * 0.54, wy),
                    (wx + cell * 0.54, wy + cell * 1.3),
                    (wx + cell * 0.46, wy + cell * 1.3),
                ],
                scaled(wall, 0.74),
            )
    _shop(stage, sheet, Box(x + unit * 0.02, foot - shop, right - unit * 0.02, foot), wall, chance)


def _shop(stage: Stage, sheet: Canvas, box: Box, wall: RGB, chance: random.Random) -> None:
    palette, unit = stage.palette, stage.unit
    lit = palette.lamps > 0.3 and chance.random() < 0.8
    pane = (
        mix((255, 214, 140), (255, 240, 214), chance.random() * 0.6)
        if lit
        else palette.paint((70, 88, 100), 0.08)
    )
    x, y, right, foot = box.left, box.top, box.right, box.bottom
    sheet.fill(
        [
            (x, y + unit * 0.03),
            (right, y + unit * 0.03),
            (right, foot - unit * 0.02),
            (x, foot - unit * 0.02),
        ],
        pane,
    )
    door = x + box.width * chance.choice((0.12, 0.66))
    sheet.fill(
        [
            (door, y + unit * 0.045),
            (door + unit * 0.07, y + unit * 0.045),
            (door + unit * 0.07, foot),
            (door, foot),
        ],
        scaled(wall, 0.5),
    )
    sign = (
        chance.choice(_NEON)
        if palette.time == "night"
        else palette.paint(
            chance.choice(((176, 70, 60), (52, 108, 110), (206, 160, 82), (84, 96, 132))), 0.06
        )
    )
    stripe = unit * 0.034
    sheet.fill(
        [(x - 3, y), (right + 3, y), (right + unit * 0.012, y + stripe), (x - unit * 0.012, y + stripe)], sign
    )
    count = max(int(box.width / (unit * 0.045)), 2)
    for i in range(0, count, 2):
        a, b = x + box.width * i / count, x + box.width * (i + 1) / count
        sheet.fill([(a, y), (b, y), (b, y + stripe), (a, y + stripe)], mix(sign, (255, 255, 255), 0.3))
    if palette.time == "night" and chance.random() < 0.75:
        sx = box.left + box.width * chance.choice((0.06, 0.8))
        tall = unit * chance.uniform(0.12, 0.22)
        ink = chance.choice(_NEON)
        sheet.glow(sx + unit * 0.018, y - tall * 0.6, unit * 0.2, ink, 0.5)
        sheet.fill(
            [
                (sx, y - tall - unit * 0.02),
                (sx + unit * 0.036, y - tall - unit * 0.02),
                (sx + unit * 0.036, y - unit * 0.02),
                (sx, y - unit * 0.02),
            ],
            scaled(ink, 0.35),
        )
        for k in range(4):
            yy = y - tall + tall * k / 4
            sheet.fill(
                [
                    (sx + unit * 0.008, yy),
                    (sx + unit * 0.028, yy),
                    (sx + unit * 0.028, yy + tall * 0.14),
                    (sx + unit * 0.008, yy + tall * 0.14),
                ],
                mix(ink, (255, 255, 255), 0.35),
            )


def _road(stage: Stage) -> Ground:
    """Pavement, kerb, asphalt with a dashed line."""
    seen = stage.camera.extent_ground(stage.horizon, stage.foot)
    palette, unit = stage.palette, stage.unit
    reach = stage.foot - stage.horizon
    top = stage.horizon + reach * 0.54
    walk, road = palette.paint((150, 146, 142), 0.06), palette.paint((74, 76, 84), 0.04)
    sheet = Canvas(Box(seen.left, top - 2, seen.right, max(seen.bottom, top + 20)), road)
    kerb = stage.horizon + reach * (
        1.1
        if stage.reading.subjects
        and stage.reading.subjects[0].kind not in ("car", "truck", "bicycle", "train")
        else 0.78
    )
    left, right = sheet.box.left - 4, sheet.box.right + 4
    sheet.fill([(left, top - 4), (right, top - 4), (right, kerb), (left, kerb)], walk)
    sheet.fill(
        [
            (left, kerb - unit * 0.012),
            (right, kerb - unit * 0.012),
            (right, kerb + unit * 0.006),
            (left, kerb + unit * 0.006),
        ],
        scaled(walk, 0.7),
    )
    x, middle = left, stage.width / 2
    while x < right:
        slant = kerb - top
        sheet.fill(
            [
                (x, top),
                (x + 2, top),
                (x + 2 + (x - middle) / unit * 0.0 + slant * 0.1, kerb),
                (x + slant * 0.1, kerb),
            ],
            scaled(walk, 0.86),
        )
        x += unit * 0.19
    dash = kerb + (stage.height - kerb) * 0.62
    x = left
    while x < right:
        sheet.fill(
            [
                (x, dash),
                (x + unit * 0.2, dash),
                (x + unit * 0.2, dash + unit * 0.016),
                (x, dash + unit * 0.016),
            ],
            mix(road, (240, 234, 214), 0.55),
        )
        x += unit * 0.42
    sheet.cut([(left, top), (right, top), (right, sheet.box.bottom + 4), (left, sheet.box.bottom + 4)])
    return Ground(stage, sheet.layer())


def lamps(stage: Stage, depth: float, count: float = 1.6) -> Flat:
    """Street lamps, glowing after dark."""
    chance, palette, unit = stage.chance(f"lamps{depth}"), stage.palette, stage.unit
    near = depth > 1
    foot = (
        stage.horizon + (stage.foot - stage.horizon) * min(depth, 1.0)
        if not near
        else stage.height + unit * 0.2
    )
    tall = unit * 0.62 * (depth if near else 0.9)
    iron = mix(palette.paint((52, 54, 62), 0.05), palette.shade, 0.4 if near else 0.1)
    sheet = stage.sheet(depth, iron, bottom=foot + 4)
    x = sheet.box.left + chance.uniform(0.1, 0.6) * stage.width / count
    while x < sheet.box.right:
        wide = unit * 0.009 * depth
        sheet.shape(
            [
                (x - wide, foot),
                (x - wide * 0.6, foot - tall),
                (x + wide * 0.6, foot - tall),
                (x + wide, foot),
            ],
            iron,
        )
        sheet.line(
            [(x, foot - tall), (x + unit * 0.05 * depth, foot - tall - unit * 0.015 * depth)],
            iron,
            max(wide, 1),
        )
        bulb = (x + unit * 0.055 * depth, foot - tall)
        if palette.lamps > 0.3 and not near:
            halo = mix((255, 214, 140), palette.glow, 0.15)
            sheet.disc(bulb[0], bulb[1], unit * 0.11, halo, 26)
            sheet.disc(bulb[0], bulb[1], unit * 0.065, halo, 60)
            sheet.disc(bulb[0], bulb[1], unit * 0.035, halo, 120)
            sheet.disc(bulb[0], bulb[1], unit * 0.016, (255, 240, 206))
        else:
            sheet.disc(bulb[0], bulb[1], unit * 0.016 * depth, scaled(iron, 1.5))
        x += stage.width / count * chance.uniform(0.8, 1.25)
    return Flat(stage, sheet.layer(), depth)
