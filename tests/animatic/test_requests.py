"""Laws of every render, whatever was asked for: ONETAKE_REQUESTS says how many random requests are tried."""

import os
import random
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from onetake.animatic.job import FPS, Job
from onetake.animatic.render import render
from onetake.testing.wishes import wish

pytestmark = pytest.mark.slow

SIZES = ((320, 180), (180, 320), (224, 224), (416, 176))
KINDS = ("text", "first_frame", "first_last", "reference")
COUNT = int(os.environ.get("ONETAKE_REQUESTS", "4"))
CLEAR = (slice(30, -50), slice(8, -8))
"""Where neither the label nor a caption lies."""


def picture(path: Path, dice: random.Random, size: tuple[int, int]) -> Path:
    """A soft landscape of noise in the clip's own size."""
    import cv2

    noise = np.random.default_rng(dice.randrange(2**31)).random((6, 9, 3)) * 255
    cv2.imwrite(str(path), cv2.resize(noise.astype(np.uint8), size, interpolation=cv2.INTER_CUBIC))
    return path


def request(number: int, folder: Path) -> tuple[Job, dict[str, Path]]:
    """The random request of that number, and its pictures by their role."""
    dice = random.Random(number)
    width, height = dice.choice(SIZES)
    kind = KINDS[number % len(KINDS)]
    roles = {"text": [], "reference": ["reference"], "first_frame": ["first_frame"]}
    given = {
        role: picture(folder / f"{role}.png", dice, (width, height))
        for role in roles.get(kind, ["first_frame", "last_frame"])
    }
    media = [{"kind": "image", "role": role, "path": str(path)} for role, path in given.items()]
    fields: dict[str, Any] = {
        "prompt": wish(dice), "width": width, "height": height, "seconds": dice.choice((4, 5, None)),
        "fps": FPS, "seed": dice.randrange(2**31), "audio": dice.random() < 0.8, "watermark": False,
        "last_frame": True, "media": media, "out": str(folder / "clip"),
    }  # fmt: skip
    return Job.parse(fields), given


def pictures(path: str) -> list[np.ndarray]:
    with av.open(path) as file:
        return [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]


def packets(path: str) -> list[bytes]:
    with av.open(path) as file:
        return [bytes(packet) for packet in file.demux() if packet.size]


def far(seen: np.ndarray, given: Path) -> float:
    """Mean distance from a given picture, away from what is written over it."""
    import cv2

    wanted = cv2.imread(str(given))
    assert wanted is not None
    return float(np.abs(seen[CLEAR].astype(int) - wanted[:, :, ::-1][CLEAR].astype(int)).mean())


@pytest.mark.parametrize("number", range(COUNT))
def test_what_is_asked_for_is_what_is_made(number: int, tmp_path: Path) -> None:
    job, given = request(number, tmp_path)
    done = render(job, lambda *_: None)
    shown = pictures(done["video"])
    assert done["seconds"] == (job.seconds or done["seconds"]) and 4 <= done["seconds"] <= 15
    assert len(shown) == done["frames"] == done["seconds"] * FPS
    assert {picture.shape for picture in shown} == {(job.height, job.width, 3)}
    with av.open(done["video"]) as file:
        assert [stream.type for stream in file.streams] == ["video", "audio"] * job.audio + ["video"] * (
            not job.audio
        )
    loud(done["video"], job)
    labels = [picture[2:16, 4:120].astype(int) for picture in shown[:: FPS * 2]]
    assert all(label.max() > 170 and label.min() < 90 for label in labels), "the label is always there"
    if "first_frame" in given:
        assert far(shown[0], given["first_frame"]) < 6
    if "last_frame" in given:
        assert far(shown[-1], given["last_frame"]) < 6


def loud(path: str, job: Job) -> None:
    """The sound is as long as the picture, heard, and nowhere clipped."""
    if not job.audio:
        return
    with av.open(path) as file:
        pieces = [frame.to_ndarray() for frame in file.decode(audio=0)]
    whole = np.concatenate(pieces, axis=1)
    assert whole.shape[0] == (2 if job.stereo else 1)
    assert 0.005 < float(np.sqrt((whole**2).mean())) < 0.35
    assert float(np.abs(whole).max()) < 1.0


def test_a_seed_repeats_to_the_packet_and_another_does_not(tmp_path: Path) -> None:
    from dataclasses import replace

    job, _ = request(0, tmp_path)
    made = []
    for name, seed in (("a", job.seed), ("b", job.seed), ("c", job.seed + 1)):
        made.append(
            packets(render(replace(job, seed=seed, seconds=4, out=tmp_path / name), lambda *_: None)["video"])
        )
    assert made[0] == made[1] != made[2]
