"""The embedded engine as a backend: one supervised child process a slot (design §5, Rendering).

Work dies with this process: a child leaves when its standard input closes, so an id that we do not know is
proof that nothing is being made.
"""

import asyncio
import contextlib
import os
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from onetake import __version__
from onetake.adapters.backends.child import Child, Progress
from onetake.core import adapt, geometry, making
from onetake.core.ports import Input
from onetake.core.problem import Problem
from onetake.core.request import Request
from onetake.core.task import Sighting, Task

OnChange = Callable[[str], None]
"""Told of a task id whenever something new can be seen."""


class Seals(Protocol):
    """Puts manifests into films. ready: before it is needed. put: given a film's record and its inputs; notes
    for whoever asked. Neither raises."""

    async def ready(self) -> None: ...
    async def put(self, film: Path, about: Mapping[str, Any], inputs: Sequence[Input]) -> tuple[str, ...]: ...


class Work:
    """One render: queued, running, or ended."""

    def __init__(self, task: Task, inputs: Sequence[Input], job: dict[str, Any], out: Path) -> None:
        self.task_id = task.id
        self.inputs = tuple(inputs)
        self.about = _about(task, inputs)
        self.provider_id = provider_id(task)
        self.job = job
        self.out = out
        self.status = "queued"
        self.progress = Progress(0, 0)
        self.done: dict[str, Any] = {}
        self.problem: Problem | None = None
        self.child: Child | None = None

    def sighting(self) -> Sighting:
        files = {name: self.done.get(name) for name in ("video", "last_frame", "poster", "sheet", "sprites")}
        return Sighting(
            provider_id=self.provider_id,
            status=self.status,
            done=self.progress.done,
            total=self.progress.total,
            problem=self.problem,
            notes=tuple(self.done.get("notes", ())),
            video_url=files["video"],
            last_frame_url=files["last_frame"],
            poster_url=files["poster"],
            contact_sheet_url=files["sheet"],
            sprites_url=files["sprites"],
            grid=self.done.get("grid"),
            shots=self.done.get("shots"),
            duration=self.done.get("seconds"),
            seed=self.job["seed"],
        )


def provider_id(task: Task) -> str:
    """An attempt's name; also the name of its files below `tmp`."""
    return f"{task.id}.{task.attempt}"


def size_of(request: Request, inputs: Sequence[Input]) -> tuple[int, int]:
    """Width and height of what is made for a request."""
    ratio = request.ratio
    if ratio == "adaptive":
        image, video = _leading(request, inputs, "image"), _leading(request, inputs, "video")
        ratio = adapt.ratio_for(request, image, video)
    return geometry.size(request.resolution, ratio)


