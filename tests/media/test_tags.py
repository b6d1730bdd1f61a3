"""Tags of an MP4 file without a decoder: what PyAV wrote is read, and no lie of a box leads anywhere."""

import os
import random
from pathlib import Path

import av
import pytest

from onetake.media import tags

WRITTEN = {"title": "Fox 狐狸", "comment": "not Seedance output", "synopsis": '{"onetake":1}'}


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("tags") / "a.mp4"
    with av.open(str(file), "w", options={"movflags": "+faststart"}) as made:
        made.metadata.update(WRITTEN)
        stream = made.add_stream("libx264", rate=24)
        stream.width = stream.height = 64
        frame = av.VideoFrame(64, 64, "yuv420p")
        made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    return file.read_bytes()


def read(tmp_path: Path, content: bytes) -> dict[str, str]:
    file = tmp_path / "x.mp4"
    file.write_bytes(content)
    return tags.read(file)


def test_what_was_written_is_read(tmp_path: Path, film: bytes):
    assert read(tmp_path, film) == WRITTEN


@pytest.mark.parametrize(
    "content", [b"", b"moov", b"\0\0\0\x08moov", b"\x89PNG\r\n\x1a\n" + b"x" * 99, bytes(4096)]
)
def test_any_other_file_has_none(tmp_path: Path, content: bytes):
    assert read(tmp_path, content) == {}


def test_a_file_cut_off_or_with_lying_sizes_is_read_as_far_as_it_holds(tmp_path: Path, film: bytes):
    dice = random.Random(5)
    for _ in range(300):
        broken = bytearray(film)
        for _ in range(dice.randint(1, 6)):
            at = dice.randrange(0, min(2500, len(film)))
            broken[at] = dice.choice((0, 1, 0x7F, 0xFF, dice.randrange(256)))
        found = read(tmp_path, bytes(broken[: dice.randrange(1, len(broken))]))
        assert set(found) <= set(WRITTEN)


def _box(kind: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + kind + content


def test_a_huge_text_and_a_huge_list_are_left_alone(tmp_path: Path):
    def film(text: bytes, more: bytes = b"") -> bytes:
        item = _box(b"ldes", _box(b"data", b"\0\0\0\x01\0\0\0\0" + text))
        return _box(b"moov", _box(b"udta", _box(b"meta", bytes(4) + _box(b"ilst", item + more))))

    assert read(tmp_path, film(b"x" * 1000)) == {"synopsis": "x" * 1000}
    assert read(tmp_path, film(b"x" * 2**20)) == {}
    assert read(tmp_path, film(b"x", _box(b"free", bytes(2**21)))) == {}
    assert read(tmp_path, film(b"\xff\xfe")) == {"synopsis": "\ufffd\ufffd"}


def test_a_million_boxes_are_not_walked(tmp_path: Path):
    file = tmp_path / "x.mp4"
    file.write_bytes(_box(b"free", b"") * 100_000 + _box(b"moov", b""))
    reads, pread = [], os.pread

    def counted(*given):
        reads.append(given)
        return pread(*given)

    os.pread = counted
    try:
        assert tags.read(file) == {}
    finally:
        os.pread = pread
    assert len(reads) <= 2001
