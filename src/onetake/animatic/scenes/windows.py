"""The windows of a room: sashes, a glass front, arches, those of a train; and what is seen through them."""

import math
from dataclasses import replace

import numpy as np

from onetake.animatic.canvas import Canvas, Point, quad
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.palette import choose
from onetake.animatic.scenes import relief, sky
from onetake.animatic.scenes.city import row as towers
from onetake.animatic.scenes.indoors import room_kind, tone, wall_foot, window_box, window_side, windows
from onetake.animatic.scenes.weather import build as weather
from onetake.animatic.stage import Flat, Prop, Stage

_STAINED: tuple[RGB, ...] = ((206, 62, 66), (66, 110, 206), (236, 186, 76), (92, 164, 104), (150, 84, 180))
_TOWN = ("city", "street")
_URBAN = frozenset(("office", "cafe", "restaurant", "gym"))


def outside(stage: Stage) -> list[Prop]:
    """What the windows show: the town, the sea or the hills, with their weather."""
    kind, unit, reading = windows(stage), stage.unit, stage.reading
    if not kind:
        return []
    stage = replace(stage, palette=choose(reading.time, reading.weather, stage.seed))
    made: list[Prop] = list(sky.build(stage, clouds=kind == "wide"))
    also, line = stage.reading.also, stage.horizon - unit * 0.22
    if any(place in also for place in _TOWN) or (not also and room_kind(stage) in _URBAN):
        made.append(towers(stage, "outside far", 0.05, line + unit * 0.1, 16, 0.3, 0.7, 0.7))
        made.append(towers(stage, "outside", 0.1, line + unit * 0.16, 9, 0.3, 0.4, 0.9))
    else:
        made.append(_hills(stage, line, kind == "train"))
    if stage.reading.weather in ("rain", "storm", "snow"):
        made += weather(stage)
    return made


def _hills(stage: Stage, line: float, passing: bool) -> Flat:
    """A rolling line of country, or the sea's level one; from a train it goes by."""
    palette, unit = stage.palette, stage.unit
    water = any(place in stage.reading.also for place in ("sea", "beach", "lake"))
    local: RGB = (62, 122, 152) if water else (228, 234, 242) if _white(stage) else (76, 110, 84)
    drift = -0.4 * window_side(stage) if passing else 0.0
    depth = 0.08
    sheet = stage.sheet(depth, palette.paint(local, 0.5), top=line - unit * 0.24, drift=drift)
    xs = np.arange(sheet.box.left - 4, sheet.box.right + 8, 4.0)
    high = 0.004 if water else 0.07
    rows = line + relief.ridge(xs, stage.chance("outside"), unit * 0.4) * unit * high
    far = palette.paint(local, 0.75)
    sheet.rows([(line - unit * 0.1, far), (line + unit * 0.3, palette.paint(local, 0.3))])
    sheet.cut(relief.skyline(xs, rows, sheet.box.bottom + 4))
    if passing:
        _poles(stage, sheet, line)
    return Flat(stage, sheet.layer(), depth, drift=drift)


def _white(stage: Stage) -> bool:
    return stage.reading.weather == "snow" or "snow" in stage.reading.also


def _poles(stage: Stage, sheet: Canvas, line: float) -> None:
    """Trees and masts along the track, so that the going is seen."""
    unit, chance = stage.unit, stage.chance("poles")
    dark = stage.palette.dark((58, 74, 60), 0.25)
    x = sheet.box.left
    while x < sheet.box.right:
        if chance.random() < 0.35:
            sheet.shape(quad(x, line - unit * 0.2, x + unit * 0.008, sheet.box.bottom), dark)
        else:
            r = unit * chance.uniform(0.03, 0.075)
            sheet.disc(x, line + unit * 0.06 - r, r, dark)
            sheet.disc(x + r * 0.8, line + unit * 0.08 - r * 0.6, r * 0.7, dark)
        x += unit * chance.uniform(0.1, 0.4)


