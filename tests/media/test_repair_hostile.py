"""Files that mean harm, and repairers that have fallen: refused soon, and nothing is left behind."""

import asyncio
import contextlib
import os
import struct
import sys
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from onetake.core.problem import Problem
from onetake.core.repair_order import Facts, Repair
from onetake.core.repairs import Measured, plan
from onetake.media import jail
from onetake.media import repair as parent
from onetake.media.probe import survey
from onetake.media.repair import repair

pytestmark = pytest.mark.process

IMAGE = Facts("image", "image/png", "png", 8000, 4500, None, None, None, None, 200_000)
VIDEO = Facts("video", "video/mp4", "mp4", 320, 180, 20.0, 24.0, "h264", "aac", 3_000_000)
AUDIO = Facts("audio", "audio/mpeg", "mp3", None, None, 20.0, None, None, "mp3", 100_000)
FACTS = {"image": IMAGE, "video": replace(VIDEO, width=1280, height=720), "audio": AUDIO}


def orders_for(kind: str, **facts: Any) -> Repair:
    """What would be ordered for a file that was measured so."""
    (made,) = plan([Measured(0, kind, "reference", replace(FACTS[kind], **facts))]).repairs
    return made


def refusal(path: Path, kind: str, timeout: float = 20, **facts: Any) -> Problem:
    """The problem of a repair; nothing may be left of its result."""
    to = path.with_name("result")
    with pytest.raises(Problem) as caught:
        asyncio.run(repair(path, kind, orders_for(kind, **facts), to, timeout=timeout))
    assert not to.exists()
    return caught.value


# --- files


def png(width: int, height: int, pixels: bytes = b"") -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


SDP = b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=video 45678 RTP/AVP 96\r\n"
HLS = b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n#EXT-X-ENDLIST\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
MAGICS = {
    "image": [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"II*\0", b"RIFF\0\0\0\0WEBP"],
    "video": [b"\0\0\0\x14ftypisom\0\0\0\0isom", b"\0\0\0\x14ftypqt  \0\0\0\0qt  "],
    "audio": [b"ID3\x04\0\0\0\0\0\0", b"RIFF\xff\xff\xff\x7fWAVEfmt "],
}


@pytest.mark.parametrize("kind", ["image", "video", "audio"])
@pytest.mark.parametrize("raw", [SDP, HLS, SVG, b"", bytes(1000)])
def test_what_is_not_media_is_refused_before_any_child_starts(tmp_path, monkeypatch, raw, kind) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a child was started")

    monkeypatch.setattr("asyncio.create_subprocess_exec", never)
    (tmp_path / "x").write_bytes(raw)
    assert refusal(tmp_path / "x", kind).code == "media_invalid"


@pytest.mark.parametrize("kind", ["image", "video", "audio"])
def test_a_text_behind_a_true_magic_is_refused(tmp_path, kind) -> None:
    for magic in MAGICS[kind]:
        (tmp_path / "x").write_bytes(magic + HLS)
        assert refusal(tmp_path / "x", kind).code == "media_invalid"


@pytest.mark.parametrize("size", [(2**31 - 1, 2**31 - 1), (13_000, 13_000), (100_000, 1200), (0, 9)])
def test_a_pixel_flood_is_refused_by_its_header(tmp_path, size) -> None:
    (tmp_path / "x").write_bytes(png(*size, zlib.compress(bytes(1000))))
    started = time.monotonic()
    assert refusal(tmp_path / "x", "image").code == "media_invalid"
    with pytest.raises(Problem):
        asyncio.run(survey(tmp_path / "x", "image"))
    assert time.monotonic() - started < 5


def test_a_flood_that_is_still_taken_stays_inside_the_memory(tmp_path) -> None:
    """324 MB of pixels in 300 KB: the largest picture that may be made smaller."""
    (tmp_path / "x").write_bytes(png(12_000, 9_000, zlib.compress(bytes(9_000 * (1 + 12_000 * 3)), 1)))
    orders = orders_for("image", width=12_000, height=9_000)
    done = asyncio.run(repair(tmp_path / "x", "image", orders, tmp_path / "to"))
    assert (done.probe.width, done.probe.height) == (5999, 4499)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.97])
@pytest.mark.parametrize(
    ("name", "kind"),
    [("png", "image"), ("jpeg", "image"), ("heic", "image"), ("gif", "image"), ("mov", "video")],
)
def test_a_cut_off_file_is_refused(media, tmp_path, name, kind, share) -> None:
    raw = (media / name).read_bytes()
    (tmp_path / "x").write_bytes(raw[: int(len(raw) * share)])
    width, height = (640, 360) if kind == "image" else (320, 180)
    orders = replace(orders_for(kind), before=replace(FACTS[kind], width=width, height=height))
    with pytest.raises(Problem) as caught:
        asyncio.run(repair(tmp_path / "x", kind, orders, tmp_path / "to"))
    assert caught.value.code == "media_invalid" and not (tmp_path / "to").exists()


