"""A circuit breaker: after failures in a row a backend is left alone for a while, then tried by one request.

    closed ──failures──▶ open ──time──▶ half open ──one success──▶ closed
                          ▲                  └──failure──┘

A failure of the operator's kind (key refused, balance empty, misrouted) opens it at once: no number of tries
mends it, and each costs a round trip (errors-and-faults §7.2).
"""

from dataclasses import dataclass

from onetake.core.backoff import Uniform, equal_jitter

FAILURES = 5
"""Failures in a row that open it."""
FIRST = 10.0
LONGEST = 300.0
RETURN = 5.0
"""Seconds after which those who wait for a trial ask again."""
TRIAL = 60.0
"""Seconds after which a trial that never told its outcome gives way to the next."""


@dataclass(slots=True)
class Circuit:
    """The state of one backend. Times are unix seconds; `reason` is the problem code that opened it."""

    failures: int = 0
    opened: int = 0
    until: float = 0.0
    trial_until: float = 0.0
    reason: str = ""

    def state(self, now: float) -> str:
        """closed | open | half_open"""
        if not self.opened:
            return "closed"
        # Beyond LONGEST, the clock has gone back since (F35).
        return "open" if now < self.until <= now + LONGEST else "half_open"

    def wait(self, now: float) -> float:
        """Seconds until a request may be sent; 0 lets it go. Half open, the first one to ask is the trial and
        the others wait for its outcome."""
        state = self.state(now)
        if state == "closed":
            return 0.0
        if state == "open":
            return self.until - now
        if now < self.trial_until <= now + TRIAL:
            return min(self.trial_until - now, RETURN)
        self.trial_until = now + TRIAL
        return 0.0

    def failed(self, now: float, reason: str, uniform: Uniform, *, at_once: bool = False) -> None:
        """A request failed for a reason that is the backend's, not the request's."""
        self.failures += 1
        if at_once or self.opened or self.failures >= FAILURES:
            self.opened += 1
            self.reason = reason
            self.until = now + equal_jitter(self.opened, uniform, FIRST, LONGEST)
            self.trial_until = 0.0

    def answered(self) -> None:
        """The backend did what it was asked, or refused the request for what it holds: it is well."""
        self.failures = self.opened = 0
        self.until = self.trial_until = 0.0
        self.reason = ""
