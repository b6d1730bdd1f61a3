"""Step `notify`: send one message of the outbox, signed, in the customer's own dialect (contract §1.8).

At least once, always the same id for a status (F31), as often as the contract documents, and no faster than
its host may be asked (T20). The row is the truth: a process that dies anywhere here sends again.
"""

import json
from dataclasses import dataclass
from typing import Any

from onetake.core import webhook_signing
from onetake.core.acts import Callback, lasting
from onetake.core.ports import Sql
from onetake.core.problem import Problem
from onetake.core.scenarios import played
from onetake.core.task import Task
from onetake.core.webhooks import Rule, gap, rule_of, wished
from onetake.core.wire import Ambiguous, NotSent
from onetake.dialects import DIALECTS
from onetake.services import changes, endpoints, webhook_keys
from onetake.services.endpoints import Place
from onetake.services.platform import Platform
from onetake.services.views import view
from onetake.services.webhook_keys import Signers

MOST_KEPT = 50
"""Tries that are remembered of one message, the newest."""


@dataclass(frozen=True, slots=True)
class Due:
    """A message with what sending it needs. place: where it goes, or the problem of a URL that may not be
    sent to. disabled: why nothing goes there, None where it does."""

    row: Any
    task: Task
    place: Place | Problem
    disabled: str | None
    signers: Signers

    @property
    def overtaken(self) -> bool:
        """Whether the task moved on: a newer message tells it, and an old status must not come after it."""
        return json.loads(self.row["body"])["status"] != self.task.status


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a try. said: the HTTP status, or a word for what went wrong. wish: the receiver's
    Retry-After in seconds. answered: whether it said anything; None where it was not asked."""

    said: str
    at: float
    ms: int = 0
    bytes: int = 0
    wish: float = 0.0
    answered: bool | None = None

    @property
    def arrived(self) -> bool:
        return self.said[:1] == "2"

    @property
    def gone(self) -> bool:
        return self.said == "410"


async def run(p: Platform, message: str) -> float | None:
    """Deliver a message; the time of the next try, or None when it is done, held or given up."""
    due = await p.store.read(lambda sql: _load(p, sql, message))
    if due is None:
        return p.hosts.left(message)
    act, now = _act(due.task), p.clock()
    planned = due.row["due_at"]
    if planned > now >= due.row["created_at"]:  # else the clock has gone back, which holds nothing up (F35)
        return planned  # woken for a turn that it does not need yet
    late = due.row["created_at"] + lasting(act.late, p.policy.sandbox_factor) if act and act.late else 0.0
    if late > now:
        return late
    if due.overtaken or due.disabled is not None:
        p.hosts.left(message)
        state, why = ("superseded", "superseded") if due.overtaken else ("held", due.disabled)
        return await _rest(p, due, state, why)
    if isinstance(due.place, Problem):
        return await _tried(p, due, Told(_word(due.place), now))
    if (wait := p.hosts.wait(due.place.host, message, now)) > 0:
        if not p.hosts.silent(due.place.host, max(planned, late), now):
            return now + wait
        p.hosts.left(message)
        return await _tried(p, due, Told("not tried: the host has not answered for a while", now))
    answered = None
    try:
        told = await _send(p, due, act or Callback(at="callback"))
        answered = told.answered
    finally:
        p.hosts.done(message, p.clock(), p.uniform, answered=answered)
    await p.point("notify.after_send")
    return await _tried(p, due, told)


def _load(p: Platform, sql: Sql, message: str) -> Due | None:
    row = sql.one("outbox.get", id=message)
    task = changes.load(sql, row["task"]) if row is not None and row["due_at"] is not None else None
    if row is None or task is None:
        return None
    signers = webhook_keys.signers(sql, task.project, p.clock())
    try:
        place = endpoints.place_of(p, row["url"])
    except Problem as problem:
        return Due(row, task, problem, None, signers)
    return Due(row, task, place, endpoints.disabled(sql, task.project, place), signers)


def _act(task: Task) -> Callback | None:
    """What the sandbox does to this task's callbacks."""
    if task.scenario is None:
        return None
    return next((act for act in played(task.scenario).acts if isinstance(act, Callback)), None)


