"""Bugs of looks and verdicts."""

import contextlib
from types import SimpleNamespace
from typing import Any

from onetake.core.problem import Problem
from onetake.services import (
    callbacks,
    changes,
    deliver,
    patience,
    poll,
    reconcile,
)
from onetake.testing.simulation.bugs._registry import Put, bug


@bug("refund-at-poll-timeout", "F22, peer elizaOS #11862", "a task that takes long is failed and refunded")
def _(put: Put) -> None:
    put(patience, "hard_stop", lambda p, task: (task.sent_at or task.created_at) + 600.0)
    put(patience, "stopped", lambda p, task, looked: p.clock() >= patience.hard_stop(p, task))


@bug("zero-refund", "peer elizaOS #11942", "after the hard stop the task stays open, and so does its hold")
def _(put: Put) -> None:
    put(patience, "stopped", lambda p, task, looked: False)


@bug("one-404-ends", "F18, peer ddcat #309", "the first look that finds nothing is a verdict")
def _(put: Put) -> None:
    async def absent(p: Any, task: Any, backend: Any) -> float | None:
        await changes.move(p, task, "fail", problem=Problem("provider_result_missing"))
        return None

    put(poll, "_absent", absent)


@bug("broken-look-ends", "§0 rule 7", "a look that failed fails the task")
def _(put: Put) -> None:
    async def unanswered(p: Any, task: Any) -> float | None:
        await changes.move(p, task, "fail", problem=Problem("provider_unavailable"))
        return None

    put(poll, "_unanswered", unanswered)


@bug("callback-believed", "F21 T18", "a callback that says `failed` ends the task")
def _(put: Put) -> None:
    usual = callbacks.receive

    async def receive(p: Any, token: str, message: Any) -> None:
        await usual(p, token, message)
        task = await p.store.read(lambda sql: changes.load(sql, token.partition(".")[0]))
        if task is not None and not task.ended and isinstance(message, dict):
            with contextlib.suppress(changes.Stale):
                await changes.move(p, task, "fail", problem=Problem("generation_failed"))

    put(callbacks, "receive", receive)


@bug("hint-believed", "F16", "the id that a callback names is adopted without a look at it")
def _(put: Put) -> None:
    async def hinted(p: Any, task: Any, backend: Any) -> bool:
        await changes.move(p, task, "receipt", provider_id=task.hint, misses=0, tries=0)
        return True

    put(reconcile, "_hinted", hinted)


@bug("output-not-checked", "F26", "whatever came down is delivered and paid for")
def _(put: Put) -> None:
    usual = deliver._one

    async def one(p: Any, backend: Any, task: Any, place: int, kind: str, url: str) -> Any:
        probe = p.probe

        async def blind(path: Any, kind: str, *, decode: bool = False) -> Any:
            try:
                return await probe(path, kind, decode=decode)
            except Problem:
                size = path.stat().st_size
                return SimpleNamespace(kind=kind, width=864, height=496, seconds=5.0, bytes=size)

        p.probe = blind
        try:
            return await usual(p, backend, task, place, kind, url)
        finally:
            p.probe = probe

    put(deliver, "_one", one)


@bug("file-not-kept", "F27 F28", "the task succeeds before its bytes are in the store")
def _(put: Put) -> None:
    async def keep(p: Any, project: str, staged: Any) -> None:
        return None

    put(deliver.staging, "keep", keep)


@bug("resend-at-refresh", "F25", "a link that died is answered by making the video again")
def _(put: Put) -> None:
    usual = deliver._retry

    async def retry(p: Any, task: Any, backend: Any, problem: Any) -> float | None:
        if problem.code != "output_download_failed" or backend.local:
            return await usual(p, task, backend, problem)
        fresh = await changes.move(p, task, "refresh")
        await changes.move(p, fresh, "absent")
        return p.clock()

    put(deliver, "_retry", retry)
