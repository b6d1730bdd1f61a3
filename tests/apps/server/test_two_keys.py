"""Two credentials in one request: equal ones are one, others are refused on every door (threat T14)."""

import itertools

import pytest
from starlette.routing import Route

from .creates import CREATES

HEADERS = {
    "bearer": lambda key: ("Authorization", f"Bearer {key}"),
    "small": lambda key: ("authorization", f"bearer {key}"),
    "x-api-key": lambda key: ("X-API-Key", key),
    "small x": lambda key: ("x-api-key", key),
}
"""The ways to present a key that any contract documents; every contract takes all of them."""
PAIRS = list(itertools.product(HEADERS, HEADERS))


def locked(s):
    return [
        (method, route.path.replace("{id}", "a" * 26).replace("{name}", "x"))
        for route in s.app.routes
        if isinstance(route, Route) and not route.endpoint.public
        for method in sorted(route.methods or ())
    ]


def test_t14_on_every_door_two_keys_that_differ_open_nothing(serve):
    async def scenario(s):
        one, two, stranger = await s.key(), await s.key(), s.http()
        for method, path in locked(s):
            for here, there in (("bearer", "x-api-key"), ("x-api-key", "bearer")):
                for other in (two, one[:-1] + "x", "garbage"):
                    headers = [HEADERS[here](one), HEADERS[there](other)]
                    reply = await stranger.request(method, path, headers=headers)
                    assert reply.status_code == 400, (method, path, here, other)
                    assert reply.headers["x-onetake-error"] == "invalid_parameter"
        assert await s.stored() == (0, 0, 0)

    serve(scenario, worker=False)


@pytest.mark.parametrize(("here", "there"), PAIRS)
def test_t14_the_matrix_of_headers_in_every_dialect(serve, here, there):
    async def scenario(s):
        one, two, stranger = await s.key(), await s.key(), s.http()
        for name, create in CREATES.items():
            alone = await stranger.get(f"{create.read}/{'a' * 26}", headers=[HEADERS[here](one)])
            assert alone.status_code == 404, name
            same = [HEADERS[here](one), HEADERS[there](one)]
            if same[0][0].lower() == same[1][0].lower():  # one header twice has to be the same to the letter
                same = same[:1] * 2
            reply = await stranger.get(f"{create.read}/{'a' * 26}", headers=same)
            assert reply.status_code == 404, (name, same)
            for keys in ((one, two), (two, one)):
                differ = [HEADERS[here](keys[0]), HEADERS[there](keys[1])]
                reply = await stranger.post(create.path, json=create.body, headers=differ)
                assert reply.status_code == 400, (name, differ)
        assert await s.stored() == (0, 0, 0)

    serve(scenario, worker=False)


def test_t14_an_empty_header_is_no_credential(serve):
    async def scenario(s):
        key, stranger = await s.key(), s.http()
        for headers in (
            {"X-API-Key": key, "Authorization": ""},
            {"X-API-Key": " ", "Authorization": f"Bearer {key}"},
        ):
            assert (await stranger.get(CREATES["native"].path, headers=headers)).status_code == 200

    serve(scenario, worker=False)
