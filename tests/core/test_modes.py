"""The table of modes (contract §1.5): what may stand together, and what is said when it may not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core import modes
from onetake.core.catalogue import catalogue
from onetake.core.problem import Offence
from onetake.core.request import Media

MODEL = catalogue().models["seedance-2.0"]
SHORT = {"f": "first_frame", "l": "last_frame", "r": "reference", "-": None, "x": "style"}
KINDS = {"i": "image", "v": "video", "a": "audio"}


def files(text: str) -> list[Media]:
    """`if il vr a-`: image first frame, image last frame, video reference, audio without a role."""
    words = text.split()
    return [
        Media(KINDS[w[0]], SHORT[w[1]], f"https://media.example/{n}")
        for n, w in enumerate(words)  # type: ignore[arg-type]
    ]


def settle(text: str) -> tuple[str, list[str], list[Offence]]:
    found: list[Offence] = []
    mode, media = modes.settle(files(text), MODEL, found)
    return mode, [m.role or "" for m in media], found


@pytest.mark.parametrize(
    ("media", "mode"),
    [
        ("", "text"),
        ("if", "first_frame"),
        ("i-", "first_frame"),
        ("if il", "first_last"),
        ("il if", "first_last"),
        ("ir", "reference"),
        ("vr", "reference"),
        ("ir ar", "reference"),
        ("vr ar", "reference"),
        ("ir " * 9, "reference"),
        ("vr " * 3, "reference"),
        ("ir " * 9 + "vr " * 3 + "ar " * 3, "reference"),
    ],
)
def test_what_the_four_modes_hold(media: str, mode: str) -> None:
    settled, roles, found = settle(media)
    assert found == []
    assert settled == mode
    assert all(roles)


MIXED = "first/last frame content cannot be mixed with reference media content"
REFUSED = [
    ("if if", "media[1]", "too_many_media", "expected at most one first frame image content but got 2"),
    ("if il il", "media[2]", "too_many_media", "expected at most one last frame image content but got 2"),
    ("il", "media[0]", "last_frame_without_first", "needs a first frame"),
    ("i- i-", "media[0]", "missing_parameter", "role must be specified"),
    ("if i-", "media[1]", "missing_parameter", "role must be specified"),
    ("if ir", "media[1]", "conflict_frames_references", MIXED),
    ("vr if", "media[0]", "conflict_frames_references", MIXED),
    ("if il ar", "media[2]", "conflict_frames_references", MIXED),
    # The image is taken for a first frame, so sound beside it is a mix (seen live).
    ("i- ar", "media[1]", "conflict_frames_references", MIXED),
    ("ar i-", "media[0]", "conflict_frames_references", MIXED),
    ("ar", "media", "audio_reference_alone", "reference_audio cannot be the only reference input"),
    ("ar ar ar", "media", "audio_reference_alone", "reference_audio cannot be the only reference input"),
    ("v-", "media[0]", "missing_parameter", "role must be specified"),
    ("ir a-", "media[1]", "missing_parameter", "role must be specified"),
    ("vf", "media[0]", "invalid_parameter", "video can only be a reference"),
    ("if al", "media[1]", "invalid_parameter", "audio can only be a reference"),
    ("if v-", "media[1]", "conflict_frames_references", MIXED),
    ("ix", "media[0]", "invalid_parameter", "invalid role specified for image content"),
    ("ir " * 10, "media", "too_many_media", "at most 9 reference images"),
    ("vr " * 4, "media", "too_many_media", "at most 3 reference videos"),
    ("ir " + "ar " * 4, "media", "too_many_media", "at most 3 reference audios"),
]


@pytest.mark.parametrize(("media", "field", "code", "limit"), REFUSED)
def test_what_they_do_not_hold(media: str, field: str, code: str, limit: str) -> None:
    _, _, found = settle(media)
    told = [(o.field, o.code) for o in found if limit in o.limit]
    assert told[:1] == [(field, code)]
    # Two images without a role are two offences of the same kind; every other line is exactly one.
    assert len(told) == (2 if media == "i- i-" else 1)
    assert all(o.fix and o.value for o in found)


@pytest.mark.parametrize(
    ("kind", "url", "code"),
    [
        ("image", "https://media.example/a.png", None),
        ("image", "http://media.example/a.png", None),
        ("image", "HTTPS://MEDIA.EXAMPLE/a.png", None),
        ("image", "data:image/png;base64,AAAA", None),
        ("image", "asset://abc", None),
        ("audio", "data:audio/mp3;base64,AAAA", None),
        ("video", "data:video/mp4;base64,AAAA", "media_invalid"),
        ("image", "ftp://media.example/a.png", "media_unreachable"),
        ("image", "file:///etc/passwd", "media_unreachable"),
        ("image", "/etc/passwd", "media_unreachable"),
        ("image", "asset://", "media_unreachable"),
        ("image", "asset:abc", "media_unreachable"),
        ("image", "", "media_unreachable"),
        ("image", "javascript:alert(1)", "media_unreachable"),
    ],
)
def test_where_a_file_may_come_from(kind: str, url: str, code: str | None) -> None:
    found: list[Offence] = []
    beside = [Media("image", "reference", "https://media.example/b.png")]
    modes.settle([Media(kind, "reference", url), *beside], MODEL, found)  # type: ignore[arg-type]
    assert [(o.field, o.code) for o in found] == ([("media[0]", code)] if code else [])


ITEMS = st.sampled_from([k + r for k in KINDS for r in SHORT])


@given(st.lists(ITEMS, max_size=16))
def test_any_media_get_a_mode_or_a_reason(items: list[str]) -> None:
    text = " ".join(items)
    mode, roles, found = settle(text)
    assert all(o.field and o.limit and o.fix for o in found)
    if found:
        return
    frames = sorted(r for r in roles if r != "reference")
    kinds = [item[0] for item in items]
    assert (
        mode
        == {
            (): "reference" if items else "text",
            ("first_frame",): "first_frame",
            ("first_frame", "last_frame"): "first_last",
        }[tuple(frames)]
    )
    assert mode == "reference" or len(items) <= 2
    assert mode != "reference" or set(kinds) != {"a"}
    assert all(kinds.count(kind) <= most for kind, most in (("i", 9), ("v", 3), ("a", 3)))


@given(st.lists(ITEMS, max_size=16))
def test_settled_media_settle_to_themselves(items: list[str]) -> None:
    found: list[Offence] = []
    mode, media = modes.settle(files(" ".join(items)), MODEL, found)
    if not found:
        assert modes.settle(media, MODEL, found) == (mode, media)
        assert found == []


def test_a_model_may_take_fewer() -> None:
    found: list[Offence] = []
    modes.settle(files("ir ir vr"), replace(MODEL, images=1, videos=0), found)
    assert [(o.limit, o.fix) for o in found] == [
        ("at most 1 reference images", "Remove 1"),
        ("at most 0 reference videos", "Remove 1"),
    ]


def test_without_a_known_model_the_familys_counts_hold() -> None:
    for text, refused in (("ir " * 9 + "vr " * 3 + "ar " * 3, False), ("vr " * 4, True), ("ir " * 10, True)):
        found: list[Offence] = []
        modes.settle(files(text), None, found)
        assert bool(found) == refused


def test_the_wording_counts_the_files() -> None:
    assert [o.limit for o in settle("v-")[2]] == ["role must be specified"]
    assert [o.limit for o in settle("ir a-")[2]] == ["role must be specified when there are 2 media files"]
    assert [o.fix for o in settle("v-")[2]] == ["Give this video the role reference"]


def test_a_long_address_is_shown_in_part() -> None:
    found: list[Offence] = []
    modes.settle([Media("image", "first_frame", "x" * 200)], MODEL, found)
    assert found[0].value == "x" * 80
