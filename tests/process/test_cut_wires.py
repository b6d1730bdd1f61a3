"""The wire between A and its provider B breaks at every place of a create (errors-and-faults F09, F10): it is
made once, whatever the cut."""

import socket
import threading
from collections import deque
from collections.abc import Callable

import pytest

from .film import film
from .server import Server, until
from .test_a_to_b import A_SETTINGS, ARK, SHORT, VIDEOS, attempt, ended, films

pytestmark = [pytest.mark.process, pytest.mark.slow]

Cut = Callable[[int], int]
"""From the length of a whole create to how many of its bytes get through."""

CUTS: dict[str, tuple[Cut, int]] = {
    "at once": (lambda whole: 0, 2),
    "in the head": (lambda whole: 60, 2),
    "half way": (lambda whole: whole // 2, 2),
    "before the last byte": (lambda whole: whole - 1, 2),
    "before the answer": (lambda whole: whole, 1),
}
"""And the attempt that delivers: only a create that B had whole can have been accepted."""


class Wire:
    """A TCP proxy to `port` that lets each POST through as far as the next cut says, then hangs up on both
    sides."""

    def __init__(self) -> None:
        self.port = 0
        self.cuts: deque[Cut] = deque()
        self.posts = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.origin = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        with client, socket.create_connection(("127.0.0.1", self.port)) as server:
            asked = client.recv(65_536)
            if asked.startswith(b"POST "):
                self.posts += 1
                if self.cuts:
                    self._cut(client, server, asked)
                    return
            server.sendall(asked)
            back = threading.Thread(target=_pump, args=(server, client), daemon=True)
            back.start()
            _pump(client, server)
            back.join()

    def _cut(self, client: socket.socket, server: socket.socket, asked: bytes) -> None:
        head, _, body = asked.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        while len(body) < length:
            body += client.recv(65_536)
        whole = head + b"\r\n\r\n" + body
        passed = whole[: self.cuts.popleft()(len(whole))]
        server.sendall(passed)
        if len(passed) == len(whole):
            server.recv(1)  # the answer is on its way: B has accepted

    def close(self) -> None:
        self.listener.close()


def _pump(source: socket.socket, to: socket.socket) -> None:
    try:
        while piece := source.recv(65_536):
            to.sendall(piece)
        to.shutdown(socket.SHUT_WR)
    except OSError:
        return


def test_a_create_that_is_cut_anywhere_is_made_once(new_server: Callable[..., Server]) -> None:
    wire = Wire()
    b = new_server("b", f'[server]\npublic_url = "{wire.origin}"\n').start()
    wire.port = b.port
    a = new_server("a", A_SETTINGS.replace("http://127.0.0.1:{port}", wire.origin))
    (a.data_dir / "b.key").write_text(b.key)
    a.start()
    tasks = {}
    for name, (cut, _) in CUTS.items():
        wire.cuts.append(cut)
        tasks[name] = a.call("POST", VIDEOS, {**SHORT, "prompt": f"A kite, cut {name}"})
        until(lambda: not wire.cuts, 10, "the cut")
    for name, (_, delivers) in CUTS.items():
        made = ended(a, tasks[name])
        assert made["status"] == "succeeded", (name, made, a.tail())
        assert attempt(a, made) == delivers, name
        assert film(a.ask("GET", f"{VIDEOS}/{made['id']}/content").content).frames == 96
    assert b.call("GET", ARK)["total"] == len(CUTS)
    assert wire.posts == sum(delivers for _, delivers in CUTS.values())
    assert len(films(a.data_dir / "objects")) == len(CUTS)
    for server in (a, b):
        assert server.command("ledger", "verify").endswith("The books are right.")
    wire.close()
