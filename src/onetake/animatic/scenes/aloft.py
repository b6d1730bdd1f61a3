"""Among clouds: banks behind banks that stream past, towers of cumulus, the sun on them, far birds."""

import math
import random

import cv2
import numpy as np

from onetake.animatic.colour import Picture, mix
from onetake.animatic.scenes import sky
from onetake.animatic.scenes.cloud import coloured, dome
from onetake.animatic.scenes.field import doubled, level, mesh, noise, step
from onetake.animatic.scenes.light import Beams
from onetake.animatic.stage import Flat, Moment, Prop, Stage


def clouds(stage: Stage) -> tuple[list[Prop], list[Prop]]:
    """(behind the subject, before it)."""
    chance = stage.chance("banks")
    lift = chance.uniform(-0.07, 0.05)
    sun = sky.light_at(stage)
    back: list[Prop] = list(sky.build(stage))
    tower = chance.uniform(0.16, 0.34)
    for index, (depth, row, size) in enumerate(((0.1, 0.70, tower), (0.22, 0.80, 0.2), (0.42, 0.91, 0.24))):
        where = stage.height * (row + lift)
        back.append(bank(stage, f"bank{index}", depth, where, size, 0.62 - 0.22 * index, 0.016 * (index + 1)))
    if stage.palette.time != "night" and stage.reading.weather == "clear":
        back.append(Beams(stage, sun[0], sun[1] - stage.unit * 0.02, 13, stage.height))
    back.append(Flock(stage))
    return back, [bank(stage, "front bank", 1.3, stage.height * 1.08, 0.24, 0.0, 0.09)]


def bank(
    stage: Stage, name: str, depth: float, row: float, size: float, distance: float, drift: float
) -> Flat:
    """A sea of cloud below a row: heaps of up to `size` units that catch the light."""
    chance, palette, unit = stage.chance(name), stage.palette, stage.unit
    sheet = stage.sheet(depth, palette.cloud, top=row - unit * size * 2.0, drift=drift)
    height, width = sheet.rgb.shape[:2]
    wide, high = width // 2 + 1, height // 2 + 1
    x, y = mesh(sheet.box.left, sheet.box.top, wide, high, 2.0)
    heap = np.full((high, wide), -2.0, np.float32)
    _heaps(chance, heap, x, y, row, unit * size)
    under = np.clip((y - np.float32(row - unit * size * 0.15)) / np.float32(unit * size * 0.35), -2, 1.4)
    np.maximum(heap, np.broadcast_to(under.astype(np.float32), heap.shape), out=heap)
    rough = noise(chance, wide, high, max(unit * size * 0.34, 4.0), 5, 0.6, 1.35)
    mass = heap + rough * np.float32(0.3)
    density = step(0.0, 0.4, mass)
    sun = sky.light_at(stage)
    reach, way = max(int(unit * 0.016), 1), 1 if sun[0] > stage.width / 2 else -1
    toward = np.roll(heap + rough * np.float32(0.44), (reach, -way * reach), (0, 1))
    fall = np.clip((y - np.float32(row - unit * size)) / np.float32(unit * size * 2.2), 0, 1)
    light = np.clip(0.66 + (heap + rough * np.float32(0.44) - toward) * 0.75 - fall * 0.75, 0, 1)
    away = np.sqrt(((x - sun[0]) / unit) ** 2 + ((y - sun[1]) / unit) ** 2)
    near = np.clip(1 - away / 0.8, 0, 1).astype(np.float32) ** 2 * np.float32(0.7)
    rgb = coloured(stage, light.astype(np.float32), near)
    haze = mix(palette.sky[3], palette.haze, 0.3)
    rgb = cv2.addWeighted(rgb, 1 - distance * 0.75, np.full_like(rgb, haze), distance * 0.75, 0)
    sheet.rgb = doubled(np.asarray(rgb, np.uint8), width, height)
    sheet.alpha = doubled(level(density), width, height)
    return Flat(stage, sheet.layer(), depth, drift=-drift)


def _heaps(
    chance: random.Random, heap: np.ndarray, x: np.ndarray, y: np.ndarray, row: float, size: float
) -> None:
    """Domes along a row, a few of them towers."""
    at, end = float(x[0, 0]) - size, float(x[0, -1]) + size
    while at < end:
        tall = size * (chance.uniform(0.3, 0.7) if chance.random() < 0.7 else chance.uniform(0.9, 1.7))
        wide = tall * chance.uniform(0.6, 1.1) + size * 0.3
        dome(heap, x, y, at, row + size * 0.12, wide, tall)
        at += wide * chance.uniform(0.5, 1.1)


class Flock:
    """Birds far away, in a loose wedge, that cross the picture."""

    def __init__(self, stage: Stage, row: float | None = None):
        chance = stage.chance("flock")
        self._stage, self._way = stage, chance.choice((-1, 1))
        self._row = stage.height * chance.uniform(0.16, 0.34) if row is None else row
        self._start = chance.uniform(0.25, 0.6)
        self._birds = [
            (
                -abs(k) * 0.035 + chance.uniform(-0.01, 0.01),
                k * 0.012 + chance.uniform(-0.008, 0.008),
                chance.uniform(0, 6.3),
            )
            for k in range(-chance.randint(1, 4), chance.randint(2, 5))
        ]

    def draw(self, frame: Picture, now: Moment) -> None:
        stage, unit = self._stage, self._stage.unit
        view = stage.camera.view(now.pose, 0.08)
        middle = (
            stage.width * (0.5 - self._way * (0.5 - self._start)) + self._way * 0.035 * unit * now.seconds
        )
        tone = 70 if stage.palette.time != "night" else 26
        for dx, dy, turn in self._birds:
            x, y = view @ (middle + self._way * dx * unit, self._row + dy * unit, 1.0)
            flap = math.sin(now.seconds * 7 + turn) * 0.5
            r = unit * 0.0085
            wing = [
                (x - r, y - r * flap),
                (x - r * 0.4, y - r * (0.3 + 0.3 * flap)),
                (x, y),
                (x + r * 0.4, y - r * (0.3 + 0.3 * flap)),
                (x + r, y - r * flap),
            ]
            line = np.round(np.array(wing) * 16).astype(np.int32)
            cv2.polylines(frame.y, [line], False, tone, max(1, round(unit * 0.0022)), cv2.LINE_AA, 4)
