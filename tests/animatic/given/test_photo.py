"""A first frame, a last frame, and chains of clips: the laws that hold for any picture."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from onetake.animatic import easing, shot
from onetake.animatic.colour import Picture, from_rgb, to_rgb
from onetake.animatic.given import depth, diorama, photo, slate
from onetake.animatic.given.diorama import REST, Diorama, Push
from onetake.animatic.job import Clip, Job

SIZE = (288, 160)
MOVES = tuple(photo._MOVES)


def scene(seed: int = 1, size: tuple[int, int] = SIZE) -> np.ndarray:
    """Sky over a field, a red post with a foot on it: what a relief can be guessed from."""
    width, height = size
    chance = np.random.default_rng(seed)
    rows = np.linspace(0, 1, height)[:, None, None]
    sky = np.array([150, 190, 235]) + rows * 50
    field = np.array([70, 120, 50]) + rows * 30
    rgb = np.where(rows < 0.5, sky, field) + chance.normal(0, 2, (height, width, 3))
    left = int(width * 0.45) + int(chance.integers(-8, 8))
    rgb[int(height * 0.35) : int(height * 0.85), left : left + width // 10] = (205, 40, 45)
    return np.clip(rgb, 0, 255).astype(np.uint8)


def noise(seed: int, size: tuple[int, int] = SIZE) -> np.ndarray:
    grid = np.random.default_rng(seed).integers(0, 255, (6, 8, 3), np.uint8)
    return np.asarray(cv2.resize(grid, size, interpolation=cv2.INTER_CUBIC), np.uint8)


def given(path: Path, rgb: np.ndarray, role: str = "first_frame") -> Clip:
    Image.fromarray(rgb).save(path, "PNG")
    return Clip("image", role, path)


def job(prompt: str, media: tuple[Clip, ...], seed: int = 3, size: tuple[int, int] = SIZE) -> Job:
    return Job(
        prompt=prompt, width=size[0], height=size[1], seed=seed, media=media, out=Path("/x"),
        audio=False, watermark=False, last_frame=True, seconds=4,
    )  # fmt: skip


def frames(work: Job, *which: int) -> list[Picture]:
    made = shot.stage(work)
    drawn = []
    for index in which:
        frame = Picture.blank(work.width, work.height)
        made.draw(frame, index % made.frames)
        drawn.append(frame)
    return drawn


def far(a: Picture, b: Picture) -> float:
    return float(np.abs(a.y.astype(int) - b.y).mean())


@pytest.mark.parametrize("rgb", [scene(), noise(1), np.full((160, 288, 3), 128, np.uint8)])
def test_a_diorama_at_rest_is_the_picture(rgb: np.ndarray):
    frame = Picture.blank(*SIZE)
    set_up = Diorama(rgb)
    set_up.draw(frame, REST)
    assert all(np.array_equal(a, b) for a, b in zip(frame.planes, from_rgb(rgb).planes, strict=True))
    set_up.draw(frame, Push(dolly=1e-6))
    assert far(frame, from_rgb(rgb)) < 0.15


def test_what_stands_out_is_cut_out_and_stands_where_its_foot_is():
    relief = depth.guess(scene())
    assert relief.figure is not None
    assert 0.4 < relief.horizon < 0.6 and relief.sky > 0.3
    assert 0.78 < relief.foot < 0.92 and relief.near > 0.45
    middle = relief.figure[int(relief.figure.shape[0] * 0.6)]
    assert middle.max() > 0.9 and middle[:10].max() < 0.1


@pytest.mark.parametrize("rgb", [noise(2), np.full((160, 288, 3), 90, np.uint8)])
def test_where_nothing_is_clean_nothing_is_cut_out(rgb: np.ndarray):
    assert depth.guess(rgb).figure is None


def test_near_things_pass_far_ones_without_a_second_figure():
    set_up = Diorama(scene())
    frame = Picture.blank(*SIZE)
    set_up.draw(frame, Push(side=0.1))
    red = to_rgb(frame)[..., 0].astype(int) - to_rgb(frame)[..., 1] > 90
    columns = np.flatnonzero(red[int(SIZE[1] * 0.6)])
    was = np.flatnonzero(scene()[int(SIZE[1] * 0.6), :, 1] < 60)
    assert was.mean() - columns.mean() > SIZE[0] * 0.04
    assert np.ptp(columns) < np.ptp(was) + 6, "one post, not two"


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("pace", ["slow", "fast"])
def test_every_move_goes_from_rest_to_rest_within_bounds(move: str, pace: str):
    goal = photo.aim((move,), pace, 0.7, 15.0, "left")
    assert goal.held() == goal
    leg = photo.Leg(0.0, 1.0, goal)
    first, middle, last = (leg.push(s) for s in (1 / 119, 0.5, 1.0))
    assert last.parts == pytest.approx(goal.parts)
    assert all(abs(a) <= abs(g) * 0.001 + 1e-12 for a, g in zip(first.parts, goal.parts, strict=True))
    assert middle.parts == pytest.approx(goal.times(0.5).parts)


def test_a_hitchcock_zoom_keeps_the_size_of_the_subject():
    near = 0.8
    goal = photo.aim(("hitchcock",), "normal", near)
    assert (1 + goal.zoom) / (1 - goal.dolly * near) == pytest.approx(1, abs=0.02)
    assert goal.zoom > 0.1, "while what is far away grows"


def test_what_lives_in_a_picture_is_calm_at_both_ends():
    assert easing.swell(0, 5) == easing.swell(5, 5) == 0
    assert easing.swell(2.5, 5) == 1


@pytest.mark.parametrize(
    "prompt",
    [
        "static shot",
        "rain falls",
        "a misty lake, push in",
        "candle light flickers",
        "petals, pan left",
        "雪",
        "",
    ],
)
def test_frame_0_is_the_picture_and_frame_1_hardly_another(prompt: str, tmp_path: Path):
    clip = given(tmp_path / "a.png", scene())
    plain = from_rgb(scene())
    first, second, middle = frames(job(prompt, (clip,)), 0, 1, 48)
    assert all(np.array_equal(a[30:], b[30:]) for a, b in zip(first.planes, plain.planes, strict=True))
    assert far(first, second) < 0.8
    assert far(first, middle) > 0.4


def test_a_static_shot_lives_and_ends_as_it_began(tmp_path: Path):
    clip = given(tmp_path / "a.png", scene())
    first, middle, last = frames(job("static shot", (clip,)), 0, 48, -1)
    assert far(first, middle) > 0.5 and far(first, last) < 0.2


def test_beats_of_a_prompt_move_the_camera_in_turn(tmp_path: Path):
    clip = given(tmp_path / "a.png", noise(4))
    prompt = "0-2s: static shot. 2-4s: push in"
    first, early, last = frames(job(prompt, (clip,)), 0, 40, -1)
    assert far(first, early) < 0.35 * far(first, last)


def test_the_slate_is_lifted_off_a_picture_that_carries_it():
    rgb = noise(5, (640, 360))
    labelled = Picture.blank(640, 360)
    labelled.take(from_rgb(rgb))
    from onetake.animatic import overlay

    overlay.label(640, 360).draw(labelled, overlay.STILL)
    clean = slate.lifted(to_rgb(labelled))
    assert np.abs(clean.astype(int) - rgb)[:40, :260].mean() < 6
    assert np.array_equal(clean[60:], to_rgb(labelled)[60:])
    assert np.array_equal(slate.lifted(rgb), rgb), "and nothing off one that does not"


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_a_plain_picture_has_no_slate_to_lift(shade: int):
    rgb = np.full((360, 640, 3), shade, np.uint8)
    assert np.array_equal(slate.lifted(rgb), rgb)


PARTS = [
    "push in",
    "pan left",
    "orbit",
    "static shot",
    "handheld",
    "rain",
    "misty lake",
    "zoom out",
    "镜头环绕",
]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_a_chain_of_clips_goes_on_without_a_jump(seed: int, tmp_path: Path):
    chance = np.random.default_rng(seed)
    clip, before = given(tmp_path / "0.png", scene(seed)), from_rgb(scene(seed))
    for link in range(3):
        prompt = ", ".join(chance.choice(PARTS, 2))
        first, second, last = frames(job(prompt, (clip,), seed=int(chance.integers(99))), 0, 1, -1)
        assert np.abs(first.y.astype(int) - before.y)[32:].mean() < 0.4, prompt
        assert not link or far(first, before) < 0.6, "the slate is drawn once"
        assert far(first, second) < 0.9, prompt
        before = last
        clip = given(tmp_path / f"{link + 1}.png", np.asarray(to_rgb(last)))


@pytest.mark.parametrize(
    "push", [Push(dolly=-0.3), Push(zoom=-0.12), Push(x=0.1), Push(side=-0.15, dolly=0.1), Push(lift=0.12)]
)
def test_past_its_edges_a_picture_is_drawn_out_and_shows_nothing_twice(push: Push):
    """A ramp from left to right and from top to bottom stays one, whatever the camera does."""
    for axis in (0, 1):
        ramp = np.linspace(0, 255, SIZE[1 - axis])
        rgb = np.repeat(np.broadcast_to(ramp[:, None] if axis == 0 else ramp, SIZE[::-1])[..., None], 3, 2)
        set_up, frame = Diorama(np.ascontiguousarray(rgb, np.uint8), flat=True), Picture.blank(*SIZE)
        set_up.draw(frame, push)
        assert np.diff(frame.y.astype(int), axis=axis).min() >= -1


def test_coordinates_are_drawn_in_smoothly_and_only_where_something_is_past_an_edge():
    inside = np.repeat(np.linspace(0, 99, 200, dtype=np.float32)[None], 3, 0)
    assert np.array_equal(diorama.within(inside, 0, 99), inside)
    past = np.repeat(np.linspace(-4, 118, 500, dtype=np.float32)[None], 3, 0)
    drawn = diorama.within(past, 0, 99)
    assert drawn.min() == pytest.approx(0, abs=0.3) and drawn.max() == pytest.approx(99, abs=0.3)
    steps = np.diff(drawn[1])
    assert steps.min() > 0 and np.abs(np.diff(steps)).max() < 0.02
    middle = (past > 20) & (past < 50)
    assert np.array_equal(drawn[middle], past[middle])


def test_what_was_not_cut_out_with_a_figure_comes_along_and_leaves_no_ghost():
    """A thin strand beside the post, as hair is beside a head."""
    rgb = scene()
    post = np.flatnonzero(rgb[int(SIZE[1] * 0.6), :, 1] < 60)
    strand = int(post[-1]) + 3
    rgb[int(SIZE[1] * 0.4) : int(SIZE[1] * 0.47), strand : strand + 2] = (20, 20, 20)
    set_up, frame = Diorama(rgb), Picture.blank(*SIZE)
    row = int(SIZE[1] * 0.43)
    set_up.draw(frame, Push(side=0.12))
    ground = float(np.median(frame.y[row]))
    assert frame.y[row, strand - 3 : strand + 4].min() > ground - 30, "nothing where it was"
    dark = np.flatnonzero(frame.y[row] < 70)  # the post itself is lighter
    assert len(dark) and post[0] - 40 < dark.mean() < strand - 10


@pytest.mark.slow
def test_a_file_starts_on_the_last_frame_of_the_file_before(tmp_path: Path):
    """Through the coder, both ways: what a viewer sees at the joint is one picture."""
    import av

    from onetake.animatic.render import render

    clip, shown = given(tmp_path / "0.png", scene()), []
    for link, prompt in enumerate(("slow push in, rain", "orbit shot")):
        done = render(
            replace(job(prompt, (clip,)), out=tmp_path / f"clip{link}"), lambda frames_done, of: None
        )
        with av.open(str(done["video"])) as file:
            shown.append([frame.to_ndarray(format="gray") for frame in file.decode(video=0)])
        clip = Clip("image", "first_frame", Path(done["last_frame"]))
    jump = np.abs(shown[0][-1].astype(int) - shown[1][0]).mean()
    along = [np.abs(a.astype(int) - b).mean() for a, b in pairwise(shown[1][:12])]
    assert jump < 4.0 and max(along) < 4.0, "no more than the coder itself takes"


@pytest.mark.parametrize(
    "prompt", ["rain, a misty lake, petals", "fire flickers, handheld", "snow, dust, pan left"]
)
def test_the_same_job_is_the_same_and_frames_do_not_depend_on_those_before(prompt: str, tmp_path: Path):
    clip = given(tmp_path / "a.png", scene())
    alone = frames(job(prompt, (clip,)), 50)[0]
    after = frames(job(prompt, (clip,)), 3, 20, 50)[2]
    other = frames(job(prompt, (clip,), seed=4), 50)[0]
    assert all(np.array_equal(a, b) for a, b in zip(alone.planes, after.planes, strict=True))
    assert far(alone, other) > 0.1
    assert alone.y.min() >= 16 and alone.y.max() <= 235


@pytest.mark.parametrize("size", [(64, 64), (66, 118), (992, 432), (160, 288)])
def test_any_size_and_any_picture_is_drawn(size: tuple[int, int], tmp_path: Path):
    for seed, have in enumerate(((40, 300), (300, 40), (7, 9))):
        clip = given(tmp_path / f"{seed}.png", noise(seed, have))
        first, last = frames(job("push in, rain, water", (clip,), size=size), 0, -1)
        assert first.y.shape == last.y.shape == (size[1], size[0])


def test_a_figure_that_the_lower_edge_cuts_off_goes_on_below_it():
    rgb = scene()
    post = (rgb[..., 0] > 180) & (rgb[..., 1] < 90)
    rgb[int(SIZE[1] * 0.8) :, post.any(axis=0)] = (205, 40, 45)
    set_up, frame = Diorama(rgb), Picture.blank(*SIZE)
    assert set_up.figure is not None
    set_up.draw(frame, Push(dolly=-0.12))
    assert (frame.v[-1] > 180).sum() >= 8


def test_a_picture_with_no_drawn_figures_says_nothing_of_cards(tmp_path: Path):
    clip = given(tmp_path / "a.png", scene())
    assert shot.stage(job("a gryphon lands on the picture", ())).notes
    assert not shot.stage(job("a gryphon lands on the picture", (clip,))).notes
