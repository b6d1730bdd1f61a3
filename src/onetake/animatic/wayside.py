"""What a road or a track has beside it, so that one sees how fast somebody goes along it.

Masts with their wire behind the rails, poles behind a road, and short posts that flash past before both. They
stand only where the camera goes along in open country: elsewhere there is enough to pass.
"""

from onetake.animatic.canvas import Canvas, quad
from onetake.animatic.colour import RGB, mix, scaled
from onetake.animatic.stage import Flat, Stage

_OPEN = ("meadow", "desert", "snow", "mountains", "beach")
_ROLLING = ("train", "car", "truck")
_FAR = 1.2
"""Units that the camera goes at least."""
_BEHIND, _BEFORE = 0.84, 1.55
"""The depths of the two rows."""


def rows(stage: Stage) -> tuple[list[Flat], list[Flat]]:
    """(behind the subject, in front of it)."""
    subjects, reading = stage.reading.subjects, stage.reading
    rolls = bool(subjects) and subjects[0].kind in _ROLLING
    if not rolls or reading.setting not in _OPEN or abs(stage.camera.travel) < _FAR:
        return [], []
    if "drone" in reading.moves:  # which looks down on them
        return [], []
    return [_poles(stage, subjects[0].kind == "train")], [_posts(stage)]


def _poles(stage: Stage, rails: bool) -> Flat:
    """Tall ones in even steps; a wire sags from each to the next."""
    unit, depth = stage.unit, _BEHIND
    foot = stage.horizon + (stage.foot - stage.horizon) * depth
    ink = mix(
        stage.palette.paint((78, 66, 58) if not rails else (92, 98, 104), 0.2), stage.palette.shade, 0.2
    )
    tall, gap = unit * (0.42 if rails else 0.34), unit * (0.62 if rails else 0.78)
    sheet = stage.sheet(depth, ink, top=foot - tall * 1.2, bottom=foot + 4)
    x = sheet.box.left + gap * stage.chance("poles").uniform(0.1, 0.9)
    wide = max(unit * 0.0055, 1.0)
    while x < sheet.box.right + gap:
        sheet.shape(
            [
                (x - wide, foot),
                (x - wide * 0.7, foot - tall),
                (x + wide * 0.7, foot - tall),
                (x + wide, foot),
            ],
            ink,
        )
        if rails:
            sheet.line([(x, foot - tall * 0.94), (x + unit * 0.1, foot - tall * 0.84)], ink, wide)
            sheet.line([(x, foot - tall * 0.74), (x + unit * 0.1, foot - tall * 0.84)], ink, wide)
            _wire(sheet, x + unit * 0.1, gap, foot - tall * 0.84, unit * 0.012, ink)
        else:
            arm = foot - tall * 0.9
            sheet.shape(quad(x - unit * 0.05, arm, x + unit * 0.05, arm + wide * 1.6), ink)
            for side in (-0.045, 0.045):
                _wire(sheet, x + side * unit, gap, arm, unit * 0.03, ink)
        x += gap
    return Flat(stage, sheet.layer(), depth)


def _wire(sheet: Canvas, x: float, gap: float, row: float, sag: float, ink: RGB) -> None:
    """From one mast to the one on its left."""
    spots = [(x - gap * (1 - share / 8), row + sag * 4 * (share / 8) * (1 - share / 8)) for share in range(9)]
    sheet.line(spots, scaled(ink, 0.9), 1.0)


def _posts(stage: Stage) -> Flat:
    """Low ones close to the camera, so fast that they are out of focus."""
    unit, depth, chance = stage.unit, _BEFORE, stage.chance("posts")
    ink = mix(stage.palette.paint((70, 64, 60), 0.0), stage.palette.shade, 0.5)
    top = stage.height - unit * 0.2
    sheet = stage.sheet(depth, ink, top=top - unit * 0.03)
    x = sheet.box.left
    while x < sheet.box.right:
        wide = unit * 0.016
        sheet.shape(quad(x - wide, top, x + wide, sheet.box.bottom + 4), ink)
        sheet.shape(
            quad(x - wide, top + unit * 0.02, x + wide, top + unit * 0.045), mix(ink, (240, 236, 226), 0.6)
        )
        x += unit * chance.uniform(1.5, 2.1)
    sheet.soften(unit * 0.005)
    return Flat(stage, sheet.layer(), depth)
