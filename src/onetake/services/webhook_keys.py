"""The secrets that a project's messages are signed with. None is stored: each follows from the server's own
secret and a number, which a rotation raises."""

import hmac
from dataclasses import dataclass

from onetake.core import webhook_signing
from onetake.core.ports import Sql
from onetake.core.problem import Offence, Problem
from onetake.services import audit
from onetake.services.platform import derive

LONGEST_GRACE = 30 * 86_400.0


@dataclass(frozen=True, slots=True)
class Signers:
    """Which secrets sign now, the newest first; `old_until` is when the second ends (None: there is none)."""

    numbers: tuple[int, ...]
    old_until: float | None = None


def signers(sql: Sql, project: str, now: float) -> Signers:
    """The secrets of a project at a time."""
    row = sql.one("webhook_key.get", project=project)
    if row is None:
        return Signers((1,))
    if row["old_until"] is not None and now < row["old_until"]:
        return Signers((row["number"], row["number"] - 1), row["old_until"])
    return Signers((row["number"],))


def key(secret: bytes, project: str, number: int) -> bytes:
    """The 32 bytes that sign; `secret` is the one on disk."""
    return hmac.digest(derive(secret, "webhooks"), f"{project}.{number}".encode(), "sha256")


def spelled(secret: bytes, project: str, found: Signers) -> list[str]:
    """The secrets as receivers need them, the newest first."""
    return [webhook_signing.spelled(key(secret, project, number)) for number in found.numbers]


def rotate(sql: Sql, project: str, now: float, grace: float, actor: str = audit.CLI) -> Signers:
    """A new secret, with which everything is signed from now on; for `grace` seconds the one before signs
    too. One that was still going on from an earlier rotation ends at once.

    Raises Problem(invalid_parameter) for less than 0 or more than 30 days.
    """
    if not 0 <= grace <= LONGEST_GRACE:
        raise Problem.of([Offence("grace", grace, "0 to 30 days", "Choose a shorter time")])
    number = signers(sql, project, now).numbers[0] + 1
    sql.run("webhook_key.put", project=project, number=number, old_until=now + grace if grace else None)
    audit.record(sql, now, actor, "webhook.rotate", project, project, grace=grace)
    return signers(sql, project, now)
