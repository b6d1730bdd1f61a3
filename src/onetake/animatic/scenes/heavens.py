"""What a clear night sky holds: stars, the band of the galaxy, northern lights."""

import numpy as np

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, mix
from onetake.animatic.scenes.field import blended, doubled, level, mesh, noise, step, toned
from onetake.animatic.stage import Flat, Stage

_NORTH = ("snow", "mountains", "lake")
"""Where northern lights may stand."""


def stars(stage: Stage, sheet: Canvas) -> None:
    """The galaxy's band and single stars, down to the horizon."""
    chance, box = stage.chance("stars"), sheet.box
    many = stage.palette.stars * (1.7 if "stars" in stage.reading.features else 1.0)
    if stage.palette.stars > 0.6 or many > 1:
        _galaxy(stage, sheet)
    ink = mix(stage.palette.sky[0], (255, 255, 255), 0.85)
    for _ in range(int(230 * many * box.width / stage.width)):
        x = chance.uniform(box.left, box.right)
        y = box.top + (stage.horizon - box.top) * chance.random() ** 1.5
        bright = chance.random() ** 2.4
        radius = stage.unit * (0.0009 + 0.0017 * bright)
        sheet.disc(x, y, radius, mix(sheet.behind(y), ink, 0.3 + 0.7 * bright), alpha=None)


def _galaxy(stage: Stage, sheet: Canvas) -> None:
    """A tilted band of faint light with dark lanes in it."""
    chance, unit = stage.chance("galaxy"), stage.unit
    height, width = sheet.rgb.shape[:2]
    wide, high = width // 3 + 1, height // 3 + 1
    x, y = mesh(sheet.box.left, sheet.box.top, wide, high, 3.0)
    tilt, middle = chance.choice((-1, 1)) * chance.uniform(0.5, 1.1), chance.uniform(0.25, 0.75) * stage.width
    away = ((y - np.float32(stage.horizon * 0.4)) + (x - np.float32(middle)) * np.float32(tilt)) / np.float32(
        unit
    )
    band = np.exp(-((away / np.float32(0.2 * (1 + abs(tilt)) ** 0.5)) ** 2))
    cloud = noise(chance, wide, high, unit * 0.06, 5, 0.62)
    lanes = 1 - np.float32(0.75) * step(0.3, 1.5, cloud) * np.exp(-((away / np.float32(0.08)) ** 2))
    low = np.clip((np.float32(stage.horizon) - y) / np.float32(unit * 0.3), 0, 1)
    share = band * np.clip(0.55 + 0.3 * cloud, 0, 1) * lanes * low
    share = share * np.float32(0.85 if "stars" in stage.reading.features else 0.3)
    part = doubled(level(share.astype(np.float32)), width, height).astype(np.float32) / 255
    sheet.rgb = blended(sheet.rgb, mix(stage.palette.glow, (255, 244, 236), 0.6), part)


def aurora(stage: Stage) -> Flat | None:
    """Curtains of light over the north, now and then; they drift."""
    chance, unit = stage.chance("aurora"), stage.unit
    cold = stage.reading.setting in _NORTH and stage.reading.weather == "clear" and chance.random() <= 0.55
    if stage.palette.time != "night" or not (cold or "aurora" in stage.reading.features):
        return None
    low: RGB = chance.choice(((70, 240, 150), (90, 236, 200)))
    high: RGB = chance.choice(((120, 90, 230), (220, 80, 170)))
    sheet = stage.sheet(0.02, low, bottom=stage.horizon, drift=0.012, soft=True)
    height, width = sheet.rgb.shape[:2]
    wide, tall = width // 2 + 1, height // 2 + 1
    x, y = mesh(sheet.box.left, sheet.box.top, wide, tall, 2.0)
    total = np.zeros((tall, wide), np.float32)
    for _ in range(3):
        rate, turn = chance.uniform(2, 5), chance.uniform(0, 6.3)
        fold = np.sin(x / unit * rate + turn) + 0.5 * np.sin(x / unit * rate * 2.3 + turn * 2)
        foot = stage.horizon * chance.uniform(0.5, 0.86) + unit * 0.05 * fold
        rise = (foot - y) / np.float32(unit * chance.uniform(0.3, 0.5))
        rays = 0.6 + 0.4 * noise(chance, wide, 1, unit * 0.012, 3, 0.7).clip(-1.4, 1.6)
        glow = np.exp(-np.maximum(rise, 0) * 2.4) * np.clip(rise / 0.06, 0, 1)
        total += (glow * rays * (0.55 + 0.45 * np.sin(x / unit * 1.1 + turn))).astype(np.float32)
    at = np.broadcast_to(
        np.clip((stage.horizon * 0.8 - y) / np.float32(stage.horizon * 0.75), 0, 1), total.shape
    )
    rgb = toned(at.astype(np.float32), [(0.0, low), (0.4, low), (1.0, high)])
    sheet.rgb = doubled(rgb, width, height)
    sheet.alpha = doubled(level(np.clip(total * 0.62, 0, 0.8)), width, height)
    return Flat(stage, sheet.layer(), 0.02, drift=chance.choice((-1, 1)) * 0.012, soft=True)


def rainbow(stage: Stage, sun: float) -> Flat:
    """A bow opposite the sun, with a fainter one outside it; the sky within it is a little lighter."""
    unit = stage.unit
    sheet = stage.sheet(0.03, (255, 255, 255), bottom=stage.horizon + 4, soft=True)
    height, width = sheet.rgb.shape[:2]
    x, y = mesh(sheet.box.left, sheet.box.top, width, height)
    middle = stage.width * (0.32 if sun > stage.width / 2 else 0.68)
    away = np.sqrt((x - np.float32(middle)) ** 2 + (y - np.float32(stage.horizon + unit * 0.12)) ** 2) / unit
    at = np.clip((np.float32(0.66) - away) / np.float32(0.06), 0, 1)
    outer = np.clip((away - np.float32(0.78)) / np.float32(0.05), 0, 1)
    bands: list[tuple[float, RGB]] = [
        (0.0, (230, 60, 60)),
        (0.2, (250, 150, 50)),
        (0.4, (250, 230, 80)),
        (0.6, (90, 210, 110)),
        (0.8, (70, 140, 240)),
        (1.0, (150, 90, 220)),
    ]
    sheet.rgb = toned(np.where(away > 0.72, outer, at).astype(np.float32), bands)
    bow = np.clip(np.minimum(at, 1 - at) * 4, 0, 1) * 0.62
    second = np.clip(np.minimum(outer, 1 - outer) * 4, 0, 1) * 0.2
    inside = np.clip((np.float32(0.6) - away) / 0.1, 0, 1) * 0.06
    low = np.clip((np.float32(stage.horizon) - y) / np.float32(unit * 0.14), 0.25, 1)
    sheet.alpha = level(((bow + second + inside) * low).astype(np.float32))
    return Flat(stage, sheet.layer(), 0.03, soft=True)
