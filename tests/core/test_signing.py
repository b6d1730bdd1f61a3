"""Signed links: nobody can change one, and each spelling of one is the only one (threat T23)."""

from urllib.parse import parse_qsl, quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core.problem import Problem
from onetake.core.signing import sign, verify

SECRET = bytes(range(32))
NOW = 1_800_000_000
CLAIMS = {"project": "p1", "limit": 1000, "type": "video/mp4"}

texts = st.text(st.characters(blacklist_categories=["Cs"]), max_size=20)
names = texts.filter(lambda name: name not in {"expires", "signature"} and name)


def code(*args) -> str:
    with pytest.raises(Problem) as refused:
        verify(*args)
    return refused.value.code


@given(
    st.sampled_from(["GET", "PUT"]), texts, st.dictionaries(names, texts, max_size=5), st.integers(1, 10**6)
)
def test_what_was_signed_is_verified_and_told_back(method, path, claims, lasts):
    query = sign(SECRET, method, path, NOW + lasts, claims)
    assert verify(SECRET, method, path, query, NOW) == claims
    assert code(SECRET, method, path, query, NOW + lasts) == "upload_expired"


def test_the_last_moment():
    query = sign(SECRET, "GET", "/a", NOW)
    assert verify(SECRET, "GET", "/a", query, NOW - 0.01) == {}
    assert code(SECRET, "GET", "/a", query, NOW) == "upload_expired"


def test_a_link_to_get_also_serves_head_and_nothing_else():
    query = sign(SECRET, "GET", "/a", NOW + 1)
    assert verify(SECRET, "HEAD", "/a", query, NOW) == {}
    assert sign(SECRET, "HEAD", "/a", NOW + 1) == query
    for method in ("PUT", "POST", "DELETE", "get", ""):
        assert code(SECRET, method, "/a", query, NOW) == "forbidden"
    assert code(SECRET, "HEAD", "/a", sign(SECRET, "PUT", "/a", NOW + 1), NOW) == "forbidden"


def changed(query: str, **fields: str) -> str:
    return urlencode({**dict(parse_qsl(query, keep_blank_values=True)), **fields})


def test_t23_any_field_changed_is_refused():
    query = sign(SECRET, "PUT", "/a", NOW + 60, CLAIMS)
    assert verify(SECRET, "PUT", "/a", query, NOW) == {"project": "p1", "limit": "1000", "type": "video/mp4"}
    for field, other in {
        "project": "p2",
        "limit": "9999",
        "type": "text/html",
        "expires": str(NOW + 999),
    }.items():
        assert code(SECRET, "PUT", "/a", changed(query, **{field: other}), NOW) == "forbidden"
    assert code(SECRET, "PUT", "/b", query, NOW) == "forbidden"
    assert code(bytes(32), "PUT", "/a", query, NOW) == "forbidden"
    assert code(SECRET, "PUT", "/a", changed(query, extra="1"), NOW) == "forbidden"
    for name in ("project", "expires", "signature"):
        kept = {k: v for k, v in parse_qsl(query) if k != name}
        assert code(SECRET, "PUT", "/a", urlencode(kept), NOW) == "forbidden"


@given(
    st.integers(0, 42), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
)
def test_no_other_signature_passes(place, letter):
    """Also not one that decodes to the same bytes: the last letter carries two bits that say nothing."""
    query = sign(SECRET, "GET", "/a", NOW + 60)
    signature = dict(parse_qsl(query))["signature"]
    assert len(signature) == 43
    other = signature[:place] + letter + signature[place + 1 :]
    if other != signature:
        assert code(SECRET, "GET", "/a", changed(query, signature=other), NOW) == "forbidden"


def test_nothing_flows_from_one_field_into_the_next():
    signature = dict(parse_qsl(sign(SECRET, "GET", "/a", NOW + 60, {"b": "cd"})))["signature"]
    for claims in ({"bc": "d"}, {"b": "c", "d": ""}, {"bcd": ""}):
        forged = urlencode({**claims, "expires": NOW + 60, "signature": signature})
        assert code(SECRET, "GET", "/a", forged, NOW) == "forbidden"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "signature=",
        "expires=1",
        "expires=1&signature=",
        "expires=-1&signature=x",
        "expires=1e9&signature=x",
        "expires=%D9%A1&signature=x",
        "expires=" + "9" * 5000 + "&signature=x",
        "expires=9999999999&signature=" + quote("Ω" * 43),
        "expires=9999999999&signature=\ud800",
        "expires=9999999999&signature=%ff%fe",
        "a=1&a=1&expires=9999999999&signature=x",
        "&&&&",
        "no equals sign",
        "&".join(f"a{n}=1" for n in range(5000)),
    ],
)
def test_whatever_arrives_is_refused_and_never_crashes(query):
    assert code(SECRET, "GET", "/a", query, NOW) == "forbidden"


