"""What references are for: a subject, a style, a place, a camera, a scene, a beat."""

import wave
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from tests.animatic.given.test_people import portrait
from tests.animatic.given.test_photo import SIZE, far, frames, given, job, noise, scene

from onetake.animatic import shot
from onetake.animatic.camera import Pose
from onetake.animatic.cards import Card
from onetake.animatic.colour import Picture, from_rgb
from onetake.animatic.given import motion, references, tone
from onetake.animatic.given.motion import Followed
from onetake.animatic.given.playback import Backcloth, Playback
from onetake.animatic.given.standee import Cutout, Standee
from onetake.animatic.given.tone import Tone
from onetake.animatic.job import Clip, Job
from onetake.animatic.sound import pulse
from onetake.animatic.stage import Moment
from onetake.animatic.text import shotlist

pytestmark = pytest.mark.slow


def rough(size: tuple[int, int] = (640, 360)) -> np.ndarray:
    grid = np.random.default_rng(5).integers(0, 255, (45, 80, 3), np.uint8)
    return np.asarray(cv2.resize(grid, size, interpolation=cv2.INTER_CUBIC), np.uint8)


def film(path: Path, x: float = 0.0, grow: float = 0.0, count: int = 60) -> Clip:
    """A camera over a picture: `x` pixels to the right and `grow` larger by its end, on 160 x 90."""
    with av.open(str(path), "w", format="mp4") as file:
        stream = file.add_stream("libx264", rate=24, options={"preset": "ultrafast", "crf": "12"})
        stream.width, stream.height, stream.pix_fmt = 160, 90, "yuv420p"
        for index in range(count):
            done = index / (count - 1)
            scale = 1 + grow * done
            matrix = np.array([[scale, 0, 80 - scale * (320 + x * done)], [0, scale, 45 - scale * 180]])
            view = cv2.warpAffine(rough(), matrix, (160, 90))
            file.mux(stream.encode(av.VideoFrame.from_ndarray(np.asarray(view, np.uint8), format="rgb24")))
        file.mux(stream.encode(None))
    return Clip("video", "reference", path)


def reference(path: Path, rgb: np.ndarray) -> Clip:
    return given(path, rgb, "reference")


def props(work: Job) -> list[object]:
    return list(shot.stage(work).film.take(0).props)


def has(work: Job, kind: type) -> bool:
    return any(isinstance(prop, kind) for prop in props(work))


def test_a_clean_figure_stands_in_the_scene_and_another_picture_hangs_on_a_plate(tmp_path: Path):
    figure, wall = reference(tmp_path / "a.png", scene()), reference(tmp_path / "b.png", noise(1))
    assert Cutout.of(figure) is not None and Cutout.of(wall) is None
    assert has(job("the character @Image1 walks in a meadow", (figure,)), Standee)
    assert not has(job("the character @Image1 walks in a meadow", (figure,)), Card)
    assert has(job("the character @Image1 walks in a meadow", (wall,)), Card)


def test_a_cut_out_keeps_its_colours_and_loses_its_background(tmp_path: Path):
    cut = Cutout.of(reference(tmp_path / "a.png", scene(size=(640, 360))))
    assert cut is not None and cut.whole
    sure = cut.alpha > 0.5
    assert np.abs(cut.rgb[sure].astype(int) - (205, 40, 45)).max(axis=1).mean() < 25
    assert sure.mean() > 0.8


def test_the_figure_of_the_prompt_gives_way_to_its_picture(tmp_path: Path):
    from onetake.animatic.figures.actor import Actor

    picture = reference(tmp_path / "a.png", scene())
    assert has(job("a woman walks in a meadow", ()), Actor)
    assert not has(job("the woman @Image1 walks in a meadow", (picture,)), Actor)


def test_a_style_changes_light_and_colour_but_not_what_is_there(tmp_path: Path):
    orange = np.zeros((90, 160, 3), np.uint8) + np.array([150, 80, 30], np.uint8)
    orange = np.clip(orange * np.linspace(0.4, 1.5, 160)[None, :, None], 0, 255).astype(np.uint8)
    clip = reference(tmp_path / "a.png", orange)
    plain = frames(job("a meadow at noon, static shot", ()), 30)[0]
    toned = frames(job("a meadow at noon, static shot, in the style of @Image1", (clip,)), 30)[0]
    want = from_rgb(orange)
    for have, before, aim in zip(toned.planes[1:], plain.planes[1:], want.planes[1:], strict=True):
        assert abs(have.mean() - aim.mean()) < abs(before.mean() - aim.mean())
    edges = [np.asarray(cv2.Canny(frame.y, 60, 120)) > 0 for frame in (plain, toned)]
    assert (
        edges[0] & cv2.dilate(edges[1].astype(np.uint8), np.ones((3, 3))).astype(bool)
    ).sum() > 0.3 * edges[0].sum()
    assert not has(job("a meadow, in the style of @Image1", (clip,)), Card)


