"""From a job to a staged clip: its shots, and what lies over all of them."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from onetake.animatic import captions, coverage, director, lettering, overlay
from onetake.animatic.captions import Captions
from onetake.animatic.colour import Picture
from onetake.animatic.encode import RATE
from onetake.animatic.figures.casting import known
from onetake.animatic.film import Film, Span
from onetake.animatic.given import footage, opening, references
from onetake.animatic.given.references import References
from onetake.animatic.job import FPS, SECONDS, Clip, Job
from onetake.animatic.scenes import scenery
from onetake.animatic.sound import mix, pulse, voice
from onetake.animatic.stage import Moment, Prop
from onetake.animatic.storyboard import Storyboard
from onetake.animatic.take import Take
from onetake.animatic.text import shotlist
from onetake.animatic.text.reading import Reading
from onetake.animatic.text.shotlist import ShotList

_SKETCH = (320, 180)
"""A size at which a shot is staged for what does not depend on its size."""


class Shot:
    """A staged clip. `draw` overwrites the frame; `stamp` adds the watermark where one is asked for."""

    def __init__(
        self,
        job: Job,
        shots: Sequence[Reading],
        times: Sequence[tuple[float, float]],
        film: Film,
        scenes: Sequence[mix.Scene] = (),
        bed: NDArray[np.float32] | None = None,
        staged: bool = True,
    ):
        self.film, self.frames = film, film.frames
        self.seconds = film.frames // FPS
        self._job, self._shots, self._scenes, self._bed = job, tuple(shots), tuple(scenes), bed
        self._staged = staged  # a given picture has no figures, and so none that stand in
        lines = [
            line
            for shot, (start, end) in zip(shots, times, strict=True)
            for line in captions.timed(shot.lines, start, end)
        ]
        self._captions = Captions(lines, job.width, job.height)
        self._label = overlay.label(job.width, job.height)
        self._mark = overlay.watermark(job.width, job.height) if job.watermark else None
        marks = [(round(a * FPS), shot.moves) for shot, (a, _) in zip(shots, times, strict=True)]
        self._board = Storyboard(marks, job.width, job.height) if job.storyboard else None

    @property
    def notes(self) -> list[str]:
        """What the viewer should know about this render."""
        notes = []
        if any(lettering.greeked(line) for shot in self._shots for line in shot.lines):
            notes.append(
                "No font here has the letters of a line: it is drawn as bars. Noto Sans CJK has Chinese ones."
            )
        played = self._scenes if self._staged else ()
        cards = [s.label for scene in played for s in scene.reading.subjects if not known(s)]
        for label in dict.fromkeys(cards):
            plain = " (a plain one: no font here has its letters)" * lettering.greeked(label)
            notes.append(f"No figure for “{label}”: a card{plain} stands in for it.")
        return notes + (voice.notes(self._shots) if self._job.audio else [])

    def draw(self, frame: Picture, index: int) -> None:
        """Frame `index` of `frames`, label and captions included."""
        self.film.draw(frame, index)
        self._captions.draw(frame, Moment(index, index / FPS, index / (self.frames - 1), overlay.REST))
        self._label.draw(frame, overlay.STILL)
        if self._board is not None:
            self._board.draw(frame, index)

    def leave_out(self, kind: type) -> None:
        """Strike every prop of a kind, for looking at what it adds."""
        self.film.leave_out(kind)

    def stamp(self, frame: Picture) -> None:
        if self._mark is not None:
            self._mark.draw(frame, overlay.STILL)

    def sound(self) -> NDArray[np.float32] | None:
        """The whole track at 48 kHz, (n,) or (2, n) in stereo, or None when the job wants none."""
        job = self._job
        if not job.audio:
            return None
        said = voice.spoken(self._shots, [(scene.start, scene.end) for scene in self._scenes])
        if self._bed is not None:
            return mix.with_bed(self._scenes, self.seconds, job.seed, self._bed, stereo=job.stereo, said=said)
        return mix.asked(job.prompt, self._scenes, self.seconds, job.seed, stereo=job.stereo, said=said)


def stage(job: Job) -> Shot:
    """Read the prompt, open the inputs, set the stage. Raises Failure("media_invalid")."""
    listed = scenery.staged(shotlist.read(job.prompt))
    first, last = job.role("first_frame"), job.role("last_frame")
    if first is not None:
        return _from_frames(job, listed, first, last)
    given = references.of(job, listed.tags)
    opens = given.first_frame()
    if opens is not None:
        return _from_frames(job, listed, opens, given.last_frame())
    ends = given.last_picture()
    if ends is not None:
        return _opened(job, listed, lambda shots, times: [opening.still(job, shots, times, ends)])
    beds = [footage.sound(clip) for clip in given.clips if clip.kind == "audio"]
    bed = np.concatenate(beds) if beds else None
    seconds = job.seconds or (_length(bed) if bed is not None else listed.seconds)
    shots, times = coverage.filmed(listed.shots, shotlist.timed(listed, seconds), job.seed)
    if bed is not None and len(shots) > 1:
        times = pulse.snapped(times, pulse.beats(bed))
    spans = [
        Span(round(start * FPS), round(end * FPS), shot.transition, _staging(job, shot, start, given))
        for shot, (start, end) in zip(shots, times, strict=True)
    ]
    scenes = [
        mix.Scene(shot, start, end, director.footfalls(shot, end - start, job.seed, _SKETCH))
        for shot, (start, end) in zip(shots, times, strict=True)
    ]
    return Shot(job, shots, times, Film(spans), scenes, bed)


def _staging(job: Job, shot: Reading, start: float, given: References) -> Callable[[int], Take]:
    """How a take of this shot is made. Shots in one place have one seed, and so one set."""
    return lambda frames: given.take(job, shot, start, frames)


def _from_frames(job: Job, listed: ShotList, first: Clip, last: Clip | None) -> Shot:
    """A shot that starts on a given picture, and ends on one when there is a last."""
    return _opened(job, listed, lambda shots, times: opening.between(job, shots, times, first, last))


def _opened(job: Job, listed: ShotList, put_up: Callable[..., list[Prop]]) -> Shot:
    """A clip in one take, whose props are made for its shots and their times."""
    seconds = job.seconds or listed.seconds
    shots, times = listed.shots, shotlist.timed(listed, seconds)
    props = put_up(shots, times)
    film = Film([Span(0, seconds * FPS, "cut", lambda frames: Take(None, props, frames))])
    scenes = [mix.Scene(shot, a, b, ()) for shot, (a, b) in zip(shots, times, strict=True)]
    return Shot(job, shots, times, film, scenes, staged=False)


def _length(bed: NDArray[np.float32]) -> int:
    """The clip length that fits a given recording."""
    return min(max(round(len(bed) / RATE), SECONDS.start), SECONDS.stop - 1)
