"""No place: fields of colour that breathe, ribbons that flow, and particles that stream through them."""

import math

import cv2
import numpy as np

from onetake.animatic.colour import RGB, Picture, mix, yuv
from onetake.animatic.scenes.field import blended, doubled, mesh, noise, step
from onetake.animatic.stage import Flat, Moment, Prop, Stage

_SCHEMES: tuple[tuple[RGB, RGB, RGB, RGB], ...] = (
    ((10, 10, 30), (64, 30, 140), (20, 150, 200), (255, 120, 190)),
    ((16, 8, 20), (150, 30, 80), (250, 120, 50), (255, 214, 120)),
    ((4, 18, 26), (10, 90, 110), (40, 200, 170), (220, 255, 200)),
    ((18, 16, 14), (110, 78, 40), (206, 160, 90), (255, 240, 206)),
    ((8, 10, 16), (40, 60, 120), (120, 150, 220), (240, 246, 255)),
)
"""(ground, two fields, the light of the particles)."""


def abstract(stage: Stage) -> tuple[list[Prop], list[Prop]]:
    """(behind the subject, before it)."""
    chance = stage.chance("abstract")
    scheme = chance.choice(_SCHEMES)
    form = chance.choice((Ribbons, Ribbons, Orbits, Swarm))
    return [_ground(stage, scheme), form(stage, scheme[3], scheme[2])], [
        Swarm(stage, scheme[3], scheme[2], 46)
    ]


def _ground(stage: Stage, scheme: tuple[RGB, RGB, RGB, RGB]) -> Flat:
    """Two clouds of colour over the dark."""
    chance = stage.chance("fields")
    sheet = stage.sheet(0.02, scheme[0], opaque=True, drift=0.02, soft=True)
    height, width = sheet.rgb.shape[:2]
    wide, high = width // 4 + 1, height // 4 + 1
    x, y = mesh(sheet.box.left, sheet.box.top, wide, high, 4.0)
    away = np.sqrt(((x - stage.width / 2) / stage.unit) ** 2 + ((y - stage.height / 2) / stage.unit) ** 2)
    core = np.clip(1.1 - away, 0.1, 1)
    rgb = np.empty((high, wide, 3), np.uint8)
    rgb[:] = scheme[0]
    for ink, strong in ((scheme[1], 0.95), (scheme[2], 0.6)):
        cloud = noise(chance, wide, high, stage.unit * 0.1, 4, 0.5, 1.5)
        rgb = blended(rgb, ink, (step(-0.4, 1.9, cloud) * core * strong).astype(np.float32))
    sheet.rgb = doubled(rgb, width, height)
    return Flat(stage, sheet.layer(), 0.02, drift=chance.choice((-1, 1)) * 0.02, soft=True)


class Ribbons:
    """Bundles of fine lines that wave through the picture."""

    def __init__(self, stage: Stage, ink: RGB, second: RGB):
        chance = stage.chance("ribbons")
        self._stage = stage
        self._inks = [yuv(ink), yuv(second)]
        self._waves = [
            [chance.uniform(0.6, 2.2), chance.uniform(-0.9, 0.9), chance.uniform(0, 6.3)] for _ in range(3)
        ]
        self._lines = 26
        self._high = chance.uniform(0.1, 0.2)

    def draw(self, frame: Picture, now: Moment) -> None:
        stage, unit = self._stage, self._stage.unit
        light = np.zeros_like(frame.y)
        xs = np.linspace(-0.1, 1.1, 48)
        for index in range(self._lines):
            at = index / (self._lines - 1)
            wave = sum(
                math.sin(2.2 * at + 1) * np.sin(xs * 6.3 * rate + speed * now.seconds + turn + at * (1.1 + k))
                for k, (rate, speed, turn) in enumerate(self._waves)
            )
            ys = stage.height * (0.5 + (at - 0.5) * 0.16) + unit * self._high * wave - now.pose.pan[1] * unit
            line = np.round(np.column_stack([xs * stage.width, ys]) * 16).astype(np.int32)
            cv2.polylines(light, [line], False, int(40 + 130 * math.sin(math.pi * at)), 1, cv2.LINE_AA, 4)
        _glow(frame, light, self._inks[0])


