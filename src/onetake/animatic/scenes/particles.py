"""Small things in the air that have a shape: leaves and petals, embers, and the flash of a storm."""

import math
from collections.abc import Sequence

import cv2
import numpy as np

from onetake.animatic.colour import RGB, Picture, scaled, yuv
from onetake.animatic.scenes import aerial, foliage, showers
from onetake.animatic.scenes.aloft import Flock
from onetake.animatic.scenes.weather import Drift
from onetake.animatic.stage import Moment, Prop, Stage

_BLOWN = {"desert": (90, 44), "snow": (150, 60)}
"""How many grains the wind carries over a bare place, and how bright they are."""
_OPEN = ("meadow", "mountains", "sea", "beach", "lake", "desert")


def build(stage: Stage) -> list[Prop]:
    """What the season, the wind, a fire or a storm puts into the air of an open set."""
    reading, props = stage.reading, list[Prop]()
    named = reading.features
    wooded = reading.setting in ("meadow", "forest", "lake")
    turned = foliage.leaf(stage) not in foliage.LEAVES and reading.weather != "snow"
    if "petals" in named or "leaves" in named:
        inks = foliage.BLOSSOM if "petals" in named else foliage.AUTUMN
        props.append(Leaves(stage, inks, 46, 0.8 if "petals" in named else 1.15))
    elif "confetti" in named:
        props.append(Leaves(stage, showers.BRIGHT, 80, 0.9, lit=False))
    elif wooded and (turned or reading.weather == "wind"):
        props.append(Leaves(stage, (foliage.leaf(stage),)))
    elif wooded and reading.weather == "clear" and stage.palette.time == "day":
        props.append(Drift(stage, "pollen", 34, 0.0017, 60, 0.014, -0.006))
    if reading.setting in _BLOWN and reading.weather not in ("rain", "storm"):
        count, level = _BLOWN[reading.setting]
        props.append(Drift(stage, "blown", count, 0.0013, level, 0.13, 0.012))
        props.append(Drift(stage, "blown near", count // 6, 0.0026, level, 0.24, 0.02))
    bright = stage.palette.time != "night" and reading.weather in ("clear", "cloudy")
    if reading.setting in _OPEN and bright and stage.chance("birds").random() < 0.4:
        props.append(Flock(stage))
    if "fire" in reading.sounds or "embers" in named:
        props.append(Embers(stage))
    props += aerial.build(stage)
    if reading.weather == "storm" and reading.setting not in ("interior", "studio"):
        props.append(Lightning(stage))
    return props


class Leaves:
    """Leaves, petals or paper that tumble down, near ones larger and faster; `size` 1 is a leaf."""

    def __init__(
        self, stage: Stage, locals: Sequence[RGB], count: int = 30, size: float = 1.0, lit: bool = True
    ):
        chance = stage.chance("leaves")
        self._stage = stage
        windy = stage.reading.weather in ("wind", "storm")
        self._push = chance.choice((-1, 1)) * (0.3 if windy else 0.05)
        tones = [stage.palette.paint(local, 0.03) if lit else local for local in locals]
        self._inks = [yuv(scaled(tone, share)) for share in (0.74, 0.95, 1.14) for tone in tones]
        self._size = size * stage.unit * 0.0068
        self._all = [
            (
                chance.random(),
                chance.random(),
                chance.uniform(0.4, 1.6),
                chance.uniform(0, 6.3),
                chance.uniform(1.2, 3.0),
            )
            for _ in range(count)
        ]

    def draw(self, frame: Picture, now: Moment) -> None:
        stage, unit = self._stage, self._stage.unit
        for index, (x, y, near, turn, rate) in enumerate(self._all):
            fall = (y + now.seconds * 0.055 * near) % 1.1 - 0.05
            sway = 0.03 * math.sin(now.seconds * rate + turn)
            across = x * 1.2 + (self._push * now.seconds * near + sway) * unit / stage.width
            across -= now.pose.truck[0] * near * unit / stage.width
            at = ((across % 1.2 - 0.1) * stage.width, fall * stage.height)
            flat = abs(math.sin(now.seconds * rate * 1.3 + turn))
            size = (self._size * near, self._size * near * (0.2 + 0.45 * flat))
            angle = math.degrees(turn + now.seconds * rate * 0.8)
            ink = self._inks[index % len(self._inks)]
            for half, plane, tone in zip((1, 2, 2), frame.planes, ink, strict=True):
                spot = (round(at[0] * 16 / half), round(at[1] * 16 / half))
                axes = (max(round(size[0] * 16 / half), 6), max(round(size[1] * 16 / half), 4))
                cv2.ellipse(plane, spot, axes, angle, 0, 360, tone, -1, cv2.LINE_AA, 4)


class Embers:
    """Sparks that rise and wander, and fade."""

    def __init__(self, stage: Stage, count: int = 44):
        chance = stage.chance("embers")
        self._stage = stage
        self._all = [
            (chance.gauss(0.5, 0.2), chance.random(), chance.uniform(0.5, 1.5), chance.uniform(0, 6.3))
            for _ in range(count)
        ]

    def draw(self, frame: Picture, now: Moment) -> None:
        stage, unit = self._stage, self._stage.unit
        for x, start, near, turn in self._all:
            age = (start + now.seconds * 0.11 * near) % 1.0
            px = x * stage.width + unit * 0.06 * math.sin(now.seconds * 1.3 + turn + age * 5)
            py = stage.height * (0.98 - 0.85 * age)
            light = (1 - age) * (0.6 + 0.4 * math.sin(now.seconds * 9 + turn))
            radius = max(unit * 0.0024 * near, 0.6)
            spot, half = (round(px * 16), round(py * 16)), (round(px * 8), round(py * 8))
            cv2.circle(frame.y, spot, round(radius * 16), int(90 + 135 * max(light, 0)), -1, cv2.LINE_AA, 4)
            for plane, tone in ((frame.u, 70), (frame.v, 188)):
                cv2.circle(plane, half, round(radius * 11), tone, -1, cv2.LINE_AA, 4)


class Lightning:
    """A bolt from the clouds in every two seconds; sky and ground answer it, at most once a second."""

    def __init__(self, stage: Stage):
        chance = stage.chance("lightning")
        self._stage = stage
        self._bolts: list[tuple[float, list[np.ndarray]]] = []
        at = chance.uniform(0.3, 0.9)
        while at < stage.seconds:
            self._bolts.append((at, self._bolt(len(self._bolts))))
            at += chance.uniform(1.15, 1.75)

    def _bolt(self, index: int) -> list[np.ndarray]:
        """A jagged path from the clouds to the horizon, with two branches."""
        stage, chance = self._stage, self._stage.chance(f"bolt{index}")
        x, steps = chance.uniform(0.15, 0.85) * stage.width, 16
        path = []
        for step in range(steps + 1):
            path.append((x, stage.horizon * (0.02 + 0.96 * step / steps)))
            x += chance.gauss(0, 0.026) * stage.unit
        lines = [np.array(path)]
        for start in (5, 9):
            bx, by = path[start]
            side, twig = chance.choice((-1, 1)), [(bx, by)]
            for _ in range(5):
                bx, by = bx + side * chance.uniform(0.01, 0.04) * stage.unit, by + stage.horizon * 0.04
                twig.append((bx, by))
            lines.append(np.array(twig))
        return lines

    def draw(self, frame: Picture, now: Moment) -> None:
        for at, lines in self._bolts:
            age = now.seconds - at
            if not 0 <= age < 0.42:
                continue
            light = (1 - age / 0.42) * (1.0 if age < 0.09 or age > 0.13 else 0.4)
            cv2.convertScaleAbs(frame.y, dst=frame.y, alpha=1 + 0.3 * light, beta=20 * light)
            if age < 0.3:
                self._strike(frame, lines, light)

    def _strike(self, frame: Picture, lines: list[np.ndarray], light: float) -> None:
        """The bolt in its own glow: a wide faint stroke under a thin bright one."""
        unit = self._stage.unit
        for index, line in enumerate(lines):
            points = [np.round(line * 16).astype(np.int32)]
            width = 0.0042 if index == 0 else 0.002
            for wide, tone in ((3.6, 178), (1.0, 235)):
                thick = max(1, round(unit * width * wide))
                if tone == 235 or light > 0.5:
                    cv2.polylines(frame.y, points, False, tone, thick, cv2.LINE_AA, 4)
