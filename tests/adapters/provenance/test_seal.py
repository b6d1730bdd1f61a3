"""Manifests: what is signed holds, what was changed shows, and no stranger's file reaches key or network."""

import asyncio
import hashlib
import io
import json
import os
import random
import shutil
import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import av
import c2pa
import numpy as np
import pytest
from PIL import Image

from onetake.adapters.provenance import seal
from onetake.adapters.provenance.seal import Seals
from onetake.apps.sealer import Sealer, own_authority
from onetake.apps.settings import load
from onetake.core import making
from onetake.core.ports import Input
from onetake.core.problem import Problem
from onetake.core.request import Request

pytestmark = [pytest.mark.slow, pytest.mark.process]

REQUEST = Request(prompt="a fox", model="seedance-2.0", model_name="standard", mode="text", seed=7)
ABOUT = making.told(REQUEST, 7, [], "animatic", "1.2.3")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("house")


@pytest.fixture(scope="module")
def signer(house: Path) -> Sealer:
    return Sealer(load(house))


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("film") / "a.mp4"
    dice = np.random.default_rng(3)
    with av.open(str(file), "w", options={"movflags": "+faststart"}) as made:
        made.metadata["comment"] = "not Seedance output"
        stream: Any = made.add_stream("libx264", rate=24)
        stream.width = stream.height = 96
        for _ in range(24):
            noise = dice.integers(0, 255, (96, 96, 3), np.uint8)
            made.mux(stream.encode(av.VideoFrame.from_ndarray(noise, "rgb24")))
        made.mux(stream.encode(None))
    return file


def sealed(film: Path, to: Path, signer: Any, *inputs: Input) -> Path:
    shutil.copyfile(film, to)
    asyncio.run(seal.seal(to, ABOUT, inputs, signer))
    return to


def told(file: Path, house: Path, mime: str = "video/mp4", anchors: str = "") -> dict[str, Any]:
    found = asyncio.run(seal.read(file, mime, own_authority(house), anchors))
    assert found is not None
    return found


def given(place: int, path: Path, mime: str) -> Input:
    return Input(place=place, kind=mime.partition("/")[0], path=path, mime=mime, bytes=path.stat().st_size)


def packets(file: Path) -> list[bytes]:
    with av.open(str(file)) as opened:
        return [bytes(packet) for packet in opened.demux() if packet.size]


def test_a_sealed_film_says_what_made_it_and_plays_the_same(
    tmp_path: Path, film: Path, house: Path, signer: Sealer
):
    made = sealed(film, tmp_path / "b.mp4", signer)
    found = told(made, house)
    assert (found["state"], found["faults"], found["own"], found["anchors"]) == ("Valid", [], True, False)
    assert found["generator"] == "Onetake 1.2.3"
    assert found["actions"] == [{"action": "c2pa.created", "source": seal.ALGORITHMIC}]
    assert found["making"] == {"label": making.LABEL, "request_sha256": ABOUT["request_sha256"], "seed": 7}
    assert packets(made) == packets(film)
    assert told(made, house, anchors=own_authority(house))["anchors"]
    assert not told(made, tmp_path)["own"], "no other installation takes it for its own"
    assert asyncio.run(seal.read(film, "video/mp4")) is None
    assert [path.name for path in tmp_path.iterdir()] == ["b.mp4"]


def test_a_changed_picture_or_tag_shows(tmp_path: Path, film: Path, house: Path, signer: Sealer):
    content = sealed(film, tmp_path / "b.mp4", signer).read_bytes()
    for at in (content.rindex(b"not Seedance"), len(content) - 300):
        changed = bytearray(content)
        changed[at] ^= 1
        (tmp_path / "c.mp4").write_bytes(changed)
        assert told(tmp_path / "c.mp4", house)["faults"] == ["assertion.bmffHash.mismatch"]


def test_what_an_input_carries_is_kept_inside(tmp_path: Path, film: Path, house: Path, signer: Sealer):
    first = sealed(film, tmp_path / "first.mp4", signer)
    plain = tmp_path / "plain.png"
    Image.new("RGB", (64, 64), "red").save(plain)
    inputs = (given(0, plain, "image/png"), given(1, first, "video/mp4"))
    found = told(sealed(film, tmp_path / "second.mp4", signer, *inputs), house)
    assert found["faults"] == [] and found["manifests"] == 2
    assert [(i["title"], i["relationship"], i["manifest"]) for i in found["ingredients"]] == [
        ("input 2", "componentOf", True)
    ]
    assert [a["action"] for a in found["actions"]] == ["c2pa.created", "c2pa.placed"]
    third = told(
        sealed(film, tmp_path / "third.mp4", signer, given(0, tmp_path / "second.mp4", "video/mp4")), house
    )
    assert third["manifests"] == 3 and third["faults"] == []


