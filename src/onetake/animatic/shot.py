"""One shot: what it is made of, and each of its frames."""

import numpy as np
from numpy.typing import NDArray

from onetake.animatic import director, overlay, prompt
from onetake.animatic.colour import Picture
from onetake.animatic.job import FPS, Job
from onetake.animatic.stage import Moment, Prop, Stage


class Shot:
    """A staged shot. `draw` overwrites the frame; `stamp` adds the watermark where one is asked for."""

    def __init__(self, job: Job, seconds: int, stage: Stage, props: list[Prop], notes: list[str]):
        self.seconds, self.notes = seconds, notes
        self._job, self._stage, self._props = job, stage, props
        self._label = overlay.label(job.width, job.height)
        self._mark = overlay.watermark(job.width, job.height) if job.watermark else None

    def draw(self, frame: Picture, index: int) -> None:
        count = self.seconds * FPS
        share = index / (count - 1)
        now = Moment(index, index / FPS, share, self._stage.camera.pose(share))
        for prop in self._props:
            prop.draw(frame, now)
        self._label.draw(frame, overlay.STILL)

    def stamp(self, frame: Picture) -> None:
        if self._mark is not None:
            self._mark.draw(frame, overlay.STILL)

    def sound(self) -> NDArray[np.float32] | None:
        """The whole track, mono at 48 kHz, or None when the job wants none."""
        if not self._job.audio:
            return None
        return np.zeros(48_000 * self.seconds, np.float32)


def stage(job: Job) -> Shot:
    """Read the prompt and set the stage."""
    reading = prompt.read(job.prompt)
    seconds = job.seconds or reading.seconds
    made, props = director.direct(reading, seconds, job.seed, (job.width, job.height))
    return Shot(job, seconds, made, props, [])
