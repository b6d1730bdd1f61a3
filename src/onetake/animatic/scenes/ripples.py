"""Rings that raindrops make on wet ground and on water."""

import cv2

from onetake.animatic.colour import Picture
from onetake.animatic.stage import Moment, Stage

_LIFE = 0.55
"""Seconds until a ring has faded."""


class Ripples:
    """Drops that fall on the ground plane below a stage row; each leaves one ring, now here, now there."""

    def __init__(self, stage: Stage, top: float, count: int = 70):
        chance = stage.chance("ripples")
        self._stage = stage
        left, right = -0.3 * stage.width, 1.3 * stage.width
        rounds = int(stage.seconds / _LIFE) + 2
        self._drops = [
            (
                chance.random(),
                top + (stage.height - top) * chance.random() ** 0.8,
                [chance.uniform(left, right) for _ in range(rounds)],
            )
            for _ in range(count)
        ]

    def draw(self, frame: Picture, now: Moment) -> None:
        stage = self._stage
        view = stage.camera.ground(now.pose, stage.horizon, stage.foot)
        for turn, row, places in self._drops:
            clock = now.seconds / _LIFE + turn
            age = clock % 1.0
            x, y = view @ (places[int(clock) % len(places)], row, 1.0)
            near = max((row - stage.horizon) / (stage.foot - stage.horizon), 0.1)
            reach = stage.unit * 0.026 * near * age + 1
            at = (round(float(x) * 16), round(float(y) * 16))
            size = (round(reach * 16), round(reach * 5))
            if not (0 <= at[0] < stage.width * 16 and 0 <= at[1] < stage.height * 16):
                continue
            under = int(frame.y[at[1] // 16, at[0] // 16])
            tone = min(under + int(70 * (1 - age)), 235)
            cv2.ellipse(frame.y, at, size, 0, 0, 360, tone, 1, cv2.LINE_AA, 4)
