"""A product stage: a seamless sweep, light from the side and behind, a shadow pattern, a plinth or glass."""

import math
from collections.abc import Callable

import cv2
import numpy as np

from onetake.animatic.canvas import Canvas, quad
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.layer import Box
from onetake.animatic.scenes.field import blended, mesh, step
from onetake.animatic.scenes.light import cone, halo
from onetake.animatic.scenes.sheen import Sheen
from onetake.animatic.scenes.sway import Sway
from onetake.animatic.stage import Flat, Prop, Stage

_SWEEPS: tuple[tuple[RGB, RGB], ...] = (
    ((196, 170, 142), (255, 236, 208)),
    ((34, 42, 52), (104, 132, 158)),
    ((30, 74, 78), (120, 186, 176)),
    ((184, 116, 108), (255, 206, 188)),
    ((44, 52, 112), (132, 150, 226)),
    ((198, 202, 204), (255, 255, 252)),
    ((96, 112, 78), (214, 218, 164)),
    ((60, 34, 58), (206, 112, 150)),
)
"""(far from the light, under it)."""


def back(stage: Stage) -> list[Prop]:
    """Everything behind the product."""
    chance = stage.chance("studio")
    dark, lit = chance.choice(_SWEEPS)
    if stage.palette.time == "night":
        dark, lit = scaled(dark, 0.36), scaled(lit, 0.72)
    side = chance.choice((-1, 1))
    props: list[Prop] = [_sweep(stage, dark, lit, side)]
    pattern = chance.choice((_blinds, _fronds, _arch, _disc, _spot))
    props.append(pattern(stage, dark, lit, side))
    props.append(_rims(stage, lit))
    if _has_plinth(stage):
        props.append(_plinth(stage, mix(dark, lit, 0.5), side))
    return props


def front(stage: Stage) -> list[Prop]:
    """The product's own mirror in the floor."""
    return [] if _has_plinth(stage) else [Sheen(stage, stage.foot + stage.unit * 0.006, 0.3)]


def _has_plinth(stage: Stage) -> bool:
    return stage.chance("stand").random() < 0.62


def _sweep(stage: Stage, dark: RGB, lit: RGB, side: int) -> Flat:
    """The backdrop that curves into the floor: one light on the wall behind, the floor's own gradient."""
    unit = stage.unit
    sheet = stage.sheet(0.5, dark, opaque=True)
    x, y = mesh(sheet.box.left, sheet.box.top, sheet.rgb.shape[1], sheet.rgb.shape[0])
    middle, high = stage.width / 2 + side * unit * 0.16, stage.foot - unit * 0.34
    away = np.sqrt(
        ((x - np.float32(middle)) / (unit * 0.95)) ** 2 + ((y - np.float32(high)) / (unit * 0.72)) ** 2
    )
    glow = np.clip(1 - away, 0, 1) ** 1.5
    bend = stage.foot - unit * 0.07
    floor = step(bend - unit * 0.1, bend + unit * 0.12, np.broadcast_to(y, glow.shape).astype(np.float32))
    fall = 1 - 0.5 * np.clip((y - np.float32(bend)) / np.float32(max(stage.height - bend, 1)), 0, 1.4)
    light = glow * (1 - floor) + floor * fall * np.clip(0.72 - 0.25 * np.abs(x - middle) / unit, 0, 1)
    rgb = blended(sheet.rgb, lit, light.astype(np.float32) * np.float32(0.92))
    crease = np.exp(-(((y - np.float32(bend)) / np.float32(unit * 0.05)) ** 2)) * np.float32(0.12)
    sheet.rgb = blended(rgb, scaled(dark, 0.6), np.broadcast_to(crease, glow.shape).astype(np.float32))
    return Flat(stage, sheet.layer(), 0.5)


def _blinds(stage: Stage, dark: RGB, lit: RGB, side: int) -> Flat:
    """The light of a window through blinds, slanting over the wall."""
    unit = stage.unit
    sheet = stage.sheet(0.5, mix(lit, (255, 250, 232), 0.6), bottom=stage.foot - unit * 0.02)
    left = stage.width / 2 - unit * 0.62
    for index in range(9):
        y = stage.foot - unit * (0.88 - 0.082 * index)
        rise = side * unit * 0.16
        sheet.cut(
            [
                (left, y + rise),
                (left + unit * 1.24, y - rise),
                (left + unit * 1.24, y - rise + unit * 0.045),
                (left, y + rise + unit * 0.045),
            ],
            96,
        )
    sheet.soften(unit * 0.008)
    return Flat(stage, sheet.layer(), 0.5)


