"""When to look next at a provider's task: learned from how long its like took before.

Completion times are kept as a histogram over buckets that grow by a tenth. Looks are placed by hazard h(t),
the rate at which tasks that are still open end: a look costs as much as `price` seconds of delay, and the
spacing that makes the sum of both smallest is sqrt(2 · price / h). Where nothing ends, nothing is asked;
where most end, looks are close. Beyond everything known they go on, at a sixth of the time that has passed.
"""

import itertools
import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from onetake.core.backoff import Uniform

FIRST, GROWTH, BUCKETS = 2.0, 1.1, 110
EDGES = tuple(FIRST * GROWTH**n for n in range(BUCKETS + 1))
"""Seconds: from 2 s to about 20 hours."""
SCALE = 10_000
"""Whole numbers for one observation, in storage."""
KEPT = 0.995
"""What remains of older observations with each new one: about the last 200 count."""
EVEN = 0.25
"""Share of an observation that is spread evenly between the two looks that it fell between."""
PRIOR = 6.0
"""How many observations the documented range stands for."""
TAIL = 0.06
"""Share of tasks that the prior expects far beyond the range: queues stall."""
PRICE = 1.0
"""Seconds of delay that one look is worth."""
TAIL_GAP = 0.16
"""Share of the time that has passed between two looks at a task that takes longer than almost all."""
LONGEST = 60.0
JITTER, MOST_JITTER = 0.1, 1.0
"""Share of a gap, and seconds at the most, by which looks are spread: enough that they do not march."""


