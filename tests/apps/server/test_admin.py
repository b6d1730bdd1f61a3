"""Administration over HTTP: projects, keys, credentials, the audit log."""

import os

import pytest

from onetake.adapters.http.guard import origin_of
from onetake.adapters.sealing import KEY, Keyring
from onetake.apps.credentials import Vault
from onetake.core.scopes import EVERY

ROOT = "/onetake/v1"
CANARY = "canary-credential-71c2"


class Vaulted(Vault):
    """The vault of a server without a data directory of its own: the key is here."""

    def __init__(self) -> None:
        self._canonical, self._ring = origin_of, Keyring(b"k" * KEY, entropy=os.urandom)

    def ring(self) -> Keyring:
        return self._ring


async def boss(s):
    s.p.vault = Vaulted()
    return s.http(await s.key(scopes=EVERY))


def test_a_key_from_its_making_to_its_end(serve):
    async def scenario(s):
        admin = await boss(s)
        project = (await admin.post(f"{ROOT}/projects", json={"name": "Acme"})).json()
        told = {"name": "app", "project": "Acme", "scopes": ["read"], "credits": "5.5", "expires_after": 3600}
        made = await admin.post(f"{ROOT}/keys", json=told)
        assert made.status_code == 201, made.text
        key = made.json()
        assert (key["project"], key["credit"], key["scopes"]) == (project["id"], "5.5", ["read"])
        first = s.http(key.pop("key"))
        assert (await first.get(f"{ROOT}/videos")).status_code == 200
        assert (await first.post(f"{ROOT}/videos", json={"prompt": "a fox"})).status_code == 403
        turned = (await admin.post(f"{ROOT}/keys/{key['id']}/rotate", json={"grace": 60})).json()
        second = s.http(turned["key"])
        assert [(await k.get(f"{ROOT}/videos")).status_code for k in (first, second)] == [200, 200]
        for _ in range(2):
            grant = {"id": "paid-1", "credits": "2"}
            assert (await admin.post(f"{ROOT}/keys/{key['id']}/grants", json=grant)).json()["credit"] == "7.5"
        seen = (await admin.get(f"{ROOT}/keys/{key['id']}")).json()
        assert seen["used_at"] and seen["old_until"] and "key" not in seen
        assert (await admin.delete(f"{ROOT}/keys/{key['id']}")).status_code == 204
        assert [(await k.get(f"{ROOT}/videos")).status_code for k in (first, second)] == [401, 401]
        listed = (await admin.get(f"{ROOT}/keys", params={"project": "Acme"})).json()["data"]
        assert [row["state"] for row in listed] == ["revoked"]
        assert listed == [(await admin.get(f"{ROOT}/keys/{key['id']}")).json()], "shown alike in both places"
        renamed = await admin.patch(f"{ROOT}/projects/{project['id']}", json={"name": "Acme Films"})
        assert renamed.json()["name"] == "Acme Films"
        assert (await admin.post(f"{ROOT}/projects/{project['id']}/archive")).json() == {"keys_revoked": 0}
        acts = (await admin.get(f"{ROOT}/audit")).json()
        told = [a["action"] for a in acts["data"] if a["project"] == project["id"]]
        assert told == [
            "project.create", "key.create", "key.rotate", "key.grant", "key.revoke", "project.rename",
            "project.archive",
        ]  # fmt: skip
        assert turned["key"] not in str(acts)

    serve(scenario, worker=False)


def test_t28_a_credential_goes_in_and_never_out(serve):
    async def scenario(s):
        admin = await boss(s)
        body = {"name": "ark", "route": "volcengine", "value": CANARY}
        replies = [await admin.post(f"{ROOT}/credentials", json=body)]
        assert replies[0].status_code == 201, replies[0].text
        assert replies[0].json()["origin"].startswith("https://")
        replies += [await admin.post(f"{ROOT}/credentials", json=body)]
        replies += [await admin.post(f"{ROOT}/credentials", json={**body, "name": "A B"})]
        replies += [await admin.post(f"{ROOT}/credentials", json={**body, "name": "x", "origin": "nowhere"})]
        replies += [await admin.post(f"{ROOT}/credentials/ark/rotate", json={"value": f"{CANARY} {CANARY}"})]
        replies += [await admin.post(f"{ROOT}/credentials/ark/rotate", json={"value": CANARY + "2"})]
        replies += [await admin.get(f"{ROOT}/credentials"), await admin.get(f"{ROOT}/audit")]
        assert [r.status_code for r in replies] == [201, 400, 400, 400, 400, 200, 200, 200]
        assert not any(CANARY in r.text for r in replies)
        assert (await admin.delete(f"{ROOT}/credentials/ark")).status_code == 204
        assert (await admin.delete(f"{ROOT}/credentials/ark")).status_code == 404

    serve(scenario, worker=False)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("keys", {}),
        ("keys", {"name": ""}),
        ("keys", {"name": "x", "scopes": []}),
        ("keys", {"name": "x", "scopes": ["root", 7, None]}),
        ("keys", {"name": "x", "credits": "-1"}),
        ("keys", {"name": "x", "credits": "1e9"}),
        ("keys", {"name": "x", "expires_after": -1}),
        ("keys", {"name": "x", "expires_after": 1e300}),
        ("keys", {"name": "x", "route": "nowhere"}),
        ("keys", {"name": "x", "id": "y"}),
        ("projects", {"name": "default"}),
        ("projects", {"name": "a\nb"}),
        ("credentials", {"name": "x", "route": "volcengine"}),
    ],
)
def test_t17_what_is_not_understood_is_refused_by_name_and_changes_nothing(serve, path, body):
    async def scenario(s):
        admin = await boss(s)
        before = (await admin.get(f"{ROOT}/audit")).json()
        reply = await admin.post(f"{ROOT}/{path}", json=body)
        assert reply.status_code == 400, reply.text
        assert "committed" not in reply.json()
        assert (await admin.get(f"{ROOT}/audit")).json() == before

    serve(scenario, worker=False)


def test_t15_for_a_key_without_the_scope_what_is_there_and_what_is_not_are_the_same(serve):
    async def scenario(s):
        admin = await boss(s)
        key = (await admin.post(f"{ROOT}/keys", json={"name": "app"})).json()
        customer = s.http(key["key"])
        for method, path in (("GET", "keys/{}"), ("GET", "keys/{}/limits"), ("POST", "projects/{}/archive")):
            replies = [
                await customer.request(method, f"{ROOT}/{path.format(id)}", headers={"X-Request-Id": "same"})
                for id in (key["id"], "default", "a" * 26)
            ]
            assert {r.status_code for r in replies} == {403}
            assert len({r.content for r in replies}) == 1

    serve(scenario, worker=False)
