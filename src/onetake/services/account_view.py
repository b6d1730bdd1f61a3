"""What a key may know of its own money."""

from typing import Any

from onetake.core.ports import Sql
from onetake.services.accounts import Key


def balance(sql: Sql, key: Key) -> dict[str, Any]:
    """Balances of the account that pays for a key, in micro-credits.

    posted: settled. pending: reserved by open tasks. available: what a new task may take, None for an
    unlimited key.
    """
    row = sql.one("account.get", id=key.account)
    posted, pending = (row["posted"], row["pending"]) if row else (0, 0)
    limited = bool(row["limited"]) if row else True
    return {
        "limited": limited,
        "posted": posted,
        "pending": pending,
        "available": posted - pending if limited else None,
    }
