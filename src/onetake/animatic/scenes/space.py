"""Outer space: stars and a nebula, a planet in the light of its sun, drifting rocks, dust underfoot."""

import math
import random

import cv2
import numpy as np

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, Picture, mix, scaled
from onetake.animatic.scenes import planets, relief
from onetake.animatic.scenes.field import blended, doubled, mesh, noise, sampled, step, toned
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


def space(stage: Stage) -> tuple[list[Prop], list[Prop]]:
    """(behind the subject, before it)."""
    chance = stage.chance("space")
    side = chance.choice((-1, 1))
    back: list[Prop] = [_sky(stage), Twinkle(stage), planets.planet(stage, side)]
    if _walked(stage) or "mars" in stage.reading.features:
        rows = ((0.2, 0.66, 0.5), (0.5, 0.72, 0.25), (1.0, 0.695, 0.0))
        back += [
            _dust(stage, f"dust{depth}", depth, stage.height * row, away, side) for depth, row, away in rows
        ]
        return back, []
    back.append(_rocks(stage, "far rocks", 0.35, 9, 0.02, side))
    return back, [_rocks(stage, "near rocks", 1.35, 3, 0.075, side)]


def _sky(stage: Stage) -> Flat:
    """Stars before two gases that mingle, with lanes of dark dust, as thick as the shot has them."""
    chance, unit = stage.chance("nebula"), stage.unit
    dark, one, two = chance.choice(_SKIES)
    thick = np.float32(_gas(stage))
    if thick < 0.5:
        dark = mix(dark, (3, 4, 8), 0.6)
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
    cloud = np.clip(0.5 + 0.42 * gas[0], 0, 1.3) * (np.float32(0.22) + band * np.float32(0.9)) * thick
    rgb = np.empty((high, wide, 3), np.uint8)
    rgb[:] = dark
    rgb = blended(rgb, one, np.clip(cloud * np.clip(0.55 + 0.5 * gas[1], 0, 1), 0, 0.85).astype(np.float32))
    rgb = blended(rgb, two, np.clip(cloud * np.clip(0.3 - 0.5 * gas[1], 0, 1), 0, 0.8).astype(np.float32))
    rgb = blended(
        rgb, mix(two, (255, 246, 232), 0.6), (step(0.8, 2.2, gas[0]) * band * 0.5 * thick).astype(np.float32)
    )
    rgb = blended(rgb, scaled(dark, 0.7), (step(0.5, 1.6, gas[2]) * band * 0.8).astype(np.float32))
    sheet.rgb = doubled(rgb, width, height)
    _stars(stage, sheet, chance)
    return Flat(stage, sheet.layer(), 0.01, soft=True)


def _gas(stage: Stage) -> float:
    """How much of a nebula there is, 0..1: all where one is named, hardly any over the ground of a moon."""
    named = stage.reading.features
    if "nebula" in named:
        return 1.0
    if _walked(stage) or "earth" in named or "hole" in named:
        return 0.12
    return stage.chance("gas").choice((0.2, 0.45, 0.8))


def _walked(stage: Stage) -> bool:
    """Whether somebody in the shot needs ground."""
    if not stage.reading.subjects:
        return False
    if "moon" in stage.reading.features:
        return True
    first = stage.reading.subjects[0]
    return first.kind not in _AFLOAT and first.action not in ("fly", "float", "swim")


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
    local: RGB = (178, 98, 62) if "mars" in stage.reading.features else (138, 132, 134)
    tone = mix(local, (40, 32, 54), distance + 0.12)
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