def _fronds(stage: Stage, dark: RGB, lit: RGB, side: int) -> Sway:
    """The shadow of palm leaves that move outside the picture."""
    unit, chance = stage.unit, stage.chance("fronds")
    sheet = stage.sheet(0.5, scaled(dark, 0.55), bottom=stage.foot + unit * 0.1)
    corner = (stage.width / 2 + side * unit * 0.75, stage.foot - unit * 0.85)
    for _ in range(5):
        turn = math.pi / 2 + side * chance.uniform(0.25, 1.25)
        reach = unit * chance.uniform(0.6, 0.95)
        for index in range(1, 15):
            at = reach * index / 15
            x, y = corner[0] + at * math.cos(turn), corner[1] + at * math.sin(turn)
            long = unit * 0.24 * math.sin(math.pi * (0.15 + 0.8 * index / 15))
            for bend in (-0.75, 0.75):
                tip = (x + long * math.cos(turn + bend), y + long * math.sin(turn + bend))
                wide = unit * 0.011
                sheet.cut([(x - wide, y), tip, (x + wide, y)], 120)
    sheet.soften(unit * 0.009)
    return Sway(stage, sheet.layer(), 0.5, corner[1], "fronds", 0.03)


def _arch(stage: Stage, dark: RGB, lit: RGB, side: int) -> Flat:
    """An arch and a column that stand behind the product."""
    unit, depth = stage.unit, 0.72
    tone, foot = mix(dark, lit, 0.55), stage.foot - unit * 0.03
    sheet = stage.sheet(depth, tone, bottom=foot + 4)
    x, wide = stage.width / 2 + side * unit * 0.2, unit * 0.26
    turn = np.linspace(math.pi, 0, 40)
    for grow, shade in ((1.22, mix(tone, lit, 0.35)), (1.0, mix(tone, dark, 0.5))):
        half, top = wide * grow, foot - unit * 0.4
        ring = [(x + half * math.cos(a), top - half * math.sin(a)) for a in turn]
        sheet.shape([*ring, (x + half, foot), (x - half, foot)], shade)
    column = x - side * unit * 0.62
    sheet.shape(
        quad(column - unit * 0.09, foot - unit * 0.24, column + unit * 0.09, foot), mix(tone, lit, 0.25)
    )
    _ellipse(sheet, column, foot - unit * 0.24, unit * 0.09, unit * 0.02, mix(tone, lit, 0.6))
    return Flat(stage, sheet.layer(), depth)


def _disc(stage: Stage, dark: RGB, lit: RGB, side: int) -> Flat:
    """A large disc like a low sun behind the product."""
    unit = stage.unit
    tone = mix(lit, stage.palette.glow, 0.5)
    sheet = stage.sheet(0.55, tone, bottom=stage.foot + unit * 0.1)
    halo(sheet, stage.width / 2, stage.foot - unit * 0.36, unit * 0.62, tone, 0.5)
    sheet.disc(stage.width / 2, stage.foot - unit * 0.36, unit * 0.3, tone, 235)
    sheet.soften(1.2)
    return Flat(stage, sheet.layer(), 0.55)


def _spot(stage: Stage, dark: RGB, lit: RGB, side: int) -> Flat:
    """A spotlight from above: its cone in the air."""
    unit = stage.unit
    tone = mix(lit, (255, 250, 236), 0.5)
    sheet = stage.sheet(0.8, tone, bottom=stage.foot + unit * 0.06)
    top, x = (stage.width / 2 - side * unit * 0.4, stage.foot - unit * 1.15), stage.width / 2
    foot = stage.foot + unit * 0.04
    cone(
        sheet,
        [
            (top[0] - unit * 0.02, top[1]),
            (top[0] + unit * 0.02, top[1]),
            (x + unit * 0.36, foot),
            (x - unit * 0.36, foot),
        ],
        tone,
        0.62,
        unit * 0.02,
    )
    halo(sheet, *top, unit * 0.24, tone, 0.8)
    return Flat(stage, sheet.layer(), 0.8)


def _rims(stage: Stage, lit: RGB) -> Flat:
    """Two tall lamps out of focus at the sides."""
    unit = stage.unit
    sheet = stage.sheet(0.4, mix(lit, (255, 255, 255), 0.6), bottom=stage.foot)
    for side in (-1, 1):
        x = stage.width / 2 + side * min(stage.width * 0.47, unit * 0.8)
        for wide, alpha in ((0.05, 34), (0.028, 60), (0.014, 110)):
            sheet.cut(
                quad(x - unit * wide, stage.foot - unit * 0.82, x + unit * wide, stage.foot - unit * 0.2),
                alpha,
            )
    sheet.soften(unit * 0.02)
    return Flat(stage, sheet.layer(), 0.4)


