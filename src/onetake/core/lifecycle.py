"""The life of a task, as a table. Everything about transitions lives here and nowhere else.

Two rules: no caller compares phases to decide what is allowed (it asks `step`), and this file knows no
backend, no database and no dialect. The diagram in docs/reference/lifecycle.md is drawn from TABLE.
"""

from collections.abc import Mapping

# `again`: the provider made nothing and charged nothing, and its failure is one that passes: one more
# attempt.
# `restored`: the row comes from a backup, and what was sent after it was made is not known (F39).
TABLE: Mapping[str, Mapping[str, str]] = {
    "accepted": {
        "stage": "staging",
        "submit": "submitting",
        "restored": "unknown",
        "cancel": "cancelled",
        "expire": "expired",
        "fail": "failed",
        "quarantine": "quarantined",
    },
    "staging": {
        "staged": "accepted",
        "restored": "unknown",
        "cancel": "cancelled",
        "expire": "expired",
        "fail": "failed",
        "quarantine": "quarantined",
    },
    # The intent is on disk, bytes may be on their way: only evidence leads out of here.
    "submitting": {
        "not_sent": "accepted",
        "receipt": "submitted",
        "ambiguous": "unknown",
        "again": "accepted",
        "restored": "unknown",
        "fail": "failed",
        "quarantine": "quarantined",
    },
    # Nobody knows whether the provider has it. Never sent again before absence is proved.
    "unknown": {
        "receipt": "submitted",
        "absent": "accepted",
        "unresolved": "failed",
        "quarantine": "quarantined",
        "restored": "unknown",
    },
    "submitted": {
        "start": "rendering",
        "finish": "storing",
        "absent": "accepted",
        "again": "accepted",
        "cancel": "cancelled",
        "expire": "expired",
        "fail": "failed",
        "quarantine": "quarantined",
    },
    "rendering": {
        "finish": "storing",
        "absent": "accepted",
        "again": "accepted",
        "cancel": "cancelled",
        "expire": "expired",
        "fail": "failed",
        "quarantine": "quarantined",
    },
    "storing": {
        "deliver": "succeeded",
        "refresh": "submitted",
        "fail": "failed",
        "quarantine": "quarantined",
    },
    # Work on it ended our process again and again. The operator lets it go on: to a look at the provider's
    # task where there is one, to the search for what may have been sent where there is none.
    "quarantined": {"resume": "submitted", "restored": "unknown", "fail": "failed"},
    "succeeded": {},
    "failed": {},
    "cancelled": {},
    "expired": {},
}

STATUS_OF: Mapping[str, str] = {
    "accepted": "queued",
    "staging": "queued",
    "submitting": "queued",
    "unknown": "queued",
    "submitted": "queued",
    "rendering": "running",
    "storing": "running",
    "quarantined": "queued",
    "succeeded": "succeeded",
    "failed": "failed",
    "cancelled": "cancelled",
    "expired": "expired",
}

PHASES = tuple(TABLE)
STATUSES = ("queued", "running", "succeeded", "failed", "cancelled", "expired")
ENDS = frozenset(phase for phase, events in TABLE.items() if not events)
OPEN = tuple(phase for phase in PHASES if phase not in ENDS)


class IllegalStep(Exception):
    """An event that the table does not allow in this phase: a bug of ours, never a customer's error."""


def step(phase: str, event: str) -> str:
    """The phase that `event` leads to. Raises IllegalStep where the table has no such row."""
    try:
        return TABLE[phase][event]
    except KeyError:
        raise IllegalStep(f"no event {event!r} in phase {phase!r}") from None


def allows(phase: str, event: str) -> bool:
    return event in TABLE[phase]


def phases_of(status: str) -> tuple[str, ...]:
    """The phases that show as `status` to a customer."""
    return tuple(phase for phase, shown in STATUS_OF.items() if shown == status)


def diagram() -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", "    [*] --> accepted"]
    for phase, events in TABLE.items():
        lines += [f"    {phase} --> {to}: {event}" for event, to in events.items()]
        if not events:
            lines.append(f"    {phase} --> [*]")
    return "\n".join(lines) + "\n"
