"""Vehicles: by their own name, and from ahead or from behind where they come or go."""

import numpy as np
import pytest

from onetake.animatic import director
from onetake.animatic.figures import casting, engines, motors
from onetake.animatic.figures.part import Cast
from onetake.animatic.figures.pen import Look, Pen
from onetake.animatic.text import prompt

LOOK = Look((180, 90, 60), (60, 80, 120), (222, 176, 140), (20, 20, 20), (240, 240, 240), (255, 220, 140))


def played(text: str) -> Cast:
    stage = director._stage(prompt.read(text), 4.0, 7, (320, 180))
    return casting.cast(stage.reading.subjects[0], stage)


@pytest.mark.parametrize(
    ("text", "draw"),
    [
        ("a police car speeds through the city", motors.police),
        ("a red vintage car drives through dunes", motors.vintage),
        ("一辆消防车驶过街道", motors.fire_engine),
        ("a tractor ploughs the field", engines.tractor),
        ("a tank rolls over the hill", engines.tank),
        ("一列高铁驶过雪原", engines.express),
    ],
)
def test_a_vehicle_is_played_by_its_name(text: str, draw: object):
    assert played(text).draw is draw


@pytest.mark.parametrize("kind", ["red car", "bus", "bicycle", "motorcycle", "truck"])
def test_what_comes_or_goes_is_seen_from_ahead_or_behind(kind: str):
    ways = ("drives to the right", "drives towards the camera", "drives away from the camera")
    across, near, away = (played(f"a {kind} {way}") for way in ways)
    wide = [part.box[2] - part.box[0] for part in (across, near, away)]
    assert wide[1] < wide[0] and wide[1] == wide[2]
    assert near.stride == away.stride == 0.0
    seen = []
    for part in (near, away):
        pen = Pen(part.box, 60.0, LOOK.main)
        part.draw(pen, 0.2, LOOK)
        layer = pen.sprite(None, False)
        assert layer.alpha is not None and layer.alpha[:, 0].max() == layer.alpha[0].max() == 0
        seen.append(np.bincount(layer.picture.v.ravel(), minlength=256))
    assert np.abs(seen[0] - seen[1]).sum() > 60, "the front is the back"