def test_a_video_whose_pictures_are_noise_is_refused(media, tmp_path) -> None:
    raw = bytearray((media / "silent").read_bytes())
    at = raw.index(b"mdat") + 4
    size = int.from_bytes(raw[at - 8 : at - 4], "big") - 8
    raw[at : at + size] = os.urandom(size)
    (tmp_path / "x").write_bytes(raw)
    assert refusal(tmp_path / "x", "video", audio_codec=None).code == "media_invalid"


def film(path: Path, pictures: list[tuple[tuple[int, int], int]]) -> Path:
    """JPEG pictures (size, time in seconds) in a QuickTime file, as they are."""
    with av.open(str(path), "w", format="mov") as out:
        stream = out.add_stream("mjpeg", rate=24)
        stream.width, stream.height, stream.pix_fmt = *pictures[0][0], "yuvj420p"
        for number, (size, at) in enumerate(pictures):
            body = av.CodecContext.create("mjpeg", "w")
            body.width, body.height, body.pix_fmt, body.time_base = *size, "yuvj420p", Fraction(1, 24)
            frame = av.VideoFrame.from_ndarray(np.full((size[1], size[0], 3), number * 9 % 256, np.uint8))
            for packet in (*body.encode(frame.reformat(format="yuvj420p")), *body.encode(None)):
                packet.stream, packet.pts, packet.dts = stream, at * 24 + number, at * 24 + number
                packet.time_base = Fraction(1, 24)
                out.mux(packet)
    return path


def test_a_picture_that_changes_its_size_midway_is_refused(tmp_path) -> None:
    path = film(tmp_path / "x", [((320, 180), 0)] * 30 + [((640, 360), 0)] * 30)
    assert "changes its size" in refusal(path, "video", audio_codec=None).detail


@pytest.mark.parametrize("jump", [3_600, 80_000_000])
def test_a_clock_that_jumps_costs_no_more_than_the_longest_film(tmp_path, jump) -> None:
    path = film(tmp_path / "x", [((320, 180), 0)] * 10 + [((320, 180), jump)] * 10)
    started = time.monotonic()
    with contextlib.suppress(Problem):
        done = asyncio.run(repair(path, "video", orders_for("video", audio_codec=None), tmp_path / "to"))
        assert 2 <= (done.probe.seconds or 0) <= 15
    assert time.monotonic() - started < 15


def riff(rate: int, channels: int, claimed: int) -> bytes:
    form = struct.pack(
        "<HHIIHH", 1, channels, rate, rate * channels * 2 & 0xFFFFFFFF, channels * 2 & 0xFFFF, 16
    )
    chunks = b"fmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", claimed)
    return b"RIFF" + struct.pack("<I", claimed) + b"WAVE" + chunks + bytes(10_000)


@pytest.mark.parametrize(
    ("rate", "channels", "claimed"),
    [
        (1, 1, 2**32 - 1),
        (2**31 - 1, 2, 100),
        (48_000, 65_535, 2**31),
        (48_000, 0, 100),
        (0, 1, 1000),
        (8000, 64, 9000),
    ],
)
def test_a_wav_header_that_lies(tmp_path, rate, channels, claimed) -> None:
    (tmp_path / "x").write_bytes(riff(rate, channels, claimed))
    started = time.monotonic()
    with contextlib.suppress(Problem):
        done = asyncio.run(repair(tmp_path / "x", "audio", orders_for("audio"), tmp_path / "to"))
        assert done.probe.bytes < 3_000_000
    assert time.monotonic() - started < 10


def test_a_file_that_names_others_opens_none(tmp_path) -> None:
    """A QuickTime reference movie: its picture would lie in /etc/passwd, or behind a URL."""
    body = b"url \0\0\0\0http://127.0.0.1:9/x\0"
    reference = struct.pack(">I", len(body) + 8) + b"rdrf" + body
    descriptor = struct.pack(">I", len(reference) + 8) + b"rmda" + reference
    movie = struct.pack(">I", len(descriptor) + 8) + b"rmra" + descriptor
    raw = b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + struct.pack(">I", len(movie) + 8) + b"moov" + movie
    (tmp_path / "x").write_bytes(raw)
    assert refusal(tmp_path / "x", "video").code == "media_invalid"


# --- repairers that have fallen

LOCKED = "import os,sys,time; os.write(1, b'locked\\n'); result = int(sys.argv[3]); "
CLAIM = 'os.write(1, b\'{"found": {"format": "png"}}\\n\'); '


