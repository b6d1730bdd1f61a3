"""Whether a total request fits another route than it was written for, and what would make it fit.

A request is checked against the rules of the route that it came in by; the route that makes it may have
fewer seconds, sizes and choices (contract §8). Nothing is changed unless the operator's policy allows it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from onetake.core.catalogue import Route, catalogue
from onetake.core.request import Request

DROPPED = ("watermark", "return_last_frame", "priority", "web_search", "end_user", "seed", "expires_after")
"""Parts that a request can do without: what is left is the same video by other settings."""
CHANGED = ("duration", "resolution", "ratio", "generate_audio")
ADAPTABLE = (*DROPPED, *CHANGED)


@dataclass(frozen=True, slots=True)
class Fit:
    """changes: parts of the request and what they become. notes: the same in words, for the customer.
    missing: parts that cannot be said and may not be changed."""

    changes: dict[str, Any]
    notes: tuple[str, ...]
    missing: tuple[str, ...]


def misfits(request: Request, route: Route) -> list[str]:
    """Parts of a request that a route's own rules do not take."""
    found = []
    model = catalogue().models[request.model]
    if route.model_name(request.model) is None:
        found.append("model")
    low, high = model.durations
    if request.duration == "auto":
        if "duration" not in route.chooses:
            found.append("duration")
    elif not low <= request.duration <= high or (route.durations and request.duration not in route.durations):
        found.append("duration")
    if request.resolution not in route.resolutions_of(model):
        found.append("resolution")
    if request.ratio == "adaptive" and "ratio" not in route.chooses:
        found.append("ratio")
    if not request.prompt.strip() and not route.prompt_optional:
        found.append("prompt")
    found += _without_words(request, route)
    return found if route.roles else [*found, *_needing_roles(request)]


def _without_words(request: Request, route: Route) -> list[str]:
    """Parts that say something for which this place has no word."""
    said = {name: getattr(request, name, None) for name in sorted(route.lacks)}
    parts = [name for name, value in said.items() if value is not None and value is not False]
    return parts + [f"media[{i}]" for i, m in enumerate(request.media) if m.role in route.lacks]


def _needing_roles(request: Request) -> list[str]:
    """Media that would be taken for something else by whoever reads no roles: there a lone image is the first
    frame, and each of several media a reference."""
    lone = len(request.media) == 1
    return [
        f"media[{i}]"
        for i, m in enumerate(request.media)
        if m.role == "last_frame" or (lone and m.kind == "image" and m.role == "reference")
    ]


def fitted(request: Request, route: Route, missing: Sequence[str], allowed: Collection[str]) -> Fit:
    """What becomes of the `missing` parts on `route` where `allowed` (names of ADAPTABLE) permits it."""
    changes: dict[str, Any] = {}
    notes: list[str] = []
    left: list[str] = []
    for part in missing:
        if part not in allowed or part not in ADAPTABLE:
            left.append(part)
            continue
        value = (
            _nearest(request, route, part) if part in CHANGED else Request.__dataclass_fields__[part].default
        )
        if value is None and part in CHANGED:
            left.append(part)
            continue
        changes[part] = value
        notes.append(f"{part} {getattr(request, part)} became {value}: {route.name} cannot say it")
    return Fit(changes, tuple(notes), tuple(left))


def applied(request: Request, fit: Fit) -> Request:
    """The request as the route gets it."""
    return replace(request, **fit.changes)


def _nearest(request: Request, route: Route, part: str) -> Any:
    """The closest thing that the route has: never shorter than what was asked for, never larger. Where there
    is no sound at all, none."""
    if part == "generate_audio":
        return False
    model = catalogue().models[request.model]
    if part == "duration":
        if request.duration == "auto":
            return 5
        longer = [s for s in route.durations if s >= request.duration]
        return min(longer, default=None)
    if part == "resolution":
        tiers = list(catalogue().sizes)
        smaller = tiers[: tiers.index(request.resolution)] if request.resolution in tiers else []
        return next((t for t in reversed(smaller) if t in route.resolutions_of(model)), None)
    return "16:9"
