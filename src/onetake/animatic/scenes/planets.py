"""Planets in the light of their sun: any, the Earth, Mars, one with rings; and a black hole."""

import random

import numpy as np

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, Bytes, mix
from onetake.animatic.layer import Box
from onetake.animatic.scenes.field import Field, blended, level, mesh, noise, sampled, step, toned
from onetake.animatic.stage import Flat, Stage

_WORLDS: tuple[tuple[RGB, RGB, RGB], ...] = (
    ((150, 92, 62), (222, 168, 120), (246, 222, 186)),
    ((36, 78, 130), (78, 150, 196), (220, 236, 246)),
    ((92, 76, 128), (158, 130, 190), (226, 208, 236)),
    ((96, 92, 88), (150, 144, 138), (206, 200, 192)),
    ((70, 108, 98), (136, 178, 150), (226, 232, 200)),
)
"""(dark, middle, bright) of a planet's face."""


def planet(stage: Stage, side: int) -> Flat:
    """A sphere with weather or craters, its night side, a rim of air; now and then a ring."""
    if "hole" in stage.reading.features:
        return hole(stage, side)
    chance, unit = stage.chance("planet"), stage.unit
    named = stage.reading.features
    x, y, r = _place(stage, chance, side)
    big = r > unit * 0.4
    reach = r * 2.3
    box = Box(x - reach, y - reach * 0.62, x + reach, y + reach * 0.62)
    sheet = Canvas(box, (0, 0, 0))
    height, width = sheet.rgb.shape[:2]
    u, v = mesh(box.left - x, box.top - y, width, height)
    u, v = u / np.float32(r), v / np.float32(r)
    flat = u * u + v * v
    depth = np.sqrt(np.clip(1 - flat, 0, 1)).astype(np.float32)
    rgb, bright = _surface(stage, chance, u, v, depth)
    sun = np.array((-side * 0.72, -0.42, 0.55))
    light = np.clip(u * sun[0] + v * sun[1] + depth * sun[2], 0, 1) ** np.float32(0.8)
    rgb = blended(rgb, (4, 4, 10), (1 - light * np.float32(0.97)).astype(np.float32))
    edge = np.clip((np.sqrt(flat) - 0.82) / 0.18, 0, 1) * np.clip(light + 0.12, 0, 1)
    air = mix(bright, (170, 210, 255), 0.6)
    sheet.rgb = blended(rgb, air, (edge * 0.7).astype(np.float32))
    _rim(sheet, flat, np.clip(u * sun[0] + v * sun[1] + 0.35, 0, 1), air, r)
    if "rings" in named or (chance.random() < 0.45 and not big and not named):
        _ring(sheet, x, y, r, mix(bright, (255, 250, 240), 0.3), chance.uniform(-0.4, 0.4))
    return Flat(stage, sheet.layer(), 0.05)


def _place(stage: Stage, chance: random.Random, side: int) -> tuple[float, float, float]:
    """(x, y, radius): what is named is large enough to be known, and in the middle if alone."""
    unit, named = stage.unit, stage.reading.features
    if any(name in named for name in ("earth", "rings", "mars")):
        alone = not stage.reading.subjects and "mars" not in named
        r = unit * (0.3 if alone else 0.24 if "rings" in named else 0.2)
        x = stage.width * (0.5 + side * (0.06 if alone else 0.24))
        return x, stage.height * (0.46 if alone else chance.uniform(0.26, 0.34)), r
    big = chance.random() < 0.4
    r = unit * (chance.uniform(0.42, 0.6) if big else chance.uniform(0.13, 0.24))
    x = stage.width / 2 + side * (stage.width * 0.3 + (r * 0.35 if big else 0))
    return x, stage.height * chance.uniform(0.22, 0.42) + (r * 0.3 if big else 0), r


def _rim(sheet: Canvas, flat: Field, day: Field, air: RGB, r: float) -> None:
    """Cut the disc out, with the glow of its air on the day side; `flat` is the squared distance in radii."""
    cover = np.clip((1 - np.sqrt(flat)) / np.float32(1.6 / r) + 0.5, 0, 1)
    glow = np.clip(1 - (np.sqrt(flat) - 1) / 0.16, 0, 1) ** 2 * day * 0.4
    outside = flat > 1
    sheet.rgb[outside] = air
    sheet.alpha = level(np.where(outside, np.maximum(glow, cover), cover).astype(np.float32))


def _surface(stage: Stage, chance: random.Random, u: Field, v: Field, depth: Field) -> tuple[Bytes, RGB]:
    """(the planet's face in full light, the colour of its air): the one that the shot names, else any."""
    named = stage.reading.features
    if "earth" in named:
        return _earth(chance, u, v, depth), (200, 226, 255)
    worlds = _WORLDS[:1] if "mars" in named else _WORLDS[4:] if "rings" in named else _WORLDS[:4]
    dark, middle, bright = chance.choice(worlds)
    if "rings" in named:
        dark, middle, bright = (150, 112, 78), (214, 178, 128), (244, 226, 190)
    face = _face(chance, u, v, depth, "rings" in named)
    return toned(face, [(0.0, dark), (0.5, middle), (1.0, bright)]), bright


