"""Skies: gradient, sun or moon, stars and clouds."""

import cv2
import numpy as np

from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import mix
from onetake.animatic.stage import Flat, Prop, Stage

SKY_DEPTH = 0.015


def build(stage: Stage) -> list[Prop]:
    """The backdrop, opaque, and whatever hangs in it."""
    palette = stage.palette
    sheet = stage.sheet(SKY_DEPTH, palette.sky[1], opaque=True)
    top, horizon = sheet.box.top, stage.horizon
    reach = horizon - top
    sheet.rows(
        [
            (top, palette.sky[0]),
            (top + reach * 0.45, palette.sky[1]),
            (top + reach * 0.8, palette.sky[2]),
            (horizon, palette.sky[3]),
        ]
    )
    return [Flat(stage, sheet.layer(), SKY_DEPTH)]
