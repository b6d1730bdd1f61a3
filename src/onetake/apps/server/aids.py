"""Native's aids: prices and advice before anything is spent, and what there is to choose from."""

import html
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import parse_qsl

from onetake.apps.server import body, pages
from onetake.apps.server.exchange import Exchange
from onetake.core.catalogue import Route, catalogue
from onetake.core.guide import guide
from onetake.core.problem import Offence, Problem, kinds
from onetake.dialects import NAMES, dialect
from onetake.dialects.ark import profile_of
from onetake.dialects.native_limits import USE
from onetake.dialects.native_values import write_credits
from onetake.services import account_view, estimate, limiting, linting, routing


async def estimated(ex: Exchange) -> None:
    """What a request would cost, on every route that could make it."""
    message = await body.read_json(ex, body.WITH_DATA_URLS)
    spoken, route = ex.entry.dialect, ex.entry.route
    request = spoken.read_request(message, route)
    try:
        found = estimate.estimate(ex.p, request, route)
    except Problem as problem:
        raise problem.renamed(spoken.names_in(message)) from None
    await ex.answer(200, priced(found))


async def explained(ex: Exchange) -> None:
    """Which backend would make a request, and what speaks for and against each."""
    message = await body.read_json(ex, body.WITH_DATA_URLS)
    spoken, route = ex.entry.dialect, ex.entry.route
    request = spoken.read_request(message, route)
    try:
        found = routing.explain(ex.p, request)
    except Problem as problem:
        raise problem.renamed(spoken.names_in(message)) from None
    await ex.answer(200, found)


def priced(found: Mapping[str, Any]) -> dict[str, Any]:
    """An estimate with its amounts in credits, as decimal text."""
    told = {**found, "unit": "credit"}
    for name in ("expected", "hold"):
        told[name] = write_credits(found[name])
    told["routes"] = {
        name: {**row, "expected": write_credits(row["expected"]), "hold": write_credits(row["hold"])}
        for name, row in found["routes"].items()
    }
    return told


async def linted(ex: Exchange) -> None:
    """Every fault of a request, found without asking for anything; 200 also when there are some.

    `?dialect=NAME` reads the body as one of that contract, `&route=NAME` as one of that profile of it.
    """
    message = await body.read_json(ex, body.WITH_DATA_URLS)
    asked = dict(parse_qsl(ex.scope["query_string"].decode("latin-1")))
    name, profile = asked.get("dialect", ex.entry.dialect.name), asked.get("route")
    if name not in NAMES:
        raise Problem.of([Offence("dialect", name[:40], f"one of {', '.join(NAMES)}", "Name a contract")])
    routes = {r.name: r for r in catalogue().routes.values() if r.dialect == name and r.public}
    if profile is not None and profile not in routes:
        raise Problem.of([Offence("route", profile[:40], f"one of {', '.join(routes)}", "Name a profile")])
    spoken = profile_of(message) if name == "ark" else next(iter(routes.values()))
    route = routes[profile] if profile is not None else spoken
    await ex.answer(200, linting.lint(ex.p, dialect(name), route, message))


async def models(ex: Exchange) -> None:
    """The models: what each can do, and how each route calls it."""
    known = catalogue()
    rows = [
        {
            **asdict(model),
            "names": {
                r.name: name for r in known.routes.values() if (name := r.model_name(model.id)) is not None
            },
        }
        for model in known.models.values()
    ]
    sizes = {tier: {ratio: list(wh) for ratio, wh in row.items()} for tier, row in known.sizes.items()}
    await ex.answer(200, {"data": rows, "sizes": sizes})


async def routes(ex: Exchange) -> None:
    """The routes whose contracts are spoken here, and the configured backends that make videos."""
    made = [
        {"name": b.name, "route": b.route, "local": b.local, "preferred": b.name in ex.p.policy.order}
        for b in ex.p.backends.values()
    ]
    await ex.answer(200, {"data": [_route(r) for r in catalogue().routes.values()], "backends": made})


def _route(route: Route) -> dict[str, Any]:
    return {
        "name": route.name,
        "dialect": route.dialect,
        "prefix": route.prefix,
        "models": dict(route.models),
        "defaults": dict(route.defaults),
        "capabilities": sorted(route.capabilities),
        "currency": route.currency,
        "record_life": route.record_life,
        "url_life": route.url_life,
    }


async def account(ex: Exchange) -> None:
    """The balance behind the key that asks, what it may do, and what of it is used."""
    key = ex.caller
    found = await ex.p.store.read(lambda sql: account_view.balance(sql, key))
    amounts = {
        name: None if found[name] is None else write_credits(found[name])
        for name in ("posted", "pending", "available")
    }
    told = {"project": key.project, "key": key.name, "limited": found["limited"], "unit": "credit", **amounts}
    use = await ex.p.store.read(lambda sql: limiting.use_of(sql, key.id, ex.p.clock()))
    more = USE.encode(limiting.counted(ex.p, use).attributes())
    await ex.answer(200, {**told, **{name: more[name] for name in ("limits", "spent", "tasks")}})


async def error(ex: Exchange) -> None:
    """What an error code means: a page for people, JSON for everybody else."""
    kind = kinds().get(ex.scope["path_params"]["id"])
    if kind is None:
        raise Problem("not_found", "there is no such error code")
    told = {**asdict(kind), **asdict(guide()[kind.code])}
    if "text/html" not in ex.headers.get("accept", ""):
        return await ex.answer(200, told)
    command = f"<pre>{html.escape(told.pop('reproduce'))}</pre>"
    rows = "".join(f"<dt>{html.escape(k)}</dt><dd>{html.escape(str(v))}</dd>" for k, v in told.items())
    title = f"<h1>{html.escape(kind.title)}</h1>"
    return await pages.html_page(ex, f"{kind.code} · Onetake", f"{title}<dl>{rows}</dl>{command}")
