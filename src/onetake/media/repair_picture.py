"""Repairing an image inside the locked child: turned as shown, cropped, made smaller, written as JPEG or PNG.

Orders (`core.repair_order.Repair.wire`): crop (left, top, width, height of the image as shown), size (width,
height of the result), formats (of the result, the preferred one first), bytes (what the result may have).
"""

import importlib
import io
from collections.abc import Mapping
from typing import Any, BinaryIO

from PIL import Image

from onetake.media import picture
from onetake.media.sniff import Format

QUALITIES = (95, 90, 80, 65, 45)
_LARGEST_PROFILE = 2**20
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SPARE = 3.0  # a box filter does the rough work as long as the fine one still sees this many pixels for one


def prepare(format: Format) -> None:
    """Load what reading this format and writing the result need; no module can be opened any more."""
    picture.prepare(format, wide=True)
    for plugin in ("PIL.JpegImagePlugin", "PIL.PngImagePlugin", "PIL.TiffImagePlugin", "PIL.ImageCms"):
        importlib.import_module(plugin)


def repair(file: BinaryIO, format: Format, orders: Mapping[str, Any], result: BinaryIO) -> dict:
    """Write the repaired image to `result`. Returns format, quality (of a JPEG), flattened (whether
    transparent parts became white), frames (of the source; only the first is kept).

    Raises ValueError for what cannot be repaired, and whatever Pillow raises for a broken file.
    """
    image = picture.opened(file, format)
    frames = getattr(image, "n_frames", 1)
    left, top, width, height = orders["crop"]
    turn = picture.orientation(image)
    shown = image.size[::-1] if turn in picture.TURNED else image.size
    if left + width > shown[0] or top + height > shown[1]:
        raise ValueError("it is smaller than was measured")
    _draft(image, max(orders["size"][0] / width, orders["size"][1] / height))
    image.load()
    profile = image.info.get("icc_profile", b"")
    image = _plain(image)
    if turn in _TURNS:
        image = image.transpose(_TURNS[turn])
    wide, high = image.width / shown[0], image.height / shown[1]
    right, bottom = min((left + width) * wide, image.width), min((top + height) * high, image.height)
    box = (left * wide, top * high, right, bottom)
    image = _sized(image, (orders["size"][0], orders["size"][1]), box)
    extra = {"icc_profile": profile} if 0 < len(profile) <= _LARGEST_PROFILE and image.mode[0] == "R" else {}
    said = _written(image, orders["formats"], orders["bytes"], extra, result)
    return {**said, "frames": frames}


def _draft(image: Image.Image, least: float) -> None:
    """Let a JPEG be read at a half, a quarter or an eighth where that is still as large as `least` of it."""
    image.draft(None, (int(image.width * least) + 1, int(image.height * least) + 1))


def _plain(image: Image.Image) -> Image.Image:
    """As RGB or RGBA. Raises ValueError for pixels that are measurements rather than colours."""
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256)
        return image.convert("L").convert("RGB")
    if image.mode == "I":
        return image.point(lambda value: value / 256).convert("L").convert("RGB")
    if image.mode == "F":
        raise ValueError("its pixels are floating-point numbers")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        opaque = image.getchannel("A").getextrema() == (255, 255)
        return image.convert("RGB") if opaque else image
    return image if image.mode == "RGB" else image.convert("RGB")


def _sized(image: Image.Image, size: tuple[int, int], box: tuple[float, float, float, float]) -> Image.Image:
    if size == image.size and box == (0, 0, *image.size):
        return image
    if size == (box[2] - box[0], box[3] - box[1]):  # only cut: no pixel changes
        return image.crop(box)
    return image.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=_SPARE)


def _written(
    image: Image.Image, formats: list[str], most: int, extra: dict[str, Any], result: BinaryIO
) -> dict[str, Any]:
    """The first form that is small enough: PNG if it is to be tried, else JPEG of falling quality."""
    clear = image.mode == "RGBA"
    if "png" in formats and (clear or formats[0] == "png"):
        body = _encoded(image, "PNG", **extra)
        if len(body) <= most:
            result.write(body)
            return {"format": "png", "flattened": False}
    if "jpeg" in formats:
        if clear:
            image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
        for quality in QUALITIES:
            body = _encoded(image, "JPEG", quality=quality, subsampling=0 if quality > 90 else 2, **extra)
            if len(body) <= most:
                result.write(body)
                return {"format": "jpeg", "flattened": clear, "quality": quality}
    raise ValueError(f"it cannot be made smaller than {most:,} bytes")


def _encoded(image: Image.Image, format: str, **options: Any) -> bytes:
    body = io.BytesIO()
    image.save(body, format, **options)
    return body.getvalue()
