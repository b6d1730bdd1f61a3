"""Every move of the camera as it is seen: the picture of an empty set goes the way that was asked for.

Motion is measured in drawn frames by optical flow, not read from the camera.
"""

from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from onetake.animatic import director, shot, wayside
from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import Picture
from onetake.animatic.job import Job
from onetake.animatic.layer import Box
from onetake.animatic.scenes import road
from onetake.animatic.text.prompt import read

SIZE = (320, 180)
_X, _Y = np.meshgrid(np.linspace(-1, 1, SIZE[0]), np.linspace(-1, 1, SIZE[1]))


@cache
def frames(prompt: str, shares: tuple[float, ...]) -> list[NDArray[np.uint8]]:
    made = shot.stage(Job(prompt, *SIZE, 5, 11, False, False, False, (), Path("/x")))
    frame, seen = Picture.blank(*SIZE), []
    for share in shares:
        made.film.draw(frame, round(share * (made.frames - 1)))
        seen.append(frame.y.copy())
    return seen


def flow(move: str, a: float = 0.46, b: float = 0.5, place: str = "a mountain meadow") -> NDArray[np.float64]:
    """(height, width, 2): pixels that each place of the picture moves between two moments of a clip."""
    first, second = frames(f"{place}, {move}", (a, b))
    return cv2.calcOpticalFlowFarneback(first, second, np.empty(0), 0.5, 4, 21, 4, 7, 1.5, 0).astype(
        np.float64
    )


def moved(field: NDArray[np.float64], rows: slice = slice(20, 160)) -> tuple[float, float]:
    """The middle motion to the right and down."""
    return float(np.median(field[rows, :, 0])), float(np.median(field[rows, :, 1]))


def grown(field: NDArray[np.float64]) -> float:
    """How much farther each place lies from the middle than before, in pixels at the edge."""
    u, v = field[..., 0] - np.median(field[..., 0]), field[..., 1] - np.median(field[..., 1])
    return float(np.sum(u * _X + v * _Y) / np.sum(_X**2 + _Y**2))


@pytest.mark.parametrize(
    ("move", "axis", "sign"),
    [
        ("pan left", 0, 1),
        ("pan right", 0, -1),
        ("tilt up", 1, 1),
        ("tilt down", 1, -1),
        ("crane up", 1, -1),
        ("crane down", 1, 1),
    ],
)
def test_a_turn_or_a_lift_moves_the_picture_the_other_way(move: str, axis: int, sign: int) -> None:
    """Turned left, all goes right; turned up, all goes down; lifted, the horizon rises, for it looks down."""
    far = moved(flow(move), slice(70, 105) if "crane" in move else slice(20, 160))
    assert sign * far[axis] > 1.0 and abs(far[1 - axis]) < 0.4 * abs(far[axis])


@pytest.mark.parametrize(
    ("move", "sign"), [("push in", 1), ("zoom in", 1), ("pull back", -1), ("zoom out", -1)]
)
def test_what_comes_nearer_grows(move: str, sign: int) -> None:
    assert sign * grown(flow(move)) > 0.6


def test_a_zoom_magnifies_far_and_near_alike_and_a_push_does_not() -> None:
    """The far rows are those above the horizon."""

    def rows(move: str) -> float:
        field = flow(move, 0.3, 0.5)
        far, near = (np.polyfit(_X[0], np.median(field[part, :, 0], axis=0), 1)[0] for part in (
            slice(60, 90), slice(140, 175)))  # fmt: skip
        return float(near / far)

    assert 0.4 < rows("zoom in") < 0.6 * rows("push in")


def test_a_dolly_zoom_keeps_the_subject_and_lets_the_world_recede() -> None:
    field = flow("hitchcock zoom", 0.44, 0.5, "a man stands in a street")
    assert grown(field) < -0.6
    body = field[70:150, 150:170, 0]
    assert abs(np.median(body)) < 0.5


def test_an_orbit_slides_far_and_near_apart() -> None:
    field = flow("orbit shot")
    assert moved(field, slice(60, 90))[0] * moved(field, slice(160, 178))[0] < 0


