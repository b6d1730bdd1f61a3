"""Which of our nonces a task's backend carries (errors-and-faults §0 rules 3 and 4, §3.2)."""

from onetake.core.catalogue import catalogue
from onetake.core.task import Task
from onetake.dialects import DIALECTS
from onetake.services.platform import Platform


def plants_expiry(p: Platform, task: Task) -> bool:
    """Whether the expiry that we choose can be said to the backend, and so tells two of our tasks apart.

    Where it cannot, tasks with one seed of a customer's own go out one after the other.
    """
    backend = p.backends.get(task.backend)
    route = catalogue().routes.get(backend.route) if backend is not None else None
    return route is None or "expires_after" in DIALECTS[route.dialect].request.attrs