def test_an_input_that_was_changed_is_nested_as_what_it_is_and_the_film_holds(
    tmp_path: Path, film: Path, house: Path, signer: Sealer
):
    content = bytearray(sealed(film, tmp_path / "first.mp4", signer).read_bytes())
    content[-300] ^= 1
    (tmp_path / "first.mp4").write_bytes(content)
    found = told(
        sealed(film, tmp_path / "b.mp4", signer, given(0, tmp_path / "first.mp4", "video/mp4")), house
    )
    assert (found["state"], found["faults"], found["manifests"]) == ("Valid", [], 2)
    assert found["ingredients"][0]["faults"] == ["assertion.bmffHash.mismatch"]
    inside = (tmp_path / "b.mp4").read_bytes()
    at = inside.index(b"c2pa.created")  # of the input's own manifest: it comes first
    (tmp_path / "c.mp4").write_bytes(inside[:at] + b"c2pa.removed"[:12] + inside[at + 12 :])
    assert told(tmp_path / "c.mp4", house)["state"] == "Invalid"


def test_a_format_that_carries_no_manifest_has_none(tmp_path: Path):
    Image.new("RGB", (64, 64)).save(tmp_path / "a.bmp")
    assert asyncio.run(seal.read(tmp_path / "a.bmp", "image/bmp")) is None


FUZZED = int(os.environ.get("ONETAKE_FUZZED_MANIFESTS", "6"))


def test_t06_a_mangled_manifest_is_refused_or_told_as_invalid(tmp_path: Path, film: Path, signer: Sealer):
    content = sealed(film, tmp_path / "b.mp4", signer).read_bytes()
    start = content.index(b"jumb")
    for seed in range(FUZZED):
        dice, mangled = random.Random(seed), bytearray(content)
        for _ in range(dice.randint(1, 12)):
            at = start + dice.randrange(9000)
            mangled[at : at + 4] = dice.choice((b"\xff\xff\xff\xff", bytes(4), dice.randbytes(4)))
        (tmp_path / "c.mp4").write_bytes(mangled)
        try:
            found = asyncio.run(seal.read(tmp_path / "c.mp4", "video/mp4"))
        except Problem as problem:
            assert problem.code == "media_invalid"
        else:
            assert found is None or set(json.dumps(found)) <= set(map(chr, range(32, 127)))


def test_t06_inputs_that_are_broken_cost_nothing_but_their_manifests(
    tmp_path: Path, film: Path, house: Path, signer: Sealer
):
    whole = sealed(film, tmp_path / "first.mp4", signer).read_bytes()
    broken = [
        whole[: len(whole) // 3],
        whole.replace(b"c2pa", b"c2pb"),
        b"\x89PNG\r\n\x1a\n" + bytes(999),
        b"",
    ]
    inputs = []
    for place, content in enumerate(broken):
        path = tmp_path / f"in-{place}"
        path.write_bytes(content)
        inputs.append(given(place, path, "image/png" if content[:1] == b"\x89" else "video/mp4"))
    found = told(sealed(film, tmp_path / "b.mp4", signer, *inputs), house)
    assert found["faults"] == [] and found["making"]


def own_jpeg(to: Path, signer: Sealer, build: Callable[[c2pa.Builder], None], **more: Any) -> Path:
    """A picture with a manifest that `build` has a hand in."""
    picture, made = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (64, 64), "blue").save(picture, "JPEG")
    created = {"action": "c2pa.created", "digitalSourceType": seal.ALGORITHMIC}
    assertions = [{"label": "c2pa.actions.v2", "data": {"actions": [created]}}]
    info = [{"name": "a stranger", "version": "1"}]
    definition = {"claim_generator_info": info, "assertions": assertions, **more}
    builder = c2pa.Builder.from_json(json.dumps(definition))
    build(builder)
    hand = c2pa.Signer.from_callback(signer.sign, c2pa.C2paSigningAlg.ES256, signer.chain)
    builder.sign(hand, "image/jpeg", io.BytesIO(picture.getvalue()), made)
    to.write_bytes(made.getvalue())
    return to