@dataclass(slots=True)
class Learned:
    """The completion times of one kind of task, as weights of EDGES' buckets."""

    weights: list[float] = field(default_factory=lambda: [0.0] * BUCKETS)
    seen: int = 0
    _marks: tuple[float, ...] | None = None

    @classmethod
    def expecting(cls, low: float, high: float) -> "Learned":
        """What a documented range says: eight of ten tasks between `low` and `high` seconds."""
        spread = max((math.log(high) - math.log(low)) / 2 / 1.2816, 0.05)
        middle = (math.log(low) + math.log(high)) / 2
        shares = [_normal((math.log(edge) - middle) / spread) for edge in EDGES]
        weights = [PRIOR * (1 - TAIL) * max(0.0, b - a) for a, b in itertools.pairwise(shares)]
        start = min(bisect_right(EDGES, high), BUCKETS - 1)
        rest = min(BUCKETS - start, 30)
        for n in range(start, start + rest):
            weights[n] += PRIOR * TAIL / rest
        return cls(weights)

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Learned":
        """From `as_dict`. Raises ValueError for what is none: it comes from a database that others may
        edit."""
        start, counts, seen = stored.get("from"), stored.get("counts"), stored.get("seen")
        if type(start) is not int or type(seen) is not int or min(start, seen) < 0:
            raise ValueError("not a learned schedule")
        if not isinstance(counts, list) or start + len(counts) > BUCKETS:
            raise ValueError("not a learned schedule")
        if not all(type(count) is int and 0 <= count < 2**40 for count in counts):
            raise ValueError("not a learned schedule")
        weights = [0.0] * BUCKETS
        weights[start : start + len(counts)] = [count / SCALE for count in counts]
        return cls(weights, seen)

    def as_dict(self) -> dict[str, Any]:
        """For storage, below 1 KB of JSON: whole numbers, from the first bucket that has any weight."""
        counts = [round(w * SCALE) for w in self.weights]
        filled = [n for n, count in enumerate(counts) if count]
        start, end = (filled[0], filled[-1] + 1) if filled else (0, 0)
        return {"from": start, "counts": counts[start:end], "seen": self.seen}

    def observe(self, seconds: float, since: float | None = None) -> None:
        """A task of this kind was seen finished after so long; `since` is the last look that saw it open.

        It ended somewhere between the two: most of the weight goes where tasks are known to end, a part is
        spread evenly, so that an end before the first look does not teach that nothing ends earlier.
        """
        if not (math.isfinite(seconds) and seconds >= 0):
            return
        spread = self._between(min(since, seconds), seconds) if since is not None else []
        if not spread:
            spread = [(min(max(bisect_right(EDGES, seconds) - 1, 0), BUCKETS - 1), 1.0)]
        self.weights = [w * KEPT for w in self.weights]
        for n, weight in spread:
            self.weights[n] += weight
        self.seen += 1
        self._marks = None

    def _between(self, since: float, seconds: float) -> list[tuple[int, float]]:
        """One observation over the buckets between two looks."""
        parts: list[tuple[int, float, float]] = []
        for n, weight in enumerate(self.weights):
            low, high = (0.0 if n == 0 else EDGES[n]), EDGES[n + 1]
            width = min(high, seconds) - max(low, since)
            if width > 0:
                parts.append((n, weight * width / (high - low), width))
        known, wide = sum(p[1] for p in parts), sum(p[2] for p in parts)
        if wide <= 0:
            return []
        even = EVEN if known > 0 else 1.0
        return [(n, (1 - even) * share / (known or 1.0) + even * width / wide) for n, share, width in parts]

    def quantile(self, share: float) -> float:
        """Seconds in which that share of the tasks is done; 0 where nothing is known."""
        total = sum(self.weights)
        left = share * total
        for n, weight in enumerate(self.weights):
            if weight and left <= weight:
                return EDGES[n] + (EDGES[n + 1] - EDGES[n]) * max(left, 0.0) / weight
            left -= weight
        return EDGES[-1] if total else 0.0

    def next_look(self, elapsed: float, uniform: Uniform, least: float, price: float = PRICE) -> float:
        """Seconds from now until the next look at a task that is `elapsed` seconds old, at least `least`."""
        marks = self._marks or self._measure()
        goal = _at(marks, max(elapsed, 0.0)) + math.sqrt(price)
        n = bisect_right(marks, goal) - 1
        if goal >= marks[-1] or n >= BUCKETS:
            gap = LONGEST if elapsed < EDGES[-1] else LONGEST * 10
        else:
            gap = EDGES[n] + (EDGES[n + 1] - EDGES[n]) * (goal - marks[n]) / max(
                marks[n + 1] - marks[n], 1e-12
            )
            gap -= elapsed
        # Nothing is trusted to say that a task cannot be done yet for longer than it has run, or a minute.
        gap = min(gap, max(LONGEST, elapsed))
        jitter = min(JITTER * gap, MOST_JITTER)
        return max(least, gap + jitter * (2 * uniform() - 1))

    def _measure(self) -> tuple[float, ...]:
        """How many looks (at price 1) are due by each edge: the integral of sqrt(h / 2)."""
        left, total, marks = sum(self.weights), 0.0, [0.0]
        for n, weight in enumerate(self.weights):
            width = EDGES[n + 1] - EDGES[n]
            hazard = (
                min(-math.log(max(1 - weight / left, 1e-6)), 6.0) / width if left > 1e-9 and weight else 0.0
            )
            # Where almost all are done, the few that are not are looked for at longer and longer gaps.
            if left < 0.02 * max(sum(self.weights), 1e-9) or left <= 1e-9:
                hazard = max(hazard, 2.0 / (TAIL_GAP * EDGES[n] + 1) ** 2)
            total += math.sqrt(hazard / 2) * width
            marks.append(total)
            left -= weight
        self._marks = tuple(marks)
        return self._marks


def _at(marks: Sequence[float], elapsed: float) -> float:
    n = bisect_right(EDGES, elapsed) - 1
    if n < 0:
        return 0.0
    if n >= BUCKETS:
        return marks[-1]
    return marks[n] + (marks[n + 1] - marks[n]) * (elapsed - EDGES[n]) / (EDGES[n + 1] - EDGES[n])


def _normal(z: float) -> float:
    return 0.5 * (1 + math.erf(z / math.sqrt(2)))
