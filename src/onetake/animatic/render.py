"""From a job to files: stage the shot, draw frame by frame, encode, and keep the last frame and a poster."""

from collections.abc import Callable
from typing import Any

import cv2

from onetake.animatic import shot
from onetake.animatic.colour import Picture, to_rgb
from onetake.animatic.encode import Encoder
from onetake.animatic.job import FPS, Failure, Job


def render(job: Job, report: Callable[[int, int], None]) -> dict[str, Any]:
    """Render a job; `report(done, of)` hears of encoded frames. Returns the wire's "done" object.

    Raises Failure, or OSError when the output cannot be written. A failed render leaves no file.
    """
    cv2.setNumThreads(1)
    video, still, poster = (job.out.with_name(job.out.name + end) for end in (".mp4", ".png", ".jpg"))
    try:
        return _render(job, report, video, still, poster)
    except BaseException:
        for path in (video, still, poster):
            path.unlink(missing_ok=True)
        raise


def _render(
    job: Job, report: Callable[[int, int], None], video: Any, still: Any, poster: Any
) -> dict[str, Any]:
    made = shot.stage(job)
    frames = made.seconds * FPS
    frame = Picture.blank(job.width, job.height)
    with Encoder(
        video, job.width, job.height, made.sound(), _tags(job), lambda done: report(done, frames)
    ) as encoder:
        for index in range(frames):
            made.draw(frame, index)
            if index == frames - 1 and job.last_frame:
                _write(still, frame, [cv2.IMWRITE_PNG_COMPRESSION, 3])
            made.stamp(frame)
            if index == frames * 2 // 5:
                _write(poster, frame, [cv2.IMWRITE_JPEG_QUALITY, 88])
            encoder.add(frame)
    return {
        "seconds": made.seconds,
        "frames": frames,
        "video": str(video),
        "last_frame": str(still) if job.last_frame else None,
        "poster": str(poster),
        "notes": list(made.notes),
    }


def _tags(job: Job) -> dict[str, str]:
    return {
        "title": "Onetake animatic",
        "comment": f"A drawn preview by Onetake's animatic engine, not Seedance output. seed={job.seed}",
    }


def _write(path: Any, frame: Picture, options: list[int]) -> None:
    if not cv2.imwrite(str(path), to_rgb(frame)[:, :, ::-1], options):
        raise Failure("storage_full", f"{path.name} could not be written.")
