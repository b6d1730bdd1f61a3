"""Where land meets water: lake, sea and beach."""

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import mix, scaled
from onetake.animatic.layer import Box
from onetake.animatic.scenes import land, landmarks, lotus, plants, sky, swell, verge
from onetake.animatic.scenes.sway import Sway
from onetake.animatic.scenes.water import Foam, Water
from onetake.animatic.stage import Flat, Ground, Prop, Stage


def lake(stage: Stage) -> list[Prop]:
    """Hills, a wood on the far bank, a mirror of both, and the near bank that the subject is on."""
    unit, horizon = stage.unit, stage.horizon
    fog = stage.reading.weather == "fog"
    props: list[Prop] = list(sky.build(stage))
    high = stage.chance("fells").random() < 0.4
    props += land.ranges(stage, "mountains" if high else "lake", (0.27, 0.18, 0.10))
    props.append(sky.mist(stage, "hills", 0.2, horizon - unit * 0.02, unit * 0.2, 0.8 if fog else 0.45))
    wood = "forest" in stage.reading.also
    props.append(
        pines(stage, "far wood", 0.27, horizon + 2, 46 if wood else 16, 0.12 if wood else 0.075, 0.5)
    )
    if wood:
        props.append(sky.mist(stage, "wood", 0.3, horizon - unit * 0.015, unit * 0.11, 0.7 if fog else 0.4))
        props.append(pines(stage, "near wood", 0.36, horizon + unit * 0.012, 30, 0.19, 0.3))
    props += landmarks.build(stage)
    bank = stage.foot - unit * 0.075
    pond = lotus.wanted(stage)
    props.append(Water(stage, stage.height + unit * 0.6 if pond else bank + unit * 0.06, 0.8))
    props.append(sky.mist(stage, "water", 0.42, horizon + unit * 0.055, unit * 0.14, 0.85 if fog else 0.4))
    if fog or stage.palette.time == "dawn":
        props.append(
            sky.mist(stage, "near water", 0.7, horizon + unit * 0.13, unit * 0.12, 0.5 if fog else 0.3)
        )
    if pond:
        return [*props, *lotus.back(stage)]
    props.append(land.ground(stage, "lake", bank, 0.014))
    props.append(verge.strip(stage, "lake", "bank", 0.94, bank + unit * 0.02, 0.03, 0.6))
    return props + landmarks.near(stage)


def lake_front(stage: Stage) -> list[Prop]:
    """Reeds and grass before the subject, or the near pads of a pond."""
    if lotus.wanted(stage):
        return lotus.front(stage)
    unit = stage.unit
    chance, palette = stage.chance("reeds"), stage.palette
    depth, row = 1.55, stage.height + unit * 0.1
    tone = mix(palette.paint((70, 78, 48), 0.0), palette.shade, 0.5)
    sheet = stage.sheet(depth, tone, top=stage.height - unit * 0.34)
    count = int(4 * sheet.box.width / stage.width) + 2
    for _ in range(count):
        middle = chance.uniform(sheet.box.left, sheet.box.right)
        xs = [middle + chance.gauss(0, unit * 0.07) for _ in range(13)]
        plants.reeds(
            sheet,
            xs,
            row,
            unit * chance.uniform(0.22, 0.4),
            tone,
            scaled(mix(tone, (92, 54, 30), 0.5), 0.9),
            chance,
        )
    return [
        *verge.front(stage, "lake"),
        Flat(stage, sheet.layer(), depth),
    ]


def sea(stage: Stage) -> list[Prop]:
    """Open water to the horizon; a far island now and then."""
    props: list[Prop] = list(sky.build(stage))
    if stage.chance("island").random() < 0.7:
        props += land.ranges(stage, "lake", (0.10, 0.05, 0.0))[:2]
    tint = stage.palette.paint((36, 92, 122), 0.06)
    props += landmarks.build(stage)
    props.append(sky.mist(stage, "sea", 0.05, stage.horizon, stage.unit * 0.1, 0.5))
    props.append(Water(stage, stage.height + stage.unit * 0.6, 2.4 if rough(stage) else 1.5, tint))
    return props + (swell.behind(stage) if rough(stage) else [])


