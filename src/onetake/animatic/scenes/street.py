"""A street: house fronts along a pavement, the road before them."""

from onetake.animatic.canvas import Canvas, quad
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.layer import Box
from onetake.animatic.scenes import houses, sky
from onetake.animatic.scenes.city import row as towers
from onetake.animatic.stage import Flat, Ground, Prop, Stage

_ON_WHEELS = frozenset(("car", "truck", "bicycle", "train"))
"""What moves on the road; everyone else keeps to the pavement, which then reaches farther down."""


def back(stage: Stage) -> list[Prop]:
    """House fronts along a pavement, the road before them."""
    unit, horizon = stage.unit, stage.horizon
    props: list[Prop] = list(sky.build(stage))
    props.append(towers(stage, "towers", 0.12, horizon, 18, 0.44, 0.62, 0.5))
    props.append(sky.mist(stage, "haze", 0.2, horizon - unit * 0.04, unit * 0.4, 0.5))
    props.append(towers(stage, "blocks", 0.3, horizon + unit * 0.01, 8, 0.46, 0.3, 0.8))
    props.append(houses.fronts(stage))
    props.append(_road(stage))
    wet = stage.reading.weather in ("rain", "storm") or stage.palette.time == "night"
    if wet:
        from onetake.animatic.scenes.sheen import Sheen

        props.append(Sheen(stage, horizon + (stage.foot - horizon) * 0.56))
    props.append(lamps(stage, 0.74))
    return props


def front(stage: Stage) -> list[Prop]:
    """Lamps that pass close to the camera."""
    return [lamps(stage, 1.9, 0.3)]


def _road(stage: Stage) -> Ground:
    """Pavement, kerb, asphalt with a dashed line."""
    seen = stage.camera.extent_ground(stage.horizon, stage.foot)
    palette, subjects = stage.palette, stage.reading.subjects
    reach = stage.foot - stage.horizon
    top = stage.horizon + reach * 0.54
    walk, road = palette.paint((150, 146, 142), 0.06), palette.paint((74, 76, 84), 0.04)
    sheet = Canvas(Box(seen.left, top - 2, seen.right, max(seen.bottom, top + 20)), road)
    kerb = stage.horizon + reach * (1.1 if subjects and subjects[0].kind not in _ON_WHEELS else 0.78)
    _pavement(stage, sheet, top, kerb, walk)
    _dashes(stage, sheet, kerb + (stage.height - kerb) * 0.62, mix(road, (240, 234, 214), 0.55))
    sheet.cut(quad(sheet.box.left - 4, top, sheet.box.right + 4, sheet.box.bottom + 4))
    return Ground(stage, sheet.layer())


def _pavement(stage: Stage, sheet: Canvas, top: float, kerb: float, walk: RGB) -> None:
    """Flagstones from row `top` to the kerb."""
    unit = stage.unit
    left, right = sheet.box.left - 4, sheet.box.right + 4
    sheet.fill(quad(left, top - 4, right, kerb), walk)
    sheet.fill(quad(left, kerb - unit * 0.012, right, kerb + unit * 0.006), scaled(walk, 0.7))
    x, slant = left, kerb - top
    while x < right:
        joint = [(x, top), (x + 2, top), (x + 2 + slant * 0.1, kerb), (x + slant * 0.1, kerb)]
        sheet.fill(joint, scaled(walk, 0.86))
        x += unit * 0.19


def _dashes(stage: Stage, sheet: Canvas, row: float, paint: RGB) -> None:
    unit = stage.unit
    x = sheet.box.left - 4
    while x < sheet.box.right + 4:
        sheet.fill(quad(x, row, x + unit * 0.2, row + unit * 0.016), paint)
        x += unit * 0.42


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
