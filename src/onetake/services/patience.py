"""How long we wait for others before a hold goes back: the stops of a task."""

from onetake.core.nonces import as_sent
from onetake.core.task import Task
from onetake.services.platform import Platform

FAILED_LOOKS = 30
"""Looks in a row that may fail past the hard stop: after days of downtime the first one must not decide."""


def expiry(task: Task) -> float:
    """When the provider itself gives up. Its clock starts at the send, ours at the accept: a task that was
    sent late may still be made after its deadline."""
    if task.sent_at is None:
        return task.deadline
    return max(task.deadline, task.sent_at + as_sent(task).expires_after)


def hard_stop(p: Platform, task: Task) -> float:
    """When nothing more can come (F22)."""
    return expiry(task) + p.policy.overdue_stop


def stopped(p: Platform, task: Task, *, looked: bool) -> bool:
    """Whether to wait no longer. looked: the backend has just answered; a look that failed ends nothing
    before it has failed often."""
    return p.clock() >= hard_stop(p, task) and (looked or task.misses + 1 >= FAILED_LOOKS)
