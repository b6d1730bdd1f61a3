"""A request keeps itself in storage, and its fingerprint names the purchase and nothing else."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core.request import Media, Request

MEDIA = st.builds(
    Media,
    st.sampled_from(["image", "video", "audio"]),
    st.sampled_from(["first_frame", "last_frame", "reference"]),
    st.sampled_from(["https://media.example/a.png", "asset://abc", "data:image/png;base64,AAAA"]),
)
TEXT = st.text('aé中\ud800 "\\', max_size=6)
REQUESTS = st.builds(
    Request,
    prompt=TEXT,
    model=st.sampled_from(["seedance-2.0", "seedance-2.0-fast"]),
    model_name=st.sampled_from(["standard", "fast"]),
    mode=st.sampled_from(["text", "reference"]),
    media=st.lists(MEDIA, max_size=3).map(tuple),
    duration=st.one_of(st.just("auto"), st.integers(4, 15)),
    seed=st.one_of(st.none(), st.integers(0, 2**32 - 1)),
    generate_audio=st.booleans(),
    watermark=st.booleans(),
    priority=st.integers(0, 9),
    end_user=st.one_of(st.none(), TEXT),
    callback_url=st.one_of(st.none(), st.just("https://caller.example/hook")),
    metadata=st.dictionaries(TEXT, TEXT, max_size=2),
    extra=st.dictionaries(TEXT, st.one_of(st.none(), st.integers(), st.lists(st.booleans())), max_size=2),
)


@given(REQUESTS)
def test_a_stored_request_comes_back_as_itself(request_: Request) -> None:
    assert Request.from_dict(json.loads(json.dumps(request_.as_dict()))) == request_


@given(REQUESTS)
def test_the_fingerprint_survives_storage(request_: Request) -> None:
    stored = Request.from_dict(json.loads(json.dumps(request_.as_dict())))
    assert stored.fingerprint() == request_.fingerprint()
    assert len(request_.fingerprint()) == 64


ONE = Request(
    prompt="a fox", model="seedance-2.0", model_name="standard", mode="first_frame",
    media=(Media("image", "first_frame", "https://media.example/a.png"),),
)  # fmt: skip
CHANGES = {
    "prompt": "a cat",
    "model": "seedance-2.0-fast",
    "media": (Media("image", "first_frame", "https://media.example/b.png"),),
    "duration": 6,
    "resolution": "480p",
    "ratio": "1:1",
    "seed": 0,
    "generate_audio": False,
    "watermark": True,
    "return_last_frame": True,
    "web_search": True,
    "end_user": "u1",
    "route": "apiyi",
    "extra": {"new_field": 1},
}


@pytest.mark.parametrize("field", CHANGES)
def test_another_purchase_has_another_fingerprint(field: str) -> None:
    assert replace(ONE, **{field: CHANGES[field]}).fingerprint() != ONE.fingerprint()


@pytest.mark.parametrize(
    ("field", "value"),
    [("callback_url", "https://caller.example"), ("metadata", {"a": "b"}), ("model_name", "seedance-2.0")],
)
def test_the_same_purchase_has_the_same_fingerprint(field: str, value: object) -> None:
    assert replace(ONE, **{field: value}).fingerprint() == ONE.fingerprint()


def test_media_in_another_order_are_another_purchase() -> None:
    files = tuple(Media("image", "reference", f"https://media.example/{n}.png") for n in "ab")
    here, there = replace(ONE, media=files), replace(ONE, media=files[::-1])
    assert here.fingerprint() != there.fingerprint()


@pytest.mark.parametrize(
    ("url", "asset"),
    [("asset://abc", "abc"), ("asset://", ""), ("https://asset.example/abc", None), ("ASSET://abc", None)],
)
def test_an_upload_is_named_by_its_asset_url(url: str, asset: str | None) -> None:
    assert Media("image", "reference", url).asset_id == asset


def test_what_a_request_is_when_nothing_more_is_said() -> None:
    bare = Request(prompt="a fox", model="seedance-2.0", model_name="standard", mode="text")
    assert (bare.duration, bare.resolution, bare.ratio, bare.seed) == (5, "720p", "adaptive", None)
    assert (bare.expires_after, bare.priority, bare.generate_audio, bare.media) == (172_800, 0, True, ())
