"""Fitting a request to another route: told exactly, changed only where it is allowed."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core.catalogue import catalogue
from onetake.core.fitting import ADAPTABLE, applied, fitted, misfits
from onetake.core.request import Media, Request

ROUTES = catalogue().routes
PLAIN = Request(prompt="a fox", model="seedance-2.0", model_name="m", mode="text", ratio="16:9")


@pytest.mark.parametrize(
    ("change", "route", "part"),
    [
        ({"duration": 7}, "segmind", "duration"),
        ({"duration": "auto"}, "movie", "duration"),
        ({"duration": "auto"}, "evolink", "duration"),
        ({"resolution": "1080p"}, "segmind", "resolution"),
        ({"model": "seedance-2.0-fast", "resolution": "1080p"}, "volcengine", "resolution"),
        ({"ratio": "adaptive"}, "movie", "ratio"),
        ({"model": "seedance-2.0-mini"}, "apiyi", "model"),
        ({"prompt": ""}, "evolink", "prompt"),
    ],
)
def test_what_a_route_does_not_take_is_named(change: dict, route: str, part: str) -> None:
    assert misfits(replace(PLAIN, **change), ROUTES[route]) == [part]
    assert misfits(PLAIN, ROUTES[route]) == []


def test_movie_takes_1080p_of_the_fast_model() -> None:
    assert misfits(replace(PLAIN, model="seedance-2.0-fast", resolution="1080p"), ROUTES["movie"]) == []


FIRST, LAST = (
    Media("image", "first_frame", "https://a.example/1"),
    Media("image", "last_frame", "https://a.example/2"),
)
LONE, CLIP = (
    Media("image", "reference", "https://a.example/3"),
    Media("video", "reference", "https://a.example/4"),
)


@pytest.mark.parametrize(
    ("mode", "media", "parts"),
    [
        ("first_frame", (FIRST,), []),
        ("first_last", (FIRST, LAST), ["media[1]"]),
        ("first_last", (LAST, FIRST), ["media[0]"]),
        ("reference", (LONE,), ["media[0]"]),
        ("reference", (LONE, CLIP), []),
        ("reference", (CLIP,), []),
    ],
)
def test_where_no_roles_are_known_what_only_a_role_tells_is_named(mode: Any, media: Any, parts: list) -> None:
    request = replace(PLAIN, mode=mode, media=media)
    assert misfits(request, ROUTES["movie"]) == parts
    assert misfits(request, replace(ROUTES["movie"], roles=True)) == []


@st.composite
def wishes(draw: st.DrawFn) -> Request:
    return replace(
        PLAIN,
        duration=draw(st.just("auto") | st.integers(4, 15)),
        resolution=draw(st.sampled_from(("480p", "720p", "1080p"))),
        ratio=draw(st.sampled_from(("16:9", "21:9", "adaptive"))),
        watermark=draw(st.booleans()),
        priority=draw(st.integers(0, 9)),
    )


@given(wishes(), st.sampled_from(sorted(ROUTES)), st.sets(st.sampled_from(ADAPTABLE)))
def test_nothing_is_changed_that_is_not_allowed_and_what_is_changed_fits(
    wish: Request, name: str, allowed: set[str]
) -> None:
    route = ROUTES[name]
    missing = misfits(wish, route)
    fit = fitted(wish, route, missing, allowed)
    assert set(fit.changes) <= allowed & set(missing)
    assert set(fit.changes) | set(fit.missing) == set(missing)
    assert len(fit.notes) == len(fit.changes)
    after = applied(wish, fit)
    assert misfits(after, route) == list(fit.missing)
    if wish.duration != "auto" and after.duration != wish.duration:
        assert after.duration > wish.duration  # never shorter than what was asked for


def test_a_length_becomes_the_next_longer_one() -> None:
    fit = fitted(replace(PLAIN, duration=7), ROUTES["segmind"], ["duration"], ["duration"])
    assert (fit.changes, fit.missing) == ({"duration": 8}, ())
    assert fit.notes == ("duration 7 became 8: segmind cannot say it",)
