"""Shots in sequence: each frame belongs to its shot, and only the frames beside a change show the change."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.animatic.colour import BLACK, Picture
from onetake.animatic.film import DIP, OVERLAP, WHIP, Film, Span
from onetake.animatic.stage import Moment
from onetake.animatic.take import Take


class Wash:
    """A prop that fills the frame with one luma and remembers what it was asked for."""

    def __init__(self, luma: int) -> None:
        self.luma, self.asked = luma, list[int]()

    def draw(self, frame: Picture, now: Moment) -> None:
        self.asked.append(now.index)
        frame.y[:] = self.luma
        frame.u[:] = frame.v[:] = 128


def film(lengths: list[int], entry: str) -> tuple[Film, list[list[int]]]:
    """Shots of so many frames, the n-th of luma 40 + 30 n; and which were staged, with their frames."""
    staged: list[list[int]] = []
    spans, first = [], 0
    for number, length in enumerate(lengths):

        def staging(frames: int, number: int = number) -> Take:
            staged.append([number, frames])
            return Take(None, [Wash(40 + 30 * number)], frames)

        spans.append(Span(first, first + length, entry, staging))
        first += length
    return Film(spans), staged


def lumas(made: Film) -> list[float]:
    frame = Picture.blank(16, 8)
    seen = []
    for index in range(made.frames):
        made.draw(frame, index)
        seen.append(float(frame.y.mean()))
    return seen


@given(
    st.lists(st.integers(14, 40), min_size=1, max_size=5),
    st.sampled_from(["cut", "match", "dissolve", "fade", "whip"]),
)
def test_every_frame_shows_its_shot_away_from_changes(lengths: list[int], entry: str) -> None:
    made, staged = film(lengths, entry)
    seen = lumas(made)
    assert len(seen) == sum(lengths)
    first = 0
    room = {"dissolve": OVERLAP, "fade": DIP, "whip": WHIP}.get(entry, 0)
    for number, length in enumerate(lengths):
        for index in range(first, first + length):
            far = (number == 0 or index - first >= room) and (
                number == len(lengths) - 1 or first + length - 1 - index >= room
            )
            if far or entry in ("cut", "match", "whip"):
                assert seen[index] == 40 + 30 * number
        first += length
    assert [number for number, _ in staged] == list(range(len(lengths))), (
        "each is staged once, when it is due"
    )


def test_a_dissolve_goes_evenly_from_one_shot_to_the_other() -> None:
    made, staged = film([24, 24], "dissolve")
    seen = lumas(made)[24 - OVERLAP - 1 : 24 + OVERLAP + 1]
    assert seen == sorted(seen)
    assert seen[0] == 40 and seen[-1] == 70
    assert max(b - a for a, b in pairwise(seen)) <= 4
    assert staged == [[0, 24 + OVERLAP], [1, 24 + OVERLAP]]


def test_a_fade_goes_through_black() -> None:
    seen = lumas(film([30, 30], "fade")[0])
    assert abs(seen[29] - BLACK) < 3 and abs(seen[30] - BLACK) < 4
    assert seen[30 - DIP - 1] == 40 and seen[30 + DIP] == 70


def test_a_shot_is_let_go_before_the_next_is_staged_unless_they_dissolve() -> None:
    held: list[int] = []
    for entry in ("cut", "dissolve"):
        made: Film = film([20, 20], entry)[0]
        second = made.spans[1].staging
        watched = replace(made.spans[1], staging=lambda n, made=made, second=second: (
            held.append(len(made._takes)), second(n)
        )[1])  # fmt: skip
        made.spans = (made.spans[0], watched)
        lumas(made)
    assert held == [0, 1]


def test_at_most_two_shots_are_held_at_once() -> None:
    made, _ = film([20] * 6, "dissolve")
    frame = Picture.blank(16, 8)
    most = 0
    for index in range(made.frames):
        made.draw(frame, index)
        most = max(most, len(made._takes))
    assert most == 2


@pytest.mark.parametrize(("asked", "drawn"), [(-3, 0), (0, 0), (5, 5), (9, 9), (30, 9)])
def test_a_take_stands_still_before_and_after_itself(asked: int, drawn: int) -> None:
    wash = Wash(100)
    Take(None, [wash], 10).draw(Picture.blank(16, 8), asked)
    assert wash.asked == [drawn]


def test_two_shots_of_one_place_differ_in_size() -> None:
    from onetake.animatic import coverage
    from onetake.animatic.text import shotlist

    shots = coverage.covered(
        shotlist.read("0-2s: a man in a forest. 2-4s: the man runs. 4-6s: he stops.").shots
    )
    assert len(shots) == 3
    assert all(a.framing != b.framing for a, b in pairwise(shots))


def test_the_marks_of_a_storyboard_tell_the_shot_and_the_time() -> None:
    from onetake.animatic.storyboard import Storyboard

    board = Storyboard([(0, ("push_in",)), (24, ())], 320, 180)
    pictures = []
    for index in (0, 23, 24, 25):
        frame = Picture.blank(320, 180)
        board.draw(frame, index)
        pictures.append(frame.y.copy())
    top, bottom = slice(0, 90), slice(90, 180)
    assert np.array_equal(pictures[0][top], pictures[1][top])
    assert not np.array_equal(pictures[1][top], pictures[2][top]), "another shot"
    assert not np.array_equal(pictures[2][bottom], pictures[3][bottom]), "another frame"
