"""How many files a project may have sent ahead, and how large they and its inputs are together (threats T23,
T35): one customer cannot fill the disk of all. What is delivered to it does not count; uploads expire by
themselves, and inputs go with their tasks."""

from dataclasses import dataclass

from onetake.core.ports import Sql
from onetake.core.problem import Problem
from onetake.services.platform import Platform

FRESH = 10.0
"""Seconds that a count is believed; what comes in meanwhile is added to it."""


@dataclass(slots=True)
class Kept:
    """What a project had kept at a time, and what has come in since."""

    at: float
    files: int
    bytes: int


async def allow(p: Platform, project: str, size: int) -> None:
    """Let one more upload of so many bytes in. Raises Problem(rate_limited) above the policy's `most_uploads`
    or `most_upload_bytes`."""
    files = p.policy.most_uploads
    if not files and not p.policy.most_upload_bytes:
        return
    kept = await _kept(p, project)
    if files and kept.files >= files:
        raise _full(f"the project has {kept.files:,} uploads; at most {files:,} are kept")
    _check_bytes(p, kept, size)
    kept.files += 1
    kept.bytes += size


async def allow_fetch(p: Platform, project: str) -> None:
    """Whether there is room for any input at all: nothing is fetched for a project that is full. Raises as
    `allow_input`."""
    if p.policy.most_upload_bytes:
        _check_bytes(p, await _kept(p, project), 1)


async def allow_input(p: Platform, project: str, sha256: str, size: int) -> None:
    """Let one more input of a task in; one that the project has already takes no room. Raises
    Problem(rate_limited) above the policy's `most_upload_bytes`."""
    if p.policy.most_upload_bytes and not p.objects.exists(project, sha256):
        kept = await _kept(p, project)
        _check_bytes(p, kept, size)
        kept.bytes += size


async def _kept(p: Platform, project: str) -> Kept:
    now = p.clock()
    kept = p.uploads_kept.get(project)
    if kept is None or not 0 <= now - kept.at < FRESH:
        kept = await p.store.read(lambda sql: _counted(sql, project, now))
        p.uploads_kept[project] = kept
    return kept


def _check_bytes(p: Platform, kept: Kept, size: int) -> None:
    most = p.policy.most_upload_bytes
    if most and kept.bytes + size > most:
        has = f"the project's uploads and inputs have {kept.bytes:,} bytes"
        raise _full(f"{has}; at most {most:,} are kept")


def _counted(sql: Sql, project: str, now: float) -> Kept:
    row = sql.one("upload.kept", project=project, now=now)
    return Kept(now, row["files"], row["bytes"]) if row else Kept(now, 0, 0)


def _full(said: str) -> Problem:
    return Problem("rate_limited", f"{said}, and each goes when its time is over", retry_after=3600)
