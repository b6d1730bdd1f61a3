"""What moves in front of a given picture: weather, leaves and motes, mist, the flicker and sweep of light.

All of it comes up after the first frame, which is the picture itself.
"""

import math
import re

import cv2
import numpy as np
from numpy.typing import NDArray

from onetake.animatic.camera import Camera
from onetake.animatic.colour import BLACK, WHITE, Bytes, Picture
from onetake.animatic.easing import swell
from onetake.animatic.film import mixed
from onetake.animatic.given.depth import Relief
from onetake.animatic.palette import choose
from onetake.animatic.scenes import weather
from onetake.animatic.stage import Moment, Prop, Stage
from onetake.animatic.text.reading import Reading

Floats = NDArray[np.float32]
_RISE = 0.9
_WORDS: dict[str, re.Pattern[str]] = {
    name: re.compile(words, re.IGNORECASE)
    for name, words in {
        "mist": r"\b(?:mist|misty|fog|foggy|haze|hazy|smoke|smoky)\b|雾|霭|烟",
        "steam": r"\b(?:steam|steams|steaming|steamy)\b|蒸汽|热气",
        "leaves": r"\b(?:petals?|blossoms? fall\w*|confetti|autumn leaves)\b|落叶|花瓣|飘落|"
        r"叶\S{0,2}[飘落飞]|"
        r"\b(?:fall|drift|swirl|blow|tumbl|scatter|float|fly|flies)\w*\b[^.,;]{0,20}\b(?:leaf|leaves)\b|"
        r"\b(?:leaf|leaves)\b[^.,;]{0,24}\b(?:fall|drift|swirl|blow|tumbl|scatter|float|fly|flies|rain)\w*",
        "wind": r"\b(?:wind|winds|windy|breezes?|breezy|gusts?|sway\w*|rustl\w*|foliage|leaf|leaves|"
        r"grass|trees?)\b|"
        r"风|摇曳|摇动|晃动|树叶|草丛|枝",
        "flicker": r"\b(?:flicker\w*|candle\w*|fire|fireplace|campfire|flames?|torch\w*|lantern\w*|neon)\b|"
        r"烛|火光|火焰|篝火|壁炉|灯笼|霓虹|闪烁",
        "sun": r"\b(?:sun|sunny|sunlight|sunset|sunrise|sunbeams?|golden hour|rays?|dawn|dusk)\b|"
        r"阳光|日出|日落|夕阳|晨光|晚霞",
        "motes": r"\b(?:dust|motes|particles?|sparkl\w*|glitter\w*|magic\w*|embers?|fireflies)\b|"
        r"尘|粒子|光点|萤火|火星|闪光",
        "water": r"\b(?:water|lake|river|sea|ocean|waves?|pond|stream|harbou?r|bay|beach|shore|"
        r"pool|ripples?)\b|"
        r"水|湖|江|河|海|浪|池|溪|波",
    }.items()
}
_NOT = re.compile(r"\b(?:no|without|not|never)\s+(?:\w+\s+)?\w+|(?:没有|无|不要)\S{1,3}", re.IGNORECASE)


def said(prompt: str, name: str) -> bool:
    """Whether a prompt speaks of mist, steam, leaves that fall, wind, flicker, sun, motes or water, and does
    not deny it."""
    return _WORDS[name].search(_NOT.sub(" ", prompt)) is not None


