"""The mp4: H.264 in BT.709 4:2:0 and, when asked for, one mono AAC track.

Equal input must give equal packets. So the thread count is fixed, not taken from the machine, and macroblock
trees are off: x264's vector code for them reads memory that was never written. (With MALLOC_PERTURB_ at
different values equal input gave different packets with them, and equal packets without, at about 40 % more
bytes.)
"""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from onetake.animatic.colour import Picture
from onetake.animatic.job import FPS

RATE = 48_000
THREADS = 2
CHUNK = 1024
_X264 = {"preset": "veryfast", "crf": "20", "threads": str(THREADS), "x264-params": "mbtree=0"}
_BT709 = 1
_LIMITED = 1


class Encoder:
    """Writes `path`. `sound` is mono float32 in -1..1 at 48 kHz, or None for no audio track at all."""

    def __init__(
        self,
        path: Path,
        width: int,
        height: int,
        sound: NDArray[np.float32] | None,
        tags: dict[str, str],
        report: Callable[[int], None],
    ):
        self._report, self._sound = report, sound
        self._fed = self._done = self._heard = 0
        self._file = av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"})
        self._file.metadata.update(tags)
        self._video = self._file.add_stream("libx264", rate=FPS, options=_X264)
        self._video.width, self._video.height, self._video.pix_fmt = width, height, "yuv420p"
        context = self._video.codec_context
        context.color_primaries = context.color_trc = context.colorspace = _BT709
        context.color_range = _LIMITED
        context.time_base = Fraction(1, FPS)
        self._audio = None
        if sound is not None:
            self._audio = self._file.add_stream("aac", rate=RATE)
            self._audio.codec_context.layout = "mono"
            self._audio.codec_context.bit_rate = 96_000

    def add(self, picture: Picture) -> None:
        """Encode the next frame."""
        height, width = picture.y.shape
        frame = VideoFrame(width, height, "yuv420p")
        frame.pts, frame.time_base = self._fed, Fraction(1, FPS)
        for plane, source in zip(frame.planes, picture.planes, strict=True):
            rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
            rows[: source.shape[0], : source.shape[1]] = source
        self._fed += 1
        self._keep(self._video.encode(frame))
        self._hear(self._fed * RATE // FPS)

    def close(self) -> None:
        """Flush both streams and finish the file."""
        self._keep(self._video.encode(None))
        if self._audio is not None:
            self._hear(self._fed * RATE // FPS)
            self._file.mux(self._audio.encode(None))
        self._file.close()

    def _keep(self, packets: list) -> None:
        self._file.mux(packets)
        if packets:
            self._done += len(packets)
            self._report(self._done)

    def _hear(self, until: int) -> None:
        """Encode sound up to this sample, in the encoder's own frames; the last may be short."""
        if self._audio is None or self._sound is None:
            return
        last = until >= len(self._sound)
        while self._heard < until and (last or self._heard + CHUNK <= until):
            part = self._sound[self._heard : min(self._heard + CHUNK, until)]
            frame = AudioFrame.from_ndarray(np.ascontiguousarray(part)[None], format="fltp", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE, self._heard, Fraction(1, RATE)
            self._heard += len(part)
            self._file.mux(self._audio.encode(frame))
