"""Towers: walls of windows in several manners, lit floor by floor after dark."""

import random

import cv2
import numpy as np

from onetake.animatic.canvas import Canvas, quad
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.layer import Box
from onetake.animatic.scenes.sky import light_at
from onetake.animatic.stage import Stage

WALLS: tuple[RGB, ...] = ((150, 140, 134), (176, 158, 138), (126, 130, 142), (164, 122, 104), (112, 120, 132))
NEON: tuple[RGB, ...] = ((255, 62, 138), (52, 214, 255), (255, 178, 54), (146, 92, 255), (70, 240, 170))
_WARM: tuple[RGB, ...] = ((255, 206, 120), (255, 236, 196), (255, 178, 92), (206, 226, 255))
_MANNERS = ("grid", "grid", "ribbon", "fins", "glass")


def tower(
    stage: Stage, sheet: Canvas, box: Box, distance: float, lit: float, chance: random.Random
) -> tuple[float, float]:
    """One tower on the sheet; `lit` is the share of lamps that burn. Returns the tip of its roof."""
    palette = stage.palette
    manner = chance.choice(_MANNERS)
    wall = palette.paint(chance.choice(WALLS), distance)
    if manner == "glass":
        wall = mix(palette.paint((96, 124, 148), distance), palette.sky[1], 0.3)
    sheet.shape(quad(box.left, box.top, box.right, box.bottom + 4), wall)
    _face(stage, sheet, box, wall, manner, distance, lit, chance)
    light = 1 if light_at(stage)[0] > (box.left + box.right) / 2 else -1
    wide = box.width
    edge = box.left if light > 0 else box.right - wide * 0.2
    before = sheet.rgb.copy() if wide > 8 else sheet.rgb
    sheet.fill(quad(edge, box.top, edge + wide * 0.2, box.bottom + 4), mix(wall, palette.shade, 0.55))
    if wide > 8:
        cv2.addWeighted(sheet.rgb, 0.5, before, 0.5, 0, dst=sheet.rgb)
    return _roof(stage, sheet, box, wall, chance)


def _face(
    stage: Stage,
    sheet: Canvas,
    box: Box,
    wall: RGB,
    manner: str,
    distance: float,
    lit: float,
    chance: random.Random,
) -> None:
    """Windows as one small picture, a pixel a window, enlarged onto the wall."""
    palette = stage.palette
    cell = max(stage.unit * (0.0085 + 0.0125 * (1 - distance)), 2.4)
    columns, rows = int(box.width / cell), int(box.height / (cell * 1.35))
    if columns < 2 or rows < 2:
        return
    dice = np.random.default_rng(chance.getrandbits(63))
    share = palette.lamps * 0.5 * lit
    floors = dice.random((rows, 1)) * 0.9 + 0.35
    on = dice.random((rows, columns)) < share * floors
    glass = mix(wall, palette.sky[1], 0.4) if palette.time != "night" else scaled(wall, 0.62)
    tones = np.array([glass, *(mix(tone, palette.haze, distance * 0.5) for tone in _WARM)], np.uint8)
    which = np.where(on, 1 + (dice.random((rows, columns)) ** 2 * 4).astype(int), 0)
    panes = tones[which].astype(np.float32)
    shimmer = 0.86 + 0.28 * dice.random((rows, columns, 1))
    panes = np.where(on[..., None], panes * (0.6 + 0.4 * shimmer), panes * shimmer)
    if manner == "glass":
        panes[~on] *= np.linspace(1.2, 0.84, rows)[:, None].repeat(columns, 1)[~on][:, None]
    _lay(sheet, box, np.clip(panes, 0, 255).astype(np.uint8), cell, manner, wall)


def _lay(sheet: Canvas, box: Box, panes: np.ndarray, cell: float, manner: str, wall: RGB) -> None:
    """Enlarge the panes onto the sheet and leave the wall between them."""
    x0 = round((box.left - sheet.box.left) * sheet.res + cell * sheet.res * 0.2)
    y0 = round((box.top - sheet.box.top + cell * 0.6) * sheet.res)
    wide, high = round((box.width - cell * 0.4) * sheet.res), round((box.height - cell * 0.6) * sheet.res)
    if wide < 2 or high < 2:
        return
    big = cv2.resize(panes, (wide, high), interpolation=cv2.INTER_NEAREST)
    u = (np.arange(wide) + 0.5) / wide * panes.shape[1] % 1.0
    v = (np.arange(high) + 0.5) / high * panes.shape[0] % 1.0
    across = np.abs(u - 0.5) < {"grid": 0.31, "ribbon": 0.5, "fins": 0.27, "glass": 0.43}[manner]
    along = np.abs(v - 0.5) < {"grid": 0.3, "ribbon": 0.26, "fins": 0.5, "glass": 0.44}[manner]
    a, b = max(x0, 0), min(x0 + wide, sheet.rgb.shape[1])
    c, d = max(y0, 0), min(y0 + high, sheet.rgb.shape[0])
    if a >= b or c >= d:
        return
    open_ = along[c - y0 : d - y0, None] & across[None, a - x0 : b - x0]
    target = sheet.rgb[c:d, a:b]
    np.copyto(target, big[c - y0 : d - y0, a - x0 : b - x0], where=open_[..., None])


def _roof(stage: Stage, sheet: Canvas, box: Box, wall: RGB, chance: random.Random) -> tuple[float, float]:
    """What stands on top: a setback, a mast, a slope, a crown; returns the highest point."""
    x, y, right, wide, kind = box.left, box.top, box.right, box.width, chance.random()
    middle = (x + right) / 2
    if kind < 0.25:
        sheet.shape(quad(x + wide * 0.18, y - wide * 0.22, right - wide * 0.18, y + 1), scaled(wall, 0.92))
        return middle, y - wide * 0.22
    if kind < 0.42:
        sheet.shape(quad(x + wide * 0.3, y - wide * 0.12, right - wide * 0.3, y + 1), scaled(wall, 0.9))
        sheet.line([(middle, y), (middle, y - wide * 0.8)], wall, max(stage.unit * 0.0022, 1))
        return middle, y - wide * 0.8
    if kind < 0.54:
        tip = x if chance.random() < 0.5 else right
        sheet.shape([(x, y + 1), (right, y + 1), (tip, y - wide * 0.42)], scaled(wall, 0.94))
        return tip, y - wide * 0.42
    if kind < 0.64:
        sheet.shape([(x, y + 1), (right, y + 1), (middle, y - wide * 0.9)], scaled(wall, 0.94))
        return middle, y - wide * 0.9
    for _ in range(3):
        at = x + wide * chance.uniform(0.1, 0.75)
        sheet.shape(
            quad(at, y - wide * chance.uniform(0.05, 0.12), at + wide * 0.16, y + 1), scaled(wall, 0.8)
        )
    return middle, y
