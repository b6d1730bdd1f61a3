"""Run as a program: the corpus of T01 in a network namespace where every address there is answers.

Nothing is patched here. The namespace has one interface, and a route that makes all of IPv4 and IPv6 local to
it, so a forbidden connection would succeed; a packet socket counts who is asked for. Prints one JSON line:
{"missing": why there is no namespace}, or counts: {"asked": {address: packets}, "control", …}.
"""

import asyncio
import collections
import contextlib
import ctypes
import fcntl
import json
import socket
import ssl
import struct
import sys
import tempfile
from ipaddress import ip_address
from pathlib import Path

import trustme
from sinks import SINKS, WAYS, Names, attempt, redirector
from spellings import CORPUS

from onetake.adapters.http.fetch import Fetcher
from onetake.adapters.http.guard import Guard

_NEWUSER, _NEWNET = 0x10000000, 0x40000000
_SIOCSIFFLAGS, _UP = 0x8914, 0x1
_NEWROUTE, _REQUEST, _CREATE, _ACK, _OIF = 24, 0x1, 0x400, 0x4, 4
_LOCAL_TABLE, _BOOT, _HOST_SCOPE, _LOCAL = 255, 3, 254, 2
_EVERY_PROTOCOL, _SOL_PACKET, _STATISTICS = 3, 263, 6
CONTROL = "10.1.2.3"


def enter() -> str:
    """Move to a namespace of our own where every address is ours. Returns what is missing, or nothing."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEWUSER | _NEWNET) and libc.unshare(_NEWNET):
        return f"no network namespace here (errno {ctypes.get_errno()})"
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
            fcntl.ioctl(made, _SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", _UP))
        for family in (socket.AF_INET, socket.AF_INET6):
            _route_everything(family)
    except OSError as error:
        return f"the namespace cannot be set up ({error})"
    return ""


def _route_everything(family: int) -> None:
    route = struct.pack("=8BI", family, 0, 0, 0, _LOCAL_TABLE, _BOOT, _HOST_SCOPE, _LOCAL, 0)
    out = struct.pack("=HHI", 8, _OIF, socket.if_nametoindex("lo"))
    head = struct.pack("=IHHII", 16 + len(route) + len(out), _NEWROUTE, _REQUEST | _CREATE | _ACK, 1, 0)
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as made:
        made.send(head + route + out)
        failed = struct.unpack_from("=i", made.recv(4096), 16)[0]
    if failed and family == socket.AF_INET:  # without IPv6 in the kernel nothing can go there anyway
        raise OSError(-failed, "route")


class Packets:
    """Counts by address what opens a TCP connection or is UDP."""

    def __init__(self) -> None:
        self.asked: collections.Counter[str] = collections.Counter()
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(_EVERY_PROTOCOL))
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2**22)
        self._socket.setblocking(False)

    def read(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while True:
                packet = self._socket.recv(128)
                four = packet[0] >> 4 == 4
                start = (packet[0] & 15) * 4 if four else 40
                protocol, to = (packet[9], packet[16:20]) if four else (packet[6], packet[24:40])
                opens = protocol == socket.IPPROTO_TCP and packet[start + 13] & 0x12 == 0x02
                if opens or protocol == socket.IPPROTO_UDP:
                    self.asked[str(ip_address(to))] += 1

    def fileno(self) -> int:
        return self._socket.fileno()

    def dropped(self) -> int:
        return struct.unpack("II", self._socket.getsockopt(_SOL_PACKET, _STATISTICS, 8))[1]


def tls(room: Path) -> ssl.SSLContext:
    made = trustme.CA()
    made.cert_pem.write_to_path(str(room / "ca.pem"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.issue_cert("public.test", "rebind.test", "provider.test").configure_cert(context)
    return context


async def run(room: Path) -> dict[str, object]:
    packets, names, tried = Packets(), Names(), 0
    asyncio.get_running_loop().add_reader(packets, packets.read)
    places = [spelling.url for spelling in CORPUS]
    async with await redirector(None, 80, places), await redirector(None, 443, places, tls(room)):
        (await asyncio.open_connection(CONTROL, 80))[1].close()
        packets.read()
        control = packets.asked.pop(CONTROL)
        async with Fetcher(Guard(), names, ca_file=room / "ca.pem") as fetch:
            for sink in SINKS:
                for way in WAYS:
                    for number, spelling in enumerate(CORPUS):
                        await attempt(sink, way, fetch, names, spelling, number, room)
                        tried += 1
    packets.read()
    return {"asked": packets.asked, "control": control, "dropped": packets.dropped(), "tried": tried}


if __name__ == "__main__":
    if missing := enter():
        print(json.dumps({"missing": missing}))
        sys.exit()
    with tempfile.TemporaryDirectory() as room:
        print(json.dumps(asyncio.run(run(Path(room)))))
