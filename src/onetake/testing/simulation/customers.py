"""Customers of a simulated server: they speak every dialect and write down what was said.

Each wish is one create with an Idempotency-Key, repeated with it until somebody answers, as the how-to says.
An answer that was lost on the way is neither yes nor no: the history keeps it as unknown.
"""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from onetake.core.catalogue import Route, catalogue
from onetake.core.ids import core_of
from onetake.core.problem import Problem
from onetake.core.request import Request
from onetake.core.rules import resolve
from onetake.core.wire import Ambiguous, Call, NotSent, Reply, WireError
from onetake.dialects import DIALECTS
from onetake.dialects._flow import arun
from onetake.testing.simulation import inspections
from onetake.testing.simulation.faults import Faults
from onetake.testing.simulation.loop import Loop

ROUTES = ("volcengine", "native", "evolink", "movie", "segmind", "openai")
HOOK = "https://93.184.216.34/hook"
Ask = Callable[[Call], Awaitable[Reply]]


@dataclass
class Wish:
    """What one create was about and what was heard of it. ids: every id that an answer gave for it."""

    name: str
    customer: str
    route: str
    told_by_hook: bool
    ids: set[str] = field(default_factory=set)
    refused: str = ""
    cancelled: bool = False
    deleted: bool = False
    going: bool = False
    """Whether somebody has begun to delete it."""


