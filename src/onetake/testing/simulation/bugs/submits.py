"""Bugs of the submit: sent twice, adopted wrongly."""

from dataclasses import replace
from typing import Any

from onetake.core.problem import Problem
from onetake.core.wire import Ambiguous, NotSent
from onetake.services import changes, reconcile, steps, submit
from onetake.testing.simulation.bugs._registry import Put, bug


@bug("resend-on-timeout", "F10 F13", "an answer that did not come is taken for a create that did not go out")
def _(put: Put) -> None:
    put(submit, "NotSent", (NotSent, Ambiguous))


@bug("resend-after-death", "F05 F06", "an intent that a dead worker left is simply sent again")
def _(put: Put) -> None:
    async def disown(p: Any, task: Any) -> float:
        await changes.move(p, task, "not_sent", sent_at=None)
        return p.clock()

    put(steps._PHASES, "submitting", disown)


@bug("absent-at-first-miss", "§3.2", "one list without the task counts as proof that it is not there")
def _(put: Put) -> None:
    async def not_seen(p: Any, task: Any, now: float, doubtful: bool) -> float:
        await changes.move(p, task, "absent")
        return p.clock()

    put(reconcile, "_not_seen", not_seen)


@bug("absent-without-lag", "§3.2", "three lists count however soon after the send they were read")
def _(put: Put) -> None:
    put(reconcile, "_last_send", lambda p, task: -1e12)
    usual = reconcile._not_seen

    async def not_seen(p: Any, task: Any, now: float, doubtful: bool) -> float:
        waited = int((p.policy.absence_after - p.policy.submit_timeout) / p.policy.absence_gap)
        seen = replace(task, updated_at=-1e12, misses=max(task.misses, waited))
        return await usual(p, seen, now, doubtful)

    put(reconcile, "_not_seen", not_seen)


@bug("no-fence", "F07", "a worker that slept sends without looking whether the task is still its own")
def _(put: Put) -> None:
    async def may(p: Any, task: Any) -> bool:
        return True

    put(submit, "_may_send", may)


@bug("no-intent", "§0 rule 1", "the create goes out before its intent is on disk")
def _(put: Put) -> None:
    usual = submit._send

    async def send(p: Any, backend: Any, task: Any, inputs: Any) -> float | None:
        # What a process without an intent would find after its death: a task that was never begun.
        await p.store.transact(lambda sql: changes.change(sql, task, "not_sent", p.clock(), sent_at=None))
        fresh = await p.store.read(lambda sql: changes.load(sql, task.id))
        try:
            sighting = await backend.submit(task, inputs)
        except (NotSent, Ambiguous, Problem):
            return p.clock() + p.policy.poll_first
        await p.point("submit.after_response_before_id")
        again = await p.store.transact(
            lambda sql: changes.change(sql, fresh, "submit", p.clock(), seed=task.seed, sent_at=task.sent_at)
        )
        await changes.move(p, again, "receipt", provider_id=sighting.provider_id)
        return p.clock()

    assert usual is not None
    put(submit, "_send", send)


@bug("seed-not-pinned", "§0 rule 3", "every read of the seed draws another: what came back is nobody's")
def _(put: Put) -> None:
    put(reconcile, "fits", lambda task, seen, p: False)


@bug("adopts-anything", "§3.2", "the newest record at the provider is taken for ours, whatever it says")
def _(put: Put) -> None:
    put(reconcile, "fits", lambda task, seen, p: True)


@bug("adopts-twice", "§3.2", "a record that another task holds already is adopted once more")
def _(put: Put) -> None:
    put(reconcile, "fits", lambda task, seen, p: True)
    put(reconcile, "_owned", lambda sql, task, sighting: False)


@bug("failover-after-doubt", "F10", "an ambiguous create is handed to the next provider")
def _(put: Put) -> None:
    usual = submit._send

    async def send(p: Any, backend: Any, task: Any, inputs: Any) -> float | None:
        doubtless: Any = _Doubtless(backend)
        try:
            return await usual(p, doubtless, task, inputs)
        except NotSent:
            return await submit._not_sent(p, task, Problem("provider_unavailable"))

    put(submit, "_send", send)


class _Doubtless:
    """A backend whose doubts sound like refusals."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def __getattr__(self, name: str) -> Any:
        return getattr(self._backend, name)

    async def submit(self, task: Any, inputs: Any) -> Any:
        try:
            return await self._backend.submit(task, inputs)
        except Ambiguous as error:
            raise NotSent(str(error)) from error
