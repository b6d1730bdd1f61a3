"""One shot: what it is made of, and each of its frames."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from onetake.animatic import cards, director, footage, lettering, overlay, photo, prompt, sound
from onetake.animatic.camera import Pose
from onetake.animatic.captions import Captions
from onetake.animatic.colour import Picture
from onetake.animatic.encode import RATE
from onetake.animatic.job import FPS, SECONDS, Clip, Job
from onetake.animatic.prompt import Reading
from onetake.animatic.stage import Moment, Prop, Stage


class Shot:
    """A staged shot. `draw` overwrites the frame; `stamp` adds the watermark where one is asked for."""

    def __init__(
        self,
        job: Job,
        reading: Reading,
        seconds: int,
        stage: Stage | None,
        props: Sequence[Prop],
        steps: Sequence[float] = (),
        bed: NDArray[np.float32] | None = None,
    ):
        self.seconds, self.frames = seconds, seconds * FPS
        self._job, self._reading, self._stage = job, reading, stage
        self._props, self._steps, self._bed = tuple(props), tuple(steps), bed
        self._captions = Captions(reading.lines, seconds, job.width, job.height)
        self._label = overlay.label(job.width, job.height)
        self._mark = overlay.watermark(job.width, job.height) if job.watermark else None

    @property
    def notes(self) -> list[str]:
        """What the viewer should know about this render."""
        notes = []
        if any(lettering.greeked(line) for line in self._reading.lines):
            notes.append("No font with Chinese glyphs was found here: captions are drawn as bars.")
        for subject in self._reading.subjects if self._stage else ():
            if subject.kind == "card":
                plain = " (a plain one: no font here has its letters)" * lettering.greeked(subject.label)
                notes.append(f"No figure for “{subject.label}”: a card{plain} stands in for it.")
        return notes

    def draw(self, frame: Picture, index: int) -> None:
        """Frame `index` of `frames`, label and captions included."""
        share = index / (self.frames - 1)
        pose = self._stage.camera.pose(share) if self._stage else Pose()
        now = Moment(index, index / FPS, share, pose)
        for prop in self._props:
            prop.draw(frame, now)
        self._captions.draw(frame, now)
        self._label.draw(frame, overlay.STILL)

    def leave_out(self, kind: type) -> None:
        """Strike every prop of a kind, for looking at what it adds."""
        self._props = tuple(prop for prop in self._props if not isinstance(prop, kind))

    def stamp(self, frame: Picture) -> None:
        if self._mark is not None:
            self._mark.draw(frame, overlay.STILL)

    def sound(self) -> NDArray[np.float32] | None:
        """The whole track, mono at 48 kHz, or None when the job wants none."""
        if not self._job.audio:
            return None
        track = sound.compose(self._reading, self.seconds, self._job.seed, self._steps)
        return track if self._bed is None else sound.with_bed(track, self._bed)


def stage(job: Job) -> Shot:
    """Read the prompt, open the inputs, set the stage. Raises Failure("media_invalid")."""
    reading = prompt.read(job.prompt)
    first, last = job.role("first_frame"), job.role("last_frame")
    if first is not None:
        return _from_frames(job, reading, first, last)
    references = tuple(clip for clip in job.media if clip.role == "reference")
    beds = [footage.sound(clip) for clip in references if clip.kind == "audio"]
    bed = np.concatenate(beds) if beds else None
    seconds = job.seconds or (_length(bed) if bed is not None else reading.seconds)
    made, props, steps = director.direct(
        reading, seconds, job.seed, (job.width, job.height), lambda set_up: cards.build(set_up, references)
    )
    return Shot(job, reading, seconds, made, props, steps, bed)


def _from_frames(job: Job, reading: Reading, first: Clip, last: Clip | None) -> Shot:
    """A shot that starts on a given picture, and ends on one when there is a last."""
    size = (job.width, job.height)
    seconds = job.seconds or reading.seconds
    start = footage.fitted(footage.still(first), *size)
    if last is not None:
        prop: Prop = photo.Pair(start, footage.fitted(footage.still(last), *size))
    else:
        goal = photo.aim(reading.moves, reading.pace)
        prop = photo.Still(photo.Photo(start), goal, "handheld" in reading.moves)
    return Shot(job, reading, seconds, None, [prop])


def _length(bed: NDArray[np.float32]) -> int:
    """The clip length that fits a given recording."""
    return min(max(round(len(bed) / RATE), SECONDS.start), SECONDS.stop - 1)
