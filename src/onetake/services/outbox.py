"""Messages to customers: written with the change that they tell, sent afterwards by `services.notify`."""

from onetake.core.ports import Sql
from onetake.core.task import Task
from onetake.core.webhooks import rule_of
from onetake.services.records import dump


def announce(sql: Sql, was: Task | None, task: Task, now: float) -> None:
    """Put a message into the outbox when the customer asked for callbacks and the status changed (F32)."""
    url = task.request.callback_url
    if url is None or (was is not None and was.status == task.status):
        return
    if task.status not in rule_of(task.dialect).tells:
        return
    message = name(task)
    if sql.one("outbox.get", id=message) is None:
        row = {"task": task.id, "project": task.project, "url": url, "body": body_of(task)}
        sql.run("outbox.insert", id=message, created_at=now, due_at=now, **row)


def name(task: Task) -> str:
    """One message for each status and attempt, however often the change is told. Receivers see it as
    `webhook-id`, by which they tell repeats."""
    return f"{task.id}-{task.attempt}-{task.status}"


def body_of(task: Task) -> str:
    """What is kept of a message: the status that it tells. The rest is read from the task when it is sent."""
    return dump({"status": task.status})


def subject(message: str) -> str:
    """How the wake engine calls a message."""
    return f"message:{message}"
