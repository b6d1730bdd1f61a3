"""What a picture is drawn with and on: washes on paper, ink, pencil, cels, tiles, worn film."""

import cv2
import numpy as np

from onetake.animatic.colour import WHITE, Bytes, Picture
from onetake.animatic.scenes.field import level, noise
from onetake.animatic.stage import Moment, Stage

_WIDE = {"watercolour": 5, "oil": 5, "ink": 5, "cel": 3, "comic": 3, "paper": 5}
"""The size of the brush: how many pixels run together."""
_LINES = {"watercolour": 0.5, "ink": 2.2, "sketch": 6.0, "cel": 0.8, "comic": 2.6, "paper": 1.2}
"""How hard the outlines are drawn."""
_STEPS = {"cel": 9, "comic": 6, "ink": 7, "paper": 8}
_PAPER = ("watercolour", "ink", "sketch", "paper")


class Medium:
    """Turns the finished frame into a drawing in the medium of that name."""

    def __init__(self, stage: Stage, name: str):
        self._name, self._stage = name, stage
        self._paper = _paper(stage, name) if name in _PAPER else None
        self._steps = _stepped(_STEPS[name]) if name in _STEPS else None
        chance = stage.chance("scratches")
        self._wear = [(chance.random(), chance.random(), chance.uniform(0.3, 1.0)) for _ in range(24)]

    def draw(self, frame: Picture, now: Moment) -> None:
        if self._name == "pixel":
            _tiles(frame, max(round(self._stage.unit / 76), 2))
            return
        if self._name == "old film":
            self._worn(frame, now)
            return
        wide = _WIDE.get(self._name)
        if wide:
            for plane in (frame.y, frame.u, frame.v):
                cv2.medianBlur(plane, wide if plane is frame.y else 3, dst=plane)
        if self._name in _LINES:
            self._outline(frame.y, _LINES[self._name])
        if self._paper is not None:
            cv2.multiply(frame.y, self._paper, dst=frame.y, scale=1 / 224)

    def _outline(self, luma: Bytes, hard: float) -> None:
        """Darken where the picture is darker than what is around it."""
        reach = max(round(self._stage.unit / 110), 2) * 2 + 1
        around = cv2.blur(luma, (reach, reach))
        deep = cv2.subtract(around, luma)
        if self._steps is not None:
            cv2.LUT(luma, self._steps, dst=luma)
        if self._name == "sketch":
            cv2.addWeighted(luma, 0.4, luma, 0.0, WHITE * 0.58, dst=luma)
        cv2.subtract(luma, cv2.convertScaleAbs(deep, alpha=hard), dst=luma)

    def _worn(self, frame: Picture, now: Moment) -> None:
        """Flicker, a scratch that stays for some frames, specks for one."""
        beat = now.index // 2
        flicker = 1.0 + 0.025 * np.sin(beat * 2.4) + 0.02 * np.sin(beat * 5.1)
        cv2.convertScaleAbs(frame.y, dst=frame.y, alpha=float(flicker))
        height, width = frame.y.shape
        for index, (x, y, bright) in enumerate(self._wear):
            if (beat // 5 + index) % 12 == 0:
                at = int((x + 0.002 * (beat % 5)) * width) % width
                frame.y[:, at : at + max(width // 900, 1)] = int(120 + 100 * bright)
            if (beat + index * 5) % 17 == 0:
                spot = (int(y * width), int(((x * 7 + beat * 0.37) % 1.0) * height))
                cv2.circle(frame.y, spot, max(round(height * 0.004 * bright), 1), 30, -1, cv2.LINE_AA)


def _tiles(frame: Picture, size: int) -> None:
    """Squares of one colour, `size` pixels wide (twice that in chroma's own pixels is the same square)."""
    height, width = frame.y.shape
    small = (max(width // size, 1), max(height // size, 1))
    for plane in frame.planes:
        low = cv2.resize(plane, small, interpolation=cv2.INTER_AREA)
        plane[:] = cv2.resize(low, (plane.shape[1], plane.shape[0]), interpolation=cv2.INTER_NEAREST)


def _stepped(steps: int) -> Bytes:
    """A table that gathers luma on so many levels, with soft edges between them."""
    at = np.arange(256) / 255 * steps
    part = at - np.floor(at)
    soft = np.clip((part - 0.5) * 2.4 + 0.5, 0, 1)
    return np.round((np.floor(at) + soft) / steps * 255).astype(np.uint8)


def _paper(stage: Stage, name: str) -> Bytes:
    """The grain of the sheet as a factor, and a border that the paint does not reach (224 is one)."""
    height, width = stage.height, stage.width
    chance = stage.chance("paper")
    grain = noise(chance, width, height, max(stage.unit * 0.006, 1.5), 2, 0.7)
    wash = noise(chance, width, height, stage.unit * 0.35, 4, 0.55)
    strong = 0.03 if name == "sketch" else 0.014
    factor = 1 + grain * strong + wash * (0.035 if name == "watercolour" else 0.012)
    return level(np.clip(factor * 224 / 255, 0, 1))
