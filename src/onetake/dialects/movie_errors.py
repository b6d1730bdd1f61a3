"""movie's errors: `{"code", "message", "result": null}`, and `error_code` and `error_message` of a task."""

import re
from collections.abc import Mapping
from typing import Any

from onetake.core.catalogue import Route
from onetake.core.problem import Offence, Problem
from onetake.core.wire import Reply
from onetake.dialects._codec import TEXT, Codec
from onetake.dialects._errors import Names, Rows, Where, as_told, scrubbed, wait_of
from onetake.dialects._record import Message, root

ROWS = Rows.load("errors_movie.toml")
DONE = "200"
"""The code of every answer that is not an error."""
HTTP: Mapping[str, int] = {
    "INVALID_API_KEY": 401,
    "INVALID_PARAMETER": 400,
    "MISSING_PARAMETER": 400,
    "INSUFFICIENT_CREDIT": 402,
    "CREDIT_DEDUCT_FAILED": 500,
    "TASK_NOT_FOUND": 404,
    "TASK_SUBMIT_FAILED": 500,
    "TASK_CANCEL_NOT_ALLOWED": 400,
    "CONCURRENCY_LIMIT_REACHED": 429,
    "FILE_UPLOAD_FAILED": 500,
    "VIDEO_DOWNLOAD_FAILED": 500,
    "CONTENT_MODERATION_FAILED": 400,
    "COPYRIGHT_VIOLATION": 400,
    "PRIVACY_VIOLATION": 400,
    "SERVICE_BUSY": 503,
    "RATE_LIMIT_EXCEEDED": 429,
    "INTERNAL_ERROR": 500,
}
"""All codes of the document, and their statuses as far as it gives them (contract §5 marks the guesses)."""
UNCERTAIN = frozenset({"concurrency_limited", "submit_outcome_unknown", "provider_overloaded", "internal"})
"""What a create may be answered with although a task was made (errors-and-faults §3.2)."""
PLACES = frozenset(
    {
        *("model", "content", "resolution", "ratio", "duration", "generate_audio", "seed", "watermark"),
        *("callback_url", "return_last_frame", "filename", "content_type", "presigned_url"),
        *("page", "page_size", "status"),
    }
)
"""Fields that a message may name without quotes."""
_OPENINGS = {
    "INVALID_PARAMETER": "Invalid parameter: ",
    "MISSING_PARAMETER": "Missing parameter: ",
    "FILE_UPLOAD_FAILED": "",
}
"""Codes whose message names a field, and what it begins with."""
_OPENING = re.compile(r"^\s*(?:invalid|missing) parameter:\s*", re.I)
_QUOTED = re.compile(r"^`([^`]*)`:\s+")
_NAMED = re.compile(r"^([a-z_]+(?:\[\d+\])?(?:\.[a-z_]+)*):?\s+")


def _spoken(problem: Problem, names: Names) -> tuple[str, str]:
    """(code, message): the field, the row's phrase, what happened, what to do."""
    row = ROWS.of(problem.code)
    offences = problem.offences
    said = offences[0].limit if len(offences) == 1 else problem.detail
    if row.says and not said.startswith(row.says):
        said = f"{row.says}: {said}" if said != problem.title else row.says
    fix = problem.fix
    if fix and fix not in said:
        said = f"{said.rstrip('. ')}. {fix}"
    opening, place = _OPENINGS.get(row.wire, ""), problem.field or row.param
    if place and row.wire in _OPENINGS:
        place = names.get(place) or ("content" if place.startswith(("media", "prompt")) else place)
        opening += f"{place}: " if root(place) in PLACES else f"`{place}`: "
    return row.wire, opening + said


def _heard(text: str) -> tuple[str, str]:
    """(field, reason) of a message; the field is "" where none is named."""
    rest = _OPENING.sub("", text)
    if quoted := _QUOTED.match(rest):
        return quoted[1], rest[quoted.end() :]
    named = _NAMED.match(rest)
    if named and root(named[1]) in PLACES:
        return named[1], rest[named.end() :]
    return "", rest


def _told(code: object, said: object, where: Where, http: int) -> Problem:
    wire = code if isinstance(code, str) else ""
    text = str(said or "")
    place, reason = _heard(text) if wire in _OPENINGS else ("", text)
    canonical = ROWS.find(wire, reason, place, where, http)
    offences = []
    if place:
        problem = Problem(canonical)
        offences = [Offence(place[:80], None, problem.title, problem.fix, canonical)]
    words: dict[str, Any] = {"code": scrubbed(wire), "message": scrubbed(text)}
    if http:
        words["http"] = http
    return Problem(canonical, offences=offences, provider=words)


class MovieErrors:
    """The envelope in both directions. Most answers of the provider are HTTP 200 with the error in the body,
    the rest have a status; reading looks at the code first (errors-and-faults §7.3 S3 18)."""

    def write(self, problem: Problem, route: Route, request_id: str, names: Names) -> tuple[int, Any]:
        """HTTP status and body. The status is the code's own, or the one that the route gives all errors."""
        row = ROWS.of(problem.code)
        code, message = _spoken(problem, names)
        status = route.error_http or row.http or HTTP[row.wire]
        return status, {"code": code, "message": message, "result": None}

    def read(self, reply: Reply, message: Any, route: Route) -> Problem:
        """What an error answer tells. The provider's own words are the fact `provider`."""
        body = message if isinstance(message, dict) else {}
        code = str(body.get("code") or "")
        said = body.get("message") or reply.body[:300].decode("utf-8", "replace")
        # A code of digits is a status that the body tells in place of HTTP.
        http = int(code) if reply.status < 300 and re.fullmatch(r"[45]\d\d", code) else reply.status
        problem = _told(code, said, "http", http)
        waiting = wait_of(Reply(http, reply.headers), str(said))
        return Problem(problem.code, offences=problem.offences, **problem.facts, **waiting)

    def returning(self, where: Where) -> frozenset[str]:
        """The codes that come back as themselves."""
        return ROWS.returning(where)

    def schema(self) -> dict[str, Any]:
        """JSON schema of the envelope."""
        words = {"code": {"type": "string", "enum": sorted(HTTP)}, "message": {"type": "string"}}
        shape = {"type": "object", "properties": {**words, "result": {"type": "null"}}}
        return {**shape, "required": ["code", "message"]}


def failed(reply: Reply, message: Any) -> bool:
    """Whether an answer with a 2xx is an error: its code is another than "200"."""
    code = message.get("code") if isinstance(message, dict) else None
    return code is not None and str(code) != DONE


def gather(task: Message) -> None:
    """The problem of a failed task, of which the contract tells code and message side by side."""
    code, said = task.pop("error_code", None), task.pop("error_message", None)
    if (code or said) and task.get("status") == "failed":
        task["problem"] = _told(code, said, "task", 0).as_dict()


def _failure(stored: Mapping[str, Any]) -> tuple[str, str]:
    return _spoken(as_told(Problem.from_dict(stored)), {})


ERROR_CODE = Codec(TEXT.decode, lambda stored: _failure(stored)[0], {"type": "string", "enum": sorted(HTTP)})
ERROR_MESSAGE = Codec(TEXT.decode, lambda stored: _failure(stored)[1], {"type": "string"})
ERRORS = MovieErrors()