def openings(stage: Stage, sheet: Canvas) -> list[list[Point]]:
    """The panes, as polygons on the wall."""
    unit, foot, kind = stage.unit, wall_foot(stage), windows(stage)
    if kind == "sash":
        return _sash(stage)
    if not kind:
        return []
    top, low, wide, gap = {
        "wide": (0.74, 0.2, 0.36, 0.014),
        "high": (0.86, 0.52, 0.12, 0.012),
        "train": (0.62, 0.3, 0.42, 0.12),
        "arches": (0.86, 0.24, 0.2, 0.24),
    }[kind]
    panes: list[list[Point]] = []
    x = stage.width / 2 - wide * unit / 2
    while x > sheet.box.left:
        x -= (wide + gap) * unit
    while x < sheet.box.right:
        a, b = x, x + wide * unit
        if kind == "arches":
            panes.append(_arch(a, foot - top * unit, b, foot - low * unit))
        else:
            panes.append(quad(a, foot - top * unit, b, foot - low * unit))
        if kind == "high":
            panes[-1:] = [
                quad(a, foot - 0.86 * unit, b, foot - 0.7 * unit),
                quad(a, foot - 0.69 * unit, b, foot - low * unit),
            ]
        x += (wide + gap) * unit
    return panes


def _sash(stage: Stage) -> list[list[Point]]:
    box, edge = window_box(stage), stage.unit * 0.006
    wide, tall = box.width / 2, box.height / 2
    return [
        quad(x + edge, y + edge, x + wide - edge, y + tall - edge)
        for x in (box.left, box.left + wide)
        for y in (box.top, box.top + tall)
    ]


def _arch(left: float, top: float, right: float, bottom: float) -> list[Point]:
    half, middle = (right - left) / 2, (left + right) / 2
    turn = np.linspace(math.pi, 0, 18)
    crown = [(middle + half * math.cos(a), top + half - half * 1.3 * math.sin(a)) for a in turn]
    return [*crown, (right, bottom), (left, bottom)]


def frame(stage: Stage, sheet: Canvas) -> None:
    """Frames, sills and bars around the panes; then the panes themselves are cut out of the wall."""
    unit, kind = stage.unit, windows(stage)
    panes = openings(stage, sheet)
    white: RGB = (
        (92, 88, 86) if kind in ("wide", "high") else (150, 140, 130) if kind == "arches" else (236, 230, 220)
    )
    rim = tone(stage, white)
    hole = Canvas(sheet.box, rim)
    for pane in panes:
        points = np.asarray(pane)
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        grown = middle + (points - middle) * (1 + unit * 0.05 / np.maximum(np.ptp(points, axis=0), 1))
        sheet.fill(grown, rim)
        hole.cut(pane)
    if kind == "sash":
        _sill(stage, sheet, rim)
    assert hole.alpha is not None
    if kind == "arches" and room_kind(stage) == "church":
        _stain(stage, sheet, panes)
    else:
        sheet.alpha = (255 - hole.alpha).astype(np.uint8)


def _sill(stage: Stage, sheet: Canvas, rim: RGB) -> None:
    box, unit = window_box(stage), stage.unit
    x, y, right, low = box.left, box.top, box.right, box.bottom
    bar = unit * 0.022
    for part in (
        quad(x - bar, y - bar, right + bar, y), quad(x - bar, low, right + bar, low + bar),
        quad(x - bar, y, x, low), quad(right, y, right + bar, low),
    ):  # fmt: skip
        sheet.fill(part, rim)
    sill = quad(x - unit * 0.04, low + unit * 0.022, right + unit * 0.04, low + unit * 0.045)
    sheet.fill(sill, scaled(rim, 0.86))


def _stain(stage: Stage, sheet: Canvas, panes: list[list[Point]]) -> None:
    """Coloured glass in lead, lit from outside."""
    unit, chance = stage.unit, stage.chance("stained")
    bright = {"day": 1.0, "dawn": 0.9, "dusk": 0.9, "night": 0.4}[stage.palette.time]
    lead = tone(stage, (40, 36, 40))
    mask = Canvas(sheet.box, lead)
    under = sheet.rgb.copy()
    for pane in panes:
        mask.cut(pane)
        (left, top), (right, low) = np.min(pane, axis=0), np.max(pane, axis=0)
        rows, step = int((low - top) / (unit * 0.05)) + 1, unit * 0.05
        for row in range(rows):
            for column in range(4):
                a, y = left + (right - left) * column / 4, top + row * step
                ink = scaled(mix(chance.choice(_STAINED), (255, 244, 214), 0.2), bright)
                sheet.fill(quad(a, y, a + (right - left) / 4, y + step), lead)
                sheet.fill(quad(a + 1, y + 1, a + (right - left) / 4 - 1, y + step - 1), ink)
        x, y, r = (left + right) / 2, top + (right - left) * 0.62, (right - left) * 0.3
        sheet.disc(x, y, r, lead, alpha=None)
        sheet.disc(x, y, r * 0.86, scaled((255, 214, 120), bright), alpha=None)
    assert mask.alpha is not None
    seen = mask.alpha[..., None] > 0
    sheet.rgb = np.where(seen, sheet.rgb, under)
