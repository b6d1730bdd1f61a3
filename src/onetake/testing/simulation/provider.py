"""A provider: any route's contract, spoken in the server role of its own dialect table.

What it accepted it remembers, with the attempt of ours that each create belongs to (told beside the wire, for
the checker alone), so that what was made, and what would be billed, can be compared with what we say.
"""

import json
import math
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from onetake.core.catalogue import Route, catalogue
from onetake.core.ids import new_core
from onetake.core.pricing import tokens_used
from onetake.core.problem import Problem
from onetake.core.request import Request
from onetake.core.wire import Call, Reply
from onetake.dialects import DIALECTS, Endpoint
from onetake.testing.form_reader import message_of
from onetake.testing.simulation.faults import Faults

ENDED = ("succeeded", "failed", "cancelled", "expired")
LINK_LIFE = 86_400.0
Attempt = tuple[str, int]
"""Our task and its attempt."""


@dataclass
class Made:
    """One create that was accepted. verdict: how it will end; ready: when (unix seconds)."""

    core: str
    attempt: Attempt
    request: Request
    created_at: float
    started_at: float
    ready: float
    verdict: str
    seed: int
    cancelled_at: float | None = None
    shown: int = 0
    links: int = 0
    looks: int = field(default=0)

    def status(self, now: float) -> str:
        """What is true, whatever is told."""
        if self.cancelled_at is not None:
            return "cancelled"
        if now >= self.ready:
            return self.verdict
        return "running" if now >= self.started_at else "queued"


