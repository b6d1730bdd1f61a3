"""What must hold of a world: after every commit, and at its end (errors-and-faults §4, §5).

At the end everything has been quiet for long: each task has closed, once, in keeping with what its provider
really did; money, files and messages agree with it; nobody was answered what is not so.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

from onetake.core.ports import Sql
from onetake.core.task import Task
from onetake.services import books, changes
from onetake.testing.simulation import bills, inspections
from onetake.testing.simulation.customers import Customers
from onetake.testing.simulation.provider import Made, Place
from onetake.testing.simulation.store import Database

LOST_WITH_REASON = frozenset(
    {"submit_outcome_unknown", "deadline_exceeded", "output_invalid", "output_download_failed",
     "provider_result_missing"}
)  # fmt: skip
"""Ends of a task whose video the provider made all the same, and that we may have come to honestly."""
TOLD_AT_THE_END = ("succeeded", "failed", "expired")


def each_commit(sql: Sql) -> str | None:
    """What is wrong with the rows as they are now (L1, L3, L4 at every moment); None when nothing is."""
    accounts = sql.all("account.all")
    sums: dict[str, int] = defaultdict(int)
    for row in accounts:
        row = dict(row)
        sums[row.get("currency", "")] += row["posted"]
        if row["limited"] and row["posted"] - row["pending"] < 0:
            return f"account {row['id']} is below zero"
    wrong = {currency: total for currency, total in sums.items() if total}
    return f"the balances sum to {wrong}" if wrong else None


class Verdict:
    """The end of one world, judged. `violations` are sentences. jumped: whether our clock did."""

    def __init__(
        self, database: Database, places: Mapping[str, Place], people: Customers, root: Path, *, jumped: bool
    ) -> None:
        self.database, self.places, self.people, self.root = database, places, people, root
        self.jumped = jumped
        self.violations: list[str] = list(people.wrong)
        self.tasks: dict[str, Task] = {}
        rows = database.connection.execute("SELECT id FROM tombstone WHERE reason = 'retention' ORDER BY id")
        self.retired = {row["id"] for row in rows}
        """Whose time was over, by a clock that may have jumped a day ahead."""

    def judge(self) -> list[str]:
        """Every violation."""
        self.database.read(self._rows)
        ours = {(task.id, task.attempt) for task in self.tasks.values() if task.status == "succeeded"}
        billed = self.database.read(lambda sql: bills.compare(sql, self.places.values(), ours))
        self.violations += billed
        self._history()
        self._providers()
        return self.violations

    def _say(self, what: str) -> None:
        self.violations.append(what)

    def _rows(self, sql: Sql) -> None:
        self.violations += books.verify(sql)
        for row in sql.all("hold.open"):
            self._say(f"the hold of {row['task']} is still open ({row['phase']})")
        for row in self.database.connection.execute("SELECT id FROM task ORDER BY id"):
            task = changes.load(sql, row["id"])
            assert task is not None
            self.tasks[task.id] = task
            if not task.ended:
                self._say(f"{task.id} has not ended: {task.phase}, {task.problem}")
        for row in sql.all("outbox.open"):
            self._say(f"message {row['id']} is neither delivered nor given up")
        self._money(sql)

    def _money(self, sql: Sql) -> None:
        for task in self.tasks.values():
            closes = self.database.connection.execute(
                "SELECT count(*) FROM event WHERE task = ? AND json_extract(data, '$.phase') IN "
                "('succeeded', 'failed', 'cancelled', 'expired')", (task.id,)
            ).fetchone()[0]  # fmt: skip
            if task.ended and closes != 1:
                self._say(f"{task.id} closed {closes} times")
            hold = sql.one("hold.get", task=task.id)
            if hold is not None and hold["taken"] and task.status != "succeeded":
                self._say(f"{task.id} is {task.status}, and {hold['taken']} were taken for it")

    def _history(self) -> None:
        """What customers were answered, against what is there (one wish, one task; nothing is forgotten)."""
        owners: dict[str, str] = {}
        for wish in self.people.wishes:
            if len(wish.ids) > 1:
                self._say(f"{wish.name}: one key, tasks {sorted(wish.ids)}")
            for id in wish.ids:
                if owners.setdefault(id, wish.name) != wish.name:
                    self._say(f"{wish.name} and {owners[id]} were given one task")
                if id not in self.tasks and not wish.deleted and id not in self.retired:
                    self._say(f"{wish.name}: its task {id} is gone")
        stories = Counter(task.request.prompt for task in self.tasks.values())
        for prompt, count in stories.items():
            if prompt.startswith(inspections.OTHER):
                self._say(f"a task for {prompt!r}, under a key that was taken")
            if count > 1:
                self._say(f"{count} tasks for {prompt!r}")
        for wish in self.people.wishes:
            task = self.tasks.get(next(iter(wish.ids), ""))
            if task is not None and wish.told_by_hook and task.status in TOLD_AT_THE_END:
                self._told(task)

    def _told(self, task: Task) -> None:
        """The last message about a task was heard, or every try of it has been made."""
        rows = self.database.connection.execute("SELECT * FROM outbox WHERE task = ?", (task.id,)).fetchall()
        last = [row for row in rows if json.loads(row["body"])["status"] == task.status]
        if not last:
            self._say(f"{task.id}: nobody was ever told of {task.status}")
        elif not self.people.told.get(task.id) and not any(row["tries"] for row in last):
            self._say(f"{task.id}: its message was never tried")

    def _providers(self) -> None:
        made: dict[str, list[tuple[Place, Made]]] = defaultdict(list)
        for place in self.places.values():
            for row in place.made.values():
                made[row.attempt[0]].append((place, row))
        for id, rows in made.items():
            attempts = Counter(row.attempt[1] for _, row in rows)
            if max(attempts.values()) > 1:
                self._say(f"{id}: one attempt was made {max(attempts.values())} times")
            rows.sort(key=lambda pair: pair[1].attempt[1])
            for place, row in rows[:-1]:
                free = place.route.failed_free and row.verdict in ("failed", "expired")
                if not free and row.cancelled_at is None:
                    self._say(f"{id}: made again although attempt {row.attempt[1]} was there ({place.name})")
            task = self.tasks.get(id)
            if task is not None:
                self._agrees(task, *rows[-1])
        for task in self.tasks.values():
            if task.status == "succeeded" and task.id not in made:
                self._say(f"{task.id} succeeded, and no provider made it")

    def _agrees(self, task: Task, place: Place, row: Made) -> None:
        truth = row.status(place.clock())
        if task.status == "succeeded":
            content = place.content(row.core)
            assert task.output is not None
            sha = hashlib.sha256(content).hexdigest()
            kept = self.root / "objects" / task.project / sha[:2] / sha
            if task.output.video != sha:
                self._say(f"{task.id} delivered something else than {place.name} made")
            elif not kept.exists() or kept.read_bytes() != content:
                self._say(f"{task.id} succeeded, and its bytes are not there")
            if truth != "succeeded":
                self._say(f"{task.id} succeeded, and at {place.name} it is {truth}")
        elif truth == "succeeded":
            code = task.problem.code if task.problem else ""
            early = code == "deadline_exceeded" and not self.jumped and row.ready < task.deadline
            if early or (task.status != "expired" and code not in LOST_WITH_REASON):
                self._say(f"{task.id} is paid for at {place.name} and here {task.status} ({code})")
