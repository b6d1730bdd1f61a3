"""What each reference of a job is for, and how a shot is staged with it.

The prompt's tags give jobs ("@Image1 as the style"); what they leave open goes by what the file holds: a
picture with one clean figure is a subject, any other a plate; a video is a plate that plays.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from onetake.animatic import cards, director
from onetake.animatic.air import Flicker, Sweep, air
from onetake.animatic.captions import spans
from onetake.animatic.colour import Bytes, Picture, from_rgb
from onetake.animatic.figures.actor import Actor
from onetake.animatic.given import footage, motion
from onetake.animatic.given.depth import guess
from onetake.animatic.given.playback import Backcloth, Playback
from onetake.animatic.given.standee import Cutout, Standee
from onetake.animatic.given.tone import Tone
from onetake.animatic.given.turning import Turning, overcast
from onetake.animatic.job import FPS, Clip, Job
from onetake.animatic.stage import TEMPO, Prop, Stage
from onetake.animatic.take import Take
from onetake.animatic.text.reading import Reading
from onetake.animatic.text.subject import Subject
from onetake.animatic.text.tags import Tag

_STAND_IN = Subject("bottle", "bottle", "stand")
_MOST = 3
"""Cut-outs that stand in one shot; what is more stays on plates."""


@dataclass(frozen=True)
class References:
    """The references of a job in their order, with the tags of its prompt. Files are opened when needed."""

    clips: tuple[Clip, ...]
    tags: tuple[Tag, ...]

    def job(self, clip: Clip) -> str:
        """The job that the prompt gives to this input, "" for none."""
        number = 1 + [one for one in self.clips if one.kind == clip.kind].index(clip)
        return next((tag.job for tag in self.tags if (tag.kind, tag.number) == (clip.kind, number)), "")

    def doing(self, kind: str, *jobs: str) -> tuple[Clip, ...]:
        return tuple(clip for clip in self.clips if clip.kind == kind and self.job(clip) in jobs)

    @cached_property
    def subjects(self) -> tuple[tuple[Clip, Cutout], ...]:
        """The pictures whose figure stands in the scene. Raises Failure for one that cannot be read."""
        named = self.doing("image", "character", "product")
        alone = sum(clip.kind == "image" for clip in self.clips) == 1
        others = [clip for clip in self.doing("image", "") if alone or self._tagged(clip)]
        asked = [(clip, Cutout.of(clip)) for clip in (*named, *others)[: 2 * _MOST]]
        found = [(clip, cut) for clip, cut in asked if cut is not None]
        # among several a picture without a job is somebody, or it is a plate
        sure = [(clip, cut) for clip, cut in found if alone or clip in named or cut.faces]
        return tuple(sure)[:_MOST]

    def _tagged(self, clip: Clip) -> bool:
        number = 1 + [one for one in self.clips if one.kind == clip.kind].index(clip)
        return any((tag.kind, tag.number) == (clip.kind, number) for tag in self.tags)

    @cached_property
    def look(self) -> Bytes | None:
        """The picture whose style is wanted, or None."""
        found = self.doing("image", "style")
        return footage.still(found[0]) if found else None

    @cached_property
    def path(self) -> motion.Path | None:
        """The camera of the video whose motion is wanted, or None."""
        found = self.doing("video", "camera", "motion")
        return motion.estimated(footage.played(found[0], 180)) if found else None

    @cached_property
    def plates(self) -> tuple[Clip, ...]:
        """What is put up as a framed plate: everything that has no other part in the picture."""
        used = {id(clip) for clip, _ in self.subjects}
        used |= {id(clip) for clip in self.doing("image", "style", "background")}
        used |= {id(clip) for clip in self.doing("video", "camera", "motion", "edit", "extend", "background")}
        return tuple(clip for clip in self.clips if id(clip) not in used)

    def first_frame(self) -> Clip | None:
        """The picture that a prompt names as the first frame, though it came as a reference."""
        return next(iter(self.doing("image", "first_frame")), None)

    def last_frame(self) -> Clip | None:
        """The same for the last frame."""
        return next(iter(self.doing("image", "last_frame")), None)

    def last_picture(self) -> Bytes | None:
        """Where a video ends that is to be extended."""
        found = self.doing("video", "extend")
        if not found:
            return None
        ends = deque(islice(footage.played(found[0]), 20 * FPS), maxlen=1)
        return ends[0] if ends else None

    def take(self, job: Job, shot: Reading, start: float, frames: int) -> Take:
        """A staged take of the shot that begins `start` seconds into the clip. Raises Failure."""
        size, seconds = (job.width, job.height), frames / FPS
        edited = self.doing("video", "edit")
        if edited:
            return Take(None, self._edited(edited[0], job, shot, start, seconds), frames)
        reading = replace(shot, subjects=shot.subjects[len(self.subjects) :]) if self.subjects else shot
        if self.subjects and all(move in TEMPO for move in reading.moves):
            reading = replace(reading, moves=(*reading.moves, "push_in"))  # a pan would lose them
        path = self.path
        if path is not None:
            reading = replace(reading, moves=tuple(motion.named(path)))

        def camera(stage: Stage) -> motion.Followed:
            assert path is not None
            return motion.Followed(path, start, shot.pace, seconds, job.seed, size, stage.unit)

        product = bool(self.doing("image", "product")) and self.subjects and not reading.subjects
        if product and reading.setting == "interior":
            reading = replace(reading, subjects=(_STAND_IN,))  # so that there is a table for it
        images = cards.opened(self.plates)  # while the set is built
        stage, props = director.direct(
            reading,
            seconds,
            job.seed,
            size,
            lambda set_up: self._put_up(set_up, shot, size, job.prompt, images),
            camera if path is not None else None,
            bool(self.doing("image", "background") or self.doing("video", "background")),
        )
        take = Take(stage, props, frames)
        if reading.subjects == (_STAND_IN,):
            take.leave_out(Actor)
        if self.look is not None:
            frame = Picture.blank(*size)
            take.draw(frame, 0)
            take = Take(stage, [*take.props, Tone(frame, self.look)], frames)
        return take

    def _edited(self, clip: Clip, job: Job, shot: Reading, start: float, seconds: float) -> list[Prop]:
        """The video itself, and before it the weather and the air that the prompt wants added."""
        size = (job.width, job.height)
        played = Playback(clip, size, round(start * FPS))
        first = footage.fitted(next(footage.played(clip, 360)), *size)
        around = air(job.prompt, shot, seconds, guess(first), from_rgb(first), job.seed)
        clouds = overcast(from_rgb(first), shot.weather)
        grey = [] if clouds is None else [Turning([clouds], *size, (0.0, 0.5))]
        return [played, *grey, *(prop for prop in around if not isinstance(prop, Flicker | Sweep))]

    def _put_up(
        self, stage: Stage, shot: Reading, size: tuple[int, int], prompt: str, images: Iterator[Bytes]
    ) -> list[Prop]:
        """What stands between the set and the figures: a cloth over the whole set, plates, cut-outs."""
        props: list[Prop] = []
        cloth = self.doing("image", "background")
        if cloth:
            props.append(Backcloth(footage.fitted(footage.still(cloth[0]), *size), stage))
        filmed = self.doing("video", "background")
        if filmed:
            props.append(Playback(filmed[0], size))
        props += cards.build(stage, self.plates, self.clips, images)
        people = [slot for slot, (_, cut) in enumerate(self.subjects) if cut.faces]
        lines = spans(shot.lines, stage.seconds)
        for slot, (clip, cut) in enumerate(self.subjects):
            said = [line for turn, line in enumerate(lines) if people and people[turn % len(people)] == slot]
            who = shot.subjects[slot] if slot < len(shot.subjects) else None
            thing = self.job(clip) == "product" or (who is not None and not _alive(who.kind))
            action = who.action if who is not None else ""
            props.append(Standee(stage, cut, slot, len(self.subjects), thing, action, prompt, said))
        return props


_THINGS = (
    "bottle",
    "cup",
    "shoe",
    "phone",
    "flower",
    "car",
    "truck",
    "train",
    "boat",
    "plane",
    "rocket",
    "card",
)


def _alive(kind: str) -> bool:
    return kind not in _THINGS


def of(job: Job, tags: Sequence[Tag]) -> References:
    return References(tuple(clip for clip in job.media if clip.role == "reference"), tuple(tags))
