"""Random prompts, rendered: which fail, which are slow, and what each looks like.

    python -m benchmarks.wishes [--count 200] [--from 0] [--jobs 2] [--sheets FOLDER]

Every prompt is put together from `onetake.testing.wishes` by its number and rendered in a process of its own,
as in production, at 480p with sound. The last lines name the slowest. With `--sheets` the contact sheet of
each is kept, to be looked at. Exits with 1 when one failed.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE

from onetake.testing.wishes import wish

ENGINE = [sys.executable, "-m", "onetake.animatic"]
SIZES = ((864, 496), (496, 864), (640, 640), (992, 432))


@dataclass(frozen=True)
class Render:
    """What came of one prompt; ratio: seconds of the clip over seconds it took."""

    number: int
    prompt: str
    took: float
    ratio: float
    fault: str


def render(number: int, sheets: Path | None) -> Render:
    """The prompt of that number as a file, looked into and thrown away."""
    dice = random.Random(number)
    prompt, (width, height) = wish(dice), dice.choice(SIZES)
    with tempfile.TemporaryDirectory() as folder:
        job = {
            "prompt": prompt, "width": width, "height": height, "seconds": dice.choice((None, 4, 5, 8)),
            "fps": 24, "seed": number, "audio": True, "watermark": False, "last_frame": False, "sheets": True,
            "media": [], "out": str(Path(folder) / "clip"),
        }  # fmt: skip
        began = time.monotonic()
        with subprocess.Popen(ENGINE, stdin=PIPE, stdout=PIPE, stderr=PIPE) as child:
            assert child.stdin is not None and child.stdout is not None and child.stderr is not None
            child.stdin.write(json.dumps(job).encode() + b"\n")
            child.stdin.flush()  # and it stays open: its end is the child's
            told = child.stdout.read().splitlines()
            words = child.stderr.read()
        took = time.monotonic() - began
        last = json.loads(told[-1]) if told else {}
        if "done" not in last:
            return Render(number, prompt, took, 0.0, str(last or words[-400:]))
        done = last["done"]
        if sheets is not None and done.get("sheet"):
            sheet = Path(done["sheet"])
            (sheets / f"{number:04}{sheet.suffix}").write_bytes(sheet.read_bytes())
        return Render(number, prompt, took, done["seconds"] / took, "")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--sheets", type=Path)
    asked = parser.parse_args()
    if asked.sheets:
        asked.sheets.mkdir(parents=True, exist_ok=True)
    numbers = range(asked.first, asked.first + asked.count)
    with ThreadPoolExecutor(asked.jobs) as pool:
        made = list(pool.map(lambda number: render(number, asked.sheets), numbers))
    for one in made:
        if one.fault:
            print(f"{one.number}: {one.fault}\n  {one.prompt}")
    slowest = sorted((one for one in made if not one.fault), key=lambda one: one.ratio)
    for one in slowest[:5]:
        print(f"{one.ratio:.1f} x real time: {one.number} {one.prompt[:90]}")
    failed = sum(bool(one.fault) for one in made)
    middle = slowest[len(slowest) // 2].ratio if slowest else 0.0
    print(f"{len(made)} prompts, {failed} failed, the middle one at {middle:.1f} x real time")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
