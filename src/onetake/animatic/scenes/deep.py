"""Under water: beams from the surface, a sandy floor with caustics, corals, weed, fish, bubbles."""

import math

import cv2
import numpy as np

from onetake.animatic.colour import RGB, Picture, mix, scaled
from onetake.animatic.figures.pen import smooth
from onetake.animatic.scenes import corals, relief
from onetake.animatic.scenes.field import blended, mesh, noise, step
from onetake.animatic.scenes.light import Beams
from onetake.animatic.scenes.sway import Sway
from onetake.animatic.scenes.water import surface
from onetake.animatic.scenes.weather import Drift
from onetake.animatic.stage import Flat, Moment, Prop, Stage

_SEAS: tuple[tuple[RGB, RGB, RGB, RGB], ...] = (
    ((122, 220, 226), (34, 140, 176), (12, 72, 116), (6, 38, 74)),
    ((150, 226, 206), (40, 150, 150), (14, 84, 100), (6, 44, 62)),
    ((112, 186, 232), (30, 104, 176), (14, 54, 112), (8, 28, 70)),
)


def underwater(stage: Stage) -> tuple[list[Prop], list[Prop]]:
    """(behind the subject, before it)."""
    chance = stage.chance("sea")
    dim = {"night": 0.42, "dusk": 0.7, "dawn": 0.85, "day": 1.0}[stage.palette.time]
    sea: tuple[RGB, ...] = tuple(scaled(tone, dim) for tone in chance.choice(_SEAS))
    back: list[Prop] = [_water(stage, sea)]
    back.append(_reef(stage, "far reef", 0.15, 0.80, mix(sea[1], sea[2], 0.5), 0.8))
    back.append(_school(stage, "far fish", 0.25, chance.uniform(0.45, 0.6), sea[2]))
    back.append(_reef(stage, "reef", 0.38, 0.86, sea[2], 0.5))
    back.append(_floor(stage, sea))
    back.append(corals.clumps(stage, "corals", 0.62, 0.93, sea, 0.19))
    back.append(_weed(stage, "weed", 0.7, 0.96, mix(sea[2], (40, 110, 70), 0.35)))
    back.append(_school(stage, "fish", 0.6, chance.uniform(0.16, 0.3), mix(sea[1], (240, 180, 90), 0.5)))
    x = stage.width * chance.uniform(0.2, 0.8)
    back.append(Beams(stage, x, -stage.unit * 0.35, round(20 * dim) + 5, stage.height * 0.98, 9))
    back.append(Caustics(stage, stage.height * 0.86))
    front: list[Prop] = [Drift(stage, "plankton", 60, 0.0015, 46, 0.01, 0.006), Bubbles(stage)]
    front.append(_weed(stage, "front weed", 1.4, 1.04, scaled(sea[3], 0.62)))
    near: tuple[RGB, ...] = tuple(scaled(tone, 0.62) for tone in sea)
    front.append(corals.clumps(stage, "near corals", 1.3, 1.05, near, 0.2))
    return back, [*front, _reef(stage, "front reef", 1.45, 1.03, scaled(sea[3], 0.55), 0.0)]


