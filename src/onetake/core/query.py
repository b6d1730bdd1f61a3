"""What a customer asks to see of its tasks, in the words of no provider."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Query:
    """One list request.

    statuses: ours, empty means any. ids: cores (in the client role: the provider's own ids, as it gave them);
    empty means any. model: wire name. tier: service tier, as asked. Pages are `page` (from 1) and
    `page_size`; a keyset dialect gives `after` (the core of the last task seen) and `limit` instead. order:
    "desc" is newest first, "asc" oldest first.
    """

    statuses: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    model: str | None = None
    route: str | None = None
    tier: str | None = None
    page: int = 1
    page_size: int = 20
    after: str | None = None
    limit: int | None = None
    order: str = "desc"
