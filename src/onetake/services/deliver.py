"""Step `store`: bring the finished file in, check that it plays, and close the task and its money in one
transaction (F24–F29). `succeeded` means that we hold the bytes."""

import asyncio
import errno
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from onetake.core import geometry, pricing
from onetake.core.backoff import equal_jitter
from onetake.core.catalogue import catalogue
from onetake.core.ids import new_core
from onetake.core.ports import Backend, Sql
from onetake.core.pricing import Price
from onetake.core.problem import Problem
from onetake.core.request import Request
from onetake.core.task import Output, Sighting, Task
from onetake.core.wire import Ambiguous, NotSent, WireError
from onetake.services import changes, removal, staging, timing
from onetake.services.platform import Platform
from onetake.services.staging import Staged

TRIES = 5
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
MOST_TOKENS = 10**9
"""A count beyond this, or below one, is no count: it must not keep the books from closing."""
OURS = frozenset({"storage_full", "internal"})
"""A full disk or a jail that does not start says nothing about the file."""
PICTURES = ("last frame", "poster", "contact sheet", "grid of frames")
"""What is beside a video, by its place less one."""
LINK_LIFE = 86_400.0
"""Seconds that a provider keeps a finished file, where its route does not say (contract §1.12)."""


async def run(p: Platform, task: Task, seen: Sighting | None = None) -> float | None:
    """Deliver a task whose backend has finished; the time of the next try, or None when it has ended.

    seen: what has just been looked at; without it the backend is asked again, since links die.
    """
    backend = p.backends.get(task.backend)
    if backend is None:
        return await _too_late(p, task) or p.clock() + 60.0
    try:
        sighting = seen or await backend.look(task)
    except (NotSent, Ambiguous, WireError, Problem):
        return await _too_late(p, task) or p.clock() + timing.pause(p)
    if sighting is None or sighting.status != "succeeded":
        await changes.move(p, task, "refresh")
        return p.clock() + (0.0 if backend.local else timing.pause(p))
    files: list[Staged] = []
    try:
        files, notes = await _bring(p, backend, task, sighting)
        moved = await _settle(p, task, sighting, files, notes)
    except Problem as problem:
        return await _retry(p, task, backend, problem)
    finally:
        for item in files:
            item.discard()
    changes.told(p, moved)
    return None


async def _bring(
    p: Platform, backend: Backend, task: Task, sighting: Sighting
) -> tuple[list[Staged], tuple[str, ...]]:
    """The video and the pictures beside it, as far as there are any; and notes. Raises Problem.

    A picture beside the video is worth every try but the last: the video is what was bought.
    """
    if not sighting.video_url:
        raise Problem("provider_result_missing")
    video = await _one(p, backend, task, 0, "video", sighting.video_url)
    try:
        pictures, notes = await _pictures(p, backend, task, sighting)
    except BaseException:
        video.discard()
        raise
    return [video, *pictures], notes


async def _pictures(
    p: Platform, backend: Backend, task: Task, sighting: Sighting
) -> tuple[list[Staged], tuple[str, ...]]:
    """All at once: each costs the start of a process that looks at it."""
    urls = (sighting.last_frame_url, sighting.poster_url, sighting.contact_sheet_url, sighting.sprites_url)
    wanted = [(place, url) for place, url in enumerate(urls, 1) if url is not None]
    work = [asyncio.ensure_future(_one(p, backend, task, place, "image", url)) for place, url in wanted]
    results: list[Staged | BaseException] = []
    try:
        results = await asyncio.gather(*work, return_exceptions=True)
        lost = _lost(results, last=task.tries + 1 >= TRIES)
    except BaseException:
        for made in results or await asyncio.gather(*work, return_exceptions=True):
            if isinstance(made, Staged):
                made.discard()
        raise
    notes = tuple(
        f"{PICTURES[place - 1]} left out: {error.detail}"
        for (place, _), error in zip(wanted, lost, strict=True)
        if error
    )
    return [made for made in results if isinstance(made, Staged)], notes


def _lost(results: Sequence[Staged | BaseException], *, last: bool) -> list[Problem | None]:
    """What is wrong with each picture. Raises it, unless this is the last try and the fault is not ours."""
    errors = [result if isinstance(result, BaseException) else None for result in results]
    for error in errors:
        if error is not None and (not isinstance(error, Problem) or error.code in OURS):
            raise error
    lost = [error for error in errors if error is None or isinstance(error, Problem)]
    first = next((problem for problem in lost if problem is not None), None)
    if first is not None and not last:
        raise Problem("output_invalid", first.detail)
    return lost


