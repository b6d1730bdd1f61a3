"""People in the distance: dark shapes that walk along a pavement, under umbrellas when it rains."""

import math

import numpy as np

from onetake.animatic.canvas import Canvas, quad
from onetake.animatic.colour import RGB, Picture, mix
from onetake.animatic.figures.pen import smooth
from onetake.animatic.layer import Box, Layer, after, shift
from onetake.animatic.stage import Moment, Prop, Stage

_COATS: tuple[RGB, ...] = ((70, 66, 78), (92, 62, 58), (58, 74, 84), (104, 92, 74), (52, 52, 60))
_SHADES: tuple[RGB, ...] = ((150, 50, 52), (60, 90, 120), (196, 150, 70), (58, 58, 66), (70, 110, 90))
_STEPS = 8


def passers(stage: Stage, depth: float, umbrellas: bool) -> list[Prop]:
    """A few of them, at different places and paces."""
    chance = stage.chance("passers")
    count = chance.randint(1, 4) if stage.width > stage.height else chance.randint(1, 2)
    return [Passer(stage, depth, index, umbrellas and index % 3 != 2) for index in range(count)]


class Passer:
    """One passer-by; the walk is a cycle of eight pictures."""

    def __init__(self, stage: Stage, depth: float, index: int, umbrella: bool):
        chance = stage.chance(f"passer{index}")
        self._stage, self._depth = stage, depth
        self._row = stage.horizon + (stage.foot - stage.horizon) * (depth + chance.uniform(-0.04, 0.03))
        self._speed = chance.choice((-1, 1)) * chance.uniform(0.05, 0.085)
        reach = stage.width / stage.unit
        share = chance.uniform(0.12, 0.88) if index == 0 else chance.uniform(-0.1, 1.1)
        self._start = share * reach - self._speed * stage.seconds / 2
        self._turn = chance.random()
        palette = stage.palette
        coat = mix(palette.paint(chance.choice(_COATS), 0.2), palette.haze, 0.12)
        cloth = mix(palette.paint(chance.choice(_SHADES), 0.15), palette.haze, 0.1) if umbrella else None
        tall = stage.unit * chance.uniform(0.25, 0.29)
        way = 1 if self._speed > 0 else -1
        self._poses = [_pose(tall, step / _STEPS, coat, cloth, way) for step in range(_STEPS)]

    def draw(self, frame: Picture, now: Moment) -> None:
        x = (self._start + self._speed * now.seconds) * self._stage.unit
        step = int((now.seconds * 1.15 + self._turn) % 1.0 * _STEPS)
        view = after(self._stage.camera.view(now.pose, self._depth), shift(x, self._row))
        self._poses[step].draw(frame, view)


def _pose(tall: float, phase: float, coat: RGB, cloth: RGB | None, way: int) -> Layer:
    """One moment of the walk, feet at the origin."""
    sheet = Canvas(Box(-tall * 0.42, -tall * 1.3, tall * 0.42, tall * 0.06), coat)
    turn = np.linspace(0, 2 * math.pi, 20, endpoint=False)
    ground = np.column_stack([tall * 0.2 * np.cos(turn), tall * 0.025 * np.sin(turn)])
    sheet.cut(ground, 90)
    swing = math.sin(2 * math.pi * phase)
    bob = -abs(swing) * tall * 0.012
    for leg in (-1, 1):
        foot = (leg * swing * tall * 0.16 * way, 0.0)
        knee = (foot[0] * 0.45 + tall * 0.03 * way, -tall * 0.25)
        sheet.line([(0, -tall * 0.48 + bob), knee, foot], coat, max(tall * 0.065, 1.5))
    body = [
        (-0.1, -0.46),
        (-0.1, -0.7),
        (-0.05, -0.83),
        (0.05, -0.83),
        (0.1, -0.7),
        (0.11, -0.4),
        (0.0, -0.36),
    ]
    sheet.cut(smooth([(x * tall, y * tall + bob) for x, y in body], 4))
    sheet.disc(tall * 0.015 * way, -tall * 0.92 + bob, tall * 0.065, mix(coat, (186, 140, 112), 0.5))
    if cloth is None:
        arm = [(0, -tall * 0.78 + bob), (-swing * tall * 0.12 * way, -tall * 0.5)]
        sheet.line(arm, coat, max(tall * 0.05, 1.2))
    else:
        _umbrella(sheet, tall, bob, cloth, way)
    return sheet.layer()


def _umbrella(sheet: Canvas, tall: float, bob: float, cloth: RGB, way: int) -> None:
    x, y = tall * 0.06 * way, -tall * 0.98 + bob
    sheet.shape(quad(x - tall * 0.008, y - tall * 0.16, x + tall * 0.008, y + tall * 0.36), cloth)
    ribs = np.linspace(math.pi, 0, 13)
    dome = [(x + tall * 0.29 * math.cos(a), y - tall * 0.21 * math.sin(a)) for a in ribs]
    hem = [(x + tall * (0.29 - 0.145 * k), y - tall * (0.035 if k % 2 else 0.0)) for k in range(5)]
    sheet.shape([*dome, *hem[1:]], cloth)
    lit = [(x + tall * 0.29 * math.cos(a), y - tall * 0.21 * math.sin(a)) for a in np.linspace(2.2, 0.9, 6)]
    sheet.fill([*lit, (x, y - tall * 0.02)], mix(cloth, (255, 255, 255), 0.16))
