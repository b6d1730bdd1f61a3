"""Bodies that must be refused at create, in the dialect's words, with the field named; nothing is kept."""

import base64
import json
from typing import Any

import pytest

ARK = "/api/v3/contents/generations/tasks"
NATIVE = "/onetake/v1/videos"
MIB = 1024 * 1024
PNG = "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"x" * 50).decode()
HTTPS = "https://example.com/{}.png"


def ark(*content: Any, **more: Any) -> bytes:
    text = {"type": "text", "text": "a fox"}
    body = {"model": "doubao-seedance-2-0-260128", "content": [text, *content], **more}
    return json.dumps(body).encode()


def image(url: Any, role: Any = "reference_image") -> dict[str, Any]:
    return {"type": "image_url", "image_url": {"url": url}, "role": role}


def raw(text: str) -> bytes:
    return (
        b'{"model": "doubao-seedance-2-0-260128", "content": [{"type": "text", "text": "a fox"}], '
        + text.encode()
        + b"}"
    )


NESTED = '"extra": ' + "[" * 100_000 + "]" * 100_000
BODIES: dict[str, tuple[bytes, int, str]] = {
    "nothing": (b"", 400, ""),
    "no JSON": (b"model=doubao", 400, ""),
    "half an object": (b'{"model": "doubao', 400, ""),
    "an array": (b"[]", 400, ""),
    "a string": (b'"text"', 400, ""),
    "null": (b"null", 400, ""),
    "two objects": (ark() + ark(), 400, ""),
    "a comment": (raw('"seed": 1 /* why */'), 400, ""),
    "a trailing comma": (raw('"seed": 1,'), 400, ""),
    "NaN": (raw('"seed": NaN'), 400, ""),
    "Infinity": (raw('"seed": -Infinity'), 400, ""),
    "a number without end": (raw('"seed": 1e999'), 400, ""),
    "a huge integer": (raw('"seed": 9007199254740993'), 400, "seed"),
    "5000 digits": (raw('"seed": ' + "9" * 5000), 400, ""),
    "duplicate keys": (raw('"seed": 1, "seed": 2'), 400, "seed"),
    "duplicate keys, one escaped": (raw('"seed": 1, "se\\u0065d": 2'), 400, "seed"),
    "duplicate keys far down": (raw('"extra": {"a": [{"b": 1, "b": 1}]}'), 400, "b"),
    "NUL": (raw('"safety_identifier": "a\\u0000b"'), 400, "safety_identifier"),
    "a raw NUL": (raw('"safety_identifier": "a\0b"'), 400, ""),
    "half a surrogate": (raw('"safety_identifier": "\\ud800"'), 400, ""),
    "not UTF-8": (b'{"model": "\xff\xfe"}', 400, ""),
    "depth 33": (raw('"extra": ' + "[" * 33 + "]" * 33), 400, "extra" + "[0]" * 31),
    "depth 100,000": (raw(NESTED), 400, ""),
    "an array of 65": (raw('"extra": [' + ",".join("1" * 65) + "]"), 400, "extra"),
    "many small arrays": (raw('"extra": [' + ",".join(["[]"] * 200_000) + "]"), 400, ""),
    "model is a number": (ark(model=7), 400, "model"),
    "model is missing": (b'{"content": [{"type": "text", "text": "a fox"}]}', 400, "model"),
    "an unknown model": (ark(model="doubao-seedance-9"), 404, "model"),
    "content is a string": (b'{"model": "doubao-seedance-2-0-260128", "content": "a fox"}', 400, "content"),
    "content is empty": (b'{"model": "doubao-seedance-2-0-260128", "content": []}', 400, "content"),
    "an empty prompt": (ark().replace(b"a fox", b"  "), 400, "content[0].text"),
    "duration as text": (ark(duration="5"), 400, "duration"),
    "duration 3": (ark(duration=3), 400, "duration"),
    "duration 5.5": (ark(duration=5.5), 400, "duration"),
    "a flag as text": (ark(watermark="yes"), 400, "watermark"),
    "resolution 8k": (ark(resolution="8k"), 400, "resolution"),
    "1080p on fast": (ark(model="doubao-seedance-2-0-fast-260128", resolution="1080p"), 400, "resolution"),
    "seed -2": (ark(seed=-2), 400, "seed"),
    "flex": (ark(service_tier="flex"), 400, "service_tier"),
    "frames": (ark(frames=57), 400, "frames"),
    "mixed modes": (ark(image(HTTPS, "first_frame"), image(HTTPS)), 400, "content[2].image_url"),
    "a last frame alone": (ark(image(HTTPS, "last_frame")), 400, "content[1].image_url"),
    "10 images": (ark(*(image(HTTPS.format(i)) for i in range(10))), 400, "content"),
    "audio alone": (
        ark(
            {
                "type": "audio_url",
                "audio_url": {"url": "https://example.com/a.mp3"},
                "role": "reference_audio",
            }
        ),
        400,
        "content",
    ),
    "a bare URL": (
        ark({"type": "image_url", "image_url": "https://example.com/a.png"}),
        400,
        "content[1].image_url",
    ),
    "a private address": (ark(image("http://127.0.0.1/a.png")), 400, "content[1].image_url"),
    "a private address in disguise": (
        ark(image("http://[::ffff:10.0.0.1]/a.png")),
        400,
        "content[1].image_url",
    ),
    "the metadata address": (ark(image("http://169.254.169.254/latest")), 400, "content[1].image_url"),
    "a file URL": (ark(image("file:///etc/passwd")), 400, "content[1].image_url"),
    "a URL that is away": (ark(image("https://example.com/a.png")), 400, "content[1].image_url"),
    "a private callback": (ark(callback_url="https://127.0.0.1/x"), 400, "callback_url"),
    "a plain callback": (ark(callback_url="http://example.com/x"), 400, "callback_url"),
    "a data URL that is no base64": (ark(image("data:image/png;base64,%%%%")), 400, "content[1].image_url"),
    "a data URL with spaces": (ark(image(PNG[:40] + " " + PNG[40:])), 400, "content[1].image_url"),
    "a data URL without padding": (ark(image(PNG.rstrip("=") + "A")), 400, "content[1].image_url"),
    "a data URL of the wrong kind": (ark(image("data:text/html;base64,PGI+")), 400, "content[1].image_url"),
    "a data URL that is no image": (
        ark(image("data:image/png;base64,PGI+PC9iPg==")),
        400,
        "content[1].image_url",
    ),
    "an unknown upload": (ark(image("asset://" + "a" * 26)), 400, "content[1].image_url"),
    "a path as an upload": (ark(image("asset://../../secret")), 400, "content[1].image_url"),
}


