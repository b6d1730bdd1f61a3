"""Lights that come and go in the sky: fireworks and shooting stars."""

import math

import cv2
import numpy as np

from onetake.animatic.colour import RGB, Picture, yuv
from onetake.animatic.stage import Moment, Prop, Stage

BRIGHT: tuple[RGB, ...] = (
    (255, 92, 82),
    (255, 206, 92),
    (120, 220, 255),
    (160, 255, 140),
    (236, 140, 255),
    (255, 250, 230),
)
"""The colours of rockets, and of paper that is thrown."""


def build(stage: Stage) -> list[Prop]:
    """Everything named that is seen in the sky, behind the set."""
    named, props = stage.reading.features, list[Prop]()
    if "meteors" in named:
        props.append(Meteors(stage))
    if "fireworks" in named:
        props.append(Fireworks(stage))
    return props


def times(stage: Stage, name: str, first: float, least: float, most: float) -> list[float]:
    """Seconds at which something happens again and again, by chance."""
    chance = stage.chance(name)
    at, made = chance.uniform(0.15, first), list[float]()
    while at < stage.seconds:
        made.append(at)
        at += chance.uniform(least, most)
    return made


class Fireworks:
    """Rockets that burst in the sky: rings of sparks that slow down, fall and go out."""

    def __init__(self, stage: Stage):
        chance = stage.chance("fireworks")
        self._stage, self._all = (
            stage,
            list[tuple[float, float, float, float, tuple[int, int, int], np.ndarray]](),
        )
        for at in times(stage, "bursts", 0.4, 0.4, 0.8):
            x, y = chance.uniform(0.1, 0.9) * stage.width, chance.uniform(0.16, 0.44) * stage.horizon
            count, size = chance.randint(34, 54), stage.unit * chance.uniform(0.16, 0.3)
            turns = np.arange(count) * (2 * math.pi / count) + chance.uniform(0, 1)
            reach = np.array([chance.choice((1.0, 0.94, 0.6)) * chance.uniform(0.9, 1.06) for _ in turns])
            spread = np.column_stack([np.cos(turns) * reach, np.sin(turns) * reach])
            self._all.append((at, x, y, size, yuv(chance.choice(BRIGHT)), spread))

    def draw(self, frame: Picture, now: Moment) -> None:
        view = self._stage.camera.view(now.pose, 0.04)
        for at, x, y, size, ink, spread in self._all:
            age = now.seconds - at
            if 0 <= age < 1.5:
                self._burst(frame, view @ (x, y, 1.0), size, ink, spread, age)
            elif -0.5 < age < 0:
                self._rocket(frame, view @ (x, y - age * self._stage.horizon * 0.9, 1.0))

    def _rocket(self, frame: Picture, at: np.ndarray) -> None:
        tail = self._stage.unit * 0.03
        ends = [(round(at[0] * 16), round(row * 16)) for row in (at[1], at[1] + tail)]
        cv2.line(frame.y, ends[0], ends[1], 190, 1, cv2.LINE_AA, 4)

    def _burst(
        self,
        frame: Picture,
        middle: np.ndarray,
        size: float,
        ink: tuple[int, int, int],
        spread: np.ndarray,
        age: float,
    ) -> None:
        """Sparks with short tails; colour lies on chroma, light on luma, both fade."""
        light = max(1 - (age / 1.5) ** 2, 0.0)
        fall = np.array((0.0, size * 0.42 * age * age))
        head = middle + spread * (size * (1 - math.exp(-3.2 * age))) + fall
        past = max(age - 0.16, 0.0)
        tail = middle + spread * (size * (1 - math.exp(-3.2 * past))) + (0.0, size * 0.42 * past * past)
        thick = max(round(self._stage.unit * 0.004), 1)
        for plane, half, value in zip(frame.planes, (1, 2, 2), ink, strict=True):
            lines = np.round(np.stack([tail, head], axis=1) / half * 16).astype(np.int32)
            tone = int(60 + (max(value, 190) - 60) * light) if half == 1 else value
            if half == 1 or light > 0.25:
                cv2.polylines(plane, list(lines), False, tone, thick, cv2.LINE_AA, 4)


class Meteors:
    """Shooting stars, one after another, on one slant."""

    def __init__(self, stage: Stage):
        chance = stage.chance("meteors")
        self._stage, self._way = stage, chance.choice((-1, 1))
        self._all = [
            (at, chance.random(), chance.uniform(0.0, 0.3), chance.uniform(0.5, 1.0))
            for at in times(stage, "showers", 0.6, 0.25, 0.9)
        ]

    def draw(self, frame: Picture, now: Moment) -> None:
        stage, unit = self._stage, self._stage.unit
        for at, x, y, bright in self._all:
            age = (now.seconds - at) / 0.7
            if not 0 <= age < 1:
                continue
            head = np.array(
                (x * stage.width + self._way * unit * 0.6 * age, y * stage.horizon + unit * 0.24 * age)
            )
            back = np.array((-self._way * 0.16, -0.064)) * unit * bright
            light = math.sin(math.pi * min(age * 1.4, 1.0)) * bright
            for share, tone in ((1.0, 90), (0.55, 160), (0.2, 235)):
                ends = np.round(np.stack([head, head + back * share]) * 16).astype(np.int32)
                level = int(20 + tone * light)
                if level > 40:
                    cv2.polylines(frame.y, [ends], False, level, max(round(unit * 0.0028), 1), cv2.LINE_AA, 4)
