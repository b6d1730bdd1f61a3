"""100,000 open tasks on one node: what a start costs, what each weighs in memory, how late wakes come.

    python -m benchmarks.wake [--tasks 100000] [--rounds 3] [--spread 10]

Start: open the database and put every open task into the timer heap, as `onetake serve` does. Lateness: that
many subjects, due evenly over `--spread` seconds, with a handler that does nothing.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.processes import OURS, ROOT, SERVER_CORE, pinned
from benchmarks.report import Line, middle, parser, show
from benchmarks.seed import accepted


def resident() -> float:
    """Bytes of memory that are ours alone or shared, now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def started(data: Path, spread: float) -> dict[str, Any]:
    """Seconds to open and resume, bytes a task, and the p99 of lateness in seconds."""
    from onetake.adapters.wake.embedded import EmbeddedWake
    from onetake.apps import wiring
    from onetake.apps.settings import load
    from onetake.services import steps

    start = time.perf_counter()
    running = await wiring.start(load(data, {}), "http://127.0.0.1", worker=False)
    opened, before = time.perf_counter(), resident()
    count = await steps.resume(running.platform)
    resumed = time.perf_counter()
    each = (resident() - before) / count
    await running.stop()
    late: list[float] = []
    engine, now = EmbeddedWake(time.time), time.time() + 1.0
    for index in range(count):
        engine.wake(str(index), now + spread * index / count)

    async def handler(subject: str) -> None:
        late.append(time.time() - (now + spread * int(subject) / count))
        if len(late) == count:
            await engine.stop()

    processor = time.process_time()
    await engine.run(handler)
    late.sort()
    return {
        "open_s": opened - start,
        "resume_s": resumed - opened,
        "bytes": each,
        "late_p99": late[len(late) * 99 // 100],
        "cpu_us": (time.process_time() - processor) / count * 1e6,
    }


def measured(arguments: argparse.Namespace) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        data = Path(folder) / "data"
        accepted(data, arguments.tasks)
        command = pinned(SERVER_CORE, [sys.executable, "-m", "benchmarks.wake", "--inside", str(data)])
        command += ["--spread", str(arguments.spread)]
        found = []
        for _ in range(arguments.rounds):
            done = subprocess.run(
                command, capture_output=True, text=True, cwd=ROOT, env={**os.environ, **OURS}, check=False
            )
            if done.returncode:
                raise RuntimeError(done.stderr[-2000:])
            found.append(json.loads(done.stdout))
        return found


def main() -> None:
    options = parser(__doc__, 3)
    options.add_argument("--tasks", type=int, default=100_000)
    options.add_argument("--spread", type=float, default=10.0, help="seconds over which the wakes are due")
    options.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    arguments = options.parse_args()
    if arguments.inside:
        print(json.dumps(asyncio.run(started(arguments.inside, arguments.spread))))
        return
    told = measured(arguments)
    number = {key: middle(told, key) for key in told[0]}
    made_of = f"open {number['open_s']:.2f} s, resume {number['resume_s']:.2f} s"
    rate = f"{arguments.tasks / arguments.spread:,.0f} wakes/s, {number['cpu_us']:.0f} us CPU each"
    lines = [
        Line("start-up, s", number["open_s"] + number["resume_s"], "<= 5", made_of),
        Line("memory a task, bytes", number["bytes"], "<= 1024"),
        Line("lateness p99, s", number["late_p99"], "<= 1", rate),
    ]
    show(lines, arguments)


if __name__ == "__main__":
    main()
