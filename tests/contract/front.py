"""What a customer puts before a webhook receiver: TLS on loopback, passed on byte by byte. And a receiver
that only keeps what it was sent."""

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Any

import trustme


class Authority:
    """A certificate authority; whoever is to trust it is given `file` (PEM)."""

    def __init__(self, file: Path) -> None:
        self.file, self._ca = file, trustme.CA()
        self._ca.cert_pem.write_to_path(str(file))

    def context(self) -> ssl.SSLContext:
        """For a server on 127.0.0.1."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._ca.issue_cert("127.0.0.1").configure_cert(context)
        return context


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            sink.sendall(piece)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


class Front(ThreadingTCPServer):
    """TLS before a plain port. The first `deaf` connections are closed without a byte."""

    daemon_threads = allow_reuse_address = True

    def __init__(self, authority: Authority, port: int = 0, deaf: int = 0) -> None:
        self.context, self.port, self.deaf, self.calls = authority.context(), port, deaf, 0
        super().__init__(("127.0.0.1", 0), _Passed)
        self.origin = f"https://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, *_: Any) -> None:
        return  # a caller that hangs up is its own affair


class _Passed(BaseRequestHandler):
    server: Front

    def handle(self) -> None:
        self.server.calls += 1
        if self.server.calls <= self.server.deaf:
            return
        with (
            self.server.context.wrap_socket(self.request, server_side=True) as outside,
            socket.create_connection(("127.0.0.1", self.server.port)) as inside,
        ):
            back = threading.Thread(target=_pump, args=(inside, outside))
            back.start()
            _pump(outside, inside)
            back.join()


@contextmanager
def serving(server: ThreadingTCPServer | ThreadingHTTPServer) -> Iterator[Any]:
    """Serve in a thread of its own for as long as the block lasts."""
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class Recorder(ThreadingHTTPServer):
    """Says 200 to every POST; `got` holds the path and the parsed body of each."""

    daemon_threads = True

    def __init__(self, authority: Authority) -> None:
        self.got: list[tuple[str, Any]] = []
        super().__init__(("127.0.0.1", 0), _Kept)
        self.socket = authority.context().wrap_socket(self.socket, server_side=True)
        self.origin = f"https://127.0.0.1:{self.server_port}"


class _Kept(BaseHTTPRequestHandler):
    server: Recorder

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, json.loads(body)))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        return
