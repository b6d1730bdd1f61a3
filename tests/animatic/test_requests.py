"""Laws of every render, whatever was asked for: ONETAKE_REQUESTS says how many random requests are tried.

Nothing is looked at but the files, decoded: what holds here holds for whoever gets a clip.
"""

import os
import random
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from onetake.animatic import overlay
from onetake.animatic.colour import BLACK, Picture
from onetake.animatic.job import FPS, Clip, Job
from onetake.animatic.render import render
from onetake.animatic.sound import loudness
from onetake.testing.wishes import wish

pytestmark = pytest.mark.slow

SIZES = ((320, 180), (180, 320), (224, 224), (416, 176))
KINDS = ("text", "first_frame", "first_last", "reference")
COUNT = int(os.environ.get("ONETAKE_REQUESTS", "4"))
CLEAR = (slice(30, -50), slice(8, -8))
"""Where neither the label nor a caption nor the storyboard lies."""
NEAR = 4.0
"""What the coder may take from a picture: levels of 255, on average."""


@dataclass(frozen=True)
class Made:
    """A clip, decoded. frames: (n, height, width) luma, 16..235. ends: the first and the last frame in RGB.
    sound: (channels, n), or None."""

    job: Job
    done: dict[str, Any]
    frames: np.ndarray
    ends: tuple[np.ndarray, np.ndarray]
    sound: np.ndarray | None

    @property
    def video(self) -> str:
        return self.done["video"]


def picture(path: Path, dice: random.Random, size: tuple[int, int]) -> Clip:
    """A soft landscape of noise in the clip's own size."""
    noise = np.random.default_rng(dice.randrange(2**31)).random((6, 9, 3)) * 255
    cv2.imwrite(str(path), cv2.resize(noise.astype(np.uint8), size, interpolation=cv2.INTER_CUBIC))
    return Clip("image", path.stem.partition("-")[0], path)


def request(number: int, folder: Path) -> Job:
    """The random request of that number."""
    dice, kind = random.Random(number), KINDS[number % len(KINDS)]
    size = dice.choice(SIZES)
    names = {
        "text": [],
        "first_frame": ["first_frame"],
        "first_last": ["first_frame", "last_frame"],
        "reference": [f"reference-{n}" for n in range(dice.randint(1, 3))],
    }
    return Job(
        prompt=wish(dice),
        width=size[0],
        height=size[1],
        seconds=dice.choice((4, 5, None)),
        seed=dice.randrange(2**31),
        audio=dice.random() < 0.8,
        watermark=dice.random() < 0.3,
        last_frame=True,
        media=tuple(picture(folder / f"{name}.png", dice, size) for name in names[kind]),
        out=folder / "clip",
        storyboard=dice.random() < 0.3,
        stereo=dice.random() < 0.3,
    )


def made(job: Job, **change: Any) -> Made:
    job = replace(job, **change)
    done = render(job, lambda *_: None)
    video: str = done["video"]
    with av.open(video) as file:
        decoded = list(file.decode(video=0))
    frames = np.stack([frame.to_ndarray(format="yuv420p")[: job.height] for frame in decoded])
    first, last = (decoded[place].to_ndarray(format="rgb24") for place in (0, -1))
    sound = None
    if job.audio:
        with av.open(video) as file:
            sound = np.concatenate([frame.to_ndarray() for frame in file.decode(audio=0)], axis=1)
    return Made(job, done, frames, (first, last), sound)


def packets(clip: Made) -> list[tuple[bytes, int | None]]:
    with av.open(clip.video) as file:
        return [(bytes(packet), packet.pts) for packet in file.demux() if packet.size]


def far(seen: np.ndarray, wanted: np.ndarray) -> float:
    """Mean distance of two pictures, away from what is written over them; the coder's noise is smoothed."""
    soft = [cv2.blur(picture[CLEAR].astype(np.float32), (5, 5)) for picture in (seen, wanted)]
    return float(np.abs(soft[0] - soft[1]).mean())


def pixels(path: Path) -> np.ndarray:
    """The RGB of a picture in a file."""
    bgr = cv2.imread(str(path))
    assert bgr is not None
    return bgr[:, :, ::-1]


