"""What happens to a request before it is accepted: replay of an earlier one, callback check, inputs."""

import asyncio
from dataclasses import dataclass, replace

from onetake.core import repairs
from onetake.core.catalogue import Route
from onetake.core.mediarules import Limits
from onetake.core.ports import Sql
from onetake.core.problem import Offence, Problem
from onetake.core.request import Request
from onetake.core.task import Task
from onetake.services import changes, repairing, staging
from onetake.services.accounts import Key
from onetake.services.platform import Platform
from onetake.services.records import task_of
from onetake.services.staging import Staged

LONGEST_KEY = 255


@dataclass(frozen=True, slots=True)
class Once:
    """Whether a request may be answered by an earlier equal one: by its Idempotency-Key, or by content where
    the key has a dedupe window. Scope: project and dialect, so no key can read another tenant's reply
    (T16)."""

    scope: str
    key: str | None
    key_id: str
    fingerprint: str
    window: int
    life: float

    @classmethod
    def of(cls, key: Key, dialect: str, request: Request, name: str | None, p: Platform) -> "Once":
        """Raises Problem(invalid_parameter) for a key that is empty, too long or not printable."""
        if name is not None:
            name = name[1:-1] if len(name) > 1 and name[0] == name[-1] == '"' else name
            if not (0 < len(name) <= LONGEST_KEY and name.isprintable() and name.isascii()):
                limit = f"1 to {LONGEST_KEY} printable ASCII characters"
                raise Problem.of([Offence("Idempotency-Key", name[:40], limit, "Send a UUID")])
        needed = name is not None or key.dedupe
        fingerprint = request.fingerprint() if needed else ""
        scope = f"{key.project}/{dialect}/create"
        return cls(scope, name, key.id, fingerprint, key.dedupe, p.policy.idempotency_life)

    @property
    def wanted(self) -> bool:
        return bool(self.fingerprint)

    def earlier(self, sql: Sql, now: float) -> Task | None:
        """The task of an earlier equal request. Raises Problem(idempotency_mismatch, task_expired_record)."""
        if self.key is not None:
            row = sql.one("idempotency.get", scope=self.scope, key=self.key, now=now)
            if row is not None:
                if row["fingerprint"] != self.fingerprint:
                    raise Problem("idempotency_mismatch", "This Idempotency-Key was used with another body")
                task = changes.load(sql, row["task"])
                if task is None:
                    raise Problem("task_expired_record", "The task of this Idempotency-Key was removed")
                return task
        if self.window:
            since = now - self.window
            row = sql.one("task.same", key_id=self.key_id, fingerprint=self.fingerprint, since=since)
            return task_of(row) if row else None
        return None

    def remember(self, sql: Sql, task: Task) -> None:
        if self.key is not None:
            sql.run(
                "idempotency.insert",
                scope=self.scope,
                key=self.key,
                fingerprint=self.fingerprint,
                task=task.id,
                expires_at=task.created_at + self.life,
            )


def check_callback(p: Platform, url: str) -> None:
    """Raises Problem(invalid_callback_url) naming the field."""
    try:
        p.fetch.guard.check(url, "callback")
    except Problem as problem:
        offence = Offence("callback_url", url[:80], problem.detail, problem.kind.fix, "invalid_callback_url")
        raise Problem.of([offence]) from None


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
