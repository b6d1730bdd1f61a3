"""Where connections come in: the one place at which a scenario can strike before anything was said.

Nobody is known yet, so that it strikes whoever connects next, and only once it was asked for.
"""

import asyncio
import ssl
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, cast

from onetake.core.acts import Act

MOST = 8
"""Alerts that may be owed at a time: they also meet connections of others."""
CLIENT_HELLO = b"\x16"
ALERT = b"\x15\x03\x03\x00\x02\x02\x50"
"""A TLS record: fatal alert 80, internal_error."""


class Gate:
    """`alerts`: how many of the next TLS handshakes end in an alert."""

    def __init__(self) -> None:
        self.alerts = 0
        self._tls: ssl.SSLContext | None = None

    def over(self, tls: ssl.SSLContext | None) -> None:
        """Where TLS is spoken, the handshakes of this context are the ones."""
        self._tls = tls

    def arm(self, acts: Sequence[Act]) -> None:
        """The next handshakes fail, as often as the acts say."""
        if not acts:
            return
        self.alerts = min(MOST, self.alerts + sum(act.times or 1 for act in acts))
        if self._tls is not None and "wrap_bio" not in vars(self._tls):
            # Event loops ask the context for each connection's state. With the first scenario we answer.
            vars(self._tls)["wrap_bio"] = partial(self._state, self._tls.wrap_bio)

    def take(self) -> bool:
        """Whether this handshake is one of them."""
        if not self.alerts:
            return False
        self.alerts -= 1
        return True

    def _state(
        self, usual: Callable[..., Any], incoming: ssl.MemoryBIO, outgoing: ssl.MemoryBIO, **more: Any
    ) -> Any:
        state = usual(incoming, outgoing, **more)
        return Refusal(state, incoming, outgoing) if self.take() else state

    def watch(
        self, transport: asyncio.Transport, inner: asyncio.Protocol, let_in: Callable[[], None]
    ) -> bool:
        """On a plain port, look at the first bytes before `inner` does: a client that speaks TLS to it gets
        the alert, any other is let in. False where there is nothing to look for."""
        if not self.alerts or transport.get_extra_info("sslcontext") is not None:
            return False
        transport.set_protocol(Doorstep(self, transport, inner, let_in))
        return True


class Refusal:
    """The TLS state of a connection that is refused. A handshake that merely raised would not do: event loops
    close then without sending what OpenSSL had to say."""

    def __init__(self, state: Any, incoming: ssl.MemoryBIO, outgoing: ssl.MemoryBIO) -> None:
        self._state, self._incoming, self._outgoing = state, incoming, outgoing

    def do_handshake(self) -> None:
        """Once the client has spoken: the alert. It is for the client to hang up then."""
        if self._incoming.read():
            self._outgoing.write(ALERT)
        raise ssl.SSLWantReadError

    def __getattr__(self, name: str) -> Any:
        """Whatever else an event loop looks up is the state's own, in which nothing has happened yet."""
        return getattr(self._state, name)


class Doorstep(asyncio.Protocol):
    """A connection whose first bytes are awaited."""

    def __init__(
        self, gate: Gate, transport: asyncio.Transport, inner: asyncio.Protocol, let_in: Callable[[], None]
    ) -> None:
        self._gate, self._transport, self._inner, self._let_in = gate, transport, inner, let_in

    def data_received(self, data: bytes) -> None:
        if data.startswith(CLIENT_HELLO) and self._gate.take():
            self._transport.write(ALERT)
            self._transport.close()
            return
        self._transport.set_protocol(cast(asyncio.BaseProtocol, self._inner))
        self._let_in()
        self._inner.data_received(data)
