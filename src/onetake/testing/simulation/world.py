"""One seed's world: providers, customers, a disk, and one server process after another.

For a while everything goes wrong that the seed drew; then the faults stop, and within days of quiet
everything has to have closed.
"""

import asyncio
import gc
import json
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from onetake.core.ports import Sql
from onetake.core.wire import Call, Reply
from onetake.services import accounts
from onetake.services.platform import derive
from onetake.testing.simulation import checker
from onetake.testing.simulation.customers import Customers
from onetake.testing.simulation.faults import Faults
from onetake.testing.simulation.loop import Loop, bury, run
from onetake.testing.simulation.network import Network
from onetake.testing.simulation.process import SECRET, Disk, Process
from onetake.testing.simulation.provider import Made, Place
from onetake.testing.simulation.store import Database

EPOCH = 1_800_000_000.0
TROUBLE = 3 * 3600.0
"""Virtual seconds for which things go wrong."""
QUIET = 12 * 86_400.0
"""And for which they do not, until everything must have closed."""
UPSTREAMS = (
    {"ark": "volcengine"}, {"ark": "volcengine"}, {"global": "byteplus"}, {"resold": "apiyi"},
    {"evo": "evolink"}, {"film": "movie"}, {"seg": "segmind"}, {"open": "openai"}, {"own": "native"},
    {"ark": "volcengine", "film": "movie"}, {"evo": "evolink", "ark": "volcengine"},
)  # fmt: skip
JUMPS = (0.0, 3500.0, -3500.0, 86_400.0, -86_400.0)
"""How far our clock jumps, in seconds."""
CREDITS = 10**12
ROOM = Path("/dev/shm") if Path("/dev/shm").is_dir() else None


@dataclass
class Outcome:
    """What came of a seed."""

    seed: int
    violations: list[str]
    trace: str
    tasks: int
    deaths: int
    steps: int
    hits: Counter[str] = field(default_factory=Counter)
    faults: tuple[str, ...] = ()