@pytest.mark.parametrize("name", BODIES)
def test_ark_refuses_it_by_name(serve, name):
    body, status, field = BODIES[name]

    async def scenario(s):
        reply = await s.client.post(ARK, content=body, headers={"Content-Type": "application/json"})
        assert reply.status_code == status, reply.text
        error = reply.json()["error"]
        assert error["param"] == field, error
        assert error["code"] and error["type"]
        assert error["message"].endswith(f"Request id: {reply.headers['x-request-id']}")
        assert reply.headers["x-should-retry"] == "false"
        assert await s.stored() == (0, 0, 0)

    serve(scenario, worker=False)


def test_there_are_more_than_forty():
    assert len(BODIES) > 40


@pytest.mark.parametrize("name", [n for n, (_, _, field) in BODIES.items() if not field])
def test_native_says_where_the_json_breaks(serve, name):
    async def scenario(s):
        reply = await s.client.post(NATIVE, content=BODIES[name][0])
        assert reply.status_code == 400
        assert reply.headers["content-type"] == "application/problem+json"
        assert reply.json()["code"] == "invalid_json"
        assert await s.stored() == (0, 0, 0)

    serve(scenario, worker=False)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"prompt": "a", "promt": "b"}, "promt"),
        ({"prompt": 5}, "prompt"),
        ({"prompt": "a", "duration": "5"}, "duration"),
        ({"prompt": "a", "status": "succeeded"}, "status"),
        ({"prompt": "a", "project": "other"}, "project"),
        ({"prompt": "a", "price": 0}, "price"),
        (
            {"prompt": "a", "media": [{"kind": "image", "role": "first_frame", "url": "http://10.0.0.1/"}]},
            "media[0]",
        ),
        (
            {"prompt": "a", "media": [{"kind": "image", "url": "https://x.test/", "upload_id": "a"}]},
            "media[0].url",
        ),
        ({"prompt": "a", "webhook_url": "https://localhost/"}, "webhook_url"),
        ({"prompt": "a", "metadata": {"a": 1}}, "metadata"),
        ({"prompt": "a", "route": "nowhere"}, "route"),
    ],
)
def test_native_names_the_field(serve, body, field):
    async def scenario(s):
        for path in (NATIVE, f"{NATIVE}?dry_run=1"):
            reply = await s.client.post(path, json=body)
            if reply.status_code == 200:  # a dry run looks at no address
                assert field in ("media[0]", "webhook_url")
                continue
            assert reply.status_code == 400, reply.text
            assert reply.json()["offences"][0]["field"] == field
        assert await s.stored() == (0, 0, 0)

    serve(scenario, worker=False)


