"""The ledger in the database: grants, holds and their one close, written inside the caller's transaction."""

from dataclasses import asdict, replace

from onetake.core import ledger
from onetake.core.ledger import LedgerBroken, Transfer
from onetake.core.ports import Sql
from onetake.core.pricing import credits
from onetake.core.problem import Problem


def open_account(sql: Sql, account: str, *, limited: bool, currency: str = ledger.CREDIT) -> None:
    """An account with nothing on it; a second call changes nothing."""
    kind = ledger.kind_of(account)
    sql.run("account.insert", id=account, limited=int(limited), kind=kind, currency=currency)


def grant(sql: Sql, account: str, amount: int, grant_id: str, now: float) -> None:
    """Bring money in, which nothing else does (L14). The same `grant_id` twice is one grant (L9).

    Raises LedgerBroken for an amount that is not positive or beyond int64, for a balance that would be, and
    for a grant of that id that was another.
    """
    open_account(sql, ledger.GRANTS, limited=False)
    transfer(sql, "grant", f"grant:{grant_id}", ledger.GRANTS, account, amount, None, now)


def hold(sql: Sql, task: str, account: str, amount: int, now: float) -> None:
    """Reserve `amount` for a task. Raises Problem(insufficient_credit); then nothing is held. Raises
    LedgerBroken for an amount that is none."""
    if amount and not sql.run("account.reserve", id=account, amount=ledger.checked(amount)):
        row = sql.one("account.get", id=account)
        free = row["posted"] - row["pending"] if row else 0
        raise Problem(
            "insufficient_credit",
            f"Required: {credits(amount)}, available: {credits(free)} credits",
            required=credits(amount),
            available=credits(free),
        )
    sql.run("hold.insert", task=task, account=account, amount=amount, created_at=now)


def close(sql: Sql, task: str, price: int, now: float) -> int:
    """Close a task's hold at `price` (0 releases it); what was taken, in micro-credits.

    Never more than was held: a price above it is absorbed by the operator and the caller notes it.
    Raises LedgerBroken for a second close, so a double refund cannot happen.
    """
    row = sql.one("hold.get", task=task)
    if row is None:
        raise LedgerBroken(f"task {task} has no hold")
    taken, absorbed = ledger.close_amounts(row["amount"], price)
    if not sql.run("hold.close", task=task, closed_at=now, taken=taken):
        raise LedgerBroken(f"the hold of task {task} was closed before")
    sql.run("account.unreserve", id=row["account"], amount=row["amount"])
    if taken:
        open_account(sql, ledger.REVENUE, limited=False)
        transfer(sql, "charge", f"close:{task}", row["account"], ledger.REVENUE, taken, task, now)
    if absorbed:
        open_account(sql, ledger.ABSORBED, limited=False)
        transfer(sql, "absorb", f"absorbed:{task}", ledger.ABSORBED, ledger.REVENUE, absorbed, task, now)
    return taken


def transfer(
    sql: Sql,
    kind: str,
    id: str,
    debit: str,
    credit: str,
    amount: int,
    task: str | None,
    now: float,
    currency: str = ledger.CREDIT,
) -> None:
    """The next row of the journal, and both balances. The same row again is no second one (L9).

    Raises LedgerBroken where the id stands for something else, the amount is none, or a balance would leave
    int64; the caller's transaction must not commit then.
    """
    known = sql.one("transfer.get", id=id)
    if known is not None:
        same = known["debit"], known["credit"], known["amount"], known["currency"] or ledger.CREDIT
        if same != (debit, credit, amount, currency):
            raise LedgerBroken(f"transfer {id} exists with other content")
        return
    last = sql.one("transfer.last")
    seq, prev = (last["seq"] + 1, last["hash"]) if last else (1, ledger.GENESIS)
    row = Transfer(seq, id, debit, credit, ledger.checked(amount), task, now, prev, "", kind, currency)
    sql.run("transfer.insert", **asdict(replace(row, hash=ledger.hash_of(row, prev))))
    for account, change in ((debit, -amount), (credit, amount)):
        if not sql.run("account.post", id=account, amount=change):
            raise LedgerBroken(f"{account} cannot take {change}: its balance would leave int64")


