"""Quoted lines of a prompt as timed captions."""

from collections.abc import Sequence

from onetake.animatic import fonts, lettering
from onetake.animatic.colour import Picture
from onetake.animatic.layer import Layer, shift
from onetake.animatic.stage import Moment

_FADE = 0.25
Timed = tuple[str, float, float]
"""A line and the seconds of the clip between which it is shown."""


class Captions:
    """Shows each line in its part of the clip, over everything but the slate."""

    def __init__(self, timed: Sequence[Timed], width: int, height: int):
        self._spans = [(start, end) for _, start, end in timed]
        self._layers = [_set(line, width, height) for line, _, _ in timed]

    def draw(self, frame: Picture, now: Moment) -> None:
        for (start, end), layers in zip(self._spans, self._layers, strict=True):
            share = min((now.seconds - start) / _FADE, (end - now.seconds) / _FADE, 1.0)
            if share > 0:
                for layer in layers:
                    layer.draw(frame, shift(0, 0), share)


def timed(lines: tuple[str, ...], start: float, end: float) -> list[Timed]:
    """The lines of a shot that runs from `start` to `end`, one after the other."""
    inside = spans(lines, end - start)
    return [(line, start + a, start + b) for line, (a, b) in zip(lines, inside, strict=True)]


def spans(lines: tuple[str, ...], seconds: float) -> list[tuple[float, float]]:
    """(start, end) in seconds for each line, by its length, inside the clip."""
    if not lines:
        return []
    lead, tail = min(0.5, seconds * 0.1), min(0.4, seconds * 0.08)
    weights = [1.0 + _length(line) for line in lines]
    free = seconds - lead - tail
    made: list[tuple[float, float]] = []
    at = lead
    for weight in weights:
        room = free * weight / sum(weights)
        made.append((at, at + min(room - 0.12, max(1.6, 0.9 + 0.32 * weight))))
        at += room
    return made


def _length(line: str) -> float:
    """About how many words a line has; two Chinese characters count as one."""
    chinese = sum("\u3400" <= letter <= "\u9fff" for letter in line)
    return len(line.split()) + chinese / 2


def _set(line: str, width: int, height: int) -> list[Layer]:
    """Wrap a line to at most three rows, centred above the lower edge."""
    short = min(width, height * 0.8)
    size = max(14, round(short * 0.052))
    rows = wrap(line, size, width * 0.86)
    while len(rows) > 3 and size > 12:
        size -= 2
        rows = wrap(line, size, width * 0.86)
    made: list[Layer] = []
    pitch = size * 1.32
    base = height - short * 0.085 - pitch * len(rows)
    for index, row in enumerate(rows[:4]):
        rgb, alpha = lettering.line(row, size)
        made.append(lettering.layer(rgb, alpha, (width - alpha.shape[1]) / 2, base + index * pitch))
    return made


def wrap(line: str, size: int, room: float) -> list[str]:
    """Break at spaces, or between Chinese characters, so that every row fits."""
    parts: list[str] = []
    word = ""
    for letter in line:
        if fonts.wide(letter):
            parts += [word, letter] if word else [letter]
            word = ""
        else:
            word += letter
            if letter == " ":
                parts.append(word)
                word = ""
    parts += [word] if word else []
    rows, row = [], ""
    for part in parts:
        if row and lettering.measure((row + part).rstrip(), size) > room and part not in "，。！？、；：”’）":
            rows.append(row.strip())
            row = ""
        row += part
    return [*rows, row.strip()] if row.strip() else rows
