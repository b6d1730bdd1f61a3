"""Repairing a video inside the locked child: turned as shown, scaled, at an even frame rate, as many frames
as ordered, written as H.264 and AAC in MP4.

Orders (`core.repair_order.Repair.wire`): size (even width and height of the result, as shown), rate
(numerator and denominator of frames a second), longest and shortest (seconds of the result), bytes (what it
may have), sound (whether there is any).
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import floor
from typing import Any, BinaryIO

import av
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.video.stream import VideoStream

from onetake.media import clip, repair_sound
from onetake.media.easel import BT709, LIMITED, Easel
from onetake.media.repair_sound import Recording
from onetake.media.sniff import Format

RATE = 48_000
_SOUND_BITS = 160_000
_EARLY = Fraction(1, 4)
"""Part of a frame by which a picture may come too soon: clocks round. Smaller than a half, so that of twice
as many pictures every second one is taken."""
_LEAST_BITS = 50_000
_SPARE = 0.8  # the rate cap is kept on average only, and the index comes on top
# Equal input must give equal bytes: one thread, and no macroblock trees (animatic/encode.py says why).
_X264 = {"preset": "veryfast", "crf": "18", "threads": "1", "x264-params": "mbtree=0"}


def prepare(format: Format) -> None:
    """Load what is otherwise loaded on first use; afterwards no module can be opened any more."""
    repair_sound.prepare(format)
    for name in ("libx264", "aac"):
        av.Codec(name, "w")


def repair(file: BinaryIO, format: Format, orders: Mapping[str, Any], result: BinaryIO) -> dict:
    """Write the video to `result`. Raises ValueError for what cannot be repaired, and FFmpeg's errors."""
    with clip.opened(file, format, wide=True) as source, av.open(result, "w", format="mp4") as made:
        video, audio = clip.streams(source, format, wide=True)
        assert video is not None
        film = _Film(made, video, orders)
        start = Fraction(video.start_time or 0) * (video.time_base or 1)
        sound = _Sound(made, audio, orders["longest"], start) if audio and orders["sound"] else None
        for packet in _packets(source, [video, audio] if sound else [video]):
            if packet.stream is video and not film.full:
                film.add(packet, start)
            elif sound and packet.stream is audio and not sound.recording.full:
                sound.recording.add(packet)
            if film.full and (sound is None or sound.recording.full):
                break
        film.end()
        if sound is not None:
            sound.end(film.seconds)
    return {"format": "mp4"}


def _packets(source: InputContainer, streams: list) -> Iterator[av.Packet]:
    for count, packet in enumerate(source.demux(*streams)):
        if count > clip.MAX_PACKETS or packet.is_corrupt:
            raise ValueError("the file is cut off or holds too many packets")
        yield packet


class _Film:
    """The pictures of the result, one each `1 / rate` seconds: the latest that was due by then."""

    def __init__(self, made: OutputContainer, source: VideoStream, orders: Mapping[str, Any]) -> None:
        self._made, self._size = made, orders["size"]
        self._rate = Fraction(*orders["rate"])
        self._most = round(orders["longest"] * self._rate)
        self._least = round(orders["shortest"] * self._rate)
        self._easel: Easel | None = None
        self._shown: av.VideoFrame | None = None
        self._painted: av.VideoFrame | None = None
        self._until = self._done = 0
        cap = max(int(orders["bytes"] * 8 * _SPARE / (orders["longest"] + 1)) - _SOUND_BITS, _LEAST_BITS)
        options = {**_X264, "maxrate": str(cap), "bufsize": str(cap)}
        self._out = made.add_stream("libx264", rate=self._rate, options=options)
        context, theirs = self._out.codec_context, source.codec_context
        context.width, context.height, context.pix_fmt = *self._size, "yuv420p"
        context.time_base = 1 / self._rate
        context.color_primaries, context.color_trc = theirs.color_primaries, theirs.color_trc
        context.colorspace, context.color_range = theirs.colorspace or BT709, LIMITED
        self._pixel = source.sample_aspect_ratio or theirs.sample_aspect_ratio

    @property
    def full(self) -> bool:
        return self._done >= self._most

    @property
    def seconds(self) -> float:
        return float(self._done / self._rate)

    def add(self, packet: av.Packet, start: Fraction) -> None:
        """Decode a packet; `start` is what the stream's clock says at the first picture."""
        for frame in packet.decode():
            assert isinstance(frame, av.VideoFrame)
            self._easel = self._easel or self._set_up(frame)
            base = frame.time_base or Fraction(0)
            at = ((frame.pts or 0) * base - start) * self._rate
            if self._shown is not None:
                self._hold(floor(at + _EARLY))
            self._shown, self._painted = frame, None
            self._until = max(self._until, round(at + (frame.duration * base * self._rate or 1)))

    def _set_up(self, first: av.VideoFrame) -> Easel:
        """Before the first picture is encoded: the shape of a pixel turns with the picture."""
        easel = Easel(first, self._size)
        if self._pixel:
            self._out.codec_context.sample_aspect_ratio = 1 / self._pixel if easel.lying else self._pixel
        return easel

    def end(self) -> None:
        """Hold the last picture as long as it was meant to stay, and until the result is long enough."""
        if self._shown is None:
            raise ValueError("the file has no picture that can be decoded")
        self._hold(max(self._until, self._least, 1))
        self._made.mux(self._out.encode(None))

    def _hold(self, until: int) -> None:
        assert self._easel is not None and self._shown is not None
        while self._done < min(until, self._most):
            self._painted = self._painted or self._easel.painted(self._shown)
            self._painted.pts, self._painted.time_base = self._done, 1 / self._rate
            self._made.mux(self._out.encode(self._painted))
            self._done += 1


class _Sound:
    """The sound beside the film. Its track has to be there before the first picture is written."""

    def __init__(self, made: OutputContainer, source: AudioStream, longest: float, start: Fraction) -> None:
        self.recording = Recording(source, longest, RATE, start)
        self._layout = "mono" if self.recording.channels == 1 else "stereo"
        self._made = made
        self._out = made.add_stream("aac", rate=RATE, layout=self._layout, bit_rate=_SOUND_BITS)

    def end(self, seconds: float) -> None:
        """Write it, cut or followed by silence so that it is as long as the film."""
        body = self.recording.samples(seconds, seconds)
        frame = av.AudioFrame("s16", self._layout, len(body) // (2 * self.recording.channels))
        frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
        plane = frame.planes[0]
        plane.update(body + bytes(plane.buffer_size - len(body)))
        context = self._out.codec_context
        shaped = av.AudioResampler(context.format, context.layout, RATE, context.frame_size)
        for part in (*shaped.resample(frame), *shaped.resample(None), None):
            self._made.mux(self._out.encode(part))
