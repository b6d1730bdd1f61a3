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
_AUDIO_CODECS = ("aac", "mp3")
_PCM = ("pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le")
_PCM += ("pcm_f64le", "pcm_alaw", "pcm_mulaw", "adpcm_ms", "adpcm_ima_wav")
# What else is read where it is to become h264 and aac.
_MORE_VIDEO = ("av1", "vp9", "mpeg4", "prores", "mjpeg")
_MORE_AUDIO = ("ac3", "eac3", "alac", "opus", "flac", *_PCM, "pcm_s16be", "pcm_s24be", "pcm_s32be")
_MORE_AUDIO += ("pcm_f32be", "pcm_f64be")
_DECODERS = {"mp3float": "mp3", "libdav1d": "av1", "libopus": "opus"}
"""Decoders that are not called as what they decode."""
_MAX_PIXELS = 8192 * 8192
_NEAR = 0.02
_AGREE = 0.2  # seconds by which a header may differ from its packets and still be the better figure


def prepare(format: Format, *, wide: bool = False) -> None:
    """Load what PyAV and Python otherwise load on first use; afterwards no module can be opened any more."""
    for encoding in ("utf-8", "latin-1", "ascii"):
        codecs.lookup(encoding)
    # PyAV imports it when a file holds a stream that is neither picture nor sound.
    assert av.subtitles.stream
    av.logging.set_level(None)


def look(file: BinaryIO, format: Format, *, decode: bool, wide: bool = False) -> dict:
    """Return what the packets say: seconds, fps, codecs, and the size as shown (after rotation).

    Reads every packet, so a header cannot lie about length. Decodes the first picture; with `decode`, the
    first dozen key frames and the first sound too. With `wide`, codecs that no route takes are read too.
    Raises ValueError with a reason, and FFmpeg's errors for broken files.
    """
    with opened(file, format, wide=wide) as container:
        return _Walk(container, format, wide).run(decode=decode)


def opened(file: BinaryIO, format: Format, *, wide: bool) -> InputContainer:
    """The file in its own reader, which may use no other reader and no codec but those that are named."""
    if format.reader == "mov":
        check_whole(file)
    names = {name for names in taken(format, wide) for name in names}
    names |= {decoder for decoder, name in _DECODERS.items() if name in names}
    container = av.open(
        file,
        format=format.reader,
        container_options={
            "format_whitelist": format.reader,
            "protocol_whitelist": "file",
            "codec_whitelist": ",".join(sorted(names)),
            "max_streams": "16",
        },
        options={"max_pixels": str(_MAX_PIXELS), "threads": "1"},
        metadata_errors="ignore",
        io_open=_open_nothing,
        buffer_size=2**18,
    )
    assert isinstance(container, InputContainer)
    return container


def taken(format: Format, wide: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codecs of pictures and of sound that are read in a file of this format."""
    if format.kind == "audio":
        return (), ("mp3", *_PCM)
    if wide:
        return (*_VIDEO_CODECS, *_MORE_VIDEO), (*_AUDIO_CODECS, *_MORE_AUDIO)
    return _VIDEO_CODECS, _AUDIO_CODECS


def streams(
    container: InputContainer, format: Format, *, wide: bool
) -> tuple[VideoStream | None, AudioStream | None]:
    """The picture and the sound of a file, the first of each, both decoded on one thread.

    Raises ValueError when a video has no picture, or a codec is not read.
    """
    pictures = [s for s in container.streams.video if not _is_cover(s)] if format.kind == "video" else []
    video = pictures[0] if pictures else None
    audio = container.streams.audio[0] if container.streams.audio else None
    if format.kind == "video" and video is None:
        raise ValueError("the file has no video track")
    for stream, word, names in zip((video, audio), ("video", "audio"), taken(format, wide), strict=True):
        if stream is None:
            continue
        if _codec(stream) not in names:
            raise ValueError(f"the {word} codec is {_codec(stream)}, needs {' or '.join(names[:2])}")
        stream.codec_context.thread_count = 1
    return video, audio


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
    def __init__(self, container: InputContainer, format: Format, wide: bool) -> None:
        self._container = container
        video, audio = streams(container, format, wide=wide)
        self._video = _Track(video) if video else None
        self._audio = _Track(audio) if audio else None

    def run(self, *, decode: bool) -> dict:
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

    def _packets(self, tracks: dict[int, _Track], decode: bool) -> av.VideoFrame | None:
        """Walk every packet; return the first picture."""
        seen: av.VideoFrame | None = None
        pictures, heard = 0, False
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
    return _DECODERS.get(name, name)


def _is_cover(stream: VideoStream) -> bool:
    return bool(stream.disposition & stream.disposition.attached_pic)
