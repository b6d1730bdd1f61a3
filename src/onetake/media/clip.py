"""Looking at video and audio inside the locked child: FFmpeg, with all but one of its readers shut off."""

import codecs
from fractions import Fraction
from typing import BinaryIO

import av
import av.logging
import av.subtitles.stream
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.stream import VideoStream

from onetake.media.boxes import check_whole
from onetake.media.sniff import Format

MAX_PACKETS = 500_000
MAX_PICTURES = 12  # enough to know that a file plays; all of an all-key-frame file would cost seconds
_VIDEO_CODECS = ("h264", "hevc")
_AUDIO_CODECS = ("aac", "mp3", "mp3float")
_PCM = ("pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le")
_PCM += ("pcm_f64le", "pcm_alaw", "pcm_mulaw", "adpcm_ms", "adpcm_ima_wav")
_MAX_PIXELS = 8192 * 8192
_NEAR = 0.02
_AGREE = 0.2  # seconds by which a header may differ from its packets and still be the better figure


def prepare(format: Format) -> None:
    """Load what PyAV and Python otherwise load on first use; afterwards no module can be opened any more."""
    for encoding in ("utf-8", "latin-1", "ascii"):
        codecs.lookup(encoding)
    # PyAV imports it when a file holds a stream that is neither picture nor sound.
    assert av.subtitles.stream
    av.logging.set_level(None)


def look(file: BinaryIO, format: Format, *, decode: bool) -> dict:
    """Return what the packets say: seconds, fps, codecs, and the size as shown (after rotation).

    Reads every packet, so a header cannot lie about length. Decodes the first picture; with `decode`, the
    first dozen key frames and the first sound too.
    Raises ValueError with a reason, and FFmpeg's errors for broken files.
    """
    if format.reader == "mov":
        check_whole(file)
    allowed = _VIDEO_CODECS + _AUDIO_CODECS if format.kind == "video" else _AUDIO_CODECS + _PCM
    with av.open(
        file,
        format=format.reader,
        container_options={
            "format_whitelist": format.reader,
            "protocol_whitelist": "file",
            "codec_whitelist": ",".join(allowed),
            "max_streams": "16",
        },
        options={"max_pixels": str(_MAX_PIXELS), "threads": "1"},
        metadata_errors="ignore",
        io_open=_open_nothing,
        buffer_size=2**18,
    ) as container:
        assert isinstance(container, InputContainer)
        return _Walk(container, format).run(decode=decode)


def _open_nothing(url: str, flags: int, options: dict) -> BinaryIO:
    raise PermissionError("a media file must not name another file")


class _Track:
    """The span that the packets of one stream cover."""

    def __init__(self, stream: VideoStream | AudioStream) -> None:
        self.stream = stream
        self.packets = 0
        self._first: int | None = None
        self._last = 0

    def add(self, packet: av.Packet) -> None:
        start = packet.pts if packet.pts is not None else packet.dts
        if start is None or packet.is_discard:  # discarded by an edit list: never shown
            return
        self.packets += 1
        self._first = start if self._first is None else min(self._first, start)
        self._last = max(self._last, start + (packet.duration or 0))

    @property
    def seconds(self) -> float:
        if self._first is None:
            return 0.0
        base = self.stream.time_base or Fraction(0)
        walked = float((self._last - self._first) * base)
        told = float((self.stream.duration or 0) * base)
        return told if told and abs(told - walked) <= _AGREE else walked

    @property
    def rate(self) -> float:
        """Frames a second: the stream's own figure where the packets bear it out, else theirs."""
        walked = self.packets / self.seconds
        told = float(getattr(self.stream, "average_rate", None) or 0)
        return told if abs(told - walked) <= walked * _NEAR else walked


class _Walk:
    def __init__(self, container: InputContainer, format: Format) -> None:
        self._container = container
        self._format = format
        pictures = [s for s in container.streams.video if not _is_cover(s)]
        self._video = _Track(pictures[0]) if pictures and format.kind == "video" else None
        self._audio = _Track(container.streams.audio[0]) if container.streams.audio else None

    def run(self, *, decode: bool) -> dict:
        self._refuse_unknown()
        tracks = {track.stream.index: track for track in (self._video, self._audio) if track}
        seen = self._packets(tracks, decode)
        audio = _codec(self._audio.stream) if self._audio and self._audio.packets else None
        if self._video is None:
            if audio is None or self._audio is None:
                raise ValueError("the file has no sound in it")
            return {"seconds": round(self._audio.seconds, 3), "codec": audio, "audio_codec": audio}
        if seen is None or not self._video.seconds:
            raise ValueError("the file has no picture that can be decoded")
        size = (seen.height, seen.width) if seen.rotation % 180 else (seen.width, seen.height)
        return {
            "width": size[0],
            "height": size[1],
            "seconds": round(self._video.seconds, 3),
            "fps": round(self._video.rate, 3),
            "codec": _codec(self._video.stream),
            "audio_codec": audio,
        }

    def _refuse_unknown(self) -> None:
        if self._format.kind == "video" and self._video is None:
            raise ValueError("the file has no video track")
        if self._video and _codec(self._video.stream) not in _VIDEO_CODECS:
            raise ValueError(f"the video codec is {_codec(self._video.stream)}, needs h264 or hevc")
        if self._audio is None:
            return
        allowed = ("aac", "mp3") if self._video else ("mp3", *_PCM)
        if _codec(self._audio.stream) not in allowed:
            raise ValueError(
                f"the audio codec is {_codec(self._audio.stream)}, needs {' or '.join(allowed[:2])}"
            )

    def _packets(self, tracks: dict[int, _Track], decode: bool) -> av.VideoFrame | None:
        """Walk every packet; return the first picture."""
        seen: av.VideoFrame | None = None
        pictures, heard = 0, False
        for track in tracks.values():
            track.stream.codec_context.thread_count = 1
        if decode and self._video:
            self._video.stream.codec_context.skip_frame = "NONKEY"
        for count, packet in enumerate(self._container.demux(*(t.stream for t in tracks.values()))):
            if count > MAX_PACKETS or packet.is_corrupt:
                raise ValueError("the file is cut off or holds too many packets")
            track = tracks[packet.stream.index]
            track.add(packet)
            if track is self._video and pictures < (MAX_PICTURES if decode else 1):
                for frame in packet.decode():
                    assert isinstance(frame, av.VideoFrame)
                    seen, pictures = seen or frame, pictures + 1
            elif track is self._audio and decode and not heard:
                heard = bool(packet.decode())
        return seen


def _codec(stream: VideoStream | AudioStream) -> str:
    name = stream.codec_context.name or "unknown"
    return "mp3" if name == "mp3float" else name


def _is_cover(stream: VideoStream) -> bool:
    return bool(stream.disposition & stream.disposition.attached_pic)
