"""Who is under way and who waits: places of keys (tasks at once) and of backends (room), in memory.

One process owns the rows, and everything here follows from them (`restore`): a task that was accepted is in
line until it gets a place, keeps the place through every retry, and gives it back when it ends. Where neither
its key nor its backend is limited nobody waits. Lines of one backend are served in the order of
core.fairness, by the pixels and seconds that are asked for, each key by its weight; inside a key by priority,
then by age.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from onetake.core import expected
from onetake.core.fairness import FairQueue, Waiting
from onetake.core.limits import NONE, Limits
from onetake.core.task import Task


@dataclass(slots=True)
class Seat:
    """A place: whose it is, and whether the backend still works for it (its file may be on the way to us)."""

    key: str
    backend: str
    busy: bool = True


class Places:
    """rooms: most tasks under way by backend; a name that is missing has room for all. most_open: of the
    whole server, those that wait among them; 0 is no limit.

    start: told of every task that has got its place. moved: told when those that wait have moved up.
    """

    def __init__(self, rooms: Mapping[str, int] | None = None, most_open: int = 0) -> None:
        self.rooms = {name: room for name, room in (rooms or {}).items() if room}
        self.most_open = most_open
        self.start: Callable[[str], None] = lambda _: None
        self.moved: Callable[[], None] = lambda: None
        self._limits: dict[str, Limits] = {}
        self._key_of: dict[str, str] = {}
        self._open: dict[str, int] = {}
        self._seats: dict[str, Seat] = {}
        self._at_key: Counter[str] = Counter()
        self._at_backend: Counter[str] = Counter()
        self._lines: dict[str, FairQueue] = {}
        self.line_of: dict[str, str] = {}
        """The backends of the tasks that wait."""

    def __contains__(self, task_id: str) -> bool:
        """Whether a task waits."""
        return task_id in self.line_of

    @property
    def waiting(self) -> int:
        """How many tasks wait."""
        return len(self.line_of)

    @property
    def boundless(self) -> bool:
        """Whether neither the server nor any key has a limit here, so that nothing has to be asked."""
        return not self._limits and not self.most_open

    @property
    def limited(self) -> list[str]:
        """The keys that have limits."""
        return list(self._limits)

    @property
    def open(self) -> int:
        """How many tasks are open."""
        return len(self._key_of)

    def learn(self, key_id: str, limits: Limits) -> None:
        """What a key may do from now on. More places than before are given out at once."""
        if self._limits.get(key_id, NONE) is limits:
            return
        if limits == NONE:
            self._limits.pop(key_id, None)
        else:
            self._limits[key_id] = limits
        for line in self._lines.values():
            line.weigh(key_id, limits.weight)
        self._fill()

    def of(self, key_id: str) -> tuple[int, int]:
        """How many tasks of a key are under way, and how many wait."""
        seated = self._at_key[key_id]
        return seated, self._open.get(key_id, 0) - seated

    def full(self, key_id: str) -> str | None:
        """What has no room for one more task of a key: "server", "key", or None."""
        if self.most_open and len(self._key_of) >= self.most_open:
            return "server"
        limits = self._limits.get(key_id)
        most = limits.most_open if limits is not None else None
        return "key" if most is not None and self._open.get(key_id, 0) >= most else None

    def expect(self, task_id: str, key_id: str) -> None:
        """A task is about to be accepted: it counts from now on, until `left`."""
        if task_id not in self._key_of:
            self._key_of[task_id] = key_id
            self._open[key_id] = self._open.get(key_id, 0) + 1

    def enter(self, task: Task) -> bool:
        """Whether an accepted task has its place; where it has not it waits, and `start` tells when."""
        self.expect(task.id, task.key_id)
        seat = self._seats.get(task.id)
        if seat is not None and seat.backend == task.backend:
            return True
        if seat is not None:
            self._rise(task.id)
        if task.id not in self.line_of and self._unlimited(task.key_id, task.backend):
            self._sit(task.id, task.key_id, task.backend)
            if seat is not None:
                self._fill()  # where it was there is room now
            return True
        size = expected.work_of(task.request.resolution, task.request.duration)
        self._join(task.id, task.key_id, task.backend, size, _rank(task))
        self._fill(but=task.id)
        if task.id in self._seats:
            return True
        self.moved()
        return False

    def made(self, task: Task) -> None:
        """A task has moved: its backend has room for another while its file is fetched from there."""
        seat = self._seats.get(task.id)
        if seat is None or seat.busy == (task.phase != "storing"):
            return
        seat.busy = not seat.busy
        self._at_backend[seat.backend] += 1 if seat.busy else -1
        if not seat.busy:
            self._fill()

    def left(self, task_id: str) -> None:
        """A task has ended, or was never accepted. Who waits moves up; a second call changes nothing."""
        key_id = self._key_of.pop(task_id, None)
        if key_id is None:
            return
        self._open[key_id] -= 1
        if not self._open[key_id]:
            del self._open[key_id]
        if task_id in self._seats:
            self._rise(task_id)
        elif (backend := self.line_of.pop(task_id, None)) is not None:
            self._lines[backend].leave(task_id)
            self.moved()
        self._fill()

    def position(self, task_id: str) -> int | None:
        """A task's place in line, 1 the next; None for one that does not wait."""
        backend = self.line_of.get(task_id)
        if backend is None:
            return None
        return self._lines[backend].position(task_id, alone=backend not in self.rooms)

    def restore(self, rows: Iterable[Mapping[str, Any]], limits: Mapping[str, Limits]) -> None:
        """Everything anew from the rows of all open tasks (`task.seats`), oldest first."""
        self._limits = dict(limits)
        for held in (self._key_of, self._open, self._seats, self._at_key, self._at_backend):
            held.clear()
        self._lines.clear()
        self.line_of.clear()
        for row in rows:
            self.expect(row["id"], row["key_id"])
            if row["phase"] == "accepted" and not self._unlimited(row["key_id"], row["backend"]):
                rank = (-float(row["priority"] or 0), row["created_at"])
                size = expected.work_of(row["resolution"], row["duration"])
                self._join(row["id"], row["key_id"], row["backend"], size, rank)
            else:
                self._sit(row["id"], row["key_id"], row["backend"])
        self._fill()

    def doubtful(self) -> list[str]:
        """The tasks whose places somebody may wait for, and those that wait: a sweep asks the rows for
        them."""
        seats = (n for n, s in self._seats.items() if s.backend in self.rooms or s.key in self._limits)
        return [*seats, *self.line_of]

    def _unlimited(self, key_id: str, backend: str) -> bool:
        limits = self._limits.get(key_id)
        return backend not in self.rooms and (limits is None or limits.concurrency is None)

    def _join(self, task_id: str, key_id: str, backend: str, size: float, rank: tuple[float, ...]) -> None:
        was = self.line_of.get(task_id)
        if was is not None and was != backend:
            self._lines[was].leave(task_id)
        self.line_of[task_id] = backend
        line = self._lines.setdefault(backend, FairQueue())
        weight = self._limits.get(key_id, NONE).weight
        line.join(task_id, key_id, weight=weight, size=size, rank=rank)

    def _sit(self, task_id: str, key_id: str, backend: str) -> None:
        self._seats[task_id] = Seat(key_id, backend)
        self._at_key[key_id] += 1
        self._at_backend[backend] += 1

    def _rise(self, task_id: str) -> None:
        seat = self._seats.pop(task_id)
        self._at_key[seat.key] -= 1
        if not self._at_key[seat.key]:
            del self._at_key[seat.key]
        if seat.busy:
            self._at_backend[seat.backend] -= 1

    def _fill(self, but: str = "") -> None:
        """Give every free place to whoever is next."""
        if not self.line_of:
            return
        begun = []
        while (found := self._next()) is not None:
            backend, waiting, key_id = found
            self._lines[backend].take(waiting.name)
            del self.line_of[waiting.name]
            self._sit(waiting.name, key_id, backend)
            begun.append(waiting.name)
        for name in begun:
            if name != but:
                self.start(name)
        if begun:
            self.moved()

    def _next(self) -> tuple[str, Waiting, str] | None:
        """Of the first of each backend that has room, the one that has waited longest: no backend keeps a
        key's places from another."""
        found = []
        for backend, line in self._lines.items():
            if len(line) and self._at_backend[backend] < self.rooms.get(backend, self.open + 1):
                waiting = line.peek(self._has_room)
                if waiting is not None:
                    found.append((waiting.rank, waiting.name, backend, waiting))
        if not found:
            return None
        _, name, backend, waiting = min(found)
        return backend, waiting, self._key_of[name]

    def _has_room(self, key_id: Any) -> bool:
        limits = self._limits.get(key_id)
        return limits is None or limits.concurrency is None or self._at_key[key_id] < limits.concurrency


def _rank(task: Task) -> tuple[float, ...]:
    return -float(task.request.priority), task.created_at
