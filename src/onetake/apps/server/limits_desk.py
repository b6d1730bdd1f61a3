"""Limits of keys, for administrators: seen and changed (scope `admin`)."""

from collections.abc import Mapping
from typing import Any

from onetake.apps.server import body
from onetake.apps.server.exchange import Exchange
from onetake.apps.server.operations import Handler
from onetake.core.problem import Problem
from onetake.dialects.native_limits import LIMITS, USE
from onetake.services import limiting
from onetake.services.limiting import Use


async def show(ex: Exchange) -> None:
    """What a key may do, and what it has used of it."""
    key_id, now = ex.scope["path_params"]["id"], ex.p.clock()
    await _answer(ex, await ex.p.store.read(lambda sql: limiting.use_of(sql, key_id, now)))


async def change(ex: Exchange) -> None:
    """Change what the body names; null takes a limit away. It holds from the next request on, and for those
    that wait at once."""
    told = _understood(await body.read_json(ex))
    key_id, now, actor = ex.scope["path_params"]["id"], ex.p.clock(), ex.caller.id

    def script(sql: Any) -> Use:
        limiting.set_limits(sql, key_id, told, now, actor)
        return limiting.use_of(sql, key_id, now)

    use = await ex.p.store.transact(script)
    ex.p.places.learn(key_id, use.limits)
    await _answer(ex, use)


def _understood(message: Mapping[str, Any]) -> dict[str, Any]:
    """Limits by name, None for one that goes. Raises Problem with everything that is wrong."""
    told, found = LIMITS.decode(message)
    if found:
        raise Problem.of(found)
    gone = {name: None for name, value in message.items() if value is None}
    if not told and not gone:
        raise Problem("missing_parameter", "the body names no limit")
    return {**told, **gone}


async def _answer(ex: Exchange, use: Use) -> None:
    await ex.answer(200, USE.encode(limiting.counted(ex.p, use).attributes()))


HANDLERS: Mapping[str, Handler] = {"limits": show, "limit": change}
