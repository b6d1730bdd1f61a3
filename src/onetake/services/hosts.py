"""How fast messages go to each host, so that nobody can be flooded through us (errors-and-faults T20) and a
host that does not answer holds nobody else up.

Kept in memory: after a restart every host is taken for well.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from onetake.core import rate
from onetake.core.backoff import Uniform
from onetake.core.circuit import Circuit
from onetake.core.rate import Limit

AT_A_TIME = 2
"""Messages under way to one host."""
MOST = 128
"""To all hosts: of the places for steps, the most that messages may hold."""
LOOK_AGAIN = 60.0
"""Seconds after which one that stands in line asks again by itself; its turn comes by a wake."""
LOOKS = 50
"""How many of a long line do so a second, at most."""
PATIENCE = 300.0
"""Seconds that a message waits for a host that does not answer, before its try counts as failed."""
KEPT = 4096
"""Hosts that are remembered, before those that nothing is known against are forgotten."""


@dataclass(slots=True)
class _Host:
    circuit: Circuit = field(default_factory=Circuit)
    tat: float | None = None
    under_way: set[str] = field(default_factory=set)
    line: dict[str, None] = field(default_factory=dict)
    silent_since: float = 0.0

    def idle(self, now: float) -> bool:
        """Whether nothing would be lost with it."""
        busy = self.under_way or self.line or self.circuit.state(now) == "open"
        return not busy and (self.tat or 0.0) <= now


class Hosts:
    """Who may be sent to now. limit: messages a second to one host, None is no limit. `start` wakes a message
    whose turn may have come."""

    def __init__(self, limit: Limit | None = None) -> None:
        self.limit = limit
        self.start: Callable[[str], None] = lambda message: None
        self._hosts: dict[str, _Host] = {}
        self._where: dict[str, str] = {}
        self._under_way = 0
        self._full: dict[str, None] = {}

    def __len__(self) -> int:
        """How many messages are under way."""
        return self._under_way

    def wait(self, name: str, message: str, now: float) -> float:
        """Seconds until a message may go to a host; 0 is now, and the caller says `done` afterwards. The
        first in line is told its time, the others are woken when theirs has come."""
        host = self._hosts.get(name) or self._new(name, now)
        host.line.setdefault(message)
        self._where[message] = name
        if next(iter(host.line)) != message:
            return LOOK_AGAIN + len(host.line) / LOOKS
        if (seconds := self._held(name, host, now)) > 0:
            return seconds
        del host.line[message]
        host.under_way.add(message)
        self._under_way += 1
        self._next(host)
        return 0.0

    def _new(self, name: str, now: float) -> _Host:
        if len(self._hosts) >= KEPT:
            self._hosts = {other: host for other, host in self._hosts.items() if not host.idle(now)}
        return self._hosts.setdefault(name, _Host())

    def _held(self, name: str, host: _Host, now: float) -> float:
        if len(host.under_way) >= AT_A_TIME:
            return LOOK_AGAIN
        if self._under_way >= MOST:
            self._full[name] = None
            return LOOK_AGAIN
        if host.circuit.state(now) == "open":
            return min(host.circuit.wait(now), LOOK_AGAIN)
        if self.limit is not None:
            if host.tat is not None and host.tat > now + self.limit.burst / self.limit.rate + 1.0:
                host.tat = None  # the clock has gone back since (F35)
            fine, tat, seconds = rate.admit(self.limit, host.tat, now)
            if not fine:
                return seconds
        else:
            tat = None
        if (seconds := host.circuit.wait(now)) > 0:
            return seconds
        host.tat = tat
        return 0.0

    def silent(self, name: str, due: float, now: float) -> bool:
        """Whether a message that was due at `due` has waited long enough for a host that does not answer."""
        host = self._hosts.get(name)
        if host is None or host.circuit.state(now) == "closed":
            return False
        return now - max(due, host.silent_since) >= PATIENCE

    def done(self, message: str, now: float, uniform: Uniform, *, answered: bool | None) -> None:
        """A message is no longer under way. answered: whether the host said anything at all; None when it was
        not asked to the end."""
        host = self._hosts[self._where[message]]
        host.under_way.discard(message)
        self._under_way -= 1
        if answered:
            host.circuit.answered()
        elif answered is not None:
            if host.circuit.state(now) == "closed":
                host.silent_since = now
            host.circuit.failed(now, "silent", uniform)
        else:
            host.circuit.trial_until = 0.0
        self.left(message)
        self._next(host)
        if self._full:
            name = next(iter(self._full))
            del self._full[name]
            self._next(self._hosts.get(name))

    def left(self, message: str) -> None:
        """A message needs no turn any more."""
        name = self._where.pop(message, None)
        if name is None or (host := self._hosts.get(name)) is None:
            return
        first = next(iter(host.line), None)
        host.line.pop(message, None)
        if first == message:
            self._next(host)

    def _next(self, host: _Host | None) -> None:
        if host is not None and host.line:
            self.start(next(iter(host.line)))
