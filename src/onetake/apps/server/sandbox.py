"""The sandbox of a server: which scenario a request plays, and its acts around the handler that does the
work.

A scenario is chosen by the header X-Onetake-Scenario (where the server takes it), by the key, or drawn by a
chaos profile; without one a request meets nothing of this. What was chosen at the create is a column of the
task, and everything that is asked about the task later plays on.
"""

from onetake.apps.server import wire
from onetake.apps.server.exchange import Exchange
from onetake.apps.server.gate import Gate
from onetake.apps.server.operations import Handler
from onetake.apps.server.wire import Captured
from onetake.core.acts import (
    CONTENT,
    CREATE,
    LOOK,
    TASK,
    Act,
    Answer,
    Counts,
    Fail,
    Hang,
    Hide,
    Mislabel,
    NoLink,
    Refuse,
    Reset,
    Status,
    Truncate,
    lasting,
)
from onetake.core.chaos import Profile
from onetake.core.ids import core_of
from onetake.core.problem import Problem
from onetake.core.scenarios import DRAWN, HEADER, Scenario, named, played
from onetake.core.task import Task
from onetake.services import changes
from onetake.services.platform import Platform

PLACES = {
    "create": CREATE,
    "run": CREATE,
    "remix": CREATE,
    "edit": CREATE,
    "extend": CREATE,
    "get": LOOK,
    "status": LOOK,
    "list": "list",
    "cancel": "cancel",
    "withdraw": "cancel",
    "delete": "cancel",
    "content": CONTENT,
    "file": CONTENT,
    "upload": "upload",
    "presign": "upload",
    "put": "put",
}
"""Where in a scenario an operation stands."""
OF_A_TASK = frozenset({LOOK, CONTENT, "cancel"})
"""Places whose calls are counted for each task; the others are counted for the key, over and over."""
NAME = HEADER.lower()
BACKEND = "sandbox"


