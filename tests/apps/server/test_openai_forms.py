"""Hostile forms against the videos API: refused by name or as a whole, never a 5xx, and nothing is left."""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

VIDEOS = "/v1/videos"
EDGE = "edge"
KIND = f"multipart/form-data; boundary={EDGE}"
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"
PATHS = (VIDEOS, f"{VIDEOS}/edits", f"{VIDEOS}/extensions")


def block(head: str | bytes, value: bytes = b"") -> bytes:
    head = head.encode() if isinstance(head, str) else head
    return b"--" + EDGE.encode() + b"\r\n" + head + b"\r\n\r\n" + value + b"\r\n"


def part(name: str, value: bytes) -> bytes:
    return block(f'Content-Disposition: form-data; name="{name}"', value)


def file(name: str, value: bytes = PNG) -> bytes:
    head = f'Content-Disposition: form-data; name="{name}"; filename="a.png"\r\nContent-Type: image/png'
    return block(head, value)


END = b"--" + EDGE.encode() + b"--\r\n"
NAMED = 'Content-Disposition: form-data; name="prompt"'
PROMPT = part("prompt", b"a fox")
GOOD = PROMPT + part("seed", b"7") + file("input_reference") + END

HOSTILE: dict[str, tuple[str, bytes]] = {
    "no boundary": ("multipart/form-data", GOOD),
    "an empty boundary": ("multipart/form-data; boundary=", GOOD),
    "an endless boundary": (f"multipart/form-data; boundary={'x' * 5000}", GOOD),
    "another boundary": ("multipart/form-data; boundary=other", GOOD),
    "another kind of parts": (f"multipart/mixed; boundary={EDGE}", GOOD),
    "urlencoded": ("application/x-www-form-urlencoded", b"prompt=a+fox"),
    "no body": (KIND, b""),
    "only the end": (KIND, END),
    "no end": (KIND, GOOD[: -len(END)]),
    "cut off in a file": (KIND, GOOD[:-40]),
    "cut off in a header": (KIND, GOOD[:30]),
    "json": (KIND, b'{"prompt": "a fox"}'),
    "too many fields": (KIND, PROMPT + b"".join(part(f"f{i}", b"") for i in range(1000)) + END),
    "too many files": (KIND, PROMPT + b"".join(file(f"f{i}") for i in range(100)) + END),
    "a field that is too long": (KIND, part("prompt", b"a" * 300_000) + END),
    "a part header that is too long": (KIND, part("n" * 20_000, b"") + END),
    "too many part headers": (KIND, block("\r\n".join(f"X-{i}: y" for i in range(3000))) + END),
    "a part without a name": (KIND, PROMPT + block("Content-Disposition: form-data", b"x") + END),
    "a part without headers": (KIND, PROMPT + block("", b"x") + END),
    "names of bytes": (KIND, PROMPT + block(b'Content-Disposition: form-data; name="\xff\xfe"', b"x") + END),
    "a value of bytes": (KIND, part("prompt", b"\xff\xfe") + END),
    "NUL": (KIND, part("prompt", b"a\0b") + END),
    "NUL by escape": (KIND, PROMPT + part("media", b'[{"kind": "image", "url": "a\\u0000"}]') + END),
    "a surrogate": (KIND, PROMPT + part("tag", b'"\\ud800"') + part("media", b'["\\ud800"]') + END),
    "names too deep": (KIND, PROMPT + part("a" + "[b]" * 2000, b"x") + END),
    "lists too deep": (KIND, PROMPT + part("media" + "[]" * 500, b"x") + END),
    "an index that is huge": (KIND, PROMPT + part("media[999999999999999999]", b"x") + END),
    "a number that is huge": (KIND, PROMPT + part("seed", b"9" * 5000) + END),
    "JSON too deep": (KIND, PROMPT + part("media", b"[" * 100_000) + END),
    "JSON with no end": (KIND, PROMPT + part("media", b'[{"a":' * 5000) + END),
    "twice the same": (KIND, PROMPT + PROMPT + END),
    "a value and members": (KIND, PROMPT + part("prompt[a]", b"x") + END),
    "a file beside a text": (KIND, PROMPT + file("video") + part("video[id]", b"x") + END),
    "a file for every name": (KIND, b"".join(file(n) for n in ("prompt", "model", "size", "seconds")) + END),
    "a prototype": (KIND, PROMPT + part("__proto__[polluted]", b"1") + part("constructor[name]", b"1") + END),
    "an encoding": (KIND, block(f"{NAMED}\r\nContent-Transfer-Encoding: base64", b"YQ==") + END),
}  # fmt: skip
TAKEN = {"a prototype", "an encoding"}
"""Odd, and understood all the same."""


