"""One staged shot of a clip: its props, back to front, and each of its frames."""

from collections.abc import Sequence

import cv2

from onetake.animatic.camera import Pose
from onetake.animatic.colour import Picture
from onetake.animatic.job import FPS
from onetake.animatic.stage import Moment, Prop, Stage

_SHUTTER = 0.5
"""The share of a frame's time for which film is exposed: 180 degrees."""
_SHARP = 6.0
"""Pixels a frame (at 1280 across) below which nobody sees that a pan smears."""


class Take:
    """What the camera sees of one shot. Frames before its first and after its last stand still."""

    def __init__(self, stage: Stage | None, props: Sequence[Prop], frames: int) -> None:
        self.stage, self.frames = stage, frames
        self.props = tuple(props)

    def draw(self, frame: Picture, index: int) -> None:
        """Overwrite the frame with frame `index` of the take."""
        index = min(max(index, 0), self.frames - 1)
        tempo = self.stage.tempo if self.stage is not None else 1.0
        now = Moment(round(index * tempo), index * tempo / FPS, self._share(index), self._pose(index))
        for prop in self.props:
            prop.draw(frame, now)
        if self.stage is not None and self.stage.camera.pans:
            self._smear(frame, index)

    def leave_out(self, kind: type) -> None:
        """Strike every prop of a kind, for looking at what it adds."""
        self.props = tuple(prop for prop in self.props if not isinstance(prop, kind))

    def _share(self, index: int) -> float:
        return index / max(self.frames - 1, 1)

    def _pose(self, index: int) -> Pose:
        return self.stage.camera.pose(self._share(index)) if self.stage else Pose()

    def _smear(self, frame: Picture, index: int) -> None:
        """The blur of a fast pan or tilt, which moves near and far alike."""
        assert self.stage is not None
        before, after = self._pose(index - 1 if index else 0), self._pose(index)
        for axis in (0, 1):
            moved = abs(after.pan[axis] - before.pan[axis]) * self.stage.unit
            if moved > _SHARP * self.stage.width / 1280:
                smear(frame, moved * _SHUTTER, axis)


def smear(frame: Picture, length: float, axis: int = 0) -> None:
    """Blur the frame along one axis (0 across, 1 down) by about `length` pixels."""
    for plane in frame.planes:
        wide = round(length if plane is frame.y else length / 2) | 1
        if wide > 1:
            cv2.blur(plane, (1, wide) if axis else (wide, 1), dst=plane)
