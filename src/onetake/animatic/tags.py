"""Tags that name an input by its number, with the job that the prompt gives it."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tag:
    """One input that the prompt names: `kind` image, video or audio, its number from 1, its job.

    The job is "" (none said) or one of first_frame, last_frame, character, style, product, background,
    camera, motion, music, voice, effects, edit, extend.
    """

    kind: str
    number: int
    job: str


_TAG = re.compile(
    r"@?\b(?P<kind>image|img|picture|video|clip|audio)[ _]?(?P<n>\d{1,2})\b|"
    r"@?(?P<zh>图片?|视频|音频)[ ]?(?P<m>\d{1,2})",
    re.IGNORECASE,
)
_KINDS = {
    "图": "image",
    "图片": "image",
    "视频": "video",
    "音频": "audio",
    "img": "image",
    "picture": "image",
    "clip": "video",
}


def read(prompt: str) -> tuple[Tag, ...]:
    """Every input named, once each, in the order of their first naming."""
    found: dict[tuple[str, int], str] = {}
    for match in _TAG.finditer(prompt):
        said = (match["kind"] or match["zh"]).lower()
        found.setdefault((_KINDS.get(said, said), int(match["n"] or match["m"])), "")
    return tuple(Tag(kind, number, job) for (kind, number), job in found.items())
