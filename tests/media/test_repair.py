"""Good media that is too much or too little becomes what was ordered, and the note says what was done."""

import asyncio
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from onetake.core import mediarules
from onetake.core.catalogue import catalogue
from onetake.core.mediarules import Limits
from onetake.core.repairs import Measured, limits_of, plan
from onetake.media.probe import Probe, survey
from onetake.media.repair import Repaired, repair

pytestmark = pytest.mark.process

EVOLINK = limits_of(catalogue().routes["evolink"])


def narrowed(kind: str, **limits: Any) -> Limits:
    """The real limits with some made small, so that small files can be too large."""
    rows = {name: dict(row) for name, row in catalogue().media.items()}
    rows[kind].update(limits)
    return rows


SMALL_IMAGE = narrowed("image", side=[30, 400])
SMALL_VIDEO = narrowed("video", side=[30, 400], pixels=[4096, 30_000], seconds=[0.5, 1.2], total_seconds=1.2)
SHORT_AUDIO = narrowed("audio", seconds=[0.5, 1.2], total_seconds=1.2)


@dataclass(frozen=True)
class Done:
    before: Probe
    result: Repaired
    path: Path

    @property
    def note(self) -> str:
        (note,) = self.result.notes
        return note

    def image(self) -> Image.Image:
        return Image.open(self.path)

    def frames(self) -> list[np.ndarray]:
        with av.open(str(self.path)) as film:
            return [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]


def mended(path: Path, kind: str, limits: Limits | None = None, *others: Path) -> Done:
    """Survey, plan and repair; the result is held against the limits. others: first frames."""

    async def run() -> Done:
        role = "last_frame" if others else "reference"
        found = await survey(path, kind)
        media = [Measured(i, kind, "first_frame", await survey(p, kind)) for i, p in enumerate(others)]
        made = plan([*media, Measured(len(media), kind, role, found)], limits)
        assert not made.refused, made.refused
        to = path.with_name(path.name + ".repaired")
        to.unlink(missing_ok=True)
        done = await repair(path, kind, made.repairs[-1], to)
        assert mediarules.offences(0, kind, role, done.probe, limits) == []
        assert to.stat().st_size == done.probe.bytes
        return Done(found, done, to)

    return asyncio.run(run())


