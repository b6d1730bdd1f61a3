"""Errors as a relation: rows that say how a canonical code looks on the wire, read in both directions.

Writing takes the row of the code. Reading tries the longest dotted prefix of the wire code, inside that
family the phrase we write ourselves (`says`), then parameter and pattern; then patterns alone, then the HTTP
class, else `provider_error_unmapped` (errors-and-faults §7.1).
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Literal, Protocol

from onetake.core.catalogue import Route
from onetake.core.problem import Problem, kinds
from onetake.core.wire import Reply

Where = Literal["http", "task"]
Names = Mapping[str, str]

HIDDEN = frozenset({"provider_auth", "provider_quota", "provider_misrouted"})
UPSTREAM: Mapping[str, str] = {
    "unauthenticated": "provider_auth",
    "forbidden": "provider_auth",
    "insufficient_credit": "provider_quota",
    "model_not_found": "provider_misrouted",
    "rate_limited": "provider_overloaded",
    "concurrency_limited": "provider_overloaded",
    "storage_full": "provider_unavailable",
    "internal": "provider_unavailable",
}
_SAFE_TO_REPEAT = frozenset({408, 409, 429, 503})
_PRIVATE = re.compile(r"https?://\S+|\b(?:Bearer\s+|sk-|ak-|ot_live_)[\w.~+/=-]+", re.I)
_AFTER = re.compile(r"(?:after|in) (\d{1,5}) ?s", re.I)


class Errors(Protocol):
    """How a dialect says that something failed."""

    def write(self, problem: Problem, route: Route, request_id: str, names: Names) -> tuple[int, Any]:
        """HTTP status and body; `names` are our field names → the wire's."""
        ...

    def read(self, reply: Reply, message: Any, route: Route) -> Problem:
        """The problem that an answer outside 2xx tells; `message` is its parsed body, or None."""
        ...

    def returning(self, where: Where) -> frozenset[str]:
        """The codes that come back as themselves, in an answer or in a task."""
        ...

    def schema(self) -> Mapping[str, Any]:
        """JSON schema of the body."""
        ...


def as_told(problem: Problem) -> Problem:
    """The problem as a customer may see it: our key or balance upstream is the operator's affair."""
    return Problem("provider_unavailable") if problem.code in HIDDEN else problem


def as_upstream(problem: Problem) -> Problem:
    """A provider's complaint about our own account, as a problem of ours (errors-and-faults rule 8)."""
    code = UPSTREAM.get(problem.code)
    if code is None:
        return problem
    facts = {k: v for k, v in problem.facts.items() if k in ("retry_after", "provider")}
    return Problem(code, **facts)


def headers_of(problem: Problem, status: int) -> dict[str, str]:
    """Advice to clients: whether the same request may be sent again by itself, and when (contract §9.5).

    A fact `committed` says that rows were written, after which nothing may be repeated.
    """
    safe = problem.retryable and status in _SAFE_TO_REPEAT and not problem.facts.get("committed")
    headers = {"x-should-retry": "true" if safe else "false"}
    wait = problem.facts.get("retry_after")
    if wait is not None:
        headers["retry-after"] = str(max(1, -int(-float(wait) // 1)))
    return headers


def wait_of(reply: Reply, said: str) -> dict[str, Any]:
    """The fact `retry_after` in seconds, from the header or a text like "after 60 seconds", if any."""
    header = reply.headers.get("retry-after", "")
    if header.isascii() and header.isdigit():
        return {"retry_after": float(header)}
    found = _AFTER.search(said) if reply.status == 429 else None
    return {"retry_after": float(found[1])} if found else {}


def scrubbed(said: object) -> str:
    """A provider's words without addresses and keys, at most 300 characters."""
    return _PRIVATE.sub("[removed]", str(said or ""))[:300]


@dataclass(frozen=True, slots=True)
class Row:
    """One row. code: ours. wire: theirs ("" fits by pattern or HTTP status alone).

    http: the status written where it is not the code's own; in a row without a wire code, the status it
    stands for. param: the field it speaks of. says: our phrase, which reads back exactly. matches: a pattern
    of providers' texts. where: "task" or "http" for a row that only fits there.
    """

    code: str
    wire: str = ""
    http: int = 0
    param: str = ""
    says: str = ""
    matches: str = ""
    where: str = ""
    direction: Literal["both", "read", "write"] = "both"

    def fits(self, said: str, param: str, where: str, http: int) -> bool:
        """Whether a message that is known to be of this family is of this row."""
        if self.where and self.where != where:
            return False
        if self.direction == "read" and self.http and self.http != http:
            return False
        if self.param and not (param == self.param or param.startswith(f"{self.param}[")):
            return False
        return not self.matches or re.search(self.matches, said) is not None


class Rows:
    """The relation of one dialect (see above). Raises KeyError for a code that is not canonical."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = tuple(rows)
        unknown = {row.code for row in self.rows} - kinds().keys()
        if unknown:
            raise KeyError(f"not canonical: {sorted(unknown)}")
        self._written: dict[str, Row] = {}
        self._families: dict[str, list[Row]] = {}
        for row in self.rows:
            if row.direction != "read":
                self._written.setdefault(row.code, row)
            if row.direction != "write" and row.wire:
                self._families.setdefault(row.wire, []).append(row)
        self._patterns = [r for r in self.rows if not r.wire and r.matches and r.direction != "write"]
        self._classes = [r for r in self.rows if not r.wire and not r.matches and r.direction != "write"]

    @classmethod
    def load(cls, name: str) -> "Rows":
        """The rows of a file in onetake/catalogue."""
        table = tomllib.loads(files("onetake.catalogue").joinpath(name).read_text("utf-8"))
        return cls(Row(**row) for row in table["row"])

    def of(self, code: str) -> Row:
        """The row that writes a canonical code. Raises KeyError where there is none."""
        return self._written[code]

    def returning(self, where: Where) -> frozenset[str]:
        """The codes of rows that hold in both directions."""
        return frozenset(r.code for r in self.rows if r.direction == "both" and r.where in ("", where))

    def knows(self, wire: object) -> bool:
        """Whether a wire code has rows of its own."""
        return isinstance(wire, str) and bool(self._family(wire))

    def find(self, wire: str, said: str, param: str = "", where: Where = "task", http: int = 0) -> str:
        """The canonical code of what a provider said."""
        family = self._family(wire)
        for row in family:
            if row.says and said.startswith(row.says) and row.where in ("", where):
                return row.code
        # A row that has only a phrase of ours fits nothing else.
        for row in (*(r for r in family if r.param or r.matches or not r.says), *self._patterns):
            if row.fits(said, param, where, http):
                return row.code
        return next((r.code for r in self._classes if http and r.http == http), "provider_error_unmapped")

    def _family(self, wire: str) -> Sequence[Row]:
        while wire:
            if wire in self._families:
                return self._families[wire]
            wire = wire.rpartition(".")[0]
        return ()
