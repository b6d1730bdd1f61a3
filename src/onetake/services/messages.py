"""Messages as their project sees them: listed, explained, sent again, tried out on an address."""

import base64
import hmac
import json
import re
from dataclasses import dataclass
from typing import Any

from onetake.core.ports import Sql
from onetake.core.problem import Offence, Problem
from onetake.core.webhooks import STATES
from onetake.services import audit, changes, endpoints, outbox, webhook_keys
from onetake.services.endpoints import Place
from onetake.services.notify import Told, post
from onetake.services.platform import Platform

MOST = 100
"""Messages on one page."""
TRIAL = 5.0
"""Seconds for the answer to a trial or a challenge: somebody waits for it."""
_LAST = 1e15, "~"
_NAME = re.compile(r"[a-z2-7]{26}-[0-9]{1,6}-[a-z]{1,20}")

Message = dict[str, Any]


def page(
    sql: Sql, project: str, *, state: str | None = None, after: str = "", limit: int = 20
) -> list[Message]:
    """Messages of a project, newest first, behind the message `after`: rows of the outbox without their body.

    Raises Problem(invalid_parameter) for a state that there is not or an `after` that the project has not.
    """
    if state is not None and state not in STATES:
        limits = f"one of {', '.join(STATES)}"
        raise Problem.of([Offence("state", state[:40], limits, "Choose one of them")])
    behind, name = _LAST
    if after:
        row = _row(sql, project, after)
        if row is None:
            raise Problem.of(
                [Offence("after", after[:80], "the id of a message", "Send the last page's last")]
            )
        behind, name = row["created_at"], after
    found = sql.all("outbox.page", project=project, state=state, created_at=behind, id=name, limit=limit)
    return [dict(row) for row in found]


def get(sql: Sql, project: str, message: str) -> Message:
    """A message with all its tries under `log`. Raises Problem(not_found), also for another project's."""
    row = _row(sql, project, message)
    if row is None:
        raise Problem("not_found", "there is no such message")
    return {**row, "log": [dict(each) for each in sql.all("delivery.of", message=message)]}


def _row(sql: Sql, project: str, message: str) -> Any:
    row = sql.one("outbox.get", id=message) if _NAME.fullmatch(message) else None
    return row if row is not None and row["project"] == project else None


async def resend(p: Platform, project: str, message: str, actor: str = audit.CLI) -> Message:
    """Send a message again, whatever came of it: under its id, with the task as it is now.

    Raises Problem(not_found).
    """
    now = p.clock()

    def script(sql: Sql) -> Message:
        row = get(sql, project, message)
        task = changes.load(sql, row["task"])
        if task is None:
            raise Problem("not_found", "the task of this message was removed")
        sql.run("outbox.again", id=message, due_at=now, body=outbox.body_of(task))
        audit.record(sql, now, actor, "webhook.resend", message, project)
        return get(sql, project, message)

    row = await p.store.transact(script)
    p.wake.wake(outbox.subject(message), now)
    return row


@dataclass(frozen=True, slots=True)
class Trial:
    """What an address made of a message. id: its webhook-id; the rest as in `notify.Told`."""

    id: str
    told: Told
    echoed: bool


async def test(p: Platform, project: str, url: str) -> Trial:
    """Send a signed message of no task to an address, once, and say what came of it.

    Raises Problem: invalid_callback_url, rate_limited where that host is being sent to already.
    """
    place = _place(p, url)
    if p.policy.webhooks_registered:
        await p.store.read(lambda sql: endpoints.check(sql, project, place))
    return await _try(p, project, place, url, {"type": "onetake.test"})


async def register(p: Platform, project: str, url: str, actor: str = audit.CLI) -> Place:
    """Prove that whoever owns an origin wants our messages: a signed challenge goes to `url`, and the answer,
    2xx, has to hold its token. Callbacks may go to any path of the origin from then on (threat T20).

    Raises Problem: invalid_callback_url where the proof fails, rate_limited.
    """
    place = _place(p, url)
    token = base64.b32encode(p.entropy(20)).decode().lower()
    trial = await _try(p, project, place, url, {"type": "onetake.challenge", "challenge": token})
    if not (trial.told.arrived and trial.echoed):
        limit = (
            "a 2xx answer that holds the challenge" if trial.told.arrived else f"it said {trial.told.said}"
        )
        fix = "Answer POST with the value of `challenge` (docs/how-to/webhooks.md)"
        raise Problem.of([Offence("url", url[:80], limit, fix, "invalid_callback_url")])
    now = p.clock()
    await p.store.transact(lambda sql: endpoints.register(sql, project, place, now, actor))
    return place


def _place(p: Platform, url: str) -> Place:
    try:
        return endpoints.place_of(p, url)
    except Problem as problem:
        offence = Offence("url", url[:80], problem.detail, problem.kind.fix, "invalid_callback_url")
        raise Problem.of([offence]) from None


async def _try(p: Platform, project: str, place: Place, url: str, body: Message) -> Trial:
    message = f"test-{base64.b32encode(p.entropy(10)).decode().lower()}"
    if (wait := p.hosts.wait(place.host, message, p.clock())) > 0:
        p.hosts.left(message)
        told = f"{place.host} is being sent to; wait {max(1, round(wait))} s"
        raise Problem("rate_limited", told, retry_after=max(1, round(wait)))
    signers = await p.store.read(lambda sql: webhook_keys.signers(sql, project, p.clock()))
    raw, answered = json.dumps({"id": message, **body}).encode(), None
    try:
        told, answer = await post(p, project, signers, url, message, raw, TRIAL)
        answered = told.answered
    finally:
        p.hosts.done(message, p.clock(), p.uniform, answered=answered)
    return Trial(message, told, _holds(answer, body.get("challenge")))


def _holds(answer: bytes, token: str | None) -> bool:
    """Whether an answer is the token, or JSON with it as `challenge`."""
    if token is None:
        return False
    try:
        told = json.loads(answer)
        answer = (
            str(told.get("challenge", "")).encode("utf-8", "replace") if isinstance(told, dict) else answer
        )
    except ValueError:
        pass
    return hmac.compare_digest(answer.strip().strip(b'"'), token.encode())
