"""Every place where somebody else's URL makes the server connect, and every way to lead it astray (T01)."""

import asyncio
import contextlib
import random
import ssl
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from onetake.adapters.backends.upstream import Upstream
from onetake.adapters.http.fetch import Fetcher
from onetake.core.catalogue import catalogue
from onetake.core.problem import Problem
from onetake.core.request import Kind, Media
from onetake.core.wire import Ambiguous, Call, NotSent
from onetake.media.probe import probe
from onetake.services import staging

PUBLIC = "93.184.215.14"
HOME = "https://provider.test"
SECRET = "Bearer c4nary-of-the-provider"

Sink = Callable[[Fetcher, str, Path], Awaitable[Any]]


def _input(kind: Kind) -> Sink:
    async def stage(fetch: Fetcher, url: str, room: Path) -> None:
        policy = SimpleNamespace(fetch_deadline=5.0, most_upload_bytes=0)
        platform: Any = SimpleNamespace(
            tmp=room, fetch=fetch, entropy=random.randbytes, policy=policy, probe=probe
        )
        await staging.stage(platform, "p", [Media(kind, None, url)], [0])

    return stage


async def _output(fetch: Fetcher, url: str, room: Path) -> None:
    route = catalogue().routes["volcengine"]
    await Upstream("main", route, HOME, SECRET, fetch, link=lambda *_: None).fetch(url, room / "out")


async def _callback(fetch: Fetcher, url: str, room: Path) -> int:
    secure = url.replace("http://", "https://", 1)
    return (await fetch.deliver(secure, b"{}", {"X-Onetake-Message": "m"}, timeout=5)).status


async def _provider(fetch: Fetcher, url: str, room: Path) -> int:
    """A call that names a URL instead of a path, as a flow would that believes what a provider told it."""
    call = Call("POST", url, {"Authorization": SECRET}, b"{}")
    return (await fetch.send(call, origin=HOME, timeout=5, fresh=True)).status


async def _signed(fetch: Fetcher, url: str, room: Path) -> int:
    """The link that a provider gives for an upload."""
    return (await fetch.put(Call("PUT", url, {}, b"x"), origin=HOME, timeout=5)).status


SINKS: dict[str, Sink] = {
    "input image": _input("image"),
    "input video": _input("video"),
    "input audio": _input("audio"),
    "callback": _callback,
    "output video_url": _output,
    "output last_frame_url": _output,
    "provider call": _provider,
    "provider upload link": _signed,
}
FOLLOWS = frozenset(
    {"input image", "input video", "input audio", "output video_url", "output last_frame_url"}
)
WAYS = ("literal", "dns", "redirect", "rebind")


class Names:
    """The resolver of an attacker. `aim` sets where every name leads, but for three: `public.test` and the
    provider's are honest, and `rebind.test` is public the first time that it is asked after each `aim`."""

    def __init__(self) -> None:
        self._aims = PUBLIC
        self._asked = 0

    def aim(self, address: str) -> None:
        self._aims, self._asked = address, 0

    async def __call__(self, host: str, port: int) -> list[str]:
        self._asked += 1
        honest = host in ("public.test", "provider.test") or (host == "rebind.test" and self._asked == 1)
        if honest:
            return [PUBLIC]
        return [self._aims] if self._asked % 2 else [PUBLIC, self._aims]


async def attempt(
    sink: str, way: str, fetch: Fetcher, names: Names, spelling: Any, number: int, room: Path
) -> str:
    """Lead one sink astray in one way, by the spelling with this `number` in the redirector's list. Returns
    what came of it; raises what no caller expects."""
    names.aim(spelling.aims)
    place = {
        "literal": spelling.url,
        "dns": "http://name.test/",
        "redirect": f"http://public.test/{number}",
        "rebind": "http://rebind.test/again",
    }[way]
    outcome = ""
    # A sink that follows no redirect is rebound between two calls.
    for _ in range(2 if way == "rebind" and sink not in FOLLOWS else 1):
        try:
            outcome = str(await SINKS[sink](fetch, place, room))
        except Problem as problem:
            outcome = problem.code
        except (NotSent, Ambiguous) as error:
            outcome = type(error).__name__
    return outcome


async def redirector(
    host: str | None, port: int, places: Sequence[str], context: ssl.SSLContext | None = None
) -> asyncio.Server:
    """A public host that sends whoever asks for `/N` to place N, and who asks for `/again` back to itself."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, EOFError):
            head = await reader.readuntil(b"\r\n\r\n")
            asked = head.split(b" ")[1].rpartition(b"/")[2].decode()
            place = places[int(asked)] if asked.isdigit() else "/again"
            moved = b"HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n"
            writer.write(moved % place.encode())
            await writer.drain()
        writer.close()

    return await asyncio.start_server(connected, host, port, ssl=context)
