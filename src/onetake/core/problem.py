"""The one error tree. Everything a caller can be told is a `Problem` with a canonical code.

    Exception
    ├── Problem            a named failure: blame, retry, money and fix come with its code
    │                      (codes: catalogue/problems.toml, from errors-and-faults §7.2)
    └── wire errors (core.wire)
        ├── NotSent        no byte of the request left this machine: safe to send again
        ├── Ambiguous      bytes were sent, the outcome is unknown: never send again blindly
        └── WireError      a provider said something its contract does not contain

A code is data, not a class: a caller switches on `problem.code`, a dialect renders it through its
error relation, and documentation is generated from the same rows.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Offence:
    """One thing wrong with a request: which field, what it said, what is allowed, what to do."""

    field: str
    value: Any
    limit: str
    fix: str
    code: str = "invalid_parameter"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a canonical code means. `http` 0 marks a code that only a task can carry."""

    code: str
    http: int
    blame: str
    retry: str
    money: str
    title: str
    fix: str
    title_zh: str
    fix_zh: str


@cache
def kinds() -> Mapping[str, Kind]:
    """Every canonical code, read once from the catalogue."""
    rows = tomllib.loads(files("onetake.catalogue").joinpath("problems.toml").read_text("utf-8"))
    return {code: Kind(code=code, **row) for code, row in rows.items()}


def _listed(offences: Sequence[Offence]) -> str:
    return "; ".join(f"{o.field}: {o.limit}" for o in offences)


class Problem(Exception):
    """A failure with a name.

    `detail` says what happened this time; `offences` list every field at fault; `facts` are further
    values for the reader (`retry_after`, `required`, `available`, `request_id`).
    Raises KeyError for a code that the catalogue lacks: an unnamed failure is a bug of ours.
    """

    def __init__(
        self, code: str, detail: str = "", *, offences: Sequence[Offence] = (), **facts: Any
    ) -> None:
        self.kind = kinds()[code]
        self.code = code
        self.detail = detail or _listed(offences) or self.kind.title
        self.offences = tuple(offences)
        self.facts = facts
        super().__init__(f"{code}: {self.detail}")

    @property
    def http(self) -> int:
        """HTTP status of the native dialect; a code that only tasks carry answers 500 if ever sent alone."""
        return self.kind.http or 500

    @property
    def title(self) -> str:
        return self.kind.title

    @property
    def blame(self) -> str:
        """caller | content | upstream | operator | ours"""
        return self.kind.blame

    @property
    def retryable(self) -> bool:
        """Whether the same request may succeed later, as it is."""
        return self.kind.retry != "no"

    @property
    def charged(self) -> bool:
        """Money is taken on delivery only, so no problem ever charges (errors-and-faults §7.1)."""
        return False

    @property
    def fix(self) -> str:
        return self.offences[0].fix if self.offences and self.offences[0].fix else self.kind.fix

    @property
    def field(self) -> str | None:
        """The first field at fault, in the customer's words."""
        return self.offences[0].field if self.offences else None

    def as_dict(self) -> dict[str, Any]:
        """For storage in a task row; `from_dict` undoes it."""
        return {
            "code": self.code,
            "detail": self.detail,
            "offences": [asdict(o) for o in self.offences],
            "facts": dict(self.facts),
        }

    @classmethod
    def of(cls, offences: Sequence[Offence]) -> "Problem":
        """One problem that lists every offence; its code is that of the first."""
        return cls(offences[0].code, offences=offences)

    def renamed(self, names: Mapping[str, str]) -> "Problem":
        """The same problem in the customer's words: our field names replaced by the wire's."""
        told = [replace(o, field=names.get(o.field, o.field)) for o in self.offences]
        detail = "" if self.detail == _listed(self.offences) else self.detail
        return Problem(self.code, detail, offences=told, **self.facts)

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Problem":
        offences = [Offence(**o) for o in stored.get("offences", ())]
        return cls(stored["code"], stored.get("detail", ""), offences=offences, **stored.get("facts", {}))
