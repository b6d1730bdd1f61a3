"""Rendering: clips with sound at three resolutions from four kinds of input, and one of several shots.

    python -m benchmarks.animatic [--rounds 1] [--resolutions 480p 720p 1080p] [--kinds text first_frame ...]
                                  [--seconds 5]

The engine runs as it does in production, `python -m onetake.animatic` with one job, start of the process
included, with all cores. Times real time is the clip's seconds over wall seconds; by CPU it is what the
busiest core would take, for a machine that others use too: the thread that draws, or half of all. In the same
round, x264 alone encodes the frames of the clip that was just made (the engine's own settings, frames ready
in memory): what drawing and sound add to it is ours. The bar for memory is that of 15 s at 1080p.
"""

import argparse
import compileall
import json
import os
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

from benchmarks.processes import OURS, ROOT
from benchmarks.report import Line, middle, parser, show

SIZES = {"480p": (864, 496), "720p": (1280, 720), "1080p": (1920, 1080)}
BARS = {"480p": ">= 5", "720p": ">= 2", "1080p": ">= 1"}
PROMPT = 'A red fox trots along a misty lake shore at dawn. Slow tracking shot. "Morning comes quietly."'
SHOTS = (
    "Shot 1: a red fox trots along a misty lake shore at dawn, slow tracking shot. Shot 2: close-up of the"
    " fox in a pine forest. Then dissolve to a street in the rain at night, push in. Shot 4: a city at night."
)
KINDS = ("text", "first_frame", "first_last", "references", "shots")
MOST = "<= 600"
"""MiB that a child may hold."""


def pictures(folder: Path) -> list[Path]:
    """Two inputs with detail in them: soft hills of noise, in two colours."""
    import cv2
    import numpy

    made = []
    for seed, tint in enumerate(((0.9, 0.7, 0.5), (0.4, 0.7, 1.0))):
        noise = numpy.random.default_rng(seed).random((90, 160, 3)) * numpy.array(tint) * 255
        path = folder / f"{seed}.png"
        cv2.imwrite(str(path), cv2.resize(noise.astype("uint8"), (1600, 900), interpolation=cv2.INTER_CUBIC))
        made.append(path)
    return made


def media(kind: str, images: list[Path], clip: Path) -> list[dict[str, str]]:
    """The inputs of a job of that kind; references are two pictures and a clip."""

    def entry(what: str, role: str, path: Path) -> dict[str, str]:
        return {"kind": what, "role": role, "path": str(path)}

    frames = [
        entry("image", role, path) for role, path in zip(("first_frame", "last_frame"), images, strict=True)
    ]
    if kind == "references":
        return [*(entry("image", "reference", path) for path in images), entry("video", "reference", clip)]
    return {"first_frame": frames[:1], "first_last": frames}.get(kind, [])


def render(
    resolution: str, inputs: list[dict[str, str]], out: Path, seconds: int, prompt: str = PROMPT
) -> dict[str, Any]:
    """One job in a process of its own: wall and CPU seconds, peak MiB. Raises RuntimeError when it fails."""
    width, height = SIZES[resolution]
    job = {
        "prompt": prompt, "width": width, "height": height, "seconds": seconds, "fps": 24, "seed": 7,
        "audio": True, "watermark": False, "last_frame": False, "media": inputs, "out": str(out),
    }  # fmt: skip
    start = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-m", "onetake.animatic"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
        env={**os.environ, **OURS},
    )  # fmt: skip
    assert child.stdin is not None and child.stdout is not None
    child.stdin.write(json.dumps(job).encode() + b"\n")
    child.stdin.flush()
    told, silence, peak, drawing = [], 0.0, 0.0, 0.0
    for line in child.stdout:
        silence = max(silence, time.perf_counter() - start) if not told else silence
        told.append(json.loads(line))
        peak = max(peak, high_water(child.pid))
        drawing = max(drawing, first_thread(child.pid))
    _, status, used = os.wait4(child.pid, 0)  # its input stays open until then: the end of it is a cancel
    child.stdin.close()
    child.returncode = status
    wall = time.perf_counter() - start
    if status or "done" not in told[-1]:
        raise RuntimeError(f"{resolution}: {told[-1:]}")
    processor = used.ru_utime + used.ru_stime
    return {"wall": wall, "cpu": processor, "mib": peak, "first": silence, "drawing": drawing}


