"""Minutes of creates at half of what was measured as the most, with faults: does anything grow?

    python -m benchmarks soak [--minutes 10] [--faults 0.05]

Server A sends everything to server B, whose sandbox answers at once or, for a share of the creates, plays a
fault of the wire. First the most is measured, with 128 tasks always open; then customers create at half of it
by the clock, whatever comes back. Told at the end: memory, open files and write-ahead log of A over time,
tasks by their end, and what `onetake ledger verify` says. Exits with 1 when something grew or was lost.
"""

import argparse
import asyncio
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import aiohttp

from benchmarks.processes import Process, free_port

ARK = "/api/v3/contents/generations/tasks"
BODY = {
    "content": [{"type": "text", "text": "A heron over a lake"}],
    "duration": 4,
    "resolution": "480p",
    "ratio": "16:9",
}
GOOD, BAD = "doubao-seedance-2-0-260128", "dreamina-seedance-2-0-260128"
"""A model of the route that answers at once, and one of the route whose sandbox plays faults."""
SETTINGS = """
[server]
port = {port}
[policy]
order = ["good", "bad"]
submit_timeout = 5.0
absence_after = 6.0
absence_gap = 0.5
poll_first = 0.5
poll_every = 0.5
quarantine_after = 1000
[[upstream]]
name = "good"
route = "volcengine"
origin = "http://127.0.0.1:{b}"
credential_file = "good.key"
submits_per_minute = 60000
looks_per_second = 1000
[[upstream]]
name = "bad"
route = "byteplus"
origin = "http://127.0.0.1:{b}"
credential_file = "bad.key"
submits_per_minute = 60000
looks_per_second = 1000
"""
FAULTY = 1 / 3
"""Share of the creates that fail under the profile `storm`."""
OPEN_AT_ONCE = 128
EVERY = 5.0
MIB = 1024.0


def command(folder: Path, *words: str) -> str:
    """What `onetake WORDS` prints about the data directory `folder`."""
    line = [sys.executable, "-m", "onetake.apps.cli", *words, "--data-dir", str(folder)]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"onetake {' '.join(words)}: {done.stdout} {done.stderr}")
    return done.stdout.strip()


def serve(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "onetake.apps.cli", "serve", "--data-dir", str(folder), *words]


class Customers:
    """Create tasks and follow them by A's list; `accepted` are the ids that were answered for."""

    def __init__(self, session: aiohttp.ClientSession, url: str, faults: float) -> None:
        self.session, self.url, self.share = session, url, faults / FAULTY
        self.dice = random.Random(1)
        self.accepted: list[str] = []
        self.answers: Counter[int] = Counter()
        self.waits: list[float] = []

    async def create(self) -> str | None:
        model = BAD if self.dice.random() < self.share else GOOD
        began = time.perf_counter()
        async with self.session.post(self.url + ARK, json={**BODY, "model": model}) as reply:
            self.answers[reply.status] += 1
            told = await reply.json()
        self.waits.append(time.perf_counter() - began)
        if reply.status != 200:
            return None
        self.accepted.append(told["id"])
        return told["id"]

    async def follow(self, task: str) -> None:
        while True:
            async with self.session.get(f"{self.url}{ARK}/{task}") as reply:
                if (await reply.json())["status"] not in ("queued", "running"):
                    return
            await asyncio.sleep(0.25)

    async def most(self, seconds: float) -> float:
        """Tasks a second, from create to end, with OPEN_AT_ONCE always open."""
        end, done = time.monotonic() + seconds, 0

        async def one() -> None:
            nonlocal done
            while time.monotonic() < end:
                if task := await self.create():
                    await self.follow(task)
                    done += 1

        await asyncio.gather(*(one() for _ in range(OPEN_AT_ONCE)))
        return done / seconds

    async def steadily(self, rate: float, seconds: float) -> None:
        """Create by the clock, whatever comes back."""
        began, number = time.monotonic(), 0
        async with asyncio.TaskGroup() as group:
            while (due := number / rate) < seconds:
                await asyncio.sleep(max(0.0, began + due - time.monotonic()))
                group.create_task(self.create())
                number += 1


def sizes(process: Process, folder: Path) -> dict[str, float]:
    """What may grow: MiB of memory, open files, MiB of the write-ahead log."""
    pid = process.child.pid
    wal = folder / "onetake.db-wal"
    return {
        "memory": process.memory(),
        "files": float(sum(len(list(Path(f"/proc/{p}/fd").iterdir())) for p in process.pids() if p >= pid)),
        "wal": wal.stat().st_size / MIB / MIB if wal.exists() else 0.0,
    }


