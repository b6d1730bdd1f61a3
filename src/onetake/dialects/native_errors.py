"""RFC 9457 problems, `application/problem+json` (contract §10).

Facts of a problem (`retry_after`, `required`, `available`, `provider`) are further members of the object, so
a problem comes back whole.
"""

from collections.abc import Mapping
from typing import Any

from onetake.core.catalogue import Route
from onetake.core.problem import Offence, Problem, kinds
from onetake.core.wire import Reply
from onetake.dialects._codec import Codec, refuse
from onetake.dialects._errors import HIDDEN, Names, Where, as_told, scrubbed, wait_of

DOCS = "/onetake/v1/errors/"
MEDIA_TYPE = "application/problem+json"
OFFENCE = ("field", "value", "limit", "fix", "code")
TOLD = ("type", "title", "status", "detail", "code", "offences", "retryable", "charged", "fix", "docs")
MEMBERS = frozenset((*TOLD, "committed", "self"))
CLASSES = {
    401: "unauthenticated",
    402: "insufficient_credit",
    403: "forbidden",
    404: "not_found",
    413: "request_too_large",
    429: "rate_limited",
}


def write_problem(problem: Problem, status: int | None = None) -> dict[str, Any]:
    """The object of a problem. `status` is left out inside a task."""
    docs = DOCS + problem.code
    body: dict[str, Any] = {"type": docs, "title": problem.title}
    if status is not None:
        body["status"] = status
    body["detail"] = problem.detail
    body["code"] = problem.code
    body["offences"] = [{name: getattr(o, name) for name in OFFENCE} for o in problem.offences]
    body.update(retryable=problem.retryable, charged=problem.charged, fix=problem.fix, docs=docs)
    body.update((k, v) for k, v in problem.facts.items() if k not in MEMBERS)
    return body


def read_problem(body: Mapping[str, Any]) -> Problem:
    """The problem that an object tells. A code of a newer server is unmapped, and kept as a fact."""
    code = body.get("code")
    facts = {str(k): v for k, v in body.items() if k not in MEMBERS and v is not None}
    said = body.get("detail")
    detail = said if isinstance(said, str) else ""
    if not isinstance(code, str) or code not in kinds():
        facts["provider"] = {"code": str(code)[:80], "message": scrubbed(said)}
        return Problem("provider_error_unmapped", detail, **facts)
    return Problem(code, detail, offences=_offences(body.get("offences")), **facts)


def _offences(listed: Any) -> list[Offence]:
    found: list[Offence] = []
    for item in listed if isinstance(listed, list) else ():
        if isinstance(item, dict) and isinstance(item.get("field"), str):
            texts = {name: str(item.get(name) or "") for name in ("limit", "fix")}
            code = str(item.get("code"))
            known = code if code in kinds() else "invalid_parameter"
            found.append(Offence(item["field"], item.get("value"), code=known, **texts))
    return found


class NativeErrors:
    """Errors as `application/problem+json`."""

    def write(self, problem: Problem, route: Route, request_id: str, names: Names) -> tuple[int, Any]:
        """HTTP status and body."""
        told = problem.renamed(names)
        return problem.http, {**write_problem(told, problem.http), "request_id": request_id}

    def read(self, reply: Reply, message: Any, route: Route) -> Problem:
        """What an answer outside 2xx tells; where something in between answered, by the HTTP class."""
        if isinstance(message, dict) and "code" in message and "title" in message:
            problem = read_problem(message)
            facts: dict[str, Any] = {**wait_of(reply, ""), **problem.facts}
            return Problem(problem.code, problem.detail, offences=problem.offences, **facts)
        code = CLASSES.get(reply.status)
        if code is None:
            code = (
                "provider_unavailable" if reply.status >= 500 or reply.status == 408 else "provider_protocol"
            )
        words = {"http": reply.status, "message": scrubbed(reply.body[:300].decode("utf-8", "replace"))}
        return Problem(code, f"the server answered HTTP {reply.status}", provider=words, **wait_of(reply, ""))

    def returning(self, where: Where) -> frozenset[str]:
        """Every code but those that customers never see."""
        return frozenset(kinds()) - HIDDEN

    def schema(self) -> dict[str, Any]:
        """JSON schema of the body."""
        return {**_SCHEMA, "required": [*_SCHEMA["required"], "status", "request_id"]}


def _read_failure(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise refuse(value, "must be an object")
    return read_problem(value).as_dict()


_TEXT = {"type": "string"}
_ITEM = {
    "type": "object",
    "properties": {"field": _TEXT, "value": {}, "limit": _TEXT, "fix": _TEXT, "code": _TEXT},
    "required": ["field", "limit", "fix", "code"],
}
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "code": _TEXT,
        "offences": {"type": "array", "items": _ITEM},
        "request_id": _TEXT,
        "retryable": {"type": "boolean"},
        "charged": {"type": "boolean"},
        "fix": _TEXT,
        "docs": {"type": "string", "format": "uri-reference"},
    },
    "required": ["type", "title", "detail", "code", "offences", "retryable", "charged", "fix", "docs"],
}
FAILURE = Codec(_read_failure, lambda stored: write_problem(as_told(Problem.from_dict(stored))), _SCHEMA)
