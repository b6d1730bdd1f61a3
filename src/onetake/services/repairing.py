"""Inputs that do not meet the limits, repaired before they are kept, each with a note that says how.

Between staging and keeping: `staging.stage(mending=True)` only measures, `repair` judges all files of a
request together. Nothing here knows who asked for it; the request or the policy says whether.
"""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from onetake.core import mediarules, repairs
from onetake.core.ids import new_core
from onetake.core.mediarules import Limits
from onetake.core.ports import Mender, Probe
from onetake.core.problem import Offence, Problem
from onetake.core.repair_order import Repair
from onetake.core.repairs import Measured, Plan
from onetake.core.request import ASSET, BY_HASH, Media, Request
from onetake.services.platform import Platform
from onetake.services.staging import Staged


@dataclass(frozen=True, slots=True)
class Outcome:
    """staged: the inputs as they will be kept, in the order given. notes: what was done, in words. places: of
    the inputs that it was done to."""

    staged: list[Staged]
    notes: tuple[str, ...] = ()
    places: tuple[int, ...] = ()

    def told(self, request: Request) -> Request:
        """The request with the repaired inputs named by their content: a provider that was given the
        customer's own link would fetch the file that did not pass."""
        hashes = {s.place: s.sha256 for s in self.staged if s.place in self.places}
        media = tuple(
            replace(m, url=f"{ASSET}{BY_HASH}{hashes[i]}") if i in hashes else m
            for i, m in enumerate(request.media)
        )
        return replace(request, media=media)


def plan_for(
    media: Sequence[Media],
    staged: Sequence[Staged],
    known: Mapping[int, Probe] | None = None,
    limits: Limits | None = None,
) -> Plan:
    """What would be done; `known` are the probes of inputs that are kept already and stay as they are."""
    items = [Measured(s.place, s.kind, media[s.place].role, s.probe) for s in staged]
    for place, probe in (known or {}).items():
        items.append(Measured(place, media[place].kind, media[place].role, probe, fixed=True))
    return repairs.plan(sorted(items, key=lambda item: item.place), limits)


async def repair(
    p: Platform,
    mend: Mender,
    project: str,
    media: Sequence[Media],
    staged: Sequence[Staged],
    known: Mapping[int, Probe] | None = None,
    limits: Limits | None = None,
) -> Outcome:
    """Make every staged input meet the limits, alone and with those that are kept already.

    media: of the request. limits: those of the route that makes the video (`core.repairs.limits_of`);
    `catalogue().media` if None. An upload is repaired as a copy. The files of `staged` are consumed: they
    are the result's, or gone.
    Raises Problem that lists everything no repair helps, or names the input whose repair failed.
    """
    done = {item.place: item for item in staged}
    notes: list[str] = []
    try:
        plan = plan_for(media, staged, known, limits)
        if plan.refused:
            raise Problem.of(plan.refused)
        orders = {order.place: order for order in plan.repairs}
        for item in staged:
            if item.place in orders:
                done[item.place], said = await _mended(p, mend, project, item, orders[item.place])
                item.discard()
                notes += said
            elif item.path is not None and item.kind == "image":
                await _check_whole(p, item)
        _check(media, list(done.values()), known or {}, limits)
    except BaseException:
        for item in (*staged, *done.values()):
            item.discard()
        raise
    return Outcome(list(done.values()), tuple(notes), tuple(orders))


async def _mended(
    p: Platform, mend: Mender, project: str, item: Staged, order: Repair
) -> tuple[Staged, tuple[str, ...]]:
    source = item.path or p.objects.path_in(project, item.sha256)
    to = p.tmp / f"in-{new_core(p.entropy)}"
    try:
        made = await mend(source, item.kind, order, to)
        sha256 = await asyncio.to_thread(_digest, to)
    except Problem as problem:
        raise _at(problem, item.place) from None
    except BaseException:
        with suppress(OSError):
            to.unlink(missing_ok=True)
        raise
    return Staged(item.place, item.kind, sha256, made.probe.bytes, made.probe, to), made.notes


async def _check_whole(p: Platform, item: Staged) -> None:
    """A survey reads headers; an image that is used as it is must have all its pixels."""
    assert item.path is not None
    try:
        await p.probe(item.path, item.kind, decode=True)
    except Problem as problem:
        raise _at(problem, item.place) from None


def _check(
    media: Sequence[Media], staged: Sequence[Staged], known: Mapping[int, Probe], limits: Limits | None
) -> None:
    """What was promised is held against the limits once more, now that it can be measured."""
    found = [
        offence
        for item in staged
        for offence in mediarules.offences(item.place, item.kind, media[item.place].role, item.probe, limits)
    ]
    found += mediarules.totals([*known.values(), *(item.probe for item in staged)], limits)
    if found:
        raise Problem.of(found)


def _at(problem: Problem, place: int) -> Problem:
    if problem.offences:
        return problem
    fix = problem.kind.fix
    return Problem.of([Offence(f"media[{place}]", "repair", problem.detail, fix, problem.code)])


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