class Sandbox:
    """header: whether a client may name a scenario. chaos: the profile that every create is drawn from,
    `seed` what it is drawn with. `active` turns true with the first scenario: until then no request is looked
    at twice."""

    def __init__(
        self, platform: Platform, *, header: bool = False, chaos: Profile | None = None, seed: int = 0
    ) -> None:
        self.p = platform
        self.header = header or chaos is not None
        self.chaos = chaos
        self.active = chaos is not None
        self.gate = Gate()
        self._seed, self._creates = seed, 0
        self._counts = Counts()

    def asked(self, ex: Exchange) -> bool:
        """Whether a request may have anything to do with a scenario."""
        return self.active or NAME in ex.headers or (ex.key is not None and ex.key.scenario is not None)

    async def play(self, ex: Exchange, op: str, handler: Handler) -> None:
        """Answer a request with the acts of its scenario around the handler.

        Raises Problem: invalid_parameter for an unknown scenario, forbidden for a header that is not taken
        here.
        """
        place = PLACES.get(op)
        header = self._header(ex, place)
        if place is None:
            return await handler(ex)
        if place == CREATE:
            return await self._create(ex, header or ex.caller.scenario or self._drawn(), handler)
        told, subject = await self._standing(ex, place)
        told = header or told
        if told is None:
            return await handler(ex)
        self.active = True
        scenario = played(told)
        name = f"{subject}/{scenario.name}/{op}"
        act = self._counts.next(name, scenario.at(place), again=place not in OF_A_TASK)
        if act is None and place != LOOK:
            return await handler(ex)
        return await self._perform(ex, act, scenario, handler)

    async def _standing(self, ex: Exchange, place: str) -> tuple[str | None, str]:
        """The scenario that was chosen earlier for what is asked about, and whose calls are counted."""
        if place in OF_A_TASK:
            task = await self._task(ex)
            return (task.scenario, task.id) if task else (None, "")
        if ex.key is not None:
            return ex.key.scenario, ex.key.id
        upload = ex.scope["path_params"]["id"]
        row = await self.p.store.read(lambda sql: sql.one("key.promised", upload=upload))
        return (row["scenario"], row["id"]) if row else (None, "")

    async def _create(self, ex: Exchange, told: str | None, handler: Handler) -> None:
        if told is None:
            return await handler(ex)
        if BACKEND not in self.p.backends:
            raise Problem("forbidden", "this server has no sandbox")
        self.active = True
        scenario, drawn = named(told.removeprefix(DRAWN)), told.startswith(DRAWN)
        ex.scenario = told if drawn else scenario.name
        self.gate.arm(scenario.at("connect"))
        acts = scenario.at(CREATE)
        if drawn:
            act = acts[0] if acts else None
        else:
            act = self._counts.next(f"{ex.caller.id}/{scenario.name}", acts, again=True)
        return await self._perform(ex, act, scenario, handler)

    def _header(self, ex: Exchange, place: str | None) -> str | None:
        """The scenario that the request names. It arms the gate with any request but a create, which does so
        itself: a handshake is over before its own headers come."""
        told = ex.headers.get(NAME)
        if told is None:
            return None
        if not self.header:
            detail = f"this server takes no {HEADER}; see sandbox.header, or use a key made with --scenario"
            raise Problem("forbidden", detail)
        scenario = named(told)
        if place != CREATE:
            self.gate.arm(scenario.at("connect"))
        return told

    def _drawn(self) -> str | None:
        if self.chaos is None:
            return None
        self._creates += 1
        return DRAWN + self.chaos.drawn(self._seed, self._creates)

    async def _task(self, ex: Exchange) -> Task | None:
        """The task in the path, where it is the caller's. A file's link is its own permission, and the
        handler's to check: what is played there shows nothing of the task."""
        core = core_of(ex.scope.get("path_params", {}).get("id", ""))
        if core is None:
            return None
        task = await self.p.store.read(lambda sql: changes.load(sql, core))
        return task if task and (ex.key is None or ex.key.project == task.project) else None

    async def _perform(self, ex: Exchange, act: Act | None, scenario: Scenario, handler: Handler) -> None:
        match act:
            case None | Status() | NoLink():
                await self._retold(ex, scenario, handler, act)
            case Answer():
                await _done(ex, handler, act.accepted)
                await wire.answer(ex, act)
            case Refuse():
                theirs = act.told == "text" or scenario.told_in(ex.entry.dialect.name)
                says = act.says if theirs else ""
                await wire.refuse(ex, act, says, await _done(ex, handler, act.accepted))
            case Reset():
                await wire.reset(ex, await _done(ex, handler, act.accepted), act.after)
            case Hang():
                await _done(ex, handler, act.accepted)
                await wire.hang(ex)
            case Mislabel():
                await wire.mislabel(ex, await wire.captured(ex, handler))
            case Hide():
                await self._hidden(ex, await wire.captured(ex, handler), act)
            case Truncate():
                await wire.half(ex, handler)

    async def _retold(
        self, ex: Exchange, scenario: Scenario, handler: Handler, act: Status | NoLink | None
    ) -> None:
        """The handler's answer, with a failed task's text in the scenario's words and what the act
        changes."""
        said = ""
        if scenario.told_in(ex.entry.dialect.name):
            said = next((a.says for a in scenario.at(TASK) if isinstance(a, Fail) and a.says), "")
        if act is None and not said:
            return await handler(ex)
        got = await wire.captured(ex, handler)
        message = got.message()
        if isinstance(message, dict):
            dialect = ex.entry.dialect
            told = bool(said) and wire.put(
                message, wire.FAILURE_TEXT.get(dialect.name, wire.USUAL_TEXT), said
            )
            if (act is not None and wire.altered(dialect, message, act)) or told:
                got.rewrite(message)
        return await wire.replay(ex, got)

    async def _hidden(self, ex: Exchange, got: Captured, act: Hide) -> None:
        """A page without its young tasks, and its total without them: a list that lags."""
        since = self.p.clock() - lasting(act.seconds, self.p.policy.sandbox_factor)
        dialect, message = ex.entry.dialect, got.message()
        places, name = dialect.page.names, (dialect.item or dialect.task).names["id"]
        items = wire.at(message, places["items"])
        if isinstance(items, list):
            cores = [core_of(str(wire.at(item, name))) or "" for item in items]
            tasks = await self.p.store.read(lambda sql: [changes.load(sql, core) for core in cores])
            old = [item for item, t in zip(items, tasks, strict=True) if t is None or t.created_at <= since]
            wire.put(message, places["items"], old)
            if "total" in places:
                total = wire.at(message, places["total"])
                wire.put(message, places["total"], total - len(items) + len(old))
            got.rewrite(message)
        await wire.replay(ex, got)


async def _done(ex: Exchange, handler: Handler, accepted: bool) -> Captured | None:
    return await wire.captured(ex, handler) if accepted else None
