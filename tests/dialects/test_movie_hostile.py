"""Whatever a provider answers, the client role says one of four things (threat API10: answers are input)."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from onetake.core.catalogue import catalogue
from onetake.core.problem import Problem
from onetake.core.query import Query
from onetake.core.request import Request
from onetake.core.wire import Ambiguous, Reply
from onetake.dialects import WireError, dialect, run
from onetake.dialects._table import Parcel
from onetake.dialects.movie_errors import HTTP

movie = dialect("movie")
ROUTE = catalogue().routes["movie"]
ASKED = Request(prompt="a fox", model="seedance-2.0", model_name="seedance-2.0", mode="text", ratio="16:9")
LEAF = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=10**300, max_value=10**310)
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(("pending", "failed", "completed", "2025-01-15T10:30:00Z", "9999-12-31T23:59:59-14:00"))
)
ANY = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner), max_leaves=4
)
NAMES = (
    "task_id", "model", "status", "duration", "seed", "video_url", "error_code", "error_message",
    "credit_cost", "created_at", "updated_at", "data", "total", "presigned_url", "file_path",
)  # fmt: skip
TASK = st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, ANY))
ENVELOPE = st.fixed_dictionaries(
    {},
    optional={
        "code": st.sampled_from((*HTTP, "200", "404")) | ANY,
        "message": ANY,
        "result": TASK | st.fixed_dictionaries({"data": st.lists(TASK, max_size=2), "total": ANY}) | ANY,
    },
)
REPLIES = st.builds(
    lambda status, body: Reply(status, {}, body),
    st.sampled_from((200, 201, 204, 302, 400, 401, 402, 404, 408, 429, 500, 503)),
    (ENVELOPE | ANY).map(lambda value: json.dumps(value).encode()) | st.binary(max_size=20),
)


def _flow(word: str) -> Any:
    if word == "create":
        return movie.submitting(ASKED, ROUTE, "key")
    if word == "list":
        return movie.listing(Query(), ROUTE, "key")
    if word == "upload":
        return movie.deposit(Parcel("a.png", "image/png", b"x"), ROUTE, "key")
    return {"get": movie.looking, "cancel": movie.cancelling}[word]("a1", ROUTE, "key")


@given(st.sampled_from(("create", "get", "list", "cancel", "upload")), REPLIES)
def test_an_answer_is_read_or_refused_and_nothing_else(word: str, reply: Reply) -> None:
    try:
        found = run(_flow(word), lambda call: reply)
    except (Problem, Ambiguous, WireError):
        return
    assert 200 <= reply.status < 300 or (word == "create" and found["id"])
    if word in ("create", "get"):
        assert type(found["id"]) is str and found["id"]
    if word == "get":
        assert found["status"] in ("queued", "running", "succeeded", "failed", "cancelled", "expired")
    if word == "upload":
        assert type(found) is str
