"""Large bodies (T08, T09): their files go to disk, the rest is as strict as ever, and however the body is cut
into pieces, it means the same."""

import asyncio
import base64
import hashlib
import json
import os
import time
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onetake.apps.server import room, spool, strictjson
from onetake.apps.server.room import Room, Share
from onetake.apps.server.spool import Scanner
from onetake.core.problem import Problem
from onetake.services import data_urls, spooled

from .json_cases import EITHER, RIGHT, WRONG

MIB = 1024 * 1024
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 6000
HEAD = "data:image/png;base64,"
LONG = base64.b64encode(PNG).decode()
NATIVE = "/onetake/v1/videos"
PRESENT = {"kind": "image", "role": "first_frame"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Any:
    tmp = tmp_path_factory.mktemp("spool")
    return SimpleNamespace(tmp=tmp, entropy=os.urandom, derived=lambda label: label.encode() * 8)


def read(place: Any, body: bytes, cuts: list[int]) -> Any:
    """The object of a body that arrives in pieces, and the files that were taken out, by what stands for
    them."""
    scanner = Scanner(place)
    try:
        edges = sorted({0, len(body), *(cut % (len(body) + 1) for cut in cuts)})
        for start, end in pairwise(edges):
            scanner.feed(body[start:end])
        value = scanner.finish()
        return _resolved(value, place.tmp)
    finally:
        scanner.discard()
        assert list(place.tmp.glob("data-*")) == []


def _resolved(value: Any, tmp: Path) -> Any:
    if isinstance(value, dict):
        return {_resolved(k, tmp): _resolved(v, tmp) for k, v in value.items()}
    if isinstance(value, list):
        return [_resolved(v, tmp) for v in value]
    to = tmp / "taken"
    if isinstance(value, str) and spooled.take(value, to, spaced=True):
        head, comma, _ = value.rpartition(",")
        raw = to.read_bytes()
        to.unlink()
        return head + comma + base64.b64encode(raw).decode()
    return value


LETTERS = st.characters(codec="utf-8", exclude_characters="\0")
texts = st.text(LETTERS, max_size=20) | st.sampled_from([HEAD, "\\", '"', '\\"', "a\\", "/", "+", "é\\u00e9"])
files = st.binary(min_size=40, max_size=400).map(lambda raw: base64.b64encode(raw).decode())
values = st.recursive(
    st.none() | st.integers(-9, 9) | texts | files | files.map(lambda f: HEAD + f),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
CUTS = st.lists(st.integers(0, 5000), max_size=12)


@given(st.dictionaries(texts, values, max_size=4), CUTS, st.booleans(), st.booleans())
@settings(deadline=None)
def test_t08_a_body_means_the_same_however_it_is_cut(place, value, cuts, ascii_only, slashes):
    kept, spool.TAKEN_FROM = spool.TAKEN_FROM, 32
    try:
        body = json.dumps(value, ensure_ascii=ascii_only)
        if slashes:
            body = body.replace("/", "\\/").replace("+", "\\u002B").replace("=", "\\u003d")
        assert read(place, body.encode(), cuts) == value
    finally:
        spool.TAKEN_FROM = kept


@pytest.mark.parametrize("cuts", [[], list(range(0, 60_000, 997))], ids=["whole", "in pieces"])
def test_t09_what_is_wrong_stays_wrong_beside_a_long_file(place, cuts):
    file = b'"file": "' + (HEAD + LONG[:20_000]).encode() + b'"'
    for text in (*WRONG.values(), *(text for text, taken in EITHER.values() if not taken)):
        if len(text) > 60_000:
            continue
        for body in (b"{" + file + b', "v": ' + text + b"}", b'{"v": ' + text + b", " + file + b"}"):
            with pytest.raises(Problem) as caught:
                read(place, body, cuts)
            assert caught.value.http == 400, text[:50]


def test_t09_what_is_right_stays_right_beside_a_long_file(place):
    for text in (*RIGHT, *(text for text, taken in EITHER.values() if taken and len(text) < 60_000)):
        body = b'{"file": "' + (HEAD + LONG[:20_000]).encode() + b'", "v": ' + text + b"}"
        wanted = strictjson.parse(body)
        assert read(place, body, [7, 20_040]) == wanted


def many(text: str, at: int = 30_000) -> bytes:
    return (LONG[:at] + text + LONG[at:]).encode()


@pytest.mark.parametrize(
    "wrong",
    [
        many(" "), many("\\n"), many("\\t"), many("-"), many("_"), many("="), many("=="), many("!"),
        many("é"), many("\\u0000"), many("\\u00e9"), many("\\x"), many("\\u00"), many("\\\\"), many("A"),
        many("AA"), many("%2B"), many(HEAD), many("\n"), many("\r\n"), many("\0"), many("\xff"),
        many(LONG[:60_000] + "===="), LONG.encode() + b"=", LONG.encode() + b"A===", b"=" + LONG.encode(),
        LONG[:-1].encode(), LONG[:-2].encode(),
    ],
)  # fmt: skip
def test_t08_base64_is_strict_in_long_strings_as_in_short_ones(serve, wrong):
    """Whitespace, padding where none belongs, other alphabets: 400, and nothing is left."""

    async def scenario(s):
        body = json.dumps({"prompt": "a fox", "media": [{**PRESENT, "url": "@"}]}).encode()
        reply = await s.client.post(NATIVE, content=body.replace(b"@", HEAD.encode() + wrong))
        assert reply.status_code == 400, reply.text
        assert await s.stored() == (0, 0, 0)

    serve(scenario, worker=False)


@pytest.mark.parametrize(
    "written", [LONG, LONG.replace("/", "\\/"), LONG.replace("+", "\\u002B").replace("/", "\\u002f")]
)
def test_t08_a_file_in_a_large_body_arrives_whole_and_the_request_is_the_same_again(serve, written):
    async def scenario(s):
        body = json.dumps({"prompt": "a fox", "media": [{**PRESENT, "url": "@"}]})
        body = body.replace("@", HEAD + written)
        headers = {"Idempotency-Key": "once"}
        first = await s.client.post(NATIVE, content=body, headers=headers)
        again = await s.client.post(NATIVE, content=body, headers=headers)
        assert (first.status_code, again.status_code) == (202, 202), first.text
        assert again.json()["id"] == first.json()["id"]
        other = await s.client.post(NATIVE, content=body.replace("a fox", "an ox"), headers=headers)
        assert other.json()["code"] == "idempotency_mismatch", other.text
        digest = hashlib.sha256(PNG).hexdigest()
        assert s.p.objects.path_in("default", digest).read_bytes() == PNG
        assert list(s.p.tmp.iterdir()) == []

    serve(scenario, worker=False)


def test_t08_the_same_picture_twice_and_at_the_same_time(serve):
    async def scenario(s):
        frames = [
            {"kind": "image", "role": role, "url": HEAD + LONG} for role in ("first_frame", "last_frame")
        ]
        asks = [s.client.post(NATIVE, json={"prompt": f"a fox {n}", "media": frames}) for n in range(4)]
        for reply in await asyncio.gather(*asks):
            assert reply.status_code == 202, reply.text
        assert list(s.p.tmp.iterdir()) == []

    serve(scenario, worker=False)


def test_t08_a_token_that_is_made_up_stands_for_nothing(serve):
    async def scenario(s):
        (s.p.tmp / "data-secret").write_bytes(PNG)
        for told in ("0" * 32, "*", "../" + "0" * 29, "secret"):
            media = [{**PRESENT, "url": f"{HEAD}spooled:{told}"}]
            reply = await s.client.post(NATIVE, json={"prompt": "a fox", "media": media})
            assert reply.status_code == 400, reply.text
        assert (s.p.tmp / "data-secret").exists()

    serve(scenario, worker=False)


def test_t08_base64_with_line_breaks_is_taken_only_where_the_contract_takes_it(serve):
    async def scenario(s):
        wrapped = base64.encodebytes(PNG).decode()
        reply = await s.client.post("/api/v1/files/upload/base64", json={"base64_data": wrapped})
        assert reply.status_code == 200, reply.text
        told = {"prompt": "a fox", "media": [{**PRESENT, "url": HEAD + wrapped}]}
        assert (await s.client.post(NATIVE, json=told)).status_code == 400
        assert list(s.p.tmp.iterdir()) == []

    serve(scenario, worker=False)


@pytest.mark.slow
def test_t08_text_that_is_no_file_has_two_mebibytes(serve):
    async def scenario(s):
        for text, status in (
            ("a fox and an ox. " * 200_000, 413),
            ("\\\\" * 2 * MIB, 413),
            ('", "' * MIB, 400),
        ):
            body = b'{"prompt": "' + text.encode() + b'"}'
            reply = await s.client.post(NATIVE, content=body)
            assert reply.status_code == status, reply.text
        assert await s.stored() == (0, 0, 0)

    serve(scenario, worker=False)


def test_t08_who_hangs_up_leaves_nothing(line):
    import socket

    body = b'{"media": [{"url": "' + HEAD.encode() + LONG.encode()
    head = (
        f"POST {NATIVE} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {9 * MIB}\r\nAuthorization: ".encode()
    )
    tmp = line.site.p.tmp
    with socket.create_connection(line.address) as peer:
        peer.sendall(head + line.key + b"\r\n\r\n" + body)
        end = time.monotonic() + 5
        while not list(tmp.iterdir()):
            assert time.monotonic() < end
            time.sleep(0.01)
    while list(tmp.iterdir()):
        assert time.monotonic() < end
        time.sleep(0.01)
    house = line.site.app.house
    assert (house.disk.free, house.memory.free) == (house.disk.most, house.memory.most)


def test_t08_a_body_of_backslashes_takes_no_longer_than_its_bytes(place):
    """Every piece is walked through once: the work of a body grows as its size does."""
    scanner = Scanner(place)
    scanner.feed(b'{"a": "')
    for _ in range(20):
        scanner.feed(b"\\\\" * 40_000 + b"\\")
        scanner.feed(b"u00")
        scanner.feed(b"41")
    assert len(scanner._text or b"") == 20 * (80_000 + 6)


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(0, 3)), max_size=20), st.integers(12, 20))
def test_t08_room_is_given_in_turn_and_never_twice(asks, most):
    async def scenario() -> None:
        space, order = Room(most), []

        async def one(number: int, size: int, stays: int) -> None:
            async with Share(space) as share:
                await share.more(size)
                order.append(number)
                assert 0 <= space.free <= most - size
                for _ in range(stays):
                    await asyncio.sleep(0)

        await asyncio.gather(*(one(n, size, stays) for n, (size, stays) in enumerate(asks)))
        assert order == sorted(order)
        assert space.free == most

    asyncio.run(scenario())


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 5), st.integers(1, 6)), max_size=12))
def test_t08_who_gives_up_at_any_moment_takes_nothing_along(asks):
    async def scenario() -> None:
        space = Room(9)

        async def one(size: int, stays: int) -> None:
            async with Share(space) as share:
                await share.more(size)
                for _ in range(stays):
                    await asyncio.sleep(0)

        async def impatient(size: int, stays: int, leaves: int) -> None:
            task = asyncio.ensure_future(one(size, stays))
            for _ in range(leaves):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        await asyncio.gather(*(impatient(*ask) for ask in asks))
        assert space.free == 9
        assert not space._waiting

    asyncio.run(scenario())


