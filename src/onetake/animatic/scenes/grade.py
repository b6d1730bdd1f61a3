"""The colour of the picture as a whole: what a palette, a style and a mood do to luma and chroma.

One table for luma, one gain for chroma and a tint that goes from the shadows to the lights: the cheap half
of what a colourist does, a fraction of a millisecond a frame.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from onetake.animatic.colour import BLACK, WHITE, Bytes, Picture
from onetake.animatic.stage import Moment
from onetake.animatic.text.prompt import Reading

Curve = Sequence[tuple[float, float]]
"""(luma in, luma out), both 0..1 from black to white."""
Tint = tuple[float, float]
"""What is added to (u, v): u is blue against yellow, v red against green."""

_STRAIGHT: Curve = ((0.0, 0.0), (1.0, 1.0))


@dataclass(frozen=True, slots=True)
class Look:
    """One grade. `colour` 1 leaves chroma as it is; `dark` is the vignette's depth, `grain` the film's,
    `bloom` how far bright light spreads; `medium` names what the picture is drawn on ("" is film)."""

    curve: Curve = _STRAIGHT
    colour: float = 1.0
    shadows: Tint = (0.0, 0.0)
    lights: Tint = (0.0, 0.0)
    dark: float = 0.0
    grain: float = 0.0
    bloom: float = 0.0
    medium: str = ""


_HARD: Curve = ((0.0, 0.0), (0.25, 0.14), (0.5, 0.5), (0.75, 0.85), (1.0, 1.0))
_CRISP: Curve = ((0.0, 0.0), (0.25, 0.21), (0.75, 0.8), (1.0, 1.0))
_NIGHT: Curve = ((0.0, 0.0), (0.35, 0.31), (0.65, 0.56), (0.9, 0.88), (1.0, 1.0))
_FADED: Curve = ((0.0, 0.13), (0.5, 0.53), (1.0, 0.92))
_AIRY: Curve = ((0.0, 0.2), (0.5, 0.63), (1.0, 1.0))

_PALETTES: dict[str, Look] = {
    "warm": Look(_STRAIGHT, 1.06, (-10, 8), (-24, 15)),
    "cold": Look(_CRISP, 0.86, (12, -5), (8, -7)),
    "pastel": Look(_AIRY, 0.66, (5, 6), (0, 2)),
    "neon": Look(_CRISP, 1.25, (14, 8), (2, 4), dark=0.1, bloom=0.5),
    "monochrome": Look(_CRISP, 0.0),
    "sepia": Look(_FADED, 0.0, (-11, 9), (-20, 12), dark=0.1, grain=0.3),
    "teal_orange": Look(_CRISP, 1.05, (13, -13), (-16, 12)),
    "muted": Look(_FADED, 0.55),
    "vivid": Look(_CRISP, 1.4),
}

_STYLES: dict[str, Look] = {
    "film_noir": Look(
        ((0.0, 0.0), (0.12, 0.12), (0.3, 0.26), (0.55, 0.58), (0.8, 0.95), (1.0, 1.0)),
        0.0,
        dark=0.34,
        grain=1.1,
    ),
    "watercolour": Look(_AIRY, 0.95, (4, 3), (-2, 1), dark=-1.0, medium="watercolour"),
    "oil_painting": Look(_CRISP, 1.2, (-2, 3), (-5, 3), medium="oil"),
    "ink": Look(
        ((0.0, 0.1), (0.35, 0.42), (0.6, 0.84), (1.0, 1.0)), 0.1, (-2, 1), (-6, 2), dark=-1.0, medium="ink"
    ),
    "sketch": Look(((0.0, 0.25), (0.5, 0.78), (1.0, 1.0)), 0.0, dark=-1.0, medium="sketch"),
    "anime": Look(_CRISP, 1.32, (8, 2), (-2, 2), bloom=0.35, medium="cel"),
    "comic": Look(_HARD, 1.35, medium="comic"),
    "documentary": Look(((0.0, 0.05), (0.5, 0.48), (1.0, 0.95)), 0.78, (2, -2), (-2, 1), grain=0.5),
    "vintage": Look(_FADED, 0.66, (3, 2), (-16, 7), dark=0.22, grain=1.3, medium="old film"),
    "cyberpunk": Look(_NIGHT, 1.15, (20, -12), (16, 30), dark=0.15, bloom=0.7),
    "cinematic": Look(_CRISP, 1.0, (6, -5), (-7, 4), dark=0.08),
    "pixel": Look(_CRISP, 1.2, dark=-1.0, medium="pixel"),
    "steampunk": Look(_CRISP, 0.72, (-8, 9), (-22, 12), dark=0.14, grain=0.3),
    "claymation": Look(_CRISP, 1.22, (-2, 3), (-6, 4), medium="cel"),
    "cartoon_3d": Look(((0.0, 0.03), (0.5, 0.55), (1.0, 1.0)), 1.35, (4, 2), (-4, 3), bloom=0.3),
    "paper_cut": Look(_AIRY, 1.05, (-2, 3), (-6, 4), dark=-1.0, medium="paper"),
    "vlog": Look(((0.0, 0.03), (0.5, 0.54), (1.0, 1.0)), 1.12, (0, 1), (-4, 3)),
    "surreal": Look(_CRISP, 1.3, (14, 14), (-14, -6), bloom=0.45),
    "minimalist": Look(_AIRY, 0.6),
}

_MOODS: dict[str, Look] = {
    "calm": Look(((0.0, 0.04), (1.0, 0.98)), 0.94),
    "tense": Look(_HARD, 0.76, (4, -4), (0, -3), dark=0.16),
    "joyful": Look(((0.0, 0.02), (0.5, 0.56), (1.0, 1.0)), 1.16, (0, 2), (-5, 3)),
    "sad": Look(((0.0, 0.03), (0.5, 0.44), (1.0, 0.9)), 0.68, (7, -3), (4, -3)),
    "epic": Look(_CRISP, 1.08, (6, -6), (-8, 6), dark=0.12, bloom=0.25),
    "mysterious": Look(((0.0, 0.0), (0.5, 0.37), (1.0, 0.9)), 0.82, (6, -9), (2, -4), dark=0.2),
    "romantic": Look(((0.0, 0.06), (0.5, 0.54), (1.0, 1.0)), 1.02, (4, 6), (-6, 8), bloom=0.4),
}


def looks(reading: Reading) -> tuple[Look, ...]:
    """What the reading asks for, in the order in which it is laid on: mood, palette, style."""
    named = (_MOODS.get(reading.mood), _PALETTES.get(reading.palette), _STYLES.get(reading.style))
    return tuple(look for look in named if look is not None)


class Grade:
    """Lays the looks over the frame, one after another, as one table for luma and one for each chroma."""

    def __init__(self, laid: Sequence[Look]):
        luma = (np.arange(256) - BLACK) / (WHITE - BLACK)
        self._colour = 1.0
        tint = np.zeros((2, 256))
        for look in laid:
            points = np.array(look.curve)
            luma = np.interp(luma, points[:, 0], points[:, 1])
            self._colour *= look.colour
            for index in (0, 1):
                low, high = look.shadows[index], look.lights[index]
                tint[index] = tint[index] * look.colour + low + (high - low) * np.clip(luma, 0, 1)
        self._luma: Bytes = np.clip(np.round(BLACK + luma * (WHITE - BLACK)), 0, 255).astype(np.uint8)
        self._tints: tuple[Bytes, Bytes] = tuple(np.round(128 + t).astype(np.uint8) for t in tint)  # pyright: ignore[reportAttributeAccessIssue]

    def draw(self, frame: Picture, now: Moment) -> None:
        half = (frame.u.shape[1], frame.u.shape[0])
        small = cv2.resize(frame.y, half, interpolation=cv2.INTER_NEAREST)
        for plane, table in zip((frame.u, frame.v), self._tints, strict=True):
            tint = cv2.LUT(small, table)
            cv2.addWeighted(plane, self._colour, tint, 1.0, -128 * self._colour, dst=plane)
        cv2.LUT(frame.y, self._luma, dst=frame.y)


class Bloom:
    """Bright light that spreads: what is above `floor` in luma, blurred wide and added."""

    def __init__(self, strength: float, floor: int = 178):
        self._strength, self._floor = strength, floor

    def draw(self, frame: Picture, now: Moment) -> None:
        height, width = frame.y.shape
        size = (max(width // 8, 2), max(height // 8, 2))
        small: NDArray[np.uint8] = cv2.resize(frame.y, size, interpolation=cv2.INTER_AREA)  # pyright: ignore[reportAssignmentType]
        bright = cv2.subtract(small, np.full(1, self._floor, np.float64))
        reach = max(size[1] // 14, 1) * 2 + 1
        soft = cv2.blur(cv2.blur(bright, (reach, reach)), (reach, reach))
        spread = cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR)
        cv2.scaleAdd(spread, self._strength, frame.y, dst=frame.y)
