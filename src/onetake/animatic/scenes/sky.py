"""Skies: gradient, sun or moon, stars, clouds and mist."""

import cv2
import numpy as np

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.scenes import cloud, heavens, showers
from onetake.animatic.stage import Flat, Prop, Stage

SKY_DEPTH = 0.015


def build(stage: Stage, clouds: bool = True) -> list[Prop]:
    """The backdrop, opaque, and the clouds that drift before it."""
    palette = stage.palette
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
        heavens.stars(stage, sheet)
    x, y = light_at(stage)
    _light(stage, sheet, x, y)
    props: list[Prop] = [Flat(stage, sheet.layer(), SKY_DEPTH, soft=True)]
    lights = heavens.aurora(stage)
    if lights is not None:
        props.append(lights)
    if "rainbow" in stage.reading.features:
        props.append(heavens.rainbow(stage, x))
    if clouds and not (shows(stage) and stage.reading.weather == "clear"):
        props.append(cloud.clouds(stage, (x, y)))
    return props + showers.build(stage)


def shows(stage: Stage) -> bool:
    """Whether the shot is about what its night sky shows: mountains stay low then, and clouds away."""
    named = stage.reading.features
    return any(name in named for name in ("stars", "meteors", "aurora", "fireworks"))


def light_at(stage: Stage) -> tuple[float, float]:
    """Where the sun or the moon stands."""
    chance = stage.chance("sun")
    side = chance.choice((0.2, 0.27, 0.34, 0.66, 0.73, 0.8))
    low, high = {"dawn": (0.03, 0.14), "dusk": (0.04, 0.17), "day": (0.3, 0.5), "night": (0.26, 0.46)}[
        stage.palette.time
    ]
    reach = min(max(stage.horizon / stage.unit, 0.3) / 0.56, 1.25)
    return stage.width * side, stage.horizon - stage.unit * chance.uniform(low, high) * reach


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
