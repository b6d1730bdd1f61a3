"""Whether movie reads roles: asked without a request that could be made, and only where nobody knows."""

import asyncio
import json
from dataclasses import replace

import pytest

from onetake.adapters.backends.capabilities import probed
from onetake.core.catalogue import catalogue
from onetake.core.problem import Problem
from onetake.core.wire import Ambiguous, Reply
from onetake.dialects import dialect

MOVIE = catalogue().routes["movie"]


def roles(answer, route=MOVIE):
    """The lines about roles, and the bodies of creates that were sent for them."""
    sent = []

    async def send(call):
        if call.method == "POST":
            sent.append(json.loads(call.body))
            return answer(sent[-1])
        return Reply(404, {}, b'{"code": "TASK_NOT_FOUND", "message": "no"}')

    async def ask():
        return [line async for line in probed(route, "key", send) if line[0] == "roles"]

    return asyncio.run(ask()), sent


def refused(message):
    told = {"code": "INVALID_PARAMETER", "message": message}
    return lambda body: Reply(200, {}, json.dumps(told).encode())


def our_server(body):
    with pytest.raises(Problem) as caught:
        dialect("movie").read_request(body, MOVIE)
    status, headers, told = dialect("movie").write_error(caught.value, MOVIE, "r")
    return Reply(status, headers, json.dumps(told).encode())


@pytest.mark.parametrize("answer", [refused("Invalid parameter: content[0].role is unknown"), our_server])
def test_a_role_that_is_refused_by_name_is_read(answer):
    ((_, well, told),), (body,) = roles(answer)
    assert well
    assert "[routes.movie] roles = true" in told
    assert body["duration"] == 99


def test_another_refusal_tells_nothing():
    ((_, well, told),), _ = roles(refused("Invalid parameter: duration must be 4-15"))
    assert well
    assert "duration must be 4-15" in told


def test_what_should_not_happen_is_told():
    accepted = b'{"code": "200", "result": {"task_id": "t1", "status": "pending"}}'
    ((_, well, told),), _ = roles(lambda body: Reply(200, {}, accepted))
    assert (well, "t1" in told) == (False, True)

    def lost(body):
        raise Ambiguous("timeout")

    ((_, well, told),), _ = roles(lost)
    assert (well, told) == (False, "Ambiguous: timeout")


def test_where_it_is_known_nobody_is_asked():
    assert roles(our_server, replace(MOVIE, roles=True)) == ([], [])
    assert roles(our_server, catalogue().routes["volcengine"]) == ([], [])
