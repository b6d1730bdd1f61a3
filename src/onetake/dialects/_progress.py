"""`progress` where a contract wants a whole number: measured frames, never a guess (design §3)."""

from typing import Any

from onetake.dialects._codec import Codec


def _percent(parts: tuple[Any, ...]) -> int:
    """100 when it is completed and not before; 0 where nothing was measured."""
    status, done, total = parts
    if status == "succeeded":
        return 100
    return min(99, 100 * done // total) if done and total else 0


PROGRESS = Codec(
    lambda value: (None, None, None), _percent, {"type": "integer", "minimum": 0, "maximum": 100}
)
"""Written from (status, done, total); another server's figure is an estimate, and not read."""
