"""What happens to a request before it is accepted: its callback is checked, its inputs are brought in."""

import asyncio
from dataclasses import replace

from onetake.core import repairs
from onetake.core.catalogue import Route
from onetake.core.mediarules import Limits
from onetake.core.problem import Offence, Problem
from onetake.core.request import Request
from onetake.services import endpoints, repairing, staging
from onetake.services.platform import Platform
from onetake.services.staging import Staged


async def check_callback(p: Platform, project: str, url: str) -> None:
    """Raises Problem(invalid_callback_url) naming the field, and the registered origins where only they may
    be named (threat T20)."""
    try:
        place = endpoints.place_of(p, url)
    except Problem as problem:
        offence = Offence("callback_url", url[:80], problem.detail, problem.kind.fix, "invalid_callback_url")
        raise Problem.of([offence]) from None
    if p.policy.webhooks_registered:
        await p.store.read(lambda sql: endpoints.check(sql, project, place))


async def taken_in(
    p: Platform, project: str, request: Request, route: Route, limiting: Route
) -> tuple[list[Staged], Request]:
    """The inputs that are here now, and the request with the names and notes of those that were repaired.

    route: the one that the request came in by, whose limits hold. limiting: the one whose limits a repair has
    to meet.
    Raises as `bring_in`, and for an input that no repair helps.
    """
    if not request.media:
        return [], request
    if p.mend is None or not (request.repair or p.policy.repair):
        return await bring_in(p, project, request, repairs.limits_of(route)), request
    _check_addresses(p, request, [i for i, m in enumerate(request.media) if m.remote])
    places = [i for i, m in enumerate(request.media) if not m.foreign]
    try:
        async with asyncio.timeout(p.policy.repair_wait):
            staged = await staging.stage(p, project, request.media, places, mending=True)
            done = await repairing.repair(
                p, p.mend, project, request.media, staged, limits=repairs.limits_of(limiting)
            )
    except TimeoutError:
        raise Problem("media_unreachable", "the inputs could not be fetched and repaired in time") from None
    return done.staged, replace(done.told(request), notes=(*request.notes, *done.notes))


async def bring_in(p: Platform, project: str, request: Request, limits: Limits) -> list[Staged]:
    """Stage the inputs: data URLs and uploads always, URLs as far as `probe_wait` allows; the rest comes
    later.

    Raises Problem for every input that is at fault, and for every address that may not be fetched.
    """
    remote = [i for i, m in enumerate(request.media) if m.remote]
    local = [i for i, m in enumerate(request.media) if not m.remote and not m.foreign]
    _check_addresses(p, request, remote)
    staged = await staging.stage(p, project, request.media, local, limits=limits)
    if not remote or p.policy.probe_wait <= 0:
        return staged
    try:
        async with asyncio.timeout(p.policy.probe_wait):
            known = [s.probe for s in staged]
            return staged + await staging.stage(p, project, request.media, remote, known, limits=limits)
    except TimeoutError:
        return staged
    except BaseException:
        for item in staged:
            item.discard()
        raise


def _check_addresses(p: Platform, request: Request, places: list[int]) -> None:
    found = []
    for place in places:
        url = request.media[place].url
        try:
            p.fetch.guard.check(url, "input")
        except Problem as problem:
            shown = url.partition("?")[0][:80]
            found.append(Offence(f"media[{place}]", shown, problem.detail, problem.kind.fix, problem.code))
    if found:
        raise Problem.of(found)
