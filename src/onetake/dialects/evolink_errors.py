"""EvoLink's errors: `{"error": {"message", "type", "code"?}}`, and the `error` of a failed task (contract
§3.5)."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from onetake.core.catalogue import Route, catalogue
from onetake.core.problem import Offence, Problem
from onetake.core.wire import Reply
from onetake.dialects._codec import Codec, refuse
from onetake.dialects._errors import Names, Rows, Where, as_told, scrubbed, wait_of

ROWS = Rows.load("errors_evolink.toml")
TASK_ROWS = Rows.load("errors_evolink_task.toml")
WHOLE = frozenset({"prompt_required", "invalid_duration", "not_found"})
"""Codes whose phrase is the whole message, as it was captured (S1)."""
LISTED = frozenset({"invalid_resolution", "invalid_ratio"})
_LIST = re.compile(r"^one of (.+?)(?: for \S+)?$")
_PLACE = re.compile(r"^([a-z_]+(?:\[\d+\])?)\b")
_NAMED = re.compile(r"\(([a-z_]+(?:\[\d+\])?(?:\.[a-z_]+)?)\)(?:$|; )")
_MIB = 1024 * 1024
TYPE_OF = {
    401: "evo_api_error",
    402: "insufficient_quota_error",
    413: "request_too_large_error",
    429: "rate_limit_error",
}
"""Statuses that decide alone, whatever type the body names (contract §8 C10)."""
_WRAPPED = re.compile(r" ?\(request id: ([\w-]+)\)\s*$")


def _sentence(code: str, says: str, limit: str, fix: str, title: str) -> str:
    if code in WHOLE:
        return says
    listed = _LIST.match(limit) if code in LISTED else None
    if listed:
        return f"{says}: {listed[1]}"
    said = limit if limit.startswith(says) or limit == title else f"{says}: {limit}"
    said = says if limit == title or not limit else said
    return f"{said}. {fix}" if fix and fix not in said else said


def _credits(value: Any) -> str:
    """Three decimals at least, as captured: 2.1 → 2.100."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    exponent = number.as_tuple().exponent
    return f"{number:f}" if isinstance(exponent, int) and exponent < -3 else f"{number:.3f}"


def spoken(problem: Problem, names: Names, request_id: str) -> str:
    """The message of a problem: a sentence for each offence, or one for the whole."""
    facts, row = problem.facts, ROWS.of(problem.code)
    if problem.code == "insufficient_credit" and "required" in facts:
        required, free = _credits(facts["required"]), _credits(facts.get("available", 0))
        return f"{row.says} Required: {required}, Available: {free}"
    if problem.code == "unauthenticated":
        return f"{row.says} (request id: {request_id})"
    if problem.code == "rate_limited":
        wait = max(1, round(float(facts.get("retry_after") or 60)))
        return f"{row.says} Please retry after {wait} seconds."
    if problem.offences:
        return "; ".join(_offence(o, names) for o in problem.offences)
    return _sentence(problem.code, row.says, problem.detail, problem.fix, problem.title)


def _offence(offence: Offence, names: Names) -> str:
    kind, listed, _ = offence.field.partition("_urls")
    if offence.code == "media_too_large" and listed and kind in catalogue().media:
        most = (catalogue().media[kind]["bytes"] + 1) // _MIB
        which = "" if offence.field == "image_urls[0]" else f" ({offence.field})"
        return f"{kind.capitalize()} file size exceeds {most}MB limit{which}"
    says = ROWS.of(offence.code).says
    said = _sentence(offence.code, says, offence.limit, offence.fix, Problem(offence.code).title)
    place = names.get(offence.field, offence.field)
    return said if not place or offence.code in WHOLE | LISTED else f"{said} ({place})"


class EvolinkErrors:
    """The envelope in both directions. What was captured is written; what the table of the tutorial gives in
    its place, and codes that are numbers, are read too (contract §8 C10)."""

    def write(self, problem: Problem, route: Route, request_id: str, names: Names) -> tuple[int, Any]:
        """HTTP status and body."""
        row = ROWS.of(problem.code)
        status = row.http or problem.http or 500
        if row.wire.startswith("content_policy_violation"):
            status = route.moderation_http
        kind, _, code = row.wire.partition(".")
        error = {"message": spoken(problem, names, request_id), "type": kind}
        return status, {"error": {"code": code, **error} if code else error}

    def read(self, reply: Reply, message: Any, route: Route) -> Problem:
        """What an answer outside 2xx tells. The provider's own words are the fact `provider`."""
        inner = message.get("error") if isinstance(message, dict) else None
        error: Mapping[str, Any] = inner if isinstance(inner, dict) else {}
        said = str(error.get("message") or reply.body[:300].decode("utf-8", "replace"))
        problem = _told(ROWS, _wire(error), said, "http", reply.status)
        return Problem(problem.code, offences=problem.offences, **problem.facts, **wait_of(reply, said))

    def write_failure(self, stored: Mapping[str, Any]) -> dict[str, str]:
        """The `error` of a failed task."""
        problem = as_told(Problem.from_dict(stored))
        try:
            row = TASK_ROWS.of(problem.code)
        except KeyError:
            return {"code": "invalid_parameters", "message": problem.title}
        limit = problem.offences[0].limit if len(problem.offences) == 1 else problem.detail
        said = _sentence(problem.code, row.says, limit, problem.fix, problem.title)
        return {"code": row.wire, "message": said}

    def read_failure(self, error: Any) -> dict[str, Any]:
        """A problem as stored in a task."""
        if isinstance(error, str):
            error = {"message": error}
        if not isinstance(error, dict):
            raise refuse(error, "must be an object")
        code = error.get("code")
        return _told(TASK_ROWS, str(code or ""), str(error.get("message") or ""), "task", 0).as_dict()

    def returning(self, where: Where) -> frozenset[str]:
        """The codes that come back as themselves."""
        return (ROWS if where == "http" else TASK_ROWS).returning(where)

    def schema(self) -> dict[str, Any]:
        """JSON schema of the envelope."""
        words = {name: {"type": "string"} for name in ("message", "type", "code")}
        inner = {"type": "object", "properties": words, "required": ["message", "type"]}
        return {"type": "object", "properties": {"error": inner}, "required": ["error"]}


def _wire(error: Mapping[str, Any]) -> str:
    """The type, and the code below it where that is a word."""
    kind, code = error.get("type"), error.get("code")
    kind = kind if isinstance(kind, str) else ""
    return f"{kind}.{code}" if isinstance(code, str) and code and not code.isdigit() else kind


def _told(rows: Rows, wire: str, said: str, where: Where, http: int) -> Problem:
    named = _WRAPPED.search(said)
    text = _WRAPPED.sub("", said)
    code = rows.find(TYPE_OF.get(http, wire), text, "", where, http)
    problem = Problem(code)
    named_places = _NAMED.findall(text) if where == "http" else []
    first = _PLACE.match(text) if code.startswith("invalid_") and where == "http" else None
    places = named_places or ([first[1]] if first else [])
    offences = [Offence(place, None, problem.title, problem.fix, code) for place in places]
    words: dict[str, Any] = {"code": scrubbed(wire), "message": scrubbed(text)}
    if http:
        words["http"] = http
    if named:
        words["request_id"] = named[1][:64]
    return Problem(code, offences=offences, provider=words)


ERRORS = EvolinkErrors()
_WORDS = {"code": {"type": "string"}, "message": {"type": "string"}}
FAILURE = Codec(
    ERRORS.read_failure,
    ERRORS.write_failure,
    {"type": "object", "properties": _WORDS, "required": ["code", "message"]},
)
