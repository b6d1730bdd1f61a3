"""A provider as a backend: the client role of a dialect, a route and a credential pinned to one origin."""

import asyncio
import base64
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from onetake.adapters.backends.register import Register
from onetake.adapters.backends.sightings import sighting
from onetake.adapters.http.fetch import Fetcher
from onetake.core.catalogue import Route
from onetake.core.fitting import misfits
from onetake.core.nonces import as_sent, sent_between
from onetake.core.ports import Input
from onetake.core.problem import Problem
from onetake.core.request import Request
from onetake.core.secret import Secret
from onetake.core.task import Sighting, Task
from onetake.core.wire import Ambiguous, Call, NotSent, Reply, WireError
from onetake.dialects import DIALECTS
from onetake.dialects._flow import Flow, arun
from onetake.dialects._table import Parcel

Link = Callable[[Task, int], str | None]
"""A public link to a staged input, or None when this server cannot be reached from outside."""

Callback = Callable[[Task], str | None]
"""Where the provider of a task may report to, or None when this server cannot be reached from outside."""

OUTPUT_LIMIT = 2 * 2**30
OUTPUT_DEADLINE = 900.0
INLINE_LIMIT = 44 * 2**20
"""Bytes of inputs that fit as base64 into a body of 64 MB (contract §1.6)."""
PARCEL_TIMEOUT = 300.0
DRIFT = 3600.0
"""Seconds around a send in which a record may be the one that was sent, whatever the clocks."""
SEEDLESS_DRIFT = 176_400.0
"""The same where records bear no seed: only settings and time tell whose they are, and our clock may be a day
off (F35)."""
KNOWN = 20_000
"""Records of a provider whose nonces are remembered."""
OLDER = 3600.0
"""A page whose every record is older than this ends a list that is told newest first."""


