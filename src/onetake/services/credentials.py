"""Credentials of providers, sealed at rest: each bound to its row, its field and one exact origin (T28, T29).

A value comes in once and is never told again; only the upstream that uses it opens it.
"""

import re
from collections.abc import Mapping
from typing import Any, Protocol

from onetake.core.ids import Entropy, new_core
from onetake.core.ports import Sql
from onetake.core.problem import Offence, Problem
from onetake.core.secret import Secret
from onetake.services import audit

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
_VALUE = re.compile(r"[\x21-\x7e]{1,4096}")

Row = Mapping[str, Any]


class Sealer(Protocol):
    """What seals and opens (adapters.sealing.Keyring). `open` raises ValueError for what does not open."""

    id: str

    def seal(self, value: Secret, bound: str) -> bytes: ...
    def open(self, sealed: bytes, key_id: str, bound: str) -> Secret: ...


class Vault(Protocol):
    """What a server seals with (apps.credentials). ring: the sealing keys as they are now. origin: the
    canonical origin of a route, or the one that is told. Raises Problem(invalid_parameter) for what is none.
    """

    def ring(self) -> Sealer: ...
    def origin(self, route: str, told: str) -> str: ...


def add(
    sql: Sql,
    sealer: Sealer,
    entropy: Entropy,
    now: float,
    name: str,
    route: str,
    origin: str,
    value: Secret,
    actor: str = audit.CLI,
) -> str:
    """Keep a credential for a route at one origin (canonical `scheme://host:port`); its id.

    Raises Problem(invalid_parameter) for a name that is taken or malformed, or a value that no header holds.
    """
    if not NAME.fullmatch(name):
        limit = "1 to 63 lower-case letters, digits and . _ -, a letter or digit first"
        raise Problem.of([Offence("name", name[:64], limit, "Choose another name")])
    if sql.one("credential.named", name=name) is not None:
        raise Problem.of(
            [Offence("name", name, "a name that no credential has", "Rotate it, or choose another")]
        )
    _check(value)
    id = new_core(entropy)
    sealed = sealer.seal(value, bound(id, origin))
    sql.run(
        "credential.insert",
        id=id,
        name=name,
        route=route,
        origin=origin,
        sealed=sealed,
        key_id=sealer.id,
        created_at=now,
    )
    audit.record(sql, now, actor, "credential.add", id, None, name=name, route=route, origin=origin)
    return id


def find(sql: Sql, name: str) -> Row:
    """The row of a credential that was not removed. Raises Problem(not_found)."""
    row = sql.one("credential.named", name=name)
    if row is None:
        raise Problem("not_found", f"there is no credential {name[:64]!r}")
    return row


def opened(row: Row, sealer: Sealer) -> Secret:
    """The value in a row. Raises ValueError where it does not open: with another key, in another row or for
    another origin than it was sealed for."""
    return sealer.open(row["sealed"], row["key_id"], bound(row["id"], row["origin"]))


def rotate(sql: Sql, sealer: Sealer, now: float, name: str, value: Secret, actor: str = audit.CLI) -> None:
    """Another value under the same name; upstreams use it from their next call on. Raises Problem:
    not_found, invalid_parameter."""
    row = find(sql, name)
    _check(value)
    sealed = sealer.seal(value, bound(row["id"], row["origin"]))
    sql.run("credential.rotate", id=row["id"], sealed=sealed, key_id=sealer.id, now=now)
    audit.record(sql, now, actor, "credential.rotate", row["id"], None, name=name)


def remove(sql: Sql, now: float, name: str, actor: str = audit.CLI) -> None:
    """Forget a value; its row stays without it. Raises Problem(not_found)."""
    row = find(sql, name)
    sql.run("credential.remove", id=row["id"], now=now)
    audit.record(sql, now, actor, "credential.remove", row["id"], None, name=name)


def rekey(sql: Sql, sealer: Sealer, now: float, actor: str = audit.CLI) -> int:
    """Seal every value anew with the sealer's current key, all or none; how many.

    Raises ValueError where one does not open; the caller's transaction is undone then.
    """
    rows = sql.all("credential.kept")
    for row in rows:
        sealed = sealer.seal(opened(row, sealer), bound(row["id"], row["origin"]))
        sql.run("credential.reseal", id=row["id"], sealed=sealed, key_id=sealer.id)
    audit.record(sql, now, actor, "credential.rekey", sealer.id, None, credentials=len(rows))
    return len(rows)


def bound(id: str, origin: str) -> str:
    """What a value is sealed to: row, field and origin."""
    return f"credential\n{id}\nsealed\n{origin}"


def _check(value: Secret) -> None:
    if not _VALUE.fullmatch(value.reveal()):
        limit = "1 to 4,096 visible ASCII characters"
        raise Problem.of([Offence("value", None, limit, "Send the credential alone")])
