"""Durable rows a second: group commit against one commit each, in alternating rounds of one run.

    python benchmarks/store.py [--clients 100] [--seconds 2] [--rounds 3] [--folder DIR] [--json]

Every figure is for rows whose COMMIT is synced (WAL, synchronous=FULL) before their caller is answered.
`busy` is eight clients with scripts of eight rows, while other coroutines keep the event loop's thread
computing. SQLite gives the interpreter lock back at each statement, and the writer's thread then waits for
it up to one switch interval (5 ms by default), so that interval decides the latency.
"""

import argparse
import asyncio
import json
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from onetake.adapters.database.sqlite import SqliteStore
from onetake.core.ports import Sql

SCHEMA = "CREATE TABLE entry (id INTEGER PRIMARY KEY, client INTEGER NOT NULL, body TEXT NOT NULL) STRICT;"
INSERT = "INSERT INTO entry (client, body) VALUES (:client, :body);"
BODY = "x" * 100

Figures = dict[str, float]


def one_row(sql: Sql) -> None:
    sql.run("entry.insert", client=1, body=BODY)


def eight_rows(sql: Sql) -> None:
    for _ in range(8):
        sql.run("entry.insert", client=1, body=BODY)


def opened(folder: Path) -> SqliteStore:
    for name, text in (("queries", f"-- name: entry.insert\n{INSERT}"), ("migrations", SCHEMA)):
        (folder / name).mkdir()
        (folder / name / "0001_initial.sql").write_text(text)
    return SqliteStore.open(folder / "bench.db", queries=folder / "queries", migrations=folder / "migrations")


def figures(rows: int, waits: list[float], wall: float, processor: float) -> Figures:
    waits.sort()
    return {
        "rows_per_s": rows / wall,
        "cpu_us_per_row": processor / rows * 1e6,
        "p50_ms": waits[len(waits) // 2] * 1e3,
        "p99_ms": waits[len(waits) * 99 // 100] * 1e3,
    }


def grouped(
    folder: Path, clients: int, seconds: float, script=one_row, each: int = 1, busy: int = 0
) -> Figures:
    async def main() -> Figures:
        store, waits = opened(folder), []
        end = time.perf_counter() + seconds

        async def client() -> None:
            while (start := time.perf_counter()) < end:
                await store.transact(script)
                waits.append(time.perf_counter() - start)

        async def compute() -> None:
            while (start := time.perf_counter()) < end:
                while time.perf_counter() < start + 100e-6:
                    pass
                await asyncio.sleep(0)

        wall, processor = time.perf_counter(), time.process_time()
        await asyncio.gather(*(client() for _ in range(clients)), *(compute() for _ in range(busy)))
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        await store.close()
        return figures(len(waits) * each, waits, wall, processor)

    return asyncio.run(main())


def single(folder: Path, seconds: float) -> Figures:
    """What one connection does with a transaction for each row."""
    opened(folder).close_sync()
    connection = sqlite3.connect(folder / "bench.db", isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    waits, end = [], time.perf_counter() + seconds
    wall, processor = time.perf_counter(), time.process_time()
    while (start := time.perf_counter()) < end:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(INSERT, {"client": 1, "body": BODY})
        connection.execute("COMMIT")
        waits.append(time.perf_counter() - start)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    connection.close()
    return figures(len(waits), waits, wall, processor)


def sync_ms(folder: Path) -> float:
    """What one 4 KiB write and fdatasync costs here: the floor under every commit."""
    waits = []
    with (folder / "sync").open("wb", buffering=0) as file:
        for _ in range(200):
            start = time.perf_counter()
            file.write(b"x" * 4096)
            os.fdatasync(file.fileno())
            waits.append(time.perf_counter() - start)
    return median(waits) * 1e3


def busy(folder: Path, seconds: float, interval: float) -> Figures:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(interval)
    try:
        return grouped(folder, 8, seconds, eight_rows, 8, busy=16)
    finally:
        sys.setswitchinterval(usual)


def measured(arguments: argparse.Namespace) -> dict[str, Figures]:
    seconds, clients = arguments.seconds, arguments.clients
    ways: dict[str, Callable[[Path], Figures]] = {
        "single commits": lambda folder: single(folder, seconds),
        f"group commit, {clients} clients": lambda folder: grouped(folder, clients, seconds),
        "group commit, 1 client": lambda folder: grouped(folder, 1, seconds),
        f"group commit, {clients} clients, 8 rows each": lambda folder: grouped(
            folder, clients, seconds, eight_rows, 8
        ),
        "busy, switch interval 5 ms": lambda folder: busy(folder, seconds, 5e-3),
        "busy, switch interval 0.1 ms": lambda folder: busy(folder, seconds, 1e-4),
    }
    rounds: dict[str, list[Figures]] = {name: [] for name in ways}
    for _ in range(arguments.rounds):
        for name, way in ways.items():
            with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
                rounds[name].append(way(Path(folder)))
    return {name: over(told) for name, told in rounds.items()}


def over(told: list[Figures]) -> Figures:
    """The median of the rounds, but of p99 the worst: a writer that starves does so in some rounds only."""
    return {key: (max if key == "p99_ms" else median)(each[key] for each in told) for key in told[0]}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clients", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where the databases go: the disk that is measured")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        sync = sync_ms(Path(folder))
    found = measured(arguments)
    if arguments.json:
        print(json.dumps({"sync_ms": sync, **found}))
        return
    print(f"write + fdatasync of 4 KiB: {sync:.3f} ms (median)")
    floor = found["single commits"]["rows_per_s"]
    for name, told in found.items():
        rows, processor = told["rows_per_s"], told["cpu_us_per_row"]
        print(
            f"{name:40} {rows:>9,.0f} rows/s {rows / floor:6.2f} x single  {processor:8.1f} us CPU/row"
            f"  p50 {told['p50_ms']:8.2f}  p99 {told['p99_ms']:8.2f} ms"
        )


if __name__ == "__main__":
    main()
