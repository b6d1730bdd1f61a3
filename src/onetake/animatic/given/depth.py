"""Depth of a flat picture, guessed from where things lie and what stands out. No model, a few dozen ms.

The guess: sky hangs together with the upper edge and is smooth; below the horizon the inverse of the distance
grows in proportion to the rows (true for level ground); what differs from the border's colours and hangs
together is a figure, which stands upright where its foot meets the ground.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from onetake.animatic.colour import Bytes
from onetake.animatic.given.centred import centred
from onetake.animatic.given.cutout import figure
from onetake.animatic.given.face import Face, faces
from onetake.animatic.given.person import people

Floats = NDArray[np.float32]

LONG = 192
"""The longer side of the picture that is looked at, in pixels."""


@dataclass(frozen=True, slots=True)
class Relief:
    """`ground` is the depth of all but the figure, 0 far to 1 near, at low resolution and smooth; `figure`
    its cover 0..1 at the same size, or None; `near` its depth; `foot` the share of the height where it
    stands; `horizon` a share of the height, `sky` the share of the picture that is sky; `faces` those that
    look at the camera."""

    ground: Floats
    figure: Floats | None
    near: float
    foot: float
    horizon: float
    sky: float
    faces: tuple[Face, ...] = ()


def small(rgb: Bytes, long: int = LONG) -> Bytes:
    """The picture with its longer side `long` pixels, the other 16 at least."""
    height, width = rgb.shape[:2]
    scale = long / max(height, width)
    size = (max(round(width * scale), 16), max(round(height * scale), 16))
    return cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)  # pyright: ignore[reportReturnType]


def guess(rgb: Bytes, only: Floats | None = None, keen: bool = False) -> Relief:
    """The relief of an RGB picture (height x width x 3, any size). `only` is 1 where alone the figure can be,
    at the size of `small`. A `keen` one looks longer: the picture is known to show some one thing."""
    low = small(rgb)
    seen = faces(rgb)
    lab = cv2.cvtColor(cv2.GaussianBlur(low, (0, 0), 1.8), cv2.COLOR_RGB2LAB).astype(np.float32)
    sky = _sky(lab)
    horizon = _horizon(lab, sky)
    cover = people(low, seen)
    someone = cover is not None
    if cover is None:
        cover = figure(low, sky, only)
    if cover is None and keen:
        cover = centred(low)
    ground = _ground(lab, sky, horizon, cover is None)
    if cover is None:
        return Relief(ground, None, 0.0, 1.0, horizon, float(sky.mean()), seen)
    near, foot = _standing(ground, cover, horizon)
    if (
        foot < horizon and sky.mean() < 0.08 and not (keen or someone)
    ):  # a window or a picture on a wall, not a figure
        return Relief(_ground(lab, sky, horizon, True), None, 0.0, 1.0, horizon, 0.0, seen)
    return Relief(ground, cover, near, foot, horizon, float(sky.mean()), seen)


def _sky(lab: Floats) -> Floats:
    """1 where the picture is smooth and hangs together with the upper edge, else 0."""
    height, width = lab.shape[:2]
    light = lab[..., 0]
    rough = cv2.GaussianBlur(cv2.absdiff(light, cv2.GaussianBlur(light, (0, 0), 2.5)), (0, 0), 2.0)
    steep = cv2.magnitude(cv2.Sobel(light, cv2.CV_32F, 1, 0), cv2.Sobel(light, cv2.CV_32F, 0, 1))
    wall = ((rough > 3.2) | (steep > 30)).astype(np.uint8)
    mask = np.zeros((height + 2, width + 2), np.uint8)
    mask[1:-1, 1:-1] = wall
    open_top = np.flatnonzero(wall[0] == 0)
    step = (5.0, 4.0, 4.0)
    canvas = lab.copy()
    for x in open_top[:: max(len(open_top) // 6, 1)]:
        if mask[1, x + 1] == 0:
            flags = 4 | cv2.FLOODFILL_MASK_ONLY | (255 << 8)
            cv2.floodFill(canvas, mask, (int(x), 0), (0, 0, 0), step, step, flags)
    found = (mask[1:-1, 1:-1] == 255).astype(np.float32)
    rows = found.mean(axis=1)
    if rows[: max(height // 12, 1)].mean() < 0.55 or rows[-height // 6 :].mean() > 0.3:
        return np.zeros_like(found)  # a wall or a studio, not a sky
    light, _, warm = (float(np.median(part[found > 0])) for part in cv2.split(lab))
    if warm > 148 and light < 120:  # dark and brown as no sky is: a table, a curtain
        return np.zeros_like(found)
    return found


def _horizon(lab: Floats, sky: Floats) -> float:
    """The share of the height where above turns into below; by the sky, else by the strongest change."""
    height = lab.shape[0]
    if sky.mean() > 0.08:
        columns = sky.sum(axis=0) / height
        return float(np.clip(np.percentile(columns, 70), 0.2, 0.8))
    rows = cv2.blur(lab.mean(axis=1, keepdims=True), (1, 5))[:, 0]
    reach = max(height // 10, 2)
    sums = np.cumsum(rows, axis=0)
    at = np.arange(int(height * 0.28), int(height * 0.72))
    above, below = sums[at] - sums[at - reach], sums[at + reach] - sums[at]
    change = np.sqrt((((below - above) / reach) ** 2).sum(axis=1))
    best = int(change.argmax())
    return float(at[best] / height) if change[best] > 14 else 0.42


def _ground(lab: Floats, sky: Floats, horizon: float, alone: bool) -> Floats:
    """Smooth depth of the set; with no figure found, what stands out bulges towards the camera instead."""
    height, width = lab.shape[:2]
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    below = np.clip((y - horizon) / (1 - horizon), 0, 1)
    # indoors and in studios things stand on what looks like ground: a steep ramp would bend them
    # and little ground below a low horizon is all far: what stands on it would bend too
    rise = 0.16 + 0.84 * below * min(2 * (1 - horizon), 1) if sky.any() else 0.34 + 0.5 * y**1.2
    depth = np.repeat(rise.astype(np.float32), width, 1)
    x = np.abs(np.linspace(-1, 1, width, dtype=np.float32))[None, :]
    depth += 0.10 * np.clip(x - 0.45, 0, 1) * (1 - below)  # what frames the view at the sides is nearer
    depth *= 1 - sky * (1 - below)
    if alone:
        border = np.concatenate([lab[: height // 6].reshape(-1, 3), lab[:, :4].reshape(-1, 3)])
        away = np.sqrt(((lab - border.mean(axis=0)) ** 2).sum(axis=2))
        middle = np.exp(-((x**2) / 0.5) - (y - 0.55) ** 2 / 0.18)
        bulge = cv2.GaussianBlur((away * middle).astype(np.float32), (0, 0), 7)
        depth = 0.74 * depth + 0.3 * bulge / max(float(bulge.max()), 1e-6)
    depth = cv2.GaussianBlur(depth.astype(np.float32), (0, 0), 5)
    return np.clip(depth, 0, 1, dtype=np.float32)


def _standing(ground: Floats, cover: Floats, horizon: float) -> tuple[float, float]:
    """(depth, foot): on the ground where the figure's lowest rows are; what hangs in the air is nearer."""
    height = cover.shape[0]
    rows = np.flatnonzero(cover.max(axis=1) > 0.5)
    foot = (int(rows[-1]) + 1) / height
    columns = np.flatnonzero(cover[rows[-1]] > 0.4)
    here = float(ground[rows[-1], columns].mean()) if len(columns) else 0.5
    if foot > horizon + 0.06:
        return max(here, 0.3), foot
    return min(here + 0.4, 0.8), foot
