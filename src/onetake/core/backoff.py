"""How long to wait before the next try. Randomness is an argument."""

from collections.abc import Callable

Uniform = Callable[[], float]
"""A number in [0, 1)."""


def full_jitter(attempt: int, uniform: Uniform, first: float = 1.0, cap: float = 30.0) -> float:
    """Seconds before try `attempt` (from 1): uniform in [0, min(cap, first·2^(attempt-1)))."""
    return uniform() * min(cap, first * 2 ** min(attempt - 1, 32))


def equal_jitter(attempt: int, uniform: Uniform, first: float = 1.0, cap: float = 60.0) -> float:
    """Half fixed, half random: for polls, which must not collapse to zero."""
    span = min(cap, first * 2 ** min(attempt - 1, 32))
    return span / 2 + uniform() * span / 2