def slope(points: list[tuple[float, float]]) -> float:
    """Least-squares growth an hour."""
    n, xs, ys = len(points), [p[0] for p in points], [p[1] for p in points]
    mx, my = sum(xs) / n, sum(ys) / n
    spread = sum((x - mx) ** 2 for x in xs)
    return 3600 * sum((x - mx) * (y - my) for x, y in points) / spread if spread else 0.0


async def soak(a: Process, folder: Path, url: str, key: str, minutes: float, faults: float) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {key}"}
    async with aiohttp.ClientSession(
        headers=headers, connector=aiohttp.TCPConnector(limit=OPEN_AT_ONCE)
    ) as session:
        customers = Customers(session, url, faults)
        most = await customers.most(20.0)
        customers.waits.clear()
        seen: list[tuple[float, dict[str, float]]] = []
        work = asyncio.create_task(customers.steadily(most / 2, 60 * minutes))
        began = time.monotonic()
        while not work.done():
            seen.append((time.monotonic() - began, sizes(a, folder)))
            await asyncio.wait([work], timeout=EVERY)
        await work
        ended = await asyncio.wait_for(drained(session, url), 300)
    waits = sorted(customers.waits)
    warm = seen[len(seen) // 4 :]  # caches fill at first
    return {
        "most, tasks/s": round(most, 1),
        "rate, tasks/s": round(most / 2, 1),
        "minutes": minutes,
        "accepted": len(customers.accepted),
        "answers": dict(customers.answers),
        "ended": ended,
        "create p50/p99, ms": [round(1000 * waits[int(len(waits) * q)], 1) for q in (0.5, 0.99)],
        **{
            name: {
                "first": round(warm[0][1][name], 1),
                "last": round(warm[-1][1][name], 1),
                "most": round(max(s[name] for _, s in seen), 1),
                "growth/h": round(slope([(t, s[name]) for t, s in warm]), 1),
            }
            for name in ("memory", "files", "wal")
        },
    }


async def drained(session: aiohttp.ClientSession, url: str) -> dict[str, int]:
    """How many tasks ended how, once none is open."""
    names = ("queued", "running", "succeeded", "failed", "cancelled", "expired")
    while True:
        found = {}
        for name in names:
            async with session.get(f"{url}{ARK}?page_size=1&filter.status={name}") as reply:
                found[name] = (await reply.json())["total"]
        if not found["queued"] + found["running"]:
            return {name: count for name, count in found.items() if count}
        await asyncio.sleep(1.0)


def faults_of(told: dict[str, Any], verdict: str) -> list[str]:
    """What must not be: anything that grew, or was lost."""
    found = [] if verdict.endswith("\nThe books are right.") else [verdict]
    if told["accepted"] != sum(told["ended"].values()):
        found.append(f"{told['accepted']} were accepted, {sum(told['ended'].values())} are there")
    if set(told["answers"]) - {200}:
        found.append(f"creates were answered with {told['answers']}")
    if told["wal"]["most"] > 64:
        found.append("the write-ahead log grew past 64 MiB")
    if told["files"]["last"] > told["files"]["first"] + 32:
        found.append("open files grew")
    # Rows that are kept are no leak, but 3 KiB a task in memory would be.
    if told["memory"]["last"] - told["memory"]["first"] > 16 + 3 * told["accepted"] / 1024:
        found.append("memory grew")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--faults", type=float, default=0.05, help="share of the creates that meet a fault")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        a, b, (port_a, port_b) = folder / "a", folder / "b", (free_port(), free_port())
        good = command(b, "keys", "create", "good", "--scenario", "ok")
        bad = command(b, "keys", "create", "bad")
        key = command(a, "keys", "create", "customers")
        (a / "good.key").write_text(good)
        (a / "bad.key").write_text(bad)
        for file in a.glob("*.key"):
            file.chmod(0o600)
        (a / "onetake.toml").write_text(SETTINGS.format(port=port_a, b=port_b))
        provider = serve(b, "--port", str(port_b), "--chaos", "storm")
        with Process(provider, folder, core=1) as there, Process(serve(a), folder, core=0) as here:
            there.wait_ready(port_b, "/healthz")
            here.wait_ready(port_a, "/healthz")
            url = f"http://127.0.0.1:{port_a}"
            told = asyncio.run(soak(here, a, url, key, asked.minutes, asked.faults))
        found = faults_of(told, command(a, "ledger", "verify"))
    print(f"soak: {json.dumps(told)}")
    for fault in found:
        print(f"FAULT: {fault}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
