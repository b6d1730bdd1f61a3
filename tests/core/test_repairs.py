"""What a plan promises: results inside the limits, the shape kept, nothing larger, nothing done in vain."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from onetake.core import mediarules
from onetake.core.catalogue import catalogue
from onetake.core.repair_order import Facts, Repair
from onetake.core.repair_sizes import cropped, rate_for
from onetake.core.repairs import Measured, limits_of, plan

MB = 1024 * 1024
IMAGE = Facts("image", "image/png", "png", 1280, 720, None, None, None, None, 200_000)
VIDEO = Facts("video", "video/mp4", "mp4", 1280, 720, 5.0, 24.0, "h264", "aac", 3_000_000)
AUDIO = Facts("audio", "audio/mpeg", "mp3", None, None, 5.0, None, None, "mp3", 100_000)
LIMITS = {name: limits_of(route) for name, route in catalogue().routes.items()}

sides = st.one_of(st.integers(1, 20_000), st.sampled_from([299, 300, 301, 5999, 6000, 6001, 8064, 12_000]))
shapes = st.tuples(sides, st.floats(0.39, 2.6)).map(lambda made: (made[0], max(round(made[0] / made[1]), 1)))
seconds = st.one_of(
    st.floats(0.04, 90).map(lambda s: round(s, 3)),
    st.sampled_from([1.999, 2.0, 14.999, 15.0, 15.1, 15.2, 15.201, 16.0]),
)
rates = st.one_of(
    st.sampled_from(
        [1.0, 12.5, 15.0, 23.7, 23.976, 24.0, 25.0, 29.97, 30.0, 59.94, 60.0, 60.02, 119.88, 240.0]
    ),
    st.floats(0.5, 250).map(lambda f: round(f, 3)),
)
sizes = st.integers(1, 90 * MB)
images = st.builds(
    lambda shape, **facts: replace(IMAGE, width=shape[0], height=shape[1], **facts),
    shapes,
    format=st.sampled_from(["jpeg", "png", "webp", "bmp", "tiff", "gif", "heic", "heif"]),
    bytes=sizes,
)
videos = st.builds(
    lambda shape, **facts: replace(VIDEO, width=shape[0], height=shape[1], **facts),
    shapes,
    format=st.sampled_from(["mp4", "mov"]),
    codec=st.sampled_from(["h264", "hevc", "av1", "prores"]),
    audio_codec=st.sampled_from(["aac", "mp3", "opus", None]),
    seconds=seconds,
    fps=rates,
    bytes=sizes,
)
audios = st.builds(
    lambda **facts: replace(AUDIO, **facts),
    format=st.sampled_from(["wav", "mp3"]),
    seconds=seconds,
    bytes=sizes,
)
routes = st.sampled_from(sorted(LIMITS))


@st.composite
def requests(draw: Any) -> list[Measured]:
    """Media of one request: one or two frames, or references of every kind."""
    if draw(st.booleans()):
        roles = ["first_frame", "last_frame"][: draw(st.integers(1, 2))]
        return [Measured(i, "image", role, draw(images)) for i, role in enumerate(roles)]
    kinds = draw(st.lists(st.sampled_from(["image", "video", "audio"]), max_size=5))
    make = {"image": images, "video": videos, "audio": audios}
    return [Measured(i, kind, "reference", draw(make[kind])) for i, kind in enumerate(kinds)]


def results(media: list[Measured], repairs: tuple[Repair, ...]) -> list[Any]:
    made = {r.place: r.after for r in repairs}
    return [made.get(item.place, item.probe) for item in media]


def only(facts: Facts, role: Any = "reference", **limits: Any) -> Repair:
    (repair,) = plan([Measured(0, facts.kind, role, facts)], **limits).repairs
    return repair


# --- laws


@settings(max_examples=40)
@given(requests(), routes)
def test_what_is_promised_meets_every_limit(media: list[Measured], route: str) -> None:
    made = plan(media, LIMITS[route])
    refused = {offence.field for offence in made.refused}
    after = results(media, made.repairs)
    for item, facts in zip(media, after, strict=True):
        left = mediarules.offences(item.place, item.kind, item.role, facts, LIMITS[route])
        assert bool(left) == (f"media[{item.place}]" in refused)
    if not refused - {"media"}:
        assert bool(mediarules.totals(after, LIMITS[route])) == ("media" in refused)


@settings(max_examples=40)
@given(requests(), routes)
def test_a_good_request_is_left_alone_and_a_repair_has_a_cause(media: list[Measured], route: str) -> None:
    made = plan(media, LIMITS[route])
    for repair in made.repairs:
        assert repair.limits or repair.crop
        assert repair.after != repair.before
    probes = [item.probe for item in media]
    good = not mediarules.totals(probes, LIMITS[route]) and not any(
        mediarules.offences(i.place, i.kind, i.role, i.probe, LIMITS[route]) for i in media
    )
    if good:
        assert not made.refused
        assert all(repair.crop for repair in made.repairs)


@settings(max_examples=40)
@given(requests(), routes)
def test_a_second_plan_finds_nothing_more_to_do(media: list[Measured], route: str) -> None:
    made = plan(media, LIMITS[route])
    if made.refused:
        return
    again = [
        replace(item, probe=facts) for item, facts in zip(media, results(media, made.repairs), strict=True)
    ]
    assert plan(again, LIMITS[route]) == plan([], LIMITS[route])


@given(st.one_of(images, videos), routes)
def test_the_shape_is_kept_to_the_pixel_and_never_grows(facts: Facts, route: str) -> None:
    made = plan([Measured(0, facts.kind, "reference", facts)], LIMITS[route])
    for repair in made.repairs:
        width, height = repair.after.width or 0, repair.after.height or 0
        assert facts.width and facts.height
        assert 0 < width <= facts.width and 0 < height <= facts.height
        assert (
            abs(height - width * facts.height / facts.width) <= 1
            or abs(width - height * facts.width / facts.height) <= 1
        )
        if facts.kind == "video":
            assert width % 2 == height % 2 == 0


@given(images, images)
def test_a_last_frame_gets_the_ratio_of_the_first(first: Facts, last: Facts) -> None:
    media = [Measured(0, "image", "first_frame", first), Measured(1, "image", "last_frame", last)]
    made = plan(media)
    event("refused" if made.refused else "repaired")
    if made.refused:
        return
    head, tail = results(media, made.repairs)
    box = cropped((tail.width, tail.height), (head.width, head.height))
    cannot = box and mediarules.offences(1, "image", "last_frame", replace(last, width=box[2], height=box[3]))
    assert (
        cannot
        or abs(tail.height - tail.width * head.height / head.width) <= 3
        or (abs(tail.width - tail.height * head.width / head.height) <= 3)
    )


@given(st.tuples(sides, sides), st.tuples(sides, sides))
@example((1001, 1000), (1, 1))
def test_a_crop_is_the_largest_middle_part(size: tuple[int, int], like: tuple[int, int]) -> None:
    box = cropped(size, like)
    if box is None:
        return
    left, top, width, height = box
    assert width == size[0] or height == size[1]
    assert 0 <= left <= size[0] - width and 0 <= top <= size[1] - height
    assert abs(2 * left + width - size[0]) <= 1 and abs(2 * top + height - size[1]) <= 1
    assert width == 1 or height == 1 or abs(width * like[1] - height * like[0]) <= max(like)


@given(rates)
def test_a_frame_rate_is_the_own_one_its_neighbour_or_falls_evenly(fps: float) -> None:
    rate = rate_for(fps, catalogue().media["video"])
    assert Fraction("23.8") <= rate <= 60
    if 23.8 <= fps <= 60:
        assert abs(float(rate) - fps) < 0.002
    elif rate not in (24, 60):
        quotient = max(rate / Fraction(str(fps)), Fraction(str(fps)) / rate)
        assert abs(quotient - round(quotient)) < 0.003


@given(st.lists(seconds, min_size=1, max_size=3), st.sampled_from(["video", "audio"]))
def test_a_total_is_met_by_cutting_the_longest_alone(lengths: list[float], kind: str) -> None:
    facts = VIDEO if kind == "video" else AUDIO
    media = [Measured(i, kind, "reference", replace(facts, seconds=s)) for i, s in enumerate(lengths)]
    made = plan(media)
    assert not made.refused
    after = [facts.seconds for facts in results(media, made.repairs)]
    cut = [s for s, before in zip(after, lengths, strict=True) if s < min(before, 15) - 0.05]
    assert sum(after) <= 15.2
    if cut:
        assert sum(after) > 14.8
        assert max(after) - min(cut) < 0.05
    assert all(2 <= s <= 15.2 for s in after)


@settings(max_examples=40)
@given(requests(), st.data())
def test_what_is_fixed_stays(media: list[Measured], data: st.DataObject) -> None:
    kept = data.draw(st.sets(st.sampled_from(range(len(media))))) if media else set()
    media = [replace(item, fixed=item.place in kept) for item in media]
    made = plan(media)
    assert not kept & {repair.place for repair in made.repairs}
    after = results(media, made.repairs)
    if not made.refused:
        assert not mediarules.totals(after)


@settings(max_examples=40)
@given(requests(), routes)
def test_words_name_the_input_and_the_orders_can_travel(media: list[Measured], route: str) -> None:
    for repair in plan(media, LIMITS[route]).repairs:
        assert repair.offer.startswith(
            f"media[{repair.place}], the {repair.role.replace('_', ' ')} {repair.kind}: "
        )
        assert not repair.offer.partition(": ")[2].startswith((" ", "("))
        assert all(isinstance(value, int | float | bool | list) for value in repair.wire().values())


# --- examples

DONE: list[tuple[Facts, dict[str, Any], str]] = [
    (replace(IMAGE, width=8000, height=4500), {"width": 5999, "height": 3374}, "scaled from 8000x4500"),
    (replace(IMAGE, bytes=40 * MB), {"format": "png", "bytes": 30 * MB - 1}, "40.00 MB to at most 30.00 MB"),
    (replace(VIDEO, seconds=22.4), {"seconds": 15.0}, "trimmed from 22.4 s to 15 s"),
    (replace(VIDEO, seconds=1.2), {"seconds": 2.0}, "from 1.2 s to 2 s, the last picture held"),
    (replace(VIDEO, seconds=1.2, fps=29.97), {"seconds": 2.002}, "lengthened"),
    (replace(VIDEO, fps=120.0), {"fps": 60.0}, "frame rate changed from 120 to 60"),
    (replace(VIDEO, fps=12.0), {"fps": 24.0}, "frame rate changed from 12 to 24"),
    (replace(VIDEO, width=3840, height=2160), {"width": 1920, "height": 1080}, "to 1920x1080"),
    (replace(VIDEO, codec="av1"), {"codec": "h264"}, "re-encoded from av1 to h264"),
    (replace(VIDEO, audio_codec="opus"), {"audio_codec": "aac"}, "sound re-encoded from opus to aac"),
    (replace(VIDEO, bytes=60 * MB), {"bytes": 50 * MB}, "from 60.00 MB to at most 50.00 MB"),
    (replace(AUDIO, seconds=20.0), {"seconds": 15.0, "format": "wav"}, "trimmed from 20 s to 15 s"),
    (replace(AUDIO, seconds=0.5), {"seconds": 2.0}, "from 0.5 s to 2 s, silence added"),
]


@pytest.mark.parametrize(("facts", "changes", "said"), DONE)
def test_each_repair(facts: Facts, changes: dict[str, Any], said: str) -> None:
    repair = only(facts)
    for name, value in changes.items():
        assert getattr(repair.after, name) == value
    assert said in repair.offer


def test_a_routes_own_limits_count() -> None:
    evolink = LIMITS["evolink"]
    heic = replace(IMAGE, format="heic")
    assert plan([Measured(0, "image", "reference", heic)]).repairs == ()
    assert only(heic, limits=evolink).after.format == "jpeg"
    small = only(replace(VIDEO, width=1920, height=1080), limits=evolink)
    assert (small.after.width, small.after.height) == (1280, 720)
    assert "from 409600 to 927408 pixels" in small.offer


BEYOND: list[tuple[Facts, str]] = [
    (replace(IMAGE, width=300, height=300), "each side"),
    (replace(IMAGE, width=9000, height=2000), "width to height"),
    (replace(VIDEO, width=640, height=480), "pixels"),
    (replace(VIDEO, seconds=None), "from 2 to 15.2 s"),
    (replace(IMAGE, width=None), "must hold a picture"),
]


@pytest.mark.parametrize(("facts", "limit"), BEYOND)
def test_what_no_repair_helps_is_refused_with_that_limit_alone(facts: Facts, limit: str) -> None:
    made = plan([Measured(0, facts.kind, "reference", facts), Measured(1, "image", "reference", IMAGE)])
    assert made.repairs == ()
    (offence,) = made.refused
    assert limit in offence.limit
    assert offence.fix.endswith("this is beyond a repair")


def test_another_kind_than_was_declared_is_not_repaired() -> None:
    made = plan([Measured(0, "image", "reference", replace(VIDEO, seconds=90.0))])
    assert made.repairs == () and made.refused[0].limit == "must be an image file"


def test_too_much_that_is_fixed_cannot_be_made_good() -> None:
    media = [
        Measured(0, "video", "reference", replace(VIDEO, seconds=14.0), fixed=True),
        Measured(1, "video", "reference", replace(VIDEO, seconds=5.0)),
    ]
    (offence,) = plan(media).refused
    assert offence.field == "media" and "in total" in offence.limit


@dataclass(frozen=True, slots=True)
class Found:
    """A probe that is not Facts."""

    kind: str = "image"
    mime: str = "image/jpeg"
    format: str = "jpeg"
    width: int | None = 5999
    height: int | None = 3374
    seconds: float | None = None
    fps: float | None = None
    codec: str | None = None
    audio_codec: str | None = None
    bytes: int = 5 * MB


def test_a_note_tells_what_was_found_and_not_what_was_hoped() -> None:
    repair = only(replace(IMAGE, width=8000, height=4500, bytes=50 * MB), "first_frame")
    note = repair.told(Found(), {"quality": 90, "flattened": True, "frames": 12})
    assert note == (
        "media[0], the first frame image: scaled from 8000x4500 to 5999x3374, converted from png to jpeg, "
        "transparent parts became white, only the first of 12 pictures was kept, JPEG quality 90, "
        "re-encoded from 50.00 MB to 5.00 MB "
        "(limits: under 30 MB; each side more than 300 and less than 6000 px)"
    )


def test_a_crop_says_why() -> None:
    media = [
        Measured(0, "image", "first_frame", IMAGE),
        Measured(1, "image", "last_frame", replace(IMAGE, width=4000, height=3000)),
    ]
    (repair,) = plan(media).repairs
    assert repair.crop == (0, 375, 4000, 2250)
    assert "cropped from 4000x3000 to 4000x2250, the ratio of the first frame" in repair.offer


def test_a_good_last_frame_is_not_spoilt_by_its_crop() -> None:
    media = [
        Measured(0, "image", "first_frame", replace(IMAGE, width=602, height=301)),
        Measured(1, "image", "last_frame", replace(IMAGE, width=400, height=400)),
    ]
    assert plan(media) == plan([])


def test_a_crop_can_bring_a_last_frame_inside_the_ratio() -> None:
    media = [
        Measured(0, "image", "first_frame", IMAGE),
        Measured(1, "image", "last_frame", replace(IMAGE, width=5000, height=1000)),
    ]
    made = plan(media)
    assert not made.refused and made.repairs[0].crop == (1611, 0, 1778, 1000)
