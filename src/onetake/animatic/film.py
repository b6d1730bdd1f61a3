"""A clip as a sequence of shots: which of them a frame shows, and how one gives way to the next.

A shot is staged when its first frame is due and let go before the next is staged, unless they dissolve: a
film of many shots takes the memory of one, or of two.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2

from onetake.animatic import memory
from onetake.animatic.colour import BLACK, Picture
from onetake.animatic.take import Take, smear

OVERLAP = 6
"""Frames on either side of a cut in which a dissolve shows both shots."""
DIP = 8
"""Frames on either side of a cut in which a fade goes to black and comes back."""
WHIP = 5
"""Frames on either side of a cut that a whip pan smears."""


@dataclass(frozen=True, slots=True)
class Span:
    """One shot in its clip, by frames [first, end). entry: how it takes over (cut, dissolve, fade, match,
    whip); staging: makes a take of that many frames."""

    first: int
    end: int
    entry: str
    staging: Callable[[int], Take]


class Film:
    """The shots in their order, without gaps from frame 0 on."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = tuple(spans)
        self.frames = self.spans[-1].end
        self._firsts = [span.first for span in self.spans]
        self._takes: dict[int, Take] = {}
        self._second: Picture | None = None
        self._left_out: list[type] = []

    def draw(self, frame: Picture, index: int) -> None:
        """Overwrite the frame with frame `index` of the clip."""
        at = bisect_right(self._firsts, index) - 1
        self._let_go(at, index)
        self._show(frame, at, index)
        for cut in (at, at + 1):
            if 0 < cut < len(self.spans):
                self._cross(frame, at, cut, index)

    def take(self, number: int) -> Take:
        """The staged shot of that number (0-based)."""
        if number not in self._takes:
            made = self.spans[number].staging(self._end(number) - self._first(number))
            for kind in self._left_out:
                made.leave_out(kind)
            self._takes[number] = made
            if number:
                memory.give_back()
        return self._takes[number]

    def leave_out(self, kind: type) -> None:
        """Strike every prop of a kind, for looking at what it adds."""
        self._left_out.append(kind)
        for take in self._takes.values():
            take.leave_out(kind)

    def _let_go(self, at: int, index: int) -> None:
        """Forget the takes before span `at` that no frame from this one on needs."""
        span = self.spans[at]
        needed = at - 1 if span.entry == "dissolve" and index < span.first + OVERLAP else at
        gone = [number for number in self._takes if number < needed]
        for number in gone:
            del self._takes[number]
        if gone:
            memory.give_back()

    def _show(self, frame: Picture, number: int, index: int) -> None:
        self.take(number).draw(frame, index - self._first(number))

    def _cross(self, frame: Picture, at: int, cut: int, index: int) -> None:
        """What the change at the beginning of span `cut` does to a frame of span `at` beside it."""
        span = self.spans[cut]
        away = index - span.first if at == cut else span.first - 1 - index
        if span.entry == "dissolve" and away < OVERLAP:
            if self._second is None:
                self._second = Picture.blank(frame.y.shape[1], frame.y.shape[0])
            self._show(self._second, cut - 1 if at == cut else cut, index)
            mixed(frame, self._second, 0.5 - (away + 0.5) / (2 * OVERLAP))
        elif span.entry == "fade" and away < DIP:
            dimmed(frame, (away + 0.5) / DIP)
        elif span.entry == "whip" and away < WHIP:
            smear(frame, frame.y.shape[1] * 0.16 * (1 - away / WHIP))

    def _first(self, number: int) -> int:
        span = self.spans[number]
        return span.first - OVERLAP if span.entry == "dissolve" and number else span.first

    def _end(self, number: int) -> int:
        follows = self.spans[number + 1] if number + 1 < len(self.spans) else None
        return self.spans[number].end + (OVERLAP if follows and follows.entry == "dissolve" else 0)


def mixed(frame: Picture, other: Picture, share: float) -> None:
    """Put `share` of the other picture into the frame."""
    for mine, theirs in zip(frame.planes, other.planes, strict=True):
        cv2.addWeighted(mine, 1 - share, theirs, share, 0, dst=mine)


def dimmed(frame: Picture, light: float) -> None:
    """Take light out of the frame: 1 leaves it, 0 is black."""
    for plane, dark in zip(frame.planes, (BLACK, 128, 128), strict=True):
        cv2.convertScaleAbs(plane, dst=plane, alpha=light, beta=dark * (1 - light))
