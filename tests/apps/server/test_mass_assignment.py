"""Nothing of a task is set by its customer but what a request may say (threat T17).

Every name that any answer has is sent as a part of a request, in every contract.
"""

import copy
import json
import sqlite3
from contextlib import closing

import pytest

from onetake.dialects import DIALECTS

from .creates import CREATES

HOSTILE = {
    "status": "succeeded", "phase": "succeeded", "project": "stranger", "project_id": "stranger",
    "id": "a" * 26, "task_id": "a" * 26, "request_id": "a" * 26, "created_at": 1, "deadline": 1,
}  # fmt: skip
OURS = """
    project project_id tenant_id tenant user_id account account_id key key_id api_key scopes admin
    is_admin role limits price cost credit_cost credits hold rate unit billing charged free usage tokens
    status phase state attempt backend provider provider_id provider_task_id sent_at created_at
    updated_at finished_at deadline due_at retire_at output result results video_url problem error
    scenario nonce tries misses notes adapted hint cancel_requested fingerprint content_hash mode
    model_name remix_of __proto__ constructor _id id
"""
BORN = ("id", "created_at", "updated_at", "due_at")
"""Columns that differ between any two tasks."""
SPOKEN = {"apiyi": "ark"}
"""The contract of a create whose name is another."""


def answered() -> list[tuple[str, ...]]:
    """The path of every field of every answer of every contract, and names as tables of ours may have."""
    records = [
        record
        for dialect in DIALECTS.values()
        for record in (dialect.task, dialect.receipt, dialect.page, dialect.item)
        if record is not None
    ]
    records += [e.result for d in DIALECTS.values() for e in d.endpoints if e.result is not None]
    paths = {f.path for record in records for f in record.fields} | {(name,) for name in OURS.split()}
    return sorted(path for path in paths if path)


def sayable(name: str) -> set[str]:
    """What a request of a contract may say, by the first part of its path."""
    return {f.path[0] for f in DIALECTS[SPOKEN.get(name, name)].request.fields if f.path}


def put(body: dict, path: tuple[str, ...], value: object) -> dict:
    holder = body = copy.deepcopy(body)
    for name in path[:-1]:
        holder = holder.setdefault(name, {})
    holder[path[-1]] = value
    return body


def stored(s) -> list[dict]:
    with closing(sqlite3.connect(s.p.tmp.parent / "onetake.db")) as sql:
        sql.row_factory = sqlite3.Row
        rows = [dict(row) for row in sql.execute("SELECT * FROM task ORDER BY created_at, id")]
        holds = dict(sql.execute("SELECT task, account || ':' || amount FROM hold"))
    for row in rows:
        row["held"] = holds[row["id"]]
        request = json.loads(row["request"])
        request.pop("extra", None)
        row["request"] = request
        row["deadline"] = round(row["deadline"] - row["created_at"])
        for name in BORN:
            del row[name]
    return rows


@pytest.mark.parametrize("name", CREATES)
def test_t17_no_name_of_an_answer_is_a_part_of_a_request(serve, name):
    async def scenario(s):
        create = CREATES[name]
        assert (await s.client.post(create.path, json=create.body)).is_success
        (plain,) = stored(s)
        said, taken, refused = sayable(name) | set(create.body), [], 0
        for number, path in enumerate(path for path in answered() if path[0] not in said):
            hostile = HOSTILE.get(path[-1], "0")
            value = (hostile, 0, hostile, {"amount": "0"}, hostile, True)[number % 6]
            reply = await s.client.post(create.path, json=put(create.body, path, value))
            if reply.is_success:
                taken.append((path, value))
            else:
                refused += 1
                assert reply.status_code in (400, 422), (path, value, reply.text)
        assert refused + len(taken) > 100
        told = stored(s)[1:]
        assert [t for t, row in zip(taken, told, strict=True) if row != plain] == []

    serve(scenario, worker=False)
