"""The sandbox as a backend: a task takes as long as its provider would, then ends as its scenario says.

Nothing is made for a task but a link to a cached clip. Work dies with this process, as the animatic engine's
does: an id that we do not know is proof that there is none, and the task is begun again.
"""

import asyncio
import os
import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from onetake.adapters.backends.animatic import provider_id, size_of
from onetake.adapters.backends.clips import Clips, Wanted
from onetake.core import geometry
from onetake.core.acts import TASK, Act, Counts, End, Fail, Stall, lasting
from onetake.core.durations import course
from onetake.core.nonces import as_sent
from onetake.core.ports import Clock, Input
from onetake.core.problem import Problem
from onetake.core.request import Request
from onetake.core.scenarios import DRAWN, played
from onetake.core.task import Sighting, Task

OnDue = Callable[[str, float], None]
"""Told a task's id and when (unix seconds) there is something new to see of it."""
AUTO = 5
"""Seconds of a video whose length is left to the provider."""
LABEL = "sandbox: a cached preview clip in place of a generated video"


@dataclass(slots=True)
class Play:
    """One task on its way: when it starts and ends (unix seconds), and as what."""

    task: Task
    clip: Wanted
    starts: float
    ends: float
    expires: float
    verdict: Act | None
    status: str = ""
    making: asyncio.Task[None] | None = None

    def state(self, now: float) -> str:
        """The provider's status, were the clip there."""
        if self.status:
            return self.status
        if now >= self.expires and self.ends > self.expires:
            return "expired"
        if now < self.starts:
            return "queued"
        return "running" if now < self.ends else "ended"

    def changes(self, now: float) -> float | None:
        """When the state changes next."""
        later = [t for t in (self.starts, min(self.ends, self.expires)) if t > now]
        return min(later) if later and not self.status else None


