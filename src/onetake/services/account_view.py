"""What a key may know of its own money."""

from typing import Any

from onetake.core.ports import Sql
from onetake.services.accounts import Key


def balance(sql: Sql, key: Key) -> dict[str, Any]:
    """Balances of the account that pays for a key, in micro-credits.

    granted: brought in so far. posted: what is left of it, settled tasks taken off. pending: reserved by open
    tasks. available: what a new task may take, None for an unlimited key.
    """
    row = sql.one("account.get", id=key.account)
    posted, pending = (row["posted"], row["pending"]) if row else (0, 0)
    grants = sql.one("transfer.granted", account=key.account)
    limited = bool(row["limited"]) if row else True
    return {
        "limited": limited,
        "granted": grants["granted"] if grants else 0,
        "posted": posted,
        "pending": pending,
        "available": posted - pending if limited else None,
    }