async def sent(size: int, *, head: bytes = b'{"model": "'):
    """A body of `size` bytes, piece by piece, that never announces its length."""
    yield head
    left = size - len(head)
    while left > 0:
        yield b"x" * min(left, MIB)
        left -= MIB


def test_t08_64_mib_and_a_byte_are_refused_however_they_come(serve):
    async def scenario(s):
        too_much = 64 * MIB + 1
        streamed = await s.client.post(ARK, content=sent(too_much))
        announced = await s.client.post(ARK, content=sent(10), headers={"Content-Length": str(too_much)})
        for reply in (streamed, announced):
            assert reply.status_code == 413
            assert reply.json()["error"]["code"] == "RequestTooLarge"
        inside = await s.client.post(ARK, content=sent(64 * MIB))
        assert inside.status_code == 400
        assert await s.stored() == (0, 0, 0)

    serve(scenario, worker=False)


def test_t08_everything_but_a_create_has_a_mebibyte(serve):
    async def scenario(s):
        for path, cap in (("/onetake/v1/lint", 64), (f"{NATIVE}/{'a' * 26}/cancel", 1)):
            for more, status in ((0, (400, 404)), (1, (413,))):
                reply = await s.client.post(path, content=sent(cap * MIB + more, head=b'{"x": "'))
                assert reply.status_code in status, (path, more)

    serve(scenario, worker=False)


def test_t08_a_body_that_is_packed_is_refused(serve):
    async def scenario(s):
        reply = await s.client.post(ARK, content=b"\x1f\x8b", headers={"Content-Encoding": "gzip"})
        assert reply.status_code == 400
        assert reply.json()["error"]["param"] == "Content-Encoding"

    serve(scenario, worker=False)


def test_a_data_url_comes_in_and_the_row_stays_small(serve):
    async def scenario(s):
        reply = await s.client.post(ARK, content=ark(image(PNG, "first_frame")))
        assert reply.status_code == 200, reply.text
        seen = (await s.client.get(f"{NATIVE}/{reply.json()['id']}")).json()
        (item,) = seen["request"]["media"]
        assert (item["kind"], item["role"]) == ("image", "first_frame")
        assert "base64" not in json.dumps(seen)

    serve(scenario, worker=False)


def test_lint_tells_every_fault_and_never_fails(serve):
    async def scenario(s):
        told = (
            await s.client.post("/onetake/v1/lint", json={"prompt": "", "duration": 99, "ratio": "5:4"})
        ).json()
        assert told["ok"] is False
        assert {o["field"] for o in told["offences"]} == {"prompt", "duration", "ratio"}
        fine = (await s.client.post("/onetake/v1/lint", json={"prompt": "a fox"})).json()
        assert fine["ok"] is True
        assert fine["backends"] == ["provider"]

    serve(scenario, worker=False)
