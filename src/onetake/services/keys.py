"""What is done with keys that are there: looking, rotating, revoking, granting. Each act is audited."""

from collections.abc import Mapping
from typing import Any

from onetake.core import scopes
from onetake.core.ids import Entropy
from onetake.core.ports import Sql
from onetake.core.problem import Offence, Problem
from onetake.services import audit, books
from onetake.services.accounts import Issued, digest, new_key, shown

LONGEST_GRACE = 30 * 86_400.0
"""Seconds that an earlier secret may go on at most: a rotation that never ends is none."""

Row = Mapping[str, Any]


def called(sql: Sql, project: str, name: str) -> list[str]:
    """Ids of the live keys of a project that have this id, name or beginning, oldest first."""
    return [row["id"] for row in sql.all("key.called", project=project, name=name)]


def one(sql: Sql, project: str, name: str) -> str:
    """The id of the one live key that is meant. Raises Problem: not_found, or invalid_parameter with the ids
    where several have the name."""
    found = called(sql, project, name)
    if not found:
        raise Problem("not_found", f"there is no live key {name[:64]!r}")
    if len(found) > 1:
        limit = f"{len(found)} keys have this name: {', '.join(found)}"
        raise Problem.of([Offence("name", name[:64], limit, "Name one by its id")])
    return found[0]


def get(sql: Sql, project: str, key_id: str, now: float) -> dict[str, Any]:
    """A key as its administrator sees it: its row with `scopes` as a sorted list, `credit` in micro-credits
    (None: unlimited) and `old_until`, when its last earlier secret ends (None: there is none).

    Raises Problem(not_found), also for a key of another project.
    """
    row = sql.one("key.get", project=project, id=key_id)
    if row is None:
        raise Problem("not_found")
    waning = sql.all("key.waning", id=key_id, now=now)
    account = sql.one("account.get", id=row["account"])
    told = {name: row[name] for name in _SHOWN}
    told["scopes"] = sorted(scopes.read(row["scopes"]))
    told["old_until"] = waning[0]["until"] if waning else None
    told["credit"] = account["posted"] - account["pending"] if account and account["limited"] else None
    told["state"] = state(row, now)
    return told


_SHOWN = (
    "id", "project", "name", "prefix", "route", "dedupe", "scenario", "created_at", "expires_at",
    "rotated_at", "used_at", "revoked_at",
)  # fmt: skip


def project_of(sql: Sql, key_id: str) -> str:
    """The project of a key, for the operator, who administers all of them. Raises Problem(not_found)."""
    row = sql.one("key.owner", id=key_id)
    if row is None:
        raise Problem("not_found")
    return row["project"]


def state(row: Row, now: float) -> str:
    """live, expired or revoked."""
    if row["revoked_at"] is not None:
        return "revoked"
    return "expired" if row["expires_at"] is not None and row["expires_at"] <= now else "live"


def rotate(
    sql: Sql,
    pepper: bytes,
    entropy: Entropy,
    now: float,
    project: str,
    key_id: str,
    *,
    grace: float = 0.0,
    actor: str = audit.CLI,
) -> Issued:
    """A new secret for a key, whose id, account and limits stay. The secret that it had opens for another
    `grace` seconds; with 0 it and every earlier one ends now.

    Raises Problem: not_found, invalid_parameter for a grace of more than 30 days or less than none.
    """
    if not 0 <= grace <= LONGEST_GRACE:
        raise Problem.of([Offence("grace", grace, "0 to 30 days", "Choose a shorter time")])
    row = sql.one("key.get", project=project, id=key_id)
    if row is None or row["revoked_at"] is not None:
        raise Problem("not_found")
    if grace:
        sql.run("key.keep", id=key_id, until=now + grace)
    else:
        sql.run("key.forget", id=key_id)
    secret = new_key(entropy)
    sql.run("key.rotate", id=key_id, hash=digest(pepper, secret), prefix=shown(secret), now=now)
    audit.record(sql, now, actor, "key.rotate", key_id, project, name=row["name"], grace=grace)
    return Issued(key_id, secret)


def revoke(sql: Sql, now: float, project: str, key_id: str, actor: str = audit.CLI) -> bool:
    """Refuse a key and all its secrets from the next request on; whether it was live until now.

    Raises Problem(not_found) for a key that the project does not have.
    """
    row = sql.one("key.get", project=project, id=key_id)
    if row is None:
        raise Problem("not_found")
    if not sql.run("key.end", id=key_id, now=now):
        return False
    sql.run("key.forget", id=key_id)
    audit.record(sql, now, actor, "key.revoke", key_id, project, name=row["name"])
    return True


def grant(
    sql: Sql, now: float, project: str, key_id: str, amount: int, grant_id: str, actor: str = audit.CLI
) -> bool:
    """Give a key credit, in micro-credits; whether it is new: the same `grant_id` twice is one grant.

    Raises Problem: not_found, and invalid_parameter for an unlimited key (it needs none), an amount below 1,
    or a grant of that id that was another.
    """
    row = sql.one("key.get", project=project, id=key_id)
    if row is None or row["revoked_at"] is not None:
        raise Problem("not_found")
    account = sql.one("account.get", id=row["account"])
    if account is None or not account["limited"]:
        raise Problem.of([Offence("key", key_id, "an unlimited key needs no credit", "Name another key")])
    if not 0 < amount < 10**18:
        raise Problem.of([Offence("credits", amount, "more than 0", "Grant what was paid for")])
    known = sql.one("transfer.get", id=f"grant:{grant_id}")
    if known is not None:
        if (known["credit"], known["amount"]) != (row["account"], amount):
            limit = "this grant was made with another key or amount"
            raise Problem.of([Offence("id", grant_id[:64], limit, "Use a new id")])
        return False
    books.grant(sql, row["account"], amount, grant_id, now)
    audit.record(sql, now, actor, "key.grant", key_id, project, micro=amount, grant=grant_id)
    return True


def widen(sql: Sql, pepper: bytes, secret: str, chosen: frozenset[str]) -> None:
    """Give the key of this secret the scopes, where it has fewer: for this machine's own key, which was made
    before there were any."""
    row = sql.one("key.find", hash=digest(pepper, secret), now=0.0)
    if row is not None and not chosen <= scopes.read(row["scopes"]):
        sql.run("key.widen", id=row["id"], scopes=scopes.write(chosen))
