"""The places that a project's messages go to: registered, failing, disabled, enabled again.

A place is an origin, or for one that said 410 the address without its query: others may have paths of their
own at the same origin.
"""

from dataclasses import dataclass
from typing import Any

from onetake.core.ports import Sql
from onetake.core.problem import Offence, Problem
from onetake.services import audit
from onetake.services.platform import Platform

FAILING = 5 * 86_400.0
"""Seconds of failures without one success, after which an origin is disabled (as Svix does)."""
PAUSE = 2 * 86_400.0
"""Seconds between two failures that are no longer one row of them: our longest gap is 29 hours."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a URL leads: its host, its origin, and its address without query or fragment."""

    host: str
    origin: str
    address: str


def place_of(p: Platform, url: str) -> Place:
    """Raises Problem(invalid_callback_url) for a URL that may not be sent to."""
    target = p.fetch.guard.check(url, "callback")
    rest = url.partition("#")[0].partition("?")[0].partition("://")[2]
    return Place(target.host, target.origin, f"{target.origin}/{rest.partition('/')[2]}")


def check(sql: Sql, project: str, place: Place) -> None:
    """Whether callbacks may go there, where only registered origins may. Raises Problem with those."""
    known = [row["place"] for row in sql.all("endpoint.registered", project=project)]
    if place.origin not in known:
        limit = f"below a registered origin: {', '.join(map(_short, known)) or 'there is none yet'}"
        fix = "Register it: onetake webhooks register URL"
        raise Problem.of([Offence("callback_url", place.address[:80], limit, fix, "invalid_callback_url")])


def _short(origin: str) -> str:
    return origin.removesuffix(":443")


def disabled(sql: Sql, project: str, place: Place) -> str | None:
    """Why nothing is sent there, or None."""
    for spelled in (place.address, place.origin):
        row = sql.one("endpoint.get", project=project, place=spelled)
        if row is not None and row["disabled_at"] is not None:
            return row["reason"]
    return None


def arrived(sql: Sql, project: str, place: Place) -> None:
    """A message got through."""
    sql.run("endpoint.arrived", project=project, place=place.origin)


def failed(sql: Sql, project: str, place: Place, now: float, *, gone: bool) -> str | None:
    """A message did not get through; what is disabled from now on because of it, in words. gone: the address
    answered 410."""
    if gone:
        return _disable(sql, project, place.address, "it answered 410, gone", now)
    sql.run("endpoint.fail", project=project, place=place.origin, now=now, since=now - PAUSE)
    row = sql.one("endpoint.get", project=project, place=place.origin)
    if row is None or row["disabled_at"] is not None or now - row["failing_since"] < FAILING:
        return None
    return _disable(sql, project, place.origin, "nothing arrived there for 5 days", now)


def _disable(sql: Sql, project: str, spelled: str, reason: str, now: float) -> str:
    sql.run("endpoint.disable", project=project, place=spelled, reason=reason, now=now)
    return f"webhooks to {_short(spelled)[:120]} are disabled: {reason}"


async def enable(p: Platform, project: str, url: str, actor: str = audit.CLI) -> int:
    """Send to an address or an origin again; how many messages were held back and go out now.

    Raises Problem(not_found) where neither is disabled, or the URL may not be sent to at all.
    """
    place, now = place_of(p, url), p.clock()

    def script(sql: Sql) -> list[str]:
        spelled = [s for s in (place.address, place.origin) if _enabled(sql, project, s, now, actor)]
        if not spelled:
            raise Problem("not_found", f"nothing is disabled at {_short(place.address)[:120]}")
        ids = []
        for row in sql.all("outbox.held", project=project):
            if disabled(sql, project, place_of(p, row["url"])) is None:
                sql.run("outbox.release", id=row["id"], due_at=now)
                ids.append(row["id"])
        return ids

    ids = await p.store.transact(script)
    for message in ids:
        p.wake.wake(f"message:{message}", now)
    return len(ids)


def _enabled(sql: Sql, project: str, spelled: str, now: float, actor: str) -> bool:
    if not sql.run("endpoint.enable", project=project, place=spelled):
        return False
    audit.record(sql, now, actor, "webhook.enable", spelled, project)
    return True


def register(sql: Sql, project: str, place: Place, now: float, actor: str = audit.CLI) -> None:
    """Let callbacks go to an origin, which has answered its challenge."""
    sql.run("endpoint.register", project=project, place=place.origin, now=now)
    audit.record(sql, now, actor, "webhook.register", place.origin, project)


def unregister(sql: Sql, project: str, place: Place, now: float, actor: str = audit.CLI) -> None:
    """Take an origin off the list: the next request may not name it. Raises Problem(not_found)."""
    if not sql.run("endpoint.unregister", project=project, place=place.origin):
        raise Problem("not_found", f"{_short(place.origin)} is not registered")
    audit.record(sql, now, actor, "webhook.unregister", place.origin, project)


def all_of(sql: Sql, project: str) -> list[dict[str, Any]]:
    """Places of a project that something is known of: when they were registered, since when they fail, when
    and why they were disabled (unix seconds)."""
    return [dict(row) for row in sql.all("endpoint.all", project=project)]
