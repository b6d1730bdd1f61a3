"""Projects, keys and the audit log, for administrators (scope `admin`)."""

import io
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from onetake.apps.server import body
from onetake.apps.server.exchange import Exchange
from onetake.apps.server.operations import Handler
from onetake.core import scopes
from onetake.core.catalogue import catalogue
from onetake.core.ids import Entropy
from onetake.core.ports import Sql
from onetake.core.problem import Offence, Problem
from onetake.dialects import native_admin as shapes
from onetake.dialects._record import Record
from onetake.services import accounts, audit, keys, last_used, projects

T = TypeVar("T")
LONGEST_LIFE = 10 * 366 * 86_400.0
"""Seconds after which a key expires at most, where it does."""


async def message(ex: Exchange, shape: Record) -> dict[str, Any]:
    """What the body says. Raises Problem with everything that is wrong with it."""
    told, found = shape.decode(await body.read_json(ex))
    wrong = {offence.field for offence in found}
    for name in shape.schema().get("required", ()):
        if name not in told and name not in wrong:
            found.append(Offence(name, None, "it is needed", f"Send {name}", "missing_parameter"))
    if found:
        raise Problem.of(found)
    return told


def entropy(ex: Exchange) -> Entropy:
    """Random bytes for a script on the writer's thread, where the platform's must not be drawn."""
    return io.BytesIO(ex.p.entropy(128)).read


async def done(ex: Exchange, script: Callable[[Sql], T]) -> T:
    """Run a script that changes rows; from then on the answer says that something was written."""
    result = await ex.p.store.transact(script)
    ex.committed = True
    return result


async def project_list(ex: Exchange) -> None:
    """Every project."""
    found = await ex.p.store.read(projects.every)
    rows = [shapes.PROJECT.encode(dict(row)) for row in found]
    await ex.answer(200, shapes.PROJECTS.encode({"items": rows}))


async def project_create(ex: Exchange) -> None:
    """A new project."""
    name, now, drawn = (await message(ex, shapes.NAMED))["name"], ex.p.clock(), entropy(ex)

    def script(sql: Sql) -> Any:
        return projects.find(sql, projects.create(sql, drawn, now, name, ex.caller.id))

    await ex.answer(201, shapes.PROJECT.encode(dict(await done(ex, script))))


async def project_rename(ex: Exchange) -> None:
    """Another name."""
    new, now, id = (await message(ex, shapes.NAMED))["name"], ex.p.clock(), ex.scope["path_params"]["id"]

    def script(sql: Sql) -> Any:
        return projects.find(sql, projects.rename(sql, now, id, new, ex.caller.id))

    await ex.answer(200, shapes.PROJECT.encode(dict(await done(ex, script))))


async def project_archive(ex: Exchange) -> None:
    """End it."""
    await body.ignore(ex)
    now, id = ex.p.clock(), ex.scope["path_params"]["id"]
    count = await done(ex, lambda sql: projects.archive(sql, now, id, ex.caller.id))
    await ex.answer(200, shapes.ENDED.encode({"keys": count}))


async def key_list(ex: Exchange) -> None:
    """Keys of a project."""
    name = _query(ex, "project").get("project", accounts.DEFAULT_PROJECT)
    now = ex.p.clock()

    def script(sql: Sql) -> list[dict[str, Any]]:
        project = projects.find(sql, name)["id"]
        return [keys.get(sql, project, row["id"], now) for row in sql.all("key.all", project=project)]

    rows = [shapes.KEY.encode(_key(ex, row)) for row in await ex.p.store.read(script)]
    await ex.answer(200, shapes.KEYS.encode({"items": rows}))


async def key_create(ex: Exchange) -> None:
    """A new key; the one answer that tells it."""
    told, now, drawn = await message(ex, shapes.ISSUE), ex.p.clock(), entropy(ex)
    _check(told)
    chosen = scopes.chosen(map(str, told["scopes"])) if "scopes" in told else scopes.CUSTOMER
    life = told.get("expires_after")

    def script(sql: Sql) -> tuple[dict[str, Any], str]:
        project = projects.find(sql, told.get("project", accounts.DEFAULT_PROJECT))["id"]
        made = accounts.issue_key(
            sql,
            ex.house.pepper,
            drawn,
            now,
            told["name"],
            credits=told.get("credits"),
            route=told.get("route"),
            project=project,
            scopes=chosen,
            expires_at=None if life is None else now + life,
            actor=ex.caller.id,
        )
        return keys.get(sql, project, made.id, now), made.secret

    row, secret = await done(ex, script)
    await ex.answer(201, shapes.NEW_KEY.encode({**row, "secret": secret}))


