"""Inputs on their way in: fetched, sniffed, probed, measured against the limits, then kept as assets."""

import asyncio
import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from onetake.core import mediarules
from onetake.core.catalogue import catalogue
from onetake.core.ids import new_core
from onetake.core.mediarules import Limits
from onetake.core.ports import Input, Probe, Sql
from onetake.core.problem import Offence, Problem
from onetake.core.repairs import ARRIVAL_BYTES
from onetake.core.request import ASSET, BY_HASH, Kind, Media, Request, Role
from onetake.services import data_urls, quota
from onetake.services.platform import Platform
from onetake.services.records import dump

FULL = "rate_limited"
"""What a project is told whose quota is used up (services.quota)."""


@dataclass(frozen=True, slots=True)
class Staged:
    """One input that passed. `path` is its temporary file, or None when the project has it already."""

    place: int
    kind: str
    sha256: str
    bytes: int
    probe: Any
    path: Path | None

    def discard(self) -> None:
        if self.path is not None:
            self.path.unlink(missing_ok=True)


async def stage(
    p: Platform,
    project: str,
    media: Sequence[Media],
    places: Sequence[int],
    known: Sequence[Any] = (),
    *,
    mending: bool = False,
    limits: Limits | None = None,
) -> list[Staged]:
    """Bring the inputs at `places` in; `known` are the probes of those that are here already. mending:
    measure only, and take larger files, since they are repaired next. limits: those of the contract that the
    request came in by; `catalogue().media` if None.

    Raises Problem naming every `media[i]` at fault, or rate_limited; then nothing is left behind.
    """
    work = [asyncio.ensure_future(_one(p, project, i, media[i], mending, limits)) for i in places]
    try:
        results = await asyncio.gather(*work, return_exceptions=True)
    except asyncio.CancelledError:
        # We ran out of time: gather has cancelled the rest, and what had arrived before goes as well.
        for result in await asyncio.gather(*work, return_exceptions=True):
            if isinstance(result, Staged):
                result.discard()
        raise
    staged = [r for r in results if isinstance(r, Staged)]
    errors = [r for r in results if isinstance(r, BaseException)]
    try:
        for error in errors:
            if not isinstance(error, Problem) or error.code == FULL:
                raise error
        found = [o for e in errors if isinstance(e, Problem) for o in e.offences]
        found += [] if mending else mediarules.totals([*known, *(s.probe for s in staged)], limits)
        if found:
            raise Problem.of(found)
    except BaseException:
        for item in staged:
            item.discard()
        raise
    return staged


async def _one(
    p: Platform, project: str, place: int, item: Media, mending: bool, limits: Limits | None
) -> Staged:
    where = f"media[{place}]"
    path = p.tmp / f"in-{new_core(p.entropy)}"
    try:
        if item.asset_id is not None:
            return await _known(p, project, place, item, mending, limits)
        await quota.allow_fetch(p, project)
        if item.url.startswith("data:"):
            await asyncio.to_thread(data_urls.write, item.url, path, item.kind)
        else:
            limit = ARRIVAL_BYTES[item.kind] if mending else catalogue().media[item.kind]["bytes"]
            await p.fetch.download(item.url, "input", path, limit=limit, deadline=p.policy.fetch_deadline)
        if mending:
            staged = await measured(p, place, item.kind, path)
        else:
            staged = await examine(p, place, item.kind, path, item.role, limits)
        await quota.allow_input(p, project, staged.sha256, staged.bytes)
        return staged
    except Problem as problem:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        if problem.code == FULL:
            raise  # no fault of this input, and it says when to come back
        raise _at(problem, where, item.url) from None
    except BaseException:
        path.unlink(missing_ok=True)
        raise


async def examine(
    p: Platform, place: int, kind: Kind, path: Path, role: Role | None, limits: Limits | None = None
) -> Staged:
    """Probe a local file and hold it against the limits. Raises Problem(media_invalid, media_too_large)."""
    probe = await p.probe(path, kind, decode=kind == "image")
    found = mediarules.offences(place, kind, role, probe, limits)
    if found:
        raise Problem.of(found)
    sha256 = await asyncio.to_thread(_digest, path)
    return Staged(place, kind, sha256, probe.bytes, probe, path)


