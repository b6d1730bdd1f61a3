"""How many files a project may have sent ahead, and how large they and its inputs are together (threats T23,
T35): one customer cannot fill the disk of all. What is delivered to it does not count; uploads expire by
themselves, and inputs go with their tasks."""

from dataclasses import dataclass

from onetake.core.ports import Sql
from onetake.core.problem import Problem
from onetake.services.platform import Platform

FRESH = 10.0
"""Seconds that a count is believed when it refuses; what comes in meanwhile is added to it."""


@dataclass(slots=True)
class Kept:
    """What a project had kept at a time, and what has come in since."""

    at: float
    files: int
    bytes: int


async def allow(p: Platform, project: str, size: int) -> None:
    """Let one more upload of so many bytes in. Raises Problem(rate_limited) above the policy's `most_uploads`
    or `most_upload_bytes`."""
    if p.policy.most_uploads or p.policy.most_upload_bytes:
        kept = await _with_room(p, project, 1, size)
        kept.files += 1
        kept.bytes += size


async def allow_fetch(p: Platform, project: str) -> None:
    """Whether there is room for any input at all: nothing is fetched for a project that is full. Raises as
    `allow_input`."""
    if p.policy.most_upload_bytes:
        await _with_room(p, project, 0, 1)


async def allow_input(p: Platform, project: str, sha256: str, size: int) -> None:
    """Let one more input of a task in; one that the project has already takes no room. Raises
    Problem(rate_limited) above the policy's `most_upload_bytes`."""
    if p.policy.most_upload_bytes and not p.objects.exists(project, sha256):
        kept = await _with_room(p, project, 0, size)
        kept.bytes += size


async def _with_room(p: Platform, project: str, files: int, size: int) -> Kept:
    """The count, in which there is room. It is made anew only before something is refused: what has gone
    since makes it too high and never too low, and of a hundred thousand inputs it takes most of a second."""
    now, kept = p.clock(), p.uploads_kept.get(project)
    if kept is None or (_beyond(p, kept, files, size) and not 0 <= now - kept.at < FRESH):
        anew = await p.store.read(lambda sql: _counted(sql, project, now))
        if p.uploads_kept.get(project) is kept:  # else another has counted meanwhile, and added to it
            p.uploads_kept[project] = anew
        kept = p.uploads_kept[project]
    if said := _beyond(p, kept, files, size):
        raise _full(said)
    return kept


def _beyond(p: Platform, kept: Kept, files: int, size: int) -> str:
    """What there is no room for, in words; empty where there is room."""
    most, most_bytes = p.policy.most_uploads, p.policy.most_upload_bytes
    if files and most and kept.files + files > most:
        return f"the project has {kept.files:,} uploads; at most {most:,} are kept"
    if most_bytes and kept.bytes + size > most_bytes:
        return f"the project's uploads and inputs have {kept.bytes:,} bytes; at most {most_bytes:,} are kept"
    return ""


def _counted(sql: Sql, project: str, now: float) -> Kept:
    row = sql.one("upload.kept", project=project, now=now)
    return Kept(now, row["files"], row["bytes"]) if row else Kept(now, 0, 0)


def _full(said: str) -> Problem:
    return Problem("rate_limited", f"{said}, and each goes when its time is over", retry_after=3600)
