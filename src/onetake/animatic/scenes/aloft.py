"""Sets without a ground: among clouds, in space, under water."""

import math

import cv2
import numpy as np

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import Picture, mix, scaled
from onetake.animatic.figures.pen import smooth
from onetake.animatic.scenes import plants, relief, sky
from onetake.animatic.stage import Flat, Moment, Prop, Stage

_AFLOAT = frozenset(("rocket", "plane", "balloon", "bird", "whale", "fish"))
"""What needs no ground in space."""


def clouds(stage: Stage) -> tuple[list[Prop], list[Prop]]:
    """Above the clouds: banks behind banks, streaming past."""
    back: list[Prop] = list(sky.build(stage))
    for index, (depth, row, size) in enumerate(((0.12, 0.66, 0.12), (0.24, 0.76, 0.16), (0.45, 0.86, 0.22))):
        back.append(
            bank(
                stage,
                f"bank{index}",
                depth,
                stage.height * row,
                size,
                0.75 - 0.25 * index,
                0.02 * (index + 1),
            )
        )
    return back, [bank(stage, "front bank", 1.3, stage.height * 1.04, 0.24, 0.0, 0.09)]


def bank(
    stage: Stage, name: str, depth: float, row: float, size: float, distance: float, drift: float
) -> Flat:
    """A sea of cloud below a row: lit tops, shaded feet."""
    chance, palette, unit = stage.chance(name), stage.palette, stage.unit
    lit = mix(mix(palette.cloud, palette.sun, 0.25), palette.sky[2], distance * 0.8)
    sheet = stage.sheet(depth, lit, top=row - unit * size * 1.6, drift=drift)
    sheet.rows(
        [
            (row - unit * size, lit),
            (row + unit * size * 1.2, mix(lit, palette.sky[1], 0.62)),
            (row + unit * 0.8, palette.sky[1]),
        ]
    )
    x = sheet.box.left - unit * size
    while x < sheet.box.right + unit * size:
        r = unit * size * chance.uniform(0.4, 1.0)
        sheet.cut(plants.crown(x, row + r * 0.25, r, chance, 14))
        x += r * 0.9
    sheet.soften(max(unit * 0.006, 1.0))
    sheet.cut(
        [
            (sheet.box.left, row + unit * size * 0.5),
            (sheet.box.right, row + unit * size * 0.5),
            (sheet.box.right, sheet.box.bottom + 4),
            (sheet.box.left, sheet.box.bottom + 4),
        ]
    )
    return Flat(stage, sheet.layer(), depth, drift=-drift)


def space(stage: Stage) -> tuple[list[Prop], list[Prop]]:
    """Stars, a nebula, a ringed planet, a horizon of regolith when someone walks."""
    back: list[Prop] = [_stars(stage), _planet(stage)]
    if stage.reading.subjects and stage.reading.subjects[0].kind not in _AFLOAT:
        back += [
            _regolith(stage, "far dust", 0.2, stage.height * 0.66, 0.5),
            _regolith(stage, "dust", 0.5, stage.height * 0.72, 0.25),
            _regolith(stage, "near dust", 1.0, stage.height * 0.695, 0.0),
        ]
    return back, []


def _stars(stage: Stage) -> Flat:
    """Stars before a nebula."""
    chance, unit = stage.chance("space"), stage.unit
    sheet = stage.sheet(0.01, (8, 8, 20), opaque=True, soft=True)
    sheet.rows(
        [(sheet.box.top, (6, 8, 24)), (stage.height * 0.6, (22, 16, 48)), (sheet.box.bottom, (46, 26, 66))]
    )
    tint = chance.choice(((120, 60, 190), (40, 120, 190), (190, 70, 120)))
    for _ in range(7):
        sheet.glow(
            chance.uniform(0, stage.width),
            chance.uniform(0, stage.height * 0.8),
            unit * chance.uniform(0.3, 0.7),
            tint,
            chance.uniform(0.08, 0.26),
        )
    for _ in range(int(420 * sheet.box.width / stage.width)):
        bright = chance.random() ** 3
        sheet.disc(
            chance.uniform(sheet.box.left, sheet.box.right),
            chance.uniform(sheet.box.top, sheet.box.bottom),
            unit * (0.0009 + 0.002 * bright),
            mix((70, 70, 110), (255, 255, 250), 0.2 + 0.8 * bright),
            alpha=None,
        )
    return Flat(stage, sheet.layer(), 0.01, soft=True)


