"""A street: house fronts along a pavement, the road before them."""

from onetake.animatic.canvas import Canvas, quad
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.layer import Box
from onetake.animatic.scenes import furniture, houses, market, sky
from onetake.animatic.scenes.city import row as towers
from onetake.animatic.scenes.light import cone, halo, overlay
from onetake.animatic.scenes.passers import passers
from onetake.animatic.scenes.ripples import Ripples
from onetake.animatic.scenes.road import rails
from onetake.animatic.scenes.sheen import Sheen
from onetake.animatic.stage import Flat, Ground, Prop, Stage

_ON_WHEELS = frozenset(("car", "truck", "bicycle", "train"))
"""What moves on the road; everyone else keeps to the pavement, which then reaches farther down."""


def back(stage: Stage) -> list[Prop]:
    """House fronts along a pavement, the road before them."""
    unit, horizon = stage.unit, stage.horizon
    weather, time = stage.reading.weather, stage.palette.time
    props: list[Prop] = list(sky.build(stage))
    props.append(
        towers(stage, "towers", 0.12, horizon, 18, 0.5, 0.66, 0.7, stage.chance("far").uniform(0.3, 0.7))
    )
    props.append(sky.mist(stage, "haze", 0.2, horizon - unit * 0.04, unit * 0.4, 0.5))
    props.append(towers(stage, "blocks", 0.3, horizon + unit * 0.01, 8, 0.4, 0.34, 0.9))
    props.append(houses.fronts(stage))
    props.append(_road(stage))
    raining = weather in ("rain", "storm")
    if raining or (time == "night" and weather != "snow"):
        top = horizon + (stage.foot - horizon) * 0.56
        props.append(Sheen(stage, top, 0.42 if raining else 0.26, 0.62 if raining else 0.0))
    if raining:
        props.append(Ripples(stage, horizon + (stage.foot - horizon) * 0.62))
    if not stage.reading.subjects or len(stage.reading.subjects) < 3:
        props += passers(stage, 0.66, raining)
    if weather == "fog":
        props += _fog(stage)
    props += lamps(stage, 0.74)
    if served(stage):
        props += [market.stalls(stage), furniture.table(stage)]
    elif "market" in stage.reading.features:
        props.append(market.stalls(stage))
    return props


def served(stage: Stage) -> bool:
    """Whether what the shot shows is food or drink: it stands on a counter then."""
    subjects = stage.reading.subjects
    return bool(subjects) and subjects[0].kind in ("cup", "bottle")


def _fog(stage: Stage) -> list[Prop]:
    """Banks of fog in the light of the lamps: what stands before them is a dark shape."""
    unit, palette = stage.unit, stage.palette
    reach = stage.foot - stage.horizon
    lit = mix(palette.haze, (236, 228, 214), 0.5 if palette.lamps > 0.3 else 0.2)
    return [sky.mist(stage, "fog far", 0.6, stage.horizon + reach * 0.4, unit * 0.66, 0.95, lit)]


def front(stage: Stage) -> list[Prop]:
    """Lamps that pass close to the camera; in fog a bank of it before the feet."""
    near: list[Prop] = [] if served(stage) else list(lamps(stage, 1.9, 0.3))
    if stage.reading.weather != "fog":
        return near
    row = stage.foot + stage.unit * 0.06
    return [sky.mist(stage, "fog near", 1.2, row, stage.unit * 0.2, 0.55), *near]


def _road(stage: Stage) -> Ground:
    """Pavement, kerb, asphalt with a dashed line."""
    seen = stage.camera.extent_ground(stage.horizon, stage.foot)
    palette, subjects = stage.palette, stage.reading.subjects
    reach = stage.foot - stage.horizon
    top = stage.horizon + reach * 0.54
    snowed = stage.reading.weather == "snow"
    walk = palette.paint((222, 226, 234) if snowed else (150, 146, 142), 0.06)
    road = palette.paint((168, 174, 186) if snowed else (74, 76, 84), 0.04)
    sheet = Canvas(Box(seen.left, top - 2, seen.right, max(seen.bottom, top + 20)), road)
    kerb = stage.horizon + reach * (1.1 if subjects and subjects[0].kind not in _ON_WHEELS else 0.78)
    _pavement(stage, sheet, top, kerb, walk)
    _dashes(stage, sheet, kerb + (stage.height - kerb) * 0.62, mix(road, (240, 234, 214), 0.55))
    if any(subject.kind == "train" for subject in subjects):
        rails(stage, sheet)
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


