"""What a request would cost, before anything is spent."""

from typing import Any

from onetake.core import fitting, pricing
from onetake.core.catalogue import Route, catalogue
from onetake.core.request import Request
from onetake.services import drafting, routing, timing
from onetake.services.platform import Platform


def estimate(p: Platform, request: Request, route: Route) -> dict[str, Any]:
    """Tokens and price on the backend that would be chosen; of every route that could make it the list figure
    and the seconds in which half and nine of ten such tasks are done.

    Amounts are in micro-credits of the route's own unit. Raises Problem when no backend can express it.
    """
    backend = routing.choose(p, request).backend
    quote = pricing.quote(request, drafting.price_for(p, request, route, backend))
    routes = {}
    for other in catalogue().routes.values():
        cannot = fitting.misfits(request, other)
        if not other.origin or not other.public or {"model", "resolution"} & set(cannot):
            continue
        listed = pricing.quote(request, pricing.price_of(request, other))
        p50, p90 = timing.typical(p, other.name, request.model, request.resolution, request.duration)
        routes[other.name] = {
            "currency": other.currency,
            "expected": listed.expected,
            "hold": listed.hold,
            "tokens": listed.tokens if other.billing == "tokens" else None,
            "p50_seconds": p50,
            "p90_seconds": p90,
            "cannot": cannot,
        }
    return {
        "backend": backend.name,
        "tokens": quote.tokens,
        "expected": quote.expected,
        "hold": quote.hold,
        "currency": route.currency,
        "routes": routes,
    }