def fallen(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """The next repairer runs this; the probe of its result runs as ever."""
    real, ask = jail._CHILD, jail.ask

    async def asked(arguments: Any, *rest: Any, **options: Any) -> Any:
        jail._CHILD = (sys.executable, "-I", "-c", code) if "repair" in arguments else real
        try:
            return await ask(arguments, *rest, **options)
        finally:
            jail._CHILD = real

    monkeypatch.setattr(jail, "ask", asked)


@pytest.mark.parametrize(
    "code",
    [
        *("os.abort()", "os._exit(0)", "os.write(1, b'{}\\n')", "os.write(1, b'[' * 50000 + b'\\n')"),
        *(CLAIM, f"os.write(result, {SVG!r}); {CLAIM}", f"os.write(result, {HLS!r}); {CLAIM}"),
        f"os.write(result, {png(2**31 - 1, 2**31 - 1)!r}); {CLAIM}",
        "os.write(1, b'{\"found\": 5}\\n')",
    ],
)
def test_whatever_it_writes_is_only_believed_when_it_is_what_was_ordered(
    media, tmp_path, monkeypatch, code
) -> None:
    fallen(monkeypatch, LOCKED + code)
    (tmp_path / "x").write_bytes((media / "png").read_bytes())
    assert refusal(tmp_path / "x", "image", timeout=5).code == "media_invalid"


def test_a_good_file_of_another_size_is_not_taken(media, tmp_path, monkeypatch) -> None:
    raw = (media / "jpeg").read_bytes()
    fallen(monkeypatch, LOCKED + f"os.write(result, {raw!r}); {CLAIM}")
    (tmp_path / "x").write_bytes((media / "png").read_bytes())
    assert "as it was measured" in refusal(tmp_path / "x", "image").detail


def test_remarks_of_the_wrong_type_are_not_told(tmp_path, monkeypatch) -> None:
    image = Image.new("RGB", (5999, 3374))
    image.save(tmp_path / "small", "PNG")
    raw = (tmp_path / "small").read_bytes()
    said = '{"found": {"quality": "<b>", "frames": -1, "flattened": "yes"}}'
    fallen(monkeypatch, LOCKED + f"os.write(result, {raw!r}); os.write(1, {said!r}.encode() + b'\\n')")
    done = asyncio.run(repair(tmp_path / "small", "image", orders_for("image"), tmp_path / "to"))
    assert done.notes[0].startswith(
        "media[0], the reference image: scaled from 8000x4500 to 5999x3374 (limits:"
    )


def test_one_that_hangs_is_killed(media, tmp_path, monkeypatch) -> None:
    fallen(monkeypatch, LOCKED + "time.sleep(60)")
    (tmp_path / "x").write_bytes((media / "png").read_bytes())
    started = time.monotonic()
    assert "too long" in refusal(tmp_path / "x", "image", timeout=1).detail
    assert time.monotonic() - started < 5


def test_cancelling_kills_it_and_leaves_nothing(media, tmp_path, monkeypatch) -> None:
    note = tmp_path / "pid"
    fallen(monkeypatch, LOCKED + f"open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(60)")

    async def run() -> None:
        work = asyncio.create_task(repair(media / "png", "image", orders_for("image"), tmp_path / "to"))
        for _ in range(300):
            if note.exists() and note.read_text():
                break
            await asyncio.sleep(0.02)
        assert (tmp_path / "to").exists()
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work

    asyncio.run(run())
    assert not (tmp_path / "to").exists()
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


def test_a_jail_that_does_not_close_is_our_fault(media, tmp_path, monkeypatch) -> None:
    fallen(monkeypatch, "raise SystemExit(1)")
    (tmp_path / "x").write_bytes((media / "png").read_bytes())
    assert refusal(tmp_path / "x", "image").code == "internal"


def test_a_full_disk_is_not_the_customers_fault(media, tmp_path, monkeypatch) -> None:
    fallen(monkeypatch, LOCKED + 'os.write(1, b\'{"refused": "No space left on device"}\\n\')')
    (tmp_path / "x").write_bytes((media / "png").read_bytes())
    assert refusal(tmp_path / "x", "image").code == "media_invalid"
    monkeypatch.setattr(parent, "_room", lambda _: 1000)
    assert refusal(tmp_path / "x", "image").code == "storage_full"


def there(path: Path) -> None:
    path.write_bytes(b"mine")


def link(path: Path) -> None:
    path.with_name("other").write_bytes(b"mine")
    path.symlink_to(path.with_name("other"))


@pytest.mark.parametrize("occupied", [there, link])
def test_nothing_that_is_there_is_written_over(media, tmp_path, occupied: Callable[[Path], None]) -> None:
    occupied(tmp_path / "to")
    with pytest.raises(FileExistsError):
        asyncio.run(repair(media / "png", "image", orders_for("image"), tmp_path / "to"))
    assert (tmp_path / "to").read_bytes() == b"mine"


def test_the_child_has_four_descriptors_and_may_write_to_one(media, tmp_path, monkeypatch) -> None:
    code = LOCKED + (
        "import fcntl\ndef mode(n):\n try: return fcntl.fcntl(n, fcntl.F_GETFL) & os.O_ACCMODE\n"
        " except OSError: return None\n"
        "modes = {n: mode(n) for n in range(1024) if mode(n) is not None}\n"
        "good = set(modes) == {0, 1, 2, result} and (modes[0], modes[result]) == (os.O_RDONLY, os.O_WRONLY)\n"
        'os.write(1, b\'{"refused": "seen"}\\n\' if good else repr(modes).encode())'
    )
    fallen(monkeypatch, code)
    (tmp_path / "x").write_bytes((media / "png").read_bytes())
    assert "seen" in refusal(tmp_path / "x", "image").detail
