"""Generic cell rate algorithm: a rate limit in one stored timestamp."""

from dataclasses import dataclass
from math import ulp


@dataclass(frozen=True, slots=True)
class Limit:
    """`rate` cells a second, `burst` at once."""

    rate: float
    burst: int = 1


def admit(limit: Limit, tat: float | None, now: float) -> tuple[bool, float, float]:
    """(admitted, new theoretical arrival time, seconds to wait when refused).

    `tat` is the stored time or None at first use. A clock that went back gives no free burst: the stored time
    wins, so a refusal only lasts longer. Times are unix seconds as floats: every addition may round by half
    an ulp (1e-7 s today). That much is forgiven for each cell of the burst, or a full burst would now and
    then lose its last cell.
    """
    step = 1.0 / limit.rate
    due = max(tat if tat is not None else now, now)
    early = due - (limit.burst - 1) * step - now
    if early > (limit.burst + 2) * ulp(due):
        return False, due, early
    return True, due + step, 0.0


def book(limit: Limit, tat: float | None, now: float) -> tuple[float, float]:
    """(when this cell may go, new theoretical arrival time): the same limit, but nobody is turned away, each
    gets the next free moment."""
    step = 1.0 / limit.rate
    due = max(tat if tat is not None else now, now)
    return max(now, due - (limit.burst - 1) * step), due + step