async def _one(p: Platform, backend: Backend, task: Task, place: int, kind: str, url: str) -> Staged:
    # A name that no other process draws: one that was taken for dead may be fetching the same video.
    path = p.tmp / f"out-{new_core(p.entropy)}"
    try:
        async with p.lane(backend.name).downloads:
            await backend.fetch(url, path)
        await p.point("store.after_fetch")
        probe = await p.probe(path, kind, decode=kind == "video")
        if not (probe.width and probe.height):
            raise Problem("media_invalid", "there is no picture in it")
        return Staged(place, kind, await asyncio.to_thread(_digest, path), probe.bytes, probe, path)
    except (NotSent, Ambiguous) as error:
        path.unlink(missing_ok=True)
        raise Problem("output_download_failed", str(error)) from None
    except Problem as problem:
        path.unlink(missing_ok=True)
        if problem.code in OURS:
            raise
        code = "output_invalid" if problem.code == "media_invalid" else "output_download_failed"
        raise Problem(code, problem.detail) from None
    except OSError as error:
        path.unlink(missing_ok=True)
        code = "storage_full" if error.errno in _NO_ROOM else "internal"
        raise Problem(code, str(error.strerror)) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


async def _settle(
    p: Platform, task: Task, sighting: Sighting, files: list[Staged], notes: tuple[str, ...]
) -> Task:
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
            output=_output(task.request, files, sighting),
            tokens=bill.tokens,
            price=bill.price,
            notes=(*task.notes, *notes),
        )

    async with p.files_lock:
        try:
            await staging.keep(p, task.project, files)
            await p.point("store.after_store_before_settle")
            moved = await p.store.transact(script)
        except (Exception, asyncio.CancelledError):
            await removal.drop_unneeded(p, task.project, [item.sha256 for item in files])
            raise
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
    tokens = sighting.tokens or 0
    if not 0 < tokens <= MOST_TOKENS:
        tokens = pricing.tokens_used(video.probe.width, video.probe.height, seconds, extra)
    return _Bill(tokens, Price(_rate(task), "1", task.unit).amount(tokens, seconds))


def _rate(task: Task) -> str:
    """The rate that was frozen at accept; the list's for what was made instead, where that is lower."""
    route = catalogue().routes.get(task.route)
    made = replace(task.request, **task.adapted)
    if made == task.request or route is None or route.billing != task.unit:
        return task.rate
    if made.resolution not in route.rates.get(made.model, {}):
        return task.rate
    return min(task.rate, pricing.price_of(made, route).rate, key=Decimal)


def _output(request: Request, files: list[Staged], sighting: Sighting) -> Output:
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
        contact_sheet=images.get(3),
        sprites=images.get(4),
        grid=sighting.grid if 4 in images else None,
        shots=sighting.shots,
    )


async def _retry(p: Platform, task: Task, backend: Backend, problem: Problem) -> float | None:
    """What the provider made wrong gets five tries with a fresh look each (F26); what only does not arrive
    is asked for as long as it may be there (F25). Then an honest failure, and the hold goes back."""
    now = p.clock()
    if problem.code in OURS or (problem.code == "output_download_failed" and not backend.local):
        return await _too_late(p, task, problem) or now + 30.0 + 30.0 * p.uniform()
    tries = task.tries + 1
    if tries >= TRIES:
        await changes.move(p, task, "fail", problem=problem)
        return None
    await p.store.transact(lambda sql: changes.touch(sql, task, now, tries=tries))
    if problem.code == "provider_result_missing":
        return now + 120.0 + 60.0 * p.uniform()
    return now + equal_jitter(tries, p.uniform, p.policy.poll_first, 120.0)


async def _too_late(p: Platform, task: Task, problem: Problem | None = None) -> float | None:
    """Give up a file that nobody keeps any more; None while there is time."""
    backend = p.backends.get(task.backend)
    route = catalogue().routes.get(backend.route if backend is not None else task.route)
    # The row was last moved by the verdict.
    if p.clock() < task.updated_at + (route.url_life if route is not None else LINK_LIFE):
        return None
    await changes.move(p, task, "fail", problem=problem or Problem("output_download_failed"))
    return p.clock()
