"""A task explains its own money (errors-and-faults T33)."""

from decimal import Decimal

import pytest

NATIVE = "/onetake/v1/videos"


def total(answer, kind, currency="credit"):
    return sum(
        Decimal(e["amount"]) for e in answer["events"] if e["kind"] == kind and e["currency"] == currency
    )


async def read(client, id):
    reply = await client.get(f"{NATIVE}/{id}/ledger")
    assert reply.status_code == 200, reply.text
    return reply.json()


def test_t33_what_was_held_is_what_was_taken_and_given_back(serve):
    async def scenario(s):
        client = s.http(await s.key(credits=10**9))
        made = (await client.post(NATIVE, json={"prompt": "a fox", "ratio": "16:9"})).json()
        before = await read(client, made["id"])
        assert before["unit"] == "credit"
        assert [(e["kind"], e["amount"], e["transfer"]) for e in before["events"]] == [
            ("held", made["price"]["held"], None)
        ]
        s.client = client
        seen = await s.until(made["id"], "succeeded")
        after = await read(client, made["id"])
        assert after["id"] == made["id"]
        assert after["taken"] == seen["price"]["amount"]
        assert Decimal(after["held"]) == Decimal(after["taken"]) + Decimal(after["given_back"])
        for kind in ("held", "taken", "given_back"):
            assert total(after, kind) == Decimal(after[kind])
        # What the provider asks of the operator is no customer's affair.
        assert {e["currency"] for e in after["events"]} == {"credit"}
        everybody = s.http(await s.key(scopes=["read", "admin"]))
        assert total(await read(everybody, made["id"]), "cost", "CNY") == Decimal("5.0094")

        assert (await client.delete(f"{NATIVE}/{made['id']}")).status_code == 204
        assert (await client.get(f"{NATIVE}/{made['id']}")).status_code == 404
        assert await read(client, made["id"]) == after

    serve(scenario)


@pytest.mark.parametrize("whose", ["another project's", "nobody's", "no id"])
def test_t16_another_projects_money_is_the_same_404_as_none(serve, whose):
    async def scenario(s):
        stranger = s.http(await s.key(project="elsewhere"))
        id = {"another project's": (await s.native())["id"], "nobody's": "a" * 26, "no id": "x"}[whose]
        reply = await stranger.get(f"{NATIVE}/{id}/ledger")
        nothing = await stranger.get(f"{NATIVE}/{id}")
        assert reply.status_code == nothing.status_code == 404
        assert reply.json()["code"] == nothing.json()["code"] == "not_found"

    serve(scenario)


def test_a_key_that_may_not_read_sees_no_money(serve):
    async def scenario(s):
        made = await s.native()
        reply = await s.http(await s.key(scopes=["create"])).get(f"{NATIVE}/{made['id']}/ledger")
        assert reply.status_code == 403

    serve(scenario)
