"""Segmind: one flat request, two ways to wait for it (contract §4).

v1 answers when the video is there; v2 answers at once, and its requests are looked at. Facts that are easily
missed: a FAILED request is told under HTTP 422 and is no error of the look; `request_id`, `status_url` and
`response_url` must all be in the receipt; a 200 may be empty, which under v1 is an outcome and under v2 none.
"""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from onetake.core.catalogue import Route
from onetake.core.problem import Problem
from onetake.core.request import Request
from onetake.core.wire import Ambiguous, Reply
from onetake.dialects._client import Headers, parsed
from onetake.dialects._codec import FLAG
from onetake.dialects._dialect import Dialect
from onetake.dialects._endpoint import IDEMPOTENCY, Endpoint
from onetake.dialects._flow import Flow
from onetake.dialects._record import Message, Record, field
from onetake.dialects._server import View
from onetake.dialects.segmind_errors import ERRORS, FAILURE
from onetake.dialects.segmind_files import AUTH, UPLOAD, deposit
from onetake.dialects.segmind_media import FIELDS, foreign, lift, lower, places
from onetake.dialects.segmind_values import (
    COLLAPSED,
    COST,
    COUNT,
    DURATION,
    OUTPUT,
    RATIO,
    RESOLUTION,
    SEED,
    STATUS,
    link,
)

MODELS = ("seedance-2.0", "seedance-2.0-fast", "seedance-2.0-mini")
REQUESTS = "/v2/requests/{id}"
ENDS = ("COMPLETED", "FAILED")
"""Words that make an answer a request's own, whatever its HTTP status."""
UNSETTLED = frozenset({"internal", "generation_failed", "provider_stale", "deadline_exceeded"})
"""What went wrong on the way says nothing about whether v2 took the request."""
VERDICTS = frozenset({"generation_failed", "provider_stale"})
"""Under v1 they are told after the work: it has ended, under any HTTP status."""
BUSY = frozenset({"rate_limited", "concurrency_limited"})
MONEY = ("x-cost", "x-remaining-credits")
_NEVER_BEGUN = re.compile(rb"No module named|SSLError|TLSV1_ALERT")
"""Texts of a service that could not reach ByteDance at all (S0)."""

REQUEST = Record(
    field("model", "model", required=True),
    field("prompt", "prompt", required=True),
    *FIELDS,
    field("duration", "duration", DURATION),
    field("resolution", "resolution", RESOLUTION),
    field("ratio", "aspect_ratio", RATIO),
    field("generate_audio", "generate_audio", FLAG),
    field("seed", "seed", SEED),
    field("return_last_frame", "return_last_frame", FLAG),
    unknown="keep",
    # Names of answer fields: whoever sends an old answer back means nothing by them.
    ignored=(
        "request_id",
        "status",
        "status_url",
        "response_url",
        "output",
        "output_url",
        "metrics",
        "error",
    ),
)

ENDED_BADLY = "failed cancelled expired"
_ID, _STATUS = field("id", "request_id", required=True), field("status", "status", STATUS, required=True)
_ERROR = field("problem", "error", FAILURE, only=ENDED_BADLY)
STATE = Record(_ID, _STATUS, _ERROR)
TASK = Record(
    _ID,
    _STATUS,
    field("video_url", "output", OUTPUT, only="succeeded"),
    field("last_frame_url", "last_frame_url", only="succeeded"),
    field("seed", "seed", COUNT, only="succeeded"),
    field(
        "price", "metrics.cost", COST, only="succeeded", about="In the unit of the route that it came in by"
    ),
    field("seconds", "metrics.seconds", COUNT, only="succeeded", about="Length of the video"),
    field("tokens", "metrics.tokens", COUNT, only="succeeded"),
    _ERROR,
)
RECEIPT = Record(
    _ID,
    field("origin id", "status_url", link(REQUESTS + "/status"), direction="write", required=True),
    field("origin id", "response_url", link(REQUESTS), direction="write", required=True),
    field("status", "status", STATUS, direction="write"),
)
RESULT = Record(
    field("video_url", "output_url", required=True),
    field("last_frame_url", "last_frame_url"),
    field("seed", "seed", COUNT),
    field("id", "request_id", about="The same request is read under v2 by this id"),
)


