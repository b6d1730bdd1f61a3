"""The way in to one operation: who asks is settled first, and every failure is answered here."""

import logging
from collections.abc import Sequence

from starlette.types import Receive, Scope, Send

from onetake.apps.server.body import ClientGone
from onetake.apps.server.entries import Entry
from onetake.apps.server.exchange import Exchange
from onetake.apps.server.house import House
from onetake.apps.server.operations import Handler
from onetake.core.problem import Problem
from onetake.core.scopes import scope_of
from onetake.dialects import Endpoint
from onetake.services import accounts, admission

log = logging.getLogger("onetake.server")


class Door:
    """An ASGI endpoint. A door is locked unless it is made `public`: it opens only to a key of ours that has
    the scope of its operation (T12)."""

    def __init__(
        self,
        house: House,
        entry: Entry,
        op: str,
        handler: Handler,
        *,
        public: bool = False,
        endpoint: Endpoint | None = None,
    ) -> None:
        self.house = house
        self.entry = entry
        self.op = op
        self.handler = handler
        self.public = public
        self.scope = None if public else scope_of(op)
        self.endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        house = self.house
        ex = Exchange(house, self.entry, scope, receive, send)
        ex.endpoint = self.endpoint
        try:
            headers = ex.headers
            if not self.public:
                told = self.entry.dialect.read_key(headers)
                now = house.platform.clock()
                ex.key = key = await house.platform.store.read(
                    lambda sql: accounts.authenticate(sql, house.pepper, told, now)
                )
                if self.scope not in key.scopes:
                    raise Problem("forbidden", f"The key has no scope {self.scope}", scope=self.scope)
                house.platform.used[key.id] = now
                if key.limits.per_second is not None:
                    admission.knock(house.platform, key)
            if house.sandbox.asked(ex):
                await house.sandbox.play(ex, self.op, self.handler)
            else:
                await self.handler(ex)
        except Problem as problem:
            if problem.code == "unauthenticated":
                problem = house.strangers.told(scope, house.platform.clock(), problem)
            await _fail(ex, problem)
        except ClientGone:
            ex.status = 499
        except Exception:
            log.exception("request %s failed: %s", ex.request_id, self.op)
            await _fail(ex, Problem("internal"))
        finally:
            for done in ex.after:
                done()
            house.tally.requests[self.entry.dialect.name, self.op, ex.status] += 1


class Nowhere:
    """The answer where nothing is, or to a method that a path does not take: in the path's dialect."""

    def __init__(self, house: House, entry: Entry, allowed: Sequence[str] = ()) -> None:
        self.house = house
        self.entry = entry
        self.allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        ex = Exchange(self.house, self.entry, scope, receive, send)
        if self.allowed:
            methods = ", ".join(sorted(self.allowed))
            problem = Problem("not_found", f"{scope['method']} is not offered here, only {methods}")
            await ex.fail(problem, [(b"allow", methods.encode())], status=405)
        else:
            await ex.fail(Problem("not_found", "there is nothing at this path"))
        self.house.tally.requests[self.entry.dialect.name, "none", ex.status] += 1


async def _fail(ex: Exchange, problem: Problem) -> None:
    if ex.status:
        # The answer has begun: only a broken connection can still say that it is not whole.
        log.error("request %s broke off: %s", ex.request_id, problem.code)
        raise problem
    await ex.fail(problem)
