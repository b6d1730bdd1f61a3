"""Direction: who is in the frame and for how long, where the camera goes, what a cut shows."""

import os
import random

import numpy as np
import pytest

from onetake.animatic import coverage, director
from onetake.animatic.figures import blocking, passing
from onetake.animatic.figures.actor import Actor
from onetake.animatic.stage import Moment, Stage
from onetake.animatic.text import prompt, shotlist
from onetake.testing.wishes import wish

SIZES = ((864, 496), (496, 864), (992, 432))
WISHES = int(os.environ.get("ONETAKE_WISHES", "60"))
_SHARES = np.linspace(0, 1, 25)


def staged(text: str, seconds: float = 5.0, size: tuple[int, int] = SIZES[0], seed: int = 7) -> Stage:
    return director._stage(prompt.read(text), seconds, seed, size)


def at(stage: Stage, share: float) -> Moment:
    seconds = share * stage.seconds * stage.tempo
    return Moment(round(seconds * 24), seconds, share, stage.camera.pose(share))


def shown(stage: Stage, actor: Actor, share: float) -> float:
    """How much of the width of a figure is inside the frame."""
    view, _ = actor.view(at(stage, share))
    half = actor._part.half * actor._size * abs(view[0, 0])
    aim = actor._part.aim * actor._facing * actor._size * view[0, 0]
    middle = view[0, 2] + (aim if actor._part.focus else 0.0)
    seen = min(middle + half, stage.width) - max(middle - half, 0.0)
    return max(seen, 0.0) / min(2 * half, stage.width)


def in_frame(stage: Stage) -> float:
    """The share of the shot in which at least half of the first subject is in the frame."""
    actors = [one for one in blocking.actors(stage) if one._subject.label == stage.reading.subjects[0].label]
    if not actors:
        return 1.0
    return float(
        np.mean([max(shown(stage, one, float(share)) for one in actors) >= 0.5 for share in _SHARES])
    )


@pytest.mark.parametrize("number", range(WISHES))
def test_nobody_leaves_the_frame_who_is_not_said_to(number: int) -> None:
    dice = random.Random(number)
    text, size = wish(dice), dice.choice(SIZES)
    listed = shotlist.read(text)
    for shot in coverage.covered(listed.shots):
        stage = director._stage(shot, dice.choice((2.0, 4.0, 8.0)), number, size)
        if shot.subjects and not passing.crosses(stage):
            assert in_frame(stage) >= 0.8, shot
