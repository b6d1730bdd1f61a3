"""What must be impossible inside the jail, tried out. Run by the child for `jail_report`."""

import codecs
import os
import resource
import socket
import sys
import tempfile
from collections.abc import Callable

from onetake.media.lock import Allowance


class Trials:
    """Make it before the locks close: one trial needs a file that is open already, as a result is."""

    def __init__(self, allowance: Allowance, server: int) -> None:
        """server: the number of the process that has started us, as it is outside."""
        self._allowance = allowance
        self._server = server
        codecs.lookup("idna")  # connecting loads it, which behind the locks would be the failure that is told
        self._open = tempfile.TemporaryFile()  # noqa: SIM115  # it has to stay open behind the locks

    def refused(self) -> dict[str, bool]:
        """Try each and say whether it was refused. Call it with the locks closed."""
        attempts = {
            **_ATTEMPTS,
            "more_memory": lambda: bytearray(self._allowance.memory),
            "larger_file": lambda: os.pwrite(self._open.fileno(), b"x", self._allowance.file_bytes),
            "reopen": lambda: os.open(f"/proc/self/fd/{self._open.fileno()}", os.O_RDWR),
            "signal": lambda: os.kill(self._other(), 0),
            "parents_limits": lambda: resource.prlimit(self._other(), resource.RLIMIT_CORE),
            "name_file": lambda: os.link(f"/proc/self/fd/{self._open.fileno()}", "/tmp/onetake-jail-trial"),
        }
        return {name: _is_refused(attempt) for name, attempt in attempts.items()}

    def _other(self) -> int:
        """Whom to try a signal on. Raises ProcessLookupError where the number is our own here."""
        if self._server == os.getpid():
            raise ProcessLookupError(self._server)
        return self._server


def _is_refused(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except (OSError, MemoryError):
        return True
    return False


def _reach_tcp() -> None:
    try:
        socket.create_connection(("127.0.0.1", 9), timeout=0.2)
    except ConnectionRefusedError:
        return  # an answer came back, so the way was open


def _bind_udp() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        made.bind(("127.0.0.1", 0))


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


_ATTEMPTS: dict[str, Callable[[], object]] = {
    "read_file": lambda: os.open("/etc/passwd", os.O_RDONLY),
    "write_file": lambda: os.open("/tmp/onetake-jail-trial", os.O_WRONLY | os.O_CREAT),
    "tcp": _reach_tcp,
    "udp": _bind_udp,
    "execute": lambda: os.posix_spawn(sys.executable, [sys.executable, "-c", ""], {}),
    "fork": _fork,
}