class Animatic:
    """Renders animatics, at most `slots` at a time, first come first served.

    `tmp` is swept at start: what lies there belongs to nobody. `on_change` is called from the event loop.
    options: what every job carries beside its request (storyboard, stereo). record: whether films tell the
    request that made them. seals: what gives them a manifest.
    """

    route = "animatic"
    local = True
    lister = None

    def __init__(
        self,
        tmp: Path,
        on_change: OnChange,
        *,
        slots: int = 0,
        name: str = "animatic",
        options: Mapping[str, bool] | None = None,
        record: bool = True,
        seals: Seals | None = None,
    ) -> None:
        self.name = name
        self._on_change = on_change
        self._slots = slots or os.cpu_count() or 1
        self._options = dict(options or {})
        self._record, self._seals = record, seals
        self._work: dict[str, Work] = {}
        self._queue: deque[Work] = deque()
        self._running: set[asyncio.Task[None]] = set()
        self._closing = False
        shutil.rmtree(tmp, ignore_errors=True)
        tmp.mkdir(mode=0o700, parents=True)
        # A folder of its own: a process that was taken for dead may render the same attempts.
        self._tmp = Path(tempfile.mkdtemp(dir=tmp))

    def inexpressible(self, request: Request) -> list[str]:
        """Only what lives in a provider's own library, assets and samples: their bytes are not here."""
        foreign = [f"media[{i}]" for i, m in enumerate(request.media) if m.foreign]
        return foreign if request.sample is None else [*foreign, "sample"]

    async def prepare(self, task: Task, inputs: Sequence[Input]) -> None:
        """Files are read where they lie."""

    async def submit(self, task: Task, inputs: Sequence[Input]) -> Sighting:
        """Queue a render. An attempt that is known already is not rendered twice."""
        name = provider_id(task)
        work = self._work.get(name)
        if work is None:
            work = self._work[name] = Work(task, inputs, self._job(task, inputs), self._tmp / name)
            self._queue.append(work)
            self._fill()
        return work.sighting()

    async def look(self, task: Task) -> Sighting | None:
        work = self._work.get(provider_id(task))
        return work.sighting() if work else None

    async def find(self, task: Task) -> Sequence[Sighting] | None:
        seen = await self.look(task)
        return [seen] if seen else []

    async def cancel(self, task: Task) -> None:
        """Stop a render: its child is killed at once."""
        work = self._work.get(provider_id(task))
        if work is None or work.status not in ("queued", "running"):
            return
        work.status = "cancelled"
        if work.child is not None:
            await work.child.kill()
        self._on_change(work.task_id)

    async def fetch(self, url: str, to: Path) -> None:
        """Hand a rendered file over. `url` is the path that a sighting of ours named."""
        source = Path(url)
        if source.parent != self._tmp:
            raise Problem("output_download_failed", "not a file of this engine")
        try:
            os.link(source, to)
        except FileNotFoundError:
            raise Problem("output_download_failed", "the rendered file is gone") from None
        except OSError:
            await asyncio.to_thread(shutil.copyfile, source, to)

    def forget(self, task: Task) -> None:
        work = self._work.pop(provider_id(task), None)
        if work is None:
            return
        with contextlib.suppress(ValueError):
            self._queue.remove(work)
        if work.status in ("queued", "running"):  # nobody waits for it any more
            work.status = "cancelled"
            if work.child is not None:
                work.child.stop()
        self._clean(work)

    async def close(self) -> None:
        """Kill every child; the rows resume with a new attempt."""
        self._closing = True
        self._queue.clear()
        await asyncio.gather(*(w.child.kill() for w in self._work.values() if w.child is not None))
        await asyncio.gather(*self._running, return_exceptions=True)

    def _job(self, task: Task, inputs: Sequence[Input]) -> dict[str, Any]:
        request = task.request
        width, height = size_of(request, inputs)
        roles = [m.role for m in request.media]
        return {
            "prompt": request.prompt,
            "width": width,
            "height": height,
            "seconds": None if request.duration == "auto" else request.duration,
            "fps": geometry.FPS,
            "seed": task.seed if task.seed is not None else 0,
            "audio": request.generate_audio,
            "watermark": request.watermark,
            "last_frame": request.return_last_frame,
            "sheets": True,
            "media": [{"kind": i.kind, "role": roles[i.place], "path": str(i.path)} for i in inputs],
            "about": _about(task, inputs) if self._record else None,
            "out": str(self._tmp / provider_id(task)),
            **self._options,
        }

    def _fill(self) -> None:
        while self._queue and len(self._running) < self._slots and not self._closing:
            work = self._queue.popleft()
            if work.status != "queued":
                continue
            work.status = "running"
            running = asyncio.create_task(self._render(work))
            self._running.add(running)
            running.add_done_callback(self._finished)

    def _finished(self, running: asyncio.Task[None]) -> None:
        self._running.discard(running)
        self._fill()

    async def _render(self, work: Work) -> None:
        if work.status != "running":  # it was forgotten before its turn had begun
            return
        self._on_change(work.task_id)
        try:
            work.child = await Child.start(work.job)
            if work.status != "running" or self._closing:  # while it was being started
                work.child.stop()
            elif self._seals is not None:
                await self._seals.ready()
            async for progress in work.child.progress():
                work.progress = progress
                self._on_change(work.task_id)
            work.done = await work.child.result()
            if self._seals is not None and work.status == "running":
                notes = await self._seals.put(Path(work.done["video"]), work.about, work.inputs)
                work.done["notes"] = [*work.done.get("notes", ()), *notes]
            work.status = "succeeded" if work.status == "running" else work.status
        except Problem as problem:
            self._failed(work, problem)
        except OSError as error:
            self._failed(work, Problem("generation_failed", f"no child: {error.strerror}"))
        except BaseException as error:
            if work.child is not None:
                work.child.stop()
            self._failed(work, Problem("generation_failed", f"the engine's words: {type(error).__name__}"))
            if not isinstance(error, Exception):
                raise
        if work.status == "cancelled":
            self._clean(work)
        if not self._closing:
            self._on_change(work.task_id)

    def _failed(self, work: Work, problem: Problem) -> None:
        # A child that we ended, for a cancel or a stop, has not failed: a stop leaves its task to resume
        # (F38).
        if work.status == "running" and not self._closing:
            work.status, work.problem = "failed", problem

    def _clean(self, work: Work) -> None:
        for path in self._tmp.glob(f"{work.out.name}.*"):
            path.unlink(missing_ok=True)


def _about(task: Task, inputs: Sequence[Input]) -> dict[str, Any]:
    """What the file will tell of its making."""
    given = [(item.place, item.sha256, item.bytes) for item in inputs if item.sha256]
    return making.told(task.request, task.seed or 0, given, "animatic", __version__)


def _leading(request: Request, inputs: Sequence[Input], kind: str) -> tuple[int, int] | None:
    """The size of the first frame, else of the first input of that kind (contract §12, adaptive)."""
    sized = [i for i in inputs if i.kind == kind and i.width and i.height]
    sized.sort(key=lambda i: request.media[i.place].role != "first_frame")
    return (sized[0].width or 0, sized[0].height or 0) if sized else None
