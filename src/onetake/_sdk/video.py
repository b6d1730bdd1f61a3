"""What the SDK hands back: a task and its file, as `Video` or `AsyncVideo`."""

import html
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from onetake.core.lifecycle import ENDS
from onetake.core.problem import Problem

INLINE = 10 * 1024 * 1024
"""Bytes up to which a notebook gets the film itself and no link."""
ASKED = (
    "prompt", "model", "media", "duration", "resolution", "ratio", "seed", "generate_audio", "watermark",
    "return_last_frame", "expires_after", "metadata",
)  # fmt: skip
MICRO = 1_000_000
SHOWN = ("tokens", "route", "backend")


@dataclass(frozen=True, slots=True)
class Output:
    """The delivered file. Links are signed and expire; `Video.save` needs none.

    sprites_grid: how the small frames lie: columns, rows, width, height (pixels), count, every (seconds).
    sprites_vtt_url: the same as a WebVTT track. shots: how the embedded engine read the prompt, as
    `onetake shots --json` tells it.
    """

    video_url: str
    bytes: int
    sha256: str
    width: int
    height: int
    seconds: int
    fps: int | None = None
    last_frame_url: str | None = None
    poster_url: str | None = None
    contact_sheet_url: str | None = None
    sprites_url: str | None = None
    sprites_grid: Mapping[str, Any] | None = None
    sprites_vtt_url: str | None = None
    shots: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One change in a task's life. seq grows; kind is what happened; data as the server tells it."""

    seq: int
    kind: str
    data: Mapping[str, Any]


@dataclass(kw_only=True, eq=False, repr=False)
class Facts:
    """A task as the server told it last.

    status: queued running succeeded failed cancelled expired. progress: frames done and frames in all,
    measured, or None. price and hold: credits taken and reserved. problem: why it ended without a file.
    raw: the server's own object; empty right after a create.
    """

    id: str
    status: str
    phase: str
    request: Mapping[str, Any]
    progress: tuple[int, int] | None = None
    output: Output | None = None
    tokens: int | None = None
    price: Decimal | None = None
    hold: Decimal | None = None
    route: str | None = None
    backend: str | None = None
    notes: tuple[str, ...] = ()
    problem: Problem | None = None
    created_at: datetime
    updated_at: datetime | None = None
    finished_at: datetime | None = None
    raw: Mapping[str, Any] = field(repr=False, default_factory=dict)

    @property
    def ended(self) -> bool:
        return self.status in ENDS

    def __repr__(self) -> str:
        size = f" {self.output.width}x{self.output.height} {self.output.seconds} s" if self.output else ""
        return f"<{type(self).__name__} {self.id} {self.status}{size}>"

    def _repr_html_(self) -> str:
        return card(self, None)


def facts_of(found: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of `Facts` from a task that the native dialect read."""
    facts: dict[str, Any] = {name: found.get(name) for name in SHOWN}
    facts.update({name: found[name] for name in ("id", "status")})
    for name in ("price", "hold"):
        facts[name] = Decimal(found[name]) / MICRO if name in found else None
    facts["phase"] = found.get("phase", found["status"])
    facts["request"] = {name: found[name] for name in ASKED if name in found}
    if "callback_url" in found:
        facts["request"]["webhook_url"] = found["callback_url"]
    if found.get("total"):
        facts["progress"] = (found.get("done") or 0, found["total"])
    facts["notes"] = tuple(found.get("notes", ()))
    if "problem" in found:
        facts["problem"] = Problem.from_dict(found["problem"])
    if "video_url" in found and "sha256" in found:
        facts["output"] = Output(**{n: found[n] for n in Output.__dataclass_fields__ if n in found})
    for name in ("created_at", "updated_at", "finished_at"):
        facts[name] = datetime.fromtimestamp(found[name], UTC) if name in found else None
    facts["raw"] = found.get("payload", {})
    return facts


def card(video: Facts, data: bytes | None) -> str:
    """A task for a notebook: the film (inline when `data` is given, else by its link), prompt and facts.

    Everything that came from a person or a server is escaped.
    """
    prompt = html.escape(str(video.request.get("prompt", "")))
    facts = [video.id, video.status]
    source = None
    if video.output is not None:
        out = video.output
        facts.append(f"{out.width}×{out.height}, {out.seconds} s")
        source = out.video_url if out.video_url.startswith(("http://", "https://")) else None
    elif video.progress:
        facts.append(f"{video.progress[0]} of {video.progress[1]} frames")
    if video.problem is not None:
        facts.append(f"{video.problem.code}: {video.problem.detail}")
    film = ""
    if data is not None:
        source = f"data:video/mp4;base64,{b64encode(data).decode()}"
        film = f'<video controls loop style="max-width:100%" src="{source}"></video>'
    elif source:
        film = f'<a href="{html.escape(source)}">Open the video</a>'
    line = html.escape(" · ".join(facts))
    return f"<figure>{film}<figcaption><p>{prompt}</p><small>{line}</small></figcaption></figure>"