def test_a_scene_in_its_own_style_stays_as_it_is():
    rgb = scene()
    frame = from_rgb(rgb)
    Tone(frame.copy(), rgb).draw(frame, Moment(0, 0, 0, Pose()))
    assert far(frame, from_rgb(rgb)) < 4
    assert np.abs(frame.u.astype(int) - from_rgb(rgb).u).mean() < 4


@pytest.mark.parametrize("seed", range(3))
def test_a_tone_never_folds_or_leaves_the_legal_range(seed: int):
    table = tone._table(from_rgb(noise(seed)).y, from_rgb(scene(seed)).y)
    assert (np.diff(table.astype(int)) >= 0).all() and table.min() >= 16 and table.max() <= 235


@pytest.mark.parametrize(
    ("x", "grow", "moves"),
    [(60, 0, "pan_right"), (-60, 0, "pan_left"), (0, 0.3, "push_in"), (0, 0, "static")],
)
def test_the_camera_of_a_video_is_found(x: float, grow: float, moves: str, tmp_path: Path):
    from onetake.animatic.given import footage

    path = motion.estimated(footage.played(film(tmp_path / "a.mp4", x, grow)))
    assert list(motion.named(path)) == [moves]
    turned, _, grown, roll = path.at(59)
    assert turned == pytest.approx(x / 90, abs=0.12 * abs(x) / 90 + 0.01)
    assert grown == pytest.approx(np.log(1 + grow), abs=0.03) and abs(roll) < 0.01


def test_the_camera_of_a_video_drives_the_scene(tmp_path: Path):
    clip = film(tmp_path / "a.mp4", 70, count=96)
    work = job("a meadow at noon, with the camera movement of @Video1", (clip,))
    take = shot.stage(work).film.take(0)
    assert take.stage is not None and isinstance(take.stage.camera, Followed)
    start, end = take.stage.camera.pose(0.0), take.stage.camera.pose(1.0)
    assert end.pan[0] - start.pan[0] == pytest.approx(70 / 90, abs=0.15)
    assert not any(isinstance(prop, Card) for prop in take.props)


def test_nothing_to_follow_is_a_camera_at_rest():
    path = motion.estimated([np.full((90, 160, 3), 90, np.uint8)] * 30)
    assert np.abs(path.steps).max() < 1e-6 and list(motion.named(path)) == ["static"]
    assert motion.estimated([]).at(10) == (0, 0, 0, 0)


def test_a_video_to_edit_is_the_scene_and_one_to_extend_goes_on_from_its_end(tmp_path: Path):
    clip = film(tmp_path / "a.mp4", 60)
    assert has(job("edit @Video1: make it snow", (clip,)), Playback)
    first, later = frames(job("edit @Video1", (clip,)), 0, 40)
    assert far(first, later) > 5
    from onetake.animatic.given import footage

    last = list(footage.played(clip))[-1]
    begins = frames(job("extend @Video1, static shot", (clip,)), 0)[0]
    assert np.abs(begins.y.astype(int) - from_rgb(footage.fitted(last, *SIZE)).y)[32:].mean() < 0.5


def test_an_edited_video_plays_the_same_from_any_frame(tmp_path: Path):
    clip = film(tmp_path / "a.mp4", 60)
    seen = {}
    for order in ((5, 20), (20, 5)):
        playback = Playback(clip, SIZE)
        for index in order:
            frame = Picture.blank(*SIZE)
            playback.draw(frame, Moment(index, index / 24, 0.1, Pose()))
            assert np.array_equal(seen.setdefault(index, frame.y.copy()), frame.y)


def test_a_background_takes_the_place_of_the_set(tmp_path: Path):
    clip = reference(tmp_path / "a.png", noise(3))
    work = job("a cat walks, the background is @Image1, static shot", (clip,))
    assert has(work, Backcloth)
    shown = frames(work, 30)[0]
    like = np.corrcoef(
        cv2.resize(shown.y, (32, 18)).ravel(), cv2.resize(from_rgb(noise(3)).y, (32, 18)).ravel()
    )
    assert like[0, 1] > 0.6


