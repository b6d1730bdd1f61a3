"""Animals that come or go: whole, in a closed cycle, and with a face only when they come."""

import numpy as np
import pytest

from onetake.animatic import director
from onetake.animatic.figures import beast_front, casting
from onetake.animatic.figures.builds import BUILDS
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.figures.variants import VARIANTS
from onetake.animatic.text import prompt

LOOK = Look((180, 90, 60), (60, 80, 120), (222, 176, 140), (20, 20, 20), (240, 240, 240), (255, 220, 140))
_BUILDS = {**BUILDS, **VARIANTS}


@pytest.mark.parametrize("name", sorted(_BUILDS))
def test_it_is_whole_and_its_cycle_is_closed(name: str):
    heights = []
    for back in (False, True):
        for phase in (0.0, 0.3, 0.62, 1.0):
            pen = Pen(beast_front.BOX, 40.0, LOOK.main)
            beast_front.draw(pen, phase, LOOK, _BUILDS[name], back)
            alpha = pen.sprite(None, False).alpha
            assert alpha is not None and (alpha > 128).sum() > 200
            assert max(alpha[0].max(), alpha[:, 0].max(), alpha[:, -1].max()) == 0, "cut off at the edge"
            heights.append((phase, back, alpha))
    for back in (False, True):
        start, end = (next(a for p, b, a in heights if (p, b) == (at, back)) for at in (0.0, 1.0))
        assert start.shape == end.shape and np.array_equal(start, end)


def test_who_comes_or_goes_is_not_seen_from_the_side():
    for text, seen in (
        ("a tiger walks towards the camera", True),
        ("一匹马朝镜头奔跑", True),
        ("a tiger walks through the jungle", False),
        ("a cat sits and looks at the camera", False),
    ):
        stage = director._stage(prompt.read(text), 4.0, 7, (320, 180))
        part = casting.cast(stage.reading.subjects[0], stage)
        assert (part.box == beast_front.BOX) is seen, text


def test_a_rider_looks_where_the_horse_goes():
    """From behind, the face that is seen across is not there."""
    shares = []
    for text in ("a man rides a horse across a meadow", "a man rides a horse away from the camera"):
        stage = director._stage(prompt.read(text), 4.0, 7, (320, 180))
        one, other = stage.reading.subjects
        if one.kind == "horse":
            one, other = other, one
        part = casting.mounted(one, other, stage)
        pen = Pen(part.box, 60.0, LOOK.main)
        part.draw(pen, 0.2, LOOK)
        layer = pen.sprite(None, False)
        assert layer.alpha is not None and layer.alpha[0].max() == 0
        shares.append(layer.alpha.shape[1] / layer.alpha.shape[0])
    assert shares[1] < 0.6 * shares[0]
