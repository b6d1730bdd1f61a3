"""Outer space: stars and a nebula, a planet in the light of its sun, drifting rocks, dust underfoot."""

import math
import random

import cv2
import numpy as np

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, Picture, mix, scaled
from onetake.animatic.layer import Box
from onetake.animatic.scenes import relief
from onetake.animatic.scenes.field import Field, blended, doubled, level, mesh, noise, sampled, step, toned
from onetake.animatic.stage import Flat, Moment, Prop, Stage

_AFLOAT = frozenset(("rocket", "plane", "balloon", "bird", "whale", "fish"))
"""What needs no ground in space."""
_SKIES: tuple[tuple[RGB, RGB, RGB], ...] = (
    ((6, 8, 22), (124, 56, 176), (40, 120, 190)),
    ((5, 10, 20), (24, 120, 150), (206, 120, 70)),
    ((12, 6, 16), (186, 60, 96), (86, 70, 190)),
    ((4, 8, 14), (40, 90, 120), (150, 160, 190)),
)
"""(the dark, two gases)."""
_WORLDS: tuple[tuple[RGB, RGB, RGB], ...] = (
    ((150, 92, 62), (222, 168, 120), (246, 222, 186)),
    ((36, 78, 130), (78, 150, 196), (220, 236, 246)),
    ((92, 76, 128), (158, 130, 190), (226, 208, 236)),
    ((96, 92, 88), (150, 144, 138), (206, 200, 192)),
    ((70, 108, 98), (136, 178, 150), (226, 232, 200)),
)
"""(dark, middle, bright) of a planet's face."""


def space(stage: Stage) -> tuple[list[Prop], list[Prop]]:
    """(behind the subject, before it)."""
    chance = stage.chance("space")
    side = chance.choice((-1, 1))
    back: list[Prop] = [_sky(stage), Twinkle(stage), _planet(stage, side)]
    walks = bool(stage.reading.subjects) and stage.reading.subjects[0].kind not in _AFLOAT
    if walks:
        rows = ((0.2, 0.66, 0.5), (0.5, 0.72, 0.25), (1.0, 0.695, 0.0))
        back += [
            _dust(stage, f"dust{depth}", depth, stage.height * row, away, side) for depth, row, away in rows
        ]
        return back, []
    back.append(_rocks(stage, "far rocks", 0.35, 9, 0.02, side))
    return back, [_rocks(stage, "near rocks", 1.35, 3, 0.075, side)]


def _sky(stage: Stage) -> Flat:
    """Stars before two gases that mingle, with lanes of dark dust."""
    chance, unit = stage.chance("nebula"), stage.unit
    dark, one, two = chance.choice(_SKIES)
    sheet = stage.sheet(0.01, dark, opaque=True, soft=True)
    height, width = sheet.rgb.shape[:2]
    wide, high = width // 2 + 1, height // 2 + 1
    x, y = mesh(sheet.box.left, sheet.box.top, wide, high, 2.0)
    tilt = chance.uniform(-0.5, 0.5)
    across = (y - np.float32(stage.height * chance.uniform(0.3, 0.6))) + (
        x - np.float32(stage.width / 2)
    ) * np.float32(tilt)
    band = np.exp(-((across / np.float32(unit * 0.34)) ** 2))
    gas = [noise(chance, wide, high, unit * 0.16, 6, 0.58) for _ in range(3)]
    cloud = np.clip(0.5 + 0.42 * gas[0], 0, 1.3) * (np.float32(0.22) + band * np.float32(0.9))
    rgb = np.empty((high, wide, 3), np.uint8)
    rgb[:] = dark
    rgb = blended(rgb, one, np.clip(cloud * np.clip(0.55 + 0.5 * gas[1], 0, 1), 0, 0.85).astype(np.float32))
    rgb = blended(rgb, two, np.clip(cloud * np.clip(0.3 - 0.5 * gas[1], 0, 1), 0, 0.8).astype(np.float32))
    rgb = blended(
        rgb, mix(two, (255, 246, 232), 0.6), (step(0.8, 2.2, gas[0]) * band * 0.5).astype(np.float32)
    )
    rgb = blended(rgb, scaled(dark, 0.7), (step(0.5, 1.6, gas[2]) * band * 0.8).astype(np.float32))
    sheet.rgb = doubled(rgb, width, height)
    _stars(stage, sheet, chance)
    return Flat(stage, sheet.layer(), 0.01, soft=True)