def test_an_input_with_a_huge_manifest_is_left_out_and_told(
    tmp_path: Path, film: Path, house: Path, signer: Sealer
):
    def huge(builder: c2pa.Builder) -> None:
        builder.add_resource("thumb", io.BytesIO(os.urandom(5_000_000)))

    path = own_jpeg(
        tmp_path / "huge.jpg", signer, huge, thumbnail={"format": "image/jpeg", "identifier": "thumb"}
    )
    shutil.copyfile(film, tmp_path / "b.mp4")
    inputs = (given(0, path, "image/jpeg"),)
    notes = asyncio.run(Seals(signer).put(tmp_path / "b.mp4", ABOUT, inputs))
    assert len(notes) == 1 and "could not be kept" in notes[0]
    found = told(tmp_path / "b.mp4", house)
    assert found["faults"] == [] and found["ingredients"] == []
    assert (tmp_path / "b.mp4").stat().st_size < film.stat().st_size + 100_000


def test_t01_a_manifest_that_lies_elsewhere_is_not_fetched(
    tmp_path: Path, film: Path, house: Path, signer: Sealer
):
    asked: list[str] = []

    class Host(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Host) as host:
        Thread(target=host.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{host.server_port}/manifest.c2pa"

        def away(builder: c2pa.Builder) -> None:
            builder.set_no_embed()
            builder.set_remote_url(url)

        path = own_jpeg(tmp_path / "away.jpg", signer, away)
        assert url.encode() in path.read_bytes()
        try:
            assert asyncio.run(seal.read(path, "image/jpeg")) is None
        except Problem as problem:
            assert problem.code == "media_invalid"
        sealed(film, tmp_path / "b.mp4", signer, given(0, path, "image/jpeg"))
        host.shutdown()
    assert asked == []


def test_the_key_stays_where_it_is(
    tmp_path: Path, film: Path, signer: Sealer, monkeypatch: pytest.MonkeyPatch
):
    orders: list[str] = []
    ask = seal._ask

    async def heard(order: Any, *more: Any) -> Any:
        orders.append(json.dumps(order))
        return await ask(order, *more)

    monkeypatch.setattr(seal, "_ask", heard)
    sealed(film, tmp_path / "b.mp4", signer)
    assert len(orders) == 1 and "BEGIN CERTIFICATE" in orders[0] and "PRIVATE" not in orders[0]


HEAD = "import json, sys, time\nprint('locked', flush=True)\nsys.stdin.readline()\n"
PROGRAMS = {
    "hangs": HEAD + "time.sleep(60)",
    "dies": "",
    "is not locked": "print('open', flush=True)",
    "wants a second signature": HEAD
    + "for _ in 'ab': print('{\"sign\": \"YQ==\"}', flush=True); sys.stdin.readline()",
    "wants much signed": HEAD + "print(json.dumps({'sign': 'A' * 900_000}), flush=True); time.sleep(60)",
    "talks without end": HEAD + "print('x' * 9_000_000, flush=True)",
    "answers no JSON": HEAD + "print('{', flush=True)",
    "answers a list": HEAD + "print('[]', flush=True)",
    "nests": HEAD + "print('[' * 100_000, flush=True)",
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_t06_a_child_that_was_taken_over_gets_one_signature_and_changes_no_film(
    tmp_path: Path, film: Path, signer: Sealer, monkeypatch: pytest.MonkeyPatch, program: str
):
    monkeypatch.setattr(seal, "_CHILD", (sys.executable, "-c", PROGRAMS[program]))
    monkeypatch.setattr(seal, "TIMEOUT", 1.5)
    signed: list[bytes] = []

    class Watched:
        chain, algorithm = signer.chain, signer.algorithm

        def sign(self, data: bytes) -> bytes:
            signed.append(data)
            return signer.sign(data)

    file = tmp_path / "b.mp4"
    shutil.copyfile(film, file)
    with pytest.raises(Problem):
        asyncio.run(seal.seal(file, ABOUT, (), Watched()))
    assert len(signed) <= 1
    assert hashlib.sha256(file.read_bytes()).digest() == hashlib.sha256(film.read_bytes()).digest()
    assert [path.name for path in tmp_path.iterdir()] == ["b.mp4"]


def test_a_film_without_a_key_is_delivered_and_says_so(tmp_path: Path, film: Path):
    class Broken:
        algorithm = "ES256"

        @property
        def chain(self) -> str:
            raise OSError(13, "permission denied")

        def sign(self, data: bytes) -> bytes:
            raise AssertionError

    file = tmp_path / "b.mp4"
    shutil.copyfile(film, file)
    seals = Seals(Broken())
    asyncio.run(seals.ready())
    (note,) = asyncio.run(seals.put(file, ABOUT, ()))
    assert "no manifest" in note and "permission denied" in note
    assert file.read_bytes() == film.read_bytes()
