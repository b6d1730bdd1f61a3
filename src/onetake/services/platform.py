"""Everything that a use case needs from outside, in one value: ports, clock, randomness and policy."""

import asyncio
import hmac
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from onetake.core.backoff import Uniform
from onetake.core.ids import Entropy
from onetake.core.meter import Meter
from onetake.core.ports import Backend, Clock, Hands, Mender, Objects, Point, Prober, Store, Survey, Wake
from onetake.core.schedule import Learned
from onetake.core.task import Sighting, Task
from onetake.services.hosts import Hosts
from onetake.services.lanes import Lane
from onetake.services.places import Places


class Fetch(Protocol):
    """The guarded fetcher (adapters.http.fetch), as far as the services use it."""

    async def download(self, url: str, sink: str, to: Path, *, limit: int, deadline: float) -> Any: ...
    async def deliver(self, url: str, body: bytes, headers: Mapping[str, str], *, timeout: float) -> Any: ...
    @property
    def guard(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Policy:
    """Choices of the operator. Seconds throughout.

    order: backends by preference. poll_every: a fixed rhythm of looks, after poll_first; 0 is the learned
    one, in which a look is worth look_price seconds of delay. public_url: our own origin, as customers and
    providers see it.
    animatic_price: "free", or "documented" to charge what the entry route would.
    probe_wait: how long a create waits for URL media. absence_*: how often and from when on a list
    without our task counts as proof (errors-and-faults §3.2). adapt: parts of a request that may be changed
    for a backend that cannot say them (names of core.fitting.ADAPTABLE). failover: whether a task whose
    backend has proved that it will not take it goes to another. budgets: by backend, the most that one task
    may cost there, in millionths of the route's currency. hash_end_users:
    whether providers are told of end users by a hash (services.end_users). retry_moderated:
    whether a result that the provider's moderation refused is made once more, where that is free.
    quarantine_after: deaths of a worker with the same task in hand, after which that is set apart.
    repair: whether inputs that do not meet the limits are repaired unasked, and how long a create then waits.
    most_uploads, most_upload_bytes: what a project may have sent ahead, in bytes with the inputs of its
    tasks; 0 is no limit. looks_by_list: from how many tasks on a backend that can list is asked for many at
    once. sandbox_factor: how a second of a documented duration counts in the sandbox; 0 is at once.
    unknown_per_minute: requests of one address without a valid key; 0 is no limit.
    strikes: how many inputs of a key moderation may refuse within strike_window before its creates are
    (services.strikes); 0 is no limit.
    webhooks_long: whether messages of every contract are repeated as long as native's. webhooks_registered:
    whether callbacks may only go to origins that the project has registered.
    """

    order: tuple[str, ...] = ("animatic",)
    public_url: str = "http://127.0.0.1:8787"
    animatic_price: str = "free"
    probe_wait: float = 5.0
    fetch_deadline: float = 60.0
    poll_first: float = 5.0
    poll_every: float = 10.0
    look_price: float = 0.6
    submit_timeout: float = 30.0
    absence_after: float = 210.0
    absence_reads: int = 3
    absence_gap: float = 20.0
    overdue_stop: float = 3600.0
    idempotency_life: float = 604_800.0
    upload_life: float = 604_800.0
    most_uploads: int = 2000
    most_upload_bytes: int = 50 * 1024**3
    adapt: tuple[str, ...] = ()
    failover: bool = False
    hash_end_users: bool = False
    budgets: Mapping[str, int] = field(default_factory=dict)
    looks_by_list: int = 4
    retry_moderated: bool = False
    repair: bool = False
    repair_wait: float = 120.0
    quarantine_after: int = 3
    sandbox_factor: float = 0.0
    webhooks_long: bool = False
    webhooks_registered: bool = False
    unknown_per_minute: float = 600.0
    strikes: int = 20
    strike_window: float = 3600.0


def derive(secret: bytes, label: str) -> bytes:
    """The secret for one purpose ("keys", "files") that follows from the one on disk."""
    return hmac.digest(secret, label.encode(), "sha256")


@dataclass(slots=True)
class Watched:
    """A task that is looked at by list: its phase as last seen, when it is due (unix seconds), since when it
    is at the provider, the name of its kind in `Platform.learned`, until when the provider may make it, and
    how many rounds have failed it in a row."""

    task_id: str
    phase: str
    due: float
    since: float
    kind: str
    until: float
    looks: int = 0
    open_at: float | None = None
    """Seconds after `since` at which it was last seen open; None while it has not been seen."""
    misses: int = 0


@dataclass(slots=True)
class Platform:
    """One running Onetake, seen by its use cases."""

    store: Store
    wake: Wake
    objects: Objects
    fetch: Fetch
    probe: Prober
    backends: Mapping[str, Backend]
    clock: Clock
    entropy: Entropy
    uniform: Uniform
    point: Point
    policy: Policy
    secret: bytes
    tmp: Path
    survey: Survey | None = None
    mend: Mender | None = None
    """How inputs are measured and repaired; None where nothing is."""
    hands: Hands | None = None
    """Where steps note what they work on; None where no death of a worker has to be explained."""
    suspects: dict[str, float] = field(default_factory=dict)
    """Tasks that were in hand at two deaths: since when one is worked on, 0.0 while it is not."""
    vault: Any = None
    """What seals credentials (services.credentials.Vault); None where nothing is kept."""
    epoch: int = 0
    files_lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held from "the bytes are in the store" to "a row counts them", and while bytes are taken away:
    otherwise a file could be removed between the two."""
    uploads_kept: dict[str, Any] = field(default_factory=dict)
    """What each project has sent ahead (`quota.Kept`)."""
    lanes: dict[str, Lane] = field(default_factory=dict)
    """Pace and circuit of each backend, by name."""
    places: Places = field(default_factory=Places)
    """Which tasks are under way, and which wait for a place."""
    arriving: dict[tuple[str, str], Any] = field(default_factory=dict)
    """Requests under an Idempotency-Key that are being accepted, by scope and key (services.once)."""
    hosts: Hosts = field(default_factory=Hosts)
    """Which hosts may be sent messages now."""
    creates: Meter = field(default_factory=Meter)
    requests: Meter = field(default_factory=Meter)
    """How fast keys have come, by their id."""
    struck: dict[str, deque[float]] = field(default_factory=dict)
    """When moderation refused inputs of a key, by its id (services.strikes)."""
    in_flight: dict[str, set[str]] = field(default_factory=dict)
    """Tasks at a provider that can list, by backend."""
    refused: dict[str, set[str]] = field(default_factory=dict)
    """Backends that have proved not to take a task, by the task's id."""
    watched: dict[str, dict[str, Watched]] = field(default_factory=dict)
    """Tasks that are looked at by list, by backend and by the provider's id (services.looks)."""
    sightings: dict[str, Sighting] = field(default_factory=dict)
    """What a look by list saw of a task that it then woke."""
    looked: dict[str, tuple[int, float]] = field(default_factory=dict)
    """How often a task was seen open, and when last (seconds since its send), by its id."""
    alone: set[str] = field(default_factory=set)
    """Tasks that a look by list did not find: the next look at each is its own."""
    rounds: dict[str, float] = field(default_factory=dict)
    """When a backend's list was last read."""
    learned: dict[str, Learned] = field(default_factory=dict)
    """How long tasks of a kind take, by its name (services.timing)."""
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    """How a round of looks waits for its next request."""
    orphans_due: float = 0.0
    """When the store is next searched for bytes that no row knows."""
    progress: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Measured frames of running tasks: shown, never stored per look."""
    used: dict[str, float] = field(default_factory=dict)
    """When keys were last used (unix seconds, by id), as far as no row says it yet (services.last_used)."""
    listeners: dict[str, set[Callable[[], None]]] = field(default_factory=dict)
    """Who wants to know that a task changed (event streams, waiting creates)."""

    def __post_init__(self) -> None:
        self.places.start = lambda task_id: self.wake.wake(f"task:{task_id}", self.clock())
        self.places.moved = self._moved
        self.hosts.start = lambda message: self.wake.wake(f"message:{message}", self.clock())

    def _moved(self) -> None:
        for task_id in tuple(self.listeners):
            if task_id in self.places:
                self.changed(task_id)

    def lane(self, backend: str) -> Lane:
        """Pace and circuit of a backend."""
        return self.lanes.setdefault(backend, Lane())

    def forget(self, task: Task) -> None:
        """Drop what is kept in memory for a task that has ended."""
        self.suspects.pop(task.id, None)
        self.unlook(task)
        self.refused.pop(task.id, None)
        self.places.left(task.id)
        self.lane(task.backend).left(task.id)
        self.watched.get(task.backend, {}).pop(task.provider_id or "", None)

    def unlook(self, task: Task) -> None:
        """Drop what looks at a task have left: it has ended, or is made anew."""
        self.progress.pop(task.id, None)
        self.sightings.pop(task.id, None)
        self.alone.discard(task.id)
        self.looked.pop(task.id, None)
        for out in self.in_flight.values():
            out.discard(task.id)

    def derived(self, label: str) -> bytes:
        """A secret of its own for each purpose, from the one that is on disk."""
        return derive(self.secret, label)

    def changed(self, task_id: str) -> None:
        """Tell the listeners of a task that something new can be read."""
        for listener in tuple(self.listeners.get(task_id, ())):
            listener()