def _stars(stage: Stage, sheet: Canvas, chance: random.Random) -> None:
    unit = stage.unit
    inks: tuple[RGB, ...] = ((255, 255, 250), (206, 222, 255), (255, 226, 196), (255, 255, 255))
    for _ in range(int(620 * sheet.box.width / stage.width)):
        bright = chance.random() ** 4
        x, y = (
            chance.uniform(sheet.box.left, sheet.box.right),
            chance.uniform(sheet.box.top, sheet.box.bottom),
        )
        ink = scaled(chance.choice(inks), 0.42 + 0.58 * bright)
        sheet.disc(x, y, unit * (0.0008 + 0.0017 * bright), ink, alpha=None)
        if bright > 0.92:
            sheet.glow(x, y, unit * 0.02, ink, 0.5)
            for dx, dy in ((1, 0), (0, 1)):
                reach = unit * 0.012
                sheet.line(
                    [(x - dx * reach, y - dy * reach), (x + dx * reach, y + dy * reach)], ink, 1, alpha=None
                )


class Twinkle:
    """A few bright stars that flicker."""

    def __init__(self, stage: Stage):
        chance = stage.chance("twinkle")
        self._stage = stage
        self._stars = [
            (
                chance.random() * stage.width,
                chance.random() * stage.height * 0.8,
                chance.uniform(2, 5),
                chance.random() * 6,
            )
            for _ in range(18)
        ]

    def draw(self, frame: Picture, now: Moment) -> None:
        view = self._stage.camera.view(now.pose, 0.01)
        for x, y, rate, turn in self._stars:
            at = view @ (x, y, 1.0)
            light = 0.5 + 0.5 * math.sin(now.seconds * rate + turn)
            spot = (round(at[0] * 16), round(at[1] * 16))
            radius = max(round(self._stage.unit * 0.0022 * 16 * (0.5 + 0.5 * light)), 8)
            cv2.circle(frame.y, spot, radius, int(110 + 125 * light), -1, cv2.LINE_AA, 4)


def _planet(stage: Stage, side: int) -> Flat:
    """A sphere with weather or craters, its night side, a rim of air; now and then a ring."""
    chance, unit = stage.chance("planet"), stage.unit
    big = chance.random() < 0.4
    r = unit * (chance.uniform(0.42, 0.6) if big else chance.uniform(0.13, 0.24))
    x = stage.width / 2 + side * (stage.width * 0.3 + (r * 0.35 if big else 0))
    y = stage.height * chance.uniform(0.22, 0.42) + (r * 0.3 if big else 0)
    reach = r * 2.3
    box = Box(x - reach, y - reach * 0.62, x + reach, y + reach * 0.62)
    sheet = Canvas(box, (0, 0, 0))
    height, width = sheet.rgb.shape[:2]
    u, v = mesh(box.left - x, box.top - y, width, height)
    u, v = u / np.float32(r), v / np.float32(r)
    flat = u * u + v * v
    depth = np.sqrt(np.clip(1 - flat, 0, 1)).astype(np.float32)
    dark, middle, bright = chance.choice(_WORLDS)
    face = _face(chance, u, v, depth)
    rgb = toned(face, [(0.0, dark), (0.5, middle), (1.0, bright)])
    sun = np.array((-side * 0.72, -0.42, 0.55))
    light = np.clip(u * sun[0] + v * sun[1] + depth * sun[2], 0, 1) ** np.float32(0.8)
    rgb = blended(rgb, (4, 4, 10), (1 - light * np.float32(0.97)).astype(np.float32))
    edge = np.clip((np.sqrt(flat) - 0.82) / 0.18, 0, 1) * np.clip(light + 0.12, 0, 1)
    air = mix(bright, (170, 210, 255), 0.6)
    sheet.rgb = blended(rgb, air, (edge * 0.7).astype(np.float32))
    soft = np.float32(1.6 / r)
    cover = np.clip((1 - np.sqrt(flat)) / soft + 0.5, 0, 1)
    glow = (
        np.clip(1 - (np.sqrt(flat) - 1) / 0.16, 0, 1) ** 2
        * np.clip(u * sun[0] + v * sun[1] + 0.35, 0, 1)
        * 0.4
    )
    outside = flat > 1
    sheet.rgb[outside] = air
    sheet.alpha = level(np.where(outside, np.maximum(glow * (flat > 1), cover), cover).astype(np.float32))
    if chance.random() < 0.45 and not big:
        _ring(sheet, x, y, r, mix(bright, (255, 250, 240), 0.3), chance.uniform(-0.4, 0.4))
    return Flat(stage, sheet.layer(), 0.05)