def test_before_a_background_nothing_of_another_set_stands(tmp_path: Path):
    """No lamp posts of a street, no walls of a room: figures, weather and film alone."""
    clip = reference(tmp_path / "a.png", noise(3))
    kinds = {
        type(prop).__name__
        for prop in props(job("a man walks in a city street, @Image1 as background", (clip,)))
    }
    assert "Backcloth" in kinds and not kinds & {"Flat", "Ground", "Backdrop"}


def test_a_reference_named_as_first_frame_is_one(tmp_path: Path):
    clip = reference(tmp_path / "a.png", scene())
    first = frames(job("@Image1 as the first frame, slow push in", (clip,)), 0)[0]
    assert np.array_equal(first.y[32:], from_rgb(scene()).y[32:])


def recording(path: Path, at: list[float], seconds: float = 4.0) -> Clip:
    sound = np.random.default_rng(1).normal(0, 0.004, round(seconds * 48_000))
    for moment in at:
        start = round(moment * 48_000)
        ring = np.exp(-np.arange(9_600) / 1_500) * np.sin(np.arange(9_600) * 0.05) * 0.6
        sound[start : start + 9_600] += ring[: len(sound) - start]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes((np.clip(sound, -1, 1) * 32_000).astype("<i2").tobytes())
    return Clip("audio", "reference", path)


def test_beats_are_where_something_sets_in(tmp_path: Path):
    from onetake.animatic.given import footage

    struck = [0.5, 1.0, 1.5, 2.25, 3.1]
    found = pulse.beats(footage.sound(recording(tmp_path / "a.wav", struck)))
    assert len(found) == len(struck)
    assert np.abs(np.array(found) - struck).max() < 0.05


@pytest.mark.parametrize("wave", [np.zeros(96_000, np.float32), np.zeros(10, np.float32)])
def test_silence_has_no_beats(wave: np.ndarray):
    assert pulse.beats(wave) == ()


def test_cuts_fall_on_beats_that_are_near_enough():
    times = [(0.0, 2.0), (2.0, 3.0), (3.0, 5.0)]
    assert pulse.snapped(times, (1.8, 3.1)) == [(0.0, 1.8), (1.8, 3.1), (3.1, 5.0)]
    assert pulse.snapped(times, (0.1, 2.5, 4.9)) == times
    assert pulse.snapped(times, ()) == times


def test_a_recording_moves_the_cuts_of_a_clip(tmp_path: Path):
    prompt = "0-2s: a meadow. 2-4s: a beach at noon"
    bed = recording(tmp_path / "a.wav", [0.5, 1.75, 3.0])
    still = reference(tmp_path / "a.png", noise(1))
    plain = shot.stage(job(prompt, (still,))).film.spans[1].first
    moved = shot.stage(job(prompt, (still, bed))).film.spans[1].first
    assert plain == 48 and abs(moved - 42) <= 1


def test_every_reference_has_one_part(tmp_path: Path):
    images = tuple(reference(tmp_path / f"{i}.png", noise(i)) for i in range(3))
    prompt = "a dog runs, @Image1 as the background, in the style of @Image2, with @Image3"
    found = references.References(images, shotlist.read(prompt).tags)
    assert [found.job(clip) for clip in images][:2] == ["background", "style"]
    assert found.plates == images[2:]


def test_people_in_pictures_without_a_job_stand_in_the_scene_and_live(tmp_path: Path):
    """Two portraits, tagged but given no job: both stand there; a wall among them stays a plate."""
    one, two = (reference(tmp_path / f"{n}.png", portrait(480, 360, seed=n)) for n in (1, 2))
    wall = reference(tmp_path / "w.png", noise(1))
    work = job("@Image1 and @Image2 talk in a room, @Image3", (one, two, wall))
    stood = [prop for prop in props(work) if isinstance(prop, Standee)]
    assert len(stood) == 2 and has(work, Card)
    assert not any(isinstance(prop, Standee) for prop in props(job("two people talk", (one, two, wall))))


def test_who_stands_in_a_scene_speaks_in_turn_and_stays_in_the_picture(tmp_path: Path):
    clips = tuple(reference(tmp_path / f"{n}.png", portrait(480, 360, seed=n)) for n in (1, 2))
    work = job('@Image1 says: "Good morning." @Image2 says: "Good night."', clips, size=(864, 480))
    stood = [prop for prop in props(work) if isinstance(prop, Standee)]
    said = [prop._mien._said for prop in stood if prop._mien is not None]
    assert len(said) == 2 and len(said[0]) == len(said[1]) == 1 and said[0][0][1] <= said[1][0][0]
    staged = shot.stage(work).film.take(0).stage
    assert staged is not None and staged.camera.pose(1.0).pan[0] == staged.camera.pose(0.0).pan[0]