class Sandbox:
    """factor: how a second of a documented duration counts; 1 is as long as it takes there, 0 at once. on_due
    is called from the event loop. seed: of the draws inside documented ranges."""

    name = route = "sandbox"
    local = True
    lister = None

    def __init__(
        self, clips: Clips, clock: Clock, on_due: OnDue, *, factor: float = 0.0, seed: int = 0
    ) -> None:
        self._clips, self._clock, self._on_due = clips, clock, on_due
        self._factor, self._seed = factor, seed
        self._plays: dict[str, Play] = {}
        self._counts = Counts()

    def inexpressible(self, request: Request) -> list[str]:
        """Nothing comes here but what a scenario was named for, which is past this question."""
        return ["route"]

    async def prepare(self, task: Task, inputs: Sequence[Input]) -> None:
        """Nothing is made of the inputs."""

    async def submit(self, task: Task, inputs: Sequence[Input]) -> Sighting:
        name = provider_id(task)
        if name not in self._plays:
            self._plays[name] = self._begun(task, inputs)
        return self._sighting(self._plays[name])

    async def look(self, task: Task) -> Sighting | None:
        play = self._plays.get(provider_id(task))
        return self._sighting(play) if play else None

    async def find(self, task: Task) -> Sequence[Sighting] | None:
        seen = await self.look(task)
        return [seen] if seen else []

    async def cancel(self, task: Task) -> None:
        play = self._plays.get(provider_id(task))
        if play is not None and play.state(self._clock()) in ("queued", "running"):
            play.status = "cancelled"

    async def fetch(self, url: str, to: Path) -> None:
        """Hand a clip over. `url` is the path that a sighting of ours named."""
        source = Path(url)
        if source.parent != self._clips.folder:
            raise Problem("output_download_failed", "not a clip of the sandbox")
        try:
            os.link(source, to)
        except FileNotFoundError:
            raise Problem("output_download_failed", "the clip is gone") from None
        except OSError:
            await asyncio.to_thread(shutil.copyfile, source, to)

    def forget(self, task: Task) -> None:
        self._plays.pop(provider_id(task), None)

    async def close(self) -> None:
        await self._clips.close()

    def _begun(self, task: Task, inputs: Sequence[Input]) -> Play:
        request, now = task.request, self._clock()
        seconds = AUTO if request.duration == "auto" else int(request.duration)
        dice = random.Random(f"{self._seed}/{task.id}/{task.attempt}")
        takes = course(task.route, seconds, dice)
        acts = played(task.scenario).at(TASK)
        stalls = {"queued": 0.0, "running": 0.0}
        for act in acts:
            if isinstance(act, Stall):
                stalls[act.status] += lasting(act.seconds, self._factor)
        starts = now + takes.queued * self._factor + stalls["queued"]
        return Play(
            task,
            Wanted(*size_of(request, inputs), seconds, request.generate_audio),
            starts,
            starts + takes.running * self._factor + stalls["running"],
            now + as_sent(task).expires_after,
            self._verdict(task, [act for act in acts if isinstance(act, Fail | End)]),
        )

    def _verdict(self, task: Task, acts: Sequence[Act]) -> Act | None:
        """How the task ends other than well. A scenario that strikes once in a row is counted by key: the
        next task of the key, or the next attempt of a client that tries again, passes."""
        acts = [a for a in acts if not (isinstance(a, Fail) and a.heard and not task.request.generate_audio)]
        if (task.scenario or "").startswith(DRAWN):
            return acts[0] if acts else None
        return self._counts.next(f"{task.key_id}/{task.scenario}", acts, again=True)

    def _sighting(self, play: Play) -> Sighting:
        now = self._clock()
        state = play.state(now)
        if (change := play.changes(now)) is not None:
            self._on_due(play.task.id, change)
        problem = None
        if state == "ended" and isinstance(play.verdict, Fail):
            said = play.verdict.says if played(play.task.scenario).told_in(play.task.dialect) else ""
            state, problem = "failed", Problem(play.verdict.code, said)
        elif state == "ended" and isinstance(play.verdict, End):
            state = play.verdict.status
        elif state == "ended":
            state, problem = self._made(play)
        return self._told(play, state, problem, now)

    def _made(self, play: Play) -> tuple[str, Problem | None]:
        """Whether the clip is there; the first task that needs it has it rendered, and the others wait with
        it. A render that fails fails those who waited for it, and the next task tries anew."""
        if self._clips.ready(play.clip):
            return "succeeded", None
        if play.making is None:
            play.making = self._clips.make(play.clip)
            play.making.add_done_callback(lambda _: self._on_due(play.task.id, self._clock()))
        if not play.making.done() or play.making.cancelled():
            return "running", None
        error = play.making.exception()
        return "failed", error if isinstance(error, Problem) else Problem("generation_failed", str(error))

    def _told(self, play: Play, status: str, problem: Problem | None, now: float) -> Sighting:
        made, task = status == "succeeded", play.task
        frames = geometry.FPS * play.clip.seconds
        share = (now - play.starts) / (play.ends - play.starts) if play.ends > play.starts else 0.0
        still = made and task.request.return_last_frame
        return Sighting(
            provider_id=provider_id(task),
            status=status,
            done=int(frames * min(share, 1.0)) if status == "running" else 0,
            total=frames if status == "running" else 0,
            problem=problem,
            notes=(LABEL,) if made else (),
            video_url=str(self._clips.path(play.clip)) if made else None,
            last_frame_url=str(self._clips.path(play.clip, "png")) if still else None,
            poster_url=str(self._clips.path(play.clip, "jpg")) if made else None,
            contact_sheet_url=str(self._clips.path(play.clip, "sheet.jpg")) if made else None,
            sprites_url=str(self._clips.path(play.clip, "sprites.jpg")) if made else None,
            grid=self._clips.grid(play.clip) if made else None,
            duration=play.clip.seconds if made else None,
            seed=task.seed,
        )