def _face(chance: random.Random, u: Field, v: Field, depth: Field) -> Field:
    """The pattern of a planet, 0..1: belts of a gas giant, or seas and land."""
    tile = noise(chance, 320, 320, 60, 6, 0.6)
    bulge = (1 + 0.35 * (1 - depth)).astype(np.float32)
    x, y = (u * bulge * 70 + 160).astype(np.float32), (v * bulge * 70 + 160).astype(np.float32)
    if chance.random() < 0.5:
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


def _rocks(stage: Stage, name: str, depth: float, count: int, size: float, side: int) -> Flat:
    """Rocks that drift by, lit from the sun's side."""
    chance, unit = stage.chance(name), stage.unit
    tone: RGB = (92, 86, 88)
    sheet = stage.sheet(depth, tone, drift=0.02 * depth)
    for _ in range(int(count * sheet.box.width / stage.width)):
        x, y = (
            chance.uniform(sheet.box.left, sheet.box.right),
            chance.choice((chance.uniform(0.03, 0.26), chance.uniform(0.74, 0.97))) * stage.height,
        )
        r = unit * size * chance.uniform(0.4, 1.2)
        ring = [(math.cos(a), math.sin(a)) for a in np.linspace(0, 2 * math.pi, 11, endpoint=False)]
        lumps = [chance.uniform(0.72, 1.1) for _ in ring]
        edge = [(x + r * k * cx, y + r * 0.8 * k * cy) for (cx, cy), k in zip(ring, lumps, strict=True)]
        sheet.shape(edge, scaled(tone, 0.3))
        lit = [(px - side * r * 0.16 - (px - x) * 0.2, py - r * 0.12 - (py - y) * 0.2) for px, py in edge]
        sheet.fill(lit, scaled(tone, chance.uniform(0.8, 1.15)))
        sheet.fill(
            [(x - side * r * 0.3 + (px - x) * 0.22, y + (py - y) * 0.22) for px, py in edge],
            scaled(tone, 0.66),
        )
    return Flat(stage, sheet.layer(), depth, drift=-side * 0.02 * depth)


def _dust(stage: Stage, name: str, depth: float, row: float, distance: float, side: int) -> Flat:
    """Grey ground with craters, lit from low down."""
    chance, unit = stage.chance(name), stage.unit
    tone = mix((138, 132, 134), (40, 32, 54), distance + 0.12)
    sheet = stage.sheet(depth, tone, top=row - unit * 0.14)
    height, width = sheet.rgb.shape[:2]
    x, y = mesh(sheet.box.left, sheet.box.top, width, height)
    far = (1 / np.maximum((y - np.float32(row)) / np.float32(unit * 0.3) + np.float32(0.12), 0.1)).astype(
        np.float32
    )
    tile = noise(chance, 320, 320, 50, 6, 0.62)
    across = (x / np.float32(unit) * far * np.float32(60)).astype(np.float32)
    along = np.broadcast_to(far * np.float32(60), across.shape).astype(np.float32)
    bump = sampled(tile, across, along) - sampled(tile, across - np.float32(4 * side), along + np.float32(2))
    fall = np.clip(1.05 - (y - np.float32(row)) / np.float32(unit * 0.9), 0.3, 1.1)
    value = np.clip((0.5 + bump * 0.3) * fall, 0, 1).astype(np.float32)
    sheet.rgb = toned(value, [(0.0, scaled(tone, 0.35)), (0.5, tone), (1.0, scaled(tone, 1.5))])
    xs = np.arange(sheet.box.left - 4, sheet.box.right + 8, 4.0)
    line = row + relief.ridge(xs, chance, unit * 0.5, 4) * unit * 0.05 * (1 if depth < 1 else 0.15)
    sheet.cut(relief.skyline(xs, line, sheet.box.bottom + 4))
    return Flat(stage, sheet.layer(), depth)
