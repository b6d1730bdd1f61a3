"""A heavy sea: long waves with breaking crests that roll before and behind what is on the water."""

import math
import random

import cv2
import numpy as np
from numpy.typing import NDArray

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import Picture, mix, scaled
from onetake.animatic.layer import Part, after, shift
from onetake.animatic.stage import Flat, Moment, Prop, Stage


def behind(stage: Stage) -> list[Prop]:
    """Waves between the horizon and the subject, far ones low."""
    reach = stage.foot - stage.horizon
    rows = ((0.4, 0.26, 0.045), (0.66, 0.6, 0.075))
    return [
        Wave(stage, f"swell{depth}", depth, stage.horizon + reach * row, tall, 0.7 - depth * 0.6)
        for depth, row, tall in rows
    ]


def before(stage: Stage) -> list[Prop]:
    """The wave that hides the foot of what floats."""
    return [Wave(stage, "swell near", 1.25, stage.foot + stage.unit * 0.13, 0.11, 0.0)]


class Wave(Flat):
    """One row of waves: it rolls along and heaves; its crests carry foam."""

    def __init__(self, stage: Stage, name: str, depth: float, row: float, tall: float, distance: float):
        chance, unit = stage.chance(name), stage.unit
        way = chance.choice((-1, 1))
        drift = 0.09 * way * depth
        self._heave, self._turn = unit * tall * 0.4, chance.uniform(0, 6.28)
        body = stage.palette.paint((30, 70, 88), distance)
        deep = 0.3 if depth > 1 else 0.16
        sheet = stage.sheet(
            depth, body, top=row - unit * tall * 2.4, bottom=row + unit * deep + self._heave, drift=drift
        )
        xs = np.arange(sheet.box.left - 8, sheet.box.right + 8, 2.0)
        line = row - _crests(xs, chance, unit * tall * 7) * unit * tall
        foam = mix(stage.palette.paint((226, 236, 240), distance * 0.6), stage.palette.haze, 0.15)
        sheet.rows(
            [
                (row - unit * tall, mix(body, foam, 0.22)),
                (row + unit * 0.02, body),
                (row + unit * deep, scaled(body, 0.62)),
            ]
        )
        ring = np.vstack(
            [np.column_stack([xs, line]), [[xs[-1], sheet.box.bottom + 4], [xs[0], sheet.box.bottom + 4]]]
        )
        sheet.cut(ring)
        rim = np.column_stack([xs, line])
        sheet.line(rim, mix(body, foam, 0.5), max(unit * tall * 0.05, 1))
        _foam(sheet, xs, line, unit * tall, foam, chance)
        sheet.rgb = np.asarray(cv2.GaussianBlur(sheet.rgb, (0, 0), max(unit * tall * 0.022, 0.6)), np.uint8)
        if depth < 1:
            _melt(sheet, row + unit * 0.02, row + unit * deep)
        super().__init__(stage, sheet.layer(), depth, drift)

    def parts(self, frame: Picture, now: Moment) -> list[Part]:
        """What it paints at this moment."""
        lift = self._heave * math.sin(now.seconds * 1.7 + self._turn)
        away = self._drift * self._stage.unit * (now.share - 0.5) * self._stage.seconds * self._stage.tempo
        view = self._stage.camera.view(now.pose, self.depth)
        return self.layer.parts(frame, after(view, shift(away, lift)))


def _crests(xs: NDArray[np.floating], chance: random.Random, length: float) -> NDArray[np.floating]:
    """Heights of a chain of waves, -0.4..1: round in the trough, sharp at the top, no two alike."""
    bend = np.sin(xs / length * 0.7 + chance.uniform(0, 6)) * 1.4
    phase = xs / length * 2 * np.pi * 0.5 + bend + chance.uniform(0, 6)
    size = 0.75 + 0.35 * np.sin(xs / length * 0.9 + chance.uniform(0, 6))
    return (1 - 1.5 * np.abs(np.sin(phase)) ** 0.8) * size + 0.06 * np.sin(xs / length * 17)


def _foam(
    sheet: Canvas,
    xs: NDArray[np.floating],
    line: NDArray[np.floating],
    tall: float,
    ink: tuple[int, int, int],
    chance: random.Random,
) -> None:
    """White water along the crests that spills down their face in streaks."""
    high = np.clip((np.median(line) - line) / tall - 0.25, 0, 1.0) * 1.3
    thick = tall * 0.4 * high * (1 + 0.4 * np.sin(xs / tall * 2.1) + 0.3 * np.sin(xs / tall * 6.7))
    for run in np.split(np.arange(len(xs)), np.flatnonzero(np.diff(high > 0.02)) + 1):
        if high[run[0]] > 0.02 and len(run) > 2:
            lower = np.column_stack([xs[run], line[run] + thick[run]])
            sheet.fill(np.vstack([np.column_stack([xs[run], line[run] - 1]), lower[::-1]]), ink)
    tops = np.flatnonzero(high > 0.2)
    for _ in range(int(len(tops) / 2)):
        at = int(tops[chance.randrange(len(tops))])
        x, y = float(xs[at]), float(line[at])
        reach = tall * chance.uniform(0.3, 1.0) * float(high[at])
        lean = chance.uniform(-0.5, 0.5) * reach
        wide = tall * chance.uniform(0.01, 0.03)
        sheet.fill([(x - wide, y), (x + wide, y), (x + lean, y + reach)], ink)
        if chance.random() < 0.3:
            spray = (x + chance.uniform(-1, 1) * tall * 0.4, y - tall * chance.uniform(0.05, 0.5))
            sheet.disc(*spray, max(tall * 0.02, 0.8), ink, 170)


def _melt(sheet: Canvas, top: float, foot: float) -> None:
    """Let the foot of a wave run out into the water before it."""
    assert sheet.alpha is not None
    at = sheet.box.top + (np.arange(len(sheet.alpha)) + 0.5) / sheet.res
    fade = np.interp(at, [top, foot], [1.0, 0.0])[:, None]
    sheet.alpha = np.round(sheet.alpha * fade).astype(np.uint8)
