"""The bug gallery: design bugs that peers shipped or that a tired day would write, each a switch.

`planted(name)` changes the product in one place for as long as the block runs. A simulation whose checks do
not notice proves nothing: every bug here has to be caught (tests/services/test_gallery.py).
Sources: errors-and-faults §5.2 (the twelve of the prototype), §1.3 (peers), §3.1 (fault points).
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

from onetake.core.problem import Problem
from onetake.core.wire import Ambiguous, NotSent
from onetake.services import (
    arrival,
    books,
    callbacks,
    changes,
    deliver,
    notify,
    outbox,
    patience,
    poll,
    reconcile,
    removal,
    steps,
    submit,
    tasks,
)

Put = Callable[[Any, str, Any], None]
"""put(where, name, value): what the switch changes."""


@dataclass(frozen=True, slots=True)
class Bug:
    """row: the fault, law or peer that it stands for; about: what is wrong, in a sentence."""

    name: str
    row: str
    about: str
    plant: Callable[[Put], None]


BUGS: dict[str, Bug] = {}


def _bug(name: str, row: str, about: str) -> Callable[[Callable[[Put], None]], Callable[[Put], None]]:
    def known(plant: Callable[[Put], None]) -> Callable[[Put], None]:
        BUGS[name] = Bug(name, row, about, plant)
        return plant

    return known


@contextlib.contextmanager
def planted(name: str) -> Iterator[None]:
    """The product with one bug, while the block runs."""
    with contextlib.ExitStack() as switches:

        def put(where: Any, attribute: str, value: Any) -> None:
            if isinstance(where, Mapping):
                switches.enter_context(patch.dict(where, {attribute: value}))  # type: ignore[arg-type]
            else:
                switches.enter_context(patch.object(where, attribute, value))

        BUGS[name].plant(put)
        yield


# -- the submit -------------------------------------------------------------------------------------------


@_bug("resend-on-timeout", "F10 F13", "an answer that did not come is taken for a create that did not go out")
def _(put: Put) -> None:
    put(submit, "NotSent", (NotSent, Ambiguous))


@_bug("resend-after-death", "F05 F06", "an intent that a dead worker left is simply sent again")
def _(put: Put) -> None:
    async def disown(p: Any, task: Any) -> float:
        await changes.move(p, task, "not_sent", sent_at=None)
        return p.clock()

    put(steps._PHASES, "submitting", disown)


@_bug("absent-at-first-miss", "§3.2", "one list without the task counts as proof that it is not there")
def _(put: Put) -> None:
    async def not_seen(p: Any, task: Any, now: float, doubtful: bool) -> float:
        await changes.move(p, task, "absent")
        return p.clock()

    put(reconcile, "_not_seen", not_seen)


@_bug("absent-without-lag", "§3.2", "three lists count however soon after the send they were read")
def _(put: Put) -> None:
    put(reconcile, "_last_send", lambda p, task: -1e12)
    usual = reconcile._not_seen

    async def not_seen(p: Any, task: Any, now: float, doubtful: bool) -> float:
        return await usual(p, replace(task, updated_at=-1e12), now, doubtful)

    put(reconcile, "_not_seen", not_seen)


@_bug("no-fence", "F07", "a worker that slept sends without looking whether the task is still its own")
def _(put: Put) -> None:
    async def may(p: Any, task: Any) -> bool:
        return True

    put(submit, "_may_send", may)


@_bug("no-intent", "§0 rule 1", "the create goes out before its intent is on disk")
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


@_bug("seed-not-pinned", "§0 rule 3", "every read of the seed draws another: what came back is nobody's")
def _(put: Put) -> None:
    put(reconcile, "fits", lambda task, seen, p: False)


@_bug("adopts-anything", "§3.2", "the newest record at the provider is taken for ours, whatever it says")
def _(put: Put) -> None:
    put(reconcile, "fits", lambda task, seen, p: True)


@_bug("adopts-twice", "§3.2", "a record that another task holds already is adopted once more")
def _(put: Put) -> None:
    put(reconcile, "fits", lambda task, seen, p: True)
    put(reconcile, "_owned", lambda sql, task, sighting: False)


@_bug("failover-after-doubt", "F10", "an ambiguous create is handed to the next provider")
def _(put: Put) -> None:
    usual = submit._send

    async def send(p: Any, backend: Any, task: Any, inputs: Any) -> float | None:
        try:
            return await usual(p, _Doubtless(backend), task, inputs)
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


# -- change, money, messages ------------------------------------------------------------------------------


@_bug("no-compare-and-set", "F20", "whoever comes last changes the task, whatever it was about")
def _(put: Put) -> None:
    usual = changes.change

    def change(sql: Any, seen: Any, event: str, now: float, **columns: Any) -> Any:
        return usual(sql, changes.load(sql, seen.id) or seen, event, now, **columns)

    put(changes, "change", change)


@_bug("attempt-not-compared", "F41", "evidence about one attempt changes the next one (ABA)")
def _(put: Put) -> None:
    usual = changes.change

    def change(sql: Any, seen: Any, event: str, now: float, **columns: Any) -> Any:
        fresh = changes.load(sql, seen.id)
        if fresh is not None and fresh.phase == seen.phase:
            seen = fresh
        return usual(sql, seen, event, now, **columns)

    put(changes, "change", change)


@_bug("money-in-its-own-time", "F29", "the task ends in one transaction, its hold is closed by another")
def _(put: Put) -> None:
    def close(sql: Any, task: str, price: int, now: float, **_: Any) -> int:
        return price

    put(books, "close", close)


@_bug("refund-twice", "peer new-api #2025", "a failed task is refunded by whoever notices, without a compare")
def _(put: Put) -> None:
    usual = books.close

    def close(sql: Any, task: str, price: int, now: float, **more: Any) -> int:
        taken = usual(sql, task, price, now, **more)
        row = sql.one("hold.get", task=task)
        if row["amount"] and not price:
            sql.run("account.post", id=row["account"], amount=row["amount"])
        return taken

    put(books, "close", close)


@_bug("refund-never", "peer bottube #1535", "a task that fails after its submit keeps the hold for ever")
def _(put: Put) -> None:
    usual = books.close

    def close(sql: Any, task: str, price: int, now: float, **more: Any) -> int:
        return usual(sql, task, price, now, **more) if price else 0

    put(books, "close", close)


@_bug("pays-the-asked-price", "F30", "what is taken may be more than what was held")
def _(put: Put) -> None:
    usual = books.close

    def close(sql: Any, task: str, price: int, now: float, **more: Any) -> int:
        row = sql.one("hold.get", task=task)
        return usual(sql, task, row["amount"] + 1 if price else 0, now, **more) + (1 if price else 0)

    put(books, "close", close)


@_bug("no-outbox", "F32", "a message is sent by hand after the change, and lost with the process")
def _(put: Put) -> None:
    put(outbox, "announce", lambda sql, was, task, now: None)


@_bug("message-named-anew", "F31", "every try of a message has an id of its own")
def _(put: Put) -> None:
    usual = notify._send
    told = iter(range(10**9))

    async def send(p: Any, task: Any, url: str, message: str, *rest: Any) -> Any:
        return await usual(p, task, url, f"{message}.{next(told)}", *rest)

    put(notify, "_send", send)


# -- looks and verdicts -----------------------------------------------------------------------------------


@_bug("refund-at-poll-timeout", "F22, peer elizaOS #11862", "a task that takes long is failed and refunded")
def _(put: Put) -> None:
    put(patience, "hard_stop", lambda p, task: (task.sent_at or task.created_at) + 600.0)
    put(patience, "stopped", lambda p, task, looked: p.clock() >= patience.hard_stop(p, task))


@_bug("zero-refund", "peer elizaOS #11942", "after the hard stop the task stays open, and so does its hold")
def _(put: Put) -> None:
    put(patience, "stopped", lambda p, task, looked: False)


@_bug("one-404-ends", "F18, peer ddcat #309", "the first look that finds nothing is a verdict")
def _(put: Put) -> None:
    async def absent(p: Any, task: Any, backend: Any) -> float | None:
        await changes.move(p, task, "fail", problem=Problem("provider_result_missing"))
        return None

    put(poll, "_absent", absent)


@_bug("broken-look-ends", "§0 rule 7", "a look that failed fails the task")
def _(put: Put) -> None:
    async def unanswered(p: Any, task: Any) -> float | None:
        await changes.move(p, task, "fail", problem=Problem("provider_unavailable"))
        return None

    put(poll, "_unanswered", unanswered)


@_bug("callback-believed", "F21 T18", "a callback that says `failed` ends the task")
def _(put: Put) -> None:
    usual = callbacks.receive

    async def receive(p: Any, token: str, message: Any) -> None:
        await usual(p, token, message)
        task = await p.store.read(lambda sql: changes.load(sql, token.partition(".")[0]))
        if task is not None and not task.ended and isinstance(message, dict):
            with contextlib.suppress(changes.Stale):
                await changes.move(p, task, "fail", problem=Problem("generation_failed"))

    put(callbacks, "receive", receive)


@_bug("hint-believed", "F16", "the id that a callback names is adopted without a look at it")
def _(put: Put) -> None:
    async def hinted(p: Any, task: Any, backend: Any) -> bool:
        await changes.move(p, task, "receipt", provider_id=task.hint, misses=0, tries=0)
        return True

    put(reconcile, "_hinted", hinted)


@_bug("output-not-checked", "F26", "whatever came down is delivered and paid for")
def _(put: Put) -> None:
    usual = deliver._one

    async def one(p: Any, backend: Any, task: Any, place: int, kind: str, url: str) -> Any:
        probe = p.probe

        async def blind(path: Any, kind: str, *, decode: bool = False) -> Any:
            content = path.read_bytes()
            path.write_bytes(b"anything")
            found = await probe(path, kind, decode=decode)
            path.write_bytes(content)
            return found

        p.probe = blind
        try:
            return await usual(p, backend, task, place, kind, url)
        finally:
            p.probe = probe

    put(deliver, "_one", one)


@_bug("file-not-kept", "F27 F28", "the task succeeds before its bytes are in the store")
def _(put: Put) -> None:
    async def keep(p: Any, project: str, staged: Any) -> None:
        return None

    put(deliver.staging, "keep", keep)


@_bug("resend-at-refresh", "F25", "a link that died is answered by making the video again")
def _(put: Put) -> None:
    usual = deliver._retry

    async def retry(p: Any, task: Any, backend: Any, problem: Any) -> float | None:
        if problem.code != "output_download_failed" or backend.local:
            return await usual(p, task, backend, problem)
        fresh = await changes.move(p, task, "refresh")
        await changes.move(p, fresh, "absent")
        return p.clock()

    put(deliver, "_retry", retry)


# -- the way in, and what is kept -------------------------------------------------------------------------


@_bug("key-remembered-later", "F02 F03", "the Idempotency-Key is kept after the task's own transaction")
def _(put: Put) -> None:
    put(arrival.Once, "remember", lambda self, sql, task, *rest: None)


@_bug("key-of-everybody", "T16", "the same Idempotency-Key of two projects is one request")
def _(put: Put) -> None:
    usual = arrival.Once.of.__func__  # type: ignore[attr-defined]

    def of(cls: Any, *told: Any, **more: Any) -> Any:
        return replace(usual(cls, *told, **more), scope="everybody")

    put(arrival.Once, "of", classmethod(of))


@_bug("project-not-asked", "T15", "a task is found by its id alone, whoever asks")
def _(put: Put) -> None:
    async def get(p: Any, project: str, task_id: str) -> Any:
        task = await p.store.read(lambda sql: changes.load(sql, task_id))
        if task is None:
            raise Problem("not_found")
        return task

    put(tasks, "get", get)


@_bug("unknown-forgotten", "F05", "a start resumes what was sent, and forgets what may have been")
def _(put: Put) -> None:
    put(steps._PHASES, "unknown", _nothing)
    put(steps._PHASES, "submitting", _nothing)


async def _nothing(p: Any, task: Any) -> float | None:
    return None


@_bug("cancel-pays-back-at-once", "F23", "a wish to cancel releases the hold while the provider still works")
def _(put: Put) -> None:
    async def wished(backend: Any, task: Any) -> None:
        return None

    usual = poll.run

    async def run(p: Any, task: Any) -> float | None:
        if task.cancel_requested:
            await changes.move(p, task, "cancel")
            return None
        return await usual(p, task)

    put(poll, "_ask_to_cancel", wished)
    put(steps._PHASES, "submitted", run)
    put(steps._PHASES, "rendering", run)


@_bug("file-removed-with-the-first", "L6", "the first of two tasks that share a file takes it along")
def _(put: Put) -> None:
    usual = removal.drop_unneeded

    async def drop(p: Any, project: str, hashes: Any) -> None:
        await usual(p, project, hashes)
        for sha256 in dict.fromkeys(hashes):
            await p.objects.remove(project, sha256)

    put(removal, "drop_unneeded", drop)
