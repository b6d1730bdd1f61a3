"""How many files a project may have sent ahead, and how large together (threats T23, T35): one customer
cannot fill the disk of all. What is delivered to it does not count; uploads expire by themselves."""

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
    """Let one more file of so many bytes in. Raises Problem(rate_limited) above the policy's `most_uploads`
    or `most_upload_bytes`."""
    files, most = p.policy.most_uploads, p.policy.most_upload_bytes
    if not files and not most:
        return
    now = p.clock()
    kept = p.uploads_kept.get(project)
    if kept is None or not 0 <= now - kept.at < FRESH:
        kept = await p.store.read(lambda sql: _counted(sql, project, now))
        p.uploads_kept[project] = kept
    if files and kept.files >= files:
        raise _full(f"the project has {kept.files:,} uploads; at most {files:,} are kept")
    if most and kept.bytes + size > most:
        raise _full(f"the project's uploads have {kept.bytes:,} bytes; at most {most:,} are kept")
    kept.files += 1
    kept.bytes += size


def _counted(sql: Sql, project: str, now: float) -> Kept:
    row = sql.one("upload.kept", project=project, now=now)
    return Kept(now, row["files"], row["bytes"]) if row else Kept(now, 0, 0)


def _full(said: str) -> Problem:
    return Problem("rate_limited", f"{said}, and each goes when its time is over", retry_after=3600)
