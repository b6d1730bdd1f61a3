"""The real books beside a dict, in every order of commands that Hypothesis finds (errors-and-faults §4)."""

import os
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from onetake.adapters.database.sqlite.store import SqliteStore
from onetake.core import ledger
from onetake.core.ledger import LedgerBroken
from onetake.core.problem import Problem
from onetake.services import accounts, books, keys

from .plain_books import PlainBooks

pytestmark = [pytest.mark.slow, pytest.mark.timeout(7200)]

EXAMPLES = int(os.environ.get("ONETAKE_LEDGER_EXAMPLES", "12"))
STEPS = int(os.environ.get("ONETAKE_LEDGER_STEPS", "25"))
"""5000 and 100 for the long run."""
NOW, PEPPER = 1_800_000_000.0, b"p" * 32
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None

QUIET = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)

Command = tuple[Any, ...]


class Lost(Exception):
    """The process dies before a commit."""


class RealBooks:
    """The same commands on a database of its own, with a key that is authenticated for each create."""

    made: Path | None = None

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(dir=MEMORY)
        self.path = Path(self.folder.name, "onetake.db")
        if RealBooks.made is not None:  # its schema, made once
            shutil.copy(RealBooks.made, self.path)
        self.store = SqliteStore.open(self.path)
        if RealBooks.made is None:
            template = Path(tempfile.mkdtemp(dir=MEMORY), "onetake.db")
            self.store.backup(template)
            RealBooks.made = template
        self.key = self.store.transact_sync(
            lambda sql: accounts.create_key(sql, PEPPER, os.urandom, NOW, "k", credits=0)
        )
        self.account = self.store.read_sync(lambda sql: accounts.authenticate(sql, PEPPER, self.key).account)
        self.rate = 10
        self.frozen: dict[str, int] = {}
        self.now = NOW

    def reopen(self) -> None:
        self.store.close_sync()
        self.store = SqliteStore.open(self.path)

    def do(self, command: Command) -> str:
        """A command's word. Raises Lost where the process dies in it."""
        name, *values = command
        self.now += 1
        try:
            return self.store.transact_sync(lambda sql: getattr(self, name)(sql, *values))
        except LedgerBroken:
            return "broken"
        except Problem as problem:
            assert problem.code in ("insufficient_credit", "unauthenticated")
            return "refused"

    def grant(self, sql: Any, id: str, amount: int) -> str:
        known = sql.one("transfer.get", id=f"grant:{id}") is not None
        books.grant(sql, self.account, amount, id, self.now)
        return "same" if known else "granted"

    def submit(self, sql: Any, task: str, units: int) -> str:
        key = accounts.authenticate(sql, PEPPER, self.key)
        if sql.one("hold.get", task=task) is not None:  # what an idempotency key stands for
            return "same"
        books.hold(sql, task, key.account, self.rate * units, self.now)
        self.frozen[task] = self.rate
        return "held"

    def settle(self, sql: Any, task: str, units: int) -> str:
        return f"took {books.close(sql, task, self.frozen.get(task, self.rate) * units, self.now)}"

    def release(self, sql: Any, task: str) -> str:
        return f"took {books.close(sql, task, 0, self.now)}"

    def revoke(self) -> None:
        def script(sql: Any) -> None:
            for key_id in keys.called(sql, accounts.DEFAULT_PROJECT, "k"):
                keys.revoke(sql, self.now, accounts.DEFAULT_PROJECT, key_id)

        self.store.transact_sync(script)

    def agrees_with(self, model: PlainBooks) -> None:
        faults = [f for f in self.store.read_sync(books.verify) if "task does not exist" not in f]
        assert faults == []
        row = self.store.read_sync(lambda sql: sql.one("account.get", id=self.account))
        assert row is not None
        assert (row["posted"], row["pending"]) == (model.posted, model.pending)
        lost = self.store.read_sync(lambda sql: sql.one("account.get", id=ledger.ABSORBED))
        assert (-lost["posted"] if lost else 0) == model.lost
        assert model.posted - model.pending >= 0

    def close(self) -> None:
        self.store.close_sync()
        self.folder.cleanup()