class World:
    """Everything of one seed. only: the faults that are left of those that it drew; wishes: the
    most creates that are."""

    def __init__(
        self, seed: int, root: Path, only: Collection[str] | None = None, wishes: int | None = None
    ) -> None:
        self.seed, self.most = seed, wishes
        self.loop = Loop(random.Random(f"order {seed}"))
        self.dice = random.Random(f"world {seed}")
        self.faults = Faults(seed, only)
        self.shift, self.deaths, self.violations = 0.0, 0, list[str]()
        self.database = Database()
        self.database.after = self._after_commit
        upstreams = self.dice.choice(UPSTREAMS)
        self.disk = Disk(self.database, root, upstreams)
        keys = self._keys()
        self.people = Customers(self.loop, self.faults, self._ask, keys, seed)
        self.network = Network(self.loop, self.faults, self.people.receive)
        self.network.broke = self._broke
        self.places = {name: self._place(name, route) for name, route in upstreams.items()}
        self.process: Process | None = None
        self.graveyard: list[object] = []
        self._posts: list[asyncio.Task[None]] = []

    def clock(self) -> float:
        """Wall time of our machine, which may jump."""
        return EPOCH + self.loop.now + self.shift

    def true(self) -> float:
        """Wall time of everybody else."""
        return EPOCH + self.loop.now

    def _keys(self) -> dict[str, str]:
        pepper, found = derive(SECRET, "keys"), {}
        for name in ("ann", "bob"):

            def script(sql: Sql, name: str = name) -> str:
                entropy = self.dice.randbytes
                return accounts.create_key(sql, pepper, entropy, EPOCH, name, credits=CREDITS, project=name)

            connection = self.database.connection
            connection.execute("BEGIN")
            found[name] = script(self.database.statements)
            connection.execute("COMMIT")
        return found

    def _place(self, name: str, route: str) -> Place:
        place = Place(name, route, self.faults, self.true, self.seed)
        place.lag = 120.0 * self.dice.random() if "list-lags" in self.faults.rates else 0.0
        place.announce = self._announced
        self.network.add(place)
        return place

    def _after_commit(self, sql: Sql) -> None:
        if found := checker.each_commit(sql):
            self._broke("a commit", AssertionError(found))

    def _broke(self, subject: str, error: BaseException) -> None:
        told = f"{subject}: {type(error).__name__}: {error}"
        if told not in self.violations:
            self.violations.append(told)

    # -- what happens ---------------------------------------------------------------------------------------

    async def _ask(self, call: Call) -> Reply:
        await asyncio.sleep(self.loop.dice.uniform(0.001, 0.5))
        if self.process is None:
            raise ConnectionRefusedError("nobody listens")
        return await self.process.ask(call)

    def _announced(self, made: Made) -> None:
        """A provider reports to the address that it was given, at each change."""
        if made.request.callback_url is None:
            return
        for moment in (made.started_at, made.ready):
            times = 0 if self.faults.strikes("callback-lost") else 1
            times += 1 if self.faults.strikes("callback-twice") else 0
            for _ in range(times):
                late = 3600.0 if self.faults.strikes("callback-late") else 1.0
                delay = moment - made.created_at + late * self.loop.dice.random()
                self.loop.outside(delay, self._called_back, made)

    def _called_back(self, made: Made) -> None:
        self._posts.append(self.loop.create_task(self._post(made)))

    async def _post(self, made: Made) -> None:
        place = next(p for p in self.places.values() if made.core in p.made)
        body = place.dialect.write_task(place.view(made))
        if self.faults.strikes("callback-forged"):
            body = {**body, "id": "cgt-20260101000000-zzzzz", "status": "failed"}
        path = "/callbacks/" + str(made.request.callback_url).rpartition("/")[2]
        call = Call("POST", path, {"Content-Type": "application/json"}, json.dumps(body).encode())
        if self.process is not None and not self.process.dead:
            try:
                await self.process.ask(call)
            except ConnectionError:
                return

    async def _serve(self) -> None:
        """Start a process whenever there is none."""
        while True:
            self.process = Process(self.loop, self.disk, self.network, self.faults, self.clock, self._broke)
            self.process.start()
            await self.process.death
            self.deaths += 1
            self.graveyard.append(self.process)  # or its half-done work would be undone by the collector
            patience = 5.0 if self.database.full else 1.0  # of a supervisor that sees the same start fail
            await asyncio.sleep(patience * self.loop.dice.uniform(0.5, 90.0))

    async def _nemesis(self) -> None:
        """Clocks jump, networks part, and the disk fills up."""
        while not self.faults.stopped:
            await asyncio.sleep(self.loop.dice.uniform(60.0, 1800.0))
            if self.faults.strikes("clock-jumps"):
                self.shift = self.dice.choice(JUMPS)
            if self.faults.strikes("partition"):
                host = self.dice.choice(("*", "customer", *self.network.places))
                self.network.away.add(host)
                await asyncio.sleep(self.loop.dice.uniform(10.0, 1200.0))
                self.network.away.discard(host)
            if self.faults.strikes("disk-full"):
                self.database.full = True
                await asyncio.sleep(self.loop.dice.uniform(10.0, 1200.0))
                self.database.full = False

    async def main(self) -> None:
        """The whole story."""
        serving = asyncio.ensure_future(self._serve())
        nemesis = asyncio.ensure_future(self._nemesis())
        drawn = self.dice.randrange(2, 10)
        wishes = drawn if self.most is None else min(drawn, self.most)
        people = asyncio.ensure_future(self.people.live(wishes, TROUBLE / 2))
        await asyncio.sleep(TROUBLE)
        self.faults.stop()
        nemesis.cancel()
        self.network.away.clear()
        self.database.full = False
        self.shift = 0.0
        end = self.loop.now + QUIET
        while self.loop.now < end and not (people.done() and self._closed()):  # noqa: ASYNC110  # rows tell
            await asyncio.sleep(600.0)
        if not people.done():
            self.violations.append("customers are still waiting for an answer")
        serving.cancel()

    def _closed(self) -> bool:
        row = self.database.connection.execute(
            "SELECT (SELECT count(*) FROM task WHERE finished_at IS NULL) + "
            "(SELECT count(*) FROM outbox WHERE due_at IS NOT NULL)"
        ).fetchone()
        return not row[0]


def simulate(seed: int, only: Collection[str] | None = None, wishes: int | None = None) -> Outcome:
    """Live one seed through, and judge it."""
    root = Path(tempfile.mkdtemp(prefix="onetake-", dir=ROOM))
    gc.disable()  # or the order of things would hang on when it runs
    world = World(seed, root, only, wishes)
    try:
        try:
            run(world.loop, world.main())
        except Exception as error:
            world._broke("the world", error)
        jumped = bool(world.faults.hits["clock-jumps"])
        verdict = checker.Verdict(world.database, world.places, world.people, root, jumped=jumped).judge()
        return Outcome(
            seed, [*world.violations, *verdict], world.loop.trace, len(world.people.wishes), world.deaths,
            world.loop.steps, world.faults.hits, tuple(world.faults.rates),
        )  # fmt: skip
    finally:
        bury(world.loop)
        gc.enable()
        shutil.rmtree(root, ignore_errors=True)
