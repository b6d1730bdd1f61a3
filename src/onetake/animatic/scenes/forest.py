"""Inside a wood: rows of trunks with light and mist between them."""

import cv2
import numpy as np

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import mix
from onetake.animatic.scenes import land, plants, shore, sky, verge
from onetake.animatic.stage import Flat, Prop, Stage


def back(stage: Stage) -> list[Prop]:
    unit, horizon, fog = stage.unit, stage.horizon, stage.reading.weather == "fog"
    props: list[Prop] = list(sky.build(stage, clouds=False))
    props.append(shore.pines(stage, "deep wood", 0.1, horizon + 2, 60, 0.34, 0.8))
    props.append(sky.mist(stage, "deep", 0.14, horizon - unit * 0.08, unit * 0.36, 0.75))
    props.append(shore.pines(stage, "mid wood", 0.22, horizon + unit * 0.02, 26, 0.5, 0.56))
    props.append(_boles(stage, "far boles", 0.34, horizon + unit * 0.03, 15, 0.035, 0.46))
    props.append(sky.mist(stage, "between", 0.4, horizon - unit * 0.02, unit * 0.34, 0.8 if fog else 0.5))
    props.append(_boles(stage, "boles", 0.58, horizon + unit * 0.06, 7, 0.075, 0.24))
    if stage.palette.time != "night":
        props.append(_shafts(stage))
    props.append(land.ground(stage, "forest", horizon + unit * 0.012, 0.008))
    props.append(
        verge.strip(stage, "forest", "ferns", 0.7, horizon + (stage.foot - horizon) * 0.7, 0.05, 0.5)
    )
    props.append(_boles(stage, "near boles", 0.8, horizon + (stage.foot - horizon) * 0.8, 2.2, 0.12, 0.1))
    return props


def front(stage: Stage) -> list[Prop]:
    unit = stage.unit
    return [
        *verge.front(stage, "forest"),
        _boles(stage, "frame", 1.7, stage.height + unit * 0.3, 0.75, 0.24, 0.0),
    ]


def _boles(
    stage: Stage, name: str, depth: float, row: float, count: float, width: float, distance: float
) -> Flat:
    """Trunks that leave the frame above, with a few low boughs."""
    chance, palette, unit = stage.chance(name), stage.palette, stage.unit
    tone = mix(palette.paint((66, 56, 48), distance), palette.shade, 0.5 if depth > 1 else 0.12)
    sheet = stage.sheet(depth, tone, bottom=row + 6)
    top = sheet.box.top - 10
    sheet.rows(
        [
            (top, mix(tone, palette.paint((50, 70, 52), distance), 0.5)),
            (row - unit * 0.3, tone),
            (row, mix(tone, palette.haze, 0.18 if depth < 1 else 0)),
        ]
    )
    step = stage.width / max(count, 0.2)
    x = sheet.box.left + chance.uniform(0, step)
    while x < sheet.box.right:
        wide = unit * width * chance.uniform(0.6, 1.3)
        clear = 0.2 if depth <= 1 else 0.36 * (1 if "tracking" not in stage.reading.moves else 0)
        if depth > 0.7 and abs(x - stage.width / 2) < stage.width * clear:
            x += step * 0.5
            continue
        _bole(stage, sheet, x, row, top, wide, depth)
        x += step * chance.uniform(0.55, 1.5)
    return Flat(stage, sheet.layer(), depth)


def _bole(stage: Stage, sheet: Canvas, x: float, row: float, top: float, wide: float, depth: float) -> None:
    chance = stage.chance(f"bole{depth}{x:.0f}")
    outline = plants.trunk(x, row + 4, top, wide, chance)
    sheet.cut(outline)
    light = 1 if sky.light_at(stage)[0] > stage.width / 2 else -1
    tone = sheet.behind((sheet.box.top + sheet.box.bottom) / 2)
    lit = mix(tone, stage.palette.glow, 0.3 if depth <= 1 else 0.12)
    edge = x + light * wide * 0.4
    sheet.fill(
        [
            (edge, top),
            (edge - light * wide * 0.12, top),
            (edge - light * wide * 0.05, row - wide),
            (edge + light * wide * 0.3, row + 4),
            (edge + light * wide * 0.6, row + 4),
        ],
        lit,
    )
    for _ in range(chance.randint(1, 3)):
        y = top + (row - top) * chance.uniform(0.1, 0.5)
        side = chance.choice((-1, 1))
        reach = wide * chance.uniform(1.6, 3.4)
        sheet.cut([(x, y), (x + side * reach, y - reach * 0.3), (x, y + wide * 0.28)])
        sheet.cut(
            [
                (x + side * reach * 0.4, y - reach * 0.1),
                (x + side * reach * 0.8, y - reach * 0.62),
                (x + side * reach * 0.5, y - reach * 0.08),
            ]
        )


def _shafts(stage: Stage) -> Flat:
    """Slanting light between the trunks."""
    chance, unit = stage.chance("shafts"), stage.unit
    x, _ = sky.light_at(stage)
    sheet = stage.sheet(0.5, mix(stage.palette.glow, stage.palette.sun, 0.5), bottom=stage.foot)
    side = -1 if x > stage.width / 2 else 1
    light = np.zeros(sheet.rgb.shape[:2], np.uint8)
    for _ in range(5):
        at = x + chance.uniform(-0.5, 0.5) * stage.width
        wide = unit * chance.uniform(0.04, 0.12)
        fall = side * unit * 0.55
        sheet.alpha = np.zeros_like(light)
        sheet.cut(
            [
                (at, sheet.box.top),
                (at + wide, sheet.box.top),
                (at + wide * 2.2 + fall, stage.foot),
                (at + fall, stage.foot),
            ],
            42,
        )
        cv2.add(light, sheet.alpha, dst=light)
    soft = cv2.GaussianBlur(light, (0, 0), unit * 0.012)
    rows = len(soft)
    ramp = np.interp(np.arange(rows), [0, rows * 0.7, rows], [1, 0.8, 0])
    sheet.alpha = np.round(soft * ramp[:, None]).astype(np.uint8)
    return Flat(stage, sheet.layer(), 0.5)