def _check(told: Mapping[str, Any]) -> None:
    found = []
    if not 0 < len(told["name"]) <= 100 or not told["name"].isprintable():
        found.append(Offence("name", told["name"][:40], "1 to 100 printable characters", "Shorten it"))
    if not 0 <= told.get("credits", 0) < 10**18:
        found.append(
            Offence("credits", None, "0 or more, below a million million", "Grant what was paid for")
        )
    if not 0 < told.get("expires_after", 1) <= LONGEST_LIFE:
        found.append(Offence("expires_after", None, "1 second to 10 years", "Leave it out for no end"))
    if "route" in told and told["route"] not in catalogue().routes:
        limit = f"one of {', '.join(catalogue().routes)}"
        found.append(Offence("route", told["route"][:40], limit, "Name a route"))
    if found:
        raise Problem.of(found)


async def key_get(ex: Exchange) -> None:
    """One key."""
    id, now = ex.scope["path_params"]["id"], ex.p.clock()
    row = await ex.p.store.read(lambda sql: keys.get(sql, keys.project_of(sql, id), id, now))
    await ex.answer(200, shapes.KEY.encode(_key(ex, row)))


async def key_rotate(ex: Exchange) -> None:
    """A new secret."""
    grace = (await message(ex, shapes.ROTATE)).get("grace", 0.0)
    id, now, drawn = ex.scope["path_params"]["id"], ex.p.clock(), entropy(ex)

    def script(sql: Sql) -> tuple[dict[str, Any], str]:
        project = keys.project_of(sql, id)
        pepper, actor = ex.house.pepper, ex.caller.id
        made = keys.rotate(sql, pepper, drawn, now, project, id, grace=grace, actor=actor)
        return keys.get(sql, project, id, now), made.secret

    row, secret = await done(ex, script)
    await ex.answer(200, shapes.NEW_KEY.encode({**_key(ex, row), "secret": secret}))


async def key_grant(ex: Exchange) -> None:
    """Credit; the same id again changes nothing."""
    told, id, now = await message(ex, shapes.GRANT), ex.scope["path_params"]["id"], ex.p.clock()

    def script(sql: Sql) -> dict[str, Any]:
        project = keys.project_of(sql, id)
        keys.grant(sql, now, project, id, told["credits"], told["id"], ex.caller.id)
        return keys.get(sql, project, id, now)

    await ex.answer(200, shapes.KEY.encode(_key(ex, await done(ex, script))))


async def key_revoke(ex: Exchange) -> None:
    """Refuse it from now on."""
    await body.ignore(ex)
    id, now = ex.scope["path_params"]["id"], ex.p.clock()
    await done(ex, lambda sql: keys.revoke(sql, now, keys.project_of(sql, id), id, ex.caller.id))
    await ex.empty(204)


async def acts(ex: Exchange) -> None:
    """A page of the audit log."""
    told = _query(ex, "after").get("after", "0")
    if not (told.isascii() and told.isdigit() and len(told) < 16):
        raise Problem.of([Offence("after", told[:40], "the number of a line", "Send the `next` you got")])
    found = await ex.p.store.read(lambda sql: audit.page(sql, after=int(told)))
    rows = [shapes.ACT.encode(asdict(act)) for act in found]
    last = found[-1].seq if len(found) == audit.MOST else None
    await ex.answer(200, shapes.ACTS.encode({"items": rows, "next": last}))


def _key(ex: Exchange, row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "used_at": last_used.latest(ex.p, row["id"], row["used_at"])}


def _query(ex: Exchange, *known: str) -> dict[str, str]:
    told = dict(parse_qsl(ex.scope["query_string"].decode("latin-1")))
    if strange := [name for name in told if name not in known]:
        offence = Offence(
            strange[0][:40], None, "not a parameter here", "Leave it out", "unsupported_parameter"
        )
        raise Problem.of([offence])
    return told


HANDLERS: Mapping[str, Handler] = {
    "project.list": project_list,
    "project.create": project_create,
    "project.rename": project_rename,
    "project.archive": project_archive,
    "key.list": key_list,
    "key.create": key_create,
    "key.get": key_get,
    "key.rotate": key_rotate,
    "key.grant": key_grant,
    "key.revoke": key_revoke,
    "audit": acts,
}