class Orbits:
    """Rings of points that turn about the middle, tilted towards us."""

    def __init__(self, stage: Stage, ink: RGB, second: RGB):
        chance = stage.chance("orbits")
        self._stage, self._ink = stage, yuv(mix(ink, second, 0.3))
        self._points = [
            (
                chance.choice((0.18, 0.27, 0.36, 0.45)) + chance.gauss(0, 0.006),
                chance.uniform(0, 6.3),
                chance.uniform(0.5, 1.0),
            )
            for _ in range(360)
        ]

    def draw(self, frame: Picture, now: Moment) -> None:
        stage = self._stage
        light = np.zeros_like(frame.y)
        tilt = 0.5 + 0.25 * math.sin(now.seconds * 0.3)
        for reach, turn, bright in self._points:
            angle = turn + now.seconds * 0.14 / reach
            near = 1 + 0.35 * math.sin(angle)
            x = stage.width / 2 + reach * stage.unit * 1.25 * math.cos(angle)
            y = stage.height / 2 + reach * stage.unit * tilt * math.sin(angle)
            radius = max(round(stage.unit * 0.0022 * near * 16), 8)
            cv2.circle(
                light,
                (round(x * 16), round(y * 16)),
                radius,
                int(190 * bright * near / 1.35),
                -1,
                cv2.LINE_AA,
                4,
            )
        _glow(frame, light, self._ink)


class Swarm:
    """Points of light that stream outwards from the depth, larger and softer when they are near."""

    def __init__(self, stage: Stage, ink: RGB, second: RGB, count: int = 240):
        chance = stage.chance(f"swarm{count}")
        self._stage, self._ink = stage, yuv(ink)
        self._points = [
            (chance.uniform(-1.4, 1.4), chance.uniform(-1.2, 1.2), chance.random(), chance.uniform(0.4, 1.0))
            for _ in range(count)
        ]

    def draw(self, frame: Picture, now: Moment) -> None:
        stage = self._stage
        light = np.zeros_like(frame.y)
        for across, along, start, bright in self._points:
            depth = 1 - (start + now.seconds * 0.09) % 1.0
            scale = 0.34 / (depth + 0.16)
            turn = 0.25 * math.sin(now.seconds * 0.4 + 3 * depth)
            x = stage.width / 2 + (across * math.cos(turn) - along * math.sin(turn)) * scale * stage.unit
            y = stage.height / 2 + (along * math.cos(turn) + across * math.sin(turn)) * scale * stage.unit
            if not (0 <= x < stage.width and 0 <= y < stage.height):
                continue
            fade = min((1 - depth) * 4, 1.0) * min(depth * 5, 1.0)
            radius = max(round(stage.unit * 0.0022 * scale * 16), 8)
            cv2.circle(
                light, (round(x * 16), round(y * 16)), radius, int(215 * bright * fade), -1, cv2.LINE_AA, 4
            )
        _glow(frame, light, self._ink)


def _glow(frame: Picture, light: np.ndarray, ink: tuple[int, int, int]) -> None:
    """Add light and its soft surroundings; chroma goes towards the ink where it shines."""
    height, width = light.shape
    small = cv2.resize(light, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    reach = max(height // 70, 1) * 2 + 1
    soft = cv2.blur(cv2.blur(small, (reach, reach)), (reach, reach))
    spread = cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR)
    cv2.add(frame.y, light, dst=frame.y)
    cv2.scaleAdd(spread, 1.6, frame.y, dst=frame.y)
    share = cv2.convertScaleAbs(cv2.add(small, soft), alpha=1.5)
    share = share[: frame.u.shape[0], : frame.u.shape[1]]
    keep = cv2.bitwise_not(share)
    for plane, tone in ((frame.u, ink[1]), (frame.v, ink[2])):
        fresh = cv2.convertScaleAbs(share, alpha=tone / 255)
        cv2.multiply(plane, keep, dst=plane, scale=1 / 255)
        cv2.add(plane, fresh, dst=plane)
