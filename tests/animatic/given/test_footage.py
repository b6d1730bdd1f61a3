from itertools import islice, pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from onetake.animatic.given import footage
from onetake.animatic.job import Clip, Failure


def picture(path: Path, size: tuple[int, int], form: str) -> Clip:
    Image.new("RGB", size, (30, 160, 90)).save(path, form)
    return Clip("image", "first_frame", path)


def film(path: Path, rate: int, count: int) -> Clip:
    with av.open(str(path), "w", format="mp4") as file:
        stream = file.add_stream("libx264", rate=rate, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        for index in range(count):
            shade = np.full((64, 96, 3), 20 + index * 200 // count, np.uint8)
            file.mux(stream.encode(av.VideoFrame.from_ndarray(shade, format="rgb24")))
        file.mux(stream.encode(None))
    return Clip("video", "reference", path)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF"])
def test_stills_of_every_accepted_format_open(form: str, tmp_path: Path):
    rgb = footage.still(picture(tmp_path / "still", (40, 30), form))
    assert rgb.shape == (30, 40, 3)
    assert np.abs(rgb[15, 20].astype(int) - (30, 160, 90)).max() < 12


def test_heic_opens(tmp_path: Path):
    heif = pytest.importorskip("pillow_heif")
    heif.register_heif_opener()
    assert footage.still(picture(tmp_path / "still", (64, 64), "HEIF")).shape == (64, 64, 3)


def test_a_turned_photograph_is_set_upright(tmp_path: Path):
    image = Image.new("RGB", (40, 20), "red")
    tags = image.getexif()
    tags[0x0112] = 6
    image.save(tmp_path / "turned", "JPEG", exif=tags)
    assert footage.still(Clip("image", "first_frame", tmp_path / "turned")).shape == (40, 20, 3)


def test_transparency_is_laid_on_paper(tmp_path: Path):
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(tmp_path / "clear", "PNG")
    assert footage.still(Clip("image", "first_frame", tmp_path / "clear")).min() > 200


@pytest.mark.parametrize(
    "data", [b"", b"not a picture at all", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n" + b"\0" * 40]
)
def test_what_is_no_picture_is_media_invalid(data: bytes, tmp_path: Path):
    (tmp_path / "x").write_bytes(data)
    with pytest.raises(Failure) as caught:
        footage.still(Clip("image", "first_frame", tmp_path / "x"))
    assert caught.value.code == "media_invalid" and "first frame" in caught.value.detail


@pytest.mark.parametrize(
    ("have", "want"), [((300, 200), (100, 100)), ((200, 300), (64, 32)), ((50, 50), (96, 54))]
)
def test_a_picture_is_cropped_around_its_centre(have: tuple[int, int], want: tuple[int, int]):
    rgb = np.zeros((have[1], have[0], 3), np.uint8)
    rgb[have[1] // 2 - 2 : have[1] // 2 + 2, have[0] // 2 - 2 : have[0] // 2 + 2] = 255
    made = footage.fitted(rgb, *want)
    assert made.shape == (want[1], want[0], 3)
    rows, columns = np.nonzero(made[:, :, 0] > 30)
    assert abs(rows.mean() - (want[1] - 1) / 2) < 1.5 and abs(columns.mean() - (want[0] - 1) / 2) < 1.5


def test_a_film_is_played_at_24_a_second_and_starts_again(tmp_path: Path):
    clip = film(tmp_path / "film.mp4", 48, 24)
    shades = [int(frame.mean()) for frame in islice(footage.frames(clip), 30)]
    assert all(a <= b + 2 for a, b in pairwise(shades[:11]))
    assert shades[11] > 150
    assert min(shades[12:15]) < 60


def test_sound_is_resampled_to_mono(tmp_path: Path):
    import wave

    with wave.open(str(tmp_path / "s.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(44_100)
        file.writeframes(np.full((44_100, 2), 8_000, "<i2").tobytes())
    heard = footage.sound(Clip("audio", "reference", tmp_path / "s.wav"))
    assert abs(len(heard) - 48_000) < 100
    assert 0.2 < np.median(heard) < 0.4


@pytest.mark.parametrize(
    "data", [b"#EXTM3U\nhttp://127.0.0.1/x.mp4\n", b"ffconcat version 1.0\n", b"RIFF1234AVI ", b""]
)
def test_only_known_containers_are_opened(data: bytes, tmp_path: Path):
    (tmp_path / "x").write_bytes(data)
    with pytest.raises(Failure) as caught:
        next(footage.frames(Clip("video", "reference", tmp_path / "x")))
    assert caught.value.code == "media_invalid"
