"""Bugs of changes, money and messages."""

from typing import Any

from onetake.services import books, changes, notify, outbox
from onetake.testing.simulation.bugs._registry import Put, bug


@bug("no-compare-and-set", "F20", "whoever comes last changes the task, whatever it was about")
def _(put: Put) -> None:
    usual = changes.change

    def change(sql: Any, seen: Any, event: str, now: float, **columns: Any) -> Any:
        return usual(sql, changes.load(sql, seen.id) or seen, event, now, **columns)

    put(changes, "change", change)


@bug("attempt-not-compared", "F41", "evidence about one attempt changes the next one (ABA)")
def _(put: Put) -> None:
    usual = changes.change

    def change(sql: Any, seen: Any, event: str, now: float, **columns: Any) -> Any:
        fresh = changes.load(sql, seen.id)
        if fresh is not None and fresh.phase == seen.phase:
            seen = fresh
        return usual(sql, seen, event, now, **columns)

    put(changes, "change", change)


@bug("money-in-its-own-time", "F29", "the task ends in one transaction, its hold is closed by another")
def _(put: Put) -> None:
    def close(sql: Any, task: str, price: int, now: float, **_: Any) -> int:
        return price

    put(books, "close", close)


@bug("refund-twice", "peer new-api #2025", "a failed task is refunded by whoever notices, without a compare")
def _(put: Put) -> None:
    usual = books.close

    def close(sql: Any, task: str, price: int, now: float, **more: Any) -> int:
        taken = usual(sql, task, price, now, **more)
        row = sql.one("hold.get", task=task)
        if row["amount"] and not price:
            sql.run("account.post", id=row["account"], amount=row["amount"])
        return taken

    put(books, "close", close)


@bug("refund-never", "peer bottube #1535", "a task that fails after its submit keeps the hold for ever")
def _(put: Put) -> None:
    usual = books.close

    def close(sql: Any, task: str, price: int, now: float, **more: Any) -> int:
        return usual(sql, task, price, now, **more) if price else 0

    put(books, "close", close)


@bug("pays-the-asked-price", "F30", "what is taken may be more than what was held")
def _(put: Put) -> None:
    usual = books.close

    def close(sql: Any, task: str, price: int, now: float, **more: Any) -> int:
        row = sql.one("hold.get", task=task)
        return usual(sql, task, row["amount"] + 1 if price else 0, now, **more) + (1 if price else 0)

    put(books, "close", close)


@bug("no-outbox", "F32", "a message is sent by hand after the change, and lost with the process")
def _(put: Put) -> None:
    put(outbox, "announce", lambda sql, was, task, now: None)


@bug("message-named-anew", "F31", "every try of a message has an id of its own")
def _(put: Put) -> None:
    usual: Any = notify.post
    told = iter(range(10**9))

    async def post(p: Any, project: str, signers: Any, url: str, message: str, *rest: Any) -> Any:
        return await usual(p, project, signers, url, f"{message}-{next(told)}", *rest)

    put(notify, "post", post)
