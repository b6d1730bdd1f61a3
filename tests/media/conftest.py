"""Real media of every accepted format, made once by the libraries that others use to make theirs."""

import io
from pathlib import Path

import av
import numpy as np
import pillow_heif
import pytest
from PIL import Image

pillow_heif.register_heif_opener()
PICTURES = {
    "jpeg": "JPEG",
    "png": "PNG",
    "webp": "WEBP",
    "bmp": "BMP",
    "tiff": "TIFF",
    "gif": "GIF",
    "heic": "HEIF",
}


def picture(format: str, size: tuple[int, int] = (640, 360), **options) -> bytes:
    rows = np.linspace(0, 255, size[1], dtype=np.uint8)[:, None]
    columns = np.linspace(0, 255, size[0], dtype=np.uint8)[None, :]
    pixels = np.stack([rows + 0 * columns, columns + 0 * rows, rows ^ columns], axis=-1)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, format, **options)
    return out.getvalue()


def clip(
    path: Path,
    *,
    container: str = "mp4",
    video: str | None = "libx264",
    audio: str | None = "aac",
    seconds: float = 2,
    fps: int = 24,
    size: tuple[int, int] = (320, 180),
    rotation: int = 0,
    faststart: bool = False,
) -> Path:
    """A clip with a moving ramp and a tone."""
    options = {"movflags": "+faststart"} if faststart else {}
    with av.open(str(path), "w", format=container, options=options) as out:
        if video:
            stream = out.add_stream(video, rate=fps)
            stream.width, stream.height, stream.pix_fmt = (*size, "yuv420p")
            stream.codec_context.thread_count = 1
            if rotation:
                stream.set_display_rotation(rotation)
        tone = out.add_stream(audio, rate=48_000) if audio else None
        if video:
            for number in range(int(seconds * fps)):
                ramp = np.full((size[1], size[0], 3), number * 3 % 256, dtype=np.uint8)
                out.mux(stream.encode(av.VideoFrame.from_ndarray(ramp, format="rgb24")))
            out.mux(stream.encode(None))
        if tone is not None:
            wave = np.sin(np.arange(int(48_000 * seconds)) * 0.05)
            samples = (wave * 9000).astype(np.int16)[None, :]
            frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
            frame.sample_rate, frame.pts = 48_000, 0
            resampler = av.AudioResampler(
                tone.codec_context.format,
                tone.codec_context.layout,
                48_000,
                tone.codec_context.frame_size or None,
            )
            for part in [*resampler.resample(frame), *resampler.resample(None)]:
                out.mux(tone.encode(part))
            out.mux(tone.encode(None))
    return path


@pytest.fixture(scope="session")
def media(tmp_path_factory) -> Path:
    """A folder with one good file of each format."""
    folder = tmp_path_factory.mktemp("media")
    for name, format in PICTURES.items():
        (folder / name).write_bytes(picture(format))
    clip(folder / "mp4", faststart=True)
    clip(folder / "mov", container="mov")
    clip(folder / "hevc", video="libx265")
    clip(folder / "silent", audio=None)
    clip(folder / "turned", rotation=90)
    clip(folder / "mp3", container="mp3", video=None, audio="libmp3lame")
    clip(folder / "wav", container="wav", video=None, audio="pcm_s16le")
    return folder


@pytest.fixture(scope="session", name="picture")
def picture_fixture():
    return picture


@pytest.fixture(scope="session", name="clip")
def clip_fixture():
    return clip
