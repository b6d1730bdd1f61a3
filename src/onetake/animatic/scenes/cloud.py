"""Clouds from noise: a deck that runs to the horizon or heaps with a flat foot, lit by the sun."""

import random

import numpy as np

from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.scenes.field import Field, blended, doubled, level, mesh, noise, sampled, step, toned
from onetake.animatic.stage import Flat, Stage

DEPTH = 0.04
_DRIFT = 0.012
_TILE = 384
_COVER = {"cloudy": -0.25, "rain": -0.75, "storm": -0.6, "snow": -0.8, "fog": -0.5}
"""How low the noise may be and still be cloud, in deviations: the lower the fuller the sky."""


def clouds(stage: Stage, sun: tuple[float, float]) -> Flat:
    """The clouds of the shot's weather, drifting; `sun` is where the light stands."""
    chance, unit = stage.chance("clouds"), stage.unit
    weather = stage.reading.weather
    sheet = stage.sheet(DEPTH, stage.palette.cloud, bottom=stage.horizon + 4, drift=_DRIFT, soft=True)
    height, width = sheet.rgb.shape[:2]
    wide, high = (width + 1) // 2, (height + 1) // 2
    x, y = mesh(sheet.box.left, sheet.box.top, wide, high, 2.0)
    heaped = weather in ("clear", "wind") and chance.random() < 0.6
    kind = _heaps if heaped else _deck
    density, light = kind(stage, chance, x, y, sun)
    away = np.sqrt(((x - sun[0]) / unit) ** 2 + ((y - sun[1]) / unit) ** 2)
    near = np.clip(1 - away / 0.75, 0, 1).astype(np.float32) ** 2
    rgb = coloured(stage, light, near)
    sheet.rgb = doubled(rgb, width, height)
    sheet.alpha = doubled(level(density), width, height)
    way = chance.choice((-1, 1)) * _DRIFT * (1.8 if weather in ("wind", "storm") else 1.0)
    return Flat(stage, sheet.layer(), DEPTH, drift=way, soft=True)


def _deck(
    stage: Stage, chance: random.Random, x: Field, y: Field, sun: tuple[float, float]
) -> tuple[Field, Field]:
    """A flat layer of cloud seen from below, smaller towards the horizon."""
    unit, weather = stage.unit, stage.reading.weather
    rise = np.maximum((np.float32(stage.horizon) - y) / np.float32(unit), 0)
    far = 1 / (rise + np.float32(0.11))
    thin = weather not in _COVER
    stretch = chance.uniform(0.3, 0.6) if thin else chance.uniform(0.55, 0.9)
    tile = noise(chance, _TILE, _TILE, 80, 6, 0.56)
    grain = 52.0
    middle = np.float32(stage.width * chance.uniform(0.3, 0.7))
    u = ((x - middle) / np.float32(unit) * far * np.float32(grain * stretch)) + np.float32(_TILE / 2)
    v = np.broadcast_to(far * np.float32(grain * 1.5), u.shape) + u * np.float32(chance.uniform(-0.2, 0.2))
    u, v = u.astype(np.float32), v.astype(np.float32)
    body = sampled(tile, u, v)
    way = 1.0 if sun[0] > stage.width / 2 else -1.0
    toward = sampled(tile, u + np.float32(5 * way), v + np.float32(4.5))
    floor = chance.uniform(0.25, 0.7) if thin else _COVER[weather]
    density = step(floor, floor + (1.5 if thin else 1.1), body)
    fade = step(0.0, 0.16, rise) * np.float32(0.86 if thin else 1.0)
    if not thin:
        fade = np.float32(0.5) + fade / 2
    light = np.clip(0.52 + (body - toward) * 0.5 - (body - floor) * (0.06 if thin else 0.13), 0, 1)
    return (density * fade).astype(np.float32), light.astype(np.float32)


def _heaps(
    stage: Stage, chance: random.Random, x: Field, y: Field, sun: tuple[float, float]
) -> tuple[Field, Field]:
    """Cumulus: domes with a level foot, smaller and flatter towards the horizon."""
    unit = stage.unit
    wide, high = x.shape[1], y.shape[0]
    rough = noise(chance, wide, high, max(unit * 0.05, 4.0), 5, 0.62, 1.25)
    heap = np.full((high, wide), -2.0, np.float32)
    span = float(x[0, -1] - x[0, 0])
    sky = stage.horizon - max(float(y[0, 0]), 0.0)
    for _ in range(int(chance.choice((5, 7, 10)) * max(span / stage.width, 1.0))):
        share = chance.random()
        foot = stage.horizon - sky * (0.10 + 0.72 * share)
        size = unit * (0.07 + 0.30 * share) * chance.uniform(0.6, 1.15)
        tall = size * chance.uniform(0.34, 0.62)
        middle = chance.uniform(float(x[0, 0]), float(x[0, -1]))
        for _ in range(4):
            part = chance.uniform(0.35, 1.0)
            at = middle + chance.uniform(-1, 1) * size * (1.15 - part)
            dome(heap, x, y, at, foot, size * part, tall * part)
    density = step(0.0, 0.42, heap + rough * np.float32(0.3))
    reach = max(int(unit * 0.012), 1)
    way = 1 if sun[0] > stage.width / 2 else -1
    up = heap + rough * np.float32(0.42)
    toward = np.roll(up, (reach, -way * reach), (0, 1))
    light = np.clip(0.6 + (up - toward) * 0.9 - np.clip(0.5 - heap, 0, 0.5) * 0.15, 0, 1)
    return density * np.float32(0.95), light.astype(np.float32)


def dome(dome: Field, x: Field, y: Field, at: float, foot: float, size: float, tall: float) -> None:
    """Raise the field where one dome stands."""
    gap = float(x[0, 1] - x[0, 0])
    a, b = (
        int(np.clip((v - float(x[0, 0])) / gap, 0, x.shape[1])) for v in (at - 1.6 * size, at + 1.6 * size)
    )
    c, d = (
        int(np.clip((v - float(y[0, 0])) / gap, 0, y.shape[0]))
        for v in (foot - 2.2 * tall, foot + 0.5 * tall)
    )
    if a >= b or c >= d:
        return
    across = ((x[:, a:b] - np.float32(at)) / np.float32(size)) ** 2
    above = (np.float32(foot) - y[c:d]) / np.float32(tall)
    rise = 1 - across - np.maximum(above, 0) + np.minimum(above, 0) * 5
    np.maximum(dome[c:d, a:b], rise, out=dome[c:d, a:b])


def coloured(stage: Stage, light: Field, near: Field) -> np.ndarray:
    """Shade to light, and a bright lining around the sun."""
    palette = stage.palette
    heavy = stage.reading.weather in ("rain", "storm")
    lit = mix(palette.cloud, palette.sun, 0.35)
    low = palette.time in ("dawn", "dusk")
    dark: RGB = mix(palette.sky[1] if low else palette.sky[0], palette.cloud, 0.3 if low else 0.52)
    if palette.time == "night":
        dark, lit = mix(palette.sky[0], palette.cloud, 0.35), mix(palette.cloud, palette.glow, 0.35)
    if heavy:
        dark = scaled(dark, 0.72)
    half = mix(dark, mix(palette.glow, palette.cloud, 0.4 if low else 0.8), 0.6)
    rgb = toned(light, [(0.0, dark), (0.5, half), (0.85, lit), (1.0, mix(lit, (255, 255, 255), 0.3))])
    covered = stage.reading.weather in _COVER
    return blended(rgb, mix(palette.glow, palette.sun, 0.6), near * np.float32(0.2 if covered else 0.7))