async def measured(p: Platform, place: int, kind: Kind, path: Path) -> Staged:
    """Measure a file that may be beyond the limits, without judging it. Raises Problem(media_invalid)."""
    assert p.survey is not None
    probe = await p.survey(path, kind)
    return Staged(place, kind, await asyncio.to_thread(_digest, path), probe.bytes, probe, path)


async def _known(
    p: Platform, project: str, place: int, item: Media, mending: bool, limits: Limits | None
) -> Staged:
    name = item.asset_id or ""

    def find(sql: Sql) -> Mapping[str, Any] | None:
        if name.startswith(BY_HASH):
            return sql.one("asset.get", project=project, sha256=name[len(BY_HASH) :])
        row = sql.one("upload.get", project=project, id=name)
        return row if row and row["expires_at"] > p.clock() else None

    row = await p.store.read(find)
    if row is None:
        raise Problem("upload_invalid", f"there is no upload {name} in this project")
    if row["kind"] != item.kind:
        raise Problem("media_invalid", f"the upload is {row['kind']}, not {item.kind}")
    probe: Any = StoredProbe(json.loads(row["probe"]))
    if not mending and (found := mediarules.offences(place, item.kind, item.role, probe, limits)):
        raise Problem.of(found)
    return Staged(place, item.kind, row["sha256"], row["bytes"], probe, None)


class StoredProbe:
    """A probe read back from its row, with the attributes of `core.ports.Probe`."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self.facts = dict(facts)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.facts[name]
        except KeyError:
            raise AttributeError(name) from None


PROBED = ("kind", "mime", "format", "width", "height", "seconds", "fps", "codec", "audio_codec", "bytes")


def facts_of(probe: Probe) -> dict[str, Any]:
    """A probe as a dict for its row."""
    return {name: getattr(probe, name) for name in PROBED}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _at(problem: Problem, where: str, url: str) -> Problem:
    if problem.offences:
        return problem
    shown = url.partition("?")[0][:80] if not url.startswith("data:") else "data URL"
    return Problem.of([Offence(where, shown, problem.detail, problem.kind.fix, problem.code)])


async def keep(p: Platform, project: str, staged: Sequence[Staged]) -> None:
    """Move temporary files into the object store; the rows follow in `commit`."""
    for item in staged:
        if item.path is not None:
            await p.objects.put(project, item.path, item.sha256)
        elif not p.objects.exists(project, item.sha256):
            raise Problem("upload_invalid", f"media[{item.place}]: the upload was removed meanwhile")


def commit(sql: Sql, project: str, task: str, staged: Sequence[Staged], now: float) -> None:
    """Write the rows of staged inputs inside the caller's transaction."""
    for item in staged:
        keep_row(sql, project, item, now)
        sql.run("input.insert", task=task, place=item.place, sha256=item.sha256)


def keep_row(sql: Sql, project: str, item: Staged, now: float) -> None:
    """One stored file more that somebody needs."""
    probe = dump(item.probe.facts if isinstance(item.probe, StoredProbe) else facts_of(item.probe))
    sql.run(
        "asset.insert",
        project=project,
        sha256=item.sha256,
        bytes=item.bytes,
        kind=item.kind,
        probe=probe,
        created_at=now,
    )
    sql.run("asset.hold", project=project, sha256=item.sha256)


def slim(request: Request, staged: Sequence[Staged]) -> Request:
    """The request with its data URLs replaced by the names of the stored files: rows stay small."""
    if not staged:
        return request
    hashes = {item.place: item.sha256 for item in staged}
    media = tuple(
        replace(m, url=f"{ASSET}{BY_HASH}{hashes[i]}") if m.url.startswith("data:") else m
        for i, m in enumerate(request.media)
    )
    return replace(request, media=media)


def inputs_of(sql: Sql, p: Platform, project: str, task: str) -> list[Input]:
    """The staged inputs of a task, in the order of its request."""
    found = []
    for row in sql.all("input.all", task=task):
        probe = json.loads(row["probe"])
        found.append(
            Input(
                place=row["place"],
                kind=row["kind"],
                path=p.objects.path_in(project, row["sha256"]),
                mime=probe["mime"],
                bytes=row["bytes"],
                width=probe["width"],
                height=probe["height"],
                seconds=probe["seconds"],
                sha256=row["sha256"],
            )
        )
    return found
