"""What a key without a scope may not do, on every route of the application (threat T12)."""

from typing import Any

import pytest
from starlette.routing import Route

from onetake.apps.server.door import Door
from onetake.core.scopes import CUSTOMER, EVERY, OPS, SCOPES

CORE = "a" * 26


def doors(server: Any) -> list[tuple[str, str, Door]]:
    return [
        (method, route.path, route.endpoint)
        for route in server.app.routes
        if isinstance(route, Route)
        for method in sorted(route.methods or ())
    ]


def test_t12_every_locked_route_has_a_scope_of_the_table_and_refuses_a_key_without_it(serve):
    """A key with every scope but the one that is asked for: 403 in the words of the dialect, which name it,
    whether or not there is anything at the id."""

    async def scenario(s):
        without = {scope: s.http(await s.key(scopes=EVERY - {scope})) for scope in SCOPES}
        asked = dict.fromkeys(SCOPES, 0)
        for method, path, door in doors(s):
            if door.public:
                assert door.scope is None
                continue
            assert OPS[door.op] == door.scope, f"{path}: an operation without a scope"
            reply = await without[door.scope].request(method, path.replace("{id}", CORE))
            assert reply.status_code == 403, (method, path)
            assert reply.headers["x-onetake-error"] == "forbidden"
            assert method == "HEAD" or f"no scope {door.scope}" in reply.text, (path, reply.text)
            asked[door.scope] += 1
        assert all(asked.values()), asked

    serve(scenario, worker=False)


def test_t12_a_scope_is_enough_for_its_own_routes(serve):
    """With the one scope alone no route of it answers 403: none asks for a second one."""

    async def scenario(s):
        alone = {scope: s.http(await s.key(scopes=[scope])) for scope in SCOPES}
        for method, path, door in doors(s):
            if not door.public and door.scope not in ("metrics",):
                reply = await alone[door.scope].request(method, path.replace("{id}", CORE))
                assert reply.status_code not in (401, 403), (method, path, reply.text)

    serve(scenario, worker=False)


@pytest.mark.parametrize("scope", ["admin", "metrics"])
def test_t12_what_reaches_beyond_a_project_is_for_the_operators_own(serve, scope):
    async def scenario(s):
        assert scope not in CUSTOMER
        with pytest.raises(Exception, match="only keys of the project default"):
            await s.key(project="other", scopes=["read", scope])

    serve(scenario, worker=False)
