"""One request, however often it is sent: what an Idempotency-Key stands for (errors-and-faults §1.1, F03).

A key belongs to a project and an operation of a dialect. From its look-up until the task is committed no
other request goes by it; from the commit on its record says what was answered, for a week.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from onetake.core.ports import Sql
from onetake.core.problem import Offence, Problem
from onetake.core.task import Task
from onetake.services import changes, watch
from onetake.services.platform import Platform

LONGEST = 255
WAIT = 1
"""Seconds after which a request comes back whose twin is under way: what is left is mostly a commit."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """An answer as it was sent: HTTP status and body."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class First:
    """What the first request under a key came to. receipt: None where the answer is the task itself, which
    is told as it is (held replies; records of version 0.1)."""

    task_id: str
    receipt: Receipt | None

    def task(self, sql: Sql) -> Task:
        """The task as it is now. Raises Problem(task_expired_record) once it was removed."""
        found = changes.load(sql, self.task_id)
        if found is None:
            raise Problem("task_expired_record", "The task of this Idempotency-Key was removed")
        return found


@dataclass(slots=True)
class Once:
    """A request under its key. fingerprint: of the body as it was sent. first: what an earlier one came to,
    and then nothing is to be done. tell: the answer to a task that was just accepted."""

    scope: str
    key: str
    fingerprint: str
    tell: Callable[[Task], Receipt] | None = None
    first: First | None = field(default=None, init=False)

    def found(self, sql: Sql, now: float) -> First | None:
        """What the key stands for already. Raises Problem(idempotency_mismatch) for another body."""
        row = sql.one("idempotency.get", scope=self.scope, key=self.key, now=now)
        if row is None:
            return None
        if row["fingerprint"] not in (self.fingerprint, ""):  # records of version 0.1 do not tell their body
            raise Problem("idempotency_mismatch", "This Idempotency-Key was used with another body")
        receipt = None if row["body"] is None else Receipt(row["status"], row["body"])
        return First(row["task"], receipt)

    def remember(self, sql: Sql, p: Platform, task: Task, receipt: Receipt | None) -> None:
        """The record, in the transaction of what it stands for."""
        sql.run(
            "idempotency.insert",
            scope=self.scope,
            key=self.key,
            fingerprint=self.fingerprint,
            task=task.id,
            status=receipt and receipt.status,
            body=receipt and receipt.body,
            expires_at=p.clock() + p.policy.idempotency_life,
        )

    def over(self, p: Platform) -> None:
        """Let others go by the key: it has its record, or stands for nothing. May be called again."""
        mark = (self.scope, self.key)
        if p.arriving.get(mark) is self:
            del p.arriving[mark]
            p.changed(_subject(mark))


def named(text: str) -> str:
    """The key that a header holds: bare, or a string of RFC 8941 with its two escapes.

    Raises Problem(invalid_parameter) for one that is empty, too long or not printable ASCII.
    """
    name = _unquoted(text) if text[:1] == '"' else text
    if name is None or not (0 < len(name) <= LONGEST and name.isprintable() and name.isascii()):
        limit = f"1 to {LONGEST} printable ASCII characters, bare or as a quoted string"
        raise Problem.of([Offence("Idempotency-Key", text[:40], limit, "Send a UUID")])
    return name


async def begin(p: Platform, once: Once, *, patient: bool = False) -> Once:
    """Take the key's turn, and look up what it stands for; `over` ends the turn. patient: wait for another
    request under the key instead of refusing.

    Raises Problem(idempotency_in_progress, idempotency_mismatch).
    """
    mark = (once.scope, once.key)
    if mark in p.arriving:
        if not patient:
            raise Problem("idempotency_in_progress", retry_after=WAIT)
        with watch.listening(p, _subject(mark)) as changed:
            while mark in p.arriving:
                changed.clear()
                await changed.wait()
    p.arriving[mark] = once
    try:
        once.first = await p.store.read(lambda sql: once.found(sql, p.clock()))
    except BaseException:
        once.over(p)
        raise
    if once.first is not None:
        once.over(p)
    return once


def _subject(mark: tuple[str, str]) -> str:
    return f"once:{mark[0]}:{mark[1]}"


def _unquoted(text: str) -> str | None:
    """What a quoted string holds; None where it does not end, or goes on."""
    held, rest = [], iter(text[1:])
    for char in rest:
        if char == '"':
            return None if next(rest, None) is not None else "".join(held)
        if char == "\\":
            char = next(rest, "")
            if char not in ('"', "\\"):
                return None
        held.append(char)
    return None
