import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.animatic import colour
from onetake.animatic.colour import Picture, from_rgb, mix, to_rgb, yuv

BYTE = st.integers(0, 255)


@pytest.mark.parametrize(
    ("rgb", "expected"),
    [
        ((255, 255, 255), (235, 128, 128)),
        ((0, 0, 0), (16, 128, 128)),
        ((255, 0, 0), (63, 102, 240)),
        ((0, 255, 0), (173, 42, 26)),
        ((0, 0, 255), (32, 240, 118)),
    ],
)
def test_the_matrix_is_bt709_limited_range(rgb: tuple[int, int, int], expected: tuple[int, int, int]):
    """The values of ITU-R BT.709 for the corners; BT.601 would give red a luma of 81."""
    assert np.abs(np.subtract(yuv(rgb), expected)).max() <= 1


@given(BYTE, BYTE, BYTE)
def test_a_flat_picture_survives_the_round_trip(red: int, green: int, blue: int):
    rgb = np.full((6, 8, 3), (red, green, blue), np.uint8)
    back = to_rgb(from_rgb(rgb)).astype(int)
    assert np.abs(back - rgb).max() <= 3


@pytest.mark.parametrize("size", [(6, 8), (630, 1470), (946, 2206)])
def test_planes_have_the_shapes_of_420(size: tuple[int, int]):
    picture = Picture.blank(size[1], size[0])
    assert picture.y.shape == size
    assert picture.u.shape == picture.v.shape == (size[0] // 2, size[1] // 2)


@given(st.tuples(BYTE, BYTE, BYTE), st.tuples(BYTE, BYTE, BYTE), st.floats(-1, 2))
def test_mixing_stays_between(a: tuple[int, int, int], b: tuple[int, int, int], share: float):
    for x, y, z in zip(a, b, mix(a, b, share), strict=True):
        assert min(x, y) <= z <= max(x, y)


@pytest.mark.parametrize("size", [(64, 40), (65, 40), (64, 41), (6000, 2)])
def test_a_large_image_is_the_same_in_pieces(size: tuple[int, int], monkeypatch: pytest.MonkeyPatch):
    width, height = size
    rgb = np.random.default_rng(1).integers(0, 256, (height, width, 3), np.uint8)
    whole = from_rgb(rgb)
    monkeypatch.setattr(colour, "_LARGE", 6 * width * 3 + 1)
    parts = from_rgb(rgb)
    assert all(np.array_equal(a, b) for a, b in zip(whole.planes, parts.planes, strict=True))
