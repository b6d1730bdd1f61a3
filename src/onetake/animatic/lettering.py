"""Text as layers: lines set with an edge that reads on anything."""

import numpy as np
from PIL import Image, ImageDraw

from onetake.animatic.colour import RGB, from_rgb
from onetake.animatic.fonts import face, setting, wide
from onetake.animatic.layer import Box, Layer


def measure(text: str, size: int) -> float:
    """The width of a line in pixels."""
    shown = setting(text)
    return face(shown.path, size).getlength(shown.text)


def line(
    text: str, size: int, ink: RGB = (255, 255, 255), edge: RGB = (12, 14, 18), plate: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """One line as (rgb, alpha); `plate` is the opacity of the dark ground behind it, 0 gives an outline."""
    shown = setting(text)
    text, font = shown.text, face(shown.path, size)
    left, top, right, bottom = (round(v) for v in font.getbbox(text))
    ascent = round(size * 0.95)
    pad = max(3, round(size * (0.55 if plate else 0.22)))
    height = max(bottom, ascent) - min(top, 0) + (pad if plate else 2 * pad)
    canvas = (right - left + 2 * pad + 4, height + 4)
    mask = Image.new("L", canvas, 0)
    pen = ImageDraw.Draw(mask)
    at = (pad + 2 - left, (pad // 2 if plate else pad) + 2)
    back = Image.new("L", canvas, 0)
    ground = ImageDraw.Draw(back)
    if plate:
        ground.rounded_rectangle((2, 2, canvas[0] - 3, canvas[1] - 3), radius=round(size * 0.3), fill=plate)
    elif not shown.bars:
        ground.text(at, text, font=font, fill=200, stroke_width=max(1, round(size * 0.09)))
    if shown.bars:
        _bars(pen, ground if not plate else None, text, at, size)
    else:
        pen.text(at, text, font=font, fill=255)
    ink_mask = np.asarray(mask, np.float32)[..., None] / 255
    alpha = np.maximum(np.asarray(back), np.asarray(mask)).astype(np.uint8)
    rgb = np.array(edge, np.float32) * (1 - ink_mask) + np.array(ink, np.float32) * ink_mask
    return np.round(rgb).astype(np.uint8), alpha


def greeked(text: str) -> bool:
    """Whether a text is drawn as bars, since no font here can show its letters."""
    return setting(text).bars


def _bars(
    pen: ImageDraw.ImageDraw, edge: ImageDraw.ImageDraw | None, text: str, at: tuple[int, int], size: int
) -> None:
    """One rounded bar a letter: the length and the rhythm of a line without its words."""
    x = float(at[0])
    for letter in text:
        step = face(None, size).getlength(letter)
        if letter.strip() and (letter.isalnum() or wide(letter)):
            low = at[1] + size * (0.9 if letter not in "，。、；：！？" else 0.95)
            box = (
                x + step * 0.08,
                low - size * (0.62 if letter not in "，。、；：！？" else 0.16),
                x + step * 0.9,
                low,
            )
            if edge is not None:
                edge.rounded_rectangle(
                    (box[0] - 2, box[1] - 2, box[2] + 2, box[3] + 2), radius=size * 0.18, fill=190
                )
            pen.rounded_rectangle(box, radius=size * 0.14, fill=225)
        x += step


def layer(rgb: np.ndarray, alpha: np.ndarray, x: float, y: float) -> Layer:
    """A text image as a layer whose corner is at an even pixel near (x, y)."""
    height, width = alpha.shape
    rgb = np.pad(rgb, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
    alpha = np.pad(alpha, ((0, height % 2), (0, width % 2)))
    left, top = round(x) // 2 * 2, round(y) // 2 * 2
    return Layer(from_rgb(rgb), alpha, Box(left, top, left + rgb.shape[1], top + rgb.shape[0]))
