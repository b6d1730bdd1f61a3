"""Good media of every format is measured right; hostile media is refused soon and reaches nothing."""

import asyncio
import gzip
import os
import struct
import time
import zlib
from pathlib import Path

import pytest

from onetake.core.problem import Problem
from onetake.media.probe import Probe, probe

pytestmark = pytest.mark.process


def probed(path: Path, kind: str, **options) -> Probe:
    return asyncio.run(probe(path, kind, **options))


def refusal(path: Path, kind: str, **options) -> Problem:
    with pytest.raises(Problem) as caught:
        probed(path, kind, **options)
    return caught.value


# --- good media


@pytest.mark.parametrize("decode", [False, True])
@pytest.mark.parametrize("name", ["jpeg", "png", "webp", "bmp", "tiff", "gif", "heic"])
def test_an_image_is_measured(media, name, decode) -> None:
    found = probed(media / name, "image", decode=decode)
    assert (found.kind, found.format, found.mime) == ("image", name, f"image/{name}")
    assert (found.width, found.height) == (640, 360)
    assert (found.seconds, found.codec, found.has_audio) == (None, None, False)
    assert found.bytes == (media / name).stat().st_size


@pytest.mark.parametrize("decode", [False, True])
@pytest.mark.parametrize(
    ("name", "mime", "codec", "audio"),
    [
        ("mp4", "video/mp4", "h264", "aac"),
        ("mov", "video/quicktime", "h264", "aac"),
        ("hevc", "video/mp4", "hevc", "aac"),
        ("silent", "video/mp4", "h264", None),
    ],
)
def test_a_video_is_measured(media, name, mime, codec, audio, decode) -> None:
    found = probed(media / name, "video", decode=decode)
    assert (found.kind, found.mime, found.codec, found.audio_codec) == ("video", mime, codec, audio)
    assert (found.width, found.height, found.seconds, found.fps) == (320, 180, 2.0, 24.0)
    assert found.has_audio is (audio is not None)


def test_a_turned_video_is_measured_as_shown(media) -> None:
    found = probed(media / "turned", "video")
    assert (found.width, found.height) == (180, 320)


@pytest.mark.parametrize("decode", [False, True])
@pytest.mark.parametrize(
    ("name", "mime", "codec"), [("mp3", "audio/mpeg", "mp3"), ("wav", "audio/wav", "pcm_s16le")]
)
def test_an_audio_is_measured(media, name, mime, codec, decode) -> None:
    found = probed(media / name, "audio", decode=decode)
    assert (found.kind, found.mime, found.codec, found.audio_codec) == ("audio", mime, codec, codec)
    assert found.seconds == pytest.approx(2, abs=0.1)
    assert (found.width, found.height, found.fps) == (None, None, None)


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_an_image_is_measured_as_shown(picture, tmp_path, format, orientation) -> None:
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = orientation
    (tmp_path / "x").write_bytes(picture(format, exif=exif.tobytes()))
    found = probed(tmp_path / "x", "image")
    assert (found.width, found.height) == ((360, 640) if orientation in (6, 8) else (640, 360))


@pytest.mark.parametrize("fps", [24, 30, 60])
def test_frame_rates(clip, tmp_path, fps) -> None:
    assert probed(clip(tmp_path / "x", fps=fps, audio=None, seconds=1), "video").fps == fps


def test_a_header_cannot_lie_about_length(media, tmp_path) -> None:
    raw = bytearray((media / "silent").read_bytes())
    for box in (b"mvhd", b"mdhd"):  # version 0: flags, two times, timescale, duration
        at = raw.index(box) + 4 + 16
        raw[at : at + 4] = (1).to_bytes(4, "big")
    (tmp_path / "x").write_bytes(raw)
    assert probed(tmp_path / "x", "video").seconds == pytest.approx(2, abs=0.05)


def test_many_at_once_all_get_their_turn(media) -> None:
    async def run() -> list[Probe]:
        return await asyncio.gather(*(probe(media / "png", "image") for _ in range(6)))

    assert len({found.width for found in asyncio.run(run())}) == 1


# --- hostile media


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


SDP = b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=video 45678 RTP/AVP 96\r\n"
HLS = b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n#EXT-X-ENDLIST\n"
CONCAT = b"ffconcat version 1.0\nfile 'http://127.0.0.1:9/x'\nfile /etc/passwd\n"
DASH = b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><BaseURL>http://127.0.0.1:9/</BaseURL></MPD>'
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
AVI = b"RIFF" + struct.pack("<I", len(HLS) + 20) + b"AVI LIST" + struct.pack("<I", len(HLS)) + b"movi" + HLS
TEXTS = {
    "SDP": SDP,
    "HLS": HLS,
    "concat": CONCAT,
    "DASH": DASH,
    "SVG": SVG,
    "HTML": b"<!DOCTYPE html><img src=x>",
    "FITS": gzip.compress(b"SIMPLE  =                    T" + bytes(100_000)),
    "AVI with a playlist": AVI,
    "zero bytes": b"",
    "one byte": b"\0",
    "zeros": bytes(100_000),
    "EPS": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run\n",
    "SRT": b"1\n00:00:00,000 --> 00:00:01,000\nx\n",
    "ffmetadata": b";FFMETADATA1\ntitle=x\n",
    "IMF": b'<?xml version="1.0"?><AssetMap xmlns="http://www.smpte-ra.org/schemas/429-9/2007/AM"/>',
}
MAGICS = {
    "image": [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"II*\0", b"RIFF\0\0\0\0WEBP"],
    "video": [b"\0\0\0\x14ftypisom\0\0\0\0isom", b"\0\0\0\x14ftypqt  \0\0\0\0qt  "],
    "audio": [b"ID3\x04\0\0\0\0\0\0", b"RIFF\xff\xff\xff\x7fWAVEfmt "],
}


