"""How the faces of mountains, dunes and hills are painted: lit by slope, weathered, hazed by depth."""

import random

import cv2
import numpy as np
from numpy.typing import NDArray

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.scenes.field import Field, blended, mesh, noise, sampled, step, toned
from onetake.animatic.stage import Stage

_TILE = 384


def paint(
    stage: Stage,
    sheet: Canvas,
    line: NDArray[np.floating],
    kind: str,
    index: int,
    distance: float,
    local: RGB,
    sun: float,
) -> None:
    """Colour the sheet below `line` (a row for every column); `index` counts ridges from the far one."""
    chance, unit, palette = stage.chance(f"massif{index}"), stage.unit, stage.palette
    x, y = mesh(sheet.box.left, sheet.box.top, sheet.rgb.shape[1], sheet.rgb.shape[0])
    rows = line.astype(np.float32)[None, :]
    deep = np.maximum((y - rows) * np.float32(1 / unit), 0)
    way = 1.0 if sun > stage.width / 2 else -1.0
    wear, light = _light(chance, x / np.float32(unit), deep, _slope(rows, unit), way, kind)
    lit, dark = palette.paint(local, distance), palette.dark(scaled(local, 0.72), distance)
    if palette.time in ("dawn", "dusk"):
        dark = mix(dark, palette.sky[0], 0.32)
    warm = mix(lit, palette.glow, 0.28 if palette.time in ("dawn", "dusk") else 0.1)
    rgb = toned(light, [(0.0, dark), (0.42, mix(dark, lit, 0.5)), (0.72, lit), (1.0, warm)])
    if kind == "mountains" and _green(stage):
        wood = mix(palette.dark((56, 104, 56), distance * 0.6), palette.haze, 0.05)
        rgb = blended(rgb, wood, step(-0.9, 0.5, wear) * np.float32(0.85))
    elif kind in ("mountains", "snow"):
        rgb = _snowed(stage, rgb, wear, deep, light, kind, index, distance)
    elif kind == "desert":
        rgb = _strata(stage, rgb, chance, y, wear, distance)
    else:
        wood = mix(palette.dark((46, 84, 52), distance), palette.haze, 0.06)
        rgb = blended(rgb, wood, step(0.5, 0.9, wear) * np.float32(0.75))
    foot = np.clip((y - float(rows.min())) / max(sheet.box.bottom - float(rows.min()), 1.0), 0, 1) ** 1.6
    share = np.broadcast_to(foot * np.float32(0.25 + 0.5 * distance), deep.shape).astype(np.float32)
    sheet.rgb = blended(rgb, palette.haze, share)


def wash(stage: Stage, sheet: Canvas, line: NDArray[np.floating], index: int) -> None:
    """A mountain in ink: darkest along the ridge; below, the paper comes through as mist."""
    chance, unit = stage.chance(f"wash{index}"), stage.unit
    x, y = mesh(sheet.box.left, sheet.box.top, sheet.rgb.shape[1], sheet.rgb.shape[0])
    deep = np.maximum((y - line.astype(np.float32)[None, :]) * np.float32(1 / unit), 0)
    tile = noise(chance, _TILE, _TILE, 48, 5, 0.62)
    grain = sampled(tile, x / np.float32(unit) * 300 + deep * 90, deep * np.float32(210))
    reach = np.float32((0.3, 0.27, 0.19)[index])
    fade = np.exp(-((deep / reach) ** 2)) * np.clip(1.0 + 0.34 * grain * np.minimum(deep * 14, 1), 0, 1.25)
    edge = np.exp(-deep * np.float32(46)) * np.float32(0.3)
    ink = (150, 112, 62)[index]
    paper = mix(stage.palette.sky[3], (250, 248, 240), 0.7)
    stands = np.clip((stage.horizon - line) / (unit * 0.13) - 0.22, 0, 1).astype(np.float32)[None, :]
    share = (np.clip(fade + edge, 0, 1) * stands).astype(np.float32)
    sheet.rgb = toned(share, [(0.0, paper), (1.0, (ink, ink, ink))])


