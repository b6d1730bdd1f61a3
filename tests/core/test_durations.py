"""How long the sandbox takes: inside what documents say."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core.catalogue import catalogue
from onetake.core.durations import Course, course

DOCUMENTED = [
    ("evolink", 4, (0, 30), (20, 40)),
    ("evolink", 5, (0, 30), (30, 60)),
    ("evolink", 10, (0, 30), (60, 90)),
    ("evolink", 15, (0, 30), (90, 180)),
    ("apiyi", 5, (0, 0), (120, 300)),
    ("apiyi", 15, (0, 0), (270, 270)),
    ("volcengine", 5, (0, 0), (120, 300)),
    ("movie", 8, (0, 0), (60, 300)),
    ("segmind", 10, (0, 0), (180, 300)),
]


@pytest.mark.parametrize(("route", "seconds", "queued", "running"), DOCUMENTED)
def test_a_course_lies_inside_the_documented_range(route: str, seconds: int, queued: tuple, running: tuple):
    for seed in range(50):
        found = course(route, seconds, random.Random(seed))
        assert queued[0] <= found.queued <= queued[1]
        assert running[0] <= found.running <= running[1]


@given(st.sampled_from([*catalogue().routes, "a-route-of-the-operator"]), st.integers(1, 60), st.integers())
def test_every_route_and_length_has_a_course_by_its_seed_alone(route: str, seconds: int, seed: int):
    found = course(route, seconds, random.Random(seed))
    assert found == course(route, seconds, random.Random(seed))
    assert isinstance(found, Course)
    assert found.running > 0
