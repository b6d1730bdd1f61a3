"""Repairing sound inside the locked child: as many seconds as ordered, written as 16-bit WAV.

Orders (`core.repair_order.Repair.wire`): longest and shortest (seconds of the result).
"""

import wave
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, BinaryIO

import av
from av.audio.stream import AudioStream

from onetake.media import clip
from onetake.media.sniff import Format

RATES = (8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000)
_GAP = 0.05
"""Seconds by which a packet may be off its place before silence is put in; below that it is rounding."""


def prepare(format: Format) -> None:
    """Load what is otherwise loaded on first use; afterwards no module can be opened any more."""
    clip.prepare(format)
    av.AudioResampler(format="s16", layout="stereo", rate=RATES[-1])


def repair(file: BinaryIO, format: Format, orders: Mapping[str, Any], result: BinaryIO) -> dict:
    """Write the sound to `result`. Raises ValueError for what cannot be repaired, and FFmpeg's errors."""
    with clip.opened(file, format, wide=True) as source:
        _, stream = clip.streams(source, format, wide=True)
        if stream is None:
            raise ValueError("the file has no sound in it")
        track = Recording(stream, orders["longest"])
        for count, packet in enumerate(source.demux(stream)):
            if count > clip.MAX_PACKETS or packet.is_corrupt:
                raise ValueError("the file is cut off or holds too many packets")
            track.add(packet)
            if track.full:
                break
    body = track.samples(orders["shortest"], orders["longest"])
    with wave.open(result, "wb") as made:
        made.setnchannels(track.channels)
        made.setsampwidth(2)
        made.setframerate(track.rate)
        made.writeframes(body)
    return {"format": "wav"}


class Recording:
    """The sound of a stream as 16-bit samples, each at its time, no longer than `longest` seconds.

    rate: samples a second; the stream's own, where that is an ordinary one, if None. start: what the stream's
    clock says at the first sample that is wanted; its own first moment if None.
    """

    def __init__(
        self, stream: AudioStream, longest: float, rate: int | None = None, start: Fraction | None = None
    ) -> None:
        own = stream.codec_context.sample_rate
        self.rate = rate or (own if own in RATES else RATES[-1])
        self.channels = 1 if stream.codec_context.channels == 1 else 2
        self._start = start
        self._most = round(longest * self.rate)
        layout = "mono" if self.channels == 1 else "stereo"
        self._plain = av.AudioResampler(format="s16", layout=layout, rate=self.rate)
        self._width = 2 * self.channels
        self._early = 0
        self._body = bytearray()

    @property
    def full(self) -> bool:
        return len(self._body) >= self._most * self._width

    def add(self, packet: av.Packet) -> None:
        """Decode a packet; an empty one ends the stream."""
        for frame in packet.decode():
            assert isinstance(frame, av.AudioFrame)
            if frame.pts is not None:
                self._find_place(frame.pts * (frame.time_base or Fraction(1, self.rate)))
            frame.pts = None
            self._keep(self._plain.resample(frame))
        if packet.size == 0:
            self._keep(self._plain.resample(None))

    def _find_place(self, at: Fraction) -> None:
        """Put silence where the clock has jumped; note what lies before the start."""
        self._start = at if self._start is None else self._start
        due, here = int((at - self._start) * self.rate), len(self._body) // self._width
        if due - here > _GAP * self.rate:
            self._body += bytes((min(due, self._most) - here) * self._width)
        if due < 0 and not here and not self._early:
            self._early = -due * self._width

    def _keep(self, frames: list[av.AudioFrame]) -> None:
        for frame in frames:
            heard = bytes(frame.planes[0])[: frame.samples * self._width]
            self._body += heard[self._early :]
            self._early = max(0, self._early - len(heard))

    def samples(self, shortest: float, longest: float) -> bytes:
        """Everything heard, cut at `longest` seconds, followed by silence up to `shortest`."""
        least = round(shortest * self.rate) * self._width
        body = bytes(self._body[: round(longest * self.rate) * self._width])
        return body + bytes(max(0, least - len(body)))
