"""A request as the task that it becomes, and at what price."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from onetake.core import pricing
from onetake.core.catalogue import Route
from onetake.core.ids import new_core
from onetake.core.ports import Backend
from onetake.core.pricing import Price
from onetake.core.request import Request
from onetake.core.task import Task
from onetake.services.accounts import Key
from onetake.services.platform import Platform
from onetake.services.routing import Choice
from onetake.services.staging import Staged


def new_task(
    p: Platform,
    key: Key,
    dialect: str,
    route: Route,
    request: Request,
    choice: Choice,
    staged: Sequence[Staged],
    scenario: str | None,
) -> Task:
    """The task, not stored yet: its price is frozen here, its hold is the proven worst case."""
    now = p.clock()
    price = price_for(p, request, route, choice.backend, scenario)
    read_as = request.notes
    if read_as:
        request = replace(request, notes=())
    return Task(
        id=new_core(p.entropy),
        project=key.project,
        key_id=key.id,
        dialect=dialect,
        route=route.name,
        backend=choice.backend.name,
        request=request,
        hold=pricing.quote(request, price, known_seconds(request, staged)).hold,
        rate=price.rate,
        unit=price.unit,
        created_at=now,
        updated_at=now,
        deadline=now + request.expires_after,
        notes=(*read_as, *choice.fit.notes),
        adapted=choice.fit.changes,
        scenario=scenario,
    )


def price_for(
    p: Platform, request: Request, route: Route, backend: Backend, scenario: str | None = None
) -> Price:
    """The customer's price: free for a preview, unless it plays a route in the sandbox or the operator wants
    the documented list (design §1)."""
    if backend.local and scenario is None and p.policy.animatic_price == "free":
        return pricing.FREE
    return pricing.price_of(request, route)


def known_seconds(request: Request, staged: Sequence[Staged]) -> Fraction | None:
    """Seconds of input video, or None while one of them is not probed yet."""
    videos = [i for i, m in enumerate(request.media) if m.kind == "video"]
    probed = {s.place: s.probe.seconds for s in staged if s.kind == "video"}
    if any(i not in probed for i in videos):
        return None
    return sum((Fraction(str(probed[i])) for i in videos), Fraction(0))
