"""The ground: one, however far it reaches and in how many stretches it is painted."""

import numpy as np
import pytest

from onetake.animatic import shot
from onetake.animatic.canvas import Canvas
from onetake.animatic.colour import Picture
from onetake.animatic.job import Job
from onetake.animatic.layer import Box
from onetake.animatic.scenes import field, soil

from .test_scenes import BARE, staged


@pytest.mark.parametrize("kind", ["meadow", "desert", "snow", "forest", "beach"])
def test_stretches_make_one_ground(kind: str, monkeypatch: pytest.MonkeyPatch):
    stage, _ = staged(BARE)
    painted = []
    for stretch in (64, 10_000):
        monkeypatch.setattr(soil, "_STRETCH", stretch)
        sheet = Canvas(Box(-100.0, stage.horizon, 300.0, stage.height + 4.0), soil.SOIL[kind])
        soil.paint(stage, sheet, kind, 50.0)
        painted.append(sheet.rgb.astype(int))
    assert np.abs(painted[0] - painted[1]).max() <= 1
    assert painted[0].std() > 2


def test_a_large_picture_is_mixed_as_a_small_one(monkeypatch: pytest.MonkeyPatch):
    dice = np.random.default_rng(2)
    under, over = dice.integers(0, 256, (2, 37, 50, 3), np.uint8)
    share = dice.random((37, 50), np.float32)
    for top in (over, (200, 40, 90)):
        whole = field.blended(under, top, share)
        with monkeypatch.context() as small:
            small.setattr(field, "_LARGE", 50 * 3 * 8)
            assert np.array_equal(field.blended(under, top, share), whole)


@pytest.mark.slow
def test_a_gallop_of_a_quarter_of_a_minute_is_drawn_at_the_largest_size(tmp_path):
    """Its ground is wider than what OpenCV takes."""
    job = Job("A horse gallops over a meadow", 1920, 1080, 15, 0, False, False, False, (), tmp_path / "clip")
    frame = Picture.blank(1920, 1080)
    made = shot.stage(job)
    made.draw(frame, 0)
    made.draw(frame, 359)
    assert frame.y.std() > 10
