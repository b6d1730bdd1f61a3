"""The receiver of docs/how-to/webhooks.md, as it stands there, before a real server that is killed."""

import re
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import trustme

from .server import Server, until

pytestmark = pytest.mark.process
PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "webhooks.md"


def receiver() -> str:
    found = re.search(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.S)
    assert found is not None
    return found[1]


class Hooks:
    """The page's handler behind a certificate. `came`: webhook-id and status of every request."""

    def __init__(self, authority: trustme.CA) -> None:
        self.space: dict[str, Any] = {"__name__": "receiver", "print": lambda *_, **__: None}
        exec(receiver(), self.space)
        came = self.came = []
        hook: Any = self.space["Hook"]

        class Watched(hook):
            def do_POST(self) -> None:
                self.close_connection = True
                super().do_POST()

            def send_response(self, code: int, message: str | None = None) -> None:
                came.append((self.headers["webhook-id"], code))
                super().send_response(code, message)

            def log_message(self, *_: Any) -> None:
                return

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        self.host = ThreadingHTTPServer(("127.0.0.1", 0), Watched)
        self.host.socket = context.wrap_socket(self.host.socket, server_side=True)
        self.origin = f"https://127.0.0.1:{self.host.server_port}"

    @contextmanager
    def serving(self) -> Iterator[None]:
        threading.Thread(target=self.host.serve_forever, daemon=True).start()
        try:
            yield
        finally:
            self.host.shutdown()
            self.host.server_close()


def test_the_receiver_is_as_short_as_promised() -> None:
    code = [
        line for line in receiver().splitlines() if line.strip() and not line.startswith(("import", "from"))
    ]
    assert len(code) <= 17


def test_t19_f31_the_receiver_of_the_page_believes_a_killed_server_once(
    new_server: Callable[..., Server], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    hooks = Hooks(authority)
    server = new_server(
        "server",
        f'[fetch]\nca_file = "{tmp_path / "ca.pem"}"\nallow_callback = ["{hooks.origin}"]\n'
        '[webhooks]\norigins = "registered"\n',
    )
    with hooks.serving():
        server.start()
        monkeypatch.setenv("WEBHOOK_SECRET", "whsec_" + "A" * 43 + "=")
        url = f"{hooks.origin}/videos?of=me"
        assert server.ask("POST", "/onetake/v1/webhook-places/test", {"url": url}).status_code == 400
        assert not hooks.came, "nothing goes to an origin that is not registered"
        assert server.ask("POST", "/onetake/v1/webhook-places/register", {"url": url}).status_code == 400
        assert [code for _, code in hooks.came] == [401], "another secret is not believed"
        monkeypatch.setenv("WEBHOOK_SECRET", server.command("webhooks", "secret"))
        server.call("POST", "/onetake/v1/webhook-places/register", {"url": url})

        server.kill()
        server.start("notify.after_send:2")
        asked = {"prompt": "A paper boat.", "duration": 4, "resolution": "480p", "webhook_url": url}
        made = server.call("POST", "/onetake/v1/videos", asked)
        server.dead()
        server.start()
        ends = lambda: [name for name in taken(hooks) if name.endswith("-succeeded")]  # noqa: E731
        (last,) = until(ends, 30, "the end")
        assert last.startswith(made["id"])
        log = server.call("GET", f"/onetake/v1/webhooks/{last}")["log"]
        assert log[-1]["told"] == "200"
        ids = [name for name, code in hooks.came if code == 200 and name.startswith(made["id"])]
        assert len(ids) == len(set(ids)) + 1, "the try that the death forgot came twice"
        assert {name for name in taken(hooks) if name.startswith(made["id"])} == set(ids)
        assert server.command("webhooks", "resend", last) == "pending"
        until(lambda: [n for n, _ in hooks.came].count(last) == 2, 20, "the repeat")


def taken(hooks: Hooks) -> set[str]:
    return hooks.space["seen"]
