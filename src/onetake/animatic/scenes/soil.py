"""How the ground is painted: noise in true perspective, with a path, ripples or dapples."""

import random

import numpy as np

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.scenes.field import Field, blended, mesh, noise, sampled, step, toned
from onetake.animatic.stage import Stage

SOIL: dict[str, RGB] = {
    "meadow": (112, 142, 62),
    "mountains": (104, 122, 70),
    "desert": (222, 170, 108),
    "snow": (232, 238, 246),
    "forest": (84, 100, 54),
    "lake": (108, 118, 72),
    "beach": (236, 212, 168),
}
_SECOND: dict[str, RGB] = {
    "meadow": (178, 176, 84),
    "mountains": (142, 132, 96),
    "desert": (240, 198, 138),
    "snow": (250, 251, 255),
    "forest": (124, 100, 62),
    "lake": (140, 132, 84),
    "beach": (250, 232, 196),
}
_TILE = 384
_STRETCH = 4096
"""Pixels of a sheet that are painted at a time."""
_TRODDEN = {"meadow": 0.55, "forest": 0.7, "mountains": 0.45, "snow": 0.4}
"""How often a path leads in."""


def paint(stage: Stage, sheet: Canvas, kind: str, sun: float) -> None:
    """Colour a sheet that lies on the ground plane, stretch by stretch: under a gallop of a quarter of a
    minute it is wider than what OpenCV reads in one, and in floats it takes half a gigabyte."""
    chance = stage.chance("soil")
    x, y = mesh(sheet.box.left, sheet.box.top, sheet.rgb.shape[1], sheet.rgb.shape[0])
    tile = noise(chance, _TILE, _TILE, 72, 6, 0.6)
    drawn = chance.getstate()
    for left in range(0, x.shape[1], _STRETCH):
        chance.setstate(drawn)  # one ground: each stretch has what the first had
        part = slice(left, left + _STRETCH)
        sheet.rgb[:, part] = _painted(stage, chance, tile, x[:, part], y, kind, sun)


def _painted(
    stage: Stage, chance: random.Random, tile: Field, x: Field, y: Field, kind: str, sun: float
) -> np.ndarray:
    """The ground at these columns and rows."""
    unit, palette = stage.unit, stage.palette
    reach = stage.foot - stage.horizon
    far = reach / np.maximum(y - np.float32(stage.horizon), np.float32(reach * 0.02))
    across = ((x - np.float32(stage.width / 2)) / np.float32(unit) * far).astype(np.float32)
    along = np.broadcast_to(far, across.shape).astype(np.float32)
    patches = sampled(tile, across * 26 + 99, along * 34)
    clear = (1 / (1 + far * np.float32(0.45))).astype(np.float32)
    grain = sampled(tile, across * 260 + 31, along * 520) * clear
    value = _value(kind, chance, across, along, patches, grain, clear)
    local, second = SOIL.get(kind, (110, 118, 84)), _SECOND.get(kind, (140, 132, 96))
    near = palette.paint(local, 0.02)
    deep = palette.dark(scaled(local, 0.9 if kind in ("snow", "desert", "beach") else 0.74), 0.02)
    bright = mix(palette.paint(second, 0.02), palette.glow, 0.12)
    if kind == "snow" and palette.time in ("dawn", "dusk"):
        deep = mix(palette.sky[0], (170, 184, 220), 0.45)
        near, bright = mix(near, (206, 208, 232), 0.5), mix(bright, (255, 240, 236), 0.45)
    if palette.time == "night":
        near, bright = mix(near, palette.haze, 0.24), mix(bright, palette.glow, 0.24)
    rgb = toned(value, [(0.0, deep), (0.45, near), (1.0, bright)])
    if chance.random() < _TRODDEN.get(kind, 0.0):
        rgb = _path(stage, rgb, chance, kind, across, along, patches)
    return _aired(stage, rgb, x, y, far, sun)


def _value(
    kind: str, chance: random.Random, across: Field, along: Field, patches: Field, grain: Field, clear: Field
) -> Field:
    """How bright the ground is at each place, 0..1."""
    if kind == "desert":
        turn = (
            along * np.float32(46) + across * np.float32(chance.uniform(-14, 14)) + patches * np.float32(2.2)
        )
        ripple = np.sin(turn) * clear * step(-0.9, 0.6, patches)
        return np.clip(0.5 + patches * 0.13 + ripple * 0.3 + grain * 0.05, 0, 1)
    if kind == "snow":
        return np.clip(0.62 + patches * 0.2 + grain * 0.09, 0, 1)
    if kind == "beach":
        return np.clip(0.5 + patches * 0.05 + grain * 0.24, 0, 1)
    if kind == "forest":
        return np.clip(0.36 + patches * 0.12 + grain * 0.34 + step(0.9, 1.5, patches) * 0.3, 0, 1)
    return np.clip(0.44 + patches * 0.17 + grain * 0.36, 0, 1)


def _path(
    stage: Stage,
    rgb: np.ndarray,
    chance: random.Random,
    kind: str,
    across: Field,
    along: Field,
    patches: Field,
) -> np.ndarray:
    """A trodden way that winds in from the foreground to the horizon."""
    bend = chance.uniform(0.18, 0.4)
    at = bend * np.sin(along * np.float32(chance.uniform(0.5, 0.9)) + np.float32(chance.uniform(0, 6.3)))
    at = at * np.minimum(along, 4.0) * np.float32(0.5) + np.float32(chance.uniform(-0.12, 0.12))
    wide = np.float32(chance.uniform(0.09, 0.16))
    share = 1 - step(0.75, 1.1, np.abs(across - at) / wide + patches * np.float32(0.12))
    local = {"snow": (206, 216, 232), "forest": (132, 108, 76)}.get(kind, (176, 150, 106))
    tone = stage.palette.paint(local, 0.02)
    return blended(rgb, tone, share * np.float32(0.8))


def _aired(stage: Stage, rgb: np.ndarray, x: Field, y: Field, far: Field, sun: float) -> np.ndarray:
    """Haze towards the horizon, light under the sun, the foreground a little darker."""
    palette = stage.palette
    air = np.clip((far - 1.2) / 12, 0, 1) ** np.float32(0.7) * np.float32(0.42 + palette.air)
    rgb = blended(rgb, palette.haze, np.broadcast_to(air, rgb.shape[:2]).astype(np.float32))
    low = palette.time in ("dawn", "dusk")
    side = np.exp(-(((x - np.float32(sun)) / np.float32(stage.width * 0.33)) ** 2))
    shine = side * np.clip((far - 0.7) / 5, 0, 1) * np.float32(0.34 if low else 0.14)
    rgb = blended(rgb, mix(palette.glow, palette.sun, 0.4), shine.astype(np.float32))
    near = np.clip((y - np.float32(stage.foot)) / np.float32(max(stage.height - stage.foot, 1)), 0, 1.5)
    dark = np.broadcast_to(near * np.float32(0.26), rgb.shape[:2]).astype(np.float32)
    return blended(rgb, mix(palette.shade, palette.paint((60, 70, 50), 0.0), 0.5), dark)