def _plinth(stage: Stage, tone: RGB, side: int) -> Flat:
    """What the product stands on: a drum, two steps or a slab, with its own shadow."""
    unit, chance = stage.unit, stage.chance("plinth")
    sheet = stage.sheet(1.0, tone, top=stage.foot - unit * 0.12)
    x, y = stage.width / 2, stage.foot + unit * 0.012
    shadow = Canvas(Box(x - unit, y - unit * 0.1, x + unit, y + unit * 0.4), scaled(tone, 0.3))
    _cut_ellipse(shadow, x - side * unit * 0.1, y + unit * 0.16, unit * 0.56, unit * 0.075, 120)
    shadow.soften(unit * 0.02)
    made: dict[str, Callable[[], None]] = {
        "drum": lambda: _drum(sheet, x, y, unit * 0.36, unit * 0.15, unit * 0.075, tone, side),
        "steps": lambda: _steps(sheet, x, y, unit, tone, side),
        "slab": lambda: _slab(stage, sheet, x, y, tone),
    }
    made[chance.choice(tuple(made))]()
    assert shadow.alpha is not None and sheet.alpha is not None
    left, top = round(shadow.box.left - sheet.box.left), round(shadow.box.top - sheet.box.top)
    _under(sheet, shadow.alpha, left, top, scaled(tone, 0.3))
    return Flat(stage, sheet.layer(), 1.0)


def _under(sheet: Canvas, alpha: np.ndarray, left: int, top: int, tone: RGB) -> None:
    """Put a soft shadow where the sheet shows nothing yet."""
    assert sheet.alpha is not None
    a, b = max(left, 0), min(left + alpha.shape[1], sheet.alpha.shape[1])
    c, d = max(top, 0), min(top + alpha.shape[0], sheet.alpha.shape[0])
    if a >= b or c >= d:
        return
    part, mine = alpha[c - top : d - top, a - left : b - left], sheet.alpha[c:d, a:b]
    sheet.rgb[c:d, a:b][mine == 0] = tone
    np.maximum(mine, cv2.multiply(part, cv2.bitwise_not(mine), scale=1 / 255), out=mine)


def _steps(sheet: Canvas, x: float, y: float, unit: float, tone: RGB, side: int) -> None:
    _drum(
        sheet,
        x + side * unit * 0.1,
        y + unit * 0.075,
        unit * 0.5,
        unit * 0.08,
        unit * 0.08,
        scaled(tone, 0.9),
        side,
    )
    _drum(sheet, x, y, unit * 0.32, unit * 0.085, unit * 0.065, tone, side)


def _drum(
    sheet: Canvas, x: float, y: float, wide: float, tall: float, flat: float, tone: RGB, side: int
) -> None:
    """A round plinth whose top lies around row `y`."""
    turn = np.linspace(math.pi, 0, 41)
    across, edge = np.cos(turn) * wide, np.sin(turn) * flat
    for strip in range(40):
        light = 0.55 + 0.42 * max(math.sin(math.pi * (strip + 0.5) / 40 - side * 0.9), 0)
        a, b = x + across[strip], x + across[strip + 1] + 0.8
        foot = (y + tall + edge[strip], y + tall + edge[strip + 1])
        sheet.shape([(a, y), (b, y), (b, foot[1]), (a, foot[0])], scaled(tone, light))
    _ellipse(sheet, x, y, wide, flat, scaled(mix(tone, (255, 255, 255), 0.16), 1.06))


def _slab(stage: Stage, sheet: Canvas, x: float, y: float, tone: RGB) -> None:
    """A rough block of stone."""
    unit, chance = stage.unit, stage.chance("slab")
    top = [
        (x + unit * dx, y + unit * dy)
        for dx, dy in (
            (-0.42, 0.0),
            (-0.3, -0.055),
            (0.34, -0.05),
            (0.45, 0.015),
            (0.3, 0.06),
            (-0.26, 0.058),
        )
    ]
    foot = [
        (px + chance.uniform(-0.01, 0.03) * unit, py + unit * chance.uniform(0.1, 0.13))
        for px, py in (top[0], top[5], top[4], top[3])
    ]
    sheet.shape([top[0], top[5], top[4], top[3], foot[3], foot[2], foot[1], foot[0]], scaled(tone, 0.62))
    sheet.fill([top[4], top[3], foot[3], foot[2]], scaled(tone, 0.5))
    sheet.shape(top, scaled(mix(tone, (255, 255, 255), 0.12), 1.04))


def _ellipse(sheet: Canvas, x: float, y: float, wide: float, tall: float, tone: RGB) -> None:
    turn = np.linspace(0, 2 * math.pi, 48, endpoint=False)
    sheet.shape(np.column_stack([x + wide * np.cos(turn), y + tall * np.sin(turn)]), tone)


def _cut_ellipse(sheet: Canvas, x: float, y: float, wide: float, tall: float, alpha: int) -> None:
    turn = np.linspace(0, 2 * math.pi, 48, endpoint=False)
    sheet.cut(np.column_stack([x + wide * np.cos(turn), y + tall * np.sin(turn)]), alpha)
