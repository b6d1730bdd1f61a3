"""What a figure keeps of its poses is bounded, and never shows."""

from pathlib import Path

import numpy as np
import pytest

from onetake.animatic import shot
from onetake.animatic.colour import Picture
from onetake.animatic.figures import actor
from onetake.animatic.job import Job

ASKED = Job("Close-up of a horse galloping in a meadow", 320, 184, 4, 7, False, False, False, (), Path("/x"))


def test_a_figure_that_keeps_few_poses_looks_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    frames = []
    for most in (10**9, 60_000):
        monkeypatch.setattr(actor, "_MOST", most)
        made, frame = shot.stage(ASKED), Picture.blank(320, 184)
        seen = []
        for index in range(0, 96, 5):
            made.draw(frame, index)
            seen.append(frame.y.copy())
        frames.append(seen)
        for prop in made.film.take(0).props:
            if isinstance(prop, actor.Actor):
                held = sum(actor._pixels(layers) for layers in prop._poses.values())
                assert held <= most and prop._held == held
    assert all(np.array_equal(a, b) for a, b in zip(*frames, strict=True))
