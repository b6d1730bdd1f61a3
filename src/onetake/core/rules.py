"""From a draft to a total request, or one Problem that lists every offence (contract §1.3, §1.5, §12)."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

from onetake.core import modes
from onetake.core.catalogue import Model, Route, catalogue
from onetake.core.problem import Offence, Problem
from onetake.core.request import Request

_UNREADABLE = re.compile("[\x00\ud800-\udfff]")
ADAPTIVE = "adaptive"
AUTO = "auto"


def resolve(draft: Mapping[str, Any], route: Route, offences: Sequence[Offence] = ()) -> Request:
    """Fill every default of `route`, check every limit, give a total Request.

    `draft` holds only what the customer said, under the names of `Request`'s fields; `offences` are those
    that the dialect found while reading (wrong types; such a field is not reported again as missing). Raises
    Problem with all offences in a fixed order.
    """
    said = {**route.defaults, **{k: v for k, v in draft.items() if v is not None}}
    found = list(offences)
    ill_typed = {o.field for o in offences}
    name = said.get("model")
    model = None
    if "model" in ill_typed:
        pass
    elif not name:
        found.append(
            Offence("model", None, "a model id is required", f"One of {_known(route)}", "missing_parameter")
        )
    elif name not in route.models:
        found.append(Offence("model", name, "unknown model id", _model_hint(name, route), "model_not_found"))
    else:
        model = catalogue().models[route.models[name]]
    media = tuple(said.get("media", ()))
    mode, media = modes.settle(media, model, found)
    if model and mode not in model.modes:
        fix = "Use a seedance-2.0 model, or remove what this one cannot take"
        limit = f"{model.id} has no {mode.replace('_', ' ')} mode"
        found.append(Offence("media", mode, limit, fix, "model_feature_unsupported"))
    if not any(field == "prompt" or field.startswith("media") for field in ill_typed):
        _check_prompt(said.get("prompt"), mode, route, found)
    _check_output(said, model, route, found)
    _check_numbers(said, found)
    _check_texts(said, route, model, found)
    if found:
        raise Problem.of(sorted(found, key=lambda o: o.code != "model_not_found"))
    assert model is not None and isinstance(name, str)
    said.update(model=model.id, model_name=name, mode=mode, media=media, prompt=said.get("prompt", ""))
    return Request(**said)


def draft_of(request: Request, route: Route) -> dict[str, Any]:
    """The draft that says `request` on `route`: the inverse of `resolve`, for the client role.

    Raises Problem(model_not_found) where the route has no such model.
    """
    kept = route.models.get(request.model_name) == request.model
    name = request.model_name if kept else route.model_name(request.model)
    if name is None:
        raise Problem("model_not_found", f"{route.name} does not offer {request.model}")
    draft = {field: getattr(request, field) for field in Request.__dataclass_fields__}
    draft.update(model=name)
    for field in ("model_name", "mode"):
        draft.pop(field)
    if not request.prompt:
        draft.pop("prompt")
    empty: tuple[Any, ...] = (None, (), {})
    return {field: value for field, value in draft.items() if value not in empty}


def _known(route: Route) -> str:
    return ", ".join(route.models)


def _model_hint(name: object, route: Route) -> str:
    for other in catalogue().routes.values():
        if name in other.models and other.name != route.name:
            ours = route.model_name(other.models[str(name)])
            return (
                f"{name} belongs to {other.name}; here it is called {ours}" if ours else f"Use {other.name}"
            )
    return f"One of {_known(route)}"


def _check_prompt(prompt: object, mode: str, route: Route, found: list[Offence]) -> None:
    text = prompt if isinstance(prompt, str) else ""
    if not text.strip() and (mode == "text" or not route.prompt_optional):
        fix = "Write what the video should show"
        found.append(Offence("prompt", prompt, "must not be empty", fix, "prompt_required"))
    longest = catalogue().limits["prompt"]["length"]
    if _UNREADABLE.search(text[: longest + 1]):
        # A command line hands over undecodable bytes as lone surrogates; no store and no wire can carry them.
        fix = "Remove NUL characters and bytes that are not UTF-8"
        found.append(Offence("prompt", ascii(text[:80]), "must be readable Unicode text", fix))
    if len(text) > longest:
        found.append(
            Offence("prompt", f"{len(text)} characters", f"at most {longest} characters", "Shorten it")
        )


def _check_output(said: Mapping[str, Any], model: Model | None, route: Route, found: list[Offence]) -> None:
    duration, resolution, ratio = said.get("duration"), said.get("resolution"), said.get("ratio")
    if not _offers_seconds(duration, model, route):
        limit, fix = seconds_offered(model, route)
        found.append(Offence("duration", duration, limit, fix, "invalid_duration"))
    offered = route.resolutions_of(model) if model else tuple(catalogue().sizes)
    if resolution not in offered:
        limit = f"one of {', '.join(offered)}" + (f" for {model.id}" if model else "")
        found.append(Offence("resolution", resolution, limit, f"Use {offered[-1]}", "invalid_resolution"))
    ratios = (*catalogue().ratios, *((ADAPTIVE,) if "ratio" in route.chooses else ()))
    if ratio not in ratios:
        fix = f"Use 16:9{' or adaptive' if 'ratio' in route.chooses else ''}"
        found.append(Offence("ratio", ratio, f"one of {', '.join(ratios)}", fix, "invalid_ratio"))


def _offers_seconds(duration: object, model: Model | None, route: Route) -> bool:
    if duration == AUTO:
        return "duration" in route.chooses
    low, high = model.durations if model else (4, 15)
    return (
        _whole(duration) and low <= duration <= high and (not route.durations or duration in route.durations)
    )


def seconds_offered(model: Model | None, route: Route) -> tuple[str, str]:
    """(the limit, the fix) of a length that a route does not take."""
    low, high = model.durations if model else (4, 15)
    if route.durations:
        listed = ", ".join(map(str, route.durations))
        return f"one of {listed} seconds", f"Use one of {listed}"
    automatic = ", or automatic" if "duration" in route.chooses else ""
    return f"a whole number of seconds from {low} to {high}{automatic}", f"Use {low} to {high}"


def _whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _check_numbers(said: Mapping[str, Any], found: list[Offence]) -> None:
    for field in ("seed", "expires_after", "priority"):
        value, limit = said.get(field), catalogue().limits[field]
        if value is not None and not (_whole(value) and limit["min"] <= value <= limit["max"]):
            text = f"a whole number from {limit['min']} to {limit['max']}"
            found.append(Offence(field, value, text, f"Use {limit['min']} to {limit['max']}"))


def _check_texts(said: Mapping[str, Any], route: Route, model: Model | None, found: list[Offence]) -> None:
    limits = catalogue().limits
    end_user, callback = said.get("end_user"), said.get("callback_url")
    if end_user is not None and len(end_user) > limits["end_user"]["length"]:
        text = f"at most {limits['end_user']['length']} characters"
        found.append(Offence("end_user", f"{len(end_user)} characters", text, "Send a hash of the user's id"))
    if callback is not None and len(callback) > route.callback_length:
        text = f"at most {route.callback_length} characters"
        found.append(Offence("callback_url", callback[:80], text, "Shorten the URL", "invalid_callback_url"))
    if said.get("web_search") and model and not model.web_search:
        fix = "Use a model with web search"
        found.append(
            Offence("web_search", True, f"not offered by {model.id}", fix, "model_feature_unsupported")
        )
    _check_metadata(said.get("metadata") or {}, limits["metadata"], found)


def _check_metadata(metadata: Mapping[str, str], limit: Mapping[str, int], found: list[Offence]) -> None:
    if len(metadata) > limit["entries"]:
        found.append(Offence("metadata", len(metadata), f"at most {limit['entries']} entries", "Send fewer"))
    if any(len(k) > limit["length"] or len(v) > limit["length"] for k, v in metadata.items()):
        found.append(Offence("metadata", "…", f"at most {limit['length']} characters each", "Shorten them"))