class Segmind(Dialect):
    """The tables of Segmind, and its two ways of waiting."""

    def submitting(
        self,
        request: Request | Mapping[str, Any],
        route: Route,
        key: str,
        extra_headers: Headers | None = None,
        customer: str | None = None,
    ) -> Flow[Message]:
        """Create, once: under v2 where the route has it, else under v1, whose answer is the whole result.

        v1 returns `id`, `status` succeeded, `video_url` and what more is told; the id is the answer's own or
        made from it, since nothing can be looked up under it. Raises as `Client.submitting` does, and under
        v1 Problem for everything that is known to have come to nothing.
        """
        waits = "create" not in route.capabilities
        begun = self._running if waits else super().submitting
        try:
            return (yield from begun(request, route, key, extra_headers, customer))
        except Problem as problem:
            if problem.code != "not_found":
                raise
            # Nothing was asked for but a path of the model: it is the route that is wrong, not the request.
            raise Problem("provider_misrouted", "the provider has no such model", **problem.facts) from None

    def _running(
        self,
        request: Request | Mapping[str, Any],
        route: Route,
        key: str,
        headers: Headers | None,
        customer: str | None,
    ) -> Flow[Message]:
        message = self.write_request(request, route, customer)
        endpoint = self.endpoint("run", route, message)
        body = {name: value for name, value in message.items() if name not in endpoint.fixed}
        reply = yield self._call(endpoint, route, key, message=body, headers=headers)
        answer = parsed(reply)
        if 200 <= reply.status < 300:
            return self._made(reply, answer)
        told = self._error_in(reply, route, {wire: ours for ours, wire in self.places(message).items()})
        verdict = Problem.from_dict(ERRORS.read_failure(answer["error"])) if _said(answer) else told
        if verdict.code in VERDICTS:
            raise verdict
        if told.code not in UNSETTLED and self._refuses(reply, told):
            raise self._ours(told)
        raise Ambiguous(f"HTTP {reply.status} after the request was sent: {told.detail}") from told

    def _made(self, reply: Reply, answer: Any) -> Message:
        """The result in a v1 answer. An empty 200 is an outcome: no video will come of it (F14)."""
        if _said(answer):
            told = Problem.from_dict(ERRORS.read_failure(answer["error"]))
            if told.code in UNSETTLED - VERDICTS:
                raise Ambiguous(f"HTTP {reply.status} after the request was sent: {told.detail}")
            raise self._ours(told)
        found = RESULT.decode(answer)[0] if isinstance(answer, dict) else {}
        if not found.get("video_url"):
            raise Problem("provider_result_missing", f"HTTP {reply.status} without output_url")
        paid = {name: reply.headers[name] for name in MONEY if name in reply.headers}
        made = "run-" + hashlib.sha256(reply.body).hexdigest()[:32]
        return {"id": made, **found, "status": "succeeded", "payload": {**answer, **paid}}

    def _refuses(self, reply: Reply, told: Problem) -> bool:
        """The statuses of Segmind's errors are documented nowhere: a text that names a fault of the request
        proves a refusal under any of them. That something on the way was asked too often is none: it may have
        been a look at work that goes on."""
        named = told.blame in ("caller", "content") and told.code not in BUSY and _said(parsed(reply))
        proven = named or _NEVER_BEGUN.search(reply.body) is not None
        return super()._refuses(reply, told) or proven

    def looking(self, id: str, route: Route, key: str) -> Flow[Message]:
        """Ask for the status, then for the result where there is one: two calls at most, both built from the
        id. The URLs of a receipt are not followed, so no answer can send our key to another origin.

        Returns the task's attributes and, as `payload`, the provider's words. Raises Problem("not_found").
        """
        reply = yield self._call(self.endpoint("status", route), route, key, id=id)
        state = self._seen(reply, route, id, STATE)
        if state["status"] != "succeeded":
            return state
        reply = yield self._call(self.endpoint("get", route), route, key, id=id)
        return self._seen(reply, route, id, self.task)

    def _seen(self, reply: Reply, route: Route, id: str, record: Record) -> Message:
        answer = parsed(reply)
        if not (isinstance(answer, dict) and answer.get("status") in ENDS):
            answer = self._answer(reply, route)
        if not isinstance(answer, dict):
            raise Problem("provider_protocol", f"HTTP {reply.status} without a status")
        return self.read_task({**answer, "request_id": answer.get("request_id") or id}, record)

    def write_state(self, view: View) -> Message:
        """The answer to a look at the status."""
        return STATE.encode(self._public(view))

    def write_result(self, view: View) -> Message:
        """The answer to a v1 create whose video is there."""
        return RESULT.encode(self._public(view))

    def write_error(self, problem: Problem, route: Route, request_id: str) -> tuple[int, dict[str, str], Any]:
        """(HTTP status, headers, body) of a problem; a limit names the moment at which it ends."""
        status, headers, body = super().write_error(problem, route, request_id)
        return status, {**headers, **ERRORS.reset(problem, status)}, body


def _said(answer: Any) -> bool:
    return isinstance(answer, dict) and isinstance(answer.get("error"), str) and bool(answer["error"])


segmind = Segmind(
    name="segmind",
    endpoints=(
        *(
            Endpoint(
                "create", "POST", f"/v2/{model}", "json", about=f"Queue a request to {model}",
                options=(IDEMPOTENCY,), fixed={"model": model},
            )
            for model in MODELS
        ),
        Endpoint("status", "GET", REQUESTS + "/status", about="Where a request is", result=STATE),
        Endpoint("get", "GET", REQUESTS, about="Result of a request"),
        *(
            Endpoint(
                "run", "POST", f"/v1/{model}", "json", "held", about=f"Run {model} and wait for its video",
                options=(IDEMPOTENCY,), fixed={"model": model}, result=RESULT,
            )
            for model in MODELS
        ),
        UPLOAD,
    ),
    auth=AUTH,
    request=REQUEST,
    receipt=RECEIPT,
    task=TASK,
    query=Record(),
    page=Record(),
    errors=ERRORS,
    spell=lambda core, created_at: core,
    lift=lift,
    lower=lower,
    lifted=frozenset({"media"}),
    uncertain=UNSETTLED,
    collapsed=COLLAPSED,
    places=places,
    deposit=deposit,
    unsaid=foreign,
    home="/v2",
)  # fmt: skip
