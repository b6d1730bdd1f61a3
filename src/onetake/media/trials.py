"""What must be impossible inside the jail, tried out. Run by the child for `jail_report`."""

import os
import socket
import sys
from collections.abc import Callable


def refused() -> dict[str, bool]:
    """Try each and say whether it was refused. Call it with the locks closed."""
    return {name: _is_refused(attempt) for name, attempt in _ATTEMPTS.items()}


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


_ATTEMPTS: dict[str, Callable[[], object]] = {
    "read_file": lambda: os.open("/etc/passwd", os.O_RDONLY),
    "write_file": lambda: os.open("/tmp/onetake-jail-trial", os.O_WRONLY | os.O_CREAT),
    "tcp": _reach_tcp,
    "udp": _bind_udp,
    "execute": lambda: os.posix_spawn(sys.executable, [sys.executable, "-c", ""], {}),
    "two_gib": lambda: bytearray(2**31),
}
