"""Shots as pictures, without an encoder: a few frames of each."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.animatic.given.test_photo import far, frames

from onetake.animatic import fonts, shot
from onetake.animatic.colour import Picture, from_rgb
from onetake.animatic.job import Clip, Job
from onetake.animatic.text import lexicon, vocabulary

pytestmark = pytest.mark.slow  # all of it together

SMALL, TALL = (432, 248), (248, 432)
SIZES = [
    (864, 496), (752, 560), (640, 640), (560, 752), (496, 864), (992, 432),
    (1280, 720), (1112, 834), (960, 960), (834, 1112), (720, 1280), (1470, 630),
    (1920, 1080), (1664, 1248), (1440, 1440), (1248, 1664), (1080, 1920), (2206, 946),
]  # fmt: skip
DEMO = 'A red fox trots along a misty lake shore at dawn. Slow tracking shot. "Morning comes quietly."'


def job(
    prompt: str = DEMO, size: tuple[int, int] = SMALL, seed: int = 7, media: tuple[Clip, ...] = (), **other
) -> Job:
    settings = {"audio": True, "watermark": False, "last_frame": False, "seconds": 4, **other}
    return Job(
        prompt=prompt, width=size[0], height=size[1], seed=seed, media=media, out=Path("/x"), **settings
    )


def photo(path: Path, seed: int, size: tuple[int, int] = (500, 400)) -> tuple[Clip, np.ndarray]:
    grid = np.random.default_rng(seed).integers(0, 255, (6, 8, 3), np.uint8)
    image = Image.fromarray(grid).resize(size, Image.Resampling.BICUBIC)
    image.save(path, "PNG")
    return Clip("image", "first_frame", path), np.asarray(image)


@pytest.mark.parametrize("size", [size for size in SIZES if size[0] * size[1] < 450_000])
def test_small_sizes_draw_first_and_last_frame(size: tuple[int, int]):
    first, last = frames(job(size=size), 0, -1)
    assert first.y.shape == (size[1], size[0])
    assert far(first, last) > 0.5


@pytest.mark.slow
@pytest.mark.parametrize("size", [size for size in SIZES if size[0] * size[1] > 450_000])
def test_large_sizes_draw_first_and_last_frame(size: tuple[int, int]):
    first, last = frames(job(size=size), 0, -1)
    assert first.y.shape == (size[1], size[0]) and far(first, last) > 0.5


@pytest.mark.parametrize("setting", [row[0] for row in lexicon.SETTINGS])
def test_every_setting_has_a_set_of_its_own(setting: str):
    words = {
        "mountains": "mountain peaks",
        "meadow": "a meadow",
        "interior": "a living room",
        "sky": "above the clouds",
    }
    shown = frames(job(f"a dog walks, {words.get(setting, setting)}, day", TALL), 40)[0]
    plain = frames(job("a dog walks, day, static shot, countryside", TALL), 40)[0]
    assert shown.y.std() > 8
    assert setting == "meadow" or far(shown, plain) > 2


@pytest.mark.parametrize("kind", sorted({row[0] for row in vocabulary.SUBJECTS} - {"nothing"}))
def test_every_subject_is_played(kind: str):
    from onetake.animatic.figures.actor import Actor
    from onetake.animatic.text.prompt import read
    from onetake.animatic.text.subject import subjects

    name = {"card": "a clockwork beetle", "man": "a man", "woman": "a woman", "child": "a child"}.get(
        kind, f"a {kind}"
    )
    (subject,) = subjects(f"{name} in a field")
    assert subject.kind == kind
    made = shot.stage(job(f"{name} in a field, static shot", (240, 160)))
    with_it, without = Picture.blank(240, 160), Picture.blank(240, 160)
    made.draw(with_it, 30)
    made.leave_out(Actor)
    made.draw(without, 30)
    assert int((np.abs(with_it.y.astype(int) - without.y) > 12).sum()) > 40
    assert read(f"{name} in a field").subjects[0].kind == kind


@pytest.mark.parametrize("weather", ["rain", "thunderstorm", "snow falls", "fog", "overcast"])
@pytest.mark.parametrize("time", ["at dawn", "at noon", "at sunset", "at night"])
def test_weather_and_time_change_the_picture(weather: str, time: str):
    base, other = (
        f"a mountain valley {time}, static shot",
        f"a mountain valley {time}, {weather}, static shot",
    )
    assert far(frames(job(base, (240, 160)), 30)[0], frames(job(other, (240, 160)), 30)[0]) > 1.5


def test_the_same_job_is_the_same_picture_and_another_seed_is_not():
    a, b, c = (frames(job(seed=seed), 33)[0] for seed in (7, 7, 8))
    assert all(np.array_equal(x, y) for x, y in zip(a.planes, b.planes, strict=True))
    assert far(a, c) > 2


def test_frames_do_not_depend_on_the_frames_before():
    alone = frames(job(), 50)[0]
    after = frames(job(), 10, 30, 50)[2]
    assert np.array_equal(alone.y, after.y)


def test_luma_stays_in_the_legal_range():
    frame = frames(job("snow falls on a bright beach at noon"), 20)[0]
    assert frame.y.min() >= 16 and frame.y.max() <= 235


@pytest.mark.parametrize("prompt", [DEMO, "a white room", "outer space"])
def test_every_frame_is_labelled(prompt: str):
    for frame in frames(job(prompt, SIZES[0]), 0, 48, -1):
        corner = frame.y[8:40, 8:220]
        assert corner.max() > 200 and corner.min() < 90


def test_the_watermark_is_stamped_bottom_right_only_when_asked():
    made = shot.stage(job(watermark=True))
    plain, marked = Picture.blank(*SMALL), Picture.blank(*SMALL)
    made.draw(plain, 0)
    made.draw(marked, 0)
    made.stamp(marked)
    rows, columns = np.nonzero(plain.y != marked.y)
    assert rows.min() > SMALL[1] * 0.8 and columns.min() > SMALL[0] * 0.5
    bare = shot.stage(job())
    bare.draw(marked, 0)
    bare.stamp(marked)
    assert np.array_equal(plain.y, marked.y)


def test_a_first_frame_is_where_the_shot_starts(tmp_path: Path):
    clip, image = photo(tmp_path / "a.png", 1, SMALL)
    first, last = frames(job("slow push in", media=(clip,)), 0, -1)
    given = from_rgb(image)
    assert np.array_equal(first.y[60:], given.y[60:])
    assert np.array_equal(first.u[30:], given.u[30:])
    assert far(first, last) > 2


@pytest.mark.parametrize(
    "move", ["pan left", "tilt up", "orbit", "pull back", "zoom in", "hitchcock zoom", "drone shot"]
)
def test_every_move_starts_at_rest(move: str, tmp_path: Path):
    clip, image = photo(tmp_path / "a.png", 1, SMALL)
    first, early, late = frames(job(move, media=(clip,)), 0, 30, -1)
    assert np.array_equal(first.y[60:], from_rgb(image).y[60:])
    assert far(first, early) < far(first, late)


@pytest.mark.parametrize("other", [2, 1])
def test_first_and_last_are_both_reached(other: int, tmp_path: Path):
    a, image_a = photo(tmp_path / "a.png", 1, SMALL)
    b, image_b = photo(tmp_path / "b.png", other, SMALL)
    last_clip = Clip("image", "last_frame", b.path)
    first, middle, last = frames(job("", media=(a, last_clip)), 0, 48, -1)
    assert np.array_equal(first.y[60:], from_rgb(image_a).y[60:])
    assert np.array_equal(last.y[60:], from_rgb(image_b).y[60:])
    if other != 1:
        assert far(first, middle) > 1 and far(middle, last) > 1


@pytest.mark.parametrize("count", [1, 2, 4, 9])
def test_reference_pictures_are_in_the_shot(count: int, tmp_path: Path):
    clips = [photo(tmp_path / f"{i}.png", i)[0] for i in range(count)]
    clips = tuple(Clip("image", "reference", clip.path) for clip in clips)
    plain = frames(job("a meadow, static shot"), 30)[0]
    shown = frames(job("a meadow, static shot", media=clips), 30)[0]
    assert (np.abs(plain.y.astype(int) - shown.y) > 10).mean() > 0.04


def test_a_missing_chinese_font_is_noted(monkeypatch):
    monkeypatch.setattr("onetake.animatic.fonts._named", lambda names: ())
    fonts.setting.cache_clear()
    for prompt, missed in (("她说：“再见”", True), ('She says: "hello"', False)):
        assert any("font" in note for note in shot.stage(job(prompt)).notes) == missed
    fonts.setting.cache_clear()


def test_the_engine_picks_a_length():
    assert 4 <= shot.stage(job(seconds=None)).seconds <= 15
    assert shot.stage(job(seconds=6)).frames == 144
    assert shot.stage(job(audio=False)).sound() is None
