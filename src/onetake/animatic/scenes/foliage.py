"""Trees as masses of leaves: painted once as sprites from noise, then set up wherever they grow."""

import random
from dataclasses import dataclass

import cv2
import numpy as np

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, Bytes, mix, scaled
from onetake.animatic.layer import Box
from onetake.animatic.scenes.field import level, mesh, noise, step, toned
from onetake.animatic.scenes.sway import Sway
from onetake.animatic.stage import Flat, Stage

LEAVES: tuple[RGB, ...] = ((78, 116, 52), (92, 128, 62), (62, 104, 60), (120, 132, 58))
AUTUMN: tuple[RGB, ...] = ((196, 118, 48), (210, 152, 56), (172, 78, 48), (148, 126, 58))
BLOSSOM: tuple[RGB, ...] = ((238, 176, 190), (246, 206, 214), (230, 156, 178), (240, 190, 200))


@dataclass(frozen=True, slots=True)
class Sprite:
    """A tree or a bush, standing on the middle of its lower edge."""

    rgb: Bytes
    alpha: Bytes


def leaf(stage: Stage) -> RGB:
    """The leaf of this shot's trees: green, now and then of autumn or in blossom, or as it is named."""
    chance = stage.chance("season")
    at, named = chance.random(), stage.reading.features
    kinds = LEAVES if at < 0.9 or stage.reading.weather == "snow" else AUTUMN if at < 0.975 else BLOSSOM
    if "cherry" in named or ("petals" in named and "flowers" not in named):
        kinds = BLOSSOM
    elif "maple" in named or "leaves" in named:
        kinds = AUTUMN
    local = chance.choice(kinds)
    return mix(local, (226, 232, 242), 0.5) if stage.reading.weather == "snow" else local


