"""Under which Host, and from which page in a browser: matrices over every route (T12, T25, T26)."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.routing import Route

from onetake.apps.server.threshold import Threshold, names_of
from onetake.apps.settings import SettingsError, load
from onetake.core.problem import Problem

OURS = "127.0.0.1:8787"
PAGE = "https://app.example.com"
CREATE = "/onetake/v1/videos"
MUTATING = ("POST", "PUT", "PATCH", "DELETE")


def asked(threshold: Threshold, method: str = "POST", **headers: str) -> str:
    """ "ours", "page" or the code of the refusal."""
    told = {"host": OURS, **{name.replace("_", "-"): value for name, value in headers.items()}}
    raw = [(name.encode(), value.encode()) for name, value in told.items()]
    try:
        return "page" if threshold.check({"method": method, "headers": raw}) else "ours"
    except Problem as problem:
        return problem.code


FOREIGN = [
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": ""},
    {"origin": "http://127.0.0.1:8787.evil.example"},
    {"origin": "http://127.0.0.1"},
    {"origin": "http://127.0.0.1:80"},
    {"origin": "http://localhost:8787"},
    {"origin": "http://evil@127.0.0.1:8787"},
    {"origin": "file://"},
    {"origin": "https://evil.example, http://127.0.0.1:8787"},
    {"sec_fetch_site": "cross-site"},
    {"sec_fetch_site": "same-site"},
    {"origin": "https://evil.example", "sec_fetch_site": "same-origin"},
]
OWN = [
    {},
    {"origin": "http://127.0.0.1:8787"},
    {"origin": "http://127.0.0.1:8787", "sec_fetch_site": "same-origin"},
    {"sec_fetch_site": "same-origin"},
    {"sec_fetch_site": "none"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_t25_a_page_of_another_site_changes_nothing(headers):
    for method in MUTATING:
        assert asked(Threshold(), method, **headers) == "forbidden"
        assert asked(Threshold((), [PAGE]), method, **headers) == "forbidden"
    assert asked(Threshold(), "GET", **headers) == "ours"


@pytest.mark.parametrize("headers", OWN, ids=str)
def test_t25_our_own_pages_and_programs_ask_as_ever(headers):
    for method in (*MUTATING, "GET"):
        assert asked(Threshold(), method, **headers) == "ours"


def test_t26_the_matrix_of_origins():
    named = [PAGE, "http://localhost:3000"]
    for origin, method in itertools.product(named, (*MUTATING, "GET", "OPTIONS")):
        assert asked(Threshold((), named), method, origin=origin, sec_fetch_site="cross-site") == "page"
        assert asked(Threshold((), named), method, origin=origin.upper()) == "page"
    for origin in (
        "http://app.example.com",
        PAGE + ":444",
        PAGE + ".evil.example",
        "https://example.com",
        PAGE + "/",
    ):
        assert asked(Threshold((), named), origin=origin) == "forbidden"


@pytest.mark.parametrize(
    "origin", ["*", "null", "", "app.example.com", "https://*.example.com", "https://a b", PAGE + "/"]
)
def test_t26_an_origin_is_named_in_full(origin):
    with pytest.raises(ValueError, match="no origin"):
        Threshold((), [origin])


@pytest.mark.parametrize("origin", ["*", "null", "app.example.com", PAGE + "/"])
def test_t26_a_setting_that_names_no_origin_is_told(tmp_path, origin):
    with pytest.raises(SettingsError, match=r"server\.cors_origins .* origins like https"):
        load(tmp_path, {"server.cors_origins": [PAGE, origin]}, {})
    assert load(tmp_path, {"server.cors_origins": [PAGE]}, {})["server.cors_origins"] == [PAGE]


@given(st.text(max_size=40))
def test_t26_no_other_origin_is_ever_taken_for_one_that_was_named(origin):
    try:
        raw = origin.encode("latin-1")
    except UnicodeEncodeError:
        return
    threshold = Threshold((), [PAGE])
    scope = {"method": "GET", "headers": [(b"host", OURS.encode()), (b"origin", raw)]}
    assert threshold.check(scope) is None or raw.lower() == PAGE.encode()


def test_t12_behind_loopback_only_its_own_names_are_served():
    """A page whose name now points at the loopback (DNS rebinding) still sends its own name."""
    named = Threshold(names_of("127.0.0.1", "https://clips.example.com"))
    for host in (
        "localhost",
        "LOCALHOST:1",
        "127.0.0.1:8787",
        "[::1]:8787",
        "a.localhost",
        "clips.example.com",
    ):
        assert asked(named, "GET", host=host) == "ours", host
    for host in (
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "evil.example:8787",
        "127.0.0.2",
        "",
    ):
        assert asked(named, "GET", host=host) == "invalid_parameter", host
    with pytest.raises(Problem):
        named.check({"method": "GET", "headers": []})


def test_t12_elsewhere_all_names_are_served_until_some_are_named():
    assert names_of("0.0.0.0", "https://clips.example.com") == ()
    assert names_of("10.0.0.7", "") == ()
    assert "[::1]" in names_of("::1", "")
    assert asked(Threshold(), host="whatever.example") == "ours"
    some = Threshold(("clips.example.com", "*.example.net"))
    assert asked(some, host="a.example.net:1") == "ours"
    assert asked(some, host="example.net") == "invalid_parameter"


def test_t25_every_route_that_changes_something_refuses_a_foreign_page(serve):
    async def scenario(s):
        key = s.client.headers["authorization"]
        tried = 0
        for route in s.app.routes:
            if not isinstance(route, Route):
                continue
            for method in (route.methods or set()) & set(MUTATING):
                path = route.path.replace("{id}", "a" * 26).replace("{name}", "x.png")
                headers = {"Origin": "https://evil.example", "Authorization": key}
                reply = await s.client.request(method, path, headers=headers, json={})
                assert reply.status_code == 403, (method, path, reply.status_code)
                assert not [h for h in reply.headers if h.startswith("access-control")]
                tried += 1
        assert tried > 20
        assert await s.stored() == (0, 0, 0)

    serve(scenario, worker=False)


def test_t26_no_answer_names_an_origin_unless_one_was_set(serve):
    async def scenario(s):
        for path in ("/", "/healthz", CREATE, "/openapi.json", "/nothing"):
            for origin in ("https://evil.example", "null"):
                reply = await s.client.get(path, headers={"Origin": origin})
                assert not [h for h in reply.headers if h.startswith("access-control")], path
        ask = {"Origin": PAGE, "Access-Control-Request-Method": "POST"}
        assert (await s.client.options(CREATE, headers=ask)).status_code == 405

    serve(scenario, worker=False)


def test_t26_a_named_page_may_ask_and_read_and_never_with_credentials(serve):
    async def scenario(s):
        ask = {"Origin": PAGE, "Access-Control-Request-Method": "POST"}
        asked = await s.http().options(CREATE, headers=ask)
        assert asked.status_code == 204
        assert "authorization" in asked.headers["access-control-allow-headers"]
        made = await s.client.post(CREATE, json={"prompt": "a fox"}, headers={"Origin": PAGE})
        failed = await s.http().get(CREATE, headers={"Origin": PAGE})
        assert (made.status_code, failed.status_code) == (202, 401)
        for reply in (asked, made, failed):
            assert reply.headers["access-control-allow-origin"] == PAGE
            assert reply.headers["vary"] == "Origin"
            assert "access-control-allow-credentials" not in reply.headers
        other = {**ask, "Origin": "https://evil.example"}
        assert "access-control-allow-origin" not in (await s.client.options(CREATE, headers=other)).headers

    serve(scenario, worker=False, origins=(PAGE,))


def test_t25_no_answer_sets_a_cookie_and_none_is_read(serve):
    async def scenario(s):
        key = s.client.headers["authorization"].removeprefix("Bearer ")
        stranger = s.http()
        for name in ("key", "session", "authorization", "api_key"):
            reply = await stranger.get(CREATE, headers={"Cookie": f"{name}={key}"})
            assert reply.status_code == 401
        for path in ("/", "/docs", "/healthz", CREATE, "/onetake/v1/account"):
            assert "set-cookie" not in (await s.client.get(path)).headers

    serve(scenario, worker=False)


def test_t12_no_link_is_made_from_a_host_that_was_sent(serve):
    async def scenario(s):
        poison = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"}
        made = await s.client.post(CREATE, json={"prompt": "a fox", "ratio": "16:9"}, headers=poison)
        seen = await s.until(made.json()["id"], "succeeded")
        told = [made.text, str(seen)]
        upload = await s.client.post(
            "/onetake/v1/uploads", content=b"\x89PNG\r\n\x1a\n" + b"x" * 90, headers=poison
        )
        params = {"filename": "a.png", "content_type": "image/png"}
        presigned = await s.client.post("/api/v1/video/upload/presign", params=params, headers=poison)
        for path in (
            f"{CREATE}/{seen['id']}",
            "/v1/videos",
            "/openapi.json",
            "/",
            "/onetake/v1/errors/internal",
        ):
            told.append((await s.client.get(path, headers=poison)).text)
        told += [upload.text, presigned.text]
        assert "127.0.0.1:8787" in presigned.text
        assert not [text[:200] for text in told if "evil" in text or "gopher" in text]

    serve(scenario)
