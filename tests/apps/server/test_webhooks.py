"""Webhooks in our own contract: messages and their tries, resend, registered origins, the secret."""

import json
from dataclasses import replace
from typing import Any

import pytest
import standardwebhooks

from onetake.core.wire import Ambiguous, Reply

HOOK = "https://hooks.example/take?x=1"
ROOT = "/onetake/v1"


class Receiver:
    """A receiver with the official library: what it believes is kept, and it answers as told."""

    def __init__(self, s: Any, status: int = 200) -> None:
        self.s, self.status, self.secret, self.silent = s, status, "", False
        self.taken: list[tuple[str, Any]] = []
        self.echo = lambda message: message.get("challenge", "").encode()
        s.p.fetch.deliver = self.deliver

    async def deliver(self, url: str, body: bytes, headers: Any, *, timeout: float) -> Reply:
        if self.silent:
            raise Ambiguous("timeout")
        message = standardwebhooks.Webhook(self.secret).verify(body, dict(headers))
        self.taken.append((headers["webhook-id"], message))
        return Reply(self.status, {}, self.echo(message))


async def met(s: Any, **more: Any) -> tuple[Any, Receiver]:
    """A client, and a receiver that knows its project's secret."""
    client, receiver = s.http(await s.key(**more)), Receiver(s)
    receiver.secret = (await client.get(f"{ROOT}/webhook-secret")).json()["secrets"][0]
    return client, receiver


async def made(s: Any, client: Any, url: str = HOOK) -> str:
    reply = await client.post(f"{ROOT}/videos", json={"prompt": "a fox", "webhook_url": url})
    assert reply.status_code == 202, reply.text
    return reply.json()["id"]


def test_t19_the_official_library_believes_what_a_server_sends(serve: Any) -> None:
    async def scenario(s: Any) -> None:
        client, receiver = await met(s)
        task = await made(s, client)
        s.provider.status = "succeeded"
        await s.when(lambda: [m["status"] for _, m in receiver.taken][-1:] == ["succeeded"])
        page = (await client.get(f"{ROOT}/webhooks")).json()
        assert page["next"] is None
        assert {row["task"] for row in page["data"]} == {task}
        assert {i for i, _ in receiver.taken} <= {row["id"] for row in page["data"]}
        one = (await client.get(f"{ROOT}/webhooks/{receiver.taken[-1][0]}")).json()
        assert one["state"] in ("delivered", "pending")
        assert one["url"] == HOOK

    serve(scenario)


def test_a_message_is_sent_again_under_its_id(serve: Any) -> None:
    async def scenario(s: Any) -> None:
        client, receiver = await met(s)
        receiver.status = 400
        await made(s, client)
        await s.when(lambda: receiver.taken)
        name = receiver.taken[0][0]
        receiver.status = 200
        again = await client.post(f"{ROOT}/webhooks/{name}/resend")
        assert again.status_code == 200, again.text
        await s.when(lambda: len([i for i, _ in receiver.taken if i == name]) == 2)
        for _ in range(100):
            told = (await client.get(f"{ROOT}/webhooks/{name}")).json()
            if told["state"] == "delivered":
                break
            await s.when(lambda: True)
        assert [each["told"] for each in told["log"]] == ["400", "200"]
        assert told["done_at"]
        assert (await client.get(f"{ROOT}/webhooks?state=delivered")).json()["data"][0]["id"] == name

    serve(scenario)


def test_pages_meet(serve: Any) -> None:
    async def scenario(s: Any) -> None:
        client, _ = await met(s)
        for _ in range(5):
            await made(s, client)
        seen, after = [], ""
        while True:
            page = (await client.get(f"{ROOT}/webhooks?limit=2{after}")).json()
            seen += [row["id"] for row in page["data"]]
            if page["next"] is None:
                break
            after = f"&after={page['next']}"
        assert len(seen) == len(set(seen)) == 5
        whole = (await client.get(f"{ROOT}/webhooks?limit=100")).json()["data"]
        assert seen == [row["id"] for row in whole]

    serve(scenario, worker=False)


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "state=gone", "after=x", "other=1"])
def test_a_page_that_there_is_not_is_refused_by_name(serve: Any, query: str) -> None:
    async def scenario(s: Any) -> None:
        client, _ = await met(s)
        reply = await client.get(f"{ROOT}/webhooks?{query}")
        assert reply.status_code == 400
        assert reply.json()["offences"][0]["field"] == query.partition("=")[0]

    serve(scenario, worker=False)


def test_t15_another_projects_messages_are_the_404_of_nothing(serve: Any) -> None:
    async def scenario(s: Any) -> None:
        client, _ = await met(s)
        await made(s, client)
        [row] = (await client.get(f"{ROOT}/webhooks")).json()["data"]
        other = s.http(await s.key(project="another"))
        assert (await other.get(f"{ROOT}/webhooks")).json()["data"] == []
        nothing = "a" * 26 + "-1-queued"
        for method, path in (("GET", ""), ("POST", "/resend")):
            told = [
                await other.request(method, f"{ROOT}/webhooks/{name}{path}") for name in (row["id"], nothing)
            ]
            assert [reply.status_code for reply in told] == [404, 404]
            assert told[0].json()["detail"] == told[1].json()["detail"]
        secrets = [(await c.get(f"{ROOT}/webhook-secret")).json()["secrets"] for c in (client, other)]
        assert secrets[0] != secrets[1]
        assert (await other.get(f"{ROOT}/webhooks?after={row['id']}")).status_code == 400

    serve(scenario, worker=False)