class Place:
    """A provider at one origin. clock: its own time, which does not jump with ours."""

    def __init__(self, name: str, route: str, faults: Faults, clock: Callable[[], float], seed: int) -> None:
        self.name = name
        self.route: Route = catalogue().routes[route]
        self.dialect: Any = DIALECTS[self.route.dialect]
        self.origin = f"https://{name}.test"
        self.faults, self.clock = faults, clock
        self.dice = random.Random(f"{name} {seed}")
        self.made: dict[str, Made] = {}
        self.lag, self.seconds = 0.0, 5
        self.tokens = tokens_used(864, 496, self.seconds, 0)
        """What every film of it comes to, told or not (contract §1.11)."""
        self.announce: Callable[[Made], None] = lambda made: None
        offered = [e for e in self.dialect.endpoints if e.offered(self.route)]
        self._ways = [(e.method, _pattern(e.at(self.route.prefix)), e) for e in offered]

    def answer(self, call: Call, attempt: Attempt | None) -> Reply:
        """Do what is asked, and say so as this contract does."""
        parts = urlsplit(call.path)
        for method, pattern, endpoint in self._ways:
            if method == call.method and (found := pattern.fullmatch(parts.path)):
                try:
                    return self._do(endpoint, found.groupdict().get("id", ""), parts.query, call, attempt)
                except Problem as problem:
                    return self._refuse(problem)
        return self._refuse(Problem("not_found"))

    def _do(self, endpoint: Endpoint, id: str, query: str, call: Call, attempt: Attempt | None) -> Reply:
        if endpoint.op == "create":
            return self._create(endpoint, call, attempt)
        if endpoint.op == "list":
            return self._list(query)
        made = self._known(id)
        if endpoint.op in ("get", "status"):
            return _reply(200, self.dialect.write_task(self.view(made)))
        if endpoint.op in ("cancel", "withdraw", "delete"):
            if made.status(self.clock()) != "queued":
                raise Problem("not_cancellable", "the task is not queued any more")
            made.cancelled_at = self.clock()
            return _reply(200, {} if endpoint.op == "withdraw" else self.dialect.write_task(self.view(made)))
        raise Problem("not_found")

    def _create(self, endpoint: Endpoint, call: Call, attempt: Attempt | None) -> Reply:
        message = {**message_of(self.dialect, call), **endpoint.fixed}
        request = self.dialect.read_request(message, self.route)
        assert attempt is not None, "a create that belongs to no attempt"
        now, core = self.clock(), new_core(self.dice.randbytes)
        seed = request.seed if request.seed is not None and request.seed >= 0 else self.dice.getrandbits(31)
        slow = 40.0 if self.faults.strikes("very-slow") else 1.0
        started = now + slow * self.dice.uniform(1.0, 60.0)
        verdict = "failed" if self.faults.strikes("fails") else "succeeded"
        verdict = "expired" if self.faults.strikes("expires") else verdict
        ready = started + slow * self.dice.uniform(10.0, 300.0)
        made = Made(core, attempt, request, now, started, ready, verdict, seed)
        self.made[core] = made
        self.announce(made)
        return _reply(200, self.dialect.write_receipt(self.view(made)))

    def _list(self, query: str) -> Reply:
        asked = self.dialect.read_query(parse_qsl(query))
        lag = self.lag
        seen = [m for m in self.made.values() if m.created_at <= self.clock() - lag]
        seen.sort(key=lambda m: (-m.created_at, m.core))
        if asked.statuses:
            seen = [m for m in seen if m.status(self.clock()) in asked.statuses]
        if asked.ids:
            seen = [m for m in seen if m.core in asked.ids]
        total = len(seen)
        if asked.after:
            at = next((n for n, m in enumerate(seen) if m.core == asked.after), total)
            seen = seen[at + 1 :]
            page = seen[: asked.limit]
        else:
            page = seen[(asked.page - 1) * asked.page_size :][: asked.page_size]
        following = page[-1].core if page and len(page) < len(seen) else None
        views = [self.view(made) for made in page]
        return _reply(200, self.dialect.write_page(views, total, asked, following))

    def _known(self, id: str) -> Made:
        made = self.made.get(self.dialect.core_of(id) or "")
        if made is None:
            raise Problem("not_found")
        made.looks += 1
        if made.looks < 4 and self.clock() < made.ready and self.faults.strikes("young-404"):
            raise Problem("not_found")
        return made

    def view(self, made: Made) -> dict[str, Any]:
        """What is told of a task now; faults may tell less, or what was true before."""
        now, request = self.clock(), made.request
        status = made.status(now)
        rank = ("queued", "running").index(status) if status in ("queued", "running") else 2
        if rank == 1 and made.shown and self.faults.strikes("status-back"):
            status = "queued"
        made.shown = max(made.shown, rank)
        view = {
            "id": made.core, "status": status, "phase": "rendering", "prompt": request.prompt,
            "model": request.model_name, "created_at": made.created_at, "updated_at": now, "seed": made.seed,
            "resolution": request.resolution, "ratio": request.ratio, "duration": request.duration,
            "generate_audio": request.generate_audio, "watermark": request.watermark,
            "expires_after": request.expires_after, "hold": 0, "cost": 0, "sent": status == "queued",
            "origin": self.origin, "notes": [], "route": self.route.name, "media": request.media,
            "estimate_seconds": 60.0,
        }  # fmt: skip
        if status in ENDED:
            view["finished_at"] = made.ready
        if status == "failed":
            view["problem"] = Problem("moderation_output_video").as_dict()
        if status == "succeeded":
            view.update(self._result(made, now))
        return view

    def _result(self, made: Made, now: float) -> dict[str, Any]:
        made.links += 1
        if made.links < 4 and self.faults.strikes("no-link"):
            return {}
        link = f"{self.origin}/out/{made.core}.mp4?until={int(now + LINK_LIFE)}"
        return {
            "video_url": link,
            "tokens": self.tokens,
            "seconds": self.seconds,
            "price": 1_000_000,
            "expires_at": now + LINK_LIFE,
        }

    def file(self, url: str) -> bytes | None:
        """What lies behind a link of ours; None when it is dead."""
        parts = urlsplit(url)
        if parts.path.endswith("/content"):  # served to the key, for as long as there is a record
            core, until = self.dialect.core_of(parts.path.split("/")[-2]) or "", math.inf
        else:
            core = parts.path.rpartition("/")[2].removesuffix(".mp4")
            until = float(dict(parse_qsl(parts.query)).get("until", 0))
        if core not in self.made or self.clock() >= until:
            return None
        if self.made[core].links < 6 and self.faults.strikes("bad-file"):
            return b"broken: a page that says sorry"
        return self.content(core)

    def content(self, core: str) -> bytes:
        """The film of a task: its own, so that a film in the wrong place shows."""
        return f"a film of {self.name}/{core}".encode()

    def _refuse(self, problem: Problem) -> Reply:
        status, headers, body = self.dialect.write_error(problem, self.route, "r-1")
        return _reply(status, body, headers)


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.escape(path).replace(r"\{id\}", "(?P<id>[^/]+)"))


def _reply(status: int, body: Any, headers: dict[str, str] | None = None) -> Reply:
    told = {"content-type": "application/json", **(headers or {})}
    return Reply(status, told, json.dumps(body, ensure_ascii=False).encode())
