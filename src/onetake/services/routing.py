"""Which backend makes a request: the first of the policy's order that can express it, well ones before those
whose circuit is open."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from onetake.core import mediarules, pricing
from onetake.core.catalogue import catalogue
from onetake.core.fitting import ADAPTABLE, Fit, applied, fitted
from onetake.core.ports import Backend, Probe
from onetake.core.problem import Offence, Problem
from onetake.core.repairs import limits_of
from onetake.core.request import Request
from onetake.services.platform import Platform

_FIX = "Drop this part, or choose another route"


@dataclass(frozen=True, slots=True)
class Choice:
    """A backend for a request, and what has to be changed for it."""

    backend: Backend
    fit: Fit


@dataclass(frozen=True, slots=True)
class Candidate:
    """One backend as it was judged: `state` of its circuit, `over` its budget of cost for a task."""

    backend: Backend
    fit: Fit
    state: str
    over: bool

    @property
    def able(self) -> bool:
        return not self.fit.missing and not self.over


def choose(p: Platform, request: Request, scenario: str | None = None) -> Choice:
    """The backend for a new task.

    `request.route` names a backend or a route and is then the only choice; a sandbox scenario is played by
    the sandbox. Raises Problem(invalid_parameter) for a name that is not configured, Problem(inexpressible)
    with what each candidate cannot say.
    """
    if scenario is not None:
        return Choice(p.backends["sandbox"], Fit({}, (), ()))
    judged = judge(p, request)
    best = pick(judged)
    if best is not None:
        return Choice(best.backend, best.fit)
    if not judged:
        raise Problem("inexpressible", "no backend is configured: name one in policy.order")
    raise Problem.of([offence for c in judged for offence in _offences(c)])


def _offences(candidate: Candidate) -> list[Offence]:
    name = candidate.backend.name
    if candidate.over and not candidate.fit.missing:
        limit = f"{name} would cost more than its budget for one task"
        return [Offence("route", name, limit, "Ask for a shorter or smaller video", "inexpressible")]
    return [
        Offence(part, name, f"{name} cannot express it", _FIX, "inexpressible")
        for part in candidate.fit.missing
    ]


def judge(p: Platform, request: Request) -> list[Candidate]:
    """Every candidate in order of preference, with what speaks against it."""
    now = p.clock()
    return [
        Candidate(b, fit, p.lane(b.name).circuit.state(now), _over_budget(p, b, applied(request, fit)))
        for b in candidates(p, request.route)
        for fit in (fit_for(p, b, request),)
    ]


def pick(judged: Collection[Candidate]) -> Candidate | None:
    """The first able one that is well; where none is, the first able one all the same: its tasks wait.

    A preview is no stand-in for a video: an engine of our own is chosen because it comes first, or because
    nothing before it can express the request, never because a provider before it is unwell.
    """
    able = [c for c in judged if c.able]
    if not able or able[0].backend.local:
        return able[0] if able else None
    well = [c for c in able if c.state != "open" and not c.backend.local]
    return (well or able)[0]


def another(p: Platform, request: Request, refused: Collection[str]) -> Choice | None:
    """A well backend for a task that the `refused` ones have proved not to take, or None. Never one of our
    own engines, and none where the customer named the route."""
    if request.route is not None:
        return None
    judged = [c for c in judge(p, request) if c.backend.name not in refused and not c.backend.local]
    best = pick([c for c in judged if c.state != "open"])
    return Choice(best.backend, best.fit) if best else None


def measured(p: Platform, request: Request, choice: Choice, files: Mapping[int, Probe]) -> Choice:
    """The choice once more, now that files are measured: the first able backend on whose route they are
    within the limits. files: probes by their place in the request.

    Raises Problem with what the chosen one's route does not take, where nobody else does either.
    """
    found = _beyond(choice.backend, request, files)
    if not found:
        return choice
    best = pick([c for c in judge(p, request) if not _beyond(c.backend, request, files)])
    if best is None:
        raise Problem.of(found)
    return Choice(best.backend, best.fit)


def _beyond(backend: Backend, request: Request, files: Mapping[int, Probe]) -> list[Offence]:
    """What of the files a route's own limits do not take; our own engines have none."""
    route = None if backend.local else catalogue().routes.get(backend.route)
    if route is None or not route.media:
        return []
    limits, media = limits_of(route), request.media
    found = [mediarules.offences(i, media[i].kind, media[i].role, files[i], limits) for i in sorted(files)]
    return [offence for offences in found for offence in offences]


def fit_for(p: Platform, backend: Backend, request: Request) -> Fit:
    """What of a request a backend cannot say, after what the policy lets us change."""
    missing = backend.inexpressible(request)
    if not missing:
        return Fit({}, (), ())
    route = catalogue().routes.get(backend.route)
    if route is None or not p.policy.adapt:
        return Fit({}, (), tuple(missing))
    fit = fitted(request, route, missing, p.policy.adapt)
    if fit.missing:
        return fit
    # One change can stand in the way of another: what is sent is asked about once more.
    return replace(fit, missing=tuple(backend.inexpressible(applied(request, fit))))


def _over_budget(p: Platform, backend: Backend, request: Request) -> bool:
    """Whether one task, as it would be sent, costs more than the operator lets this backend take (in its own
    currency)."""
    most = p.policy.budgets.get(backend.name)
    route = catalogue().routes.get(backend.route)
    if most is None or route is None or request.model not in route.rates:
        return False
    if request.resolution not in route.rates[request.model]:
        return False
    return pricing.quote(request, pricing.price_of(request, route)).hold > most


def candidates(p: Platform, wanted: str | None) -> list[Backend]:
    """Backends in order of preference. Raises Problem(invalid_parameter) for an unknown name."""
    if wanted is None:
        return [p.backends[name] for name in p.policy.order]
    found = [b for b in p.backends.values() if wanted in (b.name, b.route)]
    if not found:
        names = ", ".join(sorted(p.backends))
        raise Problem.of([Offence("route", wanted, f"one of {names}", "Name a configured backend")])
    return found


def explain(p: Platform, request: Request) -> dict[str, Any]:
    """The choice and the reasons for it, for people: every candidate in order."""
    judged = judge(p, request)
    best = pick(judged)
    return {
        "chosen": best.backend.name if best else None,
        "candidates": [_explained(p, c) for c in judged],
        "adaptable": sorted(set(p.policy.adapt) & set(ADAPTABLE)),
    }


def _explained(p: Platform, c: Candidate) -> dict[str, Any]:
    lane = p.lane(c.backend.name)
    return {
        "name": c.backend.name,
        "route": c.backend.route,
        "able": c.able,
        "missing": list(c.fit.missing),
        "changes": dict(c.fit.changes),
        "notes": list(c.fit.notes),
        "circuit": c.state,
        "reason": lane.circuit.reason or None,
        "over_budget": c.over,
    }