def _regolith(stage: Stage, name: str, depth: float, row: float, distance: float) -> Flat:
    chance, unit = stage.chance(name), stage.unit
    tone = mix((128, 118, 126), (46, 30, 66), distance + 0.15)
    sheet = stage.sheet(depth, tone, top=row - unit * 0.14)
    sheet.rows([(row, scaled(tone, 1.15)), (row + unit * 0.4, scaled(tone, 0.62))])
    xs = np.arange(sheet.box.left - 4, sheet.box.right + 8, 4.0)
    line = row + relief.ridge(xs, chance, unit * 0.5, 4) * unit * 0.05 * (1 if depth < 1 else 0.15)
    for _ in range(int(14 * sheet.box.width / stage.width)):
        x, y, r = (
            chance.uniform(sheet.box.left, sheet.box.right),
            row + unit * chance.uniform(0.08, 0.4),
            unit * chance.uniform(0.015, 0.06),
        )
        turn = np.linspace(0, 2 * math.pi, 24, endpoint=False)
        for dy, shade in ((0.0, 0.66), (r * 0.06, 0.84)):
            sheet.fill(
                np.column_stack([x + r * np.cos(turn), y + dy + r * 0.26 * np.sin(turn)]), scaled(tone, shade)
            )
    sheet.cut(relief.skyline(xs, line, sheet.box.bottom + 4))
    return Flat(stage, sheet.layer(), depth)


