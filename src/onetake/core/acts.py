"""What can be made to happen in the sandbox: the acts of a scenario, as typed data.

An act happens at a place of the exchange: when a connection is made, in answer to a create, look, list,
cancel, upload or put of a file, while a file is served, when a callback is due, or in the course of the task
itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from onetake.core.problem import kinds

CREATE, LOOK, CONTENT, TASK = "create", "look", "content", "task"
ANSWERS = frozenset({CREATE, LOOK, CONTENT, "list", "cancel", "upload", "put"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What happens, where (`at`), and to how many calls in a row (`times`; 0 is every one)."""

    do: ClassVar[str] = ""
    places: ClassVar[frozenset[str]] = frozenset()
    at: str
    times: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert(Act):
    """The TLS handshake ends in the alert internal_error: nothing was sent."""

    do: ClassVar[str] = "alert"
    places: ClassVar[frozenset[str]] = frozenset({"connect"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reset(Act):
    """The connection is reset after so many bytes of the reply, headers counted. accepted: the request was
    carried out all the same; without it not even its body is read."""

    do: ClassVar[str] = "reset"
    places: ClassVar[frozenset[str]] = ANSWERS
    after: int = 0
    accepted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Act):
    """An answer as it is written here, whatever the dialect."""

    do: ClassVar[str] = "answer"
    places: ClassVar[frozenset[str]] = ANSWERS
    status: int
    body: str = ""
    type: str = "application/json"
    accepted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse(Act):
    """An error in the words of the dialect. says: the provider's own text, where its contract is spoken.
    wait: seconds after which to come back, told by `told`: "header" Retry-After, "reset"
    x-rate-limit-reset-at-utc, "text" in `says` alone. accepted: the request was carried out all the same;
    named: and the answer holds the id."""

    do: ClassVar[str] = "refuse"
    places: ClassVar[frozenset[str]] = ANSWERS
    code: str
    says: str = ""
    wait: int = 0
    told: str = "header"
    accepted: bool = False
    named: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mislabel(Act):
    """The right answer, in plain bytes that a header calls gzip."""

    do: ClassVar[str] = "mislabel"
    places: ClassVar[frozenset[str]] = frozenset({CREATE, LOOK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hang(Act):
    """No answer comes until the caller gives up. accepted: the request was carried out."""

    do: ClassVar[str] = "hang"
    places: ClassVar[frozenset[str]] = ANSWERS
    accepted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Act):
    """A look tells another status: one of ours, or a word that the contract does not have."""

    do: ClassVar[str] = "status"
    places: ClassVar[frozenset[str]] = frozenset({LOOK})
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoLink(Act):
    """A look tells that the task has succeeded, and no file."""

    do: ClassVar[str] = "no-link"
    places: ClassVar[frozenset[str]] = frozenset({LOOK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hide(Act):
    """The list leaves out every task that is younger than so many seconds."""

    do: ClassVar[str] = "hide"
    places: ClassVar[frozenset[str]] = frozenset({"list"})
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Truncate(Act):
    """Half of the file, under the length of the whole."""

    do: ClassVar[str] = "truncate"
    places: ClassVar[frozenset[str]] = frozenset({CONTENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback(Act):
    """copies: how often each callback is sent (0: never). late: seconds after its time. blank: without a
    body."""

    do: ClassVar[str] = "callback"
    places: ClassVar[frozenset[str]] = frozenset({"callback"})
    copies: int = 1
    late: int = 0
    blank: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fail(Act):
    """The task fails. says: the provider's own text, where its contract is spoken. heard: only a task with
    sound does."""

    do: ClassVar[str] = "fail"
    places: ClassVar[frozenset[str]] = frozenset({TASK})
    code: str
    says: str = ""
    heard: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class End(Act):
    """The task ends as `status`: expired or cancelled."""

    do: ClassVar[str] = "end"
    places: ClassVar[frozenset[str]] = frozenset({TASK})
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stall(Act):
    """The task stays where it is, "queued" or "running", for so many seconds more."""

    do: ClassVar[str] = "stall"
    places: ClassVar[frozenset[str]] = frozenset({TASK})
    seconds: int
    status: str = "queued"


_KINDS = (
    Alert, Reset, Answer, Refuse, Mislabel, Hang, Status, NoLink, Hide, Truncate, Callback, Fail, End, Stall,
)  # fmt: skip
ACTS: Mapping[str, type[Act]] = {kind.do: kind for kind in _KINDS}


def act_of(row: Mapping[str, Any]) -> Act:
    """An act from its table. Raises ValueError, TypeError for one that cannot be."""
    kind = ACTS.get(row.get("do", ""))
    if kind is None:
        raise ValueError(f"there is no act {row.get('do')!r}, only {', '.join(ACTS)}")
    act = kind(**{k: v for k, v in row.items() if k != "do"})
    if act.at not in kind.places:
        raise ValueError(f"{kind.do} does not happen at {act.at!r}")
    for part in fields(act):
        if type(getattr(act, part.name)) is not part.type:
            raise ValueError(f"{kind.do}.{part.name} is {getattr(act, part.name)!r}")
    if isinstance(act, Refuse | Fail) and act.code not in kinds():
        raise ValueError(f"{act.code} is not a canonical code")
    return act


HURRY = 0.01
"""What the waits of a scenario are multiplied with where everything else happens at once."""


def lasting(seconds: float, factor: float) -> float:
    """Seconds that a wait of a scenario takes under the sandbox's time factor: never none at all."""
    return seconds * (factor or HURRY)


class Counts:
    """How often each act has happened, by subject (a task, or a key and its scenario). In memory, bounded."""

    def __init__(self, most: int = 10_000) -> None:
        self._counts: dict[str, int] = {}
        self._most = most

    def next(self, subject: str, acts: Sequence[Act], *, again: bool = False) -> Act | None:
        """The act for the next call: each in its turn, `times` calls long; None when it passes.

        again: after one call that passed they begin anew, so that a key plays its scenario for every task.
        """
        if not acts:
            return None
        count = self._counts.pop(subject, 0)
        if len(self._counts) >= self._most:
            del self._counts[next(iter(self._counts))]
        self._counts[subject] = count + 1
        whole = sum(act.times for act in acts)
        if again and all(act.times for act in acts):
            count %= whole + 1
        for act in acts:
            if act.times == 0 or count < act.times:
                return act
            count -= act.times
        return None
