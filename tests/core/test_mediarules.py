"""Limits of probed files, at each bound and one step beyond it (contract §1.6)."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core.catalogue import catalogue
from onetake.core.mediarules import offences, totals
from onetake.core.repairs import limits_of

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Found:
    kind: str
    mime: str
    format: str
    width: int | None
    height: int | None
    seconds: float | None
    fps: float | None
    codec: str | None
    audio_codec: str | None
    bytes: int


IMAGE = Found("image", "image/png", "png", 1280, 720, None, None, None, None, 200_000)
VIDEO = Found("video", "video/mp4", "mp4", 1280, 720, 5.0, 24.0, "h264", "aac", 3_000_000)
AUDIO = Found("audio", "audio/mpeg", "mp3", None, None, 5.0, None, None, "mp3", 100_000)
GOOD = {"image": IMAGE, "video": VIDEO, "audio": AUDIO}

INSIDE: list[tuple[str, dict[str, Any]]] = [
    *[("image", {"format": f}) for f in ("jpeg", "png", "webp", "bmp", "tiff", "gif", "heic", "heif", "PNG")],
    ("image", {"width": 301, "height": 301}),
    ("image", {"width": 5999, "height": 5999}),
    ("image", {"width": 401, "height": 1000}),
    ("image", {"width": 2499, "height": 1000}),
    ("image", {"bytes": 30 * MB - 1}),
    *[("video", {"format": f}) for f in ("mp4", "mov")],
    *[("video", {"codec": c}) for c in ("h264", "hevc")],
    *[("video", {"audio_codec": c}) for c in ("aac", "mp3", None)],
    ("video", {"width": 640, "height": 640}),
    ("video", {"width": 1920, "height": 1080}),
    ("video", {"width": 1024, "height": 2037}),
    ("video", {"width": 512, "height": 1280}),
    ("video", {"width": 1280, "height": 512}),
    ("video", {"fps": 23.976}),
    ("video", {"fps": 23.8}),
    ("video", {"fps": 60.0}),
    ("video", {"seconds": 2.0}),
    ("video", {"seconds": 15.2}),
    ("video", {"seconds": 15.2000001}),
    ("video", {"bytes": 50 * MB}),
    *[("audio", {"format": f}) for f in ("wav", "mp3")],
    ("audio", {"seconds": 2.0}),
    ("audio", {"seconds": 15.2}),
    ("audio", {"bytes": 15 * MB}),
]
OUTSIDE: list[tuple[str, dict[str, Any], str]] = [
    ("image", {"format": "svg"}, "format must be jpeg"),
    ("image", {"width": 300, "height": 500}, "each side more than 300 and less than 6000 px"),
    ("image", {"width": 6000, "height": 5000}, "each side"),
    ("image", {"width": 400, "height": 1000}, "width to height more than 0.4 and less than 2.5"),
    ("image", {"width": 1000, "height": 400}, "width to height"),
    ("image", {"width": None}, "must hold a picture"),
    ("image", {"height": 0}, "must hold a picture"),
    ("image", {"bytes": 30 * MB}, "under 30 MB"),
    ("video", {"format": "webm"}, "format must be mp4, mov"),
    ("video", {"codec": "vp9"}, "video codec must be h264, hevc"),
    ("video", {"codec": None}, "video codec must be"),
    ("video", {"audio_codec": "opus"}, "audio codec must be aac, mp3"),
    ("video", {"width": 511, "height": 1280}, "width to height from 0.4 to 2.5"),
    ("video", {"width": 1281, "height": 512}, "width to height"),
    ("video", {"width": 639, "height": 640}, "from 409600 to 2086876 pixels"),
    ("video", {"width": 2086, "height": 1001}, "pixels"),
    ("video", {"fps": 23.7}, "from 23.8 to 60 fps"),
    ("video", {"fps": 60.1}, "fps"),
    ("video", {"fps": None}, "fps"),
    ("video", {"fps": float("nan")}, "fps"),
    ("video", {"seconds": 1.9}, "from 2 to 15.2 s"),
    ("video", {"seconds": 15.21}, "from 2 to 15.2 s"),
    ("video", {"seconds": None}, "from 2 to 15.2 s"),
    ("video", {"seconds": float("inf")}, "from 2 to 15.2 s"),
    ("video", {"bytes": 50 * MB + 1}, "at most 50 MB"),
    ("audio", {"format": "ogg"}, "format must be wav, mp3"),
    ("audio", {"seconds": 1.999}, "from 2 to 15.2 s"),
    ("audio", {"seconds": 15.3}, "from 2 to 15.2 s"),
    ("audio", {"bytes": 15 * MB + 1}, "at most 15 MB"),
]


@pytest.mark.parametrize(("kind", "change"), INSIDE)
def test_a_bound_that_belongs_to_the_range(kind: str, change: dict[str, Any]) -> None:
    assert offences(0, kind, "reference", replace(GOOD[kind], **change)) == []


@pytest.mark.parametrize(("kind", "change", "limit"), OUTSIDE)
def test_one_step_beyond(kind: str, change: dict[str, Any], limit: str) -> None:
    (offence,) = offences(3, kind, "reference", replace(GOOD[kind], **change))
    assert offence.field == "media[3]"
    assert offence.code == ("media_too_large" if "bytes" in change else "media_invalid")
    assert limit in offence.limit
    assert offence.value
    assert kind in offence.fix


def test_a_side_of_a_video_may_lie_on_its_bound() -> None:
    limits = {"video": {**catalogue().media["video"], "pixels": [0, 10**9]}}
    for size in ((300, 300), (6000, 6000)):
        assert offences(0, "video", None, replace(VIDEO, width=size[0], height=size[1]), limits) == []
    (offence,) = offences(0, "video", None, replace(VIDEO, width=299, height=300), limits)
    assert offence.limit == "each side from 300 to 6000 px"


@pytest.mark.parametrize(("said", "is_"), [(a, b) for a in GOOD for b in GOOD if a != b])
def test_a_file_of_another_kind_is_one_offence(said: str, is_: str) -> None:
    (offence,) = offences(1, said, None, GOOD[is_])
    assert (offence.field, offence.value, offence.code) == ("media[1]", is_, "media_invalid")
    article = {"image": "an image", "video": "a video", "audio": "an audio"}[said]
    assert offence.limit == f"must be {article} file"


def test_everything_wrong_is_said_at_once() -> None:
    bad = replace(
        VIDEO, format="webm", codec="vp9", audio_codec="opus", width=100, height=1000, fps=12.0, seconds=99.0,
        bytes=99 * MB,
    )  # fmt: skip
    found = offences(0, "video", "reference", bad)
    assert [o.code for o in found] == ["media_too_large", *["media_invalid"] * 8]
    assert len({o.limit for o in found}) == 9


def test_the_role_is_named_in_the_advice() -> None:
    (offence,) = offences(0, "image", "first_frame", replace(IMAGE, format="svg"))
    assert offence.fix == "Convert the first frame image to jpeg"


def test_a_route_may_narrow_the_limits() -> None:
    theirs = {**catalogue().media, "video": {**catalogue().media["video"], "pixels": [409_600, 927_408]}}
    big = replace(VIDEO, width=1920, height=1080)
    assert offences(0, "video", None, big) == []
    assert len(offences(0, "video", None, big, theirs)) == 1


SIX = ("jpeg", "png", "webp", "bmp", "tiff", "gif")


@pytest.mark.parametrize(
    ("route", "taken"),
    [("apiyi", (*SIX, "heic", "heif")), ("evolink", SIX), ("movie", ("jpeg", "png", "webp"))],
)
def test_each_route_takes_the_images_that_its_document_names(route: str, taken: tuple[str, ...]) -> None:
    limits = limits_of(catalogue().routes[route])
    for name in (*SIX, "heic", "heif", "svg"):
        found = offences(0, "image", "reference", replace(IMAGE, format=name), limits)
        assert bool(found) == (name not in taken), name


PROBES = st.builds(
    Found,
    st.sampled_from(["image", "video", "audio"]),
    st.just("x/y"),
    st.sampled_from(["png", "mp4", "mp3", "", "exe"]),
    st.one_of(st.none(), st.integers(-1, 10**6)),
    st.one_of(st.none(), st.integers(-1, 10**6)),
    st.one_of(st.none(), st.floats()),
    st.one_of(st.none(), st.floats()),
    st.sampled_from([None, "h264", "vp9"]),
    st.sampled_from([None, "aac", "opus"]),
    st.integers(0, 10**12),
)


@given(st.sampled_from(["image", "video", "audio"]), PROBES)
def test_any_probe_gets_complete_offences_or_is_inside_every_limit(kind: str, probe: Found) -> None:
    found = offences(2, kind, None, probe)
    assert all(o.field == "media[2]" and o.value and o.limit and o.fix for o in found)
    if not found:
        assert probe.kind == kind
        assert probe.bytes <= catalogue().media[kind]["bytes"]
        if kind == "image":
            assert probe.width is not None
            assert probe.height is not None
            assert 300 < probe.width < 6000
            assert 0.4 < probe.width / probe.height < 2.5
        else:
            assert probe.seconds is not None
            assert 2 <= round(probe.seconds, 3) <= 15.2


@pytest.mark.parametrize(
    ("videos", "sounds", "fields"),
    [
        ([], [], []),
        ([15.2], [15.2], []),
        ([5.0, 5.1, 5.1], [], []),
        ([5.1, 5.1, 5.0], [7.6, 7.6], []),
        ([7.6, 7.7], [], ["video"]),
        ([], [10.0, 5.3], ["audio"]),
        ([10.0, 6.0], [10.0, 6.0], ["video", "audio"]),
    ],
)
def test_lengths_are_summed_by_kind(videos: list[float], sounds: list[float], fields: list[str]) -> None:
    probes = [
        IMAGE,
        *(replace(VIDEO, seconds=s) for s in videos),
        *(replace(AUDIO, seconds=s) for s in sounds),
    ]
    found = totals(probes)
    assert [(o.field, o.code) for o in found] == [("media", "media_invalid")] * len(fields)
    assert all(kind in o.limit and kind in o.fix for kind, o in zip(fields, found, strict=True))
    assert all(o.limit.startswith("at most 15.2 s of") for o in found)


@given(st.lists(st.floats(2, 15.2), max_size=3))
def test_a_total_is_judged_like_the_sum(seconds: list[float]) -> None:
    found = totals(replace(VIDEO, seconds=s) for s in seconds)
    assert bool(found) == (round(sum(seconds), 3) > 15.2)


@pytest.mark.parametrize(
    ("good", "change", "value", "fix"),
    [
        (VIDEO, {"bytes": 75 * MB}, "75.00 MB", "Re-encode the video to at most 50 MB"),
        (VIDEO, {"fps": 12.0}, "12 fps", "Re-encode the video at 24 to 60 frames a second"),
        (VIDEO, {"fps": 23.7456}, "23.746 fps", "Re-encode the video at 24 to 60 frames a second"),
        (VIDEO, {"codec": "vp9"}, "video codec vp9", "Convert the video to h264"),
        (VIDEO, {"codec": None}, "video codec unknown", "Convert the video to h264"),
        (AUDIO, {"format": "ogg"}, "format ogg", "Convert the audio to wav"),
        (VIDEO, {"seconds": 20.0}, "20 s", "Cut the video to between 2 and 15 seconds"),
        (VIDEO, {"seconds": None}, "unknown s", "Cut the video to between 2 and 15 seconds"),
        (IMAGE, {"width": 3000, "height": 1000}, "3000x1000 (3.000)",
         "Crop the image; 16:9, 1:1 and 9:16 are all inside"),
    ],
)  # fmt: skip
def test_what_was_found_and_what_to_do(good: Found, change: dict[str, Any], value: str, fix: str) -> None:
    (offence,) = offences(0, good.kind, None, replace(good, **change))
    assert (offence.value, offence.fix) == (value, fix)