def test_a_drone_rises_and_flies_in() -> None:
    field = flow("drone shot", 0.44, 0.5)
    assert moved(field, slice(50, 80))[1] < -0.4 and grown(field) > 0.3


def test_a_tracking_shot_passes_near_things_faster() -> None:
    field = flow("tracking shot", 0.48, 0.5, "a fox trots across a meadow")
    far, near = moved(field, slice(40, 70))[0], moved(field, slice(160, 178))[0]
    assert abs(near) > 2 * abs(far) and abs(near) > 1.0


def test_a_whip_pan_is_over_in_a_moment_and_smears() -> None:
    seen = frames("a mountain meadow, whip pan", (0.0, 0.2, 0.36, 0.6, 1.0))
    sharp = [float(np.abs(np.diff(frame.astype(int), axis=1)).mean()) for frame in seen]
    assert sharp[2] < 0.6 * min(sharp[0], sharp[4])
    assert np.abs(seen[3].astype(int) - seen[4]).mean() < 0.4 * np.abs(seen[0].astype(int) - seen[4]).mean()


def test_a_static_camera_stays_and_a_hand_does_not() -> None:
    still, held = (flow(f"{move} camera", 0.4, 0.45) for move in ("static", "handheld"))
    assert max(map(abs, moved(still))) < 0.05 < 0.3 < max(map(abs, moved(held)))
    times = [moved(flow("handheld camera", at, at + 0.02))[0] for at in (0.1, 0.3, 0.5, 0.7, 0.9)]
    assert min(times) < 0 < max(times), "to and fro"


def test_a_time_lapse_hurries_the_clouds() -> None:
    def change(word: str) -> float:
        seen = frames(f"a mountain meadow, {word}", (0.4, 0.5))
        first, second = (cv2.blur(frame[:60], (9, 9)) for frame in seen)
        return float(np.abs(first.astype(int) - second).mean())

    assert change("static camera, time-lapse") > 1.5 * change("static camera")


@pytest.mark.parametrize(
    ("prompt", "beside"),
    [
        ("a train crosses a snowy plain, tracking shot", True),
        ("a car drives through the desert, tracking shot", True),
        ("a car drives through the desert, static shot", False),
        ("a fox trots across a meadow, tracking shot", False),
        ("a car drives through the city at night, tracking shot", False),
    ],
)
def test_what_rolls_through_open_country_passes_posts(prompt: str, beside: bool) -> None:
    stage, _ = director.direct(read(prompt), 5.0, 7, SIZE, lambda _: [])
    behind, before = wayside.rows(stage)
    assert [bool(behind), bool(before)] == [beside, beside]
    if beside:
        near, far = (
            abs((stage.camera.view(stage.camera.pose(1.0), flat.depth) @ (0, 0, 1))[0])
            for flat in (*before, *behind)
        )
        assert near > far > 0.8 * abs(stage.camera.travel) * stage.unit / 2


def test_wheels_that_go_away_have_a_way_that_leads_there() -> None:
    """Its sides run together towards the horizon; one that is crossed has the same breadth all along."""

    def breadths(prompt: str) -> tuple[float, float]:
        stage = director._stage(read(prompt), 5.0, 7, (640, 360))
        sheet = Canvas(Box(0, stage.horizon, 640, 360), (0, 0, 0))
        road.lay(stage, sheet)
        lit = np.asarray(sheet.rgb.max(axis=2) > 0)
        rows = int((stage.foot - stage.horizon) * 0.5), int((stage.foot - stage.horizon) * 0.95)
        return float(lit[rows[0]].sum()), float(lit[rows[1]].sum())

    far, near = breadths("a car drives away down a desert road")
    assert 0 < far < 0.7 * near < 640
    assert breadths("a car drives along a desert road")[1] > 630


def test_a_sea_seen_from_above_has_no_stripes() -> None:
    """More water than sky: what there is no sky for is not made of the last row that there is."""
    (last,) = frames("the sea at dusk, drone shot", (1.0,))
    low = last[110:150].astype(float)
    assert np.abs(np.diff(cv2.blur(low, (9, 1)).mean(axis=0))).mean() < 0.58
