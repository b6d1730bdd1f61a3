"""A host of media on loopback, over https with a certificate of its own."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import trustme


@contextmanager
def media_host(files: dict[str, bytes], ca_file: Path) -> Iterator[str]:
    """Serve `files` by name; the origin. The certificate of its authority is written to `ca_file`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = files.get(self.path[1:], b"")
            self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            return

    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(ca_file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    host = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    host.handle_error = lambda *_: None  # a caller that hangs up over a bomb is what is tested here
    host.socket = context.wrap_socket(host.socket, server_side=True)
    threading.Thread(target=host.serve_forever, daemon=True).start()
    try:
        yield f"https://127.0.0.1:{host.server_port}"
    finally:
        host.shutdown()
        host.server_close()


def settings(origin: str, ca_file: Path) -> str:
    """What a server must be told to fetch inputs from it."""
    return f'[fetch]\nca_file = "{ca_file}"\nallow_input = ["{origin}"]\n'