def air(
    prompt: str, reading: Reading, seconds: float, relief: Relief, picture: Picture, seed: int
) -> list[Prop]:
    """Everything that goes in front of a picture, far to near."""
    height, width = picture.y.shape
    unit = min(height, width * 0.88)
    size = (width, height)
    horizon = relief.horizon * height
    foot = max(relief.foot * height, horizon + unit * 0.1)
    camera = Camera((), "normal", seconds, seed, size, unit)
    palette = choose(reading.time, reading.weather, seed)
    stage = Stage(width, height, unit, horizon, foot, seconds, seed, palette, reading, camera)
    props: list[Prop] = []
    if reading.weather == "fog" or said(prompt, "mist"):
        props.append(Mist(stage, relief))
    if said(prompt, "flicker"):
        props.append(Flicker(stage, picture))
    if reading.weather in ("rain", "storm", "snow"):
        props += [Rising(prop, stage) for prop in weather.build(stage)]
    if said(prompt, "leaves"):
        props.append(Rising(Leaves(stage, prompt), stage))
    if said(prompt, "motes"):
        props.append(Rising(weather.Drift(stage, "motes", 34, 0.0027, 70, 0.016, -0.02), stage))
    if said(prompt, "sun") or not props:
        props.append(Sweep(stage, 13 if said(prompt, "sun") else 6))
    return props


class Rising:
    """Something that is not there at the first frame and comes up within a second."""

    def __init__(self, prop: Prop, stage: Stage):
        self._prop = prop
        self._before = Picture.blank(stage.width, stage.height)

    def draw(self, frame: Picture, now: Moment) -> None:
        share = min(now.seconds / _RISE, 1.0)
        if share < 1:
            self._before.take(frame)
        self._prop.draw(frame, now)
        if share < 1:
            mixed(frame, self._before, 1 - share)
        np.clip(frame.y, BLACK, WHITE, out=frame.y)


