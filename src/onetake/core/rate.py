"""Generic cell rate algorithm: a rate limit in one stored timestamp."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """`rate` cells a second, `burst` at once."""

    rate: float
    burst: int = 1


def admit(limit: Limit, tat: float | None, now: float) -> tuple[bool, float, float]:
    """(admitted, new theoretical arrival time, seconds to wait when refused).

    `tat` is the stored time or None at first use. A clock that went back gives no free burst: the stored time
    wins, so a refusal only lasts longer.
    """
    step = 1.0 / limit.rate
    due = max(tat if tat is not None else now, now)
    early = due - (limit.burst - 1) * step - now
    if early > 1e-9:
        return False, due, early
    return True, due + step, 0.0