def test_t08_who_gets_no_room_is_told_to_come_back(serve, monkeypatch):
    monkeypatch.setattr(room, "PATIENCE", 0.05)

    async def scenario(s):
        await s.app.house.disk.take(s.app.house.disk.most - MIB)
        told = {"prompt": "a fox", "media": [{**PRESENT, "url": HEAD + LONG}]}
        reply = await s.client.post(NATIVE, json=told)
        assert (reply.status_code, reply.headers["retry-after"]) == (429, "5")
        assert reply.json()["code"] == "rate_limited"
        s.app.house.disk.give(s.app.house.disk.most - MIB)
        assert (await s.client.post(NATIVE, json=told)).status_code == 202
        assert s.app.house.disk.free == s.app.house.disk.most

    serve(scenario, worker=False)


def test_t08_a_long_file_is_held_to_its_limit(tmp_path, place):
    """30 MB less a byte passes, 30 MB does not."""
    from onetake.core.catalogue import catalogue

    limit = catalogue().media["image"]["bytes"]
    for size, fits in ((limit, True), (limit + 1, False)):
        file = spooled.Spooled(place)
        file.feed(base64.b64encode(bytes(size)))
        url, to = HEAD + file.finish(), place.tmp / "out"
        try:
            assert data_urls.write(url, to) == "image"
            assert fits
        except Problem as problem:
            assert not fits
            assert problem.code == "media_too_large"
        to.unlink(missing_ok=True)
        file.discard()