@given(st.text(max_size=200))
def test_any_text_is_refused(query):
    assert code(SECRET, "GET", "/a", query, NOW) == "forbidden"


def test_a_repeated_parameter_is_refused_even_with_the_signed_value():
    query = sign(SECRET, "GET", "/a", NOW + 60, {"project": "p1"})
    assert code(SECRET, "GET", "/a", query + "&project=p1", NOW) == "forbidden"
    assert code(SECRET, "GET", "/a", "project=p2&" + query, NOW) == "forbidden"


def test_what_cannot_be_signed():
    with pytest.raises(ValueError):
        sign(b"short", "GET", "/a", NOW)
    with pytest.raises(ValueError):
        sign(SECRET, "GET", "/a", NOW, {"expires": "1"})
    with pytest.raises(ValueError):
        sign(SECRET, "GET", "/a", NOW, {"long": "x" * 5000})


@pytest.mark.parametrize(
    ("method", "path", "claims", "query"),
    [
        (
            "GET",
            "/files/a.mp4",
            {},
            "expires=1800000000&signature=WC98eSLqN_3vjyKAMiwRvyDuoOyQDgbOd92QZrzGz_E",
        ),
        (
            "PUT",
            "/ü",
            {"project": "p1", "limit": 1000, "empty": ""},
            "project=p1&limit=1000&empty=&expires=1800000000&signature=rBO0p1XEXxuYjAxc0Jx40MionzvuDEHjRTM0z2OMi14",
        ),
    ],
)
def test_links_that_were_given_out_stay_good(method, path, claims, query):
    """What is signed, and how it is written, cannot change: links and uploads of yesterday are out there."""
    assert sign(SECRET, method, path, NOW, claims) == query
    assert verify(SECRET, method, path, query, NOW - 1) == {
        name: str(value) for name, value in claims.items()
    }


def test_the_longest_link_and_one_letter_more():
    room = 4096 - len(sign(SECRET, "GET", "/a", NOW + 1, {"pad": ""}))
    longest = sign(SECRET, "GET", "/a", NOW + 1, {"pad": "x" * room})
    assert len(longest) == 4096
    assert verify(SECRET, "GET", "/a", longest, NOW) == {"pad": "x" * room}
    with pytest.raises(ValueError, match="4096"):
        sign(SECRET, "GET", "/a", NOW + 1, {"pad": "x" * (room + 1)})
    # One that somebody else signed with the same secret, and that is longer than ours can be.
    forged = changed(longest, pad="x" * (room + 1))
    assert code(SECRET, "GET", "/a", forged, NOW) == "forbidden"


@pytest.mark.parametrize("name", ["expires", "signature"])
def test_claims_cannot_take_the_names_of_ours(name):
    with pytest.raises(ValueError, match="claims cannot be named"):
        sign(SECRET, "GET", "/a", NOW, {name: "1"})


def test_a_secret_has_32_bytes_or_more():
    assert sign(bytes(32), "GET", "/a", NOW) != sign(bytes(33), "GET", "/a", NOW + 1)
    for short in (b"", bytes(31)):
        with pytest.raises(ValueError, match="32 bytes"):
            sign(short, "GET", "/a", NOW)
        with pytest.raises(ValueError, match="32 bytes"):
            verify(short, "GET", "/a", f"expires={NOW + 1}&signature=x", NOW)


def test_as_many_claims_as_a_link_may_have_and_one_more():
    claims = {f"c{n:02}": "1" for n in range(30)}
    query = sign(SECRET, "GET", "/a", NOW + 1, claims)
    assert verify(SECRET, "GET", "/a", query, NOW) == claims
    too_many = sign(SECRET, "GET", "/a", NOW + 1, {**claims, "one": "more"})
    assert code(SECRET, "GET", "/a", too_many, NOW) == "forbidden"


def test_what_is_said_of_a_refused_link_helps_and_tells_nothing():
    with pytest.raises(Problem) as told:
        verify(SECRET, "GET", "/a", sign(SECRET, "GET", "/a", NOW - 7), NOW)
    assert (told.value.code, told.value.detail) == ("upload_expired", "The link expired 7 s ago")
    with pytest.raises(Problem) as told:
        verify(SECRET, "GET", "/b", sign(SECRET, "GET", "/a", NOW + 7), NOW)
    told_so = "The link's signature does not fit; use the link exactly as it was given"
    assert told.value.detail == told_so


def test_a_stray_pair_without_a_value_is_refused_as_such():
    query = sign(SECRET, "GET", "/a", NOW + 1)
    for more in ("&x", "&=", "&x=", "&"):
        assert code(SECRET, "GET", "/a", query + more, NOW) == "forbidden"


def test_what_is_longer_than_any_link_is_refused_unread(monkeypatch):
    def read(*_, **__):
        raise AssertionError("megabytes were parsed")

    monkeypatch.setattr("onetake.core.signing.parse_qsl", read)
    assert code(SECRET, "GET", "/a", "a" * 4097, NOW) == "forbidden"
