"""Ark's error envelope and the `error` of a failed task, by the rows of catalogue/errors_ark.toml."""

import re
from collections.abc import Mapping
from typing import Any

from onetake.core.catalogue import Route
from onetake.core.problem import Offence, Problem
from onetake.core.wire import Reply
from onetake.dialects._codec import Codec, refuse
from onetake.dialects._errors import Names, Rows, Where, as_told, scrubbed, wait_of

ROWS = Rows.load("errors_ark.toml")
TYPES = {
    400: "BadRequest",
    401: "Unauthorized",
    403: "Forbidden",
    404: "NotFound",
    409: "Conflict",
    413: "RequestTooLarge",
    422: "UnprocessableEntity",
    429: "TooManyRequests",
    500: "InternalServerError",
    502: "BadGateway",
    503: "ServiceUnavailable",
}
WRAPPED = re.compile(r"^\s*ByteDance video API error:\s*", re.I)
REQUEST_ID = re.compile(r"\.?\s*Request id: ?([\w-]*)\.?\s*$", re.I)
_PARAMETER = re.compile(r"^The parameter `([^`]*)`(?:[^:]{0,80}: ?)?")
MODERATION = ("moderation_input_text", "moderation_input_person", "moderation_input_media", "copyright")


def _spoken(problem: Problem) -> tuple[str, str]:
    """(wire code, text): the row's phrase, what happened, what to do."""
    row = ROWS.of(problem.code)
    offences = problem.offences
    detail = offences[0].limit if len(offences) == 1 else problem.detail
    if row.says and not detail.startswith(row.says):
        detail = f"{row.says}: {detail}" if detail != problem.title else row.says
    fix = problem.fix
    return row.wire, f"{detail}. {fix}" if fix and fix not in detail else detail


class ArkErrors:
    """`{"error": {"code", "message", "param", "type"}}` (contract §1.10)."""

    def write(self, problem: Problem, route: Route, request_id: str, names: Names) -> tuple[int, Any]:
        """HTTP status and body; the status of moderation is the route's own."""
        row = ROWS.of(problem.code)
        status = row.http or problem.http
        if problem.code in MODERATION:
            status = route.moderation_http
        place = problem.field or row.param
        param = names.get(place) or (names["media"] if place.startswith("media") else place)
        code, said = _spoken(problem)
        if param and code == "InvalidParameter":
            said = f"The parameter `{param}` specified in the request is not valid: {said}"
        message = f"{said.rstrip('. ')}. Request id: {request_id}"
        return status, {"error": {"code": code, "message": message, "param": param, "type": TYPES[status]}}

    def read(self, reply: Reply, message: Any, route: Route) -> Problem:
        """What an answer outside 2xx tells. The provider's own words are the fact `provider`."""
        body = message if isinstance(message, dict) else {}
        inner = body.get("error")
        error: dict[str, Any] = inner if isinstance(inner, dict) else body
        said = error.get("message") or reply.body[:300].decode("utf-8", "replace")
        known, extra = self._told(error.get("code"), said, error.get("param"), "http", reply.status)
        # A gateway may answer moderation with its own status and no code that we know (S4 row 3).
        if (
            known.code == "forbidden"
            and body
            and route.moderation_http == reply.status
            and not ROWS.knows(error.get("code"))
        ):
            known = Problem("moderation_input_text")
        return Problem(known.code, offences=known.offences, **extra, **wait_of(reply, str(said)))

    def _told(
        self, code: Any, said: Any, param: Any, where: Where, http: int
    ) -> tuple[Problem, dict[str, Any]]:
        wire = code if isinstance(code, str) else ""
        text = WRAPPED.sub("", str(said or ""))
        request_id = REQUEST_ID.search(text)
        text = REQUEST_ID.sub("", text)
        named = _PARAMETER.match(text)
        place = param if isinstance(param, str) and param else named[1] if named else ""
        reason = text[named.end() :] if named else text
        canonical = ROWS.find(wire, reason, place, where, http)
        problem = Problem(canonical)
        if place:
            offence = Offence(place[:80], None, problem.title, problem.fix, canonical)
            problem = Problem(canonical, offences=[offence])
        words: dict[str, Any] = {"code": wire, "message": scrubbed(text)}
        if http:
            words["http"] = http
        if request_id and request_id[1]:
            words["request_id"] = request_id[1][:64]
        return problem, {"provider": words}

    def write_failure(self, stored: Mapping[str, Any]) -> dict[str, str]:
        """The `error` of a failed task."""
        code, said = _spoken(as_told(Problem.from_dict(stored)))
        return {"code": code, "message": said}

    def read_failure(self, error: Any) -> dict[str, Any]:
        """A problem as stored in a task."""
        if not isinstance(error, dict):
            raise refuse(error, "must be an object")
        problem, facts = self._told(error.get("code"), error.get("message"), None, "task", 0)
        return Problem(problem.code, **facts).as_dict()

    def returning(self, where: Where) -> frozenset[str]:
        """The codes that come back as themselves."""
        return ROWS.returning(where)

    def schema(self) -> dict[str, Any]:
        """JSON schema of the envelope."""
        words = {name: {"type": "string"} for name in ("code", "message", "param", "type")}
        inner = {"type": "object", "properties": words, "required": list(words)}
        return {"type": "object", "properties": {"error": inner}, "required": ["error"]}


ERRORS = ArkErrors()
FAILURE = Codec(
    ERRORS.read_failure,
    ERRORS.write_failure,
    {
        "type": "object",
        "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
        "required": ["code", "message"],
    },
)
