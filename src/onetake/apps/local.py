"""Onetake inside the caller's process: the whole server without a socket, for `generate` with no server.

The same ASGI application, job core and engine run on a loop of their own in a background thread; calls go to
it directly. Leaving early keeps every row: `tasks wait ID` goes on where it stopped.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar
from urllib.parse import urlsplit

from onetake.apps import sandboxed, wiring
from onetake.apps.server.app import create_app
from onetake.apps.settings import load
from onetake.core.wire import Call, Reply

T = TypeVar("T")
ORIGIN = "http://onetake.local"


class Local:
    """A running platform. `send` answers a Call, `save` streams an answer's body into a file, `key` opens it.

    Without a worker, tasks can be read and accepted but none goes on.
    Raises AlreadyOwned when another process has the data directory, SettingsError for bad settings.
    """

    def __init__(self, data_dir: Path | None = None, *, worker: bool = True) -> None:
        self._settings = load(data_dir)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="onetake", daemon=True)
        self._thread.start()
        try:
            self._running = self._await(wiring.start(self._settings, ORIGIN, worker=worker))
        except BaseException:
            self._end_loop()
            raise
        self.key = self._running.local_key
        self.origin = ORIGIN
        platform = self._running.platform
        self._app = create_app(platform, sandbox=sandboxed.of(self._settings, platform))

    @classmethod
    def open(cls, data_dir: Path | None = None, *, worker: bool = True) -> "Local":
        """The same as the constructor; reads better in a `with`."""
        return cls(data_dir, worker=worker)

    def __enter__(self) -> "Local":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop the worker and give the data directory back; open tasks stay as rows."""
        try:
            self._await(self._running.stop(grace=2.0))
        finally:
            self._end_loop()

    def send(self, call: Call) -> Reply:
        """Answer one call; the whole body is in memory."""
        pieces: list[bytes] = []
        status, headers = self._await(self._ask(call, pieces.append))
        return Reply(status, headers, b"".join(pieces))

    def save(self, call: Call, to: Path) -> Reply:
        """Answer one call with its body written to `to`; the reply's own body is empty when it succeeded."""
        kept: list[bytes] = []
        with to.open("wb") as file:
            status, headers = self._await(self._ask(call, file.write, kept.append))
        return Reply(status, headers, b"" if status < 300 else b"".join(kept))

    def _await(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _end_loop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _ask(
        self, call: Call, write: Callable[[bytes], Any], refused: Callable[[bytes], Any] | None = None
    ) -> tuple[int, dict[str, str]]:
        status, headers = 500, dict[str, str]()
        body: list[bytes] = [call.body]
        gone = asyncio.Event()

        async def receive() -> dict[str, Any]:
            if body:
                return {"type": "http.request", "body": body.pop(), "more_body": False}
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            nonlocal status, headers
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in message["headers"]}
            elif piece := message.get("body", b""):
                (write if status < 300 or refused is None else refused)(piece)

        await self._app(_scope(call), receive, send)  # type: ignore[arg-type]
        gone.set()
        return status, headers


def _scope(call: Call) -> dict[str, Any]:
    parts = urlsplit(call.path)
    headers = [
        (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in call.headers.items()
    ]
    headers.append((b"content-length", str(len(call.body)).encode()))
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": call.method,
        "scheme": "http",
        "path": parts.path,
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": [(b"host", b"onetake.local"), *headers],
        "client": ("127.0.0.1", 0),
        "server": ("onetake.local", 80),
        "state": {},
    }
