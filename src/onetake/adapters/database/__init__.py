"""Databases behind the `Store` port, and the failures that every one of them reports."""

from onetake.core.problem import Problem


class StoreFailed(Problem):
    """Not committed, for a reason outside the script: disk full, I/O error, store closed.

    Every caller whose script shared the failed commit gets one. Nothing of it is visible to later
    transactions; the store goes on by itself once the disk recovers. Code `storage_full` when the
    disk is full, else `internal`.
    """


class SchemaTooNew(RuntimeError):
    """The database was written by a newer Onetake, whose schema this one does not know."""

    def __init__(self, path: object, found: int, known: int) -> None:
        super().__init__(
            f"{path} has schema version {found}, and this Onetake knows up to {known}. "
            f"Install the release that wrote it, or a newer one (pip install --upgrade onetake), or "
            f"restore the copy that was made before the upgrade ({path}.before-N)."
        )
        self.found = found
        self.known = known
