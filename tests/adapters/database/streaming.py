"""The process that the durability test kills: adds pairs, and prints each number once it is acknowledged."""

import asyncio
import sys
from pathlib import Path

from onetake.adapters.database.sqlite import SqliteStore
from onetake.testing.database_suite import stream

SQL = Path(__file__).parent / "sql"


async def main(folder: Path) -> None:
    store = SqliteStore.open(folder / "test.db", queries=SQL / "queries", migrations=SQL / "migrations")
    await stream(store)


asyncio.run(main(Path(sys.argv[1])))
