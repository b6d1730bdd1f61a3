"""Light that can be seen in the air: halos and cones of lamps, beams of a low sun, blinking beacons."""

import math

import cv2
import numpy as np

from onetake.animatic.canvas import Canvas, Points
from onetake.animatic.colour import RGB, Bytes, Picture
from onetake.animatic.scenes.sky import light_at
from onetake.animatic.stage import Moment, Stage


def halo(sheet: Canvas, x: float, y: float, radius: float, colour: RGB, strength: float) -> None:
    """A soft round light on a sheet, seen against whatever lies behind; `strength` 0..1."""
    assert sheet.alpha is not None
    height, width = sheet.alpha.shape
    at = ((x - sheet.box.left) * sheet.res, (y - sheet.box.top) * sheet.res)
    reach = radius * sheet.res
    a, b = max(int(at[0] - reach), 0), min(int(at[0] + reach) + 1, width)
    c, d = max(int(at[1] - reach), 0), min(int(at[1] + reach) + 1, height)
    if a >= b or c >= d:
        return
    xs = ((np.arange(a, b) - at[0]) / reach)[None, :]
    ys = ((np.arange(c, d) - at[1]) / reach)[:, None]
    fall = np.clip(1 - np.sqrt(xs * xs + ys * ys), 0, 1) ** 2
    _lit(sheet, (slice(c, d), slice(a, b)), fall * strength, colour)


def cone(sheet: Canvas, points: Points, colour: RGB, strength: float, soft: float) -> None:
    """A wedge of lit air: a polygon with soft sides that fades downwards; `soft` in stage pixels."""
    assert sheet.alpha is not None
    wedge = Canvas(sheet.box, colour, sheet.res)
    wedge.cut(points)
    wedge.soften(soft)
    assert wedge.alpha is not None
    rows = np.asarray(points, np.float64)[:, 1]
    at = sheet.box.top + (np.arange(len(wedge.alpha)) + 0.5) / sheet.res
    fade = np.interp(at, [rows.min(), rows.max()], [1.0, 0.0])[:, None]
    fall = wedge.alpha / 255 * fade * strength
    _lit(sheet, (slice(None), slice(None)), fall[: len(sheet.alpha), : sheet.alpha.shape[1]], colour)


def _lit(sheet: Canvas, where: tuple[slice, slice], fall: np.ndarray, colour: RGB) -> None:
    """Mix light over what the sheet shows there, and show it where it shows nothing."""
    assert sheet.alpha is not None
    alpha = sheet.alpha[where].astype(np.float32) / 255
    out = fall + alpha * (1 - fall)
    share = (fall / np.maximum(out, 1e-4))[..., None]
    part = sheet.rgb[where]
    part[:] = np.round(part + (np.array(colour, np.float32) - part) * share).astype(np.uint8)
    sheet.alpha[where] = np.round(out * 255).astype(np.uint8)


def overlay(sheet: Canvas, light: Canvas) -> None:
    """Lay a smaller sheet of light over a sheet of the same resolution."""
    assert light.alpha is not None
    left = round((light.box.left - sheet.box.left) * sheet.res)
    top = round((light.box.top - sheet.box.top) * sheet.res)
    height, width = light.alpha.shape
    a, b = max(left, 0), min(left + width, sheet.rgb.shape[1])
    c, d = max(top, 0), min(top + height, sheet.rgb.shape[0])
    if a >= b or c >= d:
        return
    fall = light.alpha[c - top : d - top, a - left : b - left].astype(np.float32) / 255
    red, green, blue = (int(v) for v in light.rgb[0, 0])
    _lit(sheet, (slice(c, d), slice(a, b)), fall, (red, green, blue))


class Beams:
    """Fans of light from a point above, on luma: two of them that wax and wane apart."""

    def __init__(self, stage: Stage, x: float, y: float, level: int, foot: float, count: int = 7):
        self._stage, self._fans = stage, list[Bytes]()
        size = (stage.width // 2, stage.height // 2)
        for index in range(2):
            chance = stage.chance(f"beams{index}")
            fan = np.zeros((size[1], size[0]), np.uint8)
            for _ in range(count):
                turn = math.pi / 2 + chance.uniform(-0.9, 0.9)
                wide = chance.uniform(0.02, 0.07)
                reach = 2.2 * stage.unit
                tips = [
                    (x + reach * math.cos(a), y + reach * math.sin(a)) for a in (turn - wide, turn + wide)
                ]
                ring = np.array([(x, y), *tips]) / 2
                part = np.zeros_like(fan)
                cv2.fillPoly(part, [np.round(ring * 16).astype(np.int32)], (level,), cv2.LINE_AA, 4)
                cv2.add(fan, part, dst=fan)
            soft = cv2.GaussianBlur(fan, (0, 0), max(stage.unit * 0.008, 1.0))
            rows = np.arange(size[1]) * 2
            ramp = np.interp(rows, [y, y + stage.unit * 0.12, foot], [0.0, 1.0, 0.0]).astype(np.float32)
            full = cv2.resize(
                soft * ramp[:, None], (stage.width, stage.height), interpolation=cv2.INTER_LINEAR
            )
            self._fans.append(np.round(full).astype(np.uint8))

    def draw(self, frame: Picture, now: Moment) -> None:
        for index, fan in enumerate(self._fans):
            strength = 0.6 + 0.4 * math.sin(now.seconds * (0.7 + 0.3 * index) + 2.2 * index)
            cv2.scaleAdd(fan, strength, frame.y, dst=frame.y)


class Beacons:
    """Small lights that blink, far off: (x, y) on the stage at one depth."""

    def __init__(self, stage: Stage, places: list[tuple[float, float]], depth: float):
        self._stage, self._places, self._depth = stage, places, depth
        self._turns = [stage.chance(f"beacon{index}").uniform(0, 1) for index in range(len(places))]

    def draw(self, frame: Picture, now: Moment) -> None:
        view = self._stage.camera.view(now.pose, self._depth)
        size = max(self._stage.unit * 0.0035, 1.0)
        for (x, y), turn in zip(self._places, self._turns, strict=True):
            if (now.seconds * 0.7 + turn) % 1.0 > 0.45:
                continue
            at = view @ (x, y, 1.0)
            spot = (round(at[0] * 16), round(at[1] * 16))
            cv2.circle(frame.y, spot, round(size * 16), 150, -1, cv2.LINE_AA, 4)
            half = (round(at[0] * 8), round(at[1] * 8))
            cv2.circle(frame.u, half, round(size * 12), 104, -1, cv2.LINE_AA, 4)
            cv2.circle(frame.v, half, round(size * 12), 206, -1, cv2.LINE_AA, 4)


def sunbeams(stage: Stage, level: int = 20) -> Beams | None:
    """Beams of the shot's own sun, where the air is thick enough to show them."""
    if stage.palette.time == "night" or stage.reading.weather in ("rain", "storm", "snow"):
        return None
    x, y = light_at(stage)
    return Beams(stage, x, y - stage.unit * 0.02, level, stage.foot)