def _rule(p: Platform, task: Task) -> Rule:
    return rule_of(task.dialect, long=p.policy.webhooks_long)


async def _send(p: Platform, due: Due, act: Callback) -> Told:
    body = json.dumps(DIALECTS[due.task.dialect].write_task(view(p, due.task)), ensure_ascii=False).encode()
    told = Told("200 kept back by the sandbox", p.clock())
    for _ in range(act.copies):
        told, _ = await post(
            p, due.task.project, due.signers, due.row["url"], due.row["id"],
            b"" if act.blank else body, _rule(p, due.task).timeout,
        )  # fmt: skip
        if not told.arrived:
            break
    return told


async def post(
    p: Platform, project: str, signers: Signers, url: str, message: str, body: bytes, timeout: float
) -> tuple[Told, bytes]:
    """Send one signed message, once: what came of it, and what of the answer's body was read."""
    at = p.clock()
    keys = [webhook_keys.key(p.secret, project, number) for number in signers.numbers]
    headers = {"Content-Type": "application/json", **webhook_signing.headers(keys, message, at, body)}
    try:
        reply = await p.fetch.deliver(url, body, headers, timeout=timeout)
    except (NotSent, Ambiguous, Problem) as error:
        return Told(_word(error), at, _ms(p, at), answered=False), b""
    wish = wished(reply.headers.get("retry-after"), p.clock())
    return Told(str(reply.status), at, _ms(p, at), len(reply.body), wish, answered=True), reply.body


def _ms(p: Platform, since: float) -> int:
    return max(0, round((p.clock() - since) * 1000))


def _word(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]


async def _rest(p: Platform, due: Due, state: str, why: str | None) -> None:
    """No try, and none to come by itself."""
    done_at = p.clock() if state == "superseded" else None

    def script(sql: Sql) -> None:
        _write(sql, due, due.row["tries"], state, None, done_at, why)

    await p.store.transact(script)


async def _tried(p: Platform, due: Due, told: Told) -> float | None:
    """Write a try down, and what follows from it; when the next one is due."""
    tries, now = due.row["tries"] + 1, p.clock()
    wait = None if told.arrived or told.gone else gap(_rule(p, due.task), tries, p.uniform, told.wish)
    due_at = None if wait is None else now + wait
    state = "delivered" if told.arrived else "retrying" if due_at is not None else "exhausted"

    def script(sql: Sql) -> None:
        message = due.row["id"]
        if not _write(sql, due, tries, state, due_at, now if due_at is None else None, told.said):
            return  # the task was removed meanwhile, with its messages
        sql.run("delivery.insert", message=message, at=told.at, told=told.said, ms=told.ms, bytes=told.bytes)
        if tries > MOST_KEPT:
            sql.run("delivery.trim", message=message, most=MOST_KEPT)
        if isinstance(due.place, Place):
            _judge(sql, due, due.place, told, now)

    await p.store.transact(script)
    return due_at


def _judge(sql: Sql, due: Due, place: Place, told: Told, now: float) -> None:
    project = due.task.project
    if told.arrived:
        return endpoints.arrived(sql, project, place)
    if (note := endpoints.failed(sql, project, place, now, gone=told.gone)) is not None:
        sql.run("outbox.note", task=due.task.id, note=note)
    return None


def _write(
    sql: Sql, due: Due, tries: int, state: str, due_at: float | None, done_at: float | None, last: str | None
) -> bool:
    row = {"tries": tries, "state": state, "due_at": due_at, "done_at": done_at, "last": last}
    return bool(sql.run("outbox.tried", id=due.row["id"], **row))
