"""A waterfall: a cliff, and water that falls down it in streaks, with mist where it lands."""

import numpy as np

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import Picture, mix
from onetake.animatic.layer import Box, Layer
from onetake.animatic.scenes import relief, sky
from onetake.animatic.scenes.field import blended, mesh, noise, sampled, toned
from onetake.animatic.stage import Flat, Moment, Prop, Stage

_PHASES = 8
_DEPTH = 0.3


def build(stage: Stage) -> list[Prop]:
    """Cliff, fall and mist, where the shot names a waterfall."""
    if "waterfall" not in stage.reading.features:
        return []
    chance, unit = stage.chance("falls"), stage.unit
    x = stage.width * (0.5 + chance.choice((-1, 1)) * chance.uniform(0.1, 0.2))
    foot = stage.horizon + unit * 0.012
    tall = min(unit * 0.52, stage.horizon * 0.94)
    mist = sky.mist(
        stage, "spray", 0.34, foot, unit * 0.14, 0.9, mix(stage.palette.haze, (250, 252, 255), 0.5)
    )
    return [_cliff(stage, x, foot, tall), Waterfall(stage, x, foot, tall * 0.93), mist]


def _cliff(stage: Stage, x: float, foot: float, tall: float) -> Flat:
    """Rock that is highest around the fall, in shelves and cracks, green on top."""
    chance, unit, palette = stage.chance("cliff"), stage.unit, stage.palette
    sheet = stage.sheet(
        _DEPTH, palette.paint((108, 104, 98), 0.3), top=foot - tall * 1.1, bottom=foot + unit * 0.05
    )
    height, width = sheet.rgb.shape[:2]
    across, down = mesh(sheet.box.left, sheet.box.top, width, height)
    tile = noise(chance, 320, 320, 46, 5, 0.62, 0.5)
    u = np.broadcast_to(across / np.float32(unit) * 150, (height, width)).astype(np.float32)
    rock = sampled(tile, u, np.broadcast_to(down / np.float32(unit) * 70, u.shape).astype(np.float32))
    value = np.clip(0.5 + rock * 0.24, 0, 1).astype(np.float32)
    dark, lit = palette.dark((74, 70, 68), 0.25), palette.paint((156, 150, 138), 0.3)
    sheet.rgb = toned(value, [(0.0, dark), (1.0, lit)])
    xs = np.arange(sheet.box.left - 4, sheet.box.right + 8, 4.0)
    away = np.abs(xs - x) / unit
    line = (
        foot
        - tall * (1.02 - np.clip(away - 0.2, 0, 2.0) * 0.42)
        + relief.ridge(xs, chance, unit * 0.16, 4) * unit * 0.05
    )
    green = palette.paint((86, 118, 66), 0.3)
    deep = down - np.interp(across[0], xs, line).astype(np.float32)[None, :]
    moss = np.clip(1 - deep / np.float32(unit * 0.05) + rock * 0.4, 0, 1).astype(np.float32)
    sheet.rgb = blended(sheet.rgb, green, moss)
    sheet.cut(relief.skyline(xs, np.minimum(line, foot + 4), sheet.box.bottom + 4))
    return Flat(stage, sheet.layer(), _DEPTH)


class Waterfall:
    """The falling water: a cycle of pictures in which the streaks go down by one length of themselves."""

    def __init__(self, stage: Stage, x: float, foot: float, tall: float):
        self._stage = stage
        self._layers = [_water(stage, x, foot, tall, index / _PHASES) for index in range(_PHASES)]

    def draw(self, frame: Picture, now: Moment) -> None:
        view = self._stage.camera.view(now.pose, _DEPTH)
        self._layers[int(now.seconds * 16) % _PHASES].draw(frame, view)


def _water(stage: Stage, x: float, foot: float, tall: float, phase: float) -> Layer:
    """One moment of it; `phase` 0..1 is how far the streaks have come."""
    unit = stage.unit
    wide = unit * 0.15
    sheet = Canvas(Box(x - wide, foot - tall, x + wide, foot + unit * 0.02), (255, 255, 255))
    assert sheet.alpha is not None
    height, width = sheet.alpha.shape
    u, v = np.mgrid[0:height, 0:width].astype(np.float32)[::-1]
    u, v = (u + 0.5) / np.float32(width) * 2 - 1, v / np.float32(height)
    tile = noise(stage.chance("water"), 256, 256, 40, 4, 0.6, 0.22)
    tile = np.concatenate([tile, tile])
    columns = (u * 90 + 128).astype(np.float32)
    rows = ((v * 150 - phase * 256) % 256).astype(np.float32)
    streaks = sampled(tile, columns, rows)
    palette = stage.palette
    white, blue = (
        mix(palette.paint((250, 252, 255), 0.2), palette.glow, 0.1),
        palette.paint((140, 178, 200), 0.25),
    )
    sheet.rgb = toned(np.clip(0.62 + streaks * 0.26, 0, 1).astype(np.float32), [(0.0, blue), (1.0, white)])
    edge = 0.5 + 0.16 * v + 0.05 * np.sin(v * 23)
    cover = np.clip((edge - np.abs(u)) * 9 + streaks * 0.35, 0, 1)
    sheet.alpha = np.round(cover * 245).astype(np.uint8)
    return sheet.layer()