def _green(stage: Stage) -> bool:
    """Whether the mountains of this shot are wooded to the top and not snowed on."""
    cold = stage.reading.weather == "snow" or "snow" in (stage.reading.setting, *stage.reading.also)
    lush = any(
        name in stage.reading.features for name in ("terraces", "temple", "wall", "waterfall", "bamboo")
    )
    return not cold and (lush or stage.chance("green hills").random() < 0.45)


def _slope(rows: Field, unit: float) -> Field:
    """How steeply the ridge falls to the right, -1..1, over a few pixels."""
    soft = cv2.GaussianBlur(rows, (0, 0), max(unit * 0.008, 1.0))
    fall = np.gradient(soft[0]).astype(np.float32)[None, :]
    return np.tanh(fall * 1.4)


def _light(
    chance: random.Random, x: Field, deep: Field, slope: Field, way: float, kind: str
) -> tuple[Field, Field]:
    """(weathering about 0, light 0..1): spurs run down from the summits and turn as they fall."""
    sharp = kind in ("mountains", "snow")
    tile = noise(chance, _TILE, _TILE, 64 if sharp else 90, 6 if sharp else 4, 0.58 if sharp else 0.45)
    scale = np.float32(230 if sharp else 130)
    u = (x * scale + deep * np.float32(60)).astype(np.float32)
    v = (deep * scale * np.float32(0.8 if sharp else 1.6)).astype(np.float32)
    wear = sampled(tile, u, v)
    toward = sampled(tile, u + np.float32(4.0 * way), v - np.float32(2.0))
    reach = (wear * deep * np.float32(0.5)).astype(np.float32)
    columns = np.arange(slope.shape[1], dtype=np.float32)[None, :]
    unit = 1 / max(float(x[0, 1] - x[0, 0]), 1e-6)
    bent = sampled(slope, columns + reach * np.float32(unit), np.zeros_like(reach))
    fade = np.exp(-deep * np.float32(3.0))
    base = 0.5 + bent * fade * np.float32(0.42 * way)
    return wear, np.clip(base + (wear - toward) * np.float32(0.34 if sharp else 0.12), 0, 1)


def _snowed(
    stage: Stage,
    rgb: np.ndarray,
    wear: Field,
    deep: Field,
    light: Field,
    kind: str,
    index: int,
    distance: float,
) -> np.ndarray:
    """Snow above a ragged line, more of it on the far ridges."""
    palette = stage.palette
    line = (0.14, 0.06, 0.0)[index] if kind == "mountains" else (0.6, 0.5, 0.4)[index]
    line *= stage.chance("snowline").uniform(0.7, 1.5)
    white = palette.paint((250, 251, 255), distance * 0.7)
    blue = mix(palette.paint((178, 196, 226), distance * 0.8), palette.sky[0], 0.3)
    cover = step(-0.3, 0.35, (np.float32(line) - deep) * np.float32(9) + wear * np.float32(0.55))
    if kind == "snow":
        cover *= 1 - step(0.9, 1.5, wear) * np.float32(0.7)
    if palette.time in ("dawn", "dusk"):
        white, blue = mix(white, (255, 240, 236), 0.3), mix(blue, palette.sky[0], 0.35)
    snow = toned(light, [(0.0, blue), (0.4, mix(blue, white, 0.45)), (0.75, white), (1.0, white)])
    return blended(rgb, snow, cover)


def _strata(
    stage: Stage, rgb: np.ndarray, chance: random.Random, y: Field, wear: Field, distance: float
) -> np.ndarray:
    """Level bands in sandstone."""
    bands = np.sin(y / np.float32(stage.unit) * np.float32(chance.uniform(150, 260)) + wear * np.float32(1.6))
    tone = stage.palette.paint((150, 82, 58), distance)
    return blended(rgb, tone, np.clip(bands, 0, 1) * np.float32(0.22))
