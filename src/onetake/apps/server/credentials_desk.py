"""Sealed credentials of providers, for administrators: values come in and never go out (scope `admin`)."""

from collections.abc import Mapping
from typing import Any

from onetake.apps.server import body
from onetake.apps.server.admin_desk import done, entropy, message
from onetake.apps.server.exchange import Exchange
from onetake.apps.server.operations import Handler
from onetake.core.ports import Sql
from onetake.core.problem import Problem
from onetake.core.secret import Secret
from onetake.dialects import native_admin as shapes
from onetake.services import credentials
from onetake.services.credentials import Vault


def _vault(ex: Exchange) -> Vault:
    if ex.p.vault is None:
        raise Problem("not_found", "this server keeps no credentials")
    return ex.p.vault


async def list_(ex: Exchange) -> None:
    """Every credential, without its value."""
    found = await ex.p.store.read(lambda sql: sql.all("credential.all"))
    rows = [shapes.CREDENTIAL.encode(dict(row)) for row in found]
    await ex.answer(200, shapes.CREDENTIALS.encode({"items": rows}))


async def add(ex: Exchange) -> None:
    """Seal one."""
    told, vault, now, drawn = await message(ex, shapes.SEAL), _vault(ex), ex.p.clock(), entropy(ex)
    name, route, value = told["name"], told["route"], Secret(told["value"])
    origin, ring, actor = vault.origin(route, told.get("origin", "")), vault.ring(), ex.caller.id

    def script(sql: Sql) -> Any:
        credentials.add(sql, ring, drawn, now, name, route, origin, value, actor)
        return credentials.find(sql, name)

    await ex.answer(201, shapes.CREDENTIAL.encode(dict(await done(ex, script))))


async def rotate(ex: Exchange) -> None:
    """Another value; `{id}` is its name."""
    value, ring = Secret((await message(ex, shapes.VALUE))["value"]), _vault(ex).ring()
    name, now = ex.scope["path_params"]["id"], ex.p.clock()

    def script(sql: Sql) -> Any:
        credentials.rotate(sql, ring, now, name, value, ex.caller.id)
        return credentials.find(sql, name)

    await ex.answer(200, shapes.CREDENTIAL.encode(dict(await done(ex, script))))


async def remove(ex: Exchange) -> None:
    """Forget one; `{id}` is its name."""
    await body.ignore(ex)
    name, now = ex.scope["path_params"]["id"], ex.p.clock()
    await done(ex, lambda sql: credentials.remove(sql, now, name, ex.caller.id))
    await ex.empty(204)


HANDLERS: Mapping[str, Handler] = {
    "credential.list": list_,
    "credential.add": add,
    "credential.rotate": rotate,
    "credential.remove": remove,
}
