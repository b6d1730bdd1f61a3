"""One request on its way through the server: who asks, what for, and how it is answered.

Everything here is on the hot path: fixed headers are made once, and nothing is parsed that nobody asks for.
"""

import itertools
import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.types import Receive, Scope, Send

from onetake.apps.server.house import House
from onetake.core.ids import core_of
from onetake.core.problem import Problem
from onetake.dialects import Endpoint, as_told
from onetake.dialects.native_errors import MEDIA_TYPE as PROBLEM_TYPE
from onetake.dialects.native_values import TIME
from onetake.services import accounts
from onetake.services.accounts import Key
from onetake.services.platform import Platform

if TYPE_CHECKING:
    from onetake.apps.server.entries import Entry

Pairs = Iterable[tuple[bytes, bytes]]
encode = msgspec.json.Encoder().encode


def moment(seconds: float) -> str:
    """A time as our own answers write it: ISO 8601 in UTC."""
    assert TIME.encode is not None
    return TIME.encode(seconds)


JSON = (b"content-type", b"application/json")
NO_SNIFF = (b"x-content-type-options", b"nosniff")
NO_STORE = (b"cache-control", b"no-store")
CLOSED = b"default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
"""What an answer may do in a browser: nothing (threat T24). Pages and files say their own."""
_READ = {
    name.encode(): name
    for name in (
        "authorization", "x-api-key", "x-request-id", "host", "content-length", "content-type",
        "content-encoding", "transfer-encoding", "idempotency-key", "prefer", "range", "if-range",
        "if-none-match", "last-event-id", "accept", "x-onetake-scenario",
    )
}  # fmt: skip
"""Headers that something here reads; the others are not even decoded."""
_ONCE = frozenset({"authorization", "x-api-key", "host", "content-length", "idempotency-key"})
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ids = map(f"{secrets.token_hex(6)}{{:08x}}".format, itertools.count())
"""Request ids: unique over restarts by their first half, in order by their second."""


class Exchange:
    """A request and its answer. `key` is None until the caller is known; `status` 0 until it is answered.

    endpoint: the row of the dialect's table that is asked for; None on paths that are our own. scenario: the
    sandbox script that a create plays; None is real work. after: what is done when all is over. policy: the
    Content-Security-Policy of the answer.
    """

    __slots__ = (
        "_headers", "after", "committed", "endpoint", "entry", "house", "key", "p", "policy", "receive",
        "request_id", "scenario", "scope", "send", "status",
    )  # fmt: skip

    def __init__(self, house: House, entry: "Entry", scope: Scope, receive: Receive, send: Send) -> None:
        self.house = house
        self.p: Platform = house.platform
        self.entry = entry
        self.scope = scope
        self.receive = receive
        self.send = send
        self.endpoint: Endpoint | None = None
        self.key: Key | None = None
        self.scenario: str | None = None
        self.status = 0
        self.committed = False
        self.policy = CLOSED
        self.after: list[Callable[[], None]] = []
        self._headers: dict[str, str] | None = None
        self.request_id = next(_ids)

    @property
    def headers(self) -> Mapping[str, str]:
        """Values of the headers that we know, by lower-case name, the last of each.

        Raises Problem(invalid_parameter) when one that must be single stands twice with different values.
        """
        if self._headers is None:
            found: dict[str, str] = {}
            for raw, value in self.scope["headers"]:
                name = _READ.get(raw)
                if name is None:
                    continue
                text = value.decode("latin-1")
                if name in found and name in _ONCE and found[name] != text:
                    self._headers = {}
                    raise Problem("invalid_parameter", f"two different {name} headers were sent; send one")
                found[name] = text
            told = found.get("x-request-id")
            if told is not None and _REQUEST_ID.fullmatch(told):
                self.request_id = told
            self._headers = found
        return self._headers

    @property
    def stopping(self) -> bool:
        """Whether the server is on its way down, so that nothing should be waited for."""
        return self.house.stopping.now

    @property
    def caller(self) -> Key:
        """The key that asks. Only for routes that need one."""
        assert self.key is not None
        return self.key

    async def shut(self) -> bool:
        """Whether the key that opened this request opens nothing any more: asked before a stream tells more
        and before a wait is answered, so that a key that is revoked is seen there too (threat T13)."""
        key, now = self.caller, self.p.clock()
        return not await self.p.store.read(lambda sql: accounts.alive(sql, key, now))

    async def still_open(self) -> None:
        """Raises Problem(unauthenticated) where `shut`."""
        if await self.shut():
            raise Problem("unauthenticated", accounts.UNKNOWN)

    def core(self) -> str:
        """The core of the id in the path. Raises Problem(not_found) for what cannot be an id."""
        core = core_of(self.scope["path_params"]["id"])
        if core is None:
            raise Problem("not_found")
        return core

    async def hung_up(self) -> None:
        """Wait until the caller is gone. Only once the body has been read."""
        while (await self.receive())["type"] != "http.disconnect":
            pass

    async def answer(self, status: int, value: Any, headers: Pairs = ()) -> None:
        """Answer with JSON."""
        await self.whole(status, JSON, encode(value), headers)

    async def whole(self, status: int, kind: tuple[bytes, bytes], body: bytes, headers: Pairs = ()) -> None:
        """Answer with a body that is complete; HEAD gets its headers only."""
        length = (b"content-length", b"%d" % len(body))
        await self.start(status, (kind, length, NO_STORE, *headers))
        if self.scope["method"] == "HEAD":
            body = b""
        await self.send({"type": "http.response.body", "body": body})

    async def empty(self, status: int, headers: Pairs = ()) -> None:
        """Answer without a body."""
        await self.start(status, (NO_STORE, *headers))
        await self.send({"type": "http.response.body", "body": b""})

    async def start(self, status: int, headers: Pairs) -> None:
        """Send status and headers; the body follows."""
        self.status = status
        named = (b"x-request-id", self.request_id.encode())
        policy = (b"content-security-policy", self.policy)
        told = [*headers, NO_SNIFF, policy, named]
        await self.send({"type": "http.response.start", "status": status, "headers": told})

    async def fail(self, problem: Problem, headers: Pairs = (), status: int = 0) -> None:
        """Answer with an error in the dialect of the path. `status` replaces the code's own (405)."""
        if self.committed:
            # Rows were written: whatever went wrong afterwards must not make a client send it all again.
            facts = {**problem.facts, "committed": True}
            problem = Problem(problem.code, problem.detail, offences=problem.offences, **facts)
        dialect = self.entry.dialect
        code, advice, body = dialect.write_error(problem, self.entry.route, self.request_id)
        if status:
            code = status
            if "status" in body:
                body["status"] = status
        kind = (b"content-type", PROBLEM_TYPE.encode()) if dialect.name == "native" else JSON
        told = [(name.encode(), value.encode()) for name, value in advice.items()]
        # Every contract has its own words for a failure; this is the one name to look up in the guide.
        told.append((b"x-onetake-error", as_told(problem).code.encode()))
        await self.whole(code, kind, encode(body), (*told, *headers))
