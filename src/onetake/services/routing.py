"""Which backend makes a request: the first of the policy's order that can express it."""

from onetake.core.ports import Backend
from onetake.core.problem import Offence, Problem
from onetake.core.request import Request
from onetake.services.platform import Platform


def choose(p: Platform, request: Request) -> Backend:
    """The backend for a new task; it is pinned to the task for life.

    `request.route` names a backend or a route and is then the only choice. Raises Problem(invalid_parameter)
    for a name that is not configured, Problem(inexpressible) with what each candidate cannot say.
    """
    offences: list[Offence] = []
    for backend in candidates(p, request.route):
        missing = backend.inexpressible(request)
        if not missing:
            return backend
        offences += [
            Offence(part, backend.name, f"{backend.name} cannot express it", _FIX, "inexpressible")
            for part in missing
        ]
    raise Problem.of(offences)


_FIX = "Drop this part, or choose another route"


def candidates(p: Platform, wanted: str | None) -> list[Backend]:
    """Backends in order of preference. Raises Problem(invalid_parameter) for an unknown name."""
    if wanted is None:
        return [p.backends[name] for name in p.policy.order]
    found = [b for b in p.backends.values() if wanted in (b.name, b.route)]
    if not found:
        names = ", ".join(sorted(p.backends))
        raise Problem.of([Offence("route", wanted, f"one of {names}", "Name a configured backend")])
    return found