def told(model: PlainBooks, command: Command) -> str:
    name, *values = command
    return getattr(model, name)(*values)


TASKS = st.sampled_from([f"t{n}" for n in range(6)])
UNITS = st.integers(1, 40)
AMOUNTS = st.one_of(st.integers(1, 2000), st.sampled_from([0, -3, 2**63, 10**25]))
COMMANDS = st.one_of(
    st.tuples(st.just("grant"), st.sampled_from("abcdef"), AMOUNTS),
    st.tuples(st.just("submit"), TASKS, UNITS),
    st.tuples(st.just("settle"), TASKS, UNITS),
    st.tuples(st.just("release"), TASKS),
)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=QUIET)
@given(st.lists(COMMANDS, max_size=2 * STEPS))
def test_any_list_of_commands_has_the_answers_of_a_plain_count(commands: list[Command]) -> None:
    real, model = RealBooks(), PlainBooks()
    try:
        for command in commands:
            assert real.do(command) == told(model, command), command
        real.agrees_with(model)
    finally:
        real.close()


class BooksMachine(RuleBasedStateMachine):
    """Grants, creates, settles, releases, what was said before said again, crashes, new prices, a revoked
    key."""

    def __init__(self) -> None:
        super().__init__()
        self.real, self.model = RealBooks(), PlainBooks()
        self.said: list[Command] = []
        self.tasks = 0

    def say(self, command: Command) -> str:
        self.said.append(command)
        word = self.real.do(command)
        assert word == told(self.model, command), command
        return word

    @rule(amount=AMOUNTS)
    def grant(self, amount: int) -> None:
        self.say(("grant", f"g{len(self.said)}", amount))

    @rule(units=UNITS)
    def submit(self, units: int) -> None:
        self.tasks += 1
        self.say(("submit", f"t{self.tasks}", units))

    def _open(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from([f"t{n}" for n in range(1, self.tasks + 1)]))

    @precondition(lambda self: self.tasks)
    @rule(data=st.data(), units=UNITS)
    def settle(self, data: st.DataObject, units: int) -> None:
        self.say(("settle", self._open(data), units))

    @precondition(lambda self: self.tasks)
    @rule(data=st.data())
    def partly(self, data: st.DataObject) -> None:
        self.say(("settle", self._open(data), 1))

    @precondition(lambda self: self.tasks)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        self.say(("release", self._open(data)))

    @precondition(lambda self: self.said)
    @rule(data=st.data())
    def again(self, data: st.DataObject) -> None:
        before = self.model.posted, self.model.pending
        command = data.draw(st.sampled_from(self.said))
        if self.say(command) in ("same", "broken", "refused"):
            assert (self.model.posted, self.model.pending) == before

    @rule(rate=st.integers(1, 60))
    def price(self, rate: int) -> None:
        self.real.rate = self.model.rate = rate

    @precondition(lambda self: len(self.said) > STEPS // 2)
    @rule()
    def revoke(self) -> None:
        self.real.revoke()
        self.model.revoked = True

    @rule(command=COMMANDS)
    def crash(self, command: Command) -> None:
        """The process dies before the commit of a command: after that it was never said."""

        def die() -> None:
            raise sqlite3.OperationalError("gone")

        frozen = dict(self.real.frozen)
        self.real.store.inject(before_commit=die)
        try:
            self.real.do(command)
        except Exception as error:
            assert "gone" in f"{error} {error.__cause__} {error.__context__}"
        self.real.frozen = frozen
        self.real.reopen()

    @invariant()
    def both_say_the_same(self) -> None:
        self.real.agrees_with(self.model)

    def teardown(self) -> None:
        self.real.close()


TestBooksMachine = BooksMachine.TestCase
TestBooksMachine.settings = settings(
    max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, suppress_health_check=QUIET
)