class Mist:
    """A veil that drifts, thickest at the horizon and low over the ground; lighter than what is under it."""

    def __init__(self, stage: Stage, relief: Relief):
        height, width = stage.height, stage.width
        self._speed = stage.unit * 0.035
        draws = np.random.default_rng(abs(stage.seed) + 11)
        wide = width * 2
        cloud = np.zeros((height, wide), np.float32)
        for cells, weight in ((3, 1.0), (6, 0.55), (12, 0.3)):
            noise = draws.random((cells, cells * 6)).astype(np.float32)
            noise = np.concatenate([noise, noise[:, : cells * 2]], axis=1)  # the end goes on at the start
            cloud += (
                weight * cv2.resize(noise, (wide * 8 // 6, height), interpolation=cv2.INTER_CUBIC)[:, :wide]
            )
        cloud = np.clip((cloud - cloud.mean()) / cloud.std() * 0.34 + 0.5, 0, 1)
        y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
        band = np.exp(-(((y - relief.horizon - 0.06) / 0.2) ** 2)) + 0.35 * np.clip(y - relief.horizon, 0, 1)
        self._veil: Bytes = np.round(cloud * np.clip(band, 0, 1) * 120).astype(np.uint8)
        self._light = float(WHITE - 24) if stage.reading.time != "night" else 118.0
        self._width = width

    def draw(self, frame: Picture, now: Moment) -> None:
        share = min(now.seconds / _RISE, 1.0)
        start = int(self._speed * now.seconds) % self._width
        veil = self._veil[:, start : start + self._width]
        if share < 1:
            veil = cv2.convertScaleAbs(veil, alpha=share)
        cv2.multiply(frame.y, cv2.bitwise_not(veil), dst=frame.y, scale=1 / 255)
        cv2.scaleAdd(np.ascontiguousarray(veil), self._light / 255, frame.y, dst=frame.y)


class Flicker:
    """Where the picture is bright it glows on and off, unevenly, as flames and tired tubes do."""

    def __init__(self, stage: Stage, picture: Picture):
        low = cv2.resize(
            picture.y, (96, max(96 * stage.height // stage.width, 16)), interpolation=cv2.INTER_AREA
        )
        bright = np.clip((low.astype(np.float32) - max(float(np.percentile(low, 88)), 110)) / 60, 0, 1)
        glow = cv2.GaussianBlur(bright, (0, 0), 5) + 0.5 * bright
        glow = cv2.resize(glow / max(float(glow.max()), 1e-3), (stage.width, stage.height))
        self._glow: Bytes = np.round(np.asarray(glow) * 64).astype(np.uint8)
        chance = stage.chance("flicker")
        self._turns = [chance.uniform(0, 6.28) for _ in range(3)]

    def draw(self, frame: Picture, now: Moment) -> None:
        a, b, c = self._turns
        t = now.seconds
        level = math.sin(7.3 * t + a) * math.sin(2.1 * t + b) + 0.5 * math.sin(13.7 * t + c)
        share = 0.5 * level * min(t / _RISE, 1.0)
        light = cv2.convertScaleAbs(self._glow, alpha=abs(share))
        (cv2.add if share > 0 else cv2.subtract)(frame.y, light, dst=frame.y)
        np.clip(frame.y, BLACK, WHITE, out=frame.y)


class Sweep:
    """A soft band of light that wanders across, as when a cloud lets go of the sun."""

    def __init__(self, stage: Stage, level: int):
        height, width = stage.height, stage.width
        x = np.arange(width * 2, dtype=np.float32)[None, :] / width
        y = np.arange(height, dtype=np.float32)[:, None] / height
        band = np.exp(-(((x - 1.0 + 0.35 * (y - 0.5)) / 0.33) ** 2)) * level
        dither = np.random.default_rng(abs(stage.seed) + 5).random((height, width * 2), np.float32)
        self._band: Bytes = np.floor(band + dither).astype(np.uint8)  # too faint for steps: they would show
        self._width, self._way = width, 1 if stage.chance("sweep").random() < 0.5 else -1
        self._seconds = stage.seconds

    def draw(self, frame: Picture, now: Moment) -> None:
        at = 0.5 + self._way * (now.share - 0.5) * 0.9
        start = int((1 - at) * self._width)
        light = self._band[:, start : start + self._width]
        share = swell(now.seconds, self._seconds, 1.4)
        if share < 1:
            light = cv2.convertScaleAbs(light, alpha=share)
        cv2.add(frame.y, light, dst=frame.y)
        np.clip(frame.y, BLACK, WHITE, out=frame.y)


class Leaves:
    """Leaves or petals that tumble past, near ones larger and faster; each comes round again."""

    def __init__(self, stage: Stage, prompt: str, count: int = 22):
        chance = stage.chance("leaves")
        rosy = re.search(r"petal|blossom|cherry|花瓣|樱", prompt, re.IGNORECASE) is not None
        # (y, u, v) of autumn leaves, or of petals
        tints = (
            ((196, 122, 148), (208, 124, 142)) if rosy else ((120, 92, 168), (142, 78, 156), (104, 104, 160))
        )
        self._leaves = [
            (
                chance.random(),
                chance.random(),
                chance.uniform(0.35, 1.0),
                chance.uniform(0, 6.28),
                chance.choice(tints),
            )
            for _ in range(count)
        ]
        self._leaves.sort(key=lambda leaf: leaf[2])
        self._stage = stage

    def draw(self, frame: Picture, now: Moment) -> None:
        height, width = frame.y.shape
        unit = self._stage.unit
        for x, y, near, turn, tint in self._leaves:
            t = now.seconds
            at_y = ((y + 0.13 * near * t) % 1.1 - 0.05) * height
            at_x = ((x + 0.05 * near * t + 0.03 * math.sin(1.4 * t + turn)) % 1.1 - 0.05) * width
            long = 0.016 * unit * near
            flat = abs(math.sin(2.3 * t + turn)) * 0.5 + 0.12
            angle = math.degrees(turn + 0.9 * t + 0.6 * math.sin(1.9 * t + turn))
            shape = np.array(
                cv2.ellipse2Poly((0, 0), (100, max(int(100 * flat), 4)), int(angle) % 360, 0, 360, 24)
            )
            for index, plane in enumerate(frame.planes):
                scale = (1.0 if index == 0 else 0.5) * 16
                points = (shape * (long / 100) + (at_x, at_y)) * scale
                cv2.fillPoly(plane, [np.round(points).astype(np.int32)], (tint[index],), cv2.LINE_AA, 4)
