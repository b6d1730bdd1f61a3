"""When a key was last used: kept in memory, put into its row with the sweep and at the end.

Coarse on purpose: no request writes for it, and a process that is killed forgets some minutes.
"""

import json

from onetake.core.ports import Sql
from onetake.services.platform import Platform


async def flush(p: Platform) -> None:
    """Write down what is only in memory; one statement for all keys."""
    if not p.used:
        return
    used, p.used = p.used, {}
    told = json.dumps(used)

    def script(sql: Sql) -> None:
        sql.run("key.used", used=told)

    try:
        await p.store.transact(script)
    except BaseException:
        p.used = {**used, **p.used}
        raise


def latest(p: Platform, key_id: str, stored: float | None) -> float | None:
    """When a key was last used, whether or not its row says so yet (unix seconds)."""
    found = p.used.get(key_id)
    return stored if found is None else max(found, stored or 0.0)