def broad(
    stage: Stage, chance: random.Random, size: int, local: RGB, distance: float, sun: float, form: str = "oak"
) -> Sprite:
    """A tree `size` pixels high: "oak", "poplar", "birch" or a "bush" without a trunk."""
    palette = stage.palette
    wide = int(size * {"oak": 1.1, "poplar": 0.42, "birch": 0.7, "bush": 1.7, "spray": 1.5}[form])
    x, y = mesh(-wide / 2, 0, wide, size, 1.0)
    x, y = x / np.float32(size), y / np.float32(size)
    dome = np.full((size, wide), -2.0, np.float32)
    for across, up, reach, tall in _masses(chance, form):
        across += chance.uniform(-0.03, 0.03)
        rise = 1 - ((x - np.float32(across)) / reach) ** 2 - ((y - np.float32(1 - up)) / tall) ** 2
        np.maximum(dome, rise.astype(np.float32), out=dome)
    rough = noise(chance, wide, size, max(size * 0.11, 3.0), 4, 0.7)
    mass = dome + rough * np.float32(0.34)
    cover = step(0.0, 0.16 + 6 / size, mass)
    reach = max(size // 40, 1)
    way = 1 if sun > stage.width / 2 else -1
    toward = np.roll(mass, (reach, -way * reach), (0, 1))
    light = np.clip(0.44 + (mass - toward) * 0.9 + (0.5 - y) * 0.35 + x * np.float32(0.3 * way), 0, 1)
    lit, dark = palette.paint(local, distance), palette.dark(scaled(local, 0.55), distance)
    top = mix(palette.paint(scaled(local, 1.3), distance), palette.glow, 0.25 * (1 - distance))
    rgb = toned(light.astype(np.float32), [(0.0, dark), (0.5, mix(dark, lit, 0.7)), (0.75, lit), (1.0, top)])
    alpha = level(cover)
    if form not in ("bush", "spray"):
        _trunk(stage, rgb, alpha, size, wide, form, distance)
    return Sprite(rgb, alpha)


def _masses(chance: random.Random, form: str) -> list[tuple[float, float, float, float]]:
    """(across, up, half width, half height) of the parts of a crown, in heights of the tree."""
    if form == "poplar":
        return [(0, 0.28 + 0.14 * i, 0.15 - 0.018 * abs(i - 1.5), 0.17) for i in range(5)]
    if form == "birch":
        return [(chance.uniform(-0.13, 0.13), 0.4 + 0.065 * i, 0.2 - 0.014 * i, 0.1) for i in range(9)]
    if form == "spray":
        return [
            (
                chance.uniform(-0.4, 0.4),
                chance.uniform(0.35, 0.65),
                chance.uniform(0.1, 0.3),
                chance.uniform(0.12, 0.26),
            )
            for _ in range(7)
        ]
    if form == "bush":
        return [(chance.uniform(-0.45, 0.45), 0.2, chance.uniform(0.2, 0.3), 0.5) for _ in range(4)]
    made = [(0.0, 0.66, 0.34, 0.24), (0.0, 0.82, 0.2, 0.14)]
    for side in (-1, 1):
        for _ in range(3):
            across, up = side * chance.uniform(0.14, 0.36), chance.uniform(0.42, 0.78)
            made.append((across, up, chance.uniform(0.12, 0.19), chance.uniform(0.1, 0.16)))
    return made


def _trunk(stage: Stage, rgb: Bytes, alpha: Bytes, size: int, wide: int, form: str, distance: float) -> None:
    """A bole below the crown, and what of it shows between the leaves."""
    bark = (204, 200, 190) if form == "birch" else (84, 66, 52)
    tone = stage.palette.dark(bark, distance)
    half = size * {"oak": 0.035, "poplar": 0.016, "birch": 0.014}[form]
    middle, top = wide / 2, size * 0.5
    sheet = Canvas(Box(0, 0, wide, size), tone)
    sheet.cut(
        [(middle - half, size), (middle - half * 0.5, top), (middle + half * 0.5, top), (middle + half, size)]
    )
    sheet.cut([(middle - half * 1.9, size), (middle, size * 0.9), (middle + half * 1.9, size)])
    assert sheet.alpha is not None
    bole = sheet.alpha[:size, :wide]
    bare = cv2.multiply(bole, cv2.bitwise_not(alpha), scale=1 / 255)
    rgb[bare > 40] = tone
    np.maximum(alpha, bole, out=alpha)


def stamp(sheet: Canvas, sprite: Sprite, x: float, foot: float, tall: float, flip: bool = False) -> None:
    """Set a sprite on a sheet, `tall` stage pixels high."""
    high = max(round(tall * sheet.res), 2)
    wide = max(round(high * sprite.alpha.shape[1] / sprite.alpha.shape[0]), 2)
    how = cv2.INTER_AREA if high < sprite.alpha.shape[0] else cv2.INTER_LINEAR
    rgb = cv2.resize(sprite.rgb, (wide, high), interpolation=how)
    alpha = cv2.resize(sprite.alpha, (wide, high), interpolation=how)
    if flip:
        rgb, alpha = rgb[:, ::-1], alpha[:, ::-1]
    left = round((x - sheet.box.left) * sheet.res - wide / 2)
    top = round((foot - sheet.box.top) * sheet.res) - high
    a, b = max(left, 0), min(left + wide, sheet.rgb.shape[1])
    c, d = max(top, 0), min(top + high, sheet.rgb.shape[0])
    if a >= b or c >= d:
        return
    part, cover = rgb[c - top : d - top, a - left : b - left], alpha[c - top : d - top, a - left : b - left]
    target = sheet.rgb[c:d, a:b]
    share = cv2.merge([cover, cover, cover])
    mixed = cv2.add(
        cv2.multiply(target, cv2.bitwise_not(share), scale=1 / 255), cv2.multiply(part, share, scale=1 / 255)
    )
    if sheet.alpha is None:
        target[:] = mixed
        return
    under = sheet.alpha[c:d, a:b]
    target[:] = np.where(under[..., None] > 24, mixed, part)
    np.maximum(under, cover, out=under)


def row(
    stage: Stage, name: str, depth: float, foot: float, count: float, tall: float, distance: float, sun: float
) -> Flat:
    """Trees in loose clumps along a row; `count` to a frame's width, `tall` units at most."""
    chance, unit = stage.chance(name), stage.unit
    local = leaf(stage)
    forms = chance.choice(
        (("oak",), ("oak", "poplar"), ("birch", "oak"), ("oak", "bush"), ("poplar", "bush"))
    )
    size = max(int(unit * tall), 12)
    sprites = [
        broad(
            stage, chance, size, scaled(local, chance.uniform(0.8, 1.12)), distance, sun, chance.choice(forms)
        )
        for _ in range(4)
    ]
    tone = stage.palette.dark(scaled(local, 0.6), distance)
    sheet = stage.sheet(depth, tone, top=foot - unit * tall * 1.1, bottom=foot + 6)
    clumps = [chance.random() for _ in range(3)]
    for _ in range(int(count * sheet.box.width / stage.width)):
        at = (chance.choice(clumps) + chance.gauss(0, 0.13)) % 1.0
        x = sheet.box.left + at * sheet.box.width
        stamp(
            sheet,
            chance.choice(sprites),
            x,
            foot + 3,
            size * chance.uniform(0.45, 1.0),
            chance.random() < 0.5,
        )
    return Flat(stage, sheet.layer(), depth)


def tree(
    stage: Stage, name: str, depth: float, x: float, foot: float, tall: float, form: str, sun: float
) -> Sway:
    """One tree that stands by itself, moved by the wind; `tall` stage pixels."""
    chance = stage.chance(name)
    local = leaf(stage)
    air = 0.9 if stage.reading.weather == "fog" else 0.22
    grown = tall * min(stage.camera.closest(depth), 1.3)
    sprite = broad(stage, chance, max(int(grown), 16), local, max(1 - depth, 0) * air, sun, form)
    wide = tall * sprite.alpha.shape[1] / sprite.alpha.shape[0]
    box = Box(x - wide / 2 - 4, foot - tall - 4, x + wide / 2 + 4, foot + 4)
    sheet = Canvas(box, stage.palette.dark(scaled(local, 0.55), 0.05), grown / tall)
    stamp(sheet, sprite, x, foot, tall, chance.random() < 0.5)
    return Sway(stage, sheet.layer(), depth, foot, name, 0.012)
