"""Everything that a use case needs from outside, in one value: ports, clock, randomness and policy."""

import asyncio
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from onetake.core.backoff import Uniform
from onetake.core.ids import Entropy
from onetake.core.ports import Backend, Clock, Objects, Point, Prober, Store, Wake


class Fetch(Protocol):
    """The guarded fetcher (adapters.http.fetch), as far as the services use it."""

    async def download(self, url: str, sink: str, to: Path, *, limit: int, deadline: float) -> Any: ...
    async def deliver(self, url: str, body: bytes, headers: Mapping[str, str], *, timeout: float) -> Any: ...
    @property
    def guard(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Policy:
    """Choices of the operator. Seconds throughout.

    order: backends by preference. public_url: our own origin, as customers and providers see it.
    animatic_price: "free", or "documented" to charge what the entry route would.
    probe_wait: how long a create waits for URL media. absence_*: how often and from when on a list
    without our task counts as proof (errors-and-faults §3.2).
    """

    order: tuple[str, ...] = ("animatic",)
    public_url: str = "http://127.0.0.1:8787"
    animatic_price: str = "free"
    probe_wait: float = 5.0
    fetch_deadline: float = 60.0
    poll_first: float = 5.0
    poll_every: float = 10.0
    submit_timeout: float = 30.0
    absence_after: float = 210.0
    absence_reads: int = 3
    absence_gap: float = 20.0
    overdue_stop: float = 3600.0
    idempotency_life: float = 604_800.0
    upload_life: float = 604_800.0


def derive(secret: bytes, label: str) -> bytes:
    """The secret for one purpose ("keys", "files") that follows from the one on disk."""
    return hmac.digest(secret, label.encode(), "sha256")


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
    epoch: int = 0
    files_lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held from "the bytes are in the store" to "a row counts them", and while bytes are taken away:
    otherwise a file could be removed between the two."""
    orphans_due: float = 0.0
    """When the store is next searched for bytes that no row knows."""
    progress: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Measured frames of running tasks: shown, never stored per look."""
    listeners: dict[str, set[Callable[[], None]]] = field(default_factory=dict)
    """Who wants to know that a task changed (event streams, waiting creates)."""

    def derived(self, label: str) -> bytes:
        """A secret of its own for each purpose, from the one that is on disk."""
        return derive(self.secret, label)

    def changed(self, task_id: str) -> None:
        """Tell the listeners of a task that something new can be read."""
        for listener in tuple(self.listeners.get(task_id, ())):
            listener()
