"""Water: a mirror of what stands above it, broken by ripples, with moving glints."""

import math

import cv2
import numpy as np

from onetake.animatic.colour import RGB, Bytes, Picture, mix, scaled, yuv
from onetake.animatic.scenes.sky import light_at
from onetake.animatic.stage import Moment, Stage

_PATTERNS = 5


class Water:
    """Covers the frame from the far waterline down to stage row `near` with a rippled reflection."""

    def __init__(self, stage: Stage, near: float, rough: float = 1.0, tint: RGB | None = None):
        self._stage, self._near, self._rough = stage, near, rough
        palette = stage.palette
        body = tint or palette.paint((46, 104, 124), 0.12)
        self._far = yuv(mix(body, palette.sky[3], 0.42))
        self._deep = yuv(scaled(mix(body, palette.sky[0], 0.3), 0.78))
        self._mirror = 0.66 - 0.16 * min(rough, 2.0)
        self._reach = round(stage.unit * 0.05)
        self._patterns = [_glints(stage, near, index, rough) for index in range(_PATTERNS)]

    def covers(self, now: Moment) -> tuple[int, int]:
        """The rows it overwrites; it reads only what is above them."""
        stage = self._stage
        view = stage.camera.ground(now.pose, stage.horizon, stage.foot)
        top = round(view[1, 1] * stage.horizon + view[1, 2])
        bottom = round(view[1, 1] * self._near + view[1, 2]) + 4
        return max(top - top % 2, 2), min(bottom - bottom % 2, stage.height)

    def draw(self, frame: Picture, now: Moment) -> None:
        top, bottom = self.covers(now)
        if bottom <= top:
            return
        for index, plane in enumerate(frame.planes):
            half = 2 if index else 1
            self._plane(plane, index, top // half, bottom // half, half, now)
        self._shine(frame, top, bottom, now)

    def _plane(self, plane: Bytes, index: int, top: int, bottom: int, half: int, now: Moment) -> None:
        rows = bottom - top
        reach = self._reach // half + 1
        source = cv2.flip(plane[max(top - rows, 0) : top], 0)
        padded = cv2.copyMakeBorder(source, 0, 0, reach, reach, cv2.BORDER_REFLECT_101)
        height, width = len(source), plane.shape[1]
        target = np.empty((rows, width), np.uint8)
        at = np.arange(rows) / max(rows, 1)
        phase = now.seconds * 2.1
        y = np.arange(rows) * half / self._stage.unit
        wave = np.sin(240 * y / (1 + 2.6 * y * 4) + phase * 1.7) + 0.6 * np.sin(
            91 * y / (1 + 9 * y) - phase * 2.3 + 1.0
        )
        size = self._rough * self._stage.unit / half * (0.0022 + 0.011 * at)
        dx = np.clip(np.round(wave * size), -reach, reach).astype(int) + reach
        dy = np.clip(np.arange(rows) * 1.06 + wave * size * 0.5, 0, height - 1).astype(int)
        for row in range(rows):
            start = dx[row]
            target[row] = padded[dy[row], start : start + width]
        share = np.clip(self._mirror * (1 - 0.5 * at), 0.12, 1)
        self._tint(plane[top:bottom], target, index, share)

    def _tint(self, out: Bytes, mirror: Bytes, index: int, share: np.ndarray) -> None:
        """Mix the water's own colour into the mirror, in bands of rows: the nearer the more."""
        rows = len(out)
        bands = 24
        for band in range(bands):
            a, b = rows * band // bands, rows * (band + 1) // bands
            if a < b:
                keep = float(share[a])
                at = (band + 0.5) / bands
                own = self._far[index] + (self._deep[index] - self._far[index]) * at
                cv2.addWeighted(mirror[a:b], keep, mirror[a:b], 0.0, own * (1 - keep), dst=out[a:b])

    def _shine(self, frame: Picture, top: int, bottom: int, now: Moment) -> None:
        beat = now.seconds * 2.4
        index = int(beat)
        part = beat - index
        one, two = self._patterns[index % _PATTERNS], self._patterns[(index + 1) % _PATTERNS]
        offset = round(-now.pose.pan[0] * self._stage.unit)
        pattern = cv2.addWeighted(one, 1 - part, two, part, 0.0)
        if offset:
            pattern = np.roll(pattern, offset, axis=1)
        rows = min(bottom - top, len(pattern))
        target = frame.y[top : top + rows]
        cv2.add(target, pattern[:rows], dst=target)


def _glints(stage: Stage, near: float, index: int, rough: float) -> Bytes:
    """Luma to add: short level strokes, dense under the light, sparse elsewhere, larger when nearer."""
    chance = stage.chance(f"glints{index}")
    rows = int(max(near - stage.horizon, 4)) + 8
    sheet = np.zeros((rows, stage.width), np.uint8)
    x, _ = light_at(stage)
    strong = {"dawn": 92, "dusk": 105, "day": 66, "night": 60}[stage.palette.time]
    if stage.reading.weather in ("rain", "storm", "fog", "snow", "cloudy"):
        strong //= 2
    for stroke in range(int(260 * (0.7 + 0.3 * rough))):
        at = chance.random() ** 1.4
        row = 3 + at * (rows - 6)
        spread = stage.unit * (0.035 + 0.17 * at) if stroke % 3 else stage.width * 0.6
        centre = chance.gauss(x, spread) if stroke % 3 else chance.uniform(0, stage.width)
        length = stage.unit * (0.006 + 0.034 * at) * chance.uniform(0.5, 1.4)
        level = int(strong * chance.uniform(0.3, 1.0) * (1.0 if stroke % 3 else 0.3))
        thick = max(stage.unit * (0.0012 + 0.0035 * at), 0.6)
        size = (max(int(length * 16), 16), max(int(thick * 16), 10))
        cv2.ellipse(sheet, (int(centre * 16), int(row * 16)), size, 0, 0, 360, level, -1, cv2.LINE_AA, 4)
    return sheet


class Foam:
    """Waves that run up a beach: bright crests that follow each other towards the near edge."""

    def __init__(self, stage: Stage, far: float, near: float):
        self._stage, self._far, self._near = stage, far, near
        self._shift = stage.chance("foam").random()

    def draw(self, frame: Picture, now: Moment) -> None:
        stage = self._stage
        view = stage.camera.ground(now.pose, stage.horizon, stage.foot)
        xs = np.linspace(-20, stage.width + 20, 40)
        for crest in range(4):
            age = (now.seconds * 0.16 + crest / 4 + self._shift) % 1.0
            row = self._far + (self._near - self._far) * age**1.5
            strength = math.sin(math.pi * min(age * 1.05, 1.0)) ** 0.8
            wave = np.sin(xs / stage.unit * 7 + crest * 2.1 + now.seconds * 0.5) + 0.5 * np.sin(
                xs / stage.unit * 17 + crest
            )
            rows = view[1, 1] * row + view[1, 2] + wave * stage.unit * 0.007 * (0.3 + age)
            line = np.round(np.column_stack([xs, rows]) * 16).astype(np.int32)
            thick = max(1, round(stage.unit * (0.002 + 0.007 * age)))
            level = int(120 + 95 * strength * (1.0 if stage.palette.time != "night" else 0.35))
            if strength > 0.15:
                cv2.polylines(frame.y, [line], False, level, thick, cv2.LINE_AA, 4)
                for plane in (frame.u, frame.v):
                    cv2.polylines(plane, [line // 2], False, 128, max(1, thick // 2), cv2.LINE_AA, 4)
