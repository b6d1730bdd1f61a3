"""Whatever EvoLink answers, the client role says one of four things (threat API10: answers are input)."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from onetake.core.catalogue import catalogue
from onetake.core.problem import Problem
from onetake.core.request import Request
from onetake.core.wire import Ambiguous, Reply
from onetake.dialects import WireError, dialect, run
from onetake.dialects._table import Parcel
from onetake.dialects.evolink_errors import ROWS, TASK_ROWS

EVO = dialect("evolink")
ROUTE = catalogue().routes["evolink"]
ASKED = Request(prompt="a fox", model="seedance-2.0", model_name="seedance-2.0", mode="text", ratio="16:9")
WORDS = ("pending", "processing", "completed", "failed", "cancelled", "https://files.example/a.mp4")
LEAF = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=10**300, max_value=10**310)
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(WORDS)
)
ANY = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner), max_leaves=4
)
WIRES = sorted({row.wire for rows in (ROWS, TASK_ROWS) for row in rows.rows})
WIRE = st.sampled_from(WIRES) | ANY
ERROR = st.fixed_dictionaries({}, optional={"message": ANY, "type": WIRE, "code": WIRE}) | ANY
NAMES = ("created", "id", "model", "object", "progress", "status", "type", "results", "task_info", "usage")
INNER = st.dictionaries(
    st.sampled_from(("can_cancel", "estimated_time", "video_duration", "credits_reserved", "video_url")), ANY
)
BODY = st.fixed_dictionaries(
    {}, optional={**dict.fromkeys(NAMES, ANY | INNER), "output": INNER | ANY, "error": ERROR, "data": INNER}
)
REPLIES = st.builds(
    lambda status, headers, body: Reply(status, headers, body),
    st.sampled_from((200, 201, 204, 302, 400, 401, 402, 404, 408, 413, 422, 429, 500, 502, 503)),
    st.fixed_dictionaries({}, optional={"retry-after": st.text(max_size=5)}),
    (BODY | ANY).map(lambda value: json.dumps(value).encode()) | st.binary(max_size=20),
)


def _flow(word: str) -> Any:
    if word == "create":
        return EVO.submitting(ASKED, ROUTE, "key")
    if word == "upload":
        return EVO.deposit(Parcel("a.png", "image/png", b"x"), ROUTE, "key")
    return {"get": EVO.looking, "cancel": EVO.cancelling}[word]("task-unified-1-x", ROUTE, "key")


@given(st.sampled_from(("create", "get", "cancel", "upload")), REPLIES)
def test_an_answer_is_read_or_refused_and_nothing_else(word: str, reply: Reply) -> None:
    try:
        found = run(_flow(word), lambda call: reply)
    except (Problem, Ambiguous, WireError):
        return
    assert 200 <= reply.status < 300
    if word in ("create", "get"):
        assert type(found["id"]) is str and found["id"]
    if word == "get":
        assert found["status"] in ("queued", "running", "succeeded", "failed", "cancelled")
        assert "video_url" not in found or type(found["video_url"]) is str
        assert found["status"] != "failed" or found["problem"]["code"]
    if word == "upload":
        assert type(found) is str and found


@given(st.sampled_from((400, 404, 409, 422, 500, 502, 503, 504)), BODY)
def test_no_error_is_silent(status: int, body: Any) -> None:
    """Every status outside 2xx is a problem; of a create, a 5xx proves nothing."""
    reply = Reply(status, {}, json.dumps(body).encode())
    for word in ("create", "get"):
        try:
            run(_flow(word), lambda call: reply)
        except Problem:
            assert word == "get" or status < 500
        except Ambiguous:
            assert word == "create" and status >= 500
        else:
            raise AssertionError("an error was taken for a task")