def rough(stage: Stage) -> bool:
    """Whether the sea breaks."""
    return stage.reading.weather == "storm"


def sea_front(stage: Stage) -> list[Prop]:
    return swell.before(stage) if rough(stage) else []


def beach(stage: Stage) -> list[Prop]:
    """Sea, foam that runs up, sand, palms."""
    unit, horizon = stage.unit, stage.horizon
    props: list[Prop] = list(sky.build(stage))
    if stage.chance("headland").random() < 0.6:
        props += land.ranges(stage, "beach", (0.09, 0.05, 0.02))[:2]
    edge = horizon + (stage.foot - horizon) * 0.66
    props += landmarks.build(stage)
    props.append(Water(stage, edge + unit * 0.05, 1.4, stage.palette.paint((48, 138, 152), 0.08)))
    props.append(Foam(stage, horizon + (edge - horizon) * 0.35, edge + unit * 0.012))
    props.append(land.ground(stage, "beach", edge, 0.016))
    props.append(_wet(stage, edge))
    props += landmarks.near(stage)
    if stage.chance("grove").random() < 0.75:
        props.append(palms(stage))
    return props


def _wet(stage: Stage, edge: float) -> Ground:
    """Sand that the last wave has left: darker, with the sky in it."""
    seen = stage.camera.extent_ground(stage.horizon, stage.foot)
    palette, unit = stage.palette, stage.unit
    tone = mix(palette.dark((150, 126, 96), 0.05), palette.sky[3], 0.3)
    sheet = Canvas(Box(seen.left, edge - unit * 0.02, seen.right, edge + unit * 0.1), tone)
    sheet.veil([(edge - unit * 0.014, 0), (edge + unit * 0.012, 150), (edge + unit * 0.09, 0)])
    return Ground(stage, sheet.layer())


def palms(stage: Stage) -> Flat:
    """One to three palms at a side, in the wind."""
    chance, palette, unit = stage.chance("palms"), stage.palette, stage.unit
    depth = 0.86
    row = stage.horizon + (stage.foot - stage.horizon) * depth
    leaf, bark = palette.paint((62, 112, 66), 0.06), palette.paint((112, 86, 64), 0.06)
    side = chance.choice((0.04, 0.1, 0.9, 0.96))
    left = min(side, 0.9) * stage.width - unit * 0.6
    sheet = Canvas(Box(left, row - unit * 1.1, left + unit * 1.3, row + 8), leaf)
    for index in range(chance.randint(1, 3)):
        x = stage.width * side + (index * 0.11 - 0.06) * unit * (1 if side < 0.5 else -1)
        plants.palm(
            sheet, x, row + 4 - index * unit * 0.015, unit * chance.uniform(0.46, 0.7), leaf, bark, chance
        )
    return Sway(stage, sheet.layer(), depth, row, "palms", 0.016)


def pines(
    stage: Stage, name: str, depth: float, row: float, count: int, height: float, distance: float
) -> Flat:
    """A row of conifers that thins out at random."""
    _chance, palette, unit = stage.chance(name), stage.palette, stage.unit
    tone = palette.paint((42, 74, 62), distance)
    sheet = stage.sheet(depth, tone, top=row - unit * height * 1.35, bottom=row + 8)
    sheet.rows([(row - unit * height, tone), (row, mix(tone, palette.haze, 0.34))])
    _stand(stage, sheet, row, int(count * sheet.box.width / stage.width), height, name)
    return Flat(stage, sheet.layer(), depth)


def _stand(stage: Stage, sheet: Canvas, row: float, count: int, height: float, name: str) -> None:
    chance = stage.chance(f"{name} trees")
    for _ in range(count):
        x = chance.uniform(sheet.box.left - 10, sheet.box.right + 10)
        sheet.cut(plants.pine(x, row + 4, stage.unit * height * chance.uniform(0.45, 1.15), chance))
    sheet.cut(
        [
            (sheet.box.left, row - stage.unit * 0.012),
            (sheet.box.right, row - stage.unit * 0.012),
            (sheet.box.right, row + 5),
            (sheet.box.left, row + 5),
        ]
    )
