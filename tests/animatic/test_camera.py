from itertools import pairwise

import numpy as np
import pytest

from onetake.animatic.camera import Camera, eased

SIZE = (1280, 720)


def camera(*moves: str, travel: float = 0.0) -> Camera:
    return Camera(moves, "normal", 5, 7, SIZE, 720, travel)


def middle(view: np.ndarray) -> np.ndarray:
    return view @ [SIZE[0] / 2, SIZE[1] / 2, 1]


def test_a_static_camera_never_moves():
    still = camera("static")
    for share in (0.0, 0.4, 1.0):
        assert np.allclose(still.view(still.pose(share), 1.0), [[1, 0, 0], [0, 1, 0]])


def test_a_push_brings_near_things_closer_than_far_ones():
    push = camera("push_in")
    end = push.pose(1.0)
    assert push.view(end, 1.0)[0, 0] > push.view(end, 0.2)[0, 0] > 1.0
    assert np.allclose(push.view(push.pose(0.0), 1.0), [[1, 0, 0], [0, 1, 0]])


def test_a_pan_to_the_left_moves_the_picture_to_the_right():
    pan = camera("pan_left")
    assert middle(pan.view(pan.pose(1.0), 0.5))[0] > middle(pan.view(pan.pose(0.0), 0.5))[0]


def test_tracking_passes_near_things_faster_than_far_ones():
    track = camera("tracking", travel=1.5)
    start, end = track.pose(0.0), track.pose(1.0)
    passed = [middle(track.view(start, d))[0] - middle(track.view(end, d))[0] for d in (0.0, 0.3, 1.0)]
    assert passed[0] == pytest.approx(0) and passed[0] < passed[1] < passed[2]
    assert passed[2] == pytest.approx(1.5 * 720)


def test_an_orbit_keeps_the_subject_and_turns_the_world():
    orbit = camera("orbit")
    a, b = orbit.pose(0.0), orbit.pose(1.0)
    assert middle(orbit.view(a, 1.0))[0] == pytest.approx(middle(orbit.view(b, 1.0))[0], abs=1)
    assert abs(middle(orbit.view(a, 0.1))[0] - middle(orbit.view(b, 0.1))[0]) > 100


def test_the_ground_agrees_with_the_subjects_depth_and_with_the_horizon():
    track = camera("tracking", travel=1.0)
    pose = track.pose(0.9)
    ground = track.ground(pose, 400, 600)
    assert np.allclose(ground @ [640, 600, 1], track.view(pose, 1.0) @ [640, 600, 1])
    assert np.allclose(ground @ [640, 400, 1], track.view(pose, 0.0) @ [640, 400, 1])


@pytest.mark.parametrize(
    "move", ["pan_left", "tilt_up", "tilt_down", "push_in", "orbit", "crane_up", "zoom_in", "handheld"]
)
@pytest.mark.parametrize("depth", [0.0, 0.5, 1.0, 1.6])
def test_what_the_camera_sees_is_inside_its_extent(move: str, depth: float):
    shot = camera(move, travel=0.8)
    seen = shot.extent(depth)
    corners = np.array([[0, SIZE[0], 0, SIZE[0]], [0, 0, SIZE[1], SIZE[1]]], float)
    for share in np.linspace(0, 1, 37):
        view = shot.view(shot.pose(float(share)), depth)
        x, y = np.linalg.solve(view[:, :2], corners - view[:, 2:])
        assert x.min() >= seen.left - 1 and x.max() <= seen.right + 1
        assert y.min() >= seen.top - 1 and y.max() <= seen.bottom + 1


def test_easing_starts_and_ends_where_it_should_and_never_turns_back():
    values = [eased(i / 50) for i in range(51)]
    assert values[0] == pytest.approx(0) and values[-1] == pytest.approx(1)
    assert all(a <= b for a, b in pairwise(values))
