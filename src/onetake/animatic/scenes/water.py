"""Water: a mirror of what stands above it, broken by ripples, with a path of glitter."""

import math

import cv2
import numpy as np

from onetake.animatic.colour import RGB, Bytes, Picture, mix, scaled, yuv
from onetake.animatic.scenes.field import mesh, noise, sampled
from onetake.animatic.scenes.sky import light_at
from onetake.animatic.stage import Moment, Stage


class Water:
    """Covers the frame from the far waterline down to stage row `near` with a rippled reflection.

    `rough` 1 is a lake in a breeze; from 2 on the crests break.
    """

    def __init__(self, stage: Stage, near: float, rough: float = 1.0, tint: RGB | None = None):
        self._stage, self._near, self._rough = stage, near, rough
        palette = stage.palette
        body = tint or palette.paint((46, 104, 124), 0.12)
        self._far = yuv(mix(body, palette.sky[3], 0.42))
        self._deep = yuv(scaled(mix(body, palette.sky[0], 0.3), 0.72))
        self._mirror = 0.66 - 0.18 * min(rough, 2.2)
        self._reach = round(stage.unit * 0.05)
        self._slide = round(stage.unit * 0.03 * stage.seconds) + 4
        rows = max(int(near - stage.horizon) + 8, 12)
        self._waves = [surface(stage, f"waves{index}", rows, self._slide, rough) for index in (0, 1)]
        self._path = _path(stage, rows)
        self._gain = min(0.34 + 0.3 * rough, 1.15)

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
        if self._rough > 1.1:
            source = cv2.blur(source, (1, max(round(self._stage.unit * 0.012 * self._rough) // half, 1)))
        padded = cv2.copyMakeBorder(source, 0, 0, reach, reach, cv2.BORDER_REFLECT_101)
        height, width = len(source), plane.shape[1]
        at = np.arange(rows) / max(rows, 1)
        phase = now.seconds * 2.1
        y = np.arange(rows) * half / self._stage.unit
        wave = np.sin(240 * y / (1 + 2.6 * y * 4) + phase * 1.7) + 0.6 * np.sin(
            91 * y / (1 + 9 * y) - phase * 2.3 + 1.0
        )
        size = self._rough * self._stage.unit / half * (0.0022 + 0.011 * at)
        dx = np.clip(np.round(wave * size), -reach, reach).astype(int) + reach
        dy = np.clip(np.arange(rows) * 1.06 + wave * size * 0.5, 0, height - 1).astype(int)
        step, one = padded.strides
        starts = np.lib.stride_tricks.as_strided(
            padded, (height, padded.shape[1] - width + 1, width), (step, one, one), writeable=False
        )
        # Where so much is water that the frame holds no sky to mirror, it keeps its own colour.
        there = np.clip((height - np.arange(rows) * 1.06) / max(0.5 * height, 1), 0, 1)
        share = (np.clip(self._mirror * (1 - 0.5 * at), 0.12, 1) * there).tolist()
        self._tint(plane[top:bottom], starts[dy, dx], index, share)  # pyright: ignore[reportArgumentType]

    def _tint(self, out: Bytes, mirror: Bytes, index: int, share: list[float]) -> None:
        """Mix the water's own colour into the mirror, in bands of rows: the nearer the more."""
        rows = len(out)
        bands = 24
        for band in range(bands):
            a, b = rows * band // bands, rows * (band + 1) // bands
            if a < b:
                keep = share[a]
                at = (band + 0.5) / bands
                own = self._far[index] + (self._deep[index] - self._far[index]) * at
                cv2.addWeighted(mirror[a:b], keep, mirror[a:b], 0.0, own * (1 - keep), dst=out[a:b])

    def _shine(self, frame: Picture, top: int, bottom: int, now: Moment) -> None:
        """Two wave fields that slide through each other; where they meet under the light, it glitters."""
        rows, width = min(bottom - top, len(self._path)), frame.y.shape[1]
        push = now.seconds * self._stage.unit * 0.03
        turn = -now.pose.pan[0] * self._stage.unit - now.pose.truck[0] * self._stage.unit * 0.4
        one, two = (
            wave[:rows, at : at + width]
            for wave, way in zip(self._waves, (1, -1), strict=True)
            for at in (round(min(max(self._slide * 1.5 + way * push + turn, 0), self._slide * 3)),)
        )
        field = cv2.addWeighted(one, 0.5, two, 0.5, 0)
        target = frame.y[top : top + rows]
        cv2.addWeighted(target, 1.0, field, self._gain, -128 * self._gain, dst=target)
        sparks = cv2.subtract(field, np.full(1, 132.0))
        cv2.scaleAdd(cv2.multiply(sparks, self._path[:rows], scale=1 / 26), 1.0, target, dst=target)


def surface(stage: Stage, name: str, rows: int, slide: int, rough: float) -> Bytes:
    """A field of waves in perspective around 128, wider than the frame by what it slides."""
    chance, unit, reach = stage.chance(name), stage.unit, stage.foot - stage.horizon
    tile = noise(chance, 384, 384, 40, 5, 0.6)
    x, y = mesh(-1.5 * slide - stage.width / 2, 2.0, stage.width + 3 * slide, rows)
    far = np.float32(reach) / np.maximum(y, np.float32(reach * 0.015))
    along = np.broadcast_to(far, (rows, x.shape[1])).astype(np.float32)
    across = (x / np.float32(unit) * along).astype(np.float32)
    size = np.float32(150 / max(rough, 0.5) ** 0.7)
    field = sampled(tile, across * size + 50, along * size * np.float32(2.4))
    calm = np.clip(1.15 - along * np.float32(0.035), 0.4, 1)
    return np.clip(128 + field * calm * 17, 0, 255).astype(np.uint8)


def _path(stage: Stage, rows: int) -> Bytes:
    """How much the waves glitter at each place: most under the sun or the moon, wider when nearer."""
    x, _ = light_at(stage)
    strong = {"dawn": 235, "dusk": 250, "day": 170, "night": 150}[stage.palette.time]
    if stage.reading.weather in ("rain", "storm", "fog", "snow", "cloudy"):
        strong *= 0.25
    at = (np.arange(rows, dtype=np.float32) / max(rows, 1))[:, None]
    columns = np.arange(stage.width, dtype=np.float32)[None, :]
    wide = np.float32(stage.unit) * (np.float32(0.05) + np.float32(0.2) * at)
    fall = np.exp(-(((columns - np.float32(x)) / wide) ** 2)) * (1 - np.float32(0.35) * at) + np.float32(0.07)
    return np.clip(fall * strong, 0, 255).astype(np.uint8)


class Foam:
    """Waves that run up a beach: a bright rim with torn lace behind it, one wave after another."""

    def __init__(self, stage: Stage, far: float, near: float):
        self._stage, self._far, self._near = stage, far, near
        chance = stage.chance("foam")
        self._shift = chance.random()
        self._turns = [chance.uniform(0, 6.28) for _ in range(4)]

    def draw(self, frame: Picture, now: Moment) -> None:
        stage = self._stage
        view = stage.camera.ground(now.pose, stage.horizon, stage.foot)
        xs = np.linspace(-20, stage.width + 20, 90)
        own = xs / stage.unit + now.pose.pan[0]
        for crest, turn in enumerate(self._turns):
            age = (now.seconds * 0.13 + crest / 4 + self._shift) % 1.0
            row = self._far + (self._near - self._far) * age**1.4
            strength = math.sin(math.pi * min(age * 1.04, 1.0)) ** 0.7
            if strength < 0.12:
                continue
            wave = np.sin(own * 4.1 + turn + now.seconds * 0.3) + 0.5 * np.sin(own * 11 + 2 * turn)
            lace = (
                np.sin(own * 37 + turn * 5 - now.seconds)
                + np.sin(own * 61 + turn * 3)
                + np.sin(own * 17 + turn)
            )
            rows = view[1, 1] * row + view[1, 2] + wave * stage.unit * 0.011 * (0.3 + age)
            thick = stage.unit * (0.0015 + 0.013 * age * strength) * np.clip(0.42 + 0.42 * lace, 0.0, 1.8)
            self._crest(frame, xs, rows, thick, strength)

    def _crest(
        self, frame: Picture, xs: np.ndarray, rows: np.ndarray, thick: np.ndarray, strength: float
    ) -> None:
        dim = (
            0.42
            if self._stage.palette.time == "night"
            else 0.82
            if self._stage.palette.time != "day"
            else 1.0
        )
        level = int(80 + 135 * strength * dim)
        for index, plane in enumerate(frame.planes):
            half = 2 if index else 1
            ring = np.vstack([np.column_stack([xs, rows]), np.column_stack([xs, rows - thick])[::-1]]) / half
            tone = 128 if index else level
            cv2.fillPoly(plane, [np.round(ring * 16).astype(np.int32)], (tone,), cv2.LINE_AA, 4)
