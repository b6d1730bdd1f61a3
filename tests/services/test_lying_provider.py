"""T30: a provider that lies about everything, behind the real dialect. Nothing crashes, and nobody pays for
what does not play."""

import json
import os
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from onetake.adapters.backends.upstream import Upstream
from onetake.core.catalogue import catalogue
from onetake.core.problem import Problem
from onetake.core.wire import Ambiguous, Call, Reply
from onetake.media.probe import probe

SEEDS = int(os.environ.get("ONETAKE_LIES", "40"))
GOOD = b"a playable file"
FINE = "https://files.test/v.mp4"
OURS = "cgt-1"
STATUSES = (
    "queued",
    "running",
    "succeeded",
    "failed",
    "cancelled",
    "expired",
    "done",
    "SUCCEEDED",
    "",
    None,
    7,
)
ODD: tuple[Any, ...] = (
    *(None, True, -1, 0, 10**9, 2**63, 1e308, "", "x" * 5000, "\0", "\ud800", [], {}, [[[]]], {"a": 1}),
    *("http://127.0.0.1/x", "file:///etc/passwd", "<script>", "-0", "NaN", "1e999", "٣"),
    *(float("nan"), float("inf"), -float("inf"), 10**400, -(10**400), 1e-300, "9" * 4000),
)


class Liar:
    """A fetcher whose other side makes its answers up. It says "succeeded" with a true file at `truth` in
    that many answers of a hundred."""

    def __init__(self, dice: random.Random, truth: int) -> None:
        self.dice, self.truth, self.creates = dice, truth, 0
        self.given = False

    async def send(self, call: Call, *, origin: str, timeout: float, fresh: bool) -> Reply:
        if call.method == "POST":
            self.creates += 1
            return Reply(200, {}, json.dumps({"id": OURS}).encode())
        if call.method == "DELETE":
            return Reply(self.dice.choice((200, 404, 409, 500)), {}, b"{}")
        if self.dice.random() < 0.15:
            raise Ambiguous("reset")
        return Reply(self.dice.choice((200,) * 20 + (404, 429, 500, 302)), {}, self._body())

    def _body(self) -> bytes:
        dice = self.dice
        if dice.random() < 0.1:
            return dice.choice((b"", b"<html>", b"[]", b"null", b'{"id":', b"\xff\xfe", b"[" * 5000))
        told: dict[str, Any] = {
            "id": OURS, "model": "doubao-seedance-2-0-260128", "status": dice.choice(STATUSES),
            "content": {"video_url": FINE, "last_frame_url": FINE}, "usage": {"completion_tokens": 100_000},
            "created_at": 1_800_000_000, "seed": 7, "duration": 5, "resolution": "720p", "progress": 10**9,
        }  # fmt: skip
        if dice.random() * 100 < self.truth:
            told["status"] = "succeeded"
        for _ in range(dice.randrange(3)):
            told[dice.choice(list(told))] = dice.choice(ODD)
        if dice.random() < 0.1:
            told["id"] = dice.choice(("cgt-2", "", None, 5, "../x"))
        return json.dumps(told).encode()

    async def download(self, url: str, sink: str, to: Path, **_: Any) -> None:
        if url != FINE:
            raise Problem("media_blocked_address", "not there")
        self.given = self.dice.random() * 100 < self.truth
        to.write_bytes(GOOD if self.given else b"broken")


def lied_to(world, liar: Any) -> None:
    route = catalogue().routes["volcengine"]
    backend = Upstream("provider", route, "https://ark.test", "key", liar, link=lambda *_: None)
    world.p.backends["provider"] = backend


@pytest.mark.parametrize("seed", range(SEEDS))
def test_t30_a_provider_that_makes_everything_up(world, go, seed) -> None:
    dice = random.Random(seed)
    liar = Liar(dice, dice.choice((0, 10, 90)))

    async def story() -> None:
        key = await world.key(credits=100_000_000)
        lied_to(world, liar)
        made = await world.create(key, expires_after=3600)
        await world.run(5000)
        ended = await world.task(made)
        assert ended.phase in ("succeeded", "failed", "cancelled", "expired"), ended.phase
        assert await world.balance(key) == (100_000_000 - ended.price, 0)
        assert 0 <= ended.price <= made.hold
        assert (ended.price > 0) == (ended.phase == "succeeded")
        assert ended.phase != "succeeded" or liar.given or ended.output.video
        assert liar.creates == 1 and await world.faults() == []
        left = [file for file in (world.root / "tmp").iterdir() if file.is_file()]
        assert left == []

    go(story())


def sound_alone(path: Path) -> bytes:
    """An mp4 with no picture in it."""
    with av.open(str(path), "w", format="mp4") as out:
        stream = out.add_stream("aac", rate=48_000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 48_000
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            out.mux(packet)
    return path.read_bytes()


NO_FILMS = {
    "HTML": b"<!DOCTYPE html><title>Sign in</title>",
    "an error as JSON": b'{"code": 500, "message": "try again"}',
    "nothing": b"",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "a playlist": b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n",
    "a film's first bytes": b"\0\0\0\x14ftypisom\0\0\0\0isom" + bytes(64),
    "sound alone": b"",
}


@pytest.mark.process
@pytest.mark.parametrize("name", NO_FILMS)
def test_t30_what_is_no_film_is_not_charged(world, go, tmp_path, name) -> None:
    """With the real probe: "completed", and behind the link is something else."""
    world.provider.output = sound_alone(tmp_path / "x") if name == "sound alone" else NO_FILMS[name]

    async def story() -> None:
        world.p.probe = probe
        key = await world.key(credits=100_000_000)
        made = await world.create(key)
        await world.run()
        ended = await world.task(made)
        assert (ended.phase, ended.problem.code, ended.price) == ("failed", "output_invalid", 0)
        assert await world.balance(key) == (100_000_000, 0) and await world.faults() == []
        assert len(world.provider.accepted) == 1

    go(story())


@pytest.mark.parametrize(
    ("shape", "tokens"),
    [
        ({"width": 7680, "height": 4320}, None),
        ({"seconds": 3600.0}, None),
        ({"width": 64, "height": 64, "seconds": 0.1}, None),
        ({}, 10**9),
        ({}, -5),
    ],
)
def test_t30_a_film_of_another_size_or_a_price_above_the_quote_takes_no_more_than_the_hold(
    world, go, shape, tokens
) -> None:
    async def story() -> None:
        probed, sighting = world.p.probe, world.provider.sighting

        async def other(path: Path, kind: str, **more: Any) -> Any:
            found = await probed(path, kind, **more)
            found.__dict__.update(shape)
            return found

        world.p.probe = other
        world.provider.sighting = lambda name: replace(sighting(name), tokens=tokens)
        key = await world.key(credits=100_000_000)
        made = await world.create(key)
        await world.run()
        ended = await world.task(made)
        assert ended.phase == "succeeded" and 0 < ended.price <= made.hold
        assert await world.balance(key) == (100_000_000 - ended.price, 0) and await world.faults() == []

    go(story())