def _water(stage: Stage, sea: tuple[RGB, ...]) -> Flat:
    """The water itself: bright above, dark below, cloudy in between."""
    sheet = stage.sheet(0.01, sea[1], opaque=True, soft=True)
    rows = (sheet.box.top, stage.height * 0.32, stage.height * 0.72, sheet.box.bottom)
    sheet.rows(list(zip(rows, sea, strict=True)))
    height, width = sheet.rgb.shape[:2]
    cloud = noise(stage.chance("murk"), width // 4 + 1, height // 4 + 1, stage.unit * 0.07, 4, 0.55, 1.6)
    murk = cv2.resize(cloud, (width, height), interpolation=cv2.INTER_LINEAR)
    _, y = mesh(sheet.box.left, sheet.box.top, width, height)
    share = step(0.0, 2.0, np.asarray(murk, np.float32)) * (1 - np.clip(y / np.float32(stage.height), 0, 0.8))
    sheet.rgb = blended(sheet.rgb, sea[0], (share * 0.4).astype(np.float32))
    return Flat(stage, sheet.layer(), 0.01, soft=True)


def _reef(stage: Stage, name: str, depth: float, row: float, tone: RGB, distance: float) -> Flat:
    """A bank of rock as a silhouette, with lumps and fans on its crest."""
    chance, unit = stage.chance(name), stage.unit
    foot = stage.height * row
    sheet = stage.sheet(depth, tone, top=foot - unit * 0.34)
    sheet.rows(
        [
            (foot - unit * 0.2, scaled(tone, 1.16)),
            (foot + unit * 0.1, tone),
            (foot + unit * 0.3, scaled(tone, 0.8)),
        ]
    )
    xs = np.arange(sheet.box.left - 4, sheet.box.right + 8, 4.0)
    side = np.clip(np.abs(xs - stage.width * chance.uniform(0.3, 0.7)) / (stage.width * 0.5), 0, 1.4) ** 2
    line = foot + (relief.ridge(xs, chance, unit * 0.4, 5) * 0.05 - side * 0.13 + 0.04) * unit
    sheet.cut(relief.skyline(xs, line, sheet.box.bottom + 4))
    for _ in range(int(10 * sheet.box.width / stage.width)):
        at = chance.randint(0, len(xs) - 1)
        x, y, tall = float(xs[at]), float(line[at]), unit * chance.uniform(0.03, 0.1) * (0.5 + depth * 0.5)
        for branch in range(7):
            turn = math.pi * (0.15 + 0.7 * branch / 6)
            tip = (x + tall * math.cos(turn), y - tall * math.sin(turn))
            sheet.line([(x, y + 4), tip], sheet.behind(y), max(tall * 0.09, 1.5))
    return Flat(stage, sheet.layer(), depth)


def _floor(stage: Stage, sea: tuple[RGB, ...]) -> Flat:
    """Pale sand in the foreground that fades into the water."""
    unit, depth = stage.unit, 0.6
    row = stage.height * 0.885
    tone = mix((214, 204, 164), sea[1], 0.55)
    sheet = stage.sheet(depth, tone, top=row - unit * 0.06)
    sheet.rows(
        [
            (row, mix(tone, sea[2], 0.75)),
            (row + unit * 0.1, mix(tone, sea[2], 0.3)),
            (row + unit * 0.3, scaled(tone, 0.8)),
        ]
    )
    xs = np.arange(sheet.box.left - 4, sheet.box.right + 8, 4.0)
    line = row + relief.ridge(xs, stage.chance("sand"), unit * 0.5, 3) * unit * 0.02
    sheet.cut(relief.skyline(xs, line, sheet.box.bottom + 4))
    return Flat(stage, sheet.layer(), depth)


def _weed(stage: Stage, name: str, depth: float, row: float, tone: RGB) -> Sway:
    """Ribbons of weed that wave."""
    chance, unit = stage.chance(name), stage.unit
    foot = stage.height * row
    sheet = stage.sheet(depth, tone, top=foot - unit * 0.5, bottom=foot + 6)
    clumps = [chance.uniform(sheet.box.left, sheet.box.right) for _ in range(4)]
    for _ in range(int(15 * sheet.box.width / stage.width)):
        x = chance.choice(clumps) + chance.gauss(0, unit * 0.06)
        tall, wide, bend = (
            unit * chance.uniform(0.12, 0.42),
            unit * chance.uniform(0.005, 0.01),
            chance.uniform(0.01, 0.03) * unit,
        )
        at = np.linspace(0, 1, 12)
        xs = x + bend * np.sin(at * 7 + chance.uniform(0, 6)) * at
        ys = foot + 4 - tall * at
        half = wide * (1.1 - at)
        sheet.cut(np.vstack([np.column_stack([xs - half, ys]), np.column_stack([xs + half, ys])[::-1]]))
    return Sway(stage, sheet.layer(), depth, foot, name, 0.09)


def _school(stage: Stage, name: str, depth: float, row: float, tone: RGB) -> Flat:
    """A shoal of small fish that crosses the picture."""
    chance, unit = stage.chance(name), stage.unit
    way = chance.choice((-1, 1))
    drift = 0.06 * way
    sheet = stage.sheet(
        depth,
        tone,
        top=stage.height * row - unit * 0.16,
        bottom=stage.height * row + unit * 0.16,
        drift=drift,
    )
    middle = (chance.uniform(0.25, 0.75) * stage.width, stage.height * row)
    for _ in range(26):
        x, y = middle[0] + chance.gauss(0, 0.15) * unit, middle[1] + chance.gauss(0, 0.045) * unit
        r = unit * chance.uniform(0.006, 0.013) * (0.7 + depth)
        body = [(x - way * r * 1.6, y), (x, y - r * 0.62), (x + way * r * 1.5, y), (x, y + r * 0.62)]
        sheet.cut(smooth(body, 4), 205)
        sheet.cut(
            [(x - way * r * 1.2, y), (x - way * r * 2.3, y - r * 0.7), (x - way * r * 2.3, y + r * 0.7)], 205
        )
    return Flat(stage, sheet.layer(), depth, drift=drift)


class Caustics:
    """The net of light that waves throw on the floor, below a stage row, on luma."""

    def __init__(self, stage: Stage, top: float):
        self._stage, self._top = stage, round(top)
        rows = max(stage.height - self._top, 2)
        self._slide = round(stage.unit * 0.03 * stage.seconds) + 4
        self._waves = [surface(stage, f"caustics{index}", rows, self._slide, 1.6) for index in (0, 1)]
        ramp = np.clip(np.linspace(0, 2.2, rows), 0, 1)[:, None] * (
            0.5 if stage.palette.time == "night" else 1.0
        )
        self._mask = np.broadcast_to(np.round(ramp * 255), (rows, stage.width)).astype(np.uint8)

    def draw(self, frame: Picture, now: Moment) -> None:
        # To and fro, for the seconds of a time-lapse are more than the clip has.
        width, far = frame.y.shape[1], self._slide * 1.5 - 2
        push = far - abs((now.seconds * self._stage.unit * 0.03 + far) % (4 * far) - 2 * far)
        one, two = (
            wave[:, at : at + width]
            for wave, way in zip(self._waves, (1, -1), strict=True)
            for at in (round(self._slide * 1.5 + way * push),)
        )
        net = cv2.subtract(np.full(1, 9.0), cv2.absdiff(one, two))
        target = frame.y[self._top :]
        cv2.add(target, cv2.multiply(net, self._mask, scale=5 / 255), dst=target)


class Bubbles:
    """Rings that rise and sway, in columns."""

    def __init__(self, stage: Stage):
        self._stage = stage
        chance = stage.chance("bubbles")
        vents = [chance.uniform(0, stage.width) for _ in range(3)]
        self._all = [
            (
                chance.choice(vents) + chance.gauss(0, stage.unit * 0.04),
                chance.random(),
                chance.uniform(0.002, 0.008),
                chance.uniform(0.07, 0.14),
                chance.uniform(0, 6),
            )
            for _ in range(22)
        ]

    def draw(self, frame: Picture, now: Moment) -> None:
        stage = self._stage
        for x, start, size, speed, turn in self._all:
            y = stage.height * (1.05 - (start + speed * now.seconds) % 1.1)
            px = x + stage.unit * 0.012 * math.sin(now.seconds * 2 + turn) - now.pose.truck[0] * stage.unit
            px %= stage.width
            at, r = (round(px * 16), round(y * 16)), round(size * stage.unit * 16)
            cv2.circle(frame.y, at, r, 190, max(1, round(stage.unit * 0.0016)), cv2.LINE_AA, 4)
            cv2.circle(frame.y, (at[0] - r // 3, at[1] - r // 3), max(r // 4, 8), 215, -1, cv2.LINE_AA, 4)
