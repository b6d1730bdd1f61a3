"""A day that goes by in one shot: the set as it is at first and as it is later, one fading into the other."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from onetake.animatic.backdrop import gathered
from onetake.animatic.colour import Picture
from onetake.animatic.film import mixed
from onetake.animatic.palette import choose
from onetake.animatic.stage import Moment, Prop, Stage

_LATER = {"nightfall": "night", "daybreak": "day"}
_FROM, _UNTIL = 0.12, 0.86
"""The shares of the shot between which the light changes."""


def later(stage: Stage) -> Stage | None:
    """The stage at the hour that the shot ends in, None where it keeps its own."""
    reading = stage.reading
    time = next((_LATER[name] for name in reading.features if name in _LATER), reading.time)
    if time == reading.time:
        return None
    palette = choose(time, reading.weather, stage.seed, reading.setting == "interior")
    return replace(stage, palette=palette, reading=replace(reading, time=time))


def turning(
    stage: Stage, build: Callable[[Stage], tuple[list[Prop], list[Prop]]]
) -> tuple[list[Prop], list[Prop]]:
    """The set of the stage; where its hour changes, both of its sets in one."""
    after = later(stage)
    if after is None:
        return build(stage)
    (back, front), (back_then, front_then) = build(stage), build(after)
    return [Turning(stage, back, back_then)], [Turning(stage, front, front_then)]


class Turning:
    """Two lists of props of which the second takes the place of the first; only what is seen is drawn."""

    def __init__(self, stage: Stage, first: Sequence[Prop], then: Sequence[Prop]):
        self._first, self._then = gathered(stage, first), gathered(stage, then)
        self._under = Picture.blank(stage.width, stage.height)

    def draw(self, frame: Picture, now: Moment) -> None:
        share = min(max((now.share - _FROM) / (_UNTIL - _FROM), 0.0), 1.0)
        share = share * share * (3 - 2 * share)
        if share > 0:
            self._under.take(frame)
            _draw(self._then, frame if share == 1 else self._under, now)
        if share < 1:
            _draw(self._first, frame, now)
            if share > 0:
                mixed(frame, self._under, share)


def _draw(props: Sequence[Prop], frame: Picture, now: Moment) -> None:
    for prop in props:
        prop.draw(frame, now)
