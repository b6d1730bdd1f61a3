"""What a shot names in its air: bubbles, paper lanterns that rise, fireflies, dust."""

import math

import cv2

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, Picture, mix, yuv
from onetake.animatic.layer import Box, Layer, shift
from onetake.animatic.scenes.light import halo
from onetake.animatic.scenes.weather import Drift, Fireflies
from onetake.animatic.stage import Moment, Prop, Stage


def build(stage: Stage) -> list[Prop]:
    """Everything named that hangs or flies before the set."""
    named, props = stage.reading.features, list[Prop]()
    if "fireflies" in named:
        props.append(Fireflies(stage, 30))
    if "lanterns" in named:
        props.append(Lanterns(stage))
    if "bubbles" in named and stage.reading.setting != "underwater":
        props.append(Bubbles(stage))
    if "dust" in named:
        props.append(Drift(stage, "named dust", 120, 0.002, 70, 0.012, -0.006))
    return props


class Lanterns:
    """Paper lanterns with a flame in them that rise and sway, far ones small."""

    def __init__(self, stage: Stage, count: int = 22):
        chance = stage.chance("lanterns")
        self._stage = stage
        self._sizes = [_lantern(stage.unit * size) for size in (0.014, 0.024, 0.042, 0.07)]
        self._all = sorted(
            (
                min(int(chance.random() ** 1.7 * 4), 3),
                chance.random(),
                chance.random(),
                chance.uniform(0, 6.3),
            )
            for _ in range(count)
        )

    def draw(self, frame: Picture, now: Moment) -> None:
        stage, unit = self._stage, self._stage.unit
        for kind, x, y, turn in self._all:
            near = (0.3, 0.5, 0.8, 1.3)[kind]
            row = (y - now.seconds * 0.028 * near) % 1.15 * stage.height
            column = x * stage.width + unit * 0.02 * near * math.sin(now.seconds * 0.8 + turn)
            column -= (now.pose.truck[0] + now.pose.pan[0]) * unit * near
            self._sizes[kind].draw(frame, shift(column % (stage.width * 1.1) - stage.width * 0.05, row))


def _lantern(r: float) -> Layer:
    """One lantern about the origin: a bag of lit paper, brightest at its foot, in its own glow."""
    ink: RGB = (255, 176, 84)
    sheet = Canvas(Box(-r * 3, -r * 3.2, r * 3, r * 3), ink)
    halo(sheet, 0.0, 0.0, r * 2.9, ink, 0.45)
    body = [
        (-r * 0.8, -r * 1.2),
        (0, -r * 1.5),
        (r * 0.8, -r * 1.2),
        (r * 0.98, 0),
        (r * 0.6, r),
        (-r * 0.6, r),
        (-r * 0.98, 0),
    ]
    sheet.shape(body, (246, 142, 62))
    sheet.glow(0.0, r * 0.75, r * 1.9, (255, 244, 196), 0.95)
    return sheet.layer()


class Bubbles:
    """Soap bubbles: thin rings with a light on them, rising and drifting."""

    def __init__(self, stage: Stage, count: int = 20):
        chance = stage.chance("bubbles")
        self._stage = stage
        self._all = [
            (chance.random(), chance.random(), chance.uniform(0.3, 1.0) ** 1.5, chance.uniform(0, 6.3))
            for _ in range(count)
        ]
        self._tints = [
            yuv(mix(ink, (255, 255, 255), 0.4)) for ink in ((255, 150, 210), (130, 220, 255), (255, 226, 140))
        ]

    def draw(self, frame: Picture, now: Moment) -> None:
        stage, unit = self._stage, self._stage.unit
        for index, (x, y, near, turn) in enumerate(self._all):
            row = ((y - now.seconds * 0.05 * near) % 1.2 - 0.1) * stage.height
            column = (x + 0.03 * math.sin(now.seconds * 0.9 + turn)) * stage.width - now.pose.truck[
                0
            ] * unit * near
            r, tint = unit * 0.034 * near, self._tints[index % 3]
            for plane, half, tone in zip(frame.planes, (1, 2, 2), tint, strict=True):
                spot = (round(column * 16 / half), round(row * 16 / half))
                cv2.circle(plane, spot, round(r * 16 / half), tone, 1, cv2.LINE_AA, 4)
            gleam = (round((column - r * 0.4) * 16), round((row - r * 0.45) * 16))
            cv2.ellipse(frame.y, gleam, (round(r * 4), round(r * 2.4)), -40, 0, 360, 235, -1, cv2.LINE_AA, 4)
