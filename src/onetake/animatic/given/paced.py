"""The tempo of a way between two pictures: which both are is given, so the seed has this to choose."""

import random
from dataclasses import replace

from onetake.animatic.colour import Picture
from onetake.animatic.stage import Moment, Prop

_SOONER, _LATER = 0.84, 1.2


class Paced:
    """A prop that is half way sooner or later than the clip; at both ends it is where it would be."""

    def __init__(self, prop: Prop, seed: int):
        self._prop = prop
        self._bend = random.Random(f"paced:{seed}").uniform(_SOONER, _LATER)

    def draw(self, frame: Picture, now: Moment) -> None:
        self._prop.draw(frame, replace(now, share=now.share**self._bend))
