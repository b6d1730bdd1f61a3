"""What providers charge us: expected when an attempt is sent, booked when it ends (errors-and-faults L11).

Each attempt has one row, written in the transaction of the intent, with the price that its backend's route
had then. The transaction that ends the attempt books it: `cost:`, `absorbed:` or `suspense:` against
`payable:` of the route, in the route's currency, with the id `cost:TASK.ATTEMPT`. Work of our own engines
costs nothing and has no row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from onetake.core import expense, ledger, pricing
from onetake.core.catalogue import Route, catalogue
from onetake.core.ports import Backend, Sql
from onetake.core.pricing import Price
from onetake.core.problem import Offence, Problem
from onetake.core.task import Task
from onetake.core.usage import Ours
from onetake.services import audit, books


def intend(sql: Sql, backend: Backend | None, task: Task, now: float) -> None:
    """Write what an attempt is expected to cost, unless its backend is one of our own, or nobody has told
    its prices. Once more for the same attempt it replaces what was written, as long as it is not booked."""
    route = None if backend is None or backend.local else catalogue().routes.get(backend.route)
    made = replace(task.request, **task.adapted)
    if backend is None or route is None or made.resolution not in route.rates.get(made.model, {}):
        return
    price = pricing.price_of(made, route)
    sql.run(
        "expense.intend",
        task=task.id,
        attempt=task.attempt,
        backend=backend.name,
        route=route.name,
        currency=_currency(route),
        rate=price.rate,
        unit=price.unit,
        failed_free=int(route.failed_free),
        expected=pricing.quote(made, price).expected,
        begun_at=now,
    )


def received(sql: Sql, backend: Backend | None, task: Task, now: float) -> None:
    """`intend` for a receipt of a send that no row tells of: the task comes from a backup, or from before
    there were expenses."""
    if sql.one("expense.get", task=task.id, attempt=task.attempt) is None:
        intend(sql, backend, task, now)


def _currency(route: Route) -> str:
    # Credits of a provider are not those in which our customers pay.
    return route.currency if route.currency != ledger.CREDIT else f"{route.name} {route.currency}"


def surplus(
    sql: Sql, backend: Backend | None, task: Task, provider_ids: Sequence[str], now: float
) -> list[str]:
    """Absorb what a provider made beyond the one task that was asked for; those of the ids that are new.
    Their attempts count from -1 downwards."""
    rows = sql.all("expense.of", task=task.id)
    new = [i for i in provider_ids if i not in {row["provider_id"] for row in rows}]
    lowest = min((row["attempt"] for row in rows), default=0)
    for number, provider_id in enumerate(new, 1):
        extra = replace(task, attempt=min(lowest, 0) - number, provider_id=provider_id)
        intend(sql, backend, extra, now)
        book(sql, extra, extra, "surplus", now)
    return new


def book(sql: Sql, was: Task, task: Task, event: str, now: float) -> None:
    """Book the attempt of `was`, which ends by `event`; `task` is what the row becomes. An attempt that was
    never sent has nothing to book."""
    row = sql.one("expense.get", task=was.id, attempt=was.attempt)
    if row is None or row["outcome"] is not None:
        return
    outcome = expense.fate(
        event,
        was.phase,
        known=was.provider_id is not None,
        problem=task.problem.code if task.problem else None,
        failed_free=bool(row["failed_free"]),
    )
    amount, tokens = 0, None
    if outcome == expense.COST and task.output is not None:
        tokens = task.tokens or 0
        amount = Price(row["rate"], "1", row["unit"]).amount(tokens, task.output.seconds)
    elif outcome != expense.FREE:
        amount = row["expected"]
    provider_id = was.provider_id
    names: dict[str, Any] = {"task": was.id, "attempt": was.attempt, "provider_id": provider_id, "now": now}
    sql.run("expense.close", outcome=outcome, amount=amount, tokens=tokens, **names)
    pair = expense.postings(outcome, row["route"])
    if pair is not None and amount:
        _transfer(sql, "cost", row, pair, amount, now)


def settle(sql: Sql, task_id: str, found: bool, now: float, actor: str = audit.CLI) -> int:
    """The operator's word on every attempt of a task that was absorbed or is in suspense: its provider has
    it and charges for it, or does not. How many it was about; the same word again changes nothing.

    Raises Problem: not_found where there is no such attempt, invalid_parameter where it was settled the other
    way.
    """
    rows = [
        row
        for row in sql.all("expense.of", task=task_id)
        if row["outcome"] in (expense.SUSPENSE, expense.ABSORBED)
    ]
    if not rows:
        raise Problem("not_found", f"task {task_id[:64]} has no attempt that is absorbed or in suspense")
    word = "found" if found else "not-found"
    for row in rows:
        if row["settled"] not in (None, word):
            fix = "Nothing is booked twice; write to the provider instead"
            raise Problem.of([Offence("word", word, f"it was settled as {row['settled']} before", fix)])
        if not sql.run("expense.settle", task=task_id, attempt=row["attempt"], settled=word):
            continue
        pair = expense.resettled(row["outcome"], found, row["route"])
        if pair is not None and row["amount"]:
            _transfer(sql, "settle", row, pair, row["amount"], now)
        audit.record(sql, now, actor, "ledger.settle", task_id, None, attempt=row["attempt"], word=word)
    return len(rows)


def doubtful(sql: Sql) -> list[Mapping[str, Any]]:
    """Attempts of which nobody knows whether their provider has them, oldest first: the operator's list."""
    return list(sql.all("expense.doubtful"))


def sent(sql: Sql, route: str, since: float, until: float) -> list[Ours]:
    """Every attempt that was sent to a route from `since` to just before `until`, with what it costs by our
    books: nothing where it is open, or where the operator has said that the provider does not have it."""
    return [
        Ours(
            name=f"{row['task']}.{row['attempt']}",
            provider_id=row["provider_id"],
            amount=0 if row["settled"] == "not-found" else row["amount"] or 0,
            tokens=row["tokens"],
            outcome=row["outcome"],
        )
        for row in sql.all("expense.between", route=route, since=since, until=until)
    ]


def _transfer(
    sql: Sql, kind: str, row: Mapping[str, Any], pair: tuple[str, str], amount: int, now: float
) -> None:
    debit, credit = (_account(sql, name, row["currency"]) for name in pair)
    id = f"{kind}:{row['task']}.{row['attempt']}"
    books.transfer(sql, kind, id, debit, credit, amount, row["task"], now, row["currency"])


def _account(sql: Sql, name: str, currency: str) -> str:
    """The account of a route in a currency. Only one that the operator has given another currency since has
    a second one, with that in its name: no change of a catalogue may keep a task from ending."""
    known = sql.one("account.get", id=name)
    if known is not None and known["currency"] != currency:
        name = f"{name}:{currency}"
    books.open_account(sql, name, limited=False, currency=currency)
    return name
