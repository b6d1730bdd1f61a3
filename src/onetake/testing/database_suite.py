"""What every `Store` must do. An adapter's test subclasses `DatabaseSuite` and says how to open its store.

The adapter provides a schema `pair(id integer primary key, half integer not null unique)` and the
statements `pair.insert` (:id, :half), `pair.get` (:id), `pair.ids`, `pair.counts` (one row: `left`, the
number of rows with an even half, and `right`, with an odd one) and `pair.broken`, which always fails.
"""

import asyncio
import contextlib
import random
import signal
import subprocess
import threading
import time
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

from onetake.core.ports import Sql, Store
from onetake.core.problem import Problem

T = TypeVar("T")


def add(number: int):
    """A script that adds both halves of a pair; a store that shows one of them has torn a transaction."""

    def script(sql: Sql) -> int:
        sql.run("pair.insert", id=2 * number, half=2 * number)
        sql.run("pair.insert", id=2 * number + 1, half=2 * number + 1)
        return number

    return script


def add_and_fail(number: int):
    def script(sql: Sql) -> int:
        add(number)(sql)
        raise LookupError(number)

    return script


def ids(sql: Sql) -> list[int]:
    return [row["id"] for row in sql.all("pair.ids")]


def whole(numbers: Sequence[int]) -> set[int]:
    """The pairs behind row ids; fails on half a pair."""
    rows = set(numbers)
    assert all(row ^ 1 in rows for row in rows), "half a script was committed"
    return {row // 2 for row in rows}


async def together(store: Store, scripts: Sequence[Any]) -> list[Any]:
    """Submit scripts while the store is busy, so that a store which groups has them wait together."""
    go = threading.Event()
    busy = asyncio.ensure_future(store.transact(lambda _: go.wait(10)))
    await asyncio.sleep(0.02)
    waiting = [asyncio.ensure_future(store.transact(script)) for script in scripts]
    await asyncio.sleep(0.02)
    go.set()
    await busy
    return await asyncio.gather(*waiting, return_exceptions=True)


async def stream(store: Store, clients: int = 16) -> None:
    """Add pairs for ever, printing each number once it is acknowledged: what the killed process runs."""
    counter = iter(range(10**9))

    async def client() -> None:
        for number in counter:
            await store.transact(add(number))
            print(number, flush=True)  # noqa: T201

    await asyncio.gather(*(client() for _ in range(clients)))


class DatabaseSuite:
    async def open(self, folder: Path) -> Store:
        """A store on what is kept under `folder`: empty the first time, the same rows the next."""
        raise NotImplementedError

    def streaming(self, folder: Path) -> list[str]:
        """The command of a process that opens that store and runs `stream`."""
        raise NotImplementedError

    @asynccontextmanager
    async def opened(self, folder: Path) -> AsyncIterator[Store]:
        store = await self.open(folder)
        try:
            yield store
        finally:
            await store.close()

    def run(self, test: Coroutine[Any, Any, T]) -> T:
        return asyncio.run(asyncio.wait_for(test, 60))

    def test_a_script_answers_with_its_result_and_its_rows_are_seen_at_once(self, tmp_path):
        async def test():
            async with self.opened(tmp_path) as store:
                assert await store.transact(add(7)) == 7
                row = await store.read(lambda sql: sql.one("pair.get", id=14))
                assert row is not None and (row["id"], row["half"]) == (14, 14)
                assert await store.read(lambda sql: sql.one("pair.get", id=16)) is None
                assert await store.transact(lambda sql: sql.run("pair.insert", id=1, half=1)) == 1
                assert await store.transact(lambda _: None) is None

        self.run(test())

    def test_rows_outlive_the_store(self, tmp_path):
        async def test():
            async with self.opened(tmp_path) as store:
                await store.transact(add(1))
            async with self.opened(tmp_path) as store:
                assert await store.read(ids) == [2, 3]

        self.run(test())

    def test_a_failing_script_is_undone_alone_and_told_to_its_caller_alone(self, tmp_path):
        async def test():
            async with self.opened(tmp_path) as store:
                scripts = [add_and_fail(n) if n % 3 == 0 else add(n) for n in range(60)]
                answers = await together(store, scripts)
                for number, answer in enumerate(answers):
                    if number % 3 == 0:
                        assert isinstance(answer, LookupError) and answer.args == (number,)
                    else:
                        assert answer == number
                assert whole(await store.read(ids)) == {n for n in range(60) if n % 3}

        self.run(test())

    def test_a_script_can_survive_a_failing_statement_only_by_being_undone(self, tmp_path):
        async def test():
            async with self.opened(tmp_path) as store:
                broken = [lambda sql: (add(1)(sql), sql.run("pair.broken")), add(2)]
                answers = await together(store, broken)
                assert isinstance(answers[0], Exception) and answers[1] == 2
                assert whole(await store.read(ids)) == {2}

        self.run(test())

    def test_a_statement_that_nobody_named_is_a_key_error_with_the_nearest_name(self, tmp_path):
        async def test():
            async with self.opened(tmp_path) as store:
                with pytest.raises(KeyError, match=r"pair\.insert"):
                    await store.transact(lambda sql: sql.run("pair.insrt", id=0, half=0))

        self.run(test())

    def test_even_an_error_that_no_future_can_carry_reaches_its_caller(self, tmp_path):
        def exhausted(sql: Sql) -> Any:
            return next(iter(()))

        async def test():
            async with self.opened(tmp_path) as store:
                answers = await together(store, [exhausted, add(1)])
                assert isinstance(answers[0], RuntimeError) and answers[1] == 1

        self.run(test())

    def test_scripts_of_many_callers_are_all_answered_and_all_there(self, tmp_path):
        async def test():
            async with self.opened(tmp_path) as store:
                answers = await asyncio.gather(*(store.transact(add(n)) for n in range(1500)))
                assert answers == list(range(1500))
                assert whole(await store.read(ids)) == set(range(1500))

        self.run(test())

    def test_a_cancelled_caller_breaks_neither_the_store_nor_its_neighbours(self, tmp_path):
        async def test():
            async with self.opened(tmp_path) as store:
                tasks = [asyncio.ensure_future(store.transact(add(n))) for n in range(50)]
                await asyncio.sleep(0)
                for task in tasks[::2]:
                    task.cancel()
                answers = await asyncio.gather(*tasks, return_exceptions=True)
                assert answers[1::2] == list(range(1, 50, 2))
                assert await store.transact(add(99)) == 99
                assert whole(await store.read(ids)) >= set(answers[1::2]) | {99}

        self.run(test())

    def test_a_reader_beside_writers_never_sees_half_a_script(self, tmp_path):
        async def test():
            async with self.opened(tmp_path) as store:
                writers = asyncio.gather(*(store.transact(add(n)) for n in range(400)))
                looks = 0
                while not writers.done():
                    row = await store.read(lambda sql: sql.one("pair.counts"))
                    assert row is not None and row["left"] == row["right"]
                    looks += 1
                    await asyncio.sleep(0)
                await writers
                assert looks > 0

        self.run(test())

    def test_a_read_cannot_write(self, tmp_path):
        async def test():
            async with self.opened(tmp_path) as store:
                with pytest.raises(Exception, match="read"):
                    await store.read(add(1))
                assert await store.read(ids) == []

        self.run(test())

    def test_closing_finishes_what_waits_and_refuses_what_comes_later(self, tmp_path):
        async def test():
            async with self.opened(tmp_path) as store:
                waiting = [asyncio.ensure_future(store.transact(add(n))) for n in range(100)]
                await asyncio.sleep(0)
                await store.close()
                assert await asyncio.gather(*waiting) == list(range(100))
                with pytest.raises(Problem):
                    await store.transact(add(100))
                with pytest.raises(Problem):
                    await store.read(ids)
            async with self.opened(tmp_path) as store:
                assert whole(await store.read(ids)) == set(range(100))

        self.run(test())

    @pytest.mark.process
    @pytest.mark.parametrize("seed", range(3))
    def test_whatever_was_acknowledged_survives_a_kill(self, tmp_path, seed):
        process = subprocess.Popen(self.streaming(tmp_path), stdout=subprocess.PIPE)
        assert process.stdout is not None
        try:
            first = process.stdout.readline()
            time.sleep(random.Random(seed).uniform(0.05, 0.4))
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGKILL)
            rest, _ = process.communicate(timeout=30)
        # A last line without its end was cut off by the kill.
        told = {int(line) for line in (first + rest).splitlines(keepends=True) if line.endswith(b"\n")}
        assert len(told) > 10

        async def test():
            async with self.opened(tmp_path) as store:
                assert whole(await store.read(ids)) >= told
                assert await store.transact(add(10**8)) == 10**8

        self.run(test())
