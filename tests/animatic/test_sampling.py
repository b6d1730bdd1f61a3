"""Every way to look at a plane shows the same picture: shifted, resized or warped."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onetake.animatic.colour import Bytes, Picture, halved
from onetake.animatic.layer import Box, Layer, shift
from onetake.animatic.sampling import Scaling, is_shift, padded, shifted, warped


def plane(seed: int, height: int = 200, width: int = 320) -> Bytes:
    """Soft noise: neighbours differ by a few levels, so that a wrong place shows and rounding does not."""
    noise = np.random.default_rng(seed).integers(0, 256, (height // 8, width // 8), dtype=np.uint8)
    return np.asarray(cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


SCALES = st.floats(0.55, 1.9)
EVEN = st.integers(0, 60).map(lambda n: 2 * n)


@settings(max_examples=80, deadline=None)
@given(
    SCALES,
    SCALES,
    st.floats(-60, 5),
    st.floats(-60, 5),
    EVEN,
    EVEN,
    st.integers(45, 120),
    st.integers(45, 90),
)
def test_what_is_resized_looks_as_if_it_were_warped(a, d, x, y, left, top, wide, high) -> None:
    own = np.array([[a, 0, x], [0, d, y]])
    window = (left, top, left + 2 * wide, top + 2 * high)
    sheet = plane(3)
    scaling = Scaling(own, padded(sheet, None).shape)
    cut = scaling.cut(window)
    if not Scaling.fits(own, window) or cut is None:
        return
    found = scaling.sample(padded(sheet, None), cut)
    assert found.shape == (2 * high, 2 * wide)
    straight = warped(sheet, own, window, False, None)
    assert np.abs(found.astype(int) - straight).max() <= 6


def test_most_windows_of_a_camera_that_drives_in_are_resized() -> None:
    shape = padded(plane(0, 1000, 1928), None).shape
    taken = [
        Scaling(shift(-2 - s * 900, -1 - s * 400, 1 + s), shape).cut((320, 128, 800, 500)) is not None
        for s in np.linspace(0.02, 0.35, 60)
    ]
    assert sum(taken) > 40


def test_a_window_beyond_the_plane_is_never_resized() -> None:
    own = shift(0.0, 0.0, 1.25)
    assert Scaling(own, padded(plane(0), None).shape).cut((0, 0, 800, 100)) is None
    assert not Scaling.fits(np.array([[1.2, 0.01, 0], [0, 1.2, 0]]), (0, 0, 300, 300))


@pytest.mark.parametrize("half", [False, True])
def test_a_shift_is_a_warp_that_only_moves(half: bool) -> None:
    own = shift(-7.25, -3.5)
    assert is_shift(own) and not is_shift(shift(0, 0, 1.5))
    (found,) = shifted([plane(1)], own, (20, 10, 160, 90), half)
    straight = warped(plane(1), own, (20, 10, 160, 90), half, None)
    assert np.abs(found.astype(int) - straight).max() <= 2


@pytest.mark.parametrize("view", [shift(-9, -6, 1.07), np.array([[1.02, 0.03, -4.0], [-0.03, 1.02, -2.0]])])
def test_a_cut_out_is_mixed_as_plane_by_plane(view) -> None:
    """Whatever is packed or padded for speed, the frame is what warping every plane by itself gives."""
    y, alpha = plane(1), plane(2)
    alpha[:3], alpha[-3:], alpha[:, :3], alpha[:, -3:] = 0, 0, 0, 0
    layer = Layer(Picture(y, halved(plane(4)), halved(plane(5))), alpha, Box(0, 0, 320, 200))
    frame, plain = Picture.blank(256, 144), Picture.blank(256, 144)
    sheets = [*layer.picture.planes, alpha, halved(alpha)]
    layer.draw(frame, view)
    window = (0, 0, 256, 144)
    for index, mine in enumerate(plain.planes):
        fresh = warped(sheets[index], view, window, index > 0, 0)
        cover = warped(sheets[3 + (index > 0)], view, window, index > 0, 0)
        mine[:] = cv2.add(np.asarray(cv2.multiply(mine, 255 - cover, scale=1 / 255)), fresh)
        assert np.abs(frame.planes[index].astype(int) - mine).max() <= 6


def test_a_layer_looks_the_same_after_a_warp_as_before() -> None:
    """A warp packs and pads its planes; a shift afterwards still shows them."""
    alpha = plane(2)
    layer = Layer(Picture(plane(1), halved(plane(4)), halved(plane(5))), alpha, Box(0, 0, 320, 200))
    before, after, other = (Picture.blank(256, 144) for _ in range(3))
    layer.draw(before, shift(-7.25, -3.5))
    layer.draw(other, shift(-9, -6, 1.07))
    layer.draw(after, shift(-7.25, -3.5))
    for mine, theirs in zip(before.planes, after.planes, strict=True):
        assert np.array_equal(mine, theirs)
    assert not np.array_equal(before.y, other.y)


@settings(max_examples=20, deadline=None)
@given(SCALES, st.floats(-0.2, 0.2), st.integers(1000, 37_000), st.sampled_from((None, 0)))
def test_a_plane_of_any_width_is_warped(scale: float, shear: float, at: int, outside: int | None) -> None:
    """OpenCV refuses what is wider than 32,767 pixels; the ground under a gallop can be."""
    wide = np.tile(plane(5, 40, 400), (1, 100))
    left = at // 2 * 2 - 800
    part = np.ascontiguousarray(wide[:, left : left + 2000])
    own = [np.array([[scale, shear, (start - at) * scale], [0.0, 1.0, 0.0]]) for start in (0, left)]
    window = (0, 0, 320, 40)
    seen = warped(wide, own[0], window, False, outside).astype(int)
    assert wide.shape[1] > 32_767 and seen.shape == (40, 320)
    assert np.abs(seen - warped(part, own[1], window, False, outside)).max() <= 2


@pytest.mark.parametrize("at", [-900, -100, 39_900, 41_000])
def test_past_the_ends_of_a_wide_plane_lies_its_border(at: int) -> None:
    wide = np.tile(plane(5, 40, 400), (1, 100))
    own = np.array([[1.0, 0.0, -float(at)], [0.0, 1.0, 0.0]])
    seen = warped(wide, own, (0, 0, 320, 40), False, None)
    columns = np.clip(np.arange(at, at + 320), 0, wide.shape[1] - 1)
    assert np.abs(seen.astype(int) - wide[:, columns]).max() <= 1
    outside = (np.arange(at, at + 320) < 0) | (np.arange(at, at + 320) >= wide.shape[1])
    assert (warped(wide, own, (0, 0, 320, 40), False, 7)[:, outside] == 7).all()
