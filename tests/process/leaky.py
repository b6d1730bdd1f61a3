"""A provider that fails in every way and repeats in its answers whatever it was told (T27)."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Leaky:
    """`link` is where it says that finished films lie. `asked` counts all requests, `sent` the creates."""

    def __init__(self, link: str) -> None:
        self.link, self.asked, self.sent = link, 0, 0
        self.origin = ""

    def answer(self, method: str, told: str) -> tuple[int, str, str]:
        """Status, type and text. `told` is all that the request held."""
        self.asked += 1
        if method == "POST":
            error = {"code": "InvalidParameter", "message": told, "type": "BadRequest", "param": told}
            fault = json.dumps({"error": error})
            kinds = [
                (400, "application/json", fault),
                (200, "application/json", json.dumps({"id": "cgt-7"})),
                (200, "application/json", '{"id": ' + told),
                (500, "text/html", f"<h1>{told}</h1>"),
                (401, "application/json", fault.replace("InvalidParameter", "AuthenticationError")),
                (429, "application/json", fault.replace("InvalidParameter", "RateLimitExceeded")),
                (403, "application/json", fault.replace("InvalidParameter", "AccessDenied")),
            ]
            self.sent += 1
            return kinds[min(self.sent, len(kinds)) - 1]
        if self.asked % 5 == 0:
            return 500, "text/plain", told
        done = {"id": "cgt-7", "status": "succeeded", "model": "doubao-seedance-2-0-260128"}
        content = {"video_url": self.link}
        usage = {"completion_tokens": 90_000, "total_tokens": 90_000}
        return 200, "application/json", json.dumps({**done, "content": content, "usage": usage})


@contextmanager
def leaky(link: str) -> Iterator[Leaky]:
    """It serves on loopback at `origin`."""
    provider = Leaky(link)

    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode(errors="replace")
            told = f"{self.command} {self.path} {dict(self.headers)} {body}"
            status, kind, text = provider.answer(self.command, told)
            raw = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        do_GET = do_POST = do_DELETE = _serve

        def log_message(self, *_: Any) -> None:
            return

    host = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=host.serve_forever, daemon=True).start()
    provider.origin = f"http://127.0.0.1:{host.server_port}"
    try:
        yield provider
    finally:
        host.shutdown()
        host.server_close()