def painted(path: Path, size: tuple[int, int], format: str = "PNG", **options: Any) -> Path:
    """Four quarters: red, green, blue, white, in the order of reading."""
    image = Image.new("RGB", size)
    half = (size[0] // 2, size[1] // 2)
    for number, colour in enumerate(("red", "lime", "blue", "white")):
        box = (number % 2 * half[0], number // 2 * half[1])
        image.paste(colour, (*box, size[0] if box[0] else half[0], size[1] if box[1] else half[1]))
    image.save(path, format, **options)
    return path


def quarters(image: Image.Image) -> list[str]:
    """The names of the colours in the middle of each quarter."""
    names = {(1, 0, 0): "red", (0, 1, 0): "lime", (0, 0, 1): "blue", (1, 1, 1): "white", (0, 0, 0): "black"}
    rgb, found = image.convert("RGB"), []
    for number in range(4):
        at = (image.width * (1 + number % 2 * 2) // 4, image.height * (1 + number // 2 * 2) // 4)
        found.append(names[tuple(round(value / 255) for value in rgb.getpixel(at))])  # type: ignore[union-attr]
    return found


READING = ["red", "lime", "blue", "white"]

# --- images


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF", "HEIF"]),
    st.integers(401, 1500),
    st.floats(0.42, 2.4),
    st.integers(1, 8),
)
def test_any_image_too_large_is_scaled(tmp_path, format, long, ratio, turn) -> None:
    size = (long, round(long / ratio)) if ratio > 1 else (round(long * ratio), long)
    exif = Image.Exif()
    exif[0x0112] = turn
    options = {"exif": exif.tobytes()} if format in ("JPEG", "WEBP") else {}
    done = mended(painted(tmp_path / "x", size, format, **options), "image", SMALL_IMAGE)
    before, after = done.before, done.result.probe
    assert before.width and before.height and after.width and after.height
    assert max(after.width, after.height) == 399
    assert abs(after.height - after.width * before.height / before.width) <= 1 or (
        abs(after.width - after.height * before.width / before.height) <= 1
    )
    assert f"scaled from {before.width}x{before.height} to {after.width}x{after.height}" in done.note


@pytest.mark.parametrize(
    ("format", "turn"), [*(("JPEG", turn) for turn in range(1, 9)), ("PNG", 6), ("WEBP", 6), ("TIFF", 6)]
)
def test_the_result_lies_as_the_source_is_shown(tmp_path, format, turn) -> None:
    from PIL import ImageOps

    exif = Image.Exif()
    exif[0x0112] = turn
    path = painted(tmp_path / "x", (800, 500), format, exif=exif.tobytes())
    done = mended(path, "image", SMALL_IMAGE)
    with Image.open(path) as source:
        assert quarters(done.image()) == quarters(ImageOps.exif_transpose(source))
    assert not done.image().getexif()


@pytest.mark.parametrize(
    ("name", "format"), [("heic", "jpeg"), ("webp", "jpeg"), ("tiff", "png"), ("gif", "png")]
)
def test_what_a_route_does_not_read_is_written_otherwise(tmp_path, name, format) -> None:
    forms = [f for f in catalogue().media["image"]["formats"] if f not in (name, "heif")]
    writers = {"heic": "HEIF"}
    path = painted(tmp_path / "x", (640, 360), writers.get(name, name.upper()))
    done = mended(path, "image", narrowed("image", formats=forms))
    assert done.result.probe.format == format
    assert f"converted from {name} to {format}" in done.note
    assert (done.result.probe.width, done.result.probe.height) == (640, 360)
    assert quarters(done.image()) == READING


def test_heic_for_evolink(media) -> None:
    assert "converted from heic to jpeg" in mended(media / "heic", "image", EVOLINK).note


def test_too_many_bytes_are_fewer_afterwards(tmp_path) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (400, 600, 3), dtype=np.uint8)
    Image.fromarray(noise).save(tmp_path / "x", "PNG")
    done = mended(tmp_path / "x", "image", narrowed("image", bytes=150_000))
    assert done.result.probe.format == "jpeg" and done.result.probe.bytes <= 150_000
    assert "re-encoded from 0.69 MB to 0." in done.note and "JPEG quality" in done.note
    assert (done.result.probe.width, done.result.probe.height) == (600, 400)


@pytest.mark.parametrize("like", [(1920, 1080), (720, 1280), (1000, 430)])
def test_a_last_frame_is_cropped_to_the_first(tmp_path, like) -> None:
    first = painted(tmp_path / "first", like)
    last = tmp_path / "last"
    image = Image.new("RGB", (1000, 1000), "black")
    image.paste("red", (400, 400, 600, 600))
    image.save(last, "PNG")
    done = mended(last, "image", None, first)
    after = done.result.probe
    assert after.width and after.height
    assert abs(after.height - after.width * like[1] / like[0]) <= 1
    assert max(after.width, after.height) == 1000
    assert (
        f"cropped from 1000x1000 to {after.width}x{after.height}, the ratio of the first frame" in done.note
    )
    red = np.argwhere(np.asarray(done.image().convert("RGB"))[:, :, 0] > 127)
    assert np.abs(red.mean(axis=0) + 0.5 - np.array([after.height, after.width]) / 2).max() <= 1
    assert len(red) == 200 * 200


def test_a_crop_of_a_turned_and_shrunk_jpeg_cuts_the_right_part(tmp_path) -> None:
    """Stored on its side and eight times too large: order, draft and box all have to agree."""
    exif = Image.Exif()
    exif[0x0112] = 6
    shown = Image.new("RGB", (1600, 3200), "black")
    shown.paste("lime", (0, 1600, 1600, 3200))
    shown.transpose(Image.Transpose.ROTATE_90).save(tmp_path / "last", "JPEG", exif=exif.tobytes())
    done = mended(
        tmp_path / "last", "image", narrowed("image", side=[30, 201]), painted(tmp_path / "f", (150, 100))
    )
    assert (done.result.probe.width, done.result.probe.height) == (200, 133)
    pixels = np.asarray(done.image().convert("RGB"))[:, :, 1]
    assert pixels[:62].max() < 60 and pixels[71:].min() > 190


@pytest.mark.parametrize("size", [(801, 400), (801, 403), (1601, 799), (3203, 1607)])
def test_a_jpeg_whose_sides_do_not_halve_evenly(tmp_path, size) -> None:
    done = mended(painted(tmp_path / "x", size, "JPEG"), "image", SMALL_IMAGE)
    assert done.result.probe.width == 399 and quarters(done.image()) == READING


def test_transparency_is_kept_where_there_is_room_and_told_where_not(tmp_path) -> None:
    image = Image.new("RGBA", (800, 500), (255, 0, 0, 255))
    image.paste((0, 0, 0, 0), (400, 0, 800, 500))
    image.save(tmp_path / "x", "PNG")
    done = mended(tmp_path / "x", "image", SMALL_IMAGE)
    assert done.image().mode == "RGBA" and "white" not in done.note
    done = mended(tmp_path / "x", "image", narrowed("image", side=[30, 400], formats=["jpeg", "webp"]))
    assert "transparent parts became white" in done.note
    assert quarters(done.image()) == ["red", "white", "red", "white"]


def test_a_moving_picture_keeps_its_first(tmp_path) -> None:
    frames = [Image.new("RGB", (800, 500), colour) for colour in ("red", "lime", "blue")]
    frames[0].save(tmp_path / "x", "GIF", save_all=True, append_images=frames[1:])
    done = mended(tmp_path / "x", "image", SMALL_IMAGE)
    assert "only the first of 3 pictures was kept" in done.note
    assert quarters(done.image()) == ["red"] * 4


GREY = {
    "L": 128,
    "LA": (128, 255),
    "P": 128,
    "1": 1,
    "I;16": 128 * 257,
    "I": 128 * 257,
    "CMYK": (127, 127, 127, 0),
}


@pytest.mark.parametrize("mode", GREY)
def test_pixels_of_every_kind(tmp_path, mode) -> None:
    image = Image.new(mode, (800, 500), GREY[mode])
    if mode == "P":
        image.putpalette([value for level in range(256) for value in (level,) * 3])
    image.save(tmp_path / "x", "TIFF" if mode in ("CMYK", "I") else "PNG")
    done = mended(tmp_path / "x", "image", SMALL_IMAGE)
    grey = np.asarray(done.image().convert("L")).mean()
    assert grey == (255 if mode == "1" else pytest.approx(128, abs=2))


def test_colours_of_a_wide_gamut_keep_their_profile_and_places_are_forgotten(tmp_path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    painted(tmp_path / "x", (800, 500), "JPEG", exif=exif.tobytes(), icc_profile=profile)
    done = mended(tmp_path / "x", "image", SMALL_IMAGE)
    assert done.image().info["icc_profile"] == profile
    assert b"Exif" not in done.path.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("format", ["JPEG", "HEIF"])
def test_a_photograph_of_48_megapixels(tmp_path, format) -> None:
    done = mended(painted(tmp_path / "x", (8064, 6048), format), "image")
    assert (done.result.probe.width, done.result.probe.height) == (5999, 4499)
    assert quarters(done.image()) == READING


# --- video


def colours(frames: list[np.ndarray]) -> list[int]:
    """Each frame's number, as `numbered` has written it into the picture."""
    return [round(float(frame[:, :, 0].mean()) / 4) for frame in frames]


def numbered(
    path: Path, count: int, *, fps: int | Fraction = 30, size: tuple[int, int] = (160, 96), **options: Any
) -> Path:
    """A silent film: frame number n is grey of the level 4n. times: in thousandths of a second."""
    times, codec = options.get("times"), options.get("codec", "libx264")
    with av.open(str(path), "w", format=options.get("container", "mp4")) as out:
        stream = out.add_stream(codec, rate=fps, options={"crf": "1"} if codec == "libx264" else {})
        stream.width, stream.height, stream.pix_fmt = (*size, options.get("pixels", "yuv420p"))
        stream.codec_context.thread_count = 1
        if times:
            stream.codec_context.time_base = Fraction(1, 1000)
        for number in range(count):
            frame = av.VideoFrame.from_ndarray(
                np.full((size[1], size[0], 3), 4 * number, np.uint8), format="rgb24"
            )
            if times:
                frame.pts, frame.time_base = times[number], Fraction(1, 1000)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


@pytest.mark.slow
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from([12, 24, 25, 30, Fraction(30_000, 1001), 50, 60, 90, 120]),
    st.integers(3, 60),
    st.integers(80, 500).map(lambda n: n // 2 * 2),
    st.floats(0.45, 2.3),
)
def test_any_video_comes_out_inside_the_limits(tmp_path, fps, frames, width, ratio) -> None:
    size = (width, max(round(width / ratio / 2), 16) * 2)
    path = numbered(tmp_path / "x", frames, fps=fps, size=size)
    limits = narrowed("video", side=[30, 400], pixels=[64, 30_000], seconds=[0.5, 1.2], total_seconds=1.2)
    found = asyncio.run(survey(path, "video"))
    if not mediarules.offences(0, "video", None, found, limits):
        return
    done = mended(path, "video", limits)
    before, after = done.before, done.result.probe
    assert before.width and before.height and after.width and after.height and after.fps and after.seconds
    assert after.width <= before.width and after.height <= before.height
    assert abs(after.height - after.width * before.height / before.width) <= 1 or (
        abs(after.width - after.height * before.width / before.height) <= 1
    )
    asked = 1 if (before.seconds or 0) > 1.2 else min(max(before.seconds or 0, 0.5), 1.2)
    assert abs(after.seconds - asked) <= 1 / after.fps + 0.002


def test_a_long_one_keeps_its_beginning(tmp_path) -> None:
    done = mended(numbered(tmp_path / "x", 45), "video", SMALL_VIDEO)
    assert colours(done.frames()) == list(range(30))
    assert "trimmed from 1.5 s to 1 s" in done.note


def test_a_short_one_holds_its_last_picture(tmp_path) -> None:
    done = mended(numbered(tmp_path / "x", 6), "video", SMALL_VIDEO)
    assert colours(done.frames()) == [*range(6), *[5] * 9]
    assert "lengthened from 0.2 s to 0.5 s, the last picture held" in done.note


def test_twice_as_many_pictures_as_are_taken_become_every_second(tmp_path) -> None:
    done = mended(numbered(tmp_path / "x", 60, fps=120), "video", SMALL_VIDEO)
    steps = np.diff(colours(done.frames()))
    assert set(steps) == {2}
    assert "frame rate changed from 120 to 60" in done.note


def test_few_pictures_are_shown_twice(tmp_path) -> None:
    done = mended(numbered(tmp_path / "x", 12, fps=12), "video", SMALL_VIDEO)
    assert colours(done.frames()) == [number for number in range(12) for _ in range(2)]


def test_uneven_times_become_even(tmp_path) -> None:
    """With a pause in the middle: every picture is shown at its time, give or take one of the result's."""
    times = [0, 33, 67, 100, 133, 600, 633, 667, 700, 733]
    path = numbered(tmp_path / "x", 10, times=times)
    done = mended(path, "video", narrowed("video", side=[30, 400], pixels=[64, 10_000], seconds=[0.5, 2]))
    shown, fps = colours(done.frames()), done.result.probe.fps
    assert fps and shown == sorted(shown)
    for tick, number in enumerate(shown):
        assert times[number] / 1000 <= (tick + 1) / fps
        assert (*times, 767)[number + 1] / 1000 >= (tick - 1) / fps


@pytest.mark.parametrize("rotation", [0, 90, 180, -90])
def test_a_turned_video_is_upright_afterwards(tmp_path, rotation) -> None:
    path = tmp_path / "x.mp4"
    with av.open(str(path), "w", format="mp4") as out:
        stream = out.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 320, 192, "yuv420p"
        if rotation:
            stream.set_display_rotation(rotation)
        picture = np.asarray(Image.open(painted(tmp_path / "p", (320, 192))))
        for _ in range(30):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode(None))
    done = mended(path, "video", SMALL_VIDEO)
    ok, shown = cv2.VideoCapture(str(path)).read()  # a reader that is not ours turns it as a player does
    assert ok
    made = Image.fromarray(done.frames()[0])
    assert quarters(made) == quarters(Image.fromarray(shown[:, :, ::-1]))
    assert (made.width > made.height) == (rotation % 180 == 0)


@pytest.mark.parametrize("rotation", [0, 90])
def test_pixels_that_are_not_square_stay_so(tmp_path, rotation) -> None:
    path = tmp_path / "x.mp4"
    with av.open(str(path), "w", format="mp4") as out:
        stream = out.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 320, 192, "yuv420p"
        stream.codec_context.sample_aspect_ratio = Fraction(4, 3)
        if rotation:
            stream.set_display_rotation(rotation)
        for _ in range(24):
            out.mux(stream.encode(av.VideoFrame(320, 192, "yuv420p")))
        out.mux(stream.encode(None))
    with av.open(str(mended(path, "video", SMALL_VIDEO).path)) as film:
        assert film.streams.video[0].sample_aspect_ratio == (Fraction(3, 4) if rotation else Fraction(4, 3))


CODECS = [
    *[("mjpeg", "yuvj420p", "mov"), ("prores_ks", "yuv422p10le", "mov"), ("mpeg4", "yuv420p", "mp4")],
    *[("libvpx-vp9", "yuv420p", "mp4"), ("libx265", "yuv420p10le", "mp4"), ("libx264", "yuv444p", "mp4")],
]


@pytest.mark.slow
@pytest.mark.parametrize(("codec", "pixels", "container"), CODECS)
def test_codecs_and_pixels_of_every_kind_keep_their_colours(tmp_path, codec, pixels, container) -> None:
    path = numbered(tmp_path / "x", 30, codec=codec, pixels=pixels, container=container)
    done = mended(path, "video", narrowed("video", side=[30, 400], pixels=[64, 10_000], seconds=[0.5, 2]))
    probe = done.result.probe
    assert (probe.codec, probe.format, probe.seconds, probe.fps) == ("h264", "mp4", 1.0, 30.0)
    levels = [float(frame.mean()) for frame in done.frames()]
    assert levels == pytest.approx([4 * number for number in range(30)], abs=5)


@pytest.mark.slow
def test_a_video_for_evolink(clip, tmp_path) -> None:
    done = mended(clip(tmp_path / "x", size=(1920, 1080), seconds=2, faststart=True), "video", EVOLINK)
    assert (done.result.probe.width, done.result.probe.height) == (1280, 720)
    assert done.result.probe.audio_codec == "aac"
    assert "scaled from 1920x1080 to 1280x720" in done.note and "927408" in done.note


@pytest.mark.slow
def test_a_video_of_too_many_bytes(tmp_path) -> None:
    path, random = tmp_path / "x", np.random.default_rng(1)
    with av.open(str(path), "w", format="mp4") as out:
        stream = out.add_stream("libx264", rate=24, options={"crf": "5"})
        stream.width, stream.height, stream.pix_fmt = 320, 192, "yuv420p"
        for _ in range(48):
            noise = random.integers(0, 255, (192, 320, 3), dtype=np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(noise, format="rgb24")))
        out.mux(stream.encode(None))
    limits = narrowed("video", side=[30, 400], pixels=[64, 90_000], bytes=1_000_000)
    done = mended(path, "video", limits)
    assert done.before.bytes > 2_000_000 and done.result.probe.bytes <= 1_000_000
    assert "MB to 0." in done.note