def high_water(pid: int) -> float:
    """Peak resident MiB of a process so far, 0 once it has gone. `ru_maxrss` would count what its parent had
    when it was started."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return next((int(row.split()[1]) / 1024 for row in status.splitlines() if row.startswith("VmHWM")), 0.0)


def first_thread(pid: int) -> float:
    """CPU seconds of the thread that starts, stages and draws, 0 once it has gone."""
    try:
        return int(Path(f"/proc/{pid}/task/{pid}/schedstat").read_text().split()[0]) / 1e9
    except OSError:
        return 0.0


def encode(clip: Path, out: Path) -> dict[str, Any]:
    """x264 alone on the frames of a clip, all decoded beforehand."""
    import av
    from av.video.stream import VideoStream

    from onetake.animatic.encode import _X264

    with av.open(str(clip)) as source:
        frames = [frame.reformat(format="yuv420p") for frame in source.decode(video=0)]
    start, processor = time.perf_counter(), time.process_time()
    with av.open(str(out), "w") as target:
        stream = target.add_stream("libx264", rate=24, options=_X264)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = frames[0].width, frames[0].height, "yuv420p"
        for index, frame in enumerate(frames):
            frame.pts, frame.time_base = index, Fraction(1, 24)  # as it came it counts in the clip's own time
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return {"wall": time.perf_counter() - start, "cpu": time.process_time() - processor}


def measured(arguments: argparse.Namespace, folder: Path) -> dict[tuple[str, str], list[dict[str, Any]]]:
    compileall.compile_dir(ROOT / "src", quiet=2)  # as installed: no round pays for the first
    images = pictures(folder)
    clip = folder / "clip.mp4"
    render("480p", [], folder / "clip", 5)
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for _ in range(arguments.rounds):
        for resolution in arguments.resolutions:
            for kind in arguments.kinds:
                out = folder / f"{kind}-{resolution}"
                prompt = SHOTS if kind == "shots" else PROMPT
                one = render(resolution, media(kind, images, clip), out, arguments.seconds, prompt)
                alone = encode(out.with_name(out.name + ".mp4"), folder / "alone.mp4")
                one.update(alone_wall=alone["wall"], alone_cpu=alone["cpu"])
                found.setdefault((resolution, kind), []).append(one)
    return found


def main() -> None:
    options = parser(__doc__, 1)
    options.add_argument("--resolutions", nargs="+", choices=tuple(SIZES), default=tuple(SIZES))
    options.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    options.add_argument("--seconds", type=int, default=5, help="length of each clip, 4 to 15")
    arguments = options.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        found = measured(arguments, Path(folder))
    lines = []
    for (resolution, kind), told in found.items():
        number = {key: middle(told, key) for key in told[0]}
        shown = (
            "{wall:.2f} s wall  {cpu:.2f} s CPU, {drawing:.2f} s of it drawing  {mib:.0f} MiB  first frames"
            " after {first:.2f} s; x264 alone {alone_wall:.2f} s wall  {alone_cpu:.2f} s CPU"
        ).format(**number)
        over = f"  {number['cpu'] / number['alone_cpu']:.1f} x its CPU"
        fast = arguments.seconds / number["wall"]
        lines.append(Line(f"{resolution} {kind}, x real time", fast, BARS[resolution], shown + over))
        # Sound and coding run beside the drawing in threads of their own; drawing is one thread.
        free = max(number["drawing"], number["cpu"] / 2)
        lines.append(Line("  by CPU, two free cores at best", arguments.seconds / free))
        lines.append(Line("  peak MiB", number["mib"], MOST))
    show(lines, arguments)


if __name__ == "__main__":
    main()
