"""The engine's own slate, taken off a picture that carries it: the last frame of another clip.

Every frame is labelled, so the frame that a next clip starts on is too. The slate stays where it is while
the picture under it moves: were it left in the picture, the viewer would see two.
"""

import cv2
import numpy as np

from onetake.animatic import overlay
from onetake.animatic.colour import BLACK, WHITE, Bytes, Picture, to_rgb

_INK = 14
"""How far from its white the slate's ink may be on average: a JPEG of a last frame still is."""


def lifted(rgb: Bytes) -> Bytes:
    """The picture without the slate; the picture itself where there is none.

    Under the plate it is solved for, under the ink painted on from around it.
    """
    height, width = rgb.shape[:2]
    if min(height, width) < 64:
        return rgb
    ink, cover, box = _slate(width, height)
    left, top, right, bottom = box
    part = rgb[top:bottom, left:right].astype(np.float32)
    solid = cover.min(axis=2) > 0.97
    plate = (cover.max(axis=2) > 0.3) & ~solid
    if solid.sum() < 30 or np.abs(part[solid] - ink[solid]).mean() > _INK:
        return rgb
    # the plate lets only part of the light through: nothing on it can be brighter than that
    if (part[plate] > (ink + (1 - cover) * 255)[plate] + 14).mean() > 0.02:
        return rgb
    clear = np.clip((part - ink) / np.maximum(1 - cover, 0.25), 0, 255)
    hole = (cover.max(axis=2) > 0.72).astype(np.uint8)
    clear = np.where(cover > 0.02, clear, part).astype(np.uint8)
    made = rgb.copy()
    made[top:bottom, left:right] = cv2.inpaint(
        clear, cv2.dilate(hole, np.ones((3, 3), np.uint8)), 3, cv2.INPAINT_TELEA
    )
    return made


def _slate(width: int, height: int):
    """(what the slate adds, how much of what is under it it hides, (left, top, right, bottom)), from how it
    looks on black and on white."""
    wide, high = width + width % 2, height + height % 2
    label = overlay.label(wide, high)
    box = label.box
    left, top = max(int(box.left) // 2 * 2 - 2, 0), max(int(box.top) // 2 * 2 - 2, 0)
    right, bottom = min(int(box.right) // 2 * 2 + 4, wide), min(int(box.bottom) // 2 * 2 + 4, high)
    shots = []
    for luma in (BLACK, WHITE):
        ground = Picture.blank(right, bottom)
        ground.y[:] = luma
        label.draw(ground, overlay.STILL)
        shots.append(to_rgb(ground)[top : min(bottom, height), left : min(right, width)].astype(np.float32))
    right, bottom = min(right, width), min(bottom, height)
    dark, light = shots
    cover = np.clip(1 - (light - dark) / 255, 0, 1)
    return dark, cover, (left, top, right, bottom)
