"""Whose task is next, where many wait for one place: start-time fair queueing over weighted flows.

Every flow (a key) has a line of its own, in order of rank, then of arrival. Whoever is first in a line has
a start tag on a virtual clock; the smallest goes next, the clock moves to it, and its flow's next tag is
later by size / weight. So between two flows that both wait all the time, what each was given over its weight
never differs by more than one task of each; no flow starves, since the clock passes every tag; and a flow
that was idle gets nothing for it. Pure and deterministic: of equal tags the line that is older goes first.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from itertools import accumulate

Flow = Hashable
_SLACK = 64


@dataclass(frozen=True, slots=True, order=True)
class Waiting:
    """One that waits. rank: what goes before arrival inside its own line (the smaller the sooner)."""

    rank: tuple[float, ...]
    number: int
    name: str = field(compare=False)
    size: float = field(compare=False)


@dataclass(slots=True)
class _Line:
    weight: float
    tag: float
    """Start tag of the first."""
    number: int
    """Lines in order of their beginning."""
    waiting: list[Waiting] = field(default_factory=list)
    head: int = 0
    """Where the first stands: a long list is not moved for every turn."""
    tags: list[float] | None = None
    """What `all_tags` found, until something changes."""

    def all_tags(self) -> list[float]:
        """The start tag of each, as things stand."""
        if self.tags is None:
            sizes = (w.size / self.weight for w in self.waiting[self.head : -1])
            self.tags = list(accumulate(sizes, initial=self.tag))
        return self.tags

    def place(self, one: Waiting) -> int:
        """How many stand before one that waits."""
        return bisect_left(self.waiting, one, self.head) - self.head

    def pop(self) -> None:
        """The first goes."""
        self.head += 1
        if self.head > _SLACK and 2 * self.head > len(self.waiting):
            del self.waiting[: self.head]
            self.head = 0


class FairQueue:
    """Who waits for one kind of place."""

    def __init__(self) -> None:
        self.clock = 0.0
        self._lines: dict[Flow, _Line] = {}
        self._ends: dict[Flow, float] = {}
        """Next tag of flows that do not wait, while it is ahead of the clock."""
        self._where: dict[str, tuple[Flow, Waiting]] = {}
        self._arrivals = 0

    def __len__(self) -> int:
        return len(self._where)

    def __contains__(self, name: str) -> bool:
        return name in self._where

    def flows(self) -> list[Flow]:
        """Who waits, in order of arrival of their lines."""
        return list(self._lines)

    def join(
        self, name: str, flow: Flow, *, weight: float = 1.0, size: float = 1.0, rank: tuple[float, ...] = ()
    ) -> None:
        """Wait. A second call for the same name changes nothing."""
        if not (weight > 0 and size > 0):
            raise ValueError(f"weight {weight} and size {size} must be above 0")
        if name in self._where:
            return
        self._arrivals += 1
        line = self._lines.get(flow)
        if line is None:
            start = max(self.clock, self._ends.pop(flow, 0.0))
            line = self._lines[flow] = _Line(weight, start, self._arrivals)
        line.weight, line.tags = weight, None
        waiting = Waiting(rank, self._arrivals, name, size)
        insort(line.waiting, waiting, line.head)
        self._where[name] = flow, waiting

    def weigh(self, flow: Flow, weight: float) -> None:
        """Another weight for a flow, from its next turn on; nothing for one that does not wait."""
        if flow in self._lines:
            self._lines[flow].weight, self._lines[flow].tags = weight, None

    def leave(self, name: str) -> None:
        """Wait no more, without a turn; nothing for who does not wait."""
        if name not in self._where:
            return
        flow, waiting = self._where.pop(name)
        line = self._lines[flow]
        del line.waiting[line.head + line.place(waiting)]
        line.tags = None
        self._settle(flow, line)

    def peek(self, able: Callable[[Flow], bool] = lambda _: True) -> Waiting | None:
        """Who is next among the flows that are able to go; None where nobody is."""
        best = min((self._order(f) for f in self._lines if able(f)), default=None)
        if best is None:
            return None
        line = self._lines[best[2]]
        return line.waiting[line.head]

    def _order(self, flow: Flow) -> tuple[float, int, Flow]:
        line = self._lines[flow]
        return line.tag, line.number, flow

    def take(self, name: str) -> None:
        """Give the first of a line its turn. Raises ValueError for one that is not first."""
        flow, waiting = self._where[name]
        line = self._lines[flow]
        if line.waiting[line.head] is not waiting:
            raise ValueError(f"{name} is not the first of its line")
        line.pop()
        del self._where[name]
        self.clock = max(self.clock, line.tag)
        line.tag += waiting.size / line.weight
        line.tags = None
        self._settle(flow, line)

    def _settle(self, flow: Flow, line: _Line) -> None:
        if line.head == len(line.waiting):
            del self._lines[flow]
            if line.tag > self.clock:
                self._ends[flow] = line.tag
            self._forget()

    def _forget(self) -> None:
        if not self._lines:  # a new busy period owes nobody anything
            self.clock = 0.0
            self._ends.clear()
        elif len(self._ends) > 2 * len(self._lines) + 1024:
            self._ends = {f: tag for f, tag in self._ends.items() if tag > self.clock}

    def position(self, name: str, *, alone: bool = False) -> int | None:
        """How many turns until this one's, itself included, as things stand; None for who does not wait.

        alone: its own line is all that is before it (nobody else wants what it waits for).
        """
        if name not in self._where:
            return None
        flow, waiting = self._where[name]
        line = self._lines[flow]
        rank = line.place(waiting)
        if alone:
            return rank + 1
        tag = line.all_tags()[rank]
        before = rank
        for other, its in self._lines.items():
            if other != flow:
                # Equal tags go by the age of their lines, as in `peek`.
                count = bisect_right if its.number < line.number else bisect_left
                before += count(its.all_tags(), tag)
        return before + 1
