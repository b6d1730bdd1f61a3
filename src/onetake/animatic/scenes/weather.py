"""What falls and floats before the camera, and the film that all is seen through."""

import math
from functools import lru_cache

import cv2
import numpy as np

from onetake.animatic.colour import BLACK, WHITE, Bytes, Picture
from onetake.animatic.stage import Moment, Prop, Stage


def build(stage: Stage, indoors: bool = False) -> list[Prop]:
    """Particles for the weather; indoors only dust in the light."""
    weather, time = stage.reading.weather, stage.palette.time
    if indoors:
        return [Drift(stage, "dust", 60, 0.0016, 40, 0.006, -0.004)]
    if weather in ("rain", "storm"):
        heavy = 1.4 if weather == "storm" else 1.0
        return [
            Fall(stage, "far", 520 * heavy, 0.035, 30, 1.5),
            Fall(stage, "near", 150 * heavy, 0.085, 46, 2.3),
        ]
    if weather == "snow":
        return [
            Drift(stage, "far", 240, 0.0019, 105, 0.03, 0.09),
            Drift(stage, "mid", 95, 0.0036, 130, 0.05, 0.15),
            Drift(stage, "near", 16, 0.0075, 105, 0.09, 0.24),
        ]
    if time in ("dawn", "dusk"):
        return [Drift(stage, "motes", 20, 0.0026, 30, 0.016, -0.008)]
    return []


class Fall:
    """Rain: streaks on a tile that is slid past, bright on luma alone."""

    def __init__(self, stage: Stage, name: str, count: float, length: float, level: int, speed: float):
        chance = stage.chance(f"rain-{name}")
        self._speed = speed * stage.unit
        self._slant = 0.16
        self._stage = stage
        self._tile = np.zeros((stage.height, stage.width), np.uint8)
        for _ in range(int(count * stage.width / stage.height)):
            x, y = chance.uniform(0, stage.width), chance.uniform(0, stage.height)
            tall = length * stage.unit * chance.uniform(0.6, 1.3)
            bright = int(level * chance.uniform(0.4, 1.0))
            # what leaves the tile to the left or below comes in again on the other side
            for dx in (0, stage.width) if x < tall * self._slant + 4 else (0,):
                for dy in (0, -stage.height) if y + tall > stage.height - 4 else (0,):
                    a = (round((x + dx) * 16), round((y + dy) * 16))
                    b = (round((x + dx - tall * self._slant) * 16), round((y + dy + tall) * 16))
                    cv2.line(self._tile, a, b, bright, max(1, round(stage.unit * 0.0013)), cv2.LINE_AA, 4)

    def draw(self, frame: Picture, now: Moment) -> None:
        down = round(self._speed * now.seconds)
        _slide(frame.y, self._tile, round(-down * self._slant), down)


class Drift:
    """Snow, dust or motes: soft dots on a tile that sways as it slides."""

    def __init__(
        self, stage: Stage, name: str, count: float, radius: float, level: int, sway: float, fall: float
    ):
        chance = stage.chance(f"drift-{name}")
        self._stage, self._sway, self._fall = stage, sway * stage.unit, fall * stage.unit
        self._turn = chance.uniform(0, 2 * math.pi)
        tile = np.zeros((stage.height, stage.width), np.uint8)
        for _ in range(int(count * stage.width / stage.height)):
            x, y = chance.uniform(0, stage.width), chance.uniform(0, stage.height)
            r = max(radius * stage.unit * chance.uniform(0.6, 1.3), 0.5)
            cv2.circle(
                tile,
                (round(x * 16), round(y * 16)),
                round(r * 16),
                int(level * chance.uniform(0.45, 1.0)),
                -1,
                cv2.LINE_AA,
                4,
            )
        self._tile: Bytes = np.asarray(
            cv2.GaussianBlur(tile, (0, 0), max(0.6, radius * stage.unit * 0.3)), np.uint8
        )

    def draw(self, frame: Picture, now: Moment) -> None:
        x = self._sway * (math.sin(now.seconds * 0.9 + self._turn) + 0.8 * now.seconds)
        x -= now.pose.truck[0] * self._stage.unit * 0.8
        _slide(frame.y, self._tile, round(x), round(self._fall * now.seconds))


def _slide(plane: Bytes, tile: Bytes, x: int, y: int) -> None:
    """Add a wrapped tile, moved by (x, y), to a plane of the same size."""
    height, width = plane.shape
    x, y = x % width, y % height
    for rows, source_rows in (
        (slice(y, height), slice(0, height - y)),
        (slice(0, y), slice(height - y, height)),
    ):
        for columns, source in (
            (slice(x, width), slice(0, width - x)),
            (slice(0, x), slice(width - x, width)),
        ):
            part = plane[rows, columns]
            if part.size:
                cv2.add(part, tile[source_rows, source], dst=part)