def test_a_video_without_sound_stays_so(media) -> None:
    done = mended(media / "silent", "video", narrowed("video", side=[30, 400], pixels=[64, 9000]))
    assert done.result.probe.audio_codec is None


# --- sound


def heard(path: Path) -> tuple[np.ndarray, int]:
    """Mono samples in -1..1 and their rate."""
    with av.open(str(path)) as file:
        stream = file.streams.audio[0]
        resampler = av.AudioResampler(format="s16", layout="mono", rate=stream.rate)
        parts = [p for frame in file.decode(stream) for p in resampler.resample(frame)]
        parts += resampler.resample(None)
        return np.concatenate([p.to_ndarray()[0] for p in parts]) / 32768, stream.rate or 0


def clicking(
    path: Path, seconds: float, *, codec: str, container: str, rate: int = 48_000, film: bool = False
) -> Path:
    """A click each quarter second; with `film`, a white frame each quarter second too."""
    samples = np.zeros(int(seconds * rate), np.int16)
    for at in range(0, len(samples), rate // 4):
        samples[at : at + rate // 200] = 20_000
    with av.open(str(path), "w", format=container) as out:
        stream = out.add_stream("libx264", rate=24) if film else None
        tone = out.add_stream(codec, rate=rate)
        if stream is not None:
            stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
            for number in range(int(seconds * 24)):
                level = np.full((96, 160, 3), 255 if number % 6 == 0 else 0, np.uint8)
                out.mux(stream.encode(av.VideoFrame.from_ndarray(level, format="rgb24")))
            out.mux(stream.encode(None))
        frame = av.AudioFrame.from_ndarray(samples[None, :], format="s16", layout="mono")
        frame.sample_rate, frame.pts = rate, 0
        context = tone.codec_context
        shaped = av.AudioResampler(context.format, context.layout, rate, context.frame_size or None)
        for part in (*shaped.resample(frame), *shaped.resample(None), None):
            out.mux(tone.encode(part))
    return path


def clicks(path: Path) -> list[float]:
    samples, rate = heard(path)
    loud = np.flatnonzero(np.abs(samples) > 0.2)
    starts = loud[np.insert(np.diff(loud) > rate // 10, 0, True)] if len(loud) else []
    return [float(at) / rate for at in starts]


@pytest.mark.slow
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(
        [("libmp3lame", "mp3", 44_100), ("pcm_s16le", "wav", 22_050), ("pcm_s24le", "wav", 96_000)]
    ),
    st.floats(0.06, 3),
)
def test_any_sound_comes_out_as_long_as_ordered(tmp_path, form, seconds) -> None:
    codec, container, rate = form
    path = clicking(tmp_path / "x", seconds, codec=codec, container=container, rate=rate)
    found = asyncio.run(survey(path, "audio"))
    if not mediarules.offences(0, "audio", None, found, SHORT_AUDIO):
        return
    done = mended(path, "audio", SHORT_AUDIO)
    assert done.result.probe.format == "wav"
    assert done.result.probe.seconds == (1.0 if (found.seconds or 0) > 1.2 else 0.5)
    assert ("trimmed" in done.note) == ((found.seconds or 0) > 1.2)


@pytest.mark.parametrize(("codec", "container"), [("libmp3lame", "mp3"), ("pcm_s16le", "wav")])
def test_sound_keeps_its_beginning_and_its_time(tmp_path, codec, container) -> None:
    done = mended(clicking(tmp_path / "x", 3, codec=codec, container=container), "audio", SHORT_AUDIO)
    assert clicks(done.path) == pytest.approx([0, 0.25, 0.5, 0.75], abs=0.04)


def test_short_sound_is_followed_by_silence(tmp_path) -> None:
    done = mended(clicking(tmp_path / "x", 0.3, codec="pcm_s16le", container="wav"), "audio", SHORT_AUDIO)
    assert clicks(done.path) == pytest.approx([0, 0.25], abs=0.001)
    samples, rate = heard(done.path)
    assert not samples[int(0.3 * rate) + 1 :].any()
    assert "lengthened from 0.3 s to 0.5 s, silence added" in done.note


@pytest.mark.parametrize("codec", ["aac", "ac3", "flac", "alac"])
def test_picture_and_sound_stay_together(tmp_path, codec) -> None:
    path = clicking(tmp_path / "x", 3, codec=codec, container="mp4", film=True)
    done = mended(path, "video", narrowed("video", side=[30, 400], pixels=[64, 10_000], seconds=[0.5, 2.2]))
    white = [n / 24 for n, frame in enumerate(done.frames()) if frame.mean() > 127]
    assert white == pytest.approx([n / 4 for n in range(8)])
    assert clicks(done.path) == pytest.approx(white, abs=0.03)


@pytest.mark.parametrize("late", [0.0, 0.5, -0.5])
def test_a_film_whose_sound_starts_at_another_time(tmp_path, late) -> None:
    """late: seconds by which the picture starts after the sound. Each click stays with its white picture."""
    path, rate = tmp_path / "x", 48_000
    samples = np.zeros(int(2.5 * rate), np.int16)
    samples[: rate // 200] = samples[rate : rate + rate // 200] = 20_000
    with av.open(str(path), "w", format="mov") as out:
        stream, tone = out.add_stream("libx264", rate=24), out.add_stream("pcm_s16le", rate=rate)
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
        for number in range(60):
            at = number / 24 + late
            level = np.full((96, 160, 3), 255 if abs(at - 1) < 0.01 or abs(at) < 0.01 else 0, np.uint8)
            frame = av.VideoFrame.from_ndarray(level, format="rgb24")
            frame.pts, frame.time_base = number + round(max(late, 0) * 24), Fraction(1, 24)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
        frame = av.AudioFrame.from_ndarray(samples[None, :], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = rate, round(max(-late, 0) * rate), Fraction(1, rate)
        for part in (frame, None):
            out.mux(tone.encode(part))
    done = mended(path, "video", narrowed("video", side=[30, 400], pixels=[64, 10_000], seconds=[0.5, 2.2]))
    white = [n / 24 for n, frame in enumerate(done.frames()) if frame.mean() > 127]
    assert white and clicks(done.path) == pytest.approx(white, abs=0.03)


def test_a_short_film_gets_sound_to_its_end(tmp_path) -> None:
    path = clicking(tmp_path / "x", 0.3, codec="aac", container="mp4", film=True)
    done = mended(path, "video", narrowed("video", side=[30, 400], pixels=[64, 90_000], seconds=[1, 2]))
    samples, rate = heard(done.path)
    assert len(samples) / rate == pytest.approx(1.0, abs=0.03)


# --- the same again


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "kind", "limits"), [("mp4", "video", SMALL_VIDEO), ("png", "image", SMALL_IMAGE)]
)
def test_equal_files_give_equal_results(media, tmp_path, name, kind, limits: Mapping[str, Any]) -> None:
    made = []
    for copy in ("a", "b"):
        (tmp_path / copy).write_bytes((media / name).read_bytes())
        made.append(mended(tmp_path / copy, kind, limits).path.read_bytes())
    assert made[0] == made[1]


def test_a_survey_reads_more_than_a_probe(tmp_path) -> None:
    from onetake.core.problem import Problem
    from onetake.media.probe import probe

    path = numbered(tmp_path / "x", 30, codec="mpeg4")
    assert asyncio.run(survey(path, "video")).codec == "mpeg4"
    with pytest.raises(Problem, match="needs h264 or hevc"):
        asyncio.run(probe(path, "video"))
    body = io.BytesIO()
    Image.new("1", (9000, 6000)).save(body, "PNG")
    (tmp_path / "y").write_bytes(body.getvalue())
    assert asyncio.run(survey(tmp_path / "y", "image")).width == 9000
    with pytest.raises(Problem, match="pixels"):
        asyncio.run(probe(tmp_path / "y", "image"))


def test_orders_for_another_file_are_refused(tmp_path) -> None:
    """What was measured and what is repaired need not be the same file any more."""
    from onetake.core.problem import Problem

    path = painted(tmp_path / "x", (800, 500))
    orders = plan(
        [Measured(0, "image", "reference", asyncio.run(survey(path, "image")))], SMALL_IMAGE
    ).repairs[0]
    painted(path, (500, 200))
    with pytest.raises(Problem, match="smaller than was measured"):
        asyncio.run(repair(path, "image", orders, tmp_path / "to"))
    assert not (tmp_path / "to").exists()
    assert replace(orders, place=1).place == 1
