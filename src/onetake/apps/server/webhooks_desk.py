"""Webhooks of a project: its messages, its origins and its secret (scope `webhooks`)."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from onetake.apps.server import body
from onetake.apps.server.exchange import Exchange
from onetake.apps.server.operations import Handler
from onetake.core.problem import Offence, Problem
from onetake.dialects import native_webhooks as shapes
from onetake.dialects._record import Record
from onetake.services import endpoints, messages, webhook_keys
from onetake.services.webhook_keys import Signers

_ASKED = frozenset({"state", "after", "limit"})


async def list_(ex: Exchange) -> None:
    """A page of messages."""
    asked = _query(ex)
    limit = asked.pop("limit")
    project = ex.caller.project
    # One more than is shown tells whether another page follows.
    found = await ex.p.store.read(lambda sql: messages.page(sql, project, **asked, limit=limit + 1))
    shown, more = found[:limit], len(found) > limit
    items = [shapes.BRIEF.encode(row) for row in shown]
    await ex.answer(200, shapes.PAGE.encode({"items": items, "next": shown[-1]["id"] if more else None}))


def _query(ex: Exchange) -> dict[str, Any]:
    told = dict(parse_qsl(ex.scope["query_string"].decode("latin-1"), keep_blank_values=True))
    wrong = [
        Offence(name[:40], told[name][:40], "not a parameter here", "Leave it out", "unsupported_parameter")
        for name in sorted(told.keys() - _ASKED)
    ]
    limit = told.get("limit", "20")
    if not (limit.isascii() and limit.isdigit() and len(limit) < 4 and 1 <= int(limit) <= messages.MOST):
        bound = f"a whole number from 1 to {messages.MOST}"
        wrong.append(Offence("limit", limit[:40], bound, f"Use 1 to {messages.MOST}"))
    if wrong:
        raise Problem.of(wrong)
    return {"state": told.get("state"), "after": told.get("after", ""), "limit": int(limit)}


async def get(ex: Exchange) -> None:
    """One message."""
    project, name = ex.caller.project, ex.scope["path_params"]["id"]
    await _show(ex, await ex.p.store.read(lambda sql: messages.get(sql, project, name)))


async def resend(ex: Exchange) -> None:
    """Send it again."""
    await body.ignore(ex)
    name = ex.scope["path_params"]["id"]
    await _show(ex, await messages.resend(ex.p, ex.caller.project, name, ex.caller.id))


async def _show(ex: Exchange, row: dict[str, Any]) -> None:
    tries = [shapes.TRY.encode(each) for each in row["log"]]
    await ex.answer(200, shapes.MESSAGE.encode({**row, "log": tries}))


async def places(ex: Exchange) -> None:
    """Origins that something is known of."""
    project = ex.caller.project
    found = await ex.p.store.read(lambda sql: endpoints.all_of(sql, project))
    await ex.answer(200, shapes.PLACES.encode({"items": [shapes.PLACE.encode(row) for row in found]}))


async def _told(ex: Exchange, shape: Record, name: str) -> Any:
    """The one field of a body."""
    told, wrong = shape.decode(await body.read_json(ex))
    if name not in told and not wrong:
        wrong = [Offence(name, "", f"`{name}` is needed", f"Send `{name}`", "missing_parameter")]
    if wrong:
        raise Problem.of(wrong)
    return told[name]


async def _url(ex: Exchange) -> str:
    return await _told(ex, shapes.URL, "url")


async def register(ex: Exchange) -> None:
    """Send the challenge."""
    project = ex.caller.project
    place = await messages.register(ex.p, project, await _url(ex), ex.caller.id)
    found = await ex.p.store.read(lambda sql: endpoints.all_of(sql, project))
    await ex.answer(200, shapes.PLACE.encode(next(row for row in found if row["place"] == place.origin)))


async def unregister(ex: Exchange) -> None:
    """Take an origin off the list."""
    project, actor, now = ex.caller.project, ex.caller.id, ex.p.clock()
    place = endpoints.place_of(ex.p, await _url(ex))
    await ex.p.store.transact(lambda sql: endpoints.unregister(sql, project, place, now, actor))
    await places(ex)


async def enable(ex: Exchange) -> None:
    """Send there again, what was held back too."""
    released = await endpoints.enable(ex.p, ex.caller.project, await _url(ex), ex.caller.id)
    await ex.answer(200, shapes.ENABLED.encode({"released": released}))


async def test(ex: Exchange) -> None:
    """Try an address out."""
    trial = await messages.test(ex.p, ex.caller.project, await _url(ex))
    told = {"id": trial.id, "told": trial.told.said, "ms": trial.told.ms}
    await ex.answer(200, shapes.TRIAL.encode(told))


async def secret(ex: Exchange) -> None:
    """What signs now."""
    project, now = ex.caller.project, ex.p.clock()
    await _signers(ex, await ex.p.store.read(lambda sql: webhook_keys.signers(sql, project, now)))


async def rotate(ex: Exchange) -> None:
    """Sign with a new one."""
    grace = await _told(ex, shapes.GRACE, "grace")
    project, actor, now = ex.caller.project, ex.caller.id, ex.p.clock()
    await _signers(
        ex, await ex.p.store.transact(lambda sql: webhook_keys.rotate(sql, project, now, grace, actor))
    )


async def _signers(ex: Exchange, found: Signers) -> None:
    spelled = webhook_keys.spelled(ex.p.secret, ex.caller.project, found)
    await ex.answer(200, shapes.SECRET.encode({"secrets": spelled, "old_until": found.old_until}))


HANDLERS: Mapping[str, Handler] = {
    "webhook.list": list_,
    "webhook.get": get,
    "webhook.resend": resend,
    "webhook.places": places,
    "webhook.register": register,
    "webhook.unregister": unregister,
    "webhook.enable": enable,
    "webhook.test": test,
    "webhook.secret": secret,
    "webhook.rotate": rotate,
}
