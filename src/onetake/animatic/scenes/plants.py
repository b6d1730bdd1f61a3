"""Trees, reeds and grass as outlines; what stands on a row grows up from it."""

import math
import random

import numpy as np
from numpy.typing import NDArray

from onetake.animatic.canvas import Canvas, Point
from onetake.animatic.colour import RGB, scaled
from onetake.animatic.figures.pen import smooth


def pine(x: float, foot: float, height: float, chance: random.Random) -> NDArray[np.float64]:
    """A conifer with ragged tiers."""
    tiers = 6
    wide = height * chance.uniform(0.17, 0.24)
    lean = chance.uniform(-0.02, 0.02) * height
    left: list[Point] = []
    right: list[Point] = []
    for tier in range(tiers):
        share = tier / tiers
        row = foot - height * (0.1 + 0.9 * share)
        reach = wide * (1 - share) ** 0.85 * chance.uniform(0.86, 1.1)
        up = height * 0.9 / tiers
        shift = lean * share
        left += [(x - reach + shift, row), (x - reach * 0.46 + shift, row - up * 0.72)]
        right += [
            (x + reach + shift, row + chance.uniform(-0.1, 0.1) * up),
            (x + reach * 0.46 + shift, row - up * 0.72),
        ]
    trunk = height * 0.018
    top = [(x + lean, foot - height)]
    return np.array(
        [
            (x - trunk, foot),
            (x - trunk, foot - height * 0.1),
            *left,
            *top,
            *right[::-1],
            (x + trunk, foot - height * 0.1),
            (x + trunk, foot),
        ]
    )


def crown(x: float, y: float, radius: float, chance: random.Random, lumps: int = 11) -> NDArray[np.float64]:
    """A leafy mass."""
    ring: list[Point] = []
    for i in range(lumps):
        angle = 2 * math.pi * i / lumps
        reach = radius * chance.uniform(0.82, 1.14)
        ring.append((x + reach * math.cos(angle), y + reach * 0.84 * math.sin(angle)))
    return smooth(ring, 5)


def palm(
    sheet: Canvas, x: float, foot: float, height: float, leaf: RGB, bark: RGB, chance: random.Random
) -> None:
    """A leaning bole and a crown of feathered fronds, the far ones darker."""
    lean = chance.choice((-1, 1)) * height * chance.uniform(0.12, 0.3)
    spine = [(x + lean * s * s, foot - height * s) for s in np.linspace(0, 1, 12)]
    width = height * 0.017
    sheet.shape(
        [(px - width * (1.5 - i / 13), py) for i, (px, py) in enumerate(spine)]
        + [(px + width * (1.5 - i / 13), py) for i, (px, py) in reversed(list(enumerate(spine)))],
        bark,
    )
    for i, (px, py) in enumerate(spine[1:-1]):
        sheet.line(
            [(px - width, py), (px + width, py - width * 0.4)], scaled(bark, 0.72), max(height * 0.004, 1)
        )
        if i % 2:
            sheet.line([(px + width * 0.4, py), (px + width * 0.9, py - width)], scaled(bark, 1.25), 1)
    for i in range(15):
        angle = math.pi * (-0.22 + 1.44 * (i % 5 + 0.5 * (i // 5 % 2)) / 4.5) + chance.uniform(-0.1, 0.1)
        tone = scaled(leaf, (0.62, 0.85, 1.15)[i // 5] * chance.uniform(0.9, 1.1))
        _frond(sheet, spine[-1], angle, height * chance.uniform(0.34, 0.46), tone, chance)


def _frond(sheet: Canvas, root: Point, angle: float, reach: float, tone: RGB, chance: random.Random) -> None:
    """A rib that rises and droops, with leaflets that hang from it."""
    at = np.linspace(0, 1, 15)
    out, up = math.cos(angle), math.sin(angle)
    droop = chance.uniform(0.35, 0.6)
    xs = root[0] + reach * out * at
    ys = root[1] - reach * (up * 0.62 * at - droop * at**2.2)
    sheet.line(np.column_stack([xs, ys]), scaled(tone, 0.8), max(reach * 0.012, 1))
    blades: list[NDArray[np.float64]] = []
    for px, py, t in zip(xs[1:], ys[1:], at[1:], strict=True):
        long = reach * 0.3 * math.sin(math.pi * min(0.18 + 0.85 * t, 1.0))
        thick = reach * 0.018
        for side in (-0.35, 0.42):
            tip = (px + long * (out * 0.55 + side), py + long * 0.85)
            blades.append(np.array([(px - thick, py), tip, (px + thick, py + thick * 0.4)]))
    sheet.shapes(blades, tone)


def tuft(
    x: float, foot: float, height: float, chance: random.Random, blades: int = 5
) -> list[NDArray[np.float64]]:
    """Grass blades from one root."""
    made: list[NDArray[np.float64]] = []
    for _ in range(blades):
        lean = chance.uniform(-0.55, 0.6) * height
        tall = height * chance.uniform(0.55, 1.0)
        width = max(height * 0.035, 0.8)
        root = x + chance.uniform(-0.2, 0.2) * height
        made.append(
            np.array(
                [
                    (root - width, foot),
                    (root + lean * 0.35 - width * 0.6, foot - tall * 0.6),
                    (root + lean, foot - tall),
                    (root + lean * 0.35 + width * 0.6, foot - tall * 0.6),
                    (root + width, foot),
                ]
            )
        )
    return made


def reeds(
    sheet: Canvas, xs: list[float], foot: float, height: float, stem: RGB, head: RGB, chance: random.Random
) -> None:
    """Tall stems, some with a cattail."""
    for x in xs:
        tall = height * chance.uniform(0.5, 1.0)
        lean = chance.uniform(-0.12, 0.16) * tall
        width = max(height * 0.009, 0.7)
        tip = (x + lean, foot - tall)
        sheet.shape(
            [
                (x - width, foot),
                (x + lean * 0.4 - width * 0.8, foot - tall * 0.6),
                tip,
                (x + lean * 0.4 + width * 0.8, foot - tall * 0.6),
                (x + width, foot),
            ],
            stem,
        )
        if chance.random() < 0.35:
            sheet.shape(
                smooth(
                    [
                        (tip[0] - width * 2.4, tip[1] + tall * 0.02),
                        (tip[0] - width, tip[1] - tall * 0.1),
                        (tip[0] + width * 2.4, tip[1] - tall * 0.08),
                        (tip[0] + width * 2, tip[1] + tall * 0.03),
                    ],
                    4,
                ),
                head,
            )


def trunk(x: float, foot: float, top: float, width: float, chance: random.Random) -> NDArray[np.float64]:
    """A bole that leaves the frame above, with spread roots."""
    lean = chance.uniform(-0.3, 0.3) * width
    left = [
        (x - width * 1.0, foot),
        (x - width * 0.56, foot - width * 0.9),
        (x - width * 0.46 + lean * 0.5, (foot + top) / 2),
        (x - width * 0.38 + lean, top),
    ]
    right = [
        (x + width * 0.38 + lean, top),
        (x + width * 0.46 + lean * 0.5, (foot + top) / 2),
        (x + width * 0.56, foot - width * 0.9),
        (x + width * 1.05, foot),
    ]
    return np.array(left + right)
