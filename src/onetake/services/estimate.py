"""What a request would cost, before anything is spent."""

from typing import Any

from onetake.core import pricing
from onetake.core.catalogue import Route, catalogue
from onetake.core.request import Request
from onetake.services import routing, tasks
from onetake.services.platform import Platform


def estimate(p: Platform, request: Request, route: Route) -> dict[str, Any]:
    """Tokens and price on the backend that would be chosen, and the list figure of every route that has the
    model.

    Amounts are in micro-credits of the route's own unit. Raises Problem when no backend can express it.
    """
    backend = routing.choose(p, request).backend
    quote = pricing.quote(request, tasks.price_for(p, request, route, backend))
    routes = {}
    for other in catalogue().routes.values():
        if other.dialect == "native" or other.model_name(request.model) is None:
            continue
        listed = pricing.quote(request, pricing.price_of(request, other))
        routes[other.name] = {"currency": other.currency, "expected": listed.expected, "hold": listed.hold}
    return {
        "backend": backend.name,
        "tokens": quote.tokens,
        "expected": quote.expected,
        "hold": quote.hold,
        "currency": route.currency,
        "routes": routes,
    }
