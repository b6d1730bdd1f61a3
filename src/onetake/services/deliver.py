"""Step `store`: bring the finished file in, check that it plays, and close the task and its money in one
transaction (F24–F29). `succeeded` means that we hold the bytes."""

import asyncio
import hashlib
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from onetake.core import geometry, pricing
from onetake.core.backoff import equal_jitter
from onetake.core.catalogue import catalogue
from onetake.core.ports import Backend, Sql
from onetake.core.pricing import Price
from onetake.core.problem import Problem
from onetake.core.request import Request
from onetake.core.task import Output, Sighting, Task
from onetake.core.wire import Ambiguous, NotSent, WireError
from onetake.services import changes, staging
from onetake.services.platform import Platform
from onetake.services.staging import Staged

TRIES = 5
AWAY = frozenset({"output_download_failed", "provider_unavailable"})
LINK_LIFE = 86_400.0
"""Seconds that a provider keeps a finished file, where its route does not say (contract §1.12)."""


async def run(p: Platform, task: Task) -> float | None:
    """Deliver a task whose backend has finished; the time of the next try, or None when it has ended."""
    backend = p.backends.get(task.backend)
    if backend is None:
        gone = Problem("provider_unavailable", f"the backend {task.backend} is not configured any more")
        return await _retry(p, task, gone)
    try:
        sighting = await backend.look(task)
    except (NotSent, Ambiguous, WireError, Problem) as error:
        return await _retry(
            p, task, Problem("output_download_failed", f"the provider does not answer: {error}")
        )
    if sighting is None or sighting.status != "succeeded":
        await changes.move(p, task, "refresh")
        return p.clock()
    files: list[Staged] = []
    try:
        files = await _bring(p, backend, task, sighting)
        moved = await _settle(p, task, sighting, files)
    except Problem as problem:
        return await _retry(p, task, problem)
    finally:
        for item in files:
            item.discard()
    changes.told(p, moved)
    backend.forget(moved)
    p.progress.pop(task.id, None)
    return None


async def _bring(p: Platform, backend: Backend, task: Task, sighting: Sighting) -> list[Staged]:
    """video, last frame and poster, in that order as far as there are any. Raises Problem."""
    if not sighting.video_url:
        raise Problem("provider_result_missing")
    wanted = [
        ("video", sighting.video_url),
        ("image", sighting.last_frame_url),
        ("image", sighting.poster_url),
    ]
    files: list[Staged] = []
    try:
        for place, (kind, url) in enumerate(wanted):
            if url:
                files.append(await _one(p, backend, task, place, kind, url))
    except BaseException:
        for item in files:
            item.discard()
        raise
    return files


async def _one(p: Platform, backend: Backend, task: Task, place: int, kind: str, url: str) -> Staged:
    path = p.tmp / f"{task.id}.{task.attempt}.{place}"
    try:
        await backend.fetch(url, path)
        await p.point("store.after_fetch")
        probe = await p.probe(path, kind, decode=kind == "video")
        return Staged(place, kind, await asyncio.to_thread(_digest, path), probe.bytes, probe, path)
    except (NotSent, Ambiguous) as error:
        path.unlink(missing_ok=True)
        raise Problem("output_download_failed", str(error)) from None
    except Problem as problem:
        path.unlink(missing_ok=True)
        code = "output_invalid" if problem.code.startswith("media_invalid") else "output_download_failed"
        raise Problem(code, problem.detail) from None
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


async def _settle(p: Platform, task: Task, sighting: Sighting, files: list[Staged]) -> Task:
    now = p.clock()

    def script(sql: Sql) -> Task:
        for item in files:
            staging.keep_row(sql, task.project, item, now)
        inputs = [
            row.seconds for row in staging.inputs_of(sql, p, task.project, task.id) if row.kind == "video"
        ]
        bill = _bill(task, files[0], sighting, inputs)
        return changes.change(
            sql,
            task,
            "deliver",
            now,
            output=_output(task.request, files),
            tokens=bill.tokens,
            price=bill.price,
        )

    async with p.files_lock:
        await staging.keep(p, task.project, files)
        await p.point("store.after_store_before_settle")
        moved = await p.store.transact(script)
    await p.point("store.after_settle")
    return moved


@dataclass(frozen=True, slots=True)
class _Bill:
    tokens: int
    price: int


def _bill(task: Task, video: Staged, sighting: Sighting, input_seconds: list[float | None]) -> _Bill:
    """What was made, in tokens and micro-credits: the provider's own count where it gives one (contract
    §1.11)."""
    extra = sum((Fraction(str(s)) for s in input_seconds if s), Fraction(0))
    seconds = max(1, round(video.probe.seconds or 0))
    tokens = sighting.tokens or pricing.tokens_used(video.probe.width, video.probe.height, seconds, extra)
    return _Bill(tokens, Price(task.rate, "1").amount(tokens))


def _output(request: Request, files: list[Staged]) -> Output:
    video = files[0]
    images = {item.place: item.sha256 for item in files[1:]}
    width, height = video.probe.width, video.probe.height
    fixed = request.ratio if request.ratio != "adaptive" else geometry.nearest_ratio(width, height)
    return Output(
        video=video.sha256,
        bytes=video.bytes,
        width=width,
        height=height,
        seconds=max(1, round(video.probe.seconds or 0)),
        ratio=fixed,
        last_frame=images.get(1),
        poster=images.get(2),
    )


async def _retry(p: Platform, task: Task, problem: Problem) -> float | None:
    """A file that is wrong gets five tries with a fresh look each (F26); one that cannot be had, as long as
    its link lives (F25). Then an honest failure, and the hold goes back."""
    tries = task.tries + 1
    if not _away(p, task, problem) and tries >= TRIES:
        await changes.move(p, task, "fail", problem=problem)
        if task.backend in p.backends:
            p.backends[task.backend].forget(task)
        return None
    now = p.clock()
    await p.store.transact(lambda sql: changes.touch(sql, task, now, tries=tries))
    return now + equal_jitter(tries, p.uniform, p.policy.poll_first, 120.0)


def _away(p: Platform, task: Task, problem: Problem) -> bool:
    """Whether only the way to the file is broken, while a provider still keeps it for us."""
    backend = p.backends.get(task.backend)
    if problem.code not in AWAY or (backend is not None and backend.local):
        return False
    route = catalogue().routes.get(backend.route if backend is not None else task.route)
    # The row was last moved by the verdict.
    return p.clock() < task.updated_at + (route.url_life if route is not None else LINK_LIFE)
