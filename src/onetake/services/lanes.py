"""How fast each backend is asked, and whether it is asked at all: its pace and its circuit breaker.

Kept in memory: after a restart a backend is taken for well, and the first failures teach otherwise.
"""

import asyncio
from dataclasses import dataclass, field

from onetake.core import rate
from onetake.core.backoff import Uniform
from onetake.core.circuit import Circuit
from onetake.core.rate import Limit

AT_ONCE = frozenset({"provider_auth", "provider_quota", "provider_misrouted"})
"""Refusals that are the operator's to mend (errors-and-faults §7.2)."""


DOWNLOADS = 64
"""Finished files that are fetched from one backend at a time: when it was away for hours and all are done at
once, neither its host nor our memory meets all of them together (F37)."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Most submits and most looks a second to one backend; None is as fast as they come."""

    submits: Limit | None = None
    looks: Limit | None = None


@dataclass(slots=True)
class Turns:
    """Moments under one limit. Who has to wait keeps the moment that it was given: a queue of thousands does
    not wake as one for every slot."""

    limit: Limit | None
    _tat: float | None = None
    _booked: dict[str, float] = field(default_factory=dict)
    _asked: float = 0.0

    def wait(self, name: str, now: float) -> float:
        """Seconds until `name` may go; 0 is now, and uses its moment up."""
        if self.limit is None:
            return 0.0
        if now < self._asked - 1.0:  # the clock has gone back, and every moment with it (F35)
            self._moved(now - self._asked)
        self._asked = now
        at = self._booked.pop(name, None)
        if at is None:
            at, self._tat = rate.book(self.limit, self._tat, now)
        if at > now:
            self._booked[name] = at
            return at - now
        return 0.0

    def left(self, name: str) -> None:
        """`name` goes by another way, or nowhere."""
        self._booked.pop(name, None)

    def _moved(self, seconds: float) -> None:
        self._booked = {name: at + seconds for name, at in self._booked.items()}
        self._tat = self._tat + seconds if self._tat is not None else None


class Lane:
    """One backend's way out. An open circuit holds submits back, and no looks: what was paid for is
    fetched."""

    def __init__(self, pace: Pace = Pace()) -> None:
        self.circuit = Circuit()
        self.submits = Turns(pace.submits)
        self.looks = Turns(pace.looks)
        self.downloads = asyncio.Semaphore(DOWNLOADS)

    def submit_in(self, task_id: str, now: float) -> float:
        """Seconds until a task may be sent; 0 is now."""
        if self.circuit.state(now) == "open":
            return self.circuit.wait(now)
        # The trial of a half open circuit goes to a task that can be sent at once.
        return self.submits.wait(task_id, now) or self.circuit.wait(now)

    def left(self, task_id: str) -> None:
        """A task needs no turn any more."""
        self.submits.left(task_id)
        self.looks.left(task_id)

    def refused(self, now: float, code: str, uniform: Uniform) -> None:
        """A submit failed for a reason that is not the request's."""
        self.circuit.failed(now, code, uniform, at_once=code in AT_ONCE)
