"""A request goes into a real film and comes back equal."""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from onetake.animatic.colour import Picture
from onetake.animatic.encode import Encoder
from onetake.animatic.job import Job
from onetake.animatic.render import RECORD, _tags
from onetake.core import making
from onetake.core.catalogue import catalogue
from onetake.core.request import ASSET, BY_HASH, Request
from onetake.dialects.native import native
from onetake.media import tags
from onetake.testing.dialect_samples import requests

LEFT_OUT: dict[str, Any] = {
    name: Request.__dataclass_fields__[name].default
    for name in ("expires_after", "priority", "end_user", "callback_url", "route", "repair")
} | {"metadata": {}}


def job(request: Request, seed: int) -> Job:
    hashes = [(place, f"{place:064x}", 1) for place in range(len(request.media))]
    about = making.told(request, seed, hashes, "animatic", "1.0")
    plain = {"width": 64, "height": 64, "seconds": 4, "audio": False, "watermark": False, "last_frame": False}
    return Job.parse({"prompt": request.prompt, "seed": seed, "about": about, "out": "/tmp/x", **plain})


@settings(max_examples=12, deadline=None)
@given(requests(native, catalogue().routes["native"]), st.integers(0, 2**32 - 1))
def test_a_request_comes_back_equal_from_the_film(request: Request, seed: int):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.mp4"
        with Encoder(file, 64, 64, None, _tags(job(request, seed), 4), lambda done: None) as coder:
            coder.add(Picture.blank(64, 64))
        written = tags.read(file)
    back = making.read(written[RECORD])
    media = tuple(replace(m, url=f"{ASSET}{BY_HASH}{n:064x}") for n, m in enumerate(request.media))
    asked = replace(request, media=media, model_name=request.model, seed=seed, **LEFT_OUT)
    assert back.request() == asked
    assert "not Seedance output" in written["comment"] and back.about["shots"]["seconds"] == 4


def test_a_film_whose_operator_wants_no_record_has_none():
    plain = job(Request(prompt="a secret fox", model="m", model_name="m", mode="text"), 3)
    assert RECORD in _tags(plain, 4)
    bare = _tags(replace(plain, about=None), 4)
    assert RECORD not in bare and "secret" not in str(bare)


def test_shots_that_are_too_long_to_be_read_back_are_left_out():
    request = Request(prompt="0-1s: a fox. " * 2400, model="m", model_name="m", mode="text")
    written = _tags(job(request, 3), 15)[RECORD]
    assert len(written) <= making.MOST and making.read(written).request().prompt == request.prompt
