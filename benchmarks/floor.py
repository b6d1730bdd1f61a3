"""The floor: what this server costs when it does nothing but its duty.

A raw ASGI application on the same uvicorn, the same protocol class and the same store: POST decodes the body
and writes one row with the group commit, GET reads a row by its primary key and encodes it. No routing, no
authentication, no validation, no money.

    python -m benchmarks.floor FOLDER PORT
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import msgspec

from onetake.adapters.database.sqlite import SqliteStore
from onetake.apps import run as apps_run
from onetake.apps.server import run as server_run
from onetake.core.ids import new_core

SCHEMA = "CREATE TABLE row (id TEXT PRIMARY KEY, request TEXT NOT NULL) STRICT, WITHOUT ROWID;"
QUERIES = """-- name: row.insert
INSERT INTO row (id, request) VALUES (:id, :request);
-- name: row.get
SELECT id, request FROM row WHERE id = :id;
"""


class Floor:
    """The ASGI application."""

    def __init__(self, store: SqliteStore) -> None:
        self.store = store
        self.decode = msgspec.json.Decoder().decode
        self.encode = msgspec.json.Encoder().encode

    def stop(self) -> None:
        """What `apps.server.run` calls on its way down."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return await self._lifespan(receive, send)
        if scope["method"] == "POST":
            return await self._answer(send, await self._create((await receive())["body"]))
        return await self._answer(send, await self._get(scope["path"].rpartition("/")[2]))

    async def _create(self, body: bytes) -> dict[str, Any]:
        request, name = self.decode(body), new_core(os.urandom)
        text = self.encode(request).decode()
        await self.store.transact(lambda sql: sql.run("row.insert", id=name, request=text))
        return {"id": name}

    async def _get(self, name: str) -> dict[str, Any]:
        row = await self.store.read(lambda sql: sql.one("row.get", id=name))
        return {"id": row["id"], "request": json.loads(row["request"])} if row else {}

    async def _answer(self, send: Any, value: dict[str, Any]) -> None:
        body = self.encode(value)
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _lifespan(self, receive: Any, send: Any) -> None:
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})


def opened(folder: Path) -> SqliteStore:
    for name, text in (("queries", QUERIES), ("migrations", SCHEMA)):
        (folder / name).mkdir(parents=True)
        (folder / name / "0001_initial.sql").write_text(text)
    return SqliteStore.open(folder / "floor.db", queries=folder / "queries", migrations=folder / "migrations")


def main() -> None:
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    app: Any = Floor(opened(folder))
    bound = apps_run.bind("127.0.0.1", port)
    apps_run.settle_interpreter()
    server_run.run(app, bound)


if __name__ == "__main__":
    main()
