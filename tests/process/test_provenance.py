"""A clip from prompt to file and back: what it tells, what it carries, what lies beside it."""

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import av
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from onetake.adapters.provenance.seal import ALGORITHMIC
from onetake.apps.cli.program import program
from onetake.apps.local import Local
from onetake.core import canonical
from onetake.core.wire import Call

pytestmark = [pytest.mark.process, pytest.mark.slow]
SIZE = ("--duration", "4", "--resolution", "480p", "--ratio", "16:9")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ONETAKE_DATA_DIR", str(tmp_path / "data"))
    for name in ("ONETAKE_BASE_URL", "ONETAKE_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(program, arguments)
    assert result.exit_code == 0, (result.output, result.exception)
    return result


def facts(file: str, *more: str) -> dict[str, Any]:
    return json.loads(run("inspect", file, "--json", *more).stdout)


def packets(file: str) -> str:
    digest = hashlib.sha256()
    with av.open(file) as opened:
        for packet in opened.demux():
            digest.update(bytes(packet))
    return digest.hexdigest()


def test_a_clip_tells_its_request_carries_a_manifest_and_is_made_again_from_itself(here: Path):
    run("generate", 'A fox trots by a lake. "早安"', *SIZE, "--no-audio", "--pictures", "-o", "a.mp4")
    _pictures_saved(here)
    seen = facts("a.mp4")
    assert (seen["width"], seen["height"], seen["codec"]) == (864, 496, "h264") and "audio_codec" not in seen
    assert seen["label"] == "animatic, not Seedance output"
    record = seen["record"]
    assert record["request"]["prompt"] == 'A fox trots by a lake. "早安"'
    kept = {"width": 864, "height": 496, "fps": 24, "seconds": 4, "stereo": False, "storyboard": False}
    assert record["made"] == kept
    assert record["shots"]["shots"][0]["subjects"][0]["kind"] == "fox"
    manifest = seen["manifest"]
    assert (manifest["verdict"], manifest["faults"]) == ("own", [])
    assert manifest["actions"] == [{"action": "c2pa.created", "source": ALGORITHMIC}]
    assert manifest["making"]["request_sha256"] == canonical.digest(record["request"])
    assert manifest["making"]["seed"] == record["request"]["seed"]
    assert facts("a.mp4", "--data-dir", "elsewhere")["manifest"]["verdict"] == "untrusted"
    assert facts("a.mp4", "--trust", "data/provenance/ca.pem")["manifest"]["verdict"] == "trusted"
    assert "nobody else trusts" in run("inspect", "a.mp4").stdout

    run("generate", "--from", "a.mp4", "-o", "b.mp4")
    assert packets("b.mp4") == packets("a.mp4") and facts("b.mp4")["record"] == record
    _pictures_beside()

    content = bytearray((here / "a.mp4").read_bytes())
    content[-500] ^= 1
    (here / "bad.mp4").write_bytes(content)
    refused = CliRunner().invoke(program, ["inspect", "bad.mp4"])
    assert refused.exit_code == 1 and "INVALID" in refused.stdout


def _pictures_saved(here: Path) -> None:
    """What --pictures puts beside the video; the track names the grid as it lies there."""
    assert sorted(path.name for path in here.glob("a.*")) == [
        "a.mp4", "a.poster.jpg", "a.sheet.jpg", "a.sprites.jpg", "a.sprites.vtt",
    ]  # fmt: skip
    with Image.open(here / "a.poster.jpg") as poster:
        assert poster.size == (864, 496)
    track = (here / "a.sprites.vtt").read_text()
    assert track.startswith("WEBVTT\n") and track.count("\na.sprites.jpg#xywh=") == 16


def _pictures_beside() -> None:
    """Contact sheet and grid of the newest task, and how its prompt was read, as the studio gets them."""
    with Local.open(worker=False) as local:
        reply = local.send(Call("GET", "/onetake/v1/videos", {"authorization": f"Bearer {local.key}"}))
        output = json.loads(reply.body)["data"][0]["output"]
        grid = output["sprites_grid"]
        assert output["shots"]["shots"][0]["subjects"][0]["kind"] == "fox"
        _track(local, output)
        for name in ("contact_sheet", "sprites"):
            path = output[f"{name}_url"].partition("onetake.local")[2]
            answer = local.send(Call("GET", path))
            assert answer.status == 200 and answer.headers["content-type"] == "image/jpeg"
            with Image.open(io.BytesIO(answer.body)) as picture:
                size = picture.size
    assert size == (grid["columns"] * grid["width"], grid["rows"] * grid["height"])
    assert grid["count"] * grid["every"] == 4.0


def _track(local: Local, output: dict[str, Any]) -> None:
    """The track leads to the grid by its signed link and by key, and its link opens nothing else."""
    path = output["sprites_vtt_url"].partition("onetake.local")[2]
    track = local.send(Call("GET", path))
    assert track.status == 200 and track.headers["content-type"] == "text/vtt; charset=utf-8"
    first = track.body.decode().splitlines()[3]
    picture, _, tile = first.partition("#")
    assert tile == "xywh=0,0,160,92" and picture.startswith("sprites.jpg?")
    assert local.send(Call("GET", f"{path.rpartition('/')[0]}/{picture}")).body[:3] == b"\xff\xd8\xff"
    assert picture.partition("expires=")[2][:10] == path.partition("expires=")[2][:10]
    assert local.send(Call("GET", path.replace("sprites.vtt", "sprites.jpg"))).status == 403
    id = path.split("/")[2]
    content = f"/onetake/v1/videos/{id}/content?variant=sprites_vtt"
    keyed = local.send(Call("GET", content, {"authorization": f"Bearer {local.key}"})).body.decode()
    link = keyed.splitlines()[3].partition("#")[0].partition("onetake.local")[2]
    assert local.send(Call("GET", link)).status == 200


def test_an_input_that_carries_a_manifest_is_nested_and_found_again_by_its_hash(here: Path):
    run("generate", "A fox by a lake", *SIZE, "--no-audio", "-o", "a.mp4")
    run("generate", "the same at night", "--video", "a.mp4", *SIZE, "--no-audio", "-o", "b.mp4")
    seen = facts("b.mp4")
    sha256 = hashlib.sha256((here / "a.mp4").read_bytes()).hexdigest()
    (given,) = seen["record"]["request"]["media"]
    assert (given["kind"], given["role"], given["sha256"]) == ("video", "reference", sha256)
    manifest = seen["manifest"]
    assert (manifest["verdict"], manifest["manifests"]) == ("own", 2)
    assert [item["manifest"] for item in manifest["ingredients"]] == [True]

    (here / "a.mp4").rename(here / "data" / "moved-away")
    again = run("generate", "--from", "b.mp4", "-o", "c.mp4")  # the server still holds it
    assert sha256 in again.stderr and packets("c.mp4") == packets("b.mp4")
