"""Projects and the keys that we issue."""

import hmac
import zlib
from dataclasses import dataclass
from functools import cache

from onetake.core import limits
from onetake.core.ids import Entropy, new_core
from onetake.core.limits import Limits
from onetake.core.ports import Sql
from onetake.core.problem import Problem
from onetake.services import books

DEFAULT_PROJECT = "default"
PREFIX = "ot_live_"
_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Key:
    """Who calls. `account` pays; `route` is the profile of `/api/v3` where the model does not say; `dedupe`
    is the window in seconds in which an equal request answers with the first one's task (0: off); `scenario`
    is the sandbox script that every create plays, None for real work."""

    id: str
    project: str
    name: str
    account: str
    route: str | None
    dedupe: int
    scenario: str | None = None
    limits: Limits = limits.NONE


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


def create_key(
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
) -> str:
    """Issue a key; the only time it is seen. credits: micro-credits granted; None is unlimited, 0 is none."""
    sql.run("project.insert", id=project, name=project, created_at=now)
    key, key_id = new_key(entropy), new_core(entropy)
    account = f"key:{key_id}"
    books.open_account(sql, account, limited=credits is not None)
    if credits:
        books.grant(sql, account, credits, f"key:{key_id}", now)
    sql.run(
        "key.insert",
        id=key_id,
        project=project,
        name=name,
        prefix=key[: len(PREFIX) + 8],
        hash=digest(pepper, key),
        account=account,
        route=route,
        dedupe=dedupe,
        scenario=scenario,
        created_at=now,
    )
    return key


def authenticate(sql: Sql, pepper: bytes, text: str | None) -> Key:
    """The key behind a credential. Raises Problem(unauthenticated); the text says the same for every
    reason."""
    row = sql.one("key.find", hash=digest(pepper, text)) if text else None
    if row is None:
        raise Problem("unauthenticated", "The API key is missing or not valid")
    told = (row["id"], row["project"], row["name"], row["account"], row["route"], row["dedupe"])
    return Key(*told, row["scenario"], limits.read(row["limits"]))


def _base62(number: int, width: int) -> str:
    text = ""
    for _ in range(width):
        number, digit = divmod(number, 62)
        text = _BASE62[digit] + text
    return text
