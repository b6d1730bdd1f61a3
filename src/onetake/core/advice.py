"""Warnings about a request that is allowed and may still disappoint (contract §12): advice, never a
refusal."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from onetake.core.request import Media

WORDS = 1000
"""English words beyond which providers advise to shorten a prompt; Chinese characters: half as many."""
OPEN_FOR = 600
"""Seconds that a link to an input should stay valid (S0)."""
_TAG = re.compile(
    r"@(image|video|audio)\s?(\d{1,2})\b|\[(image|video|audio) (\d{1,2})\]|(图|视频|音频)(\d{1,2})", re.I
)
_KINDS = {"图": "image", "视频": "video", "音频": "audio"}
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LIFE = {"x-amz-expires", "x-tos-expires", "x-goog-expires", "x-oss-expires"}
"""Query parameters of signed links that tell their life in seconds."""
_END = {"expires", "se", "x-expires"}
"""Those that tell their end in unix seconds."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One warning: which part of the request, and what to think about."""

    field: str
    text: str


def advise(draft: Mapping[str, Any], now: float) -> list[Advice]:
    """Warnings about a draft. `now` in unix seconds."""
    prompt = draft.get("prompt") or ""
    media: Sequence[Media] = draft.get("media") or ()
    return [*_about_length(prompt), *_about_tags(prompt, media), *_about_links(media, now)]


def _about_length(prompt: str) -> Iterator[Advice]:
    chinese = len(_CHINESE.findall(prompt))
    if chinese > WORDS // 2:
        yield Advice("prompt", f"{chinese} Chinese characters; up to {WORDS // 2} are advised")
    elif len(prompt.split()) > WORDS:
        yield Advice("prompt", f"{len(prompt.split())} words; up to {WORDS} are advised")


def _about_tags(prompt: str, media: Sequence[Media]) -> Iterator[Advice]:
    """Tags count the files of their kind from 1, in the order of the request."""
    counts = {kind: sum(m.kind == kind for m in media) for kind in ("image", "video", "audio")}
    for found in _TAG.finditer(prompt):
        word = (found[1] or found[3] or found[5]).lower()
        number = int(found[2] or found[4] or found[6])
        kind = _KINDS.get(word, word)
        if not 1 <= number <= counts[kind]:
            yield Advice("prompt", f"{found[0]} names nothing: there are {counts[kind]} {kind} files")


def _about_links(media: Sequence[Media], now: float) -> Iterator[Advice]:
    for place, item in enumerate(media):
        left = _left(item.url, now) if item.remote else None
        if left is not None and left < OPEN_FOR:
            told = f"the link ends in {max(0, int(left))} s; it should stay open for at least {OPEN_FOR}"
            yield Advice(f"media[{place}]", told)


def _left(url: str, now: float) -> float | None:
    """Seconds that a signed link says it is still good for, or None where it does not say."""
    try:
        query = parse_qsl(urlsplit(url).query)
    except ValueError:
        return None
    for name, value in query:
        if value.isascii() and value.isdigit() and len(value) < 12:
            if name.lower() in _LIFE:
                return float(value)
            if name.lower() in _END and int(value) > 1_000_000_000:
                return int(value) - now
    return None