def test_t20_an_origin_is_registered_by_who_owns_it(serve: Any) -> None:
    async def scenario(s: Any) -> None:
        client, receiver = await met(s)
        s.p.policy = replace(s.p.policy, webhooks_registered=True)
        asked = {"prompt": "a fox", "webhook_url": HOOK}
        refused = await client.post(f"{ROOT}/videos", json=asked)
        assert refused.status_code == 400
        assert refused.json()["code"] == "invalid_callback_url"
        echo = receiver.echo
        for wrong in (b"", b"ok", b'{"challenge": 5}', b"\xff\xfe", b"[]", b"null"):
            receiver.echo = lambda message, wrong=wrong: wrong
            told = await client.post(f"{ROOT}/webhook-places/register", json={"url": HOOK})
            assert told.status_code == 400, wrong
            assert told.json()["offences"][0]["field"] == "url"
        receiver.echo, receiver.status = echo, 404
        assert (await client.post(f"{ROOT}/webhook-places/register", json={"url": HOOK})).status_code == 400
        receiver.status, receiver.silent = 200, True
        assert (await client.post(f"{ROOT}/webhook-places/register", json={"url": HOOK})).status_code == 400
        receiver.silent = False
        receiver.echo = lambda message: json.dumps({"challenge": message.get("challenge")}).encode()
        told = await client.post(f"{ROOT}/webhook-places/register", json={"url": HOOK})
        assert told.status_code == 200, told.text
        assert told.json()["place"] == "https://hooks.example:443"
        assert (await client.post(f"{ROOT}/videos", json=asked)).status_code == 202
        assert (await client.post(f"{ROOT}/webhook-places/test", json={"url": HOOK})).json()["told"] == "200"
        away = await client.post(f"{ROOT}/webhook-places/test", json={"url": "https://victim.example/"})
        assert away.status_code == 400
        [place] = (await client.get(f"{ROOT}/webhook-places")).json()["data"]
        assert place["registered_at"]
        gone = await client.post(f"{ROOT}/webhook-places/unregister", json={"url": HOOK})
        assert gone.json()["data"][0]["registered_at"] is None
        assert (await client.post(f"{ROOT}/videos", json=asked)).status_code == 400
        assert (await client.post(f"{ROOT}/webhook-places/unregister", json={"url": HOOK})).status_code == 404

    serve(scenario, worker=False)


def test_a_secret_is_rotated_and_both_are_told(serve: Any) -> None:
    async def scenario(s: Any) -> None:
        client, receiver = await met(s)
        told = (await client.post(f"{ROOT}/webhook-secret/rotate", json={"grace": 3600})).json()
        assert told["secrets"][1] == receiver.secret
        assert told["old_until"]
        for secret in told["secrets"]:
            receiver.secret = secret
            assert (await client.post(f"{ROOT}/webhook-places/test", json={"url": HOOK})).json()[
                "told"
            ] == "200"
        at_once = (await client.post(f"{ROOT}/webhook-secret/rotate", json={"grace": 0})).json()
        assert len(at_once["secrets"]) == 1
        assert not set(at_once["secrets"]) & set(told["secrets"])
        for grace in (-1, 31 * 86_400, "1", None, True):
            reply = await client.post(f"{ROOT}/webhook-secret/rotate", json={"grace": grace})
            assert reply.status_code == 400

    serve(scenario, worker=False)


@pytest.mark.parametrize("act", ["register", "unregister", "enable", "test"])
@pytest.mark.parametrize(
    "body", [{}, {"url": None}, {"url": 5}, {"url": "http://a.example"}, {"url": "https://127.0.0.1/"}]
)
def test_what_is_no_address_is_refused(serve: Any, act: str, body: dict[str, Any]) -> None:
    async def scenario(s: Any) -> None:
        client, receiver = await met(s)
        assert (await client.post(f"{ROOT}/webhook-places/{act}", json=body)).status_code == 400
        assert not receiver.taken

    serve(scenario, worker=False)


def test_an_address_is_enabled_again(serve: Any) -> None:
    async def scenario(s: Any) -> None:
        client, receiver = await met(s)
        receiver.status = 410
        await made(s, client)
        await s.when(lambda: receiver.taken)
        for _ in range(200):
            places = (await client.get(f"{ROOT}/webhook-places")).json()["data"]
            if places:
                break
            await s.when(lambda: True)
        assert places[0]["place"] == "https://hooks.example:443/take"
        assert "410" in places[0]["reason"]
        receiver.status = 200
        assert (await client.post(f"{ROOT}/webhook-places/enable", json={"url": HOOK})).status_code == 200
        assert (await client.post(f"{ROOT}/webhook-places/enable", json={"url": HOOK})).status_code == 404

    serve(scenario)


def test_t20_trials_stand_in_the_same_line(serve: Any) -> None:
    async def scenario(s: Any) -> None:
        client, receiver = await met(s)
        assert [s.p.hosts.wait("hooks.example", name, s.p.clock()) for name in "ab"] == [0, 0]
        reply = await client.post(f"{ROOT}/webhook-places/test", json={"url": HOOK})
        assert reply.status_code == 429
        assert int(reply.headers["retry-after"]) >= 1
        assert not receiver.taken

    serve(scenario, worker=False)
