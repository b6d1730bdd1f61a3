"""Whether a provider's failure is worth one more attempt (errors-and-faults §3.2, retry budget)."""

from onetake.core.catalogue import catalogue
from onetake.core.ports import Backend
from onetake.core.problem import Problem
from onetake.core.task import Task
from onetake.services.platform import Platform

PASSING = frozenset({"provider_stale", "generation_failed"})
"""Verdicts that say nothing about the request."""
CHANCE = frozenset({"moderation_output_video", "moderation_output_audio"})
"""Verdicts on one result: another may pass. Only where the operator wants that."""


def worth_another(p: Platform, task: Task, backend: Backend, problem: Problem) -> bool:
    """Once, and never where the route may have charged for the failure."""
    route = catalogue().routes.get(backend.route)
    if route is None or not route.failed_free or task.attempt > 1 or task.cancel_requested:
        return False
    wanted = PASSING | CHANCE if p.policy.retry_moderated else PASSING
    return problem.code in wanted and p.clock() < task.deadline


def noted(task: Task, problem: Problem) -> tuple[str, ...]:
    """The task's notes with what became of this attempt."""
    return (*task.notes, f"attempt {task.attempt} ended as {problem.code}; made once more")
