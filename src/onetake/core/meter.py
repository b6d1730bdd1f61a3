"""Many rate limits side by side: one time a name, none of them for ever (errors-and-faults T31)."""

from collections import OrderedDict

from onetake.core import rate
from onetake.core.rate import Limit

MOST = 16_384


class Meter:
    """The generic cell rate algorithm for each name.

    Holds at most `most` names; whoever was not seen for longest is forgotten first, and may then come in a
    burst again. Its time never goes back: where the clock (unix seconds) does, it goes on from what was seen,
    so a clock that is set back an hour brings no free burst, and shuts nobody out for an hour either.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._due: OrderedDict[str, float] = OrderedDict()
        self._seen = 0.0
        self._behind = 0.0

    def __len__(self) -> int:
        return len(self._due)

    def wait(self, name: str, limit: Limit, now: float) -> float:
        """Seconds until `name` may come again; 0 is now, and counts."""
        if now < self._seen:
            self._behind += self._seen - now
        self._seen = now
        admitted, due, wait = rate.admit(limit, self._due.get(name), now + self._behind)
        if not admitted:
            self._due.move_to_end(name)
            return wait
        self._due[name] = due
        self._due.move_to_end(name)
        if len(self._due) > self._most:
            self._due.popitem(last=False)
        return 0.0