@cache
def slate(width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
    """Where the label's ink and where its plate is, as masks, for the size of a clip."""
    layer = overlay.label(width, height)
    lit, dark = Picture.blank(width, height), Picture.blank(width, height)
    lit.y[:], dark.y[:] = 235, BLACK
    layer.draw(lit, overlay.STILL)
    layer.draw(dark, overlay.STILL)
    return dark.y > 190, (lit.y < 140) & (dark.y < 60)


def labelled(clip: Made) -> np.ndarray:
    """For each frame whether the label can be read: its ink is bright, the plate around it dark, and one
    looks like the other nowhere."""
    ink, plate = slate(clip.job.width, clip.job.height)
    assert ink.sum() > 150 and plate.sum() > 600
    bright, dark = clip.frames[:, ink].astype(int), clip.frames[:, plate].astype(int)
    return (bright.mean(axis=1) > 150) & (bright.mean(axis=1) - dark.mean(axis=1) > 70)


@pytest.mark.parametrize("number", range(COUNT))
def test_what_is_asked_for_is_what_is_made(number: int, tmp_path: Path) -> None:
    job = request(number, tmp_path)
    clip = made(job)
    seconds = clip.done["seconds"]
    assert seconds == (job.seconds or seconds) and 4 <= seconds <= 15
    assert clip.frames.shape == (seconds * FPS, job.height, job.width)
    assert clip.done["frames"] == seconds * FPS
    streams_are_right(clip, seconds)
    sound_is_right(clip, seconds)
    assert labelled(clip).all(), f"no label in frames {np.flatnonzero(~labelled(clip))[:9]}"
    for role, shown in zip(("first_frame", "last_frame"), clip.ends, strict=True):
        given = job.role(role)
        assert given is None or far(shown, pixels(given.path)) < NEAR, role
    assert far(clip.ends[1], pixels(Path(clip.done["last_frame"]))) < NEAR


def streams_are_right(clip: Made, seconds: int) -> None:
    """Which streams there are, how each is coded, and that all last as long as the clip."""
    with av.open(clip.video) as file:
        kinds = [stream.type for stream in file.streams]
        assert kinds == (["video", "audio"] if clip.job.audio else ["video"])
        video = file.streams.video[0]
        assert (video.codec_context.name, video.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert video.average_rate == FPS and video.frames == seconds * FPS
        assert file.duration is not None and abs(file.duration / av.time_base - seconds) < 0.03
        for stream in file.streams:
            assert stream.duration is not None and stream.time_base is not None
            assert abs(float(stream.duration * stream.time_base) - seconds) < 0.03
        if clip.job.audio:
            heard = file.streams.audio[0].codec_context
            assert (heard.name, heard.sample_rate, heard.channels) == ("aac", 48_000, 1 + clip.job.stereo)


def sound_is_right(clip: Made, seconds: int) -> None:
    """−16 LUFS, nothing clipped, and as long as the picture, as it comes out of the coder."""
    if clip.sound is None:
        return
    assert abs(clip.sound.shape[1] / 48_000 - seconds) < 0.03
    assert abs(loudness.integrated(clip.sound) + 16) < 0.5
    assert loudness.true_peak(clip.sound) <= -1.0 and float(np.abs(clip.sound).max()) < 1.0


@pytest.mark.parametrize("number", range(max(3, COUNT // 2)))
def test_a_seed_repeats_to_the_packet_and_another_shows_another_picture(number: int, tmp_path: Path) -> None:
    job = replace(request(number, tmp_path), seconds=4)
    one, same = (made(job, out=tmp_path / name) for name in "ab")
    assert packets(one) == packets(same)
    other = made(job, seed=job.seed + 1, out=tmp_path / "c")
    apart = max(far(one.frames[at], other.frames[at]) for at in range(0, 96, 12))
    assert apart > (3 if job.role("first_frame") is None else 0.2)


@pytest.mark.parametrize("number", range(max(1, COUNT // 4)))
def test_clips_that_are_chained_to_a_loop_go_round_without_a_jump(number: int, tmp_path: Path) -> None:
    """A clip, and one that starts on its last frame and ends on its first: at both joints the picture moves
    no more than it does within the clips."""
    dice = random.Random(900 + number)
    job = replace(request(4 * number, tmp_path), seconds=4, storyboard=False, watermark=False)
    start = picture(tmp_path / "first_frame.png", dice, (job.width, job.height))
    there = made(job, media=(start,) * (number % 2), out=tmp_path / "there")
    opening = start.path if number % 2 else tmp_path / "opening.png"
    if not number % 2:
        with av.open(there.video) as file:
            next(file.decode(video=0)).to_image().save(opening)
    ends = (
        Clip("image", "first_frame", Path(there.done["last_frame"])),
        Clip("image", "last_frame", opening),
    )
    back = made(job, prompt=wish(dice), media=ends, out=tmp_path / "back")
    for name, before, after in (("there to back", there, back), ("back to there", back, there)):
        jump = far(before.frames[-1], after.frames[0])
        inside = [far(a, b) for a, b in pairwise([*before.frames[-8:], *after.frames[:8]])]
        usual = max(inside[:7] + inside[8:])
        assert jump < max(2.5, 1.5 * usual), f"{name}: {jump:.1f}, else {usual:.1f}"
    assert labelled(there).all() and labelled(back).all()
