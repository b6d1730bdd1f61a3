"""Errors of the videos API: `{"error": {"message", "type", "param", "code"}}`, by the rows of
catalogue/errors_openai.toml.

Model servers that speak the same API have errors of their own framework: a bare `detail`, as text or as a
list of what was wrong with the form, or a number as the code.
"""

from collections.abc import Mapping
from typing import Any

from onetake.core.catalogue import Route
from onetake.core.problem import Offence, Problem
from onetake.core.wire import Reply
from onetake.dialects._codec import Codec, refuse
from onetake.dialects._errors import Names, Rows, Where, as_told, scrubbed, wait_of

ROWS = Rows.load("errors_openai.toml")
BLOCKED = "moderation_blocked"
TYPES = {
    "invalid_api_key": "invalid_request_error",
    "insufficient_quota": "insufficient_quota",
    "rate_limit_exceeded": "requests",
}


def _type(wire: str, status: int) -> str:
    return TYPES.get(wire, "server_error" if status >= 500 else "invalid_request_error")


def _spoken(problem: Problem, param: str | None = None) -> tuple[str, str]:
    """(wire code, text): the row's phrase, what happened and where, what to do."""
    row = ROWS.of(problem.code)
    said = problem.detail
    if len(problem.offences) == 1:
        said = problem.offences[0].limit
        said = f"{param}: {said}" if param and not row.says else said
    if row.says and not said.startswith(row.says):
        said = f"{row.says}: {said}" if said != problem.title else row.says
    fix = problem.fix
    return row.wire, f"{said.rstrip('. ')}. {fix}" if fix and fix not in said else said


class OpenaiErrors:
    """The envelope in both directions."""

    def write(self, problem: Problem, route: Route, request_id: str, names: Names) -> tuple[int, Any]:
        """HTTP status and body; the status of moderation is the route's own. No credit is 429 here."""
        row = ROWS.of(problem.code)
        status = route.moderation_http if row.wire == BLOCKED else row.http or problem.http
        place = problem.field
        param = names.get(place, place) if place else None
        wire, said = _spoken(problem, param)
        told = {"message": said, "type": _type(wire, status), "param": param, "code": wire}
        return status, {"error": told}

    def read(self, reply: Reply, message: Any, route: Route) -> Problem:
        """What an answer outside 2xx tells. The provider's own words are the fact `provider`."""
        body = message if isinstance(message, dict) else {}
        inner = body.get("error")
        error = inner if isinstance(inner, dict) else body
        said, place = _detail(error.get("detail"))
        said = error.get("message") or said or reply.body[:300].decode("utf-8", "replace")
        param = error.get("param")
        place = param if isinstance(param, str) and param else place
        problem = self._told(error.get("code"), said, place, "http", reply.status)
        wait = wait_of(reply, str(said))
        return Problem(problem.code, offences=problem.offences, **problem.facts, **wait)

    def _told(self, code: Any, said: Any, place: str, where: Where, http: int) -> Problem:
        wire = code if isinstance(code, str) and ROWS.knows(code) else ""
        text = str(said or "")
        canonical = ROWS.find(wire, text, place, where, http)
        if canonical == "provider_error_unmapped" and not wire and where == "task":
            canonical = "generation_failed"  # the whole of what a model server says: it failed
        offences = []
        if place:
            problem = Problem(canonical)
            offences = [Offence(place[:80], None, problem.title, problem.fix, canonical)]
        words: dict[str, Any] = {"code": scrubbed(code), "message": scrubbed(text)}
        if http:
            words["http"] = http
        return Problem(canonical, offences=offences, provider=words)

    def write_failure(self, stored: Mapping[str, Any]) -> dict[str, str]:
        """The `error` of a failed video."""
        code, said = _spoken(as_told(Problem.from_dict(stored)))
        return {"code": code, "message": said}

    def read_failure(self, error: Any) -> dict[str, Any]:
        """A problem as stored in a task. Raises Refused for what is no object."""
        if not isinstance(error, dict):
            raise refuse(error, "must be an object")
        return self._told(error.get("code"), error.get("message"), "", "task", 0).as_dict()

    def returning(self, where: Where) -> frozenset[str]:
        """The codes that come back as themselves."""
        return ROWS.returning(where)

    def schema(self) -> dict[str, Any]:
        """JSON schema of the envelope."""
        words: dict[str, Any] = {name: {"type": "string"} for name in ("message", "type", "code")}
        words["param"] = {"type": ["string", "null"]}
        inner = {"type": "object", "properties": words, "required": ["message", "type", "param", "code"]}
        return {"type": "object", "properties": {"error": inner}, "required": ["error"]}


def _detail(detail: Any) -> tuple[str, str]:
    """(text, field) of a model server's `detail`: one text, or what is wrong with each part of a form."""
    if isinstance(detail, str):
        return detail, ""
    first = detail[0] if isinstance(detail, list) and detail else None
    if not isinstance(first, dict):
        return "", ""
    where = first.get("loc")
    place = str(where[-1]) if isinstance(where, list) and len(where) > 1 else ""
    return str(first.get("msg") or ""), place


ERRORS = OpenaiErrors()
FAILURE = Codec(
    ERRORS.read_failure,
    ERRORS.write_failure,
    {
        "type": "object",
        "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
        "required": ["code", "message"],
    },
)
