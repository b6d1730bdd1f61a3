"""What all doors of one server share."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onetake.apps.server.room import IN_MEMORY, ON_DISK, Room
from onetake.apps.server.stills import Stills
from onetake.apps.server.strangers import Strangers
from onetake.apps.server.watermark import Watermark
from onetake.services.platform import Platform

if TYPE_CHECKING:
    from onetake.apps.server.sandbox import Sandbox


class Tally:
    """What was asked and how it was answered, by (dialect, operation, status); read by a scrape."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, str, int]] = Counter()


class Stopping:
    """Whether the server is on its way down."""

    def __init__(self) -> None:
        self.now = False

    def begin(self, p: Platform) -> None:
        """From now on; whoever waits for a task looks again and finds it out."""
        self.now = True
        for task_id in tuple(p.listeners):
            p.changed(task_id)


@dataclass(frozen=True, slots=True)
class House:
    """pepper: what hashes of keys are made with. memory, disk: room for bodies that
    are read at the time."""

    platform: Platform
    pepper: bytes
    sandbox: "Sandbox"
    watermark: Watermark
    tally: Tally = field(default_factory=Tally)
    stopping: Stopping = field(default_factory=Stopping)
    memory: Room = field(default_factory=lambda: Room(IN_MEMORY))
    disk: Room = field(default_factory=lambda: Room(ON_DISK))
    stills: Stills = field(default_factory=Stills)
    strangers: Strangers = field(default_factory=lambda: Strangers(0))
