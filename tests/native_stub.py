"""A Onetake in memory, answering with the native dialect's own server role: a sender for tests."""

import hashlib
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from onetake.core.catalogue import catalogue
from onetake.core.problem import Problem
from onetake.core.wire import Call, Reply
from onetake.dialects import dialect

NATIVE = dialect("native")
ROUTE = catalogue().routes["native"]
FILM = b"\x00\x00\x00\x18ftypisom" + bytes(range(256)) * 40
FRAME = b"\x89PNG\r\n\x1a\nlast"
ASKED = (
    "prompt",
    "media",
    "resolution",
    "ratio",
    "duration",
    "generate_audio",
    "callback_url",
    "return_last_frame",
)


def task_id(number: int) -> str:
    """A core that sorts and shows its number."""
    return "aaaaaaaaaaaaaaaaaaaaaa" + "".join("abcdefghij"[int(d)] for d in f"{number:04}")


class Stub:
    """`faults` are used up first: an exception to raise, a Reply to give, or None to go on. `story` is what
    the looks at a task show, one after the other, the last one for ever."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.timeouts: list[float] = []
        self.faults: deque[Exception | Reply | None] = deque()
        self.tasks: dict[str, dict[str, Any]] = {}
        self.looks: dict[str, int] = {}
        self.keys: dict[str, str] = {}
        self.story: list[dict[str, Any]] = [
            {"status": "queued", "phase": "accepted"},
            {"status": "running", "phase": "rendering", "done": 12, "total": 120},
            self.delivered(),
        ]
        self.film = FILM
        self.events: list[bytes | Exception] = []

    @staticmethod
    def delivered() -> dict[str, Any]:
        return {
            "status": "succeeded",
            "phase": "succeeded",
            "video_url": "http://elsewhere.example/files/x/video.mp4?expires=1&signature=s",
            "last_frame_url": "http://elsewhere.example/files/x/last_frame.png?expires=1&signature=s",
            "bytes": len(FILM),
            "sha256": hashlib.sha256(FILM).hexdigest(),
            "width": 1280,
            "height": 720,
            "seconds": 5,
            "price": 5_009_400,
        }

    def add(self, **view: Any) -> str:
        """A task, newest of all."""
        id = task_id(len(self.tasks))
        shown = {"id": id, "status": "queued", "phase": "accepted", "created_at": 1e9 + len(self.tasks)}
        self.tasks[id] = {**shown, "model": "standard", "prompt": "p", **view}
        return id

    # -------------------------------------------------- the sender's three methods

    def send(self, call: Call, timeout: float) -> Reply:
        self.calls.append(call)
        self.timeouts.append(timeout)
        fault = self.faults.popleft() if self.faults else None
        if isinstance(fault, Exception):
            raise fault
        if fault is not None:
            return fault
        try:
            return self._answer(call)
        except Problem as problem:
            status, headers, body = NATIVE.write_error(problem, ROUTE, "req-1")
            return Reply(status, headers, json.dumps(body).encode())

    def save(self, call: Call, to: Path, timeout: float) -> Reply:
        reply = self.send(call, timeout)
        if reply.status != 200:
            return reply
        to.write_bytes(reply.body)
        return replace(reply, body=b"")

    def stream(self, call: Call, timeout: float) -> "Pieces":
        reply = self.send(call, timeout)
        return Pieces(reply, self.events if reply.status == 200 else [reply.body])

    def close(self) -> None:
        pass

    # -------------------------------------------------- the server

    def _answer(self, call: Call) -> Reply:
        if call.headers.get("Authorization") != "Bearer k":
            raise Problem("unauthenticated")
        parts = urlsplit(call.path)
        words = parts.path.removeprefix(ROUTE.prefix).strip("/").split("/")
        match call.method, words:
            case "POST", ["videos"]:
                return self._create(call)
            case "GET", ["videos"]:
                return self._list(parts.query)
            case "POST", ["uploads"]:
                digest = hashlib.sha256(call.body).hexdigest()
                return _json(201, {"id": "up", "sha256": digest, "kind": "image", "probe": {}})
            case "POST", ["estimate" | "lint" as op]:
                NATIVE.read_request(json.loads(call.body), ROUTE)
                return _json(200, {"ok": True, "op": op, "offences": [], "backends": ["animatic"]})
            case _, ["videos", id, *rest] if id in self.tasks:
                return self._of_task(call, id, rest)
        raise Problem("not_found")

    def _create(self, call: Call) -> Reply:
        request = NATIVE.read_request(json.loads(call.body), ROUTE)
        key = call.headers["Idempotency-Key"]
        if key not in self.keys:
            asked = {name: getattr(request, name) for name in ASKED if getattr(request, name)}
            self.keys[key] = self.add(**asked, model=request.model_name)
        return _json(202, NATIVE.write_receipt(self.tasks[self.keys[key]]))

    def _list(self, query: str) -> Reply:
        asked = NATIVE.read_query(parse_qsl(query))
        found = [
            t for t in reversed(self.tasks.values()) if not asked.statuses or t["status"] in asked.statuses
        ]
        start = next((i + 1 for i, t in enumerate(found) if t["id"] == asked.after), 0)
        return _json(200, NATIVE.write_page(found[start : start + (asked.limit or 20)], 0, asked))

    def _of_task(self, call: Call, id: str, rest: list[str]) -> Reply:
        task = self.tasks[id]
        match call.method, rest:
            case "GET", []:
                look = self.looks[id] = self.looks.get(id, -1) + 1
                task.update({"done": None, "total": None, **self.story[min(look, len(self.story) - 1)]})
                return _json(200, NATIVE.write_task(task))
            case "GET", ["content"]:
                return Reply(200, {}, FRAME if "variant=last_frame" in call.path else self.film)
            case "GET", ["events"]:
                return Reply(200 if self.events else 204, {})
            case "POST", ["cancel"]:
                task.update(status="cancelled", phase="cancelled")
                return _json(200, NATIVE.write_task(task))
            case "DELETE", []:
                if task["status"] in ("queued", "running"):
                    raise Problem("not_cancellable", "cancel it first")
                del self.tasks[id]
                return Reply(204)
        raise Problem("not_found")


class Pieces:
    """A stream of prepared pieces; an exception among them is raised."""

    def __init__(self, reply: Reply, pieces: list[Any]) -> None:
        self.status, self.headers = reply.status, reply.headers
        self._pieces = pieces
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if not self._pieces:
            raise StopIteration
        piece = self._pieces.pop(0)
        if piece is None:
            raise StopIteration
        if isinstance(piece, Exception):
            raise piece
        return piece

    def close(self) -> None:
        self.closed = True


class AsyncStub:
    """The same stub for AsyncClient."""

    def __init__(self, stub: Stub) -> None:
        self.stub = stub

    async def send(self, call: Call, timeout: float) -> Reply:
        return self.stub.send(call, timeout)

    async def save(self, call: Call, to: Path, timeout: float) -> Reply:
        return self.stub.save(call, to, timeout)

    async def stream(self, call: Call, timeout: float) -> "AsyncPieces":
        return AsyncPieces(self.stub.stream(call, timeout))

    async def close(self) -> None:
        pass


class AsyncPieces:
    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self.status, self.headers = pieces.status, pieces.headers

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        try:
            return next(self._pieces)
        except StopIteration:
            raise StopAsyncIteration from None

    async def aclose(self) -> None:
        self._pieces.close()


def _json(status: int, message: Any) -> Reply:
    return Reply(status, {"content-type": "application/json"}, json.dumps(message).encode())


@contextmanager
def served(answer: Callable[[Call], Reply]) -> Iterator[str]:
    """A real HTTP server on loopback in front of `answer`; gives its URL. An exception cuts the line."""

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {"Authorization": self.headers.get("authorization", ""), **dict(self.headers)}
            try:
                reply = answer(Call(self.command, self.path, headers, body))
            except Exception:
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if "content-length" not in reply.headers:
                self.send_header("content-length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_POST = do_DELETE = handle_any

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