@pytest.mark.parametrize("kind", ["image", "video", "audio"])
@pytest.mark.parametrize("raw", TEXTS.values(), ids=TEXTS.keys())
def test_what_is_not_media_is_refused_before_any_child_starts(tmp_path, monkeypatch, raw, kind) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a child was started")

    monkeypatch.setattr("asyncio.create_subprocess_exec", never)
    (tmp_path / "x.png").write_bytes(raw)
    assert refusal(tmp_path / "x.png", kind).code == "media_invalid"


@pytest.mark.parametrize("kind", ["image", "video", "audio"])
@pytest.mark.parametrize("name", ["SDP", "HLS", "zeros"])
def test_a_text_behind_a_true_magic_is_refused(tmp_path, kind, name) -> None:
    for magic in MAGICS[kind]:
        (tmp_path / "x").write_bytes(magic + TEXTS[name])
        started = time.monotonic()
        assert refusal(tmp_path / "x", kind, decode=True).code == "media_invalid"
        assert time.monotonic() - started < 4


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("mp4", "image"),
        ("mp4", "audio"),
        ("png", "video"),
        ("png", "audio"),
        ("mp3", "video"),
        ("wav", "image"),
    ],
)
def test_the_wrong_kind_is_named(media, name, kind) -> None:
    problem = refusal(media / name, kind)
    assert problem.code == "media_invalid"
    assert f"found {name}, needs" in problem.detail


@pytest.mark.parametrize(
    "size", [(2**31 - 1, 2**31 - 1), (2**31 - 1, 1), (13_000, 13_000), (100_000, 500), (0, 9)]
)
def test_a_pixel_flood_is_refused_by_its_header(tmp_path, size) -> None:
    (tmp_path / "x").write_bytes(png(*size))
    for decode in (False, True):
        assert refusal(tmp_path / "x", "image", decode=decode).code == "media_invalid"


def test_a_large_legal_header_is_measured_without_decoding(tmp_path) -> None:
    (tmp_path / "x").write_bytes(png(6000, 6000))
    assert probed(tmp_path / "x", "image").width == 6000
    assert refusal(tmp_path / "x", "image", decode=True).code == "media_invalid"  # its pixels are not there


@pytest.mark.parametrize("share", [0.02, 0.5, 0.99])
@pytest.mark.parametrize("name", ["mp4", "mov", "hevc"])
def test_a_cut_off_video_is_refused(media, tmp_path, name, share) -> None:
    raw = (media / name).read_bytes()
    (tmp_path / "x").write_bytes(raw[: int(len(raw) * share)])
    assert refusal(tmp_path / "x", "video").code == "media_invalid"


@pytest.mark.parametrize("name", ["jpeg", "png", "webp", "bmp", "tiff", "gif", "heic"])
def test_a_cut_off_image_is_refused_when_decoded(media, tmp_path, name) -> None:
    raw = (media / name).read_bytes()
    (tmp_path / "x").write_bytes(raw[: int(len(raw) * 0.6)])
    assert refusal(tmp_path / "x", "image", decode=True).code == "media_invalid"


@pytest.mark.parametrize("name", ["mp4", "mov"])
def test_a_video_without_pictures_is_refused(clip, tmp_path, name) -> None:
    path = clip(tmp_path / "x", container=name, video=None)
    problem = refusal(path, "video")
    assert problem.code == "media_invalid"


def test_a_codec_that_no_route_takes_is_named(clip, tmp_path) -> None:
    path = clip(tmp_path / "x", video="mpeg4", audio=None)
    assert "mpeg4, needs h264 or hevc" in refusal(path, "video").detail


def test_a_video_whose_pictures_are_noise_is_refused(media, tmp_path) -> None:
    raw = bytearray((media / "silent").read_bytes())
    at = raw.index(b"mdat") + 4
    size = int.from_bytes(raw[at - 8 : at - 4], "big") - 8
    raw[at : at + size] = os.urandom(size)
    (tmp_path / "x").write_bytes(raw)
    assert refusal(tmp_path / "x", "video", decode=True).code == "media_invalid"


def test_too_many_frames_are_refused(tmp_path) -> None:
    from PIL import Image

    frames = [Image.frombytes("L", (2, 1), bytes([n % 256, n // 256])) for n in range(2100)]
    frames[0].save(tmp_path / "x", "GIF", save_all=True, append_images=frames[1:])
    assert "frames" in refusal(tmp_path / "x", "image").detail


def test_a_missing_file_is_not_the_customers_fault(tmp_path) -> None:
    with pytest.raises(FileNotFoundError):
        probed(tmp_path / "none", "image")
