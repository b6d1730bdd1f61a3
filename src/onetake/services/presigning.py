"""Promised uploads: a place for one file, taken once by whoever holds its signed URL (contract §5)."""

import re
from dataclasses import dataclass
from pathlib import Path

from onetake.core import signing
from onetake.core.catalogue import catalogue
from onetake.core.ids import new_core
from onetake.core.ports import Sql
from onetake.core.problem import Offence, Problem
from onetake.core.request import Kind
from onetake.dialects.movie_values import UPLOADED
from onetake.services import uploads
from onetake.services.accounts import Key
from onetake.services.platform import Platform
from onetake.services.uploads import Upload

LIFE = 3600
"""Seconds from the promise to its end."""
LONGEST_NAME = 128
ROOT = "api/uploads"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Promise:
    """path: how requests name the file. url: where it is put, with the signature. life: seconds."""

    path: str
    url: str
    life: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place that is being filled. most: bytes that the signature allows."""

    id: str
    project: str
    kind: Kind
    most: int


async def promise(p: Platform, key: Key, filename: str, content_type: str) -> Promise:
    """A place for one file of the key's project.

    webm is promised as the document says, and then refused by its content: no model takes it (contract §1.6).
    Raises Problem(missing_parameter, upload_invalid).
    """
    _check(filename, content_type)
    id, now = new_core(p.entropy), p.clock()
    path = f"{ROOT}/{id}/{_safe(filename)}"

    def script(sql: Sql) -> None:
        sql.run(
            "presigned.insert",
            id=id,
            project=key.project,
            key_id=key.id,
            filename=filename,
            content_type=content_type,
            created_at=now,
            expires_at=now + LIFE,
        )

    await p.store.transact(script)
    claims = {"type": content_type, "most": catalogue().media[UPLOADED[content_type]]["bytes"]}
    query = signing.sign(p.derived("uploads"), "PUT", f"/{path}", int(now) + LIFE, claims)
    return Promise(path, f"{p.policy.public_url}/{path}?{query}", LIFE)


async def claim(p: Platform, id: str, path: str, query: str, content_type: str) -> Place:
    """Take the place that a signed URL names; nobody else can from here on.

    Raises Problem: upload_expired when its time is over, upload_invalid for a changed URL, another
    Content-Type than the signed one, or a place that has been taken.
    """
    now = p.clock()
    try:
        claims = signing.verify(p.derived("uploads"), "PUT", path, query, now)
    except Problem as problem:
        code = "upload_invalid" if problem.code == "forbidden" else problem.code
        raise _closed(code, problem.detail) from None
    signed = claims["type"]
    if content_type.strip().lower() != signed:
        fix = f"Send Content-Type: {signed}, or ask for a new URL"
        limit = f"must be {signed}, as it was signed"
        raise Problem.of([Offence("Content-Type", content_type[:80], limit, fix, "upload_invalid")])

    def script(sql: Sql) -> str:
        row = sql.one("presigned.get", id=id)
        if row is not None and sql.run("presigned.claim", id=id, now=now):
            return row["project"]
        if row is not None and row["used_at"] is not None:
            raise _closed("upload_invalid", "it has been used, and takes one file")
        raise _closed("upload_expired", "its time is over, or its key was revoked")

    return Place(id, await p.store.transact(script), UPLOADED[signed], int(claims["most"]))


async def fill(p: Platform, place: Place, path: Path) -> Upload:
    """Probe and keep a received file in its place. `path` is consumed. Raises Problem(media_*)."""

    def filled(sql: Sql) -> None:
        sql.run("presigned.fill", id=place.id, upload=place.id)

    return await uploads.keep_as(p, place.project, place.id, path, place.kind, filled)


async def release(p: Platform, place: Place) -> None:
    """Open the place again after a failure; one that was filled all the same stays closed."""
    await p.store.transact(lambda sql: sql.run("presigned.release", id=place.id))


def _closed(code: str, why: str) -> Problem:
    return Problem.of([Offence("presigned_url", None, why, "Ask for a new URL", code)])


def _check(filename: str, content_type: str) -> None:
    found: list[Offence] = []
    if not filename:
        found.append(Offence("filename", None, "must be given", "Name the file", "missing_parameter"))
    if not content_type:
        fix = f"Send one of {', '.join(UPLOADED)}"
        found.append(Offence("content_type", None, "must be given", fix, "missing_parameter"))
    if len(filename) > LONGEST_NAME:
        limit = f"at most {LONGEST_NAME} characters"
        found.append(
            Offence("filename", f"{len(filename)} characters", limit, "Shorten it", "upload_invalid")
        )
    if content_type and content_type not in UPLOADED:
        limit = f"one of {', '.join(UPLOADED)}"
        fix = "Convert the file to one of these types"
        found.append(Offence("content_type", content_type[:80], limit, fix, "upload_invalid"))
    if found:
        raise Problem.of(found)


def _safe(filename: str) -> str:
    """The name as far as it is harmless; it is never a name on our disk."""
    return _UNSAFE.sub("_", filename).lstrip(".") or "file"
