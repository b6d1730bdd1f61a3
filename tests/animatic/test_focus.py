"""What is far from the subject is soft in a close shot, and sharp in a wide one."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.animatic import focus, shot
from onetake.animatic.colour import Picture, from_rgb
from onetake.animatic.job import Job
from onetake.animatic.layer import Box, Layer


def detail(prompt: str) -> float:
    """How much structure the upper half of a frame has, without its grain."""
    made = shot.stage(Job(prompt, 480, 270, 4, 7, False, False, False, (), Path("/x")))
    frame = Picture.blank(480, 270)
    made.film.draw(frame, 48)
    calm = cv2.GaussianBlur(frame.y[:110], (0, 0), 1.2)
    return float(np.abs(cv2.Laplacian(calm, cv2.CV_32F)).mean())


@pytest.mark.parametrize("lens", ["", ", macro lens", ", telephoto lens"])
def test_the_background_of_a_close_shot_is_soft(lens: str, monkeypatch: pytest.MonkeyPatch) -> None:
    prompt = f"close-up of a fox in a pine forest{lens}"
    soft = detail(prompt)
    monkeypatch.setattr(focus, "_APERTURE", {"close": 0.0})
    monkeypatch.setattr(focus, "_LENS", {})
    assert soft < 0.85 * detail(prompt)


@given(st.floats(1.0, 6.0), st.integers(0, 255))
def test_softening_moves_no_light(blur: float, level: int) -> None:
    """A picture of one colour keeps it, and what a layer covers in all stays the same."""
    rgb = np.full((60, 80, 3), level, np.uint8)
    alpha = np.zeros((60, 80), np.uint8)
    alpha[25:35, 30:50] = 255
    whole = Layer(from_rgb(rgb), None, Box(0, 0, 80, 60)).softened(blur)
    assert int(np.ptp(whole.picture.y)) <= 1
    part = Layer(from_rgb(rgb), alpha, Box(0, 0, 80, 60)).softened(blur)
    assert part.alpha is not None
    assert abs(float(part.alpha.sum()) / float(alpha.sum()) - 1) < 0.05
