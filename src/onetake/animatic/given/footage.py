"""Given files, opened with care: stills by Pillow, moving pictures and sound by PyAV.

They have been probed already; here each is still opened by an explicit format, from the disk only, and a
file that cannot be read fails the render with `media_invalid`.
"""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from onetake.animatic.colour import Bytes
from onetake.animatic.encode import RATE
from onetake.animatic.job import FPS, Clip, Failure

_STILLS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF")
_PIXELS = 40_000_000
_CLEAR = ("RGBA", "LA", "P", "PA")
_MUCH = 0.04
_SAFE = {"protocol_whitelist": "file"}
_LONGEST = 20.0
Image.MAX_IMAGE_PIXELS = _PIXELS


def still(clip: Clip) -> Bytes:
    """The picture, upright, as RGB; what is clear in it on light grey. Raises Failure("media_invalid")."""
    upright = _upright(clip)
    if upright.mode in _CLEAR:
        ground = Image.new("RGBA", upright.size, (238, 238, 236, 255))
        upright = Image.alpha_composite(ground, upright.convert("RGBA"))
    return np.asarray(upright.convert("RGB")).copy()


def cut(clip: Clip) -> tuple[Bytes, NDArray[np.float32]] | None:
    """(RGB, how much of each pixel is there, 0..1) of a picture that comes cut out already: with much of it
    transparent and much of it not. None for any other. Raises Failure("media_invalid")."""
    upright = _upright(clip)
    if upright.mode not in _CLEAR:
        return None
    whole = np.asarray(upright.convert("RGBA"))
    alpha = whole[..., 3].astype(np.float32) / np.float32(255)
    solid, clear = float((alpha > 0.9).mean()), float((alpha < 0.1).mean())
    if solid < _MUCH or clear < _MUCH:
        return None
    return np.ascontiguousarray(whole[..., :3]), np.asarray(alpha, np.float32)


def _upright(clip: Clip) -> Image.Image:
    try:
        formats: list[str] = list(_STILLS)
        if _head(clip.path)[4:8] == b"ftyp":
            import pillow_heif

            pillow_heif.register_heif_opener()
            formats = ["HEIF"]
        with Image.open(clip.path, formats=formats) as image:
            if image.width * image.height > _PIXELS:
                raise ValueError("too many pixels")
            image.draft("RGB", (2600, 2600))
            upright = ImageOps.exif_transpose(image)
            upright.load()
            return upright
    except Exception as error:
        raise _unreadable(clip, error) from error


def fitted(rgb: Bytes, width: int, height: int) -> Bytes:
    """The picture cropped around its centre and scaled to exactly this size."""
    have_h, have_w = rgb.shape[:2]
    scale = max(width / have_w, height / have_h)
    crop_w, crop_h = min(have_w, round(width / scale)), min(have_h, round(height / scale))
    left, top = (have_w - crop_w) // 2, (have_h - crop_h) // 2
    part = np.ascontiguousarray(rgb[top : top + crop_h, left : left + crop_w])
    if part.shape[:2] == (height, width):
        return part
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cv2.resize(part, (width, height), interpolation=how)  # pyright: ignore[reportReturnType]


def frames(clip: Clip, tallest: int = 2 * 4320) -> Iterator[Bytes]:
    """RGB pictures at 24 a second, no higher than `tallest`, endlessly: a short clip starts again.

    Raises Failure("media_invalid").
    """
    while True:
        count = 0
        for picture in played(clip, tallest):
            count += 1
            yield picture
        if not count:
            raise _unreadable(clip, ValueError("no pictures in it"))


def played(clip: Clip, tallest: int = 2 * 4320) -> Iterator[Bytes]:
    """The same, once from start to end."""
    try:
        with _open(clip) as file:
            stream = file.streams.video[0]
            stream.thread_type = "SLICE"
            due, step = Fraction(0), Fraction(1, FPS)
            last: Bytes | None = None
            start: Fraction | None = None
            for frame in file.decode(stream):
                at = Fraction(frame.pts or 0) * (frame.time_base or Fraction(1, FPS))
                start = at if start is None else start
                while last is not None and due < at - start:
                    yield last
                    due += step
                high = min(frame.height, tallest)
                wide = max(round(frame.width * high / frame.height), 2)
                small = frame.reformat(wide, high, "rgb24", interpolation="AREA")
                last = np.asarray(small.to_ndarray(), np.uint8)
            if last is not None:
                yield last
    except Failure:
        raise
    except Exception as error:
        raise _unreadable(clip, error) from error


def sound(clip: Clip) -> NDArray[np.float32]:
    """The audio of a file, mono at 48 kHz in -1..1; at most 20 s. Raises Failure("media_invalid")."""
    try:
        with _open(clip) as file:
            mixer = av.AudioResampler(format="flt", layout="mono", rate=RATE)
            parts: list[NDArray[np.float32]] = []
            total = 0
            for frame in file.decode(audio=0):
                for piece in mixer.resample(frame):
                    parts.append(piece.to_ndarray().reshape(-1).astype(np.float32))
                    total += len(parts[-1])
                if total > _LONGEST * RATE:
                    break
            parts += [piece.to_ndarray().reshape(-1).astype(np.float32) for piece in mixer.resample(None)]
        if not parts:
            raise ValueError("no sound in it")
        whole = np.concatenate(parts)[: int(_LONGEST * RATE)]
        return np.nan_to_num(whole, nan=0.0, posinf=0.0, neginf=0.0)
    except Exception as error:
        raise _unreadable(clip, error) from error


def _open(clip: Clip):
    return av.open(str(clip.path), format=_format(clip), options=_SAFE, metadata_errors="replace")


def _format(clip: Clip) -> str:
    """The demuxer by the file's first bytes: mp4 and mov, wav, mp3 (contract §1.6)."""
    head = _head(clip.path)
    if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"):
        return "mov"
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    if head[:3] == b"ID3" or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0):
        return "mp3"
    raise Failure("media_invalid", f"The {clip.kind} input is neither mp4, mov, wav nor mp3.")


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(16)


def _unreadable(clip: Clip, error: Exception) -> Failure:
    if isinstance(error, Failure):
        return error
    return Failure(
        "media_invalid", f"The {clip.role.replace('_', ' ')} {clip.kind} could not be read: {error}"
    )