class Upstream:
    """One route with one credential, which is asked for at every call and kept out of sight. Create is sent
    on a fresh connection and never repeated here."""

    local = False

    def __init__(
        self,
        name: str,
        route: Route,
        origin: str,
        credential: str | Callable[[], Secret],
        fetcher: Fetcher,
        *,
        link: Link,
        callback: Callback = lambda task: None,
        timeout: float = 30.0,
    ) -> None:
        self.name = name
        self.route = route.name
        self._profile = route
        self._dialect = DIALECTS[route.dialect]
        self._origin = origin
        fixed = Secret(credential) if isinstance(credential, str) else None
        self._secret = credential if callable(credential) else lambda: fixed or Secret("")
        self._fetcher = fetcher
        self._link = link
        self._callback = callback if "callback" in route.capabilities else _none
        self._timeout = max(timeout, route.patience)
        self._files = route.files if origin == route.origin and route.files else origin
        self._deposits: dict[str, dict[int, str]] = {}
        self._held = "get" not in route.capabilities
        self._withdrawn: set[str] = set()
        self._known: dict[str, Sighting] = {}
        self._asking: dict[str, asyncio.Future[Sighting | None]] = {}
        lists = "list" in route.capabilities
        self._register = Register(self._dialect, route, self._credential, self._send) if lists else None
        # A list that cannot be asked for a status would be read from end to end at every look.
        self.lister = self._register if "statuses" in self._dialect.query.attrs else None

    def _credential(self) -> str:
        """The credential as it is at this call. Raises NotSent where it was taken away."""
        return self._secret().reveal()

    def inexpressible(self, request: Request) -> list[str]:
        """Parts that the dialect or the route cannot say, before anything is sent."""
        return list(dict.fromkeys([*self._dialect.inexpressible(request), *misfits(request, self._profile)]))

    async def prepare(self, task: Task, inputs: Sequence[Input]) -> None:
        """Every stored input gets a form that the provider takes: a public link of ours, a data URL in the
        body, or a file of its own. Raises Problem(inexpressible) where there is none."""
        media, inside = task.request.media, self._inside(task.request, inputs)
        inline = sum(i.bytes for i in inputs if not media[i.place].remote) <= INLINE_LIMIT
        for file in inputs:
            item = media[file.place]
            must = item.kind in self._profile.deposits
            if file.place in inside:
                continue
            if item.foreign or (not must and (item.remote or self._link(task, file.place))):
                continue
            if not must and "inline" in self._profile.capabilities and item.kind != "video" and inline:
                continue
            if "upload" not in self._profile.capabilities:
                detail = (
                    f"media[{file.place}] needs a public link; set [server] public_url to an https address"
                )
                raise Problem("inexpressible", detail)
            try:
                await self._deposited(task, file.place, file)
            except OSError as error:
                raise NotSent(f"an input cannot be read: {error.strerror}") from error

    async def submit(self, task: Task, inputs: Sequence[Input]) -> Sighting:
        try:
            # With inputs the body can be 64 MB of base64: that is not made on the event loop.
            begun = asyncio.to_thread(self._begun, task, inputs) if inputs else None
            flow, call = await begun if begun else self._begun(task, inputs)
        except OSError as error:
            raise NotSent(f"an input cannot be read: {error.strerror}") from error
        try:
            answered = await self._ended(flow, call)
            if self._held:  # the answer is the result, and nothing can be asked under its id
                answered = {**answered, "id": f"{task.id}-{task.attempt}"}
            return sighting(answered)
        except WireError as error:
            raise Ambiguous(f"the answer cannot be read: {error}") from error

    async def _ended(self, flow: Flow[Any], call: Call) -> Any:
        try:
            while True:
                call = flow.send(await self._send_fresh(call))
        except StopIteration as end:
            return end.value

    def _begun(self, task: Task, inputs: Sequence[Input]) -> tuple[Flow[Any], Call]:
        told = replace(as_sent(task), callback_url=self._callback(task))
        request = self._carried(task, told, inputs)
        flow = self._dialect.submitting(request, self._profile, self._credential(), customer=task.dialect)
        return flow, next(flow)

    async def look(self, task: Task) -> Sighting | None:
        if self._held:
            return sighting({**task.result, "id": task.provider_id or ""})
        seen = await self._get(task.provider_id or "")
        if seen is None and task.provider_id in self._withdrawn:
            return Sighting(provider_id=task.provider_id, status="cancelled")
        if seen is not None and seen.provider_id != task.provider_id:
            raise WireError("the provider answered with another task")
        return seen

    async def find(self, task: Task) -> Sequence[Sighting] | None:
        """Every task of the provider that may be this attempt; None where the route has no list.

        Raises Ambiguous for a list that was not read whole: a hole would prove an absence that is none.
        """
        if self._register is None:
            return None
        first, last = sent_between(task, self._timeout)
        drift = DRIFT if "seed" in self._dialect.task.attrs else SEEDLESS_DRIFT
        start, end = first - drift, last + drift
        seen = await self._register.since(start - OLDER)
        likely = [
            s for s in seen if s.created_at is None or start <= s.created_at <= end or s.seed == task.seed
        ]
        return [await self._completed(task, s) for s in likely]

    async def cancel(self, task: Task) -> None:
        """Ask while it is queued; the flow looks first, so that no finished record is ever deleted (F23). A
        record that went with the answer is its own verdict."""
        cancels = {"delete", "cancel"} & self._profile.capabilities
        if cancels and task.provider_id is not None:
            flow = self._dialect.cancelling(task.provider_id, self._profile, self._credential())
            if (await arun(flow, self._send)).get("status") == "cancelled":
                self._withdrawn.add(task.provider_id)

    async def fetch(self, url: str, to: Path) -> None:
        key = None
        if "content" in self._profile.capabilities:
            # Such a route serves its files to the key only, below its own origin.
            key = self._dialect.auth.write(self._credential())
            url = self._origin + url if url.startswith("/") else url
        await self._fetcher.download(
            url, "output", to, limit=OUTPUT_LIMIT, deadline=OUTPUT_DEADLINE, origin=self._origin, headers=key
        )

    def forget(self, task: Task) -> None:
        """Drop what was remembered of the task's files there."""
        self._deposits.pop(task.id, None)
        self._withdrawn.discard(task.provider_id or "")

    async def close(self) -> None:
        """The fetcher is shared; whoever made it closes it."""

    async def _send_fresh(self, call: Call) -> Reply:
        return await self._fetcher.send(call, origin=self._origin, timeout=self._timeout, fresh=True)

    async def _send(self, call: Call) -> Reply:
        return await self._fetcher.send(call, origin=self._origin, timeout=self._timeout, fresh=False)

    async def _get(self, provider_id: str) -> Sighting | None:
        flow = self._dialect.looking(provider_id, self._profile, self._credential())
        try:
            return sighting(await arun(flow, self._send))
        except Problem as problem:
            if problem.code in ("not_found", "task_expired_record"):
                return None
            raise

    async def _once(self, provider_id: str) -> Sighting | None:
        """`_get`, sent once for all who ask at the same time."""
        asked = self._asking.get(provider_id)
        if asked is None:
            asked = self._asking[provider_id] = asyncio.ensure_future(self._get(provider_id))
            asked.add_done_callback(lambda _: self._asking.pop(provider_id, None))
        return await asyncio.shield(asked)

    async def _completed(self, task: Task, sighting: Sighting) -> Sighting:
        """A list may leave the nonces out: then the task itself is read, unless its seed is another's or the
        contract has no place for one. A seed that was told stays what it is: once is enough for all who look
        for theirs."""
        if not {"seed", "expires_after"} & {*self._dialect.task.attrs}:
            return sighting
        if sighting.seed is not None and (sighting.seed != task.seed or sighting.expires_after is not None):
            return sighting
        if sighting.provider_id in self._known:
            return self._known[sighting.provider_id]
        found = await self._once(sighting.provider_id) or sighting
        if found.seed is not None:
            if len(self._known) >= KNOWN:
                self._known.clear()
            self._known[sighting.provider_id] = found
        return found

    async def _deposited(self, task: Task, place: int, file: Input) -> str:
        """Store an input with the provider; it is put there once, however often the task is sent."""
        kept = self._deposits.setdefault(task.id, {})
        if place not in kept:
            body = await asyncio.to_thread(file.path.read_bytes)
            name = f"input-{place}.{file.mime.partition('/')[2] or 'bin'}"
            flow = self._dialect.deposit(Parcel(name, file.mime, body), self._profile, self._credential())
            kept[place] = await arun(flow, self._send_parcel)
        return kept[place]

    async def _send_parcel(self, call: Call) -> Reply:
        if call.at == "signed":
            return await self._fetcher.put(call, origin=self._origin, timeout=PARCEL_TIMEOUT)
        origin = self._files if call.at == "files" else self._origin
        return await self._fetcher.send(call, origin=origin, timeout=PARCEL_TIMEOUT, fresh=True)

    def _carried(self, task: Task, request: Request, inputs: Sequence[Input]) -> Request:
        """The request with every stored input in a form that the provider can take."""
        files = {i.place: i for i in inputs}
        kept = self._deposits.get(task.id, {})
        inside = self._inside(request, inputs)
        media = []
        for place, item in enumerate(request.media):
            if place in kept:
                item = replace(item, url=kept[place])
            elif place in inside:
                item = replace(item, url=_data_url(files[place]))
            elif not (item.remote or item.foreign):
                item = replace(item, url=self._link(task, place) or _data_url(files[place]))
            media.append(item)
        return replace(request, media=tuple(media))

    def _inside(self, request: Request, inputs: Sequence[Input]) -> frozenset[int]:
        """Places of the inputs that travel in the body although they could be linked to: those that the route
        wants there, where all of them fit."""
        wanted = [i for i in inputs if request.media[i.place].kind in self._profile.carries]
        if sum(i.bytes for i in wanted) > INLINE_LIMIT:
            return frozenset()
        return frozenset(i.place for i in wanted if not request.media[i.place].foreign)


def _none(task: Task) -> None:
    return None


def _data_url(file: Input) -> str:
    encoded = base64.b64encode(file.path.read_bytes()).decode()
    return f"data:{file.mime};base64,{encoded}"
