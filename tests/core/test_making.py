"""What a file tells of its making: enough to ask again, nothing that is secret, and no trust in strangers."""

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onetake.core import canonical, making
from onetake.core.catalogue import catalogue
from onetake.core.request import ASSET, BY_HASH, Request
from onetake.dialects.native import native
from onetake.testing.dialect_samples import requests

ROUTE = catalogue().routes["native"]
LEFT_OUT: dict[str, Any] = {
    f: Request.__dataclass_fields__[f].default
    for f in (
        "expires_after",
        "priority",
        "end_user",
        "callback_url",
        "route",
        "sample",
        "remix_of",
        "repair",
    )
} | {"metadata": {}, "extra": {}, "notes": ()}
PLAIN = Request(prompt="a fox", model="seedance-2.0", model_name="standard", mode="text", seed=4)


def digest(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()


def told(request: Request, seed: int | None = None) -> dict[str, Any]:
    inputs = [(place, digest(item.url), 10 + place) for place, item in enumerate(request.media)]
    return making.told(request, seed, inputs, "animatic", "9.9")


def changed(**more: Any) -> str:
    """The record of PLAIN with parts of its request changed, and a hash that fits."""
    record = told(PLAIN)
    record["request"] = {**record["request"], **more}
    return making.text({**record, "request_sha256": canonical.digest(record["request"])})


@settings(max_examples=60, deadline=None)
@given(requests(native, ROUTE), st.none() | st.integers(0, 2**32 - 1))
def test_a_request_comes_back_equal_from_its_record(request: Request, seed: int | None):
    back = making.read(making.text(told(request, seed))).request()
    media = tuple(replace(m, url=f"{ASSET}{BY_HASH}{digest(m.url)}") for m in request.media)
    asked = replace(request, media=media, model_name=request.model, **LEFT_OUT)
    assert back == replace(asked, seed=request.seed if seed is None else seed)


@settings(max_examples=60, deadline=None)
@given(requests(native, ROUTE))
def test_a_record_tells_no_address_and_nothing_of_who_asked(request: Request):
    url = "https://user:hunter2@files.test/secret-path/fox.png?signature=abc#part"
    media = tuple(replace(m, url=url) for m in request.media)
    secret = {
        "callback_url": "https://hook.test/x?token=t0k3n",
        "end_user": "somebody@mail.test",
        "metadata": {"order": "o-17"},
        "extra": {"api_key": "sk-1"},
        "route": "evolink",
    }
    written = making.text(told(replace(request, media=media, **secret)))
    for word in (
        "http",
        "hunter2",
        "secret-path",
        "signature",
        "t0k3n",
        "somebody",
        "o-17",
        "sk-1",
        "evolink",
    ):
        assert word not in written.replace(json.dumps(request.prompt), "")
    assert all(item["name"] == "fox.png" for item in json.loads(written)["request"]["media"])


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://a.test/x/fox%20one.png?k=1", "fox one.png"),
        ("https://a.test/d/eyJhbGciOiJIUzI1NiJ9", ""),
        ("https://a.test/..%2f..%2fetc%2fpasswd.png", ""),
        ("https://a.test/a%0ab.png", ""),
        ("https://a.test/%1b]0;x.png", ""),
        ("data:image/png;base64,AAAA", ""),
        ("asset://" + "a" * 26, ""),
        ("https://[::1/fox.png", ""),
    ],
)
def test_only_a_plain_file_name_is_kept_of_an_address(url: str, name: str):
    assert making.name_in(url) == name


HASH = "0" * 64
IMAGE = {"kind": "image", "role": "reference", "sha256": HASH}


@pytest.mark.parametrize(
    "request_part",
    [
        {"prompt": 5},
        {"prompt": "x" * 40_000},
        {"seed": True},
        {"seed": 2**40},
        {"seed": 1.5},
        {"duration": "long"},
        {"duration": 0},
        {"model": "m" * 200},
        {"generate_audio": 1},
        {"callback_url": "https://evil.test"},
        {"media": {}},
        {"media": [[]]},
        {"media": [IMAGE] * 65},
        {"media": [{**IMAGE, "sha256": "../../etc/passwd"}]},
        {"media": [{**IMAGE, "role": "parent"}]},
        {"media": [{**IMAGE, "kind": "program"}]},
        {"media": [{**IMAGE, "name": "../fox.png"}]},
        {"media": [{**IMAGE, "name": "\x1b[2J.png"}]},
        {"media": [{**IMAGE, "bytes": -1}]},
    ],
)
def test_a_record_of_a_strangers_that_says_the_impossible_is_refused(request_part: dict[str, Any]):
    with pytest.raises(ValueError, match="record"):
        making.read(changed(**request_part))


@pytest.mark.parametrize(
    "written",
    [
        "",
        "{",
        "null",
        "[1]",
        '"onetake"',
        "{}",
        '{"onetake": 2}',
        '{"onetake": true}',
        '{"onetake": 1}',
        '{"onetake": 1, "request": []}',
        '{"onetake": 1, "request": {"prompt": NaN}}',
        '{"onetake": 1, "a": ' + "[" * 50 + "]" * 50 + "}",
        "[" * 100_000,
        "{" + "x" * 300_000,
        "9" * 200_000,
    ],
)
def test_what_is_no_record_is_refused_in_words(written: str):
    with pytest.raises(ValueError, match=r"\w"):
        making.read(written)


def test_a_record_with_half_a_character_anywhere_is_refused():
    with pytest.raises(ValueError, match="text is not well"):
        making.read(changed(prompt="a \ud83e"))
    whole = told(PLAIN)
    with pytest.raises(ValueError, match="text is not well"):
        making.read(making.text({**whole, "shots": {"shots": ["\udcff"]}}))
    assert making.read(changed(prompt="a \U0001f98a")).asked["prompt"] == "a \U0001f98a"


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_record_with_a_changed_letter_is_refused_or_the_same_request(data: st.DataObject):
    whole = making.text(told(PLAIN))
    at = data.draw(st.integers(0, len(whole) - 1))
    letter = data.draw(st.characters(min_codepoint=32, max_codepoint=126))
    try:
        back = making.read(whole[:at] + letter + whole[at + 1 :])
    except ValueError:
        return
    assert back.request() == making.read(whole).request()
