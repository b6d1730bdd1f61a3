from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from onetake.animatic import lettering
from onetake.animatic.camera import Pose
from onetake.animatic.captions import Captions, spans, timed, wrap
from onetake.animatic.colour import Picture
from onetake.animatic.stage import Moment


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=5), st.integers(4, 15))
def test_captions_follow_each_other_inside_the_clip(lines: list[str], seconds: int):
    made = spans(tuple(lines), seconds)
    assert len(made) == len(lines)
    assert made[0][0] >= 0 and made[-1][1] <= seconds
    assert all(start < end for start, end in made)
    assert all(a[1] <= b[0] for a, b in pairwise(made))


def test_long_lines_wrap_and_lose_nothing():
    line = "This is a rather long caption that could never fit on a single row of the picture"
    rows = wrap(line, 30, 400)
    assert len(rows) > 1
    assert " ".join(rows) == line
    assert all(lettering.measure(row, 30) <= 400 for row in rows)


def test_chinese_wraps_between_letters():
    line = "我们还会再见吗我们还会再见吗我们还会再见吗"
    rows = wrap(line, 30, 300)
    assert len(rows) > 1 and "".join(rows) == line


def test_a_caption_is_seen_only_in_its_time():
    captions = Captions(timed(("Hello there.",), 0, 5), 640, 360)
    seen = []
    for seconds in (0.0, 1.5, 4.99):
        frame = Picture.blank(640, 360)
        captions.draw(frame, Moment(0, seconds, 0.0, Pose()))
        seen.append(int(frame.y.max()))
    assert seen[0] == 16 and seen[1] > 200 and seen[2] == 16