class Customers:
    """All customers of one world. keys: API key by customer. `ask` reaches whichever process serves."""

    def __init__(self, loop: Loop, faults: Faults, ask: Ask, keys: Mapping[str, str], seed: int) -> None:
        self.loop, self.faults, self._ask, self.keys = loop, faults, ask, keys
        self.dice = random.Random(f"customers {seed}")
        self.wishes: list[Wish] = []
        self.told: dict[str, list[str]] = {}
        self.wrong: list[str] = []

    async def live(self, wishes: int, within: float) -> None:
        """Make so many wishes over a time, and follow them."""
        async with asyncio.TaskGroup() as group:
            for number in range(wishes):
                wish = self._wish(number)
                self.wishes.append(wish)
                group.create_task(self._see_to(wish, self.dice.uniform(0.0, within)))

    def _wish(self, number: int) -> Wish:
        customer = self.dice.choice(list(self.keys))
        route = self.dice.choice(ROUTES)
        hooked = self.dice.random() < 0.5 and catalogue().routes[route].dialect in HOOKED
        return Wish(f"wish-{number}", customer, route, hooked)

    async def _see_to(self, wish: Wish, delay: float) -> None:
        await asyncio.sleep(delay)
        await self._create(wish)
        if wish.refused:
            return
        for _ in range(self.dice.randrange(6)):
            await asyncio.sleep(self.dice.uniform(1.0, 900.0))
            await self._look(wish)
            await self._inspect(wish)
            if self.faults.strikes("customer-cancels"):
                wish.cancelled |= await self._does(wish, "cancelling")
            if self.faults.strikes("customer-deletes"):
                wish.going = True
                wish.deleted |= await self._does(wish, "deleting")

    async def _create(self, wish: Wish) -> None:
        route = catalogue().routes[wish.route]
        dialect: Any = DIALECTS[route.dialect]
        request = _request(wish, route)
        for _ in range(40):
            headers = {"Idempotency-Key": wish.name}
            flow = dialect.submitting(request, route, self.keys[wish.customer], headers)
            try:
                answer = await arun(flow, self._sent)
            except (Ambiguous, NotSent, WireError):
                await asyncio.sleep(self.dice.uniform(1.0, 60.0))
                continue
            except Problem as problem:
                if problem.code in AGAIN:
                    await asyncio.sleep(self.dice.uniform(5.0, 60.0))
                    continue
                wish.refused = problem.code
                return
            wish.ids.add(core_of(answer["id"]) or answer["id"])
            if self.dice.random() < 0.8:
                return
        wish.refused = wish.refused or ("" if wish.ids else "gave up")

    async def _inspect(self, wish: Wish) -> None:
        """Now and then: another body under the key, and the list of the whole project."""
        key = self.keys[wish.customer]
        if self.dice.random() < 0.1:
            route = catalogue().routes[wish.route]
            request = _request(wish, route)
            await inspections.reuse(self._sent, self.wrong.append, wish.name, request, route, key)
        if self.dice.random() < 0.1:
            known = self._ids(wish.customer)
            found = await inspections.leaf(self._sent, key)
            if found is not None:
                self._listed(wish.customer, known, found)

    def _ids(self, customer: str) -> set[str]:
        """Every task that was acknowledged to a customer and that nobody has begun to delete."""
        return {id for wish in self.wishes for id in wish.ids if wish.customer == customer and not wish.going}

    def _listed(self, customer: str, known: set[str], found: list[str]) -> None:
        kept = known & self._ids(customer)
        if len(set(found)) < len(found):
            self.wrong.append(f"{customer}'s list shows a task twice")
        # A clock that jumps ahead takes tasks away whose time is over then.
        if not kept <= set(found) and not self.faults.hits["clock-jumps"]:
            self.wrong.append(f"{customer}'s list lacks {sorted(kept - set(found))}")
        others = {id for wish in self.wishes for id in wish.ids if wish.customer != customer}
        if others & set(found):
            self.wrong.append(f"{customer}'s list shows what is not theirs")

    async def _look(self, wish: Wish) -> None:
        """Read the task in its own dialect, and as a stranger, who must find nothing."""
        route = catalogue().routes[wish.route]
        dialect: Any = DIALECTS[route.dialect]
        id = dialect.spell(next(iter(sorted(wish.ids))), 0)
        stranger = next(name for name in self.keys if name != wish.customer)
        for who in (wish.customer, stranger):
            try:
                await arun(dialect.looking(id, route, self.keys[who]), self._sent)
            except Problem as problem:
                if problem.code == "not_found" and who == wish.customer and not wish.deleted:
                    self.wrong.append(f"{wish.name}: its own task is not found")
            except (Ambiguous, NotSent, WireError):
                continue
            else:
                if who == stranger:
                    self.wrong.append(f"{wish.name}: {stranger} reads {wish.customer}'s task")

    async def _does(self, wish: Wish, what: str) -> bool:
        route = catalogue().routes["native"]
        dialect: Any = DIALECTS["native"]
        flow = getattr(dialect, what)(next(iter(sorted(wish.ids))), route, self.keys[wish.customer])
        try:
            await arun(flow, self._sent)
        except Problem:
            return False
        except (Ambiguous, NotSent, WireError):
            return True  # perhaps
        return True

    async def _sent(self, call: Call) -> Reply:
        try:
            reply = await self._ask(call)
        except ConnectionError as error:
            await asyncio.sleep(1.0)
            raise Ambiguous(str(error)) from error
        if self.faults.strikes("answer-lost-to-customer"):
            raise Ambiguous("the answer was lost")
        self.loop.note("answer", call.method, reply.status)
        if reply.status >= 500 and reply.status != 503:
            code = reply.headers.get("x-onetake-error", "")
            if not self.faults.rates.get(EXCUSES.get(code, "")):
                self.wrong.append(
                    f"HTTP {reply.status} {code} to {call.method} {call.path.partition('?')[0]}"
                )
        return reply

    def receive(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """The receiver of all messages: core → statuses, in the order that they came."""
        message = json.loads(body)
        id = message.get("id") or message.get("task_id") or message.get("request_id") or ""
        self.told.setdefault(core_of(str(id)) or str(id), []).append(str(message.get("status")))
        return 200


AGAIN = frozenset(
    {"provider_unavailable", "provider_overloaded", "internal", "storage_full", "idempotency_in_progress",
     "rate_limited", "concurrency_limited", "unavailable"}
)  # fmt: skip
"""Refusals after which a customer asks once more."""
EXCUSES = {"internal": "store-fails", "storage_full": "disk-full"}
"""Codes of a 5xx, and the fault that may be behind each."""
HOOKED = frozenset({"ark", "evolink", "movie", "native"})


def _request(wish: Wish, route: Route) -> Request:
    draft = {
        "prompt": f"a fox, {wish.name}", "model": _model(route), "duration": 5, "resolution": "480p",
        "ratio": "16:9",
    }  # fmt: skip
    if wish.told_by_hook:
        draft["callback_url"] = HOOK
    return resolve(draft, route)


def _model(route: Route) -> str:
    """The route's own name of the standard model."""
    return next(name for name, model in route.models.items() if model == "seedance-2.0")
