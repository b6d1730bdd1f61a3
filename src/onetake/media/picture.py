"""Looking at an image inside the locked child: the header, and the pixels only when asked."""

import importlib
import warnings
from typing import BinaryIO

from PIL import Image

from onetake.media.sniff import Format

MAX_PIXELS = 40_000_000  # just above the largest image of contract §1.6 (6000 × 6000)
LARGEST_PIXELS = 110_000_000  # what may be made smaller: a 108-megapixel photograph
MAX_FRAMES = 2_000
_PLUGINS = {
    "JPEG": ("PIL.JpegImagePlugin", "PIL.MpoImagePlugin", "PIL.TiffImagePlugin"),
    "PNG": ("PIL.PngImagePlugin", "PIL.TiffImagePlugin"),
    "WEBP": ("PIL.WebPImagePlugin", "PIL.TiffImagePlugin"),
    "BMP": ("PIL.BmpImagePlugin",),
    "TIFF": ("PIL.TiffImagePlugin",),
    "GIF": ("PIL.GifImagePlugin",),
    "HEIF": ("PIL.TiffImagePlugin",),
}
_ANIMATED = ("gif", "webp", "tiff")
_ORIENTATION = 0x0112
TURNED = (5, 6, 7, 8)


def prepare(format: Format, *, wide: bool = False) -> None:
    """Load what reading this format needs; afterwards no module can be opened any more."""
    Image.preinit()
    for plugin in _PLUGINS[format.reader]:
        importlib.import_module(plugin)
    if format.reader == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    # Nobody reads what Pillow warns of, and telling it would open a file of source for the line.
    warnings.simplefilter("ignore")
    # One pixel above the limit only warns, so the warning is an error too (errors-and-faults T07).
    Image.MAX_IMAGE_PIXELS = LARGEST_PIXELS if wide else MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)


def look(file: BinaryIO, format: Format, *, decode: bool, wide: bool = False) -> dict:
    """Return width and height as shown (after EXIF orientation). With `decode`, every pixel must be there.

    Raises ValueError for a bomb, and whatever Pillow raises for a broken file.
    """
    image = opened(file, format)
    width, height = image.size
    if orientation(image) in TURNED:
        width, height = height, width
    if decode:
        image.draft(
            None, (image.width // 8, image.height // 8)
        )  # JPEG: reads all data at an eighth of the cost
        image.load()
    return {"width": width, "height": height}


def opened(file: BinaryIO, format: Format) -> Image.Image:
    """The image with its header read. Raises ValueError for a bomb, OSError for a broken file."""
    try:
        image = Image.open(file, formats=[format.reader])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ValueError(f"the image has more than {Image.MAX_IMAGE_PIXELS:,} pixels") from None
    if format.name in _ANIMATED and getattr(image, "n_frames", 1) > MAX_FRAMES:
        raise ValueError(f"the image has more than {MAX_FRAMES:,} frames")
    return image


def orientation(image: Image.Image) -> int:
    """How the pixels lie (1 to 8, EXIF). Ask before the pixels are loaded."""
    # PNG may keep its EXIF behind the pixels, and asking would decode them. Pillow has turned TIFF and HEIF.
    if image.format in ("TIFF", "HEIF") or (image.format == "PNG" and "exif" not in image.info):
        return 1
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # a broken EXIF block is no reason to refuse a good picture
        return 1
