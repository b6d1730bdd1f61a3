"""What wheels need in open country: a road, a track or rails across the picture at the subject's row."""

import numpy as np

from onetake.animatic.canvas import Canvas, quad
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.figures.casting import cast
from onetake.animatic.scenes import lane, relief
from onetake.animatic.stage import Stage

_TRACKLESS = ("desert", "snow", "beach")
"""Where wheels run over the ground itself unless a road is named."""


def wanted(stage: Stage) -> bool:
    """Whether somebody in the shot rolls."""
    return any(cast(subject, stage).place == "road" for subject in stage.reading.subjects)


def lay(stage: Stage, sheet: Canvas) -> None:
    """Draw the way on a sheet of the ground: rails under a train; a road where one is named, else a track."""
    kinds = {subject.kind for subject in stage.reading.subjects}
    named = "road" in stage.reading.features or "street" in (stage.reading.setting, *stage.reading.also)
    if lane.leads(stage):
        lane.lay(stage, sheet, named and bool(kinds & {"car", "truck", "bus"}))
    elif "train" in kinds:
        rails(stage, sheet)
    elif named and kinds & {"car", "truck", "bus"}:
        _asphalt(stage, sheet)
    elif stage.reading.setting in _TRACKLESS:
        _ruts(stage, sheet)
    else:
        _strip(stage, sheet, stage.palette.paint((172, 148, 108), 0.04), 0.035, 0.045)


def _strip(stage: Stage, sheet: Canvas, tone: RGB, above: float, below: float) -> None:
    """A band across the ground with uneven edges; `above` and `below` the row of the feet, in units."""
    unit = stage.unit
    xs = np.arange(sheet.box.left - 8, sheet.box.right + 8, 6.0)
    chance = stage.chance("road")
    far = stage.foot - unit * above + relief.ridge(xs, chance, unit * 0.3, 4) * unit * 0.004
    near = stage.foot + unit * below + relief.ridge(xs, chance, unit * 0.3, 4) * unit * 0.007
    sheet.fill(np.vstack([np.column_stack([xs, far]), np.column_stack([xs, near])[::-1]]), tone)


def _asphalt(stage: Stage, sheet: Canvas) -> None:
    unit, palette = stage.unit, stage.palette
    snowed = stage.reading.weather == "snow" or stage.reading.setting == "snow"
    road = palette.paint((150, 156, 168) if snowed else (84, 84, 90), 0.06)
    soil = mix(road, palette.paint((206, 198, 184) if snowed else (150, 132, 102), 0.05), 0.7)
    _strip(stage, sheet, soil, 0.1, 0.105)
    _strip(stage, sheet, mix(road, palette.haze, 0.1), 0.085, 0.085)
    paint = mix(road, (240, 234, 214), 0.62 if not snowed else 0.25)
    left, right = sheet.box.left - 4, sheet.box.right + 4
    for row, thick in ((-0.078, 0.003), (0.076, 0.0055)):
        y = stage.foot + unit * row
        sheet.fill(quad(left, y, right, y + max(unit * thick, 1)), paint)
    x, y = left, stage.foot + unit * 0.03
    while x < right:
        sheet.fill(quad(x, y, x + unit * 0.16, y + unit * 0.007), paint)
        x += unit * 0.36
    for row in (-0.03, 0.012):
        y = stage.foot + unit * row
        sheet.fill(quad(left, y, right, y + unit * 0.012), scaled(road, 0.94))


def _ruts(stage: Stage, sheet: Canvas) -> None:
    """What wheels leave in sand or snow: two pressed lines, a lit edge on each."""
    unit, palette, chance = stage.unit, stage.palette, stage.chance("ruts")
    white = stage.reading.setting == "snow"
    pressed = palette.dark((196, 204, 220) if white else (178, 128, 80), 0.04)
    edge = mix(palette.paint((246, 248, 252) if white else (240, 200, 142), 0.03), palette.glow, 0.2)
    xs = np.arange(sheet.box.left - 8, sheet.box.right + 8, 6.0)
    bend = relief.ridge(xs, chance, unit * 0.9, 3) * unit * 0.006
    for row, tall in ((-0.014, 0.007), (0.022, 0.011)):
        top = stage.foot + unit * row + bend
        for up, thick, ink in ((0.0, tall, pressed), (tall, tall * 0.4, edge)):
            far = top + unit * up
            near = far + unit * thick
            sheet.fill(np.vstack([np.column_stack([xs, far]), np.column_stack([xs, near])[::-1]]), ink)


def rails(stage: Stage, sheet: Canvas) -> None:
    unit, palette, chance = stage.unit, stage.palette, stage.chance("rails")
    stone = palette.paint((128, 120, 112), 0.05)
    _strip(stage, sheet, stone, 0.06, 0.07)
    left, right = sheet.box.left - 4, sheet.box.right + 4
    for _ in range(int(420 * sheet.box.width / stage.width)):
        x, y = chance.uniform(left, right), stage.foot + unit * chance.uniform(-0.05, 0.06)
        r = unit * chance.uniform(0.002, 0.005)
        sheet.fill(quad(x - r, y - r * 0.5, x + r, y + r * 0.5), scaled(stone, chance.uniform(0.7, 1.25)))
    wood = palette.paint((84, 66, 52), 0.04)
    x = left
    while x < right:
        y0, y1 = stage.foot - unit * 0.036, stage.foot + unit * 0.045
        sheet.fill([(x, y0), (x + unit * 0.022, y0), (x + unit * 0.026, y1), (x, y1)], wood)
        x += unit * 0.075
    steel = palette.paint((170, 170, 174), 0.04)
    for row, thick in ((-0.024, 0.005), (0.028, 0.008)):
        y = stage.foot + unit * row
        sheet.fill(quad(left, y, right, y + unit * thick), scaled(steel, 0.55))
        sheet.fill(quad(left, y, right, y + unit * thick * 0.45), mix(steel, palette.glow, 0.4))
