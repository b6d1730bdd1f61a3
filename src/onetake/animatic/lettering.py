"""Text as layers: fonts, what they can show, and lines set with an edge that reads on anything."""

from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from onetake.animatic.colour import RGB, from_rgb
from onetake.animatic.layer import Box, Layer

_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
)
_CJK = (
    "NotoSansCJK",
    "NotoSansSC",
    "SourceHanSans",
    "NotoSerifCJK",
    "wqy-",
    "DroidSansFallback",
    "uming",
    "ukai",
    "PingFang",
    "Hiragino Sans GB",
    "STHeiti",
    "msyh",
    "simhei",
    "unifont",
)

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def wide(text: str) -> bool:
    """Whether a text needs glyphs that the built-in font lacks (Chinese, Japanese, Korean)."""
    return any(
        "\u2e80" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7a3" or "\uf900" <= letter <= "\uffef"
        for letter in text
    )


@cache
def cjk_path() -> Path | None:
    """A font on this machine with Chinese glyphs, or None."""
    found: list[tuple[int, Path]] = []
    for folder in _FOLDERS:
        root = Path(folder).expanduser()
        if not root.is_dir():
            continue
        for path in root.rglob("*"):
            if path.suffix.lower() in (".ttf", ".ttc", ".otf"):
                rank = next((i for i, name in enumerate(_CJK) if name.lower() in path.name.lower()), None)
                if rank is not None and "mono" not in path.name.lower():
                    found.append((rank, path))
    return min(found)[1] if found else None


@cache
def font(size: int, cjk: bool = False) -> Font:
    """The built-in face, or the machine's Chinese one where that is needed and there."""
    path = cjk_path() if cjk else None
    if path is not None:
        try:
            return ImageFont.truetype(str(path), size)
        except OSError:
            pass
    return ImageFont.load_default(size)


def measure(text: str, size: int) -> float:
    """The width of a line in pixels."""
    return font(size, wide(text)).getlength(text)


def line(
    text: str, size: int, ink: RGB = (255, 255, 255), edge: RGB = (12, 14, 18), plate: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """One line as (rgb, alpha); `plate` is the opacity of the dark ground behind it, 0 gives an outline."""
    face = font(size, wide(text))
    left, top, right, bottom = (round(v) for v in face.getbbox(text))
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
    elif not greeked(text):
        ground.text(at, text, font=face, fill=200, stroke_width=max(1, round(size * 0.09)))
    if greeked(text):
        _bars(pen, ground if not plate else None, text, at, size)
    else:
        pen.text(at, text, font=face, fill=255)
    ink_mask = np.asarray(mask, np.float32)[..., None] / 255
    alpha = np.maximum(np.asarray(back), np.asarray(mask)).astype(np.uint8)
    rgb = np.array(edge, np.float32) * (1 - ink_mask) + np.array(ink, np.float32) * ink_mask
    return np.round(rgb).astype(np.uint8), alpha


def greeked(text: str) -> bool:
    """Whether a text is drawn as bars, since no font here can show its letters."""
    return wide(text) and cjk_path() is None


def _bars(
    pen: ImageDraw.ImageDraw, edge: ImageDraw.ImageDraw | None, text: str, at: tuple[int, int], size: int
) -> None:
    """One rounded bar a letter: the length and the rhythm of a line without its words."""
    x = float(at[0])
    for letter in text:
        step = font(size).getlength(letter)
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
