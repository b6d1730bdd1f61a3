"""Skies: gradient, sun or moon, stars, clouds and mist."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures.pen import smooth
from onetake.animatic.stage import Flat, Prop, Stage

SKY_DEPTH = 0.015


def build(stage: Stage, clouds: bool = True) -> list[Prop]:
    """The backdrop, opaque, and the clouds that drift before it."""
    palette, unit = stage.palette, stage.unit
    sheet = stage.sheet(SKY_DEPTH, palette.sky[1], opaque=True, soft=True)
    top, horizon = min(sheet.box.top, 0.0), stage.horizon
    reach = horizon - top
    sheet.rows(
        [
            (top, palette.sky[0]),
            (top + reach * 0.42, palette.sky[1]),
            (top + reach * 0.78, palette.sky[2]),
            (horizon, palette.sky[3]),
        ]
    )
    if palette.stars > 0.05:
        _stars(stage, sheet)
    x, y = light_at(stage)
    _light(stage, sheet, x, y)
    far = stage.chance("clouds")
    clear = stage.reading.weather == "clear"
    if clouds:
        for _ in range(5 if clear else 9):
            cx, cy = far.uniform(sheet.box.left, sheet.box.right), horizon - far.uniform(0.06, 0.30) * unit
            _streak(stage, sheet, cx, cy, unit * far.uniform(0.12, 0.4), 0.35)
    props: list[Prop] = [Flat(stage, sheet.layer(), SKY_DEPTH, soft=True)]
    if clouds and not (palette.time == "night" and clear):
        props.append(_clouds(stage))
    return props


def light_at(stage: Stage) -> tuple[float, float]:
    """Where the sun or the moon stands."""
    chance = stage.chance("sun")
    side = chance.choice((0.26, 0.32, 0.68, 0.74))
    height = {"dawn": 0.085, "dusk": 0.10, "day": 0.42, "night": 0.40}[stage.palette.time]
    return stage.width * side, stage.horizon - stage.unit * height


def _light(stage: Stage, sheet: Canvas, x: float, y: float) -> None:
    palette, unit = stage.palette, stage.unit
    covered = stage.reading.weather in ("rain", "storm", "snow", "cloudy")
    low = palette.time in ("dawn", "dusk")
    sheet.glow(x, y, unit * (1.15 if low else 0.7), palette.glow, 0.5 if covered else 0.85)
    if covered:
        return
    veil = 0.35 if stage.reading.weather == "fog" else 1.0
    size = unit * {"dawn": 0.062, "dusk": 0.085, "day": 0.05, "night": 0.05}[palette.time]
    sheet.glow(x, y, size * 3.2, palette.sun, 0.75 * veil)
    sheet.disc(x, y, size, mix(palette.glow, palette.sun, 0.4 + 0.6 * veil), alpha=None)
    if palette.time == "night":
        shade = scaled(palette.sun, 0.9)
        for dx, dy, r in ((-0.3, -0.2, 0.22), (0.25, 0.15, 0.3), (-0.1, 0.45, 0.14)):
            sheet.disc(x + dx * size, y + dy * size, r * size, shade, alpha=None)


def _stars(stage: Stage, sheet: Canvas) -> None:
    chance, box = stage.chance("stars"), sheet.box
    ink = mix(stage.palette.sky[0], (255, 255, 255), 0.85)
    for _ in range(int(170 * stage.palette.stars * box.width / stage.width)):
        x = chance.uniform(box.left, box.right)
        y = box.top + (stage.horizon - box.top) * chance.random() ** 1.5
        bright = chance.random() ** 2
        behind = sheet.behind(y)
        sheet.disc(
            x, y, stage.unit * (0.0011 + 0.0016 * bright), mix(behind, ink, 0.35 + 0.65 * bright), alpha=None
        )


def _streak(stage: Stage, sheet: Canvas, x: float, y: float, length: float, share: float) -> None:
    behind = sheet.behind(y)
    colour = mix(behind, stage.palette.cloud, share)
    thick = length * 0.045
    sheet.fill(
        smooth(
            [
                (x - length, y),
                (x - length * 0.3, y - thick),
                (x + length * 0.5, y - thick * 0.6),
                (x + length, y + thick * 0.2),
                (x, y + thick),
            ]
        ),
        colour,
    )


def _clouds(stage: Stage) -> Flat:
    """Heaped clouds: a soft upper edge, a flat foot, lit from above."""
    palette, unit, chance = stage.palette, stage.unit, stage.chance("heaps")
    heavy = stage.reading.weather in ("rain", "storm", "cloudy", "snow")
    top, bottom = -unit * 0.12, stage.horizon - unit * 0.1
    sheet = stage.sheet(0.04, palette.cloud, top=top, bottom=bottom, drift=0.006, soft=True)
    lit = mix(palette.cloud, palette.sun, 0.3)
    sheet.rows([(top, lit), (bottom, mix(palette.cloud, palette.sky[2], 0.55))])
    margin = unit * 0.4
    count = int((13 if heavy else 5) * (sheet.box.width + 2 * margin) / stage.width)
    for _ in range(count):
        x = chance.uniform(sheet.box.left - margin, sheet.box.right + margin)
        y = chance.uniform(unit * 0.02, stage.horizon - unit * 0.24)
        size = unit * chance.uniform(0.07, 0.16) * (1.5 if heavy else 1.0)
        lumps = chance.randint(4, 7)
        for j in range(lumps):
            at = (j - (lumps - 1) / 2) / (lumps / 2)
            r = size * chance.uniform(0.55, 0.95) * (1 - 0.72 * at * at) + size * 0.12
            sheet.cut(_puff(x + at * size * 2.1, y, r), 225 if heavy else 200)
        foot = [
            (x - size * 3.0, y),
            (x - size * 1.5, y - size * 0.2),
            (x + size * 1.6, y - size * 0.16),
            (x + size * 2.9, y),
            (x, y + size * 0.07),
        ]
        sheet.cut(smooth(foot), 225 if heavy else 200)
    sheet.soften(max(1.0, unit * (0.012 if heavy else 0.006)))
    _fade(sheet, 6)
    return Flat(stage, sheet.layer(), 0.04, drift=chance.choice((-1, 1)) * 0.006, soft=True)


def _puff(x: float, y: float, r: float) -> NDArray[np.float64]:
    turn = np.linspace(0, math.pi, 14)
    return np.column_stack([x + r * 1.25 * np.cos(turn), y - r * np.sin(turn)])


def _fade(sheet: Canvas, rows: int) -> None:
    """Clear the last rows so that a layer never ends in a line."""
    assert sheet.alpha is not None
    ramp = np.linspace(1, 0, rows)[:, None]
    sheet.alpha[-rows:] = np.round(sheet.alpha[-rows:] * ramp).astype(np.uint8)


def mist(
    stage: Stage, name: str, depth: float, row: float, height: float, thick: float, colour: RGB | None = None
) -> Flat:
    """A bank of mist around a row, `thick` 0..1, that drifts by itself."""
    chance, unit = stage.chance(name), stage.unit
    sheet = stage.sheet(
        depth,
        colour or stage.palette.haze,
        top=row - height * 1.2,
        bottom=row + height * 0.8,
        drift=0.012 * (0.5 + depth),
        soft=True,
    )
    assert sheet.alpha is not None
    rows, columns = sheet.alpha.shape
    step = max(unit * 0.16, 8)
    grid_w, grid_h = max(int(columns / step) + 3, 4), max(int(rows / step * 2.2) + 2, 3)
    values = np.array([chance.random() for _ in range(grid_w * grid_h)], np.float32).reshape(grid_h, grid_w)
    values = cv2.GaussianBlur(values, (0, 0), 0.7)
    values = cv2.normalize(values, np.empty_like(values), 0.25, 1.0, cv2.NORM_MINMAX)
    small = cv2.resize(values, (max(columns // 4, 2), max(rows // 4, 2)), interpolation=cv2.INTER_CUBIC)
    at = np.linspace(0, 1, small.shape[0], dtype=np.float32)[:, None]
    swell = np.clip(np.minimum(at / 0.5, (1 - at) / 0.42), 0, 1)
    swell = swell * swell * (3 - 2 * swell)
    soft = np.clip(small * swell * (255 * thick), 0, 255).astype(np.uint8)
    sheet.alpha = np.asarray(cv2.resize(soft, (columns, rows), interpolation=cv2.INTER_LINEAR), np.uint8)
    return Flat(stage, sheet.layer(), depth, chance.choice((-1, 1)) * 0.012 * (0.5 + depth), soft=True)
