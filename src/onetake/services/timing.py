"""When to look at a task next."""

from onetake.core.backoff import equal_jitter
from onetake.core.task import Task
from onetake.services.platform import Platform, Watched


def kind(p: Platform, task: Task) -> str:
    """The name under which tasks like this one are learned."""
    backend = p.backends.get(task.backend)
    route = backend.route if backend is not None else task.route
    request = task.request
    return f"{route}/{request.model}/{request.resolution}/{request.duration}"


def started(task: Task) -> float:
    """Since when the provider has the task (unix seconds)."""
    return task.sent_at or task.created_at


def first_look(p: Platform, task: Task) -> float:
    """When to look after a submit."""
    return p.clock() + p.policy.poll_first


def next_look(p: Platform, task: Task, *, missed: bool = False) -> float:
    """When to look again at a task by itself."""
    if p.backends[task.backend].local:
        return p.clock() + 30.0  # only a safety net: the engine wakes us at every change
    every = p.policy.poll_every
    if missed:
        return p.clock() + equal_jitter(task.misses + 1, p.uniform, every, 60.0)
    return p.clock() + every * (0.9 + 0.2 * p.uniform())


def next_of(p: Platform, watched: Watched, now: float) -> float:
    """The same for one that is looked at by list."""
    return now + p.policy.poll_every * (0.9 + 0.2 * p.uniform())
