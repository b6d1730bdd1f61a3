"""A product in an orbit: what is flat narrows and shows its edge, what is round keeps its width."""

import numpy as np
import pytest

from onetake.animatic.colour import Picture, from_rgb
from onetake.animatic.figures.turning import Turning
from onetake.animatic.layer import Box, Layer, shift


def drawn(turning: Turning, share: float) -> np.ndarray:
    """Luma of a bright block, 60 across and 80 high, on black."""
    rgb, alpha = np.full((90, 70, 3), 180, np.uint8), np.zeros((90, 70), np.uint8)
    alpha[5:85, 5:65] = 255
    frame = Picture.blank(160, 120)
    frame.y[:] = 16
    turning.draw(frame, Layer(from_rgb(rgb), alpha, Box(-35, -85, 35, 5)), shift(80, 100), share)
    return frame.y


def width(luma: np.ndarray) -> int:
    return int(np.ptp(np.flatnonzero(luma[60] > 30))) + 1


def test_what_is_flat_narrows_to_both_sides_and_what_is_round_does_not() -> None:
    flat, round_ = (
        [width(drawn(Turning(thick, (255, 255, 255)), share)) for share in (0.0, 0.5, 1.0)]
        for thick in (0.0, None)
    )
    assert flat[0] == pytest.approx(flat[2], abs=1) and flat[0] < 0.75 * flat[1]
    assert round_[0] == round_[1] == round_[2]


def test_the_edge_of_what_is_thick_is_seen_on_the_side_that_turned_to_us() -> None:
    """Darker than the front, left at the beginning and right at the end."""
    first, last = (drawn(Turning(20.0, (255, 255, 255)), share)[60].astype(int) for share in (0.0, 1.0))
    for row, dark in ((first, 1), (last, -1)):
        inside = row[np.flatnonzero(row > 30)][::dark]
        assert inside[3:9].mean() < 0.8 * inside[-9:-3].mean()


def test_the_light_wanders_from_one_side_to_the_other() -> None:
    turning = Turning(None, (255, 255, 255))
    spots = [int(drawn(turning, share)[60].argmax()) for share in np.linspace(0, 1, 9)]
    assert sorted(spots, reverse=True) == spots and spots[0] - spots[-1] > 25