def _planet(stage: Stage) -> Flat:
    chance, unit = stage.chance("planet"), stage.unit
    x, y, r = stage.width * chance.choice((0.24, 0.76)), stage.height * 0.3, unit * chance.uniform(0.15, 0.24)
    tone = chance.choice(((214, 138, 92), (92, 150, 190), (196, 178, 140), (150, 110, 190)))
    sheet = stage.sheet(0.05, tone)
    sheet.disc(x, y, r, tone)
    for k in range(7):
        row = y - r + 2 * r * (k + 0.5) / 7 + chance.uniform(-0.05, 0.05) * r
        sheet.fill(
            [(x - r, row), (x + r, row - r * 0.06), (x + r, row + r * 0.1), (x - r, row + r * 0.14)],
            scaled(tone, chance.uniform(0.82, 1.14)),
        )
    turn = np.linspace(0, 2 * math.pi, 64)
    side = r * 0.55
    shade = np.column_stack([x - side + r * 1.25 * np.cos(turn), y + side * 0.4 + r * 1.25 * np.sin(turn)])
    before = sheet.rgb.copy()
    sheet.rgb[:] = scaled(tone, 0.28)
    lit = Canvas(sheet.box, (0, 0, 0))
    lit.cut(shade)
    assert lit.alpha is not None
    keep = cv2.GaussianBlur(lit.alpha, (0, 0), r * 0.12).astype(np.float32)[..., None] / 255
    sheet.rgb[:] = np.round(before * keep + sheet.rgb * (1 - keep)).astype(np.uint8)
    ring = np.column_stack([x + r * 1.9 * np.cos(turn), y + r * 0.42 * np.sin(turn) - r * 0.3 * np.cos(turn)])
    sheet.line(ring[: len(ring) // 2 + 1], mix(tone, (255, 244, 226), 0.5), max(r * 0.05, 1), 220)
    return Flat(stage, sheet.layer(), 0.05)


def underwater(stage: Stage) -> tuple[list[Prop], list[Prop]]:
    """Blue depth, rays from the surface, a reef, weed, bubbles."""
    palette, _unit = stage.palette, stage.unit
    dim = {"night": 0.45, "dusk": 0.7, "dawn": 0.85, "day": 1.0}[palette.time]
    sheet = stage.sheet(0.01, (20, 90, 130), opaque=True, soft=True)
    sheet.rows(
        [
            (sheet.box.top, scaled((110, 214, 222), dim)),
            (stage.height * 0.35, scaled((34, 140, 176), dim)),
            (stage.height * 0.75, scaled((12, 72, 116), dim)),
            (sheet.box.bottom, scaled((6, 38, 74), dim)),
        ]
    )
    back: list[Prop] = [Flat(stage, sheet.layer(), 0.01, soft=True)]
    for index, (depth, row, tone) in enumerate(
        ((0.15, 0.82, (26, 104, 142)), (0.35, 0.88, (18, 74, 108)), (0.7, 0.94, (14, 54, 78)))
    ):
        back.append(_reef(stage, f"reef{index}", depth, stage.height * row, scaled(tone, dim)))
    back.append(Rays(stage))
    return back, [
        Bubbles(stage),
        _reef(stage, "front reef", 1.4, stage.height * 1.02, scaled((8, 30, 46), dim)),
    ]


def _reef(stage: Stage, name: str, depth: float, row: float, tone: tuple[int, int, int]) -> Flat:
    chance, unit = stage.chance(name), stage.unit
    sheet = stage.sheet(depth, tone, top=row - unit * 0.4)
    xs = np.arange(sheet.box.left - 4, sheet.box.right + 8, 4.0)
    line = row + relief.ridge(xs, chance, unit * 0.4, 4) * unit * 0.07
    sheet.cut(relief.skyline(xs, line, sheet.box.bottom + 4))
    for _ in range(int(16 * sheet.box.width / stage.width)):
        x, tall = (
            chance.uniform(sheet.box.left, sheet.box.right),
            unit * chance.uniform(0.06, 0.24) * (0.5 + depth * 0.6),
        )
        if chance.random() < 0.5:
            sheet.cut(
                smooth(
                    [
                        (x - tall * 0.05, row + 20),
                        (x - tall * 0.14, row - tall * 0.3),
                        (x + tall * 0.1, row - tall * 0.6),
                        (x - tall * 0.02, row - tall),
                        (x + tall * 0.17, row - tall * 0.56),
                        (x + tall * 0.02, row - tall * 0.3),
                        (x + tall * 0.07, row + 20),
                    ],
                    5,
                )
            )
        else:
            sheet.cut(plants.crown(x, row, tall * 0.5, chance))
            warm = mix(
                tone,
                chance.choice(((236, 104, 92), (240, 164, 90), (178, 96, 190))),
                0.45 if depth < 1 else 0.08,
            )
            sheet.fill(plants.crown(x, row, tall * 0.46, chance), warm)
    return Flat(stage, sheet.layer(), depth)


class Rays:
    """Slow fans of light from the surface, on luma."""

    def __init__(self, stage: Stage):
        self._stage = stage
        self._fans = []
        for index in range(2):
            chance = stage.chance(f"rays{index}")
            fan = np.zeros((stage.height, stage.width), np.uint8)
            for _ in range(6):
                x, wide = chance.uniform(-0.1, 1.0) * stage.width, stage.unit * chance.uniform(0.03, 0.1)
                points = np.array(
                    [
                        (x, 0),
                        (x + wide, 0),
                        (x + wide * 2.4 + stage.unit * 0.3, stage.height * 0.9),
                        (x + stage.unit * 0.2, stage.height * 0.9),
                    ]
                )
                cv2.fillPoly(fan, [points.astype(np.int32)], (30,), cv2.LINE_AA)
            ramp = np.linspace(1, 0, stage.height, dtype=np.float32)[:, None]
            self._fans.append((cv2.GaussianBlur(fan, (0, 0), stage.unit * 0.014) * ramp).astype(np.uint8))

    def draw(self, frame: Picture, now: Moment) -> None:
        for index, fan in enumerate(self._fans):
            strength = 0.55 + 0.45 * math.sin(now.seconds * (0.9 + 0.4 * index) + 2.2 * index)
            cv2.addWeighted(frame.y, 1.0, fan, strength, 0, dst=frame.y)


class Bubbles:
    """Rings that rise and sway."""

    def __init__(self, stage: Stage):
        self._stage = stage
        chance = stage.chance("bubbles")
        self._all = [
            (
                chance.uniform(0, stage.width),
                chance.random(),
                chance.uniform(0.003, 0.009),
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
