"""A given picture under a moving camera, alive in itself: what the prompt moves, and what the air does.

The first frame is exactly the picture. Everything starts from rest and comes to rest (the camera, the water,
the light), so that a clip which starts on the last frame of another goes on without a jump.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from onetake.animatic.camera import PACE
from onetake.animatic.colour import Picture
from onetake.animatic.easing import eased, swell
from onetake.animatic.given.breeze import Breeze
from onetake.animatic.given.diorama import REST, Diorama, Push, Sway
from onetake.animatic.given.mien import Mien
from onetake.animatic.given.ripple import Ripple
from onetake.animatic.stage import Moment, Prop

_MOVES: dict[str, Push] = {
    "push_in": Push(dolly=0.20, zoom=0.03),
    "zoom_in": Push(zoom=0.22),
    "pull_back": Push(dolly=-0.12, zoom=-0.01),
    "zoom_out": Push(zoom=-0.085),
    "pan_left": Push(zoom=0.07, x=-0.065, side=-0.01),
    "pan_right": Push(zoom=0.07, x=0.065, side=0.01),
    "tracking": Push(zoom=0.05, dolly=0.03, side=0.10),
    "orbit": Push(zoom=0.06, dolly=0.03, x=-0.055, side=0.11),
    "tilt_up": Push(zoom=0.09, y=-0.065),
    "tilt_down": Push(zoom=0.09, y=0.065),
    "crane_up": Push(zoom=0.06, y=0.025, lift=-0.10),
    "crane_down": Push(zoom=0.06, y=-0.025, lift=0.10),
    "drone": Push(dolly=0.12, zoom=0.04, y=-0.01, lift=-0.05),
    "handheld": Push(zoom=0.03),
    "static": REST,
}
_VERTIGO = ("hitchcock", "dolly_zoom", "vertigo")
_HAND = 0.7
"""Seconds that a hand takes to start trembling, and to stop."""


def aim(
    moves: Sequence[str], pace: str, near: float = 0.7, seconds: float = 5.0, direction: str | None = None
) -> Push:
    """Where a camera that starts at rest arrives at the end of the clip; `near` is the subject's depth.

    A move that no picture can show (or none) is a slow push in.
    """
    amount = min(PACE[pace], 1.3) * min((seconds / 5) ** 0.3, 1.2)
    goal, known = REST, False
    for name in moves:
        if name in _VERTIGO:  # drives back while the lens closes in: the subject keeps its size
            goal, known = goal.plus(Push(dolly=-0.24 * amount, zoom=0.24 * amount * near)), True
        elif name in _MOVES:
            push = _MOVES[name].times(amount)
            if name == "tracking" and direction == "left":
                push = push.plus(Push(side=-2 * push.side))
            goal, known = goal.plus(push), True
    return goal if known else Push(dolly=0.13, zoom=0.02).times(amount)


@dataclass(frozen=True, slots=True)
class Leg:
    """A part of the way, from share `start` to `end` of the clip, and how far it goes."""

    start: float
    end: float
    goal: Push

    def push(self, share: float) -> Push:
        at = (share - self.start) / max(self.end - self.start, 1e-6)
        return self.goal.times(eased(min(max(at, 0.0), 1.0)))


class Still:
    """The prop of a first-frame shot: at the first frame exactly the picture. The legs of its way add up."""

    def __init__(
        self,
        set_up: Diorama,
        legs: Sequence[Leg],
        seconds: float,
        seed: int,
        hand: bool = False,
        air: Sequence[Prop] = (),
        ripple: Ripple | None = None,
        mien: Mien | None = None,
        breeze: Breeze | None = None,
    ):
        self.set_up, self._legs = set_up, tuple(legs)
        self._seconds, self._hand, self._air, self._mien = seconds, hand, tuple(air), mien
        self._swaying = [part for part in (ripple, breeze) if part is not None]
        chance = random.Random(f"photo:{seed}")
        self._turns = [chance.uniform(0, 2 * math.pi) for _ in range(4)]

    def draw(self, frame: Picture, now: Moment) -> None:
        if now.index == 0:
            frame.take(self.set_up.picture)
            return
        swing = swell(now.seconds, self._seconds)
        push = self._tremble(now)
        for leg in self._legs:
            push = push.plus(leg.push(now.share))
        sway = self._sway(now.seconds, swing)
        breath = 0.006 * swing * math.sin(1.9 * now.seconds + self._turns[0])
        push = push.held()
        self.set_up.draw(frame, push, sway, breath)
        if self._mien is not None:
            self._mien.draw(frame, self.set_up.stand(push, breath), now.seconds)
        for prop in self._air:
            prop.draw(frame, now)

    def _sway(self, seconds: float, share: float) -> Sway | None:
        """What water and wind do together."""
        made: Sway | None = None
        for part in self._swaying:
            x, y = part.sway(seconds, share)
            made = (x, y) if made is None else (made[0] + x, made[1] + y)
        return made

    def _tremble(self, now: Moment) -> Push:
        if not self._hand:
            return REST
        up = swell(now.seconds, self._seconds, _HAND)
        a, b, c, d = self._turns
        return Push(
            x=up * 0.0045 * (math.sin(2.1 * now.seconds + a) + 0.6 * math.sin(4.7 * now.seconds + b)),
            y=up * 0.0045 * (math.sin(2.9 * now.seconds + c) + 0.6 * math.sin(5.9 * now.seconds + d)),
            roll=up * 0.004 * math.sin(1.7 * now.seconds + c),
        )
