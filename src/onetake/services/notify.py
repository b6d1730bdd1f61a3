"""Step `notify`: send one message of the outbox, in the customer's own dialect (contract §1.8).

At least once, always the same message for a status, as often as the contract documents; signed webhooks and
the long schedule stand on the same rows later.
"""

import json

from onetake.core.acts import Callback, lasting
from onetake.core.ports import Sql
from onetake.core.problem import Problem
from onetake.core.scenarios import played
from onetake.core.task import Task
from onetake.core.webhooks import rule_of
from onetake.core.wire import Ambiguous, NotSent
from onetake.dialects import DIALECTS
from onetake.services import changes
from onetake.services.platform import Platform
from onetake.services.views import view


async def run(p: Platform, message: str) -> float | None:
    """Deliver a message; the time of the next try, or None when it is done or given up."""
    row = await p.store.read(lambda sql: sql.one("outbox.get", id=message))
    if row is None or row["due_at"] is None:
        return None
    task = await p.store.read(lambda sql: changes.load(sql, row["task"]))
    if task is None:
        return None
    act = _act(task)
    late = row["created_at"] + lasting(act.late, p.policy.sandbox_factor) if act and act.late else 0.0
    if late > p.clock():
        return late
    if json.loads(row["body"])["status"] != task.status:
        # The task moved on: the newer message tells it, and an old status must not arrive after it.
        last, delivered = "superseded", True
    else:
        last = await _send(p, task, row["url"], message, act or Callback(at="callback"))
        delivered = last.startswith("2")
    tries = row["tries"] + 1
    gaps = rule_of(task.dialect).gaps
    due_at = None if delivered or tries > len(gaps) else p.clock() + gaps[tries - 1]
    done_at = p.clock() if due_at is None else None
    await p.point("notify.after_send")

    def script(sql: Sql) -> None:
        sql.run("outbox.tried", id=message, tries=tries, due_at=due_at, done_at=done_at, last=last)

    await p.store.transact(script)
    return due_at


def _act(task: Task) -> Callback | None:
    """What the sandbox does to this task's callbacks."""
    if task.scenario is None:
        return None
    return next((act for act in played(task.scenario).acts if isinstance(act, Callback)), None)


async def _send(p: Platform, task: Task, url: str, message: str, act: Callback) -> str:
    """What came of it: the HTTP status, or a word for what went wrong."""
    body = json.dumps(DIALECTS[task.dialect].write_task(view(p, task)), ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json", "X-Onetake-Message": message}
    timeout = rule_of(task.dialect).timeout
    told = "200 kept back by the sandbox"
    for _ in range(act.copies):
        try:
            reply = await p.fetch.deliver(url, b"" if act.blank else body, headers, timeout=timeout)
        except (NotSent, Ambiguous, Problem) as error:
            return f"{type(error).__name__}: {error}"[:200]
        told = str(reply.status)
    return told
