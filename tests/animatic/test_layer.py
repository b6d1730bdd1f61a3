import numpy as np
import pytest

from onetake.animatic.colour import Picture, from_rgb
from onetake.animatic.layer import Box, Layer, after, shift


def patch(colour: tuple[int, int, int], size: int = 16, alpha: int = 255) -> Layer:
    """A square with two clear pixels around it."""
    rgb = np.full((size, size, 3), colour, np.uint8)
    cover = np.zeros((size, size), np.uint8)
    cover[2:-2, 2:-2] = alpha
    return Layer(from_rgb(rgb), cover, Box(0, 0, size, size))


def test_an_opaque_layer_at_rest_is_copied_exactly():
    rgb = np.random.default_rng(1).integers(0, 256, (32, 48, 3), np.uint8)
    picture = from_rgb(rgb)
    frame = Picture.blank(48, 32)
    Layer(picture, None, Box(0, 0, 48, 32)).draw(frame, shift(0, 0))
    for drawn, given in zip(frame.planes, picture.planes, strict=True):
        assert np.array_equal(drawn, given)


def test_a_cut_out_leaves_the_rest_alone():
    frame = Picture.blank(64, 48)
    patch((255, 255, 255)).draw(frame, shift(20, 10))
    assert frame.y[18, 28] >= 234
    assert (frame.y[:10] == 16).all() and (frame.y[:, :20] == 16).all()
    assert (frame.y[28:] == 16).all() and (frame.y[:, 38:] == 16).all()


def test_half_alpha_is_half_way():
    frame = Picture.blank(32, 32)
    patch((255, 255, 255), 32, 128).draw(frame, shift(0, 0))
    assert abs(int(frame.y[16, 16]) - (16 + 235) // 2) <= 2


def test_a_fainter_draw_is_fainter():
    frame = Picture.blank(32, 32)
    patch((255, 255, 255), 32).draw(frame, shift(0, 0), share=0.25)
    assert abs(int(frame.y[16, 16]) - (16 + 219 // 4)) <= 3


def test_moves_are_sub_pixel():
    frame = Picture.blank(48, 48)
    patch((255, 255, 255)).draw(frame, shift(10.5, 10))
    edge = int(frame.y[18, 12])
    assert 16 + 80 < edge < 235 - 80


@pytest.mark.parametrize("x", [-100.0, -15.0, -1.3, 60.7, 200.0])
@pytest.mark.parametrize("scale", [0.3, 1.0, 2.7])
def test_any_place_and_size_is_clipped_to_the_frame(x: float, scale: float):
    frame = Picture.blank(64, 48)
    patch((90, 140, 30)).draw(frame, shift(x, x / 2, scale))
    assert frame.y.shape == (48, 64)


def test_views_compose_inner_first():
    view = after(shift(10, 0), shift(1, 2, 3))
    assert np.allclose(view @ [2, 2, 1], [1 + 6 + 10, 2 + 6])
