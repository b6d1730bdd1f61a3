"""The shot list of a prompt: its beats in order, each read as a shot, and the tags that name inputs."""

from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Any

from onetake.animatic.text import beats, names, plain, prompt, speech, tags
from onetake.animatic.text.folding import folded
from onetake.animatic.text.late import Late
from onetake.animatic.text.reading import Line, Reading
from onetake.animatic.text.subject import Subject
from onetake.animatic.text.tags import Tag

__all__ = ["Line", "Reading", "ShotList", "Tag", "read", "timed", "to_json"]

RATE = 24
"""Cuts fall on frames of the clip, 24 a second."""


@dataclass(frozen=True, slots=True)
class ShotList:
    """At least one shot. `seconds` is the length that the prompt asks for or needs, 4 to 15."""

    shots: tuple[Reading, ...]
    tags: tuple[Tag, ...]
    seconds: int


def read(text: str) -> ShotList:
    """Read a prompt. Any text gives a list; one without beats is a list of one shot, `prompt.read`'s."""
    whole, parts = beats.split(text, folded(speech.veiled(text)))
    if len(parts) == 1 and parts[0].text == text:
        shots = [prompt.read(text)]
    else:
        shots: list[Reading] = []
        named = names.known(plain.worded(text))
        for part in parts:
            shot = prompt.read(part.text, whole, shots[-1] if shots else None, named)
            shots.append(replace(shot, start=part.start, end=part.end, transition=part.transition))
    return ShotList(tuple(shots), tags.read(folded(text)), _asked(text) or _length(shots))


_TOTAL = Late(
    r"(?<![\d.:-])(?P<a>\d{1,2})[ -]?(?:seconds?|secs?|s)[ -](?:long|total|in total|videos?|clips?|"
    r"films?|ads?|spot|"
    r"commercial|loop|shot)\b|\b(?:total|duration|length|runtime)(?: of)?[:： ]{1,2}(?P<b>\d{1,2})[ -]?s|"
    r"^(?:[^.\n]{0,24}[,，] ?)?(?P<c>\d{1,2}) ?s(?:ec(?:onds?)?)?(?=[.,，]|$)|"
    r"(?:时长|总长|全长|总时长)[为：:]?(?P<d>\d{1,2})秒|"
    r"--(?:dur|duration)[ =](?P<f>\d{1,2})\b|"
    r"(?P<g>four|five|six|seven|eight|nine|ten|twelve|fifteen)[ -]seconds?"
    r"[ -](?:long|video|clip|film|ad|spot|commercial|shot|loop)\b|"
    r"(?<![\d\-到至~])(?P<e>\d{1,2})秒(?:钟)?的?(?:视频|短片|广告|片)",
)


_SPELLED = {
    "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15,
}  # fmt: skip


def _asked(text: str) -> int | None:
    """The length that the prompt names for the whole clip, where a clip can have it."""
    plain = folded(speech.veiled(text))
    if not any(sign.isdigit() for sign in plain) and "second" not in plain.lower():
        return None
    for found in _TOTAL.finditer(plain):
        said = next(value for value in found.groups() if value).lower()
        seconds = _SPELLED.get(said) or int(said)
        if 4 <= seconds <= 15:
            return seconds
    return None


def _length(shots: list[Reading]) -> int:
    """Where the time codes end, else what the shots need together."""
    ends = [shot.end for shot in shots if shot.end is not None]
    starts = [shot.start for shot in shots if shot.start is not None]
    if ends and max(ends) >= max(starts, default=0.0):
        wanted = max(ends)
    elif starts:
        wanted = max(starts) + 2
    else:
        wanted = shots[0].seconds if len(shots) == 1 else sum(_weight(shot) for shot in shots)
    return max(4, min(15, round(wanted)))


def _weight(shot: Reading) -> float:
    """How long a shot of several takes: what it would take alone, without the lead-in of a clip."""
    return max(1.5, shot.seconds - 2.0)


def timed(shots: ShotList, seconds: float) -> tuple[tuple[float, float], ...]:
    """(start, end) of each shot in a clip of so many seconds: without gap, in order, cuts on frames.

    Time codes hold as far as they can: what overlaps ends where the next begins, a gap belongs to the
    shot before it, codes beyond the clip are scaled into it, shots without one share what is left.
    """
    frames = max(round(seconds * RATE), len(shots.shots))
    cuts = [0.0, *_starts(shots, seconds)[1:], frames / RATE]
    whole = [round(cut * RATE) for cut in cuts]
    least = max(1, min(RATE // 2, frames // len(shots.shots)))
    for index in range(1, len(whole) - 1):
        whole[index] = max(whole[index], whole[index - 1] + least)
    for index in range(len(whole) - 2, 0, -1):
        whole[index] = min(whole[index], whole[index + 1] - least)
    return tuple((a / RATE, b / RATE) for a, b in pairwise(whole))


def _starts(shots: ShotList, seconds: float) -> list[float]:
    """Where each shot begins, in seconds of the clip; those without a time code by their weight."""
    said: list[float | None] = [shot.start for shot in shots.shots]
    for index, shot in enumerate(shots.shots[:-1]):
        if said[index + 1] is None and shot.end is not None:
            said[index + 1] = shot.end
    said[0] = 0.0
    last = max([seconds, *(shot.end for shot in shots.shots if shot.end is not None)])
    latest = max(start for start in said if start is not None)
    if latest >= last:
        last = latest * len(said) / (len(said) - 0.5)
    scale = seconds / last
    starts: list[float] = []
    index = 0
    while index < len(said):
        begin = (said[index] or 0.0) * scale
        after = next((i for i in range(index + 1, len(said)) if said[i] is not None), len(said))
        until = (said[after] or 0.0) * scale if after < len(said) else seconds
        weights = [_weight(shot) for shot in shots.shots[index:after]]
        for weight in weights:
            starts.append(begin)
            begin += max(until - (said[index] or 0.0) * scale, 0.0) * weight / sum(weights)
        index = after
    return starts


def to_json(shots: ShotList, seconds: float | None = None) -> dict[str, Any]:
    """Plain JSON types with stable keys; every shot with its (start, end) in a clip of so many seconds."""
    spans = timed(shots, seconds or shots.seconds)
    return {
        "seconds": seconds or shots.seconds,
        "shots": [_plain(shot, span) for shot, span in zip(shots.shots, spans, strict=True)],
        "tags": [asdict(tag) for tag in shots.tags],
    }


def _plain(shot: Reading, span: tuple[float, float]) -> dict[str, Any]:
    said = asdict(shot)
    del said["seconds"], said["others"]
    said["subjects"] = [_who(subject) for subject in (*shot.subjects, *shot.others)]
    lists = {name: list(value) for name, value in said.items() if isinstance(value, tuple | list)}
    return {**said, **lists, "start": round(span[0], 3), "end": round(span[1], 3)}


def _who(one: Subject) -> dict[str, Any]:
    colour = list(one.colour) if one.colour else None
    return {"kind": one.kind, "label": one.label, "action": one.action, "colour": colour, "count": one.count}
