"""The light of a given picture that changes, where the prompt says that it does: night falls, colours fade.

A style that is only named changes nothing: the picture brings its own look, as it does with the model itself,
and a grade in every link of a chain of clips would be laid on again and again.
"""

import re
from collections.abc import Sequence

from onetake.animatic.colour import BLACK, WHITE, Picture
from onetake.animatic.easing import eased
from onetake.animatic.film import mixed
from onetake.animatic.scenes.grade import Grade, Look, looks
from onetake.animatic.stage import Moment
from onetake.animatic.text.reading import Reading

_BECOMES = re.compile(
    r"\b(?:turn|fade|become|grow|shift|change|transition|transform|go|dissolve)(?:s|es|ing)?\b[^.;]{0,40}$|"
    r"(?:变成|变为|变得|转为|化为|渐变|褪成|逐渐)\S{0,10}$",
    re.IGNORECASE,
)
_COLOURS = re.compile(
    r"black[- ]and[- ]white|monochrome|sepia|warm|cold|cool(?:er)?|pastel|neon|muted|vivid|noir|vintage|"
    r"faded|黑白|褪色|暖|冷|复古|鲜艳",
    re.IGNORECASE,
)
_NIGHT = re.compile(
    r"\bnight falls\b|\b(?:in)?to night\b|\bdarkness falls\b|"
    r"\b(?:gets?|grows?|getting|growing) dark(?:er)?\b|"
    r"\blights? (?:go|goes|going) out\b|\bsun (?:sets|goes down)\b|天黑|夜幕降临|入夜|变暗|暗下来",
    re.IGNORECASE,
)
_DUSK = Look(((0.0, 0.0), (0.3, 0.12), (0.6, 0.3), (0.85, 0.62), (1.0, 0.86)), 0.62, (9, -3), (8, -6))
_OVER = (0.12, 0.9)
_CLOUDED = {"rain": 0.46, "storm": 0.36, "snow": 0.5}
"""How light a picture is at most under these clouds, as a mean of its luma from black to white."""


def turned(prompt: str, reading: Reading) -> tuple[Look, ...]:
    """The looks that a picture turns to in this prompt, none where it keeps its own."""
    named = any(_BECOMES.search(prompt[: found.start()]) for found in _COLOURS.finditer(prompt))
    return (looks(reading) if named else ()) + ((_DUSK,) if _NIGHT.search(prompt) else ())


def overcast(picture: Picture, weather: str) -> Look | None:
    """The grey of rain over a bright picture, None over one that is dark enough: so a chain of clips darkens
    once, and not in every link."""
    dark = _CLOUDED.get(weather)
    mean = (float(picture.y.mean()) - BLACK) / (WHITE - BLACK)
    if dark is None or mean < dark * 1.04:
        return None
    light = max(dark / mean, 0.55)
    return Look(((0.0, 0.0), (0.5, 0.5 * light), (1.0, light)), 1 - 0.9 * (1 - light), (1, 0), (3, -2))


class Turning:
    """Lays the looks over the frame, from nothing to all of them; `over` are the shares of the clip between
    which that happens."""

    def __init__(self, laid: Sequence[Look], width: int, height: int, over: tuple[float, float] = _OVER):
        self._grade, self._over = Grade(laid), over
        self._before = Picture.blank(width, height)

    def draw(self, frame: Picture, now: Moment) -> None:
        start, end = self._over
        share = eased(min(max((now.share - start) / (end - start), 0.0), 1.0))
        if share <= 0:
            return
        self._before.take(frame)
        self._grade.draw(frame, now)
        if share < 1:
            mixed(frame, self._before, 1 - share)
