"""A way that leads from the camera to the horizon, under wheels that come along it or go away on it."""

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import RGB, mix
from onetake.animatic.figures import passing
from onetake.animatic.stage import Stage


def leads(stage: Stage) -> bool:
    """Whether somebody comes or goes in depth, so that a way across the picture would be wrong."""
    return passing.deep(stage) != 0


def lay(stage: Stage, sheet: Canvas, paved: bool) -> None:
    """Draw it on a sheet of the ground: asphalt with its lines, or two ruts in the land."""
    palette = stage.palette
    snowed = stage.reading.weather == "snow" or stage.reading.setting == "snow"
    if not paved:
        worn = palette.paint((196, 202, 212) if snowed else (172, 148, 108), 0.04)
        one = stage.reading.subjects[0].kind not in ("car", "truck")
        for left, right in ((-0.1, 0.1),) if one else ((-0.19, -0.07), (0.07, 0.19)):
            _strip(stage, sheet, left, right, worn)
        return
    # They drive on the right: away from us on our right, towards us on our left.
    middle = -0.22 if passing.deep(stage) < 0 else 0.22
    road = palette.paint((150, 156, 168) if snowed else (84, 84, 90), 0.06)
    paint = mix(road, (240, 234, 214), 0.62 if not snowed else 0.25)
    soil = mix(road, palette.paint((150, 132, 102), 0.05), 0.7)
    _strip(stage, sheet, middle - 0.54, middle + 0.54, soil)
    _strip(stage, sheet, middle - 0.47, middle + 0.47, road)
    for side in (-0.43, 0.43):
        _strip(stage, sheet, middle + side - 0.008, middle + side + 0.008, paint)
    far = 1.0
    while far < 14:
        _strip(stage, sheet, middle - 0.012, middle + 0.012, paint, 1.5 / far, 1.5 / (far + 0.3))
        far += 0.75


def _strip(
    stage: Stage,
    sheet: Canvas,
    left: float,
    right: float,
    tone: RGB,
    near: float = 0.0,
    far: float = 0.02,
) -> None:
    """A band from depth `far` to `near` (0 for the lower edge), its sides in units at the row of the feet."""
    middle, reach = stage.width / 2, stage.foot - stage.horizon
    near = near or (sheet.box.bottom - stage.horizon) / reach + 0.1
    corners = [
        (middle + side * stage.unit * depth, stage.horizon + reach * depth)
        for side, depth in ((left, near), (left, far), (right, far), (right, near))
    ]
    sheet.fill(corners, tone)
