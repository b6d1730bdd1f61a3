"""The child as its parent sees it: a real process, a real file."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from PIL import Image

from onetake.animatic.__main__ import _explain

pytestmark = [pytest.mark.slow, pytest.mark.process]

CHILD = [sys.executable, "-m", "onetake.animatic"]


def job(out: Path, **change: Any) -> dict[str, Any]:
    base = {
        "prompt": 'A fox trots along a lake at dawn, tracking shot. "Hello."',
        "width": 864,
        "height": 496,
        "seconds": 4,
        "fps": 24,
        "seed": 7,
        "audio": True,
        "watermark": False,
        "last_frame": False,
        "media": [],
        "out": str(out),
    }
    return {**base, **change}


def start(line: str, **environment: str) -> subprocess.Popen:
    pipe = subprocess.PIPE
    own = {**os.environ, **environment}
    child = subprocess.Popen(CHILD, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=own)
    assert child.stdin is not None
    child.stdin.write(line + "\n")
    child.stdin.flush()
    return child


def run(line: str, **environment: str) -> tuple[int, list[dict[str, Any]], str]:
    child = start(line, **environment)
    assert child.stdout is not None and child.stderr is not None and child.stdin is not None
    lines = [json.loads(text) for text in child.stdout]
    errors = child.stderr.read()
    code = child.wait(10)
    child.stdin.close()
    return code, lines, errors


def render(out: Path, **change: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    code, lines, errors = run(json.dumps(job(out, **change)))
    assert code == 0, errors
    return lines[-1]["done"], lines[:-1]


def packets(path: str) -> dict[str, tuple[int, str]]:
    """Per stream: (count, digest of the packets' bytes and times)."""
    made: dict[str, tuple[int, Any]] = {}
    with av.open(path) as file:
        for packet in file.demux():
            if packet.size:
                count, digest = made.get(packet.stream.type, (0, hashlib.sha256()))
                digest.update(bytes(packet))
                digest.update(f"{packet.pts},{packet.duration}".encode())
                made[packet.stream.type] = (count + 1, digest)
    return {kind: (count, digest.hexdigest()) for kind, (count, digest) in made.items()}


def decoded(path: str, *which: int) -> list[np.ndarray]:
    with av.open(path) as file:
        pictures = [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]
    return [pictures[index] for index in which]


def lasts(stream: av.VideoStream | av.AudioStream) -> float:
    """Seconds."""
    assert stream.duration is not None and stream.time_base is not None
    return float(stream.duration * stream.time_base)


def test_a_render_is_exactly_what_was_asked_for(tmp_path: Path):
    done, progress = render(tmp_path / "clip", last_frame=True, watermark=True)
    assert (done["seconds"], done["frames"]) == (4, 96)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clip.jpg", "clip.mp4", "clip.png"]
    counts = [line["frames"] for line in progress]
    assert counts == sorted(set(counts)) and counts[-1] == 96 and all(line["of"] == 96 for line in progress)
    with av.open(done["video"]) as file:
        video, audio = file.streams.video[0], file.streams.audio[0]
        context = video.codec_context
        assert (context.name, context.pix_fmt, context.width, context.height) == ("h264", "yuv420p", 864, 496)
        assert (context.color_range, context.colorspace, context.color_primaries, context.color_trc) == (
            1,
            1,
            1,
            1,
        )
        assert video.average_rate == 24 and video.frames == 96
        assert lasts(video) == 4
        assert (audio.codec_context.name, audio.codec_context.sample_rate) == ("aac", 48_000)
        assert audio.codec_context.layout.name == "mono"
        assert abs(lasts(audio) - 4) < 0.001
        assert "animatic" in file.metadata["title"] and "seed=7" in file.metadata["comment"]
    assert len(decoded(done["video"], *range(96))) == 96


def test_the_file_starts_fast(tmp_path: Path):
    done, _ = render(tmp_path / "clip")
    data = Path(done["video"]).read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_no_audio_means_no_audio_track(tmp_path: Path):
    done, _ = render(tmp_path / "clip", audio=False)
    assert list(packets(done["video"])) == ["video"]


def test_the_same_job_gives_the_same_packets_and_another_seed_does_not(tmp_path: Path):
    """Memory is filled differently in each run, so that nothing can rest on what was never written."""
    made = []
    for index, (seed, garbage) in enumerate(((7, "0"), (7, "85"), (7, "170"), (8, "0"))):
        line = json.dumps(job(tmp_path / f"clip{index}", seed=seed))
        code, lines, errors = run(line, MALLOC_PERTURB_=garbage, PYTHONHASHSEED=str(index))
        assert code == 0, errors
        made.append(packets(lines[-1]["done"]["video"]))
    assert made[0] == made[1] == made[2]
    assert made[0]["video"][1] != made[3]["video"][1] and made[0]["audio"][1] != made[3]["audio"][1]


def test_the_last_frame_is_the_last_frame_without_the_watermark(tmp_path: Path):
    done, _ = render(tmp_path / "clip", watermark=True, last_frame=True)
    still = np.asarray(Image.open(done["last_frame"])).astype(int)
    assert still.shape == (496, 864, 3)
    (last,) = decoded(done["video"], -1)
    away = np.abs(still - last).mean(axis=2)
    assert away[:380].mean() < 4
    assert away[440:, 600:].mean() > away[:380].mean()


def test_frames_are_reached_through_the_codec(tmp_path: Path):
    grid = np.random.default_rng(3).integers(0, 255, (5, 7, 3), np.uint8)
    for name, pixels in (("a", grid), ("b", grid[::-1, ::-1])):
        Image.fromarray(np.ascontiguousarray(pixels)).resize((1000, 700), Image.Resampling.BICUBIC).save(
            tmp_path / f"{name}.jpg"
        )
    media = [
        {"kind": "image", "role": f"{role}_frame", "path": str(tmp_path / f"{name}.jpg")}
        for role, name in (("first", "a"), ("last", "b"))
    ]
    done, _ = render(tmp_path / "clip", media=media, prompt="")
    first, last = decoded(done["video"], 0, -1)
    for drawn, name in ((first, "a"), (last, "b")):
        image = Image.open(tmp_path / f"{name}.jpg")
        high = round(1000 * 496 / 864)
        given = image.crop((0, (700 - high) // 2, 1000, (700 - high) // 2 + high)).resize((864, 496))
        assert np.abs(drawn[60:].astype(int) - np.asarray(given)[60:]).mean() < 5


@pytest.mark.parametrize("line", ["{", "[]", "null", '{"prompt": 5}', ""])
def test_a_bad_job_is_a_failure_with_a_sentence(line: str):
    code, lines, _ = run(line)
    assert code == 1
    assert lines[-1]["failed"]["code"] == "generation_failed" and lines[-1]["failed"]["detail"]


def test_what_a_library_says_is_told_in_one_line_without_its_own_source():
    with pytest.raises(cv2.error) as caught:
        cv2.remap(np.zeros((4, 40_000), np.uint8), *np.zeros((2, 4, 4), np.float32), cv2.INTER_LINEAR)
    code, told = _explain(caught.value)
    assert code == "generation_failed" and "SHRT_MAX" in told
    assert "\n" not in told and ".cpp" not in told
    assert len(_explain(ValueError("x\n" * 999))[1]) < 400


def test_a_bad_input_is_media_invalid_and_leaves_nothing(tmp_path: Path):
    (tmp_path / "x").write_bytes(b"hello")
    media = [{"kind": "image", "role": "first_frame", "path": str(tmp_path / "x")}]
    code, lines, errors = run(json.dumps(job(tmp_path / "clip", media=media)))
    assert code == 1 and lines[-1]["failed"]["code"] == "media_invalid"
    assert "Traceback" in errors
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_full_disk_is_said(tmp_path: Path):
    script = (
        "import resource, runpy; resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000));"
        "runpy.run_module('onetake.animatic', run_name='__main__')"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert child.stdin is not None and child.stdout is not None
    child.stdin.write(json.dumps(job(tmp_path / "clip")) + "\n")
    child.stdin.flush()
    last = json.loads(child.stdout.read().strip().splitlines()[-1])
    child.wait(10)
    child.stdin.close()
    assert last["failed"]["code"] == "storage_full"
    assert not list(tmp_path.iterdir())


def gone(pid: int, within: float) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


def test_it_ends_when_its_standard_input_does(tmp_path: Path):
    child = start(json.dumps(job(tmp_path / "clip", seconds=15, width=1920, height=1080)))
    assert child.stdin is not None and child.stdout is not None
    assert "frames" in json.loads(child.stdout.readline())
    child.stdin.close()
    began = time.monotonic()
    assert child.wait(5) != 0
    assert time.monotonic() - began < 0.5


@pytest.mark.skipif(sys.platform != "linux", reason="the parent-death signal is Linux's")
def test_it_dies_with_its_parent(tmp_path: Path):
    line = json.dumps(job(tmp_path / "clip", seconds=15, width=1920, height=1080))
    script = (
        "import os, subprocess, sys\n"
        "read, write = os.pipe()\n"
        "command = [sys.executable, '-m', 'onetake.animatic']\n"
        "child = subprocess.Popen(command, stdin=read, stdout=subprocess.PIPE, pass_fds=[write])\n"
        f"os.write(write, {line!r}.encode() + b'\\n')\n"
        "child.stdout.readline()\n"
        "print(child.pid, flush=True)\n"
        "import time; time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait(5)
    assert gone(pid, 2.0)