def verify(sql: Sql) -> list[str]:
    """Every broken invariant of the whole database, in words; empty when the books are right (L1–L5, L7, L11,
    L12). Holds and transfers of tasks that were removed stay, and so does what they must agree with."""
    accounts = sql.all("account.all")
    faults = ledger.audit(
        (Transfer(**dict(row)) for row in sql.all("transfer.all")),
        {row["id"]: row["posted"] for row in accounts},
        {row["id"]: row["pending"] for row in accounts},
        [(row["account"], row["amount"]) for row in sql.all("hold.open")],
        {row["id"]: row["currency"] for row in accounts},
    )
    for row in accounts:
        if row["limited"] and row["posted"] < row["pending"]:
            faults.append(f"{row['id']}: overdrawn, {row['posted']} with {row['pending']} held")
    for row in sql.all("hold.open"):
        if row["phase"] is None:
            faults.append(f"hold of {row['task']}: its task does not exist")
        elif row["quoted"] != row["amount"]:
            faults.append(f"hold of {row['task']}: {row['amount']} held, {row['quoted']} quoted")
    faults += [
        f"hold of {row['task']}: {row['taken']} taken, the journal says {row['amount']}"
        for row in sql.all("hold.unbooked")
    ]
    faults += [
        f"task {row['id']}: {row['phase']} with a hold that disagrees" for row in sql.all("hold.mismatched")
    ]
    return faults + _expenses(sql)


def _expenses(sql: Sql) -> list[str]:
    """What each route's accounts hold beside what the expenses say (L11)."""
    expected: dict[str, dict[tuple[str, str], int]] = {"cost": {}, "absorbed": {}, "suspense": {}}
    for row in sql.all("expense.sums"):
        for kind, sums in expected.items():
            sums[row["route"], row["currency"]] = row[kind]
    faults = [
        f"expense {row['task']}.{row['attempt']}: open, but its attempt has ended"
        for row in sql.all("expense.lost")
    ]
    found: dict[tuple[str, str, str], int] = {}
    for account in sql.all("account.all"):
        kind, _, rest = account["id"].partition(":")
        if kind in expected and rest:
            found[kind, rest.partition(":")[0], account["currency"]] = -account["posted"]
    told = {(kind, *place): sum for kind, sums in expected.items() for place, sum in sums.items()}
    return faults + [
        f"{kind}:{route}: {found.get((kind, route, currency), 0)} {currency} booked, "
        f"expenses say {told.get((kind, route, currency), 0)}"
        for kind, route, currency in sorted({*told, *found})
        if told.get((kind, route, currency), 0) != found.get((kind, route, currency), 0)
    ]


def overdue(sql: Sql, now: float, stop: float) -> list[str]:
    """Tasks whose hold should have been closed: more than an hour past their deadline and `stop` seconds
    (the hard stop of services.patience; L8). While no server runs, nobody closes them."""
    return [row["task"] for row in sql.all("hold.overdue", before=now - stop - 3600.0)]


def sums(sql: Sql) -> dict[str, tuple[int, int, int]]:
    """By currency: how many transfers there are, what they moved in all, and the sum of all balances."""
    accounts = sql.all("account.all")
    totals = ledger.totals(
        {row["id"]: row["posted"] for row in accounts}, {row["id"]: row["currency"] for row in accounts}
    )
    counted: dict[str, tuple[int, int]] = dict.fromkeys(totals, (0, 0))
    for row in sql.all("transfer.all"):  # summed here, where no sum overflows
        currency = row["currency"] or ledger.CREDIT
        count, moved = counted.get(currency, (0, 0))
        counted[currency] = count + 1, moved + row["amount"]
    return {name: (*counted[name], totals.get(name, 0)) for name in sorted(counted)}