def lamps(stage: Stage, depth: float, count: float = 1.6) -> list[Flat]:
    """Street lamps; after dark each glows and throws a cone of light. Those that pass close to the camera
    stand far apart: each has a sheet of its own, since one for all would be as long as the whole way."""
    chance, palette, unit = stage.chance(f"lamps{depth}"), stage.palette, stage.unit
    near, seen = depth > 1, stage.camera.extent(depth)
    foot = (
        stage.horizon + (stage.foot - stage.horizon) * min(depth, 1.0)
        if not near
        else stage.height + unit * 0.2
    )
    iron = mix(palette.paint((52, 54, 62), 0.05), palette.shade, 0.4 if near else 0.1)
    places, x = list[float](), seen.left + chance.uniform(0.1, 0.6) * stage.width / count
    while x < seen.right:
        places.append(x)
        x += stage.width / count * chance.uniform(0.8, 1.25)
    if not near:
        sheet = stage.sheet(depth, iron, bottom=foot + unit * 0.03)
        for x in places:
            _lamp(stage, sheet, x, foot, depth, iron)
        return [Flat(stage, sheet.layer(), depth)]
    made, bottom = list[Flat](), min(foot + unit * 0.03, seen.bottom)
    for x in places:
        left = seen.left + (x - unit * 0.04 * depth - seen.left) // 2 * 2
        sheet = Canvas(Box(left, seen.top, x + unit * 0.1 * depth, bottom), iron)
        _lamp(stage, sheet, x, foot, depth, iron)
        made.append(Flat(stage, sheet.layer(), depth))
    return made


def _lamp(stage: Stage, sheet: Canvas, x: float, foot: float, depth: float, iron: RGB) -> None:
    unit, near = stage.unit, depth > 1
    tall = unit * 0.62 * (depth if near else 0.9)
    wide = unit * 0.008 * depth
    lit = stage.palette.lamps > 0.3 and not near
    bulb = (x + unit * 0.055 * depth, foot - tall)
    if lit:
        _light(stage, sheet, bulb, foot)
    pole = [
        (x - wide, foot),
        (x - wide * 0.6, foot - tall),
        (x + wide * 0.6, foot - tall),
        (x + wide, foot),
    ]
    sheet.shape(pole, iron)
    arm = [(x, foot - tall), (x + unit * 0.03 * depth, foot - tall - unit * 0.02 * depth), bulb]
    sheet.line(arm, iron, max(wide, 1))
    hood = unit * 0.017 * depth
    sheet.shape([(bulb[0] - hood, bulb[1]), (bulb[0], bulb[1] - hood), (bulb[0] + hood, bulb[1])], iron)
    if lit:
        sheet.disc(bulb[0], bulb[1] + hood * 0.3, hood * 0.7, (255, 244, 214))


def _light(stage: Stage, sheet: Canvas, bulb: tuple[float, float], foot: float) -> None:
    """The cone under a lamp, thicker in wet air, its halo, and the pool on the ground."""
    unit, weather = stage.unit, stage.reading.weather
    warm = mix((255, 210, 136), stage.palette.glow, 0.12)
    thick = 0.62 if weather == "fog" else 0.42 if weather in ("rain", "storm", "snow") else 0.24
    left, right = bulb[0] - unit * 0.15, bulb[0] + unit * 0.15
    part = Canvas(Box(left - unit * 0.05, bulb[1] - 2, right + unit * 0.05, foot), warm)
    cone(
        part,
        [(bulb[0] - unit * 0.008, bulb[1]), (bulb[0] + unit * 0.008, bulb[1]), (right, foot), (left, foot)],
        warm,
        thick,
        unit * 0.012,
    )
    overlay(sheet, part)
    halo(sheet, bulb[0], bulb[1], unit * (0.27 if weather == "fog" else 0.16), warm, 0.8)
