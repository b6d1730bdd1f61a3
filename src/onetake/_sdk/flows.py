"""Everything that the SDK does, each written once as a flow over the native dialect (see `steps`)."""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar, Unpack

from onetake._sdk.files import saving
from onetake._sdk.inputs import DECLARED, OURS, UNDECLARED, Options, Part, known, names, parts_of
from onetake._sdk.line import Line
from onetake._sdk.patience import Patience, budget, pace
from onetake._sdk.sse import reading
from onetake._sdk.steps import Emit, Pause, Steps, Tell, Work
from onetake._sdk.video import Facts
from onetake.core.problem import Problem
from onetake.core.query import Query
from onetake.core.request import ASSET, Media
from onetake.core.wire import Ambiguous

V = TypeVar("V", bound=Facts)
MISSED = frozenset(
    {"provider_unavailable", "provider_overloaded", "rate_limited", "internal", "deadline_exceeded"}
)
"""Ways for a look to fail that say nothing about the task: a missed look, never a failed task."""
PAGE = 50


class Flows(Generic[V]):
    """The operations on `/videos`. `make` turns what was read into the caller's own kind of video."""

    def __init__(self, line: Line, make: Callable[[Mapping[str, Any]], V]) -> None:
        self._line = line
        self._make = make

    # ------------------------------------------------------------ asking

    def generating(
        self,
        prompt: str = "",
        *,
        timeout: float | None = None,
        on_update: Callable[[V], Any] | None = None,
        idempotency_key: str | None = None,
        **options: Unpack[Options],
    ) -> Steps[V]:
        """Ask for a video and wait until it is there; returns it `succeeded`.

        timeout: seconds for all of it; by default 15 minutes, or 30 for 1080p and long ones. The task goes on
        when the wait ends early. on_update: called with the video whenever its phase or its frames change.
        idempotency_key: the same key with the same request is the same task; one is made where none is given.
        Raises Problem: a refusal, or why the task ended without a file (`facts["task"]` is its id);
        deadline_exceeded when the time is up.
        """
        patience = self._line.patience(timeout)
        video = yield from self._create(prompt, options, idempotency_key, patience)
        return (yield from self._wait(video.id, patience, on_update))

    def creating(
        self, prompt: str = "", *, idempotency_key: str | None = None, **options: Unpack[Options]
    ) -> Steps[V]:
        """Ask for a video; returns at once with its task, `queued`. Local files are uploaded first.

        Raises Problem with every offence, named as the arguments here are.
        """
        return (yield from self._create(prompt, options, idempotency_key, self._line.patience()))

    def estimating(self, prompt: str = "", **options: Unpack[Options]) -> Steps[Mapping[str, Any]]:
        """What it would cost, in credits as decimal text, and what each route lists; nothing is spent."""
        return (yield from self._advise("estimate", prompt, options))

    def linting(self, prompt: str = "", **options: Unpack[Options]) -> Steps[Mapping[str, Any]]:
        """Every offence in the request, and which backends could make it; nothing is stored."""
        return (yield from self._advise("lint", prompt, options))

    def linting_body(
        self, dialect: str, message: Mapping[str, Any], route: str | None = None
    ) -> Steps[Mapping[str, Any]]:
        """The same for a body of any contract, as it would be sent."""
        params = [("dialect", dialect), *([("route", route)] if route else [])]
        flow = self._line.asking("lint", params=params, message=message)
        return (yield from self._line.told(flow, self._line.patience(), safe=True, names={}))

    def routing(self, prompt: str = "", **options: Unpack[Options]) -> Steps[Mapping[str, Any]]:
        """Which backend would make the request, and what speaks against the others; nothing is stored."""
        return (yield from self._advise("explain", prompt, options))

    def _create(self, prompt: str, options: Options, key: str | None, patience: Patience) -> Steps[V]:
        parts = yield Work(lambda: parts_of(known(options)))
        draft = yield from self._draft(prompt, options, parts, patience)
        name = key or os.urandom(16).hex()
        try:
            flow = self._line.submitting(draft, name)
            found = yield from self._line.told(flow, patience, unsure=True, names=names(parts))
        except Ambiguous as lost:
            told = f"the task may have been accepted ({lost}); call again with the same idempotency_key"
            raise Problem("submit_outcome_unknown", told, idempotency_key=name) from lost
        if "status" not in found:  # a receipt is a whole task; what is missing is a word that we do not know
            return (yield from self._look(found["id"], patience))
        return self._make(found)

    def _advise(self, op: str, prompt: str, options: Options) -> Steps[Mapping[str, Any]]:
        patience = self._line.patience()
        parts = yield Work(lambda: parts_of(known(options)))
        draft = yield from self._draft(prompt, options, parts, patience)
        flow = self._line.asking(op, message=self._line.message(draft))
        return (yield from self._line.told(flow, patience, safe=True, names=names(parts)))

    def _draft(
        self, prompt: str, options: Options, parts: Sequence[Part], patience: Patience
    ) -> Steps[dict[str, Any]]:
        draft: dict[str, Any] = {"prompt": prompt} if prompt else {}
        for name, value in options.items():
            if value is not None and name not in ("first_frame", "last_frame", "references"):
                draft[OURS.get(name, name)] = value
        media = []
        for part in parts:
            url = part.url or (yield from self._upload(part, patience, bool(options.get("repair"))))
            media.append(Media(part.kind, part.role, url))
        if media:
            draft["media"] = tuple(media)
        return draft

    def _upload(self, part: Part, patience: Patience, repair: bool) -> Steps[str]:
        data = yield Work(part.read)
        headers = {"Content-Type": part.mime if part.mime.startswith(DECLARED) else UNDECLARED}
        params = [("repair", "1")] if repair else None
        flow = self._line.asking("upload", raw=data, headers=headers, params=params)
        found = yield from self._line.told(flow, patience, names={**names([part]), "": part.label})
        if not isinstance(found, dict) or not isinstance(found.get("sha256"), str):
            raise Problem("provider_protocol", "the answer to an upload names no file")
        # By content and not by the upload's id: the same files under one idempotency_key stay one request.
        return f"{ASSET}sha256-{found['sha256']}"

    # ------------------------------------------------------------ looking

    def getting(self, id: str) -> Steps[V]:
        """The task as it is now. Raises Problem(not_found)."""
        return (yield from self._look(id, self._line.patience()))

    def waiting(
        self, id: str, *, timeout: float | None = None, on_update: Callable[[V], Any] | None = None
    ) -> Steps[V]:
        """Wait until a task has ended; returns it `succeeded`. Arguments and errors as for `generate`."""
        return (yield from self._wait(id, self._line.patience(timeout), on_update))

    def listing(
        self,
        *,
        status: str | Sequence[str] = (),
        route: str | None = None,
        limit: int | None = None,
    ) -> Steps[None]:
        """Tasks, newest first; further pages are fetched while you iterate. limit: at most so many."""
        statuses = (status,) if isinstance(status, str) else tuple(status)
        left, after = float("inf") if limit is None else limit, None
        while left > 0:
            size = int(min(left, PAGE))
            query = Query(statuses=statuses, route=route, after=after, limit=size)
            found, _ = yield from self._line.told(self._line.listing(query), self._line.patience())
            for task in found:
                yield Emit(self._make(task))
            if len(found) < size:
                return
            left, after = left - len(found), found[-1]["id"]

    def happening(self, id: str, *, after: int = 0) -> Steps[None]:
        """Events of a task, as they happen, until it has ended. after: the last `seq` already seen."""
        yield from reading(self._line, self._line.call("events", id), after)

    def explaining(self, id: str) -> Steps[Mapping[str, Any]]:
        """What happened to a task's money: held, taken and given back in credits as decimal text, and every
        event. Raises Problem(not_found)."""
        flow = self._line.fetching(self._line.call("ledger", id))
        told = yield from self._line.told(flow, self._line.patience())
        try:
            return json.loads(told)
        except ValueError as error:
            raise Problem("provider_protocol", "the answer is no JSON") from error

    def _look(self, id: str, patience: Patience) -> Steps[V]:
        return self._make((yield from self._line.told(self._line.looking(id), patience)))

    def _wait(self, id: str, patience: Patience, on_update: Callable[[V], Any] | None) -> Steps[V]:
        shown: object = None
        missed: Problem | None = None
        while True:
            try:
                video = yield from self._look(id, patience)
            except Problem as problem:
                if problem.code not in MISSED:
                    raise
                missed = problem
            else:
                if patience.total is None:
                    patience.total = budget(video.request.get("resolution"), video.request.get("duration"))
                if on_update is not None and (video.phase, video.progress) != shown:
                    shown = (video.phase, video.progress)
                    yield Tell(on_update, video)
                if video.ended:
                    return _delivered(video)
            if patience.left <= 0:
                told = f"task {id} has not ended within {patience.total:g} s; wait for it again"
                raise Problem("deadline_exceeded", told, task=id) from missed
            yield Pause(min(pace(patience.elapsed), patience.left))

    # ------------------------------------------------------------ changing

    def cancelling(self, id: str) -> Steps[V]:
        """Ask a task to stop. The answer may still be running: the backend's verdict decides.

        Raises Problem(not_cancellable) for one that has ended.
        """
        patience = self._line.patience()
        found = yield from self._line.told(self._line.cancelling(id), patience, safe=True)
        return self._make(found) if "status" in found else (yield from self._look(id, patience))

    def deleting(self, id: str) -> Steps[None]:
        """Remove an ended task and its files. Raises Problem(not_cancellable) while it is open."""
        yield from self._line.told(self._line.deleting(id), self._line.patience())

    # ------------------------------------------------------------ files

    def saving(self, video: Facts, path: str | Path) -> Steps[Path]:
        """Download to `path` (in a folder: `ID.mp4`): whole and verified by SHA-256, or not at all."""
        if video.output is None:
            raise video.problem or Problem("not_found", f"task {video.id} has no file: it is {video.status}")
        return (yield from saving(self._line, video.id, video.output.sha256, path))

    def content(self, video: Facts, variant: str = "video") -> Steps[bytes]:
        """The file as bytes: video, last_frame, poster, contact_sheet, sprites or sprites_vtt."""
        flow = self._line.fetching(self._line.call("content", video.id, variant=variant))
        return (yield from self._line.told(flow, self._line.patience()))

    def last_frame(self, video: Facts) -> Steps[bytes | None]:
        """The last frame as PNG, or None where none was asked for (`return_last_frame=True`)."""
        if video.output is None or video.output.last_frame_url is None:
            return None
        return (yield from self.content(video, "last_frame"))


def _delivered(video: V) -> V:
    if video.status == "succeeded":
        return video
    why = video.problem or Problem("generation_failed", f"the task is {video.status}")
    raise Problem(why.code, why.detail, offences=why.offences, **{**why.facts, "task": video.id})