async def send(s: Any, kind: str, body: bytes, path: str = VIDEOS) -> Any:
    reply = await s.client.post(path, content=body, headers={"Content-Type": kind})
    assert reply.status_code < 500, reply.text
    return reply


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_forms(serve, name, path):
    async def scenario(s):
        reply = await send(s, *HOSTILE[name], path=path)
        if path == VIDEOS and name in TAKEN:
            assert reply.status_code == 200, reply.text
            return
        assert 400 <= reply.status_code < 500
        assert list(reply.json()["error"]) == ["message", "type", "param", "code"]
        assert await s.stored() == (0, 0, 0)

    serve(scenario, worker=False)


def test_a_boundary_in_quotes_and_other_parameters(serve):
    async def scenario(s):
        kind = f'Multipart/Form-Data; charset=utf-8; boundary="{EDGE}"'
        assert (await send(s, kind, GOOD)).status_code == 200

    serve(scenario, worker=False)


def test_a_body_that_comes_byte_by_byte(serve):
    async def scenario(s):
        async def drops():
            for byte in GOOD:
                yield bytes([byte])

        reply = await s.client.post(VIDEOS, content=drops(), headers={"Content-Type": KIND})
        assert reply.status_code == 200, reply.text

    serve(scenario, worker=False)


def test_a_body_beyond_the_limit_is_refused_while_it_comes(serve):
    async def scenario(s):
        async def endless():
            yield GOOD[: -len(END)]
            yield block('Content-Disposition: form-data; name="media[0][url]"; filename="a"')[:-2]
            for _ in range(70):
                yield bytes(2**20)

        reply = await s.client.post(VIDEOS, content=endless(), headers={"Content-Type": KIND})
        assert (reply.status_code, reply.json()["error"]["code"]) == (413, "request_too_large")
        assert await s.stored() == (0, 0, 0)

    serve(scenario, worker=False)


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """The good form with some of its bytes moved, removed or replaced."""
    body = GOOD
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(body)))
        end = draw(st.integers(start, min(len(body), start + 60)))
        piece = draw(
            st.binary(max_size=12)
            | st.sampled_from((b"\r\n", b"--edge", b"--edge--", b'"', b"[]", b"[0]", b"; filename=", b"\0"))
            | st.just(body[start:end] * 2)
        )
        body = body[:start] + piece + body[end:]
    return body


def test_spoilt_forms(opening, tmp_path):
    """One server, many forms: no 5xx, and every temporary file is gone each time."""

    async def main() -> None:
        async with opening(tmp_path, worker=False) as s:
            loop = asyncio.get_running_loop()

            @settings(
                max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
            )
            @given(spoilt(), st.sampled_from(PATHS))
            def law(body: bytes, path: str) -> None:
                asyncio.run_coroutine_threadsafe(send(s, KIND, body, path), loop).result()

            await asyncio.to_thread(law)
            assert (await s.stored())[2] == 0

    asyncio.run(main())


@pytest.mark.slow
@given(
    st.dictionaries(
        st.sampled_from(("prompt", "video", "seconds", "input_reference", "media", "size", "n")),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(("id", "url", "kind", "file_id")), inner)
            ),
            max_leaves=5,
        ),
        max_size=4,
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_spoilt_json(opening, tmp_path_factory, message):
    async def main() -> None:
        async with opening(tmp_path_factory.mktemp("s"), worker=False) as s:
            for path in (*PATHS, f"{VIDEOS}/video_{'a' * 26}/remix"):
                await send(s, "application/json", json.dumps(message).encode(), path)

    asyncio.run(main())


def test_a_caller_who_hangs_up_in_a_file_leaves_nothing(serve):
    async def scenario(s):
        pieces = [
            {"type": "http.request", "body": GOOD[: -len(END) - 20], "more_body": True},
            {"type": "http.disconnect"},
        ]
        sent: list[Any] = []

        async def receive() -> Any:
            return pieces.pop(0)

        async def send_(message: Any) -> None:
            sent.append(message)

        key = s.client.headers["authorization"].encode()
        headers = [
            (b"authorization", key), (b"content-type", KIND.encode()), (b"content-length", b"%d" % len(GOOD)),
        ]  # fmt: skip
        scope = {
            "type": "http", "method": "POST", "path": VIDEOS, "raw_path": VIDEOS.encode(),
            "query_string": b"", "headers": headers, "http_version": "1.1", "scheme": "http",
            "client": None, "server": None,
        }  # fmt: skip
        await s.app(scope, receive, send_)
        assert sent == []  # nobody is left to answer
        assert await s.stored() == (0, 0, 0)

    serve(scenario, worker=False)
