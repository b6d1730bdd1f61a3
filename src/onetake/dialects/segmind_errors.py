"""Segmind's errors: `{"error": "one text"}` under any status, by the rows of catalogue/errors_segmind.toml.

What ByteDance said comes through: wrapped ("ByteDance video API error: …"), or behind one of its own codes.
"""

import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from onetake.core.catalogue import Route
from onetake.core.problem import Offence, Problem
from onetake.core.wire import Reply
from onetake.dialects._codec import Codec, refuse
from onetake.dialects._errors import Names, Rows, Where, as_told, scrubbed, wait_of
from onetake.dialects.ark_errors import MODERATION, REQUEST_ID, WRAPPED
from onetake.dialects.ark_errors import ROWS as BYTEDANCE

ROWS = Rows.load("errors_segmind.toml")
RESET = "x-rate-limit-reset-at-utc"
INPUTS = frozenset({"moderation_input_text", "moderation_input_person", "moderation_input_media"})
"""What the guide shows inside ByteDance's wrapper."""
LONGEST = 2000
"""Characters of a text that are looked at."""
_WRAPPER = "ByteDance video API error: "
_PARAMETER = re.compile(
    r"^the parameter [`'\"]?([\w.\[\]-]{1,80})[`'\"]? specified in the request is not valid[:.]? ?", re.I
)
_CODE = re.compile(r"^([A-Z][A-Za-z]+(?:\.[A-Z][A-Za-z]+)*): ?")
_STOPS = (".", "]")


def spoken(problem: Problem, names: Names) -> str:
    """The text of a problem: a sentence for each offence, or one for the whole."""
    if len(problem.offences) > 1:
        return " ".join(_sentence(Problem.of([o]), names) for o in problem.offences)
    return _sentence(problem, names)


def _sentence(problem: Problem, names: Names) -> str:
    row = ROWS.of(problem.code)
    offence = problem.offences[0] if problem.offences else None
    detail = offence.limit if offence else problem.detail if problem.detail != problem.title else ""
    if row.says.endswith(_STOPS):
        text = row.says if offence or not detail else f"{row.says} {detail}"
        return _WRAPPER + text if problem.code in INPUTS else text
    text = ": ".join(part for part in (row.says, detail) if part)
    if text and problem.fix and problem.fix not in text:
        text = f"{text}. {problem.fix}"
    if row.wire != "parameter":
        return text
    place = row.param or (names.get(offence.field, offence.field) if offence else "content")
    # The guide writes places of media in quotes and with a capital, the names of plain parameters without.
    named = f"the parameter {place}" if place == row.param else f"The parameter '{place}'"
    return f"{named} specified in the request is not valid" + (f": {text}" if text else "")


class SegmindErrors:
    """One text for everything (errors-and-faults §7.2, column G). clock: unix seconds, for the one header
    that tells a moment."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock

    def write(self, problem: Problem, route: Route, request_id: str, names: Names) -> tuple[int, Any]:
        """HTTP status and body. No credit is 406 here, a body that is too large 400."""
        status = ROWS.of(problem.code).http or problem.http
        if problem.code in MODERATION:
            status = route.moderation_http
        return status, {"error": spoken(problem, names)}

    def reset(self, problem: Problem, status: int) -> dict[str, str]:
        """The header that says when the limit ends, where that is known."""
        wait = problem.facts.get("retry_after")
        if status != 429 or wait is None:
            return {}
        moment = datetime.fromtimestamp(self.clock() + float(wait), UTC)
        return {RESET: moment.isoformat(timespec="seconds").replace("+00:00", "Z")}

    def read(self, reply: Reply, message: Any, route: Route) -> Problem:
        """What an answer outside 2xx tells. The provider's own words are the fact `provider`."""
        said = message.get("error") if isinstance(message, dict) else None
        text = said if isinstance(said, str) and said else reply.body[:300].decode("utf-8", "replace")
        problem = self.told(text, "http", reply.status)
        wait = {**self._wait(reply), **wait_of(reply, text)}
        return Problem(problem.code, offences=problem.offences, **problem.facts, **wait)

    def _wait(self, reply: Reply) -> dict[str, float]:
        told = reply.headers.get(RESET, "").strip()
        try:
            moment = float(told) if told.replace(".", "", 1).isdigit() else _moment(told)
        except ValueError:
            return {}
        return {"retry_after": max(0.0, moment - self.clock())}

    def told(self, said: str, where: Where, http: int = 0) -> Problem:
        """The problem behind one text of theirs."""
        text = WRAPPED.sub("", said[:LONGEST]).strip()
        request_id = REQUEST_ID.search(text)
        text = REQUEST_ID.sub("", text)
        code, place = _canonical(text, where, http)
        words: dict[str, Any] = {"message": scrubbed(text)}
        if http:
            words["http"] = http
        if request_id and request_id[1]:
            words["request_id"] = request_id[1][:64]
        problem = Problem(code)
        offences = [Offence(place, None, problem.title, problem.fix, code)] if place else []
        return Problem(code, offences=offences, provider=words)

    def write_failure(self, stored: Mapping[str, Any]) -> str:
        """The `error` of a FAILED request."""
        return spoken(as_told(Problem.from_dict(stored)), {})

    def read_failure(self, error: Any) -> dict[str, Any]:
        """A problem as stored in a task. Raises Refused for what is no text."""
        if not isinstance(error, str):
            raise refuse(error, "must be a string")
        return self.told(error, "task").as_dict()

    def returning(self, where: Where) -> frozenset[str]:
        """The codes that come back as themselves."""
        return ROWS.returning(where)

    def schema(self) -> dict[str, Any]:
        """JSON schema of the body."""
        return {"type": "object", "properties": {"error": {"type": "string"}}, "required": ["error"]}


def _moment(told: str) -> float:
    found = datetime.fromisoformat(told)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def _canonical(text: str, where: Where, http: int) -> tuple[str, str]:
    """(our code, the place that it speaks of)."""
    coded = _CODE.match(text)
    if coded and BYTEDANCE.knows(coded[1]):
        text = text[coded.end() :]
        named = _PARAMETER.match(text)
        place = named[1] if named else ""
        return BYTEDANCE.find(coded[1], text[named.end() :] if named else text, place, where, http), place
    named = _PARAMETER.match(text)
    if named:
        return ROWS.find("parameter", text[named.end() :], named[1], where, http), named[1]
    return ROWS.find("error", text, "", where, http), ""


ERRORS = SegmindErrors()
FAILURE = Codec(ERRORS.read_failure, ERRORS.write_failure, {"type": "string"})
