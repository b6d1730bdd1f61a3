"""The ledger in the database: grants, holds and their one close, written inside the caller's transaction."""

from onetake.core import ledger
from onetake.core.ledger import LedgerBroken, Transfer
from onetake.core.ports import Sql
from onetake.core.pricing import credits
from onetake.core.problem import Problem


def open_account(sql: Sql, account: str, *, limited: bool) -> None:
    """An account with nothing on it; a second call changes nothing."""
    sql.run("account.insert", id=account, limited=int(limited))


def grant(sql: Sql, account: str, amount: int, grant_id: str, now: float) -> None:
    """Bring money in. The same `grant_id` twice is one grant (L9, L14)."""
    open_account(sql, ledger.GRANTS, limited=False)
    _transfer(sql, f"grant:{grant_id}", ledger.GRANTS, account, amount, None, now)


def hold(sql: Sql, task: str, account: str, amount: int, now: float) -> None:
    """Reserve `amount` for a task. Raises Problem(insufficient_credit); then nothing is held."""
    if amount and not sql.run("account.reserve", id=account, amount=amount):
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
    if row["amount"]:
        sql.run("account.unreserve", id=row["account"], amount=row["amount"])
    if taken:
        open_account(sql, ledger.REVENUE, limited=False)
        _transfer(sql, f"close:{task}", row["account"], ledger.REVENUE, taken, task, now)
    if absorbed:
        open_account(sql, ledger.ABSORBED, limited=False)
        _transfer(sql, f"absorbed:{task}", ledger.ABSORBED, ledger.REVENUE, absorbed, task, now)
    return taken


def _transfer(sql: Sql, id: str, debit: str, credit: str, amount: int, task: str | None, now: float) -> None:
    known = sql.one("transfer.get", id=id)
    if known is not None:
        if (known["debit"], known["credit"], known["amount"]) != (debit, credit, amount):
            raise LedgerBroken(f"transfer {id} exists with other content")
        return
    last = sql.one("transfer.last")
    seq, prev = (last["seq"] + 1, last["hash"]) if last else (1, ledger.GENESIS)
    digest = ledger.digest(seq, id, debit, credit, amount, task, now, prev)
    sql.run(
        "transfer.insert",
        seq=seq,
        id=id,
        debit=debit,
        credit=credit,
        amount=amount,
        task=task,
        created_at=now,
        prev_hash=prev,
        hash=digest,
    )
    sql.run("account.post", id=debit, amount=-amount)
    sql.run("account.post", id=credit, amount=amount)


def verify(sql: Sql) -> list[str]:
    """Every broken invariant of the whole database, in words; empty when the books are right (L1–L9, L12)."""
    accounts = sql.all("account.all")
    faults = ledger.audit(
        (Transfer(**dict(row)) for row in sql.all("transfer.all")),
        {row["id"]: row["posted"] for row in accounts},
        {row["id"]: row["pending"] for row in accounts},
        [(row["account"], row["amount"]) for row in sql.all("hold.open")],
    )
    for row in sql.all("hold.open"):
        if row["phase"] is None:
            faults.append(f"hold of {row['task']}: its task does not exist")
        elif row["quoted"] != row["amount"]:
            faults.append(f"hold of {row['task']}: {row['amount']} held, {row['quoted']} quoted")
    faults += [
        f"task {row['id']}: {row['phase']} with a hold that disagrees" for row in sql.all("hold.mismatched")
    ]
    return faults
