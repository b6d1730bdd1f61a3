"""A task: what the customer asked for and sees, and the columns that make its life durable.

Times are unix seconds (float), money is micro-credits (int). `Task` is one row; `Sighting` is what a backend
says of its own work when we look.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from onetake.core.lifecycle import ENDS, STATUS_OF
from onetake.core.problem import Problem
from onetake.core.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A delivered file: assets of the project, named by SHA-256.

    contact_sheet: frames with their times in one picture. sprites: small frames in a grid, and grid how they
    lie: columns, rows, width and height (pixels of one), count, every (seconds from one to the next). shots:
    how the prompt was read, shot by shot, where a backend tells.
    """

    video: str
    bytes: int
    width: int
    height: int
    seconds: int
    ratio: str
    last_frame: str | None = None
    poster: str | None = None
    contact_sheet: str | None = None
    sprites: str | None = None
    grid: Mapping[str, Any] | None = None
    shots: Mapping[str, Any] | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """The SHA-256 of each file there is."""
        named = (self.video, self.last_frame, self.poster, self.contact_sheet, self.sprites)
        return tuple(sha256 for sha256 in named if sha256)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One generation, from accept to file (errors-and-faults §3 names the columns that F01–F41 need).

    rate, unit: the price, frozen at accept (`core.pricing.Price`). adapted: parts of the request that the
    backend gets otherwise, since it cannot say them (by the operator's policy, told in `notes`). hint: the id
    that a callback gave while the outcome of the submit was not known. scenario: the sandbox script that the
    task plays, None for real work.
    """

    id: str
    project: str
    key_id: str
    dialect: str
    route: str
    backend: str
    request: Request
    phase: str = "accepted"
    attempt: int = 1
    hold: int = 0
    rate: str = "0"
    unit: str = "tokens"
    price: int | None = None
    tokens: int | None = None
    seed: int | None = None
    nonce: int = 0
    provider_id: str | None = None
    sent_at: float | None = None
    tries: int = 0
    misses: int = 0
    cancel_requested: bool = False
    created_at: float = 0.0
    updated_at: float = 0.0
    finished_at: float | None = None
    deadline: float = 0.0
    done: int = 0
    total: int = 0
    output: Output | None = None
    problem: Problem | None = None
    notes: tuple[str, ...] = ()
    result: Mapping[str, Any] = field(default_factory=dict)
    adapted: Mapping[str, Any] = field(default_factory=dict)
    hint: str | None = None
    scenario: str | None = None

    @property
    def status(self) -> str:
        """queued | running | succeeded | failed | cancelled | expired"""
        return STATUS_OF[self.phase]

    @property
    def ended(self) -> bool:
        return self.phase in ENDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What a backend's own record of the work says.

    status: ours, translated by the dialect's relation. payload: the provider's words, kept beside the file.
    """

    provider_id: str
    status: str
    video_url: str | None = None
    last_frame_url: str | None = None
    poster_url: str | None = None
    contact_sheet_url: str | None = None
    sprites_url: str | None = None
    grid: Mapping[str, Any] | None = None
    shots: Mapping[str, Any] | None = None
    model_name: str | None = None
    resolution: str | None = None
    ratio: str | None = None
    duration: int | None = None
    seed: int | None = None
    expires_after: int | None = None
    tokens: int | None = None
    created_at: float | None = None
    done: int = 0
    total: int = 0
    problem: Problem | None = None
    notes: tuple[str, ...] = ()
    payload: Mapping[str, Any] = field(default_factory=dict)
