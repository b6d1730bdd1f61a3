"""A provider's list of tasks: the whole of it for reconciliation, parts of it for looks at many at once."""

import asyncio
import itertools
import math
from collections.abc import Awaitable, Callable, Sequence

from onetake.adapters.backends.sightings import sighting
from onetake.core.catalogue import Route
from onetake.core.query import Query
from onetake.core.task import Sighting
from onetake.core.wire import Ambiguous, Call, Reply
from onetake.dialects import Dialect
from onetake.dialects._client import UNTOLD
from onetake.dialects._flow import arun

Send = Callable[[Call], Awaitable[Reply]]
PAGE = 100
PAGES = 100
HOUR = 3600.0
LINE = 7000
"""Bytes of a request line that providers are sure to take."""
_PER_ID = 46
"""Bytes that one id takes in a query string: `&filter.task_ids=cgt-20260101000000-abcde` and room."""


class Register:
    """The list of one credential at one route."""

    def __init__(self, dialect: Dialect, route: Route, credential: Callable[[], str], send: Send) -> None:
        self._dialect, self._route, self._credential, self._send = dialect, route, credential, send
        by_id = "ids" in dialect.query.attrs
        self.most = LINE // _PER_ID if by_id else 0
        self._reading = asyncio.Lock()
        self._begun, self._oldest = 0, math.inf
        self._last: list[Sighting] = []
        self._failure: Exception | None = None

    async def named(self, ids: Sequence[str]) -> Sequence[Sighting]:
        """The tasks of these ids, as far as the list knows them."""
        return (await self._read(Query(ids=tuple(ids), page_size=max(len(ids), 1))))[0]

    async def page(self, status: str, number: int) -> tuple[Sequence[Sighting], bool]:
        """One page of the tasks in a status, and whether more follow."""
        size = self._route.page_size
        found, total = await self._read(Query(statuses=(status,), page=number, page_size=size))
        return found, bool(found) and (total == UNTOLD or number * size < total)

    async def since(self, oldest: float) -> list[Sighting]:
        """Every task from `oldest` (unix seconds) on. Raises Ambiguous for a list that was not read whole: a
        hole would prove an absence that is none.

        Whoever asks while it is read shares the next reading, which begins after they asked, and its failure:
        after an outage hundreds look for their tasks at once.
        """
        asked, oldest = self._begun, oldest - oldest % HOUR  # so that one reading serves all of an hour
        async with self._reading:
            if self._begun > asked and self._oldest <= oldest:
                return self._last
            if self._begun > asked and self._failure is not None:
                raise self._failure
            self._begun, self._oldest, self._failure = self._begun + 1, math.inf, None
            by_page = "after" not in self._dialect.query.attrs
            try:
                self._last = await (self._paged(oldest) if by_page else self._walked(oldest))
            except Exception as error:
                self._failure = error
                raise
            self._oldest = oldest
            return self._last

    async def _paged(self, oldest: float) -> list[Sighting]:
        seen: dict[str, Sighting] = {}
        told, size, latest = 0, self._route.page_size, math.inf
        for page in range(1, PAGES + 1):
            found, total = await self._read(Query(page=page, page_size=size))
            if total < told and total != UNTOLD:
                raise Ambiguous("the list shrank while it was read")
            told = max(told, total)
            # What moved on to this page since the last one is told twice and counts once, in the order too.
            fresh = [s for s in found if s.provider_id not in seen]
            seen.update((s.provider_id, s) for s in found)
            if (total == UNTOLD and not found) or 0 <= total <= len(seen):
                return list(seen.values())
            if not found:
                break
            if not fresh:
                continue
            times = [s.created_at or math.nan for s in fresh]
            newest_first = latest >= times[0] and all(a >= b for a, b in itertools.pairwise(times))
            latest = times[-1] if newest_first else -math.inf
            if newest_first and times[0] < oldest and times[0] > times[-1]:
                return list(seen.values())
        raise Ambiguous(f"the list of {told} tasks ended after {len(seen)}")

    async def _walked(self, oldest: float) -> list[Sighting]:
        """The same where each page goes on after the last task of the one before."""
        seen: dict[str, Sighting] = {}
        after = None
        for _ in range(PAGES):
            flow = self._dialect.paging(Query(after=after, limit=PAGE), self._route, self._credential())
            rows, more = await arun(flow, self._send)
            found, known = [sighting(row) for row in rows], len(seen)
            seen.update((s.provider_id, s) for s in found)
            if not more or _past(found, oldest):
                return list(seen.values())
            if len(seen) == known:
                break
            after = found[-1].provider_id
        raise Ambiguous(f"the list did not end after {len(seen)} tasks")

    async def _read(self, query: Query) -> tuple[list[Sighting], int]:
        flow = self._dialect.listing(query, self._route, self._credential())
        rows, total = await arun(flow, self._send)
        return [sighting(row) for row in rows], total


def _past(page: Sequence[Sighting], oldest: float) -> bool:
    """Whether a list that is told newest first has come to tasks older than that."""
    times = [s.created_at or 0.0 for s in page]
    return times[0] > times[-1] and min(times) > 0.0 and max(times) < oldest
