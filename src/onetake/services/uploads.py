"""Uploads: a file that a customer sends first and names in requests afterwards."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any

from onetake.core.ids import new_core
from onetake.core.ports import Sql
from onetake.core.request import Kind
from onetake.services import data_urls, quota, removal, staging
from onetake.services.accounts import Key
from onetake.services.platform import Platform


@dataclass(frozen=True, slots=True)
class Upload:
    """A kept file and how to name it: `asset://ID` in any dialect. expires_at: unix seconds."""

    id: str
    sha256: str
    kind: str
    bytes: int
    probe: dict[str, Any]
    expires_at: float


def _nothing(sql: Sql) -> None:
    pass


async def keep(
    p: Platform, key: Key, path: Path, kind: Kind, *, mending: bool = False, life: float = inf
) -> Upload:
    """Probe a received file, hold it against the limits and keep it. `path` is consumed. mending: keep
    also what a request with `repair` could still mend; any other request refuses it. life: the most seconds
    that it is kept, where a contract promises fewer than the policy.

    Raises Problem(media_invalid, media_too_large, rate_limited); then nothing is kept.
    """
    return await keep_as(p, key.project, new_core(p.entropy), path, kind, mending=mending, life=life)


async def keep_data(p: Platform, key: Key, url: str) -> Upload:
    """`keep` for a file that comes as a data URL."""
    path = p.tmp / f"up-{new_core(p.entropy)}"
    try:
        return await keep(p, key, path, await asyncio.to_thread(data_urls.write, url, path))
    finally:
        path.unlink(missing_ok=True)


async def keep_as(
    p: Platform,
    project: str,
    id: str,
    path: Path,
    kind: Kind,
    also: Callable[[Sql], None] = _nothing,
    *,
    mending: bool = False,
    life: float = inf,
) -> Upload:
    """`keep` under an id that is known before; `also` runs in the transaction of the upload's row."""
    await quota.allow(p, project, path.stat().st_size)
    if mending and p.survey is not None:
        staged = await staging.measured(p, 0, kind, path)
    else:
        staged = await staging.examine(p, 0, kind, path, None)
    now = p.clock()
    expires = now + min(life, p.policy.upload_life)
    facts = staging.facts_of(staged.probe)
    upload = Upload(id, staged.sha256, kind, staged.bytes, facts, expires)

    def script(sql: Sql) -> None:
        staging.keep_row(sql, project, staged, now)
        row = {"id": id, "project": project, "sha256": staged.sha256}
        sql.run("upload.insert", **row, created_at=now, expires_at=expires)
        also(sql)

    async with p.files_lock:
        try:
            await staging.keep(p, project, [staged])
            await p.store.transact(script)
        except BaseException:
            await removal.drop_unneeded(p, project, [staged.sha256])
            raise
        finally:
            staged.discard()
    return upload
