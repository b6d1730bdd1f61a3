"""The write-ahead log stays small, however much is written and whoever reads meanwhile (T35)."""

import asyncio
from pathlib import Path

from onetake.adapters.database.sqlite import SqliteStore

WRITTEN = 96 * 1024 * 1024
ROW = 128 * 1024
MOST = 24 * 1024 * 1024
"""Bytes of the log: SQLite copies it over from four megabytes on, and later while somebody reads."""


def test_t35_the_log_is_copied_over_again_and_again(tmp_path: Path):
    largest = 0

    async def test() -> None:
        nonlocal largest
        store = SqliteStore.open(tmp_path / "onetake.db")
        log = tmp_path / "onetake.db-wal"
        reading = True

        async def reader() -> None:
            while reading:
                await store.read(lambda sql: sql.one("metrics.tasks"))
                await asyncio.sleep(0)

        readers = [asyncio.create_task(reader()) for _ in range(2)]
        for first in range(0, WRITTEN // ROW, 16):
            writes = [
                store.transact(
                    lambda sql, n=n: sql.run("event.insert", task=f"w{n}", at=0.0, kind="x", data="d" * ROW)
                )
                for n in range(first, first + 16)
            ]
            await asyncio.gather(*writes)
            largest = max(largest, log.stat().st_size)
        reading = False
        await asyncio.gather(*readers)
        await store.close()

    asyncio.run(test())
    assert 1024 * 1024 < largest <= MOST
