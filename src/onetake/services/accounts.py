"""Projects and the keys that we issue."""

import hmac
import math
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from onetake.core import limits
from onetake.core import scopes as scoping
from onetake.core.ids import Entropy, new_core
from onetake.core.limits import Limits
from onetake.core.ports import Sql
from onetake.core.problem import Offence, Problem
from onetake.services import audit, books

DEFAULT_PROJECT = "default"
PREFIX = "ot_live_"
UNKNOWN = "The API key is missing or not valid"
"""The same for every reason: a typo, a key that never was, that has expired or was revoked."""
_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Key:
    """Who calls. `account` pays; `route` is the profile of `/api/v3` where the model does not say; `dedupe`
    is the window in seconds in which an equal request answers with the first one's task (0: off); `scenario`
    is the sandbox script that every create plays, None for real work. limits: what it may spend and how fast
    (core.limits); scopes: what it may do at all (core.scopes)."""

    id: str
    project: str
    name: str
    account: str
    route: str | None
    dedupe: int
    scenario: str | None = None
    limits: Limits = limits.NONE
    scopes: frozenset[str] = scoping.CUSTOMER


def new_key(entropy: Entropy) -> str:
    """`ot_live_`, 256 random bits in base 62, and six check characters for secret scanners."""
    body = _base62(int.from_bytes(entropy(32), "big"), 43)
    return PREFIX + body + _base62(zlib.crc32(body.encode()), 6)


def looks_like_key(text: str) -> bool:
    """Whether the check characters are right; tells a typo from a revoked key without a look-up."""
    body, check = text[len(PREFIX) : -6], text[-6:]
    return text.startswith(PREFIX) and len(body) == 43 and _base62(zlib.crc32(body.encode()), 6) == check


def digest(pepper: bytes, key: str) -> bytes:
    """What is stored of a key: HMAC-SHA256 with the server's pepper."""
    keyed = _keyed(pepper).copy()
    keyed.update(key.encode())
    return keyed.digest()


@cache
def _keyed(pepper: bytes) -> hmac.HMAC:
    # Every request comes by here. A copy of a keyed hash keeps the interpreter lock for so short a text,
    # where # `hmac.digest` would give it up to the database's writer thread.
    return hmac.new(pepper, digestmod="sha256")


@dataclass(frozen=True, slots=True)
class Issued:
    """A key that was just made or rotated; `secret` is the key itself, seen this once."""

    id: str
    secret: str

    def __repr__(self) -> str:
        return f"Issued(id={self.id!r})"


def create_key(sql: Sql, pepper: bytes, entropy: Entropy, now: float, name: str, **more: Any) -> str:
    """`issue_key` for whoever needs the key alone."""
    return issue_key(sql, pepper, entropy, now, name, **more).secret


def issue_key(
    sql: Sql,
    pepper: bytes,
    entropy: Entropy,
    now: float,
    name: str,
    *,
    credits: int | None = None,
    route: str | None = None,
    dedupe: int = 0,
    scenario: str | None = None,
    project: str = DEFAULT_PROJECT,
    scopes: Iterable[str] = scoping.CUSTOMER,
    expires_at: float | None = None,
    actor: str = audit.CLI,
) -> Issued:
    """Issue a key; the only time it is seen. credits: micro-credits granted; None is unlimited, 0 is none.
    expires_at: unix seconds from which on it opens nothing.

    Raises Problem(invalid_parameter) where the project has ended, or may not have the scopes.
    """
    sql.run("project.insert", id=project, name=project, created_at=now)
    _check_project(sql, project, scopes)
    secret, key_id = new_key(entropy), new_core(entropy)
    account = f"key:{key_id}"
    books.open_account(sql, account, limited=credits is not None)
    if credits:
        books.grant(sql, account, credits, f"key:{key_id}", now)
    row = {"id": key_id, "project": project, "name": name, "account": account, "route": route}
    row |= {"prefix": shown(secret), "hash": digest(pepper, secret), "scopes": scoping.write(scopes)}
    row |= {"dedupe": dedupe, "scenario": scenario, "expires_at": expires_at, "created_at": now}
    sql.run("key.insert", **row)
    told = {"name": name, "scopes": sorted(scopes), "credits": credits, "expires_at": expires_at}
    audit.record(sql, now, actor, "key.create", key_id, project, **told)
    return Issued(key_id, secret)


def shown(secret: str) -> str:
    """The beginning of a key, by which people tell it from others: eight of its characters."""
    return secret[: len(PREFIX) + 8]


def _check_project(sql: Sql, project: str, scopes: Iterable[str]) -> None:
    row = sql.one("project.get", id=project)
    if row is not None and row["archived_at"] is not None:
        offence = Offence("project", row["name"], "a project that is not archived", "Name another project")
        raise Problem.of([offence])
    if project != DEFAULT_PROJECT and (wide := scoping.OPERATOR.intersection(scopes)):
        limit = f"only keys of the project {DEFAULT_PROJECT} may reach beyond their project"
        raise Problem.of([Offence("scopes", ", ".join(sorted(wide)), limit, "Leave them out")])


def authenticate(sql: Sql, pepper: bytes, text: str | None, now: float = math.inf) -> Key:
    """The key behind a credential at a time; without one, keys that ever expire open nothing.

    It is found by the keyed hash of the whole of it: a wrong secret and an unknown one are the same miss, and
    nothing that somebody can choose is compared (threat T13). Raises Problem(unauthenticated); the text says
    the same for every reason.
    """
    row = None
    if text:
        told = digest(pepper, text)
        # A rotated key's earlier secrets are asked for last: whoever has the present one waits for nothing.
        row = sql.one("key.find", hash=told, now=now) or sql.one("key.find_before", hash=told, now=now)
    if row is None:
        raise Problem("unauthenticated", UNKNOWN)
    return Key(
        id=row["id"],
        project=row["project"],
        name=row["name"],
        account=row["account"],
        route=row["route"],
        dedupe=row["dedupe"],
        scenario=row["scenario"],
        limits=limits.read(text) if (text := row["limits"]) else limits.NONE,
        scopes=scoping.read(row["scopes"]),
    )


def alive(sql: Sql, key: Key, now: float) -> bool:
    """Whether a key that opened a door still would: neither revoked nor expired since."""
    return sql.one("key.alive", id=key.id, now=now) is not None


def _base62(number: int, width: int) -> str:
    text = ""
    for _ in range(width):
        number, digit = divmod(number, 62)
        text = _BASE62[digit] + text
    return text
