"""The rows of a restored backup: what may have been sent after it was made is asked for first (T42, F39)."""

from onetake.core import lifecycle
from onetake.core.ports import Sql
from onetake.services import changes


def settle(sql: Sql, now: float) -> int:
    """Move every task whose submits the backup cannot know to `unknown`; how many.

    Such a task may have been sent, or sent again, between the backup and the disaster, with nonces that were
    lost. Its send time is taken away, which tells `reconcile` so: no record from the accept to the restore is
    then proof of anything unless it bears the seed that we still know. Tasks with a provider's id are simply
    looked at. Run once, before anybody owns the directory. Raises nothing of its own.
    """
    moved = 0
    for row in sql.all("task.open"):
        task = changes.load(sql, row["id"])
        if task is not None and lifecycle.allows(task.phase, "restored"):
            changes.change(sql, task, "restored", now, sent_at=None, misses=0, tries=0)
            moved += 1
    return moved