class Fireflies:
    """Warm points that wander and pulse, with a glow on luma."""

    def __init__(self, stage: Stage, count: int = 16):
        self._stage = stage
        chance = stage.chance("fireflies")
        reach = max(round(stage.unit * 0.022), 3)
        ring = np.hypot(*np.mgrid[-reach : reach + 1, -reach : reach + 1]) / reach
        self._glow: Bytes = np.round(np.clip(1 - ring, 0, 1) ** 2 * 96).astype(np.uint8)
        self._flies = [
            (
                chance.uniform(0, stage.width),
                chance.uniform(stage.horizon - stage.unit * 0.15, stage.foot),
                chance.uniform(0, 6.28),
                chance.uniform(0.5, 1.4),
            )
            for _ in range(count)
        ]

    def draw(self, frame: Picture, now: Moment) -> None:
        unit = self._stage.unit
        for x, y, turn, rate in self._flies:
            px = x + unit * 0.06 * math.sin(now.seconds * rate + turn) - now.pose.truck[0] * unit * 0.9
            py = y + unit * 0.03 * math.sin(now.seconds * rate * 1.7 + 2 * turn)
            pulse = 0.5 + 0.5 * math.sin(now.seconds * 2.3 * rate + turn * 3)
            if pulse > 0.25:
                size = unit * 0.0042
                _light(frame.y, self._glow, round(px), round(py))
                at = (round(px * 16), round(py * 16))
                cv2.circle(frame.y, at, round(size * 16), int(120 + 110 * pulse), -1, cv2.LINE_AA, 4)
                half = (round(px * 8), round(py * 8))
                cv2.circle(frame.u, half, round(size * 12), 78, -1, cv2.LINE_AA, 4)
                cv2.circle(frame.v, half, round(size * 12), 146, -1, cv2.LINE_AA, 4)


def _light(plane: Bytes, glow: Bytes, x: int, y: int) -> None:
    """Add a small square light around a place, as far as it lies on the plane."""
    reach, (height, width) = len(glow) // 2, plane.shape
    a, b, c, d = max(x - reach, 0), min(x + reach + 1, width), max(y - reach, 0), min(y + reach + 1, height)
    if a < b and c < d:
        part = plane[c:d, a:b]
        cv2.add(part, glow[c - y + reach : d - y + reach, a - x + reach : b - x + reach], dst=part)


class Film:
    """The last touch: a vignette, a breath of grain, and luma kept inside the legal range."""

    def __init__(self, stage: Stage, dark: float = 0.2, grain: float = 0.75):
        self._vignette = _vignette(stage.height, stage.width, dark)
        self._grain = _grain(stage.seed, stage.height, stage.width, grain) if grain else None

    def draw(self, frame: Picture, now: Moment) -> None:
        luma = frame.y
        cv2.multiply(luma, self._vignette, dst=luma, scale=1 / 255)
        if self._grain is not None:
            x, y = now.index * 37 % 64, now.index * 53 % 64
            cv2.addWeighted(
                luma, 1.0, self._grain[y : y + luma.shape[0], x : x + luma.shape[1]], 1.0, -8, dst=luma
            )
        np.clip(luma, BLACK, WHITE, out=luma)


@lru_cache(maxsize=2)
def _vignette(height: int, width: int, dark: float) -> Bytes:
    """How much light is left at each place, 255 for all of it; the shots of a film share one."""
    x = (np.arange(width, dtype=np.float32) + 0.5) / width * 2 - 1
    y = (np.arange(height, dtype=np.float32) + 0.5) / height * 2 - 1
    away = np.sqrt(0.62 * x[None, :] ** 2 + 0.5 * y[:, None] ** 2)
    fall = 1 - dark * np.clip((away - 0.42) / 0.68, 0, 1) ** 1.6
    return np.round(fall * 255).astype(np.uint8)


@lru_cache(maxsize=2)
def _grain(seed: int, height: int, width: int, grain: float) -> Bytes:
    """Grain around 8, larger than the frame by what it jumps; the shots of a film share one."""
    dice = np.random.default_rng(seed & 0xFFFFFFFF)
    noise = dice.integers(0, 256, (height + 64, width + 64), np.uint8)
    soft = cv2.GaussianBlur(noise, (0, 0), 0.8).astype(np.float32)
    return np.clip((soft - soft.mean()) / soft.std() * grain + 8, 0, 255).astype(np.uint8)
