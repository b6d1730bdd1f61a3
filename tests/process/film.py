"""Media for tests: what a delivered file really is, and small inputs to send."""

import base64
import io
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np


@dataclass(frozen=True)
class Film:
    """A file decoded to its last frame. audio: the codec's name, or None without a track."""

    width: int
    height: int
    frames: int
    fps: Fraction | None
    codec: str
    audio: str | None


def film(source: Path | bytes) -> Film:
    """Decode every picture. Raises av.FFmpegError for what does not play."""
    with av.open(io.BytesIO(source) if isinstance(source, bytes) else str(source)) as opened:
        video = opened.streams.video[0]
        frames = sum(1 for _ in opened.decode(video))
        audio = opened.streams.audio[0].codec_context.name if opened.streams.audio else None
        return Film(video.width, video.height, frames, video.average_rate, video.codec_context.name, audio)


def picture(kind: str = "png", size: int = 512, tint: int = 0) -> bytes:
    """A square picture with something to see in it."""
    ramp = np.linspace(0, 255, size, dtype=np.uint8)
    pixels = np.dstack(
        [np.tile(ramp, (size, 1)), np.tile(ramp[:, None], (1, size)), np.full((size, size), tint)]
    )
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="image2pipe") as opened:
        stream = opened.add_stream({"png": "png", "jpeg": "mjpeg"}[kind], rate=1)
        stream.width = stream.height = size
        stream.pix_fmt = {"png": "rgb24", "jpeg": "yuvj420p"}[kind]
        frame = av.VideoFrame.from_ndarray(pixels.astype(np.uint8), format="rgb24")
        opened.mux([*stream.encode(frame), *stream.encode()])
    return buffer.getvalue()


def clip(seconds: int = 3, size: int = 640) -> bytes:
    """A short mp4 without sound."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as opened:
        stream = opened.add_stream("libx264", rate=24, options={"preset": "ultrafast"})
        stream.width = stream.height = size
        stream.pix_fmt = "yuv420p"
        for shade in range(24 * seconds):
            pixels = np.full((size, size, 3), shade * 3, np.uint8)
            opened.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        opened.mux(stream.encode())
    return buffer.getvalue()


def tone(seconds: int = 3) -> bytes:
    """A wav file."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="wav") as opened:
        stream = opened.add_stream("pcm_s16le", rate=16_000, layout="mono")
        wave = (8000 * np.sin(np.arange(16_000 * seconds) * 0.17)).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(wave[None, :], format="s16", layout="mono")
        frame.sample_rate = 16_000
        opened.mux([*stream.encode(frame), *stream.encode()])
    return buffer.getvalue()


def data_url(raw: bytes, mime: str) -> str:
    return f"data:{mime};base64,{base64.b64encode(raw).decode()}"
