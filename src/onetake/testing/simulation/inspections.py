"""What a wary customer tries: another body under a key that is taken, and the list of all that is theirs."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from onetake.core.catalogue import Route, catalogue
from onetake.core.problem import Problem
from onetake.core.query import Query
from onetake.core.request import Request
from onetake.core.wire import Ambiguous, Call, NotSent, Reply, WireError
from onetake.dialects import DIALECTS
from onetake.dialects._flow import arun

Send = Callable[[Call], Awaitable[Reply]]
Say = Callable[[str], None]
PAGE = 3
OTHER = "something else"
"""The beginning of every prompt that must not become a task."""
FAIR = frozenset({"idempotency_mismatch", "idempotency_in_progress", "rate_limited", "concurrency_limited"})
"""Codes of a fair refusal; its HTTP status is the dialect's own, 422 where the dialect has one for it."""


async def reuse(send: Send, say: Say, name: str, request: Request, route: Route, key: str) -> None:
    """Send another body under the Idempotency-Key `name`, which has a task: a mismatch is the only answer, or
    that it is too early to tell."""
    dialect: Any = DIALECTS[route.dialect]
    other, seen = replace(request, prompt=f"{OTHER}, {name}"), list[Reply]()

    async def watched(call: Call) -> Reply:
        reply = await send(call)
        seen.append(reply)
        return reply

    try:
        await arun(dialect.submitting(other, route, key, {"Idempotency-Key": name}), watched)
    except (Problem, Ambiguous, NotSent, WireError):
        code = seen[-1].headers.get("x-onetake-error", "") if seen else ""
        if seen and seen[-1].status < 500 and code not in FAIR:
            say(f"{name}: HTTP {seen[-1].status} {code} to another body under its key")
    else:
        say(f"{name}: another body under its key was taken")


async def leaf(send: Send, key: str) -> list[str] | None:
    """The ids of every task that a key may see, page by page; None where a page did not come."""
    dialect: Any = DIALECTS["native"]
    found, after = list[str](), None
    try:
        while True:
            query = Query(after=after, limit=PAGE)
            page, more = await arun(dialect.paging(query, catalogue().routes["native"], key), send)
            found += [task["id"] for task in page]
            if not more:
                return found
            after = found[-1]
    except (Problem, Ambiguous, NotSent, WireError):
        return None
