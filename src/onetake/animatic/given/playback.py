"""A given video or picture that fills the frame: the scene itself, not a plate in it."""

from collections.abc import Iterator
from itertools import islice

from onetake.animatic.colour import Bytes, Picture, from_rgb
from onetake.animatic.given.ahead import Ahead
from onetake.animatic.given.diorama import Diorama, Push
from onetake.animatic.given.footage import fitted, played
from onetake.animatic.given.slate import lifted
from onetake.animatic.job import Clip
from onetake.animatic.stage import Moment, Stage


class Playback:
    """The frames of a video at 24 a second, cropped to the frame's shape; after its end the last one stays.

    `start` frames of it are passed over: an edit goes on from shot to shot.
    """

    def __init__(self, clip: Clip, size: tuple[int, int], start: int = 0):
        self._clip, self._size, self._start = clip, size, start
        self._feed: Iterator[Bytes] | None = None
        self._next = 0
        self._shown = Picture.blank(*size)

    def draw(self, frame: Picture, now: Moment) -> None:
        """Frames are asked for in order; one that has gone by is looked for from the start again."""
        if self._feed is None or now.index < self._next - 1:
            self._feed = islice(Ahead(played(self._clip, 2 * self._size[1])), self._start, None)
            self._next = 0
        latest: Bytes | None = None
        while self._next <= now.index:
            got = next(self._feed, None)
            self._next += 1
            if got is None:
                self._next = max(self._next, now.index + 1)
                break
            latest = got
        if latest is not None:
            self._shown = from_rgb(fitted(latest, *self._size))
        frame.take(self._shown)


class Backcloth:
    """A picture in the place of the set, with a depth of its own, under the camera of the shot."""

    def __init__(self, rgb: Bytes, stage: Stage):
        self._diorama, self._stage = Diorama(lifted(rgb), flat=True), stage

    def draw(self, frame: Picture, now: Moment) -> None:
        stage, pose = self._stage, now.pose
        across, down = stage.unit / stage.width, stage.unit / stage.height
        push = Push(
            dolly=pose.dolly,
            zoom=pose.zoom - 1 + 0.06,
            x=0.25 * pose.pan[0] * across,
            y=0.25 * pose.pan[1] * down,
            side=0.3 * pose.truck[0] * across,
            lift=0.3 * pose.truck[1] * down,
            roll=pose.roll,
        )
        self._diorama.draw(frame, push.held())