def _earth(chance: random.Random, u: Field, v: Field, depth: Field) -> Bytes:
    """Blue seas, brown and green land, white caps, swirls of cloud."""
    tile = noise(chance, 320, 320, 70, 6, 0.56)
    cloud = noise(chance, 320, 320, 60, 6, 0.64, 1.8)
    bulge = (1 + 0.35 * (1 - depth)).astype(np.float32)
    x, y = (u * bulge * 66 + 160).astype(np.float32), (v * bulge * 66 + 160).astype(np.float32)
    land = sampled(tile, x, y)
    seas = toned(
        np.clip(0.5 + land * 0.4, 0, 1).astype(np.float32), [(0.0, (10, 36, 92)), (1.0, (40, 112, 178))]
    )
    soil = toned(
        np.clip(0.5 + sampled(tile, y, x) * 0.4, 0, 1).astype(np.float32),
        [(0.0, (62, 104, 52)), (1.0, (186, 160, 108))],
    )
    rgb = blended(seas, soil, step(0.25, 0.45, land))
    rgb = blended(rgb, (240, 246, 252), step(0.78, 0.92, np.abs(v) + land * np.float32(0.05)))
    swirl = sampled(cloud, (x + land * 6).astype(np.float32), (y * np.float32(1.3)).astype(np.float32))
    return blended(rgb, (250, 252, 255), step(0.2, 1.3, swirl) * np.float32(0.92))


def hole(stage: Stage, side: int) -> Flat:
    """A black hole: a disc of nothing in a ring of bent light, with a bright band across it."""
    unit = stage.unit
    x, y, r = stage.width / 2 + side * stage.width * 0.16, stage.height * 0.38, unit * 0.15
    sheet = Canvas(Box(x - r * 4.2, y - r * 2.6, x + r * 4.2, y + r * 2.6), (255, 190, 110))
    assert sheet.alpha is not None
    height, width = sheet.alpha.shape
    u, v = mesh(sheet.box.left - x, sheet.box.top - y, width, height)
    u, v = u / np.float32(r), v / np.float32(r)
    away = np.sqrt(u * u + v * v)
    swirl = noise(stage.chance("disc"), width, height, r * 0.5, 4, 0.6, 6.0)
    ring = np.exp(-(((away - 1.2) / np.where(away < 1.2, 0.09, 0.3)) ** 2)) * (1 + 0.12 * swirl)
    flat = np.sqrt(u * u + (v / np.float32(0.2)) ** 2)
    disc = np.exp(-(((flat - 2.1) / 0.75) ** 2)) * (1 + 0.2 * swirl) * ((away > 1) | (v > 0))
    light = np.clip(np.maximum(ring, disc) * (1.15 - 0.25 * u / 3), 0, 1).astype(np.float32)
    sheet.rgb = toned(
        light, [(0.0, (90, 26, 10)), (0.45, (240, 120, 40)), (0.8, (255, 214, 140)), (1.0, (255, 250, 236))]
    )
    core = (away < 1.02) & (light < 0.4)
    sheet.rgb[core] = (0, 0, 0)
    sheet.alpha = level(np.where(core, 1.0, light).astype(np.float32))
    return Flat(stage, sheet.layer(), 0.04)


def _face(chance: random.Random, u: Field, v: Field, depth: Field, banded: bool) -> Field:
    """The pattern of a planet, 0..1: belts of a gas giant, or seas and land."""
    tile = noise(chance, 320, 320, 60, 6, 0.6)
    bulge = (1 + 0.35 * (1 - depth)).astype(np.float32)
    x, y = (u * bulge * 70 + 160).astype(np.float32), (v * bulge * 70 + 160).astype(np.float32)
    if banded or chance.random() < 0.5:
        swirl = sampled(tile, x * np.float32(0.8), y * np.float32(2.2))
        belts = np.sin(v * np.float32(chance.uniform(9, 15)) + swirl * np.float32(0.55))
        return np.clip(0.5 + 0.32 * belts + 0.1 * swirl, 0, 1).astype(np.float32)
    land = sampled(tile, x, y)
    fine = sampled(tile, x * np.float32(2.1) + 40, y * np.float32(2.1))
    return np.clip(0.3 + 0.45 * step(-0.1, 0.5, land) + 0.14 * fine, 0, 1).astype(np.float32)


def _ring(sheet: Canvas, x: float, y: float, r: float, tone: RGB, tilt: float) -> None:
    """A ring around the planet; its far half goes behind."""
    assert sheet.alpha is not None
    height, width = sheet.alpha.shape
    u, v = mesh(sheet.box.left - x, sheet.box.top - y, width, height)
    turned = v - u * np.float32(tilt)
    away = np.sqrt((u / np.float32(r)) ** 2 + (turned / np.float32(r * 0.24)) ** 2)
    band = np.clip((away - 1.3) / 0.04, 0, 1) * np.clip((2.05 - away) / 0.06, 0, 1)
    lines = 0.55 + 0.3 * np.sin(away * 34) + 0.15 * np.sin(away * 83)
    before = (turned > 0) | (u * u + v * v > r * r)
    share = (band * lines * before * 0.8).astype(np.float32)
    sheet.rgb = blended(sheet.rgb, tone, share)
    np.maximum(sheet.alpha, level(share), out=sheet.alpha)
