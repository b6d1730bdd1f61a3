"""From a job to files: stage the shot, draw frame by frame, encode, and keep the pictures beside the clip."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import cv2

from onetake.animatic import shot
from onetake.animatic.colour import Bytes, Picture, to_rgb
from onetake.animatic.encode import Encoder
from onetake.animatic.job import FPS, Failure, Job
from onetake.animatic.sheet import Sheets
from onetake.animatic.text import shotlist
from onetake.core import making

RECORD = "synopsis"
"""The tag that holds the record: MP4 has a long description (atom `ldes`), which remuxing keeps."""

PNG = [cv2.IMWRITE_PNG_COMPRESSION, 3]
_ENDS = {
    "video": ".mp4",
    "last_frame": ".png",
    "poster": ".jpg",
    "sheet": ".sheet.jpg",
    "sprites": ".sprites.jpg",
}


def render(job: Job, report: Callable[[int, int], None]) -> dict[str, Any]:
    """Render a job; `report(done, of)` hears of encoded frames. Returns the wire's "done" object.

    Raises Failure, or OSError when the output cannot be written. A failed render leaves no file.
    """
    cv2.setNumThreads(1)
    files = {name: job.out.with_name(job.out.name + end) for name, end in _ENDS.items()}
    try:
        return _render(job, report, files)
    except BaseException:
        for path in files.values():
            path.unlink(missing_ok=True)
        raise


def _render(job: Job, report: Callable[[int, int], None], files: dict[str, Path]) -> dict[str, Any]:
    made = shot.stage(job)
    frames = made.seconds * FPS
    frame = Picture.blank(job.width, job.height)
    sheets = Sheets(job.width, job.height, frames) if job.sheets else None
    with Encoder(
        files["video"],
        job.width,
        job.height,
        made.sound,
        _tags(job, made.seconds),
        lambda done: report(done, frames),
    ) as encoder:
        for index in range(frames):
            made.draw(frame, index)
            if index == frames - 1 and job.last_frame:
                _write(files["last_frame"], to_rgb(frame), PNG)
            made.stamp(frame)
            if index == frames * 2 // 5:
                _write(files["poster"], to_rgb(frame), jpeg(88))
            encoder.add(frame)
            if sheets is not None:
                sheets.take(frame, index)
        if sheets is not None:
            _write(files["sheet"], sheets.contact(), jpeg(86))
            _write(files["sprites"], sheets.sprites(), jpeg(80))
    there = {"video", "poster"} | ({"last_frame"} if job.last_frame else set())
    there |= {"sheet", "sprites"} if sheets is not None else set()
    return {
        "seconds": made.seconds,
        "frames": frames,
        **{name: str(path) if name in there else None for name, path in files.items()},
        "grid": sheets.grid.as_dict() if sheets is not None else None,
        "shots": _shots(job.prompt, made.seconds),
        "notes": list(made.notes),
    }


def _tags(job: Job, seconds: int) -> dict[str, str]:
    """Titles for players, and for programs the record of the request with the shots that were read in it."""
    tags = {
        "title": "Onetake animatic",
        "comment": f"A drawn preview by Onetake's animatic engine, not Seedance output. seed={job.seed}",
    }
    if job.about is None:
        return tags
    made = {"width": job.width, "height": job.height, "fps": FPS, "seconds": seconds}
    made |= {"stereo": job.stereo, "storyboard": job.storyboard}
    record = {**job.about, "made": made}
    read = _shots(job.prompt, seconds)
    whole = making.text({**record, "shots": read} if read else record)
    return {**tags, RECORD: whole if len(whole) <= making.MOST else making.text(record)}


@cache
def _shots(prompt: str, seconds: int) -> dict[str, Any] | None:
    """How the prompt was read; None where that is too long to be told."""
    read = shotlist.to_json(shotlist.read(prompt), seconds)
    return read if len(making.text(read)) <= making.MOST else None


def jpeg(quality: int) -> list[int]:
    return [cv2.IMWRITE_JPEG_QUALITY, quality]


def _write(path: Path, rgb: Bytes, options: list[int]) -> None:
    if not cv2.imwrite(str(path), rgb[:, :, ::-1], options):
        raise Failure("storage_full", f"{path.name} could not be written.")
